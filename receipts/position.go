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
	VAT      amount.VAT      `json:"vat"`      // 1199; of money taken in advance the calculated rate
	// VATSum (1200) is contained in Sum. In a plan it is the VAT that the order tells of these very units, so that the VAT
	// of all refunds is that of the sale; it may then lie some kopecks beside Sum·rate/(100+rate), see Units.
	VATSum  amount.Money `json:"vatSum"`
	Method  Method       `json:"method"`           // 1214
	Object  Object       `json:"object"`           // 1212
	Measure Measure      `json:"measure,omitzero"` // 2108
	// Marked says that the goods are subject to marking: then a settlement needs the code of each unit.
	Marked bool   `json:"marked,omitzero"`
	Mark   string `json:"mark,omitzero"` // 1163, in FFD 1.05 1162: the code as scanned, without the leading sign of the symbology

	Country     string       `json:"country,omitzero"`     // 1230, number of the country of origin
	Declaration string       `json:"declaration,omitzero"` // 1231, number of the customs declaration
	Excise      amount.Money `json:"excise,omitzero"`      // 1229
	UserData    string       `json:"userData,omitzero"`    // 1191
	Industry    []Industry   `json:"industry,omitzero"`    // 1260
	Agent       *Agent       `json:"agent,omitzero"`       // 1222: set when the goods are sold for somebody else

	// Line and Units are the units of the order that the position was made from. A range whose units cost a kopeck more or
	// less is shared by two positions. Each range was rounded on its own, so Check allows VATSum three kopecks for each, and
	// none where there are no units to account for.
	Line  string        `json:"line,omitzero"`
	Units []order.Units `json:"units,omitzero"`
}

// Method is how far a position is paid for and handed over (1214).
type Method uint8

// The methods.
const (
	FullPrepayment Method = iota + 1 // the whole price before the goods, which are known
	Prepayment                       // a part of the price before the goods, which are known
	Advance                          // money before the goods, which are not fixed
	FullPayment                      // the goods, with what was paid before and now
	PartialPayment                   // the goods, partly paid, the rest on credit
	Credit                           // the goods, on credit
	CreditPayment                    // money for goods handed out on credit
)

var methods = [...]string{"", "full-prepayment", "prepayment", "advance", "full-payment", "partial-payment", "credit", "credit-payment"}

// String returns a readable code, such as "full-payment".
func (m Method) String() string {
	if int(m) < len(methods) {
		return methods[m]
	}
	return "method " + strconv.Itoa(int(m))
}

// BeforeGoods tells whether the money comes before the goods.
func (m Method) BeforeGoods() bool { return m >= FullPrepayment && m <= Advance }

// WithGoods tells whether the goods are handed over.
func (m Method) WithGoods() bool { return m >= FullPayment && m <= Credit }

// Object is what a position is about (1212), by its number. The numbers not named here may be used too.
type Object uint8

// The objects of trade.
const (
	Commodity       Object = 1
	Excise          Object = 2
	Job             Object = 3
	Service         Object = 4 // delivery, too
	MoneyInAdvance  Object = 10
	AgentCommission Object = 11
	OtherObject     Object = 13
	ExciseNoCode    Object = 30 // subject to marking, without a code; FFD 1.2, as the following
	ExciseMarked    Object = 31
	GoodsNoCode     Object = 32
	GoodsMarked     Object = 33
)

func (o Object) known() bool { return o >= 1 && o <= 27 || o >= ExciseNoCode && o <= GoodsMarked }

func (o Object) coded() bool { return o == ExciseMarked || o == GoodsMarked }

// Measure is the unit of a quantity (2108), by its number. The zero value is a piece.
type Measure uint8

// The measures in use with goods.
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

// Agent is for whom a position is sold, and in what role (1222).
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

// Payment is one way in which a receipt is paid.
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
	Offset        Form = 1215 // what was paid in advance counts; with a refund, becomes an advance again
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

// IsMoney tells whether money changes hands.
func (f Form) IsMoney() bool { return f == Cash || f == Electronic }
