package carriers_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// desk is everybody who deals with one order. Each step takes a minute.
type desk struct {
	*testing.T
	o  *order.Order
	at time.Time
}

var (
	anna = order.Actor{ID: "anna", Role: order.RoleOperator}
	cdek = order.Actor{Role: order.RoleCarrier, System: "cdek-1"}
	till = order.Actor{Role: order.RoleGateway, System: "kassa-1"}
)

const mark = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmc="

// atTheDoor is a shop whose buyers may pay at the door.
func atTheDoor() order.Scheme {
	s, _ := order.ByCarrier.Rules()
	s.Code, s.Prepaid, s.AssemblingOnPayment = "at-the-door", false, false
	return s
}

// place is an order of marked shoes, three pairs of socks that cost 100.00 together, a fabric sold by the metre, and
// delivery.
func place(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	o, _, err := order.New(order.Draft{
		ID: "shop-231", Number: "A-231", Scheme: "at-the-door", Authority: order.OwnShop,
		Buyer:    order.Buyer{Name: "Иванова Анна", Phone: "8 (901) 000-00-02", Email: "anna@shop.example"},
		Delivery: order.Delivery{City: "Санкт-Петербург", Point: "SPB14"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "NORDA-42", Name: "Кроссовки Norda 42", Quantity: amount.Pcs(2), Total: amount.RUB(960000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "socks", SKU: "SOCK-G", Name: "Носки", Quantity: amount.Pcs(3), Total: amount.RUB(10000), VAT: amount.VAT10},
			{ID: "fabric", SKU: "LINEN", Name: "Лён", Quantity: amount.Milli(1500), Step: amount.Milli(100), Total: amount.RUB(90000), VAT: amount.VAT22},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT22},
		},
	}, d.by(anna), order.WithScheme(atTheDoor()))
	require.NoError(t, err)
	d.o = o
	d.does(order.SetMark{Line: "shoes", Unit: 0, Code: mark})
	d.does(order.SetMark{Line: "shoes", Unit: 1, Code: mark + "2"})
	return d
}

func (d *desk) by(who order.Actor) order.By {
	d.at = d.at.Add(time.Minute)
	return order.By{Actor: who, At: d.at}
}

func (d *desk) does(cmds ...order.Command) {
	d.Helper()
	for _, c := range cmds {
		_, err := d.o.Do(c, d.by(anna))
		require.NoError(d, err)
	}
}

// hears lets the carrier report where a parcel is.
func (d *desk) hears(p carriers.Parcel) []order.Event {
	d.Helper()
	r, ok := p.Report(d.o.View().Shipments[0])
	require.True(d, ok)
	evs, err := d.o.Observe(r, d.by(cdek))
	require.NoError(d, err)
	return evs
}

func (d *desk) consignment(n int) carriers.Consignment {
	return carriers.Consignment{Order: d.o.View(), Shipment: n, Weights: map[string]int{"shoes": 800, "socks": 50, "fabric": 300}}
}
