package atol_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// receiptOf is a receipt of FFD 1.2 of one or more positions, paid in one way.
func receiptOf(key string, form receipts.Form, ps ...receipts.Position) receipts.Receipt {
	r := receipts.Receipt{
		Key: key, Kind: receipts.Sell, Format: receipts.FFD120, Buyer: receipts.Buyer{Email: "ivanova@example.ru"}, Internet: true,
		TaxSystem: receipts.TaxGeneral, Positions: ps, Total: amount.RUB(0), TimeZone: 2,
	}
	for _, p := range ps {
		r.Total, _ = r.Total.Add(p.Sum)
	}
	r.Payments = []receipts.Payment{{Form: form, Sum: r.Total}}
	return r
}

func position(name string, price int64, n int, o receipts.Object) receipts.Position {
	sum := amount.RUB(price * int64(n))
	vat, _ := amount.VAT22.Included(sum)
	return receipts.Position{
		Name: name, Price: amount.RUB(price), Quantity: amount.Pcs(n), Sum: sum, VAT: amount.VAT22, VATSum: vat,
		Method: receipts.FullPayment, Object: o,
	}
}

func markedShoes() receipts.Position {
	p := position("Кроссовки Norda 42", 480000, 1, receipts.GoodsMarked)
	p.Marked, p.Mark = true, norda
	return p
}

func advanceReceipt() receipts.Receipt {
	p := position("Аванс по заказу A-1042", 580000, 1, receipts.MoneyInAdvance)
	p.Method, p.VAT = receipts.Advance, amount.VAT22c
	return receiptOf("A-1042-adv-1", receipts.Electronic, p)
}

// settlement offsets the advance: marked shoes, socks and the delivery.
func settlement() receipts.Receipt {
	first := markedShoes()
	first.Industry = []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: permission[0].Value}}
	return receiptOf("A-1042-settle-S1-1", receipts.Offset,
		first, position("Носки хлопок", 35000, 2, receipts.Commodity), position("Доставка", 30000, 1, receipts.Service))
}

// inFormat105 is a receipt as a group of v4 takes it.
func inFormat105(r receipts.Receipt) receipts.Receipt {
	r = r.Clone()
	r.Format = receipts.FFD105
	for i := range r.Positions {
		p := &r.Positions[i]
		p.Industry = nil
		if p.Object == receipts.GoodsMarked {
			p.Object = receipts.Commodity
		}
	}
	return r
}

func TestReceiptsAreWrittenAsTheServiceShowsThem(t *testing.T) {
	refund := receiptOf("A-1042-refund-R1-1", receipts.Electronic, markedShoes())
	refund.Kind = receipts.SellRefund

	unmarked := markedShoes() // the page leaves the sum of VAT to the service
	unmarked.VAT, unmarked.VATSum = amount.VAT22, amount.RUB(86557)
	marked := inFormat105(receiptOf("A-1042-settle-S1-1", receipts.Offset, unmarked))

	late := inFormat105(receiptOf("A-0990", receipts.Electronic, position("Кабель", 120000, 1, receipts.Commodity)))
	late = late.Correct("A-0990-corr-1", receipts.Correction{Date: "2026-01-13"})
	late.Buyer, late.Internet = receipts.Buyer{}, false

	for _, tc := range []struct {
		file string
		v    atol.Version
		at   string
		r    receipts.Receipt
	}{
		{"sell_advance_v5.json", atol.V5, "14.01.2026 10:02:15", advanceReceipt()},
		{"sell_settlement_v5.json", atol.V5, "16.01.2026 14:30:00", settlement()},
		{"sell_refund_v5.json", atol.V5, "20.01.2026 09:15:00", refund},
		{"sell_marked_v4.json", atol.V4, "16.01.2026 14:30:00", marked},
		{"sell_correction_v4.json", atol.V4, "15.01.2026 09:00:00", late},
	} {
		t.Run(tc.file, bubble(atoltest.Settings{Version: int(tc.v)}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			var options []atol.RegistrarOption
			if strings.Contains(tc.file, "advance") {
				options = append(options, atol.WithCallback(hook))
			}
			options = append(options, atol.WithDocumentHook(func(r receipts.Receipt, d *atol.Document) {
				require.Equal(t, tc.r, r)
				d.At = at(tc.at)
				if tc.file == "sell_marked_v4.json" {
					d.Items[0].VATSum = amount.Money{}
				}
			}))
			must(c.Registrar(company, options...).Register(t.Context(), tc.r))(t)
			exact(t, testdata(t, tc.file), kassa.Receipts()[0].Body)
		}))
	}
}

// document is what a receipt becomes, and the port it goes through takes it.
func document(t *testing.T, v atol.Version, r receipts.Receipt) (atol.Operation, atol.Document) {
	t.Helper()
	require.NoError(t, r.Check())
	kassa := atoltest.New(atoltest.Settings{Version: int(v)})
	defer kassa.Close()
	g := client(kassa, v).Registrar(company)
	op, d, err := g.Document(r)
	require.NoError(t, err)
	must(g.Register(t.Context(), r))(t)
	require.Equal(t, string(op), kassa.Receipts()[0].Operation)
	return op, d
}

func TestEverythingOnAReceiptGoesAlong(t *testing.T) {
	r := receiptOf("A-1", receipts.Cash, position("  Кабель ", 40000, 3, receipts.Commodity))
	r.Buyer = receipts.Buyer{Email: "b@example.ru", Phone: "89251234567", Name: "ООО Покупатель", INN: "7700000002"}
	r.Cashier, r.CheckProp, r.UserProp = "Иванова А.", "смена 4", &receipts.UserProp{Name: "заказ", Value: "A-1"}
	r.Industry = []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "UUID=a&Time=1"}}
	r.Payments = nil
	for i, f := range []receipts.Form{receipts.Cash, receipts.Electronic, receipts.Offset, receipts.OnCredit, receipts.Consideration} {
		r.Payments = append(r.Payments, receipts.Payment{Form: f, Sum: amount.RUB([]int64{10000, 20000, 30000, 40000, 20000}[i])})
	}
	p := &r.Positions[0]
	p.Measure, p.Country, p.Declaration, p.Excise, p.UserData = receipts.Metre, "36", "10013160/140126/0001", amount.RUB(5), "бухта 7"
	p.Agent = &receipts.Agent{Role: receipts.CommissionAgent, Phones: []string{"9990000004", "375291234567"}, SupplierName: "ООО Поставщик", SupplierINN: "7700000001"}
	r = r.Correct("A-1-late", receipts.Correction{Ordered: true, Date: "2026-01-13", Number: "17-08/114"})

	op, d := document(t, atol.V5, r)
	require.Equal(t, atol.SellCorrection, op)
	require.Equal(t, atol.Document{
		ExternalID: "A-1-late", Total: amount.RUB(120000), Internet: true, Company: company,
		Buyer: atol.Buyer{Email: "b@example.ru", Phone: "+79251234567", Name: "ООО Покупатель", INN: "7700000002"},
		Items: []atol.Item{{
			Name: "Кабель", Price: amount.RUB(40000), Quantity: amount.Pcs(3), Sum: amount.RUB(120000), Measure: atol.Metre,
			Method: atol.FullPayment, Object: atol.Commodity, VAT: amount.VAT22, VATSum: amount.RUB(21639), UserData: "бухта 7",
			Excise: amount.RUB(5), CountryCode: "036", Declaration: "10013160/140126/0001",
			Agent:    &atol.Agent{Type: atol.CommissionAgent},
			Supplier: &atol.Supplier{Phones: []string{"+79990000004", "+375291234567"}, Name: "ООО Поставщик", INN: "7700000001"},
		}},
		Payments: []atol.Payment{
			{Type: atol.Cash, Sum: amount.RUB(10000)},
			{Type: atol.Electronic, Sum: amount.RUB(20000)},
			{Type: atol.Prepaid, Sum: amount.RUB(30000)},
			{Type: atol.OnCredit, Sum: amount.RUB(40000)},
			{Type: atol.Consideration, Sum: amount.RUB(20000)},
		},
		Cashier: "Иванова А.", CheckProps: "смена 4", UserProps: &atol.UserProps{Name: "заказ", Value: "A-1"},
		SectoralProps: []atol.SectoralProp{{FederalID: "030", Date: permission[0].Date, Number: "1944", Value: "UUID=a&Time=1"}},
		Correction:    &atol.Correction{Type: atol.ByOrder, Date: time.Date(2026, 1, 13, 0, 0, 0, 0, time.UTC), Number: "17-08/114"},
	}, d)

	r.Kind = receipts.SellRefundCorrection
	op, _ = document(t, atol.V5, r)
	require.Equal(t, atol.SellRefundCorrection, op)
}

func TestEveryWordOfTheLawHasOneOfTheService(t *testing.T) {
	method := map[receipts.Method]string{
		receipts.FullPrepayment: "full_prepayment", receipts.Prepayment: "prepayment", receipts.Advance: "advance",
		receipts.FullPayment: "full_payment", receipts.PartialPayment: "partial_payment", receipts.Credit: "credit",
		receipts.CreditPayment: "credit_payment",
	}
	tax := map[receipts.TaxSystem]string{
		receipts.TaxGeneral: "osn", receipts.TaxIncome: "usn_income", receipts.TaxIncomeOutcome: "usn_income_outcome",
		receipts.TaxImputed: "envd", receipts.TaxAgricultural: "esn", receipts.TaxPatent: "patent",
	}
	role := map[receipts.AgentRole]string{
		receipts.BankPayingAgent: "bank_paying_agent", receipts.BankPayingSubagent: "bank_paying_subagent", receipts.PayingAgent: "paying_agent",
		receipts.PayingSubagent: "paying_subagent", receipts.Attorney: "attorney", receipts.CommissionAgent: "commission_agent", receipts.OtherAgent: "another",
	}
	vat := map[amount.VAT]string{
		amount.VATNone: "none", amount.VAT0: "vat0", amount.VAT5: "vat5", amount.VAT7: "vat7", amount.VAT10: "vat10", amount.VAT20: "vat20",
		amount.VAT22: "vat22", amount.VAT5c: "vat105", amount.VAT7c: "vat107", amount.VAT10c: "vat110", amount.VAT20c: "vat120", amount.VAT22c: "vat122",
	}
	check := func(v atol.Version, r receipts.Receipt, words ...string) {
		t.Helper()
		inBubble(t, atoltest.Settings{Version: int(v)}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			if v == atol.V4 {
				r = inFormat105(r)
			}
			must(c.Registrar(company).Register(t.Context(), r))(t)
			for _, w := range words {
				require.Contains(t, string(kassa.Receipts()[0].Body), w)
			}
		})
	}
	for _, v := range []atol.Version{atol.V4, atol.V5} {
		for m, word := range method {
			p := position("x", 100, 1, receipts.MoneyInAdvance)
			p.Method, p.VAT = m, amount.VAT22c
			check(v, receiptOf("A", receipts.Electronic, p), `"payment_method":"`+word+`"`)
		}
		for x, word := range tax {
			r := advanceReceipt()
			r.TaxSystem = x
			check(v, r, `"sno":"`+word+`"`)
		}
		for x, word := range role {
			p := position("x", 100, 1, receipts.Commodity)
			p.Agent = &receipts.Agent{Role: x, SupplierINN: "7700000001"}
			check(v, receiptOf("A", receipts.Electronic, p), `"agent_info":{"type":"`+word+`"}`)
		}
		for x, word := range vat {
			p := position("x", 100, 1, receipts.Commodity)
			p.VAT = x
			p.VATSum, _ = x.Included(p.Sum)
			check(v, receiptOf("A", receipts.Electronic, p), `"vat":{"type":"`+word+`"`)
		}
	}
	r := inFormat105(advanceReceipt())
	r.TaxSystem = 0
	_, d := document(t, atol.V4, r)
	require.Equal(t, atol.TaxGeneral, d.Company.TaxSystem, "the company's own")
}

func TestAMarkingCodeGoesByItsForm(t *testing.T) {
	pack := "04601234567893" + "5Qx7&aB" + "ABCD" + "a1B2"
	for code, want := range map[string]struct {
		kind atol.MarkKind
		v4   string // tag 1162, or what is wrong
	}{
		norda:                  {atol.GS1M, "44 4D 04 2F 4E F3 B2 D5 35 51 78 37 26 61 42 32 6B 4C 6D 39 5A"},
		pack:                   {atol.ShortMark, pack},
		"RU-401301-AAA0277031": {atol.Fur, "from a GS1 code only"},
	} {
		p := markedShoes()
		p.Mark = code
		r := receiptOf("A", receipts.Electronic, p)
		if want.kind != "" {
			_, d := document(t, atol.V5, r)
			require.Equal(t, &atol.Mark{Kind: want.kind, Code: code}, d.Items[0].Mark)
		} else {
			require.Equal(t, "Positions[0].Mark", problem(t, atol.V5, r).Field)
		}
		r = inFormat105(r)
		if strings.HasPrefix(want.v4, "from") {
			wrong := problem(t, atol.V4, r)
			require.Equal(t, "Positions[0].Mark", wrong.Field)
			require.Equal(t, 1162, wrong.Tag)
			require.Contains(t, wrong.Rule, want.v4)
			continue
		}
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			must(c.Registrar(company).Register(t.Context(), r))(t)
			word := must(json.Marshal(want.v4))(t)
			require.Contains(t, strings.ReplaceAll(string(kassa.Receipts()[0].Body), "&", `\u0026`), `"nomenclature_code":`+string(word))
		})
	}
}

func TestACorrectionOfFormat105HasTheTaxesOfItsPositions(t *testing.T) {
	ps := []receipts.Position{position("a", 12200, 1, receipts.Commodity), position("b", 12200, 2, receipts.Commodity)}
	for _, v := range []amount.VAT{amount.VATNone, amount.VAT0, amount.VATNone} {
		p := position("c", 5000, 1, receipts.Service)
		p.VAT, p.VATSum = v, amount.RUB(0)
		ps = append(ps, p)
	}
	r := inFormat105(receiptOf("A", receipts.Electronic, ps...)).Correct("A-late", receipts.Correction{Date: "2026-01-13"})
	op, d := document(t, atol.V4, r)
	require.Equal(t, atol.SellCorrection, op)
	require.Empty(t, d.Items)
	require.Equal(t, []atol.VATSum{
		{VAT: amount.VAT22, Sum: amount.RUB(6600)}, {VAT: amount.VATNone, Sum: amount.RUB(10000)}, {VAT: amount.VAT0, Sum: amount.RUB(5000)},
	}, d.VATs)
}

func TestAGiftMayHaveAKopeckOfItsLinesVAT(t *testing.T) {
	gift := markedShoes()
	gift.Price, gift.Sum, gift.VATSum = amount.RUB(0), amount.RUB(0), amount.RUB(1)
	gift.Units = []order.Units{{Line: "shoes", To: amount.Pcs(1)}}
	_, d := document(t, atol.V5, receiptOf("A", receipts.Electronic, gift, position("b", 100, 1, receipts.Commodity)))
	require.True(t, d.Items[0].VATSum.IsUnset(), "the service computes it")
	require.Equal(t, amount.RUB(18), d.Items[1].VATSum)
}

// Registers refuse wrong sums of VAT, and that of some units of a line may lie a kopeck beside the law's formula.
func TestOnlyTheVATOfTheFormulaIsSaid(t *testing.T) {
	p := position("Платье", 800000, 1, receipts.Commodity)
	p.VAT, p.VATSum, p.Units = amount.VAT20, amount.RUB(133334), []order.Units{{Line: "dress", To: amount.Pcs(4)}}
	exact := p
	exact.VATSum = amount.RUB(133333)
	_, d := document(t, atol.V5, receiptOf("A", receipts.Electronic, p, exact))
	require.True(t, d.Items[0].VATSum.IsUnset(), "the service computes it")
	require.Equal(t, amount.RUB(133333), d.Items[1].VATSum)
}

// problem is the one thing for which a receipt that passes Check is not sent.
func problem(t *testing.T, v atol.Version, r receipts.Receipt) receipts.Problem {
	t.Helper()
	require.NoError(t, r.Check())
	kassa := atoltest.New(atoltest.Settings{Version: int(v)})
	defer kassa.Close()
	_, err := client(kassa, v).Registrar(company).Register(t.Context(), r)
	var rule *receipts.RuleError
	require.ErrorAs(t, err, &rule)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.Equal(t, r.Key, rule.Key)
	require.Len(t, rule.Problems, 1, "%v", err)
	require.Zero(t, kassa.Calls("*"))
	return rule.Problems[0]
}

func TestWhatHasNoPlaceIsAClearError(t *testing.T) {
	with := func(change func(r *receipts.Receipt)) receipts.Receipt {
		r := receiptOf("A", receipts.Electronic, position("a", 100, 1, receipts.Commodity), position("b", 100, 1, receipts.Commodity))
		change(&r)
		return r
	}
	old := func(change func(r *receipts.Receipt)) receipts.Receipt {
		return with(func(r *receipts.Receipt) { r.Format = receipts.FFD105; change(r) })
	}
	corrected := func(change func(r *receipts.Receipt)) receipts.Receipt {
		return old(change).Correct("A", receipts.Correction{Date: "2026-01-13"})
	}
	for name, tc := range map[string]struct {
		v     atol.Version
		r     receipts.Receipt
		field string
		tag   int
	}{
		"FFD 1.2 in v4":         {atol.V4, with(func(*receipts.Receipt) {}), "Format", 1209},
		"no format in v4":       {atol.V4, with(func(r *receipts.Receipt) { r.Format = 0 }), "Format", 1209},
		"FFD 1.05 in v5":        {atol.V5, old(func(*receipts.Receipt) {}), "Format", 1209},
		"a corrected name":      {atol.V4, corrected(func(r *receipts.Receipt) { r.Buyer.Name = "x" }), "Buyer.Name", 1227},
		"a corrected INN":       {atol.V4, corrected(func(r *receipts.Receipt) { r.Buyer.INN = "7700000001" }), "Buyer.INN", 1228},
		"a corrected requisite": {atol.V4, corrected(func(r *receipts.Receipt) { r.CheckProp = "x" }), "CheckProp", 1192},
		"a user's requisite":    {atol.V4, corrected(func(r *receipts.Receipt) { r.UserProp = &receipts.UserProp{Name: "a", Value: "b"} }), "UserProp", 1084},
		"a corrected agent": {atol.V4, corrected(func(r *receipts.Receipt) {
			r.Positions[1].Agent = &receipts.Agent{Role: receipts.Attorney, SupplierINN: "7700000001"}
		}), "Positions[1].Agent", 1222},
	} {
		t.Run(name, func(t *testing.T) {
			got := problem(t, tc.v, tc.r)
			require.Equal(t, tc.field, got.Field)
			require.Equal(t, tc.tag, got.Tag)
			require.NotEmpty(t, got.Rule)
		})
	}
}

func TestWhatADressSpoilsIsSaidByItsField(t *testing.T) {
	g := atol.New("l", "p", "g").WithVersion(atol.V5).Registrar(company, atol.WithDocumentHook(func(_ receipts.Receipt, d *atol.Document) {
		d.Cashier, d.CashierINN, d.Items[1].UserData = long(65), "1", long(65)
	}))
	_, _, err := g.Document(settlement())
	var rule *receipts.RuleError
	require.ErrorAs(t, err, &rule)
	var got []string
	for _, p := range rule.Problems {
		got = append(got, p.Field)
	}
	require.Equal(t, []string{"Positions[1].UserData", "Cashier", "receipt.cashier_inn"}, got)
}
