package russianpost

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const (
	opBacklogSearch  = "GET /1.0/backlog/search"
	opShipmentSearch = "GET /1.0/shipment/search"
	opGetOrder       = "GET /1.0/backlog/{id}"
	opGetShipment    = "GET /1.0/shipment/{id}"
)

// GetOrder returns an order of the backlog by its id. One that is in a batch is not there: the error is of class
// NotFound, as for one that does not exist; see [Client.GetShipment].
func (c *Client) GetOrder(ctx context.Context, id int64) (*Order, error) {
	return c.orderBy(ctx, opGetOrder, rest.Pathf("/1.0/backlog/%d", id), id)
}

// GetShipment returns an order of a batch by its id. If there is none, the error is of class NotFound.
func (c *Client) GetShipment(ctx context.Context, id int64) (*Order, error) {
	return c.orderBy(ctx, opGetShipment, rest.Pathf("/1.0/shipment/%d", id), id)
}

func (c *Client) orderBy(ctx context.Context, op, path string, id int64) (*Order, error) {
	if id == 0 {
		return nil, c.invalid(op, "the id is 0")
	}
	var in Order
	if err := c.get(ctx, op, path, nil, func() error { return rest.Same("order", id, in.ID) }, &in); err != nil {
		return nil, err
	}
	return &in, nil
}

// SearchBacklog returns the orders of the backlog with a number of the shop.
func (c *Client) SearchBacklog(ctx context.Context, number string) ([]Order, error) {
	return c.search(ctx, opBacklogSearch, "/1.0/backlog/search", number)
}

// SearchShipments returns the orders of batches with a number of the shop, or with a barcode. They have their last
// operation, and reading them costs no request of tracking.
func (c *Client) SearchShipments(ctx context.Context, numberOrBarcode string) ([]Order, error) {
	return c.search(ctx, opShipmentSearch, "/1.0/shipment/search", numberOrBarcode)
}

func (c *Client) search(ctx context.Context, op, path, query string) ([]Order, error) {
	if strings.TrimSpace(query) == "" {
		return nil, c.invalid(op, "the number is empty")
	}
	return rows(ctx, c, op, path, url.Values{"query": {query}}, orderProblem)
}

// FindOrders returns the orders that have a number of the shop, in the backlog and in batches, in the order of their
// ids; deleted ones are left out. Whether the vendor's search is exact is not documented, so that others are left out
// here. A record whose number cannot be read is an error of class Retry: it may be the one.
func (c *Client) FindOrders(ctx context.Context, number string) ([]Order, error) {
	var out []Order
	seen := map[int64]bool{}
	for _, search := range []func(context.Context, string) ([]Order, error){c.SearchBacklog, c.SearchShipments} {
		all, err := search(ctx, number)
		if err != nil {
			return nil, err
		}
		for _, o := range all {
			switch {
			case o.Problem != nil && (o.Number == "" || o.ID == 0):
				return nil, c.rest.Fail(opShipmentSearch, ordo.Retry, "an order that was found cannot be read", o.Problem)
			case o.Number == number && !o.Deleted && !seen[o.ID]:
				seen[o.ID] = true // it may have moved to a batch between the two searches
				out = append(out, o)
			}
		}
	}
	return out, nil
}

// DuplicateError is the cause of an *ordo.Error of class Conflict when more than one parcel has a number of the shop: a
// person has to delete all but one.
type DuplicateError struct {
	Number string
	Orders []Order
}

// Error names the parcels.
func (e *DuplicateError) Error() string {
	var all []string
	for _, o := range e.Orders {
		all = append(all, fmt.Sprintf("%s (id %d)", o.Barcode, o.ID))
	}
	return fmt.Sprintf("%d parcels have the number %q: %s; delete all but one", len(e.Orders), e.Number, strings.Join(all, ", "))
}
