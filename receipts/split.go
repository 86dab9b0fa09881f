package receipts

import (
	"math/bits"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Lot is a quantity at one price.
type Lot struct {
	Price    amount.Money
	Quantity amount.Quantity
	Sum      amount.Money // Price × Quantity, to the minor unit
}

// Split finds prices at which a quantity costs exactly a sum, because price × quantity must be the sum of a position.
// It returns one lot if one price does, else two lots whose prices differ by one minor unit. The dearer lot is a whole
// number of pieces: 3 for 100.00 are 2 × 33.33 and 1 × 33.34. The quantity must be more than 0 and the sum not
// negative. The error is an *amount.MoneyError, with amount.ErrOverflow for a price that does not fit.
func Split(sum amount.Money, q amount.Quantity) ([]Lot, error) {
	if sum.Sign() < 0 || q.Sign() <= 0 {
		return nil, &amount.MoneyError{Op: "split", A: sum.String(), B: q.String(), Why: order.ErrQuantity}
	}
	hi, lo := bits.Mul64(uint64(sum.Minor()), 1000)
	if hi >= uint64(q.Milli()) {
		return nil, &amount.MoneyError{Op: "split", A: sum.String(), B: q.String(), Why: amount.ErrOverflow}
	}
	down, _ := bits.Div64(hi, lo, uint64(q.Milli()))
	if down > 1<<62 {
		return nil, &amount.MoneyError{Op: "split", A: sum.String(), B: q.String(), Why: amount.ErrOverflow}
	}
	low, high := like(sum, int64(down)), like(sum, int64(down)+1)
	cheap, err := low.Times(q)
	if err != nil {
		return nil, err
	}
	if cheap.Minor() == sum.Minor() {
		return []Lot{{low, q, sum}}, nil
	}
	if all, err := high.Times(q); err == nil && all.Minor() == sum.Minor() {
		return []Lot{{high, q, sum}}, nil
	}
	// Each piece at the higher price adds one minor unit, whatever the rest is rounded to. There are enough pieces: a
	// quantity with a fraction of half a piece or more, which would need one more, has the higher price as a whole.
	dearer := sum.Minor() - cheap.Minor()
	more := amount.Milli(dearer * 1000)
	rest, err := q.Sub(more)
	if err != nil {
		return nil, err
	}
	dear, err := high.Times(more)
	if err != nil {
		return nil, err
	}
	return []Lot{{low, rest, like(sum, sum.Minor()-dear.Minor())}, {high, more, dear}}, nil
}

// like returns a sum in the currency of another.
func like(m amount.Money, minor int64) amount.Money {
	if m.IsUnset() {
		return amount.RUB(minor)
	}
	n, err := amount.NewMoney(minor, m.Currency())
	if err != nil {
		return amount.RUB(minor) // cannot happen: m has a known currency
	}
	return n
}
