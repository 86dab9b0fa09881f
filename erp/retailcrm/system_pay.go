package retailcrm

import (
	"context"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// A payment of an order is one payment in the CRM, of what was received and not paid back. Where the mapping has a
// status for money that was paid back, that part is a second payment, as the vendor's own module for 1C writes it: the
// CRM has no refunds.

// paymentKey is the externalId of a payment.
func (s *System) paymentKey(o order.View, p order.Payment) string { return s.Ref(o).ID + "-" + p.ID }

// refundKey is the externalId of what was paid back of a payment.
func (s *System) refundKey(o order.View, p order.Payment) string {
	return "refund-" + s.paymentKey(o, p)
}

// payments are those of a new order.
func (s *System) payments(o order.View) []PaymentFields {
	var all []PaymentFields
	for _, p := range o.Payments {
		for _, row := range s.paymentRows(o, p, nil) {
			if row.Status != "" {
				all = append(all, row)
			}
		}
	}
	return all
}

// paymentRows are a payment as it is shown: the payment itself, and what was paid back of it. A row without a status is
// not to be shown: the mapping has none for it.
func (s *System) paymentRows(o order.View, p order.Payment, there *Order) []PaymentFields {
	codes := s.mapping.Payment
	if codes == nil {
		return nil
	}
	row := PaymentFields{ExternalID: s.paymentKey(o, p), Type: codes.typeOf(p), Amount: wire.SumOf(p.Amount)}
	kept := erp.KeptOf(p, o)
	back, err := p.Amount.Sub(kept)
	switch p.State {
	case status.PaymentAuthorized:
		row.Status = codes.Held
	case status.PaymentFailed:
		row.Status = codes.Failed
	case status.PaymentCancelled:
		row.Status = codes.Cancelled
	case status.PaymentPaid, status.PaymentPartlyRefunded, status.PaymentRefunded:
		row.Status = codes.Paid
		if err != nil || back.Sign() <= 0 {
			break
		}
		refund := row
		refund.ExternalID, refund.Status, refund.Amount = s.refundKey(o, p), codes.Refunded, wire.SumOf(back)
		switch {
		case codes.Refunded == "":
			row.Amount = wire.SumOf(kept)
		case kept.Sign() > 0:
			row.Amount = wire.SumOf(kept)
			return []PaymentFields{row, refund}
		default: // all of it went back: the payment itself says so, beside what said it before
			row.Status = codes.Refunded
			row.Amount = wire.SumOf(less(back, there, refund.ExternalID))
		}
	}
	return []PaymentFields{row}
}

// less is a sum without what a payment of the CRM shows of it already.
func less(sum amount.Money, there *Order, externalID string) amount.Money {
	if there == nil {
		return sum
	}
	if p := there.Payment(externalID); p != nil {
		if m, err := p.Amount.Money(); err == nil && !m.IsUnset() {
			if rest, err := sum.Sub(m); err == nil && rest.Sign() > 0 {
				return rest
			}
		}
	}
	return sum
}

// typeOf is the payment type of a payment.
func (c *PaymentCodes) typeOf(p order.Payment) string {
	for _, how := range []string{p.Method, string(p.Form)} {
		if code := c.Types[how]; code != "" {
			return code
		}
	}
	return c.Type
}

// bringPayment brings a payment to its state. One that is there and for whose state the mapping has no status is
// removed: no money came of it, and the card must not say otherwise.
func (s *System) bringPayment(ctx context.Context, t order.Task) (order.Outcome, error) {
	if s.mapping.Payment == nil { // the merchant wants none there
		return order.Outcome{Kind: order.AlreadySo, Text: "the mapping shows no payments"}, nil
	}
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	i := slices.IndexFunc(t.Order.Payments, func(p order.Payment) bool { return p.ID == t.Payment })
	out := order.Outcome{Kind: order.AlreadySo, Code: there.Status, Sums: s.sums(there, t.Order)}
	if i < 0 {
		return out, nil
	}
	changed := false
	for _, row := range s.paymentRows(t.Order, t.Order.Payments[i], there) {
		wrote, err := s.writePayment(ctx, there, row)
		if err != nil {
			return order.Outcome{}, err
		}
		changed = changed || wrote
	}
	if !changed {
		return out, nil
	}
	if there, err = s.client.GetOrder(ctx, s.key(t)); err != nil { // the answers to payments have no sums
		return order.Outcome{}, err
	}
	return order.Outcome{Kind: order.Applied, Code: there.Status, Sums: s.sums(there, t.Order)}, nil
}

// writePayment writes one payment, and reports whether it had to.
func (s *System) writePayment(ctx context.Context, there *Order, row PaymentFields) (bool, error) {
	p := there.Payment(row.ExternalID)
	switch {
	case p == nil && row.Status == "":
		return false, nil
	case p == nil:
		_, err := s.client.CreatePayment(ctx, there.Key(), row)
		return true, err
	case row.Status == "":
		return true, s.client.DeletePayment(ctx, p.ID)
	}
	f := PaymentFields{Status: row.Status, Amount: row.Amount}
	if p.Status == row.Status {
		f.Status = ""
	}
	if m, err := row.Amount.Money(); err == nil && costs(p.Amount, m) {
		f.Amount = wire.Sum{}
	}
	if f.Status == "" && f.Amount.IsZero() {
		return false, nil
	}
	return true, s.client.UpdatePayment(ctx, p.ID, f)
}
