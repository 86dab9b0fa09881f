package durable

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/status"
)

// Retention says how long what is over and done with is kept. Zero keeps it for ever. Orders, their logs, names and open
// effects are never removed, and nothing is removed of an order that is not at rest: one that has not ended, that is to
// be worked on, or that has an effect or a message left. Each time counts from the last change of the order, too.
//
// It is about space, not about people: personal data in logs stay. See [bridge.Bridge.Erase].
type Retention struct {
	// Bodies is how long the content of a message that was applied is kept.
	Bodies time.Duration
	// Messages is how long such a message is kept with its key, by which a vendor's second delivery of it is known: one
	// that comes later is applied again, as a report that changes nothing. At least MinMessages.
	Messages time.Duration
	// Effects is how long a settled effect is kept. After that [bridge.Bridge.Retry] and [bridge.Bridge.Resolve] do not
	// know its key, and [bridge.Bridge.Erase] does not name what only it has named in another system.
	Effects time.Duration
	// Journal is how long entries of LevelInfo are kept, Problems how long those of other levels.
	Journal, Problems time.Duration
	// Runs is how long records of passes are kept.
	Runs time.Duration
}

// MinMessages is the shortest time for which keys of messages may be kept. Vendors deliver again for hours, some for
// days.
const MinMessages = 7 * 24 * time.Hour

// DefaultRetention returns a retention that suits most: a month for bodies of messages and records of passes, half a year
// for messages and what was done, three years for effects and problems.
func DefaultRetention() Retention {
	const month = 30 * 24 * time.Hour
	return Retention{Bodies: month, Messages: 6 * month, Effects: 36 * month, Journal: 6 * month, Problems: 36 * month, Runs: month}
}

// WithRetention makes the store remove what is over, once a day in one of the processes that share it, while a bridge
// runs. Without it everything is kept, until [Store.Prune] is called by hand.
func WithRetention(r Retention) Option { return func(s *settings) { s.retention = r } }

// check returns an error for a retention that cannot be meant.
func (r Retention) check() error {
	for name, d := range map[string]time.Duration{
		"Bodies": r.Bodies, "Messages": r.Messages, "Effects": r.Effects, "Journal": r.Journal, "Problems": r.Problems, "Runs": r.Runs,
	} {
		if d < 0 {
			return fmt.Errorf("durable: Retention.%s is %v: give a time, or 0 to keep everything", name, d)
		}
	}
	if r.Messages > 0 && r.Messages < MinMessages {
		return fmt.Errorf("durable: Retention.Messages is %v: give at least %v, for a vendor may deliver again for days", r.Messages, MinMessages)
	}
	return nil
}

// Pruned is how much was removed.
type Pruned struct{ Bodies, Messages, Effects, Entries, Runs int }

// Prune removes what the store's [Retention] does not keep any longer at a time, in transactions of some milliseconds
// each, so that nobody waits. To be stopped in the middle, or run twice at once, does no harm.
func (s *Store) Prune(ctx context.Context, now time.Time) (Pruned, error) {
	var p Pruned
	if err := s.pruneOrders(ctx, now, &p); err != nil {
		return p, err
	}
	r := s.retention
	for _, l := range []struct {
		keep   time.Duration
		levels string
	}{{r.Journal, "level = 'info'"}, {r.Problems, "level <> 'info'"}} {
		if err := s.pruneJournal(ctx, now, l.keep, l.levels, &p); err != nil {
			return p, err
		}
	}
	return p, s.pruneRuns(ctx, now, &p)
}

const (
	// prunedOrders is how many orders one transaction looks at, prunedRows how many rows it deletes otherwise.
	prunedOrders = 200
	prunedRows   = 500
)

// atRest selects the orders of a range that have ended and have nothing left to do, and did not change after a time.
var atRest = func() string {
	var ended []string
	for _, st := range []status.OrderState{
		status.OrderCancelled, status.OrderRefused, status.OrderReturned, status.OrderCompleted, status.OrderDelivered, status.OrderPartlyDelivered,
	} {
		ended = append(ended, "'"+st.String()+"'")
	}
	return `(SELECT o.id FROM orders AS o WHERE o.num > $1 AND o.num <= $2 AND o.wake IS NULL AND o.claimed_until IS NULL
  AND (o.updated IS NULL OR o.updated < $3) AND (o.state IN ('', ` + strings.Join(ended, ", ") + `) OR o.flags LIKE '%|` + string(bridge.FlagForgotten) + `|%')
  AND NOT EXISTS (SELECT 1 FROM effects AS e WHERE e.order_id = o.id AND e.unsettled = 1)
  AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.order_id = o.id AND m.done IS NULL))`
}()

// pruneOrders removes what belongs to orders that are at rest.
func (s *Store) pruneOrders(ctx context.Context, now time.Time, p *Pruned) error {
	r := s.retention
	kinds := []struct {
		keep time.Duration
		n    *int
		sql  string
	}{
		{r.Bodies, &p.Bodies, "UPDATE messages SET body = NULL, failed = NULL WHERE body IS NOT NULL AND done < $3 AND order_id IN "},
		{r.Messages, &p.Messages, "DELETE FROM messages WHERE done < $3 AND order_id IN "},
		{r.Effects, &p.Effects, "DELETE FROM effects WHERE unsettled = 0 AND COALESCE(ended, 0) < $3 AND order_id IN "},
		{r.Journal, &p.Entries, "DELETE FROM journal WHERE level = 'info' AND at < $3 AND order_id <> '' AND order_id IN "},
		{r.Problems, &p.Entries, "DELETE FROM journal WHERE level <> 'info' AND at < $3 AND order_id <> '' AND order_id IN "},
	}
	var last int64
	if err := s.db.read(ctx, one([]any{&last}, "SELECT COALESCE(max(num), 0) FROM orders")); err != nil {
		return err
	}
	for from := int64(0); from < last; from += prunedOrders {
		var ss []statement
		for _, k := range kinds {
			if k.keep > 0 {
				ss = append(ss, counted(k.n, k.sql+atRest+" RETURNING num", from, from+prunedOrders, now.Add(-k.keep).UnixMicro()))
			}
		}
		if err := s.db.run(ctx, ss...); err != nil || len(ss) == 0 {
			return err
		}
	}
	return nil
}

// pruneJournal removes the entries that are about no order.
func (s *Store) pruneJournal(ctx context.Context, now time.Time, keep time.Duration, levels string, p *Pruned) error {
	if keep == 0 {
		return nil
	}
	for n := prunedRows; n == prunedRows; {
		n = 0
		err := s.db.run(ctx, counted(&n, "DELETE FROM journal WHERE num IN (SELECT num FROM journal WHERE order_id = '' AND "+levels+
			" AND at < $1 ORDER BY at LIMIT $2) RETURNING num", now.Add(-keep).UnixMicro(), prunedRows))
		if err != nil {
			return err
		}
		p.Entries += n
	}
	return nil
}

// pruneRuns removes records of passes.
func (s *Store) pruneRuns(ctx context.Context, now time.Time, p *Pruned) error {
	if s.retention.Runs == 0 {
		return nil
	}
	for n := prunedRows; n == prunedRows; {
		n = 0
		const old = "(SELECT num FROM runs WHERE began < $1 ORDER BY num LIMIT $2)"
		at := now.Add(-s.retention.Runs).UnixMicro()
		err := s.db.run(ctx, exec("DELETE FROM run_orders WHERE run IN "+old, at, prunedRows),
			counted(&n, "DELETE FROM runs WHERE num IN "+old+" RETURNING num", at, prunedRows))
		if err != nil {
			return err
		}
		p.Runs += n
	}
	return nil
}

// counted returns a statement that adds the number of its rows to n.
func counted(n *int, text string, args ...any) statement {
	own := 0
	return statement{
		sql: text, args: args, begin: func() { *n, own = *n-own, 0 },
		each: func(scan func(...any) error) error { *n, own = *n+1, own+1; return ignore(scan) },
	}
}

const (
	// upkeepEvery is how often what is over is removed.
	upkeepEvery = 24 * time.Hour
	// upkeepBucket says when it was last, under this key.
	upkeepBucket, upkeepKey = "durable/upkeep", "pruned"
)

// upkeep removes what is over, once a day over all processes. It costs nothing while it is not time: call it often.
func (s *Store) upkeep(ctx context.Context) error {
	now := time.Now().UTC()
	if s.retention == (Retention{}) || now.UnixMicro() < s.upkeepAt.Load() {
		return nil
	}
	kept, err := s.Values(ctx, upkeepBucket, upkeepKey)
	if err != nil {
		return err
	}
	was := kept[upkeepKey]
	// A time that lies in the future was left by a wrong clock.
	last, err := time.Parse(time.RFC3339, string(was))
	if next := last.Add(upkeepEvery); err == nil && !last.After(now) && next.After(now) {
		s.upkeepAt.Store(next.UnixMicro())
		return nil
	}
	if err := s.Swap(ctx, upkeepBucket, upkeepKey, was, []byte(now.Format(time.RFC3339))); err != nil {
		if errors.Is(err, bridge.ErrConflict) {
			return nil // another process does it
		}
		return err
	}
	p, err := s.Prune(ctx, now)
	s.log.InfoContext(ctx, "what is not kept any longer was removed", "bodies", p.Bodies, "messages", p.Messages, "effects", p.Effects,
		"entries", p.Entries, "runs", p.Runs, "took", time.Since(now).Round(time.Millisecond), "err", err)
	return err
}
