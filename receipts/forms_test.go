package receipts_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// giftCard pays with a gift card whose sale was receipted.
func (k *desk) paysIn(id string, form order.PaymentForm, sum int64) {
	k.Helper()
	k.does(gateway, order.Pay{Payment: order.Payment{ID: id, Form: form, Amount: amount.RUB(sum)}})
}

func mug(price int64) order.Draft {
	return order.Draft{Lines: []order.Line{{ID: "mug", Name: "Кружка", Quantity: amount.Pcs(1), Total: amount.RUB(price), VAT: amount.VAT20}}}
}

// fault: M22
func TestAGiftCardIsOffsetAndComesBackAsAnOffset(t *testing.T) {
	for name, attached := range map[string]bool{"its own receipt is attached": true, "it is not": false} {
		t.Run(name, func(t *testing.T) {
			k := place(t, mug(1280))
			k.paysIn("gift", order.FormGiftCard, 500)
			if attached {
				k.does(gateway, order.AttachReceipt{Payment: "gift", Receipt: order.Document{Number: "FD-7"}})
			}
			k.pays("p1", 780, "card")
			k.sends(1, nil)
			k.does(merchant, order.Deliver{})
			k.back(1, nil)
			k.owes(shop, `
A-1042/payment/p1 sell 7.80: electronic 7.80
  Аванс по заказу A-1042, advance, 10: 1 × 7.80 = 7.80, VAT 20/120 1.30
A-1042/goods sell 12.80: offset 12.80
  Кружка, full-payment, 1: 1 × 12.80 = 12.80, VAT 20 2.13
A-1042/refund/R1 sell-refund 12.80: electronic 7.80 offset 5.00
  Кружка, full-payment, 1: 1 × 12.80 = 12.80, VAT 20 2.13
`)
		})
	}
}

// fault: M22
func TestAGiftCardBeforeTheGoodsNeedsNoReceipt(t *testing.T) {
	k := place(t, mug(1280))
	k.paysIn("gift", order.FormGiftCard, 500)
	k.pays("p1", 780, "card")
	k.back(1, nil)
	k.owes(shop, `
A-1042/payment/p1 sell 7.80: electronic 7.80
  Аванс по заказу A-1042, advance, 10: 1 × 7.80 = 7.80, VAT 20/120 1.30
A-1042/refund/R1/advance sell-refund 7.80: electronic 7.80
  Аванс по заказу A-1042, advance, 10: 1 × 7.80 = 7.80, VAT 20/120 1.30
`)
}

// fault: M22
func TestBonusPointsAndGoodsInExchangeAreConsideration(t *testing.T) {
	for _, form := range []order.PaymentForm{order.FormBonus, order.FormExchange} {
		k := place(t, mug(1280))
		k.paysIn("points", form, 500)
		k.pays("p1", 780, "cash")
		k.sends(1, nil)
		k.does(merchant, order.Deliver{})
		k.back(1, nil)
		k.owes(shop, `
A-1042/payment/p1 sell 7.80: cash 7.80
  Аванс по заказу A-1042, advance, 10: 1 × 7.80 = 7.80, VAT 20/120 1.30
A-1042/goods sell 12.80: consideration 5.00 offset 7.80
  Кружка, full-payment, 1: 1 × 12.80 = 12.80, VAT 20 2.13
A-1042/refund/R1 sell-refund 12.80: cash 7.80 consideration 5.00
  Кружка, full-payment, 1: 1 × 12.80 = 12.80, VAT 20 2.13
`)
	}
}

// fault: M14
func TestADeliveryThatACouponPaysIsInNoReceipt(t *testing.T) {
	d := mug(500000)
	d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT20})
	d.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: "FREE", On: order.OnDelivery, Amount: amount.RUB(30000)}}
	k := place(t, d)
	k.pays("p1", 500000, "card")
	k.sends(1, nil)
	k.does(merchant, order.Deliver{})
	k.owes(shop, `
A-1042/payment/p1 sell 5000.00: electronic 5000.00
  Аванс по заказу A-1042, advance, 10: 1 × 5000.00 = 5000.00, VAT 20/120 833.33
A-1042/goods sell 5000.00: offset 5000.00
  Кружка, full-payment, 1: 1 × 5000.00 = 5000.00, VAT 20 833.33
`)
}

// fault: M8
func TestASettlementHasTheRateOfTheDayOfShipment(t *testing.T) {
	k := place(t, mug(122000))
	k.pays("p1", 122000, "card") // on 30 December, at 20/120
	k.does(merchant, order.ChangeLine{Line: "mug", VAT: amount.VAT22})
	k.sends(1, nil) // on 12 January
	k.does(merchant, order.Deliver{})
	k.back(1, nil)
	k.owes(shop, `
A-1042/payment/p1 sell 1220.00: electronic 1220.00
  Аванс по заказу A-1042, advance, 10: 1 × 1220.00 = 1220.00, VAT 20/120 203.33
A-1042/goods sell 1220.00: offset 1220.00
  Кружка, full-payment, 1: 1 × 1220.00 = 1220.00, VAT 22 220.00
A-1042/refund/R1 sell-refund 1220.00: electronic 1220.00
  Кружка, full-payment, 1: 1 × 1220.00 = 1220.00, VAT 22 220.00
`)
}

// fault: M8
func TestARefundKeepsTheRateOfWhatItUndoes(t *testing.T) {
	t.Run("an advance that was paid before the rate changed", func(t *testing.T) {
		k := place(t, mug(122000))
		k.pays("p1", 122000, "card")
		k.does(merchant, order.ChangeLine{Line: "mug", VAT: amount.VAT22})
		k.back(1, nil)
		k.owes(shop, `
A-1042/payment/p1 sell 1220.00: electronic 1220.00
  Аванс по заказу A-1042, advance, 10: 1 × 1220.00 = 1220.00, VAT 20/120 203.33
A-1042/refund/R1/advance sell-refund 1220.00: electronic 1220.00
  Аванс по заказу A-1042, advance, 10: 1 × 1220.00 = 1220.00, VAT 20/120 203.33
`)
	})
	t.Run("units of one line that were sold at different rates, under different names", func(t *testing.T) {
		d := mug(244000)
		d.Lines[0].Quantity = amount.Pcs(2)
		k := place(t, d)
		k.pays("p1", 244000, "card")
		k.sends(1, order.PickUnits("mug", amount.Pcs(0), amount.Pcs(1)))
		k.does(merchant, order.Deliver{Shipment: 1})
		k.does(merchant, order.ChangeLine{Line: "mug", VAT: amount.VAT22, Name: "Чашка"})
		k.sends(2, nil)
		k.does(merchant, order.Deliver{Shipment: 2})
		k.does(merchant, order.Return{Picks: order.PickAll("mug"), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		k.paysBack(1)
		k.owes(receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2, PerShipment: true}, `
A-1042/payment/p1 sell 2440.00: electronic 2440.00
  Аванс по заказу A-1042, advance, 10: 1 × 2440.00 = 2440.00, VAT 20/120 406.67
A-1042/goods/S1 sell 1220.00: offset 1220.00
  Кружка, full-payment, 1: 1 × 1220.00 = 1220.00, VAT 20 203.34
A-1042/goods/S2 sell 1220.00: offset 1220.00
  Чашка, full-payment, 1: 1 × 1220.00 = 1220.00, VAT 22 220.00
A-1042/refund/R1 sell-refund 2440.00: electronic 2440.00
  Кружка, full-payment, 1: 1 × 1220.00 = 1220.00, VAT 20 203.34
  Чашка, full-payment, 1: 1 × 1220.00 = 1220.00, VAT 22 220.00
`)
	})
}
