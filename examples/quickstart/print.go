package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/order/amount"
)

// pageWidth is the width of the output, in characters.
const pageWidth = 128

// print prints each order, the sums, the notes to the merchant and the journal.
func (t *result) print(w io.Writer) {
	fmt.Fprintln(w, "Times are Moscow time, sums are in roubles; at ROZETKA Kyiv time and hryvnias. An empty cell means no change.")
	fmt.Fprintln(w)
	for _, x := range t.histories {
		x.print(w)
	}
	t.sale.print(w)
	t.stall.print(w)
	if len(t.histories) > 0 {
		t.printSums(w)
		t.printNotes(w)
	}
	t.sale.printReceipts(w)
	t.stall.printSums(w)
	t.printJournal(w)
}

// print prints what happened to one order, with its state here, at Megamarket and in RetailCRM.
func (x *history) print(w io.Writer) {
	fmt.Fprintf(w, "%s\n%s\nOrder %s\n\n", x.plot.title, strings.Repeat("=", utf8.RuneCountInString(x.plot.title)), x.p.id)
	t := stage.Table{
		Titles: []string{"time", "who", "what happens", "order", "lots at Megamarket", "in RetailCRM"},
		Width:  map[int]int{0: 5, 1: 10, 3: 17, 4: 21, 5: 22},
	}
	t.Width[2] = pageWidth - len(stage.Gap)*len(t.Titles) - 5 - 10 - 17 - 21 - 22
	var last row
	for i, r := range x.rows {
		if i == 0 || day(r.at, moscow) != day(last.at, moscow) {
			t.Add(day(r.at, moscow))
		}
		who := r.who
		if i > 0 && r.who == last.who && r.at.Equal(last.at) {
			who = ""
		}
		when := r.at.In(moscow).Format("15:04")
		if i > 0 && r.at.Equal(last.at) {
			when = ""
		}
		t.Add(when, who, r.what, news(r.here, &last.here), news(r.mm, &last.mm), news(r.crm, &last.crm))
		last.at, last.who = r.at, r.who
	}
	t.Print(w)
	fmt.Fprintln(w)
}

// news returns what is not the same as in the row above.
func news(now string, last *string) string {
	if now == "" || now == *last {
		return ""
	}
	*last = now
	return now
}

func day(t time.Time, zone *time.Location) string { return t.In(zone).Format("Monday, 2 January 2006") }

// printSums prints what the orders cost.
func (t *result) printSums(w io.Writer) {
	fmt.Fprintln(w, "Sums")
	b := stage.Table{
		Titles: []string{"order", "", "ordered", "refused", "to pay", "at Megamarket", "in RetailCRM"},
		Right:  map[int]bool{2: true, 3: true, 4: true, 5: true, 6: true},
	}
	var all [5]amount.Money
	for _, x := range t.histories {
		cells := []string{x.p.id, x.plot.name}
		for i, m := range []amount.Money{x.sums.Ordered, x.sums.Refused, x.sums.ToPay, x.sums.Megamarket, x.sums.RetailCRM} {
			cells = append(cells, m.Text())
			if sum, err := all[i].Add(m); err == nil {
				all[i] = sum
			}
		}
		b.Add(cells...)
	}
	b.Rule()
	cells := []string{"", ""}
	for _, m := range all {
		cells = append(cells, m.Text())
	}
	b.Add(cells...)
	b.Print(w)
	fmt.Fprintln(w)
}

// printNotes prints what the merchant reads with the orders.
func (t *result) printNotes(w io.Writer) {
	fmt.Fprintln(w, "Notes to the merchant, in RetailCRM")
	some := false
	for _, x := range t.histories {
		for _, n := range x.note {
			some = true
			for i, line := range stage.Wrap(n, pageWidth-2*len(stage.Gap)-len(x.p.id)) {
				who := x.p.id
				if i > 0 {
					who = strings.Repeat(" ", len(who))
				}
				fmt.Fprintln(w, stage.Gap+who+stage.Gap+line)
			}
		}
	}
	if !some {
		fmt.Fprintln(w, stage.Gap+"none")
	}
	fmt.Fprintln(w)
}

// printJournal prints the journal of the bridge.
func (t *result) printJournal(w io.Writer) {
	fmt.Fprintln(w, "The journal")
	b := stage.Table{Titles: []string{"time", "level", "order", "account", "what", "text"}, Width: map[int]int{}}
	b.Width[5] = pageWidth - 62
	for _, e := range t.journal {
		if e.What == "pass" {
			continue // a summary of the others
		}
		_, id, _ := strings.Cut(e.Order, "/")
		b.Add(e.At.In(moscow).Format("2 Jan 15:04"), string(e.Level), id, e.Account, e.What, e.Text)
	}
	b.Print(w)
}
