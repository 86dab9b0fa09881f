package erp_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// An effect creates an order in the ERP, and the changes of its users come back as intents.
func Example() {
	ctx := context.Background()
	shop := retailcrmtest.New(retailcrmtest.Settings{})
	defer shop.Close()
	shop.AddOffer(501, "MUG-RED", "Кружка красная")
	m := retailcrm.DefaultMapping()
	m.Delivery = "courier"
	var books erp.System = retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, ordo.WithHTTPClient(&http.Client{Transport: shop.Transport()})).
		WithSite(retailcrmtest.Site).System(m)

	o, evs, err := order.New(order.Draft{
		ID: "mm-1/955100777", Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "955100777"}, Scheme: order.Standard,
		Lines: []order.Line{{ID: "1", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(1), Total: amount.RUB(99000)}},
	}, order.By{At: time.Now()})
	if err != nil {
		fmt.Println(err)
		return
	}
	task, _ := o.Task(order.Effect{Kind: order.EffectUpsert, N: evs[0].N, Target: books.Ref(o.View())})
	for range 2 { // Apply is idempotent
		out, err := books.Apply(ctx, task)
		fmt.Println(out.Kind, out.Code, err)
	}

	card, _ := shop.Order("955100777")
	shop.SetStatus(card.ID, "availability-confirmed")
	for c, err := range books.Changes(ctx, "") {
		if err != nil {
			fmt.Println(err)
			return
		}
		if c.Ref.IsZero() {
			continue // our own change, which only moves the cursor
		}
		r, err := books.Read(ctx, []erp.Change{c}, o.View())
		fmt.Println(c.Field, "is", r.Status, err)
		for _, report := range r.Reports {
			_, err := o.Observe(report, order.By{Actor: order.Actor{Role: order.RoleERP, System: "crm-1"}, At: time.Now()})
			fmt.Println("the order is", o.State(), err)
		}
	}
	// Output:
	// applied new <nil>
	// already-so new <nil>
	// status is availability-confirmed <nil>
	// the order is confirmed <nil>
}
