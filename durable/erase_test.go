package durable_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// person stands in everything that is told about the buyer.
const person = "Aurelia Quetzal"

// toldOf is an order that has ended and a store that tells of its buyer everywhere: in the log, in effects, messages,
// the journal and the record of a pass.
func toldOf(t *testing.T, s *durable.Store, m *market, b *bridge.Bridge) string {
	t.Helper()
	ctx := t.Context()
	id := m.place(1)[0]
	m.sync(b)
	anna := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}
	for _, c := range []order.Command{
		order.WriteComment{Text: person + " will come at six"},
		order.Cancel{Reason: status.ReasonOutOfStock, Text: person + " has no money"},
	} {
		_, err := b.Do(ctx, id, c, anna)
		require.NoError(t, err)
	}
	m.sync(b)
	now := time.Now().UTC()
	entry := bridge.Entry{At: now, Level: bridge.LevelWarning, Order: id, What: "told", Text: person + " does not answer"}
	require.NoError(t, s.Receive(ctx, bridge.Incoming{Due: now, Messages: []bridge.Message{
		{Account: "crm-1", Order: id, Key: "told/1", Kind: "told", Data: []byte(`"` + person + `"`), At: now},
	}}))
	d, err := s.Load(ctx, id)
	require.NoError(t, err)
	failed := d.Messages[0]
	failed.Attempts, failed.Problem = 1, person+" is not known"
	require.NoError(t, s.Save(ctx, id, d.Rev, bridge.Batch{Failed: []bridge.Message{failed}, Summary: d.Summary}))
	require.NoError(t, s.Save(ctx, id, d.Rev+1, bridge.Batch{
		Done: []int64{failed.N}, Journal: []bridge.Entry{entry}, Summary: d.Summary,
		Effects: []bridge.PendingEffect{{
			Effect: order.Effect{Order: id, Key: "told", Text: person, Data: []byte(`{"to":"` + person + `"}`)},
			Phase:  bridge.PhaseDone, Problem: person, Outcome: order.Outcome{Text: person}, Ended: now,
		}},
	}))
	require.NoError(t, s.Ran(ctx, bridge.Run{Key: "told", Account: "crm-1", Began: now, Ended: now, Result: bridge.ResultOK, Changes: []bridge.Entry{entry}}))
	return id
}

// telling returns the rows that tell of the buyer.
func telling(t *testing.T, db testDB) []string {
	t.Helper()
	return slices.DeleteFunc(db.rows(t), func(row string) bool { return !strings.Contains(row, person) })
}

// What is erased is in no table any more.
func TestThePersonIsInNoTable(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s, m := db.open(t), newMarket(t)
		b := m.over(s)
		id := toldOf(t, s, m, b)
		for _, table := range []string{"events", "effects", "messages", "journal", "runs"} {
			require.True(t, slices.ContainsFunc(telling(t, db), func(row string) bool { return strings.HasPrefix(row, table) }), table)
		}
		_, err := b.Erase(t.Context(), id, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		require.Empty(t, telling(t, db))
	})
}

// In the file of SQLite nothing is left of it either, not even in pages that are free: what is deleted is overwritten.
// The log of writes beside the file, which the next writes and the end of the store overwrite, is left out here.
func TestThePersonIsNotInTheFile(t *testing.T) {
	db, m := sqliteFile(t), newMarket(t)
	s := open(t, db.dsn)
	b := m.over(s)
	id := toldOf(t, s, m, b)
	closed(t, s)
	in := func() bool {
		text, err := os.ReadFile(db.path)
		require.NoError(t, err)
		return bytes.Contains(text, []byte(person))
	}
	require.True(t, in())

	s = open(t, db.dsn)
	_, err := m.over(s).Erase(t.Context(), id, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(t, err)
	closed(t, s)
	require.False(t, in())
	require.NoFileExists(t, db.path+"-wal")
}

// fault: the record of a pass was read, and written back over what the pass had added meanwhile.
func TestAPassIsRecordedWhileAPersonIsErased(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := db.open(t)
	keep(t, s, "A")
	r := bridge.Run{Key: "r", Account: "shop-1", Began: morning, Changes: []bridge.Entry{entry("A", "changed")}}
	require.NoError(t, s.Ran(t.Context(), r))
	at := db.beside(t)
	tx, err := at.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = tx.ExecContext(t.Context(), "UPDATE runs SET data = replace(data, 'shop-1', 'shop-2')")
	require.NoError(t, err)
	erased := make(chan error, 1)
	go func() { erased <- s.Erase(context.WithoutCancel(t.Context()), "A", 1, bridge.Erasure{Text: "erased"}) }()
	require.Eventually(t, func() bool {
		var waiting int
		err := at.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE '%runs%')").Scan(&waiting)
		return err == nil && waiting > 0
	}, 20*time.Second, 10*time.Millisecond)
	require.NoError(t, tx.Commit())
	require.NoError(t, <-erased)
	got := list(t, s.Runs(t.Context(), bridge.RunFilter{Key: "r"}))[0]
	require.Equal(t, "shop-2", got.Account)
	require.Equal(t, "erased", got.Changes[0].Text)
}
