package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/examples/internal/stage"
)

// print prints what happened to the order of the shop, with its money and its receipts.
func (s *sale) print(w io.Writer) {
	if s == nil {
		return
	}
	printMoments(w, "The merchant's own shop: a card payment, a partial refund, a parcel, and a receipt for each",
		saleNumber, moscow, s.rows, "money at YooKassa", "at the register")
}

// printMoments prints what happened to an order, by the clock of a zone. The last two columns have titles of their own.
func printMoments(w io.Writer, title, number string, zone *time.Location, rows []moment, there, more string) {
	fmt.Fprintf(w, "%s\n%s\nOrder %s\n\n", title, strings.Repeat("=", utf8.RuneCountInString(title)), number)
	t := stage.Table{
		Titles: []string{"time", "who", "what happens", "order", there, more},
		Width:  map[int]int{0: 5, 1: 10, 3: 17, 4: 21, 5: 22},
	}
	t.Width[2] = pageWidth - len(stage.Gap)*len(t.Titles) - 5 - 10 - 17 - 21 - 22
	var last moment
	for i, r := range rows {
		if i == 0 || day(r.at, zone) != day(last.at, zone) {
			t.Add(day(r.at, zone))
		}
		who, when := r.who, r.at.In(zone).Format("15:04")
		if i > 0 && when == last.at.In(zone).Format("15:04") && day(r.at, zone) == day(last.at, zone) {
			if when = ""; who == last.who {
				who = ""
			}
		}
		t.Add(when, who, r.what, news(r.here, &last.here), news(r.there, &last.there), news(r.more, &last.more))
		last.at, last.who = r.at, r.who
	}
	t.Print(w)
	fmt.Fprintln(w)
}

// printReceipts prints the receipts. By card they add up to what YooKassa kept.
func (s *sale) printReceipts(w io.Writer) {
	if s == nil {
		return
	}
	fmt.Fprintln(w, "Receipts of the shop")
	b := stage.Table{Titles: []string{"number", "receipt", "for", "sum", "by card"}, Right: map[int]bool{3: true, 4: true}}
	for _, r := range s.receipts {
		card := r.Sum.Text()
		if r.Offset {
			card = "0.00"
		}
		b.Add(fmt.Sprint(r.Number), r.Kind, r.For, r.Sum.Text(), card)
	}
	b.Rule()
	b.Add("", "", "kept by YooKassa: "+s.kept.Text(), "", s.moved().Text())
	b.Print(w)
	fmt.Fprintln(w)
}
