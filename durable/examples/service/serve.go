package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// serve works until the context ends: it receives webhooks, shows the pages for people and runs the bridge. The store is
// closed last.
func serve(ctx context.Context, s settings, log *slog.Logger, more ...bridge.Option) (err error) {
	store, err := openStore(ctx, s, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore(store)) }()
	w, err := connect(store, s, log, more...)
	if err != nil {
		return err
	}
	outside, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return err
	}
	inside, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.admin)
	if err != nil {
		return errors.Join(err, outside.Close())
	}
	return work(ctx, w, outside, inside, log)
}

// work is serve on open listeners. Both are closed when it returns. It returns nil when the context has ended.
func work(ctx context.Context, w *wired, outside, inside net.Listener, log *slog.Logger) error {
	log.InfoContext(ctx, "serving", "calls", outside.Addr().String(), "pages", "http://"+inside.Addr().String()+"/")

	// The bridge runs until the last calls are answered.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	calls, pages := server(w.calls()), server(w.pages())
	ended := make(chan error, 3)
	go func() { ended <- calls.Serve(outside) }()
	go func() { ended <- pages.Serve(inside) }()
	go func() { ended <- w.b.Run(running) }()

	var errs []error
	left := cap(ended)
	select {
	case <-ctx.Done():
	case err := <-ended: // one of them failed: end the others
		errs = append(errs, err)
		left--
	}
	log.InfoContext(ctx, "shutting down: no more calls are accepted, those in progress are finished")
	errs = append(errs, shut(calls), shut(pages))
	stop()
	for range left {
		errs = append(errs, fault(<-ended))
	}
	return errors.Join(errs...)
}

// fault returns err unless it only reports the shutdown.
func fault(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func server(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
}

// shut stops accepting calls and waits for those in progress.
func shut(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return s.Shutdown(ctx)
}

// calls is the handler for the outside: webhooks, and the probes of whatever runs the service.
func (w *wired) calls() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/mm-1/", w.b.Webhook("mm-1"))
	mux.Handle("/crm-1/", w.b.Webhook("crm-1"))
	w.probes(mux)
	return mux
}
