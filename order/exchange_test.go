package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// single is a line of one piece.
func single(id string, roubles int64) order.Line {
	return order.Line{ID: id, Name: "goods " + id, Quantity: amount.Pcs(1), Total: amount.RUB(roubles * 100), VAT: amount.VAT20}
}

// boots is an own shop's order of goods of 1000.00 that are paid.
func boots(t require.TestingT, scheme order.SchemeCode) *story {
	s := tell(t, order.Draft{ID: "s-1", Scheme: scheme, Authority: order.OwnShop, Lines: []order.Line{single("boots", 1000)}})
	s.do(receipt("p1", 1000))
	return s
}

// swap exchanges the boots for shoes.
func swap(roubles int64) order.Edit {
	return order.Edit{Add: []order.Line{single("shoes", roubles)}, Remove: order.PickAll("boots"), Reason: status.ReasonWrongSize, Statement: "scan-7"}
}

// fault: M19
func TestPaidGoodsAreExchangedInOneEdit(t *testing.T) {
	for _, c := range []struct {
		name      string
		shoes     int64
		due, owed string
	}{
		{"for dearer ones: the difference is due", 1500, "500.00 RUB", "0.00 RUB"},
		{"for cheaper ones: the difference goes back", 600, "0.00 RUB", "400.00 RUB"},
		{"for ones of the same price: nobody pays", 1000, "0.00 RUB", "0.00 RUB"},
	} {
		for stage, left := range map[string]bool{"before they left": false, "when the buyer has them": true} {
			t.Run(c.name+", "+stage, func(t *testing.T) {
				s := boots(t, order.OwnPickup)
				if left {
					s.do(order.Confirm{}, order.Deliver{})
				}
				s.do(swap(c.shoes))
				v := s.o.View()
				require.Equal(t, c.due, v.Due.String())
				require.Equal(t, c.owed, v.ToRefund.String())
				require.Equal(t, amount.RUB(c.shoes*100), v.Total)
				require.Len(t, v.Blocks, 1, "money came: the removal is a return block, not a cancellation")
				b := v.Blocks[0]
				require.Equal(t, "1000.00 RUB", b.Sum.String())
				require.Equal(t, "scan-7", b.Statement)
				require.Equal(t, status.ReasonWrongSize, b.Reason)
				shoes, _ := s.o.Line("shoes")
				require.Equal(t, status.ItemNew, shoes.Portions[0].State)
				want := status.CustodyNotNeeded
				if left {
					want = status.CustodyRequested
				}
				require.Equal(t, []status.ReturnCustody{want}, b.Custody)
				if !v.Due.IsZero() {
					s.do(order.Pay{Payment: order.Payment{ID: "p2", Amount: v.Due}})
				}
				s.do(order.Confirm{}, order.Deliver{})
				if left {
					s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted})
				}
				if b.Owed.Sign() > 0 {
					s.do(order.Refund{Block: 1})
					s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
					require.Equal(t, "400.00 RUB", s.o.View().Payments[0].Refunded.String())
				}
				require.Equal(t, status.OrderDelivered, s.o.State())
				stored(t, s.o)
			})
		}
	}
}

// fault: M19
func TestWhatIsAddedAfterPaymentIsDue(t *testing.T) {
	s := boots(t, order.OwnPickup)
	s.do(order.Edit{Add: []order.Line{single("laces", 100)}, Extend: []order.Extension{{Line: "boots", By: amount.Pcs(1), Total: amount.RUB(900_00)}}})
	v := s.o.View()
	require.Equal(t, "1000.00 RUB", v.Due.String())
	require.Equal(t, status.PaymentPartlyPaid, v.Payment)
	require.Empty(t, v.Blocks)
}

// fault: M19
func TestAPrepaidOrderGoesOnWhenWhatWasAddedIsPaid(t *testing.T) {
	s := boots(t, order.ByCarrier)
	s.do(swap(1500))
	require.Equal(t, status.OrderAwaitingPayment, s.o.State())
	_, err := s.o.Do(order.Assemble{}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow)
	require.ErrorContains(t, err, "before it is paid")
	s.do(receipt("p2", 500), order.Assemble{}, order.HandOver{Courier: true}, order.Deliver{})
	require.Equal(t, status.OrderDelivered, s.o.State())
}

// An exchange that the buyer thinks better of: the goods stay, and what was added is still to be paid.
//
// fault: M19
func TestAnExchangeIsWithdrawn(t *testing.T) {
	s := boots(t, order.OwnPickup)
	s.do(order.Confirm{}, order.Deliver{}, swap(600), order.Receive{Block: 1, Custody: status.CustodyWithdrawn})
	require.Equal(t, "600.00 RUB", s.o.View().Due.String())
	require.Equal(t, "0.00 RUB", s.o.View().ToRefund.String())
	s.do(order.Edit{Remove: order.PickAll("shoes")})
	require.Equal(t, "0.00 RUB", s.o.View().Due.String())
	require.Equal(t, "0.00 RUB", s.o.View().ToRefund.String())
	require.Equal(t, status.OrderDelivered, s.o.State())
}

// fault: M19
func TestWhatCannotBeExchangedAfterPayment(t *testing.T) {
	delivered := func(t *testing.T) *story {
		s := boots(t, order.OwnPickup)
		s.do(order.Confirm{}, order.Deliver{})
		return s
	}
	onTheWay := func(t *testing.T) *story {
		s := boots(t, order.OwnPickup)
		s.do(order.Confirm{}, order.HandOver{Courier: true})
		return s
	}
	more := order.Edit{Extend: []order.Extension{{Line: "boots", By: amount.Pcs(1), Total: amount.RUB(1)}}}
	for _, r := range []refusal{
		{"prices of what stays", func(t *testing.T) *story { return boots(t, order.OwnPickup) }, "", order.Edit{Add: []order.Line{single("shoes", 1)}, Reprice: &order.Reprice{}}, order.ErrNotNow, "only reduced"},
		{"goods on the way", onTheWay, "", swap(600), order.ErrNotNow, "line boots"},
		{"more of goods on the way", onTheWay, "", more, order.ErrNotNow, "units of it are sent"},
		{"an addition to goods that have all left", onTheWay, "", order.Edit{Add: []order.Line{single("laces", 1)}}, order.ErrNotNow, "all goods have left"},
		{"more of goods that the buyer has", func(t *testing.T) *story {
			s := boots(t, order.OwnPickup)
			s.do(order.Edit{Add: []order.Line{single("laces", 100)}}, order.Confirm{}, order.Deliver{Picks: order.PickAll("boots")})
			return s
		}, "", more, order.ErrNotNow, "units of it are handed-out"},
		{"an order that is closed", func(t *testing.T) *story { s := delivered(t); s.do(order.Complete{}); return s }, "", swap(600), order.ErrNotNow, "linked order"},
		{"goods that were exchanged already", func(t *testing.T) *story { s := delivered(t); s.do(swap(600)); return s }, "", order.Edit{Remove: order.PickAll("boots")}, order.ErrNotNow, "line boots"},
	} {
		t.Run(r.name, r.check)
	}
}

// fault: M19
func TestShippingThatIsPricedAfterPaymentIsDue(t *testing.T) {
	d := order.Draft{
		ID: "s-1", Scheme: order.OwnPickup, Authority: order.OwnShop, Lines: []order.Line{single("boots", 1000)},
		Confirmations: []status.Confirmation{status.ConfirmShippingCostSet},
	}
	s := tell(t, d)
	s.do(receipt("p1", 1000), order.SetShippingCost{Amount: amount.RUB(300_00), VAT: amount.VAT20})
	require.Equal(t, "300.00 RUB", s.o.View().Due.String())
}

// Goods that were settled by other goods have a receipt of their return, too.
func TestAnExchangeHasTheReceiptOfWhatCameBack(t *testing.T) {
	s := boots(t, order.OwnPickup)
	s.do(order.Confirm{}, order.Deliver{}, swap(1500))
	require.Equal(t, status.MoneyNothingOwed, s.o.View().Blocks[0].Money)
	s.do(order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "10817"}})
	require.Equal(t, "10817", s.o.View().Blocks[0].Receipt.Number)
}
