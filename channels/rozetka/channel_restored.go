package rozetka

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// restoring is how long restoring an order may take: the old one is ended when the new one is made.
const restoring = 10 * time.Minute

// findRestored finds the cancelled order that an order was restored from, and notes its number as DuplicateOf. Only the
// old order is known to name the other one, by a field or in a comment. It is looked for where a seller made the new
// one and not the buyer, who makes all others.
func (ch *Channel) findRestored(ctx context.Context, o *Order) error {
	if o.DuplicateOf != 0 || o.Created.IsZero() || o.CreatedType != createdByAPI && o.CreatedType != createdInCabinet || ch.over(o) {
		return nil
	}
	f := OrderFilter{
		Category: CategoryUnsuccessful, StatusFrom: o.Created.Add(-restoring), StatusTo: o.Created.Add(restoring), Sort: "id",
	}
	for old, err := range ch.client.ListOrders(ctx, f) {
		if err != nil {
			return err
		}
		ended := old.Status == StatusRestored || old.Status == StatusDuplicate
		if ended && (old.DuplicateOf == o.ID || old.DuplicateOf == 0 && strings.Contains(old.SellerComment, strconv.FormatInt(o.ID, 10))) {
			o.DuplicateOf = old.ID
			return nil
		}
	}
	return nil
}

// The values of Order.CreatedType of orders that a seller made.
const (
	createdByAPI     = 1
	createdInCabinet = 3
)
