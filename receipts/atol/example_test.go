package atol_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// An advance is paid. The answer is lost on the way; there is one receipt.
func Example() {
	vendor := atoltest.New(atoltest.Settings{Version: 5, WaitReads: -1}) // production needs no options
	defer vendor.Close()
	kassa := atol.New("shop-example-ru", "s3cretPass", "shop-example-ru_7011", ordo.WithBaseURL(vendor.URL())).
		WithVersion(atol.V5)

	vendor.Faults().Next("sell", fake.ResetAfter())
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reg, err := kassa.Register(ctx, atol.Sell, atol.Document{
		ExternalID: "A-1042-adv-1",
		Buyer:      atol.Buyer{Email: "ivanova@example.ru"},
		Company: atol.Company{
			Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: "5544332219", PaymentAddress: "https://shop.example.ru",
		},
		Items: []atol.Item{{
			Name: "Аванс по заказу A-1042", Price: amount.RUB(580000), Quantity: amount.Pcs(1), Method: atol.Advance,
			Object: atol.PaymentItself, VAT: amount.VAT22c,
		}},
		Payments: []atol.Payment{{Type: atol.Electronic, Sum: amount.RUB(580000)}},
		Internet: true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := kassa.GetReport(ctx, reg.UUID) // or WaitReport, which asks until the receipt is made
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Status, report.Fiscal.Total, report.Fiscal.Document, reg.Repeated, len(vendor.Receipts()))
	// Output: done 5800.00 RUB 10817 true 1
}

// A document is checked before it is sent.
func ExampleClient_Check() {
	kassa := atol.New("shop-example-ru", "s3cretPass", "shop-example-ru_7011")
	err := kassa.Check(atol.Sell, atol.Document{
		ExternalID: "A-1042-adv-1",
		Company:    atol.Company{Email: "kassa@example.ru", INN: "5544332219", PaymentAddress: "https://shop.example.ru"},
		Items: []atol.Item{{
			Name: "Кружка", Price: amount.RUB(3333), Quantity: amount.Pcs(3), Sum: amount.RUB(10000), Method: atol.FullPayment,
			Object: atol.Commodity, VAT: amount.VAT22,
		}},
		Payments: []atol.Payment{{Type: atol.Electronic, Sum: amount.RUB(9999)}},
	})
	var wrong *atol.DocumentError
	if errors.As(err, &wrong) {
		for _, p := range wrong.Problems {
			fmt.Println(p.Field, p.Tag)
		}
	}
	// Output:
	// receipt.client 1008
	// receipt.items[0].sum 1043
	// receipt.payments 0
}

// A receiver stores a callback, answers it, and later verifies it with the service.
func ExampleWebhook_Receive() {
	webhook := atol.NewWebhook("4f0c9a") // the end of Document.CallbackURL
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := webhook.Receive(r)
		if err == nil {
			fmt.Println("store", event.Key()) // later: kassa.Verify(ctx, event)
		}
		webhook.Answer(err).Write(w)
	})
	for _, path := range []string{"/hooks/atol/4f0c9a", "/hooks/atol/guess"} {
		w := httptest.NewRecorder()
		h(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"uuid":"6b1f0a52","status":"done"}`)))
		fmt.Println(w.Code)
	}
	// Output:
	// store report:6b1f0a52:done
	// 200
	// 403
}

// The receipts of an order are registered through the port. A receipt that is registered again returns its present
// state.
func ExampleClient_Registrar() {
	vendor := atoltest.New(atoltest.Settings{Version: 5, WaitReads: -1}) // production needs no options
	defer vendor.Close()
	kassa := atol.New("shop-example-ru", "s3cretPass", "shop-example-ru_7011", ordo.WithBaseURL(vendor.URL())).
		WithVersion(atol.V5)
	registrar := kassa.Registrar(atol.Company{
		Email: "kassa@example.ru", INN: "5544332219", PaymentAddress: "https://shop.example.ru",
	}, atol.WithCallback("https://shop.example.ru/hooks/atol/4f0c9a"))

	r := receipts.Receipt{
		Key: "A-1042/payment/p1", Kind: receipts.Sell, Buyer: receipts.Buyer{Email: "ivanova@example.ru"}, Internet: true,
		TaxSystem: receipts.TaxGeneral, Total: amount.RUB(580000),
		Positions: []receipts.Position{{
			Name: "Аванс по заказу A-1042", Price: amount.RUB(580000), Quantity: amount.Pcs(1), Sum: amount.RUB(580000),
			VAT: amount.VAT22c, VATSum: amount.RUB(104590), Method: receipts.Advance, Object: receipts.MoneyInAdvance,
		}},
		Payments: []receipts.Payment{{Form: receipts.Electronic, Sum: amount.RUB(580000)}},
	}
	for range 2 {
		d, err := registrar.Register(context.Background(), r)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d.State, d.Attach().Number)
	}
	r.Format = receipts.FFD105
	_, err := registrar.Register(context.Background(), r)
	fmt.Println(err)
	// Output:
	// waiting A-1042/payment/p1
	// done 9960440300112233/10817
	// receipts: receipt "A-1042/payment/p1": Format (1209): is 2; this group of registers speaks v5, which needs FFD 1.2 (4)
}
