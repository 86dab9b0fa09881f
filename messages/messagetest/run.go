package messagetest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

// Run runs every check as a subtest. setup makes a fresh sender for each of them; it may use t.Cleanup to close what it
// opens.
func Run(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	port().Run(t, setup)
}

// RunInBubble is Run with every check in a bubble of testing/synctest, where waiting takes no time. The fake must be
// reached without sockets, and nothing that setup starts may outlive the test.
func RunInBubble(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	port().RunInBubble(t, setup)
}

// sender is a fixture in use. It acts as the host.
type sender struct {
	Fixture
	ctx context.Context
}

func port() suite.Suite[Fixture, sender] {
	return suite.Suite[Fixture, sender]{
		Needs: []string{"Port", "Kind", "To", "Sent"},
		Open:  func(s suite.Env[Fixture]) sender { return sender{s.Fixture, s.Ctx} },
	}.
		Check("a message arrives as it was written", sender.arrives).
		Check("files arrive with it", sender.filesArrive, "Files").
		Check("foreign text adds no lines and no recipients", sender.addsNothing).
		Check("a kind that cannot be sent is unsupported", sender.refusesKinds).
		Check("another key is another message", sender.keysApart).
		Check("a message is sent once when the answer is lost", sender.onceWhenLost, "LosesAnswer").
		Check("a temporary failure sends nothing", sender.nothingWhenRefused, "FailsOnce").
		Check("an addressee whom nobody has is refused with the reason", sender.refusesUnknown, "Unknown").
		Check("an address that is none is not sent to", sender.refusesMalformed, "Malformed").
		Check("what was accepted is known later", sender.tellsLater, "Process").
		Check("many are sent at once", sender.atOnce).
		Check("nothing happens in an ended context", sender.keepsToContext).
		Check("wrong credentials are refused", sender.refusesStrangers, "BadCredentials")
}
