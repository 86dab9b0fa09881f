package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// An own shop's orders, worked in a CRM with reservations, carriers, a payment gateway and fiscal receipts.

// shopScheme is the shop's way of selling: the goods leave only when the sale document is posted.
func shopScheme() order.Scheme {
	s, _ := order.ByCarrier.Rules()
	s.Code = "shop"
	s.Needs = map[order.Kind][]string{order.KindHandOver: {"sale"}}
	return s
}

func shopDraft() order.Draft {
	return order.Draft{
		ID: "shop-231", Number: "231", Scheme: "shop", Authority: order.OwnShop,
		Buyer: order.Buyer{Name: "Иванова Анна", Email: "anna@shop.example"},
		Lines: []order.Line{
			{ID: "dress", Name: "Платье", Quantity: amount.Pcs(5), Total: amount.RUB(1000001), VAT: amount.VAT20},
			{ID: "scarf", Name: "Шарф", Quantity: amount.Pcs(2), Total: amount.RUB(333333), VAT: amount.VAT10},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(35000), VAT: amount.VAT20},
		},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(100000)}},
	}
}

func paidOrder(t *testing.T) *scenario {
	d := place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(shopScheme()))
	d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total(), Till: "kassa-1"}})
	d.does(gateway, order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
	return d
}

// sent brings a paid order to the buyer's city.
func sent(t *testing.T, d *scenario) {
	d.does(merchant, order.Assemble{Warehouse: "central"})
	d.does(merchant, order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
	d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Posted: true, Shipment: 1}})
	d.does(merchant, order.HandOver{Shipment: 1, Waybill: "1100001"})
}

// adds checks that what is left and all blocks together are what was agreed, and what is owed is what was paid too
// much.
func (d *scenario) adds(agreed amount.Money) {
	d.Helper()
	v := d.o.View()
	all := v.Total
	owed := amount.RUB(0)
	for _, b := range v.Blocks {
		all = sum(d.T, all, b.Sum)
		owed = sum(d.T, owed, b.Owed, b.Refunded)
	}
	require.Equal(d, agreed, all, "the rest and the blocks are the whole")
	require.Equal(d, v.Paid, sum(d.T, v.Total, owed), "what was paid covers the rest and the blocks")
	require.True(d, v.Due.IsZero())
}

// covers: B24-7
func TestReturnsAtEveryStage(t *testing.T) {
	t.Run("before payment a split is a plain cancellation", func(t *testing.T) {
		d := place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(shopScheme()))
		before := d.o.Total()
		evs := d.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(2)), Reason: status.ReasonUnwanted})
		c := evs[0].Body.(order.Cancelled)
		require.Equal(t, before, sum(t, d.o.Total(), c.Sum))
		v := d.o.View()
		require.Empty(t, v.Blocks, "no block, so no refund and no receipt")
		d.refused(merchant, order.Refund{Block: 1}, order.ErrUnknown)
	})

	t.Run("block after block", func(t *testing.T) {
		d := paidOrder(t)
		agreed := d.o.Total()

		// 1: before shipment, out of what is reserved on two warehouses.
		d.does(merchant, order.Assemble{Picks: order.Pick("dress", amount.Pcs(3)), Warehouse: "north"})
		d.does(merchant, order.Assemble{Picks: order.Pick("dress", amount.Pcs(2)), Warehouse: "south"})
		d.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(1)).At("south"), Reason: status.ReasonUnwanted, Statement: "file-17"})
		b, _ := d.o.Block(1)
		require.Equal(t, status.MoneyOwed, b.Money)
		require.Equal(t, []status.ReturnCustody{status.CustodyNotNeeded}, b.Custody)
		require.Equal(t, "file-17", b.Statement)
		dress, _ := d.o.Line("dress")
		require.Contains(t, dress.Portions, order.PortionView{
			Portion: order.Portion{From: amount.Pcs(3), To: amount.Pcs(4), State: status.ItemCancelled, Block: 1, Custody: status.CustodyNotNeeded},
			Sum:     b.Sum, VAT: b.Parts[0].VAT,
		}, "the reservation on the south warehouse is released")
		d.adds(agreed)

		// The goods never left: the money goes back at a person's command, and only then.
		require.NotContains(t, order.DefaultRoles()[order.RoleSystem], order.Right{Kind: order.KindRefund})
		d.refused(robot, order.Refund{Block: 1}, order.ErrRole)
		d.does(merchant, order.Refund{Block: 1})
		d.refused(merchant, order.Refund{Block: 1}, order.ErrNotNow)

		// The gateway refuses: the block stays as it was, with the reason, and the command may be repeated.
		d.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "insufficient funds"}})
		b, _ = d.o.Block(1)
		require.Equal(t, status.MoneyRefused, b.Money)
		require.Equal(t, "insufficient funds", b.Answer)
		require.True(t, d.o.View().Payments[0].Refunded.IsZero(), "nothing went out")
		d.does(merchant, order.Refund{Block: 1})
		d.refused(gateway, order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "FD-2"}}, order.ErrNotNow)
		d.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "yookassa", ID: "r-1"}}})
		d.refused(merchant, order.Refund{Block: 1}, order.ErrAlready)
		b, _ = d.o.Block(1)
		require.False(t, b.Returned, "the refund receipt is owed")
		d.does(gateway, order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "FD-2"}})
		b, _ = d.o.Block(1)
		require.True(t, b.Returned)
		require.Equal(t, 2, b.Attempts)

		// 2 and 3: after hand-over.
		d.does(merchant, order.Assemble{Warehouse: "central"})
		d.does(merchant, order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
		d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Posted: true, Shipment: 1}})
		d.does(merchant, order.HandOver{Shipment: 1, Waybill: "1100001"})
		d.reports(cdek, order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "DELIVERED", Text: "Вручён"})
		d.is(status.OrderDelivered)
		d.does(order.Actor{ID: "buyer", Role: order.RoleBuyer}, order.Return{Picks: order.Pick("dress", amount.Pcs(2)), Reason: status.ReasonDefect, Statement: "file-18"})
		d.does(merchant, order.Return{Picks: order.Pick("scarf", amount.Pcs(1)).And(order.Pick("dress", amount.Pcs(1))), Reason: status.ReasonWrongSize})
		d.adds(agreed)
		b, _ = d.o.Block(2)
		require.Equal(t, []status.ReturnCustody{status.CustodyRequested}, b.Custody)
		dress, _ = d.o.Line("dress")
		for _, p := range dress.Portions {
			require.False(t, p.Block == 2 && p.Shipment != 0, "the goods leave the shipment that was issued")
		}

		r := d.refused(merchant, order.Refund{Block: 2}, order.ErrNotNow)
		require.Contains(t, r.Why.String(), "the goods must be back first")
		d.does(merchant, order.Receive{Block: 2, Picks: order.Pick("dress", amount.Pcs(1)), Custody: status.CustodyAccepted})
		d.refused(merchant, order.Refund{Block: 2}, order.ErrNotNow) // one of two is still on the way
		d.does(merchant, order.Receive{Block: 2, Picks: order.Pick("dress", amount.Pcs(1)), Custody: status.CustodyDamaged})
		d.does(merchant, order.Refund{Block: 2})
		d.does(gateway, order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.InDoubt, Text: "time-out"}})
		d.refused(merchant, order.Refund{Block: 2}, order.ErrNotNow) // never repeated blindly
		d.does(gateway, order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.AlreadySo}})

		// Of the third block the scarf is not accepted back: it leaves the block and is given back to the buyer.
		d.does(merchant, order.Receive{Block: 3, Custody: status.CustodyReceived})
		whole, _ := d.o.Block(3)
		d.does(merchant, order.Receive{Block: 3, Picks: order.Pick("scarf", amount.Pcs(1)), Custody: status.CustodyRejected})
		d.adds(agreed)
		d.does(merchant, order.Receive{Block: 3, Picks: order.Pick("scarf", amount.Pcs(1)), Custody: status.CustodyGivenBack})
		d.adds(agreed)
		b, _ = d.o.Block(3)
		scarf, _ := d.o.Line("scarf")
		require.Equal(t, amount.Pcs(2), scarf.Living)
		require.Len(t, b.Parts, 1)
		require.NotEqual(t, whole.Sum, b.Sum)
		d.does(merchant, order.Refund{Block: 3})
		d.does(gateway, order.SettleRefund{Block: 3, Outcome: order.Outcome{Kind: order.Applied}})
		d.does(gateway, order.AttachReceipt{Block: 3, Receipt: order.Document{Number: "FD-4"}})

		v := d.o.View()
		require.Len(t, v.Blocks, 3, "first what is planned for sale, then each block")
		require.Equal(t, status.PaymentPartlyRefunded, v.Payment)
		require.Equal(t, sum(t, v.Blocks[0].Refunded, v.Blocks[1].Refunded, v.Blocks[2].Refunded), v.Payments[0].Refunded)
		d.is(status.OrderDelivered)
	})

	t.Run("everything returned, to the kopeck", func(t *testing.T) {
		d := paidOrder(t)
		agreed := d.o.Total()
		sent(t, d)
		d.reports(cdek, order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "DELIVERED"})
		vat := d.o.View().VAT
		for i := range 5 {
			d.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonDefect})
			d.adds(agreed)
			d.does(merchant, order.Receive{Block: i + 1, Custody: status.CustodyAccepted})
			d.does(merchant, order.Refund{Block: i + 1})
			d.does(gateway, order.SettleRefund{Block: i + 1, Outcome: order.Outcome{Kind: order.Applied}})
		}
		d.does(merchant, order.Return{Reason: status.ReasonDefect}) // whatever is left, the delivery too
		d.adds(agreed)
		d.is(status.OrderReturned)
		d.does(merchant, order.Receive{Block: 6, Picks: order.PickAll("scarf"), Custody: status.CustodyAccepted})
		d.does(merchant, order.Refund{Block: 6})
		d.does(gateway, order.SettleRefund{Block: 6, Outcome: order.Outcome{Kind: order.Applied}})
		v := d.o.View()
		require.Equal(t, status.PaymentRefunded, v.Payment)
		require.Equal(t, v.Paid, v.Payments[0].Refunded)
		back := amount.RUB(0)
		for _, b := range v.Blocks {
			for _, p := range b.Parts {
				back = sum(t, back, p.VAT)
			}
		}
		require.Equal(t, vat, back, "the VAT of the refunds is the VAT of the sale")
	})

	t.Run("money may go back before the goods, by policy", func(t *testing.T) {
		s := shopScheme()
		s.RefundBeforeGoods = true
		d := place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(s))
		d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
		sent(t, d)
		d.reports(cdek, order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "DELIVERED"})
		d.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonDefect})
		d.does(merchant, order.Refund{Block: 1})
	})
}

// covers: B24-9
func TestStatusesOfOrderShipmentAndItem(t *testing.T) {
	item := func(d *scenario, line string) (out []string) {
		l, _ := d.o.Line(line)
		for _, p := range l.Portions {
			out = append(out, p.State.String())
		}
		return out
	}
	t.Run("Подтвержден, ожидает оплаты - Собирается - Доставляется - Выдан", func(t *testing.T) {
		d := place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(shopScheme()))
		d.is(status.OrderAwaitingPayment) // «Подтвержден, ожидает оплаты»
		d.refused(merchant, order.Assemble{Warehouse: "north"}, order.ErrNotNow)

		d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
		d.is(status.OrderAssembling) // «Собирается», set by the payment
		require.Equal(t, []string{"confirmed"}, item(d, "dress"))

		d.does(merchant, order.Label{Key: "deal-stage", Text: "Заказ оплачен"}) // the deal's stage stands beside the status
		d.is(status.OrderAssembling)

		d.does(merchant, order.Assemble{Picks: order.PickAll("dress"), Warehouse: "north"})
		require.Equal(t, []string{"assembling"}, item(d, "dress"))
		d.does(merchant, order.CreateShipment{Picks: order.PickAll("dress"), Carrier: order.Ref{System: "cdek", Account: "cdek-1"}, To: "ПВЗ Тверь"})
		require.Equal(t, status.ShipmentAssembling, d.o.View().Shipments[0].State) // «Собирается»

		// «Отправлено» is the carrier's number and the posted sale document, both.
		d.refused(merchant, order.HandOver{Shipment: 1, Waybill: "1100001"}, order.ErrNotNow)
		d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Shipment: 1}})
		d.refused(merchant, order.HandOver{Shipment: 1, Waybill: "1100001"}, order.ErrNotNow) // a draft does not count
		d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Posted: true, Shipment: 1}})
		d.refused(merchant, order.HandOver{Shipment: 1}, order.ErrInvalid)
		d.is(status.OrderAssembling)
		d.does(merchant, order.HandOver{Shipment: 1, Waybill: "1100001"})
		require.Equal(t, status.ShipmentSent, d.o.View().Shipments[0].State) // «Отправлено»
		require.Equal(t, []string{"sent"}, item(d, "dress"))
		d.is(status.OrderHandedToCarrier) // «Доставляется» with the first shipment

		// A later, new shipment never moves the order back.
		d.does(merchant, order.Assemble{Picks: order.PickAll("scarf"), Warehouse: "south"})
		d.does(merchant, order.CreateShipment{Picks: order.PickAll("scarf"), To: "магазин"})
		d.is(status.OrderHandedToCarrier)

		// The carrier's own status stands beside ours.
		d.reports(cdek, order.ShipmentReport{Waybill: "1100001", Code: "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", Text: "Сдан перевозчику", State: status.ShipmentSent})
		s := d.o.View().Shipments[0]
		require.Equal(t, "Сдан перевозчику", s.CarrierText)
		require.Equal(t, status.ShipmentSent, s.State)
		d.reports(cdek, order.ShipmentReport{Waybill: "1100001", Code: "ACCEPTED_AT_PICK_UP_POINT", Text: "Принят на складе до востребования", State: status.ShipmentArrived})
		require.Equal(t, status.ShipmentArrived, d.o.View().Shipments[0].State) // «Доставлено»
		require.Equal(t, []string{"arrived"}, item(d, "dress"))
		d.is(status.OrderHandedToCarrier)

		d.reports(cdek, order.ShipmentReport{Waybill: "1100001", Code: "DELIVERED", Text: "Вручён", State: status.ShipmentHandedOut})
		require.Equal(t, status.ShipmentHandedOut, d.o.View().Shipments[0].State) // «Выдан»
		d.is(status.OrderHandedToCarrier)                                         // all shipments issued but one item still assembling is not enough

		d.refused(merchant, order.HandOver{Shipment: 2, Courier: true}, order.ErrNotNow) // the sale of another shipment does not count
		d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-2", Posted: true, Shipment: 2}})
		d.does(merchant, order.HandOver{Shipment: 2, Courier: true})
		d.does(order.Actor{ID: "olga", Role: order.RoleShop, Place: "магазин"}, order.Deliver{Shipment: 2})
		d.is(status.OrderDelivered) // «Выдан»: every portion that is not returned is handed out
		require.Equal(t, []string{"handed-out"}, item(d, "scarf"))
		require.Equal(t, []string{"handed-out"}, item(d, "delivery"))
	})
	t.Run("Собирается with the first shipment, by setting", func(t *testing.T) {
		s := shopScheme()
		s.AssemblingOnPayment = false
		d := place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(s))
		d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
		d.is(status.OrderPaid)
		d.does(merchant, order.CreateShipment{Picks: order.PickAll("scarf"), To: "магазин"})
		d.is(status.OrderAssembling)
	})
	t.Run("Перемаркировка: a bad code stops the unit until a new one is in", func(t *testing.T) {
		draft := shopDraft()
		draft.Lines[1].MarkRequired = true
		d := place(t, draft, order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(shopScheme()))
		d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
		d.does(merchant, order.Assemble{Warehouse: "north"})
		d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Posted: true}})
		d.refused(merchant, order.HandOver{Waybill: "1"}, order.ErrMarking)
		d.does(merchant, order.SetMark{Line: "scarf", Unit: 0, Code: "0104601234567893215abc"})
		d.does(merchant, order.SetMark{Line: "scarf", Unit: 1, Code: "0104601234567893215abd"})
		d.does(merchant, order.RejectMark{Line: "scarf", Unit: 1, Why: "unreadable"})
		require.Equal(t, []string{"assembling", "re-marking"}, item(d, "scarf"))
		d.refused(merchant, order.SetMark{Line: "scarf", Unit: 1, Code: "0104601234567893215abc"}, order.ErrDuplicate)
		d.does(merchant, order.HandOver{Waybill: "1"}) // the others may go
		require.Equal(t, []string{"sent", "re-marking"}, item(d, "scarf"))
		d.does(merchant, order.SetMark{Line: "scarf", Unit: 1, Code: "0104601234567893215abe"})
		require.Equal(t, []string{"sent", "assembling"}, item(d, "scarf"))
		d.does(merchant, order.HandOver{Waybill: "2"})
		require.Equal(t, []string{"sent"}, item(d, "scarf")[:1])
	})
	t.Run("Возвращен: received back", func(t *testing.T) {
		d := paidOrder(t)
		sent(t, d)
		d.reports(cdek, order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "DELIVERED"})
		d.does(merchant, order.Return{Picks: order.Pick("scarf", amount.Pcs(1)), Reason: status.ReasonDefect})
		require.Equal(t, []string{"returning", "handed-out"}, item(d, "scarf"))
		d.does(merchant, order.Receive{Block: 1, Custody: status.CustodyReceived})
		require.Equal(t, []string{"returned", "handed-out"}, item(d, "scarf"))
		var days int
		for e := range d.o.Events(order.Filter{Line: "scarf", State: status.ItemReturned, Since: monday, Until: monday.AddDate(0, 0, 1)}) {
			require.Equal(t, "anna", e.By.ID)
			days++
		}
		require.Equal(t, 1, days, "the movement log answers by item, status and period")
	})
}

// covers: RZ-10
func TestFinalStatusesNeverChangeAndSilentOrdersAreClosedThere(t *testing.T) {
	s, _ := order.ByCarrier.Rules()
	s.Code, s.Prepaid, s.SilentClose, s.ChannelRefunds, s.Returns = "rozetka", false, 45, true, 0
	rozetka := order.Actor{Role: order.RoleChannel, System: "rozetka-1"}
	d := place(t, order.Draft{
		ID: "rz-1", Scheme: "rozetka", Authority: order.Marketplace, Currency: "UAH",
		Lines: []order.Line{{ID: "1", Name: "Чайник", Quantity: amount.Pcs(2), Total: amount.UAH(159900)}},
	}, rozetka, order.WithScheme(s))
	d.does(merchant, order.HandOver{Waybill: "20450000000001"})
	d.is(status.OrderHandedToCarrier)

	// The day on which ROZETKA closes it is known in time to warn.
	closes := d.at.AddDate(0, 0, 45)
	require.Equal(t, []order.Deadline{{Kind: order.KindComplete, At: closes}}, d.o.Due())
	d.at = d.at.Add(44 * 24 * time.Hour)
	require.True(t, d.o.Due()[0].At.After(d.at), "a day is left")

	d.at = closes
	received := order.StatusReport{Code: "6", Text: "Посылка получена", Says: status.Meaning{Order: status.OrderCompleted}}
	d.reports(rozetka, received)
	d.is(status.OrderCompleted)
	require.Empty(t, d.o.Due())
	d.echoes(rozetka, received)

	// Final: nothing changes it from here, and going back there is a conflict, never an overwrite.
	for _, c := range []order.Command{
		order.Cancel{Reason: status.ReasonBuyerCancelled},
		order.Confirm{},
		order.HandOver{},
		order.Arrive{},
		order.Deliver{},
		order.MoveDate{Window: order.Window{From: d.at, To: d.at}},
		order.Return{Reason: status.ReasonDefect},
		order.Take{},
		order.Release{},
	} {
		_, err := d.o.Do(c, d.by(merchant))
		require.Error(t, err, "%T", c)
		d.is(status.OrderCompleted)
	}
	d.refused(merchant, order.Complete{}, order.ErrAlready)
	d.reports(rozetka, order.StatusReport{Code: "2", Says: status.Meaning{Order: status.OrderConfirmed}})
	d.is(status.OrderCompleted)
	require.True(t, d.o.Held())
}
