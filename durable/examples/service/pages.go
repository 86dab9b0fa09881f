package main

import (
	"fmt"
	"io"
	"net/http"
	"text/tabwriter"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// probes answers whatever runs the service: /healthz that the process lives, as a new one would not mend a database;
// /readyz whether the store takes calls, so that whoever can sends them elsewhere meanwhile.
func (w *wired) probes(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, "ok\n")
	})
	mux.HandleFunc("GET /readyz", func(rw http.ResponseWriter, r *http.Request) {
		if err := w.ready(r.Context()); err != nil {
			http.Error(rw, "the store does not take calls; the log and /health say why", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(rw, "ok\n")
	})
}

// pages are plain text for the people who run the service. They have no password; browsers may not post to them from
// the pages of others.
func (w *wired) pages() http.Handler {
	mux := http.NewServeMux()
	w.probes(mux)
	mux.HandleFunc("GET /orders", w.orders)
	mux.HandleFunc("GET /journal", w.journal)
	mux.HandleFunc("GET /waiting", w.waiting)
	mux.HandleFunc("GET /health", w.health)
	mux.HandleFunc("GET /verify", w.verified)
	mux.HandleFunc("POST /backup", w.backup)
	mux.HandleFunc("POST /retry", w.decide(w.retry))
	mux.HandleFunc("POST /resolve", w.decide(w.resolve))
	mux.HandleFunc("POST /retry-message", w.decide(w.retryMessage))
	mux.HandleFunc("POST /dismiss", w.decide(w.dismiss))
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, index)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

const index = `/orders    all orders; ?waiting=1: those that wait for a person
/waiting   what waits for a person. To settle it, post:
             /retry?key=…                       try an effect again
             /resolve?key=…&outcome=applied     it is done; rejected: it never will be
             /retry-message?order=…&n=…         apply a message again
             /dismiss?order=…&n=…               drop a message
/journal   what was done; ?order=mm-1/955100777&level=error
/health    how much waits, since when, and who shares the database
/verify    whether everything that is stored can be read
/backup    post /backup?name=orders-monday.db: copies a file of SQLite into a new one beside it
`

// orders lists the orders.
func (w *wired) orders(rw http.ResponseWriter, r *http.Request) {
	page(rw, "order\tstate\ttotal\tchanged\tflags", func(t io.Writer) error {
		var f bridge.OrderFilter
		if r.FormValue("waiting") != "" {
			f.Flags = []bridge.Flag{bridge.FlagStuck, bridge.FlagHeld, bridge.FlagRequest}
		}
		for o, err := range w.store.Orders(r.Context(), f) {
			if err != nil {
				return err
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", o.ID, w.language.Sprintf("%s", o.State), o.Total, o.Updated.Local().Format(time.DateTime), o.Flags)
		}
		return nil
	})
}

// journal lists the entries of the journal.
func (w *wired) journal(rw http.ResponseWriter, r *http.Request) {
	f := bridge.JournalFilter{Order: r.FormValue("order")}
	if l := r.FormValue("level"); l != "" {
		f.Levels = []bridge.Level{bridge.Level(l)}
	}
	page(rw, "time\tlevel\torder\taccount\twhat\ttext", func(t io.Writer) error {
		for e, err := range w.store.Journal(r.Context(), f) {
			if err != nil {
				return err
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", e.At.Local().Format(time.DateTime), e.Level, e.Order, e.Account, e.What, e.Text)
		}
		return nil
	})
}

// page writes a table.
func page(rw http.ResponseWriter, titles string, rows func(io.Writer) error) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	t := tabwriter.NewWriter(rw, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, titles)
	if err := rows(t); err != nil {
		fmt.Fprintf(t, "the list ends here: %v\n", err)
	}
	_ = t.Flush() // fails only when the reader has gone
}
