package bridge

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/receipts"
)

// MaxCall is the longest call of an outside system that is read, in bytes.
const MaxCall = 1 << 20

// Webhook returns the handler of an account's calls to us, to be mounted wherever the account was told that we are. A call
// is authenticated, read, stored and answered; the work on it comes after. An account that is not connected, or that
// makes no calls, is answered 404.
func (b *Bridge) Webhook(name string) http.Handler {
	a := b.accounts[name]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a == nil {
			http.NotFound(w, r)
			return
		}
		// One byte more than is taken: then it is the port that refuses, in the vendor's own form.
		body, err := io.ReadAll(io.LimitReader(r.Body, MaxCall+1))
		if err != nil {
			http.Error(w, "the body cannot be read", http.StatusBadRequest)
			return
		}
		switch p := a.port.(type) {
		case channels.Webhooker:
			post, err := p.Receive(r, body)
			if err := bounded(body, err); err != nil {
				b.turnAway(w, r, a, post.Answer, err)
				return
			}
			b.accept(w, r, a, post.Answer, post.Again, b.newsOf(a, post.News))
		case erp.Webhooker:
			post, err := p.Receive(r, body)
			if err := bounded(body, err); err != nil {
				b.turnAway(w, r, a, post.Answer, err)
				return
			}
			ms, err := b.messages(r.Context(), a, post.Changes)
			if err != nil {
				b.again(w, r, a, post.Again, err)
				return
			}
			if post.Key != "" {
				for i := range ms {
					ms[i].Key = post.Key + "/" + ms[i].Order
				}
			}
			b.accept(w, r, a, post.Answer, post.Again, ms)
		case receipts.Webhooker:
			post, err := p.Receive(r, body)
			if err := bounded(body, err); err != nil {
				b.turnAway(w, r, a, post.Answer, err)
				return
			}
			ms, err := b.moneyNews(r.Context(), a, post)
			if err != nil {
				b.again(w, r, a, post.Again, err)
				return
			}
			b.accept(w, r, a, post.Answer, post.Again, ms)
		case carriers.Webhooker:
			post, err := p.Receive(r, body)
			if err := bounded(body, err); err != nil {
				b.turnAwayAs(w, r, a, post.Answer, err)
				return
			}
			ms, err := b.parcelNews(r.Context(), a, post)
			if err != nil {
				b.again(w, r, a, post.Again, err)
				return
			}
			b.accept(w, r, a, post.Answer, post.Again, ms)
		default:
			http.NotFound(w, r)
		}
	})
}

// newsOf makes messages of news.
func (b *Bridge) newsOf(a *account, news []channels.News) []Message {
	ms := make([]Message, 0, len(news))
	for _, n := range news {
		data, err := json.Marshal(n)
		if err != nil { // nothing in News can fail to be written
			data = []byte("null")
		}
		ms = append(ms, Message{Account: a.name, Order: orderID(a.name, n.ID), Key: n.Key, Kind: kindNews, Data: data, At: b.now()})
	}
	return ms
}

// errTooLong refuses a body that is longer than MaxCall.
var errTooLong = fmt.Errorf("the body is longer than %d bytes", MaxCall)

// bounded refuses a body that was cut off, whatever the port made of it.
func bounded(body []byte, err error) error {
	if len(body) > MaxCall {
		return errors.Join(errTooLong, err)
	}
	return err
}

// turnAwayAs refuses a call as the vendor wants it, which need not look like a refusal: a carrier may drop who answers so.
func (b *Bridge) turnAwayAs(w http.ResponseWriter, r *http.Request, a *account, answer ordo.Answer, err error) {
	if answer.Status == 0 {
		b.turnAway(w, r, a, answer, err)
		return
	}
	b.refusedCall(r, a, err)
	answer.Write(w)
}

func (b *Bridge) refusedCall(r *http.Request, a *account, err error) {
	b.write(r.Context(), Entry{Level: LevelWarning, Account: a.name, What: "refused-call", Text: "a call was refused: " + err.Error()})
}

// turnAway refuses a call in the vendor's own form.
func (b *Bridge) turnAway(w http.ResponseWriter, r *http.Request, a *account, answer ordo.Answer, err error) {
	b.refusedCall(r, a, err)
	switch {
	case errors.Is(err, errTooLong) && (answer.Status < 400 || answer.Status == http.StatusBadRequest):
		answer.Status = http.StatusRequestEntityTooLarge
	case answer.Status < 400:
		answer.Status = http.StatusBadRequest
	}
	answer.Write(w)
}

// again answers that the call shall be repeated.
func (b *Bridge) again(w http.ResponseWriter, r *http.Request, a *account, answer ordo.Answer, err error) {
	b.log.ErrorContext(r.Context(), "a call could not be stored", "account", a.name, "err", err)
	if answer.Status == 0 {
		answer.Status = http.StatusServiceUnavailable
	}
	answer.Write(w)
}

// accept stores what came in one write, and answers.
func (b *Bridge) accept(w http.ResponseWriter, r *http.Request, a *account, taken, again ordo.Answer, ms []Message) {
	if len(ms) > 0 {
		if err := b.store.Receive(r.Context(), Mail{Messages: ms, Due: b.now()}); err != nil {
			b.again(w, r, a, again, err)
			return
		}
		b.wake()
	}
	if taken.Status == 0 {
		taken.Status = http.StatusOK
	}
	taken.Write(w)
}
