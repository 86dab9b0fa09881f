package retailcrm

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Pack is some units of one line, reserved and assembled at one store. It is not a parcel: that is a [Package].
type Pack struct {
	ID                 int64      `json:"id"`
	Store              string     `json:"store"`
	Item               *PackItem  `json:"item,omitzero"`
	Quantity           Quantity   `json:"quantity"`
	PurchasePrice      wire.Sum   `json:"purchasePrice,omitzero"`
	Unit               *Unit      `json:"unit,omitzero"`
	ShipmentDate       Date       `json:"shipmentDate,omitzero"`
	InvoiceNumber      string     `json:"invoiceNumber,omitzero"`
	DeliveryNoteNumber string     `json:"deliveryNoteNumber,omitzero"`
	Extra              wire.Extra `json:"-"` // what this type does not know
}

// PackItem is the line that a pack holds units of.
type PackItem struct {
	ID          int64       `json:"id"`
	ExternalIDs ExternalIDs `json:"externalIds,omitzero"`
	Order       OrderIDs    `json:"order"`
	Offer       Offer       `json:"offer"`
	Extra       wire.Extra  `json:"-"` // what this type does not know
}

// PackFields is what is written of a pack; what is not set is not sent.
type PackFields struct {
	ItemID             int64    `json:"itemId,omitzero"` // on creation only
	Store              string   `json:"store,omitzero"`
	Quantity           Quantity `json:"quantity,omitzero"`
	PurchasePrice      wire.Sum `json:"purchasePrice,omitzero"`
	ShipmentDate       Date     `json:"shipmentDate,omitzero"`
	InvoiceNumber      *string  `json:"invoiceNumber,omitzero"`
	DeliveryNoteNumber *string  `json:"deliveryNoteNumber,omitzero"`
}

// PackFilter chooses packs.
type PackFilter struct {
	IDs                []int64  `filter:"ids"`
	Stores             []string `filter:"stores"`
	ItemID             int64    `filter:"itemId"`
	OrderID            int64    `filter:"orderId"`
	OfferXMLID         string   `filter:"offerXmlId"`
	OfferExternalID    string   `filter:"offerExternalId"`
	OrderExternalID    string   `filter:"orderExternalId"`
	ShipmentFrom       Date     `filter:"shipmentDateFrom"`
	ShipmentTo         Date     `filter:"shipmentDateTo"`
	InvoiceNumber      string   `filter:"invoiceNumber"`
	DeliveryNoteNumber string   `filter:"deliveryNoteNumber"`
}

// ListPacks lists packs.
func (c *Client) ListPacks(ctx context.Context, f PackFilter) iter.Seq2[Record[Pack], error] {
	return list[Pack](ctx, c, "orders/packs", "/orders/packs", "packs", parameters(f, nil))
}

// GetPack reads one pack.
func (c *Client) GetPack(ctx context.Context, id int64) (*Pack, error) {
	const op = "orders/packs/get"
	var answer struct {
		Pack *Pack `json:"pack"`
	}
	into, err := c.into(ctx, &answer)
	if err != nil {
		return nil, err
	}
	path := rest.Pathf("/orders/packs/%d", id)
	err = c.get(ctx, op, path, nil, into, func() error { return same("pack", id, answer.Pack, func(p *Pack) int64 { return p.ID }) })
	return answer.Pack, err
}

// CreatePack creates a pack and returns its id. Packs have no id of the caller's, so a lost answer is an error of class
// InDoubt: list the packs of the line before repeating.
func (c *Client) CreatePack(ctx context.Context, p PackFields) (int64, error) {
	const op = "orders/packs/create"
	var answer made
	if err := c.write(ctx, op, "/orders/packs/create", "pack", p, rest.Never(), &answer); err != nil {
		return 0, err
	}
	return int64(answer.ID), nil
}

// UpdatePack changes what p sets of a pack.
func (c *Client) UpdatePack(ctx context.Context, id int64, p PackFields) error {
	return c.write(ctx, "orders/packs/edit", rest.Pathf("/orders/packs/%d/edit", id), "pack", p, rest.Idempotent(), nil)
}

// DeletePack removes a pack. One that is not there is no error: it was removed before, perhaps by an earlier try.
func (c *Client) DeletePack(ctx context.Context, id int64) error {
	return c.remove(ctx, "orders/packs/delete", rest.Pathf("/orders/packs/%d/delete", id))
}

// PackChange is one entry of the history of packs.
type PackChange struct {
	ID        int64        `json:"id"`
	CreatedAt DateTime     `json:"createdAt"`
	Created   bool         `json:"created"`
	Deleted   bool         `json:"deleted"`
	Source    string       `json:"source"`
	User      *User        `json:"user,omitzero"`
	APIKey    *APIKey      `json:"apiKey,omitzero"`
	Field     string       `json:"field"` // store, quantity, purchasePrice, shipmentDate, invoiceNumber, deliveryNoteNumber
	OldValue  ChangedValue `json:"oldValue"`
	NewValue  ChangedValue `json:"newValue"`
	Pack      wire.Extra   `json:"pack,omitzero"` // as it comes: its store is an object here
	Extra     wire.Extra   `json:"-"`             // what this type does not know
}

// ListPackHistory yields the changes of packs behind the cursor, as [Client.ListHistory] does for orders.
func (c *Client) ListPackHistory(ctx context.Context, f HistoryFilter) iter.Seq2[Record[PackChange], error] {
	return follow[PackChange](ctx, c, "orders/packs/history", "/orders/packs/history", f)
}
