package bridge_test

import (
	"context"
	"iter"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// tracker is a carrier that is only asked where a parcel is.
type tracker struct {
	carriers.Carrier
	at status.ShipmentState
}

func (*tracker) System() string { return "tracker" }

func (c *tracker) Read(_ context.Context, refs ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return func(yield func(carriers.Parcel, error) bool) {
		for _, r := range refs {
			p := carriers.Parcel{Ref: r, State: carriers.ParcelAccepted, Number: r.ID, Shipment: c.at, Code: "7", Text: "Прибув у відділення"}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// An order may be found when its parcel is on its way already, or get its waybill in the channel's cabinet later.
//
// part of: RZ-13
func TestAParcelThatTheChannelShowsIsFollowed(t *testing.T) {
	const number = "20450000000001"
	for name, later := range map[string]bool{"with the order": false, "later": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rz := rozetkatest.New(rozetkatest.Settings{})
				defer rz.Close()
				shop := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), ordo.WithHTTPClient(&http.Client{Transport: rz.Transport()}))
				b, err := bridge.New(memory.New(), bridge.Account("rz-1", shop.Channel()), bridge.Account("np-1", &tracker{at: status.ShipmentArrived}),
					bridge.Route{
						Channel: "rz-1", Scheme: order.SchemeRozetka, Authority: order.Rozetka, Carriers: []string{"np-1"},
						Tills: map[string]string{rozetka.MethodCodeCash: "till", rozetka.MethodCodeCashless: "bank"},
					})
				require.NoError(t, err)
				passes := func() {
					for range 6 {
						_, err := b.Sync(t.Context())
						require.NoError(t, err)
						time.Sleep(2 * time.Hour)
					}
				}
				placed := rozetkatest.Order{Status: 3, TTN: number, Lines: []rozetkatest.Line{{OfferID: "CH-1", Name: "Чайник", Price: 750_00}}}
				if later {
					placed.Status, placed.TTN = 2, ""
				}
				passes()
				id := rz.Place(placed)
				if later {
					passes()
					require.NoError(t, rz.SetInCabinet(id, rozetkatest.Change{Status: 61, TTN: number}))
					require.NoError(t, rz.Track(id, 3))
				}
				passes()
				o, err := b.Order(t.Context(), "rz-1/"+strconv.FormatInt(id, 10))
				require.NoError(t, err)
				v := o.View()
				require.Len(t, v.Shipments, 1)
				require.Equal(t, []any{number, status.ShipmentArrived}, []any{v.Shipments[0].Waybill, v.Shipments[0].State})
				require.Equal(t, status.OrderArrived, v.State)
				require.Empty(t, v.Holds)
			})
		})
	}
}
