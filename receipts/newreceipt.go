package receipts

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// add plans receipts for positions, as many as MaxPositions requires, and splits the payments over them in order.
func (b *book) add(why PlannedReceipt, k Kind, ps []Position, paid []Payment, key ...string) error {
	why.Event, why.At = b.event.N, b.event.At
	b.used[fmt.Sprint(key)]++
	if n := b.used[fmt.Sprint(key)]; n > 1 { // for example units given back after the rest was settled
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
		r.Payments, paid = splitPayments(paid, r.Total.Minor())
		words := append([]string{b.id}, key...)
		if n++; n > 1 {
			words = append(words, strconv.Itoa(n))
		}
		r.Key = keyOf(words...)
		why.Receipt = b.completedByHost(r)
		b.planned = append(b.planned, why)
		b.trackMissingMarks(r)
	}
	return nil
}

// completedByHost returns a receipt completed by the host.
func (b *book) completedByHost(r Receipt) Receipt {
	r = r.Clone()
	b.completePositions(r.Positions)
	if b.CompleteReceipt != nil {
		b.CompleteReceipt(&r)
	}
	return r
}

// completePositions has the host complete positions. Positions of an advance have no line and are left alone.
func (b *book) completePositions(ps []Position) {
	if b.CompletePosition == nil {
		return
	}
	for i := range ps {
		if l, ok := b.index[ps[i].Line]; ok {
			b.CompletePosition(l.LineData, &ps[i])
		}
	}
}

// about returns the reference of the payment or refund that a receipt is about.
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

// splitPayments takes a total from the first payments and returns the rest.
func splitPayments(paid []Payment, total int64) (some, rest []Payment) {
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
		some = []Payment{{Electronic, amount.RUB(0)}} // the receipt has marked gifts only
	}
	return some, rest
}
