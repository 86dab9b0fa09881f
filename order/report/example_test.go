package report_test

import (
	"fmt"
	"os"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/report"
	"github.com/ordo-sdk/ordo/status"
)

// Why goods came back, by shop.
func Example() {
	r, err := report.New(report.Query{Subject: report.Returns, By: []report.By{report.Channel, report.Reason}})
	if err != nil {
		panic(err)
	}
	by := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	for _, id := range []string{"1", "2"} {
		o, _, err := order.New(order.Draft{
			ID: id, Ref: order.Ref{System: "shop", Account: "shop-1", Kind: "order", ID: id}, Scheme: order.ByCarrier,
			Lines: []order.Line{{ID: "shoes", Name: "Shoes", Quantity: amount.Pcs(2), Price: amount.RUB(480000)}},
		}, by)
		if err != nil {
			panic(err)
		}
		for _, c := range []order.Command{
			order.Pay{Payment: order.Payment{ID: "p", State: status.PaymentPaid, Amount: amount.RUB(960000)}},
			order.Return{Picks: order.Pick("shoes", amount.Pcs(1)), Reason: status.ReasonWrongSize},
		} {
			if _, err := o.Do(c, by); err != nil {
				panic(err)
			}
		}
		if err := r.Add(o); err != nil {
			panic(err)
		}
	}
	if err := r.Table().CSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// channel,reason,count,units,sum RUB
	// shop-1,wrong-size,2,2,9600.00
	// ,,2,2,9600.00
}
