package bridge

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// Moved is a row of the log of movements, and whose it is.
type Moved struct {
	Order string `json:"order"`
	order.Movement
	// Problem is why the log of the order cannot be read; the row then tells nothing else.
	Problem error `json:"-"`
}

// Movements goes through what happened to goods of all orders, oldest first: which units moved, from where to where,
// from which state into which, who did it and when. The filter selects as that of order.Movements does; with Order it
// is the log of one order. [Data.Log] has the events alone: it does not say what was before them. At most one order is
// held at a time, which is loaded for that: a filter that selects few events costs little. The error is yielded once,
// last.
func (b *Bridge) Movements(ctx context.Context, f LogFilter) iter.Seq2[Moved, error] {
	return func(yield func(Moved, error) bool) {
		if ctx == nil {
			yield(Moved{}, errNilContext)
			return
		}
		var of string
		var rows []order.Movement
		for l, err := range b.store.Log(ctx, f) {
			if err != nil {
				yield(Moved{}, err)
				return
			}
			if l.Order != of {
				so, err := b.store.Load(ctx, l.Order)
				switch {
				case errors.Is(err, ErrDamaged):
					if !yield(Moved{Order: l.Order, Problem: err}, nil) {
						return
					}
				case err != nil:
					yield(Moved{}, err)
					return
				}
				of, rows = l.Order, slices.Collect(order.Movements(so.Events, f.Filter))
			}
			for _, m := range rows {
				if m.Event == l.N && (f.SKU == "" || f.SKU == m.Article) && !yield(Moved{Order: of, Movement: m}, nil) {
					return
				}
			}
		}
	}
}
