package receipts

import (
	"fmt"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Refunds are the orders to a gateway that carry out a refund that a person ordered (order.Refund): one for each payment
// that the block's money goes back through, with the payment's reference there. Their keys name the order, the block, the
// attempt and the payment: the same attempt gives the same keys, however often it is asked for, and the next attempt after
// a refusal gives others.
//
// When all of it goes back through one payment as one receipt, the receipt goes along, for gateways that register it
// themselves: it is the one that Plan owes once the refund is settled, under the same key. Else Plan owes it afterwards.
//
// A payment without a reference, such as cash, gives an order without one: it is paid back by hand, and no gateway
// takes it.
//
// The error is a *RuleError that names what is wrong: no such block, no refund ordered, or already paid back. That a block
// is paid back at most once, never above what was paid and not before its goods are back, is the order's own rule: it
// refuses order.Refund.
func Refunds(o *order.Order, block int, s Settings) ([]RefundOrder, error) {
	c := &rules{position: -1}
	fail := func(field, format string, args ...any) ([]RefundOrder, error) {
		c.must(false, 0, field, format, args...)
		return nil, c.err("refund", keyOf(o.ID(), "refund", fmt.Sprintf("R%d", block)))
	}
	b, ok := o.Block(block)
	if !ok {
		return fail("Block", "the order has no return block R%d", block)
	}
	switch b.Money {
	case status.MoneySent, status.MoneyInDoubt:
	case status.MoneyRefunded:
		return fail("Block", "R%d is paid back", block)
	default:
		return fail("Block", "the money of R%d is %s; a person orders the refund first", block, b.Money)
	}
	var owed []PlannedReceipt
	if o.Total().Currency() == "RUB" { // elsewhere no receipt goes along
		var err error
		if owed, err = owedAfter(o, block, s); err != nil {
			return nil, err
		}
	}
	refs := map[string]order.Ref{}
	for _, p := range o.View().Payments {
		refs[p.ID] = p.Ref
	}
	var out []RefundOrder
	for _, f := range b.From {
		out = append(out, RefundOrder{
			Key:     keyOf(o.ID(), "refund", fmt.Sprintf("R%d", block), strconv.Itoa(b.Attempts), f.Payment),
			Payment: refs[f.Payment], Amount: f.Amount, Reason: string(b.Reason),
		})
	}
	if len(out) == 1 && len(owed) == 1 && owed[0].Receipt.Total == out[0].Amount {
		r := owed[0].Receipt.Clone()
		r.About = out[0].Payment // the refund has no reference yet
		out[0].Receipt = &r
	}
	return out, nil
}

// owedAfter is what the refund of a block will owe when it is settled.
func owedAfter(o *order.Order, block int, s Settings) ([]PlannedReceipt, error) {
	b, err := read(o, s)
	if err != nil {
		return nil, err
	}
	n := len(b.owing)
	b.event.N = o.Version() + 1
	if err := b.refund(b.blocks[block-1]); err != nil {
		return nil, err
	}
	return b.owing[n:], nil
}
