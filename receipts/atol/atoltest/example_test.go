package atoltest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// A receipt fails, and the shop is called.
func Example() {
	shop := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var report struct {
			Status string
			Error  struct{ Code int }
		}
		_ = json.NewDecoder(r.Body).Decode(&report)
		fmt.Println(r.URL.Path, report.Status, report.Error.Code)
	})
	kassa := atoltest.New(atoltest.Settings{Receiver: fake.Receiver{Transport: fake.Direct(shop)}})
	defer kassa.Close()
	kassa.FailReceipt("A-1", atoltest.QueueTimeout)

	post := func(path, token, body string, out any) {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, kassa.URL()+path, strings.NewReader(body))
		if err != nil {
			fmt.Println(err)
			return
		}
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
		r.Header.Set("Token", token)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer resp.Body.Close()
		_ = json.NewDecoder(resp.Body).Decode(out)
	}
	var login struct{ Token string }
	post("/getToken", "", `{"login":"shop-example-ru","pass":"s3cretPass"}`, &login)
	receipt := `{"timestamp":"14.01.2026 10:02:15","external_id":"A-1","service":{"callback_url":"https://shop.example.ru/hook"},"receipt":{
		"client":{"email":"ivanova@example.ru"},"company":{"email":"kassa@example.ru","inn":"5544332219","payment_address":"https://shop.example.ru"},
		"items":[{"name":"Кружка","price":99.9,"quantity":1,"sum":99.9,"payment_method":"full_payment","vat":{"type":"vat22"}}],
		"payments":[{"type":1,"sum":99.9}],"total":99.9}}`
	var answer struct {
		Status string
		Error  *struct{ Code int }
	}
	for range 2 {
		post("/shop-example-ru_7011/sell", login.Token, receipt, &answer)
	}
	fmt.Println(answer.Status, answer.Error.Code, len(kassa.Receipts()))
	kassa.Settle()
	kassa.SendHooks(context.Background())
	// Output:
	// wait 33 1
	// /hook fail -1
}
