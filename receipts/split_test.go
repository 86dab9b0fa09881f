package receipts_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

func TestASumIsSplitIntoPricesThatGiveIt(t *testing.T) {
	for _, c := range []struct {
		sum      int64
		quantity order.Quantity
		want     []receipts.Lot
	}{
		{10000, order.Pcs(3), []receipts.Lot{{order.RUB(3333), order.Pcs(2), order.RUB(6666)}, {order.RUB(3334), order.Pcs(1), order.RUB(3334)}}},
		{9999, order.Pcs(3), []receipts.Lot{{order.RUB(3333), order.Pcs(3), order.RUB(9999)}}},
		{1, order.Pcs(2), []receipts.Lot{{order.RUB(0), order.Pcs(1), order.RUB(0)}, {order.RUB(1), order.Pcs(1), order.RUB(1)}}},
		{0, order.Pcs(2), []receipts.Lot{{order.RUB(0), order.Pcs(2), order.RUB(0)}}},
		{10000, order.Milli(350), []receipts.Lot{{order.RUB(28571), order.Milli(350), order.RUB(10000)}}},
		{10001, order.Milli(2750), []receipts.Lot{{order.RUB(3636), order.Milli(750), order.RUB(2727)}, {order.RUB(3637), order.Pcs(2), order.RUB(7274)}}},
		{12, order.Milli(7900), []receipts.Lot{{order.RUB(1), order.Milli(3900), order.RUB(4)}, {order.RUB(2), order.Pcs(4), order.RUB(8)}}},
		{3, order.Milli(1600), []receipts.Lot{{order.RUB(2), order.Milli(1600), order.RUB(3)}}}, // two at the most would be 1.60 at 1 and 1 at 2
	} {
		got, err := receipts.Split(order.RUB(c.sum), c.quantity)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%d for %s", c.sum, c.quantity)
	}
}

func TestWhatCannotBeSplit(t *testing.T) {
	for _, c := range []struct {
		sum      int64
		quantity order.Quantity
		why      error
	}{
		{-1, order.Pcs(1), order.ErrQuantity},
		{1, order.Pcs(0), order.ErrQuantity},
		{math.MaxInt64, order.Milli(1), order.ErrOverflow},
		{math.MaxInt64, order.Milli(999), order.ErrOverflow},
	} {
		_, err := receipts.Split(order.RUB(c.sum), c.quantity)
		require.ErrorIs(t, err, c.why)
	}
}

func TestASplitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := order.RUB(rapid.Int64Range(0, 1<<33).Draw(t, "sum"))
		if rapid.Bool().Draw(t, "small") {
			sum = order.RUB(rapid.Int64Range(0, 50).Draw(t, "small sum"))
		}
		q := order.Milli(rapid.Int64Range(1, 20_000).Draw(t, "quantity"))
		lots, err := receipts.Split(sum, q)
		require.NoError(t, err)
		total, all := order.RUB(0), order.Quantity{}
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
