package megamarket

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
)

// How Settle waits between two reads: a quarter of a second, then twice as long each time.
const (
	SettleLimit     = 2 * time.Minute // in all
	firstSettleWait = 250 * time.Millisecond
	longSettleWait  = 30 * time.Second
)

// Settle reads the shipment until Megamarket is no longer at work on it: until no lot is PENDING. It gives up after
// SettleLimit, or earlier where the next wait would go past the context's deadline, with an error of class Retry whose
// cause is a *PendingError.
func (c *Client) Settle(ctx context.Context, shipmentID string) (*Shipment, error) {
	wait, waited := firstSettleWait, time.Duration(0)
	for {
		s, err := c.Shipment(ctx, shipmentID)
		if err != nil {
			return nil, err
		}
		pending := s.pending()
		if len(pending) == 0 {
			return s, nil
		}
		end, bounded := ctx.Deadline()
		if waited+wait > SettleLimit || (bounded && time.Until(end) <= wait) {
			return nil, c.fail("order/get", ordo.Retry, "still being processed: ask again later",
				&PendingError{ShipmentID: shipmentID, Lots: pending, Waited: waited})
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, c.fail("order/get", ordo.Retry, "gave up waiting", ctx.Err())
		}
		waited += wait
		wait = min(2*wait, longSettleWait)
	}
}
