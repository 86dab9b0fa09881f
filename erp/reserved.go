package erp

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// kept are the states of goods that a warehouse keeps for their buyer.
var kept = status.ItemStates(status.ItemAssembling, status.ItemPacked, status.ItemRemarking)

// ReservedOf returns what a system is to reserve for an order, line by line: goods that a warehouse assembles, has
// packed, or marks anew. Goods that a transfer asks for are reserved by its order, and goods of a shipment whose sale
// is posted have left the stock.
func ReservedOf(o order.View) []order.Reserved {
	var rs []order.Reserved
	for _, l := range o.Lines {
		if cmp.Or(l.Kind, order.LineGoods) != order.LineGoods {
			continue
		}
		first := len(rs)
		for _, p := range l.Portions {
			if p.Warehouse == "" || p.Transfer != 0 || !kept.Has(p.State) || p.Shipment != 0 && IsSold(o, p.Shipment) {
				continue
			}
			i := slices.IndexFunc(rs[first:], func(r order.Reserved) bool { return r.Warehouse == p.Warehouse })
			if i < 0 {
				i = len(rs) - first
				rs = append(rs, order.Reserved{Line: l.ID, Warehouse: p.Warehouse})
			}
			r := &rs[first+i]
			r.Quantity = amount.Milli(r.Quantity.Milli() + p.To.Milli() - p.From.Milli())
		}
		slices.SortFunc(rs[first:], func(a, b order.Reserved) int { return cmp.Compare(a.Warehouse, b.Warehouse) })
	}
	return rs
}

// IsSold reports whether a posted sale of a shipment counts.
func IsSold(o order.View, shipment int) bool {
	return slices.ContainsFunc(o.Documents, func(d order.Document) bool {
		return d.Kind == "sale" && d.Shipment == shipment && d.Posted && d.State != order.DocumentVoid && d.State != order.DocumentDraft
	})
}
