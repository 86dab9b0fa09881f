package bitrix24

import (
	"context"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// mostProducts is how many articles are remembered.
const mostProducts = 100_000

// catalogProduct is a product of the catalogue.
type catalogProduct struct {
	ID     int64  `json:"id"`
	XMLID  string `json:"xmlId"`
	Code   string `json:"code"`
	Active string `json:"active"`
}

// learn looks for the products of an order's articles that are not known yet, one request for each of the catalogue's
// infoblocks. An article that the catalogue does not have makes a row without a product.
func (s *System) learn(ctx context.Context, o order.View) error {
	by := s.set.Goods.By
	if by == byNothing {
		return nil
	}
	asked := map[string]bool{}
	s.mu.Lock()
	for _, l := range o.Lines {
		if _, known := s.products[l.SKU]; l.SKU != "" && !known {
			asked[l.SKU] = true
		}
	}
	s.mu.Unlock()
	if len(asked) == 0 {
		return nil
	}
	found, err := s.findProducts(ctx, slices.Sorted(maps.Keys(asked)))
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.products) >= mostProducts {
		clear(s.products)
	}
	maps.Copy(s.products, found) // what is not there is asked for again: it may be added any time
	return nil
}

// findProducts returns the products that have the articles.
func (s *System) findProducts(ctx context.Context, articles []string) (map[string]int64, error) {
	rs, err := s.read(ctx, bxrest.Command{Method: "catalog.catalog.list", Params: map[string]any{"select": []string{"id", "iblockId"}}})
	if err != nil {
		return nil, err
	}
	var blocks []struct {
		Iblock int64 `json:"iblockId"`
	}
	if err := rs[0].Read("catalogs", &blocks); err != nil {
		return nil, err
	}
	by := s.set.Goods.By
	var cmds []bxrest.Command
	for _, b := range blocks {
		for part := range slices.Chunk(articles, bxrest.PageSize) {
			cmds = append(cmds, bxrest.Command{Method: "catalog.product.list", Params: map[string]any{
				"select": []string{"id", "iblockId", "xmlId", "code", "active"}, "filter": map[string]any{"iblockId": b.Iblock, "@" + by: part},
				"order": map[string]any{"id": "ASC"},
			}})
		}
	}
	if rs, err = s.read(ctx, cmds...); err != nil {
		return nil, err
	}
	found := map[string]int64{}
	for _, r := range rs {
		var list []catalogProduct
		if err := r.Read("products", &list); err != nil {
			return nil, err
		}
		for _, x := range list {
			article := x.XMLID
			if by == byCode {
				article = x.Code
			}
			if _, twice := found[article]; !twice && slices.Contains(articles, article) {
				found[article] = x.ID
			}
		}
	}
	return found, nil
}

// known are the products of an order's articles, as far as they were found.
func (s *System) known(o order.View) map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]int64{}
	for _, l := range o.Lines {
		if id := s.products[l.SKU]; id != 0 {
			out[l.SKU] = id
		}
	}
	return out
}
