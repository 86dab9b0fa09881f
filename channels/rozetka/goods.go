package rozetka

import (
	"context"
	"iter"
	"net/url"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Good is a good in the catalogue.
type Good struct {
	ID       int64        `json:"item_id"`    // of the shop's side
	RZID     int64        `json:"rz_item_id"` // of ROZETKA's catalogue; Purchase.ItemID
	OfferID  string       `json:"price_offer_id"`
	SourceID int64        `json:"sync_source_id"` // of the price list
	Article  string       `json:"article"`
	Name     string       `json:"name"`
	NameUA   string       `json:"name_ua"`
	NameRU   string       `json:"name_ru"`
	URL      string       `json:"url"`
	Price    amount.Money `json:"price"` // in whole hryvnias here
	OldPrice amount.Money `json:"price_old"`
	Promo    amount.Money `json:"price_promo"`
	Stock    int          `json:"stock_quantity"`
	// Available is 0 for none, 1 for some, 2 for removed from the price list.
	Available int        `json:"available"`
	Status    int        `json:"upload_status"`
	Created   time.Time  `json:"created_at"`
	Extra     wire.Extra `json:"-"`
	Problem   error      `json:"-"`
}

// GoodsFilter is what goods to look for. What is zero does not filter.
type GoodsFilter struct {
	OfferID  string // the seller's id in the price list
	RZID     int64
	SourceID int64
	Article  string
	Name     string // or a part of it
	Sort     string // a column, such as "id"; with a minus before it the largest comes first
}

// ListGoods reads the goods that are on sale.
func (c *Client) ListGoods(ctx context.Context, f GoodsFilter) iter.Seq2[Good, error] {
	q := url.Values{}
	for name, text := range map[string]string{"price_offer_id": f.OfferID, "article": f.Article, "name": f.Name, "sort": f.Sort} {
		if text != "" {
			q.Set(name, text)
		}
	}
	number(q, "rz_item_id", f.RZID)
	number(q, "sync_source_id", f.SourceID)
	return list[Good](ctx, c, "/goods/on-sale", q, "items")
}

func (g *Good) keep() (*wire.Extra, *error) { return &g.Extra, &g.Problem }
