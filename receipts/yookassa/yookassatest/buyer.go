package yookassatest

import "fmt"

// Pay is the buyer who pays. A payment with capture has then succeeded; another waits for its capture, for a week.
func (s *Server) Pay(id string) error {
	return s.onPayment(id, pending, s.authorize)
}

// Decline is a payment that does not come about, for a reason such as "insufficient_funds" or
// "expired_on_confirmation". Who declines it goes with the reason.
func (s *Server) Decline(id, reason string) error {
	return s.onPayment(id, pending, func(p *payment) { s.cancel(p, partyOf(reason), reason) })
}

// SettleRefund ends a pending refund well.
func (s *Server) SettleRefund(id string) error { return s.onRefund(id, s.settle) }

// RefuseRefund ends a pending refund for a reason such as "rejected_by_payee". No notification tells of it.
func (s *Server) RefuseRefund(id, reason string) error {
	return s.onRefund(id, func(f *refund) { s.refuse(f, reason) })
}

// RefuseRefunds refuses every refund from now on at once, for a reason such as "insufficient_funds"; "" ends that.
func (s *Server) RefuseRefunds(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuseReason = reason
}

// RegisterReceipt is the register that takes a pending receipt.
func (s *Server) RegisterReceipt(id string) error { return s.onReceipt(id, s.fiscalize) }

// RefuseReceipt is the register that does not take a pending receipt.
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

// on does something to a thing that must have a status.
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
