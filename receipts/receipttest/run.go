package receipttest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

// RunRegistrar makes every check of a registrar as a subtest. setup makes a fresh one, without receipts, for each of them;
// it may use t.Cleanup to close what it opens.
func RunRegistrar(t *testing.T, setup func(t *testing.T) Registrar) {
	t.Helper()
	registrars().Run(t, setup)
}

// RunRegistrarInBubble is RunRegistrar with every check in a bubble of testing/synctest, where waiting takes no time. The
// fake must be reached without sockets, and nothing that setup starts may outlive the test.
func RunRegistrarInBubble(t *testing.T, setup func(t *testing.T) Registrar) {
	t.Helper()
	registrars().RunInBubble(t, setup)
}

// RunGateway makes every check of a gateway as a subtest. setup makes a fresh one, without payments, for each of them.
func RunGateway(t *testing.T, setup func(t *testing.T) Gateway) {
	t.Helper()
	gateways().Run(t, setup)
}

// RunGatewayInBubble is RunGateway with every check in a bubble, under the conditions of RunRegistrarInBubble.
func RunGatewayInBubble(t *testing.T, setup func(t *testing.T) Gateway) {
	t.Helper()
	gateways().RunInBubble(t, setup)
}

// registrar and gateway are fixtures at work: they play the host.
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
		Check("a receipt is registered once however often it is given", registrar.once).
		Check("a receipt is registered once when the answer is lost", registrar.onceWhenLost, "LosesAnswer").
		Check("a passing refusal registers nothing and leaves no trace", registrar.onceWhenRefused, "FailsOnce").
		Check("another key is another receipt", registrar.keysApart).
		Check("what breaks a rule is not sent", registrar.sendsNoBroken).
		Check("advance, sale and refund are taken", registrar.takesKinds).
		Check("what is printed is read by its reference", registrar.readsPrinted, "Process").
		Check("a receipt that is not known is not found", registrar.findsNoUnknown).
		Check("a failed receipt says why, and is tried under another key", registrar.triesAgain, "Refuses", "Process").
		Check("its settings are good", registrar.settingsAreGood).
		Check("nothing is done in a context that has ended", registrar.keepsToContext).
		Check("only genuine calls are taken", registrar.callsAreGenuine, "Call").
		Check("a stranger is not let in", registrar.strangerIsRefused, "BadCredentials")
}

func gateways() suite.Suite[Gateway, gateway] {
	return suite.Suite[Gateway, gateway]{
		Needs: []string{"Port", "Pays", "Refunded"},
		Open:  func(s suite.Env[Gateway]) gateway { return gateway{s.Fixture, s.Ctx} },
	}.
		Check("money goes back once however often it is ordered", gateway.once).
		Check("money goes back once when the answer is lost", gateway.onceWhenLost, "LosesAnswer").
		Check("a passing refusal pays nothing and leaves no trace", gateway.onceWhenRefused, "FailsOnce").
		Check("two keys are two refunds", gateway.keysApart).
		Check("no more goes back than was paid", gateway.neverMoreThanPaid).
		Check("what breaks a rule is not sent", gateway.sendsNoBroken).
		Check("a receipt may go along", gateway.takesReceipt).
		Check("a payment is told as it stands", gateway.tellsPayment).
		Check("a refund is read by its reference", gateway.readsRefund).
		Check("what is not known is not found", gateway.findsNoUnknown).
		Check("a refusal says why, and another order pays", gateway.saysRefusal, "Refuses").
		Check("its settings are good", gateway.settingsAreGood).
		Check("nothing is done in a context that has ended", gateway.keepsToContext).
		Check("only genuine calls are taken", gateway.callsAreGenuine, "Call").
		Check("a stranger is not let in", gateway.strangerIsRefused, "BadCredentials")
}
