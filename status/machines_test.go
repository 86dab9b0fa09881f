package status_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

func TestEveryCanonicalMachineIsWellBuilt(t *testing.T) {
	well(t, status.Orders(), status.OrderCancelled)
	well(t, status.Items(), status.ItemCancelled)
	well(t, status.Shipments(), status.ShipmentCancelled)
	well(t, status.Transfers(), status.TransferDropped)
	well(t, status.Custody(), status.CustodyWithdrawn)
	well(t, status.Money(), status.MoneyRefused)
	well(t, status.Payments(), status.PaymentCancelled)
}

// well checks that the machine knows every value of its enumeration, and is sound.
func well[S status.Dense](t *testing.T, m *status.Machine[S, status.Trigger], last S) {
	t.Helper()
	t.Run(m.Name(), func(t *testing.T) {
		require.Len(t, slices.Collect(m.States()), int(last))
		require.True(t, m.Known(last))
		require.False(t, m.Known(0), "not said is no state")
		sound(t, m)
	})
}

func TestAskingAMachineAllocatesNothing(t *testing.T) {
	m := status.Orders()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		s, _ := m.Next(status.OrderNew, status.TriggerConfirm)
		if !m.Allows(s, status.TriggerPack) || !m.Can(s, status.OrderPacked) || !m.Reaches(s, status.OrderReturned) {
			panic("a confirmed order can be packed and, later, returned")
		}
	}))
}

func TestLegalStepsOfAnOrder(t *testing.T) {
	m := status.Orders()
	for _, step := range [][2]status.OrderState{
		{status.OrderAwaitingConfirmation, status.OrderNew},
		{status.OrderNew, status.OrderInWork},
		{status.OrderNew, status.OrderAwaitingConsent},
		{status.OrderNew, status.OrderAwaitingPayment},
		{status.OrderNew, status.OrderPaid},
		{status.OrderNew, status.OrderPartlyConfirmed},
		{status.OrderNew, status.OrderPacked},          // merchant delivery packs without confirming
		{status.OrderNew, status.OrderHandedToCarrier}, // reported by somebody who left steps out
		{status.OrderAssembling, status.OrderDelivered},
		{status.OrderConfirmed, status.OrderNew}, // a line was added
		{status.OrderAssembling, status.OrderConfirmed},
		{status.OrderPacked, status.OrderAssembling},
		{status.OrderPaid, status.OrderAssembling},
		{status.OrderPaid, status.OrderAwaitingPayment},
		{status.OrderOutWithCourier, status.OrderArrived},
		{status.OrderHandedToCarrier, status.OrderArrived},
		{status.OrderHandedToCarrier, status.OrderCancelled}, // cancelled upstream late, or lost
		{status.OrderArrived, status.OrderRefused},
		{status.OrderPartlyDelivered, status.OrderCompleted},
		{status.OrderDelivered, status.OrderReturned},
		{status.OrderCompleted, status.OrderReturned},
		{status.OrderRefused, status.OrderReturned},
	} {
		require.True(t, m.Can(step[0], step[1]), "%s -> %s", step[0], step[1])
	}
	for _, step := range [][2]status.OrderState{
		{status.OrderDelivered, status.OrderCancelled},
		{status.OrderCompleted, status.OrderNew},
		{status.OrderCancelled, status.OrderNew},
		{status.OrderHandedToCarrier, status.OrderConfirmed},
		{status.OrderNew, status.OrderRefused},
	} {
		require.False(t, m.Can(step[0], step[1]), "%s -> %s", step[0], step[1])
	}
	require.False(t, m.Final(status.OrderDelivered), "somebody still has to close it")
}

func TestLegalStepsOfGoods(t *testing.T) {
	m := status.Items()
	for _, step := range [][2]status.ItemState{
		{status.ItemNew, status.ItemSent},
		{status.ItemConfirmed, status.ItemRequested},
		{status.ItemRequested, status.ItemSentToCentral},
		{status.ItemSentToCentral, status.ItemAssembling},
		{status.ItemAssembling, status.ItemConfirmed},
		{status.ItemAssembling, status.ItemRemarking},
		{status.ItemRemarking, status.ItemPacked},
		{status.ItemPacked, status.ItemRemarking},
		{status.ItemPacked, status.ItemAssembling},
		{status.ItemPacked, status.ItemReturned}, // paid, never left
		{status.ItemSent, status.ItemLost},
		{status.ItemSent, status.ItemCancelled},
		{status.ItemArrived, status.ItemRefused},
		{status.ItemHandedOut, status.ItemReturning},
		{status.ItemHandedOut, status.ItemReturned},
		{status.ItemReturning, status.ItemReturning},
		{status.ItemReturning, status.ItemHandedOut},
		{status.ItemRefused, status.ItemReturned},
	} {
		require.True(t, m.Can(step[0], step[1]), "%s -> %s", step[0], step[1])
	}
	for _, step := range [][2]status.ItemState{
		{status.ItemRemarking, status.ItemSent}, // the code must be replaced first
		{status.ItemHandedOut, status.ItemCancelled},
		{status.ItemCancelled, status.ItemNew},
		{status.ItemSent, status.ItemAssembling},
	} {
		require.False(t, m.Can(step[0], step[1]), "%s -> %s", step[0], step[1])
	}
}

func TestLegalStepsOfAReturn(t *testing.T) {
	c := status.Custody()
	require.True(t, c.Can(status.CustodyInTransit, status.CustodyLost))
	require.True(t, c.Can(status.CustodyRequested, status.CustodyWithdrawn))
	require.True(t, c.Can(status.CustodyRejected, status.CustodyGivenBack))
	require.False(t, c.Can(status.CustodyInTransit, status.CustodyAccepted), "received before it is examined")
	require.False(t, c.Reaches(status.CustodyNotNeeded, status.CustodyReceived), "what never left cannot come back")

	m := status.Money()
	require.False(t, m.Allows(status.MoneyInDoubt, status.TriggerOrderRefund), "never repeated blindly")
	require.False(t, m.Allows(status.MoneyRefunded, status.TriggerOrderRefund), "refunded once")
	require.True(t, m.Allows(status.MoneyRefused, status.TriggerOrderRefund))
	require.True(t, m.Allows(status.MoneyOwed, status.TriggerWaive))
	require.True(t, m.Final(status.MoneyNothingOwed))
}

func TestAParcelThatWasLostMayTurnUp(t *testing.T) {
	require.True(t, status.Shipments().Can(status.ShipmentLost, status.ShipmentCameBack))
	require.True(t, status.Custody().Can(status.CustodyLost, status.CustodyReceived))
	require.True(t, status.Items().Can(status.ItemLost, status.ItemReturned))
}

func TestTheShortestWayOfAnOrder(t *testing.T) {
	path, ok := status.Orders().Path(status.OrderAwaitingConfirmation, status.OrderReturned)
	require.True(t, ok)
	require.Len(t, path, 2)
	_, ok = status.Orders().Path(status.OrderCancelled, status.OrderNew)
	require.False(t, ok)
	path, ok = status.Orders().Path(status.OrderNew, status.OrderNew)
	require.True(t, ok)
	require.Empty(t, path)
}

var sinkOrder status.OrderState

func BenchmarkMachineNext(b *testing.B) {
	m := status.Orders()
	b.ReportAllocs()
	for b.Loop() {
		sinkOrder, _ = m.Next(status.OrderNew, status.TriggerConfirm)
	}
}

func BenchmarkMachineAllows(b *testing.B) {
	m := status.Orders()
	b.ReportAllocs()
	for b.Loop() {
		if !m.Allows(status.OrderNew, status.TriggerConfirm) {
			b.Fatal("a new order can be confirmed")
		}
	}
}

func BenchmarkMachinePath(b *testing.B) {
	m := status.Orders()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := m.Path(status.OrderNew, status.OrderReturned); !ok {
			b.Fatal("a new order can end as returned")
		}
	}
}
