package durable

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// counter counts.
type counter struct{ n atomic.Int64 }

func (c *counter) next() string { return strconv.FormatInt(c.n.Add(1), 36) }

// Claim implements bridge.Store. Besides, the claims of a process that is not heard of for 20 seconds end.
func (s *Store) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	ctx = s.as(ctx, "Claim")
	if n <= 0 {
		return nil, ctx.Err()
	}
	hint := hintOf(ctx)
	if hint != nil && len(ids) > 0 {
		if ids = hint.left(ids); len(ids) == 0 {
			return nil, ctx.Err()
		}
	}
	all, free := s.db.locks()
	claims, err := s.claim(ctx, free, now, until, n, ids)
	if hint != nil {
		hint.took(claims)
		return claims, err // it looks again soon by itself, see orderWorker
	}
	if len(claims) > 0 || err != nil || free == all {
		return claims, err
	}
	// Somebody may hold the row of the only due order for a moment, to write to it: wait for that.
	at, stray := now.UnixMicro(), now.Add(bridge.MaxClaim).UnixMicro()
	among, args := s.among(ids, []any{at, stray, n})
	return s.claim(ctx, free, now, until, n, ids, statement{
		sql:  "SELECT num FROM orders WHERE (due <= $1 OR claimed_until IS NOT NULL AND wake <= $1 AND (claimed_until <= $1 OR claimed_until > $2))" + among + " LIMIT $3" + all,
		args: args, each: ignore,
	})
}

// among returns a condition that an order is one of some, without ids none, and the arguments with them.
func (s *Store) among(ids []string, args []any) (string, []any) {
	if len(ids) == 0 {
		return "", args
	}
	known := make([]string, len(ids))
	for i, id := range ids {
		known[i] = storedID(id)
	}
	condition, list := s.db.list("id", len(args)+1, known)
	return " AND " + condition, append(args, list)
}

func (s *Store) claim(ctx context.Context, lock string, now, until time.Time, n int, ids []string, before ...statement) ([]bridge.Claim, error) {
	number := s.claims.next()
	among, args := s.among(ids, []any{now.UnixMicro(), n, now.Add(bridge.MaxClaim).UnixMicro(), micros(until), s.process, number})
	type claimed struct {
		bridge.Claim
		wake int64
	}
	var out []claimed
	// Those that are free, and those whose claim is over or was made by a wrong clock: each by an index of its own.
	err := s.db.run(ctx, append(before, statement{sql: `WITH free AS (
  SELECT id, wake FROM orders WHERE due <= $1` + among + ` ORDER BY due LIMIT $2` + lock + `
), over AS (
  SELECT id, wake FROM orders WHERE claimed_until IS NOT NULL AND wake <= $1 AND (claimed_until <= $1 OR claimed_until > $3)` + among + `
  ORDER BY wake LIMIT $2` + lock + `
), picked AS (
  SELECT id FROM (SELECT id, wake FROM free UNION ALL SELECT id, wake FROM over) AS x ORDER BY wake LIMIT $2
)
UPDATE orders SET token = CAST($5 AS TEXT) || ':' || CAST($6 AS TEXT) || ':' || CAST(num AS TEXT), process = $5, claimed_until = $4,
  due = CASE WHEN CAST($4 AS BIGINT) IS NULL THEN wake END, hinted = NULL
  WHERE id IN (SELECT id FROM picked) RETURNING id, token, wake`, args: args, begin: func() { out = nil }, each: func(scan func(...any) error) error {
		var c claimed
		err := scan(&c.ID, &c.Token, &c.wake)
		out = append(out, c)
		return err
	}})...)
	if err != nil {
		if _, far := s.db.(*pgDB); far {
			s.unheard.Store(s.process+":"+number+":", true)
		}
		return nil, err
	}
	s.claimed.Add(int64(len(out)))
	slices.SortStableFunc(out, func(a, b claimed) int { return cmp.Compare(a.wake, b.wake) })
	claims := make([]bridge.Claim, len(out))
	for i, c := range out {
		claims[i] = c.Claim
	}
	return claims, nil
}

// endUnheard ends claims that were made though the caller had an error, as the connection broke before the answer came:
// nobody works on their orders.
func (s *Store) endUnheard(ctx context.Context) (err error) {
	s.unheard.Range(func(prefix, _ any) bool {
		err = s.db.run(ctx, exec(`UPDATE orders SET claimed_until = NULL, due = wake, process = NULL, hinted = NULL
  WHERE claimed_until IS NOT NULL AND process = $1 AND substr(token, 1, length($2)) = $2`, s.process, prefix))
		if err == nil {
			s.unheard.Delete(prefix)
		}
		return err == nil
	})
	return err
}

// Release implements bridge.Store.
func (s *Store) Release(ctx context.Context, c bridge.Claim) error {
	ctx = s.as(ctx, "Release")
	if c.Token == "" {
		return ctx.Err()
	}
	return s.transact(ctx, true, c.ID, exec(`UPDATE orders SET token = '', claimed_until = NULL, process = NULL, due = wake
  WHERE id = $1 AND token = $2`, c.ID, c.Token))
}

// Next implements bridge.Store.
func (s *Store) Next(ctx context.Context) (time.Time, error) {
	ctx = s.as(ctx, "Next")
	var at sql.NullInt64
	err := s.db.read(ctx, one([]any{&at}, `SELECT min(t) FROM (
  SELECT min(due) AS t FROM orders WHERE due IS NOT NULL
  UNION ALL
  SELECT min(CASE WHEN claimed_until > wake THEN claimed_until ELSE wake END) FROM orders WHERE claimed_until IS NOT NULL AND wake IS NOT NULL
) AS x`))
	return timeOf(at), err
}

// hints are the orders that get a hint in a transaction.
type hints struct{ due []string }

// mark returns the statement that finds those of some orders that are due soon and have no hint under way.
func (h *hints) mark(s *Store, ids ...string) statement {
	condition, list := s.db.list("id", 2, ids)
	return statement{
		sql:  "UPDATE orders SET hinted = due WHERE due <= $1 AND (hinted IS NULL OR hinted > due) AND " + condition + " RETURNING id",
		args: []any{time.Now().Add(hintAhead).UnixMicro(), list},
		each: func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			h.due = append(h.due, id)
			return err
		},
	}
}

// leave leaves the hints.
func (h *hints) leave(ctx context.Context, tx transaction) error {
	if len(h.due) == 0 {
		return nil
	}
	return tx.hint(ctx, h.due)
}
