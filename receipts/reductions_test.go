package receipts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// sold is one sofa, paid by card and with the buyer.
func sold(t *testing.T, minor int64) *desk {
	k := place(t, order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{
		{ID: "sofa", Name: "Диван", Quantity: amount.Pcs(1), Total: amount.RUB(minor), VAT: amount.VAT20},
	}})
	k.pays("p1", minor, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	return k
}

// refunds are the refund receipts: total, VAT, and how each is paid.
func refunds(t *testing.T, o *order.Order) (rs []string) {
	t.Helper()
	plan, err := receipts.Plan(o, shop)
	require.NoError(t, err)
	for _, p := range plan {
		require.NoError(t, p.Receipt.Check())
		if p.Receipt.Kind != receipts.SellRefund {
			continue
		}
		vat := amount.RUB(0)
		for _, x := range p.Receipt.Positions {
			vat, err = vat.Add(x.VATSum)
			require.NoError(t, err)
		}
		s := p.Receipt.Total.Text() + " VAT " + vat.Text()
		for _, x := range p.Receipt.Payments {
			s += " " + x.Form.String() + " " + x.Sum.Text()
		}
		rs = append(rs, s)
	}
	return rs
}

// A slight defect: one refund receipt of 500.00; a later return has the rest, also if it is paid back first.
//
// fault: M15
func TestAPriceReductionHasOneRefundReceipt(t *testing.T) {
	reduce := order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect}
	k := sold(t, 5000_00)
	k.does(merchant, reduce)
	require.Empty(t, refunds(t, k.o))
	k.paysBack(1)
	require.Equal(t, []string{"500.00 VAT 83.33 electronic 500.00"}, refunds(t, k.o))
	k.back(2, order.PickAll("sofa"))
	require.Equal(t, []string{"500.00 VAT 83.33 electronic 500.00", "4500.00 VAT 750.00 electronic 4500.00"}, refunds(t, k.o))

	k = sold(t, 5000_00)
	k.does(merchant, reduce)
	k.back(2, order.PickAll("sofa"))
	k.paysBack(1)
	require.Equal(t, []string{"4500.00 VAT 750.00 electronic 4500.00", "500.00 VAT 83.33 electronic 500.00"}, refunds(t, k.o))
}

// Before the goods are handed out, a part of the advance goes back.
//
// fault: M15
func TestAPriceReductionOfGoodsThatAreNotHandedOutUndoesTheAdvance(t *testing.T) {
	k := place(t, order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{{ID: "sofa", Name: "Диван", Quantity: amount.Pcs(1), Total: amount.RUB(5000_00), VAT: amount.VAT20}}})
	k.pays("p1", 5000_00, "card")
	k.does(merchant, order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect})
	k.paysBack(1)
	require.Equal(t, []string{"500.00 VAT 83.33 electronic 500.00"}, refunds(t, k.o))
	k.does(merchant, order.Confirm{}, order.Deliver{})
	plan, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	require.Equal(t, "4500.00", plan[len(plan)-1].Receipt.Total.Text())
	require.Equal(t, receipts.Sell, plan[len(plan)-1].Receipt.Kind)
}

// 350.00 for the way is kept, 650.00 goes back. The gateway gets the receipt with the order to refund.
//
// fault: M16
func TestARefundLessTheWayHasAReceiptOfWhatGoesBack(t *testing.T) {
	k := sold(t, 1000_00)
	wayBack := &order.Withholding{Amount: amount.RUB(350_00), For: order.WithholdWayBack}
	k.does(merchant, order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted},
		order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1, Withhold: wayBack})
	orders, err := receipts.Refunds(k.o, 1, shop)
	require.NoError(t, err)
	require.Len(t, orders, 1)
	require.Equal(t, "650.00", orders[0].Amount.Text())
	require.NotNil(t, orders[0].Receipt)
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	require.Equal(t, []string{"650.00 VAT 108.34 electronic 650.00"}, refunds(t, k.o))
}

// What the gateway's cabinet paid back has exactly one receipt, once a person says what it was for.
//
// fault: M15
func TestWhatTheCabinetPaidBackHasOneReceipt(t *testing.T) {
	cabinet := func(k *desk, sum, back int64) {
		_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{
			ID: "p1", Amount: amount.RUB(sum), Method: "card", State: status.PaymentPartlyRefunded, Refunded: amount.RUB(back),
		}}, k.by(gateway))
		require.NoError(t, err)
	}
	for name, payment := range map[string]string{"booked": "p1", "a reduction without the payment": ""} {
		k := sold(t, 5000_00)
		cabinet(k, 5000_00, 500_00)
		require.Empty(t, refunds(t, k.o), "nobody knows for what")
		k.does(merchant, order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect, Payment: payment})
		require.Equal(t, []string{"500.00 VAT 83.33 electronic 500.00"}, refunds(t, k.o), name)
		k.back(2, order.PickAll("sofa"))
		require.Equal(t, []string{"500.00 VAT 83.33 electronic 500.00", "4500.00 VAT 750.00 electronic 4500.00"}, refunds(t, k.o), name)
	}
	k := sold(t, 1000_00)
	k.does(merchant, order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	cabinet(k, 1000_00, 650_00)
	require.Empty(t, refunds(t, k.o))
	k.does(merchant, order.Refund{Block: 1, Payment: "p1", Withhold: &order.Withholding{Amount: amount.RUB(350_00), For: order.WithholdWayBack}})
	require.Equal(t, []string{"650.00 VAT 108.34 electronic 650.00"}, refunds(t, k.o))
}

// What the seller keeps as a whole has no receipt; what pays for goods of another order goes back in kind.
//
// fault: M18
func TestABlockThatIsSettledWithoutMoneyHasNoReceiptOfMoney(t *testing.T) {
	for reason, want := range map[order.WithholdReason][]string{
		order.WithholdLostDiscount: nil,
		order.WithholdReplacement:  {"1000.00 VAT 166.67 consideration 1000.00"},
		order.WithholdExchange:     {"1000.00 VAT 166.67 consideration 1000.00"},
	} {
		waive := order.Refund{Block: 1, Withhold: &order.Withholding{Amount: amount.RUB(1000_00), For: reason, Order: "A-2"}}
		back := order.Receive{Block: 1, Custody: status.CustodyAccepted}
		for _, steps := range [][]order.Command{{waive, back}, {back, waive}} {
			if want == nil && steps[0].Kind() == order.KindRefund {
				continue // the goods must be back first
			}
			k := sold(t, 1000_00)
			k.does(merchant, order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonDefect})
			k.does(merchant, steps...)
			require.Equal(t, want, refunds(t, k.o), "%s", reason)
		}
	}
}

// sixSold are six cups of 50.00 less a coupon of 30.00 that needs 300.00, paid by card.
func sixSold(t *testing.T, delivered bool) *desk {
	k := place(t, order.Draft{Scheme: order.OwnPickup, Authority: order.OwnShop, Lines: []order.Line{
		{ID: "cup", Name: "Чашка", Quantity: amount.Pcs(6), Price: amount.RUB(50_00), VAT: amount.VAT20},
	}, Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Amount: amount.RUB(30_00)}}})
	k.pays("p1", 270_00, "card")
	if delivered {
		k.does(merchant, order.Confirm{}, order.Deliver{})
	}
	return k
}

// The coupon is lost with the five that come back: receipts of 220.00 and, for the last one, of 50.00.
//
// fault: M17
func TestALostCouponLeavesRefundsOfTheMoney(t *testing.T) {
	lost := order.Return{Picks: order.Pick("cup", amount.Pcs(5)), Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}}
	for _, delivered := range []bool{true, false} {
		k := sixSold(t, delivered)
		k.does(merchant, lost)
		require.Empty(t, refunds(t, k.o))
		if delivered {
			k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		}
		k.paysBack(1)
		require.Equal(t, []string{"220.00 VAT 36.67 electronic 220.00"}, refunds(t, k.o))
		k.does(merchant, order.Return{Picks: order.PickAll("cup"), Reason: status.ReasonUnwanted})
		if delivered {
			k.does(merchant, order.Receive{Block: 2, Custody: status.CustodyAccepted})
		}
		k.paysBack(2)
		require.Equal(t, []string{"220.00 VAT 36.67 electronic 220.00", "50.00 VAT 8.33 electronic 50.00"}, refunds(t, k.o))
	}
}

// With the goods that stay still to be handed out, they are settled at their new price.
//
// fault: M17
func TestALostCouponIsInTheSettlementOfWhatIsHandedOutLater(t *testing.T) {
	k := sixSold(t, false)
	k.does(merchant, order.Return{Picks: order.Pick("cup", amount.Pcs(5)), Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}})
	k.paysBack(1)
	k.does(merchant, order.Confirm{}, order.Deliver{})
	plan, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	last := plan[len(plan)-1].Receipt
	require.Equal(t, []any{receipts.Sell, "50.00"}, []any{last.Kind, last.Total.Text()})
}

// What stays has another rate than what comes back: its sale is made anew, so that each rate has its money.
//
// fault: M17
func TestALostCouponDoesNotMoveMoneyBetweenRates(t *testing.T) {
	k := place(t, order.Draft{Scheme: order.OwnPickup, Authority: order.OwnShop, Lines: []order.Line{
		{ID: "cup", Name: "Чашка", Quantity: amount.Pcs(5), Price: amount.RUB(50_00), VAT: amount.VAT20},
		{ID: "tea", Name: "Чай", Quantity: amount.Pcs(1), Price: amount.RUB(50_00), VAT: amount.VAT10},
	}, Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Amount: amount.RUB(30_00)}}})
	k.pays("p1", 270_00, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	k.does(merchant, order.Return{Picks: order.PickAll("cup"), Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}})
	k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	k.paysBack(1)
	require.Equal(t, []string{"45.00 VAT 4.09 offset 45.00", "225.00 VAT 37.50 electronic 220.00 offset 5.00"}, refunds(t, k.o))
	plan, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	last := plan[len(plan)-1].Receipt
	require.Equal(t, []any{receipts.Sell, "50.00", "4.55"}, []any{last.Kind, last.Total.Text(), last.Positions[0].VATSum.Text()})
	k.back(2, order.PickAll("tea"))
	require.Equal(t, "50.00 VAT 4.55 electronic 50.00", refunds(t, k.o)[2])
}

// The courier's 1000.00 are there before the goods, and the buyer changes their mind: 650.00 go back, and 350.00 are
// kept for the way. All of the money has its receipt.
func TestWhatIsKeptOfMoneyPaidAtTheDoorHasAReceipt(t *testing.T) {
	for kept, way := range map[int64]string{350_00: "some", 1000_00: "all"} {
		k := place(t, order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{
			{ID: "sofa", Name: "Диван", Quantity: amount.Pcs(1), Total: amount.RUB(1000_00), VAT: amount.VAT20},
		}})
		s := shop
		s.AtHandOver = []string{"cod"}
		k.pays("p1", 1000_00, "cod")
		k.does(merchant, order.Confirm{}, order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted})
		k.does(merchant, order.Refund{Block: 1, Withhold: &order.Withholding{Amount: amount.RUB(kept), For: order.WithholdWayBack}})
		if kept < 1000_00 {
			k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
		}
		plan, err := receipts.Plan(k.o, s)
		require.NoError(t, err)
		money := int64(0)
		for _, p := range plan {
			require.NoError(t, p.Receipt.Check())
			if p.Receipt.Kind == receipts.SellRefund {
				money -= p.Receipt.Total.Minor()
			} else {
				money += p.Receipt.Total.Minor()
			}
		}
		require.Equal(t, kept, money, way)
	}
}
