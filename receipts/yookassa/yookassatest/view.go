package yookassatest

import "maps"

// Payment is the state of a payment. Sums are texts such as "5800.00 RUB".
type Payment struct {
	ID, Status, Amount, Refunded string
	Reason                       string // why it was cancelled
	Metadata                     map[string]string
}

// Refund is the state of a refund.
type Refund struct {
	ID, PaymentID, Status, Amount string
	Reason                        string // why it was refused
	Metadata                      map[string]string
}

// Receipt is the state of a receipt.
type Receipt struct {
	ID, Type, PaymentID, RefundID, Status, Total string
	Lines                                        int
	Automatic                                    bool // made by YooKassa itself for a payment or a refund
}

// Payments returns all payments, the oldest first.
func (s *Server) Payments() []Payment {
	return seen(s, &s.payments, func(p *payment) Payment {
		back := money{p.refunded, p.amount.currency}
		return Payment{p.id, p.status, p.amount.String(), back.String(), p.reason, maps.Clone(p.metadata)}
	})
}

// Refunds returns all refunds, the oldest first.
func (s *Server) Refunds() []Refund {
	return seen(s, &s.refunds, func(f *refund) Refund {
		return Refund{f.id, f.paymentID, f.status, f.amount.String(), f.reason, maps.Clone(f.metadata)}
	})
}

// Receipts returns all receipts, the oldest first.
func (s *Server) Receipts() []Receipt {
	return seen(s, &s.receipts, func(r *receipt) Receipt {
		return Receipt{r.id, r.kind, r.paymentID, r.refundID, r.status, r.total.String(), len(r.said.Items), r.automatic}
	})
}

func seen[T, V any](s *Server, all *[]*T, view func(*T) V) (out []V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	for _, x := range *all {
		out = append(out, view(x))
	}
	return out
}
