package atol

import (
	"strings"

	"github.com/ordo-sdk/ordo/receipts"
)

var agentTypeOf = map[receipts.AgentRole]AgentType{
	receipts.BankPayingAgent: BankPayingAgent, receipts.BankPayingSubagent: BankPayingSubagent,
	receipts.PayingAgent: PayingAgent, receipts.PayingSubagent: PayingSubagent, receipts.Attorney: Attorney,
	receipts.CommissionAgent: CommissionAgent, receipts.OtherAgent: OtherAgent,
}

// item converts a position that passed Check. Objects, measures and methods have the law's numbers on both sides.
func (v Version) item(p receipts.Position) Item {
	it := Item{
		Name: strings.TrimSpace(p.Name), Price: p.Price, Quantity: p.Quantity, Sum: p.Sum, Measure: Measure(p.Measure),
		Method: methods[p.Method-receipts.FullPrepayment], Object: PaymentObject(p.Object), VAT: p.VAT,
		UserData: p.UserData, Excise: p.Excise, CountryCode: country(p.Country), Declaration: p.Declaration,
		SectoralProps: industry(p.Industry),
	}
	// The VAT of an order's units may differ from the formula by a kopeck. Registers refuse wrong sums of VAT (codes
	// 128 and 243), and the tolerance is not documented; the service computes a sum that is missing.
	if vat, err := p.VAT.Included(p.Sum); err == nil && p.VAT.Percent() > 0 && p.VATSum == vat {
		it.VATSum = vat
	}
	if a := p.Agent; a != nil {
		it.Agent = &Agent{Type: agentTypeOf[a.Role]}
		it.Supplier = &Supplier{Phones: phones(a.Phones), Name: a.SupplierName, INN: a.SupplierINN}
	}
	if p.Mark != "" {
		v.mark(&it, p.Mark)
	}
	return it
}

// country pads a code to three digits.
func country(s string) string {
	if s == "" {
		return ""
	}
	return strings.Repeat("0", max(3-len(s), 0)) + s
}
