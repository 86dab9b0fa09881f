package bridge_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// sameName is a ledger that gives all orders one name.
type sameName struct{ *ledger }

func (sameName) Ref(order.View) order.Ref { return order.Ref{Kind: "order", ID: "L"} }

// Two orders that the books would give one name: the second waits, says why, and can still be worked on.
func TestAnOrderWhoseNameInTheBooksIsTakenKeepsNobodyBusy(t *testing.T) {
	w := newPair(t, bridge.Export{})
	s := &watchedStore{Store: w.store}
	b, err := bridge.New(s, bridge.Account("stall-1", w.stall), bridge.Account("crm-1", w.books), bridge.Account("books-1", sameName{w.accounts}),
		bridge.Route{Channel: "stall-1", ERP: "crm-1", Books: "books-1", Export: bridge.Export{After: time.Hour}}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	first, second := w.buy(), w.buy()
	require.NoError(t, w.boundedPass(s))
	w.clock.pass(time.Hour)
	require.NoError(t, w.boundedPass(s), "the pass does not end (%d claims)", s.claims)
	require.Len(t, w.accounts.done(), 1)
	for _, id := range []string{first, second} {
		_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Cancel{Reason: status.ReasonOutOfStock}, anna)
		require.NoError(t, err, "it can be cancelled")
	}
	require.NoError(t, w.boundedPass(s))
	require.Equal(t, status.OrderCancelled, w.order(second).State())
}

// deaf is a ledger that gives its names itself and takes no order.
type deaf struct {
	*ledger
	out order.Outcome
	n   int
}

func (*deaf) Ref(order.View) order.Ref { return order.Ref{} }

func (d *deaf) Apply(_ context.Context, t order.Task) (order.Outcome, error) {
	d.n++
	return d.out, nil
}

// What the books say once that they cannot take is not sent to them for ever.
func TestAnOrderThatTheBooksCannotTakeIsSentOnce(t *testing.T) {
	for _, kind := range []order.OutcomeKind{order.Unsupported, order.AlreadySo, order.Applied} {
		t.Run(kind.String(), func(t *testing.T) {
			w := newPair(t, bridge.Export{})
			s := &watchedStore{Store: w.store}
			d := &deaf{ledger: w.accounts, out: order.Outcome{Kind: kind, Text: "not this one"}}
			b, err := bridge.New(s, bridge.Account("stall-1", w.stall), bridge.Account("crm-1", w.books), bridge.Account("books-1", d),
				bridge.Route{Channel: "stall-1", ERP: "crm-1", Books: "books-1"}, bridge.WithClock(w.clock))
			require.NoError(t, err)
			w.b = b
			id := w.buy()
			require.NoError(t, w.boundedPass(s), "the pass does not end (%d claims)", s.claims)
			require.LessOrEqual(t, d.n, 2)
			_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
			require.NoError(t, err)
			require.NoError(t, w.boundedPass(s))
			require.LessOrEqual(t, d.n, 4)
		})
	}
}

// refusedByTheBooks has an order that the books refused, and the key of the effect that waits for a person.
func refusedByTheBooks(t *testing.T, why string) (w *pair, d *deaf, id, parked string) {
	t.Helper()
	w = newPair(t, bridge.Export{})
	d = &deaf{ledger: w.accounts, out: order.Outcome{Kind: order.Rejected, Text: why}}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("crm-1", w.books), bridge.Account("books-1", d),
		bridge.Route{Channel: "stall-1", ERP: "crm-1", Books: "books-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	id = w.buy()
	w.sync()
	owed := w.owed(bridge.EffectFilter{Account: "books-1", Phases: []bridge.Phase{bridge.PhaseParked}})
	require.Len(t, owed, 1)
	return w, d, id, owed[0].Key
}

// A person decides that the books will never have an order.
func TestAnOrderThatAPersonKeepsFromTheBooksStaysOut(t *testing.T) {
	w, d, id, parked := refusedByTheBooks(t, "the period is closed")
	require.NoError(t, w.b.Resolve(t.Context(), parked, order.Outcome{Kind: order.Rejected}, chaos.Clerk))
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
	require.NoError(t, err)
	w.sync()
	require.Equal(t, 1, d.n)
	require.Empty(t, w.owed(bridge.EffectFilter{Account: "books-1", Phases: []bridge.Phase{bridge.PhaseParked, bridge.PhasePending}}))
	require.Equal(t, []string{"stall-1/" + id}, notInBooks(w.town))

	// He changes his mind.
	d.out = order.Outcome{Kind: order.Applied, Ref: order.Ref{Kind: "order", ID: "7"}}
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Label{Key: "export/books-1"}, anna)
	require.NoError(t, err)
	w.sync()
	require.Equal(t, 2, d.n)
	require.Empty(t, notInBooks(w.town))
	found, err := w.b.Find(t.Context(), order.Ref{System: "ledger", Account: "books-1", Kind: "order", ID: "7"})
	require.NoError(t, err)
	require.Equal(t, "stall-1/"+id, found)
}

func notInBooks(w *town) (out []string) {
	w.t.Helper()
	for s, err := range w.store.Orders(w.t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagNotInBooks}}) {
		require.NoError(w.t, err)
		out = append(out, s.ID)
	}
	return out
}

// A person found the order in the books, after the answer was lost for good.
func TestAnOrderThatAPersonFoundInTheBooksHasTheNameThatHeGives(t *testing.T) {
	w, d, id, parked := refusedByTheBooks(t, "it exists")
	ref := order.Ref{Kind: "order", ID: "7"}
	require.NoError(t, w.b.Resolve(t.Context(), parked, order.Outcome{Kind: order.AlreadySo, Ref: ref}, chaos.Clerk))
	w.sync()
	require.Equal(t, 1, d.n)
	require.Empty(t, notInBooks(w.town))
	found, err := w.b.Find(t.Context(), order.Ref{System: "ledger", Account: "books-1", Kind: "order", ID: "7"})
	require.NoError(t, err)
	require.Equal(t, "stall-1/"+id, found)
}

// Cancelled before anything was sent to the books: they never get it.
func TestAnOrderThatIsCancelledBeforeItIsSentIsNeverInTheBooks(t *testing.T) {
	w := newPair(t, bridge.Export{}, bridge.Schedule{Account: "books-1", Every: []time.Duration{time.Hour}, WritesWait: true})
	id := w.buy()
	_, err := w.b.Poll(t.Context(), "stall-1")
	require.NoError(t, err)
	require.NoError(t, w.b.Work(t.Context()))
	require.Len(t, w.owed(bridge.EffectFilter{Account: "books-1", Phases: []bridge.Phase{bridge.PhasePending}}), 1)
	w.stall.set(id, status.ItemCancelled, "1", "2", "3")
	w.clock.pass(2 * time.Hour)
	require.NoError(t, w.b.Work(t.Context())) // the refresh
	require.Equal(t, status.OrderCancelled, w.order(id).State())
	w.sync()
	require.Empty(t, w.accounts.done())
	require.Equal(t, "cancelled", w.books.status("L"+id), "where people work it is cancelled")
	_, err = w.b.Find(t.Context(), order.Ref{System: "ledger", Account: "books-1", Kind: "order", ID: "L" + id})
	require.ErrorIs(t, err, bridge.ErrUnknown, "it has no name there")
}

// A command that was given stays given: the answer to its repetition is not that nothing was done.
func TestAFreshCommandThatWasGivenIsNotRefusedLater(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a := w.cabinet.place("processing", monday)
	w.pass()
	by := anna
	by.Key = "click-1"
	_, err := w.b.Do(t.Context(), "rz-1/1", order.Confirm{}, by, bridge.Fresh)
	require.NoError(t, err)
	w.cabinet.edit(a, func(r *row) { r.status = "refused" })
	_, err = w.b.Do(t.Context(), "rz-1/1", order.Confirm{}, by, bridge.Fresh)
	require.NoError(t, err)
	require.Equal(t, status.OrderConfirmed, w.order(a).State(), "the channel is read for what is still to be given")
}
