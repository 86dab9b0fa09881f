package bridge_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// cabinet is a marketplace whose orders the seller, and the marketplace itself, change in a cabinet; its list tells
// when an order was changed.
type cabinet struct {
	mu      sync.Mutex
	rows    []*row
	windows []channels.Window
	read    []string // ids of orders, each time they were read
	down    error
	breaks  int    // the list fails after so many rows
	during  func() // called once, before orders are read
	scheme  order.SchemeCode
}

type row struct {
	id, status string
	at         time.Time // of placing
	changed    int
	pieces     int
	price      amount.Money
	unreadable bool
	hidden     bool // it is listed, and is not there when it is read
	method     string
	buyer      order.Buyer
	ttn        string // the carrier's number of the parcel that is on its way
	added      string // the article of a second line
}

// lines are those of the order as the cabinet has it.
func (r *row) lines() []order.Line {
	total, _ := r.price.Times(amount.Pcs(r.pieces))
	ls := []order.Line{{ID: "1", SKU: "MUG", Name: "Кухоль", Quantity: amount.Pcs(r.pieces), Total: total}}
	if r.added != "" {
		ls = append(ls, order.Line{ID: "2", SKU: r.added, Name: "Ще щось", Quantity: amount.Pcs(1), Total: amount.UAH(10_00)})
	}
	return ls
}

// snapshot is the order as the cabinet has it.
func (r *row) snapshot(d order.Draft) order.Snapshot {
	s := order.Snapshot{Draft: d, State: cabinetStates[r.status].means.Item}
	if r.ttn != "" {
		s.Shipments = []order.Shipment{{N: 1, State: status.ShipmentSent, Waybill: r.ttn}}
		s.Standing = []order.Move{{Line: "1", Portion: order.Portion{State: s.State, Shipment: 1}}}
	}
	return s
}

func (c *cabinet) System() string { return "cabinet" }

func (c *cabinet) Can(k order.EffectKind, _ order.SchemeCode) bool { return k == order.EffectConfirm }

func (c *cabinet) Apply(context.Context, order.Task) (order.Outcome, error) {
	return order.Outcome{Kind: order.Applied}, nil
}

// place adds an order.
func (c *cabinet) place(status string, at time.Time) *row {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &row{id: strconv.Itoa(len(c.rows) + 1), status: status, at: at, pieces: 2, price: amount.UAH(100_00)}
	c.rows = append(c.rows, r)
	return r
}

// edit is a change in the cabinet.
func (c *cabinet) edit(r *row, f func(*row)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(r)
	r.changed++
}

// hide makes an order one that is listed and not there, or ends that.
func (c *cabinet) hide(r *row, is bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r.hidden = is
}

func (c *cabinet) lastWindow() channels.Window {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.windows[len(c.windows)-1]
}

// reads returns which orders were read since it was asked last.
func (c *cabinet) reads() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.read
	c.read = nil
	return was
}

var cabinetStates = map[string]struct {
	category string
	means    status.Meaning
}{
	"new":        {"new", status.Meaning{Order: status.OrderNew}},
	"processing": {"in-work", status.Meaning{Order: status.OrderInWork}},
	"confirmed":  {"in-work", status.Meaning{Item: status.ItemConfirmed}},
	"sent":       {"delivering", status.Meaning{Item: status.ItemSent}},
	"waiting":    {"delivering", status.Meaning{Item: status.ItemArrived}},
	"received":   {"done", status.Meaning{Item: status.ItemHandedOut}},
	"refused":    {"failed", status.Meaning{Item: status.ItemCancelled, Reason: status.ReasonBuyerRefused, Party: status.PartyChannel}},
	"odd":        {"", status.Meaning{}},
}

func (c *cabinet) Changed(_ context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		c.mu.Lock()
		c.windows = append(c.windows, w)
		down, breaks := c.down, c.breaks
		var fs []channels.Found
		for _, r := range c.rows {
			if !r.at.Before(w.From) || r.changed > 0 {
				fs = append(fs, channels.Found{ID: r.id, Mark: fmt.Sprint(r.changed), Over: cabinetStates[r.status].category == "failed"})
			}
		}
		c.mu.Unlock()
		if down != nil {
			yield(channels.Found{}, down)
			return
		}
		for i, f := range fs {
			if breaks > 0 && i == breaks {
				yield(channels.Found{}, &ordo.Error{System: "cabinet", Class: ordo.Retry, Text: "connection reset"})
				return
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (c *cabinet) Orders(_ context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		if during := c.during; during != nil {
			c.during = nil
			during()
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, id := range ids {
			i, _ := strconv.Atoi(id)
			r := c.rows[i-1]
			c.read = append(c.read, id)
			if r.hidden {
				continue
			}
			if r.unreadable {
				if !yield(channels.Reading{ID: id, Problem: errors.New("it has no lines")}, nil) {
					return
				}
				continue
			}
			s := cabinetStates[r.status]
			if !yield(channels.Reading{
				ID: id, Status: r.status, Category: s.category,
				Snapshot: r.snapshot(order.Draft{
					Ref: order.Ref{System: "cabinet", Kind: "order", ID: id}, Number: "№" + id, Scheme: cmp.Or(c.scheme, order.OwnPickup), Placed: r.at, Lines: r.lines(),
					Method: r.method, Buyer: r.buyer,
				}),
				Reports: []order.Observation{order.LinesReport{Lines: r.lines()}, order.StatusReport{Code: r.status, Says: s.means}},
			}, nil) {
				return
			}
		}
	}
}

// passWorld is a bridge over a cabinet.
type passWorld struct {
	*testing.T
	cabinet *cabinet
	clock   *clock
	store   bridge.Store
	b       *bridge.Bridge
}

func passTown(t *testing.T, opts ...bridge.Option) *passWorld {
	t.Helper()
	c := &cabinet{}
	return passTownAt(t, c, c, opts...)
}

// passTownAt is a passTown whose channel does more than its cabinet.
func passTownAt(t *testing.T, c *cabinet, port channels.Channel, opts ...bridge.Option) *passWorld {
	t.Helper()
	w := &passWorld{t, c, &clock{t: monday}, memory.New(), nil}
	b, err := bridge.New(w.store, append([]bridge.Option{
		bridge.Account("rz-1", port), bridge.WithClock(w.clock), bridge.WithRefreshEvery(-1),
	}, opts...)...)
	require.NoError(t, err)
	w.b = b
	return w
}

var cabinetRoute = bridge.Route{Channel: "rz-1", Authority: order.Marketplace &^ order.ChannelOwnsPayment}

// pass makes a pass by hand, and returns its record.
func (w *passWorld) pass() bridge.Run {
	w.Helper()
	p, err := w.b.Sync(w.Context())
	require.NoError(w, err)
	require.Len(w, p.Runs, 1)
	return p.Runs[0]
}

func (w *passWorld) order(r *row) *order.Order {
	w.Helper()
	o, err := w.b.Order(w.Context(), "rz-1/"+r.id)
	require.NoError(w, err)
	return o
}

func (w *passWorld) unknown(r *row) {
	w.Helper()
	_, err := w.b.Order(w.Context(), "rz-1/"+r.id)
	require.ErrorIs(w, err, bridge.ErrUnknown)
}

// landedAt says where each order of a pass has landed.
func landedAt(r bridge.Run) map[string]string {
	out := map[string]string{}
	for _, l := range r.Loaded {
		out[l.Number] = l.Where
	}
	return out
}

// part of: RZ-2
func TestAPassTakesAllButWhatEndedWithoutSuccess(t *testing.T) {
	w := passTown(t, cabinetRoute)
	all := map[string]*row{}
	for _, s := range []string{"new", "processing", "sent", "received", "refused"} {
		all[s] = w.cabinet.place(s, monday.Add(-time.Hour))
	}
	r := w.pass()
	require.Len(t, r.Loaded, 4)
	w.unknown(all["refused"])
	require.Empty(t, w.journalOf(all["refused"]))

	// Loaded already: it is read, and cancelled here (RZ-5).
	w.cabinet.edit(all["new"], func(r *row) { r.status = "refused" })
	w.clock.pass(10 * time.Minute)
	r = w.pass()
	require.Empty(t, r.Loaded)
	require.Equal(t, status.OrderCancelled, w.order(all["new"]).State())
	require.True(t, says(r.Changes, "cancelled"), "%v", r.Changes)
}

func (w *passWorld) journalOf(r *row) (es []bridge.Entry) {
	w.Helper()
	for e, err := range w.store.Journal(w.Context(), bridge.JournalFilter{Order: "rz-1/" + r.id}) {
		require.NoError(w, err)
		es = append(es, e)
	}
	return es
}

func says(es []bridge.Entry, what string) bool {
	for _, e := range es {
		if e.What == what {
			return true
		}
	}
	return false
}

// part of: RZ-4
func TestAPassReadsKnownOrdersThatHaveChangedAndNoOthers(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a, b := w.cabinet.place("processing", monday), w.cabinet.place("processing", monday)
	w.pass()
	require.ElementsMatch(t, []string{a.id, b.id}, w.cabinet.reads())

	w.clock.pass(time.Minute)
	w.pass()
	require.Empty(t, w.cabinet.reads(), "nothing has changed")

	w.cabinet.edit(a, func(r *row) { r.pieces, r.price = 3, amount.UAH(90_00) })
	w.clock.pass(time.Minute)
	r := w.pass()
	require.Equal(t, []string{a.id}, w.cabinet.reads())
	l, _ := w.order(a).Line("1")
	require.Equal(t, amount.Pcs(3), l.Living)
	require.Equal(t, amount.UAH(270_00), w.order(a).Total())
	require.Empty(t, r.Loaded)
	for _, e := range r.Changes {
		require.Equal(t, r.Key, e.Run, "an entry names its pass")
	}
	w.clock.pass(time.Minute)
	w.pass()
	require.Empty(t, w.cabinet.reads(), "its mark is kept")
}

func TestAnOrderThatCannotBeReadNowIsReadByTheNextPass(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a := w.cabinet.place("processing", monday)
	w.pass()
	w.cabinet.edit(a, func(r *row) { r.pieces, r.unreadable = 1, true })
	w.clock.pass(time.Minute)
	r := w.pass()
	require.Equal(t, bridge.ResultWarnings, r.Result)
	require.True(t, says(r.Changes, "look"), "%v", r.Changes)
	w.cabinet.mu.Lock()
	a.unreadable = false
	w.cabinet.mu.Unlock()
	w.clock.pass(time.Minute)
	w.pass()
	l, _ := w.order(a).Line("1")
	require.Equal(t, amount.Pcs(1), l.Living)
}

// part of: RZ-2
func TestTheWindowIsTheLastSuccessfulPassLessADay(t *testing.T) {
	w := passTown(t, cabinetRoute, bridge.WithGoods(func(string, order.LineView) bool { return false }))
	day := 24 * time.Hour
	w.pass()
	require.Equal(t, monday.Add(-day), w.cabinet.lastWindow().From, "a new account begins with its first pass")
	w.clock.pass(3 * day)
	w.cabinet.place("new", w.clock.Now())
	r := w.pass()
	require.Equal(t, bridge.ResultWarnings, r.Result, "goods that are not known are a warning")
	require.Equal(t, []string{"MUG Кухоль"}, r.Unknown)
	require.Equal(t, monday.Add(-day), w.cabinet.lastWindow().From)

	w.clock.pass(day)
	w.cabinet.down = &ordo.Error{System: "cabinet", Class: ordo.Retry, Text: "no connection"}
	r = w.pass()
	require.Equal(t, bridge.ResultFailed, r.Result)
	require.Contains(t, r.Problem, "no connection")
	require.Equal(t, monday.Add(2*day), w.cabinet.lastWindow().From, "a pass with warnings counts as successful")

	w.clock.pass(day)
	w.cabinet.down = nil
	w.pass()
	require.Equal(t, monday.Add(2*day), w.cabinet.lastWindow().From, "a failed one moves nothing")
	w.pass()
	require.Equal(t, monday.Add(4*day), w.cabinet.lastWindow().From)
}

func TestAPassThatBreaksOffKeepsWhatItHasTaken(t *testing.T) {
	w := passTown(t, cabinetRoute)
	for range 120 {
		w.cabinet.place("new", monday)
	}
	w.cabinet.breaks = 110
	r := w.pass()
	require.Equal(t, bridge.ResultFailed, r.Result)
	require.Len(t, r.Loaded, 100, "two pages")
	w.cabinet.breaks = 0
	w.cabinet.reads()
	r = w.pass()
	require.Len(t, r.Loaded, 20)
	require.Len(t, w.cabinet.reads(), 20)
	require.Equal(t, 120, r.Found)
}

// part of: RZ-3
func TestAnOrderLandsByItsStatus(t *testing.T) {
	invoice, waybill := order.Document{Kind: "invoice", Posted: true}, order.Document{Kind: "waybill", Posted: true}
	route := cabinetRoute
	route.Landing = []bridge.Landing{
		{Category: "new", Name: "remote order"},
		{Status: "processing", Name: "remote order"},
		{Category: "in-work", Name: "invoice", Documents: []order.Document{invoice}},
		{Category: "delivering", Name: "invoice and waybill", Documents: []order.Document{invoice, waybill}},
		{Status: "received", Name: "prepaid invoice and waybill", Documents: []order.Document{invoice, waybill}, Prepaid: true},
	}
	w := passTown(t, route)
	all := map[string]*row{}
	for _, s := range []string{"new", "processing", "confirmed", "waiting", "received", "odd"} {
		all[s] = w.cabinet.place(s, monday)
	}
	r := w.pass()
	require.Equal(t, map[string]string{
		"№1": "remote order", "№2": "remote order", "№3": "invoice", "№4": "invoice and waybill", "№5": "prepaid invoice and waybill", "№6": "new",
	}, landedAt(r))
	kinds := func(s string) (out []string) {
		for _, d := range w.order(all[s]).View().Documents {
			out = append(out, d.Kind+" "+d.Number)
		}
		return out
	}
	require.Empty(t, kinds("processing"))
	require.Equal(t, []string{"invoice №3"}, kinds("confirmed"))
	require.Equal(t, []string{"invoice №4", "waybill №4"}, kinds("waiting"))
	require.Equal(t, status.OrderArrived, w.order(all["waiting"]).State())
	require.Equal(t, amount.UAH(0), w.order(all["received"]).View().Due, "fully prepaid")
	require.Equal(t, amount.UAH(200_00), w.order(all["waiting"]).View().Due, "nothing else marks itself paid")
	require.True(t, w.order(all["odd"]).Held(), "a status that nobody knows is for a person")
	w.pass()
	require.Len(t, w.order(all["received"]).View().Payments, 1)
}

func TestLandingsAreChecked(t *testing.T) {
	for name, ls := range map[string][]bridge.Landing{
		"neither Status nor Category": {{Name: "invoice"}},
		"two Landings for status":     {{Status: "1"}, {Status: "1", Category: "x"}},
		"has no Kind":                 {{Status: "1", Documents: []order.Document{{Number: "7"}}}},
	} {
		route := cabinetRoute
		route.Landing = ls
		_, err := bridge.New(memory.New(), bridge.Account("rz-1", &cabinet{}), route)
		require.ErrorContains(t, err, name)
	}
}

// part of: RZ-11
func TestEveryPassLeavesARecord(t *testing.T) {
	w := passTown(t, cabinetRoute, bridge.Schedule{Account: "rz-1", Every: []time.Duration{15 * time.Minute}})
	a := w.cabinet.place("new", monday)
	byHand := w.pass()
	require.True(t, byHand.Manual)
	require.Equal(t, []bridge.Landed{{Order: "rz-1/1", Number: "№1", Where: "new"}}, byHand.Loaded)
	require.Empty(t, w.notices(), "who makes a pass by hand sees what it returns")

	w.clock.pass(time.Hour)
	w.cabinet.place("new", w.clock.Now())
	w.cabinet.place("processing", w.clock.Now())
	w.cabinet.edit(a, func(r *row) { r.pieces = 1 })
	scheduled, err := w.b.Poll(t.Context(), "rz-1")
	require.NoError(t, err)
	require.False(t, scheduled.Manual)
	require.Len(t, scheduled.Loaded, 2)
	require.NotEmpty(t, scheduled.Changes)
	require.Equal(t, []string{"rz-1: 2 orders"}, w.notices(), "one notice, with the account's name and the number")
	_, err = w.b.Poll(t.Context(), "rz-1")
	require.NoError(t, err)
	require.Len(t, w.notices(), 1, "none for nothing")

	require.Len(t, w.runs(bridge.RunFilter{Account: "rz-1"}), 3)
	require.Equal(t, []bridge.Run{byHand}, w.runs(bridge.RunFilter{Until: monday.Add(time.Minute)}))
	of := w.runs(bridge.RunFilter{Order: "rz-1/1"})
	require.Len(t, of, 2, "by order: the one that took it, and the one that found the change")
	_, err = w.b.Poll(t.Context(), "nobody")
	require.ErrorIs(t, err, bridge.ErrUnknown)
}

func (w *passWorld) notices() (out []string) {
	w.Helper()
	for e, err := range w.store.Journal(w.Context(), bridge.JournalFilter{What: "pass", Levels: []bridge.Level{bridge.LevelNotice}}) {
		require.NoError(w, err)
		out = append(out, e.Text)
	}
	return out
}

func (w *passWorld) runs(f bridge.RunFilter) (out []bridge.Run) {
	w.Helper()
	for r, err := range w.store.Runs(w.Context(), f) {
		require.NoError(w, err)
		out = append(out, r)
	}
	return out
}

// part of: RZ-2
func TestSchedulesRunWhatIsLongEnoughAndReportTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := passTown(t, cabinetRoute, bridge.WithClock(machine{}),
			bridge.Schedule{Account: "rz-1", Every: []time.Duration{5 * time.Minute, 20 * time.Minute, 30 * time.Minute, 20 * time.Minute}})
		err := w.b.Check(t.Context())
		var short *bridge.IntervalError
		require.ErrorAs(t, err, &short)
		require.Equal(t, 5*time.Minute, short.Every)
		require.ErrorContains(t, err, "rz-1")

		passes := func(d time.Duration) int {
			before := len(w.runs(bridge.RunFilter{}))
			time.Sleep(d)
			synctest.Wait()
			return len(w.runs(bridge.RunFilter{})) - before
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.b.Run(ctx) }()
		synctest.Wait()
		require.Len(t, w.runs(bridge.RunFilter{}), 1, "at the start")
		require.Equal(t, 0, passes(19*time.Minute), "the short interval never runs")
		require.Equal(t, 1, passes(2*time.Minute), "20")
		require.Equal(t, 1, passes(10*time.Minute), "30")
		require.Equal(t, 1, passes(10*time.Minute), "40")
		require.Equal(t, 1, passes(20*time.Minute), "60, once for both")
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)

		// A process that starts again does not make a pass that was made, and of two processes one makes it.
		for range 2 {
			again, end := context.WithCancel(t.Context())
			defer end()
			go func() { _ = w.b.Run(again) }()
		}
		require.Equal(t, 0, passes(15*time.Minute))
		require.Equal(t, 1, passes(5*time.Minute), "80")
	})
}

func TestSchedulesAreChecked(t *testing.T) {
	for name, s := range map[string]bridge.Schedule{
		"not among the accounts": {Account: "rz-2", Every: []time.Duration{time.Hour}},
		"has no interval":        {Account: "rz-1"},
	} {
		_, err := bridge.New(memory.New(), bridge.Account("rz-1", &cabinet{}), cabinetRoute, s)
		require.ErrorContains(t, err, name)
	}
	s := bridge.Schedule{Account: "rz-1", Every: []time.Duration{time.Hour}}
	_, err := bridge.New(memory.New(), bridge.Account("rz-1", &cabinet{}), cabinetRoute, s, s)
	require.ErrorContains(t, err, "there are two")
}

// A system that is written to by a program that synchronises at set times sees nothing between its passes.
// part of: ES-3
func TestWhatIsToBeWrittenWaitsForThePass(t *testing.T) {
	w := newTown(t, order.Standard, bridge.Schedule{Account: "books-1", Every: []time.Duration{time.Hour}, WritesWait: true})
	id := w.buy()
	_, err := w.b.Poll(t.Context(), "stall-1")
	require.NoError(t, err)
	require.NoError(t, w.b.Work(t.Context()))
	require.Equal(t, status.OrderNew, w.order(id).State())
	require.Empty(t, w.books.status("L"+id), "nothing before the pass")
	require.Len(t, w.owed(bridge.EffectFilter{Account: "books-1", Phases: []bridge.Phase{bridge.PhasePending}}), 1)

	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(t, err)
	require.NoError(t, w.b.Work(t.Context()))
	require.Empty(t, w.books.status("L"+id))
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done(), "other accounts do not wait")

	_, err = w.b.Poll(t.Context(), "books-1")
	require.NoError(t, err)
	require.Equal(t, "confirmed", w.books.status("L"+id))
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.WriteComment{Text: "call"}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(t, err)
	require.Equal(t, []string{"upsert L" + id}, w.books.done(), "at once as it is then")

	other := w.buy()
	w.sync()
	require.Equal(t, "new", w.books.status("L"+other), "a pass by hand is a pass")
}

// A person who wants an effect now does not wait for the pass.
func TestRetryDoesNotWaitForThePass(t *testing.T) {
	w := newTown(t, order.Standard, bridge.Schedule{Account: "books-1", Every: []time.Duration{time.Hour}, WritesWait: true})
	id := w.buy()
	_, err := w.b.Poll(t.Context(), "stall-1")
	require.NoError(t, err)
	require.NoError(t, w.b.Work(t.Context()))
	owed := w.owed(bridge.EffectFilter{Account: "books-1"})
	require.Len(t, owed, 1)
	require.NoError(t, w.b.Retry(t.Context(), owed[0].Key, order.Actor{ID: "anna", Role: order.RoleOperator}))
	require.NoError(t, w.b.Work(t.Context(), "stall-1/"+id))
	require.Equal(t, "new", w.books.status("L"+id))
}

// Whoever wakes workers names the orders; the others are left to others.
func TestWorkOnTheseOrdersOnly(t *testing.T) {
	w := newTown(t, order.Standard)
	a, b := w.buy(), w.buy()
	_, err := w.b.Poll(t.Context(), "stall-1")
	require.NoError(t, err)
	require.NoError(t, w.b.Work(t.Context(), "stall-1/"+b, "stall-1/unknown"))
	require.Equal(t, "new", w.books.status("L"+b))
	require.Empty(t, w.books.status("L"+a))
	require.NoError(t, w.b.Work(t.Context(), "stall-1/"+b), "once more, for nothing")
	require.Len(t, w.books.done(), 1)
	require.NoError(t, w.b.Work(t.Context()))
	require.Equal(t, "new", w.books.status("L"+a))
	require.True(t, strings.HasSuffix(w.books.done()[1], a))
}
