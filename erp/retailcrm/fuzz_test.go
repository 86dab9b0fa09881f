package retailcrm_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire"
)

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

func FuzzScalars(f *testing.F) {
	f.Add("2025-03-04 17:40:10", "12.50")
	f.Add("2025-03-04", "-0.001")
	f.Add("10:00", `{"a":"b","c":["d"]}`)
	f.Add("", `["a",1]`)
	f.Fuzz(func(t *testing.T, when, amount string) {
		q, err := json.Marshal(when)
		require.NoError(t, err)
		for _, v := range []any{new(retailcrm.DateTime), new(retailcrm.Date), new(retailcrm.TimeOfDay)} {
			if json.Unmarshal(q, v) == nil {
				_, err := json.Marshal(v)
				require.NoError(t, err, when)
			}
		}
		var p retailcrm.Problems
		if json.Unmarshal([]byte(amount), &p) == nil {
			_ = p.Error()
		}
		for _, v := range []any{new(wire.Sum), new(retailcrm.Quantity), new(retailcrm.ChangedValue), new(retailcrm.CustomFields)} {
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
