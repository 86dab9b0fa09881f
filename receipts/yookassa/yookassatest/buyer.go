package yookassatest

import "fmt"

// Pay pays as the buyer. A payment with capture then succeeds; another waits for its capture for a week.
func (s *Server) Pay(id string) error {
	return s.onPayment(id, pending, s.authorize)
}

// Decline cancels a pending payment for a reason such as "insufficient_funds" or "expired_on_confirmation". The party
// follows from the reason.
func (s *Server) Decline(id, reason string) error {
	return s.onPayment(id, pending, func(p *payment) { s.cancel(p, partyOf(reason), reason) })
}

// SettleRefund completes a pending refund.
func (s *Server) SettleRefund(id string) error { return s.onRefund(id, s.settle) }

// RefuseRefund refuses a pending refund for a reason such as "rejected_by_payee". No notification is sent.
func (s *Server) RefuseRefund(id, reason string) error {
	return s.onRefund(id, func(f *refund) { s.refuse(f, reason) })
}

// RefuseRefunds refuses every new refund at once, for a reason such as "insufficient_funds"; "" ends that.
func (s *Server) RefuseRefunds(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuseReason = reason
}

// RegisterReceipt registers a pending receipt.
func (s *Server) RegisterReceipt(id string) error { return s.onReceipt(id, s.fiscalize) }

// RefuseReceipt makes the register refuse a pending receipt.
func (s *Server) RefuseReceipt(id string) error {
	return s.onReceipt(id, func(r *receipt) { r.status = canceled })
}

func (s *Server) onPayment(id, status string, do func(*payment)) error {
	return on(s, "payment", id, status, s.payment, func(p *payment) string { return p.status }, do)
}

func (s *Server) onRefund(id string, do func(*refund)) error {
	return on(s, "refund", id, pending, s.refund, func(f *refund) string { return f.status }, do)
}

func (s *Server) onReceipt(id string, do func(*receipt)) error {
	return on(s, "receipt", id, pending, s.receipt, func(r *receipt) string { return r.status }, do)
}

// on applies do to an object that must have a status.
func on[T any](s *Server, what, id, status string, find func(string) *T, statusOf func(*T) string, do func(*T)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	x := find(id)
	switch {
	case x == nil:
		return fmt.Errorf("yookassatest: no %s %s", what, id)
	case statusOf(x) != status:
		return fmt.Errorf("yookassatest: %s %s is %s", what, id, statusOf(x))
	}
	do(x)
	return nil
}
