package russianpost_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A shipment becomes a parcel: a form is filled in from the order, and the Post gives the number at once.
func ExampleClient_Carrier() {
	vendor := russianposttest.New(russianposttest.Settings{})
	defer vendor.Close()
	post := russianpost.New(russianposttest.DefaultToken, russianposttest.DefaultLogin, russianposttest.DefaultPassword,
		ordo.WithHTTPClient(&http.Client{Transport: vendor.Transport()}))
	parcels, err := post.Carrier(russianpost.Settings{Office: russianposttest.OfficeMoscow})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	form, err := parcels.Form(ctx, carriers.Consignment{Order: kettle(), Shipment: 1, Weights: map[string]int{"kettle": 1200}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"mail-type", "mail-category", "recipient-name", "index-to", "street-to", "mass", "insr-value", "payment"} {
		field, _ := form.Field(name)
		fmt.Printf("%s: %s\n", field.Label, form.Values[name])
	}
	p, err := parcels.Create(ctx, carriers.Request{Key: "A-1042-S1", Values: form.Values})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.State, p.Shipment, len(p.Number), p.Problems)
	vendor.Arrive(p.Number)
	for p, err := range parcels.Read(ctx, p.Ref) {
		fmt.Println(p.Shipment, p.Code, p.Text, err)
	}
	// Output:
	// Вид РПО: POSTAL_PARCEL
	// Категория РПО: WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY
	// Фамилия, имя, отчество: Петрова Анна Сергеевна
	// Индекс: 190000
	// Улица: ул Примерная
	// Масса: 1200
	// Объявленная ценность: 4990.00
	// Наложенный платёж: 4990.00
	// accepted requested 14 []
	// arrived 8/2 Прибыло в место вручения <nil>
}

// kettle is an order of a kettle that is packed, put into a shipment, and paid on receipt.
func kettle(change ...func(*order.Draft)) order.View {
	at := time.Unix(1772400000, 0)
	by := func() order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}
	}
	scheme, _ := order.ByCarrier.Rules()
	scheme.Code, scheme.Prepaid, scheme.AssemblingOnPayment = "on-receipt", false, false
	d := order.Draft{
		ID: "A-1042", Number: "A-1042", Scheme: scheme.Code, Authority: order.OwnShop,
		Buyer:    order.Buyer{Name: "Петрова Анна Сергеевна", Phone: "8 901 000-00-02"},
		Delivery: order.Delivery{City: "Санкт-Петербург", Address: "190000, Санкт-Петербург, ул. Примерная, 1, кв 5"},
		Lines:    []order.Line{{ID: "kettle", SKU: "KET-1", Name: "Чайник", Quantity: amount.Pcs(1), Total: amount.RUB(499000), VAT: amount.VAT20}},
	}
	for _, c := range change {
		c(&d)
	}
	o, _, err := order.New(d, by(), order.WithScheme(scheme))
	for _, c := range []order.Command{
		order.Pack{Boxes: []order.Box{{Picks: order.PickAll("kettle"), Length: 200, Width: 150, Height: 100}}},
		order.CreateShipment{Carrier: order.Ref{System: "russianpost", Account: "post-1"}},
	} {
		if err == nil {
			_, err = o.Do(c, by())
		}
	}
	if err != nil {
		panic(err)
	}
	return o.View()
}
