package receipttest

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

var registrarChecks = []registrarCheck{
	{"a receipt is registered once however often it is given", onceRegistered},
	{"a receipt is registered once when the answer is lost", onceWhenLost},
	{"a passing refusal registers nothing and leaves no trace", onceWhenRefused},
	{"another key is another receipt", keysApart},
	{"what breaks a rule is not sent", sendsNoBroken},
	{"advance, sale and refund are taken", takesKinds},
	{"what is printed is read by its reference", readsPrinted},
	{"a receipt that is not known is not found", findsNoUnknown},
	{"a failed receipt says why, and is tried under another key", triesAgain},
	{"settings that are good pass their check", registrarIsInOrder},
	{"nothing is done in a context that has ended", registrarKeepsToContext},
	{"only genuine calls are taken", registrarAuthenticates},
}

// register gives a receipt that must be taken.
func (f Registrar) register(ctx context.Context, r receipts.Receipt) (receipts.Document, error) {
	d, err := f.Port.Register(ctx, r)
	switch {
	case err != nil:
		return d, fmt.Errorf("register %s: %w", r.Key, err)
	case d.Ref.ID == "":
		return d, fmt.Errorf("the document of %s has no reference", r.Key)
	case d.Ref.System != f.Port.System() || d.Ref.System == "":
		return d, fmt.Errorf("the reference names the system %q, it is %q", d.Ref.System, f.Port.System())
	case d.State < receipts.DocumentWaiting || d.State > receipts.DocumentFailed:
		return d, fmt.Errorf("the document of %s is in %s", r.Key, d.State)
	}
	return d, nil
}

func (f Registrar) count(want int) error {
	if n := f.Documents(); n != want {
		return fmt.Errorf("the service holds %d receipts, it would have to be %d", n, want)
	}
	return nil
}

func onceRegistered(ctx context.Context, f Registrar) error {
	r := f.advance("A-1042/payment/p1")
	first, err := f.register(ctx, r)
	if err != nil {
		return err
	}
	for range 2 {
		again, err := f.register(ctx, r)
		if err != nil {
			return err
		}
		if again.Ref.ID != first.Ref.ID {
			return fmt.Errorf("the first time it was %s, then %s", first.Ref, again.Ref)
		}
	}
	return f.count(1)
}

func onceWhenLost(ctx context.Context, f Registrar) error {
	return f.onceDespite(ctx, f.LosesAnswer)
}

func onceWhenRefused(ctx context.Context, f Registrar) error {
	return f.onceDespite(ctx, f.RefusesOnce)
}

func (f Registrar) onceDespite(ctx context.Context, mishap func()) error {
	if mishap == nil {
		return errSkipped
	}
	r := f.sale("A-1042/goods")
	mishap()
	var err error
	for range 3 { // as a caller does that comes back later
		if _, err = f.register(ctx, r); err == nil {
			return f.count(1)
		}
		if class := ordo.ClassOf(err); class != ordo.Retry && class != ordo.RateLimited && class != ordo.InDoubt {
			return fmt.Errorf("what passes is told as %q: %w", class, err)
		}
	}
	return err
}

func keysApart(ctx context.Context, f Registrar) error {
	a, err := f.register(ctx, f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	b, err := f.register(ctx, f.advance("A-1042/payment/p2"))
	if err != nil {
		return err
	}
	if a.Ref.ID == b.Ref.ID {
		return fmt.Errorf("two receipts have the one reference %s", a.Ref)
	}
	return f.count(2)
}

func sendsNoBroken(ctx context.Context, f Registrar) error {
	for name, r := range f.broken() {
		_, err := f.Port.Register(ctx, r)
		var rule *receipts.RuleError
		if !errors.As(err, &rule) {
			return fmt.Errorf("a receipt %s: the error is no *receipts.RuleError: %s", name, words(err))
		}
	}
	return f.count(0)
}

func takesKinds(ctx context.Context, f Registrar) error {
	all := []receipts.Receipt{f.advance("A-1042/payment/p1"), f.sale("A-1042/goods"), f.sale("A-1042/goods").Reverse("A-1042/refund/R1")}
	all[2].Payments[0].Form = receipts.Electronic
	if f.About != nil {
		all[2].About = f.About(receipts.SellRefund)
	}
	for _, r := range all {
		if _, err := f.register(ctx, r); err != nil {
			return err
		}
	}
	return f.count(len(all))
}

func readsPrinted(ctx context.Context, f Registrar) error {
	if f.Works == nil {
		return errSkipped
	}
	r := f.sale("A-1042/goods")
	first, err := f.register(ctx, r)
	if err != nil {
		return err
	}
	f.Works()
	d, err := f.Port.Read(ctx, first.Ref)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", first.Ref, err)
	case d.State != receipts.DocumentDone:
		return fmt.Errorf("what is printed is %s, it would have to be done", d.State)
	case d.Number == "" || d.Drive == "" || d.Sign == "":
		return fmt.Errorf("of a fiscal document number %q, drive %q and sign %q are needed", d.Number, d.Drive, d.Sign)
	case d.Ref.ID != first.Ref.ID:
		return fmt.Errorf("the document of %s is told as %s", first.Ref, d.Ref)
	case !d.Total.IsUnset() && d.Total != r.Total:
		return fmt.Errorf("the total is %s, registered was %s", d.Total, r.Total)
	}
	again, err := f.register(ctx, r)
	if err != nil {
		return err
	}
	if again.Ref.ID != first.Ref.ID || again.State == receipts.DocumentFailed {
		return fmt.Errorf("given again after it was printed, the receipt is %s in %s", again.Ref, again.State)
	}
	return f.count(1)
}

func findsNoUnknown(ctx context.Context, f Registrar) error {
	d, err := f.register(ctx, f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	d.Ref.ID = "00000000-0000-4000-8000-000000000000"
	if _, err := f.Port.Read(ctx, d.Ref); ordo.ClassOf(err) != ordo.NotFound {
		return fmt.Errorf("reading what does not exist: the error is not of class not-found: %s", words(err))
	}
	return f.count(1)
}

func triesAgain(ctx context.Context, f Registrar) error {
	if f.FailsOnce == nil || f.Works == nil {
		return errSkipped
	}
	r := f.sale("A-1042/goods")
	f.FailsOnce()
	d, err := f.register(ctx, r)
	if err != nil {
		return err
	}
	f.Works()
	failed, err := f.Port.Read(ctx, d.Ref)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", d.Ref, err)
	case failed.State != receipts.DocumentFailed:
		return fmt.Errorf("what the register refused is %s, it would have to be failed", failed.State)
	case failed.Text == "" && failed.Code == "":
		return errors.New("a failed receipt does not say why")
	}
	next, err := f.register(ctx, r.Attempt(2))
	if err != nil {
		return err
	}
	if next.Ref.ID == d.Ref.ID || next.State == receipts.DocumentFailed {
		return fmt.Errorf("the second attempt is %s in %s: it would have to be a receipt of its own", next.Ref, next.State)
	}
	return nil
}

func registrarIsInOrder(ctx context.Context, f Registrar) error {
	if err := inOrder(ctx, f.Port, f.InOrder); err != nil {
		return err
	}
	return f.count(0)
}

// inOrder lets a port that can tell in advance whether it will work tell that it will, and that an ended context is no answer.
func inOrder(ctx context.Context, port any, good bool) error {
	c, can := port.(receipts.Checker)
	if !can || !good {
		return errSkipped
	}
	if err := c.Check(ctx); err != nil {
		return fmt.Errorf("good settings do not pass: %w", err)
	}
	ended, end := context.WithCancel(ctx)
	end()
	if err := c.Check(ended); err == nil {
		return errors.New("Check succeeds in a context that has ended")
	}
	return nil
}

func registrarKeepsToContext(ctx context.Context, f Registrar) error {
	ended, end := context.WithCancel(ctx)
	end()
	r := f.advance("A-1042/payment/p1")
	if _, err := f.Port.Register(ended, r); err == nil {
		return errors.New("Register succeeds in a context that has ended")
	}
	if err := f.count(0); err != nil {
		return err
	}
	d, err := f.register(ctx, r)
	if err != nil {
		return err
	}
	if _, err := f.Port.Read(ended, d.Ref); err == nil {
		return errors.New("Read succeeds in a context that has ended")
	}
	return nil
}

func registrarAuthenticates(ctx context.Context, f Registrar) error {
	hook, can := f.Port.(receipts.Webhooker)
	if !can || f.Call == nil || f.Forged == nil {
		return errSkipped
	}
	d, err := f.register(ctx, f.advance("A-1042/payment/p1"))
	if err != nil {
		return err
	}
	if err := authenticates(hook, d.Ref, f.Call, f.Forged, func(n receipts.News) order.Ref { return n.Document }); err != nil {
		return err
	}
	return f.count(1)
}
