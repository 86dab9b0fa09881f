package erptest

import (
	"errors"

	"github.com/ordo-sdk/ordo/order"
)

// requestedAt is what orders of transfer keep at a shelf.
func (o *BookedOrder) requestedAt(at shelf) (n int64) {
	for _, d := range o.Documents {
		if d.Kind == "transfer-order" && d.Posted && d.From == at.warehouse {
			for _, u := range d.Units {
				if o.articles[u.Line] == at.article {
					n += u.To.Milli() - u.From.Milli()
				}
			}
		}
	}
	return n
}

func (b *Books) postTransfer(*BookedOrder, order.Document) error {
	return errors.New("no transfers yet")
}

// isDraft reports whether a document is only to be made.
func isDraft(order.Task) bool { return false }
