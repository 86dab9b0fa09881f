package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/ordo-sdk/ordo/durable"
)

// upkeep does something with the store of a service that is stopped, or that shares it.
func upkeep(ctx context.Context, s settings, log *slog.Logger, do func(*durable.Store) error) error {
	store, err := openStore(ctx, s, log, durable.MustExist())
	var used *durable.InUseError
	switch {
	case errors.As(err, &used):
		return fmt.Errorf("%w. A service that is running makes a backup and verifies by its pages: http://%s/", err, s.admin)
	case err != nil:
		return err
	}
	kept, lasts := store.(*durable.Store)
	if !lasts {
		return errors.New("orders in memory are gone when the service ends: there is nothing to copy or to verify")
	}
	return errors.Join(do(kept), kept.Close())
}

// ready returns an error if the store cannot work now.
func (w *wired) ready(ctx context.Context) error {
	kept, lasts := w.store.(*durable.Store)
	if !lasts {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return kept.Ready(ctx)
}

// health shows what there is to know about the store.
func (w *wired) health(rw http.ResponseWriter, r *http.Request) {
	kept, lasts := w.store.(*durable.Store)
	if !lasts {
		http.Error(rw, "orders are in memory only", http.StatusNotFound)
		return
	}
	h, err := kept.Health(r.Context())
	if err != nil {
		http.Error(rw, err.Error(), http.StatusServiceUnavailable)
		return
	}
	page(rw, "what\thow much\tsince", func(t io.Writer) error {
		fmt.Fprintf(t, "orders that are due\t%d\t%s\n", h.Due, since(h.Oldest))
		fmt.Fprintf(t, "effects that wait for a person\t%d\n", h.Waiting)
		fmt.Fprintf(t, "messages that could not be applied yet\t%d\n", h.Failed)
		for _, p := range h.Processes {
			fmt.Fprintf(t, "%s, heard of\t\t%s ago\n", p.About, p.Seen.Round(time.Second))
		}
		return nil
	})
}

// since returns a time for people; "" for none.
func since(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(time.DateTime)
}

// verify reads everything that is stored, and prints what cannot be read. Then the error says how much.
func verify(ctx context.Context, store *durable.Store, out io.Writer) error {
	v, err := store.Verify(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "read: %d orders, %d events, %d effects, %d messages that wait, %d entries of the journal\n", v.Orders, v.Events, v.Effects, v.Messages, v.Entries)
	for _, f := range v.Faults {
		fmt.Fprintln(out, f)
	}
	if v.Wrong > 0 {
		return fmt.Errorf("%d faults: restore what is damaged from a backup", v.Wrong)
	}
	return nil
}

// verified is verify on a page.
func (w *wired) verified(rw http.ResponseWriter, r *http.Request) {
	kept, lasts := w.store.(*durable.Store)
	if !lasts {
		http.Error(rw, "orders are in memory only", http.StatusNotFound)
		return
	}
	takeTime(rw)
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := verify(r.Context(), kept, rw); err != nil {
		fmt.Fprintln(rw, err)
	}
}

// backup copies the store into a new file beside it, which whoever asks has named.
func (w *wired) backup(rw http.ResponseWriter, r *http.Request) {
	kept, lasts := w.store.(*durable.Store)
	name := r.FormValue("name")
	switch {
	case !lasts:
		http.Error(rw, "orders are in memory only", http.StatusNotFound)
		return
	case name == "" || name != filepath.Base(name) || filepath.Ext(name) != ".db":
		http.Error(rw, "name must be that of a file, such as orders-monday.db; it is written beside the orders", http.StatusBadRequest)
		return
	}
	takeTime(rw)
	path := filepath.Join(w.folder, name)
	if err := kept.Backup(r.Context(), path); err != nil {
		http.Error(rw, err.Error(), http.StatusConflict)
		return
	}
	fmt.Fprintln(rw, path)
}

// takeTime lets an answer take longer than those of other pages.
func takeTime(rw http.ResponseWriter) {
	_ = http.NewResponseController(rw).SetWriteDeadline(time.Time{}) // one that cannot is a test's
}
