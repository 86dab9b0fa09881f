package yookassa

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order/amount"
)

// YooKassa's limits.
const (
	maxDescription       = 128
	maxRefundDescription = 250
	maxMetadata          = 16
	maxMetadataKey       = 32
	maxMetadataValue     = 512
	maxReturnURL         = 2048
	maxCustomerID        = 200
	maxItems             = 100 // 80 on YooKassa's own registers; the client does not know which registers the shop has
	maxName              = 256
)

// CheckRefund checks whether this payment, as it was read, allows the refund: it succeeded, it is refundable, the sum
// is at most what remains, and a partial refund has a receipt if the payment has one. The error is [Problems].
//
// Call it before the first try only: afterwards the payment may already include the refund.
func (p *Payment) CheckRefund(r NewRefund) error {
	ps := r.problems()
	if r.PaymentID != p.ID {
		ps.add("payment_id", "it must be "+p.ID+", the id of this payment")
	}
	if p.Status != Succeeded {
		ps.add("payment_id", "the payment is "+string(p.Status)+": only one that succeeded is refunded")
	} else if !p.Refundable {
		ps.add("payment_id", "the payment is not refundable")
	}
	left, err := p.Remaining()
	if err == nil {
		var over int
		if over, err = r.Amount.Cmp(left); err == nil && over > 0 {
			ps.add("amount", fmt.Sprintf("%s is more than %s, which is what remains of the payment", r.Amount, left))
		}
	}
	if err != nil {
		ps.add("amount", err.Error())
	}
	if p.Receipt != "" && r.Receipt == nil && r.Amount != p.Amount {
		ps.add("receipt", "a partial refund needs a receipt with the returned lines")
	}
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// problems returns what is wrong with a new payment.
func (p NewPayment) problems() (ps Problems) {
	ps.sum("amount", p.Amount)
	ps.text("description", p.Description, maxDescription)
	ps.text("merchant_customer_id", p.MerchantCustomerID, maxCustomerID)
	ps.metadata(p.Metadata)
	if p.PaymentToken != "" && p.PaymentMethodData != nil {
		ps.add("payment_token", "it excludes payment_method_data")
	}
	if p.Confirmation != nil {
		if p.Confirmation.Type == "" {
			ps.add("confirmation.type", `it is empty: set how the buyer confirms, e.g. "redirect"`)
		}
		ps.text("confirmation.return_url", p.Confirmation.ReturnURL, maxReturnURL)
	}
	ps.receipt(p.Receipt, p.Amount)
	return ps
}

// problems returns what is wrong with a capture.
func (t Capture) problems() (ps Problems) {
	if !t.Amount.IsUnset() {
		ps.sum("amount", t.Amount)
	}
	ps.receipt(t.Receipt, t.Amount)
	return ps
}

// problems returns what is wrong with a refund, apart from its payment.
func (r NewRefund) problems() (ps Problems) {
	if strings.TrimSpace(r.PaymentID) == "" {
		ps.add("payment_id", "it is empty")
	}
	ps.sum("amount", r.Amount)
	ps.text("description", r.Description, maxRefundDescription)
	ps.metadata(r.Metadata)
	if len(r.Sources) > 1 {
		ps.add("sources", fmt.Sprintf("there are %d, at most 1 is allowed", len(r.Sources)))
	}
	ps.receipt(r.Receipt, r.Amount)
	return ps
}

// problems returns what is wrong with a separate receipt.
func (r NewReceipt) problems() (ps Problems) {
	switch {
	case r.Type != ReceiptPayment && r.Type != ReceiptRefund:
		ps.add("type", fmt.Sprintf("%q must be payment or refund", r.Type))
	case r.Type == ReceiptPayment && r.RefundID != "":
		ps.add("refund_id", "a receipt of type payment belongs to a payment")
	}
	if (r.PaymentID == "") == (r.RefundID == "") {
		ps.add("payment_id", "exactly one of payment_id and refund_id must be set")
	}
	ps.customer("customer", r.Customer)
	total, ok := ps.items("items", r.Items)
	var paid amount.Money
	for i, s := range r.Settlements {
		field := fmt.Sprintf("settlements[%d]", i)
		if s.Type == "" {
			ps.add(field+".type", `it is empty: set how it is paid, e.g. "prepayment"`)
		}
		good := ps.sum(field+".amount", s.Amount)
		sum, err := paid.Add(s.Amount)
		if err != nil {
			ps.add(field+".amount", err.Error())
		}
		paid, ok = sum, ok && good && err == nil
	}
	switch {
	case len(r.Settlements) == 0:
		ps.add("settlements", "there are none: set how the receipt is paid")
	case ok && paid != total:
		ps.add("settlements", fmt.Sprintf("they sum to %s, the lines to %s", paid, total))
	}
	return ps
}

// sum checks that a sum is set and more than 0.
func (ps *Problems) sum(field string, m amount.Money) bool {
	switch {
	case m.IsUnset():
		ps.add(field, "it is not set")
	case m.Sign() <= 0:
		ps.add(field, fmt.Sprintf("%s must be more than 0", m))
	default:
		return true
	}
	return false
}

// text checks that a text has at most most characters.
func (ps *Problems) text(field, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		ps.add(field, fmt.Sprintf("it has %d characters, at most %d are allowed", n, most))
	}
}

func (ps *Problems) metadata(m map[string]string) {
	if len(m) > maxMetadata {
		ps.add("metadata", fmt.Sprintf("there are %d keys, at most %d are allowed", len(m), maxMetadata))
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if k == "" {
			ps.add("metadata", "a key is empty")
		}
		ps.text("metadata."+k, k, maxMetadataKey)
		ps.text("metadata."+k, m[k], maxMetadataValue)
	}
}

// receipt checks the receipt of an operation, and that its lines sum to the operation's amount if that is known.
func (ps *Problems) receipt(r *ReceiptData, amount amount.Money) {
	if r == nil {
		return
	}
	ps.customer("receipt.customer", r.Customer)
	total, ok := ps.items("receipt.items", r.Items)
	if ok && !amount.IsUnset() && total != amount {
		ps.add("receipt.items", fmt.Sprintf("the lines sum to %s, the amount is %s", total, amount))
	}
}

func (ps *Problems) customer(field string, c Customer) {
	if c.Email == "" && c.Phone == "" {
		ps.add(field, "it has neither email nor phone: set one, as the receipt is sent to the buyer")
	}
	if strings.Trim(c.Phone, "0123456789") != "" {
		ps.add(field+".phone", "it must be digits only, such as 79000000000")
	}
	if n := len(c.INN); n != 0 && n != 10 && n != 12 {
		ps.add(field+".inn", fmt.Sprintf("it has %d digits, it must have 10 or 12", n))
	}
	ps.text(field+".full_name", c.FullName, maxName)
}

// items checks the lines and adds them up. ok is false if there is no sum.
func (ps *Problems) items(field string, items []Item) (total amount.Money, ok bool) {
	if len(items) == 0 || len(items) > maxItems {
		ps.add(field, fmt.Sprintf("there are %d lines, it must be 1 to %d", len(items), maxItems))
	}
	ok = true
	for i, it := range items {
		at := fmt.Sprintf("%s[%d].", field, i)
		if it.Description == "" {
			ps.add(at+"description", "it is empty")
		}
		ps.text(at+"description", it.Description, maxDescription)
		if it.VATCode < 1 {
			ps.add(at+"vat_code", "it is not set")
		}
		if it.Amount.IsUnset() || it.Amount.Sign() < 0 {
			ps.add(at+"amount", "the price is not set, or is less than 0")
			ok = false
		}
		if it.Quantity.Sign() <= 0 {
			ps.add(at+"quantity", "it must be more than 0")
			ok = false
		}
		sum, err := it.Sum()
		if err == nil {
			sum, err = total.Add(sum)
		}
		if err != nil {
			ps.add(at+"amount", err.Error())
			ok = false
			continue
		}
		total = sum
	}
	return total, ok && len(items) > 0
}
