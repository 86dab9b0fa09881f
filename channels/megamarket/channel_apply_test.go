package megamarket_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func boxes(lots ...[]string) (out []order.Box) {
	for _, in := range lots {
		out = append(out, order.Box{Picks: order.PickAll(in...)})
	}
	return out
}

func TestAStandardOrderIsPartlyRefusedConfirmedPackedAndHandedOver(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	d.does(order.EffectRefuse, order.Cancel{Picks: order.PickAll("2"), Reason: status.ReasonOutOfStock, Text: "it broke"})
	lot := d.there().Lots[1]
	require.Equal(t, [4]string{"MERCHANT_CANCELED", "CONFIRMATION_REJECT", "OUT_OF_STOCK", "it broke"}, [4]string{lot.Status, lot.SubStatus, lot.Reason, lot.Comment})

	d.does(order.EffectConfirm, order.Confirm{})
	require.Equal(t, d.id, d.there().OrderCode)
	require.Equal(t, []string{"CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "CONFIRMED"}, d.mm.Statuses(d.id))

	d.does(order.EffectPack, order.Pack{Boxes: []order.Box{{Ref: "our own", Picks: order.PickAll("1")}, {Picks: order.PickAll("3"), Oversize: true}, {Picks: order.PickAll("3")}}})
	require.Equal(t, []megamarkettest.Box{{Index: 1, Code: "4107*" + d.id + "*1"}}, d.there().Lots[0].Boxes, "a code of another form is not used")
	require.Equal(t, []megamarkettest.Box{{Index: 2, Code: "4107*" + d.id + "*2", Oversize: true}, {Index: 3, Code: "4107*" + d.id + "*3"}}, d.there().Lots[2].Boxes, "a large lot has several")

	task := d.does(order.EffectShip, order.HandOver{})
	require.True(t, d.there().Shipped.Equal(task.Cause.At.Truncate(time.Second)))
	require.Equal(t, []string{"SHIPPED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "SHIPPED"}, d.mm.Statuses(d.id))
}

func TestAnOrderIsCancelledRightAfterItWasConfirmed(t *testing.T) {
	for _, o := range []megamarkettest.Order{teaStandard, teaDelivered} {
		d := open(t, megamarkettest.Settings{}, o)
		d.does(order.EffectConfirm, order.Confirm{})
		task := d.does(order.EffectCancel, order.Cancel{Reason: status.ReasonOutOfStock})
		for _, st := range d.mm.Statuses(d.id) {
			require.Equal(t, "MERCHANT_CANCELED/LATE_REJECT", st)
		}
		d.ends(task, order.AlreadySo)
		require.Equal(t, 1, d.mm.Calls("order/reject"))
	}
}

func TestAnOrderThatTheMerchantDeliversIsLedToTheDoor(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaDelivered)
	confirm := d.does(order.EffectConfirm, order.Confirm{})
	require.Equal(t, []string{"CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED"}, d.mm.Statuses(d.id), "the fee with the others")
	w := order.Window{From: time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, 9)}
	w.To = w.From.Add(4 * time.Hour)
	d.does(order.EffectMoveDate, order.MoveDate{Window: w})
	require.True(t, d.there().DeliveryFrom.Equal(w.From))
	require.Equal(t, w, d.read().Snapshot.Delivery.Window)

	d.does(order.EffectPack, order.Pack{})
	require.Equal(t, []string{"PACKED", "PACKED", "PACKED", "CONFIRMED"}, d.mm.Statuses(d.id), "the fee is never packed")
	out := d.ends(d.owes(order.EffectShip, order.HandOver{Courier: true}), order.Unsupported)
	require.Contains(t, out.Text, "merchant-delivery")

	closing := d.owes(order.EffectClose, order.Deliver{Refused: []order.Refusal{
		{Picks: order.PickAll("2"), Reason: status.ReasonBuyerRefused}, {Picks: order.PickAll("3"), Reason: status.ReasonNoContact},
	}})
	d.ends(closing, order.Applied)
	require.Equal(t, []string{"DELIVERED", "CUSTOMER_CANCELED", "MERCHANT_CANCELED", "DELIVERED"}, d.mm.Statuses(d.id))
	require.Equal(t, "CANCEL_BY_CUSTOMER", d.there().Lots[1].Reason)
	require.Equal(t, "HANDOVER_IMPOSSIBLE", d.there().Lots[2].Reason)
	require.True(t, d.there().Closed.Equal(closing.Cause.At.Truncate(time.Second)))
	d.ends(closing, order.AlreadySo)
	require.Equal(t, ordo.Conflict.String(), ordo.ClassOf(d.fails(confirm)).String(), "a confirmation that comes after it is overtaken")
}

// fails applies a task that must end in an error.
func (d *desk) fails(t order.Task) error {
	d.Helper()
	out, err := d.ch.Apply(d.Context(), t)
	require.Error(d, err, "%+v", out)
	require.Zero(d, out)
	return err
}

func TestEverythingIsRefusedAtTheDoor(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaDelivered)
	d.does(order.EffectConfirm, order.Confirm{})
	d.does(order.EffectPack, order.Pack{})
	d.does(order.EffectClose, order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("1", "2", "3"), Reason: status.ReasonBuyerCancelled}}})
	require.Equal(t, []string{"CUSTOMER_CANCELED", "CUSTOMER_CANCELED", "CUSTOMER_CANCELED", "CUSTOMER_CANCELED"}, d.mm.Statuses(d.id), "the fee for the goods' reason")
}

func TestABuyerWhoWantsToCancelIsAnsweredLotByLot(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaDelivered)
	d.does(order.EffectConfirm, order.Confirm{})
	require.NoError(t, d.mm.CancelByBuyer(d.id, 1, 2))
	must(d.o.Observe(order.CancelReport{Picks: order.PickAll("1", "2")}, d.by(order.RoleChannel)))(t)
	task := d.owes(order.EffectAnswer, order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictAccept})
	answer := task.Cause.Body.(order.CancelRequestAnswered)
	answer.Accepted, answer.Declined = answer.Accepted[:1], answer.Accepted[1:]
	task.Cause.Body = answer
	d.ends(task, order.Applied)
	require.Equal(t, []string{"CUSTOMER_CANCELED", "CONFIRMED", "CONFIRMED", "CONFIRMED"}, d.mm.Statuses(d.id))
	require.True(t, d.there().Lots[1].CancelRefused)
	d.ends(task, order.Applied) // a no leaves no trace: it is said again
	require.Equal(t, 1, d.mm.Commits("order/cancelResult"))
}

func TestTheHandOverIsToldInMerchantDeliveryWhereTheAccountTakesIt(t *testing.T) {
	d := open(t, megamarkettest.Settings{ShippingInMerchantDelivery: true}, teaDelivered, megamarket.WithShippingInMerchantDelivery())
	d.does(order.EffectConfirm, order.Confirm{})
	d.does(order.EffectPack, order.Pack{})
	d.does(order.EffectShip, order.HandOver{Courier: true})
	require.Equal(t, []string{"SHIPPED", "SHIPPED", "SHIPPED", "CONFIRMED"}, d.mm.Statuses(d.id))
	d.does(order.EffectClose, order.Deliver{})

	refused := open(t, megamarkettest.Settings{}, teaDelivered, megamarket.WithShippingInMerchantDelivery())
	refused.does(order.EffectConfirm, order.Confirm{})
	refused.does(order.EffectPack, order.Pack{})
	out := refused.ends(refused.owes(order.EffectShip, order.HandOver{Courier: true}), order.Rejected)
	require.Contains(t, out.Text, "Метод не поддерживается")
	require.Equal(t, "20", out.Code)
}

func TestAMarkedLotIsNotPackedWithoutItsCode(t *testing.T) {
	marked := megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "BOOTS", Price: 990, Count: 2, MarkRequired: true}}}
	for _, scheme := range []megamarkettest.Scheme{megamarkettest.Standard, megamarkettest.MerchantDelivery} {
		marked.Scheme = scheme
		d := open(t, megamarkettest.Settings{}, marked)
		d.does(order.EffectConfirm, order.Confirm{})
		for i, id := range []string{"1", "2"} {
			_, err := d.o.Do(order.SetMark{Line: id, Code: "0104600000000008215aa" + id}, d.by(order.RoleOperator))
			require.NoError(t, err, i)
		}
		pack := d.owes(order.EffectPack, order.Pack{Boxes: boxes([]string{"1", "2"})})
		if scheme == megamarkettest.MerchantDelivery {
			pack.Cause.Body = order.Packed{Moves: pack.Cause.Body.(order.Packed).Moves}
		}
		without := pack
		without.Order.Lines[1].Marks = nil
		out := d.ends(without, order.Rejected)
		require.Contains(t, out.Text, "lot 2 (BOOTS) needs a marking code")
		require.Zero(t, d.mm.Calls("order/packing"))

		task, ok := d.o.Task(pack.Effect)
		require.True(t, ok)
		d.ends(task, order.Applied)
		require.Equal(t, "0104600000000008215aa2", d.there().Lots[1].Mark)
	}
}

func TestBoxesKeepTheirNumbersWhenTheBuyerCancels(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	d.does(order.EffectConfirm, order.Confirm{})
	pack := d.owes(order.EffectPack, order.Pack{Boxes: boxes([]string{"1"}, []string{"2", "3"})})
	require.NoError(t, d.mm.CancelByBuyer(d.id, 1))
	require.Equal(t, ordo.Conflict, ordo.ClassOf(d.fails(pack)))
	require.Zero(t, d.mm.Calls("order/packing"), "nothing is sent")
	for _, report := range d.read().Reports {
		must(d.o.Observe(report, d.by(order.RoleChannel)))(t)
	}
	pack, ok := d.o.Task(pack.Effect)
	require.True(t, ok)
	d.ends(pack, order.Applied)
	require.Equal(t, 2, d.there().Lots[1].Boxes[0].Index)
	ship := d.does(order.EffectShip, order.HandOver{})
	require.Equal(t, []string{"CUSTOMER_CANCELED", "SHIPPED", "SHIPPED"}, d.mm.Statuses(d.id))
	d.ends(ship, order.AlreadySo)
}

func TestWhatCannotBeSentIsRejectedWithAReason(t *testing.T) {
	pack := func(d *desk) order.Task {
		d.does(order.EffectConfirm, order.Confirm{})
		return d.owes(order.EffectPack, order.Pack{Boxes: boxes([]string{"1", "2", "3"})})
	}
	for _, x := range []struct {
		name string
		opts []megamarket.ChannelOption
		owe  func(*desk) order.Task
		text string
	}{
		{"a reason that Megamarket does not know", nil, func(d *desk) order.Task {
			return d.owes(order.EffectRefuse, order.Cancel{Picks: order.PickAll("1"), Reason: status.ReasonUnwanted})
		}, `right would be: "OUT_OF_STOCK"`},
		{"boxes without the merchant's number", []megamarket.ChannelOption{megamarket.WithMerchant(0)}, pack, "WithMerchant"},
		{"a lot in no box", nil, func(d *desk) order.Task {
			t := pack(d)
			t.Cause.Body = order.Packed{}
			return t
		}, "lot 1 lies in no package"},
		{"a line that is no lot", nil, func(d *desk) order.Task {
			t := d.owes(order.EffectConfirm, order.Confirm{})
			t.Units = []order.Units{{Line: "01"}}
			return t
		}, `line "01" is no lot`},
		{"a lot that is not there", nil, func(d *desk) order.Task {
			t := d.owes(order.EffectConfirm, order.Confirm{})
			t.Units = []order.Units{{Line: "77"}}
			return t
		}, "has no lot 77"},
		{"what Megamarket refuses", nil, func(d *desk) order.Task {
			t := d.owes(order.EffectConfirm, order.Confirm{})
			d.mm.Faults().Next("order/confirm", megamarkettest.Refuse("Склад закрыт"))
			return t
		}, "Склад закрыт"},
	} {
		t.Run(x.name, func(t *testing.T) {
			d := open(t, megamarkettest.Settings{}, teaStandard, x.opts...)
			task := x.owe(d)
			was := d.mm.Commits("*")
			out := d.ends(task, order.Rejected)
			require.Contains(t, out.Text, x.text)
			require.Equal(t, was, d.mm.Commits("*"))
		})
	}
	d := open(t, megamarkettest.Settings{}, teaStandard)
	out := d.ends(d.owes(order.EffectRefuse, order.Cancel{Picks: order.PickAll("1"), Reason: status.ReasonUnwanted}), order.Rejected)
	require.Contains(t, out.May[0], "OUT_OF_STOCK", "it says what would do")
}

func TestAnOwnBoxCodeOfTheRightFormIsKept(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard, megamarket.WithMerchant(0))
	d.does(order.EffectConfirm, order.Confirm{})
	d.does(order.EffectPack, order.Pack{Boxes: []order.Box{{Ref: "4107*" + d.id + "*1", Picks: order.PickAll("1", "2", "3")}}})
	d.does(order.EffectShip, order.HandOver{})
}

func TestWhatIsNotSettledIsAnError(t *testing.T) {
	for _, x := range []struct {
		name  string
		fault fake.Fault
		class ordo.Class
	}{
		{"a wrong token", megamarkettest.Refuse("Неверный токен"), ordo.Auth},
		{"too many calls", fake.TooMany(2 * time.Hour), ordo.RateLimited},
		{"no answer at all", fake.ResetBefore(), ordo.Retry},
	} {
		untimed(t, x.name, func(t *testing.T) {
			d := open(t, megamarkettest.Settings{}, teaStandard)
			task := d.owes(order.EffectConfirm, order.Confirm{})
			d.mm.Faults().Always("*", x.fault)
			require.Equal(t, x.class.String(), ordo.ClassOf(d.fails(task)).String())
		})
	}
	t.Run("settings that cannot work", func(t *testing.T) {
		d := open(t, megamarkettest.Settings{}, teaStandard)
		_, err := megamarket.New(" ").Channel().Apply(t.Context(), d.owes(order.EffectConfirm, order.Confirm{}))
		require.Equal(t, ordo.Auth.String(), ordo.ClassOf(err).String())
		require.ErrorContains(t, err, "the token is empty")
	})
	untimed(t, "a page of something else", func(t *testing.T) {
		d := open(t, megamarkettest.Settings{}, teaStandard)
		task := d.owes(order.EffectConfirm, order.Confirm{})
		m := httpmock.NewMockTransport()
		m.RegisterNoResponder(httpmock.NewStringResponder(404, "<html>no such page</html>"))
		ch := client(m).Channel()
		_, err := ch.Apply(t.Context(), task)
		require.Equal(t, ordo.Retry.String(), ordo.ClassOf(err).String())
		errs := 0
		for _, err := range ch.Orders(t.Context(), "1", "2") {
			require.Equal(t, ordo.Retry, failure(t, err).Class, "it says nothing about the orders")
			errs++
		}
		require.Equal(t, 1, errs)
	})
	untimed(t, "a shipment that is not readable yet", func(t *testing.T) {
		d := open(t, megamarkettest.Settings{}, teaStandard)
		task := d.owes(order.EffectConfirm, order.Confirm{})
		ch := client(emptyAnswer(t)).Channel()
		_, err := ch.Apply(t.Context(), task)
		require.Equal(t, ordo.Retry.String(), ordo.ClassOf(err).String())
		require.ErrorContains(t, err, "is not (or not yet) there")
	})
	untimed(t, "lots that are being processed for long", func(t *testing.T) {
		d := open(t, megamarkettest.Settings{PendingReads: 1000}, teaStandard)
		d.does(order.EffectConfirm, order.Confirm{})
		pack := d.owes(order.EffectPack, order.Pack{Boxes: boxes([]string{"1", "2", "3"})})
		require.Equal(t, ordo.Retry.String(), ordo.ClassOf(d.fails(pack)).String())
	})
}

// untimed is a subtest in which waiting takes no time.
func untimed(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

func TestLabelsArePrintedForTheBoxesThatArePacked(t *testing.T) {
	d := open(t, megamarkettest.Settings{PendingReads: 2}, teaStandard)
	_, err := d.ch.Labels(t.Context(), d.o.View())
	require.Equal(t, ordo.Conflict, failure(t, err).Class)
	synctest.Test(t, func(t *testing.T) {
		d := open(t, megamarkettest.Settings{PendingReads: 2}, teaStandard)
		d.does(order.EffectConfirm, order.Confirm{})
		d.does(order.EffectPack, order.Pack{Boxes: boxes([]string{"1"}, []string{"2", "3"})})
		_, err := d.ch.Labels(t.Context(), d.o.View())
		require.Equal(t, ordo.Conflict, failure(t, err).Class)
		require.ErrorContains(t, err, "PENDING_PACKING")
		statuses(t, client(d.mm.Transport()), d.id)
		labels := must(d.ch.Labels(t.Context(), d.o.View()))(t)
		require.Equal(t, "megamarket-"+d.id+".pdf", labels[0].Name)
	})
	own := open(t, megamarkettest.Settings{}, teaDelivered)
	_, err = own.ch.Labels(t.Context(), own.o.View())
	require.Equal(t, ordo.Unsupported, failure(t, err).Class)
}
