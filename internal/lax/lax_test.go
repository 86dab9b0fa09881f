package lax_test

import (
	"cmp"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire"
)

func TestScalarsComeInAnyDress(t *testing.T) {
	var v struct {
		Text    lax.Text
		Int     lax.Int
		Decimal wire.Decimal
		Bool    lax.Bool
	}
	for in, want := range map[string]string{
		`{"Text":"a","Int":7,"Decimal":12.50,"Bool":true}`:        `{"Text":"a","Int":7,"Decimal":12.50,"Bool":true}`,
		`{"Text":17,"Int":"7","Decimal":1.250E1,"Bool":1}`:        `{"Text":"17","Int":7,"Decimal":12.50,"Bool":true}`,
		`{"Text":null,"Int":null,"Decimal":null,"Bool":null}`:     `{"Text":"","Int":0,"Decimal":null,"Bool":false}`,
		`{"Text":true,"Int":"7.00","Decimal":"-1","Bool":"TRUE"}`: `{"Text":"true","Int":7,"Decimal":-1,"Bool":true}`,
	} {
		v.Text, v.Int, v.Decimal, v.Bool = "old", 1, "1", true
		require.NoError(t, json.Unmarshal([]byte(in), &v), in)
		out, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, want, string(out))
	}
	for _, in := range []string{
		`{"Text":[]}`, `{"Text":{}}`, `{"Int":7.5}`, `{"Int":"seven"}`, `{"Int":99999999999999999999}`, `{"Decimal":"1e30"}`,
		`{"Decimal":"1,5"}`, `{"Decimal":"--1"}`, `{"Bool":"maybe"}`, `{"Bool":2}`,
	} {
		require.Error(t, json.Unmarshal([]byte(in), &v), in)
	}
}

type item struct {
	ID   lax.Int `json:"id"`
	Name string  `json:"name,omitzero"`
}

func TestListsComeInAnyShape(t *testing.T) {
	for in, want := range map[string]lax.List[item]{
		`[{"id":1},{"id":2}]`:           {{ID: 1}, {ID: 2}},
		`{"id":1,"name":"one"}`:         {{ID: 1, Name: "one"}},
		`{"20":{"id":20},"3":{"id":3}}`: {{ID: 20}, {ID: 3}}, // in the order as written
		`[]`:                            {},
		`null`:                          nil,
	} {
		var l lax.List[item]
		require.NoError(t, json.Unmarshal([]byte(in), &l), in)
		require.Equal(t, want, l, in)
	}
	var texts lax.List[lax.Text]
	require.NoError(t, json.Unmarshal([]byte(`"one"`), &texts))
	require.Equal(t, lax.List[lax.Text]{"one"}, texts)
	var bad lax.List[item]
	require.Error(t, json.Unmarshal([]byte(`5`), &bad))
	require.Error(t, json.Unmarshal([]byte(`{"1":{"id":"x"}}`), &bad))
}

func TestUnknownFieldsAreWrittenBack(t *testing.T) {
	for in, want := range map[string]string{
		`{"id":1,"code":"a","new":{"b":[1]},"entries":[{"name":"x","old":0.10}],"one":{"name":"y","two":2}}`: "",
		`{"id":1,"site":"s","inner":[{"X":[7]}],"map":{"a":"5"},"code":[5]}`:                                 `{"site":"s","id":1,"map":{"a":5},"inner":[{"X":[7]}],"code":[5]}`,
	} {
		var r record
		require.NoError(t, lax.Decode([]byte(in), &r, lax.Options{Currency: "RUB"}))
		out, err := lax.Encode(map[string]any{"list": []*record{&r}})
		require.NoError(t, err)
		require.JSONEq(t, `{"list":[`+cmp.Or(want, in)+`]}`, string(out))
	}
	out, err := lax.Encode(record{Code: "a", Extra: wire.Extra{"code": json.RawMessage(`"b"`)}})
	require.NoError(t, err)
	require.JSONEq(t, `{"code":"a"}`, string(out), "a known field wins")
	out, err = lax.Join(entry{Name: "a"}, wire.Extra{"name": json.RawMessage(`1`), "token": json.RawMessage(`"t"`)})
	require.NoError(t, err)
	require.Equal(t, `{"name":"a","token":"t"}`, string(out))
}

func FuzzLax(f *testing.F) {
	for _, s := range []string{`{"id":"1"}`, `[]`, `{"1":{"id":2}}`, `{"name":"x","y":[1]}`, `null`, `5`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var l lax.List[entry]
		if json.Unmarshal(b, &l) != nil {
			return
		}
		out, err := json.Marshal(l)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		var again lax.List[entry]
		if err := json.Unmarshal(out, &again); err != nil {
			t.Fatalf("what was written cannot be read: %s: %v", out, err)
		}
	})
}

func TestATimeMayBeSecondsWhereTheOptionsSaySo(t *testing.T) {
	var got struct{ At time.Time }
	require.NoError(t, lax.Decode([]byte(`{"at":1490203200}`), &got, lax.Options{Zone: time.UTC, Unix: true}))
	require.Equal(t, time.Date(2017, 3, 22, 17, 20, 0, 0, time.UTC), got.At)
	for _, in := range []string{`{"at":9090}`, `{"at":-1490203200}`, `{"at":"149020320012345"}`} {
		require.Error(t, lax.Decode([]byte(in), &got, lax.Options{Unix: true}), in)
	}
	require.Error(t, lax.Decode([]byte(`{"at":1490203200}`), &got, lax.Options{}))
}
