package receipttest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// memory is a service in memory that keeps all promises, but for the one that broken names.
type memory struct {
	suite.MemoryWebhook
	broken   string
	stranger bool // it has wrong credentials

	documents []*receipts.Document
	payments  []*order.Payment
	refunds   []*receipts.Refund
	mishap    string // what befalls the next write
}

func (m *memory) System() string { return "memory" }

func (m *memory) ref(kind string, n int) order.Ref {
	if m.broken == "one reference for all" {
		n = 0
	}
	if m.broken == "speaks of another system" {
		return order.Ref{System: "other", Kind: kind, ID: fmt.Sprint(n)}
	}
	if m.broken == "no reference" {
		return order.Ref{System: "memory"}
	}
	return order.Ref{System: "memory", Kind: kind, ID: fmt.Sprint(kind, "-", n)}
}

// before is what happens to a write before it is done, and after.
func (m *memory) before() (lost bool, err error) {
	mishap := m.mishap
	m.mishap = ""
	switch {
	case mishap == "fails" && m.broken == "a passing refusal is for good":
		return false, &ordo.Error{System: "memory", Class: ordo.Auth}
	case mishap == "fails":
		return false, &ordo.Error{System: "memory", Class: ordo.Retry}
	}
	return mishap == "loses", nil
}

func (m *memory) ended(ctx context.Context) error {
	switch {
	case m.stranger && m.broken == "mistakes strangers":
		return &ordo.Error{System: "memory", Class: ordo.Retry}
	case m.stranger:
		return &ordo.Error{System: "memory", Class: ordo.Auth}
	case m.broken == "works without a context":
		return nil
	}
	return ctx.Err()
}

func (m *memory) Check(ctx context.Context) error {
	switch m.broken {
	case "refuses good settings":
		return &ordo.Error{System: "memory", Class: ordo.Auth}
	case "checking registers":
		m.documents = append(m.documents, &receipts.Document{})
	}
	return m.ended(ctx)
}

func (m *memory) Register(ctx context.Context, r receipts.Receipt) (receipts.Document, error) {
	if err := r.Check(); err != nil && m.broken != "sends what is broken" {
		if m.broken == "hides the rule" {
			return receipts.Document{}, errors.New("no")
		}
		return receipts.Document{}, err
	}
	if err := m.ended(ctx); err != nil {
		return receipts.Document{}, err
	}
	if m.broken == "takes no refunds" && r.Kind.Refunds() {
		return receipts.Document{}, &ordo.Error{System: "memory", Class: ordo.Unsupported}
	}
	for _, d := range m.documents {
		if d.Key == r.Key && m.broken != "a new receipt each time" || m.broken == "one receipt for all keys" {
			return *d, nil
		}
	}
	fails := m.mishap == "refuses"
	if fails {
		m.mishap = ""
	}
	lost, err := m.before()
	if err != nil {
		if m.broken == "a refusal leaves a trace" {
			m.documents = append(m.documents, &receipts.Document{})
		}
		return receipts.Document{}, err
	}
	d := &receipts.Document{Key: r.Key, Ref: m.ref("receipt", len(m.documents)+1), State: receipts.DocumentWaiting, Total: r.Total}
	if m.broken == "another total" {
		d.Total = amount.RUB(1)
	}
	if m.broken == "no state" {
		d.State = 0
	}
	if fails {
		d.Code = "409"
		if m.broken == "fails without a word" {
			d.Code = ""
			d.Sign = "fails"
		}
	}
	if m.broken != "registers nothing" {
		m.documents = append(m.documents, d)
	}
	if lost {
		if m.broken == "a lost answer is a new receipt" {
			d.Key = ""
		}
		return receipts.Document{}, &ordo.Error{System: "memory", Class: ordo.InDoubt}
	}
	return *d, nil
}

// prints lets the registers work.
func (m *memory) prints() {
	for i, d := range m.documents {
		if d.State != receipts.DocumentWaiting || m.broken == "never prints" {
			continue
		}
		if d.Code != "" || d.Sign == "fails" {
			d.State = receipts.DocumentFailed
			if m.broken == "calls a failure done" {
				d.State = receipts.DocumentDone
			}
			continue
		}
		d.State, d.Number, d.Drive, d.Sign = receipts.DocumentDone, fmt.Sprint(i+1), "9960440300112233", "3817264455"
		if m.broken == "a document without numbers" {
			d.Sign = ""
		}
	}
}

func (m *memory) unknown() error {
	if m.broken == "finds what is not there" {
		return nil
	}
	return &ordo.Error{System: "memory", Class: ordo.NotFound}
}

func (m *memory) Read(ctx context.Context, ref order.Ref) (receipts.Document, error) {
	if err := m.ended(ctx); err != nil {
		return receipts.Document{}, err
	}
	for _, d := range m.documents {
		if d.Ref == ref {
			got := *d
			if m.broken == "reads another reference" {
				got.Ref.ID = "x"
			}
			return got, nil
		}
	}
	return receipts.Document{}, m.unknown()
}

func call(right bool) func(order.Ref) (*http.Request, []byte) {
	return func(ref order.Ref) (*http.Request, []byte) { return suite.MemoryCall(right, ref.ID) }
}

func (m *memory) registrar() Registrar {
	m.MemoryWebhook.Open = m.broken == "takes forged calls"
	return Registrar{
		Port: m, BadCredentials: &memory{broken: m.broken, stranger: true}, Count: func() int { return len(m.documents) }, Process: m.prints,
		About:   func(receipts.Kind) order.Ref { return order.Ref{System: "memory", ID: "p"} },
		Refuses: func(string) { m.mishap = "refuses" }, LosesAnswer: func() { m.mishap = "loses" }, FailsOnce: func() { m.mishap = "fails" },
		Call: call(true), Forged: call(false),
	}
}

func (m *memory) Payment(ctx context.Context, ref order.Ref) (order.Payment, error) {
	if err := m.ended(ctx); err != nil {
		return order.Payment{}, err
	}
	for _, p := range m.payments {
		if p.Ref == ref {
			got := *p
			switch m.broken {
			case "another amount":
				got.Amount = amount.RUB(1)
			case "forgets what went back":
				got.Refunded, got.State = amount.RUB(0), status.PaymentPaid
			case "tells another payment":
				got.ID = ""
			}
			return got, nil
		}
	}
	return order.Payment{}, m.unknown()
}

func (m *memory) Refund(ctx context.Context, o receipts.RefundOrder) (receipts.Refund, error) {
	if err := o.Check(); err != nil && m.broken != "sends what is broken" {
		return receipts.Refund{}, err
	}
	if m.broken == "takes no receipt" && o.Receipt != nil {
		return receipts.Refund{}, &ordo.Error{System: "memory", Class: ordo.Unsupported}
	}
	if err := m.ended(ctx); err != nil {
		return receipts.Refund{}, err
	}
	for _, r := range m.refunds {
		if r.Key == o.Key && m.broken != "a new refund each time" || m.broken == "one refund for all keys" {
			return *r, nil
		}
	}
	declines := m.mishap == "refuses"
	if declines {
		m.mishap = ""
	}
	lost, err := m.before()
	if err != nil {
		if m.broken == "a refusal leaves a trace" {
			m.refunds = append(m.refunds, &receipts.Refund{Key: o.Key, Amount: o.Amount, State: receipts.RefundRefused})
		}
		return receipts.Refund{}, err
	}
	r := &receipts.Refund{Key: o.Key, Ref: m.ref("refund", len(m.refunds)+1), Payment: o.Payment, State: receipts.RefundDone, Amount: o.Amount}
	for _, p := range m.payments {
		if p.Ref != o.Payment {
			continue
		}
		back := p.Refunded.Minor() + o.Amount.Minor()
		if declines || back > p.Amount.Minor() && m.broken != "pays above the payment" {
			r.State, r.Code = receipts.RefundRefused, "insufficient_funds"
			switch m.broken {
			case "refuses without a word":
				r.Code = ""
			case "a refusal is an error":
				return receipts.Refund{}, &ordo.Error{System: "memory", Class: ordo.Auth}
			case "pays what it refuses":
			default:
				back = p.Refunded.Minor()
			}
		}
		if m.broken == "another sum goes back" {
			back--
		}
		if m.broken != "pays nothing" {
			p.Refunded = amount.RUB(back)
		}
		p.State = status.PaymentPartlyRefunded
		if back == 0 {
			p.State = status.PaymentPaid
		} else if back == p.Amount.Minor() {
			p.State = status.PaymentRefunded
		}
	}
	if m.broken == "tells another sum" {
		r.Amount = amount.RUB(1)
	}
	m.refunds = append(m.refunds, r)
	if lost {
		if m.broken == "a lost answer is a new refund" {
			r.Key = ""
		}
		return receipts.Refund{}, &ordo.Error{System: "memory", Class: ordo.InDoubt}
	}
	return *r, nil
}

func (m *memory) ReadRefund(ctx context.Context, ref order.Ref) (receipts.Refund, error) {
	if err := m.ended(ctx); err != nil {
		return receipts.Refund{}, err
	}
	for _, r := range m.refunds {
		if r.Ref == ref {
			got := *r
			switch m.broken {
			case "reads another reference":
				got.Ref.ID = "x"
			case "never done":
				got.State = receipts.RefundWaiting
			}
			return got, nil
		}
	}
	return receipts.Refund{}, m.unknown()
}

// Capture implements receipts.Holder.
func (m *memory) Capture(ctx context.Context, o receipts.CaptureOrder) (receipts.Hold, error) {
	if err := o.Check(); err != nil && m.broken != "sends what is broken" {
		return receipts.Hold{}, err
	}
	return m.endHold(ctx, o.Payment, o.Result, func(p *order.Payment) {
		p.State = status.PaymentPaid
		switch {
		case m.broken == "captures all":
		case m.broken == "captures another sum":
			p.Amount = amount.RUB(1)
		case o.Amount.Minor() <= p.Amount.Minor() || m.broken == "captures above the hold":
			p.Amount = o.Amount
		default:
			p.State = status.PaymentAuthorized
		}
	})
}

// Release implements receipts.Holder.
func (m *memory) Release(ctx context.Context, o receipts.ReleaseOrder) (receipts.Hold, error) {
	if err := o.Check(); err != nil && m.broken != "sends what is broken" {
		return receipts.Hold{}, err
	}
	return m.endHold(ctx, o.Payment, o.Result, func(p *order.Payment) {
		if m.broken != "releases nothing" {
			p.State = status.PaymentCancelled
		}
	})
}

func (m *memory) endHold(ctx context.Context, ref order.Ref, result func(order.Payment) receipts.Hold, end func(*order.Payment)) (receipts.Hold, error) {
	if err := m.ended(ctx); err != nil {
		return receipts.Hold{}, err
	}
	i := slices.IndexFunc(m.payments, func(p *order.Payment) bool { return p.Ref == ref })
	if i < 0 {
		return receipts.Hold{}, &ordo.Error{System: "memory", Class: ordo.NotFound}
	}
	p := m.payments[i]
	again := p.State != status.PaymentAuthorized
	if again && m.broken == "captures what it released" && p.State == status.PaymentCancelled {
		p.State = status.PaymentPaid
	}
	lost, err := m.before()
	if err != nil && m.broken != "a refusal captures" {
		return receipts.Hold{}, err
	}
	if !again && m.broken != "captures nothing" {
		end(p)
	}
	if lost || err != nil {
		return receipts.Hold{}, cmp.Or(err, error(&ordo.Error{System: "memory", Class: ordo.InDoubt}))
	}
	got := *p
	if m.broken == "speaks of another payment" {
		got.Ref.ID = "x"
	}
	h := result(got)
	if h.State == receipts.HoldWaiting { // it is not captured
		h.State, h.Code = receipts.HoldRefused, "amount"
	}
	if again && (m.broken == "refuses what it captured" || m.broken == "a lost answer is a refusal") {
		h.State = receipts.HoldRefused
	}
	return h, nil
}

func (m *memory) gateway() Gateway {
	m.MemoryWebhook.Open = m.broken == "takes forged calls"
	return Gateway{
		Port: m, BadCredentials: &memory{broken: m.broken, stranger: true},
		Pays: func(sum amount.Money) order.Ref {
			n := len(m.payments) + 1
			p := &order.Payment{ID: fmt.Sprint("pay-", n), Ref: order.Ref{System: "memory", Kind: "payment", ID: fmt.Sprint("pay-", n)}, State: status.PaymentPaid, Amount: sum, Refunded: amount.RUB(0)}
			m.payments = append(m.payments, p)
			return p.Ref
		},
		Holds: func(sum amount.Money) order.Ref {
			n := len(m.payments) + 1
			p := &order.Payment{ID: fmt.Sprint("pay-", n), Ref: order.Ref{System: "memory", Kind: "payment", ID: fmt.Sprint("pay-", n)}, State: status.PaymentAuthorized, Amount: sum, Refunded: amount.RUB(0)}
			m.payments = append(m.payments, p)
			return p.Ref
		},
		Taken: func(ref order.Ref) amount.Money {
			for _, p := range m.payments {
				if p.Ref == ref && p.State == status.PaymentPaid {
					return p.Amount
				}
			}
			return amount.RUB(0)
		},
		Refunded: func(ref order.Ref) amount.Money {
			for _, p := range m.payments {
				if p.Ref == ref {
					return p.Refunded
				}
			}
			return amount.Money{}
		},
		Refuses: func(string) { m.mishap = "refuses" }, LosesAnswer: func() { m.mishap = "loses" }, FailsOnce: func() { m.mishap = "fails" },
		Call: call(true), Forged: call(false),
	}
}

func (m *memory) Receive(_ *http.Request, body []byte) (ordo.Call[receipts.News], error) {
	if !bytes.Contains(body, []byte("-")) {
		return ordo.Call[receipts.News]{}, &ordo.CallError{System: "memory", Status: 400, Text: "no id"}
	}
	ref := order.Ref{System: "memory", ID: string(body)}
	c := ordo.Call[receipts.News]{Key: string(body), News: []receipts.News{{Document: ref}, {Payment: ref}}}
	switch m.broken {
	case "calls bring nothing":
		c.News = nil
	case "receiving registers":
		m.documents = append(m.documents, &receipts.Document{})
	}
	return c, nil
}
