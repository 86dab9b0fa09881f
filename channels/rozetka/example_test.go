package rozetka_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
)

// A new order is found, taken into work, and planned to be handed over with a waybill.
func Example() {
	vendor := rozetkatest.New(rozetkatest.Settings{}) // a real one needs no options
	defer vendor.Close()
	vendor.Place(rozetkatest.Order{Lines: []rozetkatest.Line{{OfferID: "CH-1", Name: "Чайник", Price: 750_00, Quantity: 2}}})
	rz := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), ordo.WithBaseURL(vendor.URL()))

	ctx := context.Background()
	f := rozetka.OrderFilter{Category: rozetka.CategoryNew, Expand: []rozetka.Expand{rozetka.ExpandPurchases, rozetka.ExpandItems}}
	for o, err := range rz.ListOrders(ctx, f) {
		if err != nil {
			fmt.Println(err)
			return
		}
		p := o.Purchases[0]
		fmt.Println(p.Quantity, "×", p.ItemName, p.Item.OfferID, o.CostWithDiscount, "status", o.Status)

		for _, u := range []rozetka.StatusUpdate{
			{Status: rozetka.StatusInWork, Comment: "прийнято"},
			{Status: rozetka.StatusPlanned, TTN: "20450000000001"},
		} {
			got, err := rz.SetStatus(ctx, o.ID, u)
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(strings.TrimSpace(fmt.Sprint("status ", got.Status, " ", got.TTN)))
		}
	}
	// Output:
	// 2 × Чайник CH-1 1500.00 UAH status 1
	// status 26
	// status 61 20450000000001
}

// A step that ROZETKA does not allow is refused with its reason, though the HTTP status is 200.
func ExampleProblemsOf() {
	vendor := rozetkatest.New(rozetkatest.Settings{})
	defer vendor.Close()
	id := vendor.Place(rozetkatest.Order{Lines: []rozetkatest.Line{{OfferID: "CH-1", Name: "Чайник", Price: 750_00}}})
	rz := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), ordo.WithBaseURL(vendor.URL()))

	_, err := rz.SetStatus(context.Background(), id, rozetka.StatusUpdate{Status: rozetka.StatusConfirmed})
	fmt.Println(errors.Is(err, ordo.ErrInvalid))
	for _, p := range rozetka.ProblemsOf(err) {
		fmt.Println(p.Code, p.Message)
		for _, d := range p.Details {
			fmt.Println(d.Field, d.Text)
		}
	}
	// Output:
	// true
	// 1005 check_correctness_of_data
	// status Неможливо змінити статус. З 1 на 2. Наступний статус недоступний.
}

// The statuses that cancel an order now are those that ROZETKA offers for it.
func ExampleChannel_Choices() {
	vendor := rozetkatest.New(rozetkatest.Settings{})
	defer vendor.Close()
	id := vendor.Place(rozetkatest.Order{Status: 5, Lines: []rozetkatest.Line{{OfferID: "CH-1", Name: "Чайник", Price: 750_00}}})
	shop := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), ordo.WithBaseURL(vendor.URL())).Channel()

	open, err := shop.Choices(context.Background(), fmt.Sprint(id))
	for _, x := range open {
		fmt.Println(x.Code, x.Name, x.Reason)
	}
	fmt.Println(shop.Can(order.EffectCancel, order.SchemeRozetka), err)
	// Output:
	// 11 Не прийшов за замовленням not-collected
	// 12 Відмова при отриманні buyer-refused
	// true <nil>
}
