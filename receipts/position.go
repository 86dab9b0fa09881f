package receipts

import (
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Position is one position of a receipt (1059).
type Position struct {
	Name     string          `json:"name"`     // 1030, up to 128 characters
	Price    amount.Money    `json:"price"`    // 1079, of one unit, VAT and discounts included
	Quantity amount.Quantity `json:"quantity"` // 1023
	Sum      amount.Money    `json:"sum"`      // 1043: Price × Quantity, to the kopeck
	VAT      amount.VAT      `json:"vat"`      // 1199; an advance has the calculated rate
	// VATSum (1200) is included in Sum. In a plan it is the VAT of exactly these units in the order, so that the VAT of
	// all refunds adds up to that of the sale. It may differ from Sum·rate/(100+rate) by some kopecks: see Units.
	VATSum  amount.Money `json:"vatSum"`
	Method  Method       `json:"method"`           // 1214
	Object  Object       `json:"object"`           // 1212
	Measure Measure      `json:"measure,omitzero"` // 2108
	// Marked reports that the goods are subject to marking: a settlement then needs the code of each unit.
	Marked bool   `json:"marked,omitzero"`
	Mark   string `json:"mark,omitzero"` // 1163, in FFD 1.05 1162: the code as scanned, without the symbology identifier

	Country     string       `json:"country,omitzero"`     // 1230, number of the country of origin
	Declaration string       `json:"declaration,omitzero"` // 1231, number of the customs declaration
	Excise      amount.Money `json:"excise,omitzero"`      // 1229
	UserData    string       `json:"userData,omitzero"`    // 1191
	Industry    []Industry   `json:"industry,omitzero"`    // 1260
	Agent       *Agent       `json:"agent,omitzero"`       // 1222: set when the goods are sold on behalf of a supplier

	// Line and Units are the order's units in this position. A range whose units differ in price by a kopeck is in two
	// positions. Each range was rounded separately, so Check lets VATSum differ by three kopecks for each range, and by
	// none without Units.
	Line  string        `json:"line,omitzero"`
	Units []order.Units `json:"units,omitzero"`
}

// Method is the settlement method of a position (1214): how far it is paid for and handed over.
type Method uint8

// The methods.
const (
	FullPrepayment Method = iota + 1 // the whole price, before the hand-over of known goods
	Prepayment                       // a part of the price, before the hand-over of known goods
	Advance                          // money before the hand-over, for goods not fixed yet
	FullPayment                      // the goods, fully paid, including earlier payments
	PartialPayment                   // the goods, partly paid, the rest on credit
	Credit                           // the goods, on credit
	CreditPayment                    // a payment for goods handed out on credit
)

var methods = [...]string{"", "full-prepayment", "prepayment", "advance", "full-payment", "partial-payment", "credit", "credit-payment"}

// String returns a readable code, such as "full-payment".
func (m Method) String() string {
	if int(m) < len(methods) {
		return methods[m]
	}
	return "method " + strconv.Itoa(int(m))
}

// BeforeGoods reports whether the money is paid before the hand-over.
func (m Method) BeforeGoods() bool { return m >= FullPrepayment && m <= Advance }

// WithGoods reports whether the goods are handed over.
func (m Method) WithGoods() bool { return m >= FullPayment && m <= Credit }

// Object is the object of the settlement (1212), by its number. Numbers without a constant may be used too.
type Object uint8

// The objects of trade.
const (
	Commodity       Object = 1
	Excise          Object = 2
	Job             Object = 3
	Service         Object = 4 // including delivery
	MoneyInAdvance  Object = 10
	AgentCommission Object = 11
	OtherObject     Object = 13
	ExciseNoCode    Object = 30 // subject to marking, without a code; this and the following need FFD 1.2
	ExciseMarked    Object = 31
	GoodsNoCode     Object = 32
	GoodsMarked     Object = 33
)

func (o Object) known() bool { return o >= 1 && o <= 27 || o >= ExciseNoCode && o <= GoodsMarked }

func (o Object) coded() bool { return o == ExciseMarked || o == GoodsMarked }

// Measure is the unit of a quantity (2108), by its number. The zero value is a piece.
type Measure uint8

// Common measures.
const (
	Piece        Measure = 0
	Gram         Measure = 10
	Kilogram     Measure = 11
	Tonne        Measure = 12
	Centimetre   Measure = 20
	Metre        Measure = 22
	SquareMetre  Measure = 32
	Millilitre   Measure = 40
	Litre        Measure = 41
	CubicMetre   Measure = 42
	OtherMeasure Measure = 255
)

// Agent names the supplier on whose behalf a position is sold, and the role of the seller (1222).
type Agent struct {
	Role         AgentRole `json:"role,omitzero"`
	Phones       []string  `json:"phones,omitzero"`       // 1171, of the supplier
	SupplierName string    `json:"supplierName,omitzero"` // 1225
	SupplierINN  string    `json:"supplierInn,omitzero"`  // 1226
}

// AgentRole is the role of an agent, by its bit (1222).
type AgentRole uint8

// The roles.
const (
	BankPayingAgent AgentRole = 1 << iota
	BankPayingSubagent
	PayingAgent
	PayingSubagent
	Attorney        // поверенный
	CommissionAgent // комиссионер
	OtherAgent      // another agent
)

// Payment is a sum paid in one form.
type Payment struct {
	Form Form         `json:"form"`
	Sum  amount.Money `json:"sum"`
}

// Form is a form of payment, by its tag.
type Form uint16

// The forms.
const (
	Cash          Form = 1031
	Electronic    Form = 1081 // cashless
	Offset        Form = 1215 // an advance is offset; in a refund it becomes an advance again
	OnCredit      Form = 1216
	Consideration Form = 1217 // in kind
)

var forms = map[Form]string{Cash: "cash", Electronic: "electronic", Offset: "offset", OnCredit: "credit", Consideration: "consideration"}

// String returns a readable code, such as "electronic".
func (f Form) String() string {
	if name, ok := forms[f]; ok {
		return name
	}
	return "form " + strconv.Itoa(int(f))
}

// IsMoney reports whether money changes hands.
func (f Form) IsMoney() bool { return f == Cash || f == Electronic }
