package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestATaskBringsOnOnlyWhatLives(t *testing.T) {
	o, _, err := order.New(standardDraft(), order.By{Actor: mm, At: monday})
	require.NoError(t, err)
	evs, err := o.Do(order.Confirm{}, order.By{Actor: merchant, At: monday})
	require.NoError(t, err)
	effect := order.Effect{Kind: order.EffectConfirm, N: evs[0].N}
	for _, m := range evs[0].Moves() {
		effect.Units = append(effect.Units, order.Units{Line: m.Line, From: m.From, To: m.To})
	}

	task, some := o.Task(effect)
	require.True(t, some)
	require.Equal(t, effect.Units, task.Units)
	require.Equal(t, "confirmed", task.Cause.Body.Kind(), "the details are in the event that caused it")
	require.Equal(t, status.OrderConfirmed, task.Order.State)

	_, err = o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, order.By{Actor: mm, At: monday})
	require.NoError(t, err)
	task, some = o.Task(effect)
	require.True(t, some)
	require.Equal(t, []order.Units{{Line: "1", To: amount.Pcs(1)}, {Line: "3", To: amount.Pcs(1)}}, task.Units)
	whole, some := o.Task(order.Effect{Kind: order.EffectShip})
	require.True(t, some)
	require.Equal(t, task.Units, whole.Units, "no units are all that live")

	_, err = o.Observe(order.CancelReport{Done: true}, order.By{Actor: mm, At: monday})
	require.NoError(t, err)
	_, some = o.Task(effect)
	require.False(t, some, "nothing is left to be confirmed")
	refuse := order.Effect{Kind: order.EffectRefuse, Units: effect.Units}
	task, some = o.Task(refuse)
	require.True(t, some, "what is to be refused need not live")
	require.Equal(t, refuse.Units, task.Units)
}

func TestATaskJoinsNeighbouringUnits(t *testing.T) {
	d := standardDraft()
	d.Lines = []order.Line{{ID: "1", SKU: "NAIL", Quantity: amount.Pcs(10), Total: amount.RUB(1000)}}
	o, _, err := order.New(d, order.By{Actor: mm, At: monday})
	require.NoError(t, err)
	_, err = o.Do(order.Cancel{Picks: order.PickUnits("1", amount.Pcs(4), amount.Pcs(6)), Reason: status.ReasonOutOfStock}, order.By{Actor: merchant, At: monday})
	require.NoError(t, err)
	_, err = o.Do(order.Confirm{Picks: order.PickUnits("1", amount.Pcs(0), amount.Pcs(2))}, order.By{Actor: merchant, At: monday})
	require.NoError(t, err)
	task, some := o.Task(order.Effect{Kind: order.EffectConfirm})
	require.True(t, some)
	require.Equal(t, []order.Units{{Line: "1", To: amount.Pcs(4)}, {Line: "1", From: amount.Pcs(6), To: amount.Pcs(10)}}, task.Units)
}

// fault: an order that was cancelled in the channel just before it was taken into work was taken again and again, until
// a person was asked.
func TestAnOrderThatHasEndedIsNotTaken(t *testing.T) {
	s := tell(t, rozetka())
	for _, kind := range []order.EffectKind{order.EffectTake, order.EffectContact} {
		_, some := s.o.Task(order.Effect{Kind: kind})
		require.True(t, some)
	}
	s.do(order.Cancel{Reason: status.ReasonOutOfStock, Told: "phone"})
	for _, kind := range []order.EffectKind{order.EffectTake, order.EffectContact} {
		_, some := s.o.Task(order.Effect{Kind: kind})
		require.False(t, some)
	}
}
