package order

import (
	"fmt"
	"slices"
	"time"
)

// Message is a message to the buyer or to somebody else outside, such as the receipt by e-mail, and what came of it.
type Message struct {
	// Key is what the message is sent under, once.
	Key string `json:"key"`
	// Kind is how it goes: "email", "sms", "edo", "paper" (messages.Kind).
	Kind string `json:"kind"`
	// Template is what it says, such as "receipt" or "shipped".
	Template string `json:"template,omitzero"`
	// To is the address.
	To string `json:"to,omitzero"`
	// Subject is its subject, or its text where it is short.
	Subject string       `json:"subject,omitzero"`
	State   MessageState `json:"state"`
	// Why says why it failed.
	Why string `json:"why,omitzero"`
	// Ref is what the sender calls it.
	Ref Ref `json:"ref,omitzero"`
	// Shipment and Block are what it is about; 0 for the order.
	Shipment int `json:"shipment,omitzero"`
	Block    int `json:"block,omitzero"`

	At time.Time `json:"-"` // when it was reported last
}

// MessageState is what came of a message.
type MessageState string

// The states of a message.
const (
	// MessageSent: the sender has accepted it. A mailbox may still refuse it; then it failed.
	MessageSent MessageState = "sent"
	// MessageFailed: it did not reach its addressee.
	MessageFailed MessageState = "failed"
)

// ReportMessage records what came of a message. One that failed may be sent after all, and one that was sent may come
// back.
type ReportMessage struct {
	Message Message
}

// Kind implements Command.
func (ReportMessage) Kind() Kind { return KindReportMessage }

func (c ReportMessage) decide(o *Order, _ By) ([]Body, error) {
	m := c.Message
	switch {
	case m.Key == "" || m.Kind == "":
		return nil, refuse(ErrInvalid, "message", "it needs a key and a kind")
	case m.State != MessageSent && m.State != MessageFailed:
		return nil, refuse(ErrInvalid, Textf("message %s", m.Key), "its state is %q: it must be sent or failed", string(m.State))
	case m.State == MessageFailed && m.Why == "":
		return nil, refuse(ErrInvalid, Textf("message %s", m.Key), "say why it failed")
	case m.Shipment < 0 || m.Shipment > len(o.shipments):
		return nil, refuse(ErrUnknown, Textf("message %s", m.Key), "the order has %d {1:shipment|shipments}", len(o.shipments))
	case m.Block < 0 || m.Block > len(o.blocks):
		return nil, refuse(ErrUnknown, Textf("message %s", m.Key), "the order has %d {1:return block|return blocks}", len(o.blocks))
	}
	m.At = time.Time{}
	if i := o.message(m.Key); i >= 0 {
		was := o.messages[i]
		was.At = time.Time{}
		if was == m {
			return nil, refuse(ErrAlready, Textf("message %s", m.Key), "it is recorded")
		}
	}
	return []Body{MessageReported{m}}, nil
}

// MessageReported records what came of a message.
type MessageReported struct {
	Message Message `json:"message"`
}

// Kind implements Body.
func (MessageReported) Kind() string { return "message-reported" }

func (b MessageReported) check(o *Order) error {
	if m := b.Message; m.Shipment < 0 || m.Shipment > len(o.shipments) || m.Block < 0 || m.Block > len(o.blocks) {
		return fmt.Errorf("message %s is about shipment %d and block %d, which the order does not have", m.Key, m.Shipment, m.Block)
	}
	return nil
}

func (b MessageReported) apply(o *Order, e *Event) {
	m := b.Message
	m.At = e.At
	if i := o.message(m.Key); i >= 0 {
		o.messages[i] = m
		return
	}
	o.messages = append(o.messages, m)
}

// message returns the index of a message, or -1.
func (o *Order) message(key string) int {
	return slices.IndexFunc(o.messages, func(m Message) bool { return m.Key == key })
}

func (b MessageReported) text() Text {
	m := b.Message
	if m.State == MessageFailed {
		return Textf("%s to %s failed: %s: %s", m.name(), m.addressee(), m.Subject, m.Why)
	}
	return Textf("%s to %s sent: %s", m.name(), m.addressee(), m.Subject)
}

// name is how people call a message.
func (m Message) name() Text {
	switch m.Kind {
	case "email":
		return Textf("e-mail")
	case "sms":
		return Textf("SMS")
	case "edo":
		return Textf("electronic document")
	case "paper":
		return Textf("letter")
	}
	return Textf("message (%s)", m.Kind)
}

// addressee is the address of a message; it is erased with the other personal data.
func (m Message) addressee() Text {
	if m.To == "" {
		return Textf("the addressee")
	}
	return Textf("%s", m.To)
}
