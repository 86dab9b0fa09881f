package ordo

import "strings"

// PendingError reports that a system has accepted a request and has not carried it out yet. It is not a refusal: ask
// for Ref later. Do not send the request again, unless the call is documented as safe to repeat.
type PendingError struct {
	System  string // the other system, e.g. "cdek"
	Account string // the account there, as named with WithAccount or by bridge.New
	Op      string // what was asked for, in the words of that system
	Ref     string // the id to ask the system for
	State   string // its state, in the words of that system; may be empty
	Err     error  // why the waiting ended, e.g. context.DeadlineExceeded; may be nil
}

// Error implements error. It reads like
//
//	cdek cdek-1: POST /v2/orders: accepted, not done yet: 72753031-…: ACCEPTED
func (e *PendingError) Error() string {
	var b strings.Builder
	b.WriteString(e.System)
	word(&b, " ", e.Account)
	word(&b, ": ", e.Op)
	word(&b, ": ", "accepted, not done yet")
	word(&b, ": ", e.Ref)
	word(&b, ": ", e.State)
	if e.Err != nil {
		word(&b, ": ", e.Err.Error())
	}
	return b.String()
}

// Unwrap returns why the waiting ended.
func (e *PendingError) Unwrap() error { return e.Err }
