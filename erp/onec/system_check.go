package onec

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo"
)

// needs are the entities without which nothing works. Registers of stock are chosen by what there is.
var needs = []string{
	EntityOrder, EntitySale, EntityTransferOrder, EntityTransfer, EntityReturn, EntityWarehouse, EntityGood,
	"Catalog_Партнеры", "Catalog_Контрагенты", "Catalog_Организации", "Catalog_Валюты", "Catalog_Приоритеты", "Catalog_ХарактеристикиНоменклатуры",
}

// Check implements erp.Checker: the credentials, what is in the interface's composition, and that the base has
// everything that the settings name. The error lists all that is wrong.
func (s *System) Check(ctx context.Context) error {
	if err := s.fit(); err != nil {
		return err
	}
	m, err := s.client.Metadata(ctx)
	if err != nil {
		return err
	}
	var ps []SettingProblem
	for _, entity := range s.needed() {
		if !m.Has(entity) {
			ps = append(ps, SettingProblem{Field: "composition", Value: entity, Why: "an administrator must put it into the interface's composition"})
		}
	}
	if !m.Has(distribution) && !m.Has(freeStock) && !m.Has(onHand) {
		ps = append(ps, SettingProblem{Field: "composition", Why: "it has no register of stock", Known: []string{distribution, freeStock, onHand}})
	}
	if m.Has(EntityOrder) && !m.HasProperty(EntityOrder+"_Товары", s.rowField()) {
		ps = append(ps, SettingProblem{Field: "keys.row", Value: s.rowField(), Why: "rows of orders have no such property", Known: []string{rowIdentity, rowContent}})
	}
	for _, n := range s.namedThings() {
		if _, err := s.key(ctx, n); err != nil {
			more := settingsProblems(err)
			if more == nil {
				return err
			}
			ps = append(ps, more...)
		}
	}
	for _, entity := range []string{EntityOrder, EntitySale, EntityTransferOrder, EntityTransfer, EntityReturn} {
		if !m.Has(entity) {
			continue
		}
		for _, err := range NewCatalog[Object](s.client, entity).List(ctx, Query{Select: []string{"DataVersion"}, Filter: Eq("Number", "-")}) {
			if hasCode(err, CodeForbidden) {
				ps = append(ps, SettingProblem{Field: "rights", Value: entity, Why: "the user may not read it"})
			} else if err != nil {
				return err
			}
		}
	}
	var e *ordo.Error
	if err := s.checkGoods(ctx, &ps); errors.As(err, &e) {
		return err
	}
	if len(ps) > 0 {
		return settingsError(s.client.rest.Account(), ps)
	}
	return nil
}

func (s *System) rowField() string {
	if s.set.Keys.Row != "" {
		return s.set.Keys.Row
	}
	return rowIdentity
}

// needed are the entities that must be there by the settings.
func (s *System) needed() []string {
	all := slices.Clone(needs)
	if s.set.Payments != nil {
		all = append(all, "Document_ОперацияПоПлатежнойКарте", "Catalog_ДоговорыЭквайринга")
	}
	return all
}

// namedThings are all entries that the settings name.
func (s *System) namedThings() []named {
	all := []named{s.organisation(), s.agreement(), s.priority(), s.currency(), s.acquiring(), s.accessGroup()}
	for i, w := range s.set.Warehouses {
		all = append(all, named{fmt.Sprintf("warehouses[%d]", i), EntityWarehouse, byName, w.nameThere()}, user(fmt.Sprintf("warehouses[%d].responsible", i), w.Responsible))
	}
	for _, service := range slices.Sorted(maps.Keys(s.set.Deliver)) {
		d := s.set.Deliver[service]
		all = append(all, carrier("deliver."+service+".carrier", d.Carrier), user("deliver."+service+".responsible", d.Responsible))
	}
	for _, reason := range slices.Sorted(maps.Keys(s.set.Cancel.Reasons)) {
		all = append(all, cancelReason("cancel.reasons."+string(reason), s.set.Cancel.Reasons[reason]))
	}
	all = append(all, cancelReason("cancel.default", s.set.Cancel.Default), carrier("customers.unknown", s.set.Customers.Unknown))
	for _, kind := range slices.Sorted(maps.Keys(s.set.Prices)) {
		all = append(all, named{"prices." + kind, "Catalog_ВидыЦен", byName, s.set.Prices[kind]})
	}
	return all
}

// checkGoods looks for the services of the settings.
func (s *System) checkGoods(ctx context.Context, ps *[]SettingProblem) error {
	for _, kind := range slices.Sorted(maps.Keys(s.set.Goods.Services)) {
		article := s.set.Goods.Services[kind]
		_, wrong, err := s.items(ctx, article)
		if err != nil {
			return err
		}
		if why, is := wrong[article]; is {
			*ps = append(*ps, SettingProblem{Field: "goods.services." + string(kind), Value: article, Why: why.String()})
		}
	}
	return nil
}
