package chestnyznak

import "time"

// DocumentType is the type of a document in the registry's word.
type DocumentType string

// The types that this package has contents for, and those of receipts, which come from the operator of fiscal data.
const (
	TypeWithdrawal       DocumentType = "LK_RECEIPT"
	TypeWithdrawalCancel DocumentType = "LK_RECEIPT_CANCEL"
	TypeReturn           DocumentType = "LP_RETURN"
	TypeRemark           DocumentType = "LK_REMARK"
	TypeShipment         DocumentType = "LP_SHIP_GOODS"
	TypeReceipt          DocumentType = "RECEIPT"
	TypeReceiptReturn    DocumentType = "RECEIPT_RETURN"
)

// Content is what a document says: one of the types below, or a type of the caller's that encodes itself as JSON.
type Content interface{ Type() DocumentType }

// Day is a date as documents have it, such as 2026-01-16.
type Day string

// moscow is the zone of the registry's days.
var moscow = time.FixedZone("MSK", 3*60*60)

// DayOf returns the day in Moscow; none for the zero time.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.In(moscow).Format(time.DateOnly))
}

// The kinds of primary documents.
const (
	PrimaryReceipt         = "RECEIPT"          // кассовый чек
	PrimarySalesReceipt    = "SALES_RECEIPT"    // товарный чек
	PrimaryConsignmentNote = "CONSIGNMENT_NOTE" // товарная накладная
	PrimaryUTD             = "UTD"              // УПД
	PrimaryOther           = "OTHER"            // has a name
)

// The reasons of a withdrawal (action) that an order may have. Other words are sent as they are.
const (
	ActionDistance   = "DISTANCE"
	ActionRemoteSale = "REMOTE_SALE" // the word of older editions for DISTANCE
	ActionBySamples  = "BY_SAMPLES"
	ActionRetail     = "RETAIL"
	ActionOwnUse     = "OWN_USE"
)

// Withdrawal brings codes out of circulation (LK_RECEIPT).
type Withdrawal struct {
	INN           string `json:"inn"`
	Action        string `json:"action"`
	ActionDate    Day    `json:"action_date"` // not later than today in Moscow, not earlier than five years ago
	PrimaryType   string `json:"document_type,omitzero"`
	PrimaryNumber string `json:"document_number,omitzero"`
	PrimaryDate   Day    `json:"document_date,omitzero"`
	PrimaryName   string `json:"primary_document_custom_name,omitzero"` // of PrimaryOther only
	OtherReason   string `json:"withdrawal_type_other,omitzero"`        // with the action OTHER
	BuyerINN      string `json:"buyer_inn,omitzero"`
	Register      string `json:"kkt_number,omitzero"` // of the cash register, with RETAIL
	StateContract string `json:"state_contract_id,omitzero"`
	Destination   string `json:"destination_country_code,omitzero"`
	Importer      string `json:"importer_id,omitzero"`
	FIAS          string `json:"fias_id,omitzero"` // place of activity
	KPP           string `json:"kpp,omitzero"`

	Products []WithdrawalProduct `json:"products"`
}

// Type implements [Content].
func (Withdrawal) Type() DocumentType { return TypeWithdrawal }

// WithdrawalProduct is a unit of a withdrawal. Its primary document is given where it is not that of the whole.
type WithdrawalProduct struct {
	CIS           string `json:"cis"`
	Cost          *int64 `json:"product_cost,omitempty"` // kopecks with VAT; needed for DISTANCE
	PrimaryType   string `json:"primary_document_type,omitzero"`
	PrimaryNumber string `json:"primary_document_number,omitzero"`
	PrimaryDate   Day    `json:"primary_document_date,omitzero"`
	PrimaryName   string `json:"primary_document_custom_name,omitzero"`
}

// WithdrawalCancel cancels a withdrawal (LK_RECEIPT_CANCEL).
type WithdrawalCancel struct {
	INN        string `json:"inn"`
	Withdrawal string `json:"lk_receipt_id"` // the registry's id of it
}

// Type implements [Content].
func (WithdrawalCancel) Type() DocumentType { return TypeWithdrawalCancel }

// The kinds of returns (return_type).
const (
	ReturnRemoteSale    = "REMOTE_SALE_RETURN"
	ReturnRetail        = "RETAIL_RETURN"
	ReturnOwnUse        = "OWN_USE_RETURN"
	ReturnNotForSale    = "NOT_FOR_SALE_RETURN"
	ReturnStateContract = "STATE_CONTRACT_RETURN"
)

// Return brings codes back into circulation (LP_RETURN).
type Return struct {
	INN           string `json:"trade_participant_inn"`
	Kind          string `json:"return_type"`
	Paid          *bool  `json:"paid,omitempty"` // of ReturnRemoteSale only, and needed there
	PrimaryType   string `json:"primary_document_type,omitzero"`
	PrimaryNumber string `json:"primary_document_number,omitzero"` // none if the goods were not paid for
	PrimaryDate   Day    `json:"primary_document_date,omitzero"`
	PrimaryName   string `json:"primary_document_custom_name,omitzero"`
	StateContract string `json:"state_contract_id,omitzero"`

	CertificateType   string `json:"certificate_type,omitzero"`
	CertificateNumber string `json:"certificate_number,omitzero"`
	CertificateDate   Day    `json:"certificate_date,omitzero"`

	Products []ReturnProduct `json:"products_list"`
}

// Type implements [Content].
func (Return) Type() DocumentType { return TypeReturn }

// ReturnProduct is a unit of a return.
type ReturnProduct struct {
	CIS           string `json:"ki"`
	Paid          *bool  `json:"paid,omitempty"`
	PrimaryType   string `json:"primary_document_type,omitzero"`
	PrimaryNumber string `json:"primary_document_number,omitzero"`
	PrimaryDate   Day    `json:"primary_document_date,omitzero"`
	PrimaryName   string `json:"primary_document_custom_name,omitzero"`
}

// The causes of a new code (remarking_cause).
const (
	RemarkSpoiled     = "KM_SPOILED_OR_LOST"
	RemarkDescription = "DESCRIPTION_ERRORS"
	RemarkRetail      = "RETAIL_RETURN"
	RemarkRemoteSale  = "REMOTE_SALE_RETURN"
)

// Moment is a time as a [Remark] has it, such as 2026-01-16T09:00:00.000Z.
type Moment string

// MomentOf returns the time in UTC; none for the zero time.
func MomentOf(t time.Time) Moment {
	if t.IsZero() {
		return ""
	}
	return Moment(t.UTC().Format(stamp))
}

// Remark puts new codes in the place of codes that are lost or cannot be read (LK_REMARK).
type Remark struct {
	INN      string          `json:"participant_inn"`
	Date     Moment          `json:"remarking_date"`
	Cause    string          `json:"remarking_cause"`
	Products []RemarkProduct `json:"products"`
}

// Type implements [Content].
func (Remark) Type() DocumentType { return TypeRemark }

// RemarkProduct is a unit with a new code.
type RemarkProduct struct {
	New  string `json:"new_uin"`
	Last string `json:"last_uin,omitzero"` // not of a returned unit whose code cannot be read
	// TNVED is needed where there is no Last.
	TNVED         string `json:"tnved_10,omitzero"`
	Paid          *bool  `json:"paid,omitempty"`
	PrimaryType   string `json:"primary_document_type,omitzero"`
	PrimaryNumber string `json:"primary_document_number,omitzero"`
	PrimaryDate   Day    `json:"primary_document_date,omitzero"`
	PrimaryName   string `json:"primary_document_custom_name,omitzero"`
	Country       string `json:"production_country,omitzero"`
	Color         string `json:"color,omitzero"`
	Size          string `json:"product_size,omitzero"`
}

// Shipment tells of goods that another participant gets (LP_SHIP_GOODS). Where the law asks for electronic documents
// (УПД), those take its place.
type Shipment struct {
	Number           string            `json:"document_num"`
	Date             Day               `json:"document_date"`
	Transferred      Day               `json:"transfer_date"`
	Receiver         string            `json:"receiver_inn"`
	Sender           string            `json:"sender_inn"`
	ToNotParticipant bool              `json:"to_not_participant"`
	Turnover         string            `json:"turnover_type"` // SELLING, COMMISSION, AGENT or CONTRACT
	Products         []ShipmentProduct `json:"products"`
}

// Type implements [Content].
func (Shipment) Type() DocumentType { return TypeShipment }

// ShipmentProduct is a unit, or a pack, of a shipment.
type ShipmentProduct struct {
	CIS         string `json:"uit_code,omitzero"`
	Pack        string `json:"uitu_code,omitzero"` // in place of CIS
	Description string `json:"product_description,omitzero"`
	Cost        *int64 `json:"product_cost,omitempty"` // kopecks with VAT
	Tax         *int64 `json:"product_tax,omitempty"`  // kopecks
}
