package receipts

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// reduction is what settled units were reduced by.
type reduction struct {
	units
	part order.Part
}

// priceReduced lowers the price of settled units, so that a later refund of them pays back the rest only. The refund of
// a reduction that is due no money is planned now: the gateway paid it back before, without an order.
func (b *book) priceReduced(k order.Block) error {
	all := int64(0)
	for _, p := range k.Parts {
		l := b.index[p.Line]
		sum, err := amount.NewPriceSpan(p.From, p.To, p.Sum)
		if err != nil {
			return err
		}
		vat := sum
		vat.Total = p.VAT
		i, j := l.touching(p.From, p.To)
		for n := i; n < j; n++ {
			from, to := overlap(l.sold[n].from, l.sold[n].to, p.From, p.To)
			some := order.Part{Line: p.Line, From: from, To: to}
			if some.Sum, err = sum.Of(from, to); err != nil {
				return err
			}
			if some.VAT, err = vat.Of(from, to); err != nil {
				return err
			}
			if err := l.sold[n].lower(some); err != nil {
				return err
			}
			b.reduced[k.N] = append(b.reduced[k.N], reduction{units{l, l.sold[n], 0}, some})
			all += some.Sum.Minor()
		}
	}
	if k.Money == status.MoneyNothingOwed && all > 0 && all <= b.unplannedSum() {
		ps, take, err := b.reductionPositions(k, all)
		if err != nil {
			return err
		}
		return b.add(PlannedReceipt{Reason: ForBlock, Block: k.N}, SellRefund, ps, payOut(b.unplanned, take), "refund", fmt.Sprintf("R%d", k.N))
	}
	return nil
}

// lower takes the sum of a part off the price of its units, and its VAT off theirs.
func (s *sale) lower(p order.Part) error {
	cost, err := s.net.Of(p.From, p.To)
	if err == nil {
		cost, err = cost.Sub(p.Sum)
	}
	if err == nil && cost.Sign() < 0 {
		cost = amount.RUB(0) // the price fell after the settlement
	}
	if err == nil {
		s.net, err = s.net.Replace(p.From, p.To, cost)
	}
	if err != nil || s.tax == nil {
		return err
	}
	tax, err := s.tax.Of(p.From, p.To)
	if err == nil {
		tax, err = tax.Sub(p.VAT)
	}
	if err == nil && tax.Sign() < 0 {
		tax = amount.RUB(0)
	}
	if err == nil {
		s.tax, err = s.tax.Replace(p.From, p.To, tax)
	}
	return err
}

// reductionPositions returns the positions of what settled units were reduced by, and their sum: at most what goes
// back, which is less if not all of it was paid for.
func (b *book) reductionPositions(k order.Block, most int64) (ps []Position, take int64, err error) {
	for _, r := range b.reduced[k.N] {
		part := r.part
		some := min(part.Sum.Minor(), most-take)
		if some <= 0 {
			continue
		}
		if part.Sum.Minor() != some || r.vat == amount.VATUnset || r.tax == nil {
			part.Sum = amount.RUB(some)
			if part.VAT, err = b.rate(r.vat).Included(part.Sum); err != nil {
				return nil, 0, err
			}
		}
		quantity, err := part.To.Sub(part.From)
		if err != nil {
			return nil, 0, err
		}
		of, err := b.split(r.units, part.Sum, part.VAT, quantity, FullPayment)
		if err != nil {
			return nil, 0, err
		}
		for i := range of {
			of[i].Units = []order.Units{{Line: r.ID, From: part.From, To: part.To}}
			of[i].Marked = false // the goods stay, and so does their code
		}
		ps, take = append(ps, of...), take+some
	}
	return ps, take, nil
}

// refundReduction plans the receipts of a price reduction that was paid back: of settled units what they were reduced
// by, of others a part of the advance.
func (b *book) refundReduction(k order.Block, back *goesBack) error {
	minor, kind := back.sum(allForms...), b.inKindOf(k)
	ps, take, err := b.reductionPositions(k, minor+kind)
	if err != nil {
		return err
	}
	if take > 0 {
		paid := back.forGoods(min(take, minor), b.advance).payments()
		paid, _, kind = b.payInKind(k, paid, take-min(take, minor), kind)
		if err := b.add(PlannedReceipt{Reason: ForBlock, Block: k.N}, SellRefund, ps, paid, "refund", fmt.Sprintf("R%d", k.N)); err != nil {
			return err
		}
	}
	var others []units
	for _, p := range k.Parts {
		l := b.index[p.Line]
		for _, s := range l.openIn(p.From, p.To) {
			others = append(others, units{l, s, 0})
		}
	}
	kept := max(withheld(k)-max(b.reducedBy(k)-take, 0), 0)
	return b.refundAdvance(k, others, back, kind, kept)
}

// refundBooked plans the receipts of a block that was paid back in the gateway's dashboard. What undid a part of the
// advance when it was reported has its receipt.
func (b *book) refundBooked(x order.RefundBooked) error {
	k := b.blocks[x.Block-1]
	var from []order.PaymentShare
	for _, f := range k.From {
		form := b.payments[f.Payment].form
		some := min(f.Amount.Minor(), b.unplanned[form])
		if b.unplanned[form] -= some; some > 0 {
			from = append(from, order.PaymentShare{Payment: f.Payment, Amount: amount.RUB(some)})
		}
	}
	if k.From = from; len(from) == 0 && len(k.Done) == 0 {
		return nil
	}
	return b.refund(k)
}

// refundWaived plans the receipts of a block of which all that was left is withheld: of what went back before, in kind,
// or of goods that are back.
func (b *book) refundWaived(k order.Block) error {
	sold, _ := b.soldIn(k)
	if k.Money == status.MoneyRefunded || b.inKindOf(k) > 0 || !sold {
		return b.refund(k)
	}
	return b.backWithoutMoney(k)
}

// reducedBy is what the settled units of a block were reduced by.
func (b *book) reducedBy(k order.Block) (minor int64) {
	for _, r := range b.reduced[k.N] {
		minor += r.part.Sum.Minor()
	}
	return minor
}

// withheld is what the seller keeps of a block, but for what pays for goods of a linked order.
func withheld(k order.Block) (minor int64) {
	for _, w := range k.Withheld {
		if w.For != order.WithholdExchange && w.For != order.WithholdReplacement {
			minor += w.Amount.Minor()
		}
	}
	return minor
}

// lessWithheld returns settled units at the price that is refunded: less what the seller keeps of their block, in
// proportion to what they cost. What pays for goods of a linked order is refunded in kind.
func (b *book) lessWithheld(goods []units, k order.Block) ([]units, error) {
	kept := min(withheld(k), sum(goods))
	if kept == 0 {
		return goods, nil
	}
	weights := make([]int64, len(goods))
	for i, u := range goods {
		weights[i] = sum([]units{u})
	}
	shares, err := amount.Allocate(amount.RUB(kept), weights)
	if err != nil {
		return nil, err
	}
	out := make([]units, len(goods))
	for i, u := range goods {
		p := order.Part{Line: u.ID, From: u.from, To: u.to, Sum: shares[i]}
		if p.VAT, err = b.rate(u.vat).Included(shares[i]); err == nil {
			err = u.lower(p)
		}
		if err != nil {
			return nil, err
		}
		out[i] = u
	}
	return out, nil
}
