package stock

import (
	"cmp"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Entry is what orders did to an article at a centre.
type Entry struct {
	Centre  string // as portions name their warehouse
	Article string // the SKU of the line; its name where it has none
	// Reserved units are with the seller and kept for their buyers; WrittenOff units have left, and did not come back.
	Reserved, WrittenOff amount.Quantity
}

// The states of units that are reserved at their warehouse, and of those that were written off from it.
var (
	reserved   = status.ItemStates(status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	writtenOff = status.ItemStates(status.ItemSent, status.ItemArrived, status.ItemHandedOut, status.ItemReturning, status.ItemLost)
)

// Ledger returns the entries of one order from its whole log, sorted by centre and article. Only goods count: services
// and delivery have no stock. Units that are cancelled, refused, released, forgotten or back are free, as are confirmed
// ones that no centre has reserved. The error is that of order.Replay.
func Ledger(events []order.Event) ([]Entry, error) {
	o, err := order.Replay(events)
	if err != nil {
		return nil, err
	}
	type account struct{ centre, article string }
	book := map[account]Entry{}
	for _, l := range o.View().Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		for _, p := range l.Portions {
			at := account{p.Warehouse, cmp.Or(l.SKU, l.Name)}
			e, n := book[at], p.To.Milli()-p.From.Milli()
			switch {
			case p.Warehouse == "":
				continue
			case reserved.Has(p.State):
				e.Reserved = amount.Milli(e.Reserved.Milli() + n)
			case writtenOff.Has(p.State):
				e.WrittenOff = amount.Milli(e.WrittenOff.Milli() + n)
			default:
				continue
			}
			e.Centre, e.Article = at.centre, at.article
			book[at] = e
		}
	}
	return slices.SortedFunc(maps.Values(book), func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Centre, b.Centre), cmp.Compare(a.Article, b.Article))
	}), nil
}
