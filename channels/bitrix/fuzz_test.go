package bitrix_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// says answers every request alike.
type says string

func (s says) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(string(s))), Request: r, ContentLength: int64(len(s)),
	}, nil
}

func answers(body string) *bitrix.Client {
	return bitrix.New("https://shop.example", bxrest.Webhook(1, "c0de"), ordo.WithMaxAttempts(1), ordo.WithHTTPClient(&http.Client{Transport: says(body)}))
}

// An order that is understood can be taken here, and shows then what it shows; whatever it is, nothing panics.
func FuzzOrder(f *testing.F) {
	f.Add(orderJSON)
	f.Add(strings.NewReplacer(`"price":1952`, `"price":"1952.0000"`, `"quantity":2`, `"quantity":"2.0000"`, `"id":300`, `"id":"300"`).Replace(orderJSON))
	f.Add(strings.NewReplacer(`"canceled":"N"`, `"canceled":"Y"`, `"paid":"N"`, `"paid":"Y"`, `"statusId":"N"`, `"statusId":"F"`).Replace(orderJSON))
	f.Add(strings.NewReplacer(`"quantity":2`, `"quantity":0.333`, `"vatIncluded":"Y"`, `"vatIncluded":"N"`, `[{"id":5`, `{"7":{"id":5`).Replace(orderJSON))
	f.Fuzz(func(t *testing.T, body string) {
		for r, err := range answers(`{"result":{"result":{"c00":{"order":`+body+`}},"result_error":[]}}`).Channel(settings()).Orders(t.Context(), "300") {
			if err != nil || r.Problem != nil {
				continue
			}
			s := r.Snapshot
			s.ID, s.Authority = "order-1", order.OwnShop|order.ChannelOwnsPayment
			by := order.By{Actor: order.Actor{Role: order.RoleSystem}, At: time.Date(2026, 5, 14, 12, 0, 0, 0, time.UTC)}
			o, _, err := order.Import(s, by)
			if err != nil {
				t.Fatalf("what was understood cannot be taken: %v", err)
			}
			for _, report := range r.Reports {
				if _, err := o.Observe(report, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "shop-1"}, At: by.At}); err != nil {
					t.Fatalf("a report makes no sense: %v", err)
				}
			}
		}
	})
}

// Whatever the shop's own method or an exchange answers, nothing panics, and what is taken can be stored.
func FuzzAnswers(f *testing.F) {
	f.Add(`{"currency":"RUB","items":[{"key":"812","price":801,"catalogPrice":890,"available":"5","canBuy":"Y"}],"discounts":[{"id":3,"sum":178,"on":"basket","coupon":"MAY10"}],"coupons":[{"coupon":"MAY10","status":"applied"}]}`)
	f.Add(`<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="2026-11-30T10:00:00"><Документ><Ид>300</Ид><Номер>300</Номер><Дата>2026-11-30</Дата><ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль><Валюта>RUB</Валюта><Сумма>890.00</Сумма><Товары><Товар><Ид>g1</Ид><Наименование>Кружка</Наименование><ЦенаЗаЕдиницу>890.00</ЦенаЗаЕдиницу><Количество>1</Количество><Сумма>890.00</Сумма></Товар></Товары><ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Заказ оплачен</Наименование><Значение>true</Значение></ЗначениеРеквизита></ЗначенияРеквизитов></Документ></КоммерческаяИнформация>`)
	o := taken(f)
	line := o.Lines[0].ID
	f.Fuzz(func(t *testing.T, body string) {
		site := bitrix.New("https://shop.example", bxrest.Webhook(1, "c0de"), ordo.WithMaxAttempts(1), ordo.WithHTTPClient(&http.Client{Transport: quotes(body)}))
		q, err := site.Channel(settings()).Quote(t.Context(), channels.PriceQuery{Order: o, Quantities: quantities(line), Promo: "MAY10"})
		if err == nil && len(q.Prices) == 0 {
			t.Fatal("a quote without prices")
		}
		x := bitrix.NewExchange(exchange1c.New("https://shop.example/1c", "1c", "s3cret", ordo.WithMaxAttempts(1),
			ordo.WithHTTPClient(&http.Client{Transport: offers(body)})), settings())
		_ = x.Pull(t.Context(), func(_ context.Context, news ...channels.News) error {
			for _, n := range news {
				b, err := json.Marshal(n)
				var back channels.News
				if err != nil || json.Unmarshal(b, &back) != nil || !reflect.DeepEqual(n, back) {
					t.Fatalf("it is not the same after JSON (%v): %s", err, b)
				}
			}
			return nil
		})
	})
}

// quotes answers a question for prices, and shows the order.
type quotes string

func (s quotes) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "sale.order.get") {
		return says(`{"result":{"order":` + orderJSON + `}}`).RoundTrip(r)
	}
	return says(`{"result":` + string(s) + `}`).RoundTrip(r)
}

// offers is a shop that has some orders for 1C.
type offers string

func (s offers) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.URL.Query().Get("mode") {
	case "checkauth":
		return says("success\nPHPSESSID\nabc").RoundTrip(r)
	case "init":
		return says("zip=no\nfile_limit=0").RoundTrip(r)
	case "query":
		return says(s).RoundTrip(r)
	}
	return says("success").RoundTrip(r)
}

// taken is the order of the seeds.
func taken(f *testing.F) order.View {
	f.Helper()
	for r, err := range answers(`{"result":{"result":{"c00":{"order":`+orderJSON+`}},"result_error":[]}}`).Channel(settings()).Orders(f.Context(), "300") {
		if err != nil || r.Problem != nil {
			f.Fatal(err, r.Problem)
		}
		r.Snapshot.ID = "order-1"
		o, _, err := order.Import(r.Snapshot, order.By{Actor: order.Actor{Role: order.RoleSystem}, At: time.Date(2026, 5, 14, 12, 0, 0, 0, time.UTC)})
		if err != nil {
			f.Fatal(err)
		}
		return o.View()
	}
	return order.View{}
}

func quantities(line string) map[string]amount.Quantity {
	return map[string]amount.Quantity{line: amount.Pcs(2)}
}
