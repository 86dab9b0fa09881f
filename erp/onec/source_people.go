package onec

import (
	"context"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire"
)

// warehouseRecords are the warehouses of the settings that the base has.
func (s *System) warehouseRecords(ctx context.Context) (out []exchange.Record, _ error) {
	for w, err := range s.Warehouses(ctx) {
		if err != nil {
			return nil, err
		}
		if w.Problem != nil {
			out = append(out, exchange.Record{Kind: exchange.Warehouses, Key: w.Code, Problem: w.Problem})
			continue
		}
		place, _ := s.place(w.Code)
		place.Comment, place.Responsible = "", ""
		out = append(out, exchange.NewRecord(exchange.Warehouses, w.Code, place))
	}
	return out, nil
}

// partyRecords are the partners that are customers.
func (s *System) partyRecords(ctx context.Context) (out []exchange.Record, _ error) {
	for p, err := range s.client.Partners().List(ctx, Query{Filter: Eq("Клиент", true), Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		party := partyOf(&p)
		var r exchange.Record
		switch {
		case p.Problem != nil:
			r = exchange.Record{Kind: exchange.Parties, Key: string(p.Ref), Problem: p.Problem}
		case p.DeletionMark:
			r = goneRecord(exchange.Parties, string(p.Ref), party.Ref)
		default:
			r = exchange.NewRecord(exchange.Parties, string(p.Ref), party)
		}
		r.Ref = party.Ref
		out = append(out, r)
	}
	return out, nil
}

// CardRecord is the data of a record of exchange.Cards.
type CardRecord struct {
	Number string `json:"number"` // its barcode, or its magnetic code
	Level  string `json:"level,omitzero"`
	Party  string `json:"party,omitzero"` // the partner's id
	Active bool   `json:"active"`
	// Bonus is the balance of bonus points of the partner, in points; "" without a program.
	Bonus wire.Decimal `json:"bonus,omitzero"`
}

// cardRecords are the loyalty cards with their level and the bonus points of their partner.
func (s *System) cardRecords(ctx context.Context) (out []exchange.Record, _ error) {
	levels := map[Guid]LoyaltyKind{}
	for k, err := range s.client.LoyaltyKinds().List(ctx, Query{Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		levels[k.Ref] = k
	}
	points := map[Guid]map[Guid]Quantity{} // by partner and program
	for b, err := range s.client.Bonuses().Balance(ctx, Filter{}) {
		if err != nil {
			return nil, err
		}
		if points[b.Partner] == nil {
			points[b.Partner] = map[Guid]Quantity{}
		}
		points[b.Partner][b.Program] += b.Accrued - b.ToUse - b.Reserved
	}
	for c, err := range s.client.LoyaltyCards().List(ctx, Query{Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		ref := order.Ref{System: Name, Kind: "card", ID: string(c.Ref)}
		var r exchange.Record
		switch {
		case c.Problem != nil:
			r = exchange.Record{Kind: exchange.Cards, Key: string(c.Ref), Problem: c.Problem}
		case c.DeletionMark:
			r = goneRecord(exchange.Cards, string(c.Ref), ref)
		default:
			x := CardRecord{Number: firstText(c.Barcode, c.Magnetic), Level: levels[c.Kind].Name, Party: string(c.Partner), Active: c.Status == "Действует"}
			if program := levels[c.Kind].Program; program != "" {
				x.Bonus = wire.Decimal(points[c.Partner][program].String())
			}
			r = exchange.NewRecord(exchange.Cards, string(c.Ref), x)
		}
		r.Ref = ref
		out = append(out, r)
	}
	return out, nil
}

// DiscountRecord is the data of a record of exchange.Discounts. 1C's conditions are not told: only 1C applies them.
type DiscountRecord struct {
	Name  string       `json:"name"`
	Kind  string       `json:"kind,omitzero"`  // how it is given, such as Процент or Сумма
	Value wire.Decimal `json:"value,omitzero"` // percent or a sum, by Kind
	Level string       `json:"level,omitzero"` // the kind of loyalty cards that it is for
}

// discount is an entry of «Скидки (наценки)».
type discount struct {
	Object
	Name     string       `json:"Description"`
	IsFolder bool         `json:"IsFolder"`
	Kind     string       `json:"СпособПредоставления"`
	Value    wire.Decimal `json:"ЗначениеСкидкиНаценки,omitzero"`
	Card     Guid         `json:"ВидКартыЛояльности_Key"`
}

// discountRecords are the discounts.
func (s *System) discountRecords(ctx context.Context) (out []exchange.Record, _ error) {
	levels := map[Guid]string{}
	for k, err := range s.client.LoyaltyKinds().List(ctx, Query{Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		levels[k.Ref] = k.Name
	}
	for d, err := range NewCatalog[discount](s.client, "Catalog_СкидкиНаценки").List(ctx, Query{Filter: Eq("IsFolder", false), Page: sourcePage}) {
		if err != nil {
			return nil, err
		}
		ref := order.Ref{System: Name, Kind: "discount", ID: string(d.Ref)}
		var r exchange.Record
		switch {
		case d.Problem != nil:
			r = exchange.Record{Kind: exchange.Discounts, Key: string(d.Ref), Problem: d.Problem}
		case d.DeletionMark:
			r = goneRecord(exchange.Discounts, string(d.Ref), ref)
		default:
			r = exchange.NewRecord(exchange.Discounts, string(d.Ref), DiscountRecord{d.Name, d.Kind, d.Value, levels[d.Card]})
		}
		r.Ref = ref
		out = append(out, r)
	}
	return out, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
