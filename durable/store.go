package durable

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// Store is a bridge.Store in a database. Make one with [Open]. It is safe for concurrent use.
type Store struct {
	db      database
	shared  *pgDB  // the database below db, if it is one that processes share; nil for a file
	process string // of this Store, in the database
	events  *eventCache
	claims  counter
	unheard sync.Map // beginnings of the tokens of claims that failed, and may have been made all the same
	hints   bool     // whoever wakes workers gets hints

	claimed  atomic.Int64    // orders that were claimed
	closing  context.Context // ends with Close
	closeNow context.CancelFunc
	wakes    sync.WaitGroup // calls of Wake
	close    sync.Once
	closeErr error

	upkeepAt atomic.Int64 // before that nothing is to be removed, in microseconds
	settings
	beating
}

var _ bridge.Store = (*Store)(nil)

// The parts of what Load reads.
const (
	partOrder = iota
	partEvent
	partEffect
	partMessage
	partRef
)

// Load implements bridge.Store. An order whose rows cannot be read is an error that wraps bridge.ErrDamaged, with
// what could be read.
func (s *Store) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	ctx = s.as(ctx, "Load")
	d := bridge.StoredOrder{ID: id}
	if checkID(id) != nil {
		return d, ctx.Err()
	}
	known := s.events.get(id)
	var events [][]byte
	var erased int64
	var damage error
	// One statement, so that all of it is of one moment.
	err := s.db.read(ctx, statement{sql: loadSQL, args: []any{id, known.last(), known.erased}, each: func(scan func(...any) error) error {
		var part, n int64
		var a, b, c sql.NullInt64
		var data []byte
		var more sql.NullString
		var body []byte
		if err := scan(&part, &n, &a, &b, &c, &data, &more, &body); err != nil {
			return err
		}
		var err error
		switch part {
		case partOrder:
			d.Rev, d.Refreshed, d.Wake, erased = int(n), timeOf(a), timeOf(b), c.Int64
			if len(data) > 0 {
				err = json.Unmarshal(data, &d.Summary)
			}
		case partEvent:
			events = append(events, data)
		case partEffect:
			d.Effects, err = appendJSON(d.Effects, data)
		case partMessage:
			var m bridge.Message
			m, err = readMessage(n, data, more, body)
			d.Messages = append(d.Messages, m)
		case partRef:
			d.Refs, err = appendJSON(d.Refs, data)
		}
		if err != nil && damage == nil {
			damage = err
		}
		return nil
	}})
	if err != nil {
		return bridge.StoredOrder{}, err
	}
	d.Events, err = s.events.extend(id, known, erased, events)
	if errors.Is(err, errReplaced) {
		return s.Load(ctx, id)
	}
	if err != nil && damage == nil {
		damage = err
	}
	if damage != nil {
		return d, fmt.Errorf("durable: order %s: %w: %w", id, bridge.ErrDamaged, damage)
	}
	return d, nil
}

const loadSQL = `
SELECT 0, rev, refreshed, wake, erased, summary, CAST(NULL AS TEXT), CAST(NULL AS @bytes) FROM orders WHERE id = $1
UNION ALL
SELECT 1, n, NULL, NULL, NULL, data, NULL, NULL FROM events
  WHERE order_id = $1 AND n >= CASE WHEN (SELECT erased FROM orders WHERE id = $1) = CAST($3 AS BIGINT) THEN CAST($2 AS BIGINT) ELSE 0 END
UNION ALL
SELECT 2, num, NULL, NULL, NULL, data, NULL, NULL FROM effects WHERE order_id = $1 AND unsettled = 1
UNION ALL
SELECT 3, num, NULL, NULL, NULL, data, failed, body FROM messages WHERE order_id = $1 AND done IS NULL
UNION ALL
SELECT 4, num, NULL, NULL, NULL, data, NULL, NULL FROM refs WHERE order_id = $1
ORDER BY 1, 2`

// appendJSON appends what a text says.
func appendJSON[T any](to []T, text []byte) ([]T, error) {
	var v T
	err := json.Unmarshal(text, &v)
	return append(to, v), err
}

// failure is what came of trying to apply a message.
type failure struct {
	Attempts int    `json:"tries,omitzero"`
	Due      int64  `json:"due,omitzero"` // microseconds
	Problem  string `json:"problem,omitzero"`
}

func readMessage(n int64, data []byte, failed sql.NullString, body []byte) (bridge.Message, error) {
	var m bridge.Message
	if err := json.Unmarshal(data, &m); err != nil {
		return bridge.Message{N: n}, fmt.Errorf("message %d: %w", n, err)
	}
	m.N, m.Data = n, body
	if failed.Valid {
		var f failure
		if err := json.Unmarshal([]byte(failed.String), &f); err != nil {
			return m, fmt.Errorf("message %d: %w", n, err)
		}
		m.Attempts, m.Problem, m.Due = f.Attempts, f.Problem, timeOf(sql.NullInt64{Int64: f.Due, Valid: f.Due != 0})
	}
	return m, nil
}

// Head implements bridge.Store.
func (s *Store) Head(ctx context.Context, id string) (bridge.Head, error) {
	ctx = s.as(ctx, "Head")
	var rev, last int64
	err := s.db.read(ctx, one([]any{&rev, &last}, `SELECT rev, COALESCE(
  (SELECT max(num) FROM messages WHERE order_id = $1 AND done IS NULL), 0) FROM orders WHERE id = $1`, storedID(id)))
	return bridge.Head{Rev: int(rev), LastMessage: last}, err
}

// Find implements bridge.Store.
func (s *Store) Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error) {
	ctx = s.as(ctx, "Find")
	by := make(map[string]order.Ref, len(refs))
	names := make([]string, len(refs))
	for i, r := range refs {
		names[i] = refName(r)
		by[names[i]] = r
	}
	found := make(map[order.Ref]string, len(refs))
	condition, list := s.db.list("name", 1, names)
	err := s.db.read(ctx, statement{sql: "SELECT name, order_id FROM refs WHERE " + condition, args: []any{list}, each: func(scan func(...any) error) error {
		var name, id string
		err := scan(&name, &id)
		found[by[name]] = id
		return err
	}})
	return found, err
}

// Cursor implements bridge.Store.
func (s *Store) Cursor(ctx context.Context, account, stream string) (string, error) {
	ctx = s.as(ctx, "Cursor")
	var at []byte
	err := s.db.read(ctx, one([]any{&at}, "SELECT value FROM cursors WHERE account = $1 AND stream = $2", indexed(account), indexed(stream)))
	return string(at), err
}

// Values implements bridge.Store.
func (s *Store) Values(ctx context.Context, bucket string, keys ...string) (map[string][]byte, error) {
	ctx = s.as(ctx, "Values")
	by := make(map[string]string, len(keys))
	short := make([]string, len(keys))
	for i, k := range keys {
		short[i] = indexed(k)
		by[short[i]] = k
	}
	found := make(map[string][]byte, len(keys))
	condition, list := s.db.list("key", 2, short)
	err := s.db.read(ctx, statement{sql: "SELECT key, value FROM buckets WHERE bucket = $1 AND " + condition, args: []any{indexed(bucket), list}, each: func(scan func(...any) error) error {
		var key string
		var value []byte
		err := scan(&key, &value)
		if value == nil {
			value = []byte{}
		}
		found[by[key]] = value
		return err
	}})
	return found, err
}

// Swap implements bridge.Store.
func (s *Store) Swap(ctx context.Context, bucket, key string, old, value []byte) error {
	ctx = s.as(ctx, "Swap")
	b, k := indexed(bucket), indexed(key)
	st := exec("UPDATE buckets SET value = $3 WHERE bucket = $1 AND key = $2 AND value = $4", b, k, value, old)
	switch {
	case old == nil && value == nil: // it has none, and is to have none
		st = exec("INSERT INTO buckets (bucket, key, value) VALUES ($1, $2, '') ON CONFLICT DO NOTHING", b, k)
	case old == nil:
		st = exec("INSERT INTO buckets (bucket, key, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", b, k, value)
	case value == nil:
		st = exec("DELETE FROM buckets WHERE bucket = $1 AND key = $2 AND value = $3", b, k, old)
	}
	st.must = fmt.Errorf("durable: value %s of %s has changed: %w", key, bucket, bridge.ErrConflict)
	ss := []statement{st}
	if old == nil && value == nil {
		ss = append(ss, exec("DELETE FROM buckets WHERE bucket = $1 AND key = $2", b, k))
	}
	return s.db.run(ctx, ss...)
}
