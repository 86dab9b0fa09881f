package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// ownsArrival is a route on which the carrier's word counts up to the pick-up point.
func ownsArrival(s *chaos.Shop) {
	s.Way.Authority = order.OwnShop&^order.CarrierOwnsFulfilment | order.CarrierOwnsArrival
}

// sentElsewhere requests a parcel for an order at CDEK without ordo, as in CDEK's own office, and hands it over.
func sentElsewhere(x *chaos.Sale, key string) {
	x.Helper()
	x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	x.Does(order.HandOver{Shipment: 1, Waybill: officeParcel(x, key)})
}

// officeParcel requests a parcel without ordo, and returns its number.
func officeParcel(x *chaos.Sale, key string) string {
	x.Helper()
	if len(x.Order().View().Shipments) == 0 {
		x.Does(order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	}
	f, err := x.Bridge.ParcelForm(x.Context(), "shop-1/"+x.ID, 1, "cdek-1")
	require.NoError(x, err)
	v := f.Values
	v["packages.1.length"], v["packages.1.width"], v["packages.1.height"] = "31", "20", "15"
	p, err := x.Carrier().Create(x.Context(), carriers.Request{Key: key, Values: v})
	require.NoError(x, err)
	for range 10 {
		if p.Number != "" {
			break
		}
		time.Sleep(time.Minute)
		for q, err := range x.Carrier().Read(x.Context(), p.Ref) {
			require.NoError(x, err)
			p = q
		}
	}
	require.NotEmpty(x, p.Number)
	return p.Number
}

// passDays lets some days go by.
func passDays(x *chaos.Sale, days int) {
	x.Helper()
	for range days * 2 {
		time.Sleep(12 * time.Hour)
		x.Rings()
		x.Sync()
	}
}

// toldOf counts the entries of the journal that say the same of the order.
func toldOf(x *chaos.Sale, what string) (n int) {
	for e, err := range x.Store.Journal(x.Context(), bridge.JournalFilter{Order: "shop-1/" + x.ID}) {
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
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		sentElsewhere(x, "OFFICE-1")
		s.CDEK.Ship("OFFICE-1")
		s.CDEK.Arrive("OFFICE-1")
		passDays(x, 1)
		require.Equal(t, status.ShipmentArrived, x.Parcel(1).State)
		require.Equal(t, status.OrderArrived, x.Order().State())

		s.CDEK.Deliver("OFFICE-1")
		passDays(x, 3)
		require.Equal(t, status.OrderArrived, x.Order().State(), "people decide")
		require.Equal(t, status.ShipmentHandedOut, x.Parcel(1).Reported)
		require.Equal(t, 1, toldOf(x, "received"))
		x.Does(order.Deliver{})
		require.Equal(t, status.OrderDelivered, x.Order().State())
		require.Equal(t, 1, s.CDEK.Commits("POST /v2/orders"), "nothing was requested again")
	}, chaos.WithCDEK, ownsArrival)
}

// With AutoReceive the same word delivers the order, once.
func TestAReceiptIsTakenWhereTheRouteSaysSo(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		sentElsewhere(x, "OFFICE-1")
		s.CDEK.Ship("OFFICE-1")
		s.CDEK.Arrive("OFFICE-1")
		s.CDEK.Deliver("OFFICE-1")
		passDays(x, 3)
		require.Equal(t, status.OrderDelivered, x.Order().State())
		require.Zero(t, toldOf(x, "received"))
		n := 0
		for e := range x.Order().Events(order.Filter{}) {
			if _, is := e.Body.(order.Delivered); is {
				n++
			}
		}
		require.Equal(t, 1, n)
	}, chaos.WithCDEK, ownsArrival, func(s *chaos.Shop) { s.Way.AutoReceive = true })
}

// A number that no carrier knows is asked for some days; then people are told once, and nothing waits any more.
func TestAWaybillThatNoCarrierKnows(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Waybill: "4242424242"})
		passDays(x, 5)
		require.Len(t, x.Owes(), 1)
		require.Equal(t, bridge.PhaseWaiting, x.Owes()[0].Phase)
		passDays(x, 6)
		require.Empty(t, x.Owes())
		require.Equal(t, 1, toldOf(x, "parcel"))
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
	}, chaos.WithCDEK, ownsArrival)
}

// The seller's own courier has no waybill, and no carrier is asked.
func TestAnOwnCourierIsNotFollowed(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Courier: true})
		passDays(x, 1)
		require.Empty(t, x.Owes())
	}, chaos.WithCDEK)
}

// Where documents drive the order, the receipt is a state of the waybill document, and completes it by the scheme.
func TestAReceiptIsAStateOfTheWaybillDocument(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ToAPoint()
		d.Scheme = order.SchemeRozetka
		x := s.Sells(d)
		x.Pays()
		x.Does(
			order.SetMark{Line: "shoes", Code: chaos.ShoeCode},
			order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "РН-1", State: "issued", From: "main"}},
		)
		number := officeParcel(x, "OFFICE-1")
		x.Does(order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "ТТН-1", State: "sent", Waybill: number, From: "main"}})
		require.Equal(t, status.OrderHandedToCarrier, x.Order().State())
		s.CDEK.Ship("OFFICE-1")
		s.CDEK.Arrive("OFFICE-1")
		s.CDEK.Deliver("OFFICE-1")
		passDays(x, 3)
		require.Equal(t, status.OrderCompleted, x.Order().State())
		states := map[string]string{}
		for _, d := range x.Order().View().Documents {
			states[d.Kind] = d.State
		}
		require.Equal(t, "received", states["waybill"])
	}, chaos.WithCDEK, ownsArrival, func(s *chaos.Shop) { s.Way.AutoReceive = true })
}
