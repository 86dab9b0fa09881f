package receipttest

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// register registers a valid receipt.
func (f registrar) register(r receipts.Receipt) (receipts.Document, error) {
	d, err := f.Port.Register(f.ctx, r)
	switch {
	case err != nil:
		return d, fmt.Errorf("register %s: %w", r.Key, err)
	case d.Ref.ID == "":
		return d, fmt.Errorf("the document of %s has no reference", r.Key)
	case d.Ref.System != f.Port.System() || d.Ref.System == "":
		return d, fmt.Errorf("the system of the reference is %q, want %q", d.Ref.System, f.Port.System())
	case d.State < receipts.DocumentWaiting || d.State > receipts.DocumentFailed:
		return d, fmt.Errorf("the document of %s is %s", r.Key, d.State)
	}
	return d, nil
}

func (f registrar) count(want int) error {
	if n := f.Count(); n != want {
		return fmt.Errorf("the service holds %d receipts, want %d", n, want)
	}
	return nil
}

func (f registrar) once() error {
	r := f.advance("A-1042/payment/p1")
	first, err := f.register(r)
	if err != nil {
		return err
	}
	for range 2 {
		again, err := f.register(r)
		if err != nil {
			return err
		}
		if again.Ref.ID != first.Ref.ID {
			return fmt.Errorf("the first reference was %s, then %s", first.Ref, again.Ref)
		}
	}
	return f.count(1)
}

func (f registrar) onceWhenLost() error {
	return f.onceDespite(f.LosesAnswer)
}

func (f registrar) onceWhenRefused() error {
	return f.onceDespite(f.FailsOnce)
}

func (f registrar) onceDespite(fault func()) error {
	r := f.sale("A-1042/goods")
	fault()
	err := suite.Retry(func() error {
		_, err := f.register(r)
		return err
	})
	if err != nil {
		return err
	}
	return f.count(1)
}

func (f registrar) keysApart() error {
	a, err := f.register(f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	b, err := f.register(f.advance("A-1042/payment/p2"))
	if err != nil {
		return err
	}
	if a.Ref.ID == b.Ref.ID {
		return fmt.Errorf("two receipts have the same reference %s", a.Ref)
	}
	return f.count(2)
}

func (f registrar) sendsNoBroken() error {
	for name, r := range f.broken() {
		_, err := f.Port.Register(f.ctx, r)
		var rule *receipts.RuleError
		if !errors.As(err, &rule) {
			return fmt.Errorf("a receipt %s: the error is not a *receipts.RuleError: %w", name, suite.OrNone(err))
		}
	}
	return f.count(0)
}

func (f registrar) takesKinds() error {
	all := []receipts.Receipt{f.advance("A-1042/payment/p1"), f.sale("A-1042/goods"), f.sale("A-1042/goods").Reverse("A-1042/refund/R1")}
	all[2].Payments[0].Form = receipts.Electronic
	if f.About != nil {
		all[2].About = f.About(receipts.SellRefund)
	}
	for _, r := range all {
		if _, err := f.register(r); err != nil {
			return err
		}
	}
	return f.count(len(all))
}

func (f registrar) readsPrinted() error {
	r := f.sale("A-1042/goods")
	first, err := f.register(r)
	if err != nil {
		return err
	}
	f.Process()
	d, err := f.Port.Read(f.ctx, first.Ref)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", first.Ref, err)
	case d.State != receipts.DocumentDone:
		return fmt.Errorf("a printed receipt is %s, want done", d.State)
	case d.Number == "" || d.Drive == "" || d.Sign == "":
		return fmt.Errorf("a fiscal document has number %q, drive %q and sign %q: all three are needed", d.Number, d.Drive, d.Sign)
	case d.Ref.ID != first.Ref.ID:
		return fmt.Errorf("the document of %s is reported as %s", first.Ref, d.Ref)
	case !d.Total.IsUnset() && d.Total != r.Total:
		return fmt.Errorf("the total is %s, want %s", d.Total, r.Total)
	}
	again, err := f.register(r)
	if err != nil {
		return err
	}
	if again.Ref.ID != first.Ref.ID || again.State == receipts.DocumentFailed {
		return fmt.Errorf("registered again after it was printed, the receipt %s is %s", again.Ref, again.State)
	}
	return f.count(1)
}

func (f registrar) findsNoUnknown() error {
	d, err := f.register(f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	d.Ref.ID = "00000000-0000-4000-8000-000000000000"
	if _, err := f.Port.Read(f.ctx, d.Ref); ordo.ClassOf(err) != ordo.NotFound {
		return fmt.Errorf("reading an unknown receipt: the error is not of class not-found: %w", suite.OrNone(err))
	}
	return f.count(1)
}

func (f registrar) triesAgain() error {
	r := f.sale("A-1042/goods")
	f.Refuses(r.Key)
	d, err := f.register(r)
	if err != nil {
		return err
	}
	f.Process()
	failed, err := f.Port.Read(f.ctx, d.Ref)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", d.Ref, err)
	case failed.State != receipts.DocumentFailed:
		return fmt.Errorf("a refused receipt is %s, want failed", failed.State)
	case failed.Text == "" && failed.Code == "":
		return errors.New("a failed receipt has no code and no text")
	}
	next, err := f.register(r.Attempt(2))
	if err != nil {
		return err
	}
	if next.Ref.ID == d.Ref.ID || next.State == receipts.DocumentFailed {
		return fmt.Errorf("the second attempt %s is %s: want a new receipt", next.Ref, next.State)
	}
	return nil
}

func (f registrar) settingsAreGood() error {
	if err := suite.Settings(f.ctx, f.Port, f.BadCredentials); err != nil {
		return err
	}
	return f.count(0)
}

// calls returns the calls of a registrar.
func (f registrar) calls(port receipts.Registrar, r receipts.Receipt, ref order.Ref) suite.Calls {
	return suite.Calls{
		"Register": suite.Call(port.Register, r), "Read": suite.Call(port.Read, ref),
	}
}

func (f registrar) keepsToContext() error {
	d, err := f.register(f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	if err := f.calls(f.Port, f.advance("A-1042/payment/p2"), d.Ref).Ended(f.ctx); err != nil {
		return err
	}
	return f.count(1)
}

func (f registrar) strangerIsRefused() error {
	d, err := f.register(f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	if err := f.calls(f.BadCredentials, f.advance("A-1042/payment/p2"), d.Ref).Refused(f.ctx); err != nil {
		return err
	}
	return f.count(1)
}

func (f registrar) callsAreGenuine() error {
	d, err := f.register(f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	if err := checkWebhook(f.Port, d.Ref, f.Call, f.Forged, func(n receipts.News) order.Ref { return n.Document }); err != nil {
		return err
	}
	return f.count(1)
}
