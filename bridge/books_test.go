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
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ordersNotInBooks lists the orders that the books do not have yet.
func ordersNotInBooks(m *chaos.Market) []string {
	m.Helper()
	var out []string
	for s, err := range m.Store.Orders(m.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagNotInBooks}}) {
		require.NoError(m, err)
		out = append(out, s.ID)
	}
	return out
}

// waitingForBooks is what the journal says about orders that are not in the books yet.
func waitingForBooks(m *chaos.Market) []string {
	m.Helper()
	var out []string
	for _, e := range m.Journal(bridge.JournalFilter{What: "export"}) {
		out = append(out, e.Account+": "+e.Text)
	}
	return out
}

// An order of the own shop: the people have it at once, the books when it is paid, once and with its payment; the
// document of sale is theirs.
//
// covers: B24-1 (the export half)
func TestTheBooksGetAnOrderWhenItIsPaid(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		_, inCRM := s.CRM.Order(x.ID)
		require.True(t, inCRM, "people work with it at once")
		require.Empty(t, s.Books.Orders())
		require.Equal(t, []string{"shop-1/" + x.ID}, ordersNotInBooks(s.Market))
		require.Equal(t, []string{"books-1: the order is not sent yet: 5800.00 RUB is still to be paid"}, waitingForBooks(s.Market))
		time.Sleep(time.Hour)
		s.Sync()
		require.Len(t, waitingForBooks(s.Market), 1, "said once")

		x.Pays()
		require.Len(t, s.Books.Orders(), 1)
		in := s.Books.Orders()[0]
		require.Equal(t, "shop-1/"+x.ID, in.Order.ID)
		require.Equal(t, x.Order().Total(), in.Order.Paid, "with its payment")
		require.Empty(t, ordersNotInBooks(s.Market))
		require.Empty(t, x.Order().View().Labels["export/books-1"])

		x.Ships()
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		ds := x.Order().View().Documents
		require.Len(t, ds, 1)
		require.Equal(t, "sale S-0001 of books-1", ds[0].Kind+" "+ds[0].Number+" of "+ds[0].Ref.Account)
		require.Len(t, s.Books.Orders()[0].Documents, 1)
		require.Equal(t, 3, s.Books.Commits(), "the order, the code of the shoes, and its sale")
		id, err := s.Bridge.Find(s.Context(), ds[0].Ref)
		require.NoError(t, err)
		require.Equal(t, "shop-1/"+x.ID, id, "found by its document")
		s.Quiet()
	}, chaos.WithCDEK, chaos.WithBooks)
}

func TestAnOrderThatEndsBeforeItIsPaidIsNeverInTheBooks(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		time.Sleep(48 * time.Hour)
		x.Settle()
		require.Equal(t, status.OrderCancelled, x.Order().State())
		require.Zero(t, s.Books.Commits())
		require.Empty(t, ordersNotInBooks(s.Market))
		require.Empty(t, x.Owes())
	}, chaos.WithBooks)
}

// Paid at the counter when it is handed out, it is over when the gate opens; and it is a sale.
func TestAnOrderThatIsPaidWhenItIsOverIsInTheBooks(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Scheme, d.Lines[0].MarkRequired = order.OwnPickup, false
		x := s.Sells(d)
		x.Does(order.Confirm{}, order.Deliver{})
		x.Settle()
		require.Empty(t, s.Books.Orders())
		x.Does(order.Pay{Payment: order.Payment{ID: "till", State: status.PaymentPaid, Amount: x.Order().Total(), Method: "cash"}})
		x.Settle()
		require.Len(t, s.Books.Orders(), 1)
		require.Equal(t, x.Order().Total(), s.Books.Orders()[0].Order.Paid)
	}, chaos.WithBooks)
}

// What happened before is in the order as it comes; what happens afterwards is told.
func TestTheBooksAreToldWhatHappensAfterTheyGotTheOrder(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Does(order.Cancel{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonBuyerCancelled})
		x.Settle()
		x.Pays()
		require.Equal(t, 1, s.Books.Commits(), "one write, and no cancellation before it")
		in := s.Books.Orders()[0]
		require.Equal(t, "5450.00 RUB", in.Order.Total.String())
		require.Empty(t, in.Cancelled)

		x.Refunds(x.Returns(order.PickAll("socks"))) // it is no longer what was paid, and stays
		require.Equal(t, []string{"socks"}, s.Books.Orders()[0].Cancelled)
		require.Len(t, s.Books.Orders(), 1)
	}, chaos.WithBooks)
}

// The books give their numbers themselves, to orders and to documents: what follows is still about the order.
func TestACancellationAfterASaleIsAboutTheOrder(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes")})
		x.AsksFor(1, carriers.Values{"services": ""})
		x.Settle()
		require.Len(t, s.Books.Orders()[0].Documents, 1)
		x.Refunds(x.Returns(order.PickAll("socks")))
		require.Equal(t, []string{"socks"}, s.Books.Orders()[0].Cancelled)
		s.Quiet()
	}, chaos.WithCDEK, chaos.WithBooks)
}

// The books got the order after the carrier had accepted its parcel: the sale follows, and only then is it sent.
func TestAParcelThatWasAcceptedBeforeTheBooksHadTheOrder(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		require.NotEmpty(t, x.Parcel(1).Waybill)
		require.NotEqual(t, status.ShipmentSent, x.Parcel(1).State)
		require.Empty(t, s.Books.Orders())
		require.Equal(t, "young", x.Order().View().Labels["export/books-1"])
		time.Sleep(24 * time.Hour)
		x.Settle()
		require.Len(t, s.Books.Orders(), 1)
		require.Len(t, s.Books.Orders()[0].Documents, 1)
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
	}, chaos.WithCDEK, chaos.WithBooks, func(s *chaos.Shop) { s.Way.Export.After = 24 * time.Hour })
}

// A lost answer, then a failure: one order, one sale.
func TestALostAnswerOfTheBooksDoublesNothing(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		s.Books.LoseNext(&ordo.Error{System: "books", Class: ordo.InDoubt, Text: "the answer was lost"})
		x.Pays()
		s.Books.FailNext(&ordo.Error{System: "books", Class: ordo.Retry, Text: "busy"})
		x.Ships()
		x.Settle()
		require.Len(t, s.Books.Orders(), 1)
		require.Len(t, s.Books.Orders()[0].Documents, 1)
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		require.Equal(t, 3, s.Books.Commits(), "the order, the code of the shoes, and its sale")
		s.Quiet()
	}, chaos.WithCDEK, chaos.WithBooks)
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
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Confirmations = []status.Confirmation{status.ConfirmShop}
		x := s.Sells(d)
		time.Sleep(time.Hour)
		x.Settle()
		require.Empty(t, s.Books.Orders())
		require.Equal(t, "open", x.Order().View().Labels["export/books-1"])
		y := s.Sells(chaos.ShoesAndSocks())
		time.Sleep(time.Minute)
		y.Settle()
		require.Len(t, s.Books.Orders(), 1, "others go on")
		x.Does(order.GiveConfirmation{Of: status.ConfirmShop})
		x.Settle()
		require.Len(t, s.Books.Orders(), 2)
	}, chaos.WithBooks, func(s *chaos.Shop) {
		s.Way.Export = bridge.Export{When: bridge.ExportWhenNothingOpen, After: time.Minute}
	})
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
		_, err := w.b.Do(t.Context(), "stall-1/"+id, order.ClearHold{Hold: h.N, Note: "checked"}, order.By{Actor: chaos.Clerk})
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
