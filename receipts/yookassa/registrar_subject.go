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
	receiptStatus Status // of the receipt made with it; "" if there is none
	key           string // of that receipt, from the refund's metadata
	reversed      bool   // YooKassa registered the receipt of a payment that was cancelled, and reverses it
}

// covered reports whether a receipt was made with the payment or refund and did not fail.
func (s *subject) covered() bool { return s.receiptStatus != "" && s.receiptStatus != Canceled }

// coveringReceipt returns the oldest receipt of the whole sum that did not fail, or nil.
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

// fits reports whether the receipt of the whole sum is the requested one. Money that is shown as paid before the goods
// is not shown as paid for them; but the receipt made with a payment is its advance, whatever its mode.
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

// setOwner sets the payment or refund of a receipt.
func (s *subject) setOwner(in *NewReceipt) {
	in.PaymentID, in.RefundID = s.filter.PaymentID, s.filter.RefundID
}

// subject reads what a receipt is about. The error is a *receipts.RuleError if there can be no such receipt, of class
// Retry if there can be none yet.
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
		return nil, g.notMovedYet("payment " + p.ID + " is not paid yet")
	case p.Status == Canceled && !r.Kind.Refunds():
		return nil, aboutError(r, "payment %s was canceled: no money was received", p.ID)
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
		return nil, g.notMovedYet("refund " + f.ID + " is not done yet")
	case Canceled:
		return nil, aboutError(r, "refund %s was canceled: no money was returned", f.ID)
	}
	return &subject{
		ref: g.ref(refRefund, f.ID), filter: ReceiptFilter{RefundID: f.ID}, kind: ReceiptRefund, amount: f.Amount, at: f.CreatedAt,
		receiptStatus: f.Receipt, key: f.Metadata[metaReceiptKey],
	}, nil
}

// refundOf returns the refund of a payment that a receipt is about: the one that names the receipt, or the only one of
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
			"payment %[2]s: %[1]s was refunded, and %[3]d refunds are of %[4]s: receipt %[5]q must name its refund in About",
			p.RefundedAmount, p.ID, len(like), r.Total, r.Key), nil)
	}
	return &like[0], nil
}

// notMovedYet returns the error for money that has not moved yet, so that there can be no receipt.
func (g *Gateway) notMovedYet(text string) error {
	return g.client.rest.Fail(opReceipt, ordo.Retry, "not sent: "+text, nil)
}
