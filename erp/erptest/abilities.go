package erptest

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
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
	err = suite.Webhook[erp.Change]{
		Port: hook, Keyless: true,
		Call: func() (*http.Request, []byte) { return f.Call(b.ref) }, Forged: func() (*http.Request, []byte) { return f.Forged(b.ref) },
	}.Check()
	switch {
	case err != nil:
		return err
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
