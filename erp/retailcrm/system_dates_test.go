package retailcrm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/order"
)

// days is a window between two times on the clock in Moscow, in August 2026.
func days(from, hour, to, end int) order.Window {
	at := func(day, hour int) time.Time { return time.Date(2026, time.August, day, hour, 0, 0, 0, moscow).UTC() }
	return order.Window{From: at(from, hour), To: at(to, end)}
}

// fault: C17
func TestTheLastDayOfAWindowOfSeveralDaysIsSeen(t *testing.T) {
	draft := deliveryDraft()
	draft.Delivery.Window = days(13, 10, 15, 20)
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.card(map[string]string{
		"delivery.date": "2026-08-13", "delivery.time.from": "10:00", "delivery.time.to": "", "delivery.time.custom": "13.08.2026 10:00 – 15.08.2026 20:00",
	})
	moves := func(w order.Window, want map[string]string) {
		t.Helper()
		_, err := d.o.Observe(order.DateReport{Window: w}, d.by(mm))
		require.NoError(t, err)
		d.applies(order.EffectMoveDate, order.Applied)
		d.card(want)
		require.Empty(t, d.pulls(), "it is read back as it is")
	}
	moves(days(14, 9, 17, 0), map[string]string{
		"delivery.date": "2026-08-14", "delivery.time.from": "09:00", "delivery.time.to": "", "delivery.time.custom": "14.08.2026 09:00 – 16.08.2026 23:59",
	})
	moves(days(14, 9, 14, 18), map[string]string{
		"delivery.date": "2026-08-14", "delivery.time.from": "09:00", "delivery.time.to": "18:00", "delivery.time.custom": "",
	})
	d.crm.Edit(d.id, `{"delivery":{"time":{"custom":"лучше вечером"}}}`)
	d.pulls()
	moves(days(14, 9, 15, 18), map[string]string{
		"delivery.time.to": "", "delivery.time.custom": "14.08.2026 09:00 – 15.08.2026 18:00; лучше вечером",
	})
	moves(days(15, 9, 15, 18), map[string]string{"delivery.time.to": "18:00", "delivery.time.custom": "лучше вечером"})
}

func TestWhatPeopleMakeOfAWindowOfSeveralDaysIsAskedForOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		does func(d *desk)
		want order.Window
	}{
		"another first day":        {func(d *desk) { d.crm.SetDeliveryDate(d.id, time.Date(2026, 8, 14, 0, 0, 0, 0, moscow)) }, days(14, 10, 15, 20)},
		"a day behind the last":    {func(d *desk) { d.crm.SetDeliveryDate(d.id, time.Date(2026, 8, 20, 0, 0, 0, 0, moscow)) }, days(20, 10, 22, 20)},
		"another last day":         {func(d *desk) { d.words("13.08.2026 10:00 – 18.08.2026 12:00") }, days(13, 10, 18, 12)},
		"an end on the first day":  {func(d *desk) { d.crm.SetDeliveryTime(d.id, "10:00", "14:00") }, days(13, 10, 13, 14)},
		"words that are no window": {func(d *desk) { d.words("13.08.2026 10:00 – 15.08.2026 20:00, лучше вечером") }, order.Window{}},
	} {
		t.Run(name, func(t *testing.T) {
			draft := deliveryDraft()
			draft.Authority = order.OwnShop
			draft.Delivery.Window = days(13, 10, 15, 20)
			d := sell(t, draft, retailcrm.DefaultMapping())
			tc.does(d)
			cmds := d.pulls()
			if tc.want.IsZero() {
				require.Empty(t, cmds)
				return
			}
			require.Equal(t, []order.Command{order.MoveDate{Window: tc.want}}, cmds)
			d.crm.SetDeliveryDate(d.id, tc.want.From.In(moscow))
			d.crm.Edit(d.id, `{"delivery":{"time":{"from":"10:00"}}}`)
			require.Empty(t, d.pulls(), "nothing else is meant")
		})
	}
}

// words writes the free text beside the delivery time.
func (d *desk) words(text string) { d.crm.Edit(d.id, `{"delivery":{"time":{"custom":"`+text+`"}}}`) }
