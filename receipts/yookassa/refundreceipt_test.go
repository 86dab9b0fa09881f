package yookassa_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

const scanned = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// shoesBack is the receipt of a refund of shoes and a half metre of lace.
func shoesBack() *receipts.Receipt {
	return &receipts.Receipt{
		Key: "A-1042/refund/R1", Kind: receipts.SellRefund, Buyer: receipts.Buyer{Email: "ivanova@example.ru", Phone: "+79000000000"},
		Internet: true, TaxSystem: receipts.TaxIncomeOutcome, TimeZone: 2, Total: amount.RUB(490000),
		Payments: []receipts.Payment{{Form: receipts.Electronic, Sum: amount.RUB(490000)}},
		Positions: []receipts.Position{
			{
				Name: "Кроссовки", Price: amount.RUB(480000), Quantity: amount.Pcs(1), Sum: amount.RUB(480000), VAT: amount.VAT22, VATSum: amount.RUB(86557),
				Method: receipts.FullPayment, Object: receipts.GoodsMarked, Marked: true, Mark: scanned,
			},
			{
				Name: "Шнурок", Price: amount.RUB(20000), Quantity: amount.Milli(500), Sum: amount.RUB(10000), VAT: amount.VATNone, VATSum: amount.RUB(0),
				Method: receipts.FullPayment, Object: receipts.Commodity, Measure: receipts.Metre, Declaration: "10702030/030223/3007829",
				Excise: amount.RUB(150), Industry: []receipts.Industry{{FederalID: "030", Date: "2023-11-21", Number: "1944", Value: "UUID=1"}},
			},
		},
	}
}

func TestTheReceiptOfARefundGoesAlong(t *testing.T) {
	_, c, p := paid(t, yookassatest.Settings{Fiscalization: "avanpost"}, newPayment(580000))
	g := c.Gateway(yookassa.WithReceipts(yookassa.MarkAsScanned))
	o := orderBack(p, "A-1042/refund/R1/1/p1", 490000)
	bare := must(g.Refund(t.Context(), o))(t)
	require.Equal(t, receipts.RefundRefused, bare.State)
	require.Contains(t, bare.Text, "Receipt is missing")

	o.Key, o.Receipt = "A-1042/refund/R1/2/p1", shoesBack()
	r := must(g.Refund(t.Context(), o))(t)
	read := must(g.ReadRefund(t.Context(), r.Ref))(t)
	require.Equal(t, r, read)
	d := r.Receipt
	require.Equal(t, receipts.DocumentDone, d.State)
	require.Equal(t, o.Receipt.Key, d.Key)
	require.Equal(t, amount.RUB(490000), d.Total)
	require.NotEmpty(t, d.Number)
	require.NotEmpty(t, d.Sign)
	require.Equal(t, "9960440300112233", d.Drive)

	made := must(c.GetReceipt(t.Context(), d.Ref.ID))(t)
	require.Equal(t, []yookassa.Item{
		{
			Description: "Кроссовки", Amount: amount.RUB(480000), Quantity: amount.Pcs(1), VATCode: yookassa.VAT22, Measure: "piece",
			PaymentSubject: "marked", PaymentMode: "full_payment", MarkCode: &yookassa.MarkCode{GS1M: scanned}, MarkMode: "0", PlannedStatus: 3,
		},
		{
			Description: "Шнурок", Amount: amount.RUB(20000), Quantity: amount.Milli(500), VATCode: yookassa.VATNone, Measure: "meter",
			PaymentSubject: "commodity", PaymentMode: "full_payment", CustomsNumber: "10702030/030223/3007829", Excise: "1.50",
			IndustryDetails: []yookassa.IndustryDetail{{FederalID: "030", DocumentDate: "2023-11-21", DocumentNumber: "1944", Value: "UUID=1"}},
		},
	}, made.Items)
}

// recorder keeps what is ordered.
type recorder struct {
	http.RoundTripper
	ordered []byte
}

func (rec *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		rec.ordered, _ = io.ReadAll(r.Body) // it is held in memory
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(rec.ordered))
	}
	return rec.RoundTripper.RoundTrip(r)
}

func TestWhatIsOrderedNamesTheOrderAndTheBuyer(t *testing.T) {
	kassa, _ := start(t, yookassatest.Settings{})
	rec := &recorder{RoundTripper: kassa.Transport()}
	c := client(rec)
	p := pay(t, kassa, c, "pay", newPayment(580000))
	o := orderBack(p, "A-1042/refund/R1/1/p1", 490000)
	o.Receipt = shoesBack()
	must(c.Gateway(yookassa.WithReceipts(yookassa.MarkBase64)).Refund(t.Context(), o))(t)
	var said struct {
		Receipt struct {
			Customer yookassa.Customer
			Internet bool
			Tax      int `json:"tax_system_code"`
			Timezone int
			Items    []struct {
				Mark map[string]string `json:"mark_code_info"`
			}
		}
		Metadata    map[string]string
		Description string
	}
	require.NoError(t, json.Unmarshal(rec.ordered, &said))
	require.Equal(t, map[string]string{"refund_key": o.Key, "receipt_key": o.Receipt.Key}, said.Metadata)
	require.Equal(t, o.Reason, said.Description)
	require.Equal(t, "ivanova@example.ru", said.Receipt.Customer.Email)
	require.True(t, said.Receipt.Internet)
	require.Equal(t, yookassa.TaxIncomeOutcome, said.Receipt.Tax)
	require.Equal(t, 2, said.Receipt.Timezone, "there are marked goods")
	require.Equal(t, base64.StdEncoding.EncodeToString([]byte(scanned)), said.Receipt.Items[0].Mark["gs_1m"])
	require.Contains(t, string(rec.ordered), `"phone":"79000000000"`)

	o = orderBack(p, "A-1042/refund/R2/1/p1", 10000)
	o.Receipt = shoesBack()
	o.Receipt.Total, o.Receipt.Positions, o.Receipt.Payments[0].Sum = amount.RUB(10000), o.Receipt.Positions[1:], amount.RUB(10000)
	must(c.Gateway(yookassa.WithReceipts(yookassa.MarkBase64)).Refund(t.Context(), o))(t)
	require.NotContains(t, string(rec.ordered), "timezone", "it is for marked goods")
}

func TestAReceiptStaysAtHomeWhenAnotherServiceRegistersThem(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	sale := newPayment(580000)
	sale.Receipt = nil
	p := pay(t, kassa, c, "pay", sale)
	o := orderBack(p, "A-1042/refund/R1/1/p1", 490000)
	o.Receipt = shoesBack()
	r := must(c.Gateway().Refund(t.Context(), o))(t)
	require.Equal(t, receipts.RefundDone, r.State)
	require.Nil(t, r.Receipt)
	require.Empty(t, kassa.Receipts())
}

func TestTheMoneyIsToldWhateverBecomesOfTheReceipt(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{Fiscalization: "avanpost", SlowReceipts: true}, newPayment(580000))
	g := c.Gateway(yookassa.WithReceipts(yookassa.MarkBase64))
	o := orderBack(p, "A-1042/refund/R1/1/p1", 490000)
	o.Receipt = shoesBack()
	told := func() receipts.Refund {
		r := must(g.Refund(t.Context(), o))(t)
		require.Equal(t, receipts.RefundDone, r.State)
		require.Equal(t, o.Receipt.Key, r.Receipt.Key)
		return r
	}
	require.Equal(t, receipts.DocumentWaiting, told().Receipt.State)
	all := kassa.Receipts()
	require.NoError(t, kassa.RefuseReceipt(all[len(all)-1].ID))
	require.Equal(t, receipts.DocumentFailed, told().Receipt.State)
	require.NotEmpty(t, told().Receipt.Text)

	o.Key, o.Amount = "A-1042/refund/R2/1/p1", amount.RUB(10000)
	o.Receipt.Key, o.Receipt.Total, o.Receipt.Positions = "A-1042/refund/R2", amount.RUB(10000), o.Receipt.Positions[1:]
	o.Receipt.Payments[0].Sum = amount.RUB(10000)
	told()
	all = kassa.Receipts()
	require.NoError(t, kassa.RegisterReceipt(all[len(all)-1].ID))
	kassa.Faults().Always("GET /receipts", yookassatest.Refuse(400, "invalid_request", "no"))
	require.Equal(t, receipts.DocumentWaiting, told().Receipt.State, "done is what can be shown")
	kassa.Faults().Clear()
	require.Equal(t, receipts.DocumentDone, told().Receipt.State)
}

func TestWhatAReceiptCannotSayHereIsNotLeftOut(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(580000))
	g := c.Gateway(yookassa.WithReceipts(yookassa.MarkAsScanned))
	for field, spoil := range map[string]func(*receipts.Receipt){
		"receipt.cashier":                                   func(r *receipts.Receipt) { r.Cashier = "Иванова" },
		"receipt.check_prop":                                func(r *receipts.Receipt) { r.CheckProp = "x" },
		"receipt.additional_user_props":                     func(r *receipts.Receipt) { r.UserProp = &receipts.UserProp{Name: "a", Value: "b"} },
		"receipt.payments[0]":                               func(r *receipts.Receipt) { r.Payments[0].Form = receipts.Cash },
		"receipt.items[1].payment_subject":                  func(r *receipts.Receipt) { r.Positions[1].Object = 27 },
		"receipt.items[1].measure":                          func(r *receipts.Receipt) { r.Positions[1].Measure = 82 },
		"receipt.items[1].country_of_origin_code":           func(r *receipts.Receipt) { r.Positions[1].Country = "156" },
		"receipt.items[1].additional_payment_subject_props": func(r *receipts.Receipt) { r.Positions[1].UserData = "x" },
		"receipt.items[1].agent_type": func(r *receipts.Receipt) {
			r.Positions[1].Agent = &receipts.Agent{Role: receipts.Attorney, SupplierINN: "7700000000"}
		},
		"receipt.items[0].product_code": func(r *receipts.Receipt) {
			r.Format, r.Positions[0].Object, r.Positions[1].Industry = receipts.FFD105, receipts.Commodity, nil
		},
	} {
		o := orderBack(p, "A-1042/refund/R1/1/p1", 490000)
		o.Receipt = shoesBack()
		spoil(o.Receipt)
		require.NoError(t, o.Check(), field)
		_, err := g.Refund(t.Context(), o)
		require.ErrorIs(t, err, ordo.ErrUnsupported, field)
		problems := as[yookassa.Problems](t, err, field)
		require.Len(t, problems, 1)
		require.Equal(t, field, problems[0].Field)
	}
	require.Empty(t, kassa.Refunds())
}
