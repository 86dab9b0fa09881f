package erptest

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

func authenticates(ctx context.Context, f Fixture, scheme order.SchemeCode) error {
	hook, can := f.System.(erp.Webhooker)
	if !can || f.Call == nil || f.Forged == nil {
		return errSkipped
	}
	b, err := shown(ctx, f, scheme, "955100777")
	if err != nil {
		return err
	}
	before := f.writes()
	r, body := f.Forged(b.ref)
	post, err := hook.Receive(r, body)
	switch {
	case err == nil:
		return errors.New("a forged call is taken")
	case len(post.Changes) > 0:
		return errors.New("a forged call brings changes")
	case post.Answer.Status < 400:
		return fmt.Errorf("a forged call is answered %d", post.Answer.Status)
	}
	r, body = f.Call(b.ref)
	post, err = hook.Receive(r, body)
	switch {
	case err != nil:
		return fmt.Errorf("a genuine call is refused: %w", err)
	case post.Answer.Status < 200 || post.Answer.Status > 299:
		return fmt.Errorf("a genuine call is answered %d", post.Answer.Status)
	case post.Again.Status < 400:
		return fmt.Errorf("a call that could not be stored is answered %d: the system would not call again", post.Again.Status)
	case len(post.Changes) == 0:
		return errors.New("a genuine call about an order brings no change")
	case f.writes() != before:
		return errors.New("receiving a call wrote something")
	}
	return nil
}

func checksItself(ctx context.Context, f Fixture, _ order.SchemeCode) error {
	if c, can := f.System.(erp.Checker); can {
		if err := c.Check(ctx); err != nil {
			return fmt.Errorf("the fixture's system says that it will not work: %w", err)
		}
	}
	r, can := f.System.(erp.Reasoner)
	if !can {
		return nil
	}
	for _, one := range r.Reasons() {
		kind := one.Kind == order.EffectRefuse || one.Kind == order.EffectCancel || one.Kind == order.EffectClose
		if one.Status == "" || one.Reason == "" || !kind {
			return fmt.Errorf("the reason %+v lacks a status, a reason, or a moment (refuse, cancel, close)", one)
		}
	}
	return nil
}
