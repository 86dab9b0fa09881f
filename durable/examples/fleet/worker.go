package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// The environment of a worker.
const (
	asWorker  = "FLEET_WORKER" // its name; the process is a worker if it is set
	storeURL  = "FLEET_STORE"
	marketURL = "FLEET_MEGAMARKET"
	crmURL    = "FLEET_RETAILCRM"
)

// work is one process of the fleet. It works until its input ends, which it does with the process that started it, and
// tells on its output what it does.
func work(ctx context.Context, env func(string) string, input io.Reader, output io.Writer, log *slog.Logger) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, input)
		stop()
	}()
	store, err := durable.Open(ctx, env(storeURL), durable.WithLogger(log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	shared := ordo.WithLimiter(store.Limiter()) // all processes together keep to the limits of an account
	mm := megamarket.New(megamarkettest.DefaultToken, ordo.WithBaseURL(env(marketURL)), shared).
		Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID),
			megamarket.WithCount(1000)) // here they come in one second
	crm := office(env(crmURL), shared)
	b, err := bridge.New(told{store, output},
		bridge.Account("mm-1", mm), bridge.Account("crm-1", crm),
		bridge.Route{Channel: "mm-1", ERP: "crm-1", Carriers: []string{}},
		bridge.WithPollEvery(time.Second), // there are no webhooks here
		bridge.WithLogger(log), bridge.WithObserver(func(e bridge.Entry) {
			if e.Effect != "" && (e.What == "applied" || e.What == "already-so") {
				fmt.Fprintln(output, "did", e.Order)
			}
		}))
	if err != nil {
		return err
	}
	if err = b.Run(ctx); errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// office is the merchant's RetailCRM.
func office(url string, opts ...ordo.Option) *retailcrm.System {
	mapping := retailcrm.DefaultMapping()
	mapping.Delivery = "self-delivery"
	return retailcrm.New(url, retailcrmtest.Key, opts...).WithSite(retailcrmtest.Site).System(mapping)
}

// told is the store. It tells which orders the process takes and gives back, for what the program prints at the end; a
// service uses the store as it is.
type told struct {
	*durable.Store
	output io.Writer
}

// Claim implements bridge.Store.
func (t told) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	claims, err := t.Store.Claim(ctx, now, until, n, ids...)
	for _, c := range claims {
		fmt.Fprintln(t.output, "has", c.ID)
	}
	return claims, err
}

// Release implements bridge.Store.
func (t told) Release(ctx context.Context, c bridge.Claim) error {
	fmt.Fprintln(t.output, "leaves", c.ID)
	return t.Store.Release(ctx, c)
}

// Save implements bridge.Store.
func (t told) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	err := t.Store.Save(ctx, id, rev, b)
	if err == nil && b.Token != "" && b.Claim.IsZero() {
		fmt.Fprintln(t.output, "leaves", id)
	}
	return err
}
