package yookassa_test

import (
	"fmt"
	"net/http"
	"slices"
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
)

func TestTheRegistrarKeepsThePromisesOfThePort(t *testing.T) {
	named := []yookassa.GatewayOption{yookassa.WithKeysOnReceipts()}
	for name, run := range map[string]func(*testing.T) receipttest.Registrar{
		"at once":                    registrar(yookassatest.Settings{}, nil),
		"registers that take time":   registrar(yookassatest.Settings{SlowReceipts: true}, nil),
		"YooKassa's own, loosely":    registrar(yookassatest.Settings{Fiscalization: "avanpost", ReceiptsLater: true, Loose: true}, nil),
		"with keys on receipts":      registrar(yookassatest.Settings{SlowReceipts: true, Fiscalization: "atol", ReceiptsLater: true}, named),
		"a caller that comes itself": registrar(yookassatest.Settings{SlowReceipts: true}, named, ordo.WithMaxAttempts(1)),
	} {
		t.Run(name, func(t *testing.T) { receipttest.RunRegistrarInBubble(t, run) })
	}
}

// registrar is a shop whose payments bring no receipts along.
func registrar(st yookassatest.Settings, gs []yookassa.GatewayOption, opts ...ordo.Option) func(*testing.T) receipttest.Registrar {
	return func(t *testing.T) receipttest.Registrar {
		t.Helper()
		if st.Fiscalization == "" {
			st.Fiscalization, st.ReceiptsLater = "atol", true
		}
		kassa := yookassatest.New(st)
		t.Cleanup(kassa.Close)
		c := client(kassa.Transport(), opts...)
		payments, fails := 0, false
		gs := append(slices.Clip(gs), yookassa.WithReceipts(yookassa.MarkAsScanned))
		f := receipttest.Registrar{
			Port:           c.Gateway(gs...),
			BadCredentials: stranger(kassa).Gateway(gs...),
			About: func(k receipts.Kind) order.Ref {
				payments++
				p := pay(t, kassa, c, yookassa.Key("pay", fmt.Sprint(payments)), bare(580000))
				if !k.Refunds() {
					return refOf(p)
				}
				return refOfRefund(payBack(t, c, p, 580000))
			},
			Count: func() int { return len(kassa.Receipts()) },
			Process: func() {
				for _, r := range kassa.Receipts() {
					switch {
					case r.Status != "pending":
					case fails:
						fails = false
						require.NoError(t, kassa.RefuseReceipt(r.ID))
					default:
						require.NoError(t, kassa.RegisterReceipt(r.ID))
					}
				}
			},
			LosesAnswer: func() { kassa.Faults().Next("POST /receipts", fake.ResetAfter()) },
			FailsOnce:   func() { kassa.Faults().Next("POST /receipts", fake.Status(503)) },
		}
		if st.SlowReceipts {
			f.Refuses = func(string) { fails = true }
		}
		return f
	}
}

// stranger is a client with a wrong key.
func stranger(kassa *yookassatest.Server) *yookassa.Client {
	return yookassa.New(yookassatest.DefaultShopID, "guess", ordo.WithHTTPClient(&http.Client{Transport: kassa.Transport()}))
}

// bare is a payment without a receipt.
func bare(sum int64) yookassa.NewPayment {
	p := newPayment(sum)
	p.Receipt = nil
	return p
}

// payBack lets money go back as somebody does in the cabinet.
func payBack(t *testing.T, c *yookassa.Client, p *yookassa.Payment, sum int64) *yookassa.Refund {
	t.Helper()
	return must(c.CreateRefund(t.Context(), "", yookassa.NewRefund{PaymentID: p.ID, Amount: amount.RUB(sum)}))(t)
}

func refOfRefund(r *yookassa.Refund) order.Ref {
	return order.Ref{System: yookassa.Name, Account: "yk-1", Kind: "refund", ID: r.ID}
}

// The receipts of a test are about shoes for 4800.00 and socks at 350.00.
func receiptOn(about order.Ref, key string, k receipts.Kind, form receipts.Form, ps ...receipts.Position) receipts.Receipt {
	r := receipts.Receipt{
		Key: key, Kind: k, Buyer: receipts.Buyer{Email: "ivanova@example.ru"}, Internet: true, TaxSystem: receipts.TaxGeneral, About: about,
		Positions: ps, Total: amount.RUB(0),
	}
	for _, p := range ps {
		r.Total = amount.RUB(r.Total.Minor() + p.Sum.Minor())
	}
	r.Payments = []receipts.Payment{{Form: form, Sum: r.Total}}
	return r
}

func inAdvance(sum int64) receipts.Position {
	vat, _ := amount.VAT22c.Included(amount.RUB(sum))
	return receipts.Position{
		Name: "Аванс по заказу A-1042", Price: amount.RUB(sum), Quantity: amount.Pcs(1), Sum: amount.RUB(sum), VAT: amount.VAT22c, VATSum: vat,
		Method: receipts.Advance, Object: receipts.MoneyInAdvance,
	}
}

func goods(name string, price int64, n int) receipts.Position {
	sum := price * int64(n)
	vat, _ := amount.VAT22.Included(amount.RUB(sum))
	return receipts.Position{
		Name: name, Price: amount.RUB(price), Quantity: amount.Pcs(n), Sum: amount.RUB(sum), VAT: amount.VAT22, VATSum: vat,
		Method: receipts.FullPayment, Object: receipts.Commodity,
	}
}

func advanceFor(p *yookassa.Payment) receipts.Receipt {
	return receiptOn(refOf(p), "A-1042/payment/p1", receipts.Sell, receipts.Electronic, inAdvance(p.Amount.Minor()))
}

func socksFor(p *yookassa.Payment, key string) receipts.Receipt {
	return receiptOn(refOf(p), key, receipts.Sell, receipts.Offset, goods("Носки хлопок", 35000, 2))
}

func registering(c *yookassa.Client, opts ...yookassa.GatewayOption) *yookassa.Gateway {
	return c.Gateway(append(opts, yookassa.WithReceipts(yookassa.MarkAsScanned))...)
}

// registered gives a receipt again until its end is known, as a service does.
func registered(t *testing.T, g *yookassa.Gateway, r receipts.Receipt) receipts.Document {
	for range 100 {
		d, err := g.Register(t.Context(), r)
		if err == nil {
			require.Equal(t, r.Key, d.Key)
			return d
		}
		require.Contains(t, []ordo.Class{ordo.Retry, ordo.RateLimited, ordo.InDoubt}, ordo.ClassOf(err), "%v", err)
		time.Sleep(time.Minute)
	}
	require.FailNow(t, "it never ends")
	return receipts.Document{}
}
