package erptest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func showsStatus(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.Status == nil || !f.System.Can(order.EffectStatus, scheme) {
		return errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	steps := []order.Command{order.Confirm{}, order.Pack{Boxes: []order.Box{{Ref: "1", Picks: order.PickAll("1", "2", "3")}}}, order.HandOver{}, order.Deliver{}}
	for _, step := range steps {
		if _, err := b.o.Do(step, b.by(order.Actor{ID: "anna", Role: order.RoleOperator})); err != nil {
			return fmt.Errorf("the check's own step %s: %w", step.Kind(), err)
		}
		want := f.System.Shows(b.o.View())
		if again := f.System.Shows(b.o.View()); again != want {
			return fmt.Errorf("Shows says %q and then %q of the same order", want, again)
		}
		if want == "" {
			want = f.Status(b.ref)
		}
		t, err := b.task(order.EffectStatus, order.Effect{})
		if err != nil {
			return err
		}
		out, err := b.apply(t)
		if err != nil {
			return err
		}
		if got := f.Status(b.ref); got != want {
			return fmt.Errorf("after %s the order shows %q, Shows says %q", step.Kind(), got, want)
		}
		if out.Code != "" && out.Code != want {
			return fmt.Errorf("the outcome says that the status is %q, it is %q", out.Code, want)
		}
		if err := b.again(t); err != nil {
			return err
		}
	}
	return nil
}

func cancelsExactly(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.Cancelled == nil || !f.System.Can(order.EffectCancel, scheme) {
		return errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	for _, step := range []struct {
		line string
		want []string
	}{{"2", []string{"2"}}, {"1", []string{"1", "2"}}, {"3", []string{"1", "2", "3"}}} {
		report := order.CancelReport{Picks: order.PickAll(step.line), Reason: status.ReasonBuyerCancelled, Done: true}
		if _, err := b.o.Observe(report, b.by(channel)); err != nil {
			return fmt.Errorf("the check's own cancellation: %w", err)
		}
		t, err := b.task(order.EffectCancel, order.Effect{Units: []order.Units{{Line: step.line, To: order.Pcs(1)}}})
		if err != nil {
			return err
		}
		if _, err := b.apply(t); err != nil {
			return err
		}
		if got := f.Cancelled(b.ref); !slices.Equal(got, step.want) {
			return fmt.Errorf("lines %v show as cancelled, it would have to be %v", got, step.want)
		}
		if err := b.again(t); err != nil {
			return err
		}
	}
	return nil
}

// noted checks how often people see a text.
func (b *bench) noted(text string, times int) error {
	if n := strings.Count(strings.Join(b.Notes(b.ref), "\n"), text); n != times {
		return fmt.Errorf("the note %q is there %d times, it would have to be %d", text, n, times)
	}
	return nil
}

func notesOnce(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.Notes == nil || !f.System.Can(order.EffectNote, scheme) {
		return errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	const text = "line 2: some units may be cancelled only while they are new"
	t, err := b.task(order.EffectNote, order.Effect{Text: text, Key: "note-1"})
	if err != nil {
		return err
	}
	if _, err := b.apply(t); err != nil {
		return err
	}
	if err := b.again(t); err != nil {
		return err
	}
	if err := b.noted(text, 1); err != nil {
		return err
	}
	t.Key = "note-2" // the same words about something else
	if _, err := b.apply(t); err != nil {
		return err
	}
	return b.noted(text, 2)
}

func movesDate(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if f.Window == nil || !f.System.Can(order.EffectMoveDate, scheme) {
		return errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	from := start.AddDate(0, 0, 6).Add(2*time.Hour + 30*time.Minute)
	to := order.Window{From: from, To: from.Add(4 * time.Hour)}
	if _, err := b.o.Observe(order.DateReport{Window: to}, b.by(channel)); err != nil {
		return fmt.Errorf("the check's own date: %w", err)
	}
	t, err := b.task(order.EffectMoveDate, order.Effect{})
	if err != nil {
		return err
	}
	if _, err := b.apply(t); err != nil {
		return err
	}
	if got := f.Window(b.ref); !got.From.Equal(to.From) || !got.To.Equal(to.To) {
		return fmt.Errorf("the window is %s to %s, it would have to be %s to %s", got.From, got.To, to.From, to.To)
	}
	return b.again(t)
}

// known are the kinds of effects that a system may be asked for.
var known = []order.EffectKind{
	order.EffectTake, order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack, order.EffectShip, order.EffectArrive, order.EffectClose,
	order.EffectMoveDate, order.EffectAnswer, order.EffectNote, order.EffectStatus, order.EffectReserve, order.EffectDocument, order.EffectParcel,
	order.EffectRefund, order.EffectReceipt, order.EffectWithdraw, order.EffectReinstate,
}

func saysWhatItCannot(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	if !f.System.Can(order.EffectUpsert, scheme) {
		return errors.New("a system that cannot show an order (EffectUpsert) is none")
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	before := f.writes()
	for _, kind := range known {
		if f.System.Can(kind, scheme) {
			continue
		}
		t, err := b.task(kind, order.Effect{Text: "x"})
		if err != nil {
			return err
		}
		if out, err := f.System.Apply(ctx, t); err == nil && out.Kind != order.Unsupported {
			return fmt.Errorf("it cannot %s, and says %s of it; it would have to be unsupported", kind, out.Kind)
		}
	}
	if n := f.writes() - before; n != 0 {
		return fmt.Errorf("what it cannot do was written %d times", n)
	}
	return nil
}
