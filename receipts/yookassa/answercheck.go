package yookassa

import (
	"errors"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// missingField says which of the fields, each with its name, an answer does not have.
func missingField(fields ...[2]string) error {
	for _, f := range fields {
		if f[1] == "" {
			return errors.New("the answer has no " + f[0])
		}
	}
	return nil
}

// isAbout is the check of an answer to a question for one thing: it is whole, and about that thing.
func isAbout(what, asked string, got *string, whole func() error) func() error {
	return func() error {
		if err := whole(); err != nil {
			return err
		}
		return rest.Same(what, asked, *got)
	}
}

// matchingFilter makes a problem of each record of a list that is of something else than the list was asked for: its value then
// stands for nothing. The triples are asked and told, each with its name; what is not told is taken for the same.
func matchingFilter[T any](
	c *Client, op string, all iter.Seq2[Record[T], error], fields func(*T) [][3]string,
) iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		for r, err := range all {
			if err == nil && r.Problem == nil {
				for _, f := range fields(&r.Value) {
					if f[1] != orAsked(f[1], f[2]) {
						r.Problem = c.rest.Fail(op, ordo.InDoubt, "record "+quote(r.ID)+" is of "+f[0]+" "+quote(f[2])+", asked was for "+quote(f[1]), nil)
					}
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
