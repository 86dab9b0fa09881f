package yookassatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// customer is the buyer on a receipt.
type customer struct {
	FullName string `json:"full_name"`
	INN      string `json:"inn"`
	Email    string `json:"email"`
	Phone    string `json:"phone"`
}

// receiptData is the receipt of a payment, a capture or a refund, and most of a separate one.
type receiptData struct {
	Customer    customer          `json:"customer"`
	Items       []json.RawMessage `json:"items"`
	Internet    *bool             `json:"internet"`
	TaxSystem   *int              `json:"tax_system_code"`
	Timezone    *int              `json:"timezone"`
	Industry    []industry        `json:"receipt_industry_details"`
	Operational json.RawMessage   `json:"receipt_operational_details"`
}

// tell adds the attributes to the receipt that is answered.
func (r *receiptData) tell(d object) {
	if r.TaxSystem != nil {
		d["tax_system_code"] = *r.TaxSystem
	}
	if r.Timezone != nil {
		d["timezone"] = *r.Timezone
	}
	if len(r.Industry) > 0 {
		d["receipt_industry_details"] = r.Industry
	}
	if r.Operational != nil {
		d["receipt_operational_details"] = r.Operational
	}
}

// requisites checks the attributes of a receipt.
func (r *receiptData) requisites(at string) *refusal {
	switch {
	case r.TaxSystem != nil && (*r.TaxSystem < 1 || *r.TaxSystem > 6):
		return invalid(at+"tax_system_code", "Tax system code must be 1 to 6")
	case r.Timezone != nil && (*r.Timezone < 1 || *r.Timezone > 11):
		return invalid(at+"timezone", "Timezone must be 1 to 11")
	}
	return cmp.Or(checkIndustry(r.Industry, at+"receipt_industry_details"), checkOperational(r.Operational, at+"receipt_operational_details"))
}

// industry is the attribute of an industry.
type industry struct {
	FederalID      string `json:"federal_id"`
	DocumentDate   string `json:"document_date"`
	DocumentNumber string `json:"document_number"`
	Value          string `json:"value"`
}

var federalID = regexp.MustCompile(`^(00[1-9]|0[1-6][0-9]|07[0-3])$`)

func checkIndustry(all []industry, at string) *refusal {
	for i, x := range all {
		here := fmt.Sprintf("%s[%d].", at, i)
		_, err := time.Parse(time.DateOnly, x.DocumentDate)
		switch {
		case !federalID.MatchString(x.FederalID):
			return invalid(here+"federal_id", "Federal id is illegal")
		case err != nil:
			return invalid(here+"document_date", "Date has illegal format")
		case !within(x.DocumentNumber, 1, 32):
			return invalid(here+"document_number", "Document number must have 1 to 32 characters")
		case !within(x.Value, 1, 256):
			return invalid(here+"value", "Value must have 1 to 256 characters")
		}
	}
	return nil
}

func within(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return n >= least && n <= most
}

// userProps is the additional user attribute. It is not answered.
type userProps struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func (u *userProps) check() *refusal {
	switch {
	case u == nil:
	case !within(u.Name, 1, 64):
		return invalid("additional_user_props.name", "Name must have 1 to 64 characters")
	case !within(u.Value, 1, 234):
		return invalid("additional_user_props.value", "Value must have 1 to 234 characters")
	}
	return nil
}

// operational is the operational attribute of a receipt.
type operational struct {
	OperationID *int   `json:"operation_id"`
	Value       string `json:"value"`
	CreatedAt   string `json:"created_at"`
}

// checkReceipt checks the receipt of an operation.
func (c *call) checkReceipt(r *receiptData, amount money) *refusal {
	if r == nil {
		return nil
	}
	total, refused := c.total(r.Items, "receipt.items")
	if refused == nil && total != amount {
		refused = invalid("receipt", fmt.Sprintf("Receipt amount %s is not equal to the amount %s", total, amount))
	}
	return cmp.Or(c.checkCustomer(r.Customer, "receipt.customer"), r.requisites("receipt."), refused)
}

var innForm = regexp.MustCompile(`^(\d{10}|\d{12})$`)

func (c *call) checkCustomer(who customer, parameter string) *refusal {
	switch {
	case who.Email == "" && who.Phone == "":
		return invalid(parameter, "Either email or phone is required")
	case who.Email == "" && c.settings.Fiscalization == avanpost:
		return invalid(parameter+".email", "Email is required")
	case utf8.RuneCountInString(who.FullName) > 256:
		return invalid(parameter+".full_name", "Full name is too long")
	case who.INN != "" && !innForm.MatchString(who.INN):
		return invalid(parameter+".inn", "INN must have 10 or 12 digits")
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
		it, refused := readItem(raw, at, parameter == "items")
		if refused != nil {
			return all, refused
		}
		price, refused := it.Amount.read(at + "amount")
		if refused != nil {
			return all, refused
		}
		quantity, fine := fixed(string(it.Quantity), 3)
		vat, err := strconv.Atoi(string(it.VATCode))
		switch {
		case !fine || quantity <= 0 || quantity > 99_999_999:
			return all, invalid(at+"quantity", "Quantity is missing or illegal")
		case err != nil || vat < 1 || vat > 12:
			return all, invalid(at+"vat_code", "VAT code is missing or illegal")
		case !within(it.Description, 1, 128):
			return all, invalid(at+"description", "Description is missing or illegal")
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
	if len(raw) == 0 {
		return invalid("settlements", "Settlements are missing")
	}
	if refused := strict(raw, "settlements.", &settlements); refused != nil {
		return refused
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

func checkOperational(raw json.RawMessage, field string) *refusal {
	if raw == nil {
		return nil
	}
	var o operational
	if refused := strict(raw, field+".", &o); refused != nil {
		return refused
	}
	_, err := time.Parse(time.RFC3339Nano, o.CreatedAt)
	switch {
	case o.OperationID == nil || *o.OperationID < 0 || *o.OperationID > 255:
		return invalid(field+".operation_id", "Operation id must be 0 to 255")
	case !within(o.Value, 1, 64):
		return invalid(field+".value", "Value must have 1 to 64 characters")
	case err != nil:
		return invalid(field+".created_at", "Date has illegal format")
	}
	return nil
}

// owner checks the payment or refund of a receipt.
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
