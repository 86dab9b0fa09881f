package bridge

import (
	"slices"
	"time"
)

// Run is the record of a pass, in which one account was asked what has changed there, or of an exchange ([Flow]).
type Run struct {
	Key     string `json:"key"`
	Account string `json:"account"` // of an exchange, that which got the records
	// From is the account that the records of an exchange came from; empty for a pass.
	From    string    `json:"from,omitzero"`
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended"`
	Manual  bool      `json:"manual,omitzero"` // a person or the host wanted it
	Result  Result    `json:"result"`
	Problem string    `json:"problem,omitzero"`
	// Found is how many records the account listed.
	Found int `json:"found,omitzero"`
	// Loaded are the orders that were taken, and where each landed.
	Loaded []Landed `json:"loaded,omitzero"`
	// Changes are the entries that the pass wrote, above all the changes of orders that were known; of an exchange, the
	// first hundred.
	Changes []Entry `json:"changes,omitzero"`
	// Unknown are goods that the merchant does not have, see [WithGoods].
	Unknown []string `json:"unknown,omitzero"`
	// Kinds are what an exchange did, by kind; those behind one that broke off are missing.
	Kinds []Exchanged `json:"kinds,omitzero"`
}

// Result is how a pass ended.
type Result string

// The results of a pass.
const (
	ResultOK       Result = "ok"
	ResultWarnings Result = "warnings" // it was made, and something needs a look
	ResultFailed   Result = "failed"   // the account could not be read; the next pass begins where this one did
)

// Landed is an order that a pass has taken.
type Landed struct {
	Order  string `json:"order"` // its id here
	Number string `json:"number,omitzero"`
	Where  string `json:"where"` // the name of the landing, or the state of the order
}

// about reports whether the pass took or changed an order.
func (r Run) about(id string) bool {
	return slices.ContainsFunc(r.Loaded, func(l Landed) bool { return l.Order == id }) ||
		slices.ContainsFunc(r.Changes, func(e Entry) bool { return e.Order == id })
}

// RunFilter selects records of passes; a zero field selects all.
type RunFilter struct {
	Key, Account string
	Order        string // passes that took or changed this order
	Results      []Result
	Since, Until time.Time // of their beginning
}

// Fits reports whether a record fits, for stores.
func (f RunFilter) Fits(r Run) bool {
	return (f.Key == "" || r.Key == f.Key) && (f.Account == "" || r.Account == f.Account) &&
		(f.Order == "" || r.about(f.Order)) && (len(f.Results) == 0 || slices.Contains(f.Results, r.Result)) &&
		(f.Since.IsZero() || !r.Began.Before(f.Since)) && (f.Until.IsZero() || r.Began.Before(f.Until))
}
