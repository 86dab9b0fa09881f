package main

import (
	"context"
	"io"
	"log/slog"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/durable"
)

// openStore opens the store that the settings name.
func openStore(ctx context.Context, s settings, log *slog.Logger, opts ...durable.Option) (store bridge.Store, err error) {
	opts = append(opts, durable.WithLogger(log), durable.WithRetention(durable.DefaultRetention()))
	switch s.store {
	case "memory": // for first steps: everything is lost when the process ends
		store = memory.New()
	case "sqlite": // one process on one machine, nothing to install: a file such as orders.db
		store, err = durable.Open(ctx, "file:"+s.storeFile, opts...)
	case "postgres": // several processes and machines: postgres://ordo:password@db.example/ordo
		store, err = durable.Open(ctx, s.storeURL, opts...)
	}
	if err != nil {
		return nil, err
	}
	if s.store == "memory" {
		// Megamarket's orders are found again by searching, and their orders in RetailCRM by their numbers; logs, notes
		// and pending effects are not.
		log.WarnContext(ctx, "ORDERS ARE KEPT IN MEMORY ONLY and are lost when this process ends: use -store sqlite or -store postgres")
	}
	return store, nil
}

// closeStore closes a store that nobody uses any more.
func closeStore(store bridge.Store) error {
	if c, can := store.(io.Closer); can {
		return c.Close()
	}
	return nil
}
