package receipts

import (
	"fmt"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Refunds returns the gateway orders for a refund that a person ordered with order.Refund: one for each payment that
// the money of the block is paid back to, with the payment's reference in the gateway. The keys name the order, the
// block, the attempt and the payment: the same attempt gives the same keys every time, the next attempt after a refusal
// gives others.
//
// If the whole refund goes to one payment and needs one receipt, the order contains that receipt, for gateways that
// register it themselves. It is the receipt that Plan returns under the same key once the refund is settled.
//
// A payment without a reference, such as cash, gives an order without one. Such a refund is paid by hand.
//
// The error is a *RuleError: there is no such block, no refund is ordered, or the refund is paid. The order itself
// makes sure that a block is refunded once at most, never beyond the sum paid and not before its goods are back.
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
		return fail("Block", "R%d is already refunded", block)
	default:
		return fail("Block", "no refund of R%d is ordered (its money is %s): order it first", block, b.Money)
	}
	var planned []PlannedReceipt
	if o.Total().Currency() == "RUB" { // other currencies need no fiscal receipt
		var err error
		if planned, err = plannedAfter(o, block, s); err != nil {
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
	if len(out) == 1 && len(planned) == 1 && planned[0].Receipt.Total == out[0].Amount {
		r := planned[0].Receipt.Clone()
		r.About = out[0].Payment // the refund has no reference yet
		out[0].Receipt = &r
	}
	return out, nil
}

// plannedAfter returns the receipts that the refund of a block requires once it is settled.
func plannedAfter(o *order.Order, block int, s Settings) ([]PlannedReceipt, error) {
	b, err := read(o, s)
	if err != nil {
		return nil, err
	}
	n := len(b.planned)
	b.event.N = o.Version() + 1
	if err := b.refund(b.blocks[block-1]); err != nil {
		return nil, err
	}
	return b.planned[n:], nil
}
