package yookassa

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// subject is the money that a receipt is about: a payment, or a refund of one.
type subject struct {
	ref           order.Ref
	filter        ReceiptFilter
	kind          string // of the receipt
	amount        amount.Money
	at            time.Time
	receiptStatus Status // of the receipt that went along with it; "" if none did
	key           string // of that receipt, if a refund tells
	reversed      bool   // YooKassa registered the receipt of a payment that was cancelled, and reverses it by itself
}

// covered tells whether a receipt went along, so that the money has its receipt.
func (s *subject) covered() bool { return s.receiptStatus != "" && s.receiptStatus != Canceled }

// coveringReceipt is the oldest receipt of all the money, if there is one that did not fail.
func (s *subject) coveringReceipt(have []Receipt) *Receipt {
	for i := len(have) - 1; i >= 0; i-- {
		x := &have[i]
		is, told := x.paysMoney()
		if x.Type == s.kind && x.Status != Canceled && x.totals(s.amount) && (is || !told && s.covered()) {
			return x
		}
	}
	return nil
}

// fits tells whether the receipt of all the money is the one that was to be made. Money that is shown as paid before the
// goods is not shown as paid for them; but what went along with a payment is its advance, however the shop words it.
func (s *subject) fits(r receipts.Receipt, x *Receipt) bool {
	before, told := x.isPrepayment()
	switch {
	case s.kind == ReceiptRefund:
		return true
	case isPrepaymentReceipt(r):
		return before || !told || s.covered()
	}
	return told && !before
}

// setOwner puts what a receipt is about into it.
func (s *subject) setOwner(in *NewReceipt) {
	in.PaymentID, in.RefundID = s.filter.PaymentID, s.filter.RefundID
}

// subject reads what a receipt is about. The error is a *receipts.RuleError for what can have no such receipt, of class
// Retry for what can have none yet.
func (g *Gateway) subject(ctx context.Context, r receipts.Receipt) (*subject, error) {
	if r.About.Kind == refRefund {
		f, err := g.client.GetRefund(ctx, r.About.ID)
		if isNotFound(err) {
			return nil, aboutError(r, "the shop has no refund %s", r.About.ID)
		}
		if err != nil {
			return nil, err
		}
		return g.refundSubject(r, f)
	}
	p, err := g.client.GetPayment(ctx, r.About.ID)
	switch {
	case isNotFound(err):
		return nil, aboutError(r, "the shop has no payment %s", r.About.ID)
	case err != nil:
		return nil, err
	case p.Status == Pending:
		return nil, g.notMovedYet("the payment " + p.ID + " is not paid yet")
	case p.Status == Canceled && !r.Kind.Refunds():
		return nil, aboutError(r, "the payment %s was canceled: no money came", p.ID)
	case r.Kind.Refunds() && p.RefundedAmount.Sign() > 0 && movesMoneyByGateway(r):
		f, err := g.refundOf(ctx, r, p)
		if err != nil {
			return nil, err
		}
		return g.refundSubject(r, f)
	}
	s := &subject{ref: g.ref(refPayment, p.ID), filter: ReceiptFilter{PaymentID: p.ID}, kind: ReceiptPayment, amount: p.Amount, at: p.CreatedAt, receiptStatus: p.Receipt}
	if r.Kind.Refunds() {
		s.kind, s.receiptStatus, s.reversed = ReceiptRefund, "", p.Status == Canceled && s.covered()
	}
	return s, nil
}

func (g *Gateway) refundSubject(r receipts.Receipt, f *Refund) (*subject, error) {
	switch f.Status {
	case Pending:
		return nil, g.notMovedYet("the refund " + f.ID + " is not done yet")
	case Canceled:
		return nil, aboutError(r, "the refund %s was canceled: no money went back", f.ID)
	}
	return &subject{
		ref: g.ref(refRefund, f.ID), filter: ReceiptFilter{RefundID: f.ID}, kind: ReceiptRefund, amount: f.Amount, at: f.CreatedAt,
		receiptStatus: f.Receipt, key: f.Metadata[metaReceiptKey],
	}, nil
}

// refundOf finds the refund by which a payment went back that a receipt is about: the one that names it, or the only one of
// its sum that names none.
func (g *Gateway) refundOf(ctx context.Context, r receipts.Receipt, p *Payment) (*Refund, error) {
	var like []Refund
	for rec, err := range g.client.ListRefunds(ctx, RefundFilter{PaymentID: p.ID}) {
		f := rec.Value
		switch {
		case err != nil:
			return nil, g.portError(err)
		case rec.Problem != nil:
			return nil, g.portError(rec.Problem)
		case f.Metadata[metaReceiptKey] == r.Key && f.Status != Canceled:
			return &f, nil
		case f.Status == Succeeded && f.Amount == r.Total && f.Metadata[metaReceiptKey] == "":
			like = append(like, f)
		}
	}
	if len(like) != 1 {
		return nil, g.client.rest.Fail(opReceipt, ordo.InDoubt, fmt.Sprintf(
			"%s of the payment %s went back, in %d refunds of %s: which of them the receipt %q is about, and whether one went along, is not known",
			p.RefundedAmount, p.ID, len(like), r.Total, r.Key), nil)
	}
	return &like[0], nil
}

// notMovedYet is the error about money of which there can be no receipt before it has moved.
func (g *Gateway) notMovedYet(text string) error {
	return g.client.rest.Fail(opReceipt, ordo.Retry, "not sent: "+text, nil)
}
