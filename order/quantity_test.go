package order_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
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
		q, err := order.ParseQuantity(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, order.Milli(c.milli), q, c.text)
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
		_, err := order.ParseQuantity(text)
		var parse *order.ParseError
		require.ErrorAs(t, err, &parse)
		require.Equal(t, "quantity", parse.What)
		require.Contains(t, err.Error(), why)
	}
	for _, text := range []string{"9223372036854775.808", "-9223372036854775.809", "99999999999999999999"} {
		_, err := order.ParseQuantity(text)
		require.ErrorIs(t, err, order.ErrOverflow)
	}
}

func TestTooManyPiecesStayTooMany(t *testing.T) {
	require.Equal(t, order.Milli(3000), order.Pcs(3))
	require.Equal(t, order.Milli(-3000), order.Pcs(-3))
	if strconv.IntSize < 64 {
		return // an int of 32 bits always fits
	}
	for _, n := range []int{math.MaxInt, math.MaxInt / 999, math.MaxInt/1000 + 1} {
		require.Equal(t, order.Milli(math.MaxInt64), order.Pcs(n))
		require.Equal(t, order.Milli(math.MinInt64), order.Pcs(-n))
		require.Positive(t, order.Pcs(n).Cmp(order.Pcs(order.MaxPieces)))
	}
}

func TestQuantityComesInSteps(t *testing.T) {
	for _, c := range []struct {
		q, step order.Quantity
		want    bool
	}{
		{order.Pcs(4), order.Pcs(2), true},
		{order.Pcs(5), order.Pcs(2), false},
		{order.Milli(350), order.Milli(50), true},
		{order.Milli(351), order.Milli(50), false},
		{order.Milli(1500), order.Pcs(1), false},
		{order.Pcs(0), order.Pcs(1), true},
		{order.Pcs(-4), order.Pcs(2), true},
		{order.Pcs(4), order.Pcs(0), false},
		{order.Pcs(4), order.Pcs(-2), false},
	} {
		require.Equal(t, c.want, c.q.IsMultipleOf(c.step), "%s in steps of %s", c.q, c.step)
	}
}

func TestQuantitiesAreExactOrRefused(t *testing.T) {
	check := func(t require.TestingT, want *big.Int, got order.Quantity, err error) {
		if want.IsInt64() {
			require.NoError(t, err)
			require.Equal(t, want.Int64(), got.Milli())
			return
		}
		require.ErrorIs(t, err, order.ErrOverflow)
		var money *order.MoneyError
		require.ErrorAs(t, err, &money)
		require.Zero(t, got)
	}
	both := func(t require.TestingT, x, y int64) {
		a, b := order.Milli(x), order.Milli(y)
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
		q := order.Milli(rapid.Int64().Draw(t, "milli"))
		stored, err := json.Marshal(q)
		require.NoError(t, err)
		require.Equal(t, `"`+q.String()+`"`, string(stored))
		var back order.Quantity
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
		q, err := order.ParseQuantity(text)
		if err != nil {
			var parse *order.ParseError
			require.ErrorAs(t, err, &parse)
			require.Zero(t, q)
			return
		}
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok, "a quantity that was read is a number: %q", text)
		require.Zero(t, want.Cmp(big.NewRat(q.Milli(), 1000)), "%s read as %s", text, q)
		again, err := order.ParseQuantity(q.String())
		require.NoError(t, err)
		require.Equal(t, q, again)
	})
}

func FuzzQuantityJSON(f *testing.F) {
	for _, s := range []string{`"2"`, `"0.35"`, `""`, `2`, `null`, `"-1.5"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var q, back order.Quantity
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
