package erptest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Fixture is an empty system, with the functions to inspect and drive the fake system. Their references are those of
// [erp.System.Ref] or, if the system assigns ids, of the outcome of the order's first EffectUpsert.
type Fixture struct {
	// Port is the system. Required.
	Port erp.System
	// Schemes are the schemes to check; if empty, order.Standard and order.MerchantDelivery.
	Schemes []order.SchemeCode

	// Count counts the orders that the system holds. Required.
	Count func() int
	// Status returns the status of an order.
	Status func(ref order.Ref) string
	// Cancelled returns the cancelled lines of an order by our line ids, in the order of the lines.
	Cancelled func(ref order.Ref) []string
	// Notes returns the notes of an order, in one or several texts.
	Notes func(ref order.Ref) []string
	// Window returns the delivery window of an order, to the minute.
	Window func(ref order.Ref) order.Window
	// Shows returns the lines and sums that the system shows of an order; lines that are unknown here have no Line.
	Shows func(ref order.Ref) order.Sums
	// Details returns who buys and who gets the goods, and where: names, phones, addresses and comments.
	Details func(ref order.Ref) (order.Buyer, order.Delivery)
	// Commits counts the writes that took effect so far.
	Commits func() int

	// Confirms sets the status that confirms an order, as a person.
	Confirms func(ref order.Ref) error
	// User is the id of the user as whom Confirms acts, if the system says who made a change.
	User string
	// Cancels sets the status that refuses a line, as a person. line is our line id.
	Cancels func(ref order.Ref, line string) error

	// Adds adds a line of one piece to an order, as a person.
	Adds func(ref order.Ref, article string, total amount.Money) error

	// SetsRow sets the quantity of a row of an order, as a person, in a system that reports such an [erp.RowEdit]; zero
	// takes the row out. line is our line id. AddsRow adds a row.
	SetsRow func(ref order.Ref, line string, q amount.Quantity) error
	AddsRow func(ref order.Ref, article string, q amount.Quantity) error
	// TypesPromo types a promo code into its field, as a person.
	TypesPromo func(ref order.Ref, code string) error

	// Warehouses are the codes of two warehouses with stock, for the checks of stock; the second is not the central one.
	Warehouses []string
	// SetsStock sets how much of one of the articles a warehouse has.
	SetsStock func(article, warehouse string, n amount.Quantity)
	// Reserved returns what the system has reserved for an order, in any sequence.
	Reserved func(ref order.Ref) []order.Reserved
	// Documents returns the documents of an order that count: its sales, orders of transfer, transfers, notes of returns;
	// no others, and none that was taken back.
	Documents func(ref order.Ref) []order.Document
	// Posts posts the draft of a sale, as a person of the system.
	Posts func(ref order.Ref, number string) error
	// Sends makes the transfer that an order of transfer asks for, and does not post it, as a person of the system.
	Sends func(ref order.Ref, number string) error

	// FailsOnce makes the next write fail temporarily, before anything is done.
	FailsOnce func()
	// LosesAnswer makes the next write succeed and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same system with credentials that it refuses.
	BadCredentials erp.System
	// Call returns a genuine call of the system about an order: the request without its body, and the body. Port must
	// be an erp.Webhooker.
	Call func(ref order.Ref) (*http.Request, []byte)
	// Forged returns such a call with wrong credentials. If it is nil, the checks use Call without its headers.
	Forged func(ref order.Ref) (*http.Request, []byte)
}

// Articles returns the articles of the orders of the checks, for systems with a catalogue.
func Articles() []string { return []string{"MUG-RED", "MUG-BLUE", "TEAPOT"} }
