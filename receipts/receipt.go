package receipts

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Kind is the kind of a receipt: the sign of the settlement (1054) and whether it corrects.
type Kind string

// The kinds.
const (
	Sell                 Kind = "sell"                   // money for goods, приход
	SellRefund           Kind = "sell-refund"            // money back, возврат прихода
	SellCorrection       Kind = "sell-correction"        // a sale that was made without a receipt
	SellRefundCorrection Kind = "sell-refund-correction" // a refund that was made without a receipt; FFD 1.2 only
)

// Corrects tells whether it is one of the correction receipts.
func (k Kind) Corrects() bool { return k == SellCorrection || k == SellRefundCorrection }

// Refunds tells whether money goes back by it.
func (k Kind) Refunds() bool { return k == SellRefund || k == SellRefundCorrection }

// Format is a version of the format of fiscal data (1209).
type Format uint8

// The formats. A register has one of them; the zero value means that nobody said and is taken for FFD120.
const (
	FFD105 Format = 2
	FFD120 Format = 4
)

// TaxSystem is the tax system that a sale falls under (1055). One receipt has one.
type TaxSystem uint8

// The tax systems, by their bits in the receipt.
const (
	TaxGeneral       TaxSystem = 1 << iota // ОСН
	TaxIncome                              // УСН, income
	TaxIncomeOutcome                       // УСН, income minus costs
	TaxImputed                             // ЕНВД, abolished in 2021
	TaxAgricultural                        // ЕСХН
	TaxPatent                              // patent
)

// Receipt is one fiscal receipt. The company it is of (1018, 1117, 1187) is known to the service that registers it.
type Receipt struct {
	// Key is the receipt's id with us, unique for ever; a service that gets it twice registers it once.
	Key    string `json:"key"`
	Kind   Kind   `json:"kind"`
	Format Format `json:"format,omitzero"`
	Buyer  Buyer  `json:"buyer,omitzero"`
	// Internet says that it was settled over the Internet (1125).
	Internet  bool         `json:"internet,omitzero"`
	TaxSystem TaxSystem    `json:"taxSystem,omitzero"` // may be left out in FFD 1.05 when the company has one only
	Positions []Position   `json:"positions,omitzero"` // 1059
	Payments  []Payment    `json:"payments,omitzero"`
	Total     amount.Money `json:"total"` // 1020
	// About is the payment or refund at a gateway that it is about, for gateways that register receipts of their own money.
	About order.Ref `json:"about,omitzero"`
	// Correction is set for corrections and only for them.
	Correction *Correction `json:"correction,omitzero"`

	Cashier   string     `json:"cashier,omitzero"`   // 1021
	CheckProp string     `json:"checkProp,omitzero"` // 1192, additional requisite of the receipt
	UserProp  *UserProp  `json:"userProp,omitzero"`  // 1084, additional requisite of the user
	Industry  []Industry `json:"industry,omitzero"`
	TimeZone  int        `json:"timeZone,omitzero"` // 1011, 1 (UTC+2) to 11 (UTC+12); FFD 1.2 needs it with a marking code
}

// Buyer is whom the receipt goes to. A service sends it to one of the two addresses, to the e-mail if it has both.
type Buyer struct {
	Email string `json:"email,omitzero"` // 1008
	Phone string `json:"phone,omitzero"` // 1008, with or without the leading +
	Name  string `json:"name,omitzero"`  // 1227
	INN   string `json:"inn,omitzero"`   // 1228
}

// UserProp is the additional requisite of the user (1084).
type UserProp struct {
	Name  string `json:"name,omitzero"`  // 1085
	Value string `json:"value,omitzero"` // 1086
}

// Industry is a requisite of an industry, of a receipt (1261) or of a position (1260). The permission mode of marking is
// federal executive body 030, document 1944 of 2023-11-21.
type Industry struct {
	FederalID string `json:"federalId,omitzero"` // 1262
	Date      string `json:"date,omitzero"`      // 1263, ISO 8601
	Number    string `json:"number,omitzero"`    // 1264
	Value     string `json:"value,omitzero"`     // 1265
}

// Correction is why a settlement is corrected.
type Correction struct {
	Ordered bool   `json:"ordered,omitzero"` // 1173: by order of the tax service, not of one's own accord
	Date    string `json:"date,omitzero"`    // 1178: the day of the settlement, ISO 8601
	Number  string `json:"number,omitzero"`  // 1179: the number of the order; needed when Ordered
}

// Clone returns a copy that shares nothing with r.
func (r Receipt) Clone() Receipt {
	r.Positions = append([]Position(nil), r.Positions...)
	for i := range r.Positions {
		p := &r.Positions[i]
		p.Units, p.Industry = append([]order.Units(nil), p.Units...), append([]Industry(nil), p.Industry...)
		if p.Agent != nil {
			a := *p.Agent
			a.Phones = append([]string(nil), a.Phones...)
			p.Agent = &a
		}
	}
	r.Payments, r.Industry = append([]Payment(nil), r.Payments...), append([]Industry(nil), r.Industry...)
	if r.UserProp != nil {
		u := *r.UserProp
		r.UserProp = &u
	}
	if r.Correction != nil {
		c := *r.Correction
		r.Correction = &c
	}
	return r
}
