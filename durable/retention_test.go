package durable_test

import (
	"fmt"
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

const day = 24 * time.Hour

// forgets is a retention of a month in everything, with messages a month longer than their bodies.
var forgets = durable.Retention{
	Bodies: 10 * day, Messages: 30 * day, Effects: 30 * day, Journal: 10 * day, Problems: 30 * day, Runs: 10 * day,
}

// ended is an order in a state, with one applied message, one settled effect and two entries; nothing is left to do.
func ended(t *testing.T, s *durable.Store, id string, state status.OrderState, flags ...bridge.Flag) {
	t.Helper()
	keep(t, s, id)
	require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: morning, Messages: []bridge.Message{message(id, "k-"+id)}}))
	d, err := s.Load(t.Context(), id)
	require.NoError(t, err)
	w := d.Effects[0]
	w.Phase, w.Ended = bridge.PhaseDone, morning
	done := entry(id, "done")
	done.Level = bridge.LevelInfo
	require.NoError(t, s.Save(t.Context(), id, d.Rev, bridge.Batch{
		Effects: []bridge.PendingEffect{w}, Done: []int64{d.Messages[0].N}, Seen: d.Messages[0].N, Journal: []bridge.Entry{done},
		Summary: bridge.Summary{ID: id, Ref: ref(id), State: state, Flags: flags, Updated: morning},
	}))
}

// of are the rows of some tables, without those of tables that nothing is removed from.
func of(t *testing.T, db testDB, id string, tables ...string) (n int) {
	t.Helper()
	for _, row := range db.rows(t) {
		if strings.Contains(row, id) && slices.ContainsFunc(tables, func(table string) bool { return strings.HasPrefix(row, table+"[") }) {
			n++
		}
	}
	return n
}

// What is over goes when its time has come, and no earlier; what it belongs to stays.
func TestWhatIsOverIsRemoved(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t, durable.WithRetention(forgets))
		ended(t, s, "R-1", status.OrderCompleted)
		ended(t, s, "R-2", status.OrderNew, bridge.FlagForgotten)
		account := bridge.Entry{At: morning, Level: bridge.LevelInfo, Account: "shop-1", What: "pass"}
		require.NoError(t, s.Write(t.Context(), account))
		require.NoError(t, s.Ran(t.Context(), bridge.Run{Key: "r", Account: "shop-1", Began: morning, Loaded: []bridge.Landed{{Order: "R-1"}}}))
		now := time.Now()
		db.exec(t, "UPDATE messages SET done = "+fmt.Sprint(morning.UnixMicro()))
		before := db.rows(t)
		prune := func(at time.Time) durable.Pruned {
			p, err := s.Prune(t.Context(), at)
			require.NoError(t, err)
			return p
		}
		require.Zero(t, prune(morning.Add(10*day)))
		require.Equal(t, before, db.rows(t))
		require.Equal(t, durable.Pruned{Bodies: 2, Entries: 3, Runs: 1}, prune(morning.Add(11*day)))
		require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: now, Messages: []bridge.Message{message("R-1", "k-R-1")}}))
		require.Zero(t, prune(morning.Add(30*day)), "the key is known still")
		require.Equal(t, durable.Pruned{Messages: 2, Effects: 2, Entries: 2}, prune(morning.Add(31*day)))
		for _, id := range []string{"R-1", "R-2"} {
			require.Zero(t, of(t, db, id, "messages", "effects", "journal", "runs", "run_orders"))
			d, err := s.Load(t.Context(), id)
			require.NoError(t, err)
			require.Len(t, d.Events, 2)
			require.Len(t, d.Refs, 1)
		}
		require.Zero(t, prune(morning.Add(3000*day)))
	})
}

// Of an order that has something to do, or may have, nothing is removed, however old it is.
func TestNothingThatIsOpenIsRemoved(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t, durable.WithRetention(forgets))
		change := func(id string, b bridge.Batch, state status.OrderState) {
			d, err := s.Load(t.Context(), id)
			require.NoError(t, err)
			b.Summary = bridge.Summary{ID: id, Ref: ref(id), State: state, Updated: morning}
			require.NoError(t, s.Save(t.Context(), id, d.Rev, b))
		}
		ended(t, s, "under-way", status.OrderHandedToCarrier)
		ended(t, s, "due-later", status.OrderCompleted)
		change("due-later", bridge.Batch{Wake: morning.Add(5000 * day)}, status.OrderCompleted)
		ended(t, s, "parked", status.OrderCancelled)
		parked := effect("parked", "e2")
		parked.Phase = bridge.PhaseParked
		change("parked", bridge.Batch{Effects: []bridge.PendingEffect{parked}}, status.OrderCancelled)
		ended(t, s, "news", status.OrderCompleted)
		require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: morning, Messages: []bridge.Message{message("news", "k2")}}))
		d, err := s.Load(t.Context(), "news")
		require.NoError(t, err)
		failed := d.Messages[0]
		failed.Attempts, failed.Problem = 1, "nobody knows what it means"
		change("news", bridge.Batch{Failed: []bridge.Message{failed}, Seen: failed.N}, status.OrderCompleted)
		ended(t, s, "claimed", status.OrderCompleted)
		change("claimed", bridge.Batch{Wake: morning}, status.OrderCompleted)
		_, err = s.Claim(t.Context(), time.Now(), time.Now().Add(time.Hour), 1, "claimed")
		require.NoError(t, err)
		before := db.rows(t)
		p, err := s.Prune(t.Context(), time.Now().Add(3000*day))
		require.NoError(t, err)
		require.Zero(t, p)
		require.Equal(t, before, db.rows(t))
	})
}

// The store of a bridge goes on as before when everything old is removed from it.
func TestABridgeGoesOnAfterThat(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s, m := db.open(t, durable.WithRetention(forgets)), newMarket(t)
		b := m.over(s)
		ids := m.trade(s, 3)
		anna := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}
		_, err := b.Do(t.Context(), ids[0], order.Cancel{Reason: status.ReasonOutOfStock}, anna)
		require.NoError(t, err)
		m.sync(b)
		p, err := s.Prune(t.Context(), time.Now().Add(100*day))
		require.NoError(t, err)
		require.NotZero(t, p.Effects)
		require.NotZero(t, of(t, db, ids[1], "effects"), "that one is not over")
		m.sync(b)
		v, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, v.Faults)
		_, err = b.Erase(t.Context(), ids[0], anna)
		require.NoError(t, err)
		require.Equal(t, 3, m.mm.Commits("order/confirm"), "nothing was done again")
	})
}

// More than one transaction removes.
func TestMuchIsRemovedInParts(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t, durable.WithRetention(forgets))
		for i := range 1100 {
			require.NoError(t, s.Ran(t.Context(), bridge.Run{Key: fmt.Sprint(i), Account: "shop-1", Began: morning}))
		}
		var es []bridge.Entry
		for i := range 1200 {
			es = append(es, bridge.Entry{At: morning.Add(time.Duration(i) * time.Second), Level: bridge.LevelError, What: "x"})
		}
		require.NoError(t, s.Write(t.Context(), es...))
		for i := range 450 {
			require.NoError(t, s.Save(t.Context(), fmt.Sprint("M-", i), 0, bridge.Batch{
				Journal: []bridge.Entry{entry(fmt.Sprint("M-", i), "x")}, Summary: bridge.Summary{State: status.OrderCancelled, Updated: morning},
			}))
		}
		p, err := s.Prune(t.Context(), morning.Add(40*day))
		require.NoError(t, err)
		require.Equal(t, durable.Pruned{Entries: 1650, Runs: 1100}, p)
	})
}

// Once a day one of the processes does it.
func TestUpkeepIsDoneOnceADay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t, durable.WithRetention(forgets))
		began := bridge.Run{Key: "r", Account: "shop-1", Began: time.Now().Add(-20 * day)}
		does := func(s *durable.Store, want int) {
			t.Helper()
			require.NoError(t, s.Ran(t.Context(), began))
			require.NoError(t, s.Upkeep(t.Context()))
			require.Len(t, list(t, s.Runs(t.Context(), bridge.RunFilter{})), want)
		}
		does(s, 0)
		does(s, 1)
		if db.path == "" {
			does(db.open(t, durable.WithRetention(forgets)), 1)
		}
		for _, was := range []string{time.Now().Add(-25 * time.Hour).UTC().Format(time.RFC3339), time.Now().Add(day).UTC().Format(time.RFC3339), "gibberish"} {
			db.exec(t, "UPDATE buckets SET value = $1 WHERE bucket = 'durable/upkeep'", []byte(was))
			s.UpkeepSoon()
			does(s, 0)
		}
	})
}

// A retention that cannot be meant is refused, and what is not set is kept.
func TestRetentionIsChecked(t *testing.T) {
	db := sqliteFile(t)
	_, err := durable.Open(t.Context(), db.dsn, durable.WithRetention(durable.Retention{Runs: -1}))
	require.ErrorContains(t, err, "Retention.Runs is -1ns")
	_, err = durable.Open(t.Context(), db.dsn, durable.WithRetention(durable.Retention{Messages: day}))
	require.ErrorContains(t, err, "give at least 168h0m0s")
	require.NoFileExists(t, db.path)
	s := db.open(t, durable.WithRetention(durable.DefaultRetention()))
	require.NoError(t, s.Upkeep(t.Context()))

	kept := sqliteFile(t)
	s = kept.open(t)
	ended(t, s, "R-1", status.OrderCompleted)
	before := kept.rows(t)
	require.NoError(t, s.Upkeep(t.Context()))
	p, err := s.Prune(t.Context(), time.Now().Add(100000*day))
	require.NoError(t, err)
	require.Zero(t, p)
	require.Equal(t, before, kept.rows(t))
}
