package durable

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// Verified is what [Store.Verify] has read, and what is wrong with it.
type Verified struct {
	Orders, Events, Effects, Messages, Refs int // Messages are those that are not applied yet
	Entries, Runs                           int // of the journal, and records of passes
	// Wrong is how much is wrong. Faults says what: the first 1,000 of it.
	Wrong  int
	Faults []Fault
}

// maxFaults is how many faults are told.
const maxFaults = 1000

// Fault is something in the database that cannot be read, or that contradicts something else.
type Fault struct {
	Order string // its id; for the journal and passes as their columns have it; may be empty
	Table string
	Why   string
}

// String tells of the fault in one line.
func (f Fault) String() string { return fmt.Sprintf("order %q: %s: %s", f.Order, f.Table, f.Why) }

// Verify reads the whole database as a bridge would, and reports what cannot be read or contradicts itself: each log is
// replayed, and columns are compared with the data that they were made from. It changes nothing, may be run while orders
// are worked on, and keeps one order in memory at a time. On a file of SQLite that is in the process which has it open.
// The options are those that the bridge has from [bridge.WithOrders].
//
// The error is that of the context or of the database as a whole.
func (s *Store) Verify(ctx context.Context, opts ...order.Option) (Verified, error) {
	v := verifier{opts: opts}
	for after := ""; ; {
		until := ""
		err := s.db.read(ctx, one([]any{&until}, fmt.Sprintf("SELECT id FROM orders WHERE id > $1 ORDER BY id LIMIT 1 OFFSET %d", verifyPage-1), after))
		if err != nil {
			return v.Verified, err
		}
		if err := s.verifyOrders(ctx, &v, after, until); err != nil {
			return v.Verified, err
		}
		if after = until; after == "" {
			break
		}
	}
	err := readable(ctx, s, "journal", "order_id", func(id, data string) {
		v.Entries++
		var e bridge.Entry
		v.same(id, "journal", "order_id", id, indexed(decoded(&v, id, "journal", data, &e).Order))
	})
	if err != nil {
		return v.Verified, err
	}
	err = readable(ctx, s, "runs", "key", func(key, data string) {
		v.Runs++
		var r bridge.Run
		v.same("", "runs", "key", key, indexed(decoded(&v, "", "runs", data, &r).Key))
	})
	return v.Verified, err
}

// verifyPage is how many orders one statement reads.
const verifyPage = 200

// verifySQL reads the rows of a range of orders, also of such as have no row of their own, as of one moment.
const verifySQL = `
SELECT id AS o, 0 AS part, rev AS n, wake AS a, due AS b, claimed_until AS c, updated AS d, last_message AS e, account AS x, state AS y, flags AS z, summary AS data, NULL AS more
  FROM orders WHERE id > $1@until
UNION ALL SELECT order_id, 1, n, at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, data, NULL FROM events WHERE order_id > $1@until
UNION ALL SELECT order_id, 2, num, unsettled, ended, NULL, NULL, NULL, account, kind || '/' || phase, key, data, NULL FROM effects WHERE order_id > $1@until
UNION ALL SELECT order_id, 3, num, woke, NULL, NULL, NULL, NULL, account, NULL, key, data, failed FROM messages WHERE done IS NULL AND order_id > $1@until
UNION ALL SELECT order_id, 4, num, NULL, NULL, NULL, NULL, NULL, name, NULL, NULL, data, NULL FROM refs WHERE order_id > $1@until
ORDER BY 1, 2, 3`

// verifyOrders checks the orders whose ids come after one and not after another, which is empty for no end.
func (s *Store) verifyOrders(ctx context.Context, v *verifier, after, until string) error {
	st := statement{sql: strings.ReplaceAll(verifySQL, "@until", ""), args: []any{after}, varied: true}
	if until != "" {
		text := strings.Replace(verifySQL, "@until", " AND id <= $2", 1)
		st = statement{sql: strings.ReplaceAll(text, "@until", " AND order_id <= $2"), args: []any{after, until}, varied: true}
	}
	var all verifiedOrder
	st.each = func(scan func(...any) error) error {
		var r verifiedRow
		if err := scan(&r.id, &r.part, &r.n, &r.a, &r.b, &r.c, &r.d, &r.e, &r.x, &r.y, &r.z, &r.data, &r.more); err != nil {
			return err
		}
		if r.id != all.id {
			v.order(all)
			all = verifiedOrder{id: r.id}
		}
		all.rows[r.part] = append(all.rows[r.part], r)
		return nil
	}
	if err := s.db.read(ctx, st); err != nil {
		return err
	}
	v.order(all)
	return nil
}

// verifiedRow is a row of an order. What its columns mean is the matter of its part.
type verifiedRow struct {
	id            string
	part          int
	n             int64
	a, b, c, d, e sql.NullInt64
	x, y, z       sql.NullString
	data          string
	more          sql.NullString
}

// verifiedOrder is the rows of one order, by their parts.
type verifiedOrder struct {
	id   string
	rows [partRef + 1][]verifiedRow
}

// verifier collects what is wrong.
type verifier struct {
	Verified
	opts []order.Option
}

func (v *verifier) fault(id, table, format string, args ...any) {
	if v.Wrong++; v.Wrong <= maxFaults {
		v.Faults = append(v.Faults, Fault{id, table, fmt.Sprintf(format, args...)})
	}
}

// same checks that a column has what the data say.
func (v *verifier) same(id, table, column string, has, want any) {
	if has != want {
		v.fault(id, table, "column %s has %v, and the data say %v", column, has, want)
	}
}

// decoded decodes the data of a row.
func decoded[T any](v *verifier, id, table, data string, to *T) T {
	if err := json.Unmarshal([]byte(data), to); err != nil {
		v.fault(id, table, "its data cannot be read: %v", err)
	}
	return *to
}

// order checks all that is stored of an order.
func (v *verifier) order(all verifiedOrder) {
	if all.id == "" {
		return
	}
	v.Events += len(all.rows[partEvent])
	o := v.log(all)
	for _, r := range all.rows[partEffect] {
		v.effect(r)
	}
	for _, r := range all.rows[partMessage] {
		v.message(r)
	}
	for _, r := range all.rows[partRef] {
		v.Refs++
		var ref order.Ref
		v.same(r.id, "refs", "name", r.x.String, refName(decoded(v, r.id, "refs", r.data, &ref)))
	}
	if len(all.rows[partOrder]) == 0 {
		for part, table := range []string{partEvent: "events", partEffect: "effects", partMessage: "messages", partRef: "refs"} {
			if n := len(all.rows[part]); n > 0 {
				v.fault(all.id, table, "%d rows belong to an order that is not there", n)
			}
		}
		return
	}
	v.Orders++
	v.head(all, o)
}

// log replays the log of an order. It returns nil if there is none, or none that can be read.
func (v *verifier) log(all verifiedOrder) *order.Order {
	rows := all.rows[partEvent]
	if len(rows) == 0 {
		return nil
	}
	texts := make([][]byte, len(rows))
	for i, r := range rows {
		texts[i] = []byte(r.data)
		if r.n != int64(i+1) {
			v.fault(all.id, "events", "event %d is where event %d should be", r.n, i+1)
			return nil
		}
	}
	events, err := order.ReadEvents(texts)
	if err != nil {
		for i, text := range texts {
			if _, err := order.ReadEvents([][]byte{text}); err != nil {
				v.fault(all.id, "events", "event %d: %v", i+1, err)
				return nil
			}
		}
		v.fault(all.id, "events", "%v", err)
		return nil
	}
	for i, e := range events {
		v.same(all.id, "events", "n", rows[i].n, int64(e.N))
		v.same(all.id, "events", "at", rows[i].a.Int64, e.At.UnixMicro())
	}
	o, err := order.Replay(events, v.opts...)
	if err != nil {
		v.fault(all.id, "events", "its log cannot be replayed: %v", err)
		return nil
	}
	return o
}

// effect checks an effect, open or settled.
func (v *verifier) effect(r verifiedRow) {
	v.Effects++
	var e bridge.PendingEffect
	if err := json.Unmarshal([]byte(r.data), &e); err != nil {
		v.fault(r.id, "effects", "effect %s cannot be read: %v", r.z.String, err)
		return
	}
	v.same(r.id, "effects", "key", r.z.String, indexed(e.Key))
	v.same(r.id, "effects", "account", r.x.String, indexed(e.Target.Account))
	v.same(r.id, "effects", "kind and phase", r.y.String, indexed(string(e.Kind))+"/"+indexed(string(e.Phase)))
	v.same(r.id, "effects", "unsettled", r.a.Int64 == 1, e.Phase.Open())
	v.same(r.id, "effects", "ended", r.b, nullMicros(e.Ended))
}

// message checks a message that is not applied yet.
func (v *verifier) message(r verifiedRow) {
	v.Messages++
	m, err := readMessage(r.n, []byte(r.data), r.more, nil)
	if err != nil {
		v.fault(r.id, "messages", "%v", err)
		return
	}
	v.same(r.id, "messages", "order_id", r.id, m.Order)
	v.same(r.id, "messages", "account", r.x.String, indexed(m.Account))
	v.same(r.id, "messages", "key", r.z.String, indexed(m.Key))
}

// head checks an order's own row. The order is nil if it could not be replayed, or is not known yet.
func (v *verifier) head(all verifiedOrder, o *order.Order) {
	r := all.rows[partOrder][0]
	var sum bridge.Summary
	if r.data != "" {
		if err := json.Unmarshal([]byte(r.data), &sum); err != nil {
			v.fault(r.id, "orders", "its summary cannot be read: %v", err)
			return
		}
		v.same(r.id, "orders", "id", r.id, sum.ID)
	}
	state := ""
	if sum.State != 0 {
		state = sum.State.String()
	}
	v.same(r.id, "orders", "account", r.x.String, indexed(sum.Ref.Account))
	v.same(r.id, "orders", "state", r.y.String, state)
	v.same(r.id, "orders", "flags", r.z.String, flagsText(sum.Flags))
	v.same(r.id, "orders", "updated", r.d, nullMicros(sum.Updated))
	if o != nil && o.View().State != sum.State {
		v.fault(r.id, "orders", "lists show it as %s, and by its log it is %s", sum.State, o.View().State)
	}
	if r.n == 0 && len(all.rows[partEvent]) > 0 {
		v.fault(r.id, "orders", "it was never saved, and has %d events", len(all.rows[partEvent]))
	}
	if sum.State != 0 && len(all.rows[partEvent]) == 0 {
		v.fault(r.id, "orders", "lists show it as %s, and it has no log", sum.State)
	}
	if r.n > 0 && r.data == "" {
		v.fault(r.id, "orders", "its summary is not there")
	}
	switch {
	case r.c.Valid && r.b.Valid:
		v.fault(r.id, "orders", "it is claimed, and column due has %d", r.b.Int64)
	case !r.c.Valid && r.a != r.b:
		v.fault(r.id, "orders", "nobody has claimed it, and it is due at %v, not at %v", timeOf(r.b), timeOf(r.a))
	}
	messages := all.rows[partMessage]
	if n := len(messages); n > 0 && messages[n-1].n > r.e.Int64 {
		v.fault(r.id, "orders", "column last_message has %d, and message %d is there", r.e.Int64, messages[n-1].n)
	}
	for _, m := range messages {
		if !m.more.Valid && !r.a.Valid {
			v.fault(r.id, "messages", "message %d was never tried, and nothing makes its order due", m.n)
		}
	}
	if r.n == 0 && len(all.rows[partEffect]) > 0 {
		v.fault(r.id, "effects", "%d effects belong to an order that was never saved", len(all.rows[partEffect]))
	}
}

// readable calls f for the rows of a table, with one of its columns and the data, page by page.
func readable(ctx context.Context, s *Store, table, column string, f func(column, data string)) error {
	for last, n := int64(0), pageSize; n == pageSize; {
		n = 0
		err := s.db.read(ctx, statement{
			sql:  fmt.Sprintf("SELECT num, %s, data FROM %s WHERE num > $1 ORDER BY num LIMIT %d", column, table, pageSize),
			args: []any{last},
			each: func(scan func(...any) error) error {
				var has, data string
				err := scan(&last, &has, &data)
				if n++; err == nil {
					f(has, data)
				}
				return err
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
