package receipts

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// refundSettled makes the receipts of a block whose money is back.
func (b *book) refundSettled(x order.RefundSettled) error {
	k := &b.blocks[x.Block-1]
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
	back := map[Form]int64{}
	amount := int64(0)
	for _, shares := range [][]order.PaymentShare{k.Done, k.From} {
		for _, f := range shares {
			back[b.payments[f.Payment].form] += f.Amount.Minor()
			amount += f.Amount.Minor()
		}
	}
	var goods, others []units
	for _, p := range k.Parts {
		l := b.index[p.Line]
		sold, open := l.settledIn(p.From, p.To)
		for _, s := range sold {
			goods = append(goods, units{l, s, 0})
		}
		for _, s := range open {
			others = append(others, units{l, s, 0})
		}
	}
	name := fmt.Sprintf("R%d", k.N)
	if len(goods) > 0 {
		cost := sum(goods)
		paid := payOut(back, min(cost, amount))
		rest := cost - min(cost, amount)
		if unasked := min(rest, b.stray); unasked > 0 {
			paid = append(paid, Payment{Electronic, order.RUB(unasked)})
			b.stray, rest = b.stray-unasked, rest-unasked
		}
		if rest > 0 {
			paid = append(paid, Payment{Offset, order.RUB(rest)}) // what is not paid back counts for what is left of the order
			b.advance += rest
		}
		amount -= min(cost, amount)
		ps, err := b.positions(goods, FullPayment)
		if err != nil {
			return err
		}
		for _, u := range goods {
			u.unsell(u.from, u.to)
		}
		if err := b.owe(Owed{Reason: ForBlock, Block: k.N}, SellRefund, ps, paid, "refund", name); err != nil {
			return err
		}
	}
	undo := min(amount, b.advance)
	b.stray += b.fromHand(amount - undo)
	if undo == 0 {
		return nil
	}
	cost := sum(others)
	ps, err := b.inAdvance(others, undo, cost, cost == undo && b.method == FullPrepayment)
	if err != nil {
		return err
	}
	b.advance -= undo
	return b.owe(Owed{Reason: ForBlock, Block: k.N}, SellRefund, ps, payOut(back, undo), "refund", name, "advance")
}

// returnedFor makes the receipt of a block for which nothing is owed, as a gateway paid back unasked what its units cost.
func (b *book) returnedFor(k order.Block) error {
	cost := int64(0)
	for _, p := range k.Parts {
		sold, _ := b.index[p.Line].settledIn(p.From, p.To)
		for _, s := range sold {
			cost += sum([]units{{b.index[p.Line], s, 0}})
		}
	}
	if cost == 0 || cost > b.stray {
		return nil
	}
	return b.refund(k)
}

// payOut takes a sum out of what goes back, in the forms in which it does.
func payOut(back map[Form]int64, amount int64) []Payment {
	var out []Payment
	for _, f := range []Form{Electronic, Cash} {
		if some := min(amount, back[f]); some > 0 {
			out = append(out, Payment{f, order.RUB(some)})
			back[f] -= some
			amount -= some
		}
	}
	return out
}
