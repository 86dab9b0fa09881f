package amount_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

func TestQuantityIsReadFromText(t *testing.T) {
	for _, c := range []struct {
		text  string
		milli int64
		short string
	}{
		{"2", 2000, "2"},
		{"2.000", 2000, "2"},
		{"2.0000", 2000, "2"},
		{"0.35", 350, "0.35"},
		{"0.001", 1, "0.001"},
		{"-0.010", -10, "-0.01"},
		{"100", 100_000, "100"},
		{"+7.5", 7500, "7.5"},
		{"0", 0, "0"},
		{"-0", 0, "0"},
		{"9223372036854775.807", math.MaxInt64, "9223372036854775.807"},
		{"-9223372036854775.808", math.MinInt64, "-9223372036854775.808"},
	} {
		q, err := amount.ParseQuantity(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, amount.Milli(c.milli), q, c.text)
		require.Equal(t, c.milli, q.Milli())
		require.Equal(t, c.short, q.String())
	}
}

func TestQuantityIsNeverGuessedFromText(t *testing.T) {
	for text, why := range map[string]string{
		"":       "empty",
		"0.0001": "too many decimals",
		"2 pcs":  "not a decimal number",
		"1,5":    "not a decimal number",
		".5":     "not a decimal number",
		"1.":     "not a decimal number",
	} {
		_, err := amount.ParseQuantity(text)
		var parse *amount.ParseError
		require.ErrorAs(t, err, &parse)
		require.Equal(t, "quantity", parse.What)
		require.Contains(t, err.Error(), why)
	}
	for _, text := range []string{"9223372036854775.808", "-9223372036854775.809", "99999999999999999999"} {
		_, err := amount.ParseQuantity(text)
		require.ErrorIs(t, err, amount.ErrOverflow)
	}
}

func TestTooManyPiecesStayTooMany(t *testing.T) {
	require.Equal(t, amount.Milli(3000), amount.Pcs(3))
	require.Equal(t, amount.Milli(-3000), amount.Pcs(-3))
	if strconv.IntSize < 64 {
		return // an int of 32 bits always fits
	}
	for _, n := range []int{math.MaxInt, math.MaxInt / 999, math.MaxInt/1000 + 1} {
		require.Equal(t, amount.Milli(math.MaxInt64), amount.Pcs(n))
		require.Equal(t, amount.Milli(math.MinInt64), amount.Pcs(-n))
		require.Positive(t, amount.Pcs(n).Cmp(amount.Pcs(1_000_000_000)))
	}
}

func TestQuantityComesInSteps(t *testing.T) {
	for _, c := range []struct {
		q, step amount.Quantity
		want    bool
	}{
		{amount.Pcs(4), amount.Pcs(2), true},
		{amount.Pcs(5), amount.Pcs(2), false},
		{amount.Milli(350), amount.Milli(50), true},
		{amount.Milli(351), amount.Milli(50), false},
		{amount.Milli(1500), amount.Pcs(1), false},
		{amount.Pcs(0), amount.Pcs(1), true},
		{amount.Pcs(-4), amount.Pcs(2), true},
		{amount.Pcs(4), amount.Pcs(0), false},
		{amount.Pcs(4), amount.Pcs(-2), false},
	} {
		require.Equal(t, c.want, c.q.IsMultipleOf(c.step), "%s in steps of %s", c.q, c.step)
	}
}

func TestQuantitiesAreExactOrRefused(t *testing.T) {
	check := func(t require.TestingT, want *big.Int, got amount.Quantity, err error) {
		if want.IsInt64() {
			require.NoError(t, err)
			require.Equal(t, want.Int64(), got.Milli())
			return
		}
		require.ErrorIs(t, err, amount.ErrOverflow)
		var money *amount.MoneyError
		require.ErrorAs(t, err, &money)
		require.Zero(t, got)
	}
	both := func(t require.TestingT, x, y int64) {
		a, b := amount.Milli(x), amount.Milli(y)
		sum, err := a.Add(b)
		check(t, new(big.Int).Add(big.NewInt(x), big.NewInt(y)), sum, err)
		diff, err := a.Sub(b)
		check(t, new(big.Int).Sub(big.NewInt(x), big.NewInt(y)), diff, err)
		require.Equal(t, big.NewInt(x).Cmp(big.NewInt(y)), a.Cmp(b))
		require.Equal(t, big.NewInt(x).Sign(), a.Sign())
		require.Equal(t, x == 0, a.IsZero())
	}
	for _, x := range limits {
		for _, y := range limits {
			both(t, x, y)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		both(t, rapid.Int64().Draw(t, "x"), rapid.Int64().Draw(t, "y"))
	})
}

func TestQuantityTextIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := amount.Milli(rapid.Int64().Draw(t, "milli"))
		stored, err := json.Marshal(q)
		require.NoError(t, err)
		require.Equal(t, `"`+q.String()+`"`, string(stored))
		var back amount.Quantity
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, q, back)
		appended, err := q.AppendText([]byte("×"))
		require.NoError(t, err)
		require.Equal(t, "×"+q.String(), string(appended))
	})
}

func FuzzParseQuantity(f *testing.F) {
	for _, s := range []string{"", "2", "0.35", "-0.001", "1.0000", "1.0001", "9223372036854775.808", "1..2", "1/2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := amount.ParseQuantity(text)
		if err != nil {
			var parse *amount.ParseError
			require.ErrorAs(t, err, &parse)
			require.Zero(t, q)
			return
		}
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok, "a quantity that was read is a number: %q", text)
		require.Zero(t, want.Cmp(big.NewRat(q.Milli(), 1000)), "%s read as %s", text, q)
		again, err := amount.ParseQuantity(q.String())
		require.NoError(t, err)
		require.Equal(t, q, again)
	})
}

func FuzzQuantityJSON(f *testing.F) {
	for _, s := range []string{`"2"`, `"0.35"`, `""`, `2`, `null`, `"-1.5"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var q, back amount.Quantity
		if json.Unmarshal(data, &q) != nil {
			require.Zero(t, q)
			return
		}
		stored, err := json.Marshal(q)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, q, back)
	})
}
