package bridge_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// notInBooks lists the orders that the books do not have yet.
func (m *market) notInBooks() []string {
	m.Helper()
	var out []string
	for s, err := range m.store.Orders(m.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagNotInBooks}}) {
		require.NoError(m, err)
		out = append(out, s.ID)
	}
	return out
}

// waiting is what the journal says about orders that are not in the books yet.
func (m *market) waiting() []string {
	m.Helper()
	var out []string
	for _, e := range m.journal(bridge.JournalFilter{What: "export"}) {
		out = append(out, e.Account+": "+e.Text)
	}
	return out
}

// An order of the own shop: the people have it at once, the books when it is paid, once and with its payment; the
// document of sale is theirs.
//
// covers: B24-1 (the export half)
func TestTheBooksGetAnOrderWhenItIsPaid(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		_, inCRM := s.crm.Order(x.id)
		require.True(t, inCRM, "people work with it at once")
		require.Empty(t, s.books.Orders())
		require.Equal(t, []string{"shop-1/" + x.id}, s.notInBooks())
		require.Equal(t, []string{"books-1: the order is not sent yet: 5800.00 RUB is still to be paid"}, s.waiting())
		at(time.Hour)
		s.sync()
		require.Len(t, s.waiting(), 1, "said once")

		x.pays()
		require.Len(t, s.books.Orders(), 1)
		in := s.books.Orders()[0]
		require.Equal(t, "shop-1/"+x.id, in.Order.ID)
		require.Equal(t, x.order().Total(), in.Order.Paid, "with its payment")
		require.Empty(t, s.notInBooks())
		require.Empty(t, x.order().View().Labels["export/books-1"])

		x.ships()
		x.settle()
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
		ds := x.order().View().Documents
		require.Len(t, ds, 1)
		require.Equal(t, "sale S-0001 of books-1", ds[0].Kind+" "+ds[0].Number+" of "+ds[0].Ref.Account)
		require.Len(t, s.books.Orders()[0].Documents, 1)
		require.Equal(t, 3, s.books.Commits(), "the order, the code of the shoes, and its sale")
		id, err := s.b.Find(s.Context(), ds[0].Ref)
		require.NoError(t, err)
		require.Equal(t, "shop-1/"+x.id, id, "found by its document")
		s.quiet()
	}, withCDEK, withBooks)
}

func TestAnOrderThatEndsBeforeItIsPaidIsNeverInTheBooks(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		at(48 * time.Hour)
		x.settle()
		require.Equal(t, status.OrderCancelled, x.order().State())
		require.Zero(t, s.books.Commits())
		require.Empty(t, s.notInBooks())
		require.Empty(t, x.owes())
	}, withBooks)
}

// Paid at the counter when it is handed out, it is over when the gate opens; and it is a sale.
func TestAnOrderThatIsPaidWhenItIsOverIsInTheBooks(t *testing.T) {
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Scheme, d.Lines[0].MarkRequired = order.OwnPickup, false
		x := s.sells(d)
		x.does(order.Confirm{}, order.Deliver{})
		x.settle()
		require.Empty(t, s.books.Orders())
		x.does(order.Pay{Payment: order.Payment{ID: "till", State: status.PaymentPaid, Amount: x.order().Total(), Method: "cash"}})
		x.settle()
		require.Len(t, s.books.Orders(), 1)
		require.Equal(t, x.order().Total(), s.books.Orders()[0].Order.Paid)
	}, withBooks)
}

// What happened before is in the order as it comes; what happens afterwards is told.
func TestTheBooksAreToldWhatHappensAfterTheyGotTheOrder(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(shoesAndSocks())
		x.does(order.Cancel{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonBuyerCancelled})
		x.settle()
		x.pays()
		require.Equal(t, 1, s.books.Commits(), "one write, and no cancellation before it")
		in := s.books.Orders()[0]
		require.Equal(t, "5450.00 RUB", in.Order.Total.String())
		require.Empty(t, in.Cancelled)

		x.refunds(x.returns(order.PickAll("socks"))) // it is no longer what was paid, and stays
		require.Equal(t, []string{"socks"}, s.books.Orders()[0].Cancelled)
		require.Len(t, s.books.Orders(), 1)
	}, withBooks)
}

// The books give their numbers themselves, to orders and to documents: what follows is still about the order.
func TestACancellationAfterASaleIsAboutTheOrder(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes")})
		x.asksFor(1, carriers.Values{"services": ""})
		x.settle()
		require.Len(t, s.books.Orders()[0].Documents, 1)
		x.refunds(x.returns(order.PickAll("socks")))
		require.Equal(t, []string{"socks"}, s.books.Orders()[0].Cancelled)
		s.quiet()
	}, withCDEK, withBooks)
}

// The books got the order after the carrier had accepted its parcel: the sale follows, and only then is it sent.
func TestAParcelThatWasAcceptedBeforeTheBooksHadTheOrder(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		require.NotEmpty(t, x.parcel(1).Waybill)
		require.NotEqual(t, status.ShipmentSent, x.parcel(1).State)
		require.Empty(t, s.books.Orders())
		require.Equal(t, "young", x.order().View().Labels["export/books-1"])
		at(24 * time.Hour)
		x.settle()
		require.Len(t, s.books.Orders(), 1)
		require.Len(t, s.books.Orders()[0].Documents, 1)
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
	}, withCDEK, withBooks, func(s *shop) { s.way.Export.After = 24 * time.Hour })
}

// A lost answer, then a failure: one order, one sale.
func TestALostAnswerOfTheBooksDoublesNothing(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		s.books.LoseNext(&ordo.Error{System: "books", Class: ordo.InDoubt, Text: "the answer was lost"})
		x.pays()
		s.books.FailNext(&ordo.Error{System: "books", Class: ordo.Retry, Text: "busy"})
		x.ships()
		x.settle()
		require.Len(t, s.books.Orders(), 1)
		require.Len(t, s.books.Orders()[0].Documents, 1)
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
		require.Equal(t, 3, s.books.Commits(), "the order, the code of the shoes, and its sale")
		s.quiet()
	}, withCDEK, withBooks)
}

// covers: ES-3 (the bridge's half)
func TestAnOrderGoesToTheBooksAMinuteAfterItWasPlaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stall, books := newStall(order.Standard), erptest.NewBooks()
		b, err := bridge.New(memory.New(), bridge.Account("stall-1", stall), bridge.Account("books-1", books),
			bridge.Route{Channel: "stall-1", Books: "books-1", Export: bridge.Export{When: bridge.ExportWhenNothingOpen, After: time.Minute}},
			bridge.WithPollEvery(time.Hour), bridge.WithRefreshEvery(-1))
		require.NoError(t, err)
		stall.buy(time.Now())
		time.Sleep(10 * time.Second) // it is placed when the shop says, not when it is found
		_, err = b.Sync(t.Context())
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { _ = b.Run(ctx); close(done) }()
		time.Sleep(49 * time.Second)
		synctest.Wait()
		require.Empty(t, books.Orders(), "59 seconds")
		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, books.Orders(), 1, "60 seconds, with nobody asking")
		stop()
		<-done
	})
}

// covers: ES-3 (the bridge's half)
func TestAnOrderWithAnOpenConfirmationIsNotInTheBooks(t *testing.T) {
	sells(t, func(s *shop) {
		d := shoesAndSocks()
		d.Confirmations = []status.Confirmation{status.ConfirmShop}
		x := s.sells(d)
		at(time.Hour)
		x.settle()
		require.Empty(t, s.books.Orders())
		require.Equal(t, "open", x.order().View().Labels["export/books-1"])
		y := s.sells(shoesAndSocks())
		at(time.Minute)
		y.settle()
		require.Len(t, s.books.Orders(), 1, "others go on")
		x.does(order.GiveConfirmation{Of: status.ConfirmShop})
		x.settle()
		require.Len(t, s.books.Orders(), 2)
	}, withBooks, func(s *shop) { s.way.Export = bridge.Export{When: bridge.ExportWhenNothingOpen, After: time.Minute} })
}

// pair is a stall whose orders go to two ledgers: one where people work, one with the books.
type pair struct {
	*town
	accounts *ledger
}

func newPair(t *testing.T, export bridge.Export, opts ...bridge.Option) *pair {
	t.Helper()
	w := &pair{&town{t: t, stall: newStall(order.Standard), books: newLedger(), clock: &clock{t: monday}, store: memory.New()}, newLedger()}
	b, err := bridge.New(w.store, append([]bridge.Option{
		bridge.Account("stall-1", w.stall), bridge.Account("crm-1", w.books), bridge.Account("books-1", w.accounts),
		bridge.Route{Channel: "stall-1", ERP: "crm-1", Books: "books-1", Export: export},
		bridge.WithClock(w.clock),
	}, opts...)...)
	require.NoError(t, err)
	w.b = b
	return w
}

// On hold an order is with the people, who see why, and not in the books.
func TestAnOrderOnHoldIsNotInTheBooks(t *testing.T) {
	w := newPair(t, bridge.Export{After: 2 * time.Hour})
	id := w.buy()
	w.sync()
	w.stall.set(id, status.ItemCancelled+1, "2") // a status that nobody knows
	w.clock.pass(3 * time.Hour)
	w.sync()
	require.True(t, w.order(id).Held())
	require.Contains(t, w.books.done(), "upsert L"+id)
	require.Empty(t, w.accounts.done())
	require.Equal(t, "held", w.order(id).View().Labels["export/books-1"])
	w.stall.set(id, status.ItemNew, "2")
	for _, h := range w.order(id).View().Holds {
		_, err := w.b.Do(t.Context(), "stall-1/"+id, order.ClearHold{Hold: h.N, Note: "checked"}, order.By{Actor: clerk})
		require.NoError(t, err)
	}
	w.sync()
	require.Equal(t, []string{"upsert L" + id}, w.accounts.done())
}

// An old order that is found goes through the gate as any other.
func TestAnOldOrderThatIsFoundGoesThroughTheGate(t *testing.T) {
	w := newPair(t, bridge.Export{When: bridge.ExportWhenPaid})
	id, gone := w.buy(), w.buy()
	w.stall.set(id, status.ItemConfirmed, "1", "2", "3")
	w.stall.set(gone, status.ItemCancelled, "1", "2", "3")
	w.sync()
	_, err := w.b.Sync(t.Context())
	require.NoError(t, err)
	require.Empty(t, w.accounts.done())
	for s, err := range w.store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagNotInBooks}}) {
		require.NoError(t, err)
		require.Equal(t, "stall-1/"+id, s.ID)
	}
}

// The two systems are told of what happens in the other one, and not of their own.
func TestEachSystemIsToldWhatTheOtherDid(t *testing.T) {
	w := newPair(t, bridge.Export{}, bridge.WithPeople(people))
	id := w.buy()
	w.sync()
	w.books.setsBy("L"+id, "21", order.Cancel{Picks: order.PickAll("2"), Reason: status.ReasonOutOfStock})
	w.sync()
	require.NotContains(t, w.books.done(), "cancel L"+id, "it was done there")
	require.Contains(t, w.accounts.done(), "cancel L"+id)
	w.accounts.setsBy("L"+id, "21", order.Cancel{Picks: order.PickAll("3"), Reason: status.ReasonOutOfStock})
	w.sync()
	require.Contains(t, w.books.done(), "cancel L"+id)
	require.Equal(t, 1, howOften(w.accounts.done(), "cancel L"+id))
	require.Equal(t, status.ItemCancelled, w.stall.state(id, "3"))
}

// The books say what they keep; they give no commands of people, unless a person does.
func TestTheBooksGiveNoCommands(t *testing.T) {
	w := newPair(t, bridge.Export{}, bridge.WithPeople(people))
	id := w.buy()
	w.sync()
	w.accounts.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	require.Empty(t, w.stall.done())
	require.Len(t, w.accounts.noted("L"+id), 1, "whoever wanted it reads it where it was wanted")
	require.Contains(t, w.accounts.noted("L" + id)[0], "role books")
	require.Empty(t, w.books.noted("L"+id))
	w.accounts.setsBy("L"+id, "21", order.Confirm{})
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
}

// One system that does not answer stops only its own work.
func TestOneSystemThatFailsDoesNotStopTheOther(t *testing.T) {
	for name, down := range map[string]func(w *pair) (down, up *ledger){
		"the books": func(w *pair) (*ledger, *ledger) { return w.accounts, w.books },
		"the CRM":   func(w *pair) (*ledger, *ledger) { return w.books, w.accounts },
	} {
		t.Run(name, func(t *testing.T) {
			w := newPair(t, bridge.Export{})
			bad, good := down(w)
			bad.fault = func(string) error { return &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "down"} }
			id := w.buy()
			w.sync()
			require.Equal(t, []string{"upsert L" + id}, good.done())
			require.Empty(t, bad.done())
			bad.fault = nil
			w.clock.pass(time.Minute)
			w.sync()
			require.Equal(t, []string{"upsert L" + id}, bad.done())

			bad.unread = &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "cannot be read"}
			good.keeps("L"+id, "odd")
			w.clock.pass(time.Hour + time.Minute)
			w.sync()
			require.Len(t, w.journal(bridge.JournalFilter{What: "difference"}), 1, "the other was read")
			require.Len(t, w.journal(bridge.JournalFilter{What: "look"}), 1)
		})
	}
}

// reporter is a ledger that reports a document when it is read after a change.
type reporter struct {
	*ledger
	document order.Document
}

func (r *reporter) Read(_ context.Context, cs []erp.Change, _ order.View) (erp.Reading, error) {
	if len(cs) == 0 {
		return erp.Reading{}, nil
	}
	return erp.Reading{Reports: []order.Observation{order.DocumentReport{Document: r.document}}}, nil
}

// What people did in the books counts there: a sale that the order cannot follow stays, and the order is on hold. From
// where people work, the same is a wish.
func TestADocumentOfTheBooksIsAFact(t *testing.T) {
	sale := order.Document{Kind: "sale", Number: "S-7", Posted: true, Ref: order.Ref{System: "ledger", Account: "books-1", Kind: "sale", ID: "S-7"}}
	for name, books := range map[string]bool{"in the books": true, "where people work": false} {
		t.Run(name, func(t *testing.T) {
			w := &town{t: t, stall: newStall(order.ByCarrier), books: newLedger(), clock: &clock{t: monday}, store: memory.New()}
			other := newLedger()
			crm, accounts := erp.System(other), erp.System(&reporter{w.books, sale})
			if !books {
				crm, accounts = accounts, crm
			}
			b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("crm-1", crm), bridge.Account("books-1", accounts),
				bridge.Route{Channel: "stall-1", ERP: "crm-1", Books: "books-1"}, bridge.WithClock(w.clock))
			require.NoError(t, err)
			w.b = b
			id := w.buy()
			w.sync()
			w.books.sets("L"+id, "")
			w.sync()
			v := w.order(id).View()
			require.Equal(t, books, w.order(id).Held())
			require.Equal(t, books, len(v.Documents) == 1)
			require.Equal(t, !books, len(v.Notes) == 1)
		})
	}
}
