package onec

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// mode is how a row of an order is supplied.
type mode uint8

const (
	toShip   mode = iota // it is in a sale, or about to be
	reserved             // it is held at its warehouse
	toSupply             // nothing is held
	cancelled
)

// part is units of a line that are one row in the base: at one place, in one mode.
type part struct {
	warehouse string // code; "" where none is known
	mode      mode
	quantity  amount.Quantity
	sum, vat  amount.Money
}

// partsOf returns what the rows of a line are to be, those to be shipped first.
func partsOf(o order.View, l order.LineView) (ps []part) {
	for _, p := range l.Portions {
		x := part{mode: modeOf(o, l, p), quantity: minus(p.To, p.From), sum: p.Sum, vat: p.VAT}
		if x.mode == toShip || x.mode == reserved {
			x.warehouse = p.Warehouse
		}
		if i := slices.IndexFunc(ps, func(q part) bool { return q.mode == x.mode && q.warehouse == x.warehouse }); i >= 0 {
			ps[i].quantity = plus(ps[i].quantity, x.quantity)
			ps[i].sum, ps[i].vat = plusMoney(ps[i].sum, x.sum), plusMoney(ps[i].vat, x.vat)
			continue
		}
		ps = append(ps, x)
	}
	slices.SortStableFunc(ps, func(a, b part) int { return cmp.Compare(a.mode, b.mode) })
	return ps
}

// modeOf returns the mode of units; erp.ReservedOf says the same of what is reserved. Units of a sale stay in the order
// as shipped, also when they come back: that is another document. What the buyer does not get and what no sale has is
// cancelled. Without a place nothing was held.
func modeOf(o order.View, l order.LineView, p order.PortionView) mode {
	sold := isSold(o, l.ID, p.Portion)
	switch p.State { //nolint:exhaustive // the others are not held
	case status.ItemCancelled:
		return cancelled
	case status.ItemAssembling, status.ItemPacked, status.ItemRemarking:
		switch {
		case p.Warehouse == "" || !isGoods(l):
		case sold:
			return toShip
		default:
			return reserved
		}
	case status.ItemRefused, status.ItemReturned, status.ItemLost, status.ItemReturning:
		if !sold && (p.State != status.ItemReturning || p.Reason != "") && p.Custody != status.CustodyRejected {
			return cancelled
		}
		if p.Warehouse != "" {
			return toShip
		}
	case status.ItemSent, status.ItemArrived, status.ItemHandedOut:
		if p.Warehouse != "" {
			return toShip
		}
	}
	return toSupply
}

// isSold reports whether a posted sale has units.
func isSold(o order.View, line string, p order.Portion) bool {
	return p.Shipment != 0 && erp.IsSold(o, p.Shipment) || slices.ContainsFunc(o.Documents, func(d order.Document) bool {
		return d.Kind == RefSale && d.Posted && d.State != order.DocumentVoid && slices.ContainsFunc(d.Units, func(u order.Units) bool {
			return u.Line == line && u.From.Cmp(p.To) < 0 && p.From.Cmp(u.To) < 0
		})
	})
}

// isGoods reports whether a line is of goods, not of a service.
func isGoods(l order.LineView) bool { return cmp.Or(l.Kind, order.LineGoods) == order.LineGoods }

func minus(a, b amount.Quantity) amount.Quantity { return amount.Milli(a.Milli() - b.Milli()) }
func plus(a, b amount.Quantity) amount.Quantity  { return amount.Milli(a.Milli() + b.Milli()) }

// plusMoney returns a + b; a if the sum overflows, which only a damaged log can cause.
func plusMoney(a, b amount.Money) amount.Money {
	if s, err := a.Add(b); err == nil {
		return s
	}
	return a
}
