package receipts

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Kind is the kind of a receipt: the sign of the settlement (1054), as a receipt or as a correction.
type Kind string

// The kinds.
const (
	Sell                 Kind = "sell"                   // a sale, приход
	SellRefund           Kind = "sell-refund"            // a refund, возврат прихода
	SellCorrection       Kind = "sell-correction"        // corrects a sale made without a receipt
	SellRefundCorrection Kind = "sell-refund-correction" // corrects a refund made without a receipt; FFD 1.2 only
)

// Corrects reports whether the receipt is a correction.
func (k Kind) Corrects() bool { return k == SellCorrection || k == SellRefundCorrection }

// Refunds reports whether money is paid back.
func (k Kind) Refunds() bool { return k == SellRefund || k == SellRefundCorrection }

// Format is a version of the format of fiscal data (1209).
type Format uint8

// The formats. A cash register has one of them. The zero value counts as FFD120.
const (
	FFD105 Format = 2
	FFD120 Format = 4
)

// TaxSystem is the tax system of a receipt (1055). A receipt has exactly one.
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

// taxSystems lists the tax systems for error texts.
const taxSystems = "TaxGeneral (1), TaxIncome (2), TaxIncomeOutcome (4), TaxImputed (8), TaxAgricultural (16) or TaxPatent (32)"

// valid reports whether t is one tax system or unset.
func (t TaxSystem) valid() bool { return t&(t-1) == 0 && t <= TaxPatent }

// Receipt is one fiscal receipt. The seller (1018, 1117, 1187) is set up in the service that registers it.
type Receipt struct {
	// Key is our id of the receipt and the idempotency key: a service that gets it twice registers one receipt.
	Key    string `json:"key"`
	Kind   Kind   `json:"kind"`
	Format Format `json:"format,omitzero"`
	Buyer  Buyer  `json:"buyer,omitzero"`
	// Internet reports that the buyer paid over the Internet (1125).
	Internet  bool         `json:"internet,omitzero"`
	TaxSystem TaxSystem    `json:"taxSystem,omitzero"` // may be unset in FFD 1.05 if the seller has only one
	Positions []Position   `json:"positions,omitzero"` // 1059
	Payments  []Payment    `json:"payments,omitzero"`
	Total     amount.Money `json:"total"` // 1020
	// About is the gateway's payment or refund, for gateways that register receipts of their own payments only.
	About order.Ref `json:"about,omitzero"`
	// Correction is set for corrections only.
	Correction *Correction `json:"correction,omitzero"`

	Cashier   string     `json:"cashier,omitzero"`   // 1021
	CheckProp string     `json:"checkProp,omitzero"` // 1192, additional requisite of the receipt
	UserProp  *UserProp  `json:"userProp,omitzero"`  // 1084, additional requisite of the user
	Industry  []Industry `json:"industry,omitzero"`
	TimeZone  int        `json:"timeZone,omitzero"` // 1011, 1 (UTC+2) to 11 (UTC+12); FFD 1.2 needs it with a marking code
}

// Buyer is the recipient of the receipt. The service sends it to the e-mail address, or to the phone number if there is
// no e-mail address.
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

// Industry is an industry requisite of a receipt (1261) or of a position (1260). For the permission mode of marking it
// is federal executive body 030, document 1944 of 2023-11-21.
type Industry struct {
	FederalID string `json:"federalId,omitzero"` // 1262
	Date      string `json:"date,omitzero"`      // 1263, ISO 8601
	Number    string `json:"number,omitzero"`    // 1264
	Value     string `json:"value,omitzero"`     // 1265
}

// Correction is the reason for a correction.
type Correction struct {
	Ordered bool   `json:"ordered,omitzero"` // 1173: ordered by the tax service; else voluntary
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
