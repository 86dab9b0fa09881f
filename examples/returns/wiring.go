package main

import (
	"context"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// company is the merchant on the receipts. Its tax system and that of fiscal must be the same.
var company = atol.Company{
	Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru",
}

// fiscal says how the merchant's receipts are made.
var fiscal = receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}

// connect is the wiring of a service: the shop, the CRM in which its people see the order, the gateway that holds the
// money, the registrar, and a bridge between them.
func connect(ctx context.Context, store bridge.Store, pay *yookassa.Client, crmURL, atolURL string, clock ordo.Clock) (*bridge.Bridge, error) {
	mapping := retailcrm.DefaultMapping()
	mapping.Delivery = "courier"
	crm := retailcrm.New(crmURL, retailcrmtest.Key, ordo.WithClock(clock), ordo.WithLimits(ordo.Limits{})).
		WithSite(retailcrmtest.Site).System(mapping)
	if err := crm.Install(ctx); err != nil { // sets up the CRM's fields, once
		return nil, err
	}
	register := atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup,
		ordo.WithBaseURL(atolURL), ordo.WithClock(clock), ordo.WithLimits(ordo.Limits{})). // a fake has no limits
		WithVersion(atol.V5).
		Registrar(company, atol.WithCallback("https://merchant.example/atol-1/7f3a9c51"))
	return bridge.New(store,
		bridge.Account("shop-1", shop.New(shop.Settings{})), bridge.Account("crm-1", crm),
		bridge.Account("pay-1", pay.Gateway()), bridge.Account("atol-1", register),
		bridge.Route{Channel: "shop-1", ERP: "crm-1", Gateway: "pay-1", Receipts: "atol-1", Fiscal: fiscal},
		bridge.WithClock(clock))
}

// counter holds the fakes and the bridge between them.
type counter struct {
	clock *stage.Clock
	crm   *retailcrmtest.Server
	yk    *yookassatest.Server
	kassa *atoltest.Server
	pay   *yookassa.Client // of the shop's own program
	store *memory.Store
	b     *bridge.Bridge
}

// open starts the fakes and connects them. Their webhooks go to the bridge.
func open(ctx context.Context) (*counter, error) {
	c := &counter{clock: stage.NewClock(on(2, 9, 0)), store: memory.New()}
	calls := func(account string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.b.Webhook(account).ServeHTTP(w, r) })
	}
	c.yk = yookassatest.New(yookassatest.Settings{
		Now:      c.clock.Now,
		Receiver: fake.Receiver{URL: "https://merchant.example/pay-1/", Transport: fake.Direct(calls("pay-1"))},
	})
	c.crm = retailcrmtest.New(retailcrmtest.Settings{Now: c.clock.Now})
	for i, article := range []string{"NORDA-42", "SOCKS", "WOOL"} {
		c.crm.AddOffer(int64(501+i), article, article)
	}
	c.kassa = atoltest.New(atoltest.Settings{Version: int(atol.V5), Now: c.clock.Now, Receiver: fake.Receiver{Transport: fake.Direct(calls("atol-1"))}})
	c.pay = yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey,
		ordo.WithBaseURL(c.yk.URL()), ordo.WithClock(c.clock))
	var err error
	if c.b, err = connect(ctx, c.store, c.pay, c.crm.URL(), c.kassa.URL(), c.clock); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *counter) close() {
	c.crm.Close()
	c.yk.Close()
	c.kassa.Close()
}

// moscow is the time zone of everyone in the story.
var moscow = time.FixedZone("MSK", 3*60*60)

// on returns a time in March 2026.
func on(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, moscow)
}
