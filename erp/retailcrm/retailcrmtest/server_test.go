package retailcrmtest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// send makes a call and returns status and body.
func send(t *testing.T, crm *retailcrmtest.Server, method, path, media, body, key string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://shop.example"+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", media)
	if key != "" {
		r.Header.Set("X-API-KEY", key)
	}
	resp, err := crm.Transport().RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(b)
}

const form = "application/x-www-form-urlencoded"

func TestTheCRMRefusesInItsOwnWords(t *testing.T) {
	crm := retailcrmtest.New(retailcrmtest.Settings{})
	for _, tc := range []struct {
		method, path, media, body, key string
		status                         int
		answer                         string
	}{
		{"GET", "/api/v5/orders", "", "", "", 403, `{"success":false,"errorMsg":"\"apiKey\" is missing."}`},
		{"GET", "/api/v5/orders", "", "", "x", 403, `{"success":false,"errorMsg":"Wrong \"apiKey\" value."}`},
		{"POST", "/api/v5/orders/create", "application/json", `{"order":{}}`, retailcrmtest.Key, 400, `{"success":false,"errorMsg":"Parameter 'order' is missing"}`},
		{
			"POST", "/api/v5/orders/create", form, url.Values{"order": {`{"status":"x"}`}}.Encode(), retailcrmtest.Key, 400,
			`{"success":false,"errorMsg":"Errors in the entity format","errors":{"status":"Value \"x\" does not exist."}}`,
		},
		{
			"POST", "/api/v5/orders/create", form, url.Values{"order": {`{"items":[{"offer":{"id":5}}]}`}}.Encode(), retailcrmtest.Key, 400,
			`{"success":false,"errorMsg":"Errors in the entity format","errors":["items[0].offer.id: Offer with id 5 not found."]}`,
		},
		{"GET", "/api/v5/orders/7?by=id", "", "", retailcrmtest.Key, 404, `{"success":false,"errorMsg":"Not found"}`},
		{"GET", "/api/v5/nothing", "", "", retailcrmtest.Key, 404, `{"success":false,"errorMsg":"API method not found"}`},
	} {
		status, body := send(t, crm, tc.method, tc.path, tc.media, tc.body, tc.key)
		require.Equal(t, tc.status, status, tc.path)
		require.JSONEq(t, tc.answer, body)
		require.True(t, strings.HasPrefix(body, `{"success":false`), "success comes first")
	}
	require.Zero(t, crm.Commits("*"))
	status, _ := send(t, crm, "GET", "/api/v5/orders?apiKey="+retailcrmtest.Key, "", "", "")
	require.Equal(t, 200, status, "the key may be in the address")
	status, _ = send(t, crm, "POST", "/api/v5/orders/create", form, url.Values{"apiKey": {retailcrmtest.Key}, "order": {`{}`}}.Encode(), "")
	require.Equal(t, 201, status, "and in the form")
}

func TestAKeyThatAsksTooOftenIsRefused(t *testing.T) {
	crm := retailcrmtest.New(retailcrmtest.Settings{})
	crm.AddKey("other-key")
	crm.LimitRequests(1)
	status, _ := send(t, crm, "GET", "/api/v5/orders", "", "", retailcrmtest.Key)
	require.Equal(t, 200, status)
	status, body := send(t, crm, "GET", "/api/v5/orders", "", "", retailcrmtest.Key)
	require.Equal(t, 503, status)
	require.Equal(t, `{"success":false,"errorMsg":"Rate limit exceeded"}`, body)
	status, _ = send(t, crm, "GET", "/api/v5/orders", "", "", "other-key")
	require.Equal(t, 200, status, "each key has its own limit")
}

func Example() {
	crm := retailcrmtest.New(retailcrmtest.Settings{})
	defer crm.Close()
	resp, err := http.PostForm(crm.URL()+"/api/v5/orders/create", url.Values{
		"apiKey": {retailcrmtest.Key}, "order": {`{"externalId":"955100777"}`},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	o, _ := crm.Order("955100777")
	crm.SetStatus(o.ID, "complete")
	o, _ = crm.Order("955100777")
	fmt.Println(resp.StatusCode, o.Status, crm.HistoryLength())
	// Output: 201 complete 2
}

func TestWhatTheAccountDoesNotAllowIsRefused(t *testing.T) {
	a := open(t)
	const order = `{"items":[{"offer":{"externalId":"MUG"}}]}`
	require.Equal(t, []any{"items[0].offer.externalId: Offer with externalId MUG not found."}, a.post(400, "orders/create", "order", order)["errors"])
	a.crm.AddOffer(501, "MUG", "Кружка")
	a.post(201, "orders/create", "order", order)
	o := a.crm.Orders()[0]
	a.crm.SetMarkingCodes(o.ID, o.Items[0].ID, "A", "B")
	require.Contains(t, a.crm.Orders()[0].JSON, `"markingCodes":["A","B"]`)

	a.crm.LimitSteps("new", "assembling")
	for _, step := range []struct {
		to     string
		status int
	}{{"complete", 400}, {"new", 200}, {"assembling", 200}} {
		a.post(step.status, "orders/7001/edit", "by", "id", "order", `{"status":"`+step.to+`"}`)
	}
	a.crm.LimitScopes("order_read")
	_, body := send(t, a.crm, "GET", "/api/credentials", "", "", retailcrmtest.Key)
	require.Contains(t, body, `"scopes":["order_read"]`)
}

func TestTheHistoryTellsOfParcelsOnlyIfAsked(t *testing.T) {
	crm := retailcrmtest.New(retailcrmtest.Settings{})
	send(t, crm, "POST", "/api/v5/orders/create", form, url.Values{"order": {`{"delivery":{"data":{"locked":true}}}`}}.Encode(), retailcrmtest.Key)
	before := crm.HistoryLength()
	crm.SetLocked(7001, false)
	require.Equal(t, before, crm.HistoryLength())
	crm.TellParcels(true)
	crm.SetLocked(7001, true)
	require.Equal(t, before+1, crm.HistoryLength())
}
