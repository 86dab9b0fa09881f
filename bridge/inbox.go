package bridge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// receive applies messages of one account to the order, and commits what came of them.
func (x *outbox) receive(ctx context.Context, j *job, ms []Message) error {
	a := x.accounts[ms[0].Account]
	switch {
	case a == nil:
		return x.postpone(ctx, j, ms, &notConnectedError{ms[0].Account})
	case j.known() && !j.routed && !j.forgotten():
		return x.postpone(ctx, j, ms, &noRouteError{j.view().Ref.Account, j.view().Scheme})
	}
	var err error = &badMessage{fmt.Errorf("no port of %s takes a message of kind %q", a.vendor(), ms[0].Kind)}
	for _, h := range x.handlers {
		if kind, _ := h.messages(); kind == ms[0].Kind && h.serves(a) {
			if j.forgotten() {
				err = x.receiveLate(ctx, h, j, a, ms)
			} else {
				err = h.receive(ctx, j, a, ms)
			}
			break
		}
	}
	if ctx.Err() != nil && err != nil {
		return ctx.Err() // stopped, not failed: the message is still there
	}
	if noRoute := (*noRouteError)(nil); errors.As(err, &noRoute) {
		return x.postpone(ctx, j, ms, err)
	}
	for _, m := range ms {
		if err == nil {
			j.batch.Done = append(j.batch.Done, m.N)
			continue
		}
		x.keepMessage(j, m, err)
	}
	j.beforeSave = func() { x.beginNext(ctx, j) }
	return x.commitOr(ctx, j, func(taken *RefTaken) {
		for _, m := range ms {
			x.keepMessage(j, m, taken)
		}
	})
}

// postpone leaves messages until the settings are corrected, or a process with other settings works on them.
func (x *outbox) postpone(ctx context.Context, j *job, ms []Message, why error) error {
	now := x.now()
	for _, m := range ms {
		m.Due, m.Problem, m.Attempts = now.Add(tryAgainAfter), clip(why.Error(), maxReason), max(m.Attempts, 1)
		j.batch.Failed = append(j.batch.Failed, m)
	}
	j.note(LevelError, ms[0].Account, "route", "a message waits: %v", why)
	j.once("route", j.stored.ID, ms[0].Account, now.Format(hourly))
	return x.commit(ctx, j)
}

// keepMessage keeps a message that could not be applied. What may work later is tried again, the rest waits for a
// person.
func (x *outbox) keepMessage(j *job, m Message, err error) {
	now := x.now()
	m.Problem, m.Due = clip(err.Error(), maxReason), time.Time{}
	if ordo.ClassOf(err) == ordo.Auth { // it says nothing about the message
		m.Due, m.Attempts = now.Add(tryAgainAfter), max(m.Attempts, 1)
		j.batch.Failed = append(j.batch.Failed, m)
		j.note(LevelError, m.Account, "auth", "the account does not accept the credentials; its messages wait: %s", m.Problem)
		j.once("auth", m.Account, now.Format(hourly))
		return
	}
	m.Attempts++
	if m.Attempts < x.maxAttempts && !x.isHopeless(m, err) {
		m.Due = x.nextTry(j, m.Attempts, err)
		j.note(LevelWarning, m.Account, "retry", "a message cannot be applied now and is tried again: %s", m.Problem)
	} else {
		j.note(LevelError, m.Account, "bad-message", "a message cannot be applied: %s; it is kept as message %d until RetryMessage or Dismiss", m.Problem, m.N)
	}
	j.batch.Failed = append(j.batch.Failed, m)
}

// isHopeless reports whether trying a message again is of no use before a person has looked at it.
func (x *outbox) isHopeless(m Message, err error) bool {
	var refused *order.Refused
	var bad *badMessage
	var taken *RefTaken
	if errors.As(err, &refused) || errors.As(err, &bad) || errors.As(err, &taken) {
		return true
	}
	switch ordo.ClassOf(err) {
	case ordo.Invalid, ordo.Unsupported:
		return true
	case ordo.NotFound: // what changed there is gone; what is announced may be on its way
		return x.receivedTogether(m.Kind)
	}
	return false
}

// takeNewMessages looks whether the store has anything newer about the order, and takes it. It reports whether it has
// not.
func (x *outbox) takeNewMessages(ctx context.Context, j *job) (current bool, err error) {
	h, err := x.store.Head(ctx, j.stored.ID)
	if err != nil {
		return false, err
	}
	if h.Rev == j.stored.Rev && h.LastMessage == lastMessage(j.stored.Messages) {
		return true, nil
	}
	return false, x.reopen(ctx, j)
}

// hasNewMessages reports whether messages have come since the order was loaded.
func (x *outbox) hasNewMessages(ctx context.Context, j *job) (bool, error) {
	h, err := x.store.Head(ctx, j.stored.ID)
	return err == nil && h.LastMessage > lastMessage(j.stored.Messages), err
}

// notConnectedError says that a message is from an account that is not connected.
type notConnectedError struct{ account string }

// Text returns the error as a text for people.
func (e *notConnectedError) Text() order.Text {
	return order.Textf("account %q is not connected; add it with bridge.Account", e.account)
}

func (e *notConnectedError) Error() string { return e.Text().String() }

// noRouteError says that an order has no route.
type noRouteError struct {
	account string
	scheme  order.SchemeCode
}

// Text returns the error as a text for people.
func (e *noRouteError) Text() order.Text {
	return order.Textf("no route is set for orders of %s with scheme %q: add a bridge.Route", e.account, e.scheme)
}

func (e *noRouteError) Error() string { return e.Text().String() }

// badMessage is a message that no attempt can apply.
type badMessage struct{ error }

func (e *badMessage) Unwrap() error { return e.error }
