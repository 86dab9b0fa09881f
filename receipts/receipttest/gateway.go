package receipttest

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

func orderOf(payment order.Ref, key string, sum int64) receipts.RefundOrder {
	return receipts.RefundOrder{Key: key, Payment: payment, Amount: amount.RUB(sum), Reason: "возврат по заявлению"}
}

// refund sends a valid order.
func (f gateway) refund(o receipts.RefundOrder) (receipts.Refund, error) {
	r, err := f.Port.Refund(f.ctx, o)
	switch {
	case err != nil:
		return r, fmt.Errorf("refund %s: %w", o.Key, err)
	case r.State != receipts.RefundWaiting && r.State != receipts.RefundDone:
		return r, fmt.Errorf("refund %s is %s (%s %s), want waiting or done", o.Key, r.State, r.Code, r.Text)
	case r.Ref.ID == "":
		return r, fmt.Errorf("refund %s has no reference", o.Key)
	case r.Ref.System != f.Port.System() || r.Ref.System == "":
		return r, fmt.Errorf("the system of the reference is %q, want %q", r.Ref.System, f.Port.System())
	case r.Amount != o.Amount:
		return r, fmt.Errorf("refund %s is of %s, want %s", o.Key, r.Amount, o.Amount)
	}
	f.works()
	return r, nil
}

func (f gateway) works() {
	if f.Process != nil {
		f.Process()
	}
}

func (f gateway) back(payment order.Ref, want int64) error {
	f.works()
	if m := f.Refunded(payment); m.Minor() != want {
		return fmt.Errorf("%s was paid back, want %s", m, amount.RUB(want))
	}
	return nil
}

func (f gateway) once() error {
	p := f.Pays(amount.RUB(580000))
	o := orderOf(p, "A-1042/refund/R1/1/p1", 120000)
	first, err := f.refund(o)
	if err != nil {
		return err
	}
	for range 2 {
		again, err := f.refund(o)
		if err != nil {
			return err
		}
		if again.Ref.ID != first.Ref.ID {
			return fmt.Errorf("the first reference was %s, then %s", first.Ref, again.Ref)
		}
	}
	return f.back(p, 120000)
}

func (f gateway) onceWhenLost() error {
	return f.onceDespite(f.LosesAnswer)
}

func (f gateway) onceWhenRefused() error {
	return f.onceDespite(f.FailsOnce)
}

func (f gateway) onceDespite(fault func()) error {
	p := f.Pays(amount.RUB(580000))
	o := orderOf(p, "A-1042/refund/R1/1/p1", 120000)
	fault()
	err := suite.Retry(func() error {
		_, err := f.refund(o)
		return err
	})
	if err != nil {
		return err
	}
	return f.back(p, 120000)
}

func (f gateway) keysApart() error {
	p := f.Pays(amount.RUB(580000))
	a, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	b, err := f.refund(orderOf(p, "A-1042/refund/R2/1/p1", 120000))
	if err != nil {
		return err
	}
	if a.Ref.ID == b.Ref.ID {
		return fmt.Errorf("two refunds have the same reference %s", a.Ref)
	}
	return f.back(p, 240000)
}

func (f gateway) neverMoreThanPaid() error {
	p := f.Pays(amount.RUB(580000))
	if _, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 500000)); err != nil {
		return err
	}
	r, err := f.Port.Refund(f.ctx, orderOf(p, "A-1042/refund/R2/1/p1", 80001))
	switch class := ordo.ClassOf(err); {
	case err == nil && r.State != receipts.RefundRefused:
		return fmt.Errorf("a refund above what is left of the payment is %s", r.State)
	case err != nil && class != ordo.Invalid && class != ordo.Conflict:
		return fmt.Errorf("the error of a refund above what is left has class %q: %w", class, err)
	}
	return f.back(p, 500000)
}

func (f gateway) sendsNoBroken() error {
	p := f.Pays(amount.RUB(580000))
	reg := registrar{}
	sale := reg.sale("A-1042/refund/R1")
	other := sale.Reverse("A-1042/refund/R1")
	for name, o := range map[string]receipts.RefundOrder{
		"of 0":                          orderOf(p, "A-1042/refund/R1/1/p1", 0),
		"without a key":                 orderOf(p, "", 120000),
		"with a receipt of another sum": {Key: "A-1042/refund/R1/1/p1", Payment: p, Amount: amount.RUB(120000), Receipt: &other},
		"with a receipt of a sale":      {Key: "A-1042/refund/R1/1/p1", Payment: p, Amount: amount.RUB(580000), Receipt: &sale},
		"without a payment":             orderOf(order.Ref{}, "A-1042/refund/R1/1/p1", 120000),
	} {
		_, err := f.Port.Refund(f.ctx, o)
		var rule *receipts.RuleError
		if !errors.As(err, &rule) {
			return fmt.Errorf("a refund %s: the error is not a *receipts.RuleError: %w", name, suite.OrNone(err))
		}
	}
	return f.back(p, 0)
}

func (f gateway) takesReceipt() error {
	p := f.Pays(amount.RUB(580000))
	r := registrar{}.sale("").Reverse("A-1042/refund/R1")
	r.Payments[0].Form, r.About = receipts.Electronic, p
	o := orderOf(p, "A-1042/refund/R1/1/p1", 580000)
	o.Receipt = &r
	if _, err := f.refund(o); err != nil {
		return err
	}
	return f.back(p, 580000)
}

func (f gateway) tellsPayment() error {
	p := f.Pays(amount.RUB(580000))
	stands := func(state status.PaymentState, refunded int64) error {
		got, err := f.Port.Payment(f.ctx, p)
		switch {
		case err != nil:
			return fmt.Errorf("payment %s: %w", p, err)
		case got.Ref.ID != p.ID || got.ID == "":
			return fmt.Errorf("payment %s has the id %q and the reference %s", p, got.ID, got.Ref)
		case got.Amount != amount.RUB(580000):
			return fmt.Errorf("the payment is of %s, want %s", got.Amount, amount.RUB(580000))
		case got.State != state || got.Refunded.Minor() != refunded:
			return fmt.Errorf("the payment is %s with %q paid back, want %s with %s", got.State, got.Refunded, state, amount.RUB(refunded))
		}
		return nil
	}
	if err := stands(status.PaymentPaid, 0); err != nil {
		return err
	}
	if _, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 120000)); err != nil {
		return err
	}
	if err := stands(status.PaymentPartlyRefunded, 120000); err != nil {
		return err
	}
	if _, err := f.refund(orderOf(p, "A-1042/refund/R2/1/p1", 460000)); err != nil {
		return err
	}
	return stands(status.PaymentRefunded, 580000)
}

func (f gateway) readsRefund() error {
	p := f.Pays(amount.RUB(580000))
	r, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	got, err := f.Port.ReadRefund(f.ctx, r.Ref)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", r.Ref, err)
	case got.State != receipts.RefundDone:
		return fmt.Errorf("the refund is %s, want done", got.State)
	case got.Ref.ID != r.Ref.ID || got.Amount != amount.RUB(120000) || got.Payment.ID != p.ID:
		return fmt.Errorf("refund %s of %s is read as %s of %s, payment %s", r.Ref, amount.RUB(120000), got.Ref, got.Amount, got.Payment)
	}
	out, settled := got.Outcome()
	if !settled || !out.Done() {
		return fmt.Errorf("its outcome is %s", out.Kind)
	}
	return f.back(p, 120000)
}

func (f gateway) findsNoUnknown() error {
	p := f.Pays(amount.RUB(580000))
	r, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	p.ID, r.Ref.ID = "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000"
	if _, err := f.Port.Payment(f.ctx, p); ordo.ClassOf(err) != ordo.NotFound {
		return fmt.Errorf("an unknown payment: the error is not of class not-found: %w", suite.OrNone(err))
	}
	if _, err := f.Port.ReadRefund(f.ctx, r.Ref); ordo.ClassOf(err) != ordo.NotFound {
		return fmt.Errorf("an unknown refund: the error is not of class not-found: %w", suite.OrNone(err))
	}
	return nil
}

func (f gateway) saysRefusal() error {
	p := f.Pays(amount.RUB(580000))
	f.Refuses("A-1042/refund/R1/1/p1")
	r, err := f.Port.Refund(f.ctx, orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return fmt.Errorf("a refusal of the gateway is an error: %w", err)
	}
	if r.State == receipts.RefundWaiting {
		f.works()
		if r, err = f.Port.ReadRefund(f.ctx, r.Ref); err != nil {
			return err
		}
	}
	if r.State != receipts.RefundRefused || r.Code == "" && r.Text == "" {
		return fmt.Errorf("a refused refund is %s, code %q, text %q", r.State, r.Code, r.Text)
	}
	if err := f.back(p, 0); err != nil {
		return err
	}
	if _, err := f.refund(orderOf(p, "A-1042/refund/R1/2/p1", 120000)); err != nil {
		return err
	}
	return f.back(p, 120000)
}

func (f gateway) settingsAreGood() error { return suite.Settings(f.ctx, f.Port, f.BadCredentials) }

// calls returns the calls of a gateway.
func (f gateway) calls(port receipts.Gateway, payment, refund order.Ref) suite.Calls {
	return suite.Calls{
		"Refund":  suite.Call(port.Refund, orderOf(payment, "A-1042/refund/R2/1/p1", 120000)),
		"Payment": suite.Call(port.Payment, payment), "ReadRefund": suite.Call(port.ReadRefund, refund),
	}
}

func (f gateway) keepsToContext() error {
	p := f.Pays(amount.RUB(580000))
	r, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	if err := f.calls(f.Port, p, r.Ref).Ended(f.ctx); err != nil {
		return err
	}
	return f.back(p, 120000)
}

func (f gateway) strangerIsRefused() error {
	p := f.Pays(amount.RUB(580000))
	r, err := f.refund(orderOf(p, "A-1042/refund/R1/1/p1", 120000))
	if err != nil {
		return err
	}
	if err := f.calls(f.BadCredentials, p, r.Ref).Refused(f.ctx); err != nil {
		return err
	}
	return f.back(p, 120000)
}

func (f gateway) callsAreGenuine() error {
	p := f.Pays(amount.RUB(580000))
	if err := checkWebhook(f.Port, p, f.Call, f.Forged, func(n receipts.News) order.Ref { return n.Payment }); err != nil {
		return err
	}
	return f.back(p, 0)
}
