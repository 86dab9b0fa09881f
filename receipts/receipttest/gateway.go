package receipttest

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

var gatewayChecks = []gatewayCheck{
	{"money goes back once however often it is ordered", backOnce},
	{"money goes back once when the answer is lost", backOnceWhenLost},
	{"a passing refusal pays nothing and leaves no trace", backOnceWhenRefused},
	{"two keys are two refunds", refundsApart},
	{"no more goes back than was paid", neverMoreThanPaid},
	{"what breaks a rule is not sent", paysNoBroken},
	{"a receipt may go along", takesReceipt},
	{"a payment is told as it stands", tellsPayment},
	{"a refund is read by its reference", readsRefund},
	{"what is not known is not found", gatewayFindsNoUnknown},
	{"a refusal says why, and another order pays", saysRefusal},
	{"settings that are good pass their check", gatewayIsInOrder},
	{"nothing is done in a context that has ended", gatewayKeepsToContext},
	{"only genuine calls are taken", gatewayAuthenticates},
}

func orderOf(payment order.Ref, key string, sum int64) receipts.RefundOrder {
	return receipts.RefundOrder{Key: key, Payment: payment, Amount: order.RUB(sum), Reason: "возврат по заявлению"}
}

// refund gives an order that must be carried out.
func (f Gateway) refund(ctx context.Context, o receipts.RefundOrder) (receipts.Refund, error) {
	r, err := f.Port.Refund(ctx, o)
	switch {
	case err != nil:
		return r, fmt.Errorf("refund %s: %w", o.Key, err)
	case r.State != receipts.RefundWaiting && r.State != receipts.RefundDone:
		return r, fmt.Errorf("refund %s is %s (%s %s), it would have to be waiting or done", o.Key, r.State, r.Code, r.Text)
	case r.Ref.ID == "":
		return r, fmt.Errorf("refund %s has no reference", o.Key)
	case r.Ref.System != f.Port.System() || r.Ref.System == "":
		return r, fmt.Errorf("the reference names the system %q, it is %q", r.Ref.System, f.Port.System())
	case r.Amount != o.Amount:
		return r, fmt.Errorf("refund %s is of %s, ordered were %s", o.Key, r.Amount, o.Amount)
	}
	f.works()
	return r, nil
}

func (f Gateway) works() {
	if f.Works != nil {
		f.Works()
	}
}

func (f Gateway) back(payment order.Ref, want int64) error {
	f.works()
	if m := f.Back(payment); m.Minor() != want {
		return fmt.Errorf("%s went back, it would have to be %s", m, order.RUB(want))
	}
	return nil
}

func backOnce(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	o := orderOf(p, "A-1042/refund/R1/1/p1", 120000)
	first, err := f.refund(ctx, o)
	if err != nil {
		return err
	}
	for range 2 {
		again, err := f.refund(ctx, o)
		if err != nil {
			return err
		}
		if again.Ref.ID != first.Ref.ID {
			return fmt.Errorf("the first time it was %s, then %s", first.Ref, again.Ref)
		}
	}
	return f.back(p, 120000)
}

func backOnceWhenLost(ctx context.Context, f Gateway) error {
	return f.backOnceDespite(ctx, f.LosesAnswer)
}

func backOnceWhenRefused(ctx context.Context, f Gateway) error {
	return f.backOnceDespite(ctx, f.RefusesOnce)
}

func (f Gateway) backOnceDespite(ctx context.Context, mishap func()) error {
	if mishap == nil {
		return errSkipped
	}
	p := f.Pays(order.RUB(580000))
	o := orderOf(p, "A-1042/refund/R1/1/p1", 120000)
	mishap()
	var err error
	for range 3 { // as a caller does that comes back later
		if _, err = f.refund(ctx, o); err == nil {
			return f.back(p, 120000)
		}
		if class := ordo.ClassOf(err); class != ordo.Retry && class != ordo.RateLimited && class != ordo.InDoubt {
			return fmt.Errorf("what passes is told as %q: %w", class, err)
		}
	}
	return err
}

func refundsApart(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	a, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	b, err := f.refund(ctx, orderOf(p, "A-1042/refund/R2/1/p1", 120000))
	if err != nil {
		return err
	}
	if a.Ref.ID == b.Ref.ID {
		return fmt.Errorf("two refunds have the one reference %s", a.Ref)
	}
	return f.back(p, 240000)
}

func neverMoreThanPaid(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	if _, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 500000)); err != nil {
		return err
	}
	r, err := f.Port.Refund(ctx, orderOf(p, "A-1042/refund/R2/1/p1", 80001))
	switch class := ordo.ClassOf(err); {
	case err == nil && r.State != receipts.RefundRefused:
		return fmt.Errorf("a refund above what is left of the payment is %s", r.State)
	case err != nil && class != ordo.Invalid && class != ordo.Conflict:
		return fmt.Errorf("a refund above what is left is told as %q: %w", class, err)
	}
	return f.back(p, 500000)
}

func paysNoBroken(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	reg := Registrar{}
	sale := reg.sale("A-1042/refund/R1")
	other := sale.Reverse("A-1042/refund/R1")
	for name, o := range map[string]receipts.RefundOrder{
		"of nothing":                    orderOf(p, "A-1042/refund/R1/1/p1", 0),
		"without a key":                 orderOf(p, "", 120000),
		"with a receipt of another sum": {Key: "A-1042/refund/R1/1/p1", Payment: p, Amount: order.RUB(120000), Receipt: &other},
		"with a receipt of a sale":      {Key: "A-1042/refund/R1/1/p1", Payment: p, Amount: order.RUB(580000), Receipt: &sale},
		"of no payment":                 orderOf(order.Ref{}, "A-1042/refund/R1/1/p1", 120000),
	} {
		_, err := f.Port.Refund(ctx, o)
		var rule *receipts.RuleError
		if !errors.As(err, &rule) {
			return fmt.Errorf("a refund %s: the error is no *receipts.RuleError: %s", name, words(err))
		}
	}
	return f.back(p, 0)
}

func takesReceipt(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	r := Registrar{}.sale("").Reverse("A-1042/refund/R1")
	r.Payments[0].Form, r.About = receipts.Electronic, p
	o := orderOf(p, "A-1042/refund/R1/1/p1", 580000)
	o.Receipt = &r
	if _, err := f.refund(ctx, o); err != nil {
		return err
	}
	return f.back(p, 580000)
}

func tellsPayment(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	stands := func(state status.PaymentState, refunded int64) error {
		got, err := f.Port.Payment(ctx, p)
		switch {
		case err != nil:
			return fmt.Errorf("payment %s: %w", p, err)
		case got.Ref.ID != p.ID || got.ID == "":
			return fmt.Errorf("the payment %s is told as %q, %s", p, got.ID, got.Ref)
		case got.Amount != order.RUB(580000):
			return fmt.Errorf("the payment is of %s, paid were %s", got.Amount, order.RUB(580000))
		case got.State != state || got.Refunded.Minor() != refunded:
			return fmt.Errorf("the payment is %s with %q back, it would have to be %s with %s", got.State, got.Refunded, state, order.RUB(refunded))
		}
		return nil
	}
	if err := stands(status.PaymentPaid, 0); err != nil {
		return err
	}
	if _, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000)); err != nil {
		return err
	}
	if err := stands(status.PaymentPartlyRefunded, 120000); err != nil {
		return err
	}
	if _, err := f.refund(ctx, orderOf(p, "A-1042/refund/R2/1/p1", 460000)); err != nil {
		return err
	}
	return stands(status.PaymentRefunded, 580000)
}

func readsRefund(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	r, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	got, err := f.Port.ReadRefund(ctx, r.Ref)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", r.Ref, err)
	case got.State != receipts.RefundDone:
		return fmt.Errorf("the refund is %s, it would have to be done", got.State)
	case got.Ref.ID != r.Ref.ID || got.Amount != order.RUB(120000) || got.Payment.ID != p.ID:
		return fmt.Errorf("the refund %s of %s is told as %s of %s, payment %s", r.Ref, order.RUB(120000), got.Ref, got.Amount, got.Payment)
	}
	out, settled := got.Outcome()
	if !settled || !out.Done() {
		return fmt.Errorf("its outcome is %s", out.Kind)
	}
	return f.back(p, 120000)
}

func gatewayFindsNoUnknown(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	r, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	p.ID, r.Ref.ID = "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000"
	if _, err := f.Port.Payment(ctx, p); ordo.ClassOf(err) != ordo.NotFound {
		return fmt.Errorf("a payment that does not exist: the error is not of class not-found: %s", words(err))
	}
	if _, err := f.Port.ReadRefund(ctx, r.Ref); ordo.ClassOf(err) != ordo.NotFound {
		return fmt.Errorf("a refund that does not exist: the error is not of class not-found: %s", words(err))
	}
	return nil
}

func saysRefusal(ctx context.Context, f Gateway) error {
	if f.DeclinesOnce == nil {
		return errSkipped
	}
	p := f.Pays(order.RUB(580000))
	f.DeclinesOnce()
	r, err := f.Port.Refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return fmt.Errorf("what the gateway refuses is an error: %w", err)
	}
	if r.State == receipts.RefundWaiting {
		f.works()
		if r, err = f.Port.ReadRefund(ctx, r.Ref); err != nil {
			return err
		}
	}
	if r.State != receipts.RefundRefused || r.Code == "" && r.Text == "" {
		return fmt.Errorf("a refused refund is %s, code %q, text %q", r.State, r.Code, r.Text)
	}
	if err := f.back(p, 0); err != nil {
		return err
	}
	if _, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/2/p1", 120000)); err != nil {
		return err
	}
	return f.back(p, 120000)
}

func gatewayIsInOrder(ctx context.Context, f Gateway) error { return inOrder(ctx, f.Port, f.InOrder) }

func gatewayKeepsToContext(ctx context.Context, f Gateway) error {
	p := f.Pays(order.RUB(580000))
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := f.Port.Refund(ended, orderOf(p, "A-1042/refund/R1/1/p1", 120000)); err == nil {
		return errors.New("Refund succeeds in a context that has ended")
	}
	if err := f.back(p, 0); err != nil {
		return err
	}
	if _, err := f.Port.Payment(ended, p); err == nil {
		return errors.New("Payment succeeds in a context that has ended")
	}
	r, err := f.refund(ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	if _, err := f.Port.ReadRefund(ended, r.Ref); err == nil {
		return errors.New("ReadRefund succeeds in a context that has ended")
	}
	return nil
}

func gatewayAuthenticates(_ context.Context, f Gateway) error {
	hook, can := f.Port.(receipts.Webhooker)
	if !can || f.Call == nil || f.Forged == nil {
		return errSkipped
	}
	p := f.Pays(order.RUB(580000))
	if err := authenticates(hook, p, f.Call, f.Forged, func(n receipts.News) order.Ref { return n.Payment }); err != nil {
		return err
	}
	return f.back(p, 0)
}
