package chestnyznak

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Product is what the registry knows of an article.
type Product struct {
	GTIN        string     `json:"gtin"` // 14 digits
	Name        string     `json:"name"`
	FullName    string     `json:"fullName"`
	Brand       string     `json:"brand"`
	PackageType string     `json:"packageType"`
	INN         string     `json:"inn"` // of whom the card is
	Group       string     `json:"productGroup"`
	GroupID     int        `json:"productGroupId"`
	TNVED       string     `json:"tnVedCode10"`
	Status      string     `json:"goodStatus"` // such as published
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// GetProducts reads articles (product/info) by their GTIN of 14 digits. What the registry does not know does not come.
func (c *Client) GetProducts(ctx context.Context, gtins ...string) iter.Seq2[Product, error] {
	const op = "product/info"
	return func(yield func(Product, error) bool) {
		for part := range slices.Chunk(distinct(gtins), chunk) {
			in := struct {
				GTINs []string `json:"gtins"`
			}{part}
			var out struct {
				Results json.RawMessage `json:"results"`
			}
			r := rest.Request{Op: op, Method: http.MethodPost, Path: v4 + "/product/info", Check: func() error { return lacks("results", !isList(out.Results)) }}
			if err := c.read(ctx, r, in, &out); err != nil {
				yield(Product{}, err)
				return
			}
			rows, err := rowsIn[Product](out.Results)
			if err != nil {
				yield(Product{}, c.fail(op, ordo.Retry, "the answer is not of the documented form", err))
				return
			}
			for _, row := range rows {
				p := row.Value
				if row.Problem != nil {
					p.Problem = row.Problem
				}
				if p.Problem != nil {
					p.Problem = c.fail(op, ordo.Invalid, "the row is not of the documented form", p.Problem)
				}
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}
