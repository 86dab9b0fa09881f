package durable_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
)

// A database that a bridge has worked on has nothing wrong, also while it is worked on, and all of it is read.
func TestWhatABridgeHasWrittenIsVerified(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s, m := db.open(t), newMarket(t)
		b := m.over(s)
		id := toldOf(t, s, m, b)
		_, err := b.Erase(t.Context(), id, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		traded := make(chan struct{})
		go func() {
			defer close(traded)
			for range 20 {
				v, err := s.Verify(t.Context())
				if err != nil || v.Wrong > 0 {
					t.Error(err, v.Faults)
				}
			}
		}()
		m.trade(s, 20)
		<-traded
		require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: morning, Messages: []bridge.Message{message("shop-1/unknown", "k")}}))

		v, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, v.Faults)
		count := func(table string) (n int) {
			require.NoError(t, db.beside(t).QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
			return n
		}
		require.Equal(t, durable.Verified{
			Orders: count("orders"), Events: count("events"), Effects: count("effects"), Messages: count("messages WHERE done IS NULL"), Refs: count("refs"),
			Entries: count("journal"), Runs: count("runs"),
		}, v)
		require.Equal(t, 22, v.Orders)
	})
}

// More orders than one statement reads.
func TestAllPagesAreVerified(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		for i := range 450 {
			require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: morning, Messages: []bridge.Message{message(fmt.Sprint("A-", i), fmt.Sprint(i))}}))
		}
		db.exec(t, "UPDATE orders SET due = 1")
		v, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Equal(t, 450, v.Orders)
		require.Equal(t, 450, v.Wrong)
		db.exec(t, "DELETE FROM orders WHERE id LIKE 'A-1%' OR id = 'A-99'")
		v, err = s.Verify(t.Context())
		require.NoError(t, err)
		require.Equal(t, 450, v.Wrong, "of all messages")
		require.Equal(t, 450-112, v.Orders)
	})
}

// damages are what can be wrong in a database, with what is said about it. They are about the order D-1; D-2 is whole.
var damages = []struct{ name, sql, table, why string }{
	{"an event that is no JSON", "UPDATE events SET data = '{' WHERE order_id = 'D-1' AND n = 2", "events", "event 2"},
	{"an event of a kind that nobody knows", `UPDATE events SET data = '{"n":2,"kind":"beamed","v":1}' WHERE order_id = 'D-1' AND n = 2`, "events", "event 2"},
	{"an event that is missing", "DELETE FROM events WHERE order_id = 'D-1' AND n = 1", "events", "event 2 is where event 1 should be"},
	{"an event that cannot follow", "UPDATE events SET data = replace(data, '\"line\":\"tea\"', '\"line\":\"cup\"') WHERE order_id = 'D-1' AND n = 2", "events", "cannot be replayed"},
	{"an event at another time", "UPDATE events SET at = at + 1 WHERE order_id = 'D-1' AND n = 2", "events", "column at"},
	{"no events at all", "DELETE FROM events WHERE order_id = 'D-1'", "orders", "has no log"},
	{"no row", "DELETE FROM orders WHERE id = 'D-1'", "events", "belong to an order that is not there"},
	{"a row that says it was never saved", "UPDATE orders SET rev = 0 WHERE id = 'D-1'", "orders", "it was never saved, and has 2 events"},
	{"a summary that is no JSON", "UPDATE orders SET summary = '[' WHERE id = 'D-1'", "orders", "its summary cannot be read"},
	{"no summary", "UPDATE orders SET summary = '' WHERE id = 'D-1'", "orders", "its summary is not there"},
	{"a summary of another order", "UPDATE orders SET summary = replace(summary, 'D-1', 'D-9') WHERE id = 'D-1'", "orders", "column id has D-1, and the data say D-9"},
	{"another account", "UPDATE orders SET account = 'shop-9' WHERE id = 'D-1'", "orders", "column account"},
	{"another state", "UPDATE orders SET state = 'completed' WHERE id = 'D-1'", "orders", "column state"},
	{"another state than that of the log", `UPDATE orders SET state = 'completed', summary = replace(summary, '"confirmed"', '"completed"') WHERE id = 'D-1'`, "orders", "by its log it is confirmed"},
	{"other flags", "UPDATE orders SET flags = '|held|' WHERE id = 'D-1'", "orders", "column flags"},
	{"changed at another time", "UPDATE orders SET updated = NULL WHERE id = 'D-1'", "orders", "column updated"},
	{"due though it is not", "UPDATE orders SET due = NULL WHERE id = 'D-1'", "orders", "nobody has claimed it"},
	{"due though it is claimed", "UPDATE orders SET claimed_until = 1 WHERE id = 'D-1'", "orders", "it is claimed, and column due has"},
	{"a message after the last one", "UPDATE orders SET last_message = 0 WHERE id = 'D-1'", "orders", "column last_message has 0"},
	{"an effect that is no JSON", "UPDATE effects SET data = '' WHERE order_id = 'D-1'", "effects", "effect e1 cannot be read"},
	{"an effect that is open and settled", "UPDATE effects SET unsettled = 0 WHERE order_id = 'D-1'", "effects", "column unsettled has false, and the data say true"},
	{"an effect of another phase", "UPDATE effects SET phase = 'done' WHERE order_id = 'D-1'", "effects", "column kind and phase"},
	{"an effect of another account", "UPDATE effects SET account = '' WHERE order_id = 'D-1'", "effects", "column account"},
	{"an effect under another key", "UPDATE effects SET key = 'e9' WHERE order_id = 'D-1'", "effects", "column key"},
	{"an effect that ended", "UPDATE effects SET ended = 1 WHERE order_id = 'D-1'", "effects", "column ended"},
	{"an effect of no order", "UPDATE effects SET order_id = 'D-3' WHERE order_id = 'D-1'", "effects", "1 rows belong to an order that is not there"},
	{"a message that is no JSON", "UPDATE messages SET data = 'x' WHERE order_id = 'D-1'", "messages", "message "},
	{"a failure that is no JSON", "UPDATE messages SET failed = 'x' WHERE order_id = 'D-1'", "messages", "message "},
	{"a message of another order", "UPDATE messages SET order_id = 'D-2' WHERE order_id = 'D-1'", "messages", "column order_id has D-2, and the data say D-1"},
	{"a message of no order", "UPDATE messages SET order_id = 'D-3' WHERE order_id = 'D-1'", "messages", "belong to an order that is not there"},
	{"a message under another key", "UPDATE messages SET key = '' WHERE order_id = 'D-1'", "messages", "column key"},
	{"a message of another account", "UPDATE messages SET account = '' WHERE order_id = 'D-1'", "messages", "column account"},
	{"a message that nobody works on", "UPDATE orders SET wake = NULL, due = NULL WHERE id = 'D-1'", "messages", "nothing makes its order due"},
	{"a name that is no JSON", "UPDATE refs SET data = '' WHERE order_id = 'D-1'", "refs", "cannot be read"},
	{"another name", "UPDATE refs SET name = 'x' WHERE order_id = 'D-1'", "refs", "column name"},
	{"a name of no order", "UPDATE refs SET order_id = 'D-3' WHERE order_id = 'D-1'", "refs", "belong to an order that is not there"},
	{"an entry that is no JSON", "UPDATE journal SET data = '' WHERE order_id = 'D-1'", "journal", "cannot be read"},
	{"an entry about another order", "UPDATE journal SET order_id = 'D-3' WHERE order_id = 'D-1'", "journal", "column order_id"},
	{"a record that is no JSON", "UPDATE runs SET data = ''", "runs", "cannot be read"},
	{"a record under another key", "UPDATE runs SET key = 'x'", "runs", "column key"},
}

// Each kind of damage is found, with the order and what is wrong; what is whole is read as well.
func TestDamageIsFound(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		at := db.beside(t)
		for _, id := range []string{"D-1", "D-2"} {
			keep(t, s, id)
			d, err := s.Load(t.Context(), id)
			require.NoError(t, err)
			o, err := order.Replay(d.Events)
			require.NoError(t, err)
			sum := d.Summary
			sum.State = o.State()
			require.NoError(t, s.Save(t.Context(), id, d.Rev, bridge.Batch{Summary: sum, Wake: morning}))
			require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: morning, Messages: []bridge.Message{message(id, "k-"+id)}}))
		}
		require.NoError(t, s.Ran(t.Context(), bridge.Run{Key: "r", Account: "shop-1", Began: morning}))
		v, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, v.Faults)

		tables := []string{"orders", "events", "effects", "messages", "refs", "journal", "runs"}
		for _, d := range damages {
			t.Run(d.name, func(t *testing.T) {
				for _, table := range tables {
					change(t, at, "CREATE TABLE kept_"+table+" AS SELECT * FROM "+table)
				}
				t.Cleanup(func() {
					for _, table := range tables {
						change(t, at, "DELETE FROM "+table)
						overriding := ""
						if db.path == "" {
							overriding = "OVERRIDING SYSTEM VALUE "
						}
						change(t, at, "INSERT INTO "+table+" "+overriding+"SELECT * FROM kept_"+table)
						change(t, at, "DROP TABLE kept_"+table)
					}
				})
				change(t, at, d.sql)
				v, err := s.Verify(t.Context())
				require.NoError(t, err)
				require.NotZero(t, v.Wrong)
				require.True(t, saysFault(v.Faults, d.table, d.why), v.Faults)
				for _, f := range v.Faults {
					require.True(t, f.Order != "D-2" || strings.Contains(d.name, "another order"), f)
				}
			})
		}
	})
}

func saysFault(fs []durable.Fault, table, why string) bool {
	for _, f := range fs {
		if f.Table == table && strings.Contains(f.Why, why) && strings.Contains(f.String(), table) {
			return true
		}
	}
	return false
}

// change changes a database beside the store.
func change(t *testing.T, at *sql.DB, text string) {
	t.Helper()
	_, err := at.ExecContext(context.WithoutCancel(t.Context()), text)
	require.NoError(t, err, text)
}
