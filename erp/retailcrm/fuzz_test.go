package retailcrm_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/internal/lax"
)

func FuzzCallback(f *testing.F) {
	f.Add("save", `{"order":"7002","packages":[{"weight":400,"items":[{"offerId":"502","quantity":1,"declaredValue":890}]}],"delivery":{"deliveryDate":"2025-03-09"}}`)
	f.Add("calculate", `{"packages":[],"deliveryTime":{"from":"10:00"},"extraData":[]}`)
	f.Add("print", `{"deliveryIds":[["1"]]}`)
	f.Add("shipmentSave", `{"orders":{"1":{"deliveryId":"1"}}}`)
	f.Add("activity", `{"active":1}`)
	f.Fuzz(func(t *testing.T, action, body string) {
		cb := retailcrm.NewWebhook("c-123")
		form := url.Values{"clientId": {"c-123"}, action: {body}}
		r := httptest.NewRequest(http.MethodPost, "/"+url.PathEscape(action), strings.NewReader(form.Encode()))
		w := httptest.NewRecorder()
		cb.ServeHTTP(w, r)
		require.NotEqual(t, http.StatusOK, w.Code, "no function is set")
		require.True(t, json.Valid(w.Body.Bytes()))
	})
}

func FuzzCallbackForm(f *testing.F) {
	f.Add([]byte("clientId=c-123&save=%7B%7D"))
	f.Add([]byte("clientId=%zz"))
	f.Fuzz(func(t *testing.T, body []byte) {
		cb := retailcrm.NewWebhook("c-123")
		r := httptest.NewRequest(http.MethodPost, "/save", nil)
		call, err := cb.Parse(r, body)
		if err == nil {
			require.IsType(t, retailcrm.Save{}, call.Request)
			require.NotEmpty(t, call.Request.(retailcrm.Save).Order)
		}
		_, err = (&retailcrm.Register{Secret: ordo.NewSecret("s")}).Parse(body)
		require.Error(t, err, "nobody signs by chance")
	})
}

func FuzzOrder(f *testing.F) {
	seed, err := os.ReadFile("testdata/order.json")
	require.NoError(f, err)
	f.Add(seed)
	f.Add([]byte(`{"id":"7","items":{"1":{"quantity":"1"}},"payments":[],"customFields":[]}`))
	roundTrip[retailcrm.Order](f)
}

func FuzzChange(f *testing.F) {
	f.Add([]byte(`{"id":90101,"createdAt":"2025-03-04 17:40:10","field":"status","oldValue":{"code":"new"},"newValue":"x","order":{"id":7}}`))
	roundTrip[retailcrm.Change](f)
}

func FuzzModule(f *testing.F) {
	f.Add([]byte(`{"code":"mm","actions":[],"integrations":{"delivery":{"settings":{"lockedByDefault":true}}}}`))
	roundTrip[retailcrm.Module](f)
}

func FuzzProblems(f *testing.F) {
	f.Add([]byte(`{"a":"b","c":["d"]}`))
	f.Add([]byte(`["a",1]`))
	f.Fuzz(func(_ *testing.T, b []byte) {
		var p retailcrm.Problems
		if json.Unmarshal(b, &p) == nil {
			_ = p.Error()
		}
	})
}

func FuzzScalars(f *testing.F) {
	f.Add("2025-03-04 17:40:10", "12.50")
	f.Add("2025-03-04", "-0.001")
	f.Fuzz(func(t *testing.T, when, amount string) {
		q, err := json.Marshal(when)
		require.NoError(t, err)
		for _, v := range []any{new(retailcrm.DateTime), new(retailcrm.Date), new(retailcrm.TimeOfDay)} {
			if json.Unmarshal(q, v) == nil {
				_, err := json.Marshal(v)
				require.NoError(t, err, when)
			}
		}
		for _, v := range []any{new(retailcrm.Sum), new(retailcrm.Quantity), new(retailcrm.ChangedValue), new(retailcrm.CustomFields)} {
			if json.Unmarshal([]byte(amount), v) == nil {
				b, err := json.Marshal(v)
				require.NoError(t, err, amount)
				require.True(t, json.Valid(b))
			}
		}
	})
}

// roundTrip says that what was read can be written, and reads the same again.
func roundTrip[T any](f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		var v, again T
		if lax.Decode(b, &v, lax.Options{}) != nil {
			return
		}
		first, err := json.Marshal(v)
		require.NoError(t, err)
		require.NoError(t, lax.Decode(first, &again, lax.Options{}), string(first))
		second, err := json.Marshal(again)
		require.NoError(t, err)
		require.JSONEq(t, string(first), string(second))
	})
}
