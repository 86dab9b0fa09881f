package novaposhta_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Waybills that were made in the cabinet are tracked, a hundred with one request.
func Example() {
	vendor := novaposhtatest.New(novaposhtatest.Settings{}) // the real one needs no options
	defer vendor.Close()
	parcels := novaposhta.New(novaposhtatest.DefaultKey, ordo.WithBaseURL(vendor.URL()))

	number := vendor.MakeWaybill(map[string]any{"InfoRegClientBarcodes": "A-1042-S1"})
	vendor.Arrive(number)
	for t, err := range parcels.Track(context.Background(), novaposhta.Tracked{Number: number}, novaposhta.Tracked{Number: "59000000000000"}, novaposhta.Tracked{Number: "59"}) {
		switch {
		case err != nil:
			fmt.Println(err) // the last word of the list
		case t.Problem != nil:
			fmt.Println(ordo.ClassOf(t.Problem)) // one number that is none
		default:
			fmt.Println(t.Known(), t.StatusCode, t.Status)
		}
	}
	// Output:
	// true 7 Прибув на відділення
	// false 3 Номер не знайдено
	// invalid
}

// What is refused has the vendor's codes; a branch that does not take the parcel tells its limit.
func ExampleProblem_TooBig() {
	vendor := novaposhtatest.New(novaposhtatest.Settings{})
	defer vendor.Close()
	parcels := novaposhta.New(novaposhtatest.DefaultKey, ordo.WithBaseURL(vendor.URL()))

	ctx := context.Background()
	who, err := parcels.CreateCounterparty(ctx, novaposhta.CounterpartyDraft{
		Type: novaposhta.PrivatePerson, Property: novaposhta.Recipient, LastName: "Зразкова", FirstName: "Олена", Phone: "+380670000002",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = parcels.CreateWaybill(ctx, novaposhta.Draft{
		Key: "A-1042-S1", PayerType: novaposhta.Recipient, PaymentMethod: novaposhta.Cash, DateTime: novaposhta.DateOf(time.Now()),
		CargoType: novaposhta.Parcel, ServiceType: novaposhta.WarehouseWarehouse, Weight: "40", SeatsAmount: 1, Description: "Чайники",
		OptionsSeat: []novaposhta.Seat{{Weight: "40", Length: "60", Width: "40", Height: "40"}},
		CitySender:  novaposhtatest.CityKyiv, Sender: novaposhtatest.Sender, SenderAddress: novaposhtatest.BranchKyiv,
		ContactSender: novaposhtatest.SenderContact, SendersPhone: novaposhtatest.SenderPhone,
		CityRecipient: novaposhtatest.CityLviv, RecipientAddress: novaposhtatest.BranchLviv, RecipientsPhone: "380670000002",
		Recipient: who.Ref, ContactRecipient: who.Contacts.Persons[0].Ref,
	})
	var no *novaposhta.RefusalError
	if errors.As(err, &no) {
		for _, p := range no.Problems {
			fmt.Println(p.Code, p.TooBig(), p.Limit(), ordo.ClassOf(err))
		}
	}
	// Output: 20000202865 true 30 invalid
}

// A shipment becomes a parcel: a form is filled in from the order, and Nova Poshta makes the waybill.
func ExampleClient_Carrier() {
	vendor := novaposhtatest.New(novaposhtatest.Settings{})
	defer vendor.Close()
	parcels := novaposhta.New(novaposhtatest.DefaultKey, ordo.WithBaseURL(vendor.URL())).
		Carrier(novaposhta.FromWarehouse(novaposhtatest.BranchKyiv))
	ctx := context.Background()

	o, err := unpaid()
	if err != nil {
		fmt.Println(err)
		return
	}
	form, err := parcels.Form(ctx, carriers.Consignment{Order: o.View(), Shipment: 1, Weights: map[string]int{"kettle": 1200}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"ServiceType", "RecipientName", "RecipientsPhone", "OptionsSeat.1.weight", "Cost", "BackwardDeliveryData.RedeliveryString"} {
		field, _ := form.Field(name)
		fmt.Printf("%s: %s\n", field.Label, form.Values[name])
	}
	p, err := parcels.Create(ctx, carriers.Request{Key: "910000123-S1", Values: form.Values})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.State, p.Shipment, len(p.Number), p.Problems)
	vendor.Arrive(p.Number)
	for p, err := range parcels.Read(ctx, p.Ref) {
		fmt.Println(p.Shipment, p.Text, err)
	}
	// Output:
	// Тип доставки: WarehouseWarehouse
	// Прізвище, ім'я, по батькові: Зразкова Олена
	// Телефон: +380670000002
	// Вага: 1.2
	// Оголошена вартість: 1400
	// Грошовий переказ: 1400.00
	// accepted requested 14 []
	// arrived Прибув на відділення <nil>
}

// unpaid is an order of a kettle that is packed, put into a shipment, and paid on receipt.
func unpaid() (*order.Order, error) {
	at := time.Unix(1772400000, 0)
	by := func(r order.Role) order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: r}, At: at}
	}
	scheme, _ := order.ByCarrier.Rules()
	scheme.Code, scheme.Prepaid, scheme.AssemblingOnPayment = "on-receipt", false, false
	price, err := amount.ParseMoney("1400.00", "UAH")
	if err != nil {
		return nil, err
	}
	o, _, err := order.New(order.Draft{
		ID: "910000123", Number: "910000123", Scheme: scheme.Code, Authority: order.OwnShop,
		Buyer:    order.Buyer{Name: "Зразкова Олена", Phone: "067 000 00 02"},
		Delivery: order.Delivery{City: "Львів", Point: novaposhtatest.BranchLviv},
		Lines:    []order.Line{{ID: "kettle", SKU: "KET-1", Name: "Чайник", Quantity: amount.Pcs(1), Total: price, VAT: amount.VAT20}},
	}, by(order.RoleChannel), order.WithScheme(scheme))
	for _, c := range []order.Command{
		order.Pack{Boxes: []order.Box{{Picks: order.PickAll("kettle"), Length: 200, Width: 150, Height: 100}}},
		order.CreateShipment{Carrier: order.Ref{System: "novaposhta", Account: "np-1"}},
	} {
		if err == nil {
			_, err = o.Do(c, by(order.RoleOperator))
		}
	}
	return o, err
}
