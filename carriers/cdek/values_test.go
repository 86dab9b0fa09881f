package cdek_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

func TestSumsAreExact(t *testing.T) {
	for in, want := range map[string]string{"395.0": "395.00 RUB", "1.0E7": "10000000.00 RUB", "1.23456789E7": "12345678.90 RUB", `"44.5"`: "44.50 RUB", "5E-1": "0.50 RUB", "-1.0": "-1.00 RUB"} {
		var s wire.Sum
		require.NoError(t, json.Unmarshal([]byte(in), &s), in)
		s.Currency = "RUB"
		m, err := s.Money()
		require.NoError(t, err, in)
		require.Equal(t, want, m.String())
	}
	_, err := wire.Sum{Decimal: "1.005", Currency: "RUB"}.Money()
	require.Error(t, err, "nothing is rounded")
	_, err = wire.Sum{Decimal: "1"}.Money()
	require.ErrorContains(t, err, "currency")
	unset, err := wire.Sum{}.Money()
	require.NoError(t, err)
	require.True(t, unset.IsUnset())
	require.Error(t, json.Unmarshal([]byte("1e99999"), new(wire.Sum)))
	rapid.Check(t, func(t *rapid.T) {
		m := amount.RUB(rapid.Int64Range(-5e9, 5e9).Draw(t, "kopecks"))
		b, err := json.Marshal(wire.SumOf(m))
		require.NoError(t, err)
		var s wire.Sum
		require.NoError(t, json.Unmarshal(b, &s))
		s.Currency = "RUB"
		back, err := s.Money()
		require.NoError(t, err)
		require.Equal(t, m, back)
	})
}

func TestPayments(t *testing.T) {
	for _, tt := range []struct {
		sum  amount.Money
		vat  amount.VAT
		want string
	}{
		{amount.RUB(25000), amount.VAT22, `{"value":250.00,"vat_sum":45.08,"vat_rate":22}`},
		{amount.RUB(25000), amount.VAT22c, `{"value":250.00,"vat_sum":45.08,"vat_rate":22}`},
		{amount.RUB(25000), amount.VAT0, `{"value":250.00,"vat_sum":0.00,"vat_rate":0}`},
		{amount.RUB(25000), amount.VATNone, `{"value":250.00,"vat_rate":null}`},
		{amount.RUB(25000), amount.VATUnset, `{"value":250.00}`},
		{amount.RUB(0), amount.VAT22, `{"value":0.00}`},
		{amount.Money{}, amount.VAT22, `{"value":0}`},
	} {
		p, err := cdek.Pay(tt.sum, tt.vat)
		require.NoError(t, err)
		b, err := json.Marshal(p)
		require.NoError(t, err)
		require.Equal(t, tt.want, string(b))
	}
	for _, v := range []amount.VAT{amount.VATExempt, amount.VATOutside} {
		_, err := cdek.Pay(amount.RUB(25000), v)
		require.ErrorContains(t, err, v.String()+": CDEK does not know it; use amount.VATNone")
		require.Equal(t, cdek.VAT(v.String()), cdek.VATOf(v), "and never no VAT or 0 %%")
	}
	require.Equal(t, cdek.VAT("23"), cdek.VATOf(amount.VAT23))
	for in, want := range map[string]cdek.VAT{"22": "22", "10.0": "10", "null": cdek.NoVAT, `"20"`: "20", "16": "16", "0": "0", "0.0": "0"} {
		var v cdek.VAT
		require.NoError(t, json.Unmarshal([]byte(in), &v))
		require.Equal(t, want, v, in)
	}
}

func TestTimesComeInThreeForms(t *testing.T) {
	want := time.Date(2026, 2, 3, 7, 44, 45, 0, time.UTC)
	for _, in := range []string{"2026-02-03T07:44:45+0000", "2026-02-03T10:44:45+0300", "2026-02-03T07:44:45Z", "2026-02-03T07:44:45.000000Z", "2026-02-03T10:44:45+03:00"} {
		var at cdek.Time
		require.NoError(t, json.Unmarshal([]byte(`"`+in+`"`), &at), in)
		require.True(t, at.Equal(want), in)
	}
	b, err := json.Marshal(cdek.TimeOf(want))
	require.NoError(t, err)
	require.Equal(t, `"2026-02-03T07:44:45+0000"`, string(b))
	for _, in := range []string{`"soon"`, `"03.02.2026"`, `[]`} {
		require.Error(t, json.Unmarshal([]byte(in), new(cdek.Time)))
	}
	day, err := cdek.DateOf(want).In(time.UTC)
	require.NoError(t, err)
	require.Equal(t, "2026-02-03", day.Format(time.DateOnly))
}
