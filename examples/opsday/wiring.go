package main

import (
	"context"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// The places, as 1C calls them.
const (
	central = "ЦС"    // the central warehouse, Москва
	shop1   = "МАГ-1" // Екатеринбург
	shop2   = "МАГ-2" // Казань
)

// settings is how the merchant has set up 1C.
func settings() onec.Settings {
	return onec.Settings{
		Organisation: onectest.Organization, Agreement: onectest.Agreement, Priority: onectest.Priority,
		Warehouses: []onec.Place{
			{Code: central, City: "Москва", Latitude: 55.75, Longitude: 37.62, Central: true},
			{Code: shop1, City: "Екатеринбург", Latitude: 56.84, Longitude: 60.61, Issues: true, Comment: "Магазин 1", Responsible: onectest.Operator},
			{Code: shop2, City: "Казань", Latitude: 55.79, Longitude: 49.12, Issues: true, Comment: "Магазин 2"},
		},
		Deliver: map[string]onec.Deliver{
			"СДЭК": {Method: "СиламиПеревозчикаПоАдресу", Carrier: onectest.Carrier, Comment: "курьер", Responsible: onectest.Operator},
		},
		Cancel:   onec.CancelSettings{Default: onectest.CancelReason},
		Returns:  onec.ReturnSettings{Reasons: map[status.Reason]string{status.ReasonWrongSize: "Не подошёл размер"}},
		Payments: &onec.PaymentSettings{Contract: onectest.Acquiring},
	}
}

// scheme is that of goods by a carrier or at an own shop. Marked goods that come back to a shop go on to the warehouse.
func scheme() order.Scheme {
	s, _ := order.ByCarrier.Rules()
	s.MarkedBack = central
	return s
}

// connect is the wiring of a service: the shop, 1C, the carrier, the gateway that holds the money, the registrar, and a
// bridge between them. The order goes to 1C when it is paid, and a line is reserved at one place if that has all of it.
func (d *day) connect() (*bridge.Bridge, error) {
	free := []ordo.Option{ordo.WithClock(d.clock), ordo.WithLimits(ordo.Limits{})} // a fake has no limits
	at := func(url string) []ordo.Option { return append([]ordo.Option{ordo.WithBaseURL(url)}, free...) }
	books := onec.New(d.base.URL()+onectest.Publication, onectest.User, onectest.Password, free...).System(settings())
	company := atol.Company{
		Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru",
	}
	register := atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, at(d.kassa.URL())...).
		WithVersion(atol.V5).Registrar(company, atol.WithCallback("https://merchant.example/atol-1/7f3a9c51"))
	parcels := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, at(d.cdek.URL())...).Carrier(
		cdek.FromOffice("MSK5"), cdek.WithWebhook("https://merchant.example/cdek-1/5f3e9a"),
		cdek.WithSender(cdek.Contact{Company: "ООО Ромашка", Name: "Орлова Анна", Phones: []cdek.Phone{{Number: "+79010000001"}}}),
	)
	return bridge.New(d.store,
		bridge.Account("shop-1", shop.New(shop.Settings{})), bridge.Account("1c-1", books), bridge.Account("cdek-1", parcels),
		bridge.Account("pay-1", d.pay.Gateway()), bridge.Account("atol-1", register),
		bridge.Route{
			Channel: "shop-1", Books: "1c-1", Export: bridge.Export{When: bridge.ExportWhenPaid}, Reserve: bridge.ReservePolicy{Auto: true},
			Carriers: []string{"cdek-1"}, Gateway: "pay-1", Receipts: "atol-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2},
		},
		bridge.WithOrders(order.WithScheme(scheme())), bridge.WithWeights(func(order.LineView) int { return 400 }),
		bridge.WithLanguage(texts.Russian), bridge.WithClock(d.clock))
}

// day holds the fakes and the bridge between them.
type day struct {
	clock *stage.Clock
	base  *onectest.Server
	cdek  *cdektest.Server
	yk    *yookassatest.Server
	kassa *atoltest.Server
	pay   *yookassa.Client // of the shop's own program
	store *memory.Store
	b     *bridge.Bridge

	papers map[string]string // the documents in 1C as they were printed last
	asked  map[string]bool   // notices that were printed
}

// open starts the fakes and connects them. Their webhooks go to the bridge.
func open(ctx context.Context) (*day, error) {
	d := &day{clock: stage.NewClock(at(9, 0)), store: memory.New(), papers: map[string]string{}, asked: map[string]bool{}}
	calls := func(account string) fake.Receiver {
		return fake.Receiver{
			URL: "https://merchant.example/" + account + "/",
			Transport: fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				d.b.Webhook(account).ServeHTTP(w, r)
			})),
		}
	}
	d.base = onectest.New(onectest.Settings{Now: d.clock.Now})
	d.cdek = cdektest.New(cdektest.Settings{Now: d.clock.Now, Receiver: fake.Receiver{Transport: calls("cdek-1").Transport}})
	d.yk = yookassatest.New(yookassatest.Settings{Now: d.clock.Now, Receiver: calls("pay-1")})
	d.kassa = atoltest.New(atoltest.Settings{Version: int(atol.V5), Now: d.clock.Now, Receiver: fake.Receiver{Transport: calls("atol-1").Transport}})
	d.pay = yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(d.yk.URL()), ordo.WithClock(d.clock))
	err := d.stock()
	if err == nil {
		d.b, err = d.connect()
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

// stock counts the goods in the morning.
func (d *day) stock() error {
	for _, s := range []struct {
		article, place string
		n              float64
	}{{"MUG", shop1, 1}, {"MUG", shop2, 3}, {"BOWL", shop2, 1}, {"BOWL", central, 5}, {"SHOES-42", central, 2}} {
		if err := d.base.SetStock(s.article, s.place, s.n); err != nil {
			return err
		}
	}
	return nil
}

func (d *day) close() {
	d.base.Close()
	d.cdek.Close()
	d.yk.Close()
	d.kassa.Close()
}

// moscow is the time zone of everyone in the story.
var moscow = time.FixedZone("MSK", 3*60*60)

// at returns a time of the day.
func at(hour, minute int) time.Time {
	return time.Date(2026, time.March, 2, hour, minute, 0, 0, moscow)
}
