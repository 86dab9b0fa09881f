package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// inBooks is what a shop with CDEK and books with stock is set up with.
func inBooks(s *chaos.Shop) {
	chaos.WithCDEK(s)
	chaos.WithStock(s)
	s.Books.SetStock("SOCKS", "kazan", amount.Pcs(2))
}

// toKazanByCDEK is an order of somebody in Kazan whom CDEK brings the goods.
func toKazanByCDEK() order.Draft {
	d := chaos.ToAPoint()
	d.Lines[0].MarkRequired = false
	return d
}

// reservedIn moves everything that is reserved to one warehouse.
func reservedIn(x *chaos.Sale, warehouse string) {
	x.Helper()
	x.Does(order.Release{}, order.Assemble{Picks: order.PickAll("shoes", "socks"), Warehouse: warehouse})
	x.Settle()
}

// The carrier accepts a parcel and the books refuse its sale: the number is kept, the order is still assembling, people
// are told; the retry makes one sale, and no second request.
//
// part of: B24-5
func TestTheCarrierAcceptsAndTheBooksRefuse(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(toKazanByCDEK())
		x.Pays()
		reservedIn(x, "kazan")
		x.Does(order.CreateShipment{Picks: order.PickAll("shoes", "socks")},
			order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		x.Settle()
		s.Books.SetStock("SOCKS", "kazan", amount.Pcs(1)) // a stock-taking
		require.NoError(t, x.Asks(1, carriers.Values{"services": ""}))
		x.Settle()
		number := x.Parcel(1).Waybill
		require.NotEmpty(t, number)
		require.Equal(t, status.ShipmentRequested, x.Parcel(1).State)
		require.Equal(t, status.OrderAssembling, x.Order().State())
		require.Equal(t, order.DocumentDraft, x.Order().View().Documents[0].State)
		require.Len(t, x.Owes(), 2, "the parcel is tracked, the sale waits for people")
		card, _ := s.CRM.Order(x.ID)
		require.Contains(t, card.Field("managerComment"), "kazan has only 1 of SOCKS", "people are told")

		s.Books.SetStock("SOCKS", "kazan", amount.Pcs(2))
		for _, w := range x.Owes() {
			if w.Kind == order.EffectDocument {
				require.Equal(t, bridge.PhaseParked, w.Phase)
				require.NoError(t, x.Bridge.Retry(x.Context(), w.Key, chaos.Clerk))
			}
		}
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State, "journal: %v", x.Tail())
		require.Len(t, x.Parcels(), 1)
		require.Equal(t, number, x.Parcel(1).Waybill)
		sales := 0
		for _, d := range s.Books.Orders()[0].Documents {
			if d.Kind == "sale" {
				sales++
				require.Equal(t, order.DocumentPosted, d.State)
			}
		}
		require.Equal(t, 1, sales)
	}, inBooks)
}

// Several parcels come back at once; each is found by its number, and what nobody knows is said.
//
// part of: B24-11
func TestParcelsThatAreBackAreReceivedByTheirNumbers(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Books.SetStock("NORDA-42", "kazan", amount.Pcs(5))
		s.Books.SetStock("SOCKS", "kazan", amount.Pcs(10))
		var xs []*chaos.Sale
		var numbers []string
		for range 2 {
			x := s.Sells(toKazanByCDEK())
			x.Pays()
			reservedIn(x, "kazan")
			x.Does(order.CreateShipment{Picks: order.PickAll("shoes")}, order.CreateShipment{Picks: order.PickAll("socks")})
			for n := 1; n <= 2; n++ {
				require.NoError(t, x.Asks(n, carriers.Values{"services": ""}))
			}
			x.Settle()
			for n := 1; n <= 2; n++ {
				require.Equal(t, status.ShipmentSent, x.Parcel(n).State, "journal: %v", x.Tail())
				numbers = append(numbers, x.Parcel(n).Waybill)
			}
			xs = append(xs, x)
		}
		for _, x := range xs {
			x.Does(order.Deliver{}, order.Return{Picks: order.PickAll("socks"), Reason: status.ReasonUnwanted})
		}
		x := xs[0]
		x.Does(order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonDefect})
		x.Settle()
		free := s.Books.OnHand("SOCKS", "kazan")

		by := order.By{Actor: order.Actor{ID: "sklad", Role: order.RoleWarehouse}, Key: "scan"}
		scan := func() []bridge.ReceivedParcel {
			got, err := x.Bridge.ReceiveParcels(x.Context(), "cdek-1", []string{numbers[1], numbers[3], "1000000000", numbers[2], numbers[1]}, by)
			require.NoError(t, err)
			return got
		}
		got := scan()
		x.Settle()
		require.Len(t, got, 4, "the one that was scanned twice is received once")
		require.Equal(t, []any{"shop-1/" + x.ID, []int{1}, nil}, []any{got[0].Order, got[0].Blocks, got[0].Problem})
		require.Equal(t, []any{"shop-1/" + xs[1].ID, []int{1}, nil}, []any{got[1].Order, got[1].Blocks, got[1].Problem})
		require.ErrorIs(t, got[2].Problem, bridge.ErrUnknown)
		require.ErrorIs(t, got[3].Problem, order.ErrNotNow, "the shoes of the second order are not to come back")
		require.Equal(t, status.CustodyRequested, x.Block(2).Custody[0], "the shoes of the first are still to come")
		require.Equal(t, status.CustodyReceived, x.Block(1).Custody[0])
		require.Equal(t, amount.Milli(free.Milli()+4000), s.Books.OnHand("SOCKS", "kazan"), "journal: %v", x.Tail())
		note := x.Order().View().Documents[len(x.Order().View().Documents)-1]
		require.Equal(t, "return-note", note.Kind)
		f, err := x.Bridge.Print(x.Context(), "shop-1/"+x.ID, note.Ref)
		require.NoError(t, err)
		require.NotEmpty(t, f.Content)

		again := scan() // the same click again
		require.ErrorIs(t, again[0].Problem, order.ErrNotNow)
		x.Settle()
		require.Equal(t, amount.Milli(free.Milli()+4000), s.Books.OnHand("SOCKS", "kazan"))
		_, err = x.Bridge.ReceiveParcels(x.Context(), "crm-1", numbers, by)
		require.ErrorIs(t, err, bridge.ErrUnknown)
	}, inBooks)
}
