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
	// Asked units are to be sent from the centre to another, by a transfer that was requested; Coming units are on
	// their way to it from another. They are reserved nowhere until they are received.
	Asked, Coming amount.Quantity
	// TakenBack units were written off from another centre, and came back to this one.
	TakenBack amount.Quantity
}

// awayOrBack are the states of units that may be back at another centre than they left, or on the way from there.
var awayOrBack = status.ItemStates(status.ItemReturning, status.ItemReturned, status.ItemLost)

// The states of units that are reserved at their warehouse, and of those that were written off from it.
var (
	reserved   = status.ItemStates(status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking, status.ItemPacked)
	writtenOff = status.ItemStates(status.ItemSent, status.ItemArrived, status.ItemHandedOut, status.ItemReturning, status.ItemLost)
)

// Ledger returns the entries of one order from its whole log, sorted by centre and article. Only goods count: services
// and delivery have no stock. Units that are cancelled, refused, released, forgotten or back where they left are free,
// as are confirmed ones that no centre has reserved; those that are back elsewhere stay written off, and are taken back
// there. Goods that left by the word of somebody else, such as a marketplace, are written off from the place of the
// document for it (a waybill), once there is one. The options are those of the order: a scheme of the host's own. The
// error is that of order.Replay.
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
	left := sourcesOf(events)
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
			if awayOrBack.Has(p.State) {
				left.each(order.Units{Line: l.ID, From: p.From, To: p.To}, func(from string, n int64) {
					sold := account{cmp.Or(from, at.centre), at.article}
					if at.centre != p.Warehouse { // as the waybill says
						sold.centre = at.centre
					}
					if back := p.State == status.ItemReturned; sold.centre != "" && (sold.centre != p.Warehouse || !back) {
						book[sold] = book[sold].more(sold.centre, sold.article, n, 0)
						if back && p.Warehouse != "" {
							here := account{p.Warehouse, at.article}
							book[here] = book[here].more(here.centre, here.article, 0, n)
						}
					}
				})
				continue
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

// more returns the entry with further units that were written off, or taken back.
func (e Entry) more(centre, article string, off, back int64) Entry {
	e.Centre, e.Article = centre, article
	e.WrittenOff, e.TakenBack = amount.Milli(e.WrittenOff.Milli()+off), amount.Milli(e.TakenBack.Milli()+back)
	return e
}

// sources are the centres that units left, the last word last.
type sources []order.Move

// sourcesOf goes through a log for the centres that units left for their buyer.
func sourcesOf(events []order.Event) (all sources) {
	for _, e := range events {
		if _, back := e.Body.(order.ReturnChanged); back {
			continue // what the buyer keeps or gets again was sold where it was
		}
		for _, m := range e.Moves() {
			if m.State == status.ItemSent || m.State == status.ItemArrived || m.State == status.ItemHandedOut {
				all = append(all, m)
			}
		}
	}
	return all
}

// each calls f with the centre that some of the units left, and how many of them in thousandths; "" if that is not
// known.
func (s sources) each(us order.Units, f func(centre string, n int64)) {
	rest := []order.Units{us}
	for _, m := range slices.Backward(s) {
		var next []order.Units
		for _, r := range rest {
			from, to := max(r.From.Milli(), m.From.Milli()), min(r.To.Milli(), m.To.Milli())
			if m.Line != r.Line || from >= to {
				next = append(next, r)
				continue
			}
			f(m.Warehouse, to-from)
			if r.From.Milli() < from {
				next = append(next, order.Units{Line: r.Line, From: r.From, To: amount.Milli(from)})
			}
			if to < r.To.Milli() {
				next = append(next, order.Units{Line: r.Line, From: amount.Milli(to), To: r.To})
			}
		}
		rest = next
	}
	for _, r := range rest {
		f("", r.To.Milli()-r.From.Milli())
	}
}
