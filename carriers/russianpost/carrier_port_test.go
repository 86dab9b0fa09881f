package russianpost_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/carriertest"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// over returns the options of a client of a fake, without sockets and without a pace.
func over(srv *russianposttest.Server) []ordo.Option {
	return []ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()}), ordo.WithLimits(ordo.Limits{})}
}

func account(srv *russianposttest.Server, password string) *russianpost.Client {
	return russianpost.New(russianposttest.DefaultToken, russianposttest.DefaultLogin, password, over(srv)...)
}

func trackingOf(srv *russianposttest.Server, password string) *russianpost.Tracking {
	return russianpost.NewTracking(russianposttest.DefaultTrackingLogin, password, over(srv)...)
}

func carrier(t *testing.T, c *russianpost.Client, s russianpost.Settings) *russianpost.Carrier {
	t.Helper()
	if s.Office == "" {
		s.Office = russianposttest.OfficeMoscow
	}
	k, err := c.Carrier(s)
	require.NoError(t, err)
	return k
}

// move has the Post move a parcel; what is in no batch, people of the account put into one first.
func move(srv *russianposttest.Server, key string, to status.ShipmentState) {
	switch to {
	case status.ShipmentSent:
		srv.Accept(key)
		srv.Ship(key)
	case status.ShipmentArrived:
		srv.Arrive(key)
	case status.ShipmentHandedOut:
		srv.HandOut(key)
	case status.ShipmentComingBack:
		srv.Refuse(key)
		srv.SendBack(key)
	case status.ShipmentLost:
		srv.Lose(key)
	}
}

func fixture(t *testing.T, st russianposttest.Settings, to order.Delivery, s russianpost.Settings) carriertest.Fixture {
	t.Helper()
	srv := russianposttest.New(st)
	t.Cleanup(srv.Close)
	if s.Tracking == nil {
		s.Tracking = trackingOf(srv, russianposttest.DefaultTrackingPassword)
	}
	return carriertest.Fixture{
		Port:           carrier(t, account(srv, russianposttest.DefaultPassword), s),
		BadCredentials: carrier(t, account(srv, "guessed"), s),
		Count: func() (n int) {
			for _, o := range srv.Orders() {
				if !o.Cancelled {
					n++
				}
			}
			return n
		},
		Delivery: to,
		Fill: func(v carriers.Values) {
			v["sms-notice-recipient"], v["shelf-life-days"] = "true", "30"
			if v["mail-type"] == "ECOM" {
				v["ecom-data.services"] = "PARTIAL_REDEMPTION"
			}
		},
		Prints: func(key string) {
			o, _ := srv.Order(key)
			made, err := account(srv, russianposttest.DefaultPassword).CreateBatches(context.Background(), russianpost.BatchOptions{}, int64(o.ID))
			require.NoError(t, err)
			_, err = account(srv, russianposttest.DefaultPassword).Checkin(context.Background(), made.Batches[0].Name, false)
			require.NoError(t, err)
		},
		Refuses: func(key string) {
			srv.Fail(key, "ILLEGAL_MASS_EXCESS", "Превышение максимальной массы")
		},
		FailsOnce:   func() { srv.Faults().Next("PUT /2.0/user/backlog", fake.BadGateway()) },
		LosesAnswer: func() { srv.Faults().Next("PUT /2.0/user/backlog", fake.ResetAfter()) },
		Moves:       func(key string, to status.ShipmentState) { move(srv, key, to) },
		HandsOut: func(key string, pieces int) {
			o, _ := srv.Order(key)
			goods := o.Fields["goods"].(map[string]any)["items"].([]any)
			var back []string
			for _, g := range goods[pieces:] {
				back = append(back, g.(map[string]any)["item-number"].(string))
			}
			srv.HandOutPart(key, back...)
		},
	}
}

func TestTheCarrierKeepsThePromisesOfThePort(t *testing.T) {
	address := order.Delivery{City: "Санкт-Петербург", Address: "190000, г. Санкт-Петербург, ул. Примерная, 1, кв 5"}
	for name, tt := range map[string]struct {
		st russianposttest.Settings
		to order.Delivery
	}{
		"to an address":       {russianposttest.Settings{}, address},
		"to a point":          {russianposttest.Settings{}, order.Delivery{City: "Санкт-Петербург", Point: russianposttest.PointPetersburg}},
		"to a locker":         {russianposttest.Settings{}, order.Delivery{City: "Санкт-Петербург", Point: russianposttest.LockerPetersburg}},
		"to an office":        {russianposttest.Settings{}, order.Delivery{City: "Санкт-Петербург", Point: russianposttest.OfficePetersburg}},
		"shown after a while": {russianposttest.Settings{HideFor: 8 * time.Second, Shuffle: true}, address},
	} {
		t.Run(name, func(t *testing.T) {
			carriertest.RunInBubble(t, func(t *testing.T) carriertest.Fixture {
				f := fixture(t, tt.st, tt.to, russianpost.Settings{})
				if tt.to.Point == "" || tt.to.Point == russianposttest.OfficePetersburg {
					f.HandsOut = nil // only at points
				}
				return f
			})
		})
	}
}
