package durable

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// pageSize is how many rows a list reads at once. Between two pages it holds nothing of the database.
const pageSize = 500

// pages yields rows page by page. page reads those after the last row of the page before: at first after the zero
// position.
func pages[T any](ctx context.Context, page func(after position) ([]T, position, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var after position
		for {
			var none T
			rows, last, err := page(after)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(none, err)
				return
			}
			for _, r := range rows {
				if err := ctx.Err(); err != nil {
					yield(none, err)
					return
				}
				if !yield(r, nil) {
					return
				}
			}
			if last.read < pageSize {
				return
			}
			after = last
		}
	}
}

// position is how far a list has been read.
type position struct {
	num    int64
	at     int64 // of an event, with its order and number
	events bool
	order  int64
	n      int64
	read   int  // rows of the page
	few    bool // the list has few rows, to be found by an index of their own and sorted
}

// rows reads a page of rows that are ordered by num; q selects num and then what read scans.
func rows[T any](ctx context.Context, s *Store, q *query, after position, read func(scan func(...any) error) (int64, T, bool, error)) ([]T, position, error) {
	if after.read == 0 && q.index != nil {
		if err := s.find(ctx, q.index, &after); err != nil {
			return nil, after, err
		}
	}
	last := position{num: after.num, few: after.few}
	q.add(" AND @+num > ? ORDER BY @+num LIMIT ?", after.num, pageSize)
	st := q.listed(last.few)
	var out []T
	st.each = func(scan func(...any) error) error {
		num, v, fits, err := read(scan)
		if err != nil {
			return err
		}
		last.num = num
		last.read++
		if fits {
			out = append(out, v)
		}
		return nil
	}
	err := s.db.read(ctx, st)
	return out, last, err
}

// listed returns the statement of a list, which is planned for its values. If it has few rows, no other index is to be
// used than theirs.
func (q *query) listed(few bool) statement {
	st := q.statement()
	st.varied = true
	if !few {
		st.sql = strings.ReplaceAll(st.sql, "@+", "")
	}
	return st
}

// fewRows are so many that sorting them for each page takes less than going through a large table.
const fewRows = 20_000

// find looks where the rows are for which a condition with an index holds. A list is read in the order of numbers, and
// what came lately has the last ones: the database would expect to meet some of it from the first number on, and go
// through the whole table.
func (s *Store) find(ctx context.Context, index *query, after *position) error {
	var n, first int64
	st := index.statement()
	st.sql, st.varied = "SELECT count(*), COALESCE(min(num), 0) FROM "+st.sql, true
	st.each = func(scan func(...any) error) error { return scan(&n, &first) }
	err := s.db.read(ctx, st)
	after.num, after.few = max(after.num, first-1), n < fewRows
	return err
}

// Write implements bridge.Store.
func (s *Store) Write(ctx context.Context, es ...bridge.Entry) error {
	ctx = s.as(ctx, "Write")
	return s.db.run(ctx, journalRows(es)...)
}

// Journal implements bridge.Store. Entries are held back while a transaction is under way that may write an earlier
// one, so that who goes on after the last one that he saw misses none; but not from the list of all of one order.
func (s *Store) Journal(ctx context.Context, f bridge.JournalFilter) iter.Seq2[bridge.Entry, error] {
	ctx = s.as(ctx, "Journal")
	until := int64(math.MaxInt64)
	return pages(ctx, func(after position) ([]bridge.Entry, position, error) {
		if after.read == 0 && (f.Order == "" || f.After > 0) {
			var err error
			if until, err = s.db.settled(ctx); err != nil {
				return nil, after, err
			}
		}
		var q query
		q.add("SELECT num, data FROM journal WHERE num <= ?", until)
		q.is("account", indexed(f.Account))
		q.is("order_id", indexed(f.Order))
		q.is("what", indexed(f.What))
		q.is("run", indexed(f.Run))
		if len(f.Levels) > 0 {
			q.in("level", texts(f.Levels))
			if !slices.Contains(f.Levels, bridge.LevelInfo) {
				q.text.WriteString(" AND level <> 'info'") // for the index
			}
		}
		q.within("at", f.Since, f.Until)
		if f.Order == "" && f.Run == "" {
			q.lookIn("journal", "at", f.Since, f.Until)
		}
		after.num = max(after.num, f.After)
		return rows(ctx, s, &q, after, func(scan func(...any) error) (int64, bridge.Entry, bool, error) {
			var num int64
			e, err := scanJSON[bridge.Entry](scan, &num)
			e.N = num
			return num, e, true, err
		})
	})
}

// Orders implements bridge.Store.
func (s *Store) Orders(ctx context.Context, f bridge.OrderFilter) iter.Seq2[bridge.Summary, error] {
	ctx = s.as(ctx, "Orders")
	var flags []string
	return pages(ctx, func(after position) ([]bridge.Summary, position, error) {
		if after.read == 0 && len(f.Flags) > 0 {
			var err error
			if flags, err = s.flagsWith(ctx, f.Flags); err != nil || len(flags) == 0 {
				return nil, after, err
			}
		}
		var q query
		q.text.WriteString("SELECT num, id, summary FROM orders WHERE 1 = 1")
		if f.DueAfter.IsZero() {
			q.text.WriteString(" AND rev > 0")
		} else {
			at := f.DueAfter.UnixMicro()
			q.add(" AND (due > ? OR claimed_until IS NOT NULL AND wake > ?)", at, at)
			q.index = newQuery("orders WHERE (due > ? OR claimed_until IS NOT NULL AND wake > ?)", at, at)
		}
		q.is("account", indexed(f.Account))
		if len(f.States) > 0 {
			q.in("state", states(f.States))
		}
		if len(f.Flags) > 0 {
			q.text.WriteString(" AND flags <> ''") // for the index
			q.in("flags", flags)
		}
		q.within("updated", f.Since, time.Time{})
		q.lookIn("orders", "updated", f.Since, time.Time{})
		return rows(ctx, s, &q, after, func(scan func(...any) error) (int64, bridge.Summary, bool, error) {
			var num int64
			var id string
			var data []byte
			var sum bridge.Summary
			err := scan(&num, &id, &data)
			if err == nil && len(data) > 0 {
				err = json.Unmarshal(data, &sum)
			}
			sum.ID = id
			return num, sum, true, err
		})
	})
}

// flagsWith returns what stands in the column of flags with any of some flags. There are few such texts, each is found
// by the index behind the one before, and what has one of them is found by it as well.
func (s *Store) flagsWith(ctx context.Context, flags []bridge.Flag) ([]string, error) {
	var out []string
	err := s.db.read(ctx, statement{sql: `WITH RECURSIVE known(flags) AS (
  SELECT min(flags) FROM orders WHERE flags <> ''
  UNION ALL SELECT (SELECT min(o.flags) FROM orders o WHERE o.flags <> '' AND o.flags > known.flags) FROM known WHERE known.flags IS NOT NULL
) SELECT flags FROM known WHERE flags IS NOT NULL`, each: func(scan func(...any) error) error {
		var text string
		err := scan(&text)
		if slices.ContainsFunc(flags, func(f bridge.Flag) bool { return strings.Contains(text, "|"+indexed(string(f))+"|") }) {
			out = append(out, text)
		}
		return err
	}})
	return out, err
}

// Effects implements bridge.Store.
func (s *Store) Effects(ctx context.Context, f bridge.EffectFilter) iter.Seq2[bridge.PendingEffect, error] {
	ctx = s.as(ctx, "Effects")
	return pages(ctx, func(after position) ([]bridge.PendingEffect, position, error) {
		var q query
		q.text.WriteString("SELECT num, data FROM effects WHERE 1 = 1")
		q.of("order_id", f.Order)
		q.is("account", indexed(f.Account))
		q.is("kind", indexed(string(f.Kind)))
		q.is("key", indexed(stored(f.Key)))
		if len(f.Phases) > 0 {
			q.in("phase", texts(f.Phases))
			if !slices.Contains(f.Phases, bridge.PhaseDone) {
				q.text.WriteString(" AND unsettled = 1") // for the index
				if f.Order == "" && f.Account == "" && f.Key == "" {
					q.index = newQuery("effects WHERE unsettled = 1")
				}
			}
		}
		return rows(ctx, s, &q, after, func(scan func(...any) error) (int64, bridge.PendingEffect, bool, error) {
			var num int64
			e, err := scanJSON[bridge.PendingEffect](scan, &num)
			return num, e, true, err
		})
	})
}

// Ran implements bridge.Store.
func (s *Store) Ran(ctx context.Context, r bridge.Run) error {
	ctx = s.as(ctx, "Ran")
	key := indexed(r.Key)
	ss := []statement{
		exec(`INSERT INTO runs (key, account, began, data) VALUES ($1, $2, $3, $4)
  ON CONFLICT (key) DO UPDATE SET account = excluded.account, began = excluded.began, data = excluded.data`, key, indexed(r.Account), micros(r.Began), asJSON(r)),
		exec("DELETE FROM run_orders WHERE run = (SELECT num FROM runs WHERE key = $1)", key),
	}
	for part := range slices.Chunk(ordersOf(r), rowsAtOnce) {
		var q query
		q.text.WriteString("INSERT INTO run_orders (order_id, run) VALUES ")
		for i, id := range part {
			if i > 0 {
				q.text.WriteString(", ")
			}
			q.add("(?, (SELECT num FROM runs WHERE key = ?))", indexed(id), key)
		}
		ss = append(ss, q.statement())
	}
	return s.db.run(ctx, ss...)
}

// ordersOf returns the orders that a pass took or changed.
func ordersOf(r bridge.Run) []string {
	var ids []string
	for _, l := range r.Loaded {
		ids = append(ids, l.Order)
	}
	for _, e := range r.Changes {
		ids = append(ids, e.Order)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// Runs implements bridge.Store.
func (s *Store) Runs(ctx context.Context, f bridge.RunFilter) iter.Seq2[bridge.Run, error] {
	ctx = s.as(ctx, "Runs")
	return pages(ctx, func(after position) ([]bridge.Run, position, error) {
		var q query
		q.text.WriteString("SELECT num, data FROM runs WHERE 1 = 1")
		q.is("key", indexed(f.Key))
		q.is("account", indexed(f.Account))
		if f.Order != "" {
			q.add(" AND num IN (SELECT run FROM run_orders WHERE order_id = ?)", indexed(f.Order))
		}
		q.within("began", f.Since, f.Until)
		if f.Key == "" && f.Order == "" {
			q.lookIn("runs", "began", f.Since, f.Until)
		}
		return rows(ctx, s, &q, after, func(scan func(...any) error) (int64, bridge.Run, bool, error) {
			var num int64
			r, err := scanJSON[bridge.Run](scan, &num)
			return num, r, f.Fits(r), err
		})
	})
}

// damagedAmong names the order of the first event that cannot be read.
func damagedAmong(ids []string, data [][]byte) string {
	for i, d := range data {
		if _, err := order.ReadEvents([][]byte{d}); err != nil {
			return "order " + ids[i]
		}
	}
	return "an order"
}

// Log implements bridge.Store. Events of the same time come in the order in which their orders came.
func (s *Store) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.LoggedEvent, error] {
	ctx = s.as(ctx, "Log")
	return pages(ctx, func(after position) ([]bridge.LoggedEvent, position, error) {
		var q query
		q.text.WriteString("SELECT e.at, o.num, e.n, e.order_id, e.data FROM events e JOIN orders o ON o.id = e.order_id WHERE 1 = 1")
		q.of("e.order_id", f.Order)
		if f.SKU != "" {
			// By the article, or by the time if little has happened in it.
			q.add(" AND @+e.order_id IN (SELECT order_id FROM articles WHERE sku = ?)", indexed(f.SKU))
			if after.read == 0 && f.Order == "" && !(f.Since.IsZero() && f.Until.IsZero()) {
				index := newQuery("(SELECT 0 AS num FROM events WHERE 1 = 1")
				index.within("at", f.Since, f.Until)
				index.text.WriteString(") AS e")
				if err := s.find(ctx, index, &after); err != nil {
					return nil, after, err
				}
			}
		}
		q.within("e.at", f.Since, f.Until)
		if after.events {
			q.add(" AND (e.at, o.num, e.n) > (?, ?, ?)", after.at, after.order, after.n)
			q.add(" AND e.at >= ?", after.at)
		}
		q.add(" ORDER BY e.at, o.num, e.n LIMIT ?", pageSize)
		st := q.listed(after.few)
		last := position{events: true, few: after.few}
		var ids []string
		var data [][]byte
		st.each = func(scan func(...any) error) error {
			var id string
			var d []byte
			err := scan(&last.at, &last.order, &last.n, &id, &d)
			last.read++
			ids, data = append(ids, id), append(data, d)
			return err
		}
		if err := s.db.read(ctx, st); err != nil || len(data) == 0 {
			return nil, last, err
		}
		events, err := order.ReadEvents(data)
		if err != nil {
			return nil, last, fmt.Errorf("durable: %s in the list of events: %w: %w", damagedAmong(ids, data), bridge.ErrDamaged, err)
		}
		lines, err := s.linesWith(ctx, f.SKU, ids)
		if err != nil {
			return nil, last, err
		}
		var out []bridge.LoggedEvent
		for i, e := range events {
			if logFits(f, e, lines[ids[i]]) {
				out = append(out, bridge.LoggedEvent{Order: ids[i], Event: e})
			}
		}
		return out, last, nil
	})
}

// linesWith returns the lines with an article of some orders; nil if no article is asked for.
func (s *Store) linesWith(ctx context.Context, sku string, ids []string) (map[string][]string, error) {
	if sku == "" {
		return nil, nil
	}
	lines := map[string][]string{}
	for _, id := range ids {
		if _, known := lines[id]; known {
			continue
		}
		d, err := s.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		lines[id] = []string{}
		for _, e := range d.Events {
			for _, l := range linesOf(e) {
				if l.SKU == sku {
					lines[id] = append(lines[id], l.ID)
				}
			}
		}
	}
	return lines, nil
}

// logFits chooses among the events of one order; lines are those with the article that is asked for.
func logFits(f bridge.LogFilter, e order.Event, lines []string) bool {
	if f.SKU == "" {
		return f.Filter.Fits(e)
	}
	return slices.ContainsFunc(lines, func(line string) bool {
		one := f.Filter
		one.Line = line
		return (f.Line == "" || f.Line == line) && one.Fits(e)
	})
}

// is adds a condition that a column has a value, if one is asked for. That it is not empty is for the index.
func (q *query) is(column, value string) {
	if value != "" {
		q.add(" AND @+"+column+" = ? AND "+column+" <> ''", value)
	}
}

// of adds a condition that a row is of an order, if one is asked for.
func (q *query) of(column, id string) {
	if id != "" {
		q.add(" AND "+column+" = ?", storedID(id))
	}
}

// within adds a condition that since <= column < until; a zero bound is none.
func (q *query) within(column string, since, until time.Time) {
	if !since.IsZero() {
		q.add(" AND "+column+" >= ?", since.UnixMicro())
	}
	if !until.IsZero() {
		q.add(" AND "+column+" < ?", until.UnixMicro())
	}
}

// lookIn says that the rows are found by the index of a time, if there is a bound.
func (q *query) lookIn(table, column string, since, until time.Time) {
	if !since.IsZero() || !until.IsZero() {
		q.index = newQuery(table + " WHERE 1 = 1")
		q.index.within(column, since, until)
	}
}

// scanJSON scans a row with a number and a text.
func scanJSON[T any](scan func(...any) error, num *int64) (T, error) {
	var data []byte
	var v T
	if err := scan(num, &data); err != nil {
		return v, err
	}
	err := json.Unmarshal(data, &v)
	return v, err
}

func texts[S ~string](vs []S) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = indexed(string(v))
	}
	return out
}

func states(vs []status.OrderState) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = v.String()
	}
	return out
}
