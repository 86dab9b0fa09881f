package yookassa

import (
	"context"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// receiptOf is the receipt that went along with a payment; nil if none did, or the register did not take it.
func (g *Gateway) receiptOf(ctx context.Context, p *Payment) (*order.Document, error) {
	d := receipts.Document{Key: p.ID, Ref: g.ref(refPayment, p.ID), State: receipts.DocumentWaiting}
	switch p.Receipt {
	case "", Canceled:
		return nil, nil
	case Succeeded:
		r, err := g.client.alongWith(ctx, ReceiptFilter{PaymentID: p.ID}, ReceiptPayment, p.Amount)
		switch {
		case err != nil:
			return nil, err
		case r != nil:
			d = g.document(r, "")
		}
	}
	doc := d.Attach()
	return &doc, nil
}

// refundReceipt is the receipt that went along with a refund, as far as it is told. That it cannot be read now says
// nothing about the money: it is then one that is waited for.
func (g *Gateway) refundReceipt(ctx context.Context, r *Refund) *receipts.Document {
	d := receipts.Document{Key: r.Metadata[metaReceiptKey], Ref: g.ref(refRefund, r.ID), State: receipts.DocumentWaiting}
	switch r.Receipt {
	case "":
		return nil
	case Canceled:
		d.State, d.Text = receipts.DocumentFailed, noReason
	case Succeeded:
		if made, err := g.client.alongWith(ctx, ReceiptFilter{RefundID: r.ID}, ReceiptRefund, r.Amount); err == nil && made != nil {
			d = g.document(made, d.Key)
		}
	}
	return &d
}

const noReason = "the register did not take it; YooKassa does not say why"

// document is a receipt in the words of package receipts. The register's number and the shift are not told.
func (g *Gateway) document(r *Receipt, key string) receipts.Document {
	d := receipts.Document{
		Key: key, Ref: g.ref(refReceipt, r.ID), State: receipts.DocumentDone, Number: r.FiscalDocumentNumber,
		Drive: r.FiscalStorageNumber, Sign: r.FiscalAttribute, At: r.RegisteredAt,
	}
	if total, ok := r.total(); ok {
		d.Total = total
	}
	return d
}

func (r *Receipt) total() (total order.Money, ok bool) {
	var ignored Problems
	return ignored.items("items", r.Items)
}

// alongWith finds the receipt that was registered with a payment or a refund: the oldest of its sum, as one that sets off
// an advance comes later, with the goods.
func (c *Client) alongWith(ctx context.Context, f ReceiptFilter, kind string, sum order.Money) (*Receipt, error) {
	var found *Receipt
	for rec, err := range c.Receipts(ctx, f) {
		if err != nil {
			return nil, err
		}
		r := rec.Value
		total, ok := r.total()
		if rec.Problem == nil && ok && total == sum && r.Type == kind && r.Status == Succeeded {
			found = &r // the oldest comes last
		}
	}
	return found, nil
}
