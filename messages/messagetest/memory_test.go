package messagetest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
)

// fixture is a sender in memory as a fixture.
func (m *Memory) fixture() Fixture {
	m.Unknown = "nobody@example.com"
	f := Fixture{
		Port: m, Kind: messages.KindEmail, To: messages.Address{Name: "Anna", Email: "anna@example.com"}, Files: true, Keys: !m.Keyless,
		Unknown: messages.Address{Email: "nobody@example.com"}, Malformed: messages.Address{Email: "anna@"},
		FailsOnce: m.FailsOnce, LosesAnswer: m.LosesAnswer, BadCredentials: stranger{m},
		Sent: func() (out []Sent) {
			for _, x := range m.Sent() {
				to := x.To.String()
				if m.flaw == "a copy to others" {
					to += ",thief@example.com"
				}
				out = append(out, Sent{To: to, Subject: x.Subject, Text: x.Text, Files: x.Files})
			}
			return out
		},
	}
	if m.Waits {
		f.Process = m.Process
	}
	return f
}

// stranger is a sender whose credentials are refused.
type stranger struct{ *Memory }

func (s stranger) Send(ctx context.Context, x messages.Message) (order.Outcome, error) {
	if s.flaw == "mistakes strangers" {
		return s.Memory.Send(ctx, x)
	}
	return order.Outcome{}, &ordo.Error{System: "memory", Op: "send", Class: ordo.Auth, Text: "wrong password"}
}

func TestTheSuiteOfSendersFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: func(flaw string) Fixture {
			m := &Memory{flaw: flaw, Waits: true}
			m.Keyless = flaw == "sends what is in doubt"
			return m.fixture()
		},
		Flaws: map[string][]string{
			"a message arrives as it was written":                     {"another text", "can nothing"},
			"files arrive with it":                                    {"loses files"},
			"foreign text adds no lines and no recipients":            {"subjects of several lines", "a copy to others"},
			"a kind that cannot be sent is unsupported":               {"sends by pigeon"},
			"another key is another message":                          {"one message for all keys"},
			"a message is sent once when the answer is lost":          {"forgets keys", "sends what is in doubt", "calls a lost answer a failure"},
			"a temporary failure sends nothing":                       {"a refusal leaves a trace", "a passing refusal is for good"},
			"an addressee whom nobody has is refused with the reason": {"reaches everybody", "refuses without a word"},
			"an address that is none is not sent to":                  {"takes any address"},
			"what was accepted is known later":                        {"never tells"},
			"many are sent at once":                                   {"one message for all keys"},
			"nothing happens in an ended context":                     {"works without a context"},
			"wrong credentials are refused":                           {"mistakes strangers"},
		},
	})
}

func TestASenderWithoutKeysPasses(t *testing.T) {
	Run(t, func(*testing.T) Fixture { return (&Memory{Keyless: true}).fixture() })
}
