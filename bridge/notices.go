package bridge

import (
	"context"
	"errors"
	"iter"

	"github.com/ordo-sdk/ordo/order"
)

// NoticeFilter selects notices that are not answered; a zero field selects all.
type NoticeFilter struct {
	// For selects the notices that an actor may answer as one of those they are for: by role, place and person.
	For   order.Actor
	State order.NoticeState // order.NoticeStateOpen: those that nobody has told the addressee
}

// OpenNotice is a notice that is not answered, and whose it is.
type OpenNotice struct {
	Order string
	order.Notice
}

// Notices goes through the notices of all orders that are not answered: what a shop is asked to do, what nobody could
// be told. It reads the orders that have any (FlagNotice). An order whose log is damaged is left out; the journal names
// it. An error comes once, last.
func (b *Bridge) Notices(ctx context.Context, f NoticeFilter) iter.Seq2[OpenNotice, error] {
	return func(yield func(OpenNotice, error) bool) {
		if ctx == nil {
			yield(OpenNotice{}, errNilContext)
			return
		}
		for s, err := range b.store.Orders(ctx, OrderFilter{Flags: []Flag{FlagNotice}}) {
			var j *job
			if err == nil {
				j, err = b.open(ctx, s.ID)
			}
			var damaged *damagedError
			if errors.As(err, &damaged) {
				continue
			}
			if err != nil {
				yield(OpenNotice{}, err)
				return
			}
			if !j.known() {
				continue
			}
			for _, n := range j.view().Notices {
				if f.fits(n) && !yield(OpenNotice{s.ID, n}, nil) {
					return
				}
			}
		}
	}
}

func (f NoticeFilter) fits(n order.Notice) bool {
	return unanswered(n) && (f.State == "" || f.State == n.State) && (f.For == order.Actor{} || n.To.Includes(f.For))
}
