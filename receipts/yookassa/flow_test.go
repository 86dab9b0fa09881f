package yookassa_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func TestABuyerPaysAndGetsAPartBack(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{Fiscalization: "avanpost", Loose: true})
	made := must(c.CreatePayment(t.Context(), "A-1042-pay-1", newPayment(580000)))(t)
	require.Equal(t, yookassa.Pending, made.Status)
	require.False(t, made.Status.IsFinal())
	require.Equal(t, amount.RUB(580000), made.Amount)
	require.Contains(t, made.Confirmation.URL, "https://yoomoney.ru/checkout/")
	require.True(t, made.Test)
	require.Equal(t, yookassatest.DefaultShopID, made.Recipient.AccountID)
	require.Contains(t, made.Extra, "something_new")

	require.NoError(t, kassa.Pay(made.ID))
	p := must(c.GetPayment(t.Context(), made.ID))(t)
	require.True(t, p.Status.IsFinal() && p.Paid && p.Refundable)
	require.Nil(t, p.Confirmation)
	require.Equal(t, yookassa.Succeeded, p.Receipt)
	require.Equal(t, "4477", p.PaymentMethod.Card.Last4)
	require.True(t, p.Authorization.ThreeDSecure.Applied)
	require.Equal(t, amount.RUB(563760), p.IncomeAmount)
	require.False(t, p.CapturedAt.IsZero())

	settlement := must(c.CreateReceipt(t.Context(), "A-1042-settle-S1-1", yookassa.NewReceipt{
		Type: yookassa.ReceiptPayment, PaymentID: p.ID, Customer: buyer, Timezone: 2,
		Items:       []yookassa.Item{line("Кроссовки", 480000, 1), line("Носки", 35000, 2), line("Доставка", 30000, 1)},
		Settlements: []yookassa.Settlement{{Type: yookassa.Prepayment, Amount: amount.RUB(580000)}},
	}))(t)
	settlement = must(c.WaitReceipt(t.Context(), settlement.ID))(t)
	require.Equal(t, yookassa.Succeeded, settlement.Status)
	require.Equal(t, amount.Pcs(2), settlement.Items[1].Quantity)
	require.Equal(t, yookassa.VAT22, settlement.Items[1].VATCode)
	require.NotEmpty(t, settlement.FiscalDocumentNumber)
	require.Equal(t, []yookassa.Settlement{{Type: yookassa.Prepayment, Amount: amount.RUB(580000)}}, settlement.Settlements)
	_, offset := settlement.RegisteredAt.Zone()
	require.Equal(t, 3*60*60, offset)

	block := newRefund(p, 480000)
	require.NoError(t, p.CheckRefund(block))
	r := must(c.CreateRefund(t.Context(), "A-1042-refund-R1-1", block))(t)
	require.Equal(t, yookassa.Succeeded, r.Status)
	require.Equal(t, yookassa.Succeeded, r.Receipt)
	r = must(c.GetRefund(t.Context(), r.ID))(t)
	require.Equal(t, p.ID, r.PaymentID)

	p = must(c.GetPayment(t.Context(), p.ID))(t)
	left := must(p.Remaining())(t)
	require.Equal(t, amount.RUB(100000), left)
	require.ErrorContains(t, p.CheckRefund(newRefund(p, 100001)), "1000.01 RUB is more than 1000.00 RUB")

	var kinds []string
	for rec, err := range c.ListReceipts(t.Context(), yookassa.ReceiptFilter{PaymentID: p.ID}) {
		require.NoError(t, err)
		require.NoError(t, rec.Problem)
		kinds = append(kinds, rec.Value.Type)
	}
	require.Equal(t, []string{"refund", "payment", "payment"}, kinds, "the newest first")
	for rec, err := range c.ListReceipts(t.Context(), yookassa.ReceiptFilter{RefundID: r.ID}) {
		require.NoError(t, err)
		one := must(c.GetReceipt(t.Context(), rec.ID))(t)
		require.Equal(t, rec.Value, *one)
	}
}

func TestAHeldPaymentIsCapturedInPart(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{Fiscalization: "atol"})
	two := newPayment(580000)
	two.Capture = false
	p := pay(t, kassa, c, "k1", two)
	require.Equal(t, yookassa.WaitingForCapture, p.Status)
	require.False(t, p.ExpiresAt.IsZero())

	_, err := c.CapturePayment(t.Context(), "k2", p.ID, yookassa.Capture{Amount: amount.RUB(100000)})
	require.ErrorIs(t, err, ordo.ErrInvalid, "a part needs a receipt")
	field := as[*yookassa.ParameterError](t, err)
	require.Equal(t, "receipt", field.Parameter)
	_, err = c.CapturePayment(t.Context(), "k3", p.ID, yookassa.Capture{Amount: amount.RUB(580001), Receipt: advance(580001)})
	require.ErrorContains(t, err, "exceeds the authorized amount")

	p = must(c.CapturePayment(t.Context(), "k4", p.ID, yookassa.Capture{Amount: amount.RUB(480000), Receipt: advance(480000)}))(t)
	require.Equal(t, amount.RUB(480000), p.Amount)
	require.Equal(t, yookassa.Succeeded, p.Status)
	require.Len(t, kassa.Receipts(), 3, "the first, its reversal, and the new one")
	fails(c.CancelPayment(t.Context(), "k5", p.ID))(t, ordo.ErrInvalid)

	whole := pay(t, kassa, c, "k6", two)
	whole = must(c.CapturePayment(t.Context(), "k7", whole.ID, yookassa.Capture{}))(t)
	require.Equal(t, amount.RUB(580000), whole.Amount)
}

func TestAHeldPaymentIsLetGo(t *testing.T) {
	now := time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)
	kassa, c := start(t, yookassatest.Settings{Now: func() time.Time { return now }})
	two := newPayment(580000)
	two.Capture = false
	p := pay(t, kassa, c, "k1", two)
	p = must(c.CancelPayment(t.Context(), "k2", p.ID))(t)
	require.Equal(t, yookassa.Canceled, p.Status)
	require.Equal(t, yookassa.PartyMerchant, p.Cancellation.Party)

	late := pay(t, kassa, c, "k3", two)
	now = late.ExpiresAt
	late = must(c.GetPayment(t.Context(), late.ID))(t)
	why, known := yookassa.PaymentReason(late.Cancellation.Reason)
	require.True(t, known)
	require.Equal(t, "expired_on_capture", why.Code)
	require.Equal(t, yookassa.RemedyRetry, why.Remedy)
}

func TestListsAreReadPageByPage(t *testing.T) {
	now := time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)
	kassa, c := start(t, yookassatest.Settings{Now: func() time.Time { return now }})
	for n := range 205 {
		now = now.Add(time.Minute)
		must(c.CreatePayment(t.Context(), fmt.Sprint("k", n), newPayment(int64(1000+n))))(t)
	}
	count := func(f yookassa.PaymentFilter) (n int) {
		last := time.Time{}
		for r, err := range c.ListPayments(t.Context(), f) {
			require.NoError(t, err)
			require.NoError(t, r.Problem)
			require.True(t, last.IsZero() || r.Value.CreatedAt.Before(last))
			last = r.Value.CreatedAt
			n++
		}
		return n
	}
	require.Equal(t, 205, count(yookassa.PaymentFilter{}))
	require.Equal(t, 3, kassa.Calls("GET /payments"))
	require.Equal(t, 10, count(yookassa.PaymentFilter{Created: yookassa.Period{From: now.Add(-10 * time.Minute), Before: now}}))
	require.Equal(t, 0, count(yookassa.PaymentFilter{Status: yookassa.Succeeded}))
	require.NoError(t, kassa.Pay(kassa.Payments()[7].ID))
	require.Equal(t, 1, count(yookassa.PaymentFilter{Status: yookassa.Succeeded, PaymentMethod: "bank_card", Captured: yookassa.Period{From: now}}))
}

func TestAPartnerSubscribesToNotifications(t *testing.T) {
	kassa, own := start(t, yookassatest.Settings{})
	fails(own.CreateSubscription(t.Context(), "k1", yookassa.EventPaymentSucceeded, "https://shop.example.ru/yk"))(t, ordo.ErrAuth) // a shop's key is not enough

	c := yookassa.NewPartner(yookassatest.PartnerToken, ordo.WithBaseURL(kassa.URL()))
	made := must(c.CreateSubscription(t.Context(), "k2", yookassa.EventPaymentSucceeded, "https://shop.example.ru/yk"))(t)
	all := must(c.ListSubscriptions(t.Context()))(t)
	require.Equal(t, []yookassa.Subscription{*made}, all)
	require.NoError(t, c.DeleteSubscription(t.Context(), "k3", made.ID))
	require.NoError(t, c.DeleteSubscription(t.Context(), "k3", made.ID), "the same key is the same deed")
	require.ErrorIs(t, c.DeleteSubscription(t.Context(), "k4", made.ID), ordo.ErrNotFound)
	require.Error(t, c.DeleteSubscription(t.Context(), "k5", " "))
}

func TestWhatIsNotWrappedIsCalled(t *testing.T) {
	_, c := start(t, yookassatest.Settings{})
	var made yookassa.Payment
	require.NoError(t, c.Call(t.Context(), "POST", "/payments", "k1", newPayment(700), &made))
	require.Equal(t, amount.RUB(700), made.Amount)
	var list struct {
		Items []yookassa.Payment `json:"items"`
	}
	require.NoError(t, c.Call(t.Context(), "GET", "/payments?limit=1", "", nil, &list))
	require.Len(t, list.Items, 1)
	require.ErrorIs(t, c.Call(t.Context(), "POST", "/invoices", "k2", map[string]any{"a": 1}, nil), ordo.ErrNotFound)
}
