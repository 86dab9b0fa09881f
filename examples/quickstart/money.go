package main

import (
	"fmt"
	"io"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// printPrices writes how the promo code was spread over the lines.
func (s *story) printPrices(w io.Writer) error {
	first, err := ordered(s.order)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "How the promo code was spread: by largest remainder, over the goods")
	t := table{titles: []string{"line", "pieces", "before", "promo", "to pay"}, right: map[int]bool{1: true, 2: true, 3: true, 4: true}}
	var before, promo amount
	for _, l := range first.Lines {
		gross, err := l.Gross.Of(order.Quantity{}, l.Quantity)
		if err != nil {
			return err
		}
		net, err := l.Net.Of(order.Quantity{}, l.Quantity)
		if err != nil {
			return err
		}
		share := order.RUB(0)
		for _, x := range l.Shares {
			share = x.Amount // there is one promo code
		}
		if err := before.add(gross, order.Money{}); err != nil {
			return err
		}
		if err := promo.add(share, order.Money{}); err != nil {
			return err
		}
		t.add(l.ID, l.Quantity.String(), gross.Text(), share.Text(), net.Text())
	}
	t.rule()
	t.add("", "", before.sum.Text(), promo.sum.Text(), first.Total.Text())
	t.print(w)
	fmt.Fprintln(w)
	return nil
}

// printMoney writes what was paid and paid back, with the receipt of each operation.
func printMoney(w io.Writer, v order.View) error {
	fmt.Fprintln(w, "Money and receipts")
	t := table{titles: []string{"", "what", "sum", "state", "receipt"}, right: map[int]bool{2: true}}
	var kept amount
	for _, p := range v.Payments {
		if err := kept.add(p.Amount, order.Money{}); err != nil {
			return err
		}
		t.add("paid", p.ID, p.Amount.Text(), p.State.String(), number(p.Receipt))
	}
	for _, b := range v.Blocks {
		back, err := b.Owed.Neg()
		if err != nil {
			return err
		}
		if b.Money == status.MoneyRefunded {
			if err := kept.add(back, order.Money{}); err != nil {
				return err
			}
		}
		state := b.Money.String()
		if b.Returned {
			state += ", block returned"
		}
		t.add("paid back", fmt.Sprintf("R%d, %s", b.N, b.Reason), back.Text(), state, number(b.Receipt))
	}
	t.rule()
	t.add("kept", "the units that are sold", kept.sum.Text(), "", settlement(v))
	t.print(w)
	fmt.Fprintln(w)
	if kept.sum != v.Total {
		return fmt.Errorf("%s was kept, the sold units cost %s", kept.sum, v.Total)
	}
	return nil
}

func number(d *order.Document) string {
	if d == nil {
		return none
	}
	return d.Number
}

// settlement is the receipt for the order as a whole.
func settlement(v order.View) string {
	for _, d := range v.Documents {
		if d.Kind == "receipt" {
			return d.Number
		}
	}
	return none
}
