package receipttest

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// Registrar is a registrar without receipts, and what a test may look at and do there behind its back. Port and Documents
// are needed; a check that needs another function that is nil is skipped.
type Registrar struct {
	Port receipts.Registrar
	// Format of the receipts that the checks register, receipts.FFD120 when zero.
	Format receipts.Format
	// About makes a payment, or for receipts of refunds a refund, that receipts of a kind can be about, where the service
	// registers only receipts of its own payments.
	About func(k receipts.Kind) order.Ref

	// Documents counts the receipts that the service took.
	Documents func() int
	// Works lets the registers print what waits.
	Works func()
	// FailsOnce makes the next receipt fail, as a register does that has taken it: its key is then spent.
	FailsOnce func()
	// LosesAnswer makes the service take the next receipt and lose its answer; RefusesOnce makes it fail before it takes
	// anything, in a way that passes.
	LosesAnswer, RefusesOnce func()
	// InOrder says that credentials and settings are good: a port that is a receipts.Checker has to find that.
	InOrder bool
	// Call makes a genuine call of the service about a receipt, and Forged one with wrong credentials.
	Call, Forged func(ref order.Ref) (*http.Request, []byte)
}

// Gateway is a gateway without payments, and what a test may look at and do there behind its back. Port, Pays and Back are
// needed; a check that needs another function that is nil is skipped.
type Gateway struct {
	Port receipts.Gateway
	// Pays lets a buyer pay a sum, and returns the payment.
	Pays func(sum order.Money) order.Ref
	// Back is what the gateway paid back of a payment.
	Back func(payment order.Ref) order.Money
	// Works lets the gateway do what waits.
	Works func()
	// DeclinesOnce makes the gateway refuse the next refund for good.
	DeclinesOnce func()
	// LosesAnswer makes the gateway do the next refund and lose its answer; RefusesOnce makes it fail before it does
	// anything, in a way that passes.
	LosesAnswer, RefusesOnce func()
	// InOrder says that credentials and settings are good: a port that is a receipts.Checker has to find that.
	InOrder bool
	// Call makes a genuine call of the gateway about a payment, and Forged one with wrong credentials.
	Call, Forged func(ref order.Ref) (*http.Request, []byte)
}

// errSkipped says that a fixture lacks what a check needs.
var errSkipped = errors.New("the fixture does not tell")

// RunRegistrar checks a registrar. setup makes a fresh one, without receipts, for each check.
func RunRegistrar(t *testing.T, setup func(t *testing.T) Registrar) {
	t.Helper()
	if f := setup(t); f.Port == nil || f.Documents == nil {
		t.Fatal("a fixture needs Port and Documents")
	}
	for _, c := range registrarChecks {
		t.Run(c.name, func(t *testing.T) { report(t, c.run(t.Context(), setup(t))) })
	}
}

// RunGateway checks a gateway. setup makes a fresh one, without payments, for each check.
func RunGateway(t *testing.T, setup func(t *testing.T) Gateway) {
	t.Helper()
	if f := setup(t); f.Port == nil || f.Pays == nil || f.Back == nil {
		t.Fatal("a fixture needs Port, Pays and Back")
	}
	for _, c := range gatewayChecks {
		t.Run(c.name, func(t *testing.T) { report(t, c.run(t.Context(), setup(t))) })
	}
}

func report(t *testing.T, err error) {
	t.Helper()
	switch {
	case errors.Is(err, errSkipped):
		t.Skip(err)
	case err != nil:
		t.Error(err)
	}
}

// words is what an error says, if there is one.
func words(err error) string {
	if err == nil {
		return "there is none"
	}
	return err.Error()
}

type registrarCheck struct {
	name string
	run  func(ctx context.Context, f Registrar) error
}

type gatewayCheck struct {
	name string
	run  func(ctx context.Context, f Gateway) error
}
