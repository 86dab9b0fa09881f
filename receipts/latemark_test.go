package receipts_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// code is put on a unit, wherever it is by then. A log may say so whatever the rules of today allow.
func (k *desk) code(line string, unit int, code string) {
	k.Helper()
	log := slices.Collect(k.o.Events(order.Filter{}))
	log = append(log, order.Event{N: len(log) + 1, At: k.by(merchant).At, Body: order.Marked{Line: line, Unit: unit, Code: code}})
	var err error
	k.o, err = order.Replay(log, order.WithScheme(lateCodes()))
	require.NoError(k, err)
}

// lateCodes lets marked goods be handed out without their codes.
func lateCodes() order.Scheme {
	s, _ := order.OwnPickup.Rules()
	s.Code, s.MarksBefore = "late-codes", ""
	return s
}

// uncoded are two pairs of shoes that were paid for and handed out without their codes.
func uncoded(t *testing.T) *desk {
	d := fiveDresses()
	d.Scheme, d.Lines = "late-codes", d.Lines[1:2]
	k := place(t, d, order.WithScheme(lateCodes()))
	k.pays("p1", 960000, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	return k
}

func (k *desk) plan(s receipts.Settings) []receipts.PlannedReceipt {
	k.Helper()
	owed, err := receipts.Plan(k.o, s)
	require.NoError(k, err)
	return owed
}

// covers: B24-10
func TestACodeThatComesLateCompletesTheReceiptThatLackedIt(t *testing.T) {
	k := uncoded(t)
	before := k.plan(shop)
	requireProblem(t, before[1].Receipt.Check(), 1163, "Positions[0].Mark", "the marking code is missing")
	requireProblem(t, before[1].Receipt.Check(), 1163, "Positions[1].Mark", "the marking code is missing")

	k.code("shoes", 1, "0104600000000015215second")
	half := k.plan(shop)
	requireProblem(t, half[1].Receipt.Check(), 1163, "Positions[0].Mark", "the marking code is missing")
	k.code("shoes", 0, "0104600000000015215first")
	k.owes(shop, `
A-1042/payment/p1 sell 9600.00: electronic 9600.00
  Аванс по заказу A-1042, advance, 10: 1 × 9600.00 = 9600.00, VAT 22/122 1731.15
A-1042/goods sell 9600.00: offset 9600.00
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.58, 0104600000000015215first
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.57, 0104600000000015215second
`)
	full := k.plan(shop)
	require.Equal(t, before[0], full[0])
	for i := range full[1].Receipt.Positions { // nothing else is another: not the event, the key, the sums
		full[1].Receipt.Positions[i].Mark = ""
	}
	require.Equal(t, before[1], full[1])
}

func TestWhatPassedKeepsItsCode(t *testing.T) {
	k := uncoded(t)
	k.code("shoes", 0, "0104600000000015215first")
	k.code("shoes", 0, "0104600000000015215a-mistake") // the first one counts
	k.code("shoes", 1, "0104600000000015215second")
	settled := k.reads(shop)
	k.code("shoes", 0, "0104600000000015215another")
	require.Equal(t, settled, k.reads(shop), "it may be registered by now")
	k.back(1, order.PickUnits("shoes", amount.Pcs(0), amount.Pcs(1)))
	require.Equal(t, settled+`A-1042/refund/R1 sell-refund 4800.00: electronic 4800.00
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.58, 0104600000000015215first
`, k.reads(shop), "what is paid back has the code that was sold")
}

func TestACodeThatCannotBeOneIsReplaced(t *testing.T) {
	k := uncoded(t)
	k.code("shoes", 0, "0104600000000018215first")
	k.code("shoes", 1, "0104600000000015215second")
	requireProblem(t, k.plan(shop)[1].Receipt.Check(), 1163, "Positions[0].Mark", "the check digit of GTIN")
	k.code("shoes", 0, "0104600000000015215first")
	require.NoError(t, k.plan(shop)[1].Receipt.Check())
}

func TestACodeThatComesAfterTheRefundCompletesBothReceipts(t *testing.T) {
	k := uncoded(t)
	k.code("shoes", 1, "0104600000000015215second")
	k.back(1, order.PickUnits("shoes", amount.Pcs(0), amount.Pcs(1)))
	owed := k.plan(shop)
	require.Len(t, owed, 3)
	for _, x := range owed[1:] {
		requireProblem(t, x.Receipt.Check(), 1163, "Positions[0].Mark", "the marking code is missing")
	}
	k.code("shoes", 0, "0104600000000015215first")
	require.Equal(t, 2, strings.Count(k.reads(shop), ", 0104600000000015215first\n"))
}

func TestGoodsThatTheHostRegistersWithoutACodeStayThatWay(t *testing.T) {
	s := shop
	s.CompletePosition = func(_ order.LineData, p *receipts.Position) {
		if p.Mark == "" && p.Method.WithGoods() {
			p.Object = receipts.GoodsNoCode
		}
	}
	k := uncoded(t)
	before := k.reads(s) // it passes, so it may be registered
	k.code("shoes", 0, "0104600000000015215first")
	require.Equal(t, before, k.reads(s))
	k.back(1, order.PickUnits("shoes", amount.Pcs(0), amount.Pcs(1)))
	require.Equal(t, before+`A-1042/refund/R1 sell-refund 4800.00: electronic 4800.00
  Кроссовки, full-payment, 32: 1 × 4800.00 = 4800.00, VAT 22 865.58
`, k.reads(s), "and so does what is paid back")
}

func TestAHostDressesAPositionByItsCodeAlsoWhenThatComesLate(t *testing.T) {
	s := shop
	s.CompletePosition = func(_ order.LineData, p *receipts.Position) {
		if p.Mark != "" {
			p.Industry = append(p.Industry, receipts.Industry{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "UUID=of " + p.Mark})
		}
	}
	s.CompleteReceipt = func(r *receipts.Receipt) { r.Cashier += "Петрова" }
	k := uncoded(t)
	k.code("shoes", 0, "0104600000000015215first")
	k.code("shoes", 1, "0104600000000015215second")
	r := k.plan(s)[1].Receipt
	require.NoError(t, r.Check())
	require.Equal(t, "Петрова", r.Cashier, "each time it is dressed from the start")
	require.Len(t, r.Positions[0].Industry, 1)
	require.Equal(t, "UUID=of 0104600000000015215first", r.Positions[0].Industry[0].Value)
}

func TestTheCodeOfGoodsSoldElsewhereMayComeWithTheirReturn(t *testing.T) {
	d := fiveDresses()
	d.Lines = d.Lines[1:2]
	k := takes(t, order.Snapshot{Draft: d, State: status.ItemHandedOut, Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(960000)}}})
	k.code("shoes", 0, "0104600000000015215first")
	k.back(1, order.Pick("shoes", amount.Pcs(1)))
	k.owes(shop, `
A-1042/refund/R1 sell-refund 4800.00: electronic 4800.00
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.58, 0104600000000015215first
`)
}
