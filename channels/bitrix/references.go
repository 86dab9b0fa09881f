package bitrix

import (
	"context"
	"iter"

	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// The types of statuses.
const (
	StatusOfOrder    = "O"
	StatusOfShipment = "D"
)

// Status is a status of orders or shipments.
type Status struct {
	ID      string     `json:"id"` // of at most two letters
	Type    string     `json:"type"`
	Sort    int64      `json:"sort"`
	XMLID   string     `json:"xmlId"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// ListStatuses lists the statuses of orders and shipments.
func (c *Client) ListStatuses(ctx context.Context) iter.Seq2[Status, error] {
	return rows(ctx, c, bxrest.Listing{
		Method: "sale.status.list", Key: "statuses", Params: map[string]any{
			"select": []string{"id", "type", "sort", "xmlId"}, "order": map[string]string{"sort": "ASC"},
		},
	}, func(s *Status, _ int64, problem error) { s.Problem = problem })
}

// DeliveryService is a way of delivery. Its fields have names in upper case.
type DeliveryService struct {
	ID       int64      `json:"ID"`
	ParentID int64      `json:"PARENT_ID"`
	Name     string     `json:"NAME"`
	Active   bool       `json:"ACTIVE"`
	Currency string     `json:"CURRENCY"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"`
}

// ListDeliveryServices lists the ways of delivery.
func (c *Client) ListDeliveryServices(ctx context.Context) iter.Seq2[DeliveryService, error] {
	return rows(ctx, c, bxrest.Listing{Method: "sale.delivery.getlist"}, func(d *DeliveryService, id int64, problem error) {
		d.ID, d.Problem = id, problem
	})
}

// PaySystem is a way to pay. Its fields have names in upper case.
type PaySystem struct {
	ID      int64      `json:"ID"`
	Name    string     `json:"NAME"`
	Active  bool       `json:"ACTIVE"`
	IsCash  string     `json:"IS_CASH"`
	XMLID   string     `json:"XML_ID"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// ListPaySystems lists the ways to pay.
func (c *Client) ListPaySystems(ctx context.Context) iter.Seq2[PaySystem, error] {
	return rows(ctx, c, bxrest.Listing{Method: "sale.paysystem.list"}, func(p *PaySystem, id int64, problem error) {
		p.ID, p.Problem = id, problem
	})
}

// Product is a good of the catalogue, or one of its variants.
type Product struct {
	ID        int64        `json:"id"`
	IblockID  int64        `json:"iblockId"`
	Name      string       `json:"name"`
	Active    bool         `json:"active"`
	Code      string       `json:"code"`
	XMLID     string       `json:"xmlId"`
	Quantity  wire.Decimal `json:"quantity"`
	Available bool         `json:"available"`
	// Extra has the properties of the good, such as "property45".
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// ListProducts lists goods of one information block whose field is one of some values, such as "xmlId" or
// "property45"; all of them without a field.
func (c *Client) ListProducts(ctx context.Context, iblock int64, field string, values ...string) iter.Seq2[Product, error] {
	filter := map[string]any{"iblockId": iblock}
	selected := []string{"id", "iblockId", "name", "active", "code", "xmlId", "quantity", "available"}
	if field != "" {
		filter[field] = values
		selected = append(selected, field)
	}
	return rows(ctx, c, bxrest.Listing{
		Method: "catalog.product.list", Key: "products", ID: "id", Params: map[string]any{"select": selected, "filter": filter},
	}, func(p *Product, id int64, problem error) {
		p.ID, p.Problem = id, problem
	})
}

// Price is one price of a good.
type Price struct {
	ID           int64        `json:"id"`
	ProductID    int64        `json:"productId"`
	PriceType    int64        `json:"catalogGroupId"`
	Price        wire.Sum     `json:"price"`
	Currency     string       `json:"currency"`
	QuantityFrom wire.Decimal `json:"quantityFrom"` // empty for none
	QuantityTo   wire.Decimal `json:"quantityTo"`
	Extra        wire.Extra   `json:"-"`
	Problem      error        `json:"-"`
}

// ListPrices lists the prices of goods in one type of prices.
func (c *Client) ListPrices(ctx context.Context, priceType int64, products ...int64) iter.Seq2[Price, error] {
	return rows(ctx, c, bxrest.Listing{
		Method: "catalog.price.list", Key: "prices", ID: "id", Params: map[string]any{
			"select": []string{"id", "productId", "catalogGroupId", "price", "currency", "quantityFrom", "quantityTo"},
			"filter": map[string]any{"productId": products, "catalogGroupId": priceType},
		},
	}, func(p *Price, id int64, problem error) {
		p.ID, p.Problem = id, problem
	})
}

// StoreProduct is how much of a good a store has.
type StoreProduct struct {
	ID        int64        `json:"id"`
	ProductID int64        `json:"productId"`
	StoreID   int64        `json:"storeId"`
	Amount    wire.Decimal `json:"amount"`
	Reserved  wire.Decimal `json:"quantityReserved"`
	Extra     wire.Extra   `json:"-"`
	Problem   error        `json:"-"`
}

// ListStoreProducts lists how much of goods the stores have.
func (c *Client) ListStoreProducts(ctx context.Context, products ...int64) iter.Seq2[StoreProduct, error] {
	return rows(ctx, c, bxrest.Listing{
		Method: "catalog.storeproduct.list", Key: "storeProducts", ID: "id", Params: map[string]any{
			"select": []string{"id", "productId", "storeId", "amount", "quantityReserved"}, "filter": map[string]any{"productId": products},
		},
	}, func(p *StoreProduct, id int64, problem error) {
		p.ID, p.Problem = id, problem
	})
}
