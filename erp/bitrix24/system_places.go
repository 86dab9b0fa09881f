package bitrix24

import (
	"context"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// places are the ids that the portal gave to what set-up made.
type places struct {
	funnel    int64 // of deals; 0 is the general one
	hasFunnel bool
	process   []placed // in the order of processes(), those that are there
	reasons   map[status.Reason]int64
}

// placed is a smart process of the portal.
type placed struct {
	process
	titleThere string
	id         int // stands in the names of its user fields
	typeID     int // names its items
	funnel     int64
}

// prefix is that of the stages of deals.
func (p *places) prefix() string { return StageID(TypeDeal, p.funnel, "") }

// prefix is that of the stages of a process.
func (p *placed) prefix() string { return StageID(p.typeID, p.funnel, "") }

// entity names the objects of a process where user fields are made.
func (p *placed) entity() string { return "CRM_" + strconv.Itoa(p.id) }

// field is the name of a user field of a process.
func (p *placed) field(name string) string { return ItemField(p.id, name) }

// place returns the ids of what set-up made. They are looked for once: the first time costs two requests, or three.
func (s *System) place(ctx context.Context) (*places, error) {
	s.mu.Lock()
	known := s.places
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	p, missing, err := s.find(ctx)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		// A person must act; until then nothing is lost.
		return nil, s.client.rest.Fail("settings", ordo.Auth, "the portal is not set up: run System.Setup", &SettingsError{missing})
	}
	s.mu.Lock()
	s.places = p
	s.mu.Unlock()
	return p, nil
}

// find looks for the funnel, the processes and the reasons; missing names those that are not there.
func (s *System) find(ctx context.Context) (*places, []SettingProblem, error) {
	rs, err := s.read(ctx,
		bxrest.Command{Method: "crm.category.list", Params: map[string]any{"entityTypeId": TypeDeal}},
		bxrest.Command{Method: "crm.type.list", Params: map[string]any{"order": map[string]any{"id": "ASC"}}},
	)
	if err != nil {
		return nil, nil, err
	}
	var funnels []Funnel
	var types []SmartProcess
	if err := firstError(rs[0].Read("categories", &funnels), rs[1].Read("types", &types)); err != nil {
		return nil, nil, err
	}
	if rs[1].Next != nil {
		types = nil
		for r, err := range s.client.ListSmartProcesses(ctx) {
			if err != nil {
				return nil, nil, err
			}
			types = append(types, r.Value)
		}
	}
	p := &places{reasons: map[status.Reason]int64{}}
	var missing []SettingProblem
	if i := slices.IndexFunc(funnels, func(f Funnel) bool { return f.Name == s.set.funnel() }); i >= 0 {
		p.funnel, p.hasFunnel = funnels[i].ID, true
	} else {
		missing = append(missing, SettingProblem{Field: "funnel", Value: s.set.funnel(), Why: "there is no such funnel of deals"})
	}
	titles := s.set.processTitles()
	for i, is := range processes() {
		at := slices.IndexFunc(types, func(t SmartProcess) bool { return t.Title == titles[i] })
		if at < 0 {
			missing = append(missing, SettingProblem{Field: "smart process", Value: titles[i], Why: "there is none with this title"})
			continue
		}
		p.process = append(p.process, placed{process: is, titleThere: titles[i], id: int(types[at].ID), typeID: types[at].Type})
	}
	more, err := s.findWithin(ctx, p)
	return p, append(missing, more...), err
}

// findWithin looks for what is in the processes: their funnels, and the reasons of returns.
func (s *System) findWithin(ctx context.Context, p *places) (missing []SettingProblem, _ error) {
	var cmds []bxrest.Command
	for i := range p.process {
		cmds = append(cmds, bxrest.Command{Method: "crm.category.list", Params: map[string]any{"entityTypeId": p.process[i].typeID}})
	}
	at := slices.IndexFunc(p.process, func(x placed) bool { return x.kind == KindReturn })
	if at >= 0 {
		cmds = append(cmds, bxrest.Command{Method: "userfieldconfig.list", Params: map[string]any{
			"moduleId": "crm", "filter": map[string]any{"entityId": p.process[at].entity(), "fieldName": p.process[at].field(ReturnReason)},
			"select": map[string]any{"0": "*", "language": "ru"}, "order": map[string]any{"id": "ASC"},
		}})
	}
	rs, err := s.read(ctx, cmds...)
	if err != nil {
		return nil, err
	}
	for i := range p.process {
		var funnels []Funnel
		if err := rs[i].Read("categories", &funnels); err != nil {
			return nil, err
		}
		if len(funnels) == 0 {
			missing = append(missing, SettingProblem{Field: "smart process", Value: p.process[i].titleThere, Why: "it has no stages"})
			continue
		}
		p.process[i].funnel = defaultFunnel(funnels)
	}
	if at < 0 {
		return missing, nil
	}
	returns := &p.process[at]
	var reasons []UserField
	if err := rs[len(rs)-1].Read("fields", &reasons); err != nil {
		return nil, err
	}
	for _, f := range reasons {
		if f.Name != returns.field(ReturnReason) {
			continue
		}
		if len(f.Values) == 0 { // a list may leave them out
			if f, err = s.client.GetUserField(ctx, f.ID); err != nil {
				return nil, err
			}
		}
		for _, v := range f.Values {
			p.reasons[status.Reason(v.Key)] = v.ID
		}
	}
	return missing, nil
}

// read does commands that change nothing, in as few requests as it takes. Each must succeed.
func (s *System) read(ctx context.Context, cmds ...bxrest.Command) ([]bxrest.Reply, error) {
	rs, err := s.client.rest.Batch(ctx, cmds, bxrest.BatchOptions{Repeat: bxrest.Read})
	if err != nil {
		return nil, err
	}
	for _, r := range rs {
		if r.Err != nil {
			return nil, r.Err
		}
	}
	return rs, nil
}

// write does commands in their order, and stops at the first that fails.
func (s *System) write(ctx context.Context, cmds ...bxrest.Command) ([]bxrest.Reply, error) {
	if len(cmds) == 0 {
		return nil, nil
	}
	rs, err := s.client.rest.Batch(ctx, cmds, bxrest.BatchOptions{Halt: true})
	if err != nil {
		return rs, err
	}
	for _, r := range rs {
		if r.Err != nil {
			return rs, r.Err
		}
	}
	return rs, nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
