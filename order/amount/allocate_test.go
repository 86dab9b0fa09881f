package amount_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

// shared requires what Allocate promises for the weights: the sum, the sign,
// and each share within one minor unit of its fair share.
func shared(t require.TestingT, total amount.Money, weights []int64, shares []amount.Money) {
	require.Len(t, shares, len(weights))
	all := new(big.Int)
	for _, w := range weights {
		all.Add(all, big.NewInt(w))
	}
	equal := all.Sign() == 0
	if equal {
		all.SetInt64(int64(len(weights)))
	}
	sum := new(big.Int)
	for i, share := range shares {
		require.Equal(t, total.Currency(), share.Currency())
		sum.Add(sum, big.NewInt(share.Minor()))
		w := weights[i]
		if equal {
			w = 1
		}
		fair := new(big.Int).Mul(big.NewInt(total.Minor()), big.NewInt(w))
		off := new(big.Int).Mul(big.NewInt(share.Minor()), all)
		off.Sub(off, fair)
		require.Negative(t, off.CmpAbs(all), "%s is a minor unit or more off the fair share of %d", share, w)
		require.True(t, share.IsZero() || share.Sign() == total.Sign(), "a share has the sign of the total")
	}
	require.True(t, sum.IsInt64() && sum.Int64() == total.Minor(), "shares add up to %s, not to %s", sum, total)
}

func TestDiscountIsSharedOutByLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		name    string
		total   int64
		weights []int64
		want    []int64
	}{
		{"evenly", 300, []int64{4000, 2000, 2000}, []int64{150, 75, 75}},
		{"ties go to the earlier", 100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{"two left go to the first two", 101, []int64{1, 1, 1}, []int64{34, 34, 33}},
		{"the largest remainder wins over the earlier", 10, []int64{10, 18, 2}, []int64{3, 6, 1}},
		{"a negative total is mirrored", -100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{"no weight, no share", 7, []int64{0, 3, 0, 2}, []int64{0, 4, 0, 3}},
		{"no weights at all: equally", 8, []int64{0, 0, 0}, []int64{3, 3, 2}},
		{"less money than lines", 1, []int64{5, 5, 5}, []int64{1, 0, 0}},
		{"nothing", 0, []int64{5, 0}, []int64{0, 0}},
		{"the largest total", math.MaxInt64, []int64{1}, []int64{math.MaxInt64}},
		{"the smallest total", math.MinInt64, []int64{0, 7}, []int64{0, math.MinInt64}},
		{
			"weights beyond 64 bits", math.MaxInt64,
			[]int64{math.MaxInt64, math.MaxInt64, math.MaxInt64},
			[]int64{3074457345618258603, 3074457345618258602, 3074457345618258602},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			shares, err := amount.Allocate(amount.RUB(c.total), c.weights)
			require.NoError(t, err)
			shared(t, amount.RUB(c.total), c.weights, shares)
			for i, share := range shares {
				require.Equal(t, amount.RUB(c.want[i]), share, "share %d", i)
			}
		})
	}
}

func TestUnsetMoneyIsSharedOutAsUnset(t *testing.T) {
	shares, err := amount.Allocate(amount.Money{}, []int64{1, 2})
	require.NoError(t, err)
	require.Equal(t, []amount.Money{{}, {}}, shares)
}

func TestWhatCannotBeSharedOut(t *testing.T) {
	var money *amount.MoneyError
	_, err := amount.Allocate(amount.RUB(10), []int64{5, -1})
	require.ErrorIs(t, err, amount.ErrWeight)
	require.ErrorAs(t, err, &money)
	require.Equal(t, "amount: 0.10 RUB shared by weight -1: "+amount.ErrWeight.Error(), money.Error())
	_, err = amount.Allocate(amount.RUB(10), nil)
	require.ErrorIs(t, err, amount.ErrWeight)
	shares, err := amount.Allocate(amount.RUB(0), nil)
	require.NoError(t, err)
	require.Empty(t, shares)
}

func TestSharesAreFairAndAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := moneyIn("RUB").Draw(t, "total")
		largest := rapid.SampledFrom([]int64{1, 10, 100_000, math.MaxInt64}).Draw(t, "largest weight")
		weights := rapid.SliceOfN(rapid.Int64Range(0, largest), 1, 12).Draw(t, "weights")
		shares, err := amount.Allocate(total, weights)
		require.NoError(t, err)
		shared(t, total, weights, shares)
		for i, w := range weights {
			if w == 0 && weights[0] != 0 {
				require.True(t, shares[i].IsZero())
			}
		}
	})
}

func TestOfEqualLinesTheEarlierComesFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := amount.RUB(rapid.Int64Range(0, 10_000).Draw(t, "total"))
		weights := rapid.SliceOfN(rapid.Int64Range(1, 3), 30, 90).Draw(t, "weights")
		shares, err := amount.Allocate(total, weights)
		require.NoError(t, err)
		last := map[int64]int64{}
		for i, w := range weights {
			if before, seen := last[w]; seen {
				require.LessOrEqual(t, shares[i].Minor(), before)
			}
			last[w] = shares[i].Minor()
		}
	})
}

func TestReversedDiscountIsItsMirrorImage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := amount.RUB(rapid.Int64Range(0, math.MaxInt64).Draw(t, "total"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 8).Draw(t, "weights")
		back, err := total.Neg()
		require.NoError(t, err)
		there, err := amount.Allocate(total, weights)
		require.NoError(t, err)
		again, err := amount.Allocate(back, weights)
		require.NoError(t, err)
		for i := range there {
			require.Equal(t, there[i].Minor(), -again[i].Minor())
		}
	})
}
