package cdektest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
)

// An order is made by plain HTTP, arrives, and the shop is told.
func Example() {
	shop := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var e struct{ Attributes struct{ Number, Code string } }
		_ = json.NewDecoder(r.Body).Decode(&e)
		fmt.Println(r.URL.Path, e.Attributes.Number, e.Attributes.Code)
	})
	srv := cdektest.New(cdektest.Settings{Receiver: fake.Receiver{Transport: fake.Direct(shop)}})
	defer srv.Close()

	token := ""
	call := func(method, path, body string, out any) int {
		r, err := http.NewRequestWithContext(context.Background(), method, srv.URL()+path, strings.NewReader(body))
		if err != nil {
			fmt.Println(err)
			return 0
		}
		if !strings.HasPrefix(body, "{") {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		r.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			fmt.Println(err)
			return 0
		}
		defer resp.Body.Close()
		_ = json.NewDecoder(resp.Body).Decode(out)
		return resp.StatusCode
	}
	var login struct {
		Token string `json:"access_token"`
	}
	call("POST", "/v2/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {cdektest.DefaultAccount}, "client_secret": {cdektest.DefaultPassword},
	}.Encode(), &login)
	token = login.Token
	call("POST", "/v2/webhooks", `{"type":"ORDER_STATUS","url":"https://shop.example/hooks"}`, &struct{}{})
	status := call("POST", "/v2/orders", `{"number":"A-1","tariff_code":136,"shipment_point":"MSK5","delivery_point":"SPB14",
		"recipient":{"name":"Petrov Ivan"},"packages":[{"number":"1","weight":50,"items":[
		{"name":"Mug","ware_key":"MUG","payment":{"value":0},"cost":99.9,"weight":50,"amount":1}]}]}`, &struct{}{})
	fmt.Println(status, srv.Orders()[0].Status)
	srv.Arrive("A-1")
	srv.SendHooks(context.Background())
	// Output:
	// 202 ACCEPTED
	// /hooks A-1 CREATED
	// /hooks A-1 ACCEPTED_AT_PICK_UP_POINT
}
