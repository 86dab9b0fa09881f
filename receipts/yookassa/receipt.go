package yookassa

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Customer is the buyer on a receipt. Email or Phone is required; YooKassa's own registers require Email.
type Customer struct {
	FullName string     `json:"full_name,omitzero"` // at most 256 characters
	INN      string     `json:"inn,omitzero"`
	Email    string     `json:"email,omitzero"`
	Phone    string     `json:"phone,omitzero"` // digits only: 79000000000
	Extra    wire.Extra `json:"-"`
}

// ReceiptData is the receipt of a payment, a capture or a refund. The sum of its lines is the sum of the operation.
type ReceiptData struct {
	Customer      Customer         `json:"customer"`
	Items         []Item           `json:"items"`
	Internet      *bool            `json:"internet,omitzero"`        // nil: over the Internet
	TaxSystemCode int              `json:"tax_system_code,omitzero"` // see TaxGeneral and the others; 0: the shop's only one
	Timezone      int              `json:"timezone,omitzero"`        // 1 is UTC+2 ... 11 is UTC+12; only with marked goods
	Industry      []IndustryDetail `json:"receipt_industry_details,omitzero"`
	Operational   *Operational     `json:"receipt_operational_details,omitzero"`
	Extra         wire.Extra       `json:"-"`
}

// Item is a line of a receipt. AdditionalProps, Supplier and AgentType are for separate receipts only, not for those of
// a payment or a refund.
type Item struct {
	Description     string           `json:"description"` // at most 128 characters
	Amount          amount.Money     `json:"amount"`      // of one unit, not of the line
	VATCode         int              `json:"vat_code"`
	Quantity        amount.Quantity  `json:"quantity"`
	Measure         string           `json:"measure,omitzero"` // such as "piece"; "another" if it is not listed
	MarkQuantity    *MarkQuantity    `json:"mark_quantity,omitzero"`
	PaymentSubject  string           `json:"payment_subject,omitzero"` // such as "commodity", "service", "marked"
	PaymentMode     string           `json:"payment_mode,omitzero"`    // such as "full_payment", "advance"
	CountryOfOrigin string           `json:"country_of_origin_code,omitzero"`
	CustomsNumber   string           `json:"customs_declaration_number,omitzero"`
	Excise          string           `json:"excise,omitzero"`
	ProductCode     string           `json:"product_code,omitzero"`   // marked goods on FFD 1.05
	MarkCode        *MarkCode        `json:"mark_code_info,omitzero"` // marked goods on FFD 1.2
	MarkMode        string           `json:"mark_mode,omitzero"`      // "0"
	PlannedStatus   int              `json:"planned_status,omitzero"`
	IndustryDetails []IndustryDetail `json:"payment_subject_industry_details,omitzero"`
	AdditionalProps string           `json:"additional_payment_subject_props,omitzero"`
	Supplier        *Supplier        `json:"supplier,omitzero"`
	AgentType       string           `json:"agent_type,omitzero"`
	Extra           wire.Extra       `json:"-"`
}

// Sum returns the sum of the line: price × quantity, rounded half away from zero. How YooKassa rounds a fraction of a
// kopeck is not documented; whole quantities have none.
func (i Item) Sum() (amount.Money, error) { return i.Amount.Times(i.Quantity) }

// The codes of VAT. The calculated rates are for advances.
const (
	VATNone = 1
	VAT0    = 2
	VAT10   = 3
	VAT20   = 4
	VAT10c  = 5 // 10/110
	VAT20c  = 6 // 20/120
	VAT5    = 7
	VAT7    = 8
	VAT5c   = 9  // 5/105
	VAT7c   = 10 // 7/107
	VAT22   = 11
	VAT22c  = 12 // 22/122
)

// The tax systems, under the names of package receipts.
const (
	TaxGeneral       = 1 // ОСН
	TaxIncome        = 2 // УСН, доходы
	TaxIncomeOutcome = 3 // УСН, доходы минус расходы
	TaxImputed       = 4 // ЕНВД
	TaxAgricultural  = 5 // ЕСН
	TaxPatent        = 6
)

// The modes of payment of a line.
const (
	FullPrepayment    = "full_prepayment"
	PartialPrepayment = "partial_prepayment"
	Advance           = "advance"
	FullPayment       = "full_payment"
	PartialPayment    = "partial_payment"
	Credit            = "credit"
	CreditPayment     = "credit_payment"
)

// Some subjects of a line; the vendor's page lists all.
const (
	SubjectCommodity = "commodity"
	SubjectMarked    = "marked"
	SubjectService   = "service"
	SubjectPayment   = "payment" // an advance
	SubjectAnother   = "another"
)

// MarkQuantity is a part of a marked pack.
type MarkQuantity struct {
	Numerator   int        `json:"numerator"`
	Denominator int        `json:"denominator"`
	Extra       wire.Extra `json:"-"`
}

// MarkCode is the marking code of one unit, in the field of its kind.
type MarkCode struct {
	Raw     string     `json:"mark_code_raw,omitzero"` // as scanned; for Orange Data
	Unknown string     `json:"unknown,omitzero"`
	EAN8    string     `json:"ean_8,omitzero"`
	EAN13   string     `json:"ean_13,omitzero"`
	ITF14   string     `json:"itf_14,omitzero"`
	GS10    string     `json:"gs_10,omitzero"`
	GS1M    string     `json:"gs_1m,omitzero"` // see MarkForm
	Short   string     `json:"short,omitzero"`
	Fur     string     `json:"fur,omitzero"`
	EGAIS20 string     `json:"egais_20,omitzero"`
	EGAIS30 string     `json:"egais_30,omitzero"`
	Extra   wire.Extra `json:"-"`
}

// IndustryDetail is an attribute that a law requires, such as the answer of the permission mode.
type IndustryDetail struct {
	FederalID      string     `json:"federal_id"`
	DocumentDate   string     `json:"document_date"` // 2023-11-21
	DocumentNumber string     `json:"document_number"`
	Value          string     `json:"value"`
	Extra          wire.Extra `json:"-"`
}

// Operational is the operational attribute of a receipt.
type Operational struct {
	OperationID int        `json:"operation_id"`
	Value       string     `json:"value"`
	CreatedAt   time.Time  `json:"created_at"`
	Extra       wire.Extra `json:"-"`
}

// Supplier is the party that an agent sells for.
type Supplier struct {
	Name  string     `json:"name,omitzero"`
	Phone string     `json:"phone,omitzero"`
	INN   string     `json:"inn,omitzero"` // masked in answers
	Extra wire.Extra `json:"-"`
}

// Settlement is how a part of a receipt is paid.
type Settlement struct {
	Type   string       `json:"type"`
	Amount amount.Money `json:"amount"`
	Extra  wire.Extra   `json:"-"`
}

// The types of settlement.
const (
	Cashless      = "cashless"
	Prepayment    = "prepayment" // offset of an advance
	Postpayment   = "postpayment"
	Consideration = "consideration"
)
