package main

import (
	"context"
	"log/slog"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/durable"
)

// openStore opens the store that the settings name. end closes it, when nobody uses it any more.
func openStore(ctx context.Context, s settings, log *slog.Logger) (store bridge.Store, end func() error, err error) {
	if s.store == "memory" {
		// Megamarket's orders are found again by searching, and their orders in RetailCRM by their numbers; logs, notes
		// and pending effects are not.
		log.WarnContext(ctx, "ORDERS ARE KEPT IN MEMORY ONLY and are lost when this process ends: use -store sqlite or -store postgres")
		return memory.New(), func() error { return nil }, nil
	}
	kept, err := durable.Open(ctx, s.storeDSN, durable.WithLogger(log), durable.WithRetention(durable.DefaultRetention()))
	if err != nil {
		return nil, nil, err
	}
	return kept, kept.Close, nil
}
