package main

import (
	"log/slog"
	"path/filepath"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/texts"
)

// wired is the service after connect.
type wired struct {
	crm   *retailcrm.System
	store bridge.Store
	b     *bridge.Bridge

	language texts.Language // of the pages
	folder   string         // of the file of the orders
}

// connect makes both clients and the bridge between them, over a store. Nothing is called yet. more are further options
// of the bridge.
func connect(store bridge.Store, s settings, log *slog.Logger, more ...bridge.Option) (*wired, error) {
	// What all clients share. Several processes on one database keep to the limits of an account together.
	common := []ordo.Option{ordo.WithClock(s.clock), ordo.WithLogger(log)}
	if d, is := store.(*durable.Store); is {
		common = append(common, ordo.WithLimiter(d.Limiter()))
	}
	mm := megamarket.New(s.mmToken, append(common, ordo.WithBaseURL(s.mmBaseURL))...).
		Channel(megamarket.WithMerchant(s.mmMerchant), megamarket.WithCallbackAuth(s.callbackUser, s.callbackPassword))

	var opts []retailcrm.SystemOption
	if s.moduleURL != "" {
		opts = append(opts, retailcrm.WithModule(s.moduleURL, s.moduleID))
	}
	crm := retailcrm.New(s.crmURL, s.crmKey, common...).
		WithSite(s.crmSite).System(s.mapping, opts...)

	if s.clock != nil {
		more = append(more, bridge.WithClock(s.clock))
	}
	b, err := bridge.New(store, append([]bridge.Option{
		bridge.Account("mm-1", mm), bridge.Account("crm-1", crm),
		bridge.Route{Channel: "mm-1", ERP: "crm-1", Carriers: []string{}}, // Megamarket delivers, or the merchant
		bridge.WithLanguage(s.language), bridge.WithLogger(log),
	}, more...)...)
	if err != nil {
		return nil, err
	}
	return &wired{crm: crm, store: store, b: b, language: s.language, folder: filepath.Dir(s.storeFile)}, nil
}
