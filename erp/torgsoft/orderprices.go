package torgsoft

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

type piecePrice struct {
	price amount.Money
	count amount.Quantity
}

// piecePrices splits the price of some pieces into prices of one that add up to it: 100.00 for three are one of 33.34
// and two of 33.33.
func piecePrices(total amount.Money, count amount.Quantity) ([]piecePrice, error) {
	pieces := count.Milli() / 1000
	if !count.IsMultipleOf(amount.Pcs(1)) { // goods by weight
		price, err := amount.NewMoney(divide(total.Minor()*1000, count.Milli()), total.Currency())
		if err != nil {
			return nil, err
		}
		if again, err := price.Times(count); err != nil || again != total {
			return nil, &refusal{order.Textf("%s for %s cannot be written as a price of one", total, count)}
		}
		return []piecePrice{{price, count}}, nil
	}
	low, err := amount.NewMoney(total.Minor()/pieces, total.Currency())
	if err != nil {
		return nil, err
	}
	dear := total.Minor() % pieces
	if dear == 0 {
		return []piecePrice{{low, count}}, nil
	}
	high, err := amount.NewMoney(low.Minor()+1, total.Currency())
	if err != nil {
		return nil, err
	}
	return []piecePrice{{high, amount.Milli(dear * 1000)}, {low, amount.Milli((pieces - dear) * 1000)}}, nil
}

// divide divides whole numbers that are not negative, and rounds.
func divide(a, b int64) int64 { return (a + b/2) / b }
