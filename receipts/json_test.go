package receipts_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// A receipt is kept from when it is owed until it is registered: stores hold this form. The file is golden and never
// edited; a new field needs one of its own.
func TestReceiptsThatAreKeptCanBeRead(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "receipt_v1.json"))
	require.NoError(t, err)
	var o receipts.RefundOrder
	require.NoError(t, json.Unmarshal(data, &o))
	require.Equal(t, everyField(), o)
	again, err := json.MarshalIndent(o, "", "  ")
	require.NoError(t, err)
	require.Equal(t, string(data), string(again)+"\n")
}

func TestAPlannedReceiptSurvivesBeingKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := everyField().Receipt
		r.Key, r.Positions[0].Mark = rapid.String().Draw(t, "key"), rapid.StringMatching(`01\d{14}21[!-~]{13}\x1d91[!-~]{4}`).Draw(t, "mark")
		r.Positions[0].Sum = amount.RUB(rapid.Int64Range(0, 1<<40).Draw(t, "sum"))
		data, err := json.Marshal(r)
		require.NoError(t, err)
		var back receipts.Receipt
		require.NoError(t, json.Unmarshal(data, &back))
		require.Equal(t, *r, back)
	})
}

// everyField is an order to pay back in which nothing is left out.
func everyField() receipts.RefundOrder {
	return receipts.RefundOrder{
		Key: "A-1042/refund/R1/1/p1", Payment: order.Ref{System: "yookassa", Account: "pay-1", Kind: "payment", ID: "30fb1c22"},
		Amount: amount.RUB(480000), Reason: "defect",
		Receipt: &receipts.Receipt{
			Key: "A-1042/refund/R1", Kind: receipts.SellRefund, Format: receipts.FFD120,
			Buyer:    receipts.Buyer{Email: "ivanova@example.ru", Phone: "+79000000000", Name: "ООО Ромашка", INN: "7701234567"},
			Internet: true, TaxSystem: receipts.TaxIncome,
			Positions: []receipts.Position{{
				Name: "Кроссовки", Price: amount.RUB(480000), Quantity: amount.Pcs(1), Sum: amount.RUB(480000), VAT: amount.VAT22,
				VATSum: amount.RUB(86557), Method: receipts.FullPayment, Object: receipts.GoodsMarked, Measure: receipts.Kilogram,
				Marked: true, Mark: "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07", Country: "643", Declaration: "10702010/200125/0001234",
				Excise: amount.RUB(100), UserData: "data",
				Industry: []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "UUID=1&Time=2"}},
				Agent:    &receipts.Agent{Role: receipts.CommissionAgent, Phones: []string{"+79001112233"}, SupplierName: "Поставщик", SupplierINN: "500100732259"},
				Line:     "shoes", Units: []order.Units{{Line: "shoes", From: amount.Pcs(1), To: amount.Pcs(2)}},
			}},
			Payments: []receipts.Payment{{Form: receipts.Electronic, Sum: amount.RUB(480000)}}, Total: amount.RUB(480000),
			About:      order.Ref{System: "yookassa", Kind: "refund", ID: "30fc77d1"},
			Correction: &receipts.Correction{Ordered: true, Date: "2026-01-13", Number: "17"},
			Cashier:    "Петрова", CheckProp: "prop", UserProp: &receipts.UserProp{Name: "name", Value: "value"},
			Industry: []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "v"}}, TimeZone: 2,
		},
	}
}
