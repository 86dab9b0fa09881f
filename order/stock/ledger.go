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
	// Asked units are to be sent from the centre to another, by a transfer that was requested; Coming units are on their
	// way to it from another. They are reserved nowhere until they are received.
	Asked, Coming amount.Quantity
}

// The states of units that are reserved at their warehouse, and of those that were written off from it.
var (
	reserved   = status.ItemStates(status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	writtenOff = status.ItemStates(status.ItemSent, status.ItemArrived, status.ItemHandedOut, status.ItemReturning, status.ItemLost)
)

// Ledger returns the entries of one order from its whole log, sorted by centre and article. Only goods count: services
// and delivery have no stock. Units that are cancelled, refused, released, forgotten or back are free, as are confirmed
// ones that no centre has reserved. Goods that left by the word of somebody else, such as a marketplace, are written
// off from the place of the document for it (a waybill), once there is one. The options are those of the order: a
// scheme of the host's own. The error is that of order.Replay.
func Ledger(events []order.Event, opts ...order.Option) ([]Entry, error) {
	o, err := order.Replay(events, opts...)
	if err != nil {
		return nil, err
	}
	v := o.View()
	scheme, _ := v.Scheme.Rules(opts...)
	waybills := slices.DeleteFunc(v.Documents, func(d order.Document) bool {
		return d.From == "" || d.State == order.DocumentVoid || EffectOf(d, scheme) != WritesOff
	})
	type account struct{ centre, article string }
	book := map[account]Entry{}
	for _, l := range v.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		for _, p := range l.Portions {
			at := account{p.Warehouse, cmp.Or(l.SKU, l.Name)}
			var transfer order.Transfer
			if p.Transfer != 0 {
				transfer = v.Transfers[p.Transfer-1]
			}
			if transfer.State == status.TransferSent || transfer.State == status.TransferPosted {
				at.centre = transfer.To
			}
			if i := slices.IndexFunc(waybills, func(d order.Document) bool { return isAbout(d, l.ID, p.Portion) }); i >= 0 && writtenOff.Has(p.State) {
				at.centre = waybills[i].From
			}
			e, n := book[at], p.To.Milli()-p.From.Milli()
			switch {
			case at.centre == "":
				continue
			case transfer.State == status.TransferRequested:
				e.Asked = amount.Milli(e.Asked.Milli() + n)
			case transfer.N != 0:
				e.Coming = amount.Milli(e.Coming.Milli() + n)
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
