package yookassatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

// The statuses.
const (
	pending   = "pending"
	waiting   = "waiting_for_capture"
	succeeded = "succeeded"
	canceled  = "canceled"
)

type payment struct {
	id, status, description      string
	amount                       money
	refunded, refunding          int64 // of refunds that succeeded, and of those that are pending
	created, captured, expires   time.Time
	capture                      bool
	metadata                     map[string]string
	party, reason                string
	confirmation                 *newConfirmation
	receiptData                  *receiptData
	receipt                      *receipt // the last that was made
	methodType, merchantCustomer string
	paid                         bool
	tried                        bool // a method was tried, and declined
	save                         bool // the method is to be saved
	part                         bool // it was captured in part
}

// newPayment is the request.
type newPayment struct {
	Amount             *sum              `json:"amount"`
	Description        string            `json:"description"`
	Receipt            *receiptData      `json:"receipt"`
	Capture            bool              `json:"capture"`
	Metadata           map[string]string `json:"metadata"`
	MerchantCustomerID string            `json:"merchant_customer_id"`
	PaymentToken       string            `json:"payment_token"`
	PaymentMethodData  *newMethod        `json:"payment_method_data"`
	Confirmation       *newConfirmation  `json:"confirmation"`
	SavePaymentMethod  bool              `json:"save_payment_method"`
	ClientIP           string            `json:"client_ip"`
}

func createPayment(c *call) (any, *refusal) {
	var in newPayment
	if refused := c.read(&in); refused != nil {
		return nil, refused
	}
	amount, refused := in.Amount.positive("amount")
	if refused != nil {
		return nil, refused
	}
	switch {
	case utf8.RuneCountInString(in.Description) > 128:
		return nil, invalid("description", "Description is too long")
	case utf8.RuneCountInString(in.MerchantCustomerID) > 200:
		return nil, invalid("merchant_customer_id", "Customer id is too long")
	case in.PaymentToken != "" && in.PaymentMethodData != nil:
		return nil, invalid("payment_token", "Payment token and payment method data exclude each other")
	case in.Receipt == nil && c.settings.Fiscalization != "" && !c.settings.ReceiptsLater:
		return nil, invalid("receipt", "Receipt is missing or illegal")
	}
	if refused := cmp.Or(
		checkMetadata(in.Metadata), in.PaymentMethodData.check(), in.Confirmation.check(), c.checkReceipt(in.Receipt, amount),
	); refused != nil {
		return nil, refused
	}
	p := &payment{
		id: c.newID(), status: pending, description: in.Description, amount: amount, created: c.now, capture: in.Capture,
		metadata: in.Metadata, receiptData: in.Receipt, methodType: "bank_card", merchantCustomer: in.MerchantCustomerID,
		confirmation: in.Confirmation, save: in.SavePaymentMethod,
	}
	if in.PaymentMethodData != nil {
		p.methodType = in.PaymentMethodData.Type
	}
	c.payments = append(c.payments, p)
	c.commit()
	return c.paymentDocument(p), nil
}

func checkMetadata(m map[string]string) *refusal {
	if len(m) > 16 {
		return invalid("metadata", "Metadata has too many keys")
	}
	for k, v := range m {
		if utf8.RuneCountInString(k) > 32 || utf8.RuneCountInString(v) > 512 {
			return invalid("metadata", "Metadata key or value is too long")
		}
	}
	return nil
}

func readPayment(c *call) (any, *refusal) {
	p := c.payment(c.r.PathValue("id"))
	if p == nil {
		return nil, absent("Payment")
	}
	return c.paymentDocument(p), nil
}

func capturePayment(c *call) (any, *refusal) {
	var in struct {
		Amount  *sum         `json:"amount"`
		Receipt *receiptData `json:"receipt"`
	}
	if len(c.body) > 0 {
		if refused := c.read(&in); refused != nil {
			return nil, refused
		}
	}
	p := c.payment(c.r.PathValue("id"))
	switch {
	case p == nil:
		return nil, absent("Payment")
	case p.status != waiting:
		return nil, invalid("payment_id", "Payment is "+p.status+", it must be waiting_for_capture")
	}
	amount, refused := p.amount, (*refusal)(nil)
	if in.Amount != nil {
		amount, refused = in.Amount.positive("amount")
	}
	part := amount != p.amount
	switch {
	case refused != nil:
		return nil, refused
	case amount.currency != p.amount.currency || amount.minor > p.amount.minor:
		return nil, invalid("amount", "Capture amount exceeds the authorized amount")
	case part && in.Receipt == nil && c.settings.Fiscalization != "" && !c.settings.ReceiptsLater:
		return nil, invalid("receipt", "Receipt is missing or illegal")
	}
	if refused := c.checkReceipt(in.Receipt, amount); refused != nil {
		return nil, refused
	}
	if part && p.receiptData != nil { // the first receipt is reversed, and a new one is made
		c.register(&receipt{kind: refundType, paymentID: p.id, said: *p.receiptData, total: p.amount, automatic: true})
	}
	if part && in.Receipt != nil {
		p.receipt = c.register(&receipt{kind: paymentType, paymentID: p.id, said: *in.Receipt, total: amount, automatic: true})
		p.receiptData = in.Receipt
	}
	p.amount, p.part = amount, part
	c.succeed(p)
	c.commit()
	return c.paymentDocument(p), nil
}

func cancelPayment(c *call) (any, *refusal) {
	p := c.payment(c.r.PathValue("id"))
	switch {
	case p == nil:
		return nil, absent("Payment")
	case p.status != waiting:
		return nil, invalid("payment_id", "Payment is "+p.status+", it must be waiting_for_capture")
	}
	c.cancel(p, "merchant", "canceled_by_merchant")
	c.commit()
	return c.paymentDocument(p), nil
}

// authorize is the bank's approval.
func (s *Server) authorize(p *payment) {
	p.paid = true
	if p.receiptData != nil {
		p.receipt = s.register(&receipt{kind: paymentType, paymentID: p.id, said: *p.receiptData, total: p.amount, automatic: true})
	}
	if p.capture {
		s.succeed(p)
		return
	}
	p.status, p.expires = waiting, s.now.Add(holdLife)
	s.tell("payment."+waiting, s.paymentDocument(p))
}

func (s *Server) succeed(p *payment) {
	p.status, p.captured, p.expires = succeeded, s.now, time.Time{}
	s.tell("payment."+succeeded, s.paymentDocument(p))
}

func (s *Server) cancel(p *payment, party, reason string) {
	if p.status == waiting && p.receiptData != nil { // guessed: the receipt of the hold is reversed
		s.register(&receipt{kind: refundType, paymentID: p.id, said: *p.receiptData, total: p.amount, automatic: true})
	}
	p.tried = p.paid || reason != "expired_on_confirmation"
	p.status, p.party, p.reason, p.paid, p.expires = canceled, party, reason, false, time.Time{}
	s.tell("payment."+canceled, s.paymentDocument(p))
}

// payment returns a payment, or nil.
func (s *Server) payment(id string) *payment {
	return byID(s.payments, func(p *payment) bool { return p.id == id })
}

func (p *payment) refundable() bool {
	return p.status == succeeded && p.refunded+p.refunding < p.amount.minor
}

// paymentDocument returns the payment as it is answered.
func (s *Server) paymentDocument(p *payment) object {
	d := object{
		"id": p.id, "status": p.status, "amount": p.amount.wire(), "created_at": stamp(p.created), "paid": p.paid,
		"test": true, "refundable": p.refundable(), "recipient": object{"account_id": s.settings.ShopID, "gateway_id": "2300455"},
	}
	optional(d, "description", p.description)
	optional(d, "merchant_customer_id", p.merchantCustomer)
	d["metadata"] = p.metadata
	if p.metadata == nil {
		d["metadata"] = object{} // as recorded
	}
	if p.receipt != nil {
		d["receipt_registration"] = p.receipt.status
	}
	p.tellMethod(d)
	switch p.status {
	case pending:
		if p.confirmation != nil {
			d["confirmation"] = p.confirmation.told(p.id)
		}
	case waiting:
		d["expires_at"] = stamp(p.expires)
	case succeeded:
		d["captured_at"] = stamp(p.captured)
		d["refunded_amount"] = money{p.refunded, p.amount.currency}.wire()
		d["income_amount"] = p.amount.minus(p.amount.minor * 28 / 1000).wire() // the commission
	case canceled:
		d["cancellation_details"] = object{"party": p.party, "reason": p.reason}
	}
	return s.loosen(d)
}

// optional adds a text that is not empty.
func optional(d object, name, value string) {
	if value != "" {
		d[name] = value
	}
}

// loosen adds the differences of other editions.
func (s *Server) loosen(d object) object {
	if !s.settings.Loose {
		return d
	}
	d["something_new"] = object{"n": s.lastID}
	for _, name := range []string{"test", "paid"} {
		if v, has := d[name].(bool); has {
			d[name] = strconv.FormatBool(v)
		}
	}
	if a, has := d["amount"].(object); has {
		d["amount"] = object{"value": json.Number(fmt.Sprint(a["value"])), "currency": a["currency"]}
	}
	return d
}
