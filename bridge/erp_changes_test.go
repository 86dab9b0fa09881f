package bridge_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// office is a shop whose people work in a ledger that shows no lines and no money, and whose books show both.
type office struct {
	*testing.T
	site   *chaos.Site
	crm    *ledger
	books  *booksAt
	clock  *clock
	store  bridge.Store
	b      *bridge.Bridge
	orders int
}

// booksAt are books of which a test may change what they can, and what they answer.
type booksAt struct {
	*erptest.Books
	cannot  map[order.EffectKind]bool
	refuses func(t order.Task) string // why an effect is refused; empty: it is not
	lies    func(*order.Sums)
	tried   []string
}

func (b *booksAt) Can(k order.EffectKind, s order.SchemeCode) bool {
	return !b.cannot[k] && b.Books.Can(k, s)
}

func (b *booksAt) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	what := string(t.Kind)
	if t.Payment != "" {
		what += " " + t.Payment
	}
	b.tried = append(b.tried, what)
	if b.refuses != nil {
		if why := b.refuses(t); why != "" {
			return order.Outcome{Kind: order.Rejected, Text: why}, nil
		}
	}
	out, err := b.Books.Apply(ctx, t)
	if b.lies != nil && out.Sums != nil {
		b.lies(out.Sums)
	}
	return out, err
}

func newOffice(t *testing.T, opts ...bridge.Option) *office {
	t.Helper()
	f := &office{T: t, site: &chaos.Site{}, crm: newLedger(), books: &booksAt{Books: erptest.NewBooks(), cannot: map[order.EffectKind]bool{}}, clock: &clock{t: monday}, store: memory.New()}
	b, err := bridge.New(f.store, append([]bridge.Option{
		bridge.Account("shop-1", f.site), bridge.Account("crm-1", f.crm), bridge.Account("books-1", f.books),
		bridge.Route{Channel: "shop-1", ERP: "crm-1", Books: "books-1", Authority: order.OwnShop},
		bridge.WithClock(f.clock),
	}, opts...)...)
	require.NoError(t, err)
	f.b = b
	return f
}

// sells places an order of 4800.00, twice 350.00 and 300.00 for the delivery.
func (f *office) sells() string {
	f.Helper()
	f.orders++
	id := fmt.Sprintf("A-%d", f.orders)
	f.site.Drafts = append(f.site.Drafts, order.Draft{
		Ref: order.Ref{System: "site", Kind: "order", ID: id}, Number: id, Scheme: order.OwnPickup, Placed: f.clock.Now(),
		Buyer: order.Buyer{Name: "Иванова Анна", Phone: "+7 900 000-00-00"},
		Lines: []order.Line{
			{ID: "shoes", Name: "Shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)},
			{ID: "socks", Name: "Socks", Quantity: amount.Pcs(2), Price: amount.RUB(35000)},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Price: amount.RUB(30000)},
		},
	})
	f.sync()
	return "shop-1/" + id
}

func (f *office) sync() {
	f.Helper()
	f.clock.pass(time.Second)
	_, err := f.b.Sync(f.Context())
	require.NoError(f, err)
}

// does gives commands one by one, and lets everything happen that follows.
func (f *office) does(id string, cs ...order.Command) {
	f.Helper()
	for _, c := range cs {
		_, err := f.b.Do(f.Context(), id, c, order.By{Actor: chaos.Clerk})
		require.NoError(f, err)
	}
	f.sync()
}

// shown is what the books show of the first order.
func (f *office) shown() string {
	f.Helper()
	o := f.books.Orders()[0]
	s := o.Sums()
	var lines []string
	for _, l := range s.Lines {
		lines = append(lines, fmt.Sprintf("%s %s", l.Name, l.Quantity))
	}
	return fmt.Sprintf("%s: %s, paid %s", strings.Join(lines, ", "), s.Total.Text(), s.Paid.Text())
}

// says are the texts of the journal.
func (f *office) says(what string) []string {
	f.Helper()
	var out []string
	for e, err := range f.store.Journal(f.Context(), bridge.JournalFilter{What: what}) {
		require.NoError(f, err)
		out = append(out, e.Account+": "+e.Text)
	}
	return out
}

// notes are what people are told of the first order.
func (f *office) notes() []string { return f.crm.noted("LA-1") }

func paid(id string, minor int64) order.Pay {
	return order.Pay{Payment: order.Payment{ID: id, Amount: amount.RUB(minor), State: status.PaymentPaid}}
}

// The order is in the ERP unpaid; then it is paid.
//
// fault: M1
func TestAPaymentAfterTheERPHasTheOrderIsShownThere(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	require.Equal(t, "Shoes 1, Socks 2, Delivery 1: 5800.00, paid 0.00", f.shown())
	f.does(id, paid("p1", 580000))
	require.Equal(t, "Shoes 1, Socks 2, Delivery 1: 5800.00, paid 5800.00", f.shown())
	require.Equal(t, []erptest.BookedPayment{{ID: "p1", State: status.PaymentPaid, Kept: amount.RUB(580000)}}, f.books.Orders()[0].Payments)
	require.Empty(t, f.says("sums-differ"))
}

// 1 of 2 comes back, and 350.00 are paid back.
//
// fault: M2
func TestAReturnAndItsRefundAreShownInTheERP(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	f.does(id, paid("p1", 580000), order.Confirm{}, order.Deliver{})
	f.does(id, order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	require.Equal(t, "Shoes 1, Socks 2, Delivery 1: 5800.00, paid 5800.00", f.shown(), "the buyer still has it")
	f.does(id, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	require.Equal(t, "Shoes 1, Socks 1, Delivery 1: 5450.00, paid 5800.00", f.shown())
	f.does(id, order.Refund{Block: 1}, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	require.Equal(t, "Shoes 1, Socks 1, Delivery 1: 5450.00, paid 5450.00", f.shown())
	require.Equal(t, []int{1}, f.books.Orders()[0].Returned)
	require.Empty(t, f.says("sums-differ"))
}

// An unpaid order gets one more.
//
// fault: M3
func TestAnEditIsShownInTheERP(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	f.does(id, order.Edit{Extend: []order.Extension{{Line: "socks", By: amount.Pcs(1), Price: amount.RUB(35000)}}})
	require.Equal(t, "Shoes 1, Socks 3, Delivery 1: 6150.00, paid 0.00", f.shown())
	f.does(id, order.Edit{Add: []order.Line{{ID: "laces", Name: "Laces", Quantity: amount.Pcs(1), Price: amount.RUB(10000)}}})
	f.does(id, order.Reprice{Prices: []order.NewPrice{{Line: "shoes", Total: amount.RUB(470000)}}})
	require.Equal(t, "Shoes 1, Socks 3, Delivery 1, Laces 1: 6150.00, paid 0.00", f.shown())
	f.does(id, order.ChangeDetails{Buyer: order.Buyer{Phone: "+7 900 111-11-11"}})
	require.Equal(t, "+7 900 111-11-11", f.books.Orders()[0].Buyer.Phone)
	require.Empty(t, f.says("sums-differ"))
}

// What a system cannot show is told to people, with both values, once.
//
// fault: M3
func TestAChangeThatASystemCannotShowIsTold(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	f.does(id, order.Edit{Extend: []order.Extension{{Line: "socks", By: amount.Pcs(1), Price: amount.RUB(35000)}}})
	f.does(id, paid("p1", 615000))
	f.does(id, order.ChangeDetails{Delivery: order.Delivery{Address: "Тверь, улица Примерная, 1"}})
	f.sync()
	require.Equal(t, []string{
		"crm-1 cannot be told of a change: Socks: 2 for 700.00 RUB there, 3 for 1050.00 RUB here, total: 5800.00 RUB there, 6150.00 RUB here; make the change there by hand",
		"crm-1 cannot be told of a change: paid: 0.00 RUB there, 6150.00 RUB here; make the change there by hand",
		`crm-1 cannot be told of a change: delivery.address: "" there, "Тверь, улица Примерная, 1" here; make the change there by hand`,
	}, f.notes())
	require.Len(t, f.says("not-shown"), 3)
}

// Books that cannot show a payment: the people who work in the CRM are told.
func TestAChangeThatTheBooksCannotShowIsToldWherePeopleWork(t *testing.T) {
	f := newOffice(t)
	f.books.cannot[order.EffectPayment] = true
	id := f.sells()
	f.does(id, paid("p1", 580000))
	require.ElementsMatch(t, []string{
		"crm-1 cannot be told of a change: paid: 0.00 RUB there, 5800.00 RUB here; make the change there by hand",
		"books-1 cannot be told of a change: paid: 0.00 RUB there, 5800.00 RUB here; make the change there by hand",
	}, f.notes())
}

// A person adds a line in the books, which nothing here knows: both values are told once, another difference again, and
// that it is gone is in the journal.
func TestSumsThatDifferAreToldOnce(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	in := f.books.Orders()[0].ID
	require.NoError(t, f.books.AddLine(in, "Laces", amount.Pcs(1), amount.RUB(10000)))
	f.does(id, paid("p1", 300000))
	const first = "Laces: 1 for 100.00 RUB there, not here, total: 5900.00 RUB there, 5800.00 RUB here"
	require.Equal(t, []string{"books-1: it does not show what the order is: " + first + "; correct what is wrong, there or here"}, f.says("sums-differ"))
	require.Contains(t, f.notes(), "books-1 does not show what the order is: "+first+"; correct what is wrong, there or here")
	f.does(id, paid("p2", 100000))
	f.clock.pass(48 * time.Hour)
	f.sync()
	require.Len(t, f.says("sums-differ"), 1, "the same difference")
	require.NoError(t, f.books.AddLine(in, "Bag", amount.Pcs(1), amount.RUB(5000)))
	f.does(id, paid("p3", 100000))
	require.Len(t, f.says("sums-differ"), 2, "another difference")
}

// A difference that was put right is told again when it comes back.
func TestSumsThatAgreeAgainAreForgotten(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	wrong := func(s *order.Sums) { s.Paid = amount.RUB(1) }
	for i, lies := range []func(*order.Sums){wrong, wrong, nil, wrong} {
		f.books.lies = lies
		f.does(id, paid(fmt.Sprint("p", i), 10000))
	}
	require.Equal(t, []string{
		"books-1: it does not show what the order is: paid: 0.01 RUB there, 100.00 RUB here; correct what is wrong, there or here",
		"books-1: it does not show what the order is: paid: 0.01 RUB there, 200.00 RUB here; correct what is wrong, there or here",
		"books-1: it does not show what the order is: paid: 0.01 RUB there, 400.00 RUB here; correct what is wrong, there or here",
	}, f.says("sums-differ"))
	require.Len(t, f.says("sums-agree"), 1)
}

// A refused payment is seen by people and holds up nothing; the next state of it goes out.
func TestARefusedPaymentHoldsUpNothing(t *testing.T) {
	f := newOffice(t)
	f.books.refuses = func(t order.Task) string {
		if t.Kind == order.EffectPayment && t.Payment == "p1" {
			return "the period is closed"
		}
		return ""
	}
	id := f.sells()
	f.does(id, paid("p1", 300000))
	f.does(id, paid("p2", 280000))
	require.Equal(t, "Shoes 1, Socks 2, Delivery 1: 5800.00, paid 2800.00", f.shown())
	require.Contains(t, strings.Join(f.notes(), "\n"), "books-1 did not accept payment: the period is closed")
	f.does(id, order.Confirm{}, order.Deliver{}, order.Return{Picks: order.PickAll("socks"), Reason: status.ReasonUnwanted})
	f.does(id, order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	f.books.refuses = nil
	f.does(id, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	require.Equal(t, "Shoes 1, Delivery 1: 5100.00, paid 2100.00", f.shown(), "p1 waits for people")
	for w, err := range f.store.Effects(t.Context(), bridge.EffectFilter{Order: id, Phases: []bridge.Phase{bridge.PhaseParked}}) {
		require.NoError(t, err)
		require.NoError(t, f.b.Retry(t.Context(), w.Key, chaos.Clerk))
	}
	f.sync()
	require.Equal(t, "Shoes 1, Delivery 1: 5100.00, paid 5100.00", f.shown())
	require.Empty(t, f.says("sums-differ"), "people were told of the refusal")
}

// Several changes of one save, and those that were not sent yet, are one write.
func TestChangesThatWereNotSentYetAreOneWrite(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	f.books.tried = nil
	f.does(id, order.Edit{
		Add:    []order.Line{{ID: "laces", Name: "Laces", Quantity: amount.Pcs(1), Price: amount.RUB(10000)}},
		Extend: []order.Extension{{Line: "socks", By: amount.Pcs(1), Price: amount.RUB(35000)}},
	}, order.Reprice{Prices: []order.NewPrice{{Line: "shoes", Total: amount.RUB(470000)}}}, paid("p1", 100000), paid("p2", 200000))
	require.Equal(t, []string{"lines", "payment p1", "payment p2"}, f.books.tried)
}

// What is lost on the way is done once.
func TestAChangeWhoseAnswerIsLostIsMadeOnce(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	before := f.books.Commits()
	f.books.LoseNext(&ordo.Error{System: "books", Class: ordo.InDoubt, Text: "the answer was lost"})
	f.does(id, paid("p1", 580000))
	f.clock.pass(time.Minute)
	f.sync()
	require.Equal(t, before+1, f.books.Commits())
	require.Equal(t, "Shoes 1, Socks 2, Delivery 1: 5800.00, paid 5800.00", f.shown())
}

// What people do in a system is not written back to it, and is sent to the other one.
func TestAChangeIsNotSentBackToWhereItCameFrom(t *testing.T) {
	f := newOffice(t)
	f.sells()
	f.crm.wants(order.EffectLines)
	f.crm.sets("LA-1", "", order.Edit{Extend: []order.Extension{{Line: "socks", By: amount.Pcs(1), Price: amount.RUB(35000)}}})
	f.sync()
	require.Equal(t, "Shoes 1, Socks 3, Delivery 1: 6150.00, paid 0.00", f.shown())
	require.NotContains(t, strings.Join(f.crm.done(), "\n"), "lines")
}

// A unit that the buyer refuses at the door leaves the ERP.
func TestUnitsRefusedAtTheDoorLeaveTheERP(t *testing.T) {
	f := newOffice(t)
	id := f.sells()
	f.does(id, paid("p1", 580000), order.Confirm{}, order.HandOver{})
	f.does(id, order.Deliver{Refused: []order.Refusal{{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted}}})
	require.Equal(t, "Shoes 1, Socks 1, Delivery 1: 5450.00, paid 5800.00", f.shown())
	f.does(id, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	require.Equal(t, "Shoes 1, Socks 1, Delivery 1: 5450.00, paid 5800.00", f.shown())
	require.Empty(t, f.says("sums-differ"))
}
