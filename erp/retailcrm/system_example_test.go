package retailcrm_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// An order of a marketplace comes into the CRM; the merchant refuses one lot there and confirms the others.
func ExampleClient_System() {
	account := retailcrmtest.New(retailcrmtest.Settings{})
	defer account.Close()
	account.AddOffer(501, "MUG-RED", "Кружка красная")
	ctx := context.Background()
	crm := retailcrm.New(account.URL(), retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(time.UTC).
		System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example/crm-1", "a long secret"))
	if err := crm.Install(ctx); err != nil {
		fmt.Println(err)
		return
	}

	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	o, _, err := order.New(order.Draft{
		ID: "mm-955100777", Ref: order.Ref{System: "megamarket", Kind: "shipment", ID: "955100777"}, Scheme: order.Standard, Authority: order.Marketplace,
		Lines: []order.Line{
			{ID: "1", SKU: "MUG-RED", Quantity: amount.Pcs(1), Total: amount.RUB(89000)},
			{ID: "2", SKU: "MUG-RED", Quantity: amount.Pcs(1), Total: amount.RUB(89000)},
		},
	}, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "mm-1"}, At: now})
	if err != nil {
		fmt.Println(err)
		return
	}
	task, _ := o.Task(order.Effect{Kind: order.EffectUpsert, Key: "k1", N: o.Version()})
	made, err := crm.Apply(ctx, task)
	fmt.Println(made.Kind, made.Code, err)

	there := account.Orders()[0]
	account.SetItemStatus(there.ID, there.Items[1].ID, "out-of-stock") // by hand
	account.SetStatus(there.ID, "availability-confirmed")

	var changes []erp.Change
	for change, err := range crm.Changes(ctx, "") {
		if err != nil {
			fmt.Println(err)
			return
		}
		if change.Ref == crm.Ref(o.View()) {
			changes = append(changes, change)
		}
	}
	reading, err := crm.Read(ctx, changes, o.View())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, intent := range reading.Reports {
		if _, err := o.Observe(intent, order.By{Actor: order.Actor{Role: order.RoleERP, System: "crm-1"}, At: now}); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(o.State(), o.Total())
	// Output:
	// applied new <nil>
	// partly-confirmed 890.00 RUB
}

// The merchant's settings are data, and what is wrong with them is told all at once.
func ExampleParseMapping() {
	_, err := retailcrm.ParseMapping([]byte(`{"confirm": ["agreed"], "done": "complete", "courier": {"field": "mm_courier", "fires": "set"}, "colour": "red"}`))
	fmt.Println(err)
	// Output:
	// retailcrm: mapping: the merchant's settings are wrong: done: it is a text, not a list
	// colour: unknown field (known: cancel, confirm, courier, deadlines, delivery, done, lots, module, notes, orderMethod, orderType, packing, payment, prefix, reasons, schemes, shown, tooLate)
}
