package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// ownsArrival is a route on which the carrier's word counts up to the pick-up point.
func ownsArrival(s *shop) {
	s.way.Authority = order.OwnShop&^order.CarrierOwnsFulfilment | order.CarrierOwnsArrival
}

// elsewhere requests a parcel for an order at CDEK without ordo, as in CDEK's own office, and hands it over.
func (x *sale) elsewhere(key string) {
	x.Helper()
	x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	x.does(order.HandOver{Shipment: 1, Waybill: x.office(key)})
}

// office requests a parcel without ordo, and returns its number.
func (x *sale) office(key string) string {
	x.Helper()
	if len(x.order().View().Shipments) == 0 {
		x.does(order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	}
	f, err := x.b.ParcelForm(x.Context(), "shop-1/"+x.id, 1, "cdek-1")
	require.NoError(x, err)
	v := f.Values
	v["packages.1.length"], v["packages.1.width"], v["packages.1.height"] = "31", "20", "15"
	p, err := x.carrier().Create(x.Context(), carriers.Request{Key: key, Values: v})
	require.NoError(x, err)
	for range 10 {
		if p.Number != "" {
			break
		}
		at(time.Minute)
		for q, err := range x.carrier().Read(x.Context(), p.Ref) {
			require.NoError(x, err)
			p = q
		}
	}
	require.NotEmpty(x, p.Number)
	return p.Number
}

// passes lets some days go by.
func (x *sale) passes(days int) {
	x.Helper()
	for range days * 2 {
		at(12 * time.Hour)
		x.rings()
		x.sync()
	}
}

// told counts the entries of the journal that say the same of the order.
func (x *sale) told(what string) (n int) {
	for e, err := range x.store.Journal(x.Context(), bridge.JournalFilter{Order: "shop-1/" + x.id}) {
		require.NoError(x, err)
		if e.What == what {
			n++
		}
	}
	return n
}

// A waybill that was made in the carrier's own office is tracked like one that was requested here; that the buyer has
// the parcel is told once and delivers nothing.
//
// part of: RZ-13
func TestAWaybillThatWasNotRequestedHereIsFollowed(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.elsewhere("OFFICE-1")
		s.cdek.Ship("OFFICE-1")
		s.cdek.Arrive("OFFICE-1")
		x.passes(1)
		require.Equal(t, status.ShipmentArrived, x.parcel(1).State)
		require.Equal(t, status.OrderArrived, x.order().State())

		s.cdek.Deliver("OFFICE-1")
		x.passes(3)
		require.Equal(t, status.OrderArrived, x.order().State(), "people decide")
		require.Equal(t, status.ShipmentHandedOut, x.parcel(1).Reported)
		require.Equal(t, 1, x.told("received"))
		x.does(order.Deliver{})
		require.Equal(t, status.OrderDelivered, x.order().State())
		require.Equal(t, 1, s.cdek.Commits("POST /v2/orders"), "nothing was requested again")
	}, withCDEK, ownsArrival)
}

// With AutoReceive the same word delivers the order, once.
func TestAReceiptIsTakenWhereTheRouteSaysSo(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.elsewhere("OFFICE-1")
		s.cdek.Ship("OFFICE-1")
		s.cdek.Arrive("OFFICE-1")
		s.cdek.Deliver("OFFICE-1")
		x.passes(3)
		require.Equal(t, status.OrderDelivered, x.order().State())
		require.Zero(t, x.told("received"))
		n := 0
		for e := range x.order().Events(order.Filter{}) {
			if _, is := e.Body.(order.Delivered); is {
				n++
			}
		}
		require.Equal(t, 1, n)
	}, withCDEK, ownsArrival, func(s *shop) { s.way.AutoReceive = true })
}

// A number that no carrier knows is asked for some days; then people are told once, and nothing waits any more.
func TestAWaybillThatNoCarrierKnows(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.HandOver{Waybill: "4242424242"})
		x.passes(5)
		require.Len(t, x.owes(), 1)
		require.Equal(t, bridge.PhaseWaiting, x.owes()[0].Phase)
		x.passes(6)
		require.Empty(t, x.owes())
		require.Equal(t, 1, x.told("parcel"))
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
	}, withCDEK, ownsArrival)
}

// The seller's own courier has no waybill, and no carrier is asked.
func TestAnOwnCourierIsNotFollowed(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.HandOver{Courier: true})
		x.passes(1)
		require.Empty(t, x.owes())
	}, withCDEK)
}

// Where documents drive the order, the receipt is a state of the waybill document, and completes it by the scheme.
func TestAReceiptIsAStateOfTheWaybillDocument(t *testing.T) {
	sells(t, func(s *shop) {
		d := toAPoint()
		d.Scheme = order.SchemeRozetka
		x := s.sells(d)
		x.pays()
		x.does(
			order.SetMark{Line: "shoes", Code: shoeCode},
			order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "РН-1", State: "issued", From: "main"}},
		)
		number := x.office("OFFICE-1")
		x.does(order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "ТТН-1", State: "sent", Waybill: number, From: "main"}})
		require.Equal(t, status.OrderHandedToCarrier, x.order().State())
		s.cdek.Ship("OFFICE-1")
		s.cdek.Arrive("OFFICE-1")
		s.cdek.Deliver("OFFICE-1")
		x.passes(3)
		require.Equal(t, status.OrderCompleted, x.order().State())
		states := map[string]string{}
		for _, d := range x.order().View().Documents {
			states[d.Kind] = d.State
		}
		require.Equal(t, "received", states["waybill"])
	}, withCDEK, ownsArrival, func(s *shop) { s.way.AutoReceive = true })
}
