package russianpost_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// in runs a test with a carrier of a fake, in a bubble. The carrier reads histories, unless s says otherwise.
func in(t *testing.T, st russianposttest.Settings, s russianpost.Settings, test func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		srv := russianposttest.New(st)
		defer srv.Close()
		if s.Tracking == nil {
			s.Tracking = trackingOf(srv, russianposttest.DefaultTrackingPassword)
		}
		test(t, srv, carrier(t, account(srv, russianposttest.DefaultPassword), s))
	})
}

// formOf returns the form of the kettle of the examples, with changes of the order.
func formOf(t *testing.T, k *russianpost.Carrier, change ...func(*order.Draft)) carriers.Form {
	t.Helper()
	f, err := k.Form(t.Context(), carriers.Consignment{Order: kettle(change...), Shipment: 1, Weights: map[string]int{"kettle": 1200}})
	require.NoError(t, err)
	return f
}

func request(t *testing.T, k *russianpost.Carrier, key string) carriers.Parcel {
	t.Helper()
	p, err := k.Create(t.Context(), carriers.Request{Key: key, Values: formOf(t, k).Values})
	require.NoError(t, err)
	require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
	return p
}

// parcelOf reads one parcel.
func parcelOf(t *testing.T, k *russianpost.Carrier, ref order.Ref) carriers.Parcel {
	t.Helper()
	n := 0
	var out carriers.Parcel
	for p, err := range k.Read(t.Context(), ref) {
		require.NoError(t, err)
		out = p
		n++
	}
	require.Equal(t, 1, n)
	return out
}

// notes lists the fields and the codes of the notes of a form.
func notes(f carriers.Form) (out []string) {
	for _, n := range f.Notes {
		out = append(out, n.Field+" "+n.Code)
	}
	return out
}

const strange = "80214523462306" // a parcel of another sender

// A parcel that is not an order of the account is followed by its number: one request of tracking each time.
func TestAParcelOfAnotherSenderIsFollowed(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		ref := carriers.ByNumber("russianpost", "802145 23 46230 6")
		require.Equal(t, ordo.NotFound, ordo.ClassOf(parcelOf(t, k, ref).Problem))
		srv.AddParcel(strange)
		srv.Accept(strange)
		p := parcelOf(t, k, ref)
		require.NoError(t, p.Problem)
		require.Equal(t, status.ShipmentSent, p.Shipment)
		require.Equal(t, strange, p.Number)
		time.Sleep(time.Hour)
		srv.Arrive(strange)
		srv.HandOut(strange)
		p = parcelOf(t, k, p.Ref)
		require.Equal(t, status.ShipmentHandedOut, p.Shipment)
		require.Equal(t, "2/1", p.Code)
		require.Equal(t, 3, srv.Calls("getOperationHistory"))
	})
}

// The state comes of the whole list, in whatever order it comes: an operation that was cancelled does not count, one
// that is told late changes nothing, and after a return the parcel travels to the seller.
func TestTheHistoryIsReadAsAWhole(t *testing.T) {
	type e = russianposttest.Event
	for name, tt := range map[string]struct {
		events []e
		want   status.ShipmentState
		code   string
	}{
		"cancelled":             {[]e{{Type: 1, Attr: 2}, {Type: 8, Attr: 2}, {Type: 2, Attr: 1}, {Type: 26, Attr: 2}}, status.ShipmentArrived, "8/2"},
		"to whom is not told":   {[]e{{Type: 8, Attr: 2}, {Type: 2}}, status.ShipmentHandedOut, "2/0"},
		"to the sender":         {[]e{{Type: 8, Attr: 2}, {Type: 3, Attr: 1}, {Type: 8, Attr: 2}, {Type: 2}}, status.ShipmentCameBack, "2/0"},
		"at the seller's":       {[]e{{Type: 8, Attr: 2}, {Type: 3, Attr: 1}, {Type: 8, Attr: 4}, {Type: 8, Attr: 2}}, status.ShipmentComingBack, "8/2"},
		"refused, then kept":    {[]e{{Type: 8, Attr: 2}, {Type: 12, Attr: 6}, {Type: 8, Attr: 19}}, status.ShipmentComingBack, "8/19"},
		"refused, then taken":   {[]e{{Type: 8, Attr: 2}, {Type: 12, Attr: 6}, {Type: 2, Attr: 1}}, status.ShipmentHandedOut, "2/1"},
		"with the postman":      {[]e{{Type: 8, Attr: 2}, {Type: 8, Attr: 18}, {Type: 12, Attr: 1}}, status.ShipmentArrived, "12/1"},
		"a note after the end":  {[]e{{Type: 8, Attr: 2}, {Type: 2, Attr: 1}, {Type: 63}}, status.ShipmentHandedOut, "63/0"},
		"a new attribute":       {[]e{{Type: 1, Attr: 2}, {Type: 8, Attr: 999}}, status.ShipmentSent, "8/999"},
		"a new kind of receipt": {[]e{{Type: 8, Attr: 2}, {Type: 2, Attr: 99}}, 0, "2/99"},
		"a new type":            {[]e{{Type: 8, Attr: 2}, {Type: 777, Attr: 1}}, 0, "777/1"},
		"in storage for good":   {[]e{{Type: 8, Attr: 2}, {Type: 15}}, 0, "15/0"},
		"number, then nothing":  {[]e{{Type: 28}}, status.ShipmentRequested, "28/0"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, shuffle := range []bool{false, true} {
				in(t, russianposttest.Settings{Shuffle: shuffle, Prefixes: shuffle}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
					srv.AddParcel(strange)
					for i, e := range tt.events {
						e.At = time.Now().Add(time.Duration(i-len(tt.events)) * time.Hour)
						srv.AddEvent(strange, e)
					}
					p := parcelOf(t, k, carriers.ByNumber("russianpost", strange))
					require.NoError(t, p.Problem)
					require.Equal(t, tt.want, p.Shipment)
					require.Equal(t, tt.code, p.Code)
					require.NotEmpty(t, p.Text)
					require.False(t, p.AtLeast)
				})
			}
		})
	}
}

// A history that becomes empty takes nothing back, and the age of what is known is told.
//
// pain: RP-P2
func TestAnEmptyHistoryAfterAKnownOneChangesNothing(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		srv.AddParcel(strange)
		srv.Accept(strange)
		ref := carriers.ByNumber("russianpost", strange)
		known := parcelOf(t, k, ref)
		asked := time.Now().UTC().Format("2006-01-02 15:04")
		time.Sleep(24 * time.Hour)
		srv.HideHistory(strange, true)
		p := parcelOf(t, k, ref)
		require.NoError(t, p.Problem)
		require.Equal(t, known.Shipment, p.Shipment)
		require.Equal(t, known.Occurred, p.Occurred)
		require.Len(t, p.Problems, 1)
		require.Contains(t, p.Problems[0].Rule, asked)
		srv.HideHistory(strange, false)
		srv.Arrive(strange)
		p = parcelOf(t, k, ref)
		require.Equal(t, status.ShipmentArrived, p.Shipment)
		require.Empty(t, p.Problems)
	})
}

// The hundred requests of the free access are for what the last operation does not tell; when they are used up, the
// last known history stands, and without one the parcel is read tomorrow.
func TestTheRequestsOfADayAreKept(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{TrackingPerDay: 3}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		mine := request(t, k, "A-1042-S1")
		srv.AddParcel(strange)
		srv.Accept(strange)
		ref := carriers.ByNumber("russianpost", strange)
		srv.Accept("A-1042-S1")
		srv.Ship("A-1042-S1")
		for range 20 {
			require.Equal(t, status.ShipmentSent, parcelOf(t, k, mine.Ref).Shipment)
		}
		require.Zero(t, srv.Calls("getOperationHistory"), "the last operation is enough")
		for range 5 {
			require.Equal(t, status.ShipmentSent, parcelOf(t, k, ref).Shipment)
		}
		require.Equal(t, 3, srv.Calls("getOperationHistory"))
		require.NotEmpty(t, parcelOf(t, k, ref).Problems, "an old answer is told as one")

		other := carriers.ByNumber("russianpost", "14102192069353")
		p := parcelOf(t, k, other)
		require.Equal(t, ordo.RateLimited, ordo.ClassOf(p.Problem))
		require.Equal(t, other, p.Ref)

		srv.AddEvent("A-1042-S1", russianposttest.Event{Type: 2}) // to whom?
		p = parcelOf(t, k, mine.Ref)
		require.Equal(t, ordo.RateLimited, ordo.ClassOf(p.Problem), "it is neither handed out nor back before that is known")
		time.Sleep(24 * time.Hour)
		p = parcelOf(t, k, mine.Ref)
		require.NoError(t, p.Problem)
		require.Equal(t, status.ShipmentHandedOut, p.Shipment)
		require.Equal(t, "4990.00 RUB", p.Collected.String())
	})
}

// The vendor may know of more requests than this program: its refusal ends the day, too.
func TestTheVendorEndsTheDay(t *testing.T) {
	in(t, russianposttest.Settings{TrackingLimit: 1}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		srv.AddParcel(strange)
		srv.Accept(strange)
		ref := carriers.ByNumber("russianpost", strange)
		require.Equal(t, status.ShipmentSent, parcelOf(t, k, ref).Shipment)
		for range 3 {
			require.Equal(t, status.ShipmentSent, parcelOf(t, k, ref).Shipment)
		}
		require.Equal(t, 2, srv.Calls("getOperationHistory"))
	})
}

// Without tracking what the last operation does not tell is at least on its way, or a person decides.
func TestWithoutTracking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := russianposttest.New(russianposttest.Settings{})
		defer srv.Close()
		k := carrier(t, account(srv, russianposttest.DefaultPassword), russianpost.Settings{})
		p := request(t, k, "A-1042-S1")
		srv.AddEvent("A-1042-S1", russianposttest.Event{Type: 25})
		got := parcelOf(t, k, p.Ref)
		require.Equal(t, status.ShipmentSent, got.Shipment)
		require.True(t, got.AtLeast)
		require.NotEmpty(t, got.Problems)
		srv.AddEvent("A-1042-S1", russianposttest.Event{Type: 2})
		got = parcelOf(t, k, p.Ref)
		require.Zero(t, got.Shipment)
		require.NoError(t, got.Problem)
		require.Equal(t, "2/0", got.Code)
		require.Equal(t, ordo.NotFound, ordo.ClassOf(parcelOf(t, k, carriers.ByNumber("russianpost", strange)).Problem))
	})
}

// By contract many parcels are asked for with one ticket, whose answer comes a quarter of an hour later. What it says
// nothing of is asked for again.
//
// pain: RP-P5
func TestTicketsAskForManyParcels(t *testing.T) {
	in(t, russianposttest.Settings{Contract: true}, russianpost.Settings{Tickets: true}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		numbers := []string{strange, "14102192069353", "62009147017544"}
		var refs []order.Ref
		for _, n := range numbers {
			srv.AddParcel(n)
			srv.Accept(n)
			refs = append(refs, carriers.ByNumber("russianpost", n))
		}
		read := func() (states []string) {
			for p, err := range k.Read(t.Context(), refs...) {
				require.NoError(t, err)
				if p.Problem != nil {
					states = append(states, ordo.ClassOf(p.Problem).String())
					continue
				}
				states = append(states, p.Shipment.String())
			}
			return states
		}
		require.Equal(t, []string{"retry", "retry", "retry"}, read())
		require.Equal(t, 1, srv.Calls("ticketRequest"), "the others wait for the next ticket")
		time.Sleep(russianpost.TicketPause)
		require.Equal(t, "sent", read()[0])
		srv.Silence(numbers[1], true)
		time.Sleep(russianpost.TicketPause)
		require.Equal(t, []string{"sent", "retry", "sent"}, read(), "one has neither operations nor an error")
		srv.Silence(numbers[1], false)
		time.Sleep(russianpost.TicketPause)
		require.Equal(t, "sent", read()[1], "it stood in the next ticket")
		require.LessOrEqual(t, srv.Calls("ticketRequest"), 5)
		require.Zero(t, srv.Calls("getOperationHistory"))
		time.Sleep(2 * russianpost.TicketLife)
		for range 3 {
			read()
			time.Sleep(russianpost.TicketPause)
		}
		require.Equal(t, []string{"sent", "sent", "sent"}, read(), "tickets that were kept no more are made anew")
	})
}

// Each of the two logins is checked by itself, and the error names the one that is wrong.
//
// pain: RP-P4
func TestEachLoginIsChecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := russianposttest.New(russianposttest.Settings{})
		defer srv.Close()
		good, bad := russianposttest.DefaultPassword, "guessed"
		check := func(otpravka, tracked string, s russianpost.Settings) error {
			s.Tracking = trackingOf(srv, tracked)
			k, err := account(srv, otpravka).Carrier(s)
			require.NoError(t, err)
			return k.Check(t.Context())
		}
		here := russianpost.Settings{Office: russianposttest.OfficeMoscow}
		require.NoError(t, check(good, russianposttest.DefaultTrackingPassword, here))
		err := check(good, bad, here)
		require.Equal(t, ordo.Auth, ordo.ClassOf(err))
		require.Contains(t, err.Error(), "NewTracking")
		require.NotContains(t, err.Error(), bad)
		err = check(bad, russianposttest.DefaultTrackingPassword, here)
		require.Equal(t, ordo.Auth, ordo.ClassOf(err))
		require.NotContains(t, err.Error(), "login and password of NewTracking")
		err = check(good, russianposttest.DefaultTrackingPassword, russianpost.Settings{Office: "630000"})
		require.ErrorContains(t, err, "101000, 115162")
		require.ErrorContains(t, check(good, russianposttest.DefaultTrackingPassword, russianpost.Settings{}), "2 offices")
	})
	for text, s := range map[string]russianpost.Settings{
		"6 digits": {Office: "1010"}, "negative": {TrackingPerDay: -1}, "without Tracking": {Tickets: true},
	} {
		_, err := russianpost.New("t", "l", "p").Carrier(s)
		require.ErrorContains(t, err, text)
		require.Equal(t, ordo.Invalid, ordo.ClassOf(err))
	}
}

// An order to a point without the point is refused before anything is sent, whatever other blocks it has; with the
// point, the block goes out with it.
//
// pain: RP-P6
func TestAnOrderToAPointNamesThePoint(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		v := formOf(t, k, func(d *order.Draft) { d.Delivery.Point = russianposttest.PointPetersburg }).Values
		require.Equal(t, "ECOM", v["mail-type"])
		require.Equal(t, "M", v["dimension-type"], "of 20×15×10 cm")
		without := v.Clone()
		delete(without, "ecom-data.delivery-point-index")
		_, err := k.Create(t.Context(), carriers.Request{Key: "A-1042-S1", Values: without})
		require.ErrorContains(t, err, "ecom-data.delivery-point-index")
		require.Zero(t, srv.Commits("PUT /2.0/user/backlog"))

		_, err = k.Create(t.Context(), carriers.Request{Key: "A-1042-S1", Values: v})
		require.NoError(t, err)
		made, _ := srv.Order("A-1042-S1")
		require.Equal(t, "904190", made.Fields["ecom-data"].(map[string]any)["delivery-point-index"])
		require.NotContains(t, made.Fields, "customs-declaration")
		require.NotContains(t, made.Fields, "index-to")
	})
}

// What cannot be sent is named by field and rule, and nothing is sent.
func TestTheFormSaysWhatIsWrong(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		address := formOf(t, k).Values
		point := formOf(t, k, func(d *order.Draft) { d.Delivery.Point = russianposttest.LockerPetersburg }).Values
		for _, tt := range []struct {
			on          carriers.Values
			change      carriers.Values
			field, rule string
		}{
			{address, carriers.Values{"payment": "5000.00"}, "payment", "cannot be above the declared value of 4990.00"},
			{address, carriers.Values{"recipient-name": "Анна"}, "recipient-name", "family name and given name"},
			{address, carriers.Values{"street-to": ""}, "street-to", "needs a street or a district"},
			{address, carriers.Values{"index-to": "19000"}, "index-to", "must look like"},
			{address, carriers.Values{"address-type-to": "PO_BOX"}, "num-address-type-to", "is empty"},
			{address, carriers.Values{"dimension.width": ""}, "dimension.length", "belong together"},
			{address, carriers.Values{"mail-type": "EMS", "tel-address": ""}, "tel-address", "is empty"},
			{point, carriers.Values{"dimension.length": "30", "dimension.width": "21", "dimension.height": "5"}, "dimension-type", "it is of class L"},
			{point, carriers.Values{"dimension-type": "OVERSIZED", "dimension.length": "61", "dimension.width": "21", "dimension.height": "5"}, "dimension.length", "too large for points"},
			{point, carriers.Values{"dimension-type": "", "dimension.length": "", "dimension.width": "", "dimension.height": ""}, "dimension-type", "needs its class"},
			{point, carriers.Values{"ecom-data.services": "PARTIAL_REDEMPTION"}, "ecom-data.services", "at least 2 pieces; the parcel has 1"},
		} {
			v := tt.on.Clone()
			for name, value := range tt.change {
				v[name] = value
			}
			_, err := k.Create(t.Context(), carriers.Request{Key: "A-1042-S1", Values: v})
			var no *carriers.FormError
			require.ErrorAs(t, err, &no, "%v", tt.change)
			require.Equal(t, tt.field, no.Problems[0].Field, "%v", tt.change)
			require.Contains(t, no.Problems[0].Rule, tt.rule)
		}
		require.Empty(t, srv.Orders())
	})
}

// Data of the order that the Post does not understand are kept, with a note of what to check.
func TestTheFormNotesWhatThePostDoesNotKnow(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		for name, tt := range map[string]struct {
			change func(*order.Draft)
			want   []string
			values carriers.Values
		}{
			"all is known": {func(*order.Draft) {}, nil, carriers.Values{"room-to": "5", "dimension.length": "20"}},
			"an address that is not": {func(d *order.Draft) {
				d.Delivery = order.Delivery{Address: "где-то", City: "Мухосранск", PostalCode: "190000"}
			}, []string{"index-to unknown"}, carriers.Values{"index-to": "190000", "place-to": "Мухосранск"}},
			"an index that is not": {func(d *order.Draft) {
				d.Delivery.Address = "199999, Санкт-Петербург, ул. Примерная, 1"
			}, []string{"index-to unknown"}, carriers.Values{"index-to": "199999"}},
			"another index": {
				func(d *order.Draft) { d.Delivery.PostalCode = "630000" },
				[]string{"index-to choice"},
				carriers.Values{"index-to": "190000"},
			},
			"a point that is not":  {func(d *order.Draft) { d.Delivery.Point = "999999" }, []string{"ecom-data.delivery-point-index unknown"}, carriers.Values{"index-to": "190000"}},
			"a point of another":   {func(d *order.Draft) { d.Delivery.Point = "SPB14" }, []string{"ecom-data.delivery-point-index unknown"}, nil},
			"an office":            {func(d *order.Draft) { d.Delivery.Point = "190000" }, nil, carriers.Values{"address-type-to": "DEMAND", "mail-type": "POSTAL_PARCEL"}},
			"a closed office":      {func(d *order.Draft) { d.Delivery.Point = russianposttest.OfficeClosed }, []string{"index-to unknown"}, carriers.Values{"index-to": "190013"}},
			"a name in doubt":      {func(d *order.Draft) { d.Buyer.Name = "Анна" }, []string{"recipient-name pattern"}, carriers.Values{"recipient-name": "Анна"}},
			"money of a neighbour": {func(d *order.Draft) { d.Lines[0].Total, _ = amount.ParseMoney("100.00", "BYN") }, []string{"insr-value type"}, carriers.Values{"mail-category": "ORDINARY"}},
		} {
			f := formOf(t, k, tt.change)
			require.Equal(t, tt.want, notes(f), name)
			for field, want := range tt.values {
				require.Equal(t, want, f.Values[field], name+" "+field)
			}
		}
		require.Empty(t, srv.Orders())
	})
}

// A part is taken at the point: the pieces are told, and the rest comes back as a parcel of its own.
func TestTheRestOfAPartialRedemptionComesBack(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		v := formOf(t, k, func(d *order.Draft) {
			d.Delivery.Point = russianposttest.PointPetersburg
			d.Lines[0].Quantity, d.Lines[0].Total = amount.Pcs(3), amount.RUB(300000)
		}).Values
		v["ecom-data.services"] = "PARTIAL_REDEMPTION"
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-1042-S1", Values: v})
		require.NoError(t, err)
		require.Equal(t, []carriers.Goods{{Article: "KET-1", Pieces: 3}}, p.Goods)
		srv.Arrive("A-1042-S1")
		srv.HandOutPart("A-1042-S1", "KET-1 №3")
		p = parcelOf(t, k, p.Ref)
		require.Equal(t, status.ShipmentPartlyHandedOut, p.Shipment)
		require.Equal(t, []carriers.Goods{{Article: "KET-1", Pieces: 3, HandedOut: 2}}, p.Goods)
		require.True(t, p.Collected.IsUnset(), "what was paid for a part is not told")
		taken, left, err := v.HandedOut(p)
		require.NoError(t, err)
		require.Equal(t, "[kettle:0-2] [kettle:2-3]", fmt.Sprint(units(taken), units(left)))

		require.Len(t, p.Returns, 1)
		rest := parcelOf(t, k, p.Returns[0])
		require.Equal(t, carriers.DirectionBack, rest.Direction)
		require.Equal(t, p.Ref, rest.ReturnOf)
		require.Equal(t, status.ShipmentComingBack, rest.Shipment)
		require.Equal(t, []carriers.Goods{{Article: "KET-1", Pieces: 1}}, rest.Goods)
		srv.ArriveBack("A-1042-S1")
		require.Equal(t, status.ShipmentComingBack, parcelOf(t, k, p.Returns[0]).Shipment)
		srv.HandBack("A-1042-S1")
		require.Equal(t, status.ShipmentCameBack, parcelOf(t, k, p.Returns[0]).Shipment)
		require.Equal(t, status.ShipmentPartlyHandedOut, parcelOf(t, k, p.Ref).Shipment)
	})
}

func units(all []order.Units) (out []string) {
	for _, u := range all {
		out = append(out, carriers.FormatUnits(u))
	}
	return out
}

// The buyer returns goods by mail: one return for a parcel, with a label, that is followed by its own number.
func TestTheBuyerReturnsAParcel(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		p := request(t, k, "A-1042-S1")
		ask := carriers.ReturnRequest{Key: "A-1042-R1", Parcel: p.Ref}
		_, err := k.Return(t.Context(), ask)
		require.Equal(t, ordo.Conflict, ordo.ClassOf(err))
		srv.Arrive("A-1042-S1")
		srv.HandOut("A-1042-S1")
		back, err := k.Return(t.Context(), ask)
		require.NoError(t, err)
		again, err := k.Return(t.Context(), ask)
		require.NoError(t, err)
		require.Equal(t, back, again)
		require.Len(t, srv.Returns(), 1)
		require.Equal(t, carriers.DirectionFromBuyer, back.Direction)
		labels, err := k.Labels(t.Context(), back.Ref)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(labels[0].Data), "%PDF"))

		require.Equal(t, status.ShipmentHandedOut, parcelOf(t, k, p.Ref).Shipment)
		srv.Accept(back.Number)
		got := parcelOf(t, k, back.Ref)
		require.NoError(t, got.Problem)
		require.Equal(t, carriers.DirectionFromBuyer, got.Direction)
		require.Equal(t, status.CustodyInTransit, got.Custody())
		srv.AddEvent(back.Number, russianposttest.Event{Type: 2, Attr: 1})
		require.Equal(t, status.CustodyReceived, parcelOf(t, k, back.Ref).Custody())
	})
}

// An order in a batch that is not checked in can still be changed, and stays in it; after the check-in it is the
// Post's.
func TestAnOrderOfABatchIsChangedUntilItIsCheckedIn(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		p := request(t, k, "A-1042-S1")
		o, _ := srv.Order("A-1042-S1")
		post := account(srv, russianposttest.DefaultPassword)
		request(t, k, "A-1043-S1")
		beside, _ := srv.Order("A-1043-S1")
		made, err := post.CreateBatches(t.Context(), russianpost.BatchOptions{}, int64(o.ID), int64(beside.ID))
		require.NoError(t, err)
		batch := made.Batches[0].Name
		v := formOf(t, k).Values
		v["mass"] = "1300"
		p, err = k.Change(t.Context(), p.Ref, carriers.Request{Key: "A-1042-S1", Values: v})
		require.NoError(t, err)
		require.Empty(t, p.Problems)
		o, _ = srv.Order("A-1042-S1")
		require.NotEmpty(t, o.Batch)
		require.Equal(t, "1300", fmt.Sprint(o.Fields["mass"]))
		require.Equal(t, batch, o.Batch)

		_, err = post.Checkin(t.Context(), o.Batch, false)
		require.NoError(t, err)
		_, err = k.Cancel(t.Context(), p.Ref)
		require.Equal(t, ordo.Conflict, ordo.ClassOf(err))
		require.Equal(t, status.ShipmentRequested, parcelOf(t, k, p.Ref).Shipment, "the seller has the goods still")
	})
}

// People delete an order in the cabinet: it is gone for the carrier, and a cancellation counts as done.
func TestAnOrderThatPeopleDeletedIsGone(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		p := request(t, k, "A-1042-S1")
		srv.DeleteOrder("A-1042-S1")
		require.Equal(t, ordo.NotFound, ordo.ClassOf(parcelOf(t, k, p.Ref).Problem))
		got, err := k.Cancel(t.Context(), p.Ref)
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelCancelled, got.State)
		again := request(t, k, "A-1042-S1")
		require.NotEqual(t, p.Number, again.Number)
	})
}

// Two parcels of one number, made in the cabinet, are a matter for people.
func TestTwoOrdersOfOneNumber(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		v := formOf(t, k).Values
		for range 2 {
			srv.MakeOrder(map[string]any{"order-num": "A-1042-S1"})
		}
		_, err := k.Create(t.Context(), carriers.Request{Key: "A-1042-S1", Values: v})
		require.Equal(t, ordo.Conflict, ordo.ClassOf(err))
		require.ErrorContains(t, err, "delete all but one")
		require.Equal(t, ordo.Conflict, ordo.ClassOf(parcelOf(t, k, carriers.ByKey("russianpost", "A-1042-S1")).Problem))
		require.Len(t, srv.Orders(), 2)
	})
}

// Every word of Otpravka stands for an operation of the table.
func TestWordsOfTheLastOperationAreInTheTable(t *testing.T) {
	in(t, russianposttest.Settings{}, russianpost.Settings{}, func(t *testing.T, srv *russianposttest.Server, k *russianpost.Carrier) {
		p := request(t, k, "A-1042-S1")
		at := time.Now()
		for r := range status.RussianPost().Rows() {
			var typ, attr int
			if n, _ := fmt.Sscanf(r.Code, "%d/%d", &typ, &attr); n < 2 {
				continue
			}
			at = at.Add(time.Second)
			time.Sleep(time.Second)
			srv.AddEvent("A-1042-S1", russianposttest.Event{Type: typ, Attr: attr, At: at})
			last, err := account(srv, russianposttest.DefaultPassword).SearchShipments(context.Background(), p.Number)
			require.NoError(t, err)
			if code, known := last[0].Last(); known {
				_, has := status.RussianPost().Row(status.AxisShipment, code)
				require.True(t, has || strings.HasSuffix(code, "/0"), "%s: %s", r.Code, code)
			}
		}
	})
}
