package erp

import (
	"context"

	"github.com/ordo-sdk/ordo/order"
)

// Directory keeps the parties of a merchant: clients, counterparties. It is safe for concurrent use. Errors are
// *ordo.Error, as those of [System.Apply].
type Directory interface {
	// System returns the name of the system, such as "torgsoft".
	System() string

	// Parties returns the parties that have a value under a key, those created first first; none if there are none.
	// The value of PartyPhone is a number in the form of E.164, such as +380671234567; the directory may have it in any
	// form. Whoever asks compares what comes back, so that a search for parts of words will do.
	Parties(ctx context.Context, key PartyKey, value string) ([]Party, error)

	// CreateParty creates a party and returns its reference, with an ID. key is the same for every try: a directory that
	// can keep it returns what the first try created. An error of class InDoubt says that the party may be there.
	CreateParty(ctx context.Context, key string, p Party) (order.Ref, error)
}

// PartyKey is what parties are searched by.
type PartyKey string

// The keys of parties.
const (
	PartyPhone PartyKey = "phone"
	PartyName  PartyKey = "name"
	PartyEmail PartyKey = "email"
)

// Party is a client of the merchant.
type Party struct {
	Ref    order.Ref // its ID in the directory; zero for one that is to be created
	Name   string
	Phones []string
	Email  string
	// Fields are what else one that is to be created gets, as the merchant has set it up: a group, a kind of price.
	Fields map[string]string
}
