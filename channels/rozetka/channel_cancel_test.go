package rozetka_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// codes are the choices to cancel an order now.
func (d *desk) codes() (all []string) {
	d.t.Helper()
	open, err := d.ch.Choices(d.t.Context(), strconv.FormatInt(d.id, 10))
	require.NoError(d.t, err)
	for _, x := range open {
		require.NotEmpty(d.t, x.Name)
		require.NotEmpty(d.t, x.Reason)
		all = append(all, x.Code)
	}
	return all
}

func TestTheChoicesToCancelAreThoseThatAreOpenNow(t *testing.T) {
	for at, want := range map[int][]string{
		1: {"40"}, 5: {"11", "12"}, 6: nil, 45: nil, 61: nil,
		26: {"42", "43", "28", "33", "40", "20", "29", "17", "37", "38"},
	} {
		t.Run(strconv.Itoa(at), func(t *testing.T) {
			onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
				require.NoError(t, d.rz.SetStatus(d.id, at))
				require.ElementsMatch(t, want, d.codes())
			})
		})
	}
	onDesk(t, rozetkatest.Settings{Profile: rozetkatest.Then}, teapots(), func(t *testing.T, d *desk) {
		require.NoError(t, d.rz.SetStatus(d.id, 26))
		require.GreaterOrEqual(t, len(d.codes()), 18, "about twenty")
	}, rozetka.WithProfile(rozetka.Then))
}

func TestAnOrderIsCancelledWithACodeOnlyOnceAndWithAComment(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		task := d.task(order.EffectCancel, order.Cancel{Reason: "goods-unsuitable", Code: "20", Told: "by phone", Text: "не той колір"})
		d.rz.Faults().Next("orders/update", fake.ResetAfter())
		writes := d.writes()
		for _, want := range []order.OutcomeKind{order.Applied, order.AlreadySo} {
			out, err := d.ch.Apply(t.Context(), task)
			require.NoError(t, err)
			require.Equal(t, want, out.Kind)
		}
		require.Equal(t, []any{20, "не той колір", writes + 1}, []any{d.there().Status, d.there().Comments[0].Text, d.writes()})
		require.Empty(t, d.looks())
	})
}

func TestACodeThatIsNotOpenIsRejectedWithThoseThatAre(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		require.NoError(t, d.rz.SetStatus(d.id, 5))
		writes := d.writes()
		out := d.does(order.EffectCancel, order.Cancel{Reason: status.ReasonOutOfStock, Code: "42", Told: "by phone"})
		require.Equal(t, order.Rejected, out.Kind)
		require.Equal(t, []string{"11 (Не прийшов за замовленням)", "12 (Відмова при отриманні)"}, out.May)
		require.Equal(t, writes, d.writes())
	})
}

func TestANewOrderIsCancelledForAReasonThatOnlyTheNextStatusOpens(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		out := d.does(order.EffectRefuse, order.Cancel{Reason: status.ReasonOutOfStock, Told: "by phone"})
		require.Equal(t, order.Applied, out.Kind)
		require.Equal(t, []int{1, 26, 42}, d.way())
	})
}

func TestANewOrderIsCancelledWithACodeThatOnlyTheNextStatusOpens(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		out := d.does(order.EffectRefuse, order.Cancel{Reason: status.ReasonDefect, Code: "43", Told: "by phone"})
		require.Equal(t, order.Applied, out.Kind)
		require.Equal(t, []int{1, 26, 43}, d.way())
	})
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		out := d.does(order.EffectRefuse, order.Cancel{Reason: status.ReasonOther, Code: "12", Told: "by phone"})
		require.Equal(t, order.Rejected, out.Kind)
		require.Equal(t, []int{1}, d.way(), "it is not taken for nothing")
	})
}

func TestAReasonWithoutAStatusIsRejected(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		out := d.does(order.EffectRefuse, order.Cancel{Reason: "the-moon", Told: "by phone"})
		require.Equal(t, order.Rejected, out.Kind)
		require.Contains(t, out.Text, "the-moon")
		require.NotEmpty(t, out.May)
	})
}

func TestAnHourMustPassBeforeABuyerCountsAsNotReached(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectContact, order.ContactBuyer{Channel: "phone"})
		time.Sleep(30 * time.Minute)
		task := d.task(order.EffectRefuse, order.Cancel{Reason: status.ReasonNoContact, Code: "18", Told: "by sms"})
		out, err := d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, []any{order.Rejected, 47}, []any{out.Kind, d.there().Status})
		time.Sleep(31 * time.Minute)
		require.Equal(t, []string{"18"}, d.codes())
		out, err = d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, []any{order.Applied, 18}, []any{out.Kind, d.there().Status})
	})
}

func TestAnOrderThatEndedIsNotCancelled(t *testing.T) {
	for at, want := range map[int]order.OutcomeKind{6: order.Rejected, 87: order.Rejected, 45: order.AlreadySo, 13: order.AlreadySo} {
		onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
			task := d.task(order.EffectRefuse, order.Cancel{Reason: status.ReasonOutOfStock, Told: "by phone"})
			require.NoError(t, d.rz.SetStatus(d.id, at))
			out, err := d.ch.Apply(t.Context(), task)
			require.NoError(t, err)
			require.Equal(t, want, out.Kind)
			require.Zero(t, d.writes())
		})
	}
}

func TestABuyerWhoTakesNothingEndsTheOrderAsRefused(t *testing.T) {
	for reason, want := range map[status.Reason]int{status.ReasonBuyerRefused: 12, "not-collected": 11} {
		onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
			d.does(order.EffectConfirm, order.Confirm{})
			d.does(order.EffectShip, order.HandOver{Courier: true})
			d.does(order.EffectArrive, order.Arrive{})
			var all order.Picks
			for _, l := range d.o.View().Lines {
				if l.Kind == order.LineGoods {
					all = all.And(order.Pick(l.ID, l.Living))
				}
			}
			out := d.does(order.EffectClose, order.Deliver{Refused: []order.Refusal{{Picks: all, Reason: reason}}})
			require.Equal(t, []any{order.Applied, want}, []any{out.Kind, d.there().Status})
		})
	}
}

func TestAPartIsNeitherRefusedNorReceived(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		one := order.Pick(d.o.View().Lines[0].ID, amount.Pcs(1))
		out := d.does(order.EffectClose, order.Deliver{Refused: []order.Refusal{{Picks: one, Reason: status.ReasonBuyerRefused}}})
		require.Equal(t, []any{order.Rejected, 2}, []any{out.Kind, d.there().Status})
	})
}

func TestChoicesAskROZETKAAboutStatusesThatTheTableLacks(t *testing.T) {
	c := answering(t, func(r *http.Request) string {
		switch r.URL.Path + "?" + r.URL.Query().Get("id") {
		case "/orders/5?":
			return `{"success":true,"content":{"id":5,"status":26,"status_available":[{"child_id":2},{"child_id":101},{"child_id":102},{"child_id":49},{"child_id":13}]}}`
		case "/order-statuses/search?101":
			return page("orderStatuses", 1, 1, `{"id":101,"status_group":3,"title":"Скасовано зорями"}`)
		}
		return page("orderStatuses", 1, 1, `{"id":102,"status_group":1,"title":"Ще в дорозі"}`)
	})
	open, err := c.Channel().Choices(t.Context(), "5")
	require.NoError(t, err)
	require.Len(t, open, 1)
	require.Equal(t, []any{"101", "Скасовано зорями", status.ReasonOther}, []any{open[0].Code, open[0].Name, open[0].Reason})
}

func TestChoicesOfNoOrder(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		_, err := d.ch.Choices(d.t.Context(), "404404404")
		require.ErrorIs(t, err, ordo.ErrNotFound)
		_, err = d.ch.Choices(d.t.Context(), "abc")
		require.ErrorIs(t, err, ordo.ErrInvalid)
		_, err = d.ch.Reason(order.EffectShip, order.SchemeRozetka, status.ReasonOutOfStock)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		_, err = d.ch.Reason(order.EffectCancel, order.SchemeRozetka, "the-moon")
		require.ErrorContains(t, err, "the-moon")
		code, err := d.ch.Reason(order.EffectClose, order.SchemeRozetka, status.ReasonBuyerRefused)
		require.NoError(t, err)
		require.Equal(t, "12", code)
	})
	require.NotContains(t, fmt.Sprintf("%#v", rozetka.New(rozetka.Token("t0ken-of-the-cabinet")).Channel()), "t0ken")
}
