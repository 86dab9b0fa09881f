package yookassa

import (
	"errors"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// missingField returns an error for the first field, given as name and value, that is empty.
func missingField(fields ...[2]string) error {
	for _, f := range fields {
		if f[1] == "" {
			return errors.New("the answer has no " + f[0])
		}
	}
	return nil
}

// isAbout returns a check that an answer is complete and about the object that was asked for.
func isAbout(what, asked string, got *string, whole func() error) func() error {
	return func() error {
		if err := whole(); err != nil {
			return err
		}
		return rest.Same(what, asked, *got)
	}
}

// matchingFilter sets the problem of each listed record that does not match the filter: its value must not be used.
// Each triple is a name, the value asked for and the value returned; an empty value matches.
func matchingFilter[T any](
	c *Client, op string, all iter.Seq2[Record[T], error], fields func(*T) [][3]string,
) iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		for r, err := range all {
			if err == nil && r.Problem == nil {
				for _, f := range fields(&r.Value) {
					if f[1] != orAsked(f[1], f[2]) {
						r.Problem = c.rest.Fail(op, ordo.InDoubt, "record "+quote(r.ID)+" has "+f[0]+" "+quote(f[2])+", requested was "+quote(f[1]), nil)
					}
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
