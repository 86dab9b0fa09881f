package bitrix24

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/status"
)

// Check implements erp.Checker: the credentials and their rights, and that the portal has everything that orders need.
// The error lists all that is missing, as a *[SettingsError]; [System.Setup] makes what is not there.
func (s *System) Check(ctx context.Context) error {
	if err := s.fit(); err != nil {
		return err
	}
	p, missing, err := s.find(ctx)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, *places) ([]SettingProblem, error){
		s.missingScopes, s.missingStages, s.missingFields, s.missingUsers, s.missingTab,
	} {
		more, err := step(ctx, p)
		if err != nil {
			return err
		}
		missing = append(missing, more...)
	}
	if len(missing) > 0 {
		return s.client.rest.Fail("settings", ordo.Invalid, "the portal lacks what orders need: System.Setup makes it", &SettingsError{missing})
	}
	return nil
}

// missingScopes are the rights that the webhook or the application was not given.
func (s *System) missingScopes(ctx context.Context, _ *places) (missing []SettingProblem, _ error) {
	var have []string
	if err := s.client.read(ctx, "scope", nil, "", &have); err != nil {
		return nil, err
	}
	need := []string{"crm", "task", "userfieldconfig", "user", "im"}
	if s.set.Goods.By != byNothing {
		need = append(need, "catalog")
	}
	if s.tab != "" && s.client.rest.IsApplication() {
		need = append(need, "placement")
	}
	for _, scope := range need {
		if !slices.Contains(have, scope) {
			missing = append(missing, SettingProblem{Field: "rights", Value: scope, Why: "the webhook or application was not given this scope", Known: have})
		}
	}
	return missing, nil
}

// missingStages are the stages that a funnel or a process does not have.
func (s *System) missingStages(ctx context.Context, p *places) (missing []SettingProblem, _ error) {
	look := func(axis status.Axis, entityType int, funnel int64, where string) error {
		there, err := s.client.ListStages(ctx, StagesOf(entityType, funnel))
		for _, r := range stages(axis) {
			at := slices.IndexFunc(there, func(x Stage) bool { return StageCode(x.Code) == r.Code })
			want := strings.TrimPrefix(semanticsOf(r), semanticsProcess)
			switch {
			case err != nil:
			case at < 0:
				missing = append(missing, SettingProblem{Field: "stage " + r.Code, Value: s.set.named(r.Names), Why: where + " has no such stage"})
			case there[at].Semantics != want:
				missing = append(missing, SettingProblem{Field: "stage " + r.Code, Value: there[at].Name, Why: fmt.Sprintf("%s has it as %q, not %q", where, there[at].Semantics, want)})
			}
		}
		return err
	}
	if p.hasFunnel {
		if err := look(status.AxisOrder, TypeDeal, p.funnel, "the funnel "+s.set.funnel()); err != nil {
			return nil, err
		}
	}
	for i := range p.process {
		x := &p.process[i]
		if err := look(x.axis, x.typeID, x.funnel, "the smart process "+x.titleThere); err != nil {
			return nil, err
		}
	}
	return missing, nil
}

// missingFields are the user fields that are not there.
func (s *System) missingFields(ctx context.Context, p *places) (missing []SettingProblem, _ error) {
	for kind, want := range map[string][]userField{"deal": dealUserFields(), "contact": contactUserFields(), "company": companyUserFields()} {
		there, err := s.fieldsOf(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, f := range want {
			if !slices.Contains(there, f.name) {
				missing = append(missing, SettingProblem{Field: "field " + f.name, Value: s.set.named(f.label), Why: "a " + kind + " has no such field"})
			}
		}
	}
	all := slices.Clone(p.process)
	switch d, err := s.discountPlace(ctx); {
	case err == nil:
		all = append(all, *d)
	case ordo.ClassOf(err) != ordo.Auth || !isSettings(err):
		return nil, err
	default:
		missing = append(missing, SettingProblem{Field: "smart process", Value: s.set.discountTitle(), Why: "there is none with this title"})
	}
	for i := range all {
		x := &all[i]
		there := map[string]UserField{}
		for r, err := range s.client.ListUserFields(ctx, x.entity()) {
			if err != nil {
				return nil, err
			}
			there[strings.ToUpper(r.Value.Name)] = r.Value
		}
		for _, f := range x.fields {
			is, has := there[x.field(f.name)]
			switch {
			case !has:
				missing = append(missing, SettingProblem{Field: "field " + x.field(f.name), Value: s.set.named(f.label), Why: "the smart process " + x.titleThere + " has no such field"})
			case is.Kind != f.kind:
				missing = append(missing, SettingProblem{Field: "field " + x.field(f.name), Value: is.Kind, Why: "it is of another type", Known: []string{f.kind}})
			}
		}
	}
	slices.SortStableFunc(missing, func(a, b SettingProblem) int { return strings.Compare(a.Field, b.Field) })
	return missing, nil
}

// isSettings reports whether an error is about what the portal was not set up with.
func isSettings(err error) bool {
	var e *SettingsError
	return errors.As(err, &e)
}

// missingUsers are those of the settings whom the portal does not have, or who were dismissed.
func (s *System) missingUsers(ctx context.Context, _ *places) (missing []SettingProblem, _ error) {
	want := map[int64]string{}
	if s.set.Responsible != 0 {
		want[int64(s.set.Responsible)] = "responsible"
	}
	for i, p := range s.set.People {
		want[int64(p.User)] = fmt.Sprintf("people[%d].user", i)
	}
	if len(want) == 0 {
		return nil, nil
	}
	there := map[int64]bool{}
	for r, err := range s.client.ListUsers(ctx, Fields{"ID": slices.Sorted(maps.Keys(want)), "ACTIVE": true}) {
		if err != nil {
			return nil, err
		}
		there[r.ID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if !there[id] {
			missing = append(missing, SettingProblem{Field: want[id], Value: fmt.Sprint(id), Why: "the portal has no such user, or he was dismissed"})
		}
	}
	return missing, nil
}
