package rozetka

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/wire"
)

// DeliveryService is a carrier, or the shop's own delivery.
type DeliveryService struct {
	ID        int64      `json:"id"`
	Name      string     `json:"name"`
	Own       bool       `json:"type"` // the shop's own; otherwise a carrier
	Active    bool       `json:"status"`
	MDM       string     `json:"mdm_id"`
	CanEdit   bool       `json:"can_edit"`
	CanUse    bool       `json:"can_use"`
	IsDefault bool       `json:"is_default"`
	Extra     wire.Extra `json:"-"`
	Problem   error      `json:"-"`
}

// ListDeliveryServices reads the delivery services.
func (c *Client) ListDeliveryServices(ctx context.Context) iter.Seq2[DeliveryService, error] {
	return list[DeliveryService](ctx, c, "/delivery-services/search", nil, "deliveryServices")
}

func (s *DeliveryService) keep() (*wire.Extra, *error) { return &s.Extra, &s.Problem }
