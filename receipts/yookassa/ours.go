package yookassa

import (
	"iter"

	"github.com/ordo-sdk/ordo"
)

// sameID refuses an answer about something else. What was asked for may be there all the same.
func (c *Client) sameID(op, asked, got string) error {
	if asked != got {
		return c.fail(op, ordo.InDoubt, "asked for "+asked+", the answer is about "+quote(got), nil)
	}
	return nil
}

// ours makes a problem of each record of a list that is of something else than the list was asked for: its value then stands
// for nothing. The triples are asked and told, each with its name; what is not told is taken for the same.
func ours[T any](
	c *Client, op string, all iter.Seq2[Record[T], error], fields func(*T) [][3]string,
) iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		for r, err := range all {
			if err == nil && r.Problem == nil {
				for _, f := range fields(&r.Value) {
					if f[1] != echo(f[1], f[2]) {
						r.Problem = c.fail(op, ordo.InDoubt, "record "+quote(r.ID)+" is of "+f[0]+" "+quote(f[2])+", asked was for "+quote(f[1]), nil)
					}
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
