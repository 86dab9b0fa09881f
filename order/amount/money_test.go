package amount_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

var moneyCodes = []string{"RUB", "UAH", "PLN", "EUR", "USD", "KZT", "BYN", "JPY", "KWD"}

// limits are the numbers at which arithmetic goes wrong.
var limits = []int64{
	math.MinInt64, math.MinInt64 + 1, -1000, -2, -1, 0, 1, 2, 1000, math.MaxInt64 - 1, math.MaxInt64,
}

func moneyIn(code string) *rapid.Generator[amount.Money] {
	return rapid.Custom(func(t *rapid.T) amount.Money {
		m, err := amount.NewMoney(rapid.Int64().Draw(t, "minor"), code)
		require.NoError(t, err)
		return m
	})
}

// bigRound returns a·b/c rounded half away from zero, for c > 0.
func bigRound(a, b, c int64) *big.Int {
	product := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	sign := int64(product.Sign())
	double := product.Abs(product).Lsh(product, 1)
	double.Add(double, big.NewInt(c)).Quo(double, new(big.Int).Lsh(big.NewInt(c), 1))
	return double.Mul(double, big.NewInt(sign))
}

// exactly requires the value of exact arithmetic, or else an overflow.
func exactly(t require.TestingT, want *big.Int, got amount.Money, err error) {
	if want.IsInt64() {
		require.NoError(t, err)
		require.Equal(t, want.Int64(), got.Minor())
		return
	}
	require.ErrorIs(t, err, amount.ErrOverflow)
	require.Equal(t, amount.Money{}, got, "a failed sum is unset")
}

// addedUp returns the sum of all parts.
func addedUp(t require.TestingT, parts []amount.Money) amount.Money {
	var sum amount.Money
	for _, p := range parts {
		var err error
		sum, err = sum.Add(p)
		require.NoError(t, err)
	}
	return sum
}

func TestMoneyIsReadFromText(t *testing.T) {
	for _, c := range []struct {
		amount, code string
		minor        int64
		text         string
	}{
		{"1290.50", "RUB", 129050, "1290.50"},
		{"1290.5", "RUB", 129050, "1290.50"},
		{"1290", "RUB", 129000, "1290.00"},
		{"10.500", "RUB", 1050, "10.50"},
		{"+0.01", "UAH", 1, "0.01"},
		{"-0.01", "UAH", -1, "-0.01"},
		{"-0.00", "PLN", 0, "0.00"},
		{"000012.30", "BYN", 1230, "12.30"},
		{"500", "JPY", 500, "500"},
		{"500.00", "JPY", 500, "500"},
		{"0.5", "KWD", 500, "0.500"},
		{"92233720368547758.07", "USD", math.MaxInt64, "92233720368547758.07"},
		{"-92233720368547758.08", "USD", math.MinInt64, "-92233720368547758.08"},
		{"9223372036854775807", "JPY", math.MaxInt64, "9223372036854775807"},
	} {
		t.Run(c.amount+" "+c.code, func(t *testing.T) {
			m, err := amount.ParseMoney(c.amount, c.code)
			require.NoError(t, err)
			require.Equal(t, c.minor, m.Minor())
			require.Equal(t, c.code, m.Currency())
			require.Equal(t, c.text, m.Text())
			require.Equal(t, c.text+" "+c.code, m.String())
			same, err := amount.NewMoney(c.minor, c.code)
			require.NoError(t, err)
			require.True(t, m == same, "equal sums are ==")
		})
	}
}

func TestMoneyIsNeverGuessedFromText(t *testing.T) {
	for _, c := range []struct{ amount, code, what, why string }{
		{"", "RUB", "amount in RUB", "empty"},
		{"10.505", "RUB", "amount in RUB", "too many decimals"},
		{"0.5", "JPY", "amount in JPY", "too many decimals"},
		{"10,50", "RUB", "amount in RUB", "not a decimal number"},
		{"1 290.50", "RUB", "amount in RUB", "not a decimal number"},
		{" 1", "RUB", "amount in RUB", "not a decimal number"},
		{"1e3", "RUB", "amount in RUB", "not a decimal number"},
		{"0x1F", "RUB", "amount in RUB", "not a decimal number"},
		{"NaN", "RUB", "amount in RUB", "not a decimal number"},
		{"-", "RUB", "amount in RUB", "not a decimal number"},
		{"--1", "RUB", "amount in RUB", "not a decimal number"},
		{".5", "RUB", "amount in RUB", "not a decimal number"},
		{"5.", "RUB", "amount in RUB", "not a decimal number"},
		{"1.2.3", "RUB", "amount in RUB", "not a decimal number"},
		{"٣", "RUB", "amount in RUB", "not a decimal number"},
		{strings.Repeat("0", 41), "RUB", "amount in RUB", "longer than 40"},
		{"1", "", "currency", "ISO 4217"},
		{"1", "rub", "currency", "ISO 4217"},
		{"1", "RUR", "currency", "ISO 4217"},
		{"1", "RUBL", "currency", "ISO 4217"},
		{"1", "XAU", "currency", "ISO 4217"},
	} {
		t.Run(c.amount+" "+c.code, func(t *testing.T) {
			m, err := amount.ParseMoney(c.amount, c.code)
			require.Equal(t, amount.Money{}, m)
			var parse *amount.ParseError
			require.ErrorAs(t, err, &parse)
			require.Equal(t, c.what, parse.What)
			require.Contains(t, parse.Error(), c.why)
			require.NotErrorIs(t, err, amount.ErrOverflow)
		})
	}
	for _, text := range []string{
		"92233720368547758.08", "-92233720368547758.09", "184467440737095516.16", "184467440737095516.17",
		"18446744073709551616", strings.Repeat("9", 40),
	} {
		_, err := amount.ParseMoney(text, "RUB")
		require.ErrorIs(t, err, amount.ErrOverflow, text)
	}
}

func TestForeignBytesDoNotFloodTheError(t *testing.T) {
	_, err := amount.ParseMoney(strings.Repeat("9", 1<<20), "RUB")
	require.Less(t, len(err.Error()), 300)
}

func TestUnsetMoneyIsNotZeroRoubles(t *testing.T) {
	var unset amount.Money
	require.True(t, unset.IsUnset())
	require.True(t, unset.IsZero())
	require.Empty(t, unset.String())
	require.Empty(t, unset.Text())
	require.Empty(t, unset.Currency())
	require.False(t, amount.RUB(0).IsUnset())
	require.True(t, amount.RUB(0).IsZero())
	require.NotEqual(t, unset, amount.RUB(0))

	sum, err := unset.Add(amount.PLN(7))
	require.NoError(t, err)
	require.Equal(t, amount.PLN(7), sum)
	sum, err = amount.PLN(7).Sub(unset)
	require.NoError(t, err)
	require.Equal(t, amount.PLN(7), sum)
	sum, err = unset.Sub(amount.PLN(7))
	require.NoError(t, err)
	require.Equal(t, amount.PLN(-7), sum)
	c, err := unset.Cmp(amount.EUR(1))
	require.NoError(t, err)
	require.Equal(t, -1, c)
}

func TestTwoCurrenciesNeverMix(t *testing.T) {
	for op, f := range map[string]func() error{
		"+":   func() error { _, err := amount.RUB(1).Add(amount.KZT(1)); return err },
		"-":   func() error { _, err := amount.RUB(1).Sub(amount.KZT(1)); return err },
		"<=>": func() error { _, err := amount.RUB(1).Cmp(amount.KZT(1)); return err },
	} {
		var money *amount.MoneyError
		err := f()
		require.ErrorAs(t, err, &money)
		require.ErrorIs(t, err, amount.ErrCurrency)
		require.Equal(t, "amount: 0.01 RUB "+op+" 0.01 KZT: different currencies; convert one of them first", money.Error())
	}
}

func TestCurrenciesHaveTheirOwnConstructors(t *testing.T) {
	for code, f := range map[string]func(int64) amount.Money{
		"RUB": amount.RUB, "UAH": amount.UAH, "PLN": amount.PLN, "EUR": amount.EUR,
		"USD": amount.USD, "KZT": amount.KZT, "BYN": amount.BYN,
	} {
		m, err := amount.NewMoney(129050, code)
		require.NoError(t, err)
		require.Equal(t, f(129050), m)
		require.Equal(t, "1290.50 "+code, m.String())
	}
	_, err := amount.NewMoney(1, "RUR")
	var parse *amount.ParseError
	require.ErrorAs(t, err, &parse)
}

func TestTheErrorNamesWhatDidNotFit(t *testing.T) {
	_, err := amount.RUB(math.MinInt64).Neg()
	require.EqualError(t, err, "amount: negate -92233720368547758.08 RUB: "+amount.ErrOverflow.Error())
	_, err = amount.RUB(math.MaxInt64).Mul(2)
	require.EqualError(t, err, "amount: 92233720368547758.07 RUB × 2: "+amount.ErrOverflow.Error())
	_, err = amount.Milli(math.MaxInt64).Add(amount.Pcs(1))
	require.EqualError(t, err, "amount: 9223372036854775.807 + 1: "+amount.ErrOverflow.Error())
}

func TestPriceTimesQuantityRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		price amount.Money
		q     string
		want  amount.Money
	}{
		{amount.RUB(10000), "0.35", amount.RUB(3500)},
		{amount.RUB(1), "0.499", amount.RUB(0)},
		{amount.RUB(1), "0.5", amount.RUB(1)},
		{amount.RUB(-1), "0.5", amount.RUB(-1)},
		{amount.RUB(1), "-0.5", amount.RUB(-1)},
		{amount.RUB(-1), "-0.5", amount.RUB(1)},
		{amount.EUR(3), "0.5", amount.EUR(2)},
		{amount.RUB(19999), "1.234", amount.RUB(24679)},
	} {
		q, err := amount.ParseQuantity(c.q)
		require.NoError(t, err)
		got, err := c.price.Times(q)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%s × %s", c.price, c.q)
	}
}

func TestSumsAreExactOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom(moneyCodes).Draw(t, "currency")
		a, b := moneyIn(code).Draw(t, "a"), moneyIn(code).Draw(t, "b")
		x, y := big.NewInt(a.Minor()), big.NewInt(b.Minor())

		sum, err := a.Add(b)
		exactly(t, new(big.Int).Add(x, y), sum, err)
		diff, err := a.Sub(b)
		exactly(t, new(big.Int).Sub(x, y), diff, err)
		neg, err := a.Neg()
		exactly(t, new(big.Int).Neg(x), neg, err)
		product, err := a.Mul(b.Minor())
		exactly(t, new(big.Int).Mul(x, y), product, err)
		product, err = a.Times(amount.Milli(b.Minor()))
		exactly(t, bigRound(a.Minor(), b.Minor(), 1000), product, err)

		c, err := a.Cmp(b)
		require.NoError(t, err)
		require.Equal(t, x.Cmp(y), c)
		require.Equal(t, x.Sign(), a.Sign())
	})
}

func TestMoneyAtTheEdgeOfWhatFits(t *testing.T) {
	for _, a := range limits {
		neg, err := amount.RUB(a).Neg()
		exactly(t, new(big.Int).Neg(big.NewInt(a)), neg, err)
		for _, b := range limits {
			x, y := big.NewInt(a), big.NewInt(b)
			sum, err := amount.RUB(a).Add(amount.RUB(b))
			exactly(t, new(big.Int).Add(x, y), sum, err)
			diff, err := amount.RUB(a).Sub(amount.RUB(b))
			exactly(t, new(big.Int).Sub(x, y), diff, err)
			product, err := amount.RUB(a).Mul(b)
			exactly(t, new(big.Int).Mul(x, y), product, err)
			product, err = amount.RUB(a).Times(amount.Milli(b))
			exactly(t, bigRound(a, b, 1000), product, err)
		}
	}
}

func TestMoneyTextIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := moneyIn(rapid.SampledFrom(moneyCodes).Draw(t, "currency")).Draw(t, "m")
		back, err := amount.ParseMoney(m.Text(), m.Currency())
		require.NoError(t, err)
		require.Equal(t, m, back)

		stored, err := json.Marshal(m)
		require.NoError(t, err)
		require.Equal(t, `"`+m.String()+`"`, string(stored))
		var read amount.Money
		require.NoError(t, json.Unmarshal(stored, &read))
		require.Equal(t, m, read)

		appended, err := m.AppendText([]byte("total "))
		require.NoError(t, err)
		require.Equal(t, "total "+m.String(), string(appended))
	})
}

func TestMoneyInJSON(t *testing.T) {
	type bill struct{ Total, Paid amount.Money }
	stored, err := json.Marshal(bill{Total: amount.RUB(129050)})
	require.NoError(t, err)
	require.Equal(t, `{"Total":"1290.50 RUB","Paid":""}`, string(stored))
	var b bill
	require.NoError(t, json.Unmarshal(stored, &b))
	require.Equal(t, bill{Total: amount.RUB(129050)}, b)

	for _, bad := range []string{`" "`, `"RUB"`, `" RUB"`, `"1"`, `"1RUB"`, `"1  RUB"`, `"1 rub"`, `"1 RUB "`, `"1.005 RUB"`, `1`, `{}`} {
		m := amount.EUR(5)
		require.Error(t, json.Unmarshal([]byte(bad), &m), bad)
		require.Equal(t, amount.EUR(5), m, "a refused text changes nothing")
	}
}

func TestReadingAndWritingMoneyTakesLittleMemory(t *testing.T) {
	text, buf := []byte("-1290.50 RUB"), make([]byte, 0, 64)
	var m amount.Money
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if m.UnmarshalText(text) != nil {
			t.Fail()
		}
		buf, _ = m.AppendText(buf[:0])
	}))
	require.Equal(t, text, buf)
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"", "0", "-1.5", "10.500", "10.505", "92233720368547758.08", "1.2.3", "+.5", "1e9", "٣"} {
		f.Add(s, "RUB")
	}
	f.Add("1.005", "KWD")
	f.Add("1", "JP")
	f.Fuzz(func(t *testing.T, text, code string) {
		m, err := amount.ParseMoney(text, code)
		if err != nil {
			var parse *amount.ParseError
			require.ErrorAs(t, err, &parse)
			require.Equal(t, amount.Money{}, m)
			return
		}
		require.Equal(t, code, m.Currency())
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok, "an amount that was read is a number: %q", text)
		got, ok := new(big.Rat).SetString(m.Text())
		require.True(t, ok)
		require.Zero(t, want.Cmp(got), "%s read as %s", text, m)
		again, err := amount.ParseMoney(m.Text(), code)
		require.NoError(t, err)
		require.Equal(t, m, again)
	})
}

func FuzzMoneyJSON(f *testing.F) {
	for _, s := range []string{`""`, `"1290.50 RUB"`, `"-0.01 UAH"`, `"5 JPY"`, `"1 XXX"`, `null`, `"\u0031 RUB"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var m, back amount.Money
		if json.Unmarshal(data, &m) != nil {
			require.Equal(t, amount.Money{}, m)
			return
		}
		stored, err := json.Marshal(m)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, m, back)
	})
}

func BenchmarkMoneyText(b *testing.B) {
	text, buf := []byte("1290.50 RUB"), make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		var m amount.Money
		if err := m.UnmarshalText(text); err != nil {
			b.Fatal(err)
		}
		buf, _ = m.AppendText(buf[:0])
	}
}
