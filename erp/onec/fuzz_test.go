package onec_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
)

// answering returns a client whose base always answers so.
func answering(status int, body []byte) *onec.Client {
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write(body)
	})
	return onec.New("https://1c.example/ut", "odata", "secret", ordo.WithMaxAttempts(1), ordo.WithHTTPClient(&http.Client{Transport: fake.Direct(h)}))
}

func FuzzOrder(f *testing.F) {
	f.Add([]byte(orderJSON))
	f.Add([]byte(`{"Ref_Key":"` + id1 + `","Товары":[{"LineNumber":1,"Цена":"x"}],"Date":"0001-01-01T00:00:00","СуммаДокумента":NaN}`))
	f.Add([]byte(`{"Ref_Key":"` + id1 + `","Товары":[null,7,{}],"ВремяДоставкиС":"0001-01-01T10:00:00"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := answering(200, b).Orders().Get(t.Context(), id1)
		if err != nil {
			return
		}
		require.Equal(t, onec.Guid(id1), o.Ref)
		_, err = answering(200, b).Orders().Change(t.Context(), id1, func(*onec.Order) error { return nil })
		require.NoError(t, err, "what was read can be written, and nothing differs")
	})
}

func FuzzList(f *testing.F) {
	f.Add([]byte(`{"value":[` + orderJSON + `,{"Ref_Key":7},[],null]}`))
	f.Add([]byte(`{"odata.count":"1","value":[]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, err := range answering(200, b).Orders().List(t.Context(), onec.Query{}) {
			if err != nil {
				break
			}
		}
	})
}

func FuzzError(f *testing.F) {
	f.Add(500, []byte(said("-1", "нет")))
	f.Add(404, []byte(`<m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><m:code>9</m:code></m:error>`))
	f.Add(200, []byte(`{"odata.error":{"code":[],"message":{"value":7}}}`))
	f.Fuzz(func(t *testing.T, status int, b []byte) {
		if status < 200 || status > 599 {
			return
		}
		_, err := answering(status, b).Orders().Get(t.Context(), id1)
		var e *ordo.Error
		if err != nil {
			require.ErrorAs(t, err, &e)
			require.NotZero(t, e.Class)
		}
	})
}

func FuzzMetadata(f *testing.F) {
	f.Add([]byte(metadata([]string{orders, "Ref_Key", "Партнер_Key"})))
	f.Add([]byte(`<x><EnumType Name="A"><Member Name="B"/></EnumType><EntitySet Name="C"/></x>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := answering(200, b).Metadata(t.Context())
		if err != nil {
			return
		}
		require.NotEmpty(t, m.Entities())
		require.NotEmpty(t, m.Words().Supply)
	})
}

func FuzzValues(f *testing.F) {
	f.Add([]byte(`416.67000000000002`))
	f.Add([]byte(`"2025-03-11T10:02:41"`))
	f.Add([]byte(`"{55555555-0000-4000-8000-000000000001}"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		stays[onec.Sum](t, b)
		stays[onec.Quantity](t, b)
		stays[onec.Guid](t, b)
		stays[onec.Value](t, b)
		stays[onec.Int64](t, b)
	})
}

// stays reads a value, and what it writes of it once more.
func stays[T comparable](t *testing.T, b []byte) {
	t.Helper()
	var v, again T
	if json.Unmarshal(b, &v) != nil {
		return
	}
	out, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(out, &again), string(out))
	require.Equal(t, v, again)
}

// What the client writes, the base reads: any text in a filter finds the order that has it, and no other.
func FuzzFilterInTheBase(f *testing.F) {
	s := onectest.New(onectest.Settings{})
	f.Cleanup(s.Close)
	c := onec.New("https://1c.example"+onectest.Publication, onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: s.Transport()}))
	f.Add("О'Коннор & сыновья + 1")
	f.Add("') or (Posted eq false")
	f.Add("100%25 a%20b \\ \"")
	f.Fuzz(func(t *testing.T, text string) {
		n, err := c.Partners().Count(t.Context(), onec.Eq("Description", text))
		require.NoError(t, err)
		require.LessOrEqual(t, n, 1)
		n, err = c.Partners().Count(t.Context(), onec.And(onec.Ne("Description", text), onec.Eq("Description", text)))
		require.NoError(t, err)
		require.Zero(t, n)
	})
}
