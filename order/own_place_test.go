package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// twoPlaces is a paid order of a shop: the dresses are reserved in the north, the scarves in the south, and the buyer
// comes to the south.
func twoPlaces(t *testing.T) *scenario {
	draft := shopDraft()
	draft.Delivery.Point = "south"
	draft.Lines[0].MarkRequired, draft.Lines[1].MarkRequired = true, true
	draft.Scheme = order.OwnPickup
	d := place(t, draft, order.Actor{Role: order.RoleChannel, System: "shop-1"})
	d.does(merchant, order.Confirm{})
	d.does(merchant, order.Assemble{Picks: order.PickAll("dress"), Warehouse: "north"})
	d.does(merchant, order.Assemble{Picks: order.PickAll("scarf"), Warehouse: "south"})
	return d
}

// sold is the same order, all of it handed out in the south.
func sold(t *testing.T) *scenario {
	d := twoPlaces(t)
	for _, l := range d.o.View().Lines {
		for u := range 5 {
			if l.Marked && amount.Pcs(u).Cmp(l.Quantity) < 0 {
				d.does(merchant, order.SetMark{Line: l.ID, Unit: u, Code: l.ID + string(rune('a'+u))})
			}
		}
	}
	d.does(merchant, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
	d.does(merchant, order.Deliver{})
	return d
}

// Who may do what, with one allowed and one refused case for each role of the default matrix.
//
// covers: B24-12
func TestRolesOfTheShop(t *testing.T) {
	south := order.Actor{ID: "olga", Role: order.RoleShop, Place: "south"}
	north := order.Actor{ID: "ivan", Role: order.RoleRemote, Place: "north"}
	centre := order.Actor{ID: "petr", Role: order.RoleWarehouse, Place: "north"}
	buyer := order.Actor{ID: "anna", Role: order.RoleBuyer}
	books := order.Actor{Role: order.RoleBooks, System: "1c-1"}
	sale := order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Posted: true}}
	back := order.Return{Picks: order.Pick("scarf", amount.Pcs(1)), Reason: status.ReasonDefect}

	t.Run("operator: edits, attaches the sale, returns and refunds", func(t *testing.T) {
		d := twoPlaces(t)
		d.does(merchant, order.Edit{Remove: order.Pick("scarf", amount.Pcs(1))})
		d.does(merchant, sale)
		d = sold(t)
		d.does(merchant, back)
		d.does(merchant, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		d.does(merchant, order.Refund{Block: 1})
		d.refused(merchant, order.Edit{Remove: order.Pick("scarf", amount.Pcs(1)), Reprice: &order.Reprice{}}, order.ErrNotNow) // prices stay after payment
	})
	t.Run("manager of another warehouse: its own transfer and codes", func(t *testing.T) {
		d := twoPlaces(t)
		d.does(merchant, order.Release{Picks: order.Pick("dress", amount.Pcs(2))})
		d.does(north, order.Assemble{}) // what is not reserved anywhere, at his own place
		dress, _ := d.o.Line("dress")
		require.Equal(t, "north", dress.Portions[0].Warehouse)
		d.does(north, order.SetMark{Line: "dress", Unit: 0, Code: "0104601234567893215abc"})
		d.does(north, order.RejectMark{Line: "dress", Unit: 0, Why: "unreadable"})

		r := d.refused(north, order.SetMark{Line: "scarf", Unit: 0, Code: "0104601234567893215abd"}, order.ErrRole)
		require.Equal(t, "its units are at south; remote-warehouse may give set-mark only at its own place, north", r.Why.String())
		d.refused(north, order.Assemble{Picks: order.PickAll("scarf"), From: "south", Warehouse: "north"}, order.ErrRole)
		d.refused(north, order.Assemble{Picks: order.Pick("dress", amount.Pcs(1)), From: "north", Warehouse: "south"}, order.ErrRole)
		d.refused(north, order.Edit{Remove: order.Pick("scarf", amount.Pcs(1))}, order.ErrRole)
		nowhere := d.refused(order.Actor{Role: order.RoleRemote}, order.Assemble{}, order.ErrRole)
		require.Equal(t, "By.Actor.Place", nowhere.What.String())
	})
	t.Run("shop: issues and takes back at its own place", func(t *testing.T) {
		d := sold(t)
		d.does(south, back)
		d.does(south, order.Receive{Block: 1, Custody: status.CustodyReceived})
		d.refused(south, order.Refund{Block: 1}, order.ErrRole)
		// A document moves goods wherever they are.
		d.refused(south, order.IssueDocument{Document: order.Document{Kind: "sale", Number: "РТУ-2", State: order.DocumentPosted}}, order.ErrRole)

		other := order.Actor{ID: "max", Role: order.RoleShop, Place: "north"}
		d = twoPlaces(t)
		r := d.refused(other, order.Deliver{}, order.ErrRole)
		require.Equal(t, "its units are at south; shop may give deliver only at its own place, north", r.Why.String())
		d = sold(t)
		d.refused(other, back, order.ErrRole)
		d.does(south, back)
		d.refused(other, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.ErrRole)
		d.refused(order.Actor{Role: order.RoleShop}, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.ErrRole)
	})
	t.Run("warehouse: posts and ships", func(t *testing.T) {
		d := paidOrder(t)
		d.does(centre, order.Assemble{Warehouse: "central"})
		d.does(centre, sale)
		d.does(centre, order.HandOver{Waybill: "1100001"})
		d.refused(centre, order.Deliver{}, order.ErrRole)
	})
	t.Run("buyer: a statement of what comes back", func(t *testing.T) {
		d := sold(t)
		statement := back
		statement.Statement = "file-17"
		d.does(buyer, statement)
		d.refused(buyer, order.Receive{Block: 1, Custody: status.CustodyReceived}, order.ErrRole)
	})
	t.Run("system: the carrier and receipts", func(t *testing.T) {
		d := paidOrder(t)
		sent(t, d)
		d.does(robot, order.Arrive{Shipment: 1})
		d = sold(t)
		d.does(robot, order.AttachReceipt{Payment: "p1", Receipt: order.Document{Number: "FD-1"}})
		d.does(merchant, back)
		d.refused(robot, order.Refund{Block: 1}, order.ErrRole)
	})
	t.Run("books: documents", func(t *testing.T) {
		d := paidOrder(t)
		d.does(books, sale)
		d.refused(books, order.Assemble{Warehouse: "north"}, order.ErrRole)
		d.refused(books, order.HandOver{Waybill: "1100001"}, order.ErrRole)
	})
}

// A button of a shop takes the units of its own place, and no others.
//
// covers: B24-12
func TestWhatIsAllowedAtOnesOwnPlace(t *testing.T) {
	scheme, _ := order.OwnPickup.Rules()
	scheme.MarksBefore = ""
	draft := shopDraft()
	draft.Scheme = scheme.Code
	d := place(t, draft, order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(scheme))
	d.does(merchant, order.Confirm{})
	d.does(merchant, order.Assemble{Picks: order.PickAll("dress"), Warehouse: "north"})
	d.does(merchant, order.Assemble{Picks: order.PickAll("scarf"), Warehouse: "south"})
	permit := func(a order.Actor) order.Permit {
		for _, p := range d.o.Allowed(d.by(a)) {
			if p.Kind == order.KindDeliver {
				return p
			}
		}
		return order.Permit{}
	}
	south := permit(order.Actor{Role: order.RoleShop, Place: "south"})
	require.NoError(t, south.Why)
	require.Equal(t, order.PickUnits("scarf", amount.Pcs(0), amount.Pcs(2)), south.Picks)
	require.ErrorContains(t, permit(order.Actor{Role: order.RoleShop, Place: "west"}).Why, "its units are at north")
	require.ErrorContains(t, permit(order.Actor{Role: order.RoleShop}).Why, "may give deliver only at its own place")

	d.does(order.Actor{Role: order.RoleShop, Place: "south"}, order.Deliver{}) // all that may be taken: those at its place
	scarf, _ := d.o.Line("scarf")
	require.Equal(t, status.ItemHandedOut, scarf.Portions[0].State)
	dress, _ := d.o.Line("dress")
	require.Equal(t, status.ItemAssembling, dress.Portions[0].State)
}

// A shipment to an issuing point is handed out there, wherever the goods came from.
func TestAShipmentIsIssuedAtThePlaceItGoesTo(t *testing.T) {
	d := paidOrder(t)
	d.does(merchant, order.Assemble{Warehouse: "north"})
	d.does(merchant, order.CreateShipment{Picks: order.PickAll("dress"), To: "shop-7"})
	d.does(merchant, order.CreateShipment{Picks: order.PickAll("scarf"), To: "shop-9"})
	d.does(merchant, order.Attach{Document: order.Document{Kind: "sale", Number: "РТУ-1", Posted: true}})
	d.does(merchant, order.HandOver{Shipment: 1, Courier: true})
	d.does(merchant, order.HandOver{Shipment: 2, Courier: true})
	shop := order.Actor{ID: "olga", Role: order.RoleShop, Place: "shop-7"}
	d.refused(shop, order.Deliver{Shipment: 2}, order.ErrRole)
	d.refused(order.Actor{Role: order.RoleShop, Place: "north"}, order.Deliver{Shipment: 1}, order.ErrRole)
	d.does(shop, order.Deliver{Shipment: 1})
	d.refused(shop, order.Return{Picks: order.PickAll("scarf"), Reason: status.ReasonDefect}, order.ErrRole)
	d.does(shop, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonDefect})
}

// A right with own place for what has no place is a mistake of the matrix, and allows nothing.
func TestARightWithOwnPlaceForWhatHasNone(t *testing.T) {
	roles := order.DefaultRoles()
	roles["cashier"] = append(order.Rights(order.OwnPlace, order.KindRefund), order.Rights("own-shift", order.KindComment)...)
	d := place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(shopScheme()), order.WithRoles(roles))
	cashier := order.Actor{Role: "cashier", Place: "south"}
	require.Contains(t, d.refused(cashier, order.Refund{Block: 1}, order.ErrRole).Why.String(), "refund has no place")
	require.Contains(t, d.refused(cashier, order.WriteComment{Text: "?"}, order.ErrRole).Why.String(), `extends to "own-shift"`)

	// Of two rights to one command the wider counts, in either order.
	roles["cashier"] = append(order.Rights(order.Anywhere, order.KindAssemble), order.Rights(order.OwnPlace, order.KindAssemble, order.KindRefund)...)
	d = place(t, shopDraft(), order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithScheme(shopScheme()), order.WithRoles(roles))
	d.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
	d.does(cashier, order.Assemble{Warehouse: "north"})
}

// What the actor does not pick must not move either: a shipment with units of two places does not leave without those
// of the other.
func TestAMixedShipmentIsNotHandedOverByOnePlace(t *testing.T) {
	roles := order.DefaultRoles()
	roles[order.RoleRemote] = append(roles[order.RoleRemote], order.Rights(order.OwnPlace, order.KindHandOver)...)
	draft := shopDraft()
	draft.Scheme = order.OwnPickup
	d := place(t, draft, order.Actor{Role: order.RoleChannel, System: "shop-1"}, order.WithRoles(roles))
	d.does(merchant, order.Confirm{})
	d.does(merchant, order.Assemble{Picks: order.PickAll("dress"), Warehouse: "north"})
	d.does(merchant, order.Assemble{Picks: order.PickAll("scarf"), Warehouse: "south"})
	d.does(merchant, order.CreateShipment{})
	north := order.Actor{ID: "ivan", Role: order.RoleRemote, Place: "north"}
	r := d.refused(north, order.HandOver{Shipment: 1, Courier: true}, order.ErrRole)
	require.Contains(t, r.Why.String(), "its units are at south")
	d.does(merchant, order.HandOver{Shipment: 1, Courier: true})
}

// Goods of the own place are not written off from another's.
func TestAHandOverIsWrittenOffFromTheOwnPlace(t *testing.T) {
	roles := order.DefaultRoles()
	roles[order.RoleShop] = append(roles[order.RoleShop], order.Rights(order.OwnPlace, order.KindHandOver)...)
	s := tell(t, ownShop(), order.WithRoles(roles))
	s.do(order.Confirm{}, order.Assemble{Warehouse: "south"})
	by := s.by(order.RoleShop)
	by.Actor.Place = "south"
	_, err := s.o.Do(order.HandOver{Courier: true, Place: "north"}, by)
	refusedWith(t, err, order.ErrRole, "at north")
	_, err = s.o.Do(order.HandOver{Courier: true, Place: "south"}, by)
	require.NoError(t, err)
}
