package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// pageWidth is how wide a page may be.
const pageWidth = 110

// print writes the whole story.
func (s *story) print(w io.Writer) error {
	a, err := reckon(s.order)
	if err != nil {
		return err
	}
	v := s.order.View()
	fmt.Fprintf(w, "%s\n%s\n", s.plot.title, strings.Repeat("=", pageWidth))
	fmt.Fprintf(w, "Order %s, scheme %s. Times are UTC, sums are in RUB; a blank cell is as above.\n\n", v.ID, v.Scheme)
	s.printTimeline(w)
	s.printLines(w, a)
	if len(v.Adjustments) > 0 {
		if err := s.printPrices(w); err != nil {
			return err
		}
	}
	printSums(w, a)
	if len(v.Payments) > 0 {
		if err := printMoney(w, v); err != nil {
			return err
		}
	}
	printNotes(w, v)
	return s.printReplay(w)
}

// printTimeline writes what happened, and beside it what everybody sees.
func (s *story) printTimeline(w io.Writer) {
	t := table{titles: []string{"time", "who", "what happened", "order"}, width: map[int]int{0: 5, 1: 10, 3: 17}}
	rest := pageWidth - len(gap)*4 - 5 - 10 - 17
	for i, c := range s.columns {
		t.titles = append(t.titles, c.title)
		t.width[4+i] = c.width
		rest -= len(gap) + c.width
	}
	t.width[2] = rest
	var last row
	for _, r := range s.rows {
		if day(r.at) != day(last.at) {
			t.add(day(r.at))
		}
		cells := []string{r.at.Format("15:04"), r.who, r.what}
		for i, now := range r.now {
			if last.now != nil && last.now[i] == now {
				now = ""
			}
			cells = append(cells, now)
		}
		t.add(cells...)
		last = r
	}
	t.print(w)
	fmt.Fprintln(w)
}

// printLines writes where the units of each line ended, portion by portion.
func (s *story) printLines(w io.Writer, a account) {
	fmt.Fprintln(w, "Where every unit ended")
	marketplace := !s.order.View().Ref.IsZero()
	t := table{titles: []string{"line", "goods", "units", "state", "where", "sum", "VAT in it"}, right: map[int]bool{5: true, 6: true}}
	if marketplace {
		t.titles[4] = "MegaMarket is told"
	}
	gone := whyGone(s.order)
	for _, p := range a.portions {
		place := whereabouts(p.portion)
		if marketplace {
			place = none
			if p.line.Kind == order.LineGoods {
				place = s.outside.told(s.order, p.portion.State, gone[p.line.ID])
			}
		}
		t.add(p.line.ID, p.line.Name, units(p), p.portion.State.String(), place, p.sum.Text(), p.vat.Text())
	}
	t.rule()
	t.add("", "", "", "", "", a.ordered.sum.Text(), a.ordered.vat.Text())
	t.print(w)
	fmt.Fprintln(w)
}

// units are the units of a portion, counted from 1: "1 to 2 of 5".
func units(p priced) string {
	first, last := p.portion.From.Milli()/1000+1, p.portion.To.Milli()/1000
	if first == last {
		return fmt.Sprintf("%d of %s", first, p.line.Quantity)
	}
	return fmt.Sprintf("%d to %d of %s", first, last, p.line.Quantity)
}

// whereabouts are the warehouse, shipment and return block of units.
func whereabouts(p order.Portion) string {
	var parts []string
	if p.Warehouse != "" {
		parts = append(parts, "from "+p.Warehouse)
	}
	if p.Shipment != 0 {
		parts = append(parts, fmt.Sprintf("in S%d", p.Shipment))
	}
	if p.Block != 0 {
		parts = append(parts, fmt.Sprintf("in R%d, goods %s", p.Block, p.Custody))
	}
	return strings.Join(parts, ", ")
}

// printSums writes the sums by what became of the units; they add up to what was ordered.
func printSums(w io.Writer, a account) {
	fmt.Fprintln(w, "Sums")
	t := table{titles: []string{"", "sum", "VAT in it"}, right: map[int]bool{1: true, 2: true}}
	for _, f := range a.fates {
		t.add(f.what, f.sum.Text(), f.vat.Text())
	}
	t.rule()
	t.add(a.ordered.what, a.ordered.sum.Text(), a.ordered.vat.Text())
	t.print(w)
	fmt.Fprintln(w)
}

// printNotes writes what somebody is owed, and what waits for a person.
func printNotes(w io.Writer, v order.View) {
	fmt.Fprintln(w, "Notes and holds")
	for _, n := range v.Notes {
		fmt.Fprintf(w, "  %s is owed a note, because its wish to %s of %s was refused:\n", n.System, n.Kind, n.At.Format("2 January 15:04"))
		for _, line := range wrap(n.Text, pageWidth-2*len(gap)) {
			fmt.Fprintln(w, gap+gap+line)
		}
	}
	for _, h := range v.Holds {
		fmt.Fprintf(w, "  held: %s\n", h.Text)
	}
	if len(v.Notes)+len(v.Holds) == 0 {
		fmt.Fprintln(w, "  none")
	}
	fmt.Fprintln(w)
}
