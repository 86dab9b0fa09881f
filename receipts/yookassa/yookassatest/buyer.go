package yookassatest

import "fmt"

// Pay is the buyer who pays. A payment with capture has then succeeded; another waits for its capture, for a week.
func (s *Server) Pay(id string) error {
	return s.onPayment(id, pending, s.authorize)
}

// Decline is a payment that does not come about, for a reason such as "insufficient_funds" or "expired_on_confirmation". Who
// declines it goes with the reason.
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
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	p := s.payment(id)
	switch {
	case p == nil:
		return fmt.Errorf("yookassatest: no payment %s", id)
	case p.status != status:
		return fmt.Errorf("yookassatest: payment %s is %s", id, p.status)
	}
	do(p)
	return nil
}

func (s *Server) onRefund(id string, do func(*refund)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	f := s.refund(id)
	switch {
	case f == nil:
		return fmt.Errorf("yookassatest: no refund %s", id)
	case f.status != pending:
		return fmt.Errorf("yookassatest: refund %s is %s", id, f.status)
	}
	do(f)
	return nil
}

func (s *Server) onReceipt(id string, do func(*receipt)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	for _, r := range s.receipts {
		if r.id != id {
			continue
		}
		if r.status != pending {
			return fmt.Errorf("yookassatest: receipt %s is %s", id, r.status)
		}
		do(r)
		return nil
	}
	return fmt.Errorf("yookassatest: no receipt %s", id)
}
