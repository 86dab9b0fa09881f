package receipts

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// refundSettled plans the receipts of a block whose refund is settled.
func (b *book) refundSettled(x order.RefundSettled) error {
	k := &b.blocks[x.Block-1]
	k.Money = x.Money
	if !x.Refund.IsZero() {
		k.Refund = x.Refund
	}
	switch x.Money {
	case status.MoneyRefunded:
		return b.refund(*k)
	case status.MoneyRefused:
		k.From, k.Done = nil, append(slices.Clone(k.Done), x.Done...)
	}
	return nil
}

func (b *book) refund(k order.Block) error {
	back := b.goesBack(k)
	if k.Kind == order.BlockReduction {
		return b.refundReduction(k, back)
	}
	minor := back.sum(allForms...)
	kind := b.inKindOf(k)
	var goods, others []units
	for _, p := range k.Parts {
		l := b.index[p.Line]
		for _, s := range l.soldIn(p.From, p.To) {
			goods = append(goods, units{l, s, 0})
		}
		for _, s := range l.openIn(p.From, p.To) {
			others = append(others, units{l, s, 0})
		}
	}
	name, kept := fmt.Sprintf("R%d", k.N), withheld(k)
	if len(goods) > 0 {
		kept -= min(kept, sum(goods)) // that is in what the goods were sold for
		goods, err := b.lessWithheld(goods, k)
		if err != nil {
			return err
		}
		cost := sum(goods)
		paid := back.forGoods(min(cost, minor), b.advance).payments()
		rest := cost - min(cost, minor)
		paid, rest, kind = b.payInKind(k, paid, rest, kind)
		unordered := min(rest, b.unplannedSum())
		paid, rest = merge(paid, payOut(b.unplanned, unordered)), rest-unordered
		if rest > 0 {
			paid = merge(paid, b.keepForTheRest(rest))
		}
		ps, err := b.positions(goods, FullPayment)
		if err != nil {
			return err
		}
		for _, u := range goods {
			u.unsell(u.from, u.to)
		}
		if len(ps) > 0 {
			if err := b.add(PlannedReceipt{Reason: ForBlock, Block: k.N}, SellRefund, ps, paid, "refund", name); err != nil {
				return err
			}
		}
	}
	return b.refundAdvance(k, others, back, kind, kept)
}

// refundAdvance plans the refund of what a block pays back of the advance, in money and in kind, for units that are not
// settled. What the seller keeps for them stays an advance.
func (b *book) refundAdvance(k order.Block, others []units, back *goesBack, kind, kept int64) error {
	money := back.sum(Electronic, Cash)
	b.kept += kept
	if err := b.receiptHandOver(money+kind+b.kept-b.advance, map[Form]int64{Electronic: back.sum(Electronic), Cash: back.sum(Cash)}); err != nil {
		return err
	}
	undone := back.take(min(money, b.advance+b.creditSum()), Electronic, Cash)
	b.undoAdvance(undone.sum(allForms...))
	undone = append(undone, b.undoInKind(k, kind)...)
	for _, f := range allForms {
		more := back.sum(f)
		if !f.IsMoney() {
			more = b.backCredit(f, more)
		}
		b.unplanned[f] += more
	}
	cost := sum(others)
	for _, part := range undone.byRates() {
		undo := part.sum(allForms...)
		ps, err := b.inAdvance(asOf(others, part[0].rates), undo, cost, cost == undo && b.method == FullPrepayment)
		if err != nil {
			return err
		}
		if err := b.add(PlannedReceipt{Reason: ForBlock, Block: k.N}, SellRefund, ps, part.payments(), "refund", fmt.Sprintf("R%d", k.N), "advance"); err != nil {
			return err
		}
	}
	return nil
}

// refundedBefore plans the receipt of a block that is due no refund because the gateway paid the price of its units
// back before, without an order.
func (b *book) refundedBefore(k order.Block) error {
	_, cost := b.soldIn(k)
	if !k.Owed.IsZero() || cost == 0 || cost > b.unplannedSum() {
		return nil
	}
	return b.refund(k)
}

// refundedInDashboard plans the receipt of a block that a person refunded in the gateway's own dashboard: no refund was
// ordered here, and the sum paid back is exactly the price of the block's units.
func (b *book) refundedInDashboard() error {
	unordered := b.unplannedSum()
	for _, k := range b.blocks {
		if k.Kind == order.BlockReduction || k.Money != status.MoneyOwed && k.Money != status.MoneyRefused || len(k.Done) > 0 || k.Owed.Minor() != unordered {
			continue
		}
		if _, cost := b.soldIn(k); cost == unordered {
			return b.refund(k)
		}
	}
	return nil
}

// backWithoutMoney plans the receipt of a block that owes nothing once all its units are back. Gifts need one because
// the settlement withdrew their marking codes from circulation; goods that were exchanged, because others take their
// place.
func (b *book) backWithoutMoney(k order.Block) error {
	sold, _ := b.soldIn(k)
	if !k.Owed.IsZero() || !sold {
		return nil
	}
	for _, part := range k.Parts {
		for _, p := range b.index[part.Line].Portions {
			if f, t := overlap(p.From, p.To, part.From, part.To); f.Cmp(t) < 0 && !isBack(p) {
				return nil
			}
		}
	}
	return b.refund(k)
}

// isBack reports whether the seller has the returned units, or will never get them.
func isBack(p order.Portion) bool {
	switch p.Custody {
	case status.CustodyNotNeeded, status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged, status.CustodyLost:
		return true
	}
	return false
}

// soldIn reports whether some of a block's units are settled, and returns their price.
func (b *book) soldIn(k order.Block) (some bool, cost int64) {
	for _, p := range k.Parts {
		l := b.index[p.Line]
		for _, s := range l.soldIn(p.From, p.To) {
			some, cost = true, cost+sum([]units{{l, s, 0}})
		}
	}
	return some, cost
}

// payOut takes a sum from what is paid back, by form of payment.
func payOut(back map[Form]int64, minor int64) []Payment {
	var out []Payment
	for _, f := range allForms {
		if some := min(minor, back[f]); some > 0 {
			out = append(out, Payment{f, amount.RUB(some)})
			back[f] -= some
			minor -= some
		}
	}
	return out
}

// merge adds payments to others, joining those of one form.
func merge(paid, more []Payment) []Payment {
	for _, m := range more {
		i := slices.IndexFunc(paid, func(p Payment) bool { return p.Form == m.Form })
		if i < 0 {
			paid = append(paid, m)
			continue
		}
		paid[i].Sum = amount.RUB(paid[i].Sum.Minor() + m.Sum.Minor())
	}
	return paid
}
