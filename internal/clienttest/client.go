package clienttest

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo"
)

// Client is a client as the suite sees it. C is its type, as a rule a pointer.
type Client[C any] struct {
	// Secrets are the credentials that New is called with, each of at least eight characters. The suite also calls it
	// with one of them empty.
	Secrets []string
	// Tokens are other texts that nobody must see, such as an access token in the answer to a login, or what Holds
	// hides.
	Tokens []string
	// New makes the client for an address.
	New func(secrets []string, base string, opts ...ordo.Option) C
	// Holds are other values that hold the secrets: ports, webhook handlers, settings.
	Holds func(C) []any
	// Beside answers requests that are not looked at, such as a login.
	Beside []Reply
	// Refusal is an error in the vendor's own form: TEXT in its body stands for the vendor's words, within a JSON text.
	Refusal Reply
	// Values are the names of fields whose objects are one value, such as a sum: they need not keep unknown fields.
	Values []string
	// Ops are the operations that matter: at least a read, a write, and a list if the vendor has any.
	Ops []Op[C]
	// Types are values of the types that reads return, for the check that each keeps what it does not know.
	Types []any
	// NotYet names checks that are known to fail, each with the reason: by the name of the check, or by check and
	// operation, parted by a slash. They are skipped.
	NotYet map[string]string
}

// Op is one operation of a client.
type Op[C any] struct {
	Name  string // in the vendor's words
	Write bool   // it changes something at the vendor's
	Safe  bool   // a repeat of the write does no harm, as the vendor knows it again
	// Do calls it. For a list that comes row by row Each does, with [Rows].
	Do   func(context.Context, C) (any, error)
	Each func(context.Context, C) iter.Seq2[any, error]
	// On is the request that the suite plays with, such as "POST /v2/orders", or "GET /v2/orders/*". Empty means each
	// that no Beside answers.
	On     string
	Beside []Reply // answers to its other requests; they count before those of the client
	Answer string  // the recorded good answer, as JSON
	Status int     // of the good answer; 0 means 200
	// Record is where in the answer the record is, or the rows of a list: such as "order" or "data.items"; empty means
	// the whole answer. Several are parted by commas. What is around it is the vendor's envelope, and need not be kept;
	// "-" means that there is nothing else.
	Record string
	// Asked are the places in the answer that repeat what was asked for, such as "order.id".
	Asked []string
	// Page makes the answer to request n (from 0) of a list without an end. nil means that the list comes in one
	// answer.
	Page func(n int) string
}

// Reply is an answer of the vendor.
type Reply struct {
	On     string // the request, as in [Op]
	Status int    // 0 means 200
	Type   string // Content-Type; empty means application/json
	Body   string
}

// Rows makes rows of any type out of those of a list.
func Rows[T any](rows iter.Seq2[T, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for row, err := range rows {
			if !yield(row, err) {
				return
			}
		}
	}
}

// All makes rows out of a list that comes whole; the error, if any, comes last.
func All[T any](rows []T, err error) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}
