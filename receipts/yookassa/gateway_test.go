package yookassa_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/receipttest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

func TestTheGatewayKeepsThePromisesOfThePort(t *testing.T) {
	for name, st := range map[string]yookassatest.Settings{
		"refunds at once":       {},
		"refunds that wait":     {SlowRefunds: true},
		"registers at YooKassa": {Fiscalization: "avanpost", ReceiptsLater: true, Loose: true},
		"receipts that wait":    {Fiscalization: "atol", ReceiptsLater: true, SlowReceipts: true, SlowRefunds: true},
	} {
		t.Run(name, func(t *testing.T) { receipttest.RunGatewayInBubble(t, fixture(st)) })
	}
}

// fixture is a shop and what can be done there behind the gateway's back.
func fixture(st yookassatest.Settings) func(*testing.T) receipttest.Gateway {
	return func(t *testing.T) receipttest.Gateway {
		t.Helper()
		d := &letterbox{}
		st.Receiver = fake.Receiver{URL: "https://shop.example.ru/yk", Transport: fake.Direct(d)}
		kassa := yookassatest.New(st)
		t.Cleanup(kassa.Close)
		rt := &decliner{kassa: kassa}
		c := client(rt)
		f := receipttest.Gateway{
			Port:           c.Gateway(),
			BadCredentials: stranger(kassa).Gateway(),
			Pays: func(sum amount.Money) order.Ref {
				return refOf(pay(t, kassa, c, yookassa.Key(t.Name(), "pay"), newPayment(sum.Minor())))
			},
			Refunded: func(p order.Ref) amount.Money { return back(t, kassa, p.ID) },
			Holds: func(sum amount.Money) order.Ref {
				n := newPayment(sum.Minor())
				n.Capture = false
				return refOf(pay(t, kassa, c, yookassa.Key(t.Name(), "hold"), n))
			},
			Taken: func(p order.Ref) amount.Money {
				got := must(c.GetPayment(t.Context(), p.ID))(t)
				if got.Status != yookassa.Succeeded {
					return amount.RUB(0)
				}
				return got.Amount
			},
			Process: func() {
				for _, r := range kassa.Refunds() {
					if r.Status == "pending" {
						require.NoError(t, kassa.SettleRefund(r.ID))
					}
				}
			},
			Refuses: func(string) { rt.next.Store(true) },
			LosesAnswer: func() {
				for _, op := range moneyOps {
					kassa.Faults().Next(op, fake.ResetAfter())
				}
			},
			FailsOnce: func() {
				for _, op := range moneyOps {
					kassa.Faults().Next(op, fake.Status(503))
				}
			},
			Call: func(order.Ref) (*http.Request, []byte) {
				kassa.SendHooks(t.Context())
				return d.letter(yookassatest.Source)
			},
			Forged: func(order.Ref) (*http.Request, []byte) {
				kassa.SendHooks(t.Context())
				return d.letter("203.0.113.9")
			},
		}
		if st.Fiscalization != "" {
			f.Port = c.Gateway(yookassa.WithReceipts(yookassa.MarkAsScanned), nil)
		}
		return f
	}
}

// moneyOps are the calls that move money.
var moneyOps = []string{"POST /refunds", "POST /payments/{id}/capture", "POST /payments/{id}/cancel"}

// letterbox keeps the last notification.
type letterbox struct{ body []byte }

func (l *letterbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.body, _ = io.ReadAll(r.Body) // the fake's body does not fail
	w.WriteHeader(http.StatusOK)
}

func (l *letterbox) letter(from string) (*http.Request, []byte) {
	r := httptest.NewRequest(http.MethodPost, "/yk", bytes.NewReader(l.body))
	r.RemoteAddr = from + ":443"
	return r, l.body
}

// decliner lets one refund be refused by the buyer's bank.
type decliner struct {
	kassa *yookassatest.Server
	next  atomic.Bool
}

func (d *decliner) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/refunds") && d.next.Swap(false) {
		d.kassa.RefuseRefunds("rejected_by_payee")
		defer d.kassa.RefuseRefunds("")
	}
	return d.kassa.Transport().RoundTrip(r)
}

func refOf(p *yookassa.Payment) order.Ref { return order.Ref{System: yookassa.Name, ID: p.ID} }

// back is what the shop paid back of a payment.
func back(t *testing.T, kassa *yookassatest.Server, id string) amount.Money {
	t.Helper()
	for _, p := range kassa.Payments() {
		if p.ID == id {
			value, currency, _ := strings.Cut(p.Refunded, " ")
			return must(amount.ParseMoney(value, currency))(t)
		}
	}
	t.Fatal("no payment ", id)
	return amount.Money{}
}

func TestAPaymentIsToldAsAnOrderTakesIt(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	g := c.Gateway()
	told := func(id string) order.Payment {
		p := must(g.Payment(t.Context(), order.Ref{ID: id}))(t)
		require.Equal(t, order.Ref{System: "yookassa", Account: "yk-1", Kind: "payment", ID: id}, p.Ref)
		require.Equal(t, id, p.ID)
		return p
	}
	open := must(c.CreatePayment(t.Context(), "k1", newPayment(580000)))(t)
	require.Equal(t, status.PaymentPending, told(open.ID).State)
	require.Equal(t, amount.RUB(0), told(open.ID).Refunded)
	require.NoError(t, kassa.Decline(open.ID, "insufficient_funds"))
	require.Equal(t, status.PaymentFailed, told(open.ID).State)
	late := must(c.CreatePayment(t.Context(), "k2", newPayment(580000)))(t)
	require.NoError(t, kassa.Decline(late.ID, "expired_on_confirmation"))
	require.Equal(t, status.PaymentCancelled, told(late.ID).State)

	two := newPayment(580000)
	two.Capture = false
	held := pay(t, kassa, c, "k3", two)
	require.Equal(t, status.PaymentAuthorized, told(held.ID).State)
	require.Nil(t, told(held.ID).Receipt, "the hold's receipt is not the sale's")
	must(c.CapturePayment(t.Context(), "k4", held.ID, yookassa.Capture{Amount: amount.RUB(480000), Receipt: advance(480000)}))(t)
	p := told(held.ID)
	require.Equal(t, status.PaymentPaid, p.State)
	require.Equal(t, amount.RUB(480000), p.Amount)
	require.Equal(t, "bank_card", p.Method)
	require.True(t, p.Receipt.Posted, "the receipt that went along")
	require.Contains(t, p.Receipt.Number, "9960440300112233/")
	require.Equal(t, "receipt", p.Receipt.Ref.Kind)

	must(c.CreateReceipt(t.Context(), "k6", yookassa.NewReceipt{
		Type: yookassa.ReceiptPayment, PaymentID: held.ID, Customer: buyer, Items: []yookassa.Item{line("Кроссовки", 480000, 1)},
		Settlements: []yookassa.Settlement{{Type: yookassa.Prepayment, Amount: amount.RUB(480000)}},
	}))(t)
	require.Equal(t, p, told(held.ID), "the receipt of the goods is another one")
	kassa.Faults().Next("GET /receipts", yookassatest.Refuse(403, "forbidden", "no"))
	fails(g.Payment(t.Context(), p.Ref))(t, ordo.ErrAuth)

	terminal := newPayment(100)
	terminal.PaymentMethodData, terminal.Receipt = &yookassa.PaymentMethodData{Type: "cash"}, nil
	p = told(pay(t, kassa, c, "k5", terminal).ID)
	require.Equal(t, "cash_terminal", p.Method, "the shop gets no cash")
	require.Nil(t, p.Receipt)
}

func TestAReceiptThatIsNotPrintedYetIsNotPosted(t *testing.T) {
	kassa, c, paid := paid(t, yookassatest.Settings{SlowReceipts: true}, newPayment(580000))
	p := must(c.Gateway().Payment(t.Context(), refOf(paid)))(t)
	require.False(t, p.Receipt.Posted)
	require.NoError(t, kassa.RefuseReceipt(kassa.Receipts()[0].ID))
	p = must(c.Gateway().Payment(t.Context(), refOf(paid)))(t)
	require.Nil(t, p.Receipt, "it is owed")
}

func TestAStatusThatNobodyKnowsIsNotGuessed(t *testing.T) {
	c := answering(t, 200, `{"id":"p","status":"thinking","amount":{"value":"1.00","currency":"RUB"},"payment_id":"q"}`)
	fails(c.Gateway().Payment(t.Context(), order.Ref{ID: "p"}))(t, ordo.ErrInvalid, `"thinking"`)
	r := must(c.Gateway().ReadRefund(t.Context(), order.Ref{ID: "p"}))(t)
	require.Equal(t, receipts.RefundWaiting, r.State, "nothing is settled by it")
}

func TestWhatIsAtAnotherSystemIsNotKnown(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	g, other := c.Gateway(), order.Ref{System: "paymaster", ID: "1"}
	fails(g.Payment(t.Context(), other))(t, ordo.ErrNotFound)
	fails(g.ReadRefund(t.Context(), other))(t, ordo.ErrNotFound)
	fails(g.Refund(t.Context(), receipts.RefundOrder{Key: "k", Payment: other, Amount: amount.RUB(1)}))(t, ordo.ErrNotFound)
	require.Zero(t, kassa.Calls("*"))
}

// clock is a clock that a test sets.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }
