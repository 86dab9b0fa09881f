package yookassatest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

// The types of receipts.
const (
	paymentType = "payment"
	refundType  = "refund"
)

// avanpost is YooKassa's own registers.
const avanpost = "avanpost"

type receipt struct {
	id, kind, paymentID, refundID, status string
	items                                 []json.RawMessage
	settlements                           json.RawMessage
	total                                 money
	created, registered                   time.Time
	number                                int  // of the fiscal document; 0 until it is registered
	automatic                             bool // made by YooKassa itself
}

// customer is the buyer on a receipt.
type customer struct {
	Email string `json:"email"`
	Phone string `json:"phone"`
}

// receiptData is the receipt in a payment, a capture or a refund.
type receiptData struct {
	Customer customer          `json:"customer"`
	Items    []json.RawMessage `json:"items"`
}

// item is what is checked of a line.
type item struct {
	Description string `json:"description"`
	Amount      *sum   `json:"amount"`
	VATCode     number `json:"vat_code"`
	Quantity    number `json:"quantity"`
	Measure     string `json:"measure"`
}

// checkReceipt checks a receipt that comes along with an operation.
func (c *call) checkReceipt(r *receiptData, amount money) *refusal {
	if r == nil {
		return nil
	}
	if refused := c.checkCustomer(r.Customer, "receipt.customer"); refused != nil {
		return refused
	}
	total, refused := c.total(r.Items, "receipt.items")
	if refused == nil && total != amount {
		return invalid("receipt", fmt.Sprintf("Receipt amount %s is not equal to the amount %s", total, amount))
	}
	return refused
}

func (c *call) checkCustomer(who customer, parameter string) *refusal {
	switch {
	case who.Email == "" && who.Phone == "":
		return invalid(parameter, "Either email or phone is required")
	case who.Email == "" && c.settings.Fiscalization == avanpost:
		return invalid(parameter+".email", "Email is required")
	}
	return nil
}

// total checks the lines and adds them up.
func (c *call) total(items []json.RawMessage, parameter string) (money, *refusal) {
	most := 100
	if c.settings.Fiscalization == avanpost {
		most = 80
	}
	if len(items) == 0 || len(items) > most {
		return money{}, invalid(parameter, fmt.Sprintf("Receipt must have 1 to %d items", most))
	}
	var all money
	for i, raw := range items {
		at := fmt.Sprintf("%s[%d].", parameter, i)
		var it item
		if json.Unmarshal(raw, &it) != nil {
			return all, invalid(at, "Item has illegal format")
		}
		price, refused := it.Amount.read(at + "amount")
		if refused != nil {
			return all, refused
		}
		quantity, fine := fixed(string(it.Quantity), 3)
		vat, err := strconv.Atoi(string(it.VATCode))
		n := utf8.RuneCountInString(it.Description)
		switch {
		case !fine || quantity <= 0 || quantity > 99_999_999:
			return all, invalid(at+"quantity", "Quantity is missing or illegal")
		case err != nil || vat < 1 || vat > 12:
			return all, invalid(at+"vat_code", "VAT code is missing or illegal")
		case n < 1 || n > 128:
			return all, invalid(at+"description", "Description is missing or illegal")
		case it.Measure == "other":
			return all, invalid(at+"measure", "Measure is illegal")
		case i > 0 && price.currency != all.currency:
			return all, invalid(at+"amount.currency", "Currencies differ")
		}
		all = money{all.minor + line(price.minor, quantity), price.currency}
	}
	return all, nil
}

func createReceipt(c *call) (any, *refusal) {
	var in struct {
		receiptData
		Type        string          `json:"type"`
		PaymentID   string          `json:"payment_id"`
		RefundID    string          `json:"refund_id"`
		Send        bool            `json:"send"`
		Settlements json.RawMessage `json:"settlements"`
	}
	if refused := c.read(&in); refused != nil {
		return nil, refused
	}
	if !in.Send {
		return nil, invalid("send", "Send must be true")
	}
	if refused := c.owner(in.Type, in.PaymentID, in.RefundID); refused != nil {
		return nil, refused
	}
	if refused := c.checkCustomer(in.Customer, "customer"); refused != nil {
		return nil, refused
	}
	total, refused := c.total(in.Items, "items")
	if refused != nil {
		return nil, refused
	}
	var settlements []struct {
		Type   string `json:"type"`
		Amount *sum   `json:"amount"`
	}
	if json.Unmarshal(in.Settlements, &settlements) != nil || len(settlements) == 0 {
		return nil, invalid("settlements", "Settlements are missing or illegal")
	}
	var paid int64
	for _, s := range settlements {
		m, refused := s.Amount.positive("settlements.amount")
		if refused != nil {
			return nil, refused
		}
		paid += m.minor
	}
	if paid != total.minor {
		return nil, invalid("settlements", "Settlements are not equal to the items")
	}
	r := c.register(&receipt{
		kind: in.Type, paymentID: in.PaymentID, refundID: in.RefundID, items: in.Items, settlements: in.Settlements, total: total,
	})
	c.commit()
	return c.receiptDocument(r), nil
}

// owner checks what a receipt belongs to.
func (c *call) owner(kind, paymentID, refundID string) *refusal {
	made := 0
	for _, r := range c.receipts {
		if r.paymentID == paymentID && r.refundID == refundID {
			made++
		}
	}
	switch {
	case kind != paymentType && kind != refundType:
		return invalid("type", "Type must be payment or refund")
	case (paymentID == "") == (refundID == ""):
		return invalid("payment_id", "Exactly one of payment_id and refund_id is required")
	case made >= 30:
		return invalid("payment_id", "Too many receipts")
	}
	if refundID != "" {
		f := c.refund(refundID)
		if kind != refundType || f == nil || f.status != succeeded {
			return invalid("refund_id", "Refund doesn't exist or isn't succeeded")
		}
		return nil
	}
	p := c.payment(paymentID)
	switch {
	case p == nil:
		return invalid("payment_id", "Payment doesn't exist or access denied")
	case kind == paymentType && p.status != waiting && p.status != succeeded:
		return invalid("payment_id", "Payment is "+p.status)
	}
	return nil
}

// register gives a receipt to the register.
func (s *Server) register(r *receipt) *receipt {
	r.id, r.status, r.created = "rt-"+s.newID(), pending, s.now
	s.receipts = append(s.receipts, r)
	if !s.settings.SlowReceipts {
		s.fiscalize(r)
	}
	return r
}

// fiscalize is the register taking a receipt.
func (s *Server) fiscalize(r *receipt) {
	r.status, r.registered, r.number = succeeded, s.now, 10843+len(s.receipts)
}

func readReceipt(c *call) (any, *refusal) {
	for _, r := range c.receipts {
		if r.id == c.r.PathValue("id") {
			return c.receiptDocument(r), nil
		}
	}
	return nil, absent("Receipt")
}

// receiptDocument is the receipt as it is told. The buyer's contact is not in it.
func (s *Server) receiptDocument(r *receipt) object {
	items := make([]any, len(r.items))
	for i, raw := range r.items {
		it := object{}
		_ = json.Unmarshal(raw, &it) // it was read before
		if s.settings.Loose {
			it["vat_code"], it["quantity"] = fmt.Sprint(it["vat_code"]), fmt.Sprint(it["quantity"])
		}
		items[i] = it
	}
	d := object{"id": r.id, "type": r.kind, "status": r.status, "items": items}
	optional(d, "payment_id", r.paymentID)
	optional(d, "refund_id", r.refundID)
	if r.settlements != nil {
		d["settlements"] = r.settlements
	}
	if r.number != 0 {
		d["fiscal_document_number"] = strconv.Itoa(r.number)
		d["fiscal_storage_number"] = "9960440300112233"
		d["fiscal_attribute"] = strconv.Itoa(2117600000 + r.number)
		d["registered_at"] = r.registered.In(time.FixedZone("MSK", 3*60*60)).Format("2006-01-02T15:04:05.000Z07:00")
		d["fiscal_provider_id"] = "fd9e9404-0000-4000-8ec9-dc228ead2345"
	}
	return s.loosen(d)
}
