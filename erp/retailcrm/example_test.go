package retailcrm_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// A module puts a marketplace's order into the CRM and sees what the merchant does with it.
func Example() {
	account := retailcrmtest.New(retailcrmtest.Settings{})
	defer account.Close()
	ctx := context.Background()
	crm := retailcrm.New(account.URL(), retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(time.UTC)

	made, err := crm.CreateOrder(ctx, retailcrm.OrderFields{
		ExternalID: "9320000000101", Status: "new",
		Items: []retailcrm.ItemFields{{ProductName: "Шина 16", InitialPrice: wire.SumOf(amount.RUB(850000)), Quantity: retailcrm.Pcs(1)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	account.SetStatus(made.Order.ID, "availability-confirmed") // by hand

	var saved int64 // from the last run
	for change, err := range crm.ListHistory(ctx, retailcrm.HistoryFilter{SinceID: saved}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if c := change.Value; change.Problem == nil && !c.Own() {
			fmt.Println(c.Order.ExternalID, c.Field, c.NewValue.Code())
		}
		saved = change.ID // now that the work is done
	}
	fmt.Println(saved > 0)
	// Output:
	// 9320000000101 status availability-confirmed
	// true
}

// A lot is cancelled by the status of its line. The other lines are repeated, as an edit's items are the whole list.
func ExampleOrder_KeepItems() {
	account := retailcrmtest.New(retailcrmtest.Settings{})
	defer account.Close()
	ctx := context.Background()
	crm := retailcrm.New(account.URL(), retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(time.UTC)
	mug := retailcrm.ItemFields{ProductName: "Кружка", InitialPrice: wire.SumOf(amount.RUB(44500)), Quantity: retailcrm.Pcs(1)}
	made, err := crm.CreateOrder(ctx, retailcrm.OrderFields{ExternalID: "955100777", Items: []retailcrm.ItemFields{mug, mug}})
	if err != nil {
		fmt.Println(err)
		return
	}

	items := made.Order.KeepItems()
	items[1].Status = "out-of-stock"
	after, err := crm.UpdateOrder(ctx, made.Order.Key(), retailcrm.OrderFields{Items: items})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range after.Items {
		fmt.Println(it.ProductName, it.Status, it.IsCanceled)
	}
	// Output:
	// Кружка new false
	// Кружка out-of-stock true
}
