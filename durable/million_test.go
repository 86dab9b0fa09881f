package durable_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

var million = flag.Int("million", 0, "fill both databases with so many orders, 200,000 at least, to check how the store finds what it looks for")

// Among a million orders, of which few are open, everything is found by an index: each statement that the store sends
// is watched, whatever calls it, and must not read much more than it returns. Plans of SQLite do not depend on what is
// there, so they are checked among a few orders, too.
func TestAMillionOrders(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		db := sqliteFile(t)
		f := fill(t, db, cmp.Or(*million, 2000))
		w := watchSQLite(t, db)
		w.work(t, f)
		w.lists(t, f)
		w.pass(t, db, f)
		w.print(t)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		if *million == 0 {
			t.Skip("-million is not set: it says how many orders the database is filled with, such as 1000000")
		}
		db := testDB{dsn: postgres(t)}
		f := fill(t, db, *million)
		for _, mode := range []string{"force_generic_plan", "force_custom_plan", "auto"} {
			t.Run(mode, func(t *testing.T) {
				w := watchPostgres(t, db, mode)
				w.work(t, f)
				w.wake(t)
				if mode == "auto" { // lists are planned for their values, in whatever mode
					w.lists(t, f)
					w.pass(t, db, f)
				}
				w.print(t)
			})
		}
	})
}

// watch is a store whose statements are watched.
type watch struct {
	*durable.Store
	doing string       // what is being done
	sent  atomic.Int64 // statements
	check func(t *testing.T)
	costs map[string]*cost
	order []*cost
}

// do does something, and tells what it cost.
func (w *watch) do(t *testing.T, what string, f func(ctx context.Context) error) {
	t.Helper()
	w.doing = what
	w.sent.Store(0)
	began := time.Now()
	err := f(t.Context())
	took := time.Since(began)
	require.NoError(t, err, what)
	c := w.costs[what]
	if c == nil {
		c = &cost{what: what}
		w.costs[what] = c
		w.order = append(w.order, c)
	}
	c.took, c.sent = append(c.took, took), w.sent.Load()
	w.check(t)
}

// cost is what something costs.
type cost struct {
	what string
	took []time.Duration
	sent int64 // statements
	rows int   // of a list
}

// print prints what everything cost: the median of the times.
func (w *watch) print(t *testing.T) {
	t.Helper()
	for _, c := range w.order {
		slices.Sort(c.took)
		rows := ""
		if c.rows > 0 {
			rows = fmt.Sprintf(" %6d rows", c.rows)
		}
		t.Logf("%-36s %9.2f ms %3d statements%s", c.what, float64(c.took[len(c.took)/2].Microseconds())/1000, c.sent, rows)
	}
}

// read reads the first pages of a list.
func read[T any](w *watch, t *testing.T, what string, list func(func(T, error) bool)) {
	t.Helper()
	n := 0
	w.do(t, what, func(context.Context) error {
		for _, err := range list {
			if err != nil {
				return err
			}
			if n++; n > 1000 {
				break
			}
		}
		return nil
	})
	w.costs[what].rows = n
}

// work does what a bridge does with orders.
func (w *watch) work(t *testing.T, f *filled) {
	now := time.Now()
	var claims []bridge.Claim
	claim := func(n int, ids ...string) func(ctx context.Context) error {
		return func(ctx context.Context) (err error) {
			claims, err = w.Claim(ctx, now, now.Add(time.Minute), n, ids...)
			return err
		}
	}
	for range 7 { // from the sixth time on a plan may be kept
		w.do(t, "claim 50", claim(50))
		for _, c := range claims {
			w.do(t, "release", func(ctx context.Context) error { return w.Release(ctx, c) })
		}
		w.do(t, "next", func(ctx context.Context) error { _, err := w.Next(ctx); return err })
	}
	for range 7 {
		w.do(t, "claim one", claim(1, f.open(7)))
		w.do(t, "claim some", claim(50, f.some(50)...))
	}
	refs := make([]order.Ref, 500)
	keys := make([]string, 500)
	for i := range refs {
		id := f.some(500)[i]
		refs[i] = order.Ref{System: "megamarket", Account: "mm-1", Kind: "order", ID: id[len("mm-1/"):]}
		keys[i] = fmt.Sprintf("key-%d", i)
	}
	for i := range 7 {
		id := f.some(100)[i]
		var d bridge.StoredOrder
		load := func(ctx context.Context) (err error) { d, err = w.Load(ctx, id); return err }
		w.do(t, "find 500", func(ctx context.Context) error { _, err := w.Find(ctx, refs...); return err })
		w.do(t, "values 500", func(ctx context.Context) error { _, err := w.Values(ctx, "goods", keys...); return err })
		w.do(t, "swap", func(ctx context.Context) error {
			return w.Swap(ctx, "goods", fmt.Sprint(w.Process(), i), nil, []byte("{}"))
		})
		w.do(t, "health", func(ctx context.Context) error { _, err := w.Health(ctx); return err })
		w.do(t, "cursor", func(ctx context.Context) error { _, err := w.Cursor(ctx, "mm-1", "orders"); return err })
		w.do(t, "load", load)
		w.do(t, "head", func(ctx context.Context) error { _, err := w.Head(ctx, id); return err })
		w.do(t, "receive", func(ctx context.Context) error {
			return w.Receive(ctx, bridge.Incoming{Messages: []bridge.Message{message(id, w.Process()+id)}, Due: now, Account: "mm-1", Stream: w.Process() + id, To: "1"})
		})
		b := bridge.Batch{
			Refs: append(d.Refs, ref(w.Process()+id)), Effects: []bridge.PendingEffect{effect(id, w.Process())}, Summary: d.Summary,
			Journal: []bridge.Entry{entry(id, "tried")}, Failed: []bridge.Message{{N: 1, Attempts: 1}}, Done: []int64{2}, Wake: now.Add(time.Hour),
		}
		w.do(t, "save, a message came", func(ctx context.Context) error { return w.Save(ctx, id, d.Rev, b) })
		w.do(t, "load", load)
		e := effect(id, w.Process())
		e.Phase = bridge.PhaseDone
		b = bridge.Batch{Effects: []bridge.PendingEffect{e}, Done: []int64{d.Messages[0].N}, Free: b.Refs[len(b.Refs)-1:], Seen: d.Messages[0].N, Summary: d.Summary}
		w.do(t, "save", func(ctx context.Context) error { return w.Save(ctx, id, d.Rev, b) })
		w.do(t, "save, too late", func(ctx context.Context) error {
			require.ErrorIs(t, w.Save(ctx, id, d.Rev, b), bridge.ErrConflict)
			return nil
		})
		w.do(t, "ran", func(ctx context.Context) error {
			return w.Ran(ctx, bridge.Run{Key: w.Process() + id, Account: "mm-1", Began: now, Changes: []bridge.Entry{entry(id, "changed")}})
		})
		w.do(t, "reserve", func(ctx context.Context) error {
			_, err := w.Limiter().Reserve(ctx, "mm-1", ordo.Limits{PerSecond: 50, Burst: 50})
			return err
		})
		w.do(t, "erase", func(ctx context.Context) error {
			return w.Erase(ctx, id, d.Rev+1, bridge.Erasure{Events: d.Events, Text: "erased", Summary: d.Summary})
		})
	}
}

// wake has River wake workers until one was, and ends claims of processes that have ended.
func (w *watch) wake(t *testing.T) {
	w.do(t, "wake", func(ctx context.Context) error {
		ctx, stop := context.WithCancel(ctx)
		err := w.Wake(ctx, bridge.Duties{
			Work: func(_ context.Context, ids ...string) error {
				if len(ids) > 0 {
					stop()
				}
				return nil
			},
			Workers: 4, PollEvery: time.Second, Log: slog.New(slog.DiscardHandler),
		})
		require.ErrorIs(t, err, context.Canceled)
		return nil
	})
	w.do(t, "end claims", w.EndClaims)
}

// lists reads what people ask for.
func (w *watch) lists(t *testing.T, f *filled) {
	now := time.Now()
	day := now.Add(-24 * time.Hour)
	one := f.some(200)[0]
	for what, filter := range map[string]bridge.OrderFilter{
		"orders that wait for a person":    {Flags: []bridge.Flag{bridge.FlagStuck}},
		"orders that are held":             {Flags: []bridge.Flag{bridge.FlagHeld, bridge.FlagNotice}},
		"orders that are not paid":         {Flags: []bridge.Flag{bridge.FlagMoneyDue}},
		"new orders":                       {States: []status.OrderState{status.OrderNew}},
		"orders in states":                 {States: []status.OrderState{status.OrderNew, status.OrderCancelled}},
		"orders of an hour":                {Since: now.Add(-time.Hour)},
		"orders that are due later":        {DueAfter: now},
		"new orders of an hour":            {Since: now.Add(-time.Hour), States: []status.OrderState{status.OrderNew}},
		"stuck orders of an account":       {Account: "mm-1", Flags: []bridge.Flag{bridge.FlagStuck}},
		"new orders of an unknown account": {Account: "shop-9", States: []status.OrderState{status.OrderNew}},
	} {
		read(w, t, what, w.Orders(t.Context(), filter))
	}
	for what, filter := range map[string]bridge.EffectFilter{
		"effects of an account":            {Account: "crm-1", Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}},
		"effects that wait for a person":   {Phases: []bridge.Phase{bridge.PhaseParked, bridge.PhaseInDoubt}},
		"cards that are being made":        {Account: "crm-1", Kind: order.EffectUpsert, Phases: []bridge.Phase{bridge.PhaseSending}},
		"effects of an order":              {Order: one},
		"an effect":                        {Key: "e1"},
		"open effects of a quiet account":  {Account: "atol-1", Phases: []bridge.Phase{bridge.PhasePending}},
		"open effects of a kind":           {Kind: order.EffectConfirm, Phases: []bridge.Phase{bridge.PhasePending}},
		"effects of an account and a kind": {Account: "crm-1", Kind: order.EffectUpsert, Phases: []bridge.Phase{bridge.PhaseParked}},
	} {
		read(w, t, what, w.Effects(t.Context(), filter))
	}
	for what, filter := range map[string]bridge.JournalFilter{
		"journal of an order":        {Order: one},
		"journal of a run":           {Run: f.run},
		"errors of a day":            {Levels: []bridge.Level{bridge.LevelError}, Since: day},
		"errors of a quiet account":  {Levels: []bridge.Level{bridge.LevelError}, Account: "atol-1", Since: day},
		"all errors":                 {Levels: []bridge.Level{bridge.LevelError}},
		"journal of a day":           {Since: day},
		"journal of an earlier hour": {Since: day, Until: day.Add(time.Hour)},
		"the newest entries":         {After: f.entries},
	} {
		read(w, t, what, w.Journal(t.Context(), filter))
	}
	for what, filter := range map[string]bridge.RunFilter{
		"runs of an order":            {Order: one},
		"a run":                       {Key: f.run},
		"runs of an account":          {Account: "mm-1"},
		"runs of a day":               {Since: day},
		"runs of an account of a day": {Account: "mm-1", Since: day},
	} {
		read(w, t, what, w.Runs(t.Context(), filter))
	}
	for what, filter := range map[string]bridge.LogFilter{
		"log of an order":                    {Order: one},
		"log of an hour":                     {Filter: order.Filter{Since: now.Add(-time.Hour)}},
		"log of an article":                  {SKU: "MUG-RED"},
		"log of a common article of an hour": {SKU: f.sku, Filter: order.Filter{Since: now.Add(-time.Hour)}},
	} {
		read(w, t, what, w.Log(t.Context(), filter))
	}
}

// pass lets a bridge pass over its accounts: it costs what has changed, not what is known.
func (w *watch) pass(t *testing.T, db testDB, f *filled) {
	db.exec(t, "UPDATE orders SET wake = NULL, due = NULL, claimed_until = NULL WHERE due IS NOT NULL OR claimed_until IS NOT NULL")
	m := &market{T: t, mm: f.trade.MM, crm: f.trade.CRM}
	b := m.over(w)
	pass := func(ctx context.Context) error {
		p, err := b.Sync(ctx)
		require.Empty(t, p.Problems())
		return err
	}
	w.do(t, "the first pass", pass)
	w.do(t, "a pass over what did not change", pass)
	still := w.sent.Load()
	cards := f.trade.Cards()
	for _, id := range f.ids[:shipped] {
		f.trade.CRM.SetStatus(cards[id[len("mm-1/"):]].ID, "complete")
	}
	w.do(t, fmt.Sprintf("a pass over %d changes", shipped), pass)
	require.Less(t, still, int64(100))
	require.Less(t, w.sent.Load(), still+50*shipped)
}

func decode(t testing.TB, text string, v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), v))
}

func encode(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}
