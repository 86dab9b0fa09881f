package yookassa

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// Register implements receipts.Registrar, for shops whose receipts are registered through YooKassa ([WithReceipts]; without
// it the error is of class Auth). Receipt.About is the payment, or for money that went back the refund; a refund that is
// only known by its payment is looked for there.
//
// Money has one receipt: one that YooKassa made along with a payment or refund, or any of all of its sum, is the one asked
// for, whatever its key. Other receipts, such as settlements, are looked for by what they say. One that says the same is
// recognised by its key for a day. Afterwards nothing tells it from another one with the same content, as two shipments of
// the same goods have, and the error is of class InDoubt; [WithKeysOnReceipts] tells them apart for ever.
//
// A *receipts.RuleError also names what YooKassa cannot register: corrections, cash, more positions or receipts than it
// takes, and what is about no money of its own. Retry also stands for money that has not moved yet. A receipt that YooKassa
// refused may be given again put right, under the same key; unchanged, it is refused for a day without being looked at. One
// that failed and is given again under its own key more than a day later is registered anew.
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

// ensure finds the receipt or makes it.
func (g *Gateway) ensure(ctx context.Context, r receipts.Receipt, in NewReceipt) (receipts.Document, error) {
	s, err := g.subject(ctx, r)
	if err != nil {
		return receipts.Document{}, err
	}
	s.setOwner(&in)
	if g.writesKeys && r.Format != receipts.FFD105 && !s.at.IsZero() { // FFD 1.05 has no such requisite
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

// listReceipts lists the receipts that are there, the newest first.
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

// findByMoney finds the receipt that all of the money has, or that went along with it under this key. What went along and
// is not all of this one leaves in doubt whether this one is in it.
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
		return d, false, g.inDoubt(fmt.Sprintf("the receipt %s shows all the money of %s, and otherwise than this one: as paid before the goods, or for them", x.ID, s.ref.ID))
	case s.reversed:
		return d, false, g.inDoubt("YooKassa reverses the receipt of the payment " + s.ref.ID + " by itself, and has not listed it yet")
	case s.covered() && (whole || mine):
		return receipts.Document{Ref: s.ref, State: receipts.DocumentWaiting}, true, nil
	case s.covered():
		return d, false, g.inDoubt(fmt.Sprintf("a receipt of %s went along with %s, and this one is not the same money", s.amount, s.ref.ID))
	case s.receiptStatus == Canceled && mine:
		return receipts.Document{Ref: s.ref, State: receipts.DocumentFailed, Text: noReason}, true, nil
	}
	return d, false, nil
}

// checkDuplicates makes sure that a receipt with the same content is known to be another one, or will be known by its key.
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
		if x.keyWritten() == "" && x.matches(in) { // one with a name has that of another
			like = append(like, x)
		}
	}
	if len(like) == 0 {
		if count >= maxReceiptsEach {
			return aboutError(r, "%s has %d receipts, YooKassa makes no more", s.ref.ID, count)
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
			return g.inDoubt(fmt.Sprintf("the receipt %s says the same and its key is forgotten: it may be this one or another one", x.ID))
		}
	}
	return nil
}

func (g *Gateway) inDoubt(text string) error {
	return g.client.rest.Fail(opReceipt, ordo.InDoubt, text+"; look in the cabinet", nil)
}
