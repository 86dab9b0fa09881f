package yookassa_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

func TestWhatWouldBeRefusedIsNotSent(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	ctx := t.Context()
	payment := func(change func(*yookassa.NewPayment)) error {
		p := newPayment(100)
		change(&p)
		_, err := c.CreatePayment(ctx, "k", p)
		return err
	}
	refund := func(change func(*yookassa.NewRefund)) error {
		r := newRefund(&yookassa.Payment{ID: "p"}, 100)
		change(&r)
		_, err := c.CreateRefund(ctx, "k", r)
		return err
	}
	receipt := func(change func(*yookassa.NewReceipt)) error {
		r := newReceipt(&yookassa.Payment{ID: "p"})
		change(&r)
		_, err := c.CreateReceipt(ctx, "k", r)
		return err
	}
	capture := func(take yookassa.Capture) error {
		_, err := c.CapturePayment(ctx, "k", "p", take)
		return err
	}
	_, noPayment := c.GetPayment(ctx, "")
	_, noRefund := c.GetRefund(ctx, "")
	_, noReceipt := c.GetReceipt(ctx, "")
	for field, err := range map[string]error{
		"amount: it is not set":                         payment(func(p *yookassa.NewPayment) { p.Amount = amount.Money{} }),
		"amount: 0.00 RUB must be more than 0":          payment(func(p *yookassa.NewPayment) { p.Amount = amount.RUB(0) }),
		"description: it has 129 characters":            payment(func(p *yookassa.NewPayment) { p.Description = strings.Repeat("я", 129) }),
		"merchant_customer_id":                          payment(func(p *yookassa.NewPayment) { p.MerchantCustomerID = strings.Repeat("я", 201) }),
		"metadata: there are 17 keys":                   payment(func(p *yookassa.NewPayment) { p.Metadata = many(17) }),
		"metadata.k: it has 513 characters":             payment(func(p *yookassa.NewPayment) { p.Metadata = map[string]string{"k": strings.Repeat("v", 513)} }),
		"metadata: a key is empty":                      payment(func(p *yookassa.NewPayment) { p.Metadata = map[string]string{"": "v"} }),
		"payment_token: it excludes":                    payment(func(p *yookassa.NewPayment) { p.PaymentToken, p.PaymentMethodData = "t", &yookassa.PaymentMethodData{} }),
		"confirmation.type":                             payment(func(p *yookassa.NewPayment) { p.Confirmation.Type = "" }),
		"confirmation.return_url":                       payment(func(p *yookassa.NewPayment) { p.Confirmation.ReturnURL = strings.Repeat("u", 2049) }),
		"receipt.items: the lines sum to 2.00 RUB":      payment(func(p *yookassa.NewPayment) { p.Receipt = advance(200) }),
		"receipt.customer: it has neither":              payment(func(p *yookassa.NewPayment) { p.Receipt.Customer = yookassa.Customer{} }),
		"receipt.customer.phone: it must be digits":     payment(func(p *yookassa.NewPayment) { p.Receipt.Customer.Phone = "+7900" }),
		"receipt.customer.inn: it has 3 digits":         payment(func(p *yookassa.NewPayment) { p.Receipt.Customer.INN = "123" }),
		"receipt.items: there are 0 lines":              payment(func(p *yookassa.NewPayment) { p.Receipt.Items = nil }),
		"receipt.items[0].vat_code":                     payment(func(p *yookassa.NewPayment) { p.Receipt.Items[0].VATCode = 0 }),
		"receipt.items[0].quantity":                     payment(func(p *yookassa.NewPayment) { p.Receipt.Items[0].Quantity = amount.Quantity{} }),
		"receipt.items[0].amount: the price":            payment(func(p *yookassa.NewPayment) { p.Receipt.Items[0].Amount = amount.RUB(-1) }),
		"receipt.items[0].description: it is empty":     payment(func(p *yookassa.NewPayment) { p.Receipt.Items[0].Description = "" }),
		"receipt.items[1].amount: ":                     payment(func(p *yookassa.NewPayment) { p.Receipt.Items = append(p.Receipt.Items, euro()) }),
		"payment_id: it is empty":                       refund(func(r *yookassa.NewRefund) { r.PaymentID = " " }),
		"amount: -1.00 RUB must be more than 0":         refund(func(r *yookassa.NewRefund) { r.Amount = amount.RUB(-100) }),
		"description: it has 251 characters":            refund(func(r *yookassa.NewRefund) { r.Description = strings.Repeat("я", 251) }),
		"sources: there are 2":                          refund(func(r *yookassa.NewRefund) { r.Sources = make([]yookassa.RefundSource, 2) }),
		"receipt.items: the lines sum to 1.00 RUB, the": refund(func(r *yookassa.NewRefund) { r.Amount = amount.RUB(99) }),
		"type: \"sale\" must be":                        receipt(func(r *yookassa.NewReceipt) { r.Type = "sale" }),
		"refund_id: a receipt of type payment":          receipt(func(r *yookassa.NewReceipt) { r.RefundID, r.PaymentID = "r", "" }),
		"payment_id: exactly one":                       receipt(func(r *yookassa.NewReceipt) { r.PaymentID = "" }),
		"settlements: there are none":                   receipt(func(r *yookassa.NewReceipt) { r.Settlements = nil }),
		"settlements: they sum to 1.00 RUB":             receipt(func(r *yookassa.NewReceipt) { r.Settlements[0].Amount = amount.RUB(100) }),
		"settlements[0].type":                           receipt(func(r *yookassa.NewReceipt) { r.Settlements[0].Type = "" }),
		"settlements[0].amount: 0.00 RUB":               receipt(func(r *yookassa.NewReceipt) { r.Settlements[0].Amount = amount.RUB(0) }),
		"settlements[1].amount: ": receipt(func(r *yookassa.NewReceipt) {
			r.Settlements = append(r.Settlements, yookassa.Settlement{Type: "cashless", Amount: amount.EUR(1)})
		}),
		"customer: it has neither":                       receipt(func(r *yookassa.NewReceipt) { r.Customer = yookassa.Customer{} }),
		"receipt.items: the lines sum to 3.00 RUB, the ": capture(yookassa.Capture{Amount: amount.RUB(1), Receipt: advance(300)}),
		"amount: 0.00 RUB must be more":                  capture(yookassa.Capture{Amount: amount.RUB(0)}),
		"payment_id: it is":                              noPayment,
		"refund_id: it is empty":                         noRefund,
		"receipt_id: it is empty":                        noReceipt,
	} {
		require.ErrorIs(t, err, ordo.ErrInvalid, field)
		_ = as[yookassa.Problems](t, err)
		require.ErrorContains(t, err, "not sent: "+field)
	}
	require.Zero(t, kassa.Calls("*"))
}

func many(n int) map[string]string {
	m := map[string]string{}
	for i := range n {
		m[fmt.Sprint("k", i)] = "v"
	}
	return m
}

func euro() yookassa.Item {
	it := line("x", 1, 1)
	it.Amount = amount.EUR(100)
	return it
}

func TestWhichRefundsAPaymentAllows(t *testing.T) {
	p := yookassa.Payment{
		ID: "p", Status: yookassa.Succeeded, Amount: amount.RUB(1000), RefundedAmount: amount.RUB(400), Refundable: true, Receipt: yookassa.Succeeded,
	}
	fits := newRefund(&p, 600)
	require.NoError(t, p.CheckRefund(fits))
	for want, change := range map[string]func(*yookassa.Payment, *yookassa.NewRefund){
		"amount: 6.01 RUB is more than 6.00 RUB":           func(_ *yookassa.Payment, r *yookassa.NewRefund) { *r = newRefund(&p, 601) },
		"payment_id: the payment is not refunda":           func(p *yookassa.Payment, _ *yookassa.NewRefund) { p.Refundable = false },
		"payment_id: the payment is pending":               func(p *yookassa.Payment, _ *yookassa.NewRefund) { p.Status = yookassa.Pending },
		"payment_id: it must be p, the id of this payment": func(_ *yookassa.Payment, r *yookassa.NewRefund) { r.PaymentID = "q" },
		"receipt: a partial refund needs a rec":            func(_ *yookassa.Payment, r *yookassa.NewRefund) { r.Receipt = nil },
		"amount: amount: ": func(p *yookassa.Payment, _ *yookassa.NewRefund) {
			p.Amount, p.RefundedAmount = amount.EUR(5), amount.EUR(0)
		},
		"amount: 0.00 RUB must be more than 0": func(_ *yookassa.Payment, r *yookassa.NewRefund) {
			r.Amount, r.Receipt = amount.RUB(0), newRefund(&p, 1).Receipt
		},
	} {
		now, r := p, fits
		change(&now, &r)
		err := now.CheckRefund(r)
		var problems yookassa.Problems
		require.True(t, errors.As(err, &problems), want)
		require.ErrorContains(t, err, want)
	}
}

// What the client lets through the server takes, however a sum is split into lines.
func TestSumsOfReceiptsAreExact(t *testing.T) {
	kassa, c := start(t, yookassatest.Settings{})
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		var total amount.Money
		data := &yookassa.ReceiptData{Customer: buyer}
		for range rapid.IntRange(1, 5).Draw(t, "lines") {
			it := line("x", rapid.Int64Range(1, 1_000_000).Draw(t, "price"), 1)
			it.Quantity = amount.Milli(rapid.Int64Range(1, 5000).Draw(t, "quantity"))
			sum := must(it.Sum())(t)
			total = must(total.Add(sum))(t)
			data.Items = append(data.Items, it)
		}
		if total.Sign() == 0 {
			t.Skip("nothing to pay")
		}
		n++
		p := must(c.CreatePayment(context.Background(), fmt.Sprint("k", n), yookassa.NewPayment{Amount: total, Receipt: data}))(t)
		require.Equal(t, total, p.Amount)
	})
	require.Len(t, kassa.Payments(), n)
}
