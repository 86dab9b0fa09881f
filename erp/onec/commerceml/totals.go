package commerceml

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Totals adds up the stock of the offers of each good. Offers may come in any number of files, and twice: an offer that
// comes again replaces what it said before, and one that a file of changes leaves out keeps it. The zero value is
// empty.
type Totals struct {
	// ZeroLeftOut says that an offer without a quantity has none: exchanges before УТ 11 leave out what is 0. Otherwise
	// it says nothing of the stock, as in a file of prices.
	ZeroLeftOut bool

	goods map[string]map[string]amount.Quantity // by the id of the good, then of the offer
}

// Add takes what an offer says of its stock. An offer without an id is an error.
func (t *Totals) Add(o *Offer) error {
	total, known, err := o.Total()
	if err != nil || !known && !t.ZeroLeftOut {
		return err
	}
	good, _ := SplitID(o.ID)
	if good == "" {
		return fmt.Errorf("commerceml: the offer with the article %q and the bar code %q has no id", o.Article, o.Barcode)
	}
	if t.goods == nil {
		t.goods = map[string]map[string]amount.Quantity{}
	}
	if t.goods[good] == nil {
		t.goods[good] = map[string]amount.Quantity{}
	}
	t.goods[good][o.Key()] = total
	return nil
}

// Of returns the stock of a good: the sum over its offers.
func (t *Totals) Of(good string) (amount.Quantity, error) {
	var sum amount.Quantity
	for _, q := range t.goods[good] {
		var err error
		if sum, err = sum.Add(q); err != nil {
			return amount.Quantity{}, fmt.Errorf("commerceml: the stock of %s: %w", good, err)
		}
	}
	return sum, nil
}

// Total returns the stock of the offer at all warehouses: what it says itself, else the sum of what it says of each.
// It reports whether the offer says anything.
func (o *Offer) Total() (total amount.Quantity, known bool, err error) {
	if o.Quantity != "" {
		total, err = Quantity(o.Quantity)
		return total, err == nil, err
	}
	for _, s := range o.Stocks {
		if s.Quantity == "" {
			continue
		}
		q, err := Quantity(s.Quantity)
		if err != nil {
			return amount.Quantity{}, false, err
		}
		if total, err = total.Add(q); err != nil {
			return amount.Quantity{}, false, err
		}
		known = true
	}
	return total, known, nil
}
