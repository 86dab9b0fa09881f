package bridge_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// Whatever calls, it is answered, and what is stored can be worked on: no call, true or forged, stops the bridge or
// reaches an order that it does not name.
func FuzzCalls(f *testing.F) {
	yk := yookassatest.New(yookassatest.Settings{})
	f.Cleanup(yk.Close)
	outside := func(rt http.RoundTripper) ordo.Option { return ordo.WithHTTPClient(&http.Client{Transport: rt}) }
	nowhere := chaos.RoundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("no network") })
	pay := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, outside(yk.Transport()), ordo.WithMaxAttempts(1)).Gateway()
	register := atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, outside(nowhere), ordo.WithMaxAttempts(1)).
		Registrar(atol.Company{}, atol.WithCallback("https://merchant.example"+chaos.ReceiptHook))
	mm := megamarket.New("token", outside(nowhere), ordo.WithMaxAttempts(1)).Channel(megamarket.WithCallbackAuth(chaos.CallbackUser, chaos.CallbackPassword))
	crm := retailcrm.New("https://shop.retailcrm.example", "key", outside(nowhere), ordo.WithMaxAttempts(1)).
		System(retailcrm.DefaultMapping(), retailcrm.WithModule("http://merchant.example/crm-1", chaos.ClientID))
	c, err := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, outside(yk.Transport())).
		CreatePayment(f.Context(), "key", yookassa.NewPayment{Amount: amount.RUB(100), Capture: true})
	if err != nil || yk.Pay(c.ID) != nil {
		f.Fatal(err)
	}
	f.Add("pay-1", "/pay-1/", `{"type":"notification","event":"payment.succeeded","object":{"id":"`+c.ID+`","status":"succeeded","amount":{"value":"1.00","currency":"RUB"}}}`)
	f.Add("pay-1", "/pay-1/", `{"type":"notification","event":"refund.succeeded","object":{"id":"1","payment_id":"2"}}`)
	f.Add("atol-1", chaos.ReceiptHook, `{"uuid":"6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11","status":"done","external_id":"A-1042"}`)
	f.Add("mm-1", "/mm-1/order/new", `{"data":{"merchantId":1,"shipments":[{"shipmentId":"955100777","items":[]}]}}`)
	f.Add("mm-1", "/mm-1/order/cancel", `{"data":{"shipments":[{"shipmentId":"955100777","items":[{"itemIndex":"1"}]}]}}`)
	f.Add("crm-1", "/crm-1/save", `clientId=`+chaos.ClientID+`&save={"order":"1"}`)
	f.Fuzz(func(t *testing.T, account, path, body string) {
		store := memory.New()
		b, err := bridge.New(store,
			bridge.Account("mm-1", mm), bridge.Account("crm-1", crm), bridge.Account("pay-1", pay), bridge.Account("atol-1", register),
			bridge.Route{Channel: "mm-1", ERP: "crm-1", Gateway: "pay-1", Receipts: "atol-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "http://merchant.example/", strings.NewReader(body))
		r.URL.Path, r.RemoteAddr = path, "185.71.76.1:443"
		r.Header.Set("Content-Type", "application/json")
		if account == "crm-1" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		r.SetBasicAuth(chaos.CallbackUser, chaos.CallbackPassword)
		w := httptest.NewRecorder()
		b.Webhook(account).ServeHTTP(w, r)
		if w.Code < 200 {
			t.Fatalf("answered %d", w.Code)
		}
		due := time.Now().Add(time.Hour)
		claims, err := store.Claim(t.Context(), due, due.Add(time.Hour), 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range claims {
			d, err := store.Load(t.Context(), c.ID)
			if err != nil || len(d.Events) > 0 {
				t.Fatalf("the call itself changed order %s: %v", c.ID, err)
			}
			for _, m := range d.Messages {
				if m.Order != c.ID || !strings.HasPrefix(strings.TrimPrefix(m.Order, "/"), account+"/") || time.Since(m.At) > time.Hour {
					t.Fatalf("message %d of %s is for %s", m.N, c.ID, m.Order)
				}
			}
		}
	})
}
