package bridge_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// byPost is an order to an address, or to an office, point or locker.
func byPost(point string) order.Draft {
	d := chaos.ShoesAndSocks()
	d.Delivery = order.Delivery{City: "Санкт-Петербург", Address: "190000, г. Санкт-Петербург, ул. Примерная, 1, кв 5", Recipient: "Иванова Анна Петровна", Phone: "8 (901) 000-00-02"}
	if point != "" {
		d.Delivery.Address, d.Delivery.Point = "", point
	}
	return d
}

// posts asks the Post for shipment n, as the manager who edits the form does.
func posts(t *testing.T, s *chaos.Shop, x *chaos.Sale, n int, changes carriers.Values) error {
	t.Helper()
	f, err := s.Bridge.ParcelForm(s.Context(), "shop-1/"+x.ID, n, "post-1")
	require.NoError(t, err)
	v := f.Values.Clone()
	for name, value := range changes {
		v[name] = value
	}
	_, err = s.Bridge.RequestParcel(s.Context(), "shop-1/"+x.ID, n, "post-1", v, order.By{Actor: chaos.Clerk, Key: "post " + strconv.Itoa(n) + changes["mass"]})
	return err
}

// ready is an order that is paid, with all its goods in a shipment.
func ready(s *chaos.Shop, point string) *chaos.Sale {
	x := s.Sells(byPost(point))
	x.Pays()
	x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	return x
}

// nextDay lets the bridge read what is overdue: the Post calls nobody.
func nextDay(x *chaos.Sale) {
	time.Sleep(13 * time.Hour)
	x.Settle()
}

// The form has what the order tells, as the Post spells it; a manager edits it; the Post accepts: its number and its
// own status are on the shipment, then the sale is in the ERP, once; both together are «Отправлено».
//
// covers: B24-5 (the Post)
func TestThePostTakesAShipment(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := ready(s, "")
		f, err := s.Bridge.ParcelForm(s.Context(), "shop-1/"+x.ID, 1, "post-1")
		require.NoError(t, err)
		for name, want := range map[string]string{
			"recipient-name": "Иванова Анна Петровна", "tel-address": "+79010000002", "index-to": "190000", "region-to": "г Санкт-Петербург",
			"street-to": "ул Примерная", "house-to": "1", "room-to": "5", "postoffice-code": "101000", "mass": "900", "mail-category": "WITH_DECLARED_VALUE",
		} {
			require.Equal(t, want, f.Values[name], name)
		}
		require.Empty(t, f.Notes)

		s.Post.Faults().Next("PUT /2.0/user/backlog", fake.ResetAfter())
		require.NoError(t, posts(t, s, x, 1, carriers.Values{"mass": "950", "sms-notice-recipient": "true"}))
		x.Settle()
		made, ok := s.Post.Order(x.ID + "-S1")
		require.True(t, ok)
		require.Len(t, s.Post.Orders(), 1, "the answer was lost, and no second parcel is made")
		require.Equal(t, "950", fmt.Sprint(made.Fields["mass"]), "as the manager edited it")
		for _, g := range made.Fields["goods"].(map[string]any)["items"].([]any) {
			require.NotContains(t, g, "code", "the receipt has the marking code")
		}
		sh := x.Parcel(1)
		require.Equal(t, status.ShipmentSent, sh.State)
		require.Equal(t, made.Barcode, sh.Waybill)
		require.Equal(t, "Новый заказ", sh.CarrierText)
		require.Equal(t, status.OrderHandedToCarrier, x.Order().State())
		card, ok := s.CRM.Order(x.ID)
		require.True(t, ok)
		require.Equal(t, made.Barcode, card.Field("delivery.data.trackNumber"))
		docs := x.Order().View().Documents
		require.Equal(t, "sale", docs[0].Kind)
		sales := 0
		for _, d := range docs {
			if d.Kind == "sale" {
				sales++
			}
		}
		require.Equal(t, 1, sales)
		s.Quiet()
	}, chaos.WithPost, chaos.InCRM)
}

// The Post refuses a parcel over its limit: nothing is in the ERP, the shipment keeps its state with the reason, and
// the corrected request takes its place.
//
// covers: B24-5 (the Post)
func TestThePostRefusesAShipment(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := ready(s, "")
		require.NoError(t, posts(t, s, x, 1, carriers.Values{"mass": "90000"}))
		x.Settle()
		sh := x.Parcel(1)
		require.Equal(t, status.ShipmentAssembling, sh.State)
		require.Empty(t, sh.Waybill)
		require.Contains(t, sh.CarrierText, "Превышение максимальной массы")
		require.Empty(t, x.Order().View().Documents)
		require.Empty(t, s.Post.Orders())
		require.Empty(t, x.Owes(), "it holds up nothing")

		require.NoError(t, posts(t, s, x, 1, carriers.Values{"mass": "900"}))
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		require.Len(t, s.Post.Orders(), 1)
	}, chaos.WithPost, chaos.InCRM)
}

// By its number: on its way, at the point, a failed attempt that takes nothing back, handed out; the order follows, and
// the settlement with it.
//
// covers: B24-8 (the Post)
func TestAParcelOfThePostOnItsWay(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := ready(s, "")
		require.NoError(t, posts(t, s, x, 1, nil))
		x.Settle()
		key := x.ID + "-S1"
		asked := s.Post.Calls("getOperationHistory") // one checks the login
		s.Post.Accept(key)
		s.Post.Ship(key)
		nextDay(x)
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		require.Equal(t, "8/4", x.Parcel(1).CarrierCode)
		s.Post.Arrive(key)
		nextDay(x)
		require.Equal(t, status.ShipmentArrived, x.Parcel(1).State, "«Доставлено»")
		require.Equal(t, status.OrderArrived, x.Order().State())
		s.Post.Miss(key)
		nextDay(x)
		require.Equal(t, status.ShipmentArrived, x.Parcel(1).State)
		require.Equal(t, "12/1", x.Parcel(1).CarrierCode, "the Post's own status stands beside")
		require.False(t, x.Order().Held())
		x.Registered("payment/p1: sell 5800.00 done")
		s.Post.HandOut(key)
		nextDay(x)
		require.Equal(t, status.ShipmentHandedOut, x.Parcel(1).State, "«Выдан»")
		require.Equal(t, status.OrderDelivered, x.Order().State())
		x.Registered("payment/p1: sell 5800.00 done", "goods: sell 5800.00 done")
		require.Equal(t, asked, s.Post.Calls("getOperationHistory"), "none of them is a request of tracking")
		require.Empty(t, x.Owes(), "it is followed no more")
		s.Quiet()
	}, chaos.WithPost)
}

// Nobody collects it: it comes back under its own number, its arrival at the seller's office is no arrival at the
// buyer's, and people take the goods back.
//
// covers: B24-8 (the Post)
func TestAParcelOfThePostComesBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := ready(s, russianposttest.LockerPetersburg)
		require.NoError(t, posts(t, s, x, 1, carriers.Values{"dimension-type": "M"}))
		x.Settle()
		key := x.ID + "-S1"
		s.Post.Arrive(key)
		nextDay(x)
		require.Equal(t, status.ShipmentArrived, x.Parcel(1).State)
		s.Post.EndStorage(key)
		s.Post.SendBack(key)
		nextDay(x)
		require.Equal(t, status.ShipmentComingBack, x.Parcel(1).State)
		require.Equal(t, "3/1", x.Parcel(1).CarrierCode)
		require.True(t, x.Order().Held(), "people take the units back")
		s.Post.ArriveBack(key)
		nextDay(x)
		require.Equal(t, status.ShipmentComingBack, x.Parcel(1).State)
		s.Post.HandBack(key)
		nextDay(x)
		require.Equal(t, status.ShipmentCameBack, x.Parcel(1).State)
		x.Registered("payment/p1: sell 5800.00 done")
	}, chaos.WithPost)
}

// The buyer takes the shoes and one pair of socks at the point: that is delivered, and the rest is followed until the
// seller has it.
//
// covers: B24-8 (the Post)
func TestAParcelOfThePostIsTakenInPart(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := ready(s, russianposttest.PointPetersburg)
		require.NoError(t, posts(t, s, x, 1, carriers.Values{"dimension-type": "M", "ecom-data.services": "PARTIAL_REDEMPTION"}))
		x.Settle()
		key := x.ID + "-S1"
		s.Post.Arrive(key)
		nextDay(x)
		s.Post.HandOutPart(key, "SOCKS №2")
		nextDay(x)
		require.Equal(t, status.ShipmentComingBack, x.Parcel(1).State, "the rest of it")
		socks, _ := x.Order().Line("socks")
		states := map[status.ItemState]string{}
		for _, p := range socks.Portions {
			states[p.State] = p.To.String()
		}
		require.Equal(t, map[status.ItemState]string{status.ItemHandedOut: "1", status.ItemReturning: "2"}, states)
		s.Post.HandBack(key)
		nextDay(x)
		require.Equal(t, status.ShipmentCameBack, x.Parcel(1).State)
	}, chaos.WithPost)
}
