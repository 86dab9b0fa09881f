package durable_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // for looking into the database beside the store
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// testDB is a database of a test's own.
type testDB struct {
	dsn  string
	path string // of a file of SQLite
}

// eachDatabase runs a test on both databases.
func eachDatabase(t *testing.T, test func(t *testing.T, db testDB)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, sqliteFile(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, testDB{dsn: postgres(t)}) })
}

func sqliteFile(t *testing.T) testDB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.db")
	return testDB{dsn: "file:" + path, path: path}
}

// open opens a store, which is closed at the end of the test.
func (db testDB) open(t *testing.T, opts ...durable.Option) *durable.Store {
	t.Helper()
	return opened(t, db.dsn, opts...)
}

// beside opens the database beside the store.
func (db testDB) beside(t *testing.T) *sql.DB {
	t.Helper()
	driver, name := "pgx", db.dsn
	if db.path != "" {
		driver, name = "sqlite", "file:"+db.path+"?_pragma=busy_timeout(5000)"
	}
	at, err := sql.Open(driver, name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, at.Close()) })
	return at
}

// exec changes the database beside the store.
func (db testDB) exec(t *testing.T, text string, args ...any) {
	t.Helper()
	_, err := db.beside(t).ExecContext(t.Context(), text, args...)
	require.NoError(t, err)
}

// rows returns all rows of all tables of the store, but for the processes, which say that they live.
func (db testDB) rows(t *testing.T) []string {
	t.Helper()
	at := db.beside(t)
	var out []string
	for _, table := range []string{
		"orders", "events", "articles", "refs", "effects", "messages", "journal", "runs", "run_orders", "cursors", "buckets", "limits",
	} {
		rows, err := at.QueryContext(t.Context(), "SELECT * FROM "+table)
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		for rows.Next() {
			row, to := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				to[i] = &row[i]
			}
			require.NoError(t, rows.Scan(to...))
			for i, v := range row {
				if text, is := v.([]byte); is {
					row[i] = string(text)
				}
			}
			out = append(out, table+fmt.Sprint(row))
		}
		require.NoError(t, rows.Err())
	}
	slices.Sort(out)
	return out
}

var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// ref is an order's name in the shop.
func ref(id string) order.Ref {
	return order.Ref{System: "shop", Account: "shop-1", Kind: "order", ID: id}
}

// placed returns the first events of an order of one line.
func placed(t testing.TB, id string) []order.Event {
	t.Helper()
	anna := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator, System: "desk"}, At: morning}
	o, events, err := order.New(order.Draft{
		ID: id, Ref: ref(id), Number: "№ " + id, Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "tea", SKU: "T-1", Name: "Чай", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT10}},
	}, anna)
	require.NoError(t, err)
	more, err := o.Do(order.Confirm{}, anna)
	require.NoError(t, err)
	return append(events, more...)
}

// effect is something that an order owes the warehouse.
func effect(id, key string) bridge.PendingEffect {
	return bridge.PendingEffect{
		Effect: order.Effect{Kind: order.EffectUpsert, Target: order.Ref{System: "erp", Account: "erp-1", Kind: "order", ID: id}, Order: id, N: 1, Key: key},
		Phase:  bridge.PhasePending, Since: morning, Due: morning,
	}
}

// entry is a line of the journal.
func entry(id, what string) bridge.Entry {
	return bridge.Entry{At: morning, Level: bridge.LevelNotice, Account: "shop-1", Order: id, What: what, Text: "it was " + what}
}

// message is news for an order.
func message(id, key string) bridge.Message {
	return bridge.Message{Account: "shop-1", Order: id, Key: key, Kind: "report", Data: []byte(`{"state":"paid"}`), At: morning}
}

// batch is a write to every table that a Save writes to.
func batch(t testing.TB, id string) bridge.Batch {
	t.Helper()
	return bridge.Batch{
		Events: placed(t, id), Refs: []order.Ref{ref(id)}, Effects: []bridge.PendingEffect{effect(id, "e1")},
		Journal: []bridge.Entry{entry(id, "placed")}, Wake: morning, Summary: bridge.Summary{ID: id, Ref: ref(id), Updated: morning},
	}
}

// keep saves an order.
func keep(t testing.TB, s *durable.Store, id string) {
	t.Helper()
	require.NoError(t, s.Save(context.WithoutCancel(t.Context()), id, 0, batch(t, id)))
}

// list reads a list to its end.
func list[T any](t testing.TB, seq func(func(T, error) bool)) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		require.NoError(t, err)
		out = append(out, v)
	}
	return out
}

// same compares two values as JSON, in which they are stored.
func same(t testing.TB, want, got any) {
	t.Helper()
	require.Equal(t, kept(t, want), kept(t, got))
}

// kept returns a value as it comes back from JSON.
func kept(t testing.TB, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var back any
	require.NoError(t, json.Unmarshal(text, &back))
	return back
}

var long = strings.Repeat("я", 250)
