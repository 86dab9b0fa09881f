package bitrix24

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Setup makes in the portal what the settings name and is not there: the funnel with its stages, the smart processes
// with theirs, the user fields of deals, contacts and items, and the tab of [WithTab]. It may be called again any time,
// also after it was interrupted, and returns what it made. It takes an administrator of the CRM. What people have
// renamed stays so; stages of a new funnel that orders do not use are deleted. On a plan without smart processes the
// error is of class Unsupported, with the code CREATE_DYNAMIC_TYPE_RESTRICTED.
func (s *System) Setup(ctx context.Context) (made []string, err error) {
	if err := s.fit(); err != nil {
		return nil, err
	}
	b := &builder{System: s, ctx: ctx}
	s.mu.Lock()
	s.places = nil
	s.mu.Unlock()
	b.try(b.funnel)
	b.try(b.listTypes)
	for i, is := range processes() {
		b.try(func() error { return b.process(is, s.set.processTitles()[i], true) })
	}
	b.try(func() error { return b.process(discountProcess(), s.set.discountTitle(), false) })
	b.try(func() error { return b.olderFields("deal", dealUserFields()) })
	b.try(func() error { return b.olderFields("contact", contactUserFields()) })
	b.try(func() error { return b.olderFields("company", companyUserFields()) })
	b.try(b.placement)
	return b.made, b.err
}

// builder is a set-up under way.
type builder struct {
	*System
	ctx   context.Context //nolint:containedctx // of one call of Setup
	types []SmartProcess  // that are there
	made  []string
	err   error
}

// try does a step unless one before it failed.
func (b *builder) try(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

func (b *builder) did(format string, args ...any) {
	b.made = append(b.made, fmt.Sprintf(format, args...))
}

func (b *builder) funnel() error {
	funnels, err := b.client.ListFunnels(b.ctx, TypeDeal)
	if err != nil {
		return err
	}
	name := b.set.funnel()
	if !slices.ContainsFunc(funnels, func(f Funnel) bool { return f.Name == name }) {
		b.did("funnel %s", name)
	}
	f, err := b.client.CreateFunnel(b.ctx, TypeDeal, Funnel{Name: name})
	if err != nil {
		return err
	}
	return b.stages(status.AxisOrder, TypeDeal, f.ID)
}

// listTypes reads which smart processes there are.
func (b *builder) listTypes() error {
	for r, err := range b.client.ListSmartProcesses(b.ctx) {
		if err != nil {
			return err
		}
		b.types = append(b.types, r.Value)
	}
	return nil
}

// process makes a smart process with its fields, and its stages if they are ours.
func (b *builder) process(is process, title string, staged bool) error {
	at := slices.IndexFunc(b.types, func(t SmartProcess) bool { return t.Title == title })
	if at < 0 {
		t, err := b.client.CreateSmartProcess(b.ctx, SmartProcess{Title: title, Stages: true, Products: bxrest.Flag(is.rows)})
		if err != nil {
			return err
		}
		at, b.types = len(b.types), append(b.types, t)
		b.did("smart process %s", title)
	}
	t := b.types[at]
	p := &placed{process: is, id: int(t.ID), typeID: t.Type}
	if !staged {
		return b.fields(p)
	}
	funnels, err := b.client.ListFunnels(b.ctx, t.Type)
	if err != nil {
		return err
	}
	if len(funnels) == 0 {
		return b.client.invalid("crm.category.list", "the smart process "+title+" has no stages: switch them on")
	}
	p.funnel = defaultFunnel(funnels)
	if err := b.stages(is.axis, p.typeID, p.funnel); err != nil {
		return err
	}
	return b.fields(p)
}

// defaultFunnel is the funnel of a process whose items have but one.
func defaultFunnel(funnels []Funnel) int64 {
	return funnels[max(slices.IndexFunc(funnels, func(f Funnel) bool { return bool(f.IsDefault) }), 0)].ID
}

// unused are the stages of a new funnel that orders do not use.
var unused = []string{"PREPARATION", "PREPAYMENT_INVOICE", "EXECUTING", "FINAL_INVOICE", "APOLOGY", "CLIENT", "UC_ALTER"}

// stages makes the stages of a funnel. The portal wants those under way before the one of success, and that before the
// failures: so the last are moved out of the way first.
func (b *builder) stages(axis status.Axis, entityType int, funnel int64) error {
	book := StagesOf(entityType, funnel)
	there, err := b.client.ListStages(b.ctx, book)
	if err != nil {
		return err
	}
	want := stages(axis)
	isNew := !slices.ContainsFunc(there, func(s Stage) bool {
		return !bool(s.System) && slices.ContainsFunc(want, func(r status.Row) bool { return r.Code == StageCode(s.Code) })
	})
	var cmds []bxrest.Command
	for i, r := range slices.Backward(want) {
		at := slices.IndexFunc(there, func(s Stage) bool { return StageCode(s.Code) == r.Code })
		f := map[string]any{"NAME": b.set.named(r.Names), "SORT": sortOf(r, i)}
		if at < 0 {
			f["ENTITY_ID"], f["STATUS_ID"], f["SEMANTICS"] = book, StageID(entityType, funnel, r.Code), strings.TrimPrefix(semanticsOf(r), semanticsProcess)
			cmds = append(cmds, bxrest.Command{Method: "crm.status.add", Params: map[string]any{"fields": f}})
			b.did("stage %s %s", book, r.Code)
		} else if isNew && (there[at].Name != f["NAME"] || there[at].Sort != f["SORT"]) {
			cmds = append(cmds, bxrest.Command{Method: "crm.status.update", Params: map[string]any{"id": there[at].ID, "fields": f}})
		}
	}
	for _, s := range there {
		if isNew && slices.Contains(unused, StageCode(s.Code)) && !bool(s.System) {
			cmds = append(cmds, bxrest.Command{Method: "crm.status.delete", Params: map[string]any{"id": s.ID}})
		}
	}
	_, err = b.write(b.ctx, cmds...)
	return err
}

// sortOf is where a stage stands among those of its funnel.
func sortOf(r status.Row, i int) int {
	switch semanticsOf(r) {
	case semanticsSuccess:
		return 500
	case semanticsFailure:
		return 600 + 10*i
	}
	return 10 * (i + 1)
}

// fields makes the user fields of a process.
func (b *builder) fields(p *placed) error {
	var there []string
	for r, err := range b.client.ListUserFields(b.ctx, p.entity()) {
		if err != nil {
			return err
		}
		there = append(there, strings.ToUpper(r.Value.Name))
	}
	var cmds []bxrest.Command
	for i, f := range p.fields {
		name := p.field(f.name)
		if slices.Contains(there, name) {
			continue
		}
		field := map[string]any{
			"entityId": p.entity(), "fieldName": name, "userTypeId": f.kind, "xmlId": name, "multiple": bxrest.Flag(f.multiple),
			"editFormLabel": labels(f.label), "sort": 100 + 10*i, "editInList": bxrest.Flag(true),
		}
		if f.rows > 0 {
			field["settings"] = map[string]any{"ROWS": f.rows}
		}
		if f.kind == ufEnum {
			field["enum"] = b.reasons()
		}
		cmds = append(cmds, bxrest.Command{Method: "userfieldconfig.add", Params: map[string]any{"moduleId": "crm", "field": field}})
		b.did("field %s", name)
	}
	_, err := b.write(b.ctx, cmds...)
	return err
}

// reasons are the values of the field with the reason of a return, each with the reason as its key.
func (b *builder) reasons() []map[string]any {
	var all []map[string]any
	for i, r := range returnReasons() {
		all = append(all, map[string]any{"value": b.set.language().Sprintf("%s", r), "xmlId": string(r), "sort": 10 * (i + 1), "def": bxrest.Flag(false)})
	}
	return all
}

// olderFields makes the user fields of deals or contacts, by the methods that name them UF_CRM_ and the rest, whatever
// the kind of object.
func (b *builder) olderFields(kind string, want []userField) error {
	there, err := b.fieldsOf(b.ctx, kind)
	if err != nil {
		return err
	}
	var cmds []bxrest.Command
	for i, f := range want {
		if slices.Contains(there, f.name) {
			continue
		}
		field := map[string]any{
			"FIELD_NAME": strings.TrimPrefix(f.name, "UF_CRM_"), "USER_TYPE_ID": f.kind, "XML_ID": f.name, "MULTIPLE": bxrest.Flag(f.multiple),
			"EDIT_FORM_LABEL": labels(f.label), "LIST_COLUMN_LABEL": labels(f.label), "LIST_FILTER_LABEL": labels(f.label), "SORT": 100 + 10*i, "SHOW_FILTER": "E",
		}
		if f.rows > 0 {
			field["SETTINGS"] = map[string]any{"ROWS": f.rows}
		}
		cmds = append(cmds, bxrest.Command{Method: "crm." + kind + ".userfield.add", Params: map[string]any{"fields": field}})
		b.did("field %s of a %s", f.name, kind)
	}
	_, err = b.write(b.ctx, cmds...)
	return err
}

// fieldsOf are the names of the user fields of deals or contacts.
func (s *System) fieldsOf(ctx context.Context, kind string) ([]string, error) {
	var names []string
	for r, err := range bxrest.List[struct {
		Name string `json:"FIELD_NAME"`
	}](ctx, s.client.rest, bxrest.Listing{Method: "crm." + kind + ".userfield.list", ID: "ID"}) {
		if err != nil {
			return nil, err
		}
		names = append(names, strings.ToUpper(r.Value.Name))
	}
	return names, nil
}
