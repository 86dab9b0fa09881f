package durable

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// hintAhead is how long before an order is due a hint is left for it. What is due later is found by the sweep.
const hintAhead = 6 * time.Second

// Save implements bridge.Store.
func (s *Store) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	ctx = s.as(ctx, "Save")
	if err := checkID(id); err != nil {
		return err
	}
	w, err := s.batch(id, b)
	if err != nil {
		return err
	}
	// The quick way, one round trip, if nothing has come in between.
	err = s.transact(ctx, s.mayBeDue(b), id, w.all(s.head(id, rev, b, false), rev, b.Token)...)
	if !errors.Is(err, errUnmet) && !errors.Is(err, errTaken) {
		return err
	}
	if err := s.whyNot(ctx, id, rev, b); err != nil {
		return err
	}
	// A message has come. The order's row is locked first, so that none comes while this is written.
	locked, _ := s.db.locks()
	lock := statement{sql: "SELECT num FROM orders WHERE id = $1" + locked, args: []any{id}, each: ignore}
	ss := slices.Concat(w.first(rev, b.Token, id), []statement{lock}, w.messages, []statement{s.head(id, rev, b, true)}, w.rest)
	err = s.transact(ctx, true, id, ss...)
	if errors.Is(err, errUnmet) || errors.Is(err, errTaken) {
		if why := s.whyNot(ctx, id, rev, b); why != nil {
			return why
		}
		return fmt.Errorf("durable: order %s was changed meanwhile: %w", id, bridge.ErrConflict)
	}
	return err
}

// mayBeDue reports whether the order may be due soon, and unclaimed, once the batch is written.
func (s *Store) mayBeDue(b bridge.Batch) bool {
	return s.hints && (b.Token == "" || b.Claim.IsZero()) && !b.Wake.IsZero() && b.Wake.Before(time.Now().Add(hintAhead))
}

// transact runs statements as one transaction, with hints for the orders if they may be due.
func (s *Store) transact(ctx context.Context, hint bool, id string, ss ...statement) error {
	if !hint || !s.hints {
		return s.db.run(ctx, ss...)
	}
	return s.db.write(ctx, func(tx transaction) error {
		var h hints
		if err := tx.run(ctx, slices.Concat(ss, []statement{h.mark(s, id)})...); err != nil {
			return err
		}
		return h.leave(ctx, tx)
	})
}

// written is what a batch comes to, apart from the order's row.
type written struct {
	id       string
	messages []statement
	rest     []statement
}

// first returns what makes the order's row, for one of which nothing is stored.
func (w *written) first(rev int, token, id string) []statement {
	if rev > 0 || token != "" {
		return nil
	}
	return []statement{exec("INSERT INTO orders (id) VALUES ($1) ON CONFLICT DO NOTHING", id)}
}

func (w *written) all(head statement, rev int, token string) []statement {
	return slices.Concat(w.first(rev, token, w.id), []statement{head}, w.messages, w.rest)
}

// head returns the statement that changes the order's row if it is at a revision. Without late messages it also must
// have none that came after those that the batch has seen; with them, they count for when the order is due.
func (s *Store) head(id string, rev int, b bridge.Batch, late bool) statement {
	b.Summary.ID = id
	summary, state := asJSON(b.Summary), b.Summary.State.String()
	if b.Summary.State == 0 {
		state = ""
	}
	var q query
	q.add("UPDATE orders SET rev = rev + 1, refreshed = COALESCE(?, refreshed), account = ?, state = ?, flags = ?, updated = ?, summary = ?, wake = ",
		micros(b.Refreshed), indexed(b.Summary.Ref.Account), state, flagsText(b.Summary.Flags), micros(b.Summary.Updated), summary)
	begins := q.text.Len()
	if late {
		q.add(`(SELECT min(w) FROM (SELECT CAST(? AS BIGINT) AS w
  UNION ALL SELECT min(woke) FROM messages WHERE order_id = ? AND done IS NULL AND num > ?) AS x)`, micros(b.Wake), id, b.Seen)
	} else {
		q.add("CAST(? AS BIGINT)", micros(b.Wake))
	}
	at := q.text.String()[begins:]
	switch {
	case b.Token == "":
		q.text.WriteString(", due = CASE WHEN claimed_until IS NULL THEN " + at + " END")
	case b.Claim.IsZero():
		q.text.WriteString(", due = " + at + ", claimed_until = NULL, token = '', process = NULL")
	default:
		q.add(", due = NULL, claimed_until = ?, process = ?", micros(b.Claim), s.process)
	}
	q.add(" WHERE id = ? AND rev = ?", id, rev)
	if !late {
		q.add(" AND last_message <= ?", b.Seen)
	}
	if b.Token != "" {
		q.add(" AND token = ?", b.Token)
	}
	st := q.statement()
	st.must = errUnmet
	return st
}

// whyNot returns why a batch cannot be written; nil if it can, or if only a message has come.
func (s *Store) whyNot(ctx context.Context, id string, rev int, b bridge.Batch) error {
	var at int64
	var token string
	if err := s.db.read(ctx, one([]any{&at, &token}, "SELECT rev, token FROM orders WHERE id = $1", id)); err != nil {
		return err
	}
	if at != int64(rev) {
		return fmt.Errorf("durable: order %s is at revision %d, not %d: %w", id, at, rev, bridge.ErrConflict)
	}
	if b.Token != "" && b.Token != token {
		return fmt.Errorf("durable: order %s is claimed by somebody else: %w", id, bridge.ErrConflict)
	}
	if len(b.Refs) == 0 {
		return nil
	}
	found, err := s.Find(ctx, b.Refs...)
	if err != nil {
		return err
	}
	for _, r := range b.Refs {
		if by, ok := found[r]; ok && by != id {
			return &bridge.RefTaken{Ref: r, By: by}
		}
	}
	return nil
}

// batch returns what is written of a batch beside the order's row.
func (s *Store) batch(id string, b bridge.Batch) (*written, error) {
	w := &written{id: id}
	for part := range slices.Chunk(b.Done, rowsAtOnce) {
		var q query
		q.add("UPDATE messages SET done = ? WHERE order_id = ?", time.Now().UnixMicro(), id)
		q.text.WriteString(" AND num IN (")
		for i, n := range part {
			if i > 0 {
				q.text.WriteString(", ")
			}
			q.add("?", n)
		}
		q.text.WriteString(")")
		w.messages = append(w.messages, q.statement())
	}
	for _, m := range b.Failed {
		f := failure{Attempts: m.Attempts, Problem: m.Problem}
		if !m.Due.IsZero() {
			f.Due = m.Due.UnixMicro()
		}
		w.messages = append(w.messages, exec("UPDATE messages SET failed = $3 WHERE order_id = $1 AND num = $2 AND done IS NULL", id, m.N, asJSON(f)))
	}
	events, err := eventRows(id, b.Events)
	if err != nil {
		return nil, err
	}
	effects, err := effectRows(id, b.Effects)
	if err != nil {
		return nil, err
	}
	w.rest = slices.Concat(events, refRows(id, b.Free, b.Refs), effects, journalRows(b.Journal))
	return w, nil
}

// rowsAtOnce is how many rows one statement inserts at most.
const rowsAtOnce = 200

// eventRows returns the statements that add events to an order's log.
func eventRows(id string, es []order.Event) ([]statement, error) {
	var out []statement
	for part := range slices.Chunk(es, rowsAtOnce) {
		var q query
		q.text.WriteString("INSERT INTO events (order_id, n, at, data) VALUES ")
		for i, e := range part {
			data, err := json.Marshal(e)
			if err != nil {
				return nil, fmt.Errorf("durable: order %s: event %d: %w", id, e.N, err)
			}
			if i > 0 {
				q.text.WriteString(", ")
			}
			q.row(id, e.N, e.At.UnixMicro(), string(data))
		}
		out = append(out, q.statement())
	}
	if skus := articles(es); len(skus) > 0 {
		for part := range slices.Chunk(skus, rowsAtOnce) {
			var q query
			q.text.WriteString("INSERT INTO articles (sku, order_id) VALUES ")
			for i, sku := range part {
				if i > 0 {
					q.text.WriteString(", ")
				}
				q.row(indexed(sku), id)
			}
			q.text.WriteString(" ON CONFLICT DO NOTHING")
			out = append(out, q.statement())
		}
	}
	return out, nil
}

// articles returns the articles of the lines that events add.
func articles(es []order.Event) []string {
	var out []string
	for _, e := range es {
		for _, l := range linesOf(e) {
			if l.SKU != "" && !slices.Contains(out, l.SKU) {
				out = append(out, l.SKU)
			}
		}
	}
	return out
}

// linesOf returns the lines that an event adds to its order.
func linesOf(e order.Event) []order.LineData {
	switch b := e.Body.(type) {
	case order.Placed:
		return b.Lines
	case order.Imported:
		return b.Lines
	case order.LineAdded:
		return []order.LineData{b.Line}
	}
	return nil
}

// refRows returns the statements by which an order gives up names and gets others.
func refRows(id string, free, refs []order.Ref) []statement {
	var out []statement
	for _, r := range free {
		out = append(out, exec("DELETE FROM refs WHERE name = $1 AND order_id = $2", refName(r), id))
	}
	for _, r := range refs {
		// It fails if another order has the name, and does nothing if this one has it.
		out = append(out, exec(`INSERT INTO refs (name, order_id, data) SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT)
  WHERE NOT EXISTS (SELECT 1 FROM refs WHERE name = $1 AND order_id = $2)`, refName(r), id, asJSON(r)))
	}
	return out
}

// effectRows returns the statements that store effects that are new or have changed.
func effectRows(id string, effects []bridge.PendingEffect) ([]statement, error) {
	last := map[string]int{} // a key that is there twice counts as it is last
	for i, e := range effects {
		last[e.Key] = i
	}
	var rows []bridge.PendingEffect
	seen := map[string]bool{}
	for _, e := range effects {
		if !seen[e.Key] {
			seen[e.Key] = true
			rows = append(rows, effects[last[e.Key]])
		}
	}
	var out []statement
	for part := range slices.Chunk(rows, rowsAtOnce) {
		var q query
		q.text.WriteString("INSERT INTO effects (order_id, key, account, kind, phase, unsettled, ended, data) VALUES ")
		for i, e := range part {
			data, err := json.Marshal(e)
			if err != nil {
				return nil, fmt.Errorf("durable: order %s: effect %.100q cannot be stored: %w", id, e.Key, err)
			}
			open := 0
			if e.Phase.Open() {
				open = 1
			}
			if i > 0 {
				q.text.WriteString(", ")
			}
			q.row(id, indexed(stored(e.Key)), indexed(e.Target.Account), indexed(string(e.Kind)), indexed(string(e.Phase)), open, micros(e.Ended), string(data))
		}
		q.text.WriteString(` ON CONFLICT (order_id, key) DO UPDATE SET account = excluded.account, kind = excluded.kind,
  phase = excluded.phase, unsettled = excluded.unsettled, ended = excluded.ended, data = excluded.data`)
		out = append(out, q.statement())
	}
	return out, nil
}

// journalRows returns the statements that add entries, each with a key only once.
func journalRows(es []bridge.Entry) []statement {
	var out []statement
	for part := range slices.Chunk(es, rowsAtOnce) {
		var q query
		q.text.WriteString("INSERT INTO journal (at, level, account, order_id, what, run, key, data) VALUES ")
		for i, e := range part {
			if i > 0 {
				q.text.WriteString(", ")
			}
			q.row(e.At.UnixMicro(), indexed(string(e.Level)), indexed(e.Account), indexed(e.Order), indexed(e.What), indexed(e.Run), indexed(e.Key), asJSON(e))
		}
		q.text.WriteString(" ON CONFLICT DO NOTHING")
		out = append(out, q.statement())
	}
	return out
}

// asJSON returns a value as JSON, for an argument of a statement; or why it has none, such as a time after the year
// 9999: then the statement, and its transaction, fail with that error.
func asJSON(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("durable: %T cannot be stored: %w", v, err)
	}
	return string(b)
}
