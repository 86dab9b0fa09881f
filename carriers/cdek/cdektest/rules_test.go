package cdektest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
)

// caller sends plain JSON with a token.
type caller struct {
	t     *testing.T
	srv   *cdektest.Server
	token string
}

func start(t *testing.T, st cdektest.Settings) *caller {
	t.Helper()
	srv := cdektest.New(st)
	t.Cleanup(srv.Close)
	c := &caller{t: t, srv: srv}
	_, body := c.call("POST", "/v2/oauth/token?parameters&grant_type=client_credentials&client_id="+cdektest.DefaultAccount+"&client_secret="+cdektest.DefaultPassword, "")
	require.Equal(t, "bearer", body["token_type"])
	c.token, _ = body["access_token"].(string)
	return c
}

func (c *caller) call(method, path, body string) (int, map[string]any) {
	c.t.Helper()
	status, b := c.send(method, path, body)
	var out map[string]any
	_ = json.Unmarshal(b, &out) // a list has no fields
	return status, out
}

// list is an answer that is a list.
func (c *caller) list(method, path string) (out []any) {
	c.t.Helper()
	_, b := c.send(method, path, "")
	require.NoError(c.t, json.Unmarshal(b, &out), "%s %s: %s", method, path, b)
	return out
}

func (c *caller) send(method, path, body string) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, "https://api.cdek.ru"+path, bytes.NewReader([]byte(body)))
	require.NoError(c.t, err)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := c.srv.Transport().RoundTrip(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, b
}

// code is that of the first error, wherever it is.
func code(body map[string]any) string {
	b, _ := json.Marshal(body)
	var in struct {
		Error    string
		Errors   []struct{ Code string }
		Requests []struct{ Errors []struct{ Code string } }
	}
	_ = json.Unmarshal(b, &in)
	if len(in.Errors) > 0 {
		return in.Errors[0].Code
	}
	for _, r := range in.Requests {
		if len(r.Errors) > 0 {
			return r.Errors[0].Code
		}
	}
	return in.Error
}

const (
	to  = `"recipient":{"name":"P"},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136`
	mug = `"packages":[{"number":"1","weight":50,"items":[{"name":"Mug","ware_key":"MUG","payment":{"value":0},"cost":1,"weight":5,"amount":1}]}]`
)

func TestTheRulesOfTheVendor(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1})
	for _, tt := range []struct{ method, path, body, code string }{
		{"POST", "/v2/orders", `{` + to + `}`, "v2_field_is_empty"},
		{"POST", "/v2/orders", `{"number":"ЗАК",` + to + `,` + mug + `}`, "v2_invalid_format"},
		{"POST", "/v2/orders", `{"from_location":{"code":44,"address":"x"},` + to + `,` + mug + `}`, "v2_shipment_address_multivalued"},
		{"POST", "/v2/orders", `{"to_location":{"code":44,"address":"x"},` + to + `,` + mug + `}`, "v2_delivery_address_multivalued"},
		{"POST", "/v2/orders", `{`, "v2_bad_request"},
		{"GET", "/v2/orders", "", "v2_order_number_empty"},
		{"GET", "/v2/orders?im_number=nope", "", "v2_entity_not_found_im_number"},
		{"GET", "/v2/orders?cdek_number=1", "", "v2_order_not_found"},
		{"GET", "/v2/orders/nope", "", "v2_entity_not_found"},
		{"PATCH", "/v2/orders", `{"type":1}`, "v2_order_number_empty"},
		{"DELETE", "/v2/orders/nope", "", "v2_entity_not_found"},
		{"GET", "/v2/deliverypoints?page=1", "", "v2_field_is_empty"},
		{"GET", "/v2/deliverypoints?size=10001&page=0", "", "v2_exceeded_size"},
		{"GET", "/v2/location/cities?page=1", "", "v2_field_is_empty"},
		{"POST", "/v2/webhooks", `{"type":"NOPE","url":"https://x"}`, "v2_webhook_type_incorrect"},
		{"POST", "/v2/print/orders", `{}`, "orders_number_is_empty"},
		{"GET", "/v2/nope", "", "v2_bad_request"},
	} {
		_, body := c.call(tt.method, tt.path, tt.body)
		require.Equal(t, tt.code, code(body), "%s %s", tt.method, tt.path)
	}
}

func TestTokensEnd(t *testing.T) {
	now := time.Date(2026, 2, 3, 10, 0, 0, 0, time.UTC)
	c := start(t, cdektest.Settings{TokenLife: time.Minute, Now: func() time.Time { return now }})
	now = now.Add(2 * time.Minute)
	status, body := c.call("GET", "/v2/webhooks", "")
	require.Equal(t, 401, status)
	require.Equal(t, "v2_token_expired", code(body))
	c.token = "forged"
	_, body = c.call("GET", "/v2/webhooks", "")
	require.Equal(t, "unauthorized", code(body))
	_, body = c.call("POST", "/v2/oauth/token?grant_type=client_credentials&client_id=x&client_secret=y", "")
	require.Equal(t, "invalid_client", code(body))
	_, body = c.call("GET", "/v2/oauth/token", "")
	require.Equal(t, "unauthorized", code(body))
}

func TestOrdersAreCheckedInTheBackground(t *testing.T) {
	goods := func(weight string) string {
		return `"packages":[{"number":"1","weight":` + weight + `,"length":1,"width":1,"height":1,"items":[{"name":"Mug","ware_key":"MUG","payment":{"value":0},"cost":1,"weight":5,"amount":1}]}]`
	}
	two := strings.TrimSuffix(mug, "]") + "," + strings.TrimPrefix(strings.Replace(mug, `"1"`, `"2"`, 1), `"packages":[`)
	for name, tt := range map[string]struct{ body, code string }{
		"too heavy":             {`"recipient":{"name":"P"},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136,` + goods("50001"), "ve_package_weight_too_large"},
		"too heavy for lockers": {`"recipient":{"name":"P"},"shipment_point":"MSK5","delivery_point":"MSK900","tariff_code":368,` + goods("15001"), "error_validate_postamat_package_weight"},
		"two for lockers":       {`"recipient":{"name":"P"},"shipment_point":"MSK5","delivery_point":"MSK900","tariff_code":368,` + two, "error_validate_postamat_package_count"},
		"a short phone":         {`"recipient":{"name":"P","phones":[{"number":"+7901000000"}]},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136,` + goods("50"), "ve_receiver_phone_type_incorrect"},
		"a phone of no country": {`"recipient":{"name":"P","phones":[{"number":"89010000002"}]},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136,` + goods("50"), "ve_receiver_phone_type_incorrect"},
		"a name with a slash":   {`"recipient":{"name":"P/Q"},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136,` + goods("50"), "error_validate_receiver_name_incorrect_symbol"},
		"a name of digits":      {`"recipient":{"name":"12"},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136,` + goods("50"), "error_validate_receiver_name_only_digits"},
		"another route":         {`"recipient":{"name":"P"},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":234,` + goods("50"), "err_result_service_empty"},
		"good":                  {`"recipient":{"name":"P","phones":[{"number":"+79010000002"}]},"shipment_point":"MSK5","delivery_point":"SPB14","tariff_code":136,` + goods("50"), ""},
	} {
		c := start(t, cdektest.Settings{CheckReads: -1})
		c.srv.AddTariff(cdektest.Tariff{Code: 234, Mode: 4, Base: "1", PerKg: "1", MaxGrams: 50000, Cities: []int{44, 270}})
		status, _ := c.call("POST", "/v2/orders", `{"number":"N",`+tt.body+`}`)
		require.Equal(t, 202, status, name)
		_, body := c.call("GET", "/v2/orders?im_number=N", "")
		require.Equal(t, tt.code, code(body), name)
	}
}

func TestPackagesHaveIdsThatAChangeMustName(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1})
	c.call("POST", "/v2/orders", `{"number":"N",`+to+`,`+mug+`}`)
	o, _ := c.srv.Order("N")
	change := func(id string) string {
		_, body := c.call("PATCH", "/v2/orders", `{"uuid":"`+o.UUID+`","type":1,"recipient":{"name":"P"},"packages":[{"number":"1",`+id+`"weight":60,"items":[{"name":"Mug","ware_key":"MUG","payment":{"value":0},"cost":1,"weight":5,"amount":1}]}]}`)
		return code(body)
	}
	require.Equal(t, "v2_package_id_is_empty", change(""))
	require.Equal(t, "v2_invalid_format", change(`"package_id":"another's",`))
	_, body := c.call("GET", "/v2/orders/"+o.UUID, "")
	packages := body["entity"].(map[string]any)["packages"].([]any)
	id := packages[0].(map[string]any)["package_id"].(string)
	require.Empty(t, change(`"package_id":"`+id+`",`))
}
