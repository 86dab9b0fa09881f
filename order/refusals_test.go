package order_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// refusal is a command that must not be done, and what its error must say.
type refusal struct {
	name  string
	given func(*testing.T) *story
	role  order.Role // the seller's manager when empty
	cmd   order.Command
	want  error
	says  string // what the message must name
}

// check gives the command and checks the error, and that the order has not changed.
func (r refusal) check(t *testing.T) {
	s := r.given(t)
	if r.role == "" {
		r.role = order.RoleOperator
	}
	before := stands(t, s.o)
	evs, err := s.o.Do(r.cmd, s.by(r.role))
	refusedWith(t, err, r.want, r.says)
	var refused *order.Refused
	require.ErrorAs(t, err, &refused)
	require.Equal(t, r.cmd.Kind(), refused.Kind)
	require.NotEmpty(t, refused.What.String(), "what it is about")
	require.Contains(t, refused.State.String(), s.o.State().String(), "in which state")
	require.Empty(t, evs)
	require.Equal(t, before, stands(t, s.o), "a refused command changes nothing")
}

// refusedWith checks the error of a refusal.
func refusedWith(t *testing.T, err, want error, says string) {
	t.Helper()
	require.ErrorIs(t, err, want)
	var refused *order.Refused
	require.ErrorAs(t, err, &refused)
	require.ErrorIs(t, refused.Problem, want)
	require.ErrorContains(t, err, says)
	require.ErrorContains(t, err, string(refused.Kind))
}

// ---- stations of an order's life
// --------------------------------------------------------------------------------------

func newOrder(t *testing.T) *story  { return tell(t, marketplace()) }
func newForUs(t *testing.T) *story  { return tell(t, byMerchant()) }
func newInShop(t *testing.T) *story { return tell(t, ownShop()) }
func inPieces(d order.Draft) []order.Box {
	return []order.Box{{Picks: order.PickAll(d.Lines[0].ID, d.Lines[1].ID)}}
}

func confirmedOrder(t *testing.T) *story {
	s := newOrder(t)
	s.do(order.Confirm{})
	return s
}

func packedOrder(t *testing.T) *story {
	s := confirmedOrder(t)
	s.do(order.Pack{Boxes: inPieces(marketplace())})
	return s
}

func sentOrder(t *testing.T) *story {
	s := packedOrder(t)
	s.do(order.HandOver{})
	return s
}

func deliveredOrder(t *testing.T) *story {
	s := sentOrder(t)
	s.do(order.Deliver{})
	return s
}

func cancelledOrder(t *testing.T) *story {
	s := newOrder(t)
	s.do(order.Cancel{Reason: status.ReasonOutOfStock})
	return s
}

// withCourier is an order that the merchant's courier brings to the buyer.
func withCourier(t *testing.T) *story {
	s := newForUs(t)
	s.do(order.Confirm{}, order.Pack{}, order.HandOver{Courier: true})
	return s
}

func paidInShop(t *testing.T) *story {
	s := newInShop(t)
	s.do(receipt("p1", 500), order.Confirm{})
	return s
}

// returning is a paid order with one unit on its way back.
func returning(t *testing.T) *story {
	s := paidInShop(t)
	s.do(order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect})
	return s
}

func returned(t *testing.T) *story {
	s := returning(t)
	s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted})
	return s
}

func refunding(t *testing.T) *story {
	s := returned(t)
	s.do(order.Refund{Block: 1})
	return s
}

func refunded(t *testing.T) *story {
	s := refunding(t)
	s.do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	return s
}

// unpaidReturn is a return of goods that are not paid for.
func unpaidReturn(t *testing.T) *story {
	s := newInShop(t)
	s.do(order.Confirm{}, order.Deliver{}, order.Return{Picks: order.PickAll("L1"), Reason: status.ReasonDefect})
	return s
}

// marked is an order of two shirts with marking codes, the first of which has one.
func marked(t *testing.T) *story {
	d := marketplace()
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	s.do(order.Confirm{}, order.SetMark{Line: "L1", Unit: 0, Code: "0104601234567893215abc"})
	return s
}

// asked is an order whose cancellation the marketplace asks for.
func asked(t *testing.T) *story {
	s := newForUs(t)
	s.says(order.RoleChannel, order.CancelReport{Picks: order.Pick("L1", amount.Pcs(1))})
	return s
}

// stopped is an order that is held because of an unknown code.
func stopped(t *testing.T) *story {
	s := newOrder(t)
	s.says(order.RoleChannel, order.StatusReport{Code: "ODD", Text: "what is this"})
	return s
}

// awaiting is an order that waits for the buyer and for the cost of shipping.
func awaiting(t *testing.T) *story {
	d := ownShop()
	d.Confirmations = []status.Confirmation{status.ConfirmBuyer, status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted}
	return tell(t, d)
}

// byWeight is an order of half a kilogram, sold by 50 grams.
func byWeight(t *testing.T) *story {
	d := ownShop()
	d.Lines[0].Quantity, d.Lines[0].Step = amount.Milli(500), amount.Milli(50)
	return tell(t, d)
}

// withCarrier is an order with a shipment for a carrier.
func withCarrier(t *testing.T) *story {
	s := newInShop(t)
	s.do(order.Confirm{}, order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
	return s
}

// prepaid is an order that must be paid before anything is assembled.
func prepaid(t *testing.T) *story {
	d := ownShop()
	d.Scheme = order.ByCarrier
	return tell(t, d)
}

// ---- units
// ------------------------------------------------------------------------------------------------------------

func TestImpossibleUnitsAreRefused(t *testing.T) {
	for _, r := range []refusal{
		{"more units than there are", newOrder, "", order.Confirm{Picks: order.Pick("L1", amount.Pcs(4))}, order.ErrQuantity, "line L1"},
		{"more units in two picks than there are", newOrder, "", order.Confirm{Picks: order.Pick("L1", amount.Pcs(2)).And(order.Pick("L1", amount.Pcs(2)))}, order.ErrQuantity, "line L1"},
		{"a negative quantity", newOrder, "", order.Confirm{Picks: order.Pick("L1", amount.Pcs(-1))}, order.ErrQuantity, "line L1"},
		{"a quantity beyond all bounds", newOrder, "", order.Confirm{Picks: order.Pick("L1", amount.Pcs(math.MaxInt))}, order.ErrQuantity, "line L1"},
		{"half a piece", newOrder, "", order.Confirm{Picks: order.Pick("L1", amount.Milli(500))}, order.ErrQuantity, "step 1"},
		{"off the step of a line by weight", byWeight, "", order.Confirm{Picks: order.Pick("L1", amount.Milli(120))}, order.ErrQuantity, "step 0.05"},
		{"units beyond the line's end", newOrder, "", order.Confirm{Picks: order.PickUnits("L1", amount.Pcs(2), amount.Pcs(5))}, order.ErrQuantity, "line L1"},
		{"units before the line's beginning", newOrder, "", order.Confirm{Picks: order.PickUnits("L1", amount.Pcs(-2), amount.Pcs(1))}, order.ErrQuantity, "line L1"},
		{"a range that ends before it begins", newOrder, "", order.Confirm{Picks: order.Picks{{Line: "L1", From: amount.Pcs(2), To: amount.Pcs(1)}}}, order.ErrQuantity, "line L1"},
		{"units in a warehouse where none are", confirmedOrder, "", order.Assemble{Picks: order.Pick("L1", amount.Pcs(1)).At("north"), Warehouse: "south"}, order.ErrQuantity, "line L1"},
		{"to extend a line by nothing", newInShop, "", order.Edit{Extend: []order.Extension{{Line: "L1", Price: amount.RUB(1)}}}, order.ErrQuantity, "line L1"},
		{"to extend a line by less than nothing", newInShop, "", order.Edit{Extend: []order.Extension{{Line: "L1", By: amount.Pcs(-1), Price: amount.RUB(1)}}}, order.ErrQuantity, "line L1"},
		{"to extend a line beyond all bounds", newInShop, "", order.Edit{Extend: []order.Extension{{Line: "L1", By: amount.Pcs(1_000_000_000), Total: amount.RUB(1)}}}, order.ErrQuantity, "line L1"},
		{"an added line of nothing", newInShop, "", order.Edit{Add: []order.Line{{ID: "L9", Total: amount.RUB(1)}}}, order.ErrQuantity, "line L9"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestUnknownThingsAreNamed(t *testing.T) {
	for _, r := range []refusal{
		{"line to confirm", newOrder, "", order.Confirm{Picks: order.PickAll("L9")}, order.ErrUnknown, "line L9"},
		{"line in a box", confirmedOrder, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L9")}}}, order.ErrUnknown, "line L9"},
		{"line to extend", newInShop, "", order.Edit{Extend: []order.Extension{{Line: "L9", By: amount.Pcs(1)}}}, order.ErrUnknown, "line L9"},
		{"line to price", newInShop, "", order.Reprice{Prices: []order.NewPrice{{Line: "L9", Total: amount.RUB(1)}}}, order.ErrUnknown, "line L9"},
		{"line to mark", marked, "", order.SetMark{Line: "L9", Code: "x"}, order.ErrUnknown, "line L9"},
		{"unit to mark", marked, "", order.SetMark{Line: "L1", Unit: 3, Code: "x"}, order.ErrUnknown, "unit 3"},
		{"unit to mark, below the first", marked, "", order.SetMark{Line: "L1", Unit: -1, Code: "x"}, order.ErrUnknown, "unit -1"},
		{"shipment at the pick-up point", sentOrder, "", order.Arrive{Shipment: 7}, order.ErrUnknown, "S7"},
		{"shipment to deliver", sentOrder, "", order.Deliver{Shipment: -1}, order.ErrUnknown, "S-1"},
		{"shipment of a document", sentOrder, "", order.Attach{Document: order.Document{Kind: "waybill", Number: "1", Shipment: 7}}, order.ErrUnknown, "S7"},
		{"block of a document", sentOrder, "", order.Attach{Document: order.Document{Kind: "act", Number: "1", Block: 7}}, order.ErrUnknown, "R7"},
		{"block to receive", returning, "", order.Receive{Block: 2, Custody: status.CustodyReceived}, order.ErrUnknown, "R2"},
		{"block to refund", returned, "", order.Refund{Block: 0}, order.ErrUnknown, "R0"},
		{"block to settle", refunding, "", order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.Applied}}, order.ErrUnknown, "R2"},
		{"block of a receipt", refunded, "", order.AttachReceipt{Block: 2, Receipt: order.Document{Number: "1"}}, order.ErrUnknown, "R2"},
		{"payment to capture", paidInShop, "", order.Capture{Payment: "p9"}, order.ErrUnknown, "payment p9"},
		{"payment to release", paidInShop, "", order.ReleaseHold{Payment: "p9"}, order.ErrUnknown, "payment p9"},
		{"payment to settle", paidInShop, "", order.SettleHold{Payment: "p9", Outcome: order.Outcome{Kind: order.Applied}}, order.ErrUnknown, "payment p9"},
		{"payment of a receipt", paidInShop, "", order.AttachReceipt{Payment: "p9", Receipt: order.Document{Number: "1"}}, order.ErrUnknown, "payment p9"},
		{"request to answer", asked, "", order.AnswerCancelRequest{Request: 2}, order.ErrUnknown, "request 2"},
		{"hold to clear", stopped, "", order.ClearHold{Hold: 2}, order.ErrUnknown, "hold 2"},
	} {
		t.Run(r.name, r.check)
	}
}

// ---- money
// ------------------------------------------------------------------------------------------------------------

func TestImpossibleSumsAreRefused(t *testing.T) {
	pay := func(p order.Payment) order.Command { return order.Pay{Payment: p} }
	for _, r := range []refusal{
		{"a negative payment", newInShop, "", pay(order.Payment{ID: "p1", Amount: amount.RUB(-1)}), order.ErrMoney, "payment p1"},
		{"a payment of nothing", newInShop, "", pay(order.Payment{ID: "p1", Amount: amount.RUB(0)}), order.ErrMoney, "payment p1"},
		{"a payment without a sum", newInShop, "", pay(order.Payment{ID: "p1"}), order.ErrMoney, "payment p1"},
		{"a payment in another currency", newInShop, "", pay(order.Payment{ID: "p1", Amount: amount.EUR(100)}), order.ErrMoney, "RUB"},
		{"more paid back than paid", newInShop, "", pay(order.Payment{ID: "p1", Amount: amount.RUB(100), Refunded: amount.RUB(101)}), order.ErrMoney, "payment p1"},
		{"paid back in another currency", newInShop, "", pay(order.Payment{ID: "p1", Amount: amount.RUB(100), Refunded: amount.EUR(1)}), order.ErrMoney, "payment p1"},
		{"an overpayment", newInShop, "", receipt("p1", 501), order.ErrMoney, "500.00 RUB"},
		{"a second payment of a paid order", paidInShop, "", receipt("p2", 1), order.ErrMoney, "payment p2"},
		{"an added line in another currency", newInShop, "", order.Edit{Add: []order.Line{{ID: "L9", Quantity: amount.Pcs(1), Total: amount.USD(1)}}}, order.ErrMoney, "line L9"},
		{"an added line without a price", newInShop, "", order.Edit{Add: []order.Line{{ID: "L9", Quantity: amount.Pcs(1)}}}, order.ErrMoney, "line L9"},
		{"an added line with a price that overflows", newInShop, "", order.Edit{Add: []order.Line{{ID: "L9", Quantity: amount.Pcs(2), Price: amount.RUB(math.MaxInt64)}}}, order.ErrMoney, "line L9"},
		{"an added line with which the order overflows", newInShop, "", order.Edit{Add: []order.Line{{ID: "L9", Quantity: amount.Pcs(1), Total: amount.RUB(math.MaxInt64)}}}, order.ErrMoney, "order"},
		{"a negative price", newInShop, "", order.Reprice{Prices: []order.NewPrice{{Line: "L1", Total: amount.RUB(-1)}}}, order.ErrMoney, "line L1"},
		{"a price in another currency", newInShop, "", order.Reprice{Prices: []order.NewPrice{{Line: "L1", Price: amount.PLN(1)}}}, order.ErrMoney, "line L1"},
		{"a discount above the price", newInShop, "", order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "ALL", Amount: amount.RUB(500_01)}}}, order.ErrMoney, "promo ALL"},
		{"a negative discount", newInShop, "", order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustBonus, Amount: amount.RUB(-1)}}}, order.ErrMoney, "bonus"},
		{"a charge in another currency", newInShop, "", order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustCharge, Amount: amount.EUR(1)}}}, order.ErrMoney, "charge"},
		{"charges that overflow", newInShop, "", order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustCharge, Amount: amount.RUB(math.MaxInt64)}}}, order.ErrMoney, "charge"},
		{"a refund where nothing is owed", unpaidReturn, "", order.Refund{Block: 1}, order.ErrMoney, "R1"},
	} {
		t.Run(r.name, r.check)
	}
}

func TestARefundIsOrderedOnceAndInTime(t *testing.T) {
	settle := func(k order.OutcomeKind) order.Command {
		return order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: k}}
	}
	for _, r := range []refusal{
		{"before the goods are back", returning, "", order.Refund{Block: 1}, order.ErrNotNow, "line L1 × 1 is requested"},
		{"while the gateway has not answered", refunding, "", order.Refund{Block: 1}, order.ErrNotNow, "R1"},
		{"when it was paid back", refunded, "", order.Refund{Block: 1}, order.ErrAlready, "100.00 RUB was paid back"},
		{"by a timer", returned, order.RoleSystem, order.Refund{Block: 1}, order.ErrRole, "role system"},
		{"by the gateway", returned, order.RoleGateway, order.Refund{Block: 1}, order.ErrRole, "role gateway"},
		{"settled before it was ordered", returned, "", settle(order.Applied), order.ErrNotNow, "R1"},
		{"settled twice", refunded, "", settle(order.AlreadySo), order.ErrAlready, "R1"},
		{"refused after it was done", refunded, "", settle(order.Rejected), order.ErrNotNow, "R1"},
		{"settled by an outcome that settles nothing", refunding, "", settle(order.Parked), order.ErrInvalid, "must be one of"},
		{"settled by no outcome", refunding, "", settle(0), order.ErrInvalid, "R1"},
		{"its receipt before the money is back", refunding, "", order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "FD-2"}}, order.ErrNotNow, "R1"},
		{"its units withdrawn after it was ordered", refunding, "", order.Receive{Block: 1, Custody: status.CustodyRejected}, order.ErrNotNow, "R1"},
	} {
		t.Run(r.name, r.check)
	}
}
