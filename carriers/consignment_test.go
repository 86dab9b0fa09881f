package carriers_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// row is an item in short.
func row(i carriers.Item) []any {
	return []any{carriers.FormatUnits(i.Units), i.Pieces, i.Price.String(), i.Owed.String()}
}

func TestAShipmentThatWasNotPackedIsOneBox(t *testing.T) {
	d := place(t)
	d.does(order.CreateShipment{})
	boxes, err := d.consignment(1).Boxes()
	require.NoError(t, err)
	require.Len(t, boxes, 1)
	b := boxes[0]
	require.Equal(t, "1", b.Number)
	require.Equal(t, 2*800+3*50+450, b.Weight, "one and a half metres weigh more than one")
	require.Len(t, b.Items, 6, "each marked unit, and each price, is a row of its own")
	require.Equal(t, []any{"shoes:0-1", 1, "4800.00 RUB", "4800.00 RUB"}, row(b.Items[0]))
	require.Equal(t, []any{"shoes:1-2", 1, "4800.00 RUB", "4800.00 RUB"}, row(b.Items[1]))
	require.Equal(t, []string{mark, mark + "2"}, []string{b.Items[0].Mark, b.Items[1].Mark})
	require.Equal(t, []any{"socks:0-1", 1, "33.33 RUB", "33.33 RUB"}, row(b.Items[2]))
	require.Equal(t, []any{"socks:1-2", 1, "33.34 RUB", "33.34 RUB"}, row(b.Items[3]))
	require.Equal(t, []any{"socks:2-3", 1, "33.33 RUB", "33.33 RUB"}, row(b.Items[4]))
	require.Equal(t, []any{"fabric:0-1.5", 1, "900.00 RUB", "900.00 RUB"}, row(b.Items[5]), "what is sold by the metre is one piece")

	charges, vat, err := d.consignment(1).Charges()
	require.NoError(t, err)
	require.Equal(t, amount.RUB(30000), charges)
	require.Equal(t, amount.VAT22, vat)
}

func TestWhatIsPaidIsNotOwedAtTheDoor(t *testing.T) {
	d := place(t)
	_, err := d.o.Do(order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}}, d.by(till))
	require.NoError(t, err)
	d.does(order.CreateShipment{})
	boxes, err := d.consignment(1).Boxes()
	require.NoError(t, err)
	require.Len(t, boxes[0].Items, 6)
	for _, i := range boxes[0].Items {
		require.True(t, i.Owed.IsZero())
		require.Positive(t, i.Price.Sign())
	}
	charges, _, err := d.consignment(1).Charges()
	require.NoError(t, err)
	require.Zero(t, charges.Sign())
}

func TestPackagesAreBoxes(t *testing.T) {
	d := place(t)
	d.does(order.Pack{Boxes: []order.Box{
		{Ref: "BOX-A", Picks: order.Pick("shoes", amount.Pcs(1)).And(order.Pick("socks", amount.Pcs(2))), Weight: 1000, Length: 301, Width: 200, Height: 150},
		{Picks: order.Pick("shoes", amount.Pcs(1)), Weight: 900},
	}})
	d.does(order.Assemble{}, order.CreateShipment{})
	boxes, err := d.consignment(1).Boxes()
	require.NoError(t, err)
	require.Len(t, boxes, 3, "and what is in no package")
	require.Equal(t, []string{"BOX-A", "2", "3"}, []string{boxes[0].Number, boxes[1].Number, boxes[2].Number})
	require.Equal(t, []int{1000, 301, 200, 150}, []int{boxes[0].Weight, boxes[0].Length, boxes[0].Width, boxes[0].Height})
	require.Equal(t, []any{"shoes:0-1", 1, "4800.00 RUB", "4800.00 RUB"}, row(boxes[0].Items[0]))
	require.Equal(t, []any{"shoes:1-2", 1, "4800.00 RUB", "4800.00 RUB"}, row(boxes[1].Items[0]))
	require.Equal(t, []any{"socks:2-3", 1, "33.33 RUB", "33.33 RUB"}, row(boxes[2].Items[0]))
	require.Equal(t, 500, boxes[2].Weight)
}

func TestLargeGoodsLieInSeveralBoxes(t *testing.T) {
	d := place(t)
	d.does(order.Pack{Boxes: []order.Box{
		{Picks: order.Pick("shoes", amount.Pcs(2))}, {Picks: order.Pick("shoes", amount.Pcs(2))},
	}}, order.CreateShipment{Picks: order.PickAll("shoes")})
	boxes, err := d.consignment(1).Boxes()
	require.NoError(t, err)
	require.Len(t, boxes, 2)
	require.Len(t, boxes[1].Items, 2)
	require.Equal(t, 2, boxes[1].Items[0].Part)
	require.True(t, boxes[1].Items[0].Price.IsUnset(), "the goods are declared and paid for once")
	require.Empty(t, boxes[1].Items[0].Mark)
}

func TestAShipmentThatIsNotThereNamesTheField(t *testing.T) {
	d := place(t)
	d.does(order.CreateShipment{})
	_, err := d.consignment(2).Boxes()
	var no *carriers.FormError
	require.ErrorAs(t, err, &no)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.Equal(t, "shipment", no.Problems[0].Field)
	require.EqualError(t, err, `carriers: request: shipment [unknown]: the order has no shipment S2`)
	d.does(order.Cancel{Reason: status.ReasonOutOfStock})
	_, err = d.consignment(1).Boxes()
	require.ErrorAs(t, err, &no)
	require.Equal(t, carriers.CodeRequired, no.Problems[0].Code)
}

// Over all shipments, at the door is paid exactly what the order is still to be paid, whatever was paid before and
// however it is split.
func TestWhatIsOwedAtTheDoorAddsUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := place(t)
		if paid := rapid.Int64Range(0, d.o.Total().Minor()).Draw(rt, "paid"); paid > 0 {
			_, err := d.o.Do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(paid)}}, d.by(till))
			require.NoError(rt, err)
		}
		n := rapid.IntRange(1, 3).Draw(rt, "pieces of the first shipment")
		d.does(order.CreateShipment{Picks: order.Pick("socks", amount.Pcs(n)).And(order.Pick("shoes", amount.Pcs(1)))})
		d.does(order.CreateShipment{})
		sum, price := int64(0), int64(0)
		units := map[string]int64{}
		for s := 1; s <= 2; s++ {
			boxes, err := d.consignment(s).Boxes()
			require.NoError(rt, err)
			for _, b := range boxes {
				for _, i := range b.Items {
					sum += i.Owed.Minor() * int64(i.Pieces)
					price += i.Price.Minor() * int64(i.Pieces)
					units[i.Line] += i.To.Milli() - i.From.Milli()
				}
			}
			charges, _, err := d.consignment(s).Charges()
			require.NoError(rt, err)
			sum += charges.Minor()
		}
		require.Equal(rt, d.o.View().Due.Minor(), sum)
		require.Equal(rt, d.o.Total().Minor()-30000, price)
		require.Equal(rt, map[string]int64{"shoes": 2000, "socks": 3000, "fabric": 1500}, units)
	})
}

func TestKeys(t *testing.T) {
	key := func(number, id string) string {
		return carriers.Consignment{Order: order.View{Number: number, ID: id}, Shipment: 2}.Key()
	}
	require.Equal(t, "A-231-S2", key("A-231", "x"))
	require.Equal(t, "x-S2", key("", "x"))
	seen := map[string]bool{}
	for _, n := range []string{"ЗАК-1", "ЗАК-2", "№1", "A 1", "A1", strings.Repeat("9", 60), strings.Repeat("9", 61)} {
		k := key(n, "")
		require.Nil(t, carriers.Request{Key: k}.CheckKey(), k)
		require.False(t, seen[k], k)
		require.True(t, strings.HasSuffix(k, "-S2"), k)
		seen[k] = true
	}
	for bad, code := range map[string]string{"": carriers.CodeRequired, "ЗАК": carriers.CodePattern, "A 1": carriers.CodePattern, strings.Repeat("9", 41): carriers.CodeLength} {
		require.Equal(t, code, carriers.Request{Key: bad}.CheckKey()[0].Code, bad)
	}
}

func TestUnitsAreWrittenAndRead(t *testing.T) {
	for text, want := range map[string]order.Units{
		"L1:0-2":     {Line: "L1", To: amount.Pcs(2)},
		"a:b:1-1.5":  {Line: "a:b", From: amount.Pcs(1), To: amount.Milli(1500)},
		"строка:3-4": {Line: "строка", From: amount.Pcs(3), To: amount.Pcs(4)},
	} {
		u, err := carriers.ParseUnits(text)
		require.NoError(t, err)
		require.Equal(t, want, u)
		require.Equal(t, text, carriers.FormatUnits(u))
	}
	for _, bad := range []string{"", ":0-1", "L1", "L1:0", "L1:2-1", "L1:0-0", "L1:-1-2", "L1:a-b"} {
		_, err := carriers.ParseUnits(bad)
		require.Error(t, err, bad)
	}
}

func TestAConsignmentSurvivesJSON(t *testing.T) {
	d := place(t)
	d.does(order.CreateShipment{})
	b, err := json.Marshal(d.consignment(1))
	require.NoError(t, err)
	var c carriers.Consignment
	require.NoError(t, json.Unmarshal(b, &c))
	want, err := d.consignment(1).Boxes()
	require.NoError(t, err)
	got, err := c.Boxes()
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestWhatWasTakenInPartIsToldInUnits(t *testing.T) {
	v := carriers.Values{
		"packages.1.number": "1", "packages.2.number": "2",
		"packages.1.items.1.article": "SHOE", "packages.1.items.1.units": "shoes:0-1",
		"packages.1.items.2.article": "SOCK", "packages.1.items.2.units": "socks:0-3",
		"packages.2.items.1.article": "SOCK", "packages.2.items.1.units": "socks:3-4",
		"packages.2.items.2.article": "LINEN", "packages.2.items.2.units": "fabric:0-1.5",
	}
	p := carriers.Parcel{Goods: []carriers.Goods{
		{Box: "1", Article: "SHOE", Pieces: 1},
		{Box: "1", Article: "SOCK", Pieces: 3, HandedOut: 2},
		{Box: "2", Article: "SOCK", Pieces: 1, HandedOut: 1},
		{Box: "2", Article: "LINEN", Pieces: 1, HandedOut: 1},
	}}
	taken, left, err := v.HandedOut(p)
	require.NoError(t, err)
	require.Equal(t, []string{"fabric:0-1.5", "socks:0-2", "socks:3-4"}, written(taken))
	require.Equal(t, []string{"shoes:0-1", "socks:2-3"}, written(left))
	p.Goods = p.Goods[:3]
	_, _, err = v.HandedOut(p)
	require.ErrorContains(t, err, `parcel has no article "LINEN" in box "2"`)
	for name, g := range map[string]carriers.Goods{
		"another article": {Box: "1", Article: "HAT", Pieces: 1}, "another box": {Box: "3", Article: "SOCK", Pieces: 1},
		"too many": {Box: "1", Article: "SOCK", Pieces: 3, HandedOut: 4}, "less than none": {Box: "1", Article: "SOCK", Pieces: 3, HandedOut: -1},
	} {
		_, _, err := v.HandedOut(carriers.Parcel{Goods: []carriers.Goods{g}})
		require.Error(t, err, name)
	}
}

func written(us []order.Units) (out []string) {
	for _, u := range us {
		out = append(out, carriers.FormatUnits(u))
	}
	return out
}

// --- what a parcel says about its shipment ---

func parcel(code string, s status.ShipmentState) carriers.Parcel {
	return carriers.Parcel{State: carriers.ParcelAccepted, Number: "1600012345", Direction: carriers.DirectionToBuyer, Shipment: s, Code: code, Text: code}
}

// covers: B24-5, B24-8, B24-9
func TestTheCarriersStatusStandsBesideTheShipmentsState(t *testing.T) {
	d := place(t)
	d.does(order.Assemble{}, order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}})
	is := func(s status.ShipmentState, code string) {
		t.Helper()
		got := d.o.View().Shipments[0]
		require.Equal(t, s, got.State)
		require.Equal(t, code, got.CarrierCode)
		require.False(t, d.o.Held(), "%v", d.o.View().Holds)
	}
	d.hears(carriers.Parcel{State: carriers.ParcelWaiting, Shipment: status.ShipmentRequested, Code: "ACCEPTED", Text: "Принят"})
	is(status.ShipmentRequested, "ACCEPTED")
	d.hears(parcel("CREATED", status.ShipmentRequested))
	is(status.ShipmentRequested, "CREATED")
	require.Equal(t, "1600012345", d.o.View().Shipments[0].Waybill)
	d.does(order.HandOver{Shipment: 1})
	is(status.ShipmentSent, "CREATED")
	require.Empty(t, d.hears(parcel("CREATED", status.ShipmentRequested)), "the carrier has not scanned it yet: that contradicts nothing")
	d.hears(parcel("RECEIVED_AT_SHIPMENT_WAREHOUSE", status.ShipmentSent))
	is(status.ShipmentSent, "RECEIVED_AT_SHIPMENT_WAREHOUSE")
	d.hears(parcel("ACCEPTED_AT_PICK_UP_POINT", status.ShipmentArrived))
	is(status.ShipmentArrived, "ACCEPTED_AT_PICK_UP_POINT")
	d.hears(parcel("DELIVERED", status.ShipmentHandedOut))
	is(status.ShipmentHandedOut, "DELIVERED")
}

func TestAStatusThatMovesBackwardsHoldsTheOrder(t *testing.T) {
	d := place(t)
	d.does(order.Assemble{}, order.CreateShipment{Carrier: order.Ref{System: "cdek"}}, order.HandOver{Shipment: 1, Waybill: "1600012345"})
	d.hears(parcel("ACCEPTED_AT_PICK_UP_POINT", status.ShipmentArrived))
	d.hears(parcel("TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", status.ShipmentSent))
	require.True(t, d.o.Held())
	h := d.o.View().Holds[0]
	require.Equal(t, "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", h.Code)
	require.Contains(t, h.Text, "shipment S1 is sent, but here it is arrived")
	require.Equal(t, status.ShipmentArrived, d.o.View().Shipments[0].State)
}

func TestAStatusThatMayFollowAnArrivalTakesNothingBack(t *testing.T) {
	d := place(t)
	d.does(order.Assemble{}, order.CreateShipment{Carrier: order.Ref{System: "russianpost"}}, order.HandOver{Shipment: 1, Waybill: "1600012345"})
	last := func(code string, s status.ShipmentState) carriers.Parcel {
		p := parcel(code, s)
		p.AtLeast = true
		return p
	}
	d.hears(last("8/2", status.ShipmentArrived))
	require.Equal(t, status.ShipmentArrived, d.o.View().Shipments[0].State)
	d.hears(last("12/1", status.ShipmentSent))
	s := d.o.View().Shipments[0]
	require.False(t, d.o.Held())
	require.Equal(t, status.ShipmentArrived, s.State)
	require.Equal(t, "12/1", s.CarrierCode)
	d.hears(parcel("3/1", status.ShipmentComingBack))
	require.Equal(t, "3/1", d.o.View().Holds[0].Code, "people take the units back")
	d.hears(last("8/2", status.ShipmentArrived))
	require.Len(t, d.o.View().Holds, 1)
	require.Equal(t, status.ShipmentComingBack, d.o.View().Shipments[0].State, "it has arrived at the seller's office")
}

func TestACodeThatIsNotKnownHoldsTheOrder(t *testing.T) {
	d := place(t)
	d.does(order.Assemble{}, order.CreateShipment{Carrier: order.Ref{System: "cdek"}}, order.HandOver{Shipment: 1, Waybill: "1600012345"})
	d.hears(parcel("BRAND_NEW", 0))
	require.True(t, d.o.Held())
	require.Equal(t, "BRAND_NEW", d.o.View().Holds[0].Code)
}

func TestARefusedRequestLeavesTheGoodsWithTheShop(t *testing.T) {
	d := place(t)
	d.does(order.Assemble{}, order.CreateShipment{Carrier: order.Ref{System: "cdek"}})
	d.hears(carriers.Parcel{State: carriers.ParcelWaiting, Shipment: status.ShipmentRequested, Code: "ACCEPTED"})
	d.hears(carriers.Parcel{State: carriers.ParcelRefused, Shipment: status.ShipmentAssembling, Code: "INVALID"})
	require.Equal(t, status.ShipmentAssembling, d.o.View().Shipments[0].State)
	require.False(t, d.o.Held())
}

func TestTwoParcelsSpeakOfOneShipment(t *testing.T) {
	d := place(t)
	d.does(order.Assemble{}, order.CreateShipment{Carrier: order.Ref{System: "cdek"}}, order.HandOver{Shipment: 1, Waybill: "1600012345"})
	out := parcel("NOT_DELIVERED", status.ShipmentComingBack)
	d.hears(out)
	require.Equal(t, status.ShipmentComingBack, d.o.View().Shipments[0].State)
	back := parcel("DELIVERED", status.ShipmentCameBack)
	back.Direction, back.Number = carriers.DirectionBack, "1600099999"
	d.hears(back)
	require.Equal(t, status.ShipmentCameBack, d.o.View().Shipments[0].State)
	require.Equal(t, "1600012345", d.o.View().Shipments[0].Waybill, "the number stays that of the way out")
	d.hears(out)
	require.Equal(t, status.ShipmentCameBack, d.o.View().Shipments[0].State, "that it was not delivered is no news")
	require.Equal(t, status.CustodyReceived, back.Custody())
	require.Zero(t, out.Custody())

	fromBuyer := parcel("DELIVERED", status.ShipmentCameBack)
	fromBuyer.Direction = carriers.DirectionFromBuyer
	_, ok := fromBuyer.Report(d.o.View().Shipments[0])
	require.False(t, ok, "what the buyer sends back is a matter of a return block")
	require.Equal(t, status.CustodyReceived, fromBuyer.Custody())
	_, ok = carriers.Parcel{Problem: errors.New("cannot be read")}.Report(d.o.View().Shipments[0])
	require.False(t, ok)
}

// fault: M7
func TestGoodsByWeightWeighWhatTheirQuantityWeighs(t *testing.T) {
	for _, c := range []struct {
		quantity amount.Quantity
		unit     int // grams
		want     int
	}{
		{amount.Milli(20500), 1000, 20500}, {amount.Milli(350), 1000, 350}, {amount.Milli(1), 1, 1}, {amount.Pcs(3), 800, 2400},
	} {
		o, _, err := order.New(order.Draft{ID: "shop-232", Scheme: order.OwnPickup, Lines: []order.Line{
			{ID: "potatoes", Name: "Картофель", Quantity: c.quantity, Step: amount.Milli(1), Total: amount.RUB(90000)},
		}}, order.By{At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)})
		require.NoError(t, err)
		for _, cmd := range []order.Command{order.Confirm{}, order.CreateShipment{}} {
			_, err = o.Do(cmd, order.By{Actor: anna, At: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)})
			require.NoError(t, err)
		}
		boxes, err := carriers.Consignment{Order: o.View(), Shipment: 1, Weights: map[string]int{"potatoes": c.unit}}.Boxes()
		require.NoError(t, err)
		require.Len(t, boxes, 1)
		require.Equal(t, c.want, boxes[0].Weight, "%s units of %d g", c.quantity, c.unit)
	}
}
