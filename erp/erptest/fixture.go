package erptest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Fixture is a system that is empty, and what a test may look at and do there behind its back. References that are handed
// to its functions are those of [erp.System.Ref] or, where the system gives ids, of the outcome of the order's first
// EffectUpsert.
type Fixture struct {
	// Port is the system. Needed.
	Port erp.System
	// Schemes are the ways of selling to check; without any, order.Standard and order.MerchantDelivery.
	Schemes []order.SchemeCode

	// Count counts the orders that the system holds. Needed.
	Count func() int
	// Status is the status that an order shows.
	Status func(ref order.Ref) string
	// Cancelled lists the lines that an order shows as cancelled, by their ids here, in the order of the lines.
	Cancelled func(ref order.Ref) []string
	// Notes are the notes that people see with an order; one text with all of them will do.
	Notes func(ref order.Ref) []string
	// Window is the delivery window that an order shows, to the minute.
	Window func(ref order.Ref) order.Window
	// Commits counts the writes that took effect there so far.
	Commits func() int

	// Confirms lets a person set what confirms an order.
	Confirms func(ref order.Ref) error
	// Cancels lets a person set what refuses a line, named by its id here.
	Cancels func(ref order.Ref, line string) error

	// FailsOnce makes the next write fail before anything is done, in a way that passes.
	FailsOnce func()
	// LosesAnswer makes the system do the next write and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same system with credentials that it does not take.
	BadCredentials erp.System
	// Call makes a genuine call of the system about an order: the request without its body, and the body. Port must be an
	// erp.Webhooker.
	Call func(ref order.Ref) (*http.Request, []byte)
	// Forged makes such a call with wrong credentials. Without it all headers are removed.
	Forged func(ref order.Ref) (*http.Request, []byte)
}

// Articles are the articles of the orders that checks make, for systems with a catalogue.
func Articles() []string { return []string{"MUG-RED", "MUG-BLUE", "TEAPOT"} }
