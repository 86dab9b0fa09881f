package erptest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func showsStatus(b *bench) error {
	if !b.Port.Can(order.EffectStatus, b.scheme) {
		return suite.Skip("the system cannot show a status")
	}
	if err := b.shown(); err != nil {
		return err
	}
	steps := []order.Command{order.Confirm{}, order.Pack{Boxes: []order.Box{{Ref: "1", Picks: order.PickAll("1", "2", "3")}}}, order.HandOver{}, order.Deliver{}}
	for _, step := range steps {
		if _, err := b.o.Do(step, b.by(order.Actor{ID: "anna", Role: order.RoleOperator})); err != nil {
			return fmt.Errorf("the step of the check %s: %w", step.Kind(), err)
		}
		want := b.Port.StatusFor(b.o.View())
		if again := b.Port.StatusFor(b.o.View()); again != want {
			return fmt.Errorf("StatusFor returned %q, then %q for the same order", want, again)
		}
		if want == "" {
			want = b.Status(b.ref)
		}
		t, err := b.task(order.EffectStatus, order.Effect{})
		if err != nil {
			return err
		}
		out, err := b.apply(t)
		if err != nil {
			return err
		}
		if got := b.Status(b.ref); got != want {
			return fmt.Errorf("after %s the status is %q, StatusFor returns %q", step.Kind(), got, want)
		}
		if out.Code != "" && out.Code != want {
			return fmt.Errorf("the status of the outcome is %q, want %q", out.Code, want)
		}
		if err := b.again(t); err != nil {
			return err
		}
	}
	return nil
}

func cancelsExactly(b *bench) error {
	if !b.Port.Can(order.EffectCancel, b.scheme) {
		return suite.Skip("the system cannot cancel lines")
	}
	if err := b.shown(); err != nil {
		return err
	}
	for _, step := range []struct {
		line string
		want []string
	}{{"2", []string{"2"}}, {"1", []string{"1", "2"}}, {"3", []string{"1", "2", "3"}}} {
		report := order.CancelReport{Picks: order.PickAll(step.line), Reason: status.ReasonBuyerCancelled, Done: true}
		if _, err := b.o.Observe(report, b.by(channel)); err != nil {
			return fmt.Errorf("the cancellation of the check: %w", err)
		}
		t, err := b.task(order.EffectCancel, order.Effect{Units: []order.Units{{Line: step.line, To: amount.Pcs(1)}}})
		if err != nil {
			return err
		}
		if _, err := b.apply(t); err != nil {
			return err
		}
		if got := b.Cancelled(b.ref); !slices.Equal(got, step.want) {
			return fmt.Errorf("lines %v show as cancelled, want %v", got, step.want)
		}
		if err := b.again(t); err != nil {
			return err
		}
	}
	return nil
}

// noted checks how often a note is shown.
func (b *bench) noted(text string, times int) error {
	if n := strings.Count(strings.Join(b.Notes(b.ref), "\n"), text); n != times {
		return fmt.Errorf("the note %q is there %d times, want %d", text, n, times)
	}
	return nil
}

func notesOnce(b *bench) error {
	if !b.Port.Can(order.EffectNote, b.scheme) {
		return suite.Skip("the system cannot show notes")
	}
	if err := b.shown(); err != nil {
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
	t.Key = "note-2" // the same text with another key
	if _, err := b.apply(t); err != nil {
		return err
	}
	return b.noted(text, 2)
}

func movesDate(b *bench) error {
	if !b.Port.Can(order.EffectMoveDate, b.scheme) {
		return suite.Skip("the system cannot move the date")
	}
	if err := b.shown(); err != nil {
		return err
	}
	from := start.AddDate(0, 0, 6).Add(2*time.Hour + 30*time.Minute)
	to := order.Window{From: from, To: from.Add(4 * time.Hour)}
	if _, err := b.o.Observe(order.DateReport{Window: to}, b.by(channel)); err != nil {
		return fmt.Errorf("the date of the check: %w", err)
	}
	t, err := b.task(order.EffectMoveDate, order.Effect{})
	if err != nil {
		return err
	}
	if _, err := b.apply(t); err != nil {
		return err
	}
	if got := b.Window(b.ref); !got.From.Equal(to.From) || !got.To.Equal(to.To) {
		return fmt.Errorf("the window is %s to %s, want %s to %s", got.From, got.To, to.From, to.To)
	}
	return b.again(t)
}

func saysWhatItCannot(b *bench) error {
	if !b.Port.Can(order.EffectUpsert, b.scheme) {
		return errors.New("the system must support EffectUpsert")
	}
	if err := b.shown(); err != nil {
		return err
	}
	before := b.writes()
	if err := suite.Unsupported(b.ctx, b.Port, b.o, b.ref); err != nil {
		return err
	}
	return suite.Unchanged(b.writes, before, "effects that are not supported")
}
