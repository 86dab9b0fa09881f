package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/texts"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// The places, as 1C calls them.
const (
	central = "ЦС"    // Москва
	shop1   = "МАГ-1" // Екатеринбург
)

// connect is the wiring of a service: the shop, the portal where people work, the books, the carrier, the money and the
// receipts, and a bridge between them.
func (d *day) connect(ctx context.Context) (*bridge.Bridge, error) {
	free := []ordo.Option{ordo.WithClock(d.clock), ordo.WithLimits(ordo.Limits{})} // a fake has no limits
	at := func(url string) []ordo.Option { return append([]ordo.Option{ordo.WithBaseURL(url)}, free...) }
	site := bitrix.New(d.site.URL(), bxrest.Webhook(bitrixtest.WebhookUser, bitrixtest.WebhookCode), free...).Channel(bitrix.Settings{
		Catalogues: []int64{bitrixtest.CatalogID}, ArticleField: "property45", DeliveryVAT: amount.VAT22,
		PaySystems: map[int64]bitrix.PayMethod{bitrixtest.Cards: {Method: "card", Gateway: "yookassa"}},
	})
	portal := bitrix24.New(d.portal.URL(), bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), free...).
		System(bitrix24.Settings{People: []bitrix24.Person{{User: bitrix24test.Operator}}})
	books := onec.New(d.base.URL()+onectest.Publication, onectest.User, onectest.Password, free...)
	company := atol.Company{Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru"}
	register := atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, at(d.kassa.URL())...).
		WithVersion(atol.V5).Registrar(company, atol.WithCallback("https://merchant.example/atol-1/7f3a9c51"))
	parcels := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, at(d.cdek.URL())...).Carrier(
		cdek.FromOffice("MSK5"), cdek.WithWebhook("https://merchant.example/cdek-1/5f3e9a"),
		cdek.WithSender(cdek.Contact{Company: "ООО Ромашка", Name: "Орлова Анна", Phones: []cdek.Phone{{Number: "+79010000001"}}}),
	)
	b, err := bridge.New(d.store,
		bridge.Account("shop-1", site), bridge.Account("b24-1", portal), bridge.Account("1c-1", books.System(settings())),
		bridge.Account("cdek-1", parcels), bridge.Account("pay-1", d.pay.Gateway()), bridge.Account("atol-1", register),
		bridge.Route{
			Channel: "shop-1", ERP: "b24-1", Books: "1c-1", Export: bridge.Export{When: bridge.ExportWhenPaid}, Reserve: bridge.ReservePolicy{Auto: true},
			Tills:    map[string]string{"card": "acquiring", "Наличные курьеру": "couriers", "Внутренний счет": "accounts of buyers"},
			Carriers: []string{"cdek-1"}, Gateway: "pay-1", Receipts: "atol-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2},
		},
		bridge.WithPeople(func(_, user string) order.Actor { // the users of the portal, and what they may do
			if user == strconv.Itoa(bitrix24test.Operator) {
				return operator
			}
			return order.Actor{}
		}),
		bridge.WithWeights(func(order.LineView) int { return 300 }), bridge.WithLanguage(texts.Russian), bridge.WithClock(d.clock))
	if err == nil {
		_, err = portal.Setup(ctx) // the funnel, its stages, the fields and smart processes; once
	}
	return b, errors.Join(err, d.deliveryIn1C(ctx, books))
}

// settings is how the merchant has set up 1C.
func settings() onec.Settings {
	return onec.Settings{
		Organisation: onectest.Organization, Agreement: onectest.Agreement, Priority: onectest.Priority,
		Warehouses: []onec.Place{
			{Code: central, City: "Москва", Latitude: 55.75, Longitude: 37.62, Central: true},
			{Code: shop1, City: "Екатеринбург", Latitude: 56.84, Longitude: 60.61, Issues: true},
		},
		Goods:    onec.GoodsSettings{Services: map[order.LineKind]string{order.LineDelivery: "ДОСТАВКА"}},
		Cancel:   onec.CancelSettings{Default: onectest.CancelReason},
		Payments: &onec.PaymentSettings{Contract: onectest.Acquiring},
	}
}

// deliveryIn1C adds the service of 1C for what a delivery costs.
func (d *day) deliveryIn1C(ctx context.Context, books *onec.Client) error {
	mug, err := books.Goods().Get(ctx, onec.Guid(d.base.Key("Catalog_Номенклатура", "MUG")))
	if err != nil {
		return err
	}
	_, err = books.Goods().Create(ctx, onec.Good{
		Name: "Доставка", FullName: "Доставка", Article: "ДОСТАВКА", Type: "Услуга", Kind: mug.Kind, Unit: mug.Unit, VATRate: mug.VATRate,
	}, onec.Filter{})
	return err
}

// day holds the fakes and the bridge between them.
type day struct {
	clock  *stage.Clock
	site   *bitrixtest.Server
	portal *bitrix24test.Server
	base   *onectest.Server
	cdek   *cdektest.Server
	yk     *yookassatest.Server
	kassa  *atoltest.Server
	pay    *yookassa.Client
	store  *memory.Store
	b      *bridge.Bridge

	number int // of the order in the shop
}

// open starts the fakes and connects them. Their webhooks go to the bridge.
func open(ctx context.Context) (*day, error) {
	d := &day{clock: stage.NewClock(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.FixedZone("MSK", 3*60*60))), store: memory.New()}
	calls := func(account string) fake.Receiver {
		return fake.Receiver{
			URL:       "https://merchant.example/" + account + "/",
			Transport: fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.b.Webhook(account).ServeHTTP(w, r) })),
		}
	}
	d.site = bitrixtest.New(bitrixtest.Settings{Now: d.clock.Now, ShowCoupons: true})
	d.portal = bitrix24test.New(bitrix24test.Settings{Now: d.clock.Now, Box: true})
	d.base = onectest.New(onectest.Settings{Now: d.clock.Now})
	d.cdek = cdektest.New(cdektest.Settings{Now: d.clock.Now, Receiver: fake.Receiver{Transport: calls("cdek-1").Transport}})
	d.yk = yookassatest.New(yookassatest.Settings{Now: d.clock.Now, Receiver: calls("pay-1")})
	d.kassa = atoltest.New(atoltest.Settings{Version: int(atol.V5), Now: d.clock.Now, Receiver: fake.Receiver{Transport: calls("atol-1").Transport}})
	d.pay = yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(d.yk.URL()), ordo.WithClock(d.clock))
	d.site.SetStock("MUG", 1, "20")
	err := d.base.SetStock("MUG", central, 20)
	if err == nil {
		d.b, err = d.connect(ctx)
	}
	if err == nil {
		err = d.b.Check(ctx)
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *day) close() {
	d.site.Close()
	d.portal.Close()
	d.base.Close()
	d.cdek.Close()
	d.yk.Close()
	d.kassa.Close()
}
