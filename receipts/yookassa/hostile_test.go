package yookassa_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// Where metadata is not told, what is refused may have been paid under the same key in other words.
func TestARefusalBesideALikeRefundIsInDoubt(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(100000))
	must(c.CreateRefund(t.Context(), "k", yookassa.NewRefund{PaymentID: p.ID, Amount: amount.RUB(77700)}))(t)
	fails(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700)))(t, ordo.ErrInDoubt, "exceeds the remaining", kassa.Refunds()[0].ID)
	r := must(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R2/1/p1", 50000)))(t)
	require.Equal(t, receipts.RefundRefused, r.State, "one of another sum is none")
}

func TestARefundIsFoundWhereItsPaymentIsNotTold(t *testing.T) {
	kassa, c, p := paid(t, yookassatest.Settings{}, newPayment(300000))
	kassa.Faults().Always("GET /refunds", fake.Refuse(200, "application/json", `{"items":[{"id":"r-1","status":"succeeded",
		"amount":{"value":"777.00","currency":"RUB"},"metadata":{"refund_key":"A-1042/refund/R1/1/p1"}}]}`))
	r := must(c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", 77700)))(t)
	require.Equal(t, []string{"r-1", p.ID}, []string{r.Ref.ID, r.Payment.ID})
	require.Empty(t, kassa.Refunds())
}

// What is told may be ahead of what is read: then it shall be told again.
func TestNewsThatAreAheadOfWhatIsReadComeAgain(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{SlowRefunds: true})
	open := must(c.CreatePayment(t.Context(), "k1", newPayment(300000)))(t)
	paid := pay(t, kassa, c, "k2", newPayment(300000))
	back := must(c.CreateRefund(t.Context(), "r", newRefund(paid, 1000)))(t)
	for event, tt := range map[string]struct {
		id     string
		answer int
		why    string
	}{
		"payment.succeeded":           {open.ID, 500, "the payment is pending"},
		"refund.succeeded":            {back.ID, 500, "the refund is pending"},
		"payment.waiting_for_capture": {paid.ID, 200, "the payment is succeeded"}, // it has moved on
		"payment.canceled":            {paid.ID, 200, "the payment is succeeded"}, // and stays there
		"refund.pending":              {back.ID, 200, "the refund is 10.00 RUB, the notification has 3000.00 RUB"},
	} {
		post, err := call(c.Gateway(), yookassatest.Source, news(event, tt.id, `,"payment_id":"`+paid.ID+`"`))
		untrue := as[*yookassa.VerifyError](t, err, event)
		require.Equal(t, tt.why, untrue.Why)
		require.Zero(t, post, event)
		require.Equal(t, tt.answer, c.Gateway().Answer(err).Status, event)
	}
}

func TestTheReceiptOfARefundSaysWhatTheRegisterWants(t *testing.T) {
	kassa, _ := start(t, yookassatest.Settings{})
	rec := &recorder{RoundTripper: kassa.Transport()}
	c := client(rec)
	p := pay(t, kassa, c, "pay", newPayment(580000))
	type said struct {
		Receipt struct {
			Customer struct{ Phone string }
			Internet *bool
			Items    []struct {
				Description string
				Status      int `json:"planned_status"`
			}
		}
	}
	o := orderBack(p, "A-1042/refund/R1", 10000)
	o.Receipt = shoesBack()
	o.Receipt.Buyer.Phone, o.Receipt.Internet, o.Receipt.Positions[1].Name = "9000000000", false, "  Шнурок "
	o.Receipt.Total, o.Receipt.Positions, o.Receipt.Payments[0].Sum = amount.RUB(10000), o.Receipt.Positions[1:], amount.RUB(10000)
	must(c.Gateway(yookassa.WithReceipts(yookassa.MarkAsScanned)).Refund(t.Context(), o))(t)
	var s said
	require.NoError(t, json.Unmarshal(rec.ordered, &s))
	require.Equal(t, "79000000000", s.Receipt.Customer.Phone)
	require.NotNil(t, s.Receipt.Internet, "left out, YooKassa takes it for a sale over the Internet")
	require.False(t, *s.Receipt.Internet)
	require.Equal(t, "Шнурок", s.Receipt.Items[0].Description)
	require.Zero(t, s.Receipt.Items[0].Status, "only marked goods have one")
	o = orderBack(p, "A-1042/refund/R9", 490000)
	o.Receipt = shoesBack()
	must(c.Gateway(yookassa.WithReceipts(yookassa.MarkAsScanned)).Refund(t.Context(), o))(t)
	require.NoError(t, json.Unmarshal(rec.ordered, &s))
	require.Equal(t, 3, s.Receipt.Items[0].Status, "a piece that is returned")
}

// Only YooKassa itself refuses a refund: whoever hears of a refusal orders it again under another key.
func TestOnlyYooKassaItselfRefusesARefund(t *testing.T) {
	const list, post = "GET /refunds", "POST /refunds"
	cut := fake.Cut(20)
	for name, tt := range map[string]struct {
		where string
		fault fake.Fault
		class ordo.Class
	}{
		"a list that is not to be had":   {list, yookassatest.Refuse(404, "not_found", "No such resource"), ordo.Auth},
		"a list asked for wrongly":       {list, fake.Refuse(400, "application/json", `{"type":"error","code":"invalid_request","parameter":"limit"}`), ordo.Auth},
		"a list that is none":            {list, fake.Refuse(200, "application/json", `{"items":7}`), ordo.InDoubt},
		"a page of a proxy":              {post, fake.Refuse(400, "text/html", "<html>Bad Request</html>"), ordo.InDoubt},
		"a refusal that broke off":       {post, cut, ordo.InDoubt},
		"YooKassa's own, of the request": {post, yookassatest.Refuse(400, "invalid_request", "no"), 0},
	} {
		t.Run(name, bubble(yookassatest.Settings{}, func(t *testing.T, kassa *yookassatest.Server, c *yookassa.Client) {
			p := pay(t, kassa, c, "pay", newPayment(300000))
			sum := int64(77700)
			if name == "a refusal that broke off" {
				sum = 300001
			}
			kassa.Faults().Always(tt.where, tt.fault)
			r, err := c.Gateway().Refund(t.Context(), orderBack(p, "A-1042/refund/R1/1/p1", sum))
			require.Equal(t, tt.class, ordo.ClassOf(err), "%v", err)
			require.Equal(t, tt.class == 0, r.State == receipts.RefundRefused)
			require.Empty(t, kassa.Refunds())
		}))
	}
}
