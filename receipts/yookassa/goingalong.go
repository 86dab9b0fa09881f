package yookassa

import (
	"fmt"
	"math/bits"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

var vatCodes = map[order.VAT]int{
	order.VATNone: VATNone, order.VAT0: VAT0, order.VAT5: VAT5, order.VAT7: VAT7, order.VAT10: VAT10, order.VAT20: VAT20, order.VAT22: VAT22,
	order.VAT5c: VAT5c, order.VAT7c: VAT7c, order.VAT10c: VAT10c, order.VAT20c: VAT20c, order.VAT22c: VAT22c,
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

// receiptData is a receipt as it goes along with a refund. The problems name what such a receipt cannot say: leaving it
// out would make another receipt.
func receiptData(r receipts.Receipt, marks MarkForm) (*ReceiptData, Problems) {
	var ps Problems
	cannot := func(field, why string, is bool) {
		if is {
			ps.add(field, why)
		}
	}
	cannot("receipt.cashier", "YooKassa takes none", r.Cashier != "")
	cannot("receipt.check_prop", "YooKassa takes none", r.CheckProp != "")
	cannot("receipt.additional_user_props", "only a receipt of its own has them", r.UserProp != nil)
	for i, p := range r.Payments {
		cannot(fmt.Sprintf("receipt.payments[%d]", i), "it is "+p.Form.String()+"; what YooKassa pays back is electronic", p.Form != receipts.Electronic)
	}
	out := &ReceiptData{
		Customer:      Customer{FullName: r.Buyer.Name, INN: r.Buyer.INN, Email: r.Buyer.Email, Phone: strings.TrimPrefix(r.Buyer.Phone, "+")},
		Internet:      r.Internet,
		TaxSystemCode: bits.Len8(uint8(r.TaxSystem)),
		Industry:      industry(r.Industry),
	}
	for i, p := range r.Positions {
		item, more := itemOf(p, r.Format, marks)
		for _, x := range more {
			ps.add(fmt.Sprintf("receipt.items[%d].%s", i, x.Field), x.Text)
		}
		if p.Mark != "" {
			out.Timezone = r.TimeZone
		}
		out.Items = append(out.Items, item)
	}
	return out, ps
}

// itemOf is a position as a line.
func itemOf(p receipts.Position, f receipts.Format, marks MarkForm) (Item, Problems) {
	var ps Problems
	it := Item{
		Description: p.Name, Amount: p.Price, Quantity: p.Quantity, VATCode: vatCodes[p.VAT], PaymentMode: paymentModes[p.Method],
		PaymentSubject: subjects[p.Object], CustomsNumber: p.Declaration, IndustryDetails: industry(p.Industry),
	}
	if f != receipts.FFD105 {
		it.Measure = measures[p.Measure]
	}
	if p.Excise.Sign() > 0 {
		it.Excise = p.Excise.Text()
	}
	if p.Mark != "" {
		it.MarkCode, it.MarkMode = marks.GS1M(p.Mark), "0"
	}
	for _, x := range []struct {
		field, why string
		is         bool
	}{
		{"payment_subject", fmt.Sprintf("YooKassa's word for the object %d is not known", p.Object), it.PaymentSubject == ""},
		{"measure", fmt.Sprintf("YooKassa's word for the measure %d is not known", p.Measure), it.Measure == "" && f != receipts.FFD105},
		{"product_code", "a marking code in FFD 1.05 has a form of its own, which is not made here", p.Mark != "" && f == receipts.FFD105},
		{"country_of_origin_code", "YooKassa wants two letters, the receipt has the number " + p.Country, p.Country != ""},
		{"additional_payment_subject_props", "only a receipt of its own has them", p.UserData != ""},
		{"agent_type", "only a receipt of its own has an agent", p.Agent != nil},
	} {
		if x.is {
			ps.add(x.field, x.why)
		}
	}
	return it, ps
}

func industry(all []receipts.Industry) []IndustryDetail {
	var out []IndustryDetail
	for _, x := range all {
		out = append(out, IndustryDetail{FederalID: x.FederalID, DocumentDate: x.Date, DocumentNumber: x.Number, Value: x.Value})
	}
	return out
}
