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
		r := exchange.Record{Kind: exchange.Warehouses, Key: w.Code, Problem: w.Problem}
		if w.Problem == nil {
			x := exchange.Warehouse{
				Code: w.Code, City: w.City, Latitude: w.Latitude, Longitude: w.Longitude, Central: w.Central, Issues: w.Issues,
			}
			if w.Name != w.Code {
				x.Name = w.Name
			}
			r = exchange.NewRecord(exchange.Warehouses, w.Code, x)
		}
		r.Ref = order.Ref{System: Name, Kind: "warehouse", ID: w.Code}
		out = append(out, r)
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
			r = exchange.NewRecord(exchange.Parties, string(p.Ref), exchange.Party{
				Name: party.Name, Phones: party.Phones, Email: party.Email, Login: loginOf(&p), Company: p.Kind == "Компания",
			})
		}
		r.Ref = party.Ref
		out = append(out, r)
	}
	return out, nil
}

// loginOf is the login that a partner was created with: a contact without a kind, which people cannot enter.
func loginOf(p *Partner) string {
	for _, c := range p.Contacts {
		if c.Type == contactOther && c.Kind == "" {
			return c.Text
		}
	}
	return ""
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
			x := exchange.Card{Number: firstText(c.Barcode, c.Magnetic), Level: levels[c.Kind].Name, Party: string(c.Partner), Active: c.Status == "Действует"}
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
			r = exchange.NewRecord(exchange.Discounts, string(d.Ref), exchange.Discount{Name: d.Name, Kind: d.Kind, Value: d.Value, Level: levels[d.Card]})
		}
		r.Ref = ref
		out = append(out, r)
	}
	return out, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
