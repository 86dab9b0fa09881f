package receipts_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// takes imports an order.
func takes(t *testing.T, s order.Snapshot) *desk {
	s.Scheme, s.Authority, s.Buyer = order.OwnPickup, order.OwnShop, order.Buyer{Email: "anna@shop.example"}
	s.ID = "A-1042"
	k := &desk{T: t, at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var err error
	k.o, _, err = order.Import(s, k.by(merchant))
	require.NoError(t, err)
	return k
}

// Goods that were with the buyer at the import counted as settled, so the money that came for them later stayed an
// advance.
func TestGoodsHandedOutElsewhereAreSettledWhenTheyArePaidForHere(t *testing.T) {
	k := takes(t, order.Snapshot{Draft: dresses(2), State: status.ItemHandedOut, Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(100000)}}})
	k.owes(shop, "")
	k.pays("p2", 300000, "card")
	k.owes(shop, `
A-1042/goods sell 4000.00: offset 1000.00 electronic 3000.00
  Платье, full-payment, 1: 2 × 2000.00 = 4000.00, VAT none 0.00
`)
}

// Cash that was taken at the door and went back before the goods were settled left no receipt at all.
func TestCashOfTheDoorThatGoesBackIsReceiptedBothWays(t *testing.T) {
	s := shop
	s.AtHandOver = []string{"cash", "cod"}
	t.Run("by a refund", func(t *testing.T) {
		k := place(t, dresses(2))
		k.pays("p1", 100000, "card")
		k.pays("p2", 300000, "cash")
		k.does(merchant, order.Cancel{Reason: status.ReasonOutOfStock})
		k.paysBack(1)
		k.owes(s, `
A-1042/payment/p1 sell 1000.00: electronic 1000.00
  Аванс по заказу A-1042, advance, 10: 1 × 1000.00 = 1000.00, VAT none 0.00
A-1042/rest/cash sell 3000.00: cash 3000.00
  Аванс по заказу A-1042, advance, 10: 1 × 3000.00 = 3000.00, VAT none 0.00
A-1042/refund/R1/advance sell-refund 4000.00: electronic 1000.00 cash 3000.00
  Аванс по заказу A-1042, advance, 10: 1 × 4000.00 = 4000.00, VAT none 0.00
`)
	})
	t.Run("in the form in which it came", func(t *testing.T) {
		k := place(t, dresses(2))
		k.pays("p1", 200000, "card")
		k.pays("p2", 200000, "cash")
		k.does(merchant, order.Cancel{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
		k.paysBack(1)
		k.owes(s, `
A-1042/payment/p1 sell 2000.00: electronic 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT none 0.00
A-1042/rest/cash sell 2000.00: cash 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT none 0.00
A-1042/refund/R1/advance sell-refund 2000.00: cash 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT none 0.00
`)
	})
	t.Run("unasked", func(t *testing.T) {
		k := place(t, dresses(2))
		k.pays("p1", 400000, "cod")
		_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{
			ID: "p1", Amount: amount.RUB(400000), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(150000),
		}}, k.by(gateway))
		require.NoError(t, err)
		k.owes(s, `
A-1042/rest/electronic sell 1500.00: electronic 1500.00
  Аванс по заказу A-1042, advance, 10: 1 × 1500.00 = 1500.00, VAT none 0.00
A-1042/return/p1/1500.00 sell-refund 1500.00: electronic 1500.00
  Аванс по заказу A-1042, advance, 10: 1 × 1500.00 = 1500.00, VAT none 0.00
`)
	})
}

// It waited for goods to be settled with, and there were none left.
func TestMoneyOfTheDoorWithoutGoodsIsAnAdvance(t *testing.T) {
	s := shop
	s.AtHandOver = []string{"cod"}
	k := place(t, dresses(1))
	k.pays("p1", 200000, "cod")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	before := k.reads(s)
	_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{ID: "p2", Amount: amount.RUB(5000), Method: "cod", State: status.PaymentPaid}}, k.by(gateway))
	require.NoError(t, err)
	k.owes(s, before+`A-1042/payment/p2 sell 50.00: electronic 50.00
  Аванс по заказу A-1042, advance, 10: 1 × 50.00 = 50.00, VAT none 0.00
`)
}

// Cash of the first of two shipments was not receipted before the second was paid for.
func TestCashOfAShipmentIsReceiptedWithIt(t *testing.T) {
	s := shop
	s.PerShipment, s.AtHandOver = true, []string{"cash"}
	k := place(t, dresses(2))
	one := order.PickUnits("dress", amount.Pcs(0), amount.Pcs(1))
	k.pays("p1", 50000, "card")
	k.does(merchant, order.Confirm{}, order.Assemble{}, order.CreateShipment{Picks: one}, order.HandOver{Shipment: 1, Waybill: "W1"}, order.Deliver{Shipment: 1})
	before := k.reads(s)
	require.NotContains(t, before, "goods")
	k.pays("p2", 200000, "cash")
	first := before + `A-1042/goods/S1 sell 2000.00: cash 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`
	k.owes(s, first)
	k.does(merchant, order.CreateShipment{}, order.HandOver{Shipment: 2, Waybill: "W2"}, order.Deliver{Shipment: 2})
	k.owes(s, first)
	k.pays("p3", 150000, "cash")
	k.owes(s, first+`A-1042/goods/S2 sell 2000.00: offset 500.00 cash 1500.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`)
}

// The courier's own register has settled the goods; a second settlement would sell them twice.
func TestWhatTheCouriersRegisterReceiptedIsNotSettledAgain(t *testing.T) {
	s := shop
	s.AtHandOver = []string{"cod"}
	k := place(t, dresses(2))
	k.pays("p1", 100000, "card")
	k.does(merchant, order.Confirm{})
	k.does(gateway, order.Pay{Payment: order.Payment{ID: "p2", Amount: amount.RUB(300000), Method: "cod", Receipt: &order.Document{Kind: "receipt", Number: "99/17"}}})
	before := k.reads(s)
	k.does(merchant, order.Deliver{})
	k.owes(s, before)
	k.back(1, order.Pick("dress", amount.Pcs(1)))
	k.owes(s, before+`A-1042/refund/R1 sell-refund 2000.00: electronic 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`)
}

func TestWhatTheCourierTookBeyondTheGoodsGoesBackAsAnAdvance(t *testing.T) {
	s := shop
	s.AtHandOver = []string{"cod"}
	k := place(t, dresses(1))
	k.does(merchant, order.Confirm{})
	_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(205000), Method: "cod", State: status.PaymentPaid, Receipt: &order.Document{Kind: "receipt", Number: "99/17"},
	}}, k.by(gateway))
	require.NoError(t, err)
	k.does(merchant, order.Deliver{})
	k.owes(s, "")
	k.paysBack(1)
	k.owes(s, `
A-1042/refund/R1/advance sell-refund 50.00: electronic 50.00
  Аванс по заказу A-1042, advance, 10: 1 × 50.00 = 50.00, VAT none 0.00
`)
}

// A refund that was refused as a whole and done through one of two payments is receipted once, when the rest is back,
// too.
func TestARefundOfWhichOnePaymentWasRefusedIsReceiptedAsAWhole(t *testing.T) {
	k := place(t, dresses(2))
	k.pays("p1", 200000, "card")
	k.pays("p2", 200000, "cash")
	k.does(merchant, order.Confirm{}, order.Deliver{}, order.Return{Picks: order.PickAll("dress"), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Refund{Block: 1})
	before := k.reads(shop)
	_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{ID: "p2", Amount: amount.RUB(200000), State: status.PaymentRefunded, Refunded: amount.RUB(200000)}}, k.by(gateway))
	require.NoError(t, err)
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected}})
	b, _ := k.o.Block(1)
	require.Equal(t, []order.PaymentShare{{Payment: "p2", Amount: amount.RUB(200000)}}, b.Done)
	k.owes(shop, before)

	k.does(merchant, order.Refund{Block: 1})
	orders, err := receipts.Refunds(k.o, 1, shop)
	require.NoError(t, err)
	require.Len(t, orders, 1, "what is back is not ordered again")
	require.Equal(t, amount.RUB(200000), orders[0].Amount)
	require.Nil(t, orders[0].Receipt, "it is of more than this")
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	k.owes(shop, before+`A-1042/refund/R1 sell-refund 4000.00: electronic 2000.00 cash 2000.00
  Платье, full-payment, 1: 2 × 2000.00 = 4000.00, VAT none 0.00
`)
}

// Nothing is owed for a gift, so nobody ordered its refund, and its code stayed sold for ever.
func TestAMarkedGiftThatIsBackIsPaidBackByItsCode(t *testing.T) {
	d := fiveDresses()
	d.Lines = d.Lines[:2]
	d.Lines[1].Total, d.Lines[1].Price = amount.RUB(0), amount.Money{}
	k := place(t, d)
	k.pays("p1", 1000000, "card")
	k.sends(1, nil)
	k.does(merchant, order.Deliver{}, order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonDefect})
	settled := k.reads(shop)
	second := order.PickUnits("shoes", amount.Pcs(1), amount.Pcs(2))
	k.does(merchant, order.Receive{Block: 1, Picks: second, Custody: status.CustodyReceived})
	k.owes(shop, settled) // the other one is on its way
	k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	k.owes(shop, settled+`A-1042/refund/R1 sell-refund 0.00: electronic 0.00
  Кроссовки, full-payment, 33: 1 × 0.00 = 0.00, VAT 22 0.00, 0104600000000015215first
  Кроссовки, full-payment, 33: 1 × 0.00 = 0.00, VAT 22 0.00, 0104600000000015215second
`)
}

// A prepayment was undone as an advance, and showed goods that were settled.
func TestMoneyBackUnaskedUndoesWhatIsLeftOfThePrepayment(t *testing.T) {
	s := shop
	s.Prepaid, s.PerShipment = true, true
	d := dresses(2)
	d.Lines = append(d.Lines, order.Line{ID: "hat", Name: "Шляпа", Quantity: amount.Pcs(1), Price: amount.RUB(100000), VAT: amount.VAT20})
	k := place(t, d)
	k.pays("p1", 500000, "card")
	k.does(merchant, order.Confirm{}, order.Assemble{}, order.CreateShipment{Picks: order.PickAll("dress")}, order.HandOver{Shipment: 1, Waybill: "W1"}, order.Deliver{Shipment: 1})
	before := k.reads(s)
	_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(500000), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(100000),
	}}, k.by(gateway))
	require.NoError(t, err)
	k.owes(s, before+`A-1042/return/p1/1000.00 sell-refund 1000.00: electronic 1000.00
  Шляпа, full-prepayment, 10: 1 × 1000.00 = 1000.00, VAT 20/120 166.67
`)
}

// What is paid back of settled goods, less what went back unasked before, is an advance again for what is still to
// come.
func TestMoneyBackUnaskedIsNotPaidBackAgainWithTheFirstShipment(t *testing.T) {
	s := shop
	s.PerShipment = true
	k := place(t, dresses(2))
	one := order.PickUnits("dress", amount.Pcs(0), amount.Pcs(1))
	k.pays("p1", 400000, "card")
	k.does(merchant, order.Confirm{}, order.Assemble{}, order.CreateShipment{Picks: one}, order.HandOver{Shipment: 1, Waybill: "W1"}, order.Deliver{Shipment: 1})
	_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{
		ID: "p1", Amount: amount.RUB(400000), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(150000),
	}}, k.by(gateway))
	require.NoError(t, err)
	before := k.reads(s)
	k.back(1, one)
	k.does(merchant, order.CreateShipment{}, order.HandOver{Shipment: 2, Waybill: "W2"}, order.Deliver{Shipment: 2})
	k.owes(s, before+`A-1042/refund/R1 sell-refund 2000.00: electronic 500.00 offset 1500.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
A-1042/goods/S2 sell 2000.00: offset 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`)
}

// Somebody paid a block back in the gateway's own cabinet. Its units were split off already, so nobody would do it
// again, and no receipt was owed.
func TestABlockThatIsPaidBackInTheCabinetOfTheGateway(t *testing.T) {
	unasked := func(k *desk, sum int64) {
		_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.RUB(600000), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(sum)}}, k.by(gateway))
		require.NoError(k, err)
	}
	open := func(t *testing.T) (*desk, string) {
		k := place(t, dresses(3))
		k.pays("p1", 600000, "card")
		k.does(merchant, order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonDefect},
			order.Receive{Block: 1, Custody: status.CustodyReceived})
		return k, k.reads(shop)
	}
	const refunded = `A-1042/refund/R1 sell-refund 2000.00: electronic 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`
	t.Run("the whole of it", func(t *testing.T) {
		k, before := open(t)
		unasked(k, 200000)
		k.owes(shop, before+refunded)
	})
	t.Run("another sum", func(t *testing.T) {
		k, before := open(t)
		unasked(k, 150000)
		k.owes(shop, before) // a person has to look
		unasked(k, 200000)
		k.owes(shop, before+refunded)
	})
	t.Run("while a refund is on its way it is that one", func(t *testing.T) {
		k, before := open(t)
		k.does(merchant, order.Refund{Block: 1})
		unasked(k, 200000)
		k.owes(shop, before)
		k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
		k.owes(shop, before+refunded)
	})
	t.Run("and not once more by a person", func(t *testing.T) {
		k, before := open(t)
		unasked(k, 200000)
		_, err := k.o.Do(order.Refund{Block: 1}, k.by(merchant))
		require.ErrorIs(t, err, order.ErrAlready)
		k.owes(shop, before+refunded)
	})
}
