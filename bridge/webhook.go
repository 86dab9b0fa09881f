package bridge

import (
	"context"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
)

// serveCalls returns the handler of an account's webhook calls: a call is authenticated, read, stored and answered;
// work on it comes later. messages makes of a call what is stored; a *ordo.CallError refuses the call.
func serveCalls[N any](
	x *outbox, a *account, messages func(context.Context, *account, ordo.Call[N]) ([]Message, error),
) http.Handler {
	p, can := a.port.(ordo.Webhooker[N])
	if !can {
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var call ordo.Call[N]
		err := x.guard(r.Context(), func() (err error) {
			call, err = ordo.TakeCall(p, a.vendor(), r, a.maxCall)
			return err
		})
		if err != nil {
			a.rejected.add(clip(err.Error(), maxReason))
			x.reportRejected(r.Context(), a)
			p.Answer(err).Write(w)
			return
		}
		ms, err := messages(r.Context(), a, call)
		if refused := (*ordo.CallError)(nil); errors.As(err, &refused) {
			a.rejected.add(clip(err.Error(), maxReason))
			x.reportRejected(r.Context(), a)
			p.Answer(refused).Write(w)
			return
		}
		if err == nil && len(ms) > 0 {
			err = x.store.Receive(r.Context(), Incoming{Messages: ms, Due: x.now()})
		}
		if err != nil {
			x.log.ErrorContext(r.Context(), "a webhook call could not be stored", "account", a.name, "err", err)
			p.Answer(ordo.ErrNotStored).Write(w) // alone: callers must not see the store's error, nor take it for a refusal
			return
		}
		if len(ms) > 0 {
			x.wake()
		}
		if a := call.Answer; a.Status != 0 || a.Header != nil || a.Body != nil {
			a.Write(w)
			return
		}
		p.Answer(nil).Write(w)
	})
}

// reportRejected writes how many calls of an account were refused: the first at once, then once a minute.
func (c *core) reportRejected(ctx context.Context, a *account) {
	var text string
	switch n, since, last := a.rejected.take(c.now()); n {
	case 0:
		return
	case 1:
		text = c.say(a.name, "a webhook call was refused: %s; if it was the vendor's, compare the credentials", last)
	default:
		text = c.say(a.name, "%d webhook calls were refused since %s; the last one: %s; if they were the vendor's, compare the credentials", n, stamp(since), last)
	}
	c.journal(ctx, Entry{Level: LevelWarning, Account: a.name, What: "refused-call", Text: text})
}
