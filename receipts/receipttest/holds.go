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

func captureOf(payment order.Ref, sum int64) receipts.CaptureOrder {
	return receipts.CaptureOrder{Key: "A-1042/capture/1/p1", Payment: payment, Amount: amount.RUB(sum)}
}

// capture sends a valid order, and reads on while it waits.
func (f gateway) capture(o receipts.CaptureOrder) (receipts.Hold, error) {
	g, err := suite.As[receipts.Holder](f.Port)
	if err != nil {
		return receipts.Hold{}, err
	}
	h, err := g.Capture(f.ctx, o)
	if err != nil || h.State != receipts.HoldWaiting {
		return h, err
	}
	f.works()
	p, err := f.Port.Payment(f.ctx, o.Payment)
	return o.Result(p), err
}

// release does the same with a release.
func (f gateway) release(o receipts.ReleaseOrder) (receipts.Hold, error) {
	g, err := suite.As[receipts.Holder](f.Port)
	if err != nil {
		return receipts.Hold{}, err
	}
	h, err := g.Release(f.ctx, o)
	if err != nil || h.State != receipts.HoldWaiting {
		return h, err
	}
	f.works()
	p, err := f.Port.Payment(f.ctx, o.Payment)
	return o.Result(p), err
}

func (f gateway) taken(payment order.Ref, want int64) error {
	if m := f.Taken(payment); m.Minor() != want {
		return fmt.Errorf("%s was taken, want %s", m, amount.RUB(want))
	}
	return nil
}

// isDone checks that an order about held money ended as it should.
func isDone(h receipts.Hold, err error, payment order.Ref, state status.PaymentState) error {
	switch {
	case err != nil:
		return err
	case h.State != receipts.HoldDone:
		return fmt.Errorf("it is %s (%s %s), want done", h.State, h.Code, h.Text)
	case h.Payment.Ref.ID != payment.ID:
		return fmt.Errorf("it is about payment %s, want %s", h.Payment.Ref, payment)
	case h.Payment.State != state:
		return fmt.Errorf("the payment is %s, want %s", h.Payment.State, state)
	}
	return nil
}

func (f gateway) capturesOnce() error {
	p := f.Holds(amount.RUB(580000))
	got, err := f.Port.Payment(f.ctx, p)
	if err != nil || got.State != status.PaymentAuthorized {
		return fmt.Errorf("a held payment is %s, want authorized: %w", got.State, suite.OrNone(err))
	}
	for range 3 {
		h, err := f.capture(captureOf(p, 580000))
		if err := isDone(h, err, p, status.PaymentPaid); err != nil {
			return err
		}
	}
	return f.taken(p, 580000)
}

func (f gateway) capturesOnceWhenLost() error { return f.capturesOnceDespite(f.LosesAnswer) }

func (f gateway) capturesOnceWhenRefused() error { return f.capturesOnceDespite(f.FailsOnce) }

func (f gateway) capturesOnceDespite(fault func()) error {
	p := f.Holds(amount.RUB(580000))
	fault()
	first := true
	err := suite.Retry(func() error {
		h, err := f.capture(captureOf(p, 580000))
		if first && ordo.ClassOf(err) == ordo.Retry && f.Taken(p).Sign() > 0 {
			return errors.New("a temporary failure took the money")
		}
		first = false
		if err != nil {
			return err
		}
		return isDone(h, nil, p, status.PaymentPaid)
	})
	if err != nil {
		return err
	}
	return f.taken(p, 580000)
}

func (f gateway) capturesLess() error {
	p := f.Holds(amount.RUB(580000))
	h, err := f.capture(captureOf(p, 580001))
	if err == nil && (h.State != receipts.HoldRefused || h.Code == "" && h.Text == "") || err != nil && ordo.ClassOf(err) != ordo.Invalid {
		var skip suite.Skip
		if errors.As(err, &skip) {
			return err
		}
		return fmt.Errorf("a capture of more than is held is %s, code %q, text %q: %w", h.State, h.Code, h.Text, suite.OrNone(err))
	}
	if err := f.taken(p, 0); err != nil {
		return err
	}
	o := captureOf(p, 510000)
	o.Key = "A-1042/capture/2/p1"
	h, err = f.capture(o)
	if err := isDone(h, err, p, status.PaymentPaid); err != nil {
		return err
	}
	if h.Payment.Amount != o.Amount {
		return fmt.Errorf("the payment is of %s, want %s", h.Payment.Amount, o.Amount)
	}
	return f.taken(p, 510000)
}

func (f gateway) releases() error {
	p := f.Holds(amount.RUB(580000))
	o := receipts.ReleaseOrder{Key: "A-1042/release/1/p1", Payment: p}
	f.LosesAnswer()
	for range 2 {
		err := suite.Retry(func() error {
			h, err := f.release(o)
			if err != nil {
				return err
			}
			return isDone(h, nil, p, status.PaymentCancelled)
		})
		if err != nil {
			return err
		}
	}
	h, err := f.capture(captureOf(p, 580000))
	if err != nil || h.State != receipts.HoldRefused {
		return fmt.Errorf("the capture of a released payment is %s: %w", h.State, suite.OrNone(err))
	}
	return f.taken(p, 0)
}

func (f gateway) endsNoHoldByBroken() error {
	p := f.Holds(amount.RUB(580000))
	sale := registrar{}.sale("A-1042/payment/p1")
	back := sale.Reverse("A-1042/payment/p1")
	var rule *receipts.RuleError
	for name, o := range map[string]receipts.CaptureOrder{
		"of 0":                          captureOf(p, 0),
		"without a sum":                 {Key: "k", Payment: p},
		"without a key":                 {Payment: p, Amount: amount.RUB(1)},
		"without a payment":             captureOf(order.Ref{}, 1),
		"with a receipt of another sum": {Key: "k", Payment: p, Amount: amount.RUB(1), Receipt: &sale},
		"with a receipt of a refund":    {Key: "k", Payment: p, Amount: amount.RUB(580000), Receipt: &back},
	} {
		if _, err := f.capture(o); !errors.As(err, &rule) {
			return fmt.Errorf("a capture %s: the error is not a *receipts.RuleError: %w", name, suite.OrNone(err))
		}
	}
	for name, o := range map[string]receipts.ReleaseOrder{"without a key": {Payment: p}, "without a payment": {Key: "k"}} {
		if _, err := f.release(o); !errors.As(err, &rule) {
			return fmt.Errorf("a release %s: the error is not a *receipts.RuleError: %w", name, suite.OrNone(err))
		}
	}
	return f.taken(p, 0)
}
