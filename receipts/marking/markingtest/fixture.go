package markingtest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// Registry is a registry without codes, with the functions to inspect and drive the fake system.
type Registry struct {
	// Port is the client of the registry. Required.
	Port marking.Registry
	// Put makes a code as u says; State, Reason, Extra, Foreign and Blocked are set. All codes are clothes (lp). Required.
	Put func(c marking.Code, u Unit)
	// Withdrawals counts how often a code left circulation. Required.
	Withdrawals func(c marking.Code) int
	// Documents counts the documents that the registry took. Required.
	Documents func() int
	// Process lets the registry check all waiting documents, and all codes follow. Required; it may do nothing where
	// documents are done at once.
	Process func()

	// Checks lets the registry check all waiting documents, while their codes stay as they were until Process.
	Checks func()
	// Sells tells the registry of a receipt with the code.
	Sells func(c marking.Code)
	// FailsOnce makes the next document fail temporarily, before anything is done.
	FailsOnce func()
	// LosesAnswer makes the registry take the next document and lose the answer.
	LosesAnswer func()
	// Hides is LosesAnswer with a document that cannot be seen before Process.
	Hides func()
	// Later is another client of the same account, which knows nothing of what the first one did.
	Later func() marking.Registry
	// BadCredentials is the same client with credentials that the registry refuses.
	BadCredentials marking.Registry
}

// Run runs every check of a registry as a subtest. setup makes a fresh one, without codes, for each of them; it may
// use t.Cleanup to close what it opens.
func Run(t *testing.T, setup func(t *testing.T) Registry) {
	t.Helper()
	registries().Run(t, setup)
}

// RunInBubble is Run with every check in a bubble of testing/synctest, where waiting takes no time. The fake must be
// reached without sockets, and nothing that setup starts may outlive the test.
func RunInBubble(t *testing.T, setup func(t *testing.T) Registry) {
	t.Helper()
	registries().RunInBubble(t, setup)
}

// registry is a fixture in use. It acts as the host.
type registry struct {
	Registry
	ctx context.Context
}

func registries() suite.Suite[Registry, registry] {
	return suite.Suite[Registry, registry]{
		Needs: []string{"Port", "Put", "Withdrawals", "Documents", "Process"},
		Open:  func(s suite.Env[Registry]) registry { return registry{s.Fixture, s.Ctx} },
	}.
		Check("codes are told as they are, each once", registry.tellsCodes).
		Check("a document is reported once, however often it is sent", registry.once).
		Check("a document is reported once when the answer is lost", registry.onceWhenLost, "LosesAnswer").
		Check("nothing is sent again while the first may still come", registry.neverBlindly, "Hides").
		Check("nor by a client that did not live then", registry.neverBlindlyLater, "Hides", "Later").
		Check("a temporary failure reports nothing", registry.onceWhenRefused, "FailsOnce").
		Check("a document that breaks a rule is not sent", registry.sendsNoBroken).
		Check("a document is read as it is, as often as one likes", registry.readsAgain).
		Check("a document is done when each code is in its new state", registry.doneWithCodes, "Checks").
		Check("what is refused is named code by code", registry.namesRefused).
		Check("what a receipt withdrew is not withdrawn again", registry.oneRoute, "Sells").
		Check("what came back is reinstated once, and may be sold again", registry.reinstates).
		Check("each reason of a withdrawal has its return", registry.reinstatesEachReason).
		Check("a correction is done when each of its codes is in its new state", registry.corrects, "Checks").
		Check("the settings pass Check", registry.settingsAreGood).
		Check("nothing happens in an ended context", registry.keepsToContext).
		Check("wrong credentials are refused", registry.strangerIsRefused, "BadCredentials")
}
