package bridge

import (
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// tryAgainAfter is when something is tried again that does not depend on the order: an account that is refused, a
// refresh that failed.
const tryAgainAfter = 5 * time.Minute

// soonAfter is when a parcel is read for the first time after the carrier accepted it: a carrier may still refuse it.
const soonAfter = 15 * time.Minute

// lastAttempt is how long before a deadline of the order an effect is tried once more, whatever it waits for.
const lastAttempt = 5 * time.Minute

// retryAt makes an effect be tried, or polled, at a time.
func (x *outbox) retryAt(j *job, w PendingEffect, at time.Time, problem string) {
	if w.Phase != PhaseWaiting {
		w.Phase = PhasePending
	}
	w.Problem, w.Due = clip(problem, maxReason), at
	j.put(w)
}

// waitForAccount keeps an effect until its account works again. The journal says so once an hour, not for each effect.
func (x *outbox) waitForAccount(j *job, w PendingEffect, text order.Text) {
	why := clip(j.languageOf(w.Target.Account).Text(text), maxReason)
	x.retryAt(j, w, x.now().Add(tryAgainAfter), why)
	j.note(LevelError, w.Target.Account, "auth", "effects for the account wait: %s", why)
	j.once("auth", w.Target.Account, x.now().Format(hourly))
}

// nextTry returns when something of the order is tried again that failed at an attempt: after the pause, but once more
// before a deadline passes.
func (x *outbox) nextTry(j *job, attempts int, err error) time.Time {
	now := x.now()
	pause := x.pause(attempts, err)
	at := now.Add(pause)
	if !j.known() {
		return at
	}
	for _, d := range setDeadlines(j) {
		if last := d.At.Add(-lastAttempt); d.At.After(now) && last.Before(at) {
			soon := now.Add(min(pause, x.pause(attempts, nil), time.Minute))
			at = later(last, soon)
		}
	}
	return at
}

// isUrgent reports whether an effect ignores a pause that an outside system asked for: a person wants it now, or a
// deadline of the order is about to pass.
func (x *outbox) isUrgent(j *job, w PendingEffect) bool {
	if _, person := x.urgent.LoadAndDelete(w.Key); person {
		return true
	}
	now := x.now()
	return slices.ContainsFunc(setDeadlines(j), func(d order.Deadline) bool {
		return d.At.After(now) && !now.Before(d.At.Add(-lastAttempt))
	})
}

// pause returns how long to wait before the next attempt: 5, 10, 20 ... seconds, at most an hour, or as long as the
// system asks, within WithMaxWait.
func (c *core) pause(attempts int, err error) time.Duration {
	const first, most = 5 * time.Second, time.Hour
	d := most
	if attempts < 10 {
		d = min(first<<max(attempts-1, 0), most)
	}
	var e *ordo.Error
	if errors.As(err, &e) && e.RetryAfter > d {
		return max(d, min(e.RetryAfter, c.maxWait))
	}
	if ordo.ClassOf(err) == ordo.Conflict && attempts < 3 {
		return 0
	}
	return d
}
