package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Buyer is who buys.
type Buyer struct {
	Name    string       `json:"name,omitzero"`
	Phone   string       `json:"phone,omitzero"`
	Email   string       `json:"email,omitzero"`
	Login   string       `json:"login,omitzero"`
	Loyalty string       `json:"loyalty,omitzero"` // loyalty level
	Bonus   amount.Money `json:"bonus"`            // balance of bonus points, as money
	Ref     Ref          `json:"ref,omitzero"`
}

// Delivery is how and when the goods reach the buyer.
type Delivery struct {
	Service   string `json:"service,omitzero"` // carrier or service as the shop names it
	Recipient string `json:"recipient,omitzero"`
	Phone     string `json:"phone,omitzero"`
	Region    string `json:"region,omitzero"`
	City      string `json:"city,omitzero"`
	// Address is the address in one line, as the shop shows it: it may be all that is known. What of it is known apart
	// stands in the fields below, which need not be the whole of it.
	Address    string `json:"address,omitzero"`
	PostalCode string `json:"postalCode,omitzero"`
	Street     string `json:"street,omitzero"`
	House      string `json:"house,omitzero"`
	Flat       string `json:"flat,omitzero"`
	Entrance   string `json:"entrance,omitzero"`
	Floor      string `json:"floor,omitzero"`
	Intercom   string `json:"intercom,omitzero"`
	Comment    string `json:"comment,omitzero"` // of the buyer, for the courier
	Point      string `json:"point,omitzero"`   // pick-up point
	Term       string `json:"term,omitzero"`    // the promise in words
	Window     Window `json:"window,omitzero"`
}

// Window is an interval of time, From included and To not, in UTC.
type Window struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// IsZero reports whether the window is not set.
func (w Window) IsZero() bool { return w.From.IsZero() && w.To.IsZero() }

func (w Window) normal() Window { return Window{instant(w.From), instant(w.To)} }

func (w Window) check() error {
	if w.From.IsZero() || w.To.Before(w.From) {
		return refuse(ErrTime, "window", "it must begin and must not end before it begins")
	}
	return nil
}
