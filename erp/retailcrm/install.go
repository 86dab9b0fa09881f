package retailcrm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
)

// Install makes in the account what the module needs and what is not there yet: the field "Заказ передан курьеру", and,
// with [WithModule], the integration module itself, with the delivery type that stands for it. It may be run again:
// what is there already is not written, and whether the merchant has switched the module off is left alone. The error
// is of class Invalid if Mapping.Delivery names the module's delivery type and the module was not made, for lack of
// WithModule; and if the delivery type that the CRM made is not the one that Mapping.Delivery names.
func (s *System) Install(ctx context.Context) error {
	if err := s.fit(); err != nil {
		return err
	}
	if err := s.installField(ctx); err != nil {
		return err
	}
	if s.webhook.ClientID.IsZero() || s.baseURL == "" {
		return s.withoutModule(ctx)
	}
	return s.installModule(ctx)
}

// withoutModule returns an error if orders need the module and the account does not have it.
func (s *System) withoutModule(ctx context.Context) error {
	code := s.mapping.module()
	if s.mapping.Delivery != code {
		return nil
	}
	_, err := s.client.GetModule(ctx, code)
	if !errors.Is(err, ordo.ErrNotFound) {
		return err
	}
	return s.client.invalid("install", fmt.Sprintf("the module %q was not made, and orders need its delivery type: give WithModule "+
		"the address and the secret of its calls, or name another delivery type in delivery", code), nil)
}

// installField makes the courier's field.
func (s *System) installField(ctx context.Context) error {
	code := s.mapping.Courier.Field
	if code == "" {
		return nil
	}
	_, err := s.client.GetCustomField(ctx, "order", code)
	if !errors.Is(err, ordo.ErrNotFound) {
		return err
	}
	return s.client.CreateCustomField(ctx, "order", CustomField{
		Code: code, Name: "Заказ передан курьеру (Системное поле модуля)", Type: "boolean", Entity: "order",
		ViewMode: "editable", InFilter: Ptr(true), InList: Ptr(true),
	})
}

// installModule makes the module, or brings it up to date.
func (s *System) installModule(ctx context.Context) error {
	code := s.mapping.module()
	m := Module{Code: code, IntegrationCode: code, Name: "ordo", Active: true}
	there, err := s.client.GetModule(ctx, code)
	switch {
	case err == nil:
		m = *there
	case !errors.Is(err, ordo.ErrNotFound):
		return err
	}
	before, err := json.Marshal(m)
	if err != nil {
		return s.client.invalid("integration-modules/edit", "the module cannot be written", err)
	}
	s.describe(&m)
	after, err := json.Marshal(m)
	if err != nil {
		return s.client.invalid("integration-modules/edit", "the module cannot be written", err)
	}
	if there != nil && bytes.Equal(before, after) && m.ClientID.Equal(there.ClientID.Reveal()) {
		return nil
	}
	info, err := s.client.UpdateModule(ctx, m)
	if err != nil {
		return err
	}
	if d := info.DeliveryType; d != nil && d.Code != "" && s.mapping.Delivery != "" && d.Code != s.mapping.Delivery {
		return s.client.invalid("integration-modules/edit",
			"the CRM made the delivery type "+d.Code+" for the module, and the settings name "+s.mapping.Delivery+": name "+d.Code+" in delivery", nil)
	}
	return nil
}

// describe sets what the module does: the merchant makes packages, one lot a line, and nothing is sent before the
// merchant unlocks the order.
func (s *System) describe(m *Module) {
	m.ClientID, m.BaseURL = s.webhook.ClientID, s.baseURL
	m.Actions = map[string]string{ActionActivity: "/" + ActionActivity}
	if m.Integrations == nil {
		m.Integrations = &ModuleAbilities{}
	}
	if m.Integrations.Delivery == nil {
		m.Integrations.Delivery = &DeliveryModule{}
	}
	d := *m.Integrations.Delivery
	d.Actions = map[string]string{ActionSave: "/" + ActionSave, ActionDelete: "/" + ActionDelete}
	d.AllowPackages, d.DuplicateOrderProductSupported = Ptr(true), Ptr(true)
	settings := DeliverySettings{}
	if d.Settings != nil {
		settings = *d.Settings
	}
	settings.LockedByDefault = Ptr(s.mapping.Packing.Fires != firesLocked)
	d.Settings = &settings
	abilities := *m.Integrations
	abilities.Delivery = &d
	m.Integrations = &abilities
}
