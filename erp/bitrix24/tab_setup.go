package bitrix24

import (
	"context"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

const noTab = "a webhook has no tabs: only applications have; stock and the carrier's form stand in fields"

// placement shows the tab in the cards of deals.
func (b *builder) placement() error {
	if b.tab == "" {
		return nil
	}
	if !b.client.rest.IsApplication() {
		b.did("no tab: %s", noTab)
		return nil
	}
	there, err := b.hasTab(b.ctx)
	if err != nil || there {
		return err
	}
	if err := b.client.BindPlacement(b.ctx, PlacementTab, b.tab, b.set.language().Text(order.Textf("Stock and carriers"))); err != nil {
		return err
	}
	b.did("tab %s", b.tab)
	return nil
}

func (s *System) hasTab(ctx context.Context) (bool, error) {
	all, err := s.client.ListPlacements(ctx)
	for _, p := range all {
		if strings.EqualFold(p.Code, PlacementTab) && p.Handler == s.tab {
			return true, err
		}
	}
	return false, err
}

// missingTab says why nobody sees the tab.
func (s *System) missingTab(ctx context.Context, _ *places) (missing []SettingProblem, _ error) {
	switch {
	case s.tab == "":
		return nil, nil
	case !s.client.rest.IsApplication():
		return []SettingProblem{{Field: "tab", Value: s.tab, Why: noTab + "; leave WithTab out"}}, nil
	}
	there, err := s.hasTab(ctx)
	if err != nil {
		return nil, err
	}
	if !there {
		missing = append(missing, SettingProblem{Field: "tab", Value: s.tab, Why: "it is not shown in the cards of deals"})
	}
	app, err := s.client.GetApp(ctx)
	if err == nil && !bool(app.Installed) {
		missing = append(missing, SettingProblem{Field: "tab", Value: s.tab, Why: "the application's installation was not finished (BX24.installFinish): until then nobody sees it"})
	}
	return missing, err
}
