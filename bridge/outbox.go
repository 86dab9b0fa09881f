package bridge

// outbox has the pending effects of orders: which there are, what may go out now, what becomes of those that fail.
// What is particular to a kind of effect it asks the handlers.
type outbox struct {
	*core
	handlers []handler
}

// handlerOf returns the handler that carries out an effect, or nil.
func (x *outbox) handlerOf(w PendingEffect) handler {
	a := x.accounts[w.Target.Account]
	if a == nil {
		return nil
	}
	for _, h := range x.handlers {
		if _, is := h.effects(w.Kind); is && h.serves(a) {
			return h
		}
	}
	return nil
}

// rulesOf returns the rules of an effect.
func (x *outbox) rulesOf(w PendingEffect) rules {
	if h := x.handlerOf(w); h != nil {
		r, _ := h.effects(w.Kind)
		return r
	}
	return rules{}
}
