package yookassa

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// Register implements receipts.Registrar, for shops whose receipts are registered through YooKassa ([WithReceipts];
// without it the error is of class Auth). receipts.Receipt.About is the payment, or the refund if money went back; a
// refund that is known only by its payment is searched for there.
//
// Money has one receipt: one that YooKassa made with a payment or refund, or any receipt of its whole sum, is this
// receipt, whatever its key. Other receipts, such as settlements, are searched for by content. One with the same
// content is recognised by its key for a day. Afterwards it cannot be told from another receipt with the same content,
// such as that of a second shipment, and the error is of class InDoubt; [WithKeysOnReceipts] tells them apart at any
// age.
//
// A *receipts.RuleError also names what YooKassa cannot register: corrections, cash, too many positions or receipts,
// and receipts without a payment or refund. Retry also means that the money has not moved yet. A receipt that YooKassa
// refused may be corrected and registered again under the same key; unchanged, it is refused for a day. A failed
// receipt that is registered again under its key more than a day later is registered anew.
func (g *Gateway) Register(ctx context.Context, r receipts.Receipt) (receipts.Document, error) {
	in, err := g.newReceipt(r)
	if err != nil {
		return receipts.Document{}, err
	}
	d, err := g.ensure(ctx, r, in)
	if err != nil {
		return receipts.Document{}, g.portError(err)
	}
	d.Key = r.Key
	return d, nil
}

// ensure finds the receipt or creates it.
func (g *Gateway) ensure(ctx context.Context, r receipts.Receipt, in NewReceipt) (receipts.Document, error) {
	s, err := g.subject(ctx, r)
	if err != nil {
		return receipts.Document{}, err
	}
	s.setOwner(&in)
	if g.writesKeys && r.Format != receipts.FFD105 && !s.at.IsZero() { // FFD 1.05 has no such attribute
		in.Operational = &Operational{Value: receiptKey(r.Key), CreatedAt: s.at}
	}
	have, err := g.listReceipts(ctx, s.filter)
	if err != nil {
		return receipts.Document{}, err
	}
	if x := findByKey(have, r.Key); x != nil {
		return g.document(x, r.Key), nil
	}
	if d, found, err := g.findByMoney(r, s, have); found || err != nil {
		return d, err
	}
	if err := g.checkDuplicates(ctx, r, in, s, have); err != nil {
		return receipts.Document{}, err
	}
	if err := g.fitsRegister(ctx, r); err != nil {
		return receipts.Document{}, err
	}
	return g.create(ctx, r, in, s, have)
}

// listReceipts returns the existing receipts, the newest first.
func (g *Gateway) listReceipts(ctx context.Context, f ReceiptFilter) ([]Receipt, error) {
	var all []Receipt
	for rec, err := range g.client.ListReceipts(ctx, f) {
		if err == nil {
			err = rec.Problem
		}
		if err != nil {
			return nil, g.portError(err)
		}
		all = append(all, rec.Value)
	}
	return all, nil
}

// findByMoney returns the receipt of the whole sum, or the one made with the payment or refund under this key. If that
// receipt does not cover all of this one, the result is in doubt.
func (g *Gateway) findByMoney(r receipts.Receipt, s *subject, have []Receipt) (d receipts.Document, found bool, err error) {
	if !movesMoneyByGateway(r) {
		return d, false, nil
	}
	whole, mine := onlyMoneyByGateway(r) && r.Total == s.amount, s.key == r.Key
	x := s.coveringReceipt(have)
	switch {
	case x != nil && (mine || whole && s.fits(r, x)):
		return g.document(x, r.Key), true, nil
	case whole && x != nil:
		return d, false, g.inDoubt(fmt.Sprintf("receipt %s covers the whole sum of %s, but differs from this one: one is paid before the goods, the other for them", x.ID, s.ref.ID))
	case s.reversed:
		return d, false, g.inDoubt("YooKassa reverses the receipt of payment " + s.ref.ID + ", and has not listed the reversal yet")
	case s.covered() && (whole || mine):
		return receipts.Document{Ref: s.ref, State: receipts.DocumentWaiting}, true, nil
	case s.covered():
		return d, false, g.inDoubt(fmt.Sprintf("a receipt of %s was made with %s, and this one has another sum", s.amount, s.ref.ID))
	case s.receiptStatus == Canceled && mine:
		return receipts.Document{Ref: s.ref, State: receipts.DocumentFailed, Text: noReason}, true, nil
	}
	return d, false, nil
}

// checkDuplicates makes sure that an existing receipt with the same content is known to be another one, or will be
// recognised by its key.
func (g *Gateway) checkDuplicates(ctx context.Context, r receipts.Receipt, in NewReceipt, s *subject, have []Receipt) error {
	var like []Receipt
	count := 0
	for _, x := range have {
		if x.Status == Canceled {
			continue
		}
		if x.RefundID == s.filter.RefundID {
			count++
		}
		if x.keyWritten() == "" && x.matches(in) { // one with a key written on it is another receipt
			like = append(like, x)
		}
	}
	if len(like) == 0 {
		if count >= maxReceiptsEach {
			return aboutError(r, "%s has %d receipts, YooKassa allows no more", s.ref.ID, count)
		}
		return nil
	}
	f := s.filter
	f.Created.From = g.client.settings.Clock.Now().Add(-keyKnown)
	young, err := g.listReceipts(ctx, f)
	if err != nil {
		return err
	}
	for _, x := range like {
		known := slices.ContainsFunc(young, func(y Receipt) bool { return y.ID == x.ID })
		if !known || !x.RegisteredAt.IsZero() && x.RegisteredAt.Before(f.Created.From) {
			return g.inDoubt(fmt.Sprintf("receipt %s has the same content and its key is forgotten: it may be this one or another one", x.ID))
		}
	}
	return nil
}

// inDoubt returns an error of class InDoubt.
func (g *Gateway) inDoubt(text string) error {
	return g.client.rest.Fail(opReceipt, ordo.InDoubt, text+"; check in YooKassa's cabinet", nil)
}
