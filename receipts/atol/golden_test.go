package atol_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// norda is the marking code of a pair of shoes, as scanned.
const norda = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// exact compares JSON by value.
func exact(t *testing.T, want, got []byte) {
	t.Helper()
	require.JSONEq(t, string(want), string(got))
}

func at(text string) time.Time {
	when, err := time.ParseInLocation("02.01.2006 15:04:05", text, msk)
	if err != nil {
		panic(err)
	}
	return when
}

var permission = []atol.SectoralProp{{
	FederalID: "030", Date: time.Date(2023, 11, 21, 0, 0, 0, 0, time.UTC), Number: "1944",
	Value: "UUID=1f3f6f0e-3f0f-4a4e-8a41-7c0b4b1e2a90&Time=1768381330114",
}}

func shoes() atol.Item {
	return atol.Item{
		Name: "Кроссовки Norda 42", Price: amount.RUB(480000), Quantity: amount.Pcs(1), Method: atol.FullPayment,
		Object: atol.CommodityWithMark, VAT: amount.VAT22, VATSum: amount.RUB(86557), Mark: &atol.Mark{Kind: atol.GS1M, Code: norda},
	}
}

func TestADocumentOfEverythingIsWrittenAsTheServiceShowsIt(t *testing.T) {
	full := atol.Document{
		ExternalID: "A-0990-corr-1", At: at("15.01.2026 09:00:00"), Company: advance("").Company,
		Correction: &atol.Correction{Type: atol.ByOrder, Date: time.Date(2026, 1, 13, 0, 0, 0, 0, msk), Number: "17-08/114"},
		Items: []atol.Item{{
			Name: "Кабель", Price: amount.RUB(40000), Quantity: amount.Milli(3500), Measure: atol.Metre, Method: atol.FullPayment,
			Object: atol.Commodity, VAT: amount.VAT22, UserData: "бухта 7", CountryCode: "643", Declaration: "10013160/140126/0001",
			Agent: &atol.Agent{
				Type: atol.CommissionAgent, Operation: "перевод", PayingPhones: []string{"+79990000001"},
				ReceiverPhones: []string{"+79990000002"}, TransferPhones: []string{"+79990000003"},
				TransferName: "ООО Перевод", TransferAddress: "Тверь, Примерная, 1", TransferINN: "7700000000",
			},
			Supplier: &atol.Supplier{Phones: []string{"+79990000004"}, Name: "ООО Поставщик", INN: "7700000001"},
		}},
		Payments: []atol.Payment{{Type: atol.Cash, Sum: amount.RUB(100000)}, {Type: atol.Electronic, Sum: amount.RUB(40000)}},
		Cashier:  "Иванова А.", CashierINN: "771234567890", CheckProps: "смена 4",
		UserProps:      &atol.UserProps{Name: "заказ", Value: "A-0990"},
		OperatingProps: &atol.OperatingProps{Name: "0", Value: "x1", At: at("15.01.2026 08:59:00")},
		SectoralProps:  []atol.SectoralProp{{FederalID: "030", Date: permission[0].Date, Number: "1944", Value: "UUID=a&Time=1"}},
		DeviceNumber:   "7",
		Cashless:       []atol.Cashless{{Sum: amount.RUB(40000), Method: 1, ID: "pay-77", Info: "СБП"}},
	}

	inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		must(c.Register(t.Context(), atol.SellCorrection, full))(t)
		sent := kassa.Receipts()[0].Body
		exact(t, testdata(t, "sell_correction_v5.json"), sent)
		require.Regexp(t, `"sum":\d+\.\d\d[,}]`, string(sent), "two decimals")
	})
}

func TestTheBuyerOfAPassportedSaleIsWrittenInFull(t *testing.T) {
	inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		d := advance("A")
		source := 3
		d.SourceID, d.ISMOptional = &source, true
		d.Buyer = atol.Buyer{
			Phone: "+79990000000", Name: "Иванова Анна", INN: "771234567890",
			Birthdate: time.Date(1990, 5, 7, 0, 0, 0, 0, time.UTC), Citizenship: "643", DocumentCode: "21", DocumentData: "4507 000000",
			Address: "Тверь",
		}
		must(c.Register(t.Context(), atol.Sell, d))(t)
		var sent struct {
			SourceID    int  `json:"source_id"`
			ISMOptional bool `json:"ism_optional"`
			Receipt     struct{ Client json.RawMessage }
		}
		require.NoError(t, json.Unmarshal(kassa.Receipts()[0].Body, &sent))
		require.Equal(t, 3, sent.SourceID)
		require.True(t, sent.ISMOptional)
		exact(t, []byte(`{"phone":"+79990000000","name":"Иванова Анна","inn":"771234567890","birthdate":"07.05.1990",
			"citizenship":"643","document_code":"21","document_data":"4507 000000","address":"Тверь"}`), sent.Receipt.Client)
	})
}

func TestEachVersionGetsItsOwnWords(t *testing.T) {
	for _, tc := range []struct {
		object atol.PaymentObject
		word   string
	}{
		{atol.Commodity, "commodity"},
		{atol.Service, "service"},
		{atol.NonOperatingGain, "non-operating_gain"},
		{atol.PaymentItself, "payment"},
		{atol.CasinoPayment, "casino_payment"},
		{atol.CommodityWithoutMark, "commodity"},
		{atol.ExciseWithoutMark, "excise"},
		{atol.BankAgentPayout, ""},
	} {
		d := advance("A")
		d.Items[0].Object, d.Items[0].Measure = tc.object, atol.Kilogram
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			_, err := c.Register(t.Context(), atol.Sell, d)
			if tc.word == "" {
				require.ErrorContains(t, err, "v5 only")
				return
			}
			require.NoError(t, err)
			require.Contains(t, string(kassa.Receipts()[0].Body), `"measurement_unit":"кг","sum":5800.00,"payment_method":"advance","payment_object":"`+tc.word+`"`)
		})
		inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			must(c.Register(t.Context(), atol.Sell, d))(t)
			n := must(json.Marshal(tc.object))(t)
			require.Contains(t, string(kassa.Receipts()[0].Body), `"measure":11,"sum":5800.00,"payment_method":"advance","payment_object":`+string(n))
		})
	}
}

func TestAMarkedUnitOfFormat105IsWrittenAsBytes(t *testing.T) {
	code := must(atol.Nomenclature("04601234567893", "5Qx7&aB2kLm9Z"))(t)
	require.Equal(t, "44 4D 04 2F 4E F3 B2 D5 35 51 78 37 26 61 42 32 6B 4C 6D 39 5A", code)
	for _, bad := range [][2]string{
		{"0460123456789", "x"},
		{"0460123456789x", "x"},
		{"+4601234567893", "x"},
		{"04601234567893", ""},
		{"04601234567893", strings.Repeat("x", 25)},
	} {
		_, err := atol.Nomenclature(bad[0], bad[1])
		require.Error(t, err, "%v", bad)
	}
}
