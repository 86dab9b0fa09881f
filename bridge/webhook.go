package bridge

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/receipts"
)

// Webhook returns the handler of an account's calls to us, to be mounted wherever the account was told that we are. A call
// is authenticated, read, stored and answered; the work on it comes after. An account that is not connected, or that
// makes no calls, is answered 404.
func (b *Bridge) Webhook(name string) http.Handler {
	a := b.accounts[name]
	if a == nil {
		return http.NotFoundHandler()
	}
	switch p := a.port.(type) {
	case channels.Webhooker:
		return webhook(b, a, p, b.newsOf)
	case erp.Webhooker:
		return webhook(b, a, p, b.changesTold)
	case receipts.Webhooker:
		return webhook(b, a, p, b.moneyNews)
	case carriers.Webhooker:
		return webhook(b, a, p, b.parcelNews)
	}
	return http.NotFoundHandler()
}

// webhook serves the calls of a port; messages makes of a call what is stored.
func webhook[N any](
	b *Bridge, a *account, p ordo.Webhooker[N], messages func(context.Context, *account, ordo.Call[N]) ([]Message, error),
) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call, err := ordo.TakeCall(p, a.vendor(), r, a.maxCall)
		if err != nil {
			b.refuse(r.Context(), a, err)
			p.Answer(err).Write(w)
			return
		}
		ms, err := messages(r.Context(), a, call)
		if err == nil && len(ms) > 0 {
			err = b.store.Receive(r.Context(), Incoming{Messages: ms, Due: b.now()})
		}
		if err != nil {
			b.log.ErrorContext(r.Context(), "a call could not be stored", "account", a.name, "err", err)
			p.Answer(ordo.ErrNotStored).Write(w) // alone: what the store says is nobody's business, and no refusal
			return
		}
		if len(ms) > 0 {
			b.wake()
		}
		if a := call.Answer; a.Status != 0 || a.Header != nil || a.Body != nil {
			a.Write(w)
			return
		}
		p.Answer(nil).Write(w)
	})
}

// newsOf makes messages of a channel's news.
func (b *Bridge) newsOf(_ context.Context, a *account, call ordo.Call[channels.News]) ([]Message, error) {
	ms := make([]Message, 0, len(call.News))
	for _, n := range call.News {
		data, err := json.Marshal(n)
		if err != nil {
			return nil, err
		}
		m := Message{Account: a.name, Order: orderID(a.name, n.ID), Kind: kindNews, Data: data, At: b.now()}
		if n.Key != "" {
			m.Key = joined("news", n.Key)
		}
		ms = append(ms, m)
	}
	return ms, nil
}

// changesTold makes messages of an ERP's call.
func (b *Bridge) changesTold(ctx context.Context, a *account, call ordo.Call[erp.Change]) ([]Message, error) {
	ms, err := b.messages(ctx, a, call.News)
	for i := range ms {
		if call.Key != "" {
			ms[i].Key = joined("changes", call.Key, ms[i].Order)
		}
	}
	return ms, err
}
