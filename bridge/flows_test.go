package bridge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/texts"
)

// flowTown is books whose records go to a shop.
type flowTown struct {
	*testing.T
	books, shop *chaos.Records
	store       bridge.Store
	clock       *clock
	b           *bridge.Bridge
	opts        []bridge.Option
}

var (
	someKinds = []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Parties, exchange.Cards}
	toTheShop = bridge.Flow{From: "books-1", To: "shop-1", Kinds: someKinds}
)

func newFlowTown(t *testing.T, opts ...bridge.Option) *flowTown {
	t.Helper()
	w := &flowTown{
		T: t, books: &chaos.Records{Name: "books", Kinds: someKinds}, shop: &chaos.Records{Name: "shop", Kinds: someKinds}, store: memory.New(),
		clock: &clock{t: monday}, opts: opts,
	}
	if len(opts) == 0 {
		w.opts = []bridge.Option{toTheShop}
	}
	w.open()
	return w
}

// open starts the process anew.
func (w *flowTown) open(opts ...bridge.Option) {
	w.Helper()
	b, err := bridge.New(w.store, append([]bridge.Option{bridge.Account("books-1", w.books), bridge.Account("shop-1", w.shop), bridge.WithClock(w.clock)}, append(w.opts, opts...)...)...)
	require.NoError(w, err)
	w.b = b
}

// exchange makes the exchange by hand.
func (w *flowTown) exchange(full bool) bridge.Run {
	w.Helper()
	run, err := w.b.Exchange(w.Context(), "books-1", "shop-1", full)
	require.NoError(w, err)
	return run
}

// refused are the records that wait.
func (w *flowTown) refused() (out []string) {
	w.Helper()
	for r, err := range w.b.Refused(w.Context(), "books-1", "shop-1") {
		require.NoError(w, err)
		out = append(out, fmt.Sprintf("%s %s: %s (%d)", r.Kind, r.Key, r.Problem, r.Tries))
	}
	return out
}

// said are the texts of the journal with a word.
func (w *flowTown) said(what string) (out []string) {
	w.Helper()
	for e, err := range w.store.Journal(w.Context(), bridge.JournalFilter{What: what}) {
		require.NoError(w, err)
		out = append(out, e.Account+": "+e.Text)
	}
	return out
}

func (w *flowTown) runs() (out []bridge.Run) {
	w.Helper()
	for r, err := range w.store.Runs(w.Context(), bridge.RunFilter{Account: "shop-1"}) {
		require.NoError(w, err)
		out = append(out, r)
	}
	return out
}

// counts are those of a kind in a record.
func counts(r bridge.Run, kind exchange.Kind) bridge.Exchanged {
	i := slices.IndexFunc(r.Kinds, func(x bridge.Exchanged) bool { return x.Kind == kind })
	if i < 0 {
		return bridge.Exchanged{}
	}
	return r.Kinds[i]
}

// Goods, prices, people and their cards go from the books to the shop: all of them first, then what has changed, and
// all again when somebody wants it, which changes nothing.
func TestAFlowBringsWhatHasChanged(t *testing.T) {
	w := newFlowTown(t)
	w.books.Good("MUG", "Кружка")
	w.books.Good("BOWL", "Миска")
	w.books.Put(exchange.Prices, "MUG/retail", exchange.Price{SKU: "MUG", Type: exchange.Retail, Price: amount.RUB(89000)})
	w.books.Put(exchange.Parties, "p-1", exchange.Party{Name: "Петрова Анна", Phones: []string{"+79990001122"}})
	w.books.Put(exchange.Cards, "c-1", exchange.Card{Number: "2000000000015", Party: "p-1", Active: true})

	first := w.exchange(false)
	require.Equal(t, bridge.ResultOK, first.Result)
	require.Equal(t, "books-1", first.From)
	require.Equal(t, "shop-1", first.Account)
	require.True(t, first.Manual)
	require.Equal(t, 5, first.Found)
	require.Equal(t, []bridge.Exchanged{
		{Kind: exchange.Goods, Read: 2, Changed: 2},
		{Kind: exchange.Prices, Read: 1, Changed: 1},
		{Kind: exchange.Parties, Read: 1, Changed: 1},
		{Kind: exchange.Cards, Read: 1, Changed: 1},
	}, first.Kinds)
	require.JSONEq(t, `{"sku":"MUG","name":"Кружка"}`, w.shop.Has(exchange.Goods)["MUG"])

	w.books.Good("MUG", "Кружка большая")
	w.books.Put(exchange.Goods, "BOWL", nil)
	w.open() // the cursors are in the store
	next := w.exchange(false)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 2, Changed: 2}, counts(next, exchange.Goods))
	require.Equal(t, bridge.Exchanged{Kind: exchange.Cards}, counts(next, exchange.Cards))
	require.JSONEq(t, `{"sku":"MUG","name":"Кружка большая"}`, w.shop.Has(exchange.Goods)["MUG"])
	require.NotContains(t, w.shop.Has(exchange.Goods), "BOWL")

	for range 2 {
		again := w.exchange(true)
		require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 1, Same: 1}, counts(again, exchange.Goods))
		require.Equal(t, bridge.Exchanged{Kind: exchange.Prices, Read: 1, Same: 1}, counts(again, exchange.Prices))
	}
	for key, n := range w.shop.Made() {
		require.Equal(t, 1, n, key)
	}
	runs := w.runs()
	require.Len(t, runs, 4)
	require.Equal(t, next, runs[1])
}

// What a person cannot see in the shop stands in the journal once, is shown, and is tried again; a later record takes
// the place of one that waits.
func TestWhatIsRefusedIsToldOnceAndTriedAgain(t *testing.T) {
	w := newFlowTown(t)
	why := errors.New("there is no such category")
	w.shop.Refuses = func(r exchange.Record) error {
		if why != nil && (r.Key == "MUG" || r.Key == "BOWL") {
			return why
		}
		return nil
	}
	for _, sku := range []string{"MUG", "BOWL", "SHOES-42"} {
		w.books.Good(sku, "Товар")
	}
	w.books.Put(exchange.Goods, "row 9", errors.New("it has no article"))
	run := w.exchange(false)
	require.Equal(t, bridge.ResultWarnings, run.Result)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 4, Changed: 1, Refused: 3}, counts(run, exchange.Goods))
	require.Contains(t, w.shop.Has(exchange.Goods), "SHOES-42")
	told := []string{
		"shop-1: a record of MUG (goods) from books-1 is refused, and is tried again: there is no such category",
		"shop-1: a record of BOWL (goods) from books-1 is refused, and is tried again: there is no such category",
		"shop-1: a record of row 9 (goods) from books-1 cannot be read: it has no article",
	}
	require.ElementsMatch(t, told, w.said("record"))

	w.clock.pass(time.Hour)
	w.exchange(false)
	require.ElementsMatch(t, told, w.said("record"), "each is told once")
	require.Len(t, w.refused(), 3)

	w.books.Good("BOWL", "Миска новая")
	why = nil
	run = w.exchange(false)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 1, Again: 1, Changed: 2}, counts(run, exchange.Goods))
	require.JSONEq(t, `{"sku":"BOWL","name":"Миска новая"}`, w.shop.Has(exchange.Goods)["BOWL"], "the one that waited is older")
	require.Equal(t, []string{"goods row 9: it has no article (1)"}, w.refused())
	w.books.Put(exchange.Goods, "row 9", nil)
	w.exchange(false)
	require.Empty(t, w.refused())
	require.Equal(t, bridge.ResultOK, w.exchange(false).Result)
}

// A shop that is down delays: nothing is lost, nothing is brought twice, and the exchange is made again soon.
func TestAShopThatIsDownDelaysAndLosesNothing(t *testing.T) {
	w := newFlowTown(t)
	for i := range 130 {
		w.books.Good(fmt.Sprintf("G-%03d", i), "Товар")
	}
	pages := 0
	down := &ordo.Error{System: "shop", Class: ordo.Retry, HTTPStatus: 503}
	w.shop.During = func(string) error {
		if pages++; pages == 2 {
			return down
		}
		return nil
	}
	run := w.exchange(false)
	require.Equal(t, bridge.ResultFailed, run.Result)
	require.Contains(t, run.Problem, "503")
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 50, Changed: 50}, counts(run, exchange.Goods))
	require.Len(t, run.Kinds, 1, "what stands behind it waits")
	require.Len(t, w.said("exchange"), 1)
	run = w.exchange(false)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 80, Changed: 30, Same: 50}, counts(run, exchange.Goods), "the second page had been taken")
	require.Len(t, w.shop.Has(exchange.Goods), 130)
	for _, n := range w.shop.Told {
		require.LessOrEqual(t, n, 50)
	}

	w.books.Good("G-001", "Другой")
	w.books.Down(down)
	w.shop.During = nil
	require.Equal(t, bridge.ResultFailed, w.exchange(false).Result)
	w.books.Down(nil)
	require.Equal(t, 1, counts(w.exchange(false), exchange.Goods).Changed)
}

// However much there is, no more is held than a page: the source is read on when the sink has taken what it was told.
func TestAFlowHoldsAPage(t *testing.T) {
	w := newFlowTown(t)
	for i := range 1000 {
		w.books.Good(fmt.Sprintf("G-%d", i), "Товар")
	}
	told, taken, most := 0, 0, 0
	w.books.During = func(string) error { told++; most = max(most, told-taken); return nil }
	w.shop.During = func(string) error { taken = told; return nil }
	w.exchange(false)
	require.Len(t, w.shop.Has(exchange.Goods), 1000)
	require.LessOrEqual(t, most, 51)
}

func TestFlowsThatCannotBeAreRefused(t *testing.T) {
	goods := []exchange.Kind{exchange.Goods}
	for why, flows := range map[string][]bridge.Option{
		`"lost" is not among the accounts`:     {bridge.Flow{From: "lost", To: "shop-1", Kinds: goods}},
		`it has no kinds`:                      {bridge.Flow{From: "books-1", To: "shop-1"}},
		`goods are given twice`:                {bridge.Flow{From: "books-1", To: "shop-1", Kinds: goods}, bridge.Flow{From: "books-1", To: "shop-1", Kinds: goods}},
		`the interval -1s is less than 0`:      {bridge.Flow{From: "books-1", To: "shop-1", Kinds: goods, Every: -time.Second}},
		`*bridge_test.stall yields no records`: {bridge.Flow{From: "stall-1", To: "shop-1", Kinds: goods}},
		`*bridge_test.stall takes no records`:  {bridge.Flow{From: "books-1", To: "stall-1", Kinds: goods}},
		`goods go from "books-1" to "shop-1" already; whose word counts for them must be one of the two`: {
			bridge.Flow{From: "books-1", To: "shop-1", Kinds: goods}, bridge.Flow{From: "shop-1", To: "books-1", Kinds: goods},
		},
		`goods go from "books-1" to "books-1" already`: {bridge.Flow{From: "books-1", To: "books-1", Kinds: goods}},
		`flow from "crm-1" to "books-1": goods go from "books-1" to "crm-1" already`: {
			bridge.Flow{From: "books-1", To: "shop-1", Kinds: goods},
			bridge.Flow{From: "shop-1", To: "crm-1", Kinds: goods},
			bridge.Flow{From: "crm-1", To: "books-1", Kinds: goods},
		},
	} {
		record := func() *chaos.Records { return &chaos.Records{Name: "records", Kinds: someKinds} }
		_, err := bridge.New(memory.New(), append(flows, bridge.Account("books-1", record()), bridge.Account("shop-1", record()), bridge.Account("crm-1", record()),
			bridge.Account("stall-1", &stall{}))...)
		var config *bridge.ConfigError
		require.ErrorAs(t, err, &config, why)
		require.ErrorContains(t, err, why)
	}
	// Several may come from one, and one kind from several: who has which goods is a matter of these.
	w := newFlowTown(t, toTheShop, bridge.Flow{From: "shop-1", To: "books-1", Kinds: []exchange.Kind{exchange.Promos}})
	_, err := w.b.Exchange(t.Context(), "books-1", "crm-1", false)
	require.ErrorIs(t, err, bridge.ErrUnknown)
	for _, err := range w.b.Refused(t.Context(), "crm-1", "shop-1") {
		require.ErrorIs(t, err, bridge.ErrUnknown)
	}
}

// lists is a source that says which kinds it has.
type (
	lists  struct{ *listed }
	listed = chaos.Records
)

func (l lists) Has(kind exchange.Kind) bool { return l.Can(kind) }

// channelWithSink is a port of another kind that has a source and a sink.
type channelWithSink struct {
	*stall
	records *chaos.Records
}

func (c channelWithSink) Source() exchange.Source { return c.records }
func (c channelWithSink) Sink() exchange.Sink     { return c.records }

func TestCheckReportsWhatAFlowLacks(t *testing.T) {
	books := lists{&chaos.Records{Name: "books", Kinds: []exchange.Kind{exchange.Goods}}}
	shop := channelWithSink{&stall{}, &chaos.Records{Name: "shop", Kinds: []exchange.Kind{exchange.Goods, exchange.Cards}}}
	open := func(f bridge.Flow) *bridge.Bridge {
		b, err := bridge.New(memory.New(), bridge.Account("books-1", books), bridge.Account("shop-1", shop), bridge.Route{Channel: "shop-1"}, f)
		require.NoError(t, err)
		return b
	}
	b := open(bridge.Flow{From: "books-1", To: "shop-1", Kinds: []exchange.Kind{exchange.Goods, exchange.Cards, exchange.Prices}, Every: time.Minute})
	err := b.Check(t.Context())
	require.EqualError(t, err, strings.Join([]string{
		"account books-1: books books-1: cards: it has no records of this kind",
		"account books-1: books books-1: prices: it has no records of this kind",
		"account shop-1: stall shop-1: prices: it takes no records of this kind",
		"account shop-1: the schedule has an interval of 1m0s, which never runs; the shortest is 10m0s",
	}, "\n"))
	require.Equal(t, ordo.Unsupported, ordo.ClassOf(err))
	run, err := b.Exchange(t.Context(), "books-1", "shop-1", false)
	require.NoError(t, err)
	require.Equal(t, bridge.ResultFailed, run.Result)
	require.NoError(t, open(bridge.Flow{From: "books-1", To: "shop-1", Kinds: []exchange.Kind{exchange.Goods}, Every: time.Hour}).Check(t.Context()))
}

// A cursor that a wrong clock has left, or that the source knows no more, is not trusted: everything is read again.
func TestACursorThatSaysNothingIsNotTrusted(t *testing.T) {
	w := newFlowTown(t)
	w.books.Good("MUG", "Кружка")
	w.books.Good("BOWL", "Миска")
	w.clock.pass(30 * 24 * time.Hour)
	w.exchange(false)
	w.clock.pass(-30 * 24 * time.Hour)
	require.Equal(t, 2, counts(w.exchange(false), exchange.Goods).Same)
	require.Contains(t, w.said("cursor"), "shop-1: goods from books-1 are known up to 2026-04-01T09:00:00Z, but it is 2026-03-02T09:00:00Z: a clock was wrong; everything is read again")
	require.Equal(t, 0, counts(w.exchange(false), exchange.Goods).Read)

	w.books.Good("BOWL", "Миска новая")
	w.books.Forgets = true
	w.books.Good("SPOON", "Ложка")
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 3, Same: 1, Changed: 2}, counts(w.exchange(false), exchange.Goods))
	require.Contains(t, w.said("cursor"), "shop-1: books-1 does not know any more how far its records were read (goods); everything is read again")
}

// Books that have forgotten what they told, as after a restart, do not tell what is gone since. All that they have is
// known, so that it is found; of a thing of which a record cannot be read nothing is gone.
func TestWhatIsGoneWhileTheBooksForgotIsFound(t *testing.T) {
	w := newFlowTown(t)
	w.books.Complete = true
	for i := range 120 {
		w.books.Good(fmt.Sprintf("G-%d", i), "Товар")
	}
	w.exchange(false)
	w.books.Good("NEW", "Новый")
	w.exchange(false)
	remove := func() {
		w.books.Forgets = true
		w.books.Put(exchange.Goods, "G-7", nil)
		w.books.Put(exchange.Goods, "NEW", nil)
		w.books.Put(exchange.Goods, "G-9", errors.New("it has no article"))
		w.open()
	}
	remove()
	run := w.exchange(false)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 119, Gone: 2, Same: 118, Changed: 2, Refused: 1}, counts(run, exchange.Goods))
	has := w.shop.Has(exchange.Goods)
	require.NotContains(t, has, "G-7")
	require.NotContains(t, has, "NEW")
	require.Contains(t, has, "G-9", "it cannot be read, and is not gone")
	require.Len(t, has, 119)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 119, Same: 118, Refused: 1}, counts(w.exchange(true), exchange.Goods))

	// Nor is anything gone when it is not known what could not be read, or when the books tell nothing at all.
	w.books.Good("G-9", "Товар")
	w.exchange(true)
	w.books.PutRecord(exchange.Record{Kind: exchange.Goods, Key: "goods.xml", Problem: errors.New("the file is damaged")})
	w.books.Put(exchange.Goods, "G-8", nil)
	w.books.Forgets = true
	require.Zero(t, counts(w.exchange(false), exchange.Goods).Gone)
	require.Contains(t, w.shop.Has(exchange.Goods), "G-8")
	w.books.Put(exchange.Goods, "goods.xml", nil)
	require.Equal(t, 1, counts(w.exchange(true), exchange.Goods).Gone)
	require.NotContains(t, w.shop.Has(exchange.Goods), "G-8")
	for i := range 120 {
		w.books.Put(exchange.Goods, fmt.Sprintf("G-%d", i), nil)
	}
	w.books.Forgets = true
	require.Zero(t, counts(w.exchange(false), exchange.Goods).Gone)
	require.Len(t, w.shop.Has(exchange.Goods), 118)
	require.Contains(t, w.said("cursor"), "shop-1: books-1 tells none of its records (goods) any more; what it told before is not taken for gone")
	w.books.Good("G-1", "Товар")
	require.Equal(t, 117, counts(w.exchange(true), exchange.Goods).Gone)

	// A source that does not say that it tells everything is not taken at its word.
	w.books.Complete = false
	w.books.Put(exchange.Goods, "G-1", nil)
	w.books.Forgets = true
	w.books.Good("G-2", "Товар")
	require.Zero(t, counts(w.exchange(false), exchange.Goods).Gone)
	require.Contains(t, w.shop.Has(exchange.Goods), "G-1")
}

// A record that no system could be told of is a problem of its own, and so are ports that break their promises.
func TestPortsThatBreakTheirPromisesHarmNothing(t *testing.T) {
	w := newFlowTown(t)
	w.books.Put(exchange.Goods, "", exchange.Good{Name: "без артикула"})
	w.books.Put(exchange.Goods, strings.Repeat("я", 300), exchange.Good{Name: "длинный"})
	w.books.Good("MUG", "Кружка")
	run := w.exchange(false)
	require.Equal(t, bridge.Exchanged{Kind: exchange.Goods, Read: 3, Changed: 1, Refused: 2}, counts(run, exchange.Goods))
	require.Len(t, w.refused(), 2)

	w.shop.During = func(string) error { panic("nobody expected that") }
	w.books.Good("BOWL", "Миска")
	run = w.exchange(false)
	require.Equal(t, bridge.ResultFailed, run.Result)
	require.Contains(t, run.Problem, "a fault in the program")
	w.shop.During = nil
	require.Equal(t, bridge.ResultOK, w.exchange(false).Result)
	require.Contains(t, w.shop.Has(exchange.Goods), "BOWL")
}

// What is refused in such numbers that it cannot be kept stops the exchange, and nothing is lost.
func TestAnExchangeStopsRatherThanLoseWhatIsRefused(t *testing.T) {
	w := newFlowTown(t)
	full := errors.New("the shop takes no goods")
	w.shop.Refuses = func(exchange.Record) error { return full }
	const many = 5_000
	for i := range many {
		w.books.Good(fmt.Sprintf("G-%d", i), "Товар")
	}
	run := w.exchange(false)
	require.Equal(t, bridge.ResultFailed, run.Result)
	require.Contains(t, run.Problem, "so many records are refused")
	require.Less(t, counts(run, exchange.Goods).Read, many)
	require.Len(t, run.Changes, 100, "the record of the exchange stays small")
	full = nil
	require.Equal(t, bridge.ResultOK, w.exchange(false).Result)
	require.Len(t, w.shop.Has(exchange.Goods), many)
	require.Empty(t, w.refused())
}

// Of two processes one makes an exchange; the other goes on when that one has ended.
func TestAnExchangeIsMadeByOneProcess(t *testing.T) {
	w := newFlowTown(t)
	for i := range 60 {
		w.books.Good(fmt.Sprintf("G-%d", i), "Товар")
	}
	first := w.b
	w.open()
	ctx, stop := context.WithCancel(t.Context())
	w.shop.During = func(string) error {
		w.shop.During = nil
		_, err := w.b.Exchange(t.Context(), "books-1", "shop-1", false)
		require.ErrorIs(t, err, bridge.ErrConflict)
		require.ErrorContains(t, err, `bridge: flow from "books-1" to "shop-1": the exchange is being made already`)
		stop()
		return nil
	}
	_, err := first.Exchange(ctx, "books-1", "shop-1", false)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 60, counts(w.exchange(false), exchange.Goods).Read, "who stops in order lets others go on at once")

	// One that ended without a word counts for a while, and loses its word when it turns out to be alive.
	w.books.Good("G-1", "Новый")
	lives := true
	w.shop.During = func(string) error {
		if lives {
			lives = false
			w.clock.pass(10 * time.Minute)
			require.Equal(t, 1, counts(w.exchange(false), exchange.Goods).Same)
		}
		return nil
	}
	_, err = first.Exchange(t.Context(), "books-1", "shop-1", false)
	require.ErrorIs(t, err, bridge.ErrConflict)
	require.Equal(t, 0, counts(w.exchange(false), exchange.Goods).Read)
}

// Run makes exchanges in their time, also over a store that wakes the workers; one that failed is made again soon.
func TestRunMakesExchangesInTheirTime(t *testing.T) {
	for _, store := range []func() bridge.Store{
		func() bridge.Store { return memory.New() },
		func() bridge.Store { return &bellStore{Store: memory.New(), bells: make(chan string, 100)} },
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newFlowTown(t, bridge.Flow{From: "books-1", To: "shop-1", Kinds: someKinds, Every: 24 * time.Hour})
			w.store, w.opts = store(), append(w.opts, bridge.WithClock(nil), bridge.WithLanguage(texts.Russian))
			w.open()
			other := w.b
			w.open()
			w.books.Good("MUG", "Кружка")
			one, two := startRun(t, w.b), startRun(t, other)
			time.Sleep(time.Hour)
			require.Len(t, w.shop.Has(exchange.Goods), 1)
			require.Len(t, w.runs(), 1, "one of two processes makes it")
			require.False(t, w.runs()[0].Manual)

			w.books.Good("BOWL", "Миска")
			w.shop.Down(&ordo.Error{System: "shop", Class: ordo.Retry, HTTPStatus: 503})
			time.Sleep(24 * time.Hour)
			require.Len(t, w.shop.Has(exchange.Goods), 1)
			w.shop.Down(nil)
			time.Sleep(10 * time.Minute)
			require.Len(t, w.shop.Has(exchange.Goods), 2)
			require.Contains(t, w.said("exchange")[0], "обмен (товары) из books-1 в shop-1 сейчас не идёт, он продолжится с того же места:")

			w.shop.Down(&ordo.Error{System: "shop", Class: ordo.Auth, HTTPStatus: 401})
			before := len(w.runs())
			time.Sleep(48 * time.Hour)
			require.LessOrEqual(t, len(w.runs()), before+3, "what a person must correct is not tried every few minutes")
			for _, r := range []running{one, two} {
				r.stop()
				require.ErrorIs(t, <-r.ended, context.Canceled)
			}
		})
	}
}
