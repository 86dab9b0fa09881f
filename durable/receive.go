package durable

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/bridge"
)

// Receive implements bridge.Store.
func (s *Store) Receive(ctx context.Context, in bridge.Incoming) error {
	ctx = s.as(ctx, "Receive")
	orders := map[string]bool{}
	for _, m := range in.Messages {
		if err := checkID(m.Order); err != nil {
			return err
		}
		orders[m.Order] = true
	}
	ids := slices.Sorted(maps.Keys(orders)) // all lock in the same order
	var first []statement
	if in.Account != "" || in.Stream != "" {
		first = append(first, moveCursor(in))
	}
	if len(ids) == 0 {
		return s.db.run(ctx, first...)
	}
	for part := range slices.Chunk(ids, rowsAtOnce) {
		first = append(first, s.lockOrders(part)...)
	}
	return s.db.write(ctx, func(tx transaction) error {
		last := map[string]int64{} // numbers of the messages that are new
		ss := slices.Clone(first)
		for part := range slices.Chunk(in.Messages, rowsAtOnce) {
			ss = append(ss, messageRows(part, in, last))
		}
		if err := tx.run(ctx, ss...); err != nil {
			return err
		}
		ss = nil
		due := micros(in.Due)
		woken := slices.Sorted(maps.Keys(last))
		for _, id := range woken {
			ss = append(ss, exec(`UPDATE orders SET last_message = $2,
  wake = CASE WHEN wake IS NULL OR wake > CAST($3 AS BIGINT) THEN CAST($3 AS BIGINT) ELSE wake END,
  due = CASE WHEN claimed_until IS NOT NULL THEN NULL WHEN wake IS NULL OR wake > CAST($3 AS BIGINT) THEN CAST($3 AS BIGINT) ELSE wake END
  WHERE id = $1`, id, last[id], due))
		}
		var h hints
		if s.hints && len(woken) > 0 {
			ss = append(ss, h.mark(s, woken...))
		}
		if err := tx.run(ctx, ss...); err != nil {
			return err
		}
		return h.leave(ctx, tx)
	})
}

// moveCursor returns the statement that moves the cursor of a stream.
func moveCursor(in bridge.Incoming) statement {
	account, stream := indexed(in.Account), indexed(in.Stream)
	st := exec("UPDATE cursors SET value = $3 WHERE account = $1 AND stream = $2 AND value = $4", account, stream, []byte(in.To), []byte(in.From))
	if in.From == "" {
		st = exec(`INSERT INTO cursors (account, stream, value) VALUES ($1, $2, $3)
  ON CONFLICT (account, stream) DO UPDATE SET value = excluded.value WHERE cursors.value = $4`, account, stream, []byte(in.To), []byte{})
	}
	st.must = fmt.Errorf("durable: cursor %s of %s is not at %q: %w", in.Stream, in.Account, in.From, bridge.ErrConflict)
	return st
}

// lockOrders returns the statements that make the rows of orders, where there are none, and lock them: messages are
// numbered, and it is decided when an order is due, only then.
func (s *Store) lockOrders(ids []string) []statement {
	var q query
	q.text.WriteString("INSERT INTO orders (id) VALUES ")
	for i, id := range ids {
		if i > 0 {
			q.text.WriteString(", ")
		}
		q.row(id)
	}
	q.text.WriteString(" ON CONFLICT DO NOTHING")
	condition, list := s.db.list("id", 1, ids)
	all, _ := s.db.locks()
	lock := statement{sql: "SELECT num FROM orders WHERE " + condition + " ORDER BY id" + all, args: []any{list}, each: ignore}
	return []statement{q.statement(), lock}
}

// messageRows returns the statement that stores messages, except those that came before. It fills in the number of the
// last new one of each order.
func messageRows(ms []bridge.Message, in bridge.Incoming, last map[string]int64) statement {
	var q query
	q.text.WriteString("INSERT INTO messages (order_id, account, key, woke, data, body) VALUES ")
	for i, m := range ms {
		body := m.Data
		m.N, m.Data = 0, nil
		if i > 0 {
			q.text.WriteString(", ")
		}
		q.row(m.Order, indexed(m.Account), indexed(m.Key), micros(in.Due), asJSON(m), body)
	}
	q.text.WriteString(" ON CONFLICT DO NOTHING RETURNING order_id, num")
	st := q.statement()
	st.each = func(scan func(...any) error) error {
		var id string
		var n int64
		err := scan(&id, &n)
		last[id] = max(last[id], n)
		return err
	}
	return st
}
