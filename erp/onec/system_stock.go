package onec

import (
	"context"
	"errors"
	"iter"

	"github.com/ordo-sdk/ordo/erp"
)

// Stock implements erp.Stocker: what the registers have at this moment, at the warehouses of the settings.
func (s *System) Stock(ctx context.Context, articles ...string) iter.Seq2[erp.Stock, error] {
	return func(yield func(erp.Stock, error) bool) {
		all, err := s.stock(ctx, articles)
		for _, x := range all {
			if !yield(x, nil) {
				return
			}
		}
		if err != nil {
			yield(erp.Stock{}, err)
		}
	}
}

func (s *System) stock(ctx context.Context, articles []string) (out []erp.Stock, _ error) {
	if err := s.fit(); err != nil {
		return nil, err
	}
	if len(articles) == 0 {
		return nil, ctx.Err()
	}
	p, err := s.warehouses(ctx)
	if err != nil {
		return nil, err
	}
	items, wrong, err := s.items(ctx, articles...)
	if err != nil {
		return nil, err
	}
	var goods []Guid
	for _, a := range articles {
		if g, has := items[a]; has && !g.service() {
			goods = append(goods, g.good.Ref)
		}
	}
	levels, err := s.client.ListStock(ctx, goods...)
	if err != nil {
		return nil, err
	}
	at := s.now()
	for _, a := range articles {
		if why, is := wrong[a]; is {
			out = append(out, erp.Stock{Article: a, Problem: errors.New(s.language.Text(why))})
		}
		g, has := items[a]
		for _, l := range levels {
			code, known := p.codes[l.Warehouse]
			if has && known && l.Good == g.good.Ref && l.Characteristic == g.characteristic {
				out = append(out, erp.Stock{
					Article: a, Warehouse: code, OnHand: l.OnHand.Amount(), Reserved: l.Reserved.Amount(), Free: max(0, l.Free).Amount(), AsOf: at,
				})
			}
		}
	}
	return out, nil
}

// Warehouses implements erp.Stocker: those of the settings, each with a Problem if the base does not have it.
func (s *System) Warehouses(ctx context.Context) iter.Seq2[erp.Warehouse, error] {
	return func(yield func(erp.Warehouse, error) bool) {
		if err := s.fit(); err != nil {
			yield(erp.Warehouse{}, err)
			return
		}
		there := map[string]bool{}
		for w, err := range s.client.Warehouses().List(ctx, Query{Filter: And(Eq("IsFolder", false), Eq("DeletionMark", false))}) {
			if err != nil {
				yield(erp.Warehouse{}, err)
				return
			}
			there[w.Name] = true
		}
		for _, w := range s.set.Warehouses {
			x := erp.Warehouse{
				Code: w.Code, Name: w.nameThere(), City: w.City, Latitude: w.Latitude, Longitude: w.Longitude, Central: w.Central, Issues: w.Issues,
			}
			if !there[x.Name] {
				x.Problem = settingsError(s.client.rest.Account(), []SettingProblem{{Field: "warehouses." + w.Code, Value: x.Name, Why: "the base has no such warehouse"}})
			}
			if !yield(x, nil) {
				return
			}
		}
	}
}
