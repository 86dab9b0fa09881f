package retailcrm

import (
	"context"
	"iter"
	"net/url"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Pack is some units of one line, reserved and assembled at one store. It is not a parcel: that is a [Package].
type Pack struct {
	ID                 int64     `json:"id"`
	Store              string    `json:"store"`
	Item               *PackItem `json:"item,omitzero"`
	Quantity           Quantity  `json:"quantity"`
	PurchasePrice      Sum       `json:"purchasePrice,omitzero"`
	Unit               *Unit     `json:"unit,omitzero"`
	ShipmentDate       Date      `json:"shipmentDate,omitzero"`
	InvoiceNumber      string    `json:"invoiceNumber,omitzero"`
	DeliveryNoteNumber string    `json:"deliveryNoteNumber,omitzero"`
	Extra              lax.Extra `json:"-"` // what this type does not know
}

// PackItem is the line that a pack holds units of.
type PackItem struct {
	ID          int64       `json:"id"`
	ExternalIDs ExternalIDs `json:"externalIds,omitzero"`
	Order       OrderIDs    `json:"order"`
	Offer       Offer       `json:"offer"`
	Extra       lax.Extra   `json:"-"` // what this type does not know
}

// PackFields is what is written of a pack; what is not set is not sent.
type PackFields struct {
	ItemID             int64    `json:"itemId,omitzero"` // on creation only
	Store              string   `json:"store,omitzero"`
	Quantity           Quantity `json:"quantity,omitzero"`
	PurchasePrice      Sum      `json:"purchasePrice,omitzero"`
	ShipmentDate       Date     `json:"shipmentDate,omitzero"`
	InvoiceNumber      *string  `json:"invoiceNumber,omitzero"`
	DeliveryNoteNumber *string  `json:"deliveryNoteNumber,omitzero"`
}

// PackFilter chooses packs.
type PackFilter struct {
	IDs                               []int64
	Stores                            []string
	ItemID, OrderID                   int64
	OfferXMLID, OfferExternalID       string
	OrderExternalID                   string
	ShipmentFrom, ShipmentTo          Date
	InvoiceNumber, DeliveryNoteNumber string
}

// Packs lists packs.
func (c *Client) Packs(ctx context.Context, f PackFilter) iter.Seq2[Record[Pack], error] {
	q := filter{}
	q.ids("ids", f.IDs)
	q.texts("stores", f.Stores)
	q.id("itemId", f.ItemID)
	q.id("orderId", f.OrderID)
	q.text("offerXmlId", f.OfferXMLID)
	q.text("offerExternalId", f.OfferExternalID)
	q.text("orderExternalId", f.OrderExternalID)
	q.dates("shipmentDate", f.ShipmentFrom, f.ShipmentTo)
	q.text("invoiceNumber", f.InvoiceNumber)
	q.text("deliveryNoteNumber", f.DeliveryNoteNumber)
	return list[Pack](ctx, c, "orders/packs", "/orders/packs", "packs", url.Values(q))
}

// Pack reads one pack.
func (c *Client) Pack(ctx context.Context, id int64) (*Pack, error) {
	const op = "orders/packs/get"
	var answer packAnswer
	into, err := c.into(ctx, &answer)
	if err != nil {
		return nil, err
	}
	path := rest.Pathf("/orders/packs/%d", id)
	err = c.get(ctx, op, path, nil, into, func() error { return rest.Same("pack", id, answer.Pack.ID) })
	return answer.Pack, err
}

type packAnswer struct {
	Pack *Pack `json:"pack"`
}

// Complete implements rest.Completer.
func (a *packAnswer) Complete() error { return there("pack", a.Pack) }

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

// EditPack changes what p sets of a pack.
func (c *Client) EditPack(ctx context.Context, id int64, p PackFields) error {
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
	Pack      lax.Extra    `json:"pack,omitzero"` // as it comes: its store is an object here
	Extra     lax.Extra    `json:"-"`             // what this type does not know
}

// PackHistory yields the changes of packs behind the cursor, as [Client.History] does for orders.
func (c *Client) PackHistory(ctx context.Context, f HistoryFilter) iter.Seq2[Record[PackChange], error] {
	return follow[PackChange](ctx, c, "orders/packs/history", "/orders/packs/history", f)
}
