package receipts_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func dresses(n int) order.Draft {
	return order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{{ID: "dress", Name: "Платье", Quantity: amount.Pcs(n), Price: amount.RUB(200000), VAT: amount.VATNone}}}
}

// covers: B24-7
func TestWhatLeavesABlockIsNotInItsReceipt(t *testing.T) {
	k := place(t, dresses(3))
	k.pays("p1", 600000, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("dress", amount.Pcs(2)), Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyReceived},
		order.Receive{Block: 1, Picks: order.PickUnits("dress", amount.Pcs(1), amount.Pcs(2)), Custody: status.CustodyRejected},
		order.Receive{Block: 1, Picks: order.PickUnits("dress", amount.Pcs(1), amount.Pcs(2)), Custody: status.CustodyGivenBack},
	)
	k.paysBack(1)
	require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/refund/R1 sell-refund 2000.00: electronic 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`), k.reads(shop))
}

func TestAUnitWhoseReturnIsRejectedIsTheBuyers(t *testing.T) {
	k := place(t, dresses(2))
	k.pays("p1", 400000, "card")
	one := order.PickUnits("dress", amount.Pcs(0), amount.Pcs(1))
	k.does(merchant, order.Confirm{}, order.Deliver{Picks: one}, order.Return{Picks: one, Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyReceived}, order.Receive{Block: 1, Custody: status.CustodyRejected})
	require.NotContains(t, k.reads(shop), "goods", "the other one is still to come")
	k.does(merchant, order.Deliver{})
	settled := k.reads(shop)
	require.Contains(t, settled, "A-1042/goods sell 4000.00: offset 4000.00\n")
	k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyGivenBack})
	require.Equal(t, settled, k.reads(shop), "given back, it is not settled again")
}

func TestAUnitThatTheBuyerTakesAfterAllIsSettledByItself(t *testing.T) {
	k := place(t, dresses(2))
	k.pays("p1", 400000, "card")
	one := order.PickUnits("dress", amount.Pcs(0), amount.Pcs(1))
	k.does(merchant, order.Confirm{}, order.Assemble{}, order.CreateShipment{}, order.HandOver{Shipment: 1, Waybill: "W1"},
		order.Return{Picks: one, Reason: status.ReasonUnwanted}, order.Deliver{Shipment: 1})
	require.Contains(t, k.reads(shop), "A-1042/goods sell 2000.00: offset 2000.00\n", "one of two")
	k.does(merchant, order.Receive{Block: 1, Custody: status.CustodyWithdrawn})
	if l, _ := k.o.Line("dress"); l.Portions[0].State != status.ItemHandedOut {
		k.does(merchant, order.Deliver{})
	}
	require.True(t, strings.HasSuffix(k.reads(shop), `
A-1042/goods/no.2 sell 2000.00: offset 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`), k.reads(shop))
}

func TestNoShipmentIsSettledBeforeTheOrderIsPaid(t *testing.T) {
	s := shop
	s.PerShipment = true
	k := place(t, dresses(2))
	k.pays("p1", 300000, "card")
	one := order.PickUnits("dress", amount.Pcs(0), amount.Pcs(1))
	k.does(merchant, order.Confirm{}, order.Assemble{}, order.CreateShipment{Picks: one}, order.HandOver{Shipment: 1, Waybill: "W1"}, order.Deliver{Shipment: 1})
	require.NotContains(t, k.reads(s), "goods")
	k.pays("p2", 100000, "card")
	require.True(t, strings.HasSuffix(k.reads(s), `
A-1042/goods/S1 sell 2000.00: offset 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT none 0.00
`), k.reads(s))
}
