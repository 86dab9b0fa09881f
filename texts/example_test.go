package texts_test

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// A refusal in the language of the manager who gave the command.
func Example() {
	by := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	o, _, err := order.New(order.Draft{
		ID: "1", Scheme: order.Standard, Currency: "RUB",
		Lines: []order.Line{{ID: "L1", Name: "чайник", Quantity: amount.Pcs(3), Price: amount.RUB(2500_00)}},
	}, by)
	if err != nil {
		panic(err)
	}
	_, err = o.Do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(5)), Reason: status.ReasonOutOfStock}, by)
	for _, l := range []texts.Language{texts.English, texts.Russian, texts.Ukrainian} {
		fmt.Println(l.Error(err))
	}
	// Output:
	// cancel: line L1: 5 asked, 3 of 3 may be cancelled (order is new)
	// отмена: позиция L1: запрошено 5, доступно 3 из 3 (отмена) (статус заказа: «новый»)
	// скасування: позиція L1: запитано 5, доступно 3 з 3 (скасування) (статус замовлення: «нове»)
}
