package atol

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

var operationOf = map[receipts.Kind]Operation{
	receipts.Sell: Sell, receipts.SellRefund: SellRefund,
	receipts.SellCorrection: SellCorrection, receipts.SellRefundCorrection: SellRefundCorrection,
}

var taxSystemOf = map[receipts.TaxSystem]TaxSystem{
	receipts.TaxGeneral: TaxGeneral, receipts.TaxIncome: TaxIncome, receipts.TaxIncomeOutcome: TaxIncomeOutcome,
	receipts.TaxImputed: TaxImputed, receipts.TaxAgricultural: TaxAgricultural, receipts.TaxPatent: TaxPatent,
}

var paymentTypeOf = map[receipts.Form]PaymentType{
	receipts.Cash: Cash, receipts.Electronic: Electronic, receipts.Offset: Prepaid, receipts.OnCredit: OnCredit,
	receipts.Consideration: Consideration,
}

// documentOf converts a receipt that passed Check and unsupported.
func (g *Registrar) documentOf(r receipts.Receipt) Document {
	d := Document{
		ExternalID: r.Key, CallbackURL: g.callback.Reveal(), Company: g.company, Total: r.Total, Internet: r.Internet,
		Buyer:   Buyer{Email: r.Buyer.Email, Phone: phone(r.Buyer.Phone), Name: r.Buyer.Name, INN: r.Buyer.INN},
		Cashier: r.Cashier, CheckProps: r.CheckProp, SectoralProps: industry(r.Industry), Correction: correctionOf(r.Correction),
	}
	if r.TaxSystem != 0 {
		d.Company.TaxSystem = taxSystemOf[r.TaxSystem]
	}
	if p := r.UserProp; p != nil {
		d.UserProps = &UserProps{Name: p.Name, Value: p.Value}
	}
	for _, p := range r.Payments {
		d.Payments = append(d.Payments, Payment{Type: paymentTypeOf[p.Form], Sum: p.Sum})
	}
	if sumsOnly(operationOf[r.Kind], g.client.version) {
		d.VATs = taxes(r.Positions)
		return d
	}
	for _, p := range r.Positions {
		d.Items = append(d.Items, g.client.version.item(p))
	}
	if g.client.version == V5 && slices.ContainsFunc(r.Positions, func(p receipts.Position) bool { return p.Mark != "" }) {
		d.Timezone = r.TimeZone
	}
	return d
}

func correctionOf(c *receipts.Correction) *Correction {
	if c == nil {
		return nil
	}
	k := &Correction{Type: Voluntary, Date: date(c.Date), Number: c.Number}
	if c.Ordered {
		k.Type = ByOrder
	}
	return k
}

// taxes returns the sums of VAT by rate that replace the positions in a correction of v4. For goods without VAT or at 0
// % it is the price, as tags 1105 and 1104 require.
func taxes(ps []receipts.Position) []VATSum {
	var rates []amount.VAT
	kopecks := map[amount.VAT]int64{}
	for _, p := range ps {
		if !slices.Contains(rates, p.VAT) {
			rates = append(rates, p.VAT)
		}
		if p.VAT.Percent() == 0 {
			kopecks[p.VAT] += p.Sum.Minor()
		} else {
			kopecks[p.VAT] += p.VATSum.Minor()
		}
	}
	out := make([]VATSum, len(rates))
	for i, v := range rates {
		out[i] = VATSum{VAT: v, Sum: amount.RUB(kopecks[v])}
	}
	return out
}

func industry(all []receipts.Industry) []SectoralProp {
	var out []SectoralProp
	for _, x := range all {
		out = append(out, SectoralProp{FederalID: x.FederalID, Date: date(x.Date), Number: x.Number, Value: x.Value})
	}
	return out
}

// date reads a date that passed Check.
func date(s string) time.Time {
	day, _ := time.Parse(time.DateOnly, s)
	return day
}

// phone returns a number with its country code and a plus, as the service wants it.
func phone(s string) string {
	if s = contact.Dialled(s, "RU"); s == "" || s[0] == '+' {
		return s
	}
	return "+" + s
}

func phones(all []string) []string {
	var out []string
	for _, s := range all {
		out = append(out, phone(s))
	}
	return out
}
