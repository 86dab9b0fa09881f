package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// withShipment opens the desk with a paid order whose goods are in a shipment.
func withShipment(t *testing.T, opts ...bridge.Option) *frontDesk {
	t.Helper()
	w := atDesk(t, opts...)
	w.pays()
	for _, c := range []order.Command{
		order.Confirm{}, order.Assemble{Picks: order.PickAll("shoes", "mug"), Warehouse: "central"}, order.CreateShipment{Picks: order.PickAll("shoes", "mug")},
	} {
		_, err := w.b.Do(t.Context(), a1, c, anna)
		if err != nil {
			require.ErrorIs(t, err, order.ErrAlready)
		}
	}
	w.sync()
	return w
}

// parcel is shipment 1.
func (w *frontDesk) parcel() order.Shipment {
	w.Helper()
	return w.view().Shipments[0]
}

// A person asks for the carrier at the desk: the form is checked with what the order tells, each field that is wrong is
// named with its rule, and the carrier is asked once, however often the button is pressed.
//
// part of: B24-5
func TestACarrierIsAskedForAtTheDesk(t *testing.T) {
	l := &formLorry{}
	w := withShipment(t, bridge.Account("lorry-1", l))
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Values: map[string]string{"weight": "heavy", "tariff": "999", "roof": "red"}}))
	w.noted("request-parcel is refused", "the form of S1 is not right", `city: `, `weight: `, `"heavy"`, `tariff: `, `"999"`, "roof: ", "correct it and ask again")
	require.Equal(t, status.ShipmentAssembling, w.parcel().State)
	require.Zero(t, l.lorry.asked)

	w.does(w.desk.AskCarrier("ivan", a1, erp.ParcelWish{Shipment: 1, Values: map[string]string{"city": "Tver"}}))
	w.noted("request-parcel is refused", "role warehouse")

	l.down = &ordo.Error{System: "lorry", Class: ordo.Retry, Text: "503"}
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Values: map[string]string{"city": "Tver"}}))
	w.noted("lorry-1 cannot be asked for its form", "503", "ask again later")
	l.down, l.waits = nil, true
	l.parcel = func(p *carriers.Parcel) { p.Key, p.State, p.Number = "A-1-S1", carriers.ParcelWaiting, "" }

	for range 2 { // a second press
		require.NoError(t, w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Values: map[string]string{"city": "Tver", "weight": "1200"}}))
	}
	c, _ := w.desk.Card(a1)
	w.does()
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Carrier: "lorry-1", Values: map[string]string{"city": "Tver"}}))
	require.Equal(t, 1, l.lorry.asked)
	require.Equal(t, status.ShipmentRequested, w.parcel().State)
	now, _ := w.desk.Card(a1)
	require.Equal(t, c.Notes, now.Notes, "what is under way is no news")
	for e := range w.events(0) {
		if b, is := e.Body.(order.ParcelRequested); is {
			require.Equal(t, map[string]string{"city": "Tver", "weight": "1200", "tariff": "136"}, b.Values)
			require.Equal(t, "anna", e.By.ID)
		}
	}
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 7, Values: map[string]string{"city": "Tver"}}))
	w.noted("request-parcel is refused", "shipment S7")
}

// Where several carriers come into question, a person says which.
func TestTheCarrierIsChosenAtTheDesk(t *testing.T) {
	w := withShipment(t, bridge.Account("lorry-1", &formLorry{}), bridge.Account("lorry-2", &formLorry{}))
	values := carriers.Values{"city": "Tver"}
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Values: values}))
	w.noted("choose the carrier of S1: lorry-1, lorry-2")
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Carrier: "post-9", Values: values}))
	w.noted("post-9 takes no parcels of this order; those that do: lorry-1, lorry-2")
	w.does(w.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Carrier: "lorry-2", Values: values}))
	require.Equal(t, "lorry-2", w.parcel().Carrier.Account)

	none := withShipment(t)
	none.does(none.desk.AskCarrier("anna", a1, erp.ParcelWish{Shipment: 1, Values: values}))
	none.noted("no carrier is connected")
	require.Equal(t, amount.Pcs(3).Milli(), none.view().Lines[0].Living.Milli()+none.view().Lines[1].Living.Milli())
}
