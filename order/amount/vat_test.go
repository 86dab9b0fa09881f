package amount_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

var vatCodes = map[amount.VAT]string{
	amount.VATUnset: "", amount.VATNone: "none", amount.VAT0: "0",
	amount.VAT5: "5", amount.VAT7: "7", amount.VAT10: "10", amount.VAT20: "20", amount.VAT22: "22",
	amount.VAT5c: "5/105", amount.VAT7c: "7/107", amount.VAT10c: "10/110", amount.VAT20c: "20/120", amount.VAT22c: "22/122",
	amount.VAT8: "8", amount.VAT14: "14", amount.VAT23: "23", amount.VATExempt: "exempt", amount.VATOutside: "outside",
}

// lastVAT is the last of the constants.
const lastVAT = amount.VATOutside

func TestVATHasCodes(t *testing.T) {
	for v, code := range vatCodes {
		require.Equal(t, code, v.String())
		got, err := amount.ParseVAT(code)
		require.NoError(t, err)
		require.Equal(t, v, got)
		stored, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, `"`+code+`"`, string(stored))
		back := amount.VAT0
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, v, back)
	}
	require.Len(t, vatCodes, int(lastVAT)+1, "every constant has its code here")
}

func TestUnknownVATIsRefused(t *testing.T) {
	var parse *amount.ParseError
	for _, code := range []string{"18", "20%", "vat20", "None", " 20", "20/118", "zw", "np", "Exempt", "8%", "8/108", "23/123"} {
		_, err := amount.ParseVAT(code)
		require.ErrorAs(t, err, &parse, code)
		v := amount.VAT10
		require.Error(t, v.UnmarshalText([]byte(code)))
		require.Equal(t, amount.VAT10, v)
	}
	wrong := lastVAT + 1
	require.Equal(t, "VAT(18)", wrong.String())
	require.Zero(t, wrong.Percent())
	_, err := wrong.MarshalText()
	require.ErrorAs(t, err, &parse)
	_, err = wrong.Included(amount.RUB(100))
	require.ErrorAs(t, err, &parse)
	_, err = pricedLine(t, amount.Pcs(1), amount.RUB(1)).VATOf(wrong, amount.Pcs(0), amount.Pcs(1))
	require.ErrorAs(t, err, &parse)
}

func TestVATContainedInASum(t *testing.T) {
	for _, c := range []struct {
		vat   amount.VAT
		total amount.Money
		want  amount.Money
	}{
		{amount.VAT20, amount.RUB(12000), amount.RUB(2000)},
		{amount.VAT20c, amount.RUB(12000), amount.RUB(2000)},
		{amount.VAT22, amount.RUB(12200), amount.RUB(2200)},
		{amount.VAT22c, amount.RUB(12200), amount.RUB(2200)},
		{amount.VAT10, amount.RUB(100), amount.RUB(9)},
		{amount.VAT10, amount.RUB(129050), amount.RUB(11732)},
		{amount.VAT7, amount.RUB(107), amount.RUB(7)},
		{amount.VAT5c, amount.RUB(105), amount.RUB(5)},
		{amount.VAT20, amount.RUB(3), amount.RUB(1)}, // half a kopeck goes up
		{amount.VAT20, amount.RUB(-3), amount.RUB(-1)},
		{amount.VAT20, amount.RUB(2), amount.RUB(0)},
		{amount.VAT0, amount.RUB(12000), amount.RUB(0)},
		{amount.VATNone, amount.UAH(12000), amount.UAH(0)},
		{amount.VATUnset, amount.RUB(12000), amount.RUB(0)},
		{amount.VAT20, amount.Money{}, amount.Money{}},
		{amount.VAT8, amount.PLN(10800), amount.PLN(800)},
		{amount.VAT23, amount.PLN(12300), amount.PLN(2300)},
		{amount.VAT23, amount.PLN(9999), amount.PLN(1870)}, // 18.697...
		{amount.VAT23, amount.PLN(-9999), amount.PLN(-1870)},
		{amount.VATExempt, amount.PLN(12300), amount.PLN(0)},
		{amount.VATOutside, amount.PLN(12300), amount.PLN(0)},
		{amount.VAT14, amount.UAH(11400), amount.UAH(1400)},
		{amount.VAT14, amount.UAH(10000), amount.UAH(1228)}, // 12.2807
	} {
		got, err := c.vat.Included(c.total)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "VAT %s in %s", c.vat, c.total)
	}
	require.True(t, amount.VAT20c.IsCalculated())
	require.False(t, amount.VAT20.IsCalculated())
	require.Equal(t, 22, amount.VAT22c.Percent())
	for _, v := range []amount.VAT{amount.VAT8, amount.VAT14, amount.VAT23, amount.VATExempt, amount.VATOutside} {
		require.False(t, v.IsCalculated(), v)
	}
}

// Numbers are not stored, codes are; but hosts may keep numbers, so those that are taken stay what they are.
func TestVATIsNeverRenumbered(t *testing.T) {
	for n, code := range []string{
		"", "none", "0", "5", "7", "10", "20", "22", "5/105", "7/107", "10/110", "20/120", "22/122", "8", "14", "23", "exempt", "outside",
	} {
		require.Equal(t, code, amount.VAT(n).String())
	}
}

func TestVATIsExactForEverySum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := moneyIn("RUB").Draw(t, "total")
		v := amount.VAT(rapid.IntRange(0, int(lastVAT)).Draw(t, "rate"))
		got, err := v.Included(total)
		percent := int64(v.Percent())
		exactly(t, bigRound(total.Minor(), percent, 100+percent), got, err)
	})
}

func TestVATOfAllRefundsIsTheVATOfTheSale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans, cuts := splitLine(t)
		v := amount.VAT(rapid.IntRange(0, int(lastVAT)).Draw(t, "rate"))
		var want amount.Money
		for _, s := range spans {
			vat, err := v.Included(s.Total)
			require.NoError(t, err)
			want, err = want.Add(vat)
			require.NoError(t, err)
		}
		var parts []amount.Money
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
		total := amount.RUB(rapid.Int64Range(3*int64(q), math.MaxInt32*int64(q)).Draw(t, "total"))
		spans := amount.Spans{{To: amount.Pcs(q), Width: amount.Pcs(q), Total: total}}
		v := amount.VAT(rapid.IntRange(0, int(lastVAT)).Draw(t, "rate"))
		n := rapid.IntRange(0, q-1).Draw(t, "unit")
		price, err := spans.Of(amount.Pcs(n), amount.Pcs(n+1))
		require.NoError(t, err)
		vat, err := spans.VATOf(v, amount.Pcs(n), amount.Pcs(n+1))
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
		var v, back amount.VAT
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
