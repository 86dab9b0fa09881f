package bridge

import "slices"

// outbox has the pending effects of orders: which there are, what may go out now, what becomes of those that fail.
// What is particular to a kind of effect it asks the handlers.
type outbox struct {
	*core
	handlers []handler
}

// handlerOf returns the handler of an effect, or nil. It depends on the kind alone, and not on what is connected
// here, so that every process treats an effect alike; a kind that two handlers know is told by the account.
func (x *outbox) handlerOf(j *job, w PendingEffect) handler {
	var of handler
	for _, h := range x.handlers {
		if _, is := h.effects(w.Kind); is && (of == nil || h.isFor(j, w.Target.Account)) {
			of = h
		}
	}
	return of
}

// rulesOf returns the rules of an effect.
func (x *outbox) rulesOf(j *job, w PendingEffect) rules {
	if h := x.handlerOf(j, w); h != nil {
		r, _ := h.effects(w.Kind)
		return r
	}
	return rules{}
}

// isERP reports whether an account is the ERP of the order's route or has its books, or was that in an earlier one.
func (x *outbox) isERP(j *job, account string) bool {
	a := x.accounts[account]
	switch {
	case a == nil || a.system != nil && a.channel != nil:
		return slices.Contains(j.route.systems(), account)
	default:
		return a.system != nil
	}
}
