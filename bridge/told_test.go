package bridge_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// talkative is a stall that takes orders into work, attempts to reach the buyer and comments, and cancels by codes.
type talkative struct {
	*stall
	inWork  bool // it shows all orders in work
	strange bool // it shows all orders in a status that nobody knows
	codes   []channels.Choice
	causes  []order.Event // of what was applied
	more    []order.Observation
}

func (s *talkative) Can(k order.EffectKind, scheme order.SchemeCode) bool {
	switch k {
	case order.EffectTake, order.EffectContact, order.EffectComment:
		return true
	}
	return s.stall.Can(k, scheme)
}

func (s *talkative) Choices(context.Context, string) ([]channels.Choice, error) { return s.codes, nil }

func (s *talkative) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if b, is := t.Cause.Body.(order.Cancelled); is && b.Code == "closed" {
		return order.Outcome{Kind: order.Rejected, Code: b.Code, Text: "this status is not open"}, nil
	}
	if b, is := t.Cause.Body.(order.Commented); is && b.Text == "bad" {
		return order.Outcome{Kind: order.Rejected, Text: "no such words here"}, nil
	}
	s.causes = append(s.causes, t.Cause)
	return s.stall.Apply(ctx, t)
}

func (s *talkative) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for r, err := range s.stall.Orders(ctx, ids...) {
			if s.inWork {
				r.Snapshot.Taken = true
				r.Reports = append(r.Reports, order.StatusReport{Code: "26", Says: status.Meaning{Order: status.OrderInWork}})
			}
			r.Reports = append(r.Reports, s.more...)
			if s.strange {
				r.Reports = append(r.Reports, order.StatusReport{Code: "87"})
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// talks is a town whose stall is talkative.
func talks(t *testing.T, r bridge.Route) (*town, *talkative) {
	w := newTown(t, order.Standard)
	s := &talkative{stall: w.stall}
	r.Channel, r.ERP = "stall-1", "books-1"
	b, err := bridge.New(w.store, bridge.Account("stall-1", s), bridge.Account("books-1", w.books), r, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	return w, s
}

// What people do with a buyer reaches the channel: taken into work, reached in vain, a comment. It is told once.
func TestTheChannelIsToldWhatPeopleDo(t *testing.T) {
	w, s := talks(t, bridge.Route{})
	id := w.buy()
	w.sync()
	require.Empty(t, w.stall.done(), "a new order is left alone")
	w.does(id, order.Take{})
	w.does(id, order.ContactBuyer{Channel: "phone", Code: "47"})
	w.does(id, order.WriteComment{Text: "call in the evening"})
	w.sync()
	w.sync()
	require.ElementsMatch(t, []string{"take " + id, "contact " + id, "comment " + id}, w.stall.done())
	for _, c := range s.causes {
		if b, is := c.Body.(order.Contacted); is {
			require.Equal(t, 1, b.N)
			require.Equal(t, "47", b.Code)
		}
	}
}

// A comment that the channel refuses holds up nothing, and nobody has to settle it.
func TestARefusedCommentHoldsUpNothing(t *testing.T) {
	w, _ := talks(t, bridge.Route{})
	id := w.buy()
	w.sync()
	w.does(id, order.WriteComment{Text: "bad"})
	w.does(id, order.Confirm{})
	w.sync()
	require.Equal(t, status.ItemConfirmed, w.stall.state(id, "1"))
	for _, e := range w.owed(bridge.EffectFilter{Order: "stall-1/" + id}) {
		require.False(t, e.Phase.Open(), "%s is %s", e.Kind, e.Phase)
	}
	require.Contains(t, textsOf(w.journal(bridge.JournalFilter{})), "no such words here")
}

func textsOf(es []bridge.Entry) string {
	var all []string
	for _, e := range es {
		all = append(all, e.Text)
	}
	return strings.Join(all, "\n")
}

// With Route.Take a new order is taken into work at once, and only a new one: loading an order in any other state
// writes nothing.
func TestANewOrderIsTakenIntoWork(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(w *town, s *talkative, id string)
		want    []string
		state   status.OrderState
	}{
		"new":       {func(*town, *talkative, string) {}, []string{"take 1001"}, status.OrderInWork},
		"in work":   {func(_ *town, s *talkative, _ string) { s.inWork = true }, nil, status.OrderInWork},
		"confirmed": {func(w *town, _ *talkative, id string) { w.stall.set(id, status.ItemConfirmed, "1", "2", "3") }, nil, status.OrderConfirmed},
		"cancelled": {func(w *town, _ *talkative, id string) { w.stall.set(id, status.ItemCancelled, "1", "2", "3") }, nil, status.OrderCancelled},
		"unknown":   {func(_ *town, s *talkative, _ string) { s.strange = true }, nil, status.OrderNew},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := talks(t, bridge.Route{Take: true})
			id := w.buy()
			c.prepare(w, s, id)
			w.sync()
			w.clock.pass(2 * time.Hour)
			w.sync()
			require.Equal(t, c.want, w.stall.done())
			require.Equal(t, c.state, w.order(id).State())
		})
	}
}

// What the channel reports itself is not sent back to it.
func TestWhatTheChannelShowsInWorkIsNotTakenThere(t *testing.T) {
	w, s := talks(t, bridge.Route{})
	id := w.buy()
	w.sync()
	s.inWork = true
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Equal(t, status.OrderInWork, w.order(id).State())
	require.Empty(t, w.stall.done())
}

// People choose one of the codes that are open in the channel now; one that is not open is the channel's refusal, and
// waits for a person.
func TestPeopleCancelWithACodeOfTheChannel(t *testing.T) {
	w, s := talks(t, bridge.Route{})
	s.codes = []channels.Choice{{Code: "18", Name: "Немає в наявності", Reason: status.ReasonOutOfStock, NeedsComment: true}}
	id, other := w.buy(), w.buy()
	w.sync()
	open, err := w.b.CancelChoices(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.Equal(t, s.codes, open)
	w.does(id, order.Cancel{Reason: open[0].Reason, Code: open[0].Code, Told: "by phone", Text: "sold out"})
	w.does(other, order.Cancel{Reason: status.ReasonOutOfStock, Code: "closed", Told: "by phone"})
	w.sync()
	require.Equal(t, status.ItemCancelled, w.stall.state(id, "1"))
	require.Len(t, s.causes, 1)
	b, is := s.causes[0].Body.(order.Cancelled)
	require.True(t, is)
	require.Equal(t, "18", b.Code)
	require.Equal(t, "by phone", b.Told)
	parked := w.owed(bridge.EffectFilter{Order: "stall-1/" + other, Phases: []bridge.Phase{bridge.PhaseParked}})
	require.Len(t, parked, 1)
	require.Equal(t, "this status is not open", parked[0].Outcome.Text)

	_, err = w.b.CancelChoices(t.Context(), "stall-1/none")
	require.ErrorIs(t, err, bridge.ErrUnknown)
	plain := newTown(t, order.Standard)
	bought := plain.buy()
	plain.sync()
	_, err = plain.b.CancelChoices(t.Context(), "stall-1/"+bought)
	require.ErrorIs(t, err, ordo.ErrUnsupported)
}

// A channel that takes the order back is sent nothing any more, nor what a person wants, until a person has dealt with
// it. The other side goes on, and the merchant reads there what to do.
func TestNothingIsSentToAChannelThatTookTheOrderBack(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.stall.set(id, status.ItemConfirmed, "1", "2", "3")
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
	w.stall.set(id, status.ItemNew, "1", "2", "3")
	w.clock.pass(2 * time.Hour)
	w.sync()
	holds := w.order(id).View().Holds
	require.Len(t, holds, 3, "one for each lot, as each is reported")
	require.Equal(t, order.HoldDivergence, holds[0].Kind)
	require.Contains(t, strings.Join(w.books.notes["L"+id], " "), "restore it there")

	w.does(id, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "2", "3")}}})
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Empty(t, w.stall.done(), "the channel is not overwritten")
	require.Equal(t, "packed", w.books.orders["L"+id])
	for _, h := range holds {
		w.does(id, order.ClearHold{Hold: h.N, Note: "the marketplace set it right"})
	}
	require.Equal(t, []string{"pack " + id + " 1 2 3"}, w.stall.done())
}

// Each thing that the channel changed is one entry of the journal: lines, prices, details, confirmations. Reading the
// same again adds none.
func TestEachChangeIsReported(t *testing.T) {
	w, s := talks(t, bridge.Route{})
	w.buy()
	w.sync()
	line := func(id string, n int, total int64) order.Line {
		return order.Line{ID: id, SKU: "SKU-" + id, Name: "Thing " + id, Quantity: amount.Pcs(n), Total: amount.RUB(total)}
	}
	read := func(what string, reports ...order.Observation) (texts []string) {
		t.Helper()
		s.more = reports
		for range 2 {
			w.clock.pass(2 * time.Hour)
			w.sync()
		}
		for _, e := range w.journal(bridge.JournalFilter{}) {
			if e.What == what {
				texts = append(texts, e.Text)
			}
		}
		return texts
	}
	lines := order.LinesReport{Lines: []order.Line{line("1", 2, 20000), line("2", 1, 9000), line("4", 3, 3000)}}
	require.Equal(t, []string{"line 3 (Thing 3): 1 less, 100.00 RUB"}, read("line-cut", lines))
	require.Equal(t, []string{"line 1 (Thing 1): 1 more, 100.00 RUB"}, read("line-extended", lines))
	require.Equal(t, []string{"line 4 is new: Thing 4 × 3, 30.00 RUB"}, read("line-added", lines))
	require.Equal(t, []string{"line 2 (Thing 2) costs 90.00 RUB now"}, read("line-repriced", lines))
	details := order.DetailsReport{Buyer: order.Buyer{Name: "Ірина"}, Delivery: order.Delivery{City: "Київ"}}
	require.Equal(t, []string{`buyer.name is "Ірина" now, it was ""`, `delivery.city is "Київ" now, it was ""`}, read("detail", lines, details))
	require.Equal(t, []string{"the order waits for the confirmation buyer"}, read("confirmation-asked", order.ConfirmationReport{Open: []status.Confirmation{status.ConfirmBuyer}}))
	require.Equal(t, []string{"stall-1 gave the confirmation buyer"}, read("confirmation", order.ConfirmationReport{}))
}
