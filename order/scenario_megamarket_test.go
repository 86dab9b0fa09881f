package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// SberMegaMarket orders worked from RetailCRM, on paper: what the marketplace calls back is observed, what the merchant
// saves in RetailCRM is an intent, and the states of both sides are asserted through their tables.

func standardDraft() order.Draft {
	return order.Draft{
		ID: "mm-955100777", Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "955100777"},
		Scheme: order.Standard, Authority: order.Marketplace,
		Lines: []order.Line{
			{ID: "1", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(1), Total: amount.RUB(89000), VAT: amount.VAT20},
			{ID: "2", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(1), Total: amount.RUB(99000), VAT: amount.VAT20},
			{ID: "3", SKU: "TEAPOT", Name: "Чайник", Quantity: amount.Pcs(1), Total: amount.RUB(250000), VAT: amount.VAT20},
		},
		Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: monday.Add(8 * time.Hour)}},
	}
}

func deliveryDraft() order.Draft {
	d := standardDraft()
	d.ID, d.Scheme = "mm-9320000000101", order.MerchantDelivery
	d.Ref.ID = "9320000000101"
	d.Buyer = order.Buyer{Name: "Тестов Тест", Phone: "79000000000"}
	d.Delivery = order.Delivery{Address: "Тверь, улица Примерная, 1", Window: order.Window{From: monday.AddDate(0, 0, 4), To: monday.AddDate(0, 0, 4).Add(10 * time.Hour)}}
	d.Lines = append(d.Lines, order.Line{ID: "4", SKU: "delivery", Name: "Доставка", Kind: order.LineDelivery, Quantity: amount.Pcs(1), Total: amount.RUB(80000)})
	return d
}

// confirmInCRM is what the merchant's status of confirmation means, by RetailCRM's table.
func confirmInCRM(t *testing.T) order.Command {
	t.Helper()
	says, known := status.RetailCRM().Read(status.AxisOrder, "availability-confirmed")
	require.True(t, known)
	wish := order.IntentFor(says, nil)
	require.Equal(t, []order.Command{order.Confirm{}}, wish)
	return wish[0]
}

// lotCancel is a lot-cancel status set on a line in RetailCRM.
func lotCancel(t *testing.T, code string, ids ...string) order.Command {
	t.Helper()
	says, known := status.RetailCRM().Read(status.AxisItem, code)
	require.True(t, known)
	wish := order.IntentFor(says, order.PickAll(ids...))
	require.Len(t, wish, 1)
	return wish[0]
}

func box(ids ...string) order.Pack {
	return order.Pack{Boxes: []order.Box{{Ref: "4107*955100777*1", Picks: order.PickAll(ids...)}}}
}

// covers: MM-S1-full
func TestStandardSchemeConfirmedInFull(t *testing.T) {
	d := place(t, standardDraft(), mm)
	d.is(status.OrderNew)
	d.inCRM("new")

	d.saves(confirmInCRM(t))
	d.is(status.OrderConfirmed)
	d.inCRM("availability-confirmed")
	for _, id := range []string{"1", "2", "3"} {
		d.echoes(mm, lot(t, id, "CONFIRMED", ""))
	}

	// The tick goes before the packages: nothing is packed, and the note names the lots.
	note := d.declined(order.Pack{})
	require.Contains(t, note.Text, "line 1")
	require.Contains(t, note.Text, "line 3")
	// Packages that leave lots out do not pack either.
	note = d.declined(box("1", "2"))
	require.Contains(t, note.Text, "missing: 3 × 1: confirmed")
	d.is(status.OrderConfirmed)

	d.saves(order.Pack{Boxes: []order.Box{{Ref: "4107*955100777*1", Picks: order.PickAll("1", "2")}, {Ref: "4107*955100777*2", Picks: order.PickAll("3")}}})
	d.is(status.OrderPacked)
	d.inCRM("assembling-complete")

	d.saves(order.HandOver{})
	d.is(status.OrderHandedToCarrier)
	d.inCRM("delivering")
	d.echoes(mm, lot(t, "1", "SHIPPED", ""))

	d.lotStatus("DELIVERED", "1", "2")
	d.is(status.OrderHandedToCarrier)
	d.lotStatus("DELIVERED", "3")
	d.is(status.OrderDelivered)
	d.inCRM("complete")
	require.Equal(t, amount.RUB(438000), d.o.Total())
	require.Empty(t, d.o.View().Holds)
}

// covers: MM-S1-partial
func TestStandardSchemeConfirmedInPart(t *testing.T) {
	d := place(t, standardDraft(), mm)

	// A lot cancel and the confirm status in one save: the refusal goes first.
	evs := d.saves(confirmInCRM(t), lotCancel(t, "out-of-stock", "2"))
	require.Equal(t, "cancelled", evs[0].Body.Kind())
	require.Equal(t, "confirmed", evs[1].Body.Kind())
	refusal := evs[0].Body.(order.Cancelled)
	reason, err := status.MegaMarket().WriteReason(status.AxisRefuseReason, refusal.Reason, status.Hints{Scheme: string(order.Standard)})
	require.NoError(t, err)
	require.Equal(t, "OUT_OF_STOCK", reason)

	d.is(status.OrderPartlyConfirmed)
	d.inCRM("availability-confirmed")
	d.lots(map[string]status.ItemState{"1": status.ItemConfirmed, "2": status.ItemCancelled, "3": status.ItemConfirmed})
	d.echoes(mm, lot(t, "2", "MERCHANT_CANCELED", "CONFIRMATION_REJECT"))

	d.saves(box("1", "3"))
	d.saves(order.HandOver{})
	d.lotStatus("DELIVERED", "1", "3")
	d.is(status.OrderDelivered)
	require.Equal(t, amount.RUB(339000), d.o.Total())
	require.Equal(t, sum(t, d.o.Total(), refusal.Sum), amount.RUB(438000), "what is left and what was refused is what was ordered")
}

// covers: MM-S2
func TestStandardSchemeCancelledByTheMarketplace(t *testing.T) {
	// order/cancel of the standard scheme is information: the lots are cancelled already.
	cancelled := func(ids ...string) order.Observation { return order.CancelReport{Picks: order.PickAll(ids...)} }

	t.Run("the whole order after confirmation", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.reports(mm, cancelled("1", "2", "3"))
		d.is(status.OrderCancelled)
		d.inCRM("cancel-other")
		require.True(t, d.o.Total().IsZero())
		d.echoes(mm, cancelled("1", "2", "3")) // the same callback twice
		d.echoes(mm, lot(t, "1", "CUSTOMER_CANCELED", ""))
	})
	t.Run("some lots only", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.reports(mm, cancelled("2"))
		d.is(status.OrderConfirmed)
		d.lots(map[string]status.ItemState{"1": status.ItemConfirmed, "2": status.ItemCancelled})
		code, err := status.RetailCRM().Write(status.ItemCancelled, status.Hints{Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer})
		require.NoError(t, err)
		require.Equal(t, "failure", code, "RetailCRM's line shows that the client refused it")
	})
	t.Run("while packing is in flight", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.saves(box("1", "2", "3"))
		d.reports(mm, cancelled("2"))
		d.is(status.OrderPacked)
		require.Equal(t, []order.Units{{Line: "1", To: amount.Pcs(1)}, {Line: "3", To: amount.Pcs(1)}}, d.o.View().Packages[0].Units,
			"the package holds what lives on, so that packing is sent again for the rest")
		d.saves(order.HandOver{})
		d.is(status.OrderHandedToCarrier)
	})
	t.Run("before its order arrived", func(t *testing.T) {
		// The order is imported as the marketplace shows it now; its order/new then changes nothing.
		snapshot := order.Snapshot{Draft: standardDraft(), State: status.ItemCancelled, Code: "CUSTOMER_CANCELED"}
		o, evs, err := order.Import(snapshot, order.By{Actor: mm, At: monday})
		require.NoError(t, err)
		require.Len(t, evs, 1, "no invented history")
		require.Equal(t, status.OrderCancelled, o.State())
		again, err := o.Observe(cancelled("1", "2", "3"), order.By{Actor: mm, At: monday})
		require.NoError(t, err)
		require.Empty(t, again)
	})
	t.Run("after it was shipped is a conflict for a person, not an error", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.saves(box("1", "2", "3"))
		d.saves(order.HandOver{})
		d.reports(mm, cancelled("2"))
		require.True(t, d.o.Held())
		d.lots(map[string]status.ItemState{"2": status.ItemSent})
		d.echoes(mm, cancelled("2"))
		d.does(merchant, order.ClearHold{Hold: 1, Note: "the courier was called back"})
		require.False(t, d.o.Held())
	})
}

// covers: MM-S3
func TestStandardSchemeCancelledByTheMerchantBeforeConfirmation(t *testing.T) {
	t.Run("by the order's status", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		evs := d.saves(order.Cancel{Reason: status.ReasonOutOfStock})
		c := evs[0].Body.(order.Cancelled)
		require.True(t, c.Whole)
		require.True(t, c.Before)
		require.Equal(t, status.PartyMerchant, c.Party)
		d.is(status.OrderCancelled)
		d.inCRM("no-product")
		d.echoes(mm, lot(t, "1", "MERCHANT_CANCELED", "CONFIRMATION_REJECT"))
	})
	t.Run("lot by lot comes to the same, and never to a confirmation without lots", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(lotCancel(t, "out-of-stock", "1"))
		d.saves(lotCancel(t, "out-of-stock", "2"))
		evs := d.saves(lotCancel(t, "out-of-stock", "3"), confirmInCRM(t))
		require.Equal(t, "cancelled", evs[0].Body.Kind())
		require.True(t, evs[0].Body.(order.Cancelled).Whole)
		d.is(status.OrderCancelled)
		for e := range d.o.Events(order.Filter{}) {
			require.NotEqual(t, "confirmed", e.Body.Kind())
		}
	})
}

// covers: MM-S-note
func TestStandardSchemePartialCancellationOnlyBeforeConfirmation(t *testing.T) {
	t.Run("a lot after confirmation is refused with a note, and nothing happens", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		note := d.declined(lotCancel(t, "out-of-stock", "2"))
		require.Equal(t, "crm-1", note.System)
		require.Equal(t, order.KindCancel, note.Kind)
		require.Contains(t, note.Text, "only while they are new")
		d.is(status.OrderConfirmed)
		d.lots(map[string]status.ItemState{"2": status.ItemConfirmed})
		// A person who asks for the same here gets the same as an error that names what is allowed.
		r := d.refused(merchant, lotCancel(t, "out-of-stock", "2"), order.ErrNotNow)
		require.Contains(t, r.Allowed(), order.KindPack)
		require.Contains(t, r.Allowed(), order.KindCancel, "the whole order may still be cancelled")
	})
	t.Run("the whole order right after confirmation", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		evs := d.saves(order.Cancel{Reason: status.ReasonOutOfStock})
		require.False(t, evs[0].Body.(order.Cancelled).Before)
		d.is(status.OrderCancelled)
		d.echoes(mm, lot(t, "2", "MERCHANT_CANCELED", "LATE_REJECT"))
	})
	t.Run("the note names the code that was set, not another of the same save", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.reports(crm, order.Intent{
			Commands: []order.Command{box("1", "2", "3"), lotCancel(t, "out-of-stock", "2")}, Codes: []string{"assembling-complete", "out-of-stock"},
		})
		notes := d.o.View().Notes
		require.Len(t, notes, 1)
		require.Equal(t, "out-of-stock", notes[0].Code)
		d.is(status.OrderPacked)
		_, err := d.o.Observe(order.Intent{Commands: []order.Command{order.Take{}}, Codes: []string{"a", "b"}}, d.by(crm))
		require.ErrorIs(t, err, order.ErrInvalid)
	})
	t.Run("all lots at once after confirmation are the whole order", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.saves(lotCancel(t, "out-of-stock", "1", "2", "3"))
		d.is(status.OrderCancelled)
	})
	t.Run("right after ends when the packing is accepted", func(t *testing.T) {
		d := place(t, standardDraft(), mm)
		d.saves(confirmInCRM(t))
		d.saves(box("1", "2", "3"))
		d.declined(order.Cancel{Reason: status.ReasonOutOfStock})
		d.is(status.OrderPacked)
	})
	t.Run("or, by the merchant's setting, when it is shipped", func(t *testing.T) {
		s, _ := order.Standard.Rules()
		s.FullCancel |= status.ItemStates(status.ItemPacked)
		d := place(t, standardDraft(), mm, order.WithScheme(s))
		d.saves(confirmInCRM(t))
		d.saves(box("1", "2", "3"))
		d.saves(order.Cancel{Reason: status.ReasonOutOfStock})
		d.is(status.OrderCancelled)
	})
}

// covers: MM-D1-full
func TestMerchantDeliveryInFull(t *testing.T) {
	d := place(t, deliveryDraft(), mm)
	d.does(merchant, order.ContactBuyer{Channel: "phone", Reached: true, Agreed: true, Text: "everything is as ordered"})
	d.is(status.OrderInWork)
	c := d.o.View().Contacts[0]
	require.Equal(t, "anna", c.By.ID)
	require.Equal(t, "phone", c.Channel)
	require.True(t, c.Agreed)

	d.saves(confirmInCRM(t))
	d.is(status.OrderConfirmed)
	d.saves(order.Pack{}) // the scheme needs no boxes
	d.is(status.OrderPacked)
	d.lots(map[string]status.ItemState{"4": status.ItemConfirmed}) // the delivery fee is never packed
	d.saves(order.HandOver{Courier: true})
	d.is(status.OrderOutWithCourier)
	d.inCRM("delivering")
	d.saves(order.Deliver{})
	d.is(status.OrderDelivered)
	d.inCRM("complete")
	d.lots(map[string]status.ItemState{"1": status.ItemHandedOut, "4": status.ItemHandedOut})
	d.echoes(mm, lot(t, "1", "DELIVERED", ""))
	require.Equal(t, amount.RUB(518000), d.o.Total())
}

// covers: MM-D1-partial
func TestMerchantDeliveryInPart(t *testing.T) {
	d := place(t, deliveryDraft(), mm)
	d.does(merchant, order.ContactBuyer{Channel: "phone", Reached: true, Agreed: true, Text: "without the teapot"})
	evs := d.saves(lotCancel(t, "out-of-stock", "3"), confirmInCRM(t))
	reason, err := status.MegaMarket().WriteReason(status.AxisRefuseReason, evs[0].Body.(order.Cancelled).Reason, status.Hints{Scheme: string(order.MerchantDelivery)})
	require.NoError(t, err)
	require.Equal(t, "OUT_OF_STOCK", reason)
	d.is(status.OrderPartlyConfirmed)
	d.saves(order.Pack{})
	d.saves(order.HandOver{Courier: true})
	d.saves(order.Deliver{})
	d.is(status.OrderDelivered)
	d.lots(map[string]status.ItemState{"1": status.ItemHandedOut, "3": status.ItemCancelled, "4": status.ItemHandedOut})
	require.Equal(t, amount.RUB(268000), d.o.Total())
}

// covers: MM-D2
func TestMerchantDeliveryMovesTheDate(t *testing.T) {
	later := func(days int) order.MoveDate {
		from := monday.AddDate(0, 0, 4+days)
		return order.MoveDate{Window: order.Window{From: from, To: from.Add(6 * time.Hour)}}
	}
	d := place(t, deliveryDraft(), mm)
	first := d.o.View().Delivery.Window

	note := d.declined(later(1)) // before confirmation
	require.Contains(t, note.Text, "some goods are new")
	require.Equal(t, first, d.o.View().Delivery.Window, "the field is set back")

	d.saves(confirmInCRM(t))
	d.saves(later(1)) // at step 5
	require.Equal(t, later(1).Window, d.o.View().Delivery.Window)
	// MegaMarket is read again and reports the same.
	d.echoes(mm, order.DateReport{Window: later(1).Window})

	d.saves(order.Pack{})
	d.saves(later(2)) // at step 7, the second time
	require.Equal(t, later(2).Window, d.o.View().Delivery.Window)

	d.saves(order.HandOver{Courier: true})
	note = d.declined(later(3)) // after hand-over
	require.Contains(t, note.Text, "sent")
	require.Equal(t, later(2).Window, d.o.View().Delivery.Window)

	d.saves(order.Deliver{})
	d.is(status.OrderDelivered)
}

// atTheDoor brings a merchant-delivery order to the buyer's door.
func atTheDoor(t *testing.T) *scenario {
	d := place(t, deliveryDraft(), mm)
	d.saves(confirmInCRM(t))
	d.saves(order.Pack{})
	d.saves(order.HandOver{Courier: true})
	d.is(status.OrderOutWithCourier)
	return d
}

// closed checks that an order was closed in one event with a result for each lot.
func closed(t *testing.T, d *scenario, refused ...string) {
	t.Helper()
	var closings []order.Delivered
	for e := range d.o.Events(order.Filter{Kind: "delivered"}) {
		closings = append(closings, e.Body.(order.Delivered))
	}
	require.Len(t, closings, 1, "one closing")
	c := closings[0]
	got := map[string]bool{}
	for _, m := range c.Moves {
		got[m.Line] = m.State == status.ItemHandedOut
	}
	for i, p := range c.Refused {
		code, err := status.MegaMarket().WriteReason(status.AxisCloseReason, c.Reasons[i], status.Hints{Scheme: string(order.MerchantDelivery)})
		if p.Line != "4" {
			require.NoError(t, err)
			require.Equal(t, "CANCEL_BY_CUSTOMER", code)
		}
	}
	for line, taken := range got {
		require.Equal(t, !contains(refused, line), taken, "lot %s", line)
	}
	d.echoes(mm, lot(t, "1", map[bool]string{true: "DELIVERED", false: "CUSTOMER_CANCELED"}[got["1"]], ""))
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// covers: MM-D3
func TestMerchantDeliveryPartialBuyOut(t *testing.T) {
	refuse := func(t *testing.T, ids ...string) order.Command { return lotCancel(t, "failure", ids...) }

	t.Run("results and done in one save", func(t *testing.T) {
		d := atTheDoor(t)
		d.saves(order.Deliver{}, refuse(t, "2"))
		d.is(status.OrderPartlyDelivered)
		d.inCRM("complete")
		closed(t, d, "2")
		d.lots(map[string]status.ItemState{"1": status.ItemHandedOut, "2": status.ItemRefused, "3": status.ItemHandedOut, "4": status.ItemHandedOut})
		require.Equal(t, amount.RUB(518000-99000), d.o.Total())
	})
	t.Run("results first, done later", func(t *testing.T) {
		d := atTheDoor(t)
		d.saves(refuse(t, "2"))
		d.is(status.OrderOutWithCourier) // kept; nothing goes out before done
		l, _ := d.o.Line("2")
		require.Equal(t, status.ReasonBuyerCancelled, l.Portions[0].Door)
		d.echoes(mm, lot(t, "2", "CUSTOMER_CANCELED", "")) // the marketplace agrees: no conflict
		d.saves(order.Deliver{})
		d.is(status.OrderPartlyDelivered)
		closed(t, d, "2")
	})
	t.Run("done first, results later are refused", func(t *testing.T) {
		d := atTheDoor(t)
		d.saves(order.Deliver{})
		d.is(status.OrderDelivered)
		note := d.declined(refuse(t, "2"))
		require.NotEmpty(t, note.Text)
		d.is(status.OrderDelivered)
		closed(t, d)
	})
	t.Run("a result set by mistake is taken back", func(t *testing.T) {
		d := atTheDoor(t)
		d.saves(refuse(t, "1", "2"))
		d.saves(order.DropDoorResult{Picks: order.PickAll("1")})
		d.saves(order.Deliver{})
		closed(t, d, "2")
	})
	t.Run("of an order that was cut before confirmation", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(lotCancel(t, "out-of-stock", "3"), confirmInCRM(t))
		d.saves(order.Pack{})
		d.saves(order.HandOver{Courier: true})
		d.saves(refuse(t, "2"), order.Deliver{})
		d.is(status.OrderPartlyDelivered)
		closed(t, d, "2")
		d.lots(map[string]status.ItemState{"3": status.ItemCancelled})
		require.Equal(t, amount.RUB(89000+80000), d.o.Total())
	})
	t.Run("everything refused ends refused, not delivered", func(t *testing.T) {
		d := atTheDoor(t)
		d.saves(refuse(t, "1", "2", "3"), order.Deliver{})
		d.is(status.OrderRefused)
		d.inCRM("cancel-other")
		closed(t, d, "1", "2", "3", "4")
		require.True(t, d.o.Total().IsZero())
	})
	t.Run("a lot cancel between confirmation and hand-over is refused", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(confirmInCRM(t))
		d.declined(refuse(t, "2"))
		d.saves(order.Pack{})
		d.declined(refuse(t, "2"))
		d.lots(map[string]status.ItemState{"2": status.ItemPacked})
	})
}

// covers: MM-D4
func TestMerchantDeliveryCancelledByTheMarketplaceMustBeAnswered(t *testing.T) {
	ask := order.CancelReport{Picks: order.PickAll("1", "2", "3", "4")}

	t.Run("before hand-over the default is yes", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(confirmInCRM(t))
		d.reports(mm, ask)
		d.is(status.OrderConfirmed) // nothing changes before the answer
		d.echoes(mm, ask)
		d.does(robotMerchant(), order.AnswerCancelRequest{Request: 1})
		d.is(status.OrderCancelled)
		d.inCRM("cancel-other")
		q := d.o.View().Requests[0]
		require.Len(t, q.Accepted, 4)
		require.Empty(t, q.Declined)
		d.echoes(mm, lot(t, "1", "CUSTOMER_CANCELED", ""))
	})
	t.Run("after hand-over the default is no, too late", func(t *testing.T) {
		d := atTheDoor(t)
		d.reports(mm, ask)
		d.does(robotMerchant(), order.AnswerCancelRequest{Request: 1, Text: "too late: the courier has it"})
		d.is(status.OrderOutWithCourier)
		q := d.o.View().Requests[0]
		require.Empty(t, q.Accepted)
		require.Len(t, q.Declined, 4, "the delivery fee stays with the goods")
		require.Equal(t, "too late: the courier has it", q.Text)
		d.saves(order.Deliver{})
		d.is(status.OrderDelivered)
	})
	t.Run("or the merchant answers", func(t *testing.T) {
		d := atTheDoor(t)
		d.reports(mm, ask)
		d.does(merchant, order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictAccept})
		d.is(status.OrderCancelled)
		d.refused(merchant, order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictDecline}, order.ErrAlready)
	})
	t.Run("some lots only", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(confirmInCRM(t))
		d.reports(mm, order.CancelReport{Picks: order.PickAll("2")})
		d.does(merchant, order.AnswerCancelRequest{Request: 1})
		d.is(status.OrderConfirmed)
		d.lots(map[string]status.ItemState{"1": status.ItemConfirmed, "2": status.ItemCancelled})
	})
}

// robotMerchant is the bridge that answers by the merchant's default.
func robotMerchant() order.Actor { return order.Actor{ID: "bridge", Role: order.RoleSystem} }

// covers: MM-D5
func TestMerchantDeliveryCancelledByTheMerchant(t *testing.T) {
	t.Run("before confirmation", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(order.Cancel{Reason: status.ReasonOutOfStock})
		d.is(status.OrderCancelled)
		d.inCRM("no-product")
		d.lots(map[string]status.ItemState{"4": status.ItemCancelled}) // the fee goes with the last goods
		require.True(t, d.o.Total().IsZero())
	})
	t.Run("right after confirmation", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(confirmInCRM(t))
		d.saves(order.Cancel{Reason: status.ReasonOutOfStock})
		d.is(status.OrderCancelled)
	})
	t.Run("some lots only before confirmation", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(confirmInCRM(t))
		d.declined(lotCancel(t, "out-of-stock", "1"))
	})
	t.Run("not once it is packed", func(t *testing.T) {
		d := place(t, deliveryDraft(), mm)
		d.saves(confirmInCRM(t))
		d.saves(order.Pack{})
		d.declined(order.Cancel{Reason: status.ReasonOutOfStock})
		d.is(status.OrderPacked)
	})
}
