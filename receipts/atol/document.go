package atol

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Document is a receipt to be registered. One type serves both versions of the protocol. Fields of one version are
// marked; [Client.Check] refuses them for the other where leaving them out would change the receipt. Sums are in
// roubles, at most 42 949 672.95, in v4 10 000 000 000.
type Document struct {
	// ExternalID is the key of the receipt: unique in the group for ever, at most 128 characters. The service accepts
	// one document for each key and does not compare the content of a repeat. Derive it from the operation that needs
	// the receipt ("A-1042-refund-R1-1"), not from the order.
	ExternalID string
	// At is the time of the document in the shop; the zero time means now.
	At time.Time
	// CallbackURL is where the report is posted: at most 256 characters, without user information; see [Webhook].
	CallbackURL string
	SourceID    *int // 0 to 9
	// ISMOptional makes the receipt even if the marking system does not answer in time (v5).
	ISMOptional bool

	Buyer    Buyer
	Company  Company
	Items    []Item    // 1 to 100; none in a correction of v4
	Payments []Payment // 1 to 10
	// Total is the receipt's total; unset means the sum of the items.
	Total amount.Money
	// Rounded means that the shop's settings round receipts, so that Total may differ from the sum of the items by less
	// than a rouble (v4).
	Rounded bool
	// VATs are the sums of VAT by rate, 1 to 6. If set, those of the items are ignored. Only a correction of v4 needs
	// them.
	VATs []VATSum

	Cashier        string // tag 1021, at most 64 characters
	CashierINN     string // tag 1203 (v5)
	CheckProps     string // tag 1192, at most 16 characters
	UserProps      *UserProps
	OperatingProps *OperatingProps // v5
	SectoralProps  []SectoralProp  // tag 1261 (v5)
	Agent          *Agent          // tag 1057, of the whole receipt
	Supplier       *Supplier       // of the whole receipt; an Agent needs it
	DeviceNumber   string          // tag 1036, at most 20 characters
	Internet       bool            // tag 1125: the settlement is made over the Internet; set it for a web shop
	Cashless       []Cashless      // tag 1235
	Timezone       int             // tag 1011, 1 (UTC+2) to 11 (UTC+12), for marked goods (v5)

	Correction *Correction // of a correction, and only of one
}

// Buyer is the recipient of the receipt. Email or Phone is required; with both, the receipt goes to the e-mail only.
type Buyer struct {
	Email string // tag 1008, at most 64 characters
	Phone string // tag 1008: digits with the country code and a leading +; a Russian number may omit +7
	Name  string // tag 1227, at most 256 characters
	INN   string // tag 1228, 10 or 12 digits

	// Fields of v5.
	Birthdate    time.Time // tag 1243
	Citizenship  string    // tag 1244, three digits of the country's code
	DocumentCode string    // tag 1245, two digits of the kind of identity document
	DocumentData string    // tag 1246, at most 64 characters
	Address      string    // tag 1254, at most 256 characters
}

// Company is the seller.
type Company struct {
	Email          string    `json:"email,omitempty"`    // tag 1117, at most 64 characters; not in a correction of v4
	TaxSystem      TaxSystem `json:"sno,omitempty"`      // tag 1055: the same as receipts.Settings.TaxSystem
	INN            string    `json:"inn"`                // tag 1018, 10 or 12 digits: the register's
	PaymentAddress string    `json:"payment_address"`    // tag 1187, at most 256 characters: for a web shop its address as registered
	Location       string    `json:"location,omitempty"` // tag 1009, at most 256 characters; empty means the data centre's
}

// TaxSystem is a tax system, tag 1055. The constants have the names of those of package receipts. A company that is
// used with [Client.Registrar] and receipts.Plan must have the same tax system here and in receipts.Settings.TaxSystem.
// In v4 only a company with several tax systems needs it.
type TaxSystem string

// The tax systems.
const (
	TaxGeneral       TaxSystem = "osn"
	TaxIncome        TaxSystem = "usn_income"
	TaxIncomeOutcome TaxSystem = "usn_income_outcome" // income less costs
	TaxImputed       TaxSystem = "envd"               // abolished in 2021
	TaxAgricultural  TaxSystem = "esn"
	TaxPatent        TaxSystem = "patent"
)

// Item is a line of a receipt.
type Item struct {
	Name  string       // tag 1030, at most 128 characters
	Price amount.Money // tag 1079, of one unit after all discounts
	// Quantity is tag 1023, at most 99 999.999, in v4 99 999 999; exactly 1 for a marked unit. v4 accepts steps of
	// 0.000001; an amount.Quantity has thousandths, as v5 does.
	Quantity amount.Quantity
	// Sum is tag 1043: Price times Quantity, rounded to the kopeck. Unset means that product.
	Sum     amount.Money
	Measure Measure // tag 2108; the zero Measure is a piece
	// Unit is tag 1197, the unit as a text of at most 16 characters (v4); empty means the short name of Measure.
	Unit   string
	Method PaymentMethod // tag 1214; needed, although v4 has a default: the default is an advance payment in full
	Object PaymentObject // tag 1212
	VAT    amount.VAT    // tag 1199
	// VATSum is tag 1200; unset means that the service computes it.
	VATSum      amount.Money
	UserData    string       // tag 1191, at most 64 characters
	Excise      amount.Money // tag 1229
	CountryCode string       // tag 1230, three digits
	Declaration string       // tag 1231, at most 32 characters

	// Mark is the marking code of the unit. v5 sends it as tag 1163. v4 sends tag 1162 instead, made from a GS1 code.
	Mark *Mark
	// Nomenclature is tag 1162 (v4), to be sent instead of one made from Mark: hexadecimal bytes or the text of the
	// DataMatrix; see [Nomenclature].
	Nomenclature string
	// PlannedStatus is tag 2003 of a marked unit (v5). Zero means the default: sold in a sale, returned in a refund. A
	// purchase has no default.
	PlannedStatus PlannedStatus
	MarkQuantity  *Fraction      // tag 1291: a part of a marked pack (v5)
	SectoralProps []SectoralProp // tag 1260 (v5)
	Wholesale     bool           // marked goods accounted by volume, not by unit (v5)

	Agent    *Agent    // tag 1222; needs Supplier
	Supplier *Supplier // tag 1224
}

// Payment is the part of the total that is paid in one way.
type Payment struct {
	Type PaymentType
	Sum  amount.Money
}

// PaymentType is a kind of payment. 5 to 9 are the extended kinds, in the same order.
type PaymentType int

// The kinds of payment.
const (
	Cash          PaymentType = 0 // tag 1031; the only one that may exceed the total
	Electronic    PaymentType = 1 // tag 1081: by card, by transfer
	Prepaid       PaymentType = 2 // tag 1215: offset of an advance
	OnCredit      PaymentType = 3 // tag 1216
	Consideration PaymentType = 4 // tag 1217: in kind
)

// VATSum is the VAT of one rate in a receipt.
type VATSum struct {
	VAT amount.VAT
	Sum amount.Money
}

// Fraction is a part of a pack, such as 1 of 12 pieces.
type Fraction struct {
	Numerator   int `json:"numerator"`
	Denominator int `json:"denominator"`
}

// Correction describes the settlement that a correction corrects.
type Correction struct {
	Type CorrectionType // tag 1173
	Date time.Time      // tag 1178: day of the settlement that is corrected
	// Number is tag 1179, at most 32 characters: the number of the tax service's order. A voluntary correction needs
	// none; v4 then sends "0".
	Number string
}

// CorrectionType is the reason for a correction.
type CorrectionType string

// The reasons of corrections.
const (
	Voluntary CorrectionType = "self"
	ByOrder   CorrectionType = "instruction" // of the tax service
)

// UserProps is tag 1084.
type UserProps struct {
	Name  string `json:"name"`  // tag 1085, at most 64 characters
	Value string `json:"value"` // tag 1086, at most 256 characters
}

// OperatingProps is tag 1270.
type OperatingProps struct {
	Name  string // tag 1271, "0"
	Value string // tag 1272, at most 64 characters
	At    time.Time
}

// SectoralProp is an attribute that another law requires. For the check of marking codes before a sale: federal_id
// "030", date 21.11.2023, number "1944", and as value the id and time of the answer, "UUID=…&Time=…".
type SectoralProp struct {
	FederalID string    // tag 1262
	Date      time.Time // tag 1263
	Number    string    // tag 1264, at most 32 characters
	Value     string    // tag 1265, at most 256 characters
}

// Cashless describes one cashless payment, tag 1235.
type Cashless struct {
	Sum    amount.Money // tag 1082
	Method int          // tag 1236, 0 to 255
	ID     string       // tag 1237, 1 to 256 characters
	Info   string       // tag 1238, at most 256 characters
}

// Agent describes the capacity in which the seller acts for another party.
type Agent struct {
	Type            AgentType // tag 1057, 1222
	Operation       string    // tag 1044, at most 24 characters, of a paying agent
	PayingPhones    []string  // tag 1073
	ReceiverPhones  []string  // tag 1074, of the operator who receives payments
	TransferPhones  []string  // tag 1075, of the operator who transfers money
	TransferName    string    // tag 1026, at most 64 characters
	TransferAddress string    // tag 1005, at most 256 characters
	TransferINN     string    // tag 1016
}

// AgentType is a kind of agent.
type AgentType string

// The kinds of agents.
const (
	BankPayingAgent    AgentType = "bank_paying_agent"
	BankPayingSubagent AgentType = "bank_paying_subagent"
	PayingAgent        AgentType = "paying_agent"
	PayingSubagent     AgentType = "paying_subagent"
	Attorney           AgentType = "attorney"
	CommissionAgent    AgentType = "commission_agent"
	OtherAgent         AgentType = "another"
)

// Supplier is the party that an agent sells for. For the supplier of a whole receipt v4 documents the phones only.
type Supplier struct {
	Phones []string `json:"phones,omitempty"` // tag 1171
	Name   string   `json:"name,omitempty"`   // tag 1225
	INN    string   `json:"inn,omitempty"`    // tag 1226; a line's needs it
}
