package receipts_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// goodReceipt is two dresses and a marked pair of shoes, settled with an advance.
func goodReceipt() receipts.Receipt {
	return receipts.Receipt{
		Key: "A-1042/goods", Kind: receipts.Sell, Buyer: receipts.Buyer{Email: "anna@shop.example"}, Internet: true, TaxSystem: receipts.TaxGeneral, TimeZone: 2,
		Positions: []receipts.Position{
			{
				Name: "Платье", Price: amount.RUB(35000), Quantity: amount.Pcs(2), Sum: amount.RUB(70000), VAT: amount.VAT22, VATSum: amount.RUB(12623),
				Method: receipts.FullPayment, Object: receipts.Commodity,
			},
			{
				Name: "Кроссовки", Price: amount.RUB(480000), Quantity: amount.Pcs(1), Sum: amount.RUB(480000), VAT: amount.VAT22, VATSum: amount.RUB(86557),
				Method: receipts.FullPayment, Object: receipts.GoodsMarked, Marked: true, Mark: "0104601234567893215Qx7&aB2kLm9Z",
			},
		},
		Payments: []receipts.Payment{{Form: receipts.Offset, Sum: amount.RUB(500000)}, {Form: receipts.Electronic, Sum: amount.RUB(50000)}},
		Total:    amount.RUB(550000),
	}
}

// goodAdvance is an advance of 5800.00.
func goodAdvance() receipts.Receipt {
	r := goodReceipt()
	r.Positions = []receipts.Position{{
		Name: "Аванс по заказу A-1042", Price: amount.RUB(580000), Quantity: amount.Pcs(1), Sum: amount.RUB(580000), VAT: amount.VAT22c, VATSum: amount.RUB(104590),
		Method: receipts.Advance, Object: receipts.MoneyInAdvance,
	}}
	r.Payments, r.Total = []receipts.Payment{{Form: receipts.Electronic, Sum: amount.RUB(580000)}}, amount.RUB(580000)
	return r
}

func TestAGoodReceiptPasses(t *testing.T) {
	require.NoError(t, goodReceipt().Check())
	require.NoError(t, goodAdvance().Check())
	old := goodReceipt()
	old.Format, old.TaxSystem, old.TimeZone, old.Positions[1].Object = receipts.FFD105, 0, 0, receipts.Commodity
	require.NoError(t, old.Check())
	// fault: C23
	dear := goodAdvance()
	dear.Format, dear.Total, dear.Payments[0].Sum = receipts.FFD105, amount.RUB(50_000_000_00), amount.RUB(50_000_000_00)
	p := &dear.Positions[0]
	p.Price, p.Sum, p.VAT, p.VATSum = dear.Total, dear.Total, amount.VATNone, amount.RUB(0)
	require.NoError(t, dear.Check(), "5.23 of ATOL's document takes 10 000 000 000")
	p.Method, p.Object, p.Price, p.Quantity = receipts.FullPayment, receipts.Commodity, amount.RUB(1), amount.Pcs(150_000)
	p.Sum, dear.Total, dear.Payments[0].Sum = amount.RUB(1500_00), amount.RUB(1500_00), amount.RUB(1500_00)
	require.NoError(t, dear.Check())
	late := goodReceipt().Correct("A-1042/late", receipts.Correction{Date: "2026-01-13"})
	late.Buyer, late.Internet = receipts.Buyer{}, false
	require.NoError(t, late.Check(), "a correction needs no buyer")
	full := goodReceipt()
	full.UserProp, full.CheckProp, full.Cashier, full.TimeZone = &receipts.UserProp{Name: "Карта", Value: "77"}, "чек 1", "Петрова", 11
	full.Positions[1].Industry = []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "UUID=1&Time=2"}}
	full.Positions[0].Agent = &receipts.Agent{Role: receipts.CommissionAgent, SupplierINN: "7700000000", Phones: []string{"+79000000000"}}
	require.NoError(t, full.Check())
}

func TestEachRuleOfAReceipt(t *testing.T) {
	p0 := func(f func(*receipts.Position)) func(*receipts.Receipt) {
		return func(r *receipts.Receipt) { f(&r.Positions[0]) }
	}
	p1 := func(f func(*receipts.Position)) func(*receipts.Receipt) {
		return func(r *receipts.Receipt) { f(&r.Positions[1]) }
	}
	for _, c := range []struct {
		name   string
		breaks func(*receipts.Receipt)
		tag    int
		field  string
		rule   string // a part of what it says
	}{
		{"no key", func(r *receipts.Receipt) { r.Key = "" }, 0, "Key", "is empty"},
		{"a key too long", func(r *receipts.Receipt) { r.Key = strings.Repeat("k", 129) }, 0, "Key", "at most 128"},
		{"a key that is no text", func(r *receipts.Receipt) { r.Key = "A-\xff" }, 0, "Key", "UTF-8"},
		{"no kind", func(r *receipts.Receipt) { r.Kind = "" }, 1054, "Kind", "is missing: it must be sell,"},
		{"an unknown format", func(r *receipts.Receipt) { r.Format = 3 }, 1209, "Format", "is 3: it must be"},
		{"no contact", func(r *receipts.Receipt) { r.Buyer = receipts.Buyer{} }, 1008, "Buyer", "one of them is needed"},
		{"a bad e-mail address", func(r *receipts.Receipt) { r.Buyer.Email = "anna" }, 1008, "Buyer.Email", "is no e-mail address"},
		{"a bad phone", func(r *receipts.Receipt) { r.Buyer.Phone = "8 (900)" }, 1008, "Buyer.Phone", "is no phone number"},
		{"a bad INN", func(r *receipts.Receipt) { r.Buyer.INN = "123" }, 1228, "Buyer.INN", "10 or 12"},
		{"a name too long", func(r *receipts.Receipt) { r.Buyer.Name = strings.Repeat("ы", 257) }, 1227, "Buyer.Name", "at most 256"},
		{"no tax system", func(r *receipts.Receipt) { r.TaxSystem = 0 }, 1055, "TaxSystem", "the tax system is missing"},
		{"two tax systems", func(r *receipts.Receipt) { r.TaxSystem = 3 }, 1055, "TaxSystem", "is 3: set TaxSystem to"},
		{"a cashier too long", func(r *receipts.Receipt) { r.Cashier = strings.Repeat("x", 65) }, 1021, "Cashier", "at most 64"},
		{"a requisite too long", func(r *receipts.Receipt) { r.CheckProp = strings.Repeat("x", 17) }, 1192, "CheckProp", "at most 16"},
		{"a requisite without a name", func(r *receipts.Receipt) { r.UserProp = &receipts.UserProp{Value: "v"} }, 1085, "UserProp.Name", "is empty"},
		{"a requisite without a value", func(r *receipts.Receipt) { r.UserProp = &receipts.UserProp{Name: "n"} }, 1086, "UserProp.Value", "is empty"},
		// fault: C28
		{"a marking code and no time zone", func(r *receipts.Receipt) { r.TimeZone = 0 }, 1011, "TimeZone", "is missing"},
		{"no such time zone", func(r *receipts.Receipt) { r.TimeZone = 12 }, 1011, "TimeZone", "is 12: it must be from 1"},
		{"no such executive body", func(r *receipts.Receipt) {
			r.Industry = []receipts.Industry{{FederalID: "30", Date: "2023-11-21", Number: "1", Value: "v"}}
		}, 1262, "Industry[0].FederalID", "three digits"},
		{"no date of the act", func(r *receipts.Receipt) {
			r.Industry = []receipts.Industry{{FederalID: "030", Date: "21.11.2023", Number: "1", Value: "v"}}
		}, 1263, "Industry[0].Date", "must be a date"},
		{"no position", func(r *receipts.Receipt) { r.Positions = nil }, 1059, "Positions", "has no positions"},
		{"101 positions", func(r *receipts.Receipt) {
			for range 99 {
				r.Positions = append(r.Positions, r.Positions[0])
			}
		}, 1059, "Positions", "at most 100"},
		{"no payment", func(r *receipts.Receipt) { r.Payments = nil }, 1020, "Payments", "has no payments"},
		{"11 payments", func(r *receipts.Receipt) {
			for range 10 {
				r.Payments = append(r.Payments, r.Payments[0])
			}
		}, 1020, "Payments", "at most 10"},
		{"payments that are another sum", func(r *receipts.Receipt) { r.Payments[0].Sum = amount.RUB(499999) }, 1020, "Payments", "add up to 5499.99 RUB, the total is 5500.00 RUB"},
		{"a total that is another sum", func(r *receipts.Receipt) { r.Total = amount.RUB(550001) }, 1020, "Total", "the positions add up to 5500.00 RUB"},
		{"a total in dollars", func(r *receipts.Receipt) { r.Total = amount.USD(550000) }, 1020, "Total", "is \"5500.00 USD\": it must be in roubles"},
		// fault: U19
		{"a payment of nothing", func(r *receipts.Receipt) {
			r.Payments = append(r.Payments, receipts.Payment{Form: receipts.Cash, Sum: amount.RUB(0)})
		}, 1031, "Payments[2].Sum", "must be more than 0"},
		{"a payment that is not said", func(r *receipts.Receipt) { r.Payments[0].Sum = amount.Money{} }, 1215, "Payments[0].Sum", "is missing: it must be in roubles"},
		{"an unknown form", func(r *receipts.Receipt) { r.Payments[0].Form = 2 }, 0, "Payments[0].Form", "is 2: it must be"},
		{"a correction without why", func(r *receipts.Receipt) { r.Kind = receipts.SellCorrection }, 1174, "Correction", "is missing"},
		{"why, and no correction", func(r *receipts.Receipt) { r.Correction = &receipts.Correction{Date: "2026-01-13"} }, 1174, "Correction", "is not a correction"},
		{"a correction without a day", func(r *receipts.Receipt) {
			r.Kind, r.Correction = receipts.SellCorrection, &receipts.Correction{}
		}, 1178, "Correction.Date", "is missing: it must be a date"},
		{"an order without a number", func(r *receipts.Receipt) {
			r.Kind, r.Correction = receipts.SellCorrection, &receipts.Correction{Date: "2026-01-13", Ordered: true}
		}, 1179, "Correction.Number", "has a number"},
		{"a corrected refund in FFD 1.05", func(r *receipts.Receipt) {
			r.Kind, r.Correction, r.Format, r.Positions[1].Object = receipts.SellRefundCorrection, &receipts.Correction{Date: "2026-01-13"}, receipts.FFD105, 1
		}, 1054, "Kind", "no correction of a refund"},

		{"a position without a name", p0(func(p *receipts.Position) { p.Name = " " }), 1030, "Positions[0].Name", "is empty"},
		{"a name of 129 letters", p0(func(p *receipts.Position) { p.Name = strings.Repeat("ы", 129) }), 1030, "Positions[0].Name", "129 characters"},
		{"too large a quantity", p0(func(p *receipts.Position) { p.Quantity = amount.Pcs(100_000) }), 1023, "Positions[0].Quantity", "at most 99999.999"},
		{"too large a price", p0(func(p *receipts.Position) { p.Price = amount.RUB(42_949_672_96) }), 1079, "Positions[0].Price", "to 42949672.95"},
		{"too large an excise", p0(func(p *receipts.Position) { p.Excise = amount.RUB(42_949_672_96) }), 1229, "Positions[0].Excise", "to 42949672.95"},
		{"no quantity", p0(func(p *receipts.Position) { p.Quantity = amount.Pcs(0) }), 1023, "Positions[0].Quantity", "more than 0"},
		{"price times quantity is another sum", p0(func(p *receipts.Position) { p.Price = amount.RUB(35001) }), 1043, "Positions[0].Sum", "350.01 RUB × 2 is 700.02 RUB"},
		{"a negative price", p0(func(p *receipts.Position) { p.Price = amount.RUB(-1) }), 1079, "Positions[0].Price", "from 0 to"},
		{"no VAT", p0(func(p *receipts.Position) { p.VAT = amount.VATUnset }), 1199, "Positions[0].VAT", "amount.VATNone"},
		{"VAT of Poland", p0(func(p *receipts.Position) { p.VAT = amount.VAT23 }), 1199, "Positions[0].VAT", "is 23, which 54-ФЗ does not know: its rates are"},
		{"reduced VAT of Poland", p0(func(p *receipts.Position) { p.VAT = amount.VAT8 }), 1199, "Positions[0].VAT", "is 8, which"},
		{"VAT of Ukraine", p0(func(p *receipts.Position) { p.VAT = amount.VAT14 }), 1199, "Positions[0].VAT", "is 14, which"},
		{"exempt from VAT abroad", p0(func(p *receipts.Position) { p.VAT, p.VATSum = amount.VATExempt, amount.RUB(0) }), 1199, "Positions[0].VAT", "sales without VAT are amount.VATNone"},
		{"outside the scope of VAT abroad", p0(func(p *receipts.Position) { p.VAT, p.VATSum = amount.VATOutside, amount.RUB(0) }), 1199, "Positions[0].VAT", "is outside, which"},
		{"the VAT of another rate", p0(func(p *receipts.Position) { p.VAT = amount.VAT20 }), 1200, "Positions[0].VATSum", "contains 116.67 RUB at 20"},
		{"VAT a kopeck beside", p0(func(p *receipts.Position) { p.VATSum = amount.RUB(12624) }), 1200, "Positions[0].VATSum", "contains 126.23 RUB"},
		{"no method", p0(func(p *receipts.Position) { p.Method = 0 }), 1214, "Positions[0].Method", "from 1 to 7"},
		{"no object", p0(func(p *receipts.Position) { p.Object = 28 }), 1212, "Positions[0].Object", "is 28: it must be"},
		{"no measure", p0(func(p *receipts.Position) { p.Measure = 99 }), 2108, "Positions[0].Measure", "not a measure"},
		{"a payout of a bank's agent in FFD 1.05", func(r *receipts.Receipt) {
			r.Format, r.Positions[0].Object, r.Positions[1].Object = receipts.FFD105, 27, receipts.Commodity
		}, 1212, "Positions[0].Object", "FFD 1.05 has the objects 1 to 26"},
		{"a marked unit without its code", p1(func(p *receipts.Position) { p.Mark = "" }), 1163, "Positions[1].Mark", "the marking code is missing"},
		{"marked goods that hide as others", p1(func(p *receipts.Position) { p.Mark, p.Object = "", receipts.Commodity }), 1163, "Positions[1].Mark", "the goods are marked"},
		{"a code that stands for two", p1(func(p *receipts.Position) { p.Quantity = amount.Pcs(2) }), 1023, "Positions[1].Quantity", "has one unit"},
		{"marked goods by weight", p1(func(p *receipts.Position) { p.Measure = receipts.Kilogram }), 2108, "Positions[1].Measure", "in pieces"},
		{"a code on other goods", p1(func(p *receipts.Position) { p.Object = receipts.Commodity }), 1212, "Positions[1].Object", "GoodsMarked (33)"},
		{"the sign of a symbology", p1(func(p *receipts.Position) { p.Mark = "]d20104601234567893215Qx7" }), 1163, "Positions[1].Mark", "use marking.Parse"},
		{"the number of the goods", p1(func(p *receipts.Position) { p.Mark = "4600000000017" }), 1163, "Positions[1].Mark", "scan the square DataMatrix"},
		{"letters of another keyboard", p1(func(p *receipts.Position) { p.Mark = "0104600000000015215!фисвуап\x1d93фисв" }), 1163, "Positions[1].Mark", "switch the keyboard"},
		{"one code twice", func(r *receipts.Receipt) { r.Positions[0] = r.Positions[1] }, 1163, "Positions[1].Mark", "also on position 0"},
		{"marked goods in FFD 1.05 as 33", func(r *receipts.Receipt) { r.Format = receipts.FFD105 }, 1212, "Positions[1].Object", "FFD 1.05 has the objects 1 to 26"},
		{"a bad country", p0(func(p *receipts.Position) { p.Country = "RU" }), 1230, "Positions[0].Country", "number of a country"},
		{"a declaration too long", p0(func(p *receipts.Position) { p.Declaration = strings.Repeat("1", 33) }), 1231, "Positions[0].Declaration", "at most 32"},
		{"excise below nothing", p0(func(p *receipts.Position) { p.Excise = amount.RUB(-1) }), 1229, "Positions[0].Excise", "from 0 to"},
		{"excise in euros", p0(func(p *receipts.Position) { p.Excise = amount.EUR(1) }), 1229, "Positions[0].Excise", "in roubles"},
		{"a name that is no text", p0(func(p *receipts.Position) { p.Name = "Плать\xd0" }), 1030, "Positions[0].Name", "UTF-8"},
		{"a code that is no text", p1(func(p *receipts.Position) { p.Mark = "01\xff" }), 1163, "Positions[1].Mark", "UTF-8"},
		{"a supplier's name too long", p0(func(p *receipts.Position) {
			p.Agent = &receipts.Agent{Role: receipts.Attorney, SupplierINN: "7700000000", SupplierName: strings.Repeat("ы", 257)}
		}), 1225, "Positions[0].Agent.SupplierName", "at most 256"},
		{"user data too long", p0(func(p *receipts.Position) { p.UserData = strings.Repeat("1", 65) }), 1191, "Positions[0].UserData", "at most 64"},
		{"an agent without a role", p0(func(p *receipts.Position) { p.Agent = &receipts.Agent{SupplierINN: "7700000000"} }), 1222, "Positions[0].Agent.Role", "is 0: it must be one of the roles"},
		{"an agent of nobody", p0(func(p *receipts.Position) { p.Agent = &receipts.Agent{Role: receipts.Attorney} }), 1226, "Positions[0].Agent.SupplierINN", "10 or 12"},
		{"an agent's bad phone", p0(func(p *receipts.Position) {
			p.Agent = &receipts.Agent{Role: receipts.Attorney, SupplierINN: "7700000000", Phones: []string{"a"}}
		}), 1171, "Positions[0].Agent.Phones", "a phone number is digits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := goodReceipt()
			c.breaks(&r)
			requireProblem(t, r.Check(), c.tag, c.field, c.rule)
		})
	}
}

func requireProblem(t *testing.T, err error, tag int, field, rule string) {
	t.Helper()
	var e *receipts.RuleError
	require.ErrorAs(t, err, &e)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	for _, p := range e.Problems {
		if p.Tag == tag && p.Field == field && strings.Contains(p.Rule, rule) {
			require.Equal(t, strings.HasPrefix(field, "Positions["), p.Position >= 0, "it says which position")
			require.Contains(t, err.Error(), p.String())
			return
		}
	}
	t.Fatalf("no problem of %s (%d) %q in: %v", field, tag, rule, err)
}

func TestRulesOfMoneyInAdvance(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(*receipts.Receipt)
		tag    int
		field  string
		rule   string
	}{
		"a rate of Poland":       {func(r *receipts.Receipt) { r.Positions[0].VAT = amount.VAT23 }, 1199, "Positions[0].VAT", "is 23, which 54-ФЗ does not know"},
		"the plain rate":         {func(r *receipts.Receipt) { r.Positions[0].VAT = amount.VAT22 }, 1199, "Positions[0].VAT", "the calculated rate"},
		"goods as an advance":    {func(r *receipts.Receipt) { r.Positions[0].Object = receipts.Commodity }, 1212, "Positions[0].Object", "MoneyInAdvance (10)"},
		"two advances in one":    {func(r *receipts.Receipt) { r.Positions[0].Quantity = amount.Pcs(2) }, 1023, "Positions[0].Quantity", "of an advance is 1"},
		"a code before the sale": {func(r *receipts.Receipt) { r.Positions[0].Mark = "01" }, 1163, "Positions[0].Mark", "paid in advance"},
		"an offset of itself":    {func(r *receipts.Receipt) { r.Payments[0].Form = receipts.Offset }, 1215, "Payments[0].Form", "paid in cash or electronically"},
		"credit":                 {func(r *receipts.Receipt) { r.Payments[0].Form = receipts.OnCredit }, 1216, "Payments[0].Form", "paid in cash or electronically"},
		"a credit paid for goods": {func(r *receipts.Receipt) {
			r.Positions[0].Method, r.Positions[0].Object = receipts.CreditPayment, receipts.Commodity
		}, 1212, "Positions[0].Object", "MoneyInAdvance (10)"},
	} {
		t.Run(name, func(t *testing.T) {
			r := goodAdvance()
			c.breaks(&r)
			requireProblem(t, r.Check(), c.tag, c.field, c.rule)
		})
	}
}

func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	r := goodReceipt()
	r.Buyer, r.Positions[0].VAT, r.Positions[1].Mark = receipts.Buyer{}, amount.VATUnset, ""
	var e *receipts.RuleError
	require.True(t, errors.As(r.Check(), &e))
	require.Len(t, e.Problems, 3)
	require.Equal(t, `receipts: receipt "A-1042/goods": Buyer (1008): the e-mail address and the phone number are missing: one of them is needed; `+
		`Positions[0].VAT (1199): is missing: set the rate, or amount.VATNone for sales without VAT; Positions[1].Mark (1163): the marking code is missing: object 33 needs one`, e.Error())
}

func TestEachRuleOfARefund(t *testing.T) {
	good := func() receipts.RefundOrder {
		r := goodAdvance().Reverse("o/refund/R1")
		return receipts.RefundOrder{Key: "o/refund/R1/1/p1", Payment: order.Ref{ID: "pay-1"}, Amount: amount.RUB(580000), Receipt: &r}
	}
	require.NoError(t, good().Check())
	for name, c := range map[string]struct {
		breaks func(*receipts.RefundOrder)
		tag    int
		field  string
		rule   string
	}{
		"no key":     {func(o *receipts.RefundOrder) { o.Key = "" }, 0, "Key", "is empty"},
		"no payment": {func(o *receipts.RefundOrder) { o.Payment = order.Ref{} }, 0, "Payment", "reference of the payment is missing"},
		"nothing":    {func(o *receipts.RefundOrder) { o.Amount = amount.Money{} }, 0, "Amount", "the sum to be paid back is missing"},
		// fault: U19
		"a refund below 0":    {func(o *receipts.RefundOrder) { o.Amount = amount.RUB(-1) }, 0, "Amount", "is -0.01 RUB: it must be more than 0"},
		"a reason too long":   {func(o *receipts.RefundOrder) { o.Reason = strings.Repeat("x", 251) }, 0, "Reason", "at most 250"},
		"a receipt of a sale": {func(o *receipts.RefundOrder) { o.Receipt.Kind = receipts.Sell }, 1054, "Receipt.Kind", "sell-refund"},
		"another sum":         {func(o *receipts.RefundOrder) { o.Amount = amount.RUB(1) }, 1020, "Receipt.Total", "the refund is of 0.01 RUB"},
		"a bad receipt":       {func(o *receipts.RefundOrder) { o.Receipt.Buyer = receipts.Buyer{} }, 1008, "Receipt.Buyer", "one of them is needed"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good()
			c.breaks(&o)
			requireProblem(t, o.Check(), c.tag, c.field, c.rule)
		})
	}
}

// fault: U1
func TestSettingsWithoutATaxSystemAreRefused(t *testing.T) {
	o, _, err := order.New(order.Draft{
		ID: "A-1042", Scheme: order.OwnPickup, Lines: []order.Line{{ID: "1", Name: "Cup", Quantity: amount.Pcs(1), Total: amount.RUB(10000)}},
	}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Now()})
	require.NoError(t, err)
	for system, want := range map[receipts.TaxSystem]string{
		0:   "the tax system is missing: set TaxSystem to TaxGeneral (1), TaxIncome (2), TaxIncomeOutcome (4), TaxImputed (8), TaxAgricultural (16) or TaxPatent (32)",
		3:   "is 3: set TaxSystem to TaxGeneral (1)",
		128: "is 128: set TaxSystem to TaxGeneral (1)",
	} {
		for _, f := range []receipts.Format{receipts.FFD105, receipts.FFD120} {
			s := receipts.Settings{Format: f, TaxSystem: system}
			requireProblem(t, s.Check(), 1055, "TaxSystem", want)
			_, err := receipts.Plan(o, s)
			requireProblem(t, err, 1055, "TaxSystem", want)
		}
	}
	require.ErrorContains(t, receipts.Settings{}.Check(), "receipts: settings: TaxSystem (1055): the tax system is missing")
	require.NoError(t, receipts.Settings{TaxSystem: receipts.TaxIncome}.Check())
}
