package yookassa

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

var vatCodes = map[amount.VAT]int{
	amount.VATNone: VATNone, amount.VAT0: VAT0, amount.VAT5: VAT5, amount.VAT7: VAT7, amount.VAT10: VAT10, amount.VAT20: VAT20, amount.VAT22: VAT22,
	amount.VAT5c: VAT5c, amount.VAT7c: VAT7c, amount.VAT10c: VAT10c, amount.VAT20c: VAT20c, amount.VAT22c: VAT22c,
}

var paymentModes = map[receipts.Method]string{
	receipts.FullPrepayment: FullPrepayment, receipts.Prepayment: PartialPrepayment, receipts.Advance: Advance,
	receipts.FullPayment: FullPayment, receipts.PartialPayment: PartialPayment, receipts.Credit: Credit,
	receipts.CreditPayment: CreditPayment,
}

var subjects = map[receipts.Object]string{
	receipts.Commodity: SubjectCommodity, receipts.Excise: "excise", receipts.Job: "job", receipts.Service: SubjectService,
	receipts.MoneyInAdvance: SubjectPayment, receipts.AgentCommission: "agent_commission", receipts.OtherObject: SubjectAnother,
	receipts.ExciseNoCode: "non_marked_excise", receipts.ExciseMarked: "marked_excise",
	receipts.GoodsNoCode: "non_marked", receipts.GoodsMarked: SubjectMarked,
}

var measures = map[receipts.Measure]string{
	receipts.Piece: "piece", receipts.Gram: "gram", receipts.Kilogram: "kilogram", receipts.Tonne: "ton",
	receipts.Centimetre: "centimeter", receipts.Metre: "meter", receipts.SquareMetre: "square_meter",
	receipts.Millilitre: "milliliter", receipts.Litre: "liter", receipts.CubicMetre: "cubic_meter", receipts.OtherMeasure: "another",
}

var agentTypes = map[receipts.AgentRole]string{
	receipts.BankPayingAgent: "banking_payment_agent", receipts.BankPayingSubagent: "banking_payment_subagent",
	receipts.PayingAgent: "payment_agent", receipts.PayingSubagent: "payment_subagent", receipts.Attorney: "attorney",
	receipts.CommissionAgent: "commissioner", receipts.OtherAgent: "agent",
}

var settlementTypes = map[receipts.Form]string{
	receipts.Electronic: Cashless, receipts.Offset: Prepayment, receipts.OnCredit: Postpayment, receipts.Consideration: Consideration,
}

// The planned statuses of a marked piece.
const (
	pieceSold     = 1
	pieceReturned = 3
)

// maxUserPropValue is the greatest length of the value of a user attribute, in characters.
const maxUserPropValue = 234

// receiptBuilder converts a receipt that passed its Check, and records what YooKassa cannot register: leaving it out
// would change the receipt.
type receiptBuilder struct {
	receipts.Receipt
	marks      MarkForm
	standalone bool // a separate receipt, which has more fields than one sent with a refund
	problems   []wireProblem
}

// wireProblem is a field that YooKassa cannot register.
type wireProblem struct {
	receipts.Problem
	wire string // the field at YooKassa
}

// unsupported records a field of the receipt if is is true.
func (w *receiptBuilder) unsupported(is bool, tag int, field, wire, why string) {
	w.unsupportedAt(is, -1, tag, field, wire, why)
}

func (w *receiptBuilder) unsupportedAt(is bool, position, tag int, field, wire, why string) {
	if !is {
		return
	}
	if position >= 0 {
		field, wire = fmt.Sprintf("Positions[%d].%s", position, field), fmt.Sprintf("items[%d].%s", position, wire)
	}
	w.problems = append(w.problems, wireProblem{receipts.Problem{Tag: tag, Field: field, Position: position, Rule: why}, wire})
}

// data returns what all receipts have.
func (w *receiptBuilder) data() ReceiptData {
	const none = "is not supported by YooKassa"
	w.unsupported(w.Cashier != "", 1021, "Cashier", "cashier", none)
	w.unsupported(w.CheckProp != "", 1192, "CheckProp", "check_prop", none)
	internet := w.Internet
	out := ReceiptData{
		Customer:      Customer{FullName: w.Buyer.Name, INN: w.Buyer.INN, Email: w.Buyer.Email, Phone: phone(w.Buyer.Phone)},
		Internet:      &internet,
		TaxSystemCode: bits.Len8(uint8(w.TaxSystem)),
		Industry:      industry(w.Industry),
	}
	for i, p := range w.Positions {
		out.Items = append(out.Items, w.item(i, p))
		if p.Mark != "" {
			out.Timezone = w.TimeZone
		}
	}
	return out
}

// userProps returns the user attribute.
func (w *receiptBuilder) userProps() *UserProps {
	p := w.UserProp
	if p == nil {
		return nil
	}
	w.unsupported(utf8.RuneCountInString(p.Value) > maxUserPropValue, 1086, "UserProp.Value", "additional_user_props.value",
		fmt.Sprintf("YooKassa allows at most %d characters", maxUserPropValue))
	return &UserProps{Name: p.Name, Value: p.Value}
}

// settlements returns the payments.
func (w *receiptBuilder) settlements() []Settlement {
	out := make([]Settlement, len(w.Payments))
	for i, p := range w.Payments {
		out[i] = Settlement{Type: settlementTypes[p.Form], Amount: p.Sum}
		w.unsupported(out[i].Type == "", int(p.Form), fmt.Sprintf("Payments[%d].Form", i), fmt.Sprintf("settlements[%d].type", i),
			"is "+p.Form.String()+", which YooKassa does not register: use the till that took it")
		w.unsupported(p.Sum.IsZero(), int(p.Form), fmt.Sprintf("Payments[%d].Sum", i), fmt.Sprintf("settlements[%d].amount", i),
			"is 0; YooKassa registers no receipt without a sum")
	}
	return out
}

// item returns a position as a line.
func (w *receiptBuilder) item(i int, p receipts.Position) Item {
	it := Item{
		Description: strings.TrimSpace(p.Name), Amount: p.Price, Quantity: p.Quantity, VATCode: vatCodes[p.VAT], PaymentMode: paymentModes[p.Method],
		PaymentSubject: subjects[p.Object], CustomsNumber: p.Declaration, IndustryDetails: industry(p.Industry),
	}
	w.unsupportedAt(it.PaymentSubject == "", i, 1212, "Object", "payment_subject", fmt.Sprintf("%d has no equivalent at YooKassa", p.Object))
	old := w.Format == receipts.FFD105
	if !old {
		it.Measure = measures[p.Measure]
		w.unsupportedAt(it.Measure == "", i, 2108, "Measure", "measure", fmt.Sprintf("%d has no equivalent at YooKassa", p.Measure))
	}
	if p.Excise.Sign() > 0 {
		it.Excise = p.Excise.Text()
	}
	if p.Mark != "" {
		it.MarkCode, it.MarkMode, it.PlannedStatus = w.marks.GS1M(p.Mark), "0", pieceSold
		if w.Kind.Refunds() {
			it.PlannedStatus = pieceReturned
		}
		w.unsupportedAt(old, i, 1162, "Mark", "product_code", "marking codes in FFD 1.05 are not supported")
	}
	w.unsupportedAt(p.Country != "", i, 1230, "Country", "country_of_origin_code", "is the number "+p.Country+", YooKassa requires two letters")
	if w.standalone {
		it.AdditionalProps = p.UserData
		w.agent(i, p.Agent, &it)
		return it
	}
	w.unsupportedAt(p.UserData != "", i, 1191, "UserData", "additional_payment_subject_props", "is for separate receipts only")
	w.unsupportedAt(p.Agent != nil, i, 1222, "Agent", "agent_type", "is for separate receipts only")
	return it
}

func (w *receiptBuilder) agent(i int, a *receipts.Agent, it *Item) {
	if a == nil {
		return
	}
	w.unsupportedAt(len(a.Phones) > 1, i, 1171, "Agent.Phones", "supplier.phone", "has several numbers, YooKassa allows one")
	it.AgentType = agentTypes[a.Role]
	it.Supplier = &Supplier{Name: a.SupplierName, INN: a.SupplierINN}
	for _, number := range a.Phones {
		it.Supplier.Phone = phone(number)
	}
}

// phone returns a number with its country code and without a plus, as YooKassa wants it.
func phone(s string) string { return strings.TrimPrefix(contact.Dialled(s, "RU"), "+") }

func industry(all []receipts.Industry) []IndustryDetail {
	var out []IndustryDetail
	for _, x := range all {
		out = append(out, IndustryDetail{FederalID: x.FederalID, DocumentDate: x.Date, DocumentNumber: x.Number, Value: x.Value})
	}
	return out
}
