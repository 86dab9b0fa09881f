package receipts

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// owe makes receipts of positions, as many as are needed, and shares the payments out among them in their order.
func (b *book) owe(why PlannedReceipt, k Kind, ps []Position, paid []Payment, key ...string) error {
	why.Event, why.At = b.event.N, b.event.At
	b.used[fmt.Sprint(key)]++
	if n := b.used[fmt.Sprint(key)]; n > 1 { // e.g. units given back after the rest was settled
		key = append(key, "no."+strconv.Itoa(n))
	}
	n := 0
	for chunk := range slices.Chunk(ps, b.MaxPositions) {
		r := Receipt{
			Kind: k, Format: b.Format, Buyer: b.buyer, Internet: !b.OffLine, TaxSystem: b.TaxSystem, TimeZone: b.TimeZone,
			Positions: slices.Clone(chunk), Total: amount.RUB(0), About: b.about(why),
		}
		for _, p := range chunk {
			var err error
			if r.Total, err = r.Total.Add(p.Sum); err != nil {
				return err
			}
		}
		r.Payments, paid = split(paid, r.Total.Minor())
		words := append([]string{b.id}, key...)
		if n++; n > 1 {
			words = append(words, strconv.Itoa(n))
		}
		r.Key = keyOf(words...)
		why.Receipt = b.dressed(r)
		b.owing = append(b.owing, why)
		b.wait(r)
	}
	return nil
}

// dressed is a receipt with what the host knows of it.
func (b *book) dressed(r Receipt) Receipt {
	r = r.Clone()
	b.dress(r.Positions)
	if b.CompleteReceipt != nil {
		b.CompleteReceipt(&r)
	}
	return r
}

// dress lets the host complete positions. Those of an advance are of no line.
func (b *book) dress(ps []Position) {
	if b.CompletePosition == nil {
		return
	}
	for i := range ps {
		if l, ok := b.index[ps[i].Line]; ok {
			b.CompletePosition(l.LineData, &ps[i])
		}
	}
}

// about is the payment or refund that a receipt is about.
func (b *book) about(why PlannedReceipt) order.Ref {
	if why.Block == 0 {
		return b.payments[cmp.Or(why.Payment, b.newest)].ref
	}
	k := b.blocks[why.Block-1]
	if !k.Refund.IsZero() || len(k.From) == 0 {
		return k.Refund
	}
	return b.payments[k.From[0].Payment].ref
}

// split takes payments of a sum from the first ones, and returns what is left of them.
func split(paid []Payment, total int64) (some, rest []Payment) {
	rest = slices.Clone(paid)
	for total > 0 && len(rest) > 0 {
		n := min(total, rest[0].Sum.Minor())
		some = append(some, Payment{rest[0].Form, amount.RUB(n)})
		total -= n
		if n < rest[0].Sum.Minor() {
			rest[0].Sum = amount.RUB(rest[0].Sum.Minor() - n)
			break
		}
		rest = rest[1:]
	}
	if len(some) == 0 {
		some = []Payment{{Electronic, amount.RUB(0)}} // marked gifts alone
	}
	return some, rest
}
