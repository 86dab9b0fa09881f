package order_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
)

var vatCodes = map[order.VAT]string{
	order.VATUnset: "", order.VATNone: "none", order.VAT0: "0",
	order.VAT5: "5", order.VAT7: "7", order.VAT10: "10", order.VAT20: "20", order.VAT22: "22",
	order.VAT5c: "5/105", order.VAT7c: "7/107", order.VAT10c: "10/110", order.VAT20c: "20/120", order.VAT22c: "22/122",
}

func TestVATHasCodes(t *testing.T) {
	for v, code := range vatCodes {
		require.Equal(t, code, v.String())
		got, err := order.ParseVAT(code)
		require.NoError(t, err)
		require.Equal(t, v, got)
		stored, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, `"`+code+`"`, string(stored))
		back := order.VAT0
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, v, back)
	}
	require.Len(t, vatCodes, int(order.VAT22c)+1, "every constant has its code here")
}

func TestUnknownVATIsRefused(t *testing.T) {
	var parse *order.ParseError
	for _, code := range []string{"18", "20%", "vat20", "None", " 20", "20/118"} {
		_, err := order.ParseVAT(code)
		require.ErrorAs(t, err, &parse, code)
		v := order.VAT10
		require.Error(t, v.UnmarshalText([]byte(code)))
		require.Equal(t, order.VAT10, v)
	}
	wrong := order.VAT22c + 1
	require.Equal(t, "VAT(13)", wrong.String())
	require.Zero(t, wrong.Percent())
	_, err := wrong.MarshalText()
	require.ErrorAs(t, err, &parse)
	_, err = wrong.Included(order.RUB(100))
	require.ErrorAs(t, err, &parse)
	_, err = pricedLine(t, order.Pcs(1), order.RUB(1)).VATOf(wrong, order.Pcs(0), order.Pcs(1))
	require.ErrorAs(t, err, &parse)
}

func TestVATContainedInASum(t *testing.T) {
	for _, c := range []struct {
		vat   order.VAT
		total order.Money
		want  order.Money
	}{
		{order.VAT20, order.RUB(12000), order.RUB(2000)},
		{order.VAT20c, order.RUB(12000), order.RUB(2000)},
		{order.VAT22, order.RUB(12200), order.RUB(2200)},
		{order.VAT22c, order.RUB(12200), order.RUB(2200)},
		{order.VAT10, order.RUB(100), order.RUB(9)},
		{order.VAT10, order.RUB(129050), order.RUB(11732)},
		{order.VAT7, order.RUB(107), order.RUB(7)},
		{order.VAT5c, order.RUB(105), order.RUB(5)},
		{order.VAT20, order.RUB(3), order.RUB(1)}, // half a kopeck goes up
		{order.VAT20, order.RUB(-3), order.RUB(-1)},
		{order.VAT20, order.RUB(2), order.RUB(0)},
		{order.VAT0, order.RUB(12000), order.RUB(0)},
		{order.VATNone, order.UAH(12000), order.UAH(0)},
		{order.VATUnset, order.RUB(12000), order.RUB(0)},
		{order.VAT20, order.Money{}, order.Money{}},
	} {
		got, err := c.vat.Included(c.total)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "VAT %s in %s", c.vat, c.total)
	}
	require.True(t, order.VAT20c.IsCalculated())
	require.False(t, order.VAT20.IsCalculated())
	require.Equal(t, 22, order.VAT22c.Percent())
}

func TestVATIsExactForEverySum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := moneyIn("RUB").Draw(t, "total")
		v := order.VAT(rapid.IntRange(0, int(order.VAT22c)).Draw(t, "rate"))
		got, err := v.Included(total)
		percent := int64(v.Percent())
		exactly(t, bigRound(total.Minor(), percent, 100+percent), got, err)
	})
}

func TestVATOfAllRefundsIsTheVATOfTheSale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans, cuts := splitLine(t)
		v := order.VAT(rapid.IntRange(0, int(order.VAT22c)).Draw(t, "rate"))
		var want order.Money
		for _, s := range spans {
			vat, err := v.Included(s.Total)
			require.NoError(t, err)
			want, err = want.Add(vat)
			require.NoError(t, err)
		}
		var parts []order.Money
		for i := range len(cuts) - 1 {
			vat, err := spans.VATOf(v, cuts[i], cuts[i+1])
			require.NoError(t, err)
			parts = append(parts, vat)
		}
		require.Equal(t, want, addedUp(t, parts))
	})
}

// Below three kopecks a unit the two roundings may part; nothing is sold so.
func TestVATOfAUnitIsNeverMoreThanItsPrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.IntRange(1, 1000).Draw(t, "pieces")
		total := order.RUB(rapid.Int64Range(3*int64(q), math.MaxInt32*int64(q)).Draw(t, "total"))
		spans := order.Spans{{To: order.Pcs(q), Width: order.Pcs(q), Total: total}}
		v := order.VAT(rapid.IntRange(0, int(order.VAT22c)).Draw(t, "rate"))
		n := rapid.IntRange(0, q-1).Draw(t, "unit")
		price, err := spans.Of(order.Pcs(n), order.Pcs(n+1))
		require.NoError(t, err)
		vat, err := spans.VATOf(v, order.Pcs(n), order.Pcs(n+1))
		require.NoError(t, err)
		require.LessOrEqual(t, vat.Minor(), price.Minor())
		require.GreaterOrEqual(t, vat.Minor(), int64(0))
	})
}

func FuzzVATJSON(f *testing.F) {
	for _, code := range vatCodes {
		f.Add([]byte(`"` + code + `"`))
	}
	f.Add([]byte(`20`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var v, back order.VAT
		if json.Unmarshal(data, &v) != nil {
			require.Zero(t, v)
			return
		}
		stored, err := json.Marshal(v)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, v, back)
	})
}
