package yookassatest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

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
	Mark        *struct {
		GS1M string `json:"gs_1m"`
	} `json:"mark_code_info"`
	PlannedStatus *number `json:"planned_status"`
}

// operational is the operational requisite of a receipt.
type operational struct {
	OperationID *int   `json:"operation_id"`
	Value       string `json:"value"`
	CreatedAt   string `json:"created_at"`
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
		case it.PlannedStatus != nil && (len(*it.PlannedStatus) != 1 || *it.PlannedStatus < "1" || *it.PlannedStatus > "6"):
			return all, invalid(at+"planned_status", "Planned status is illegal")
		case it.PlannedStatus == nil && it.Mark != nil && it.Mark.GS1M != "":
			return all, invalid(at+"planned_status", "Planned status is required for marked goods")
		case i > 0 && price.currency != all.currency:
			return all, invalid(at+"amount.currency", "Currencies differ")
		}
		all = money{all.minor + line(price.minor, quantity), price.currency}
	}
	return all, nil
}

// settles checks the settlements of a receipt.
func settles(raw json.RawMessage, total money) *refusal {
	var settlements []struct {
		Type   string `json:"type"`
		Amount *sum   `json:"amount"`
	}
	if json.Unmarshal(raw, &settlements) != nil || len(settlements) == 0 {
		return invalid("settlements", "Settlements are missing or illegal")
	}
	var paid int64
	for _, s := range settlements {
		switch s.Type {
		case "cashless", "prepayment", "postpayment", "consideration":
		default:
			return invalid("settlements.type", "Settlement type is illegal")
		}
		m, refused := s.Amount.positive("settlements.amount")
		if refused != nil {
			return refused
		}
		paid += m.minor
	}
	if paid != total.minor {
		return invalid("settlements", "Settlements are not equal to the items")
	}
	return nil
}

func checkOperational(raw json.RawMessage) *refusal {
	const field = "receipt_operational_details"
	if raw == nil {
		return nil
	}
	var o operational
	if json.Unmarshal(raw, &o) != nil {
		return invalid(field, "Operational details have illegal format")
	}
	_, err := time.Parse(time.RFC3339Nano, o.CreatedAt)
	n := utf8.RuneCountInString(o.Value)
	switch {
	case o.OperationID == nil || *o.OperationID < 0 || *o.OperationID > 255:
		return invalid(field+".operation_id", "Operation id must be 0 to 255")
	case n < 1 || n > 64:
		return invalid(field+".value", "Value must have 1 to 64 characters")
	case err != nil:
		return invalid(field+".created_at", "Date has illegal format")
	}
	return nil
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
	case kind == refundType && p.status != canceled && !p.part:
		return invalid("payment_id", "Payment is neither canceled nor captured in part: the receipt of a refund needs refund_id")
	}
	return nil
}
