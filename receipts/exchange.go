package receipts

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Goods that are exchanged after they were handed out need two receipts: a refund of what came back and a sale of what
// takes its place, both with the price of what came back as consideration in kind (1217). So the Federal Tax Service
// writes in its letter АБ-4-20/20854 of 17 December 2020, of marked goods. That it holds for goods without a mark as
// well, and for a replacement by the same goods at the same price, is not said there. Goods that are exchanged before
// they were handed out need none: their advance stays, and settles the new goods.
//
// Goods that are exchanged in a linked order (order.Order.Exchange) are refunded in the first order and settled in the
// second, each with 1217 for what pays there. If they were never handed out, their advance is refunded with 1217: that
// is a guess.

// keepForTheRest returns the payments of a refund receipt for the part that is not paid back. It pays for units that
// are not settled yet: in kind as far as they were added after payment and are not paid for otherwise, the rest as an
// advance again.
func (b *book) keepForTheRest(rest int64) []Payment {
	kind := min(rest, b.added, max(sum(b.payable())-b.advance-b.creditSum()-b.handOverSum(), 0))
	b.advance, b.inKind, b.added = b.advance+rest, b.inKind+kind, b.added-kind
	var paid []Payment
	if kind > 0 {
		paid = append(paid, Payment{Consideration, amount.RUB(kind)})
	}
	if rest > kind {
		paid = append(paid, Payment{Offset, amount.RUB(rest - kind)})
	}
	return paid
}

// addTo takes the new total of an order to which units were added.
func (b *book) addTo(total int64) {
	if b.paid > 0 {
		b.added += total - b.total
	}
	b.total = total
}

// useAdvance takes a sum that is paid back from the advance.
func (b *book) useAdvance(minor int64) {
	b.advance -= minor
	b.inKind = min(b.inKind, b.advance)
}

// inKindOf returns what the buyer gets of a block as goods of a linked order, as far as it is in no receipt.
func (b *book) inKindOf(k order.Block) int64 {
	n := -b.paidInKind[k.N]
	for _, w := range k.Withheld {
		if w.For == order.WithholdExchange || w.For == order.WithholdReplacement {
			n += w.Amount.Minor()
		}
	}
	return n
}

// payInKind adds a payment in kind to the refund receipt of a block, at most what is open, and returns what is left of
// both.
func (b *book) payInKind(k order.Block, paid []Payment, open, kind int64) ([]Payment, int64, int64) {
	some := min(open, kind)
	if some <= 0 {
		return paid, open, kind
	}
	b.paidInKind[k.N] += some
	return merge(paid, []Payment{{Consideration, amount.RUB(some)}}), open - some, kind - some
}

// undoInKind takes what a linked order gets for units that are not settled from what was paid for them. The advance of
// it needs a refund, which it returns; gift cards and bonus points had no receipt yet.
func (b *book) undoInKind(k order.Block, kind int64) goesBack {
	kind = min(kind, b.advance+b.creditSum())
	some := min(kind, b.advance)
	b.paidInKind[k.N] += kind
	b.undoAdvance(kind)
	if some == 0 {
		return nil
	}
	return goesBack{{Consideration, b.payments[b.newest].rates, some}}
}
