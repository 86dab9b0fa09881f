package bridge_test

import (
	"fmt"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// parcelScripts are the scenarios of the merchant's own shop that a carrier takes part in.
var parcelScripts = []script{
	sold("a parcel to the buyer", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		key := x.id + "-S1"
		for _, move := range []func(string){s.cdek.Ship, s.cdek.Arrive, s.cdek.Deliver} {
			move(key)
			x.settle()
		}
		return x
	}, withCDEK, inCRM),
	sold("a parcel that is refused, and again", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		s.cdek.Fail(x.id+"-S1", "ve_package_weight_too_large", "Вес места слишком велик")
		x.ships()
		x.settle()
		x.asksFor(1, carriers.Values{"packages.1.weight": "700"})
		x.settle()
		return x
	}, withCDEK, inCRM),
	sold("two parcels, one request lost", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes")}, order.CreateShipment{Picks: order.PickAll("socks")})
		s.cdek.Faults().Next("POST /v2/orders", fake.ResetAfter())
		x.asksFor(1, carriers.Values{"services": ""})
		x.asksFor(2, nil)
		x.settle()
		s.cdek.Deliver(x.id + "-S2")
		x.settle()
		s.cdek.Deliver(x.id + "-S1")
		x.settle()
		return x
	}, withCDEK),
	sold("a parcel that is taken in part", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		key := x.id + "-S1"
		s.cdek.Hooks().Next("*", fake.Twice(), fake.Late(), fake.Late())
		s.cdek.Ship(key)
		s.cdek.Arrive(key)
		s.cdek.DeliverPart(key, 2)
		x.settle()
		return x
	}, withCDEK),
	sold("a request that is called off", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.CreateShipment{Picks: order.PickAll("socks")})
		x.asksFor(1, nil)
		x.does(order.Return{Picks: order.PickAll("socks"), Reason: status.ReasonBuyerCancelled})
		x.settle()
		x.refunds(1)
		return x
	}, withCDEK),
}

// asksFor is the manager who fills in the form of a shipment.
func (x *sale) asksFor(shipment int, changes carriers.Values) {
	x.Helper()
	if err := x.asks(shipment, changes); err != nil {
		x.Fatalf("S%d: %v", shipment, err)
	}
}

// shippedAs is what became of the order's parcels, at CDEK and here.
func (x *sale) shippedAs() []string {
	var out []string
	if x.cdek == nil {
		return nil
	}
	names := map[string]string{"": "none"} // the numbers are others each time
	for _, o := range x.cdek.Orders() {
		out = append(out, fmt.Sprintf("at CDEK %s %v", o.Number, o.Valid()))
		names[o.CDEKNumber] = "number of " + o.Number
	}
	for _, s := range x.order().View().Shipments {
		out = append(out, fmt.Sprintf("S%d %s, %s, %s %s", s.N, s.State, names[s.Waybill], s.CarrierCode, s.CarrierText))
	}
	out = append(out, fmt.Sprintf("%d requests taken", x.cdek.Commits("POST /v2/orders")))
	if c, ok := x.crm.Order(x.id); ok {
		out = append(out, "in RetailCRM "+names[c.Field("delivery.data.trackNumber")])
	}
	return out
}
