package main

import (
	"fmt"
	"io"
	"strconv"

	"github.com/ordo-sdk/ordo/examples/internal/stage"
)

// print prints what happened to the order at ROZETKA, with its documents and the stock.
func (s *stall) print(w io.Writer) {
	if s == nil {
		return
	}
	printMoments(w, "ROZETKA: invoice and waybill of the merchant's ERP lead the order, and Nova Poshta delivers it",
		strconv.FormatInt(s.number, 10), kyiv, s.rows, "at ROZETKA", "documents and stock")
}

// printSums prints what the order costs on both sides, and what was paid.
func (s *stall) printSums(w io.Writer) {
	if s == nil {
		return
	}
	fmt.Fprintln(w, "Sums at ROZETKA, in hryvnias")
	b := stage.Table{
		Titles: []string{"order", "status there", "here", "at ROZETKA", "paid", "till"},
		Right:  map[int]bool{2: true, 3: true, 4: true},
	}
	till := ""
	for _, p := range s.view.Payments {
		till = p.Till
	}
	b.Add(strconv.FormatInt(s.number, 10), s.status(), s.view.Total.Text(), s.costs().Text(), s.view.Paid.Text(), till)
	b.Print(w)
	fmt.Fprintln(w)
}
