package messagetest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
)

// Memory sends messages nowhere and keeps them, for tests of hosts. It sends all kinds but paper. Set its fields before
// it is used.
type Memory struct {
	Name    string // of the system; empty: "memory"
	Unknown string // the e-mail address, phone number or id that nobody has
	Keyless bool   // it knows no keys, as mail servers do: what is in doubt stays in doubt
	Waits   bool   // it accepts messages, and tells only after Process that they have arrived

	mu    sync.Mutex
	sent  []messages.Message
	done  bool // what waits has arrived
	lost  int
	fails int

	flaw string
}

// System implements messages.Sender.
func (m *Memory) System() string {
	if m.Name == "" {
		return "memory"
	}
	return m.Name
}

// Can implements messages.Sender.
func (m *Memory) Can(k messages.Kind) bool {
	return m.flaw != "can nothing" && slices.Contains([]messages.Kind{messages.KindEmail, messages.KindSMS, messages.KindEDO}, k)
}

// Send implements messages.Sender.
func (m *Memory) Send(ctx context.Context, x messages.Message) (order.Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ctx.Err() != nil && m.flaw != "works without a context" {
		return order.Outcome{}, ctx.Err()
	}
	if !m.Can(x.Kind) && m.flaw != "sends by pigeon" {
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	if m.fails > 0 && m.flaw != "a refusal leaves a trace" {
		m.fails--
		class := ordo.Retry
		if m.flaw == "a passing refusal is for good" {
			class = ordo.Invalid
		}
		return order.Outcome{}, &ordo.Error{System: m.System(), Op: "send", Class: class, Text: "try again later"}
	}
	if out, refused := m.refuses(x); refused {
		return out, nil
	}
	known := slices.ContainsFunc(m.sent, func(y messages.Message) bool { return y.Key == x.Key })
	switch {
	case m.Keyless && x.Again && m.flaw != "sends what is in doubt":
		return order.Outcome{Kind: order.InDoubt, Text: "it may have been sent"}, nil
	case m.Keyless || !known || m.flaw == "forgets keys":
		m.sent = append(m.sent, m.written(x))
	}
	if m.lost > 0 {
		m.lost--
		return m.lostAnswer()
	}
	if m.fails > 0 { // only with the flaw
		m.fails--
		return order.Outcome{}, &ordo.Error{System: m.System(), Op: "send", Class: ordo.Retry, Text: "try again later"}
	}
	return m.accepted(x), nil
}

// written is a message as it arrives.
func (m *Memory) written(x messages.Message) messages.Message {
	x.Subject = strings.Join(strings.Fields(x.Subject), " ")
	switch m.flaw {
	case "another text":
		x.Text = "?"
	case "loses files":
		x.Files = nil
	case "subjects of several lines":
		x.Subject += "\nBcc: thief@example.com"
	case "one message for all keys":
		if len(m.sent) > 0 {
			m.sent = nil
		}
	}
	return x
}

func (m *Memory) lostAnswer() (order.Outcome, error) {
	class := ordo.InDoubt
	if m.flaw == "calls a lost answer a failure" {
		class = ordo.Retry
	}
	return order.Outcome{}, &ordo.Error{System: m.System(), Op: "send", Class: class, Text: "the answer was lost"}
}

func (m *Memory) accepted(x messages.Message) order.Outcome {
	out := order.Outcome{Kind: order.Applied, Ref: order.Ref{Kind: "sent", ID: x.Key}}
	if m.Waits && !m.done {
		out.Kind = order.Waiting
	}
	return out
}

// refuses reports whether a message can reach nobody.
func (m *Memory) refuses(x messages.Message) (order.Outcome, bool) {
	to := x.To.String()
	_, err := contact.Email(x.To.Email)
	why := ""
	switch {
	case m.Unknown != "" && to == m.Unknown && m.flaw != "reaches everybody":
		why = "550 nobody has this address"
	case x.Kind == messages.KindEmail && err != nil && m.flaw != "takes any address":
		why = err.Error()
	}
	if m.flaw == "refuses without a word" && why != "" {
		return order.Outcome{Kind: order.Rejected}, true
	}
	return order.Outcome{Kind: order.Rejected, Code: "550", Text: why}, why != ""
}

// Read implements messages.Tracker.
func (m *Memory) Read(ctx context.Context, ref order.Ref) (order.Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, x := range m.sent {
		if x.Key == ref.ID {
			if m.flaw == "never tells" {
				return order.Outcome{Kind: order.Waiting, Ref: ref}, ctx.Err()
			}
			return m.accepted(x), ctx.Err()
		}
	}
	return order.Outcome{}, &ordo.Error{System: m.System(), Op: "read", Class: ordo.NotFound, Text: "no such message"}
}

// Sent returns what was sent, in order.
func (m *Memory) Sent() []messages.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sent)
}

// Process lets all that waits arrive.
func (m *Memory) Process() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done = true
}

// LosesAnswer makes the next message go out and lose its answer.
func (m *Memory) LosesAnswer() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lost++
}

// FailsOnce makes the next message fail temporarily.
func (m *Memory) FailsOnce() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fails++
}
