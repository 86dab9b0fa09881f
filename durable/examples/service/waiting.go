package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// waiting lists what waits for a person: effects that were refused, given up or are in doubt, and messages that
// cannot be applied. Settle an effect with retry or resolve, a message with retry-message or dismiss:
//
//	curl -X POST 'http://127.0.0.1:8081/retry?key=KEY&by=anna'
//	curl -X POST 'http://127.0.0.1:8081/resolve?key=KEY&outcome=applied&by=anna'
//	curl -X POST 'http://127.0.0.1:8081/retry-message?order=mm-1/955100777&n=7&by=anna'
//	curl -X POST 'http://127.0.0.1:8081/dismiss?order=mm-1/955100777&n=7&by=anna'
func (w *wired) waiting(rw http.ResponseWriter, r *http.Request) {
	page(rw, "order\taccount\twhat\tkey or number\tproblem", func(t io.Writer) error {
		show := func(id, account, what, key, problem string) {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", id, account, what, key, problem)
		}
		return w.stuck(r.Context(), show)
	})
}

// stuck shows each effect and message that waits for a person.
func (w *wired) stuck(ctx context.Context, show func(id, account, what, key, problem string)) error {
	for o, err := range w.store.Orders(ctx, bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
		if err != nil {
			return err
		}
		stored, err := w.store.Load(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, e := range stored.Effects { // b.Retry or b.Resolve with the key
			if e.Phase == bridge.PhaseParked || e.Phase == bridge.PhaseInDoubt || e.Lacks != "" {
				show(o.ID, e.Target.Account, w.language.Sprintf("%s", e.Kind), e.Key, w.language.Fixed(e.Problem))
			}
		}
		for _, m := range stored.Messages {
			if m.Problem != "" { // b.RetryMessage or b.Dismiss with the number
				show(o.ID, m.Account, "message", strconv.FormatInt(m.N, 10), m.Problem)
			}
		}
	}
	return nil
}

// decide carries out a decision of a person.
func (w *wired) decide(decision func(ctx context.Context, r *http.Request, by order.Actor) error) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		by := order.Actor{ID: cmp.Or(r.FormValue("by"), "operator"), Role: order.RoleOperator}
		err := decision(r.Context(), r, by)
		switch {
		case err == nil:
			_, _ = io.WriteString(rw, "ok\n")
		case errors.Is(err, bridge.ErrUnknown):
			http.Error(rw, err.Error(), http.StatusNotFound)
		case errors.Is(err, bridge.ErrSettled):
			http.Error(rw, err.Error(), http.StatusConflict)
		default:
			http.Error(rw, err.Error(), http.StatusBadRequest)
		}
	}
}

func (w *wired) retry(ctx context.Context, r *http.Request, by order.Actor) error {
	return w.b.Retry(ctx, r.FormValue("key"), by)
}

func (w *wired) resolve(ctx context.Context, r *http.Request, by order.Actor) error {
	var outcome order.OutcomeKind // applied, already-so, rejected or unsupported
	if err := outcome.UnmarshalText([]byte(r.FormValue("outcome"))); err != nil {
		return err
	}
	return w.b.Resolve(ctx, r.FormValue("key"), order.Outcome{Kind: outcome}, by)
}

func (w *wired) retryMessage(ctx context.Context, r *http.Request, by order.Actor) error {
	n, err := strconv.ParseInt(r.FormValue("n"), 10, 64)
	if err != nil {
		return err
	}
	return w.b.RetryMessage(ctx, r.FormValue("order"), n, by)
}

func (w *wired) dismiss(ctx context.Context, r *http.Request, by order.Actor) error {
	n, err := strconv.ParseInt(r.FormValue("n"), 10, 64)
	if err != nil {
		return err
	}
	return w.b.Dismiss(ctx, r.FormValue("order"), n, by)
}
