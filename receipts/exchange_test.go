package receipts_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// boots is an order of boots of 1000.00, and swap exchanges them for shoes.
func boots() order.Draft {
	return order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{{ID: "boots", Name: "Сапоги", Quantity: amount.Pcs(1), Total: amount.RUB(100000), VAT: amount.VATNone}}}
}

func swap(kopecks int64) order.Edit {
	return order.Edit{
		Add:    []order.Line{{ID: "shoes", Name: "Туфли", Quantity: amount.Pcs(1), Total: amount.RUB(kopecks), VAT: amount.VATNone}},
		Remove: order.PickAll("boots"), Reason: status.ReasonWrongSize,
	}
}

// fault: M19
func TestAnExchangeBeforeTheGoodsLeft(t *testing.T) {
	t.Run("for cheaper goods: the difference of the advance goes back, the rest settles them", func(t *testing.T) {
		k := place(t, boots())
		k.pays("p1", 100000, "card")
		k.does(merchant, swap(60000))
		k.paysBack(1)
		k.does(merchant, order.Confirm{}, order.Deliver{})
		k.owes(shop, `
A-1042/payment/p1 sell 1000.00: electronic 1000.00
  Аванс по заказу A-1042, advance, 10: 1 × 1000.00 = 1000.00, VAT none 0.00
A-1042/refund/R1/advance sell-refund 400.00: electronic 400.00
  Аванс по заказу A-1042, advance, 10: 1 × 400.00 = 400.00, VAT none 0.00
A-1042/goods sell 600.00: offset 600.00
  Туфли, full-payment, 1: 1 × 600.00 = 600.00, VAT none 0.00
`)
	})
	t.Run("for dearer goods: the difference is an advance as well", func(t *testing.T) {
		k := place(t, boots())
		k.pays("p1", 100000, "card")
		k.does(merchant, swap(150000))
		k.pays("p2", 50000, "card")
		k.does(merchant, order.Confirm{}, order.Deliver{})
		got := k.reads(shop)
		require.NotContains(t, got, "refund")
		require.True(t, strings.HasSuffix(got, `
A-1042/payment/p2 sell 500.00: electronic 500.00
  Аванс по заказу A-1042, advance, 10: 1 × 500.00 = 500.00, VAT none 0.00
A-1042/goods sell 1500.00: offset 1500.00
  Туфли, full-payment, 1: 1 × 1500.00 = 1500.00, VAT none 0.00
`), got)
	})
}

// fault: M19
func TestAnExchangeWhenTheBuyerHasTheGoods(t *testing.T) {
	sold := func(t *testing.T, kopecks int64) *desk {
		k := place(t, boots())
		k.pays("p1", 100000, "card")
		k.does(merchant, order.Confirm{}, order.Deliver{}, swap(kopecks))
		return k
	}
	t.Run("for cheaper goods: a part goes back, the rest is consideration", func(t *testing.T) {
		k := sold(t, 60000)
		k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Confirm{}, order.Deliver{})
		require.NotContains(t, k.reads(shop), "Туфли", "before the refund it is not paid for")
		k.paysBack(1)
		require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/refund/R1 sell-refund 1000.00: electronic 400.00 consideration 600.00
  Сапоги, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
A-1042/goods/no.2 sell 600.00: consideration 600.00
  Туфли, full-payment, 1: 1 × 600.00 = 600.00, VAT none 0.00
`), k.reads(shop))
	})
	t.Run("for dearer goods: the difference is paid in money", func(t *testing.T) {
		k := sold(t, 150000)
		k.pays("p2", 50000, "card")
		k.does(merchant, order.Confirm{}, order.Deliver{}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/payment/p2 sell 500.00: electronic 500.00
  Аванс по заказу A-1042, advance, 10: 1 × 500.00 = 500.00, VAT none 0.00
A-1042/refund/R1 sell-refund 1000.00: consideration 1000.00
  Сапоги, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
A-1042/goods/no.2 sell 1500.00: consideration 1000.00 offset 500.00
  Туфли, full-payment, 1: 1 × 1500.00 = 1500.00, VAT none 0.00
`), k.reads(shop))
	})
	t.Run("for goods of the same price: no money moves", func(t *testing.T) {
		k := sold(t, 100000)
		k.does(merchant, order.Confirm{}, order.Deliver{}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/refund/R1 sell-refund 1000.00: consideration 1000.00
  Сапоги, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
A-1042/goods/no.2 sell 1000.00: consideration 1000.00
  Туфли, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
`), k.reads(shop))
	})
}

// fault: M18
func TestAnExchangeInALinkedOrder(t *testing.T) {
	returned := func(t *testing.T) *desk {
		k := place(t, boots())
		k.pays("p1", 100000, "card")
		k.does(merchant, order.Confirm{}, order.Deliver{}, order.Complete{}, order.Return{Reason: status.ReasonDefect},
			order.Receive{Block: 1, Custody: status.CustodyAccepted})
		return k
	}
	second := func(t *testing.T, k *desk, lines ...order.Line) *desk {
		x, err := k.o.Exchange(1, "A-1042-2", lines...)
		require.NoError(t, err)
		k.does(merchant, x.Refund)
		next := place(t, x.Draft)
		next.does(merchant, order.Pay{Payment: x.Payment})
		if due := next.o.View().Due; due.Sign() > 0 {
			next.pays("p2", due.Minor(), "card")
		}
		next.does(merchant, order.Confirm{}, order.Deliver{})
		return next
	}
	shoes := func(kopecks int64) order.Line { return swap(kopecks).Add[0] }
	t.Run("the same goods again: both receipts in kind", func(t *testing.T) {
		k := returned(t)
		next := second(t, k)
		require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/refund/R1 sell-refund 1000.00: consideration 1000.00
  Сапоги, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
`), k.reads(shop))
		require.Equal(t, `A-1042-2/goods sell 1000.00: consideration 1000.00
  Сапоги, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
`, next.reads(shop))
	})
	t.Run("cheaper goods: the difference in money", func(t *testing.T) {
		k := returned(t)
		next := second(t, k, shoes(60000))
		k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
		require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/refund/R1 sell-refund 1000.00: electronic 400.00 consideration 600.00
  Сапоги, full-payment, 1: 1 × 1000.00 = 1000.00, VAT none 0.00
`), k.reads(shop))
		require.Contains(t, next.reads(shop), "goods sell 600.00: consideration 600.00\n")
	})
	t.Run("dearer goods: the difference is paid", func(t *testing.T) {
		next := second(t, returned(t), shoes(150000))
		require.Contains(t, next.reads(shop), "goods sell 1500.00: consideration 1000.00 offset 500.00\n")
		require.Contains(t, next.reads(shop), "payment/p2 sell 500.00: electronic 500.00\n")
	})
}
