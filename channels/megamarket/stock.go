package megamarket

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// StockPart is how many positions go out in one call; recommended in one client.
const StockPart = 300

// Stock is how many pieces of an offer can be sold.
type Stock struct {
	OfferID  string `json:"offerId"`
	Quantity int    `json:"quantity"`
}

// UpdateStock sets stocks, by stock/update, in parts of StockPart. It says what is there, not what has changed, so it
// may be repeated freely. The first error ends it.
func (c *Client) UpdateStock(ctx context.Context, stocks ...Stock) error {
	for _, s := range stocks {
		if s.OfferID == "" || s.Quantity < 0 {
			return c.invalid("stock/update", fmt.Errorf("offer %s with quantity %d: it needs an id and 0 or more", quote(s.OfferID), s.Quantity))
		}
	}
	for part := range slices.Chunk(stocks, StockPart) {
		data := struct {
			Stocks []Stock `json:"stocks"`
		}{part}
		if err := c.send(ctx, offers+"stock/update", data, nil, rest.Idempotent()); err != nil {
			return err
		}
	}
	return nil
}
