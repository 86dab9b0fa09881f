package chaos

import (
	"fmt"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// parcelScripts are the scenarios of the merchant's own shop that a carrier takes part in.
var parcelScripts = []script{
	sold("a parcel to the buyer", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		key := x.ID + "-S1"
		for _, move := range []func(string){s.CDEK.Ship, s.CDEK.Arrive, s.CDEK.Deliver} {
			move(key)
			x.Settle()
		}
		return x
	}, WithCDEK, InCRM),
	sold("a parcel that is refused, and again", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		s.CDEK.Fail(x.ID+"-S1", "ve_package_weight_too_large", "Вес места слишком велик")
		x.Ships()
		x.Settle()
		x.AsksFor(1, carriers.Values{"packages.1.weight": "700"})
		x.Settle()
		return x
	}, WithCDEK, InCRM),
	sold("two parcels, one request lost", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes")}, order.CreateShipment{Picks: order.PickAll("socks")})
		s.CDEK.Faults().Next("POST /v2/orders", fake.ResetAfter())
		x.AsksFor(1, carriers.Values{"services": ""})
		x.AsksFor(2, nil)
		x.Settle()
		s.CDEK.Deliver(x.ID + "-S2")
		x.Settle()
		s.CDEK.Deliver(x.ID + "-S1")
		x.Settle()
		return x
	}, WithCDEK),
	sold("a parcel that is taken in part", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		key := x.ID + "-S1"
		s.CDEK.Hooks().Next("*", fake.Twice(), fake.Late(), fake.Late())
		s.CDEK.Ship(key)
		s.CDEK.Arrive(key)
		s.CDEK.DeliverPart(key, 2)
		x.Settle()
		return x
	}, WithCDEK),
	sold("a request that is called off", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		x.Does(order.CreateShipment{Picks: order.PickAll("socks")})
		x.AsksFor(1, nil)
		x.Does(order.Return{Picks: order.PickAll("socks"), Reason: status.ReasonBuyerCancelled})
		x.Settle()
		x.Refunds(1)
		return x
	}, WithCDEK),
}

// AsksFor is the manager who fills in the form of a shipment.
func (x *Sale) AsksFor(shipment int, changes carriers.Values) {
	x.Helper()
	if err := x.Asks(shipment, changes); err != nil {
		x.Fatalf("S%d: %v", shipment, err)
	}
}

// shippedAs is what became of the order's parcels, at CDEK and here.
func (x *Sale) shippedAs() []string {
	var out []string
	if x.CDEK == nil {
		return nil
	}
	names := map[string]string{"": "none"} // the numbers are others each time
	for _, o := range x.CDEK.Orders() {
		out = append(out, fmt.Sprintf("at CDEK %s %v", o.Number, o.Valid()))
		names[o.CDEKNumber] = "number of " + o.Number
	}
	for _, s := range x.Order().View().Shipments {
		out = append(out, fmt.Sprintf("S%d %s, %s, %s %s", s.N, s.State, names[s.Waybill], s.CarrierCode, s.CarrierText))
	}
	out = append(out, fmt.Sprintf("%d requests taken", x.CDEK.Commits("POST /v2/orders")))
	if c, ok := x.CRM.Order(x.ID); ok {
		out = append(out, "in RetailCRM "+names[c.Field("delivery.data.trackNumber")])
	}
	return out
}

// ToAPoint is the same order, to be fetched from a point of CDEK.
func ToAPoint() order.Draft {
	d := ShoesAndSocks()
	d.Delivery = order.Delivery{City: "Санкт-Петербург", Point: "SPB14", Recipient: "Иванова Анна", Phone: "+79010000002"}
	return d
}

// InCRM is a shop whose people work in RetailCRM.
func InCRM(s *Shop) { s.Way.ERP = "crm-1" }
