package erptest

import (
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Fixture is a system that is empty, and what a test may look at and do there behind its back. References that are handed
// to its functions are those of [erp.System.Ref] or, where the system gives ids, of the outcome of the order's first
// EffectUpsert. System and Orders are needed; a check that needs another function that is nil is skipped.
type Fixture struct {
	System erp.System
	// Schemes are the ways of selling to check; without any, order.Standard and order.MerchantDelivery.
	Schemes []order.SchemeCode

	// Orders counts the orders that the system holds.
	Orders func() int
	// Status is the status that an order shows.
	Status func(ref order.Ref) string
	// Cancelled lists the lines that an order shows as cancelled, by their ids here, in the order of the lines.
	Cancelled func(ref order.Ref) []string
	// Notes are the notes that people see with an order; one text with all of them will do.
	Notes func(ref order.Ref) []string
	// Window is the delivery window that an order shows, to the minute.
	Window func(ref order.Ref) order.Window
	// Commits counts the writes that the system took so far.
	Commits func() int

	// Confirms lets a person set what confirms an order.
	Confirms func(ref order.Ref) error
	// CancelsLine lets a person set what refuses a line, named by its id here.
	CancelsLine func(ref order.Ref, line string) error

	// LosesAnswer makes the system do the next write and lose its answer; RefusesOnce makes it fail before it does
	// anything, in a way that passes.
	LosesAnswer, RefusesOnce func()

	// Call makes a genuine call of the system about an order, and Forged one with wrong credentials.
	Call, Forged func(ref order.Ref) (*http.Request, []byte)
}

// Articles are the articles of the orders that checks make, for systems with a catalogue.
func Articles() []string { return []string{"MUG-RED", "MUG-BLUE", "TEAPOT"} }

// errSkipped says that a fixture lacks what a check needs.
var errSkipped = errors.New("the fixture does not tell")

func (f Fixture) schemes() []order.SchemeCode {
	if len(f.Schemes) == 0 {
		return []order.SchemeCode{order.Standard, order.MerchantDelivery}
	}
	return f.Schemes
}

// writes counts writes, or always 0 where nobody counts.
func (f Fixture) writes() int {
	if f.Commits == nil {
		return 0
	}
	return f.Commits()
}
