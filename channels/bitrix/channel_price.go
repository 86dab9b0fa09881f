package bitrix

import (
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// The shop has a price of one unit, with up to four decimals, before and after discounts; an order of ordo has what a
// line costs in all. So all that goes between them goes through here.

// cost is what a quantity costs at a price of one unit, rounded to the currency as the shop rounds a line, half away
// from zero. more is what is added to the price, such as a VAT that it does not contain: 1.2 for 20 %.
func cost(price wire.Decimal, q amount.Quantity, currency string, more *big.Rat) (amount.Money, error) {
	unit, err := amount.NewMoney(0, currency)
	if err != nil {
		return unit, err
	}
	p, ok := new(big.Rat).SetString(string(price))
	if !ok {
		return unit, fmt.Errorf("the price %.40q is no number", price)
	}
	p.Mul(p, big.NewRat(q.Milli(), 1000))
	if more != nil {
		p.Mul(p, more)
	}
	return money(p, currency)
}

// money rounds a sum of major units half away from zero.
func money(r *big.Rat, currency string) (amount.Money, error) {
	r = new(big.Rat).Mul(r, new(big.Rat).SetInt64(minors(currency)))
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	den := new(big.Int).Set(r.Denom())
	if r.Sign() < 0 {
		twice.Sub(twice, den)
	} else {
		twice.Add(twice, den)
	}
	n := new(big.Int).Quo(twice, den.Mul(den, big.NewInt(2)))
	if !n.IsInt64() {
		return amount.Money{}, errors.New("the sum is too large")
	}
	return amount.NewMoney(n.Int64(), currency)
}

// minors is how many minor units of a currency make a major one.
func minors(currency string) int64 {
	one, err := amount.ParseMoney("1", currency)
	if err != nil || one.Minor() < 1 {
		return 100
	}
	return one.Minor()
}

// part is units of a line that stand in the shop as one item of the basket, at one price.
type part struct {
	quantity amount.Quantity
	price    amount.Money // of one unit after discounts
	base     amount.Money // and before them
}

// parts splits a line into as few parts as it takes to show exactly what it costs: the shop's prices of a unit have two
// decimals, so that 3 for 1000.00 are 2 at 333.33 and 1 at 333.34. gross is what it costs before discounts; it is shown
// as near as the prices of one unit allow. The error is for what no price shows, such as 0.333 kg for 1.00.
func parts(q amount.Quantity, total, gross amount.Money) ([]part, error) {
	currency := total.Currency()
	unit := func(sum amount.Money, q amount.Quantity) (amount.Money, error) {
		return money(new(big.Rat).Quo(big.NewRat(sum.Minor(), minors(currency)), big.NewRat(q.Milli(), 1000)), currency)
	}
	whole, err := unit(total, q)
	if err != nil {
		return nil, err
	}
	before, err := unit(gross, q)
	if err != nil {
		return nil, err
	}
	at := func(price amount.Money, q amount.Quantity) part {
		base := before
		if c, err := base.Cmp(price); err != nil || c < 0 {
			base = price
		}
		return part{q, price, base}
	}
	if again, err := whole.Times(q); err == nil && again == total {
		return []part{at(whole, q)}, nil
	}
	n := q.Milli() / 1000
	if q.Milli()%1000 != 0 || n == 0 {
		return nil, fmt.Errorf("%s for %s have no price of one unit: the shop shows prices of one unit only", q, total)
	}
	low := total.Minor() / n
	over := total.Minor() - low*n
	cheap, err := amount.NewMoney(low, currency)
	if err != nil {
		return nil, err
	}
	dear, err := amount.NewMoney(low+1, currency)
	return []part{at(cheap, amount.Pcs(int(n-over))), at(dear, amount.Pcs(int(over)))}, err
}

// spread returns what lines cost once adjustments are spread over them, as package order does it.
func spread(currency string, lines []order.Line, adjustments []order.Adjustment) ([]amount.Money, error) {
	o, _, err := order.New(order.Draft{ID: "spread", Scheme: order.OwnPickup, Currency: currency, Lines: lines, Adjustments: adjustments},
		order.By{Actor: order.Actor{ID: Name, Role: order.RoleSystem}, At: time.Unix(0, 0).UTC()})
	if err != nil {
		return nil, err
	}
	var all []amount.Money
	for _, l := range o.View().Lines {
		all = append(all, l.Total)
	}
	return all, nil
}

// fit sets the totals of lines so that they cost exactly final once the adjustments are spread over them. It reports
// whether that can be: a discount of some goods only is none that is spread over all of them. The totals that come are
// those before the adjustments; no more than a few kopecks of rounding are moved between lines.
func fit(currency string, lines []order.Line, adjustments []order.Adjustment, final []amount.Money) bool {
	const few = 9 // minor units
	for range 4 {
		got, err := spread(currency, lines, adjustments)
		if err != nil || len(got) != len(final) {
			return false
		}
		same := true
		for i := range lines {
			d, err := final[i].Sub(got[i])
			if err != nil || d.Minor() > few || d.Minor() < -few {
				return false
			}
			if d.IsZero() {
				continue
			}
			same = false
			if lines[i].Total, err = lines[i].Total.Add(d); err != nil || lines[i].Total.Sign() < 0 {
				return false
			}
		}
		if same {
			return true
		}
	}
	return false
}
