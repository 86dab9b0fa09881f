package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sale is an order of a shop of its own that is paid and delivered.
func sale(t *testing.T, paid amount.Money, lines ...order.Line) *story {
	t.Helper()
	s := tell(t, order.Draft{ID: "A-1", Scheme: order.OwnPickup, Authority: order.OwnShop, Lines: lines})
	s.do(order.Confirm{}, order.Pay{Payment: order.Payment{ID: "p1", Amount: paid}}, order.Deliver{})
	return s
}

func one(id string, m amount.Money) order.Line {
	return order.Line{ID: id, Name: id, Quantity: amount.Pcs(1), Total: m, VAT: amount.VAT20}
}

// paidBack orders the refund of a block and lets the gateway do it.
func (s *story) paidBack(c order.Refund) {
	s.do(c)
	s.as(order.RoleGateway, order.SettleRefund{Block: c.Block, Outcome: order.Outcome{Kind: order.Applied}})
}

// sums are what a view says of the money, in order: total, refunded, still to refund, withheld, due.
func sums(s *story) []string {
	v := s.o.View()
	return []string{v.Total.Text(), v.Refunded.Text(), v.ToRefund.Text(), v.Withheld.Text(), v.Due.Text()}
}

// A slight defect: the buyer keeps the goods, and 500.00 go back.
//
// fault: M15
func TestAPriceIsReducedAndTheGoodsAreKept(t *testing.T) {
	s := sale(t, amount.RUB(5000_00), one("sofa", amount.RUB(5000_00)))
	s.do(order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect, Text: "a scratch"})
	require.Equal(t, []string{"4500.00", "0.00", "500.00", "0.00", "0.00"}, sums(s))

	s.paidBack(order.Refund{Block: 1})
	require.Equal(t, []string{"4500.00", "500.00", "0.00", "0.00", "0.00"}, sums(s), "nothing is due")
	b, _ := s.o.Block(1)
	require.Equal(t, order.BlockReduction, b.Kind)
	require.Equal(t, "83.33", b.Parts[0].VAT.Text())
	require.Equal(t, status.OrderDelivered, s.o.State())

	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted}, order.Receive{Block: 2, Custody: status.CustodyAccepted})
	s.paidBack(order.Refund{Block: 2})
	require.Equal(t, []string{"0.00", "5000.00", "0.00", "0.00", "0.00"}, sums(s), "the rest, to the kopeck")
	b, _ = s.o.Block(2)
	require.Equal(t, []string{"4500.00", "750.00"}, []string{b.Refunded.Text(), b.Parts[0].VAT.Text()})
}

// Any living unit may get cheaper: goods, a service, the delivery.
//
// fault: M15
func TestAChargeIsPaidBackInPart(t *testing.T) {
	for _, kind := range []order.LineKind{order.LineGoods, order.LineService, order.LineDelivery, order.LineAdditional} {
		other := one("x", amount.RUB(300_00))
		other.Kind = kind
		s := sale(t, amount.RUB(1300_00), one("sofa", amount.RUB(1000_00)), other)
		s.do(order.ReducePrice{Picks: order.PickAll("x"), Amount: amount.RUB(120_00), Reason: status.ReasonOther})
		s.paidBack(order.Refund{Block: 1})
		require.Equal(t, []string{"1180.00", "120.00", "0.00", "0.00", "0.00"}, sums(s), "%s", kind)
		l, _ := s.o.Line("x")
		require.Equal(t, []string{"300.00", "120.00", "180.00"}, []string{l.Gross.Text(), l.Reduced.Text(), l.Total.Text()})
	}
}

func TestAPriceReductionIsRefused(t *testing.T) {
	reduce := func(m amount.Money, ps order.Picks) order.ReducePrice {
		return order.ReducePrice{Picks: ps, Amount: m, Reason: status.ReasonDefect}
	}
	unpaid := tell(t, ownShop())
	paid := sale(t, amount.RUB(1000_00), one("sofa", amount.RUB(1000_00)))
	sofa := order.PickAll("sofa")
	for name, c := range map[string]struct {
		s   *story
		cmd order.ReducePrice
		err error
	}{
		"more than it costs": {paid, reduce(amount.RUB(1000_01), sofa), order.ErrMoney},
		"nothing picked":     {paid, reduce(amount.RUB(1_00), nil), order.ErrInvalid},
		"no such line":       {paid, reduce(amount.RUB(1_00), order.PickAll("table")), order.ErrUnknown},
		"no sum":             {paid, reduce(amount.Money{}, sofa), order.ErrMoney},
		"by nothing":         {paid, reduce(amount.RUB(0), sofa), order.ErrMoney},
		"another currency":   {paid, reduce(amount.EUR(1_00), sofa), order.ErrMoney},
		"no reason":          {paid, order.ReducePrice{Picks: sofa, Amount: amount.RUB(1_00)}, order.ErrInvalid},
		"not paid":           {unpaid, reduce(amount.RUB(1_00), order.PickAll("L1")), order.ErrNotNow},
		"no such payment":    {paid, order.ReducePrice{Picks: sofa, Amount: amount.RUB(1_00), Reason: "x", Payment: "p9"}, order.ErrUnknown},
		"not paid back":      {paid, order.ReducePrice{Picks: sofa, Amount: amount.RUB(1_00), Reason: "x", Payment: "p1"}, order.ErrMoney},
	} {
		_, err := c.s.o.Do(c.cmd, c.s.by(order.RoleOperator))
		require.ErrorIs(t, err, c.err, name)
		neat(t, err)
	}
	_, err := paid.o.Do(reduce(amount.RUB(1_00), sofa), paid.by(order.RoleWarehouse))
	require.ErrorIs(t, err, order.ErrRole)

	paid.do(reduce(amount.RUB(1000_00), sofa))
	_, err = paid.o.Do(order.Receive{Block: 1, Custody: status.CustodyReceived}, paid.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow, "the goods stay with the buyer")
}

// Where the channel pays back, a price reduction owes nothing here.
func TestAReductionThatTheChannelPaysOwesNothing(t *testing.T) {
	s := tell(t, marketplace())
	s.do(order.ReducePrice{Picks: order.PickAll("L1"), Amount: amount.RUB(1_00), Reason: status.ReasonDefect})
	v := s.o.View()
	require.Equal(t, status.MoneyNothingOwed, v.Blocks[0].Money)
	require.True(t, v.ToRefund.IsZero())
}

// Goods of 1000.00 came back; 350.00 for the way is kept.
//
// fault: M16
func TestTheWayBackIsWithheldFromARefund(t *testing.T) {
	s := sale(t, amount.RUB(1000_00), one("sofa", amount.RUB(1000_00)))
	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted})
	wayBack := order.Refund{Block: 1, Withhold: &order.Withholding{Amount: amount.RUB(350_00), For: order.WithholdWayBack}}
	_, err := s.o.Do(wayBack, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow, "the goods must be back first")
	s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted})
	s.do(wayBack)
	require.Equal(t, []string{"0.00", "0.00", "650.00", "350.00", "0.00"}, sums(s))

	// The gateway refuses at first: what was withheld stays so.
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected}})
	s.paidBack(order.Refund{Block: 1})
	require.Equal(t, []string{"0.00", "650.00", "0.00", "350.00", "0.00"}, sums(s))
	b, _ := s.o.Block(1)
	require.Equal(t, status.MoneyRefunded, b.Money)
	require.Equal(t, []string{"1000.00", "0.00", "650.00"}, []string{b.Sum.Text(), b.Owed.Text(), b.Refunded.Text()})
	s.do(order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "FD-2"}})
	b, _ = s.o.Block(1)
	require.True(t, b.Returned)

	// Money that comes by mistake is a surplus of its own: what was withheld is none.
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: "p2", Amount: amount.RUB(10_00)}})
	require.Equal(t, []string{"0.00", "650.00", "10.00", "350.00", "0.00"}, sums(s))
	require.Len(t, s.o.View().Blocks, 2)
}

func TestWithholdingIsRefused(t *testing.T) {
	s := sale(t, amount.RUB(1000_00), one("sofa", amount.RUB(1000_00)))
	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	for name, c := range map[string]struct {
		w   order.Withholding
		err error
	}{
		"more than is owed":  {order.Withholding{Amount: amount.RUB(1000_01), For: order.WithholdWayBack}, order.ErrMoney},
		"nothing":            {order.Withholding{Amount: amount.RUB(0), For: order.WithholdWayBack}, order.ErrMoney},
		"no sum":             {order.Withholding{For: order.WithholdWayBack}, order.ErrMoney},
		"another currency":   {order.Withholding{Amount: amount.EUR(1_00), For: order.WithholdWayBack}, order.ErrMoney},
		"no reason":          {order.Withholding{Amount: amount.RUB(1_00)}, order.ErrInvalid},
		"an unknown reason":  {order.Withholding{Amount: amount.RUB(1_00), For: "fun"}, order.ErrInvalid},
		"other, and no text": {order.Withholding{Amount: amount.RUB(1_00), For: order.WithholdOther}, order.ErrInvalid},
	} {
		_, err := s.o.Do(order.Refund{Block: 1, Withhold: &c.w}, s.by(order.RoleOperator))
		require.ErrorIs(t, err, c.err, name)
		neat(t, err)
	}
	all := &order.Withholding{Amount: amount.RUB(1000_00), For: order.WithholdReplacement}
	_, err := s.o.Do(order.Refund{Block: 1, Withhold: all, Payment: "p1"}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrInvalid)
}

// The buyer gets a replacement and no money.
//
// fault: M18
func TestAReplacementSettlesABlockWithoutMoney(t *testing.T) {
	s := sale(t, amount.RUB(1000_00), one("sofa", amount.RUB(1000_00)))
	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	evs := s.do(order.Refund{Block: 1, Withhold: &order.Withholding{Amount: amount.RUB(1000_00), For: order.WithholdReplacement, Order: "A-2"}})
	require.Equal(t, order.RefundWaived{}.Kind(), evs[0].Body.Kind())
	require.Equal(t, []string{"0.00", "0.00", "0.00", "1000.00", "0.00"}, sums(s))
	b, _ := s.o.Block(1)
	require.Equal(t, status.MoneyNothingOwed, b.Money)
	require.True(t, b.Returned, "it is closed")
	require.Equal(t, "A-2", b.Withheld[0].Order)
	for _, p := range s.o.Allowed(s.by(order.RoleOperator)) {
		if p.Kind == order.KindRefund {
			require.Error(t, p.Why)
		}
	}
	// It never turns up again.
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: "p2", Amount: amount.RUB(10_00)}})
	require.Equal(t, []string{"0.00", "0.00", "10.00", "1000.00", "0.00"}, sums(s))
}

// The gateway's cabinet has paid 500.00 back, and a person says for what.
//
// fault: M15
func TestMoneyPaidBackInTheCabinetIsBookedAsAReduction(t *testing.T) {
	s := sale(t, amount.RUB(5000_00), one("sofa", amount.RUB(5000_00)))
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(5000_00), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(500_00),
	}})
	require.Equal(t, []string{"5000.00", "500.00", "0.00", "0.00", "500.00"}, sums(s))
	reduce := order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect, Payment: "p1"}
	s.do(reduce)
	require.Equal(t, []string{"4500.00", "500.00", "0.00", "0.00", "0.00"}, sums(s), "nothing is due")
	b, _ := s.o.Block(1)
	require.Equal(t, status.MoneyRefunded, b.Money)
	_, err := s.o.Do(reduce, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrMoney, "it is booked once only")
	_, err = s.o.Do(order.Refund{Block: 1}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrAlready)
}

// The cabinet has paid 650.00 back, before or after the 1000.00 came to be owed: the way was withheld.
//
// fault: M16
func TestMoneyPaidBackInTheCabinetIsABlockLessWhatIsWithheld(t *testing.T) {
	s := sale(t, amount.RUB(1000_00), one("sofa", amount.RUB(1000_00)))
	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted})
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(1000_00), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(650_00),
	}})
	book := order.Refund{Block: 1, Payment: "p1"}
	_, err := s.o.Do(book, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrMoney, "1000.00 were not paid back")
	book.Withhold = &order.Withholding{Amount: amount.RUB(350_00), For: order.WithholdWayBack}
	s.do(book)
	require.Equal(t, []string{"0.00", "650.00", "0.00", "350.00", "0.00"}, sums(s))
	b, _ := s.o.Block(1)
	require.Equal(t, status.MoneyRefunded, b.Money)
}

// fault: U13
func TestWhatWentBackIsNoLongerOwed(t *testing.T) {
	s := sale(t, amount.RUB(857_99), one("sofa", amount.RUB(857_99)))
	s.do(order.Return{Picks: order.PickAll("sofa"), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	b, _ := s.o.Block(1)
	require.Equal(t, []string{"857.99", "0.00"}, []string{b.Owed.Text(), b.Refunded.Text()})
	s.paidBack(order.Refund{Block: 1})
	b, _ = s.o.Block(1)
	require.Equal(t, []string{"0.00", "857.99"}, []string{b.Owed.Text(), b.Refunded.Text()})
	require.Equal(t, []string{"0.00", "857.99", "0.00", "0.00", "0.00"}, sums(s))
}

// fault: U14
func TestAnOrderIsNotCompletedWhileARefundIsOpen(t *testing.T) {
	s := sale(t, amount.RUB(1000_00), one("sofa", amount.RUB(600_00)), one("lamp", amount.RUB(400_00)))
	s.do(order.Return{Picks: order.PickAll("lamp"), Reason: status.ReasonUnwanted})
	refused := func(money status.ReturnMoney) {
		_, err := s.o.Do(order.Complete{}, s.by(order.RoleOperator))
		require.ErrorIs(t, err, order.ErrNotNow)
		require.ErrorContains(t, err, "return block R1")
		require.ErrorContains(t, err, "its money is "+money.String()+": settle the refund first")
	}
	settle := func(k order.OutcomeKind) {
		s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: k}})
	}
	refused(status.MoneyOwed)
	s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	refused(status.MoneySent)
	settle(order.InDoubt)
	refused(status.MoneyInDoubt)
	settle(order.Rejected)
	refused(status.MoneyRefused)
	s.do(order.Refund{Block: 1})
	settle(order.Applied)
	s.do(order.Complete{})
}

// The shop goes on listing the price that it sold at: that is no change, and a change of it keeps the reduction.
func TestTheOwnerOfThePricesDoesNotUndoAReduction(t *testing.T) {
	s := tell(t, order.Draft{ID: "A-1", Scheme: order.OwnPickup, Authority: order.Marketplace, Lines: []order.Line{one("sofa", amount.RUB(5000_00))}})
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(5000_00)}},
		order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect})
	require.Empty(t, s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{one("sofa", amount.RUB(5000_00))}}))
	s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{one("sofa", amount.RUB(5100_00))}})
	require.Equal(t, []string{"4600.00", "0.00", "500.00", "0.00", "100.00"}, sums(s))
	l, _ := s.o.Line("sofa")
	require.Equal(t, []string{"5100.00", "500.00"}, []string{l.Gross.Text(), l.Reduced.Text()})
}

func TestANewPriceKeepsAReduction(t *testing.T) {
	s := tell(t, order.Draft{ID: "A-1", Scheme: order.Standard, Authority: order.ERPOwnsPrices, Lines: []order.Line{one("sofa", amount.RUB(5000_00))}})
	s.do(order.ReducePrice{Picks: order.PickAll("sofa"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect})
	s.as(order.RoleERP, order.Reprice{Prices: []order.NewPrice{{Line: "sofa", Total: amount.RUB(5100_00)}}})
	require.Equal(t, "4600.00", s.o.Total().Text())
}

// six is a sale of six pieces of 50.00, less a coupon of 30.00 for orders of 300.00.
func six(t *testing.T, cs ...order.Command) *story {
	t.Helper()
	s := tell(t, order.Draft{
		ID: "A-1", Currency: "EUR", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines:       []order.Line{{ID: "cup", Name: "cup", Quantity: amount.Pcs(6), Price: amount.EUR(50_00), VAT: amount.VAT20}},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "FROM300", Amount: amount.EUR(30_00)}},
	})
	s.do(cs...)
	return s
}

// The coupon needs 300.00: with five of six units it is lost. They pay 220.00 back, and the last one 50.00.
//
// fault: M17
func TestACouponIsLostWithTheUnitsThatComeBack(t *testing.T) {
	pay := order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.EUR(270_00)}}
	lost := order.Return{Picks: order.Pick("cup", amount.Pcs(5)), Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}}
	for name, before := range map[string][]order.Command{"delivered": {order.Confirm{}, pay, order.Deliver{}}, "paid": {pay}} {
		s := six(t, before...)
		s.do(lost)
		require.Equal(t, []string{"50.00", "0.00", "220.00", "0.00", "0.00"}, sums(s), name)
		l, _ := s.o.Line("cup")
		require.Equal(t, []string{"50.00", "50.00"}, []string{l.Gross.Text(), l.Total.Text()})
		require.Empty(t, l.Shares, "the coupon is gone")
		require.Empty(t, s.o.View().Adjustments)
		receive := func(n int) {
			if name == "delivered" {
				s.do(order.Receive{Block: n, Custody: status.CustodyAccepted})
			}
			s.paidBack(order.Refund{Block: n})
		}
		receive(1)
		s.do(order.Return{Picks: order.PickAll("cup"), Reason: status.ReasonUnwanted})
		b, _ := s.o.Block(2)
		require.Equal(t, "50.00", b.Owed.Text())
		receive(2)
		require.Equal(t, []string{"0.00", "270.00", "0.00", "0.00", "0.00"}, sums(s), "all that was paid")
	}

	// Before payment the rest is due; when it is paid later, too.
	s := six(t)
	s.do(lost)
	require.Equal(t, []string{"50.00", "0.00", "0.00", "0.00", "50.00"}, sums(s))
	s = six(t, order.Confirm{}, order.Deliver{})
	s.do(lost)
	require.Equal(t, []string{"50.00", "0.00", "0.00", "0.00", "50.00"}, sums(s))

	// The buyer keeps what was to come back: no coupon, and the same total.
	s = six(t, order.Confirm{}, pay, order.Deliver{})
	s.do(lost, order.Receive{Block: 1, Custody: status.CustodyWithdrawn})
	require.Equal(t, []string{"270.00", "0.00", "0.00", "0.00", "0.00"}, sums(s))
}

// A smaller coupon is left, and another line shares it.
//
// fault: M17
func TestASmallerDiscountIsLeftAfterAReturn(t *testing.T) {
	s := tell(t, order.Draft{
		ID: "A-1", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines:       []order.Line{one("sofa", amount.RUB(900_00)), one("lamp", amount.RUB(100_00)), one("rug", amount.RUB(500_00))},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "TEN", Amount: amount.RUB(150_00)}},
	})
	s.do(order.Confirm{}, order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(1350_00)}}, order.Deliver{})
	s.do(order.Return{Picks: order.PickAll("rug"), Reason: status.ReasonUnwanted, Reprice: &order.Reprice{
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "FIVE", Amount: amount.RUB(50_00)}},
	}})
	require.Equal(t, []string{"950.00", "0.00", "400.00", "0.00", "0.00"}, sums(s))
	l, _ := s.o.Line("sofa")
	require.Equal(t, []order.Share{{Adjustment: 0, Amount: amount.RUB(-45_00)}}, l.Shares)
	require.Equal(t, "855.00", l.Total.Text())
}

// fault: M17
func TestAReturnWithNewPricesIsRefused(t *testing.T) {
	pay := order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.EUR(270_00)}}
	s := six(t, order.Confirm{}, pay, order.Deliver{})
	price := func(line string, m amount.Money) order.Reprice {
		return order.Reprice{Prices: []order.NewPrice{{Line: line, Total: m}}}
	}
	five := order.Pick("cup", amount.Pcs(5))
	for name, c := range map[string]struct {
		picks order.Picks
		r     order.Reprice
		err   error
	}{
		"cheaper":               {five, price("cup", amount.EUR(44_99)), order.ErrMoney},
		"more than comes back":  {five, price("cup", amount.EUR(270_01)), order.ErrMoney},
		"an unknown line":       {five, price("mug", amount.EUR(50_00)), order.ErrUnknown},
		"another currency":      {five, price("cup", amount.RUB(50_00)), order.ErrMoney},
		"no unit of it is left": {order.PickAll("cup"), price("cup", amount.EUR(50_00)), order.ErrNotNow},
		"an adjustment of another currency": {
			five, order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Amount: amount.RUB(1_00)}}}, order.ErrMoney,
		},
	} {
		before := s.o.View()
		_, err := s.o.Do(order.Return{Picks: c.picks, Reason: status.ReasonUnwanted, Reprice: &c.r}, s.by(order.RoleOperator))
		require.ErrorIs(t, err, c.err, name)
		neat(t, err)
		require.Equal(t, before, s.o.View())
	}
	lost := order.Return{Picks: five, Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}}
	_, err := s.o.Do(lost, s.by(order.RoleBuyer))
	require.ErrorIs(t, err, order.ErrRole, "a buyer brings no prices")

	s = tell(t, marketplace())
	_, err = s.o.Do(order.Return{Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow, "the channel owns the prices")

	// All that came back pays for what stays: nothing is owed, and nothing due.
	s = six(t, order.Confirm{}, pay, order.Deliver{})
	r := price("cup", amount.EUR(270_00))
	s.do(order.Return{Picks: five, Reason: status.ReasonUnwanted, Reprice: &r})
	require.Equal(t, []string{"270.00", "0.00", "0.00", "0.00", "0.00"}, sums(s))
}
