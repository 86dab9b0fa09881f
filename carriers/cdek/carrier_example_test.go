package cdek_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A shipment becomes a parcel: a form is filled in from the order, and CDEK accepts the request and later checks it.
func ExampleClient_Carrier() {
	vendor := cdektest.New(cdektest.Settings{}) // production needs no options
	defer vendor.Close()
	parcels := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, ordo.WithBaseURL(vendor.URL())).
		Carrier(cdek.FromOffice("MSK5"), cdek.WithTariffs(136, 137))
	ctx := context.Background()

	o, err := paid()
	if err != nil {
		fmt.Println(err)
		return
	}
	form, err := parcels.Form(ctx, carriers.Consignment{Order: o.View(), Shipment: 1, Weights: map[string]int{"mug": 350}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"tariff_code", "delivery_point", "recipient.phones.1.number", "packages.1.weight", "packages.1.items.1.name"} {
		field, _ := form.Field(name)
		fmt.Printf("%s: %s\n", field.Label, form.Values[name])
	}

	values := form.Values.Clone() // what a person makes of it
	values["packages.1.weight"] = "0"
	_, err = parcels.Create(ctx, carriers.Request{Key: "A-1042-S1", Values: values})
	var no *carriers.FormError
	fmt.Println(errors.As(err, &no), no.Problems)

	p, err := parcels.Create(ctx, carriers.Request{Key: "A-1042-S1", Values: form.Values})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.State, p.Shipment, p.Number != "")
	vendor.Arrive("A-1042-S1") // CDEK has checked it, and it waits for the buyer
	for p, err := range parcels.Read(ctx, p.Ref) {
		if err != nil || p.Problem != nil {
			fmt.Println(err, p.Problem)
			return
		}
		fmt.Println(p.State, p.Shipment, p.Text)
		report, _ := p.Report(o.View().Shipments[0])
		_, err = o.Observe(report, order.By{Actor: order.Actor{Role: order.RoleCarrier, System: "cdek-1"}, At: time.Unix(1772500000, 0)})
		fmt.Println(err, o.View().Shipments[0].CarrierCode, o.State())
	}
	// Output:
	// Тариф: 136
	// Пункт выдачи или постамат: SPB14
	// Номер: +79010000002
	// Вес: 700
	// Наименование: Кружка красная
	// true [packages.1.weight [min]: is 0, at least 1 g is needed]
	// waiting requested false
	// accepted arrived Принят на склад до востребования
	// <nil> ACCEPTED_AT_PICK_UP_POINT arrived
}

// paid is an order of a mug that is paid for, packed and put into a shipment.
func paid() (*order.Order, error) {
	at := time.Unix(1772400000, 0)
	by := func(r order.Role) order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: r}, At: at}
	}
	o, _, err := order.New(order.Draft{
		ID: "A-1042", Number: "A-1042", Scheme: order.ByCarrier, Authority: order.OwnShop,
		Buyer:    order.Buyer{Name: "Иванова Анна", Phone: "8 (901) 000-00-02"},
		Delivery: order.Delivery{City: "Санкт-Петербург", Point: "SPB14"},
		Lines:    []order.Line{{ID: "mug", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(2), Total: amount.RUB(178000), VAT: amount.VAT22}},
	}, by(order.RoleChannel))
	if err == nil {
		_, err = o.Do(order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}}, by(order.RoleGateway))
	}
	for _, c := range []order.Command{
		order.Pack{Boxes: []order.Box{{Picks: order.PickAll("mug"), Length: 300, Width: 200, Height: 150}}},
		order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}},
	} {
		if err == nil {
			_, err = o.Do(c, by(order.RoleOperator))
		}
	}
	return o, err
}
