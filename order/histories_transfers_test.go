package order_test

import (
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// transferHistory is an order of an own shop whose goods come from two other places: a shop sends two of three with a
// bad code on one, and the operator posts that; what the central warehouse gets comes in parts, one of it damaged.
func transferHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Scheme, d.Delivery.Point = "shop-1020", order.ByCarrier, "MAG-2"
	d.Lines[0].MarkRequired = true
	s := tell(t, d)
	s.do(
		order.Pay{Payment: order.Payment{ID: "p1", Amount: s.o.Total(), Method: "card"}},
		order.RequestTransfer{Picks: order.PickAll("L1"), From: "MAG-1", To: "MAG-2", How: "own shop"},
		order.CreateShipment{Picks: order.PickAll("L1"), To: "MAG-2"},
		order.ReportBadMark{Line: "L1", Unit: 0, Code: "0104600000000000215x", Why: "of another article"},
		order.SetMark{Line: "L1", Unit: 0, Code: "0104601234567893215aaa"},
		order.SetMark{Line: "L1", Unit: 1, Code: "0104601234567893215bbb"},
		order.SendTransfer{Transfer: 1, Picks: order.Pick("L1", amount.Pcs(2))},
		order.PostTransfer{Transfer: 1},
		order.RequestTransfer{Picks: order.PickAll("L2"), From: "UD-1", To: "CS", Central: true, How: "courier"},
		order.SendTransfer{Transfer: 2},
		order.PostTransfer{Transfer: 2},
		order.ReceiveTransfer{Transfer: 2, Picks: order.PickUnits("L2", amount.Pcs(1), amount.Pcs(2))},
		order.ReceiveTransfer{Transfer: 2, Damaged: order.PickAll("L2")},
		order.RequestTransfer{Picks: order.Pick("L2", amount.Pcs(1)), From: "MAG-1", To: "CS", Central: true},
		order.DropTransfer{Transfer: 3, Why: "the last one was sold"},
		order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted},
	)
	return s
}

// statementHistory is a return that the buyer brings to a shop: the statement comes from the site later, plain goods go
// onto the shop's stock and marked ones on to the central warehouse.
func statementHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Delivery.Point, d.Scheme = "shop-1021", "MAG-2", "marked-back"
	d.Lines[0].MarkRequired = true
	scheme, _ := order.OwnPickup.Rules()
	scheme.Code, scheme.MarkedBack = "marked-back", "CS"
	s := tell(t, d, order.WithScheme(scheme))
	s.do(order.Confirm{}, receipt("p1", 500), order.Assemble{Warehouse: "MAG-2"})
	for u := range 3 {
		s.do(order.SetMark{Line: "L1", Unit: u, Code: "0104601234567893215bb" + string(rune('0'+u))})
	}
	s.do(order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)).And(order.Pick("L2", amount.Pcs(1))), Reason: status.ReasonDefect})
	s.as(order.RoleBuyer, order.AttachStatement{Block: 1, Statement: "site/returns/17.pdf"})
	s.do(
		order.Receive{Block: 1, Custody: status.CustodyReceived, Place: "MAG-2"},
		order.Receive{Block: 1, Custody: status.CustodyReceived, Place: "CS"},
	)
	return s
}
