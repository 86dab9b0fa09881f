package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// LinkedOrder is an order for goods that take the place of returned ones, and how what came back pays for it. Give
// Refund to the order of the return first: it claims the money once. Then place Draft and record Payment there.
type LinkedOrder struct {
	Draft   Draft   // linked by LinkExchange; what the first order does not say may be filled in
	Payment Payment // of form FormExchange; without an amount if the goods cost nothing
	// Refund withholds the price of the new goods and pays the rest back. Its Block is 0 if it was given already.
	Refund Refund
}

// Exchange plans the exchange of a return block's goods for lines of another order, which gets the id; without lines,
// their replacement by the same goods at the same price, which costs nothing. What the block owes pays for the new
// order; what is left of it goes back, and what is missing is due there. So the sums of both orders together are the
// money that the buyer paid. Nothing is changed here.
//
// It is refused when the refund that it contains would be: when the block is paid back, waived or owes nothing, or when
// money is to go back and the goods are not back yet. When the refund was given already, for this id, it plans the same
// order again, so that an exchange that was interrupted can be completed.
//
// Goods of an order that is not closed are also exchanged within it, by Edit.
func (o *Order) Exchange(block int, id string, lines ...Line) (LinkedOrder, error) {
	x, err := o.exchange(block, id, lines)
	return x, withKind("exchange", err)
}

func (o *Order) exchange(block int, id string, lines []Line) (LinkedOrder, error) {
	b, err := o.block(block)
	switch {
	case err != nil:
		return LinkedOrder{}, err
	case o.forgotten != nil:
		return LinkedOrder{}, o.forgottenRefusal(ErrNotNow)
	case o.rules.scheme == nil:
		return LinkedOrder{}, refuse(ErrScheme, "order", "its scheme %s is not known here; pass it with WithScheme", o.scheme)
	case id == "" || id == o.id:
		return LinkedOrder{}, refuse(ErrInvalid, "id", "give the linked order an id of its own")
	case b.Kind != BlockReturn:
		return LinkedOrder{}, refuse(ErrInvalid, b.what(), "it has no goods that could be exchanged")
	}
	reason := WithholdExchange
	if len(lines) == 0 {
		reason = WithholdReplacement
		if lines, err = o.sameGoods(b); err != nil {
			return LinkedOrder{}, err
		}
	}
	x := LinkedOrder{Draft: Draft{
		ID: id, Scheme: o.scheme, Authority: o.authority, Currency: o.currency, Buyer: o.buyer, Delivery: o.delivery,
		Method: o.method, Lines: slices.Clone(lines), Links: []Link{{Kind: LinkExchange, Order: o.id, Ref: o.ref}},
	}}
	placed, err := x.Draft.placed()
	if err != nil {
		return LinkedOrder{}, err
	}
	for _, w := range b.Withheld {
		if w.Order == id { // the refund was given
			x.Payment = o.exchanged(b, w.Amount)
			return x, nil
		}
	}
	x.Refund.Block = b.N
	covers, err := b.Owed.Sub(b.done())
	if err != nil {
		return LinkedOrder{}, moneyProblem(b.what(), err)
	}
	if greater(covers, placed.Total) {
		covers = placed.Total
	}
	if covers.Sign() > 0 {
		x.Payment = o.exchanged(b, covers)
		x.Refund.Withhold = &Withholding{Amount: covers, For: reason, Order: id}
	}
	if _, err = x.Refund.decide(o, By{}); err != nil {
		return LinkedOrder{}, err
	}
	return x, nil
}

// exchanged is the payment of a linked order with the goods of a block.
func (o *Order) exchanged(b Block, m amount.Money) Payment {
	return Payment{ID: fmt.Sprintf("%s/R%d", o.id, b.N), Amount: m, Form: FormExchange}
}

// sameGoods returns the goods of a block as lines of a new order, at the price at which they were returned.
func (o *Order) sameGoods(b Block) ([]Line, error) {
	var lines []Line
	for _, p := range b.Parts {
		l := o.lines[o.index[p.Line]]
		if !l.goods() {
			continue
		}
		i := slices.IndexFunc(lines, func(x Line) bool { return x.ID == l.id })
		if i < 0 {
			i = len(lines)
			lines = append(lines, Line{ID: l.id, Kind: l.kind, SKU: l.sku, Name: l.name, Step: l.step, VAT: l.vat, MarkRequired: l.marked, Total: o.zero()})
		}
		total, err := lines[i].Total.Add(p.Sum)
		if err != nil {
			return nil, moneyProblem(b.what(), err)
		}
		lines[i].Quantity, lines[i].Total = plus(lines[i].Quantity, minus(p.To, p.From)), total
	}
	if len(lines) == 0 {
		return nil, refuse(ErrInvalid, b.what(), "it has no goods that could be exchanged")
	}
	return lines, nil
}
