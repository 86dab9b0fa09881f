package smtp

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
)

// Sender sends e-mail through one account of a mail server. It is safe for concurrent use. It implements
// [messages.Sender] and [messages.Checker].
type Sender struct {
	settings Settings
	err      error // what is wrong with the settings

	mu      sync.Mutex
	account string
}

// New returns a sender. Wrong settings are returned by every call.
func New(s Settings) *Sender {
	err := s.complete()
	return &Sender{settings: s, err: err}
}

// NameAccount names the account in errors. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (s *Sender) NameAccount(name string) error {
	s.mu.Lock()
	was := s.account
	if was == "" {
		s.account = name
	}
	s.mu.Unlock()
	if was != "" && was != name {
		return s.failed("settings", ordo.Invalid, fmt.Errorf("the account is named %q already and cannot be named %q: make a second Sender", was, name))
	}
	return nil
}

// System implements messages.Sender.
func (*Sender) System() string { return "smtp" }

// Can implements messages.Sender.
func (*Sender) Can(k messages.Kind) bool { return k == messages.KindEmail }

// Send implements messages.Sender. A message is on its way once the server has accepted it; what comes back later is
// read by [ParseBounce]. The outcome's reference is of kind "message", and its id the Message-ID.
func (s *Sender) Send(ctx context.Context, m messages.Message) (order.Outcome, error) {
	const op = "send"
	if s.err != nil {
		return order.Outcome{}, s.failed(op, ordo.Invalid, s.err)
	}
	if !s.Can(m.Kind) {
		return order.Outcome{Kind: order.Unsupported, Text: fmt.Sprintf("smtp sends no messages of kind %q", m.Kind)}, nil
	}
	to, err := contact.Email(m.To.Email)
	if err != nil {
		return order.Outcome{Kind: order.Rejected, Code: "address", Text: err.Error()}, nil
	}
	id := messageID(m.Key, s.settings.Domain)
	ref := order.Ref{System: s.System(), Account: s.name(), Kind: "message", ID: id}
	content, err := s.settings.write(m, to, id)
	if err != nil {
		return order.Outcome{}, s.failed(op, ordo.Invalid, err)
	}
	if m.Again && !s.settings.SendAgain {
		return order.Outcome{
			Kind: order.InDoubt, Ref: ref, Text: "the server may have sent it already: look into its log for the Message-ID <" + id + ">",
		}, nil
	}
	c, err := s.connect(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	defer c.close()
	if err := c.deliver(s.settings.From.Email, to, content); err != nil {
		if out, rejected := rejection(err); rejected {
			out.Text = s.redacted(out.Text)
			return out, nil
		}
		return order.Outcome{}, s.answered(op, err)
	}
	return order.Outcome{Kind: order.Applied, Ref: ref}, nil
}

// Check implements messages.Checker: it connects, encrypts and logs in.
func (s *Sender) Check(ctx context.Context) error {
	if s.err != nil {
		return s.failed("check", ordo.Invalid, s.err)
	}
	c, err := s.connect(ctx)
	if err != nil {
		return err
	}
	c.close()
	return nil
}

func (s *Sender) name() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account
}

// rejection returns the outcome of a server's lasting refusal of a message or its addressee.
func rejection(err error) (order.Outcome, bool) {
	r, is := replied(err)
	if !is || r.Code/100 != 5 || aboutAccount(err, r) {
		return order.Outcome{}, false
	}
	return order.Outcome{Kind: order.Rejected, Code: strconv.Itoa(r.Code), Text: r.Msg}, true
}
