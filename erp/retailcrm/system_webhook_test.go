package retailcrm_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// take has a system take a call of the CRM to the module.
func take(s *retailcrm.System, action, client, field, body string) (ordo.Call[erp.Change], error) {
	form := url.Values{"clientId": {client}, field: {body}}
	r := httptest.NewRequest(http.MethodPost, "/crm-1/"+action, strings.NewReader(form.Encode()))
	return ordo.TakeCall(s, retailcrm.Name, r, ordo.MaxCall)
}

func TestTheCallsOfTheCRM(t *testing.T) {
	_, s := install(t, retailcrm.DefaultMapping())
	parcel := func(action string) []erp.Change {
		return []erp.Change{{Ref: order.Ref{System: "retailcrm", Kind: "order-id", ID: "7002"}, Field: "delivery.data", Value: action}}
	}
	for name, tc := range map[string]struct {
		action, client, field, body string
		changes                     []erp.Change
		status                      int
		answer                      string
	}{
		"a new parcel":        {"save", clientID, "save", `{"order":"7002","delivery":{"withCod":false}}`, parcel("save"), 200, `{"success":true,"result":{"deliveryId":"7002"}}`},
		"a parcel again":      {"save", clientID, "save", `{"order":"7002","deliveryId":"D-1","delivery":{"withCod":false}}`, parcel("save"), 200, `{"success":true,"result":{"deliveryId":"D-1"}}`},
		"a parcel taken back": {"delete", clientID, "delete", `{"deliveryId":"7002"}`, parcel("delete"), 200, `{"success":true}`},
		"somebody else's":     {"delete", clientID, "delete", `{"deliveryId":"D-1"}`, nil, 200, `{"success":true}`},
		"switched off":        {"activity", clientID, "activity", `{"active":false}`, nil, 200, `{"success":true}`},
		"another client":      {"save", "c-1", "save", `{"order":"7002"}`, nil, 403, `{"success":false,"errorMsg":"Unknown client."}`},
		"what it does not do": {"calculate", clientID, "calculate", `{"packages":[]}`, nil, 404, `{"success":false,"errorMsg":"The module does not do this."}`},
	} {
		t.Run(name, func(t *testing.T) {
			call, err := take(s, tc.action, tc.client, tc.field, tc.body)
			require.Equal(t, tc.status == 200, err == nil, "%v", err)
			require.Equal(t, tc.changes, call.News)
			answer := call.Answer
			if answer.Status == 0 {
				answer = s.Answer(err)
			}
			require.Equal(t, tc.status, answer.Status)
			require.JSONEq(t, tc.answer, string(answer.Body))
		})
	}
	t.Run("without a client every call is refused", func(t *testing.T) {
		_, c := start(t)
		_, err := take(c.System(retailcrm.DefaultMapping()), "save", "", "save", `{"order":"7002"}`)
		require.Error(t, err)
	})
	again := s.Answer(ordo.ErrNotStored)
	require.Equal(t, retailcrm.StatusUnreachable, again.Status)
	require.Contains(t, string(again.Body), `"success":false`)
}

func TestTheCRMCallsWhenTheMerchantUnlocksTheOrder(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	var changes []erp.Change
	d.crm.Outbox.Receiver.Transport = fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call, err := ordo.TakeCall(d.s, retailcrm.Name, r, ordo.MaxCall)
		require.NoError(t, err)
		changes = append(changes, call.News...)
		call.Answer.Write(w)
	}))
	d.packs([]string{"1", "2", "3"})
	require.Empty(t, changes, "it is locked")
	d.crm.SetLocked(d.id, false)
	require.Len(t, changes, 1)
	require.Equal(t, strconv.FormatInt(d.id, 10), changes[0].Ref.ID)
	d.reads(changes)
	d.is(status.OrderPacked)
	require.Equal(t, strconv.FormatInt(d.id, 10), d.there().Field("delivery.data.externalId"))
	d.pulls() // what the CRM wrote of the answer
	d.is(status.OrderPacked)
}

func FuzzReceive(f *testing.F) {
	f.Add("save", `{"order":"7002","delivery":{"cost":1},"packages":[{"weight":400}]}`)
	f.Add("delete", `{"deliveryId":"7002"}`)
	f.Add("activity", `{"active":1}`)
	c := retailcrm.New("https://shop.retailcrm.example", "key")
	s := c.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example", clientID))
	f.Fuzz(func(t *testing.T, action, body string) {
		call, err := take(s, url.PathEscape(action), clientID, action, body)
		require.True(t, json.Valid(s.Answer(err).Body))
		require.Equal(t, err == nil, s.Answer(err).Status == http.StatusOK)
		require.True(t, err == nil || len(call.News) == 0)
		for _, c := range call.News {
			n, err := strconv.ParseInt(c.Ref.ID, 10, 64)
			require.NoError(t, err)
			require.Positive(t, n)
		}
		_, err = take(s, url.PathEscape(action), "guess", action, body)
		require.Error(t, err)
	})
}
