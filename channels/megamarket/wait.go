package megamarket

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// How WaitShipment waits between two reads: a quarter of a second, then twice as long each time.
const (
	WaitLimit   = 2 * time.Minute // in all
	firstWait   = 250 * time.Millisecond
	longestWait = 30 * time.Second
)

// WaitShipment reads the shipment until Megamarket is no longer at work on it: until no lot is PENDING. It gives up
// after WaitLimit, or earlier where the next wait would go past the context's deadline, with an error of class Retry
// whose cause is an *ordo.PendingError.
func (c *Client) WaitShipment(ctx context.Context, shipmentID string) (s *Shipment, err error) {
	pace := rest.Pace{First: firstWait, Most: longestWait, AtOnce: true, Limit: WaitLimit}
	gaveUp := c.rest.Poll(ctx, "order/get", shipmentID, pace, func(ctx context.Context) error {
		if s, err = c.GetShipment(ctx, shipmentID); err != nil {
			return nil //nolint:nilerr // it ends the waiting, and is returned
		}
		if pending := s.where(Lot.Pending); len(pending) > 0 {
			return &ordo.PendingError{Ref: shipmentID, State: lotStatuses(pending)}
		}
		return nil
	})
	if err == nil {
		err = gaveUp
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}
