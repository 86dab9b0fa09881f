package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// dueAt returns when the order is due next, once the batch is written; zero for never.
func (x *outbox) dueAt(j *job, now time.Time) time.Time {
	var next time.Time
	at := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, m := range x.workable(j) {
		if m.Attempts == 0 {
			at(now)
		}
		at(m.Due)
	}
	if !j.known() || j.forgotten() {
		return next
	}
	for _, w := range x.front(j) {
		if w.Due.IsZero() {
			w.Due = now
		}
		at(w.Due)
	}
	for _, d := range j.unwarned() {
		at(x.warnsAt(j, d))
	}
	for _, h := range x.handlers {
		if w, is := h.(waker); is {
			at(w.wakesAt(j))
		}
	}
	at(x.refreshDue(j, now))
	return next
}

// workable returns the messages that may be worked on when they are due: of each account, those up to the first that is
// tried again. One that waits for a person holds up nothing. One that begins the order goes first.
func (x *outbox) workable(j *job) []Message {
	if !j.known() {
		for _, m := range j.unworked() {
			if m.Attempts == 0 && x.begins(m) {
				return []Message{m}
			}
		}
	}
	waits := map[string]bool{}
	var out []Message
	for _, m := range j.unworked() {
		if m.Attempts > 0 && m.Due.IsZero() || waits[m.Account] {
			continue
		}
		out = append(out, m)
		waits[m.Account] = m.Attempts > 0
	}
	return out
}

// begins reports whether a message begins an order that later messages are about.
func (x *outbox) begins(m Message) bool {
	return slices.ContainsFunc(x.handlers, func(h handler) bool {
		o, can := h.(opener)
		return can && o.opens(m)
	})
}

// dueMessages returns the next message that is due, and those after it that are received together with it.
func (x *outbox) dueMessages(j *job, now time.Time) []Message {
	var out []Message
	for _, m := range x.workable(j) {
		if m.Due.After(now) {
			continue
		}
		if len(out) == 0 || m.Kind == out[0].Kind && m.Account == out[0].Account && x.receivedTogether(m.Kind) {
			out = append(out, m)
		}
	}
	return out
}

func (x *outbox) receivedTogether(kind string) bool {
	for _, h := range x.handlers {
		if k, together := h.messages(); k == kind {
			return together
		}
	}
	return false
}

// front returns the effects that may go out when they are due: for each account the first that waits for no other, and
// those that stand aside.
func (x *outbox) front(j *job) []PendingEffect {
	held := j.order.Held()
	open := j.pending()
	blocked := map[string]bool{} // by account
	var out []PendingEffect
	for _, w := range open {
		account, r := w.Target.Account, x.rulesOf(j, w)
		if blocked[account] && !r.aside || x.waitsForOther(j, w, r, open) {
			continue
		}
		if x.waitsForPass(w) {
			blocked[account] = true
			continue
		}
		blocked[account] = blocked[account] || !r.aside && (r.yields == nil || !r.yields(w))
		switch {
		case w.Phase == PhaseParked, w.Phase == PhaseInDoubt, w.Lacks != "":
		case !r.note && diverged(j, account):
		case held && (r.onHold == nil || !r.onHold(j, w)) && automatic(j, w):
		default:
			out = append(out, w)
		}
	}
	return out
}

// waitsForPass reports whether an effect waits for the next pass of its account. One that a person wants now does not.
func (x *outbox) waitsForPass(w PendingEffect) bool {
	a := x.accounts[w.Target.Account]
	if a == nil || a.schedule == nil || !a.schedule.WritesWait || a.writing.Load() > 0 {
		return false
	}
	_, wanted := x.urgent.Load(w.Key)
	return !wanted
}

// diverged reports whether an account took the order back and no person has dealt with that: nothing must be
// overwritten there, also not by what a person wants.
func diverged(j *job, account string) bool {
	return slices.ContainsFunc(j.view().Holds, func(h order.Hold) bool {
		return h.Kind == order.HoldDivergence && h.System == account && !h.Cleared
	})
}

// waitsForOther reports whether an effect cannot go out before another one is done, wherever the two stand in the
// queue.
func (x *outbox) waitsForOther(j *job, w PendingEffect, r rules, open []PendingEffect) bool {
	for _, other := range open {
		if other.Key == w.Key || other.Target.Account != w.Target.Account {
			continue
		}
		if x.rulesOf(j, other).first || r.after != nil && r.after(w, other) {
			return true
		}
	}
	return false
}

// automatic reports whether no person caused an effect.
func automatic(j *job, w PendingEffect) bool {
	for e := range j.order.Events(order.Filter{}) {
		if e.N != w.N {
			continue
		}
		switch e.By.Role {
		case order.RoleSystem, order.RoleChannel, order.RoleCarrier, order.RoleGateway:
			return true
		}
		return false
	}
	return false
}

// refreshDue returns when the order is to be read again in its channel; zero for never.
func (x *outbox) refreshDue(j *job, now time.Time) time.Time {
	switch {
	case x.accounts[j.route.Channel] == nil:
		return time.Time{}
	case j.readNext:
		return now
	case x.refreshEvery < 0 || isFinal(j.view().State):
		return time.Time{}
	}
	last := j.stored.Refreshed
	if !j.batch.Refreshed.IsZero() {
		last = j.batch.Refreshed
	}
	if last.IsZero() {
		for e := range j.order.Events(order.Filter{}) {
			last = e.At
			break
		}
	}
	return notAfter(last.Add(x.refreshEvery), now, x.refreshEvery)
}

// boundWaits takes back what a clock that was ahead has put off.
func (x *outbox) boundWaits(j *job, d *StoredOrder) {
	now := x.now()
	for i := range d.Effects {
		w := &d.Effects[i]
		w.Due = notAfter(w.Due, now, x.longestWait(j, *w))
	}
	for i := range d.Messages {
		m := &d.Messages[i]
		m.Due = notAfter(m.Due, now, x.longestPause(m.Attempts))
	}
	if d.Refreshed.After(now.Add(skew)) {
		d.Refreshed = now.Add(-max(x.refreshEvery, 0))
	}
}

// longestWait returns how long an effect may wait at most for its next try or poll.
func (x *outbox) longestWait(j *job, w PendingEffect) time.Duration {
	if every := x.rulesOf(j, w).every; every > 0 {
		return max(every, soonAfter)
	}
	return x.longestPause(max(w.Attempts, w.Polls))
}

// longestPause returns how long something may wait at most that was tried so often.
func (x *outbox) longestPause(attempts int) time.Duration {
	return max(x.pause(attempts+1, nil), x.maxWait, tryAgainAfter)
}

// hasten makes what waits for an outside system's answer be asked for at once.
func (x *outbox) hasten(j *job, which func(w PendingEffect) bool) (some bool) {
	for _, w := range j.pending() {
		if w.Phase == PhaseWaiting && which(w) {
			w.Due, some = x.now(), true
			j.put(w)
		}
	}
	return some
}
