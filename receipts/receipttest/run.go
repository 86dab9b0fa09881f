package receipttest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

// RunRegistrar runs every check of a registrar as a subtest. setup makes a fresh one, without receipts, for each of
// them; it may use t.Cleanup to close what it opens.
func RunRegistrar(t *testing.T, setup func(t *testing.T) Registrar) {
	t.Helper()
	registrars().Run(t, setup)
}

// RunRegistrarInBubble is RunRegistrar with every check in a bubble of testing/synctest, where waiting takes no time.
// The fake must be reached without sockets, and nothing that setup starts may outlive the test.
func RunRegistrarInBubble(t *testing.T, setup func(t *testing.T) Registrar) {
	t.Helper()
	registrars().RunInBubble(t, setup)
}

// RunGateway runs every check of a gateway as a subtest. setup makes a fresh one, without payments, for each of them.
func RunGateway(t *testing.T, setup func(t *testing.T) Gateway) {
	t.Helper()
	gateways().Run(t, setup)
}

// RunGatewayInBubble is RunGateway with every check in a bubble, under the conditions of RunRegistrarInBubble.
func RunGatewayInBubble(t *testing.T, setup func(t *testing.T) Gateway) {
	t.Helper()
	gateways().RunInBubble(t, setup)
}

// registrar and gateway are fixtures in use. They act as the host.
type (
	registrar struct {
		Registrar
		ctx context.Context
	}
	gateway struct {
		Gateway
		ctx context.Context
	}
)

func registrars() suite.Suite[Registrar, registrar] {
	return suite.Suite[Registrar, registrar]{
		Needs: []string{"Port", "Count"},
		Open:  func(s suite.Env[Registrar]) registrar { return registrar{s.Fixture, s.Ctx} },
	}.
		Check("a receipt is registered once, however often it is sent", registrar.once).
		Check("a receipt is registered once when the answer is lost", registrar.onceWhenLost, "LosesAnswer").
		Check("a temporary failure registers nothing", registrar.onceWhenRefused, "FailsOnce").
		Check("another key is another receipt", registrar.keysApart).
		Check("a receipt or refund that breaks a rule is not sent", registrar.sendsNoBroken).
		Check("advance, sale and refund are accepted", registrar.takesKinds).
		Check("a printed receipt is read by its reference", registrar.readsPrinted, "Process").
		Check("an unknown receipt is not found", registrar.findsNoUnknown).
		Check("a failed receipt has a reason, and is retried under another key", registrar.triesAgain, "Refuses", "Process").
		Check("the settings pass Check", registrar.settingsAreGood).
		Check("nothing happens in an ended context", registrar.keepsToContext).
		Check("only genuine calls are accepted", registrar.callsAreGenuine, "Call").
		Check("wrong credentials are refused", registrar.strangerIsRefused, "BadCredentials")
}

func gateways() suite.Suite[Gateway, gateway] {
	return suite.Suite[Gateway, gateway]{
		Needs: []string{"Port", "Pays", "Refunded"},
		Open:  func(s suite.Env[Gateway]) gateway { return gateway{s.Fixture, s.Ctx} },
	}.
		Check("a refund is paid once, however often it is ordered", gateway.once).
		Check("a refund is paid once when the answer is lost", gateway.onceWhenLost, "LosesAnswer").
		Check("a temporary failure pays nothing", gateway.onceWhenRefused, "FailsOnce").
		Check("two keys are two refunds", gateway.keysApart).
		Check("no more is paid back than was paid", gateway.neverMoreThanPaid).
		Check("a receipt or refund that breaks a rule is not sent", gateway.sendsNoBroken).
		Check("a refund may have a receipt", gateway.takesReceipt).
		Check("a payment is reported in its current state", gateway.tellsPayment).
		Check("a refund is read by its reference", gateway.readsRefund).
		Check("unknown payments and refunds are not found", gateway.findsNoUnknown).
		Check("a refusal has a reason, and another order pays", gateway.saysRefusal, "Refuses").
		Check("held money is captured once, however often that is ordered", gateway.capturesOnce, "Holds", "Taken").
		Check("held money is captured once when the answer is lost", gateway.capturesOnceWhenLost, "Holds", "Taken", "LosesAnswer").
		Check("a temporary failure captures nothing", gateway.capturesOnceWhenRefused, "Holds", "Taken", "FailsOnce").
		Check("less is captured than is held, and never more", gateway.capturesLess, "Holds", "Taken").
		Check("held money is released once, and not captured then", gateway.releases, "Holds", "Taken", "LosesAnswer").
		Check("an order about held money that breaks a rule is not sent", gateway.endsNoHoldByBroken, "Holds", "Taken").
		Check("the settings pass Check", gateway.settingsAreGood).
		Check("nothing happens in an ended context", gateway.keepsToContext).
		Check("only genuine calls are accepted", gateway.callsAreGenuine, "Call").
		Check("wrong credentials are refused", gateway.strangerIsRefused, "BadCredentials")
}
