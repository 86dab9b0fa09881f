package yookassa

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

const noReason = "the register refused it; YooKassa does not report why"

// Read implements receipts.Registrar. A reference to a payment or refund is read as the receipt made with it; if there
// is none, the error is of class NotFound. A failed receipt is never offered for an unchanged repeat: YooKassa does not
// report why registers refuse, and a wrong marking code looks the same as a broken register.
func (g *Gateway) Read(ctx context.Context, ref order.Ref) (receipts.Document, error) {
	const op = "GET /receipts/{id}"
	if err := g.checkSystem(op, ref); err != nil {
		return receipts.Document{}, err
	}
	var d *receipts.Document
	var err error
	switch ref.Kind {
	case refPayment:
		var p *Payment
		if p, err = g.client.GetPayment(ctx, ref.ID); err == nil {
			d, err = g.withPayment(ctx, p)
		}
	case refRefund:
		var r *Refund
		if r, err = g.client.GetRefund(ctx, ref.ID); err == nil {
			d, err = g.withRefund(ctx, r)
		}
	default:
		r, err := g.client.GetReceipt(ctx, ref.ID)
		if err != nil {
			return receipts.Document{}, err
		}
		return g.document(r, ""), nil
	}
	switch {
	case err != nil:
		return receipts.Document{}, err
	case d == nil:
		return receipts.Document{}, g.client.rest.Fail(op, ordo.NotFound, fmt.Sprintf("no receipt was made with %s %s", ref.Kind, ref.ID), nil)
	}
	d.Key = ""                      // the receipt belongs to the money, whatever its key
	d.Ref = g.ref(ref.Kind, ref.ID) // callers go on to ask by this reference
	return *d, nil
}

// receiptOf returns the receipt made with a payment; nil if there is none, or it failed.
func (g *Gateway) receiptOf(ctx context.Context, p *Payment) (*order.Document, error) {
	d, err := g.withPayment(ctx, p)
	if err != nil || d == nil || d.State == receipts.DocumentFailed {
		return nil, err
	}
	doc := d.Attach()
	return &doc, nil
}

// withPayment returns the receipt made with a payment, or nil.
func (g *Gateway) withPayment(ctx context.Context, p *Payment) (*receipts.Document, error) {
	d := receipts.Document{Key: p.ID, Ref: g.ref(refPayment, p.ID)}
	return g.wentAlong(ctx, d, p.Receipt, ReceiptFilter{PaymentID: p.ID}, ReceiptPayment, p.Amount)
}

// withRefund returns the receipt made with a refund, or nil.
func (g *Gateway) withRefund(ctx context.Context, r *Refund) (*receipts.Document, error) {
	d := receipts.Document{Key: r.Metadata[metaReceiptKey], Ref: g.ref(refRefund, r.ID)}
	return g.wentAlong(ctx, d, r.Receipt, ReceiptFilter{RefundID: r.ID}, ReceiptRefund, r.Amount)
}

// wentAlong completes the document of a receipt made with a payment or refund, by the state of its registration. If the
// receipt cannot be read, the document is waiting and the error is returned too.
func (g *Gateway) wentAlong(
	ctx context.Context, d receipts.Document, registration Status, f ReceiptFilter, kind string, sum amount.Money,
) (*receipts.Document, error) {
	d.State = receipts.DocumentWaiting
	switch registration {
	case "":
		return nil, nil
	case Canceled:
		d.State, d.Text = receipts.DocumentFailed, noReason
	case Succeeded:
		made, err := g.client.alongWith(ctx, f, kind, sum)
		if err != nil {
			return &d, err
		}
		if made != nil {
			d = g.document(made, d.Key)
		}
	}
	return &d, nil
}

// document converts a receipt. YooKassa does not return the register's number and the shift. A registered receipt is
// waiting until its numbers are known, because a final one is not read again.
func (g *Gateway) document(r *Receipt, key string) receipts.Document {
	d := receipts.Document{
		Key: key, Ref: g.ref(refReceipt, r.ID), State: receipts.DocumentWaiting, Number: r.FiscalDocumentNumber,
		Drive: r.FiscalStorageNumber, Sign: r.FiscalAttribute, At: r.RegisteredAt,
	}
	if total, ok := r.total(); ok {
		d.Total = total
	}
	switch {
	case r.Status == Succeeded && d.Number != "":
		d.State = receipts.DocumentDone
	case r.Status == Canceled:
		d.State, d.Text = receipts.DocumentFailed, noReason
	}
	return d
}

func (x *Receipt) total() (total amount.Money, ok bool) {
	var ignored Problems
	return ignored.items("items", x.Items)
}

// alongWith returns the receipt that was registered with a payment or a refund: the oldest of its sum, because one that
// offsets an advance is made later, with the goods.
func (c *Client) alongWith(ctx context.Context, f ReceiptFilter, kind string, sum amount.Money) (*Receipt, error) {
	var found *Receipt
	for rec, err := range c.ListReceipts(ctx, f) {
		if err != nil {
			return nil, err
		}
		r := rec.Value
		if rec.Problem == nil && r.totals(sum) && r.Type == kind && r.Status == Succeeded {
			found = &r // the oldest comes last
		}
	}
	return found, nil
}
