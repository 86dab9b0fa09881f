package ordo

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// MaxCall is the longest body of a call to us that is read unless a system needs more, in bytes.
const MaxCall = 1 << 20

// Webhooker is a port whose system calls us. N is what one call tells: news of a channel, changes in an ERP. The ports
// implement it, such as megamarket.Channel; the type Webhook of a client package is for use without a port, and its
// Receive does all three steps but the answer.
//
// A call is taken in three steps, so that strangers cost nothing: Admit looks at who calls, before the body is read;
// Receive reads the body; and once its news are stored, Answer gives what the system waits for.
type Webhooker[N any] interface {
	// Admit authenticates a call by its method, address and headers. The body is not read. Without credentials set
	// every call is refused. The error is a *[CallError].
	Admit(r *http.Request) error
	// Receive reads a call that was admitted, and checks what only the body proves, such as a signature. It stores
	// nothing. r.Body has been read: body is the whole of it. The error is a *[CallError], or says why the system that
	// must confirm the call could not be asked.
	Receive(r *http.Request, body []byte) (Call[N], error)
	// Answer returns what to answer: for nil that the call is taken, for [ErrNotStored] and errors that are no
	// *CallError that it shall be repeated, for a *CallError the refusal.
	Answer(err error) Answer
}

// Call is what one call of a system brought.
type Call[N any] struct {
	// Key is the same for every delivery of the same call, if the system repeats calls; empty otherwise.
	Key  string
	News []N
	// Answer is what to answer once the news are stored, where it depends on the call. If it is zero, Webhooker.Answer
	// for nil is given.
	Answer Answer
}

// TakeCall admits, reads and receives one call of the system, whose body may have limit bytes. It writes no answer.
func TakeCall[N any](w Webhooker[N], system string, r *http.Request, limit int64) (Call[N], error) {
	if err := w.Admit(r); err != nil {
		return Call[N]{}, err
	}
	body, err := ReadCall(system, r, limit)
	if err != nil {
		return Call[N]{}, err
	}
	return w.Receive(r, body)
}

// ErrNotStored is why a call is not taken that is good, but could not be kept. The system shall repeat it.
var ErrNotStored = errors.New("the call could not be stored")

// CallError reports why a call of an outside system was not taken.
type CallError struct {
	System string // e.g. "megamarket"
	Status int    // HTTP status of the answer, such as 401
	Text   string // what is wrong with the call
	Err    error  // the cause; may be nil
}

// Error implements error. It reads like
//
//	megamarket: call refused: wrong user or password
func (e *CallError) Error() string {
	s := e.System + ": call refused: " + e.Text
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *CallError) Unwrap() error { return e.Err }

// ReadCall reads the body of a call to us, at most limit bytes. The error is a *[CallError] of the system.
func ReadCall(system string, r *http.Request, limit int64) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	tooLarge := &http.MaxBytesError{Limit: limit}
	var body []byte
	err := error(tooLarge)
	if r.ContentLength <= limit {
		body, err = io.ReadAll(http.MaxBytesReader(nil, r.Body, limit))
	}
	switch {
	case errors.As(err, &tooLarge): // a handler around this one may have a lower limit
		return nil, &CallError{
			System: system, Status: http.StatusRequestEntityTooLarge, Text: fmt.Sprintf("the body is longer than %d bytes", tooLarge.Limit),
		}
	case err != nil:
		return nil, &CallError{System: system, Status: http.StatusBadRequest, Text: "the body broke off", Err: err}
	}
	return body, nil
}
