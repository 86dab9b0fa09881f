package yookassatest

import "maps"

// Payment is what a test sees of a payment. Sums are texts such as "5800.00 RUB".
type Payment struct {
	ID, Status, Amount, Refunded string
	Reason                       string // why it was cancelled
	Metadata                     map[string]string
}

// Refund is what a test sees of a refund.
type Refund struct {
	ID, PaymentID, Status, Amount string
	Reason                        string // why it was refused
	Metadata                      map[string]string
}

// Receipt is what a test sees of a receipt.
type Receipt struct {
	ID, Type, PaymentID, RefundID, Status, Total string
	Lines                                        int
	Automatic                                    bool // made by YooKassa itself for a payment or a refund
}

// Payments returns all payments, the oldest first.
func (s *Server) Payments() []Payment {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	var out []Payment
	for _, p := range s.payments {
		out = append(out, Payment{
			p.id, p.status, p.amount.String(), money{p.refunded, p.amount.currency}.String(), p.reason, maps.Clone(p.metadata),
		})
	}
	return out
}

// Refunds returns all refunds, the oldest first.
func (s *Server) Refunds() []Refund {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Refund
	for _, f := range s.refunds {
		out = append(out, Refund{f.id, f.paymentID, f.status, f.amount.String(), f.reason, maps.Clone(f.metadata)})
	}
	return out
}

// Receipts returns all receipts, the oldest first.
func (s *Server) Receipts() []Receipt {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Receipt
	for _, r := range s.receipts {
		out = append(out, Receipt{
			r.id, r.kind, r.paymentID, r.refundID, r.status, r.total.String(), len(r.said.Items), r.automatic,
		})
	}
	return out
}
