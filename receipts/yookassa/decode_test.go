package yookassa

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return b
}

// Old and new editions, and recorded answers, differ in how they write the same thing.
func TestWhatIsSentOtherwiseThanDocumentedDecodes(t *testing.T) {
	var exact, loose Receipt
	require.NoError(t, decode(sample(t, "receipt.json"), &exact))
	require.NoError(t, decode(sample(t, "receipt_loose.json"), &loose))
	require.Equal(t, "10844", exact.FiscalDocumentNumber)
	require.Equal(t, VAT22, exact.Items[0].VATCode)
	require.Equal(t, amount.Pcs(1), exact.Items[0].Quantity)
	require.Equal(t, "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92Zm9v", exact.Items[0].MarkCode.GS1M)
	require.JSONEq(t, `{"n":1}`, string(loose.Extra["something_new"]))
	require.JSONEq(t, `true`, string(loose.Items[0].Extra["something_else"]))
	loose.Extra, loose.Items[0].Extra = nil, nil
	require.Equal(t, exact, loose)
}

func TestARequestIsWrittenAsDocumented(t *testing.T) {
	b, err := encode(sentReceipt{NewReceipt{
		Type: ReceiptPayment, PaymentID: "30fb1c22-000f-5000-9000-1c1d0a2b3c4d", Customer: Customer{Email: "ivanova@example.ru"}, Timezone: 2,
		Items: []Item{{
			Description: "Кроссовки Norda 42", Quantity: amount.Pcs(1), Measure: "piece", Amount: amount.RUB(480000), VATCode: VAT22,
			PaymentSubject: SubjectMarked, PaymentMode: FullPayment, MarkMode: "0", PlannedStatus: 1,
			MarkCode: MarkAsScanned.GS1M("0104601234567893215Qx7&aB2kLm9Z\x1d91EE07"),
			IndustryDetails: []IndustryDetail{{
				FederalID: "030", DocumentDate: "2023-11-21", DocumentNumber: "1944", Value: "UUID=1&Time=2",
			}},
		}, {Description: "Ткань", Quantity: amount.Milli(350), Amount: amount.RUB(100), VATCode: VATNone}},
		Settlements: []Settlement{{Type: Prepayment, Amount: amount.RUB(480035)}},
		Operational: &Operational{OperationID: 1, Value: "v", CreatedAt: time.Date(2026, 1, 14, 13, 0, 0, 0, time.FixedZone("", 10800))},
		Extra:       wire.Extra{"type": json.RawMessage(`"no"`), "later": json.RawMessage(`[1]`)},
	}})
	require.NoError(t, err)
	require.JSONEq(t, string(sample(t, "receipt_request.json")), string(b))
	require.Equal(t, "MDE=", MarkBase64.GS1M("01").GS1M)

	b, err = encode(Capture{})
	require.NoError(t, err)
	require.Equal(t, "{}", string(b))
	b, err = encode(map[string]any{"a": nil})
	require.NoError(t, err)
	require.Equal(t, `{"a":null}`, string(b))
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"payment.json", "receipt.json", "receipt_loose.json"} {
		f.Add(sample(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, v := range []any{new(Payment), new(Refund), new(Receipt), new(Shop), new(page[json.RawMessage])} {
			if decode(b, v) != nil {
				continue
			}
			again, err := encode(v)
			require.NoError(t, err)
			require.NoError(t, decode(again, v), "%s", again)
			if r, is := v.(*Receipt); is { // it says what it says itself
				require.True(t, r.matches(NewReceipt{Type: r.Type, Items: r.Items, Settlements: r.Settlements}))
				is, told := r.paysMoney()
				require.True(t, told || !is)
				if name := r.keyWritten(); name != "" && len(name) <= maxOperationValue {
					require.Equal(t, r, findByKey([]Receipt{*r}, name))
				}
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(sample(f, "notification.json"))
	f.Add([]byte(`{"type":"notification","event":"deal.closed","object":{"id":1}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := (Webhook{}).Parse(nil, b)
		if err != nil {
			require.NotEqual(t, 200, (Webhook{}).Answer(err).Status)
			return
		}
		require.NotEmpty(t, n.ID)
		require.False(t, n.Payment != nil && n.Refund != nil)
	})
}
