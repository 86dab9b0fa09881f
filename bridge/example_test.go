package bridge_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// A merchant sells on Megamarket and works in RetailCRM. Here both are fakes in the process. A pass has no error when
// an account fails: its problems say what a person must look at.
//
// fault: U18
func Example() {
	ctx := context.Background()
	market, shop := megamarkettest.New(megamarkettest.Settings{}), retailcrmtest.New(retailcrmtest.Settings{})
	defer market.Close()
	defer shop.Close()
	shop.AddOffer(501, "MUG-RED", "Кружка красная")

	mm := megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: market.Transport()}))
	crm := retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, ordo.WithHTTPClient(&http.Client{Transport: shop.Transport()})).
		WithSite(retailcrmtest.Site).System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://merchant.example/crm-1", "module-secret"))
	if err := crm.Install(ctx); err != nil {
		fmt.Println(err)
		return
	}
	b, err := bridge.New(memory.New(),
		bridge.Account("mm-1", mm.Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID))),
		bridge.Account("crm-1", crm),
		bridge.Route{Channel: "mm-1", ERP: "crm-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sync := func() {
		pass, err := b.Sync(ctx)
		if err != nil {
			fmt.Println(err)
		}
		for _, e := range pass.Problems() { // an account that fails is no error of the pass
			fmt.Println(e.Account, e.Text)
		}
	}

	id := market.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990}}})
	sync()
	card, _ := shop.Order(id)
	fmt.Println("RetailCRM:", card.Status)

	shop.SetStatus(card.ID, "availability-confirmed") // the merchant confirms
	sync()
	fmt.Println("Megamarket:", market.Statuses(id)[0], "after", market.Commits("order/confirm"), "confirmation")

	o, err := b.Order(ctx, "mm-1/"+id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("here:", o.State(), o.Total())
	// Output:
	// RetailCRM: new
	// Megamarket: PENDING_CONFIRMATION after 1 confirmation
	// here: confirmed 990.00 RUB
}

// ExampleNew that cannot work are told at once, all of them.
func ExampleNew() {
	mm := megamarket.New("token").Channel()
	_, err := bridge.New(memory.New(), bridge.Account("mm-1", mm), bridge.Route{Channel: "mm-2", ERP: "crm-1"})
	fmt.Println(err)
	// Output:
	// bridge: route from "mm-2": Channel "mm-2" is not among the accounts; add bridge.Account("mm-2", …)
	// route from "mm-2": ERP "crm-1" is not among the accounts; add bridge.Account("crm-1", …)
	// account "mm-1": no route says where its orders go; add bridge.Route{Channel: "mm-1"}
}
