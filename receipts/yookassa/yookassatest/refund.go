package yookassatest

import (
	"cmp"
	"time"
	"unicode/utf8"
)

type refund struct {
	id, paymentID, status, description string
	amount                             money
	created                            time.Time
	metadata                           map[string]string
	party, reason                      string
	receiptData                        *receiptData
	receipt                            *receipt
}

func createRefund(c *call) (any, *refusal) {
	var in struct {
		PaymentID   string            `json:"payment_id"`
		Amount      *sum              `json:"amount"`
		Description string            `json:"description"`
		Receipt     *receiptData      `json:"receipt"`
		Metadata    map[string]string `json:"metadata"`
	}
	if refused := c.read(&in); refused != nil {
		return nil, refused
	}
	amount, refused := in.Amount.positive("amount")
	if refused != nil {
		return nil, refused
	}
	p := c.payment(in.PaymentID)
	switch {
	case p == nil:
		return nil, invalid("payment_id", "Payment doesn't exist or access denied")
	case p.status != succeeded:
		return nil, invalid("payment_id", "Payment is "+p.status+", it must be succeeded")
	case amount.currency != p.amount.currency:
		return nil, invalid("amount.currency", "Currency differs from that of the payment")
	case amount.minor > p.amount.minor-p.refunded-p.refunding:
		return nil, invalid("amount", "Refund amount exceeds the remaining payment amount")
	case utf8.RuneCountInString(in.Description) > 250:
		return nil, invalid("description", "Description is too long")
	case amount != p.amount && in.Receipt == nil && c.settings.Fiscalization != "" && !c.settings.ReceiptsLater:
		return nil, invalid("receipt", "Receipt is missing or illegal")
	}
	if refused := cmp.Or(checkMetadata(in.Metadata), c.checkReceipt(in.Receipt, amount)); refused != nil {
		return nil, refused
	}
	f := &refund{
		id: c.newID(), paymentID: p.id, status: pending, description: in.Description, amount: amount, created: c.now,
		metadata: in.Metadata, receiptData: in.Receipt,
	}
	if f.receiptData == nil && amount == p.amount {
		f.receiptData = p.receiptData // a full refund takes it from the payment
	}
	c.refunds = append(c.refunds, f)
	p.refunding += amount.minor
	switch {
	case c.refuseReason != "":
		c.refuse(f, c.refuseReason)
	case !c.settings.SlowRefunds:
		c.settle(f)
	}
	c.commit()
	return c.refundDocument(f), nil
}

// settle completes a refund.
func (s *Server) settle(f *refund) {
	p := s.payment(f.paymentID)
	p.refunding -= f.amount.minor
	p.refunded += f.amount.minor
	f.status = succeeded
	if f.receiptData != nil {
		f.receipt = s.register(&receipt{
			kind: refundType, paymentID: f.paymentID, refundID: f.id, said: *f.receiptData, total: f.amount, automatic: true,
		})
	}
	s.tell("refund."+succeeded, s.refundDocument(f))
}

// refuse refuses a refund. No notification is sent.
func (s *Server) refuse(f *refund, reason string) {
	s.payment(f.paymentID).refunding -= f.amount.minor
	f.status, f.reason, f.party = canceled, reason, "refund_network"
	if reason == "insufficient_funds" || reason == "payment_expired" {
		f.party = "yoo_money"
	}
}

func readRefund(c *call) (any, *refusal) {
	f := c.refund(c.r.PathValue("id"))
	if f == nil {
		return nil, absent("Refund")
	}
	return c.refundDocument(f), nil
}

// refund returns a refund, or nil.
func (s *Server) refund(id string) *refund {
	return byID(s.refunds, func(f *refund) bool { return f.id == id })
}

// refundDocument returns the refund as it is answered.
func (s *Server) refundDocument(f *refund) object {
	d := object{
		"id": f.id, "payment_id": f.paymentID, "status": f.status, "amount": f.amount.wire(), "created_at": stamp(f.created),
	}
	optional(d, "description", f.description)
	if len(f.metadata) > 0 {
		d["metadata"] = f.metadata
	}
	if f.receipt != nil {
		d["receipt_registration"] = f.receipt.status
	} else if f.receiptData != nil && f.status == pending {
		d["receipt_registration"] = pending
	}
	if f.status == canceled {
		d["cancellation_details"] = object{"party": f.party, "reason": f.reason}
	}
	return s.loosen(d)
}
