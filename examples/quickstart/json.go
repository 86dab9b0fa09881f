package main

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order/amount"
)

// document is what -json prints.
type document struct {
	Orders  []entry        `json:"orders"`
	Shop    *saleEntry     `json:"shop,omitempty"`    // the order of the merchant's own shop
	ROZETKA *stallEntry    `json:"rozetka,omitempty"` // the order at ROZETKA
	Journal []bridge.Entry `json:"journal"`
}

// entry is one order of it.
type entry struct {
	Name     string            `json:"name"`
	ID       string            `json:"id"`
	State    string            `json:"state"`
	Lots     []string          `json:"megamarket"`
	Card     string            `json:"retailcrm"`
	Labels   map[string]string `json:"labels"` // by account: its status there when ordo last read it
	Sums     sums              `json:"sums"`
	Notes    []string          `json:"notes"`
	Timeline []step            `json:"timeline"`
}

// saleEntry is the order of the shop.
type saleEntry struct {
	ID       string       `json:"id"`
	State    string       `json:"state"`
	Total    amount.Money `json:"total"`
	Kept     amount.Money `json:"yookassa"`
	Receipts []receipt    `json:"receipts"`
	Timeline []step       `json:"timeline"`
}

// stallEntry is the order at ROZETKA.
type stallEntry struct {
	ID        string       `json:"id"`
	State     string       `json:"state"`
	Status    string       `json:"rozetka"`
	Waybill   string       `json:"waybill"`
	Total     amount.Money `json:"total"`
	Costs     amount.Money `json:"totalAtRozetka"`
	Paid      amount.Money `json:"paid"`
	Documents []string     `json:"documents"`
	Stock     []string     `json:"stock"`
	Timeline  []step       `json:"timeline"`
}

// step is a row of a timeline.
type step struct {
	At    time.Time `json:"at"`
	Who   string    `json:"who"`
	What  string    `json:"what"`
	Here  string    `json:"order,omitempty"`
	Lots  []string  `json:"megamarket,omitzero"`
	Card  []string  `json:"retailcrm,omitzero"`
	Money []string  `json:"yookassa,omitzero"`
	Stall []string  `json:"rozetka,omitzero"`
	Books []string  `json:"books,omitzero"` // documents and stock
}

// writeJSON prints the result as JSON.
func (t *result) writeJSON(w io.Writer) error {
	d := document{Journal: t.journal}
	for _, x := range t.histories {
		e := entry{
			Name: x.plot.name, ID: x.id(), State: x.view.State.String(), Lots: x.lots, Card: x.card,
			Labels: x.view.Labels, Sums: x.sums, Notes: append([]string{}, x.note...),
		}
		for _, r := range x.rows {
			e.Timeline = append(e.Timeline, step{At: r.at.UTC(), Who: r.who, What: r.what, Here: r.here, Lots: parts(r.mm), Card: parts(r.crm)})
		}
		d.Orders = append(d.Orders, e)
	}
	if s := t.sale; s != nil {
		d.Shop = &saleEntry{ID: saleID, State: s.view.State.String(), Total: s.view.Total, Kept: s.kept, Receipts: s.receipts}
		for _, r := range s.rows {
			d.Shop.Timeline = append(d.Shop.Timeline, step{At: r.at.UTC(), Who: r.who, What: r.what, Here: r.here, Money: parts(r.there)})
		}
	}
	if s := t.stall; s != nil {
		d.ROZETKA = &stallEntry{
			ID: s.id(), State: s.view.State.String(), Status: s.status(), Waybill: s.there.TTN,
			Total: s.view.Total, Costs: s.costs(), Paid: s.view.Paid, Documents: s.papers(), Stock: s.goods(),
		}
		for _, r := range s.rows {
			d.ROZETKA.Timeline = append(d.ROZETKA.Timeline, step{At: r.at.UTC(), Who: r.who, What: r.what, Here: r.here, Stall: parts(r.there), Books: parts(r.more)})
		}
	}
	j := json.NewEncoder(w)
	j.SetEscapeHTML(false)
	j.SetIndent("", "  ")
	return j.Encode(d)
}

// parts returns the lines of a cell.
func parts(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "\n")
}
