package bridge

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Print returns the printed form of a document of an order, as the system makes it that has the document: the note of a
// return, a sale. document is the Ref of one of order.View.Documents. The error is ErrUnknown if the order, or a
// document of it, is not known; it is of class Unsupported if the system prints nothing.
func (b *Bridge) Print(ctx context.Context, id string, document order.Ref) (erp.File, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return erp.File{}, err
	}
	if document.IsZero() || !slices.ContainsFunc(j.view().Documents, func(d order.Document) bool { return d.Ref == document }) {
		return erp.File{}, fmt.Errorf("bridge: order %q: document %s: %w", id, document, ErrUnknown)
	}
	a := b.accounts[document.Account]
	if a == nil {
		return erp.File{}, fmt.Errorf("bridge: account %q: %w", document.Account, ErrUnknown)
	}
	p, can := a.system.(erp.Printer)
	if !can {
		return erp.File{}, &ordo.Error{System: a.vendor(), Account: a.name, Op: "print", Class: ordo.Unsupported, Text: "it prints nothing"}
	}
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	return p.Print(ctx, document)
}
