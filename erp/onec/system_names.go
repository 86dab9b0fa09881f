package onec

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// named is an entry of a small catalogue that a setting names.
type named struct {
	setting string // its path
	entity  string
	by      string // the property that holds the name
	name    string
}

// key returns the key of what a setting names; none for no name. It is asked for once.
func (s *System) key(ctx context.Context, n named) (Guid, error) {
	if n.name == "" {
		return "", nil
	}
	known := n.entity + "/" + n.name
	if id, has := s.known(known); has {
		return id, nil
	}
	found, err := NewCatalog[Object](s.client, n.entity).Find(ctx, Eq(n.by, n.name))
	var why string
	switch {
	case ordo.ClassOf(err) == ordo.NotFound:
		why = "the base has no such entry in " + n.entity
	case ordo.ClassOf(err) == ordo.Conflict:
		why = "the base has several such entries in " + n.entity
	case ordo.ClassOf(err) == ordo.Unsupported:
		why = n.entity + " is not in the interface's composition"
	case err != nil:
		return "", err
	}
	if why != "" {
		return "", settingsError(s.client.rest.Account(), []SettingProblem{{Field: n.setting, Value: n.name, Why: why}})
	}
	s.learn(known, found.Ref)
	return found.Ref, nil
}

func (s *System) known(name string) (Guid, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, has := s.names[name]
	return id, has
}

func (s *System) learn(name string, id Guid) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names[name] = id
}

// byName is the property by which most catalogues are known.
const byName = "Description"

func (s *System) organisation() named {
	return named{"organisation", "Catalog_Организации", byName, s.set.Organisation}
}

func (s *System) agreement() named {
	return named{"agreement", "Catalog_СоглашенияСКлиентами", byName, s.set.Agreement}
}

func (s *System) priority() named {
	return named{"priority", "Catalog_Приоритеты", byName, s.set.Priority}
}

func (s *System) currency() named {
	n := named{"currency", "Catalog_Валюты", "Code", s.set.Currency}
	if n.name == "" {
		n.name = defaultCurrency
	}
	return n
}

func (s *System) acquiring() named {
	n := named{setting: "payments.contract", entity: "Catalog_ДоговорыЭквайринга", by: byName}
	if s.set.Payments != nil {
		n.name = s.set.Payments.Contract
	}
	return n
}

func (s *System) accessGroup() named {
	return named{"customers.group", "Catalog_ГруппыДоступаПартнеров", byName, s.set.Customers.Group}
}

func user(setting, name string) named {
	return named{setting, "Catalog_Пользователи", byName, name}
}

func carrier(setting, name string) named {
	return named{setting, "Catalog_Партнеры", byName, name}
}

func cancelReason(setting, name string) named {
	return named{setting, "Catalog_ПричиныОтменыЗаказовКлиентов", byName, name}
}

// firstPriority returns the priority of the settings, or the first of the base.
func (s *System) firstPriority(ctx context.Context) (Guid, error) {
	if s.set.Priority != "" {
		return s.key(ctx, s.priority())
	}
	const first = "Catalog_Приоритеты/"
	if id, has := s.known(first); has {
		return id, nil
	}
	for p, err := range s.client.Priorities().List(ctx, Query{Filter: Eq("DeletionMark", false), Page: 1}) {
		if err != nil {
			return "", err
		}
		s.learn(first, p.Ref)
		return p.Ref, nil
	}
	return "", nil
}

// place returns a warehouse of the settings.
func (s *System) place(code string) (Place, bool) {
	i := slices.IndexFunc(s.set.Warehouses, func(w Place) bool { return w.Code == code })
	if i < 0 {
		return Place{}, false
	}
	return s.set.Warehouses[i], true
}

// nameThere is what the base calls a warehouse.
func (w Place) nameThere() string {
	if w.Name == "" {
		return w.Code
	}
	return w.Name
}

// central returns the code of the central warehouse.
func (s *System) central() string {
	for _, w := range s.set.Warehouses {
		if w.Central {
			return w.Code
		}
	}
	return ""
}

// warehouse returns the key of a warehouse by its code.
func (s *System) warehouse(ctx context.Context, code string) (Guid, error) {
	w, known := s.place(code)
	if !known {
		return "", refuse(order.Textf("there is no warehouse %q in the settings; known are %s", code, s.codes()))
	}
	return s.key(ctx, named{"warehouses." + code, EntityWarehouse, byName, w.nameThere()})
}

// codes returns the codes of the warehouses.
func (s *System) codes() []string {
	codes := make([]string, len(s.set.Warehouses))
	for i, w := range s.set.Warehouses {
		codes[i] = w.Code
	}
	return codes
}

// warehouses returns the keys of all warehouses by their codes, and the codes by keys. One that the base does not have
// is an error.
func (s *System) warehouses(ctx context.Context) (*places, error) {
	p := &places{keys: map[string]Guid{}, codes: map[Guid]string{}}
	for _, w := range s.set.Warehouses {
		id, err := s.warehouse(ctx, w.Code)
		if err != nil {
			return nil, err
		}
		p.keys[w.Code], p.codes[id] = id, w.Code
	}
	return p, nil
}

// places are warehouses in both directions.
type places struct {
	keys  map[string]Guid
	codes map[Guid]string
}

// code returns the code of a warehouse. One that the settings do not have has none: it stands for itself.
func (p *places) code(id Guid) string {
	if c, has := p.codes[id]; has {
		return c
	}
	return string(id)
}

// vatCode is 1C's name of a rate, for both releases.
func vatCode(v amount.VAT) (string, bool) {
	switch v {
	case amount.VATNone:
		return "БезНДС", true
	case amount.VAT0, amount.VAT5, amount.VAT7, amount.VAT10, amount.VAT20, amount.VAT22:
		return "НДС" + v.String(), true
	}
	return "", false
}

// vat returns a rate of VAT as rows have it: by its key from 11.5 on, by its name before. A rate that the line does not
// say is that of the goods.
func (s *System) vat(ctx context.Context, m *Metadata, v amount.VAT, g *Good) (Guid, string, error) {
	if v == amount.VATUnset && g != nil {
		return g.VATRate, g.VATName, nil
	}
	code, has := vatCode(v)
	if !has {
		return "", "", refuse(order.Textf("1C has no rate of VAT %s", v))
	}
	if !m.HasProperty(EntityOrder+"_Товары", "СтавкаНДС_Key") {
		return "", code, nil
	}
	known := "Catalog_СтавкиНДС/" + code
	if id, has := s.known(known); has {
		return id, "", nil
	}
	var all []string
	for r, err := range s.client.VATRates().List(ctx, Query{Filter: Eq("DeletionMark", false)}) {
		if err != nil {
			return "", "", err
		}
		all = append(all, r.Code)
		if !r.Calculated {
			s.learn("Catalog_СтавкиНДС/"+r.Code, r.Ref)
		}
	}
	if id, has := s.known(known); has {
		return id, "", nil
	}
	return "", "", refuse(order.Textf("the base has no rate of VAT %s in Catalog_СтавкиНДС; it has %s", code, all))
}

// item is goods of the base that an article names.
type item struct {
	good           *Good
	characteristic Guid
}

// service reports whether there is no stock of it.
func (g item) service() bool { return g.good.Type == "Услуга" || g.good.Type == "Работа" }

// articleOf returns the article of a line in the base.
func (s *System) articleOf(l order.LineView) string {
	if a := s.set.Goods.Services[l.Kind]; a != "" && l.Kind != order.LineGoods {
		return a
	}
	return l.SKU
}

// separator stands between goods and characteristic.
func (s *System) separator() string {
	if s.set.Goods.Separator == "" {
		return "#"
	}
	return s.set.Goods.Separator
}

// field is the property by which goods are known.
func (s *System) field() string {
	if s.set.Goods.By == byCode {
		return "Code"
	}
	return "Артикул"
}

// articleIn is the article of goods.
func (s *System) articleIn(g *Good) string {
	if s.set.Goods.By == byCode {
		return strings.TrimSpace(g.Code)
	}
	return strings.TrimSpace(g.Article)
}

// items returns the goods that articles name, and for each that names none, or several, why.
func (s *System) items(ctx context.Context, articles ...string) (map[string]item, map[string]order.Text, error) {
	found, wrong := map[string]item{}, map[string]order.Text{}
	goods := map[string][]Good{}
	var names []string
	for _, a := range articles {
		if base, _, _ := strings.Cut(a, s.separator()); base != "" && !slices.Contains(names, base) {
			names = append(names, base)
		}
	}
	for some := range slices.Chunk(names, goodsAtOnce) {
		f := And(In(s.field(), some...), Eq("IsFolder", false), Eq("DeletionMark", false))
		for g, err := range s.client.Goods().List(ctx, Query{Filter: f}) {
			if err != nil {
				return nil, nil, err
			}
			a := s.articleIn(&g)
			goods[a] = append(goods[a], g)
		}
	}
	for _, a := range articles {
		base, variant, has := strings.Cut(a, s.separator())
		switch gs := goods[base]; {
		case len(gs) == 0:
			wrong[a] = order.Textf("no goods have the article %q", base)
		case len(gs) > 1:
			wrong[a] = order.Textf("%d goods have the article %q", len(gs), base)
		case !has:
			found[a] = item{good: &gs[0]}
		default:
			c, err := s.variant(ctx, &gs[0], variant)
			switch {
			case err != nil:
				return nil, nil, err
			case c == "":
				wrong[a] = order.Textf("the goods with the article %q have no characteristic %q", base, variant)
			default:
				found[a] = item{&gs[0], c}
			}
		}
	}
	return found, wrong, nil
}

// variant returns a characteristic of goods by its name; none if there is no such one.
func (s *System) variant(ctx context.Context, g *Good, name string) (Guid, error) {
	owner := Eq("Owner", Reference{EntityGood, g.Ref})
	if g.Kind != "" {
		owner = Or(owner, Eq("Owner", Reference{"Catalog_ВидыНоменклатуры", g.Kind}))
	}
	for c, err := range s.client.Characteristics().List(ctx, Query{Filter: And(owner, Eq(byName, name), Eq("DeletionMark", false))}) {
		if err != nil {
			return "", err
		}
		return c.Ref, nil
	}
	return "", nil
}

// missing returns the refusal of lines whose goods the base does not have.
func (s *System) missing(lines []order.LineView, wrong map[string]order.Text) error {
	var parts []order.Text
	for _, l := range lines {
		if w, is := wrong[s.articleOf(l)]; is {
			parts = append(parts, order.Textf("line %s: %s", l.ID, w))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return refuse(order.Textf("goods are not in 1C: %s", parts))
}

// settingsProblems returns the problems of a settings error; none for another error.
func settingsProblems(err error) []SettingProblem {
	var e *SettingsError
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}
