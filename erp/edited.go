package erp

import (
	"github.com/ordo-sdk/ordo/order"
)

// RowEdit is what a person changed in the rows of an order, or in the field of its promo code, in a system that has no
// say about prices: what differs from what was written there last, whatever became of the order since. It is priced by
// the order's channel and tried as that person: all of it happens, or nothing. A refusal is a note that repeats About
// and says why and what to do. Either way the rows are written then ([order.EffectLines]), and show the order.
type RowEdit struct {
	// Edit is what was added, extended and removed; it is empty where only the promo code changed, or a price, which
	// does not count: About says so. Prices in it do not count either. The id of a line that is added is made of the id
	// of its row, so that a row is one line, however often it is read.
	Edit order.Edit
	// Promo is the promo code that was typed, "" one that was taken out; nil if the field was not touched.
	Promo *string
	// Code is the system's name of what was changed, such as the field.
	Code string
	// About is what was changed: what the system shows, and what the order has.
	About []order.Text
	// By is the system's id of the person, if the changes that were read do not name one.
	By string
}

// ParcelWish is that a person asks in a system for the carrier to take a shipment, with the form that is filled in
// there. What the form does not allow, and what the carrier refuses, is a note.
type ParcelWish struct {
	Shipment int
	// Carrier is the account of the carrier; "" is the one of the shipment's delivery, or the only one.
	Carrier string
	// Values are those of the carrier's form, by the full name of the field. What is absent has the value of the form,
	// as it is filled in from the order.
	Values map[string]string
	// Code is the system's name of what was pressed.
	Code string
	// By is the system's id of the person, if the changes that were read do not name one.
	By string
}
