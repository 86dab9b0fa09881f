package retailcrm

import (
	"context"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Tracking is what a delivery module tells about one parcel.
type Tracking struct {
	DeliveryID  string       `json:"deliveryId"` // the module's id of the parcel
	TrackNumber string       `json:"trackNumber,omitzero"`
	Cost        wire.Sum     `json:"cost,omitzero"`
	History     []TrackPoint `json:"history"`
	ExtraData   CustomFields `json:"extraData,omitzero"`
}

// TrackPoint is one status of a parcel.
type TrackPoint struct {
	Code      string   `json:"code"` // one of the module's StatusList
	UpdatedAt DateTime `json:"updatedAt"`
	Comment   string   `json:"comment,omitzero"`
}

// UpdateTracking sends the statuses of parcels to the CRM, for the module with this code.
func (c *Client) UpdateTracking(ctx context.Context, module string, parcels []Tracking) error {
	const op = "delivery/generic/tracking"
	zone, err := c.GetZone(ctx)
	if err != nil {
		return err
	}
	own := make([]Tracking, len(parcels))
	for i, p := range parcels {
		p.History = append(p.History[:0:0], p.History...)
		for j := range p.History {
			p.History[j].UpdatedAt = p.History[j].UpdatedAt.in(zone)
		}
		own[i] = p
	}
	// Statuses may be sent twice: each carries its own time, so the second copy says nothing new. The documentation is
	// silent.
	return c.write(ctx, op, rest.Pathf("/delivery/generic/%s/tracking", module), "statusUpdate", own, rest.Idempotent(), nil)
}
