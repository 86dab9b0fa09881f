package erptest

import (
	"fmt"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

func settingsAreGood(b *bench) error { return suite.Settings(b.ctx, b.Port, b.BadCredentials) }

func callsAreGenuine(b *bench) error {
	hook, err := suite.As[erp.Webhooker](b.Port)
	if err != nil {
		return err
	}
	if err := b.shown(); err != nil {
		return err
	}
	before := b.writes()
	calls := suite.Webhook[erp.Change]{Port: hook, Keyless: true, Call: suite.Bind(b.Call, b.ref), Forged: suite.Bind(b.Forged, b.ref)}
	if err := calls.Check(); err != nil {
		return err
	}
	return suite.Unchanged(b.writes, before, "calls that only tell")
}

func reasonsAreComplete(b *bench) error {
	r, err := suite.As[erp.Reasoner](b.Port)
	if err != nil {
		return err
	}
	for _, one := range r.Reasons() {
		kind := one.Kind == order.EffectRefuse || one.Kind == order.EffectCancel || one.Kind == order.EffectClose
		if one.Status == "" || one.Reason == "" || !kind {
			return fmt.Errorf("the reason %+v lacks a status, a reason, or a moment (refuse, cancel, close)", one)
		}
	}
	return nil
}
