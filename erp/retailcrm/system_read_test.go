package retailcrm_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestALotRefusedAndTheOrderConfirmedInOneSave(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "availability-confirmed")
	d.crm.SetItemStatus(d.id, d.lot("2"), "out-of-stock")
	require.Equal(t, []order.Kind{order.KindCancel, order.KindConfirm}, kinds(d.pulls()))
	d.is(status.OrderPartlyConfirmed)
	require.True(t, d.o.View().Lines[1].Living.IsZero())
	require.Empty(t, d.pulls(), "nothing is left behind the cursor")
}

func TestAWholeCancellation(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "no-product")
	require.Equal(t, []order.Command{order.Cancel{Reason: status.ReasonOutOfStock}}, d.pulls())
	d.is(status.OrderCancelled)
}

func TestALotRefusedAfterConfirmationIsDeclinedWithItsCode(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.crm.SetItemStatus(d.id, d.lot("2"), "out-of-stock")
	d.pulls()
	d.is(status.OrderConfirmed)
	require.Equal(t, "out-of-stock", d.note().Code)
	require.Contains(t, d.note().Text, "only while they are new")

	d.crm.SetItemStatus(d.id, d.lot("2"), "new")
	require.Empty(t, d.pulls())
	for _, lot := range []string{"1", "2", "3"} {
		d.crm.SetItemStatus(d.id, d.lot(lot), "out-of-stock")
	}
	require.Equal(t, []order.Kind{order.KindCancel}, kinds(d.pulls()), "all that are left are the whole order")
	d.is(status.OrderCancelled)
}

func TestTheLastValueCountsEvenIfItWasWrittenOver(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "no-product")
	d.crm.SetStatus(d.id, "client-confirmed")
	crm := client(d.crm, retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(moscow)
	_, err := crm.UpdateOrder(t.Context(), retailcrm.ByID(d.id), retailcrm.OrderFields{Status: "new"}) // ours, late
	require.NoError(t, err)
	require.Equal(t, []order.Command{order.Confirm{}}, d.pulls())
}

func TestAStatusThatMeansNothingIsLeftAlone(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "offer-analog")
	require.Empty(t, d.pulls())
	d.is(status.OrderNew)
}

// ready brings an order of the merchant's own delivery to hand-over.
func ready(t *testing.T) *desk {
	t.Helper()
	d := sell(t, deliveryDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "availability-confirmed")
	d.pulls()
	d.crm.SetLocked(d.id, false)
	d.reads(d.parcel())
	d.is(status.OrderPacked)
	return d
}

func TestTheCourierTakesIt(t *testing.T) {
	d := ready(t)
	d.crm.SetCustomField(d.id, "ordo_handed_to_courier", true)
	require.Equal(t, []order.Command{order.HandOver{Courier: true}}, d.pulls())
	d.is(status.OrderOutWithCourier)
	d.crm.SetCustomField(d.id, "ordo_handed_to_courier", false)
	require.Empty(t, d.pulls(), "taking the tick away undoes nothing")
}

func TestTheCourierFieldMayFireWhenItIsUnset(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Courier = retailcrm.CourierFlag{Field: "mm_courier", Fires: "unset"}
	d := sell(t, standardDraft(), m)
	require.Equal(t, "true", d.there().Field("customFields.mm_courier"))
	d.does(order.Confirm{}, allInOneBox)
	d.crm.SetCustomField(d.id, "mm_courier", false)
	require.Equal(t, []order.Command{order.HandOver{}}, d.pulls())
	d.is(status.OrderHandedToCarrier)
}

func TestSomeLotsAreRefusedAtTheDoor(t *testing.T) {
	for name, save := range map[string]func(d *desk){
		"results and done in one save": func(d *desk) { d.crm.SetStatus(d.id, "complete"); d.crm.SetItemStatus(d.id, d.lot("2"), "failure") },
		"results first, done later": func(d *desk) {
			d.crm.SetItemStatus(d.id, d.lot("2"), "failure")
			d.pulls()
			d.is(status.OrderOutWithCourier)
			d.crm.SetStatus(d.id, "complete")
		},
		"a result that was taken back": func(d *desk) {
			d.crm.SetItemStatus(d.id, d.lot("1"), "failure")
			d.crm.SetItemStatus(d.id, d.lot("2"), "failure")
			d.pulls()
			d.crm.SetItemStatus(d.id, d.lot("1"), "completed")
			require.Equal(d, []order.Command{order.DropDoorResult{Picks: order.PickAll("1")}}, d.pulls())
			d.crm.SetStatus(d.id, "complete")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := ready(t)
			d.crm.SetCustomField(d.id, "ordo_handed_to_courier", true)
			d.pulls()
			save(d)
			d.pulls()
			d.is(status.OrderPartlyDelivered)
			var closings []order.Delivered
			for e := range d.o.Events(order.Filter{Kind: "delivered"}) {
				closings = append(closings, e.Body.(order.Delivered))
			}
			require.Len(t, closings, 1)
			require.Equal(t, []status.Reason{status.ReasonBuyerRefused}, closings[0].Reasons, "the reason of the door, not that of a refusal")
			require.Equal(t, "complete", d.s.StatusFor(d.o.View()))
		})
	}
	t.Run("everything", func(t *testing.T) {
		d := ready(t)
		d.crm.SetCustomField(d.id, "ordo_handed_to_courier", true)
		d.pulls()
		for _, lot := range []string{"1", "2", "3"} {
			d.crm.SetItemStatus(d.id, d.lot(lot), "failure")
		}
		d.crm.SetStatus(d.id, "complete")
		d.pulls()
		d.is(status.OrderRefused)
		require.Equal(t, "cancel-other", d.applies(order.EffectStatus, order.Applied).Code)
	})
	t.Run("too late", func(t *testing.T) {
		d := ready(t)
		d.crm.SetCustomField(d.id, "ordo_handed_to_courier", true)
		d.crm.SetStatus(d.id, "complete")
		d.pulls()
		d.is(status.OrderDelivered)
		d.crm.SetItemStatus(d.id, d.lot("2"), "failure")
		d.pulls()
		d.is(status.OrderDelivered)
		require.Equal(t, "failure", d.note().Code)
	})
}

func TestTheMerchantAnswersACancellation(t *testing.T) {
	for code, want := range map[string]status.OrderState{"cancel-other": status.OrderCancelled, "redirect": status.OrderConfirmed} {
		m := retailcrm.DefaultMapping()
		m.TooLate = "redirect"
		d := sell(t, deliveryDraft(), m)
		d.does(order.Confirm{})
		_, err := d.o.Observe(order.CancelReport{Picks: order.PickAll("1", "2", "3", "4")}, d.by(mm))
		require.NoError(t, err)
		d.crm.SetStatus(d.id, code)
		require.Equal(t, []order.Kind{order.KindAnswer}, kinds(d.pulls()))
		d.is(want)
		require.True(t, d.o.View().Requests[0].Answered)
		d.crm.SetStatus(d.id, "assembling")
		d.crm.SetStatus(d.id, "redirect")
		require.Empty(t, d.pulls(), "nothing is asked any more")
	}
}

func TestTheDateIsReadInTheAccountsZone(t *testing.T) {
	moscowTime := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, moscow).UTC() }
	for name, tc := range map[string]struct {
		save     func(d *desk)
		from, to time.Time
	}{
		"the day alone keeps the clock": {func(d *desk) { d.crm.SetDeliveryDate(d.id, moscowTime(9, 12)) }, moscowTime(9, 10), moscowTime(9, 20)},
		"the clock alone keeps the day": {func(d *desk) { d.crm.SetDeliveryTime(d.id, "00:00", "02:00") }, moscowTime(6, 0), moscowTime(6, 2)},
		"both in one save": {func(d *desk) {
			d.crm.SetDeliveryTime(d.id, "12:00", "14:00")
			d.crm.SetDeliveryDate(d.id, moscowTime(10, 12))
		}, moscowTime(10, 12), moscowTime(10, 14)},
		"a time until midnight stays so":  {func(d *desk) { d.crm.SetDeliveryTime(d.id, "18:00", "24:00") }, moscowTime(6, 18), moscowTime(7, 0)},
		"a day beyond the end of a month": {func(d *desk) { d.crm.SetDeliveryDate(d.id, moscowTime(32, 12)) }, moscowTime(32, 10), moscowTime(32, 20)},
	} {
		t.Run(name, func(t *testing.T) {
			d := sell(t, deliveryDraft(), retailcrm.DefaultMapping())
			d.does(order.Confirm{})
			tc.save(d)
			require.Equal(t, []order.Kind{order.KindMoveDate}, kinds(d.pulls()))
			require.Equal(t, order.Window{From: tc.from, To: tc.to}, d.o.View().Delivery.Window)
		})
	}
	t.Run("refused and set back", func(t *testing.T) {
		d := sell(t, deliveryDraft(), retailcrm.DefaultMapping())
		d.crm.SetDeliveryDate(d.id, moscowTime(9, 12))
		d.pulls()
		require.Equal(t, "delivery_date", d.note().Code)
		d.applies(order.EffectMoveDate, order.Applied)
		require.Equal(t, "2026-03-06", d.there().Field("delivery.date"))
		require.Empty(t, d.pulls())
	})
	t.Run("a window that cannot be is left to the order to refuse", func(t *testing.T) {
		d := sell(t, deliveryDraft(), retailcrm.DefaultMapping())
		d.does(order.Confirm{})
		d.crm.SetDeliveryTime(d.id, "14:00", "12:00")
		before := d.o.View().Delivery.Window
		d.pulls()
		require.Equal(t, before, d.o.View().Delivery.Window)
		require.Equal(t, order.KindMoveDate, d.note().Kind)
	})
}

func TestChangesOfOthersInTheAccountAreNotOurs(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.AddSite("other-shop")
	d.crm.AddKey("other-key")
	other := client(d.crm, "other-key").WithSite("other-shop").WithZone(moscow)
	_, err := other.CreateOrder(t.Context(), retailcrm.OrderFields{ExternalID: "955100777"}) // the same number, in another shop
	require.NoError(t, err)
	_, err = other.WithSite(retailcrmtest.Site).CreateOrder(t.Context(), retailcrm.OrderFields{})
	require.NoError(t, err)
	_, err = other.WithSite(retailcrmtest.Site).CreateOrder(t.Context(), retailcrm.OrderFields{ExternalID: "A-1"})
	require.NoError(t, err)
	var named []string
	n := 0
	for c, err := range d.s.Changes(t.Context(), d.cursor) {
		require.NoError(t, err)
		require.NotEmpty(t, c.Cursor)
		n++
		if !c.Ref.IsZero() {
			named = append(named, c.Ref.ID+" "+c.Field)
		}
	}
	require.Equal(t, 3, n)
	require.Equal(t, []string{"A-1 created"}, named)
	_, err = other.WithSite(retailcrmtest.Site).UpdateOrder(t.Context(), retailcrm.ByID(d.id), retailcrm.OrderFields{Status: "client-confirmed"})
	require.NoError(t, err)
	require.Equal(t, []order.Command{order.Confirm{}}, d.pulls(), "another program's word is a intent too")
}

func TestTheFirstPassLooksADayBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sell(t, standardDraft(), retailcrm.DefaultMapping())
		d.crm.SetStatus(d.id, "offer-analog")
		time.Sleep(25 * time.Hour)
		d.crm.SetStatus(d.id, "client-confirmed")
		var seen []string
		for c, err := range d.s.Changes(t.Context(), "") {
			require.NoError(t, err)
			if !c.Ref.IsZero() {
				seen = append(seen, c.Value)
			}
		}
		require.Equal(t, []string{"client-confirmed"}, seen)
	})
}

func TestACursorThatIsNone(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	for _, err := range d.s.Changes(t.Context(), "yesterday") {
		require.ErrorContains(t, err, `"yesterday" is no cursor`)
	}
}
