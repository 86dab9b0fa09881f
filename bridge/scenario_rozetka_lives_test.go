package bridge_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// covers: RZ-8
func TestNothingMarksItselfPaid(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		o := chaos.Kettles()
		o.Payment.MethodID = 2
		d := s.Loads(o)
		require.Equal(t, "cashless", d.Here().View().Method)
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.Pay(d.ID, "paid"))
		d.Settle()
		v := d.Here().View()
		require.Equal(t, amount.UAH(0), v.Paid)
		require.Equal(t, amount.UAH(1520_00), v.Due)
		d.Must(order.Pay{Payment: order.Payment{ID: "bank-17", Amount: amount.UAH(1520_00), Method: "cashless", Till: "iban-1"}})
		v = d.Here().View()
		require.Zero(t, v.Due.Sign(), "the manager recorded it")
		require.Equal(t, "iban-1", v.Payments[0].Till)
		d.Invoices()
		d.Sends("received", "")
		d.Stands(6, status.OrderCompleted)
		require.Len(t, d.Here().View().Payments, 1)
		s.Quiet()
	})
}

// covers: RZ-9 whole
func TestDeletingAnOrderHereIsNoCancellationInROZETKA(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		wrote := s.RZ.Commits("orders/update")
		d.Must(order.Forget{Why: "loaded by mistake"})
		d.Settle()
		require.Equal(t, wrote, s.RZ.Commits("orders/update"), "nothing is written there")
		require.Equal(t, 26, d.There().Status)
		again, err := s.Bridge.Order(s.Context(), d.Key()+"~2")
		require.NoError(t, err, "it is in the window, so it is loaded as a new one")
		require.Equal(t, order.LinkPrevious, again.View().Links[0].Kind)
		require.Equal(t, "loaded by mistake", d.Here().View().Forgotten.Text, "the first life stays readable")
	})
}

// covers: RZ-18a
func TestAnOrderIsCancelledAndRestoredInTheCabinet(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		d.Invoices()
		d.Must(order.Cancel{Code: "24", Reason: status.ReasonDeliveryUnsuitable, Told: "phone", Text: "змінюємо склад замовлення"})
		d.Stands(24, status.OrderCancelled)
		time.Sleep(time.Minute)
		id, err := s.RZ.Restore(d.ID)
		require.NoError(t, err)
		again := &chaos.Deal{Stall: s, ID: id}
		require.NoError(t, s.RZ.EditLines(id, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 3; return ls }))
		d.Settle()
		again.Stands(26, status.OrderInWork)
		require.Equal(t, amount.UAH(2220_00), again.Here().View().Total)
		again.Invoices()
		again.Sends("sent", ttn)
		again.Stands(3, status.OrderHandedToCarrier)
		s.Quiet()
	})
}

// covers: RZ-18b
func TestAnOrderIsTakenBackIntoASecondLife(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		d.Invoices()
		require.Error(t, d.Does(order.Forget{Why: "to be changed"}), "the invoice is there")
		number := d.Here().View().Documents[0].Number
		d.Must(order.VoidDocument{DocumentKind: "invoice", Number: number, Why: "to be changed"})
		s.Sync()
		require.Equal(t, d.Key(), find(t, s, d), "the invoice alone: the order stays known")
		wrote := s.RZ.Commits("orders/update")
		d.Must(order.Forget{Why: "to be changed"})
		require.Equal(t, wrote, s.RZ.Commits("orders/update"), "deletion writes nothing")
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.SetInCabinet(d.ID, rozetkatest.Change{Status: 26}))
		require.NoError(t, s.RZ.EditLines(d.ID, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 1; return ls }))
		d.Settle()
		second := find(t, s, d)
		require.NotEqual(t, d.Key(), second)
		o, err := s.Bridge.Order(s.Context(), second)
		require.NoError(t, err)
		require.Equal(t, amount.UAH(820_00), o.View().Total)
		require.NotEmpty(t, d.Says("forgotten"), "the first life stays readable in the journal")
		_, err = s.Bridge.Do(s.Context(), second, order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "РН-100", State: "issued"}}, order.By{Actor: s.Manager}, bridge.Fresh)
		require.NoError(t, err)
		s.Settle()
		require.Equal(t, 2, d.There().Status, "the chain goes on")

		// With a waybill or a payment it is refused.
		sent := s.Loads(chaos.Kettles())
		sent.Invoices()
		sent.Sends("sent", ttn)
		require.Error(t, sent.Does(order.Forget{Why: "no"}))
		paid := s.Loads(chaos.Kettles())
		paid.Must(order.Pay{Payment: order.Payment{ID: "p", Amount: amount.UAH(10_00)}})
		require.Error(t, paid.Does(order.Forget{Why: "no"}))
	})
}

// find returns the id here of an order by its number at ROZETKA.
func find(t *testing.T, s *chaos.Stall, d *chaos.Deal) string {
	t.Helper()
	ref := d.Here().View().Ref
	id, err := s.Bridge.Find(s.Context(), ref)
	require.NoError(t, err)
	return id
}

// covers: RZ-19
func TestTheStatusIsMovedInTheCabinet(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.SetInCabinet(d.ID, rozetkatest.Change{Status: 2}))
		d.Settle()
		d.Stands(2, status.OrderConfirmed)
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.SetInCabinet(d.ID, rozetkatest.Change{Status: 26}))
		d.Settle()
		d.Stands(26, status.OrderInWork)
		require.False(t, d.Here().Held(), "a way that the machine has is followed")

		d.Invoices()
		d.Sends("sent", ttn)
		d.Tracks(5)
		d.Settle()
		require.NoError(t, s.RZ.SetStatus(d.ID, 1))
		time.Sleep(2 * time.Hour)
		d.Settle()
		require.True(t, d.Here().Held(), "it cannot be new again")
		wrote := s.RZ.Commits("orders/update")
		require.NoError(t, d.Does(order.WriteComment{Text: "?"}))
		s.Sync()
		require.Equal(t, wrote, s.RZ.Commits("orders/update"), "nothing is overwritten, nor written")
		require.Equal(t, 1, d.There().Status)
		holds := d.Here().View().Holds
		require.Equal(t, order.HoldDivergence, holds[len(holds)-1].Kind)
		require.Contains(t, strings.Join(d.Says("held"), "\n"), "restore it there, or forget it here", "it says how to repair that")
		d.Must(order.ClearHold{Hold: holds[len(holds)-1].N, Note: "settled by phone"})
		require.Equal(t, "?", d.There().Comments[0].Text, "a person has dealt with it")
	})
}

// covers: RZ-10 whole
func TestROZETKAClosesWhatIsLeftLying(t *testing.T) {
	for _, x := range []struct {
		days   int
		closed int
		set    func(*chaos.Stall)
	}{{45, 6, func(*chaos.Stall) {}}, {30, 87, today}} {
		onROZETKA(t, func(s *chaos.Stall) {
			d := s.Loads(chaos.Kettles())
			d.Invoices()
			for day := range x.days {
				if day == x.days-1 {
					require.NotEmpty(t, d.Says("deadline"), "people are warned in time; journal: %v", d.Tail())
				}
				time.Sleep(24 * time.Hour)
				s.Sync()
			}
			d.Settle()
			d.Stands(x.closed, status.OrderCompleted)
			wrote := s.RZ.Commits("orders/update")
			var refused *order.Refused
			require.ErrorAs(t, d.Does(order.Cancel{Code: "42", Reason: status.ReasonOutOfStock, Told: "phone"}), &refused)
			_ = d.Waybill("sent", ttn) // papers may still be written
			d.Settle()
			d.Stands(x.closed, status.OrderCompleted)
			require.Equal(t, wrote, s.RZ.Commits("orders/update"), "a final status never changes from here")
		}, x.set)
	}
}

// covers: RZ-11
func TestEveryPassOverROZETKALeavesARecord(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		a, b := s.Found(chaos.Kettles()), s.Found(chaos.Kettles())
		require.NoError(t, s.RZ.SetStatus(b.ID, 5))
		var run bridge.Run
		for _, r := range s.Sync().Runs {
			if r.Account == "rz-1" {
				run = r
			}
		}
		require.True(t, run.Manual)
		require.Equal(t, bridge.ResultOK, run.Result)
		require.Len(t, run.Loaded, 2)
		for _, l := range run.Loaded {
			require.Equal(t, map[string]string{a.Key(): "remote order", b.Key(): "invoice and waybill"}[l.Order], l.Where)
			require.Contains(t, l.Order, l.Number)
		}
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.EditLines(a.ID, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 1; return ls }))
		s.Sync()
		found := 0
		for r, err := range s.Store.Runs(s.Context(), bridge.RunFilter{Account: "rz-1", Order: a.Key()}) {
			require.NoError(t, err)
			found++
			if len(r.Loaded) == 0 {
				require.Contains(t, r.Changes[len(r.Changes)-1].Text, "Чайник")
				require.Contains(t, r.Changes[len(r.Changes)-1].Text, "на 1 менше", "in the merchant's language")
			}
		}
		require.Equal(t, 2, found, "by order")
		require.NoError(t, s.RZ.CancelByBuyer(b.ID))
	}, func(s *chaos.Stall) { s.Options = append(s.Options, bridge.WithLanguage(texts.Ukrainian)) })
}

// covers: RZ-7
func TestServicesAndWhatDeliveryCosts(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		kinds := func(d *chaos.Deal) (out []string) {
			for _, l := range d.Here().View().Lines {
				if l.Kind != order.LineGoods {
					out = append(out, string(l.Kind)+" "+l.Total.String())
				}
			}
			return out
		}
		o := chaos.Kettles()
		o.Delivery.Free = true
		free := s.Loads(o)
		o = chaos.Kettles()
		tariff := s.Loads(o)
		o.Delivery.Cost = 80_00
		o.Lines = append(o.Lines, rozetkatest.Line{Name: "Подарункова упаковка", Price: 30_00, Additional: true})
		fixed := s.Loads(o)
		require.Empty(t, kinds(free), "the seller pays the carrier")
		require.Empty(t, kinds(tariff), "the buyer pays the carrier on receipt")
		require.Equal(t, []string{"additional 30.00 UAH", "delivery 80.00 UAH"}, kinds(fixed))
		require.Equal(t, amount.UAH(1630_00), fixed.Here().View().Total, "paid with the goods")
		for _, d := range []*chaos.Deal{free, tariff, fixed} {
			d.Invoices()
			d.Sends("sent", ttn)
			d.Stands(3, status.OrderHandedToCarrier)
			d.Sends("received", "")
			d.Stands(6, status.OrderCompleted)
		}
		s.Quiet()
	})
}

// fault: «Отримано частково» says not which goods were taken, and all counted as received
func TestWhatWasReceivedInPartIsForPeopleToSay(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		known := s.Loads(chaos.Kettles())
		known.Invoices()
		known.Sends("sent", ttn)
		found := s.Found(chaos.Kettles())
		time.Sleep(time.Minute)
		for _, d := range []*chaos.Deal{known, found} {
			require.NoError(t, s.RZ.SetStatus(d.ID, 68))
		}
		s.Settle()
		for _, d := range []*chaos.Deal{known, found} {
			require.True(t, d.Here().Held())
			require.NotContains(t, []status.OrderState{status.OrderDelivered, status.OrderCompleted}, d.Here().State())
			require.Contains(t, strings.Join(d.Says(""), "\n"), "not which units were taken")
			v := d.Here().View()
			d.Must(order.Deliver{Refused: []order.Refusal{{Picks: order.Pick(v.Lines[0].ID, amount.Pcs(1)), Reason: status.ReasonBuyerRefused}}})
			d.Must(order.ClearHold{Hold: 1})
			d.Settle()
			d.Stands(68, status.OrderPartlyDelivered)
			require.False(t, d.Here().Held(), "it is settled")
			require.Equal(t, amount.UAH(820_00), d.Here().View().Total)
		}
	})
}

// fault: that a waybill number was found to be wrong, or taken off the order, was told to nobody
func TestAnOrderThatFellBackBehindItsWaybillIsTold(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		for code, fall := range map[int]func(d *chaos.Deal) error{
			15: func(d *chaos.Deal) error { return s.RZ.SetStatus(d.ID, 15) },
			2: func(d *chaos.Deal) error {
				require.NoError(t, s.RZ.SetInCabinet(d.ID, rozetkatest.Change{Status: 26})) // which erases the number
				return s.RZ.SetInCabinet(d.ID, rozetkatest.Change{Status: 2})
			},
		} {
			d := s.Loads(chaos.Kettles())
			d.Invoices()
			d.Sends("sent", ttn)
			d.Settle()
			said := func() string { return strings.Join(d.Says("remark"), "\n") }
			require.Empty(t, said(), "61 is what was sent")
			time.Sleep(time.Minute)
			require.NoError(t, fall(d))
			s.Settle()
			require.Contains(t, said(), "behind what it was sent", code)
			time.Sleep(3 * time.Hour)
			s.Settle()
			require.Len(t, d.Says("remark"), 1, "once")
		}
	}, today)
}

// fault: a waybill document that was written again with another number was accepted, and nobody heard of the number
func TestTheNumberOfAWaybillIsNotReplacedUnheard(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		for _, number := range []string{ttn, ""} {
			d := s.Loads(chaos.Kettles())
			d.Invoices()
			write := func(state, ttn string) error {
				return d.Does(order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "ВН-" + d.Key(), State: state, Waybill: ttn}})
			}
			require.NoError(t, write("sent", number))
			for _, state := range []string{"sent", "delivered"} {
				var refused *order.Refused
				require.ErrorAs(t, write(state, "20450000000777"), &refused)
				require.ErrorContains(t, refused, "20450000000777")
			}
			require.Equal(t, number, d.Here().View().Documents[1].Waybill)
			require.NoError(t, write("delivered", number))
		}
	}, today)
}
