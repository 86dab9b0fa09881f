package ordo

import (
	"strconv"
	"strings"
	"time"
)

// Error is what clients return when something goes wrong between them and the other system. No field holds a secret:
// credentials are redacted before an Error is made.
type Error struct {
	System     string        // the other system, e.g. "megamarket"
	Account    string        // the account there, as named with WithAccount or by bridge.New
	Op         string        // what was tried, in the words of that system, e.g. "order/confirm"
	HTTPStatus int           // the status of the answer; 0 if none came
	Code       string        // the system's own error code
	Text       string        // what went wrong: the system's own words where it gave any
	RequestID  string        // the system's number of the request, to tell its support
	Class      Class         // what to do about it
	RetryAfter time.Duration // how long the system asked to wait; 0 if it did not ask
	Err        error         // the cause, if it is not the system's own refusal; may be nil
}

// Error implements error. It reads like
//
//	megamarket mm-1: order/confirm: 400 [E17]: lot is packed already (request r-1)
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.System)
	word(&b, " ", e.Account)
	word(&b, ": ", e.Op)
	if e.HTTPStatus != 0 {
		word(&b, ": ", strconv.Itoa(e.HTTPStatus))
	}
	if e.Code != "" {
		sep := ": "
		if e.HTTPStatus != 0 {
			sep = " "
		}
		word(&b, sep, "["+e.Code+"]")
	}
	text, cause := e.Text, ""
	if e.Err != nil {
		cause = e.Err.Error()
	}
	switch { // one may repeat the other
	case strings.Contains(cause, text):
		text = ""
	case strings.Contains(text, cause):
		cause = ""
	}
	word(&b, ": ", text)
	word(&b, ": ", cause)
	if e.Text == "" && e.Err == nil && e.Class != 0 {
		word(&b, ": ", e.Class.sentinelText())
	}
	if e.Class == InDoubt && (e.Text != "" || e.Err != nil) {
		b.WriteString(", in doubt")
	}
	if e.RetryAfter > 0 {
		word(&b, ", retry after ", e.RetryAfter.String())
	}
	if e.RequestID != "" {
		word(&b, " (request ", e.RequestID+")")
	}
	return b.String()
}

// word adds s behind sep, or behind nothing at the start. An empty s adds nothing.
func word(b *strings.Builder, sep, s string) {
	if s == "" {
		return
	}
	if b.Len() > 0 {
		b.WriteString(sep)
	}
	b.WriteString(s)
}

// sentinelText is the text of the sentinel of c.
func (c Class) sentinelText() string {
	if err := c.sentinel(); err != nil {
		return err.Error()
	}
	return c.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the sentinel of the error's class.
func (e *Error) Is(target error) bool {
	return target != nil && target == e.Class.sentinel()
}

// TooLargeError is the cause of an [Error] when an answer is longer than the client is willing to read.
type TooLargeError struct {
	Limit int64 // bytes
}

// Error implements error.
func (e *TooLargeError) Error() string {
	return "the answer is longer than " + strconv.FormatInt(e.Limit, 10) + " bytes"
}
