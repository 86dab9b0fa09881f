package receipts_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

func TestASumIsSplitIntoPricesThatGiveIt(t *testing.T) {
	for _, c := range []struct {
		sum      int64
		quantity amount.Quantity
		want     []receipts.Lot
	}{
		{10000, amount.Pcs(3), []receipts.Lot{{amount.RUB(3333), amount.Pcs(2), amount.RUB(6666)}, {amount.RUB(3334), amount.Pcs(1), amount.RUB(3334)}}},
		{9999, amount.Pcs(3), []receipts.Lot{{amount.RUB(3333), amount.Pcs(3), amount.RUB(9999)}}},
		{1, amount.Pcs(2), []receipts.Lot{{amount.RUB(0), amount.Pcs(1), amount.RUB(0)}, {amount.RUB(1), amount.Pcs(1), amount.RUB(1)}}},
		{0, amount.Pcs(2), []receipts.Lot{{amount.RUB(0), amount.Pcs(2), amount.RUB(0)}}},
		{10000, amount.Milli(350), []receipts.Lot{{amount.RUB(28571), amount.Milli(350), amount.RUB(10000)}}},
		{10001, amount.Milli(2750), []receipts.Lot{{amount.RUB(3636), amount.Milli(750), amount.RUB(2727)}, {amount.RUB(3637), amount.Pcs(2), amount.RUB(7274)}}},
		{12, amount.Milli(7900), []receipts.Lot{{amount.RUB(1), amount.Milli(3900), amount.RUB(4)}, {amount.RUB(2), amount.Pcs(4), amount.RUB(8)}}},
		{3, amount.Milli(1600), []receipts.Lot{{amount.RUB(2), amount.Milli(1600), amount.RUB(3)}}}, // two at the most would be 1.60 at 1 and 1 at 2
	} {
		got, err := receipts.Split(amount.RUB(c.sum), c.quantity)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%d for %s", c.sum, c.quantity)
	}
}

func TestWhatCannotBeSplit(t *testing.T) {
	for _, c := range []struct {
		sum      int64
		quantity amount.Quantity
		why      error
	}{
		{-1, amount.Pcs(1), order.ErrQuantity},
		{1, amount.Pcs(0), order.ErrQuantity},
		{math.MaxInt64, amount.Milli(1), amount.ErrOverflow},
		{math.MaxInt64, amount.Milli(999), amount.ErrOverflow},
	} {
		_, err := receipts.Split(amount.RUB(c.sum), c.quantity)
		require.ErrorIs(t, err, c.why)
	}
}

func TestASplitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := amount.RUB(rapid.Int64Range(0, 1<<33).Draw(t, "sum"))
		if rapid.Bool().Draw(t, "small") {
			sum = amount.RUB(rapid.Int64Range(0, 50).Draw(t, "small sum"))
		}
		q := amount.Milli(rapid.Int64Range(1, 20_000).Draw(t, "quantity"))
		lots, err := receipts.Split(sum, q)
		require.NoError(t, err)
		total, all := amount.RUB(0), amount.Quantity{}
		for i, l := range lots {
			times, err := l.Price.Times(l.Quantity)
			require.NoError(t, err)
			require.Equal(t, l.Sum, times, "price × quantity = sum")
			require.Positive(t, l.Quantity.Sign())
			total, _ = total.Add(l.Sum)
			all, _ = all.Add(l.Quantity)
			if i > 0 {
				require.Equal(t, lots[0].Price.Minor()+1, l.Price.Minor())
				require.Zero(t, l.Quantity.Milli()%1000)
			}
		}
		require.LessOrEqual(t, len(lots), 2)
		require.Equal(t, sum, total)
		require.Equal(t, q, all)
	})
}
