package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// priced is some units of a line, what they cost and the VAT in it.
type priced struct {
	line     order.LineView
	portion  order.Portion
	sum, vat order.Money
}

// fate is what became of units: still sold, cancelled, refused at the door, or in a return block.
func (p priced) fate() string {
	switch {
	case p.portion.Block != 0:
		return fmt.Sprintf("return block R%d", p.portion.Block)
	case p.portion.State == status.ItemCancelled:
		return "refused by the seller"
	case p.portion.State == status.ItemRefused:
		return "refused at the door"
	}
	return "sold"
}

// amount is a sum and the VAT in it.
type amount struct {
	what     string
	sum, vat order.Money
}

// add adds to an amount. Sums are checked: two currencies or an overflow are errors.
func (a *amount) add(sum, vat order.Money) error {
	var errs [2]error
	a.sum, errs[0] = a.sum.Add(sum)
	a.vat, errs[1] = a.vat.Add(vat)
	return errors.Join(errs[:]...)
}

// account is the sums of an order: by portion, by what became of them, and altogether.
type account struct {
	portions []priced
	fates    []amount
	ordered  amount
}

// ordered is the order as it was placed. None of the orders here is priced anew later, so its prices are for good.
func ordered(o *order.Order) (order.Placed, error) {
	for e := range o.Events(order.Filter{Kind: "placed"}) {
		if b, ok := e.Body.(order.Placed); ok {
			return b, nil
		}
	}
	return order.Placed{}, errors.New("the log has no placed event")
}

// reckon prices every portion by the prices in the log, adds them up, and checks the result against the order's own sums.
func reckon(o *order.Order) (account, error) {
	v := o.View()
	first, err := ordered(o)
	if err != nil {
		return account{}, err
	}
	a := account{ordered: amount{what: "ordered"}}
	place := map[string]int{"sold": 0}
	a.fates = []amount{{what: "sold", sum: order.RUB(0), vat: order.RUB(0)}}
	for i, l := range v.Lines {
		prices := first.Lines[i]
		for _, p := range l.Portions {
			x := priced{line: l, portion: p.Portion}
			if x.sum, err = prices.Net.Of(p.From, p.To); err != nil {
				return account{}, err
			}
			if x.vat, err = prices.Tax.Of(p.From, p.To); err != nil {
				return account{}, err
			}
			a.portions = append(a.portions, x)
			n, known := place[x.fate()]
			if !known {
				n = len(a.fates)
				place[x.fate()] = n
				a.fates = append(a.fates, amount{what: x.fate()})
			}
			if err := errors.Join(a.fates[n].add(x.sum, x.vat), a.ordered.add(x.sum, x.vat)); err != nil {
				return account{}, err
			}
		}
	}
	slices.SortFunc(a.fates[1:], func(x, y amount) int { return strings.Compare(x.what, y.what) }) // R1 before R2
	return a, a.check(v, first)
}

// check compares with what the order itself says.
func (a account) check(v order.View, first order.Placed) error {
	if a.ordered.sum != first.Total {
		return fmt.Errorf("the portions cost %s, the order was placed for %s", a.ordered.sum, first.Total)
	}
	if a.fates[0].sum != v.Total || a.fates[0].vat != v.VAT {
		return fmt.Errorf("the sold units cost %s with VAT %s, the order says %s and %s", a.fates[0].sum, a.fates[0].vat, v.Total, v.VAT)
	}
	for _, b := range v.Blocks {
		for _, f := range a.fates {
			if f.what == fmt.Sprintf("return block R%d", b.N) && f.sum != b.Sum {
				return fmt.Errorf("the units of R%d cost %s, the block says %s", b.N, f.sum, b.Sum)
			}
		}
	}
	return nil
}
