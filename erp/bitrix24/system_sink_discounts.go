package bitrix24

import (
	"context"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// The user fields of an item of «Скидка», as [ItemField] names them.
const (
	DiscountKind  = "KIND" // how it is given, as the source names it
	DiscountValue = "VALUE"
	DiscountLevel = "LEVEL" // of loyalty cards
	DiscountCode  = "CODE"  // of a promo code
	DiscountFrom  = "FROM"  // datetime
	DiscountUntil = "UNTIL" // datetime
)

// KindDiscount stands in the keys of discounts and promo codes, such as "ordo/discounts/DMAY10".
const KindDiscount ItemKind = 'D'

// discountProcess is the smart process of discounts and promo codes. It is not below deals, and has no stages of its
// own meaning.
func discountProcess() process {
	label := func(ru, uk, pl, en string) status.Names { return status.Names{RU: ru, UK: uk, PL: pl, EN: en} }
	return process{kind: KindDiscount, title: label("Скидка", "Знижка", "Rabat", "Discount"), fields: []userField{
		{name: DiscountKind, kind: ufString, label: label("Вид", "Вид", "Rodzaj", "Kind")},
		{name: DiscountValue, kind: ufString, label: label("Размер", "Розмір", "Wysokość", "Value")},
		{name: DiscountLevel, kind: ufString, label: label("Уровень карт", "Рівень карток", "Poziom kart", "Level of cards")},
		{name: DiscountCode, kind: ufString, label: label("Промокод", "Промокод", "Kod promocyjny", "Promo code")},
		{name: DiscountFrom, kind: ufDatetime, label: label("Действует с", "Діє з", "Ważny od", "From")},
		{name: DiscountUntil, kind: ufDatetime, label: label("Действует до", "Діє до", "Ważny do", "Until")},
	}}
}

// discountTitle is the title of the process of discounts.
func (s *Settings) discountTitle() string {
	if s.Processes.Discounts != "" {
		return s.Processes.Discounts
	}
	return s.named(discountProcess().title)
}

// discountPlace finds the process of discounts.
func (s *System) discountPlace(ctx context.Context) (*placed, error) {
	s.mu.Lock()
	known := s.discountsAt
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	for r, err := range s.client.ListSmartProcesses(ctx) {
		if err != nil {
			return nil, err
		}
		if r.Value.Title == s.set.discountTitle() {
			p := &placed{process: discountProcess(), titleThere: r.Value.Title, id: int(r.Value.ID), typeID: r.Value.Type}
			s.mu.Lock()
			s.discountsAt = p
			s.mu.Unlock()
			return p, nil
		}
	}
	return nil, s.client.rest.Fail("settings", ordo.Auth, "the portal is not set up: run System.Setup", &SettingsError{[]SettingProblem{
		{Field: "smart process", Value: s.set.discountTitle(), Why: "there is none with this title"},
	}})
}

// discounts keeps discounts and promo codes as items that people read.
func (k sink) discounts(ctx context.Context, kind exchange.Kind, records []exchange.Record) ([]exchange.Kept, error) {
	p, err := k.s.discountPlace(ctx)
	if err != nil {
		return nil, err
	}
	key := func(r exchange.Record) string { return k.s.set.originator() + "/" + string(kind) + "/" + r.Key }
	keys := make([]string, len(records))
	for i, r := range records {
		keys[i] = key(r)
	}
	there := map[string]Item{}
	for r, err := range k.s.client.ListItems(ctx, ItemQuery{Type: p.typeID, Filter: Fields{"@xmlId": keys}}) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(keys, r.Value.Key) {
			there[r.Value.Key] = r.Value
		}
	}
	changes := make([]change, len(records))
	for i, r := range records {
		is, has := there[keys[i]]
		if r.Gone {
			if has {
				changes[i].cmds = []bxrest.Command{{Method: "crm.item.delete", Params: map[string]any{"entityTypeId": p.typeID, "id": is.ID}}}
			}
			continue
		}
		f, err := discountFields(kind, r, p)
		if err != nil {
			changes[i].problem = err
			continue
		}
		f["xmlId"] = textValue(keys[i])
		if !has {
			changes[i].cmds = []bxrest.Command{{Method: "crm.item.add", Params: itemParams(p.typeID, 0, f.written())}}
		} else if changed := f.changed(objectOf(&is)); changed != nil {
			changes[i].cmds = []bxrest.Command{{Method: "crm.item.update", Params: itemParams(p.typeID, is.ID, changed)}}
		}
	}
	return k.write(ctx, records, changes)
}

// discountFields are those of an item of a discount or a promo code.
func discountFields(kind exchange.Kind, r exchange.Record, p *placed) (fields, error) {
	if kind == exchange.Discounts {
		d, err := exchange.Decode[exchange.Discount](r)
		return fields{
			"title": textValue(d.Name), p.field(DiscountKind): textValue(d.Kind), p.field(DiscountValue): textValue(d.Value), p.field(DiscountLevel): textValue(d.Level),
		}, err
	}
	d, err := exchange.Decode[exchange.Promo](r)
	name := d.Name
	if name == "" {
		name = d.Code
	}
	return fields{
		"title": textValue(name), p.field(DiscountKind): textValue(d.Kind), p.field(DiscountValue): textValue(d.Value), p.field(DiscountCode): textValue(d.Code),
		p.field(DiscountFrom): timeValue(d.From), p.field(DiscountUntil): timeValue(d.Until),
	}, err
}
