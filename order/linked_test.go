package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// broughtBack is a closed order of boots of 1000.00 that came back with a defect.
func broughtBack(t require.TestingT) *story {
	s := boots(t, order.OwnPickup)
	s.do(order.Confirm{}, order.Deliver{}, order.Complete{}, order.Return{Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	return s
}

// linked carries a planned exchange out and returns the second order.
func (s *story) linked(x order.LinkedOrder) *story {
	if x.Refund.Block != 0 {
		s.do(x.Refund)
	}
	second := tell(s.t, x.Draft)
	if !x.Payment.Amount.IsUnset() {
		second.do(order.Pay{Payment: x.Payment})
	}
	return second
}

// fault: M18
func TestDefectiveGoodsAreReplacedWithoutMoney(t *testing.T) {
	s := broughtBack(t)
	x, err := s.o.Exchange(1, "s-2")
	require.NoError(t, err)
	second := s.linked(x)
	b, _ := s.o.Block(1)
	require.Equal(t, status.MoneyNothingOwed, b.Money, "the block is settled without a refund")
	require.True(t, b.Returned)
	require.Equal(t, []order.Withholding{{Amount: amount.RUB(1000_00), For: order.WithholdReplacement, Order: "s-2"}}, b.Withheld)
	v := second.o.View()
	require.Equal(t, []order.Link{{Kind: order.LinkExchange, Order: "s-1"}}, v.Links)
	require.Equal(t, "1000.00 RUB", v.Total.String())
	require.Equal(t, "0.00 RUB", v.Due.String(), "the replacement costs nothing")
	require.Equal(t, order.FormExchange, v.Payments[0].Form)
	require.Equal(t, "s-1/R1", v.Payments[0].ID)
	boots, _ := second.o.Line("boots")
	require.Equal(t, []any{"goods boots", amount.Pcs(1), amount.VAT20}, []any{boots.Name, boots.Quantity, boots.VATRate})
}

// fault: M18 (an exchange in an order of its own)
func TestGoodsAreExchangedInALinkedOrder(t *testing.T) {
	for _, c := range []struct {
		name                string
		shoes               int64
		due, back, withheld string
	}{
		{"for dearer ones: the difference is due in the new order", 1500, "500.00 RUB", "", "1000.00 RUB"},
		{"for cheaper ones: the difference goes back", 600, "0.00 RUB", "400.00 RUB", "600.00 RUB"},
		{"for a gift: all goes back", 0, "0.00 RUB", "1000.00 RUB", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := broughtBack(t)
			x, err := s.o.Exchange(1, "s-2", single("shoes", c.shoes))
			require.NoError(t, err)
			second := s.linked(x)
			require.Equal(t, c.due, second.o.View().Due.String())
			b, _ := s.o.Block(1)
			back := ""
			for _, f := range b.From {
				back = f.Amount.String()
			}
			require.Equal(t, c.back, back)
			if c.withheld != "" {
				require.Equal(t, c.withheld, b.Withheld[0].Amount.String())
				require.Equal(t, order.WithholdExchange, b.Withheld[0].For)
			}
		})
	}
}

// Between the refund and the new order the program may end: the same exchange is planned once more.
func TestAnExchangeThatWasInterruptedIsCompleted(t *testing.T) {
	s := broughtBack(t)
	x, err := s.o.Exchange(1, "s-2", single("shoes", 600))
	require.NoError(t, err)
	s.do(x.Refund)
	again, err := stored(t, s.o).Exchange(1, "s-2", single("shoes", 600))
	require.NoError(t, err)
	require.Equal(t, order.LinkedOrder{Draft: x.Draft, Payment: x.Payment}, again)
}

func TestWhatCannotBeExchanged(t *testing.T) {
	delivered := func() *story { s := boots(t, order.OwnPickup); s.do(order.Confirm{}, order.Deliver{}); return s }
	coming := delivered()
	coming.do(order.Return{Reason: status.ReasonDefect})
	paidBack := broughtBack(t)
	paidBack.do(order.Refund{Block: 1}, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	ordered := broughtBack(t)
	ordered.do(order.Refund{Block: 1})
	waived := broughtBack(t)
	waived.do(order.Refund{Block: 1, Withhold: &order.Withholding{Amount: amount.RUB(1000_00), For: order.WithholdReplacement, Order: "s-3"}})
	reduced := delivered()
	reduced.do(order.ReducePrice{Picks: order.PickAll("boots"), Amount: amount.RUB(100_00), Reason: status.ReasonDefect})
	for _, c := range []struct {
		name  string
		s     *story
		id    string
		lines []order.Line
		want  error
		why   string
	}{
		{"a block that is not there", delivered(), "s-2", nil, order.ErrUnknown, "return block R1"},
		{"goods that are not back, when money is to go back", coming, "s-2", []order.Line{single("shoes", 600)}, order.ErrNotNow, "the goods must be back first"},
		{"a block that was paid back", paidBack, "s-2", nil, order.ErrAlready, "1000.00 RUB was paid back"},
		{"a block whose refund is under way", ordered, "s-2", nil, order.ErrNotNow, "its refund is"},
		{"a block that was replaced already", waived, "s-2", nil, order.ErrMoney, "no money is owed for it"},
		{"a price reduction", reduced, "s-2", nil, order.ErrInvalid, "no goods that could be exchanged"},
		{"in the same order", broughtBack(t), "s-1", nil, order.ErrInvalid, "an id of its own"},
		{"for a line without a price", broughtBack(t), "s-2", []order.Line{{ID: "shoes", Quantity: amount.Pcs(1)}}, order.ErrMoney, "line shoes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := stands(t, c.s.o)
			_, err := c.s.o.Exchange(1, c.id, c.lines...)
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.why)
			require.Equal(t, before, stands(t, c.s.o))
		})
	}
}

// Whatever is exchanged for whatever: what the buyer paid, less what went back, is what both orders cost.
func TestTheSumsOfBothOrdersAreTheMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "units")
		total := amount.RUB(rapid.Int64Range(1, 50_000).Draw(t, "total"))
		s := tell(t, order.Draft{ID: "s-1", Scheme: order.OwnPickup, Lines: []order.Line{{ID: "L1", Quantity: amount.Pcs(n), Total: total}}})
		s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: total}}, order.Confirm{}, order.Deliver{},
			order.Return{Picks: order.Pick("L1", amount.Pcs(rapid.IntRange(1, n).Draw(t, "back"))), Reason: status.ReasonDefect},
			order.Receive{Block: 1, Custody: status.CustodyAccepted})
		if b, _ := s.o.Block(1); b.Owed.IsZero() {
			t.Skip("a unit that costs nothing")
		}
		var lines []order.Line
		if rapid.Bool().Draw(t, "other goods") {
			lines = []order.Line{{ID: "N", Quantity: amount.Pcs(2), Total: amount.RUB(rapid.Int64Range(0, 60_000).Draw(t, "price"))}}
		}
		x, err := s.o.Exchange(1, "s-2", lines...)
		require.NoError(t, err)
		second := s.linked(x)
		if b, _ := s.o.Block(1); b.Money == status.MoneySent {
			s.do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
		}
		if due := second.o.View().Due; due.Sign() > 0 {
			second.do(order.Pay{Payment: order.Payment{ID: "p2", Amount: due}})
		}
		money := int64(0)
		for _, v := range []order.View{s.o.View(), second.o.View()} {
			for _, p := range v.Payments {
				if p.Form == order.FormMoney {
					money += p.Amount.Minor() - p.Refunded.Minor()
				}
			}
			require.True(t, v.Due.IsZero(), "%s", v.Due)
		}
		require.Equal(t, s.o.Total().Minor()+second.o.Total().Minor(), money)
		if lines == nil {
			require.Equal(t, total.Minor(), money, "a replacement costs nothing")
		}
	})
}
