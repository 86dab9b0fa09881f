package bridge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// putOff leaves messages until the bridge is put right, or another one works on them: it says nothing about them.
func (k *desk) putOff(ctx context.Context, ms []Message, why error) error {
	now := k.b.now()
	for _, m := range ms {
		m.Due, m.Problem, m.Attempts = now.Add(lookAgainAfter), clip(why.Error(), longestReason), max(m.Attempts, 1)
		k.batch.Failed = append(k.batch.Failed, m)
	}
	k.note(LevelError, ms[0].Account, "route", "what came in waits: "+why.Error())
	k.once("route", k.d.ID, ms[0].Account, now.Format(hourly))
	return k.save(ctx)
}

// noRouteError says that an order has no route.
type noRouteError struct {
	account string
	scheme  order.SchemeCode
}

func (e *noRouteError) Error() string {
	return fmt.Sprintf("no route says where orders of %s with scheme %q go: add one", e.account, e.scheme)
}

// badMessage is a message that no try can help.
type badMessage struct{ error }

func (e *badMessage) Unwrap() error { return e.error }

// hopeless tells whether it is of no use to try a message again before a person has looked.
func hopeless(m Message, err error) bool {
	var refused *order.Refused
	var bad *badMessage
	var taken *RefTaken
	if errors.As(err, &refused) || errors.As(err, &bad) || errors.As(err, &taken) {
		return true
	}
	switch ordo.ClassOf(err) {
	case ordo.Invalid, ordo.Unsupported:
		return true
	case ordo.NotFound:
		return m.Kind == kindChanges // people deleted it there
	}
	return false
}

// fail keeps a message that could not be worked on. What may be better later is tried again, the rest waits for a person.
func (k *desk) fail(m Message, err error) {
	now := k.b.now()
	m.Problem, m.Due = clip(err.Error(), longestReason), time.Time{}
	if ordo.ClassOf(err) == ordo.Auth { // it says nothing about the message
		m.Due, m.Attempts = now.Add(lookAgainAfter), max(m.Attempts, 1)
		k.batch.Failed = append(k.batch.Failed, m)
		k.note(LevelError, m.Account, "auth", "the account does not let us in; what came from it waits: "+m.Problem)
		k.once("auth", m.Account, now.Format(hourly))
		return
	}
	m.Attempts++
	level, what := LevelError, "bad-message"
	text := "what came in cannot be worked on: " + m.Problem
	if m.Attempts < k.b.most && !hopeless(m, err) {
		m.Due = k.nextTry(m.Attempts, err)
		level, what = LevelWarning, "retry"
	} else {
		text += fmt.Sprintf("; it is kept as message %d until RetryMessage or Dismiss", m.N)
	}
	k.batch.Failed = append(k.batch.Failed, m)
	k.note(level, m.Account, what, text)
}
