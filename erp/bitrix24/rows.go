package bitrix24

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Product rows take discounts off in one of two ways.
const (
	DiscountSum     = 1
	DiscountPercent = 2
)

// ProductRow is a row of goods of a deal or an item. Sums are a unit's, in the currency of its owner.
type ProductRow struct {
	ID           int64        `json:"id,omitempty"` // given by the portal; SetRows gives new ones
	Owner        int64        `json:"ownerId,omitempty"`
	OwnerCode    string       `json:"ownerType,omitempty"` // see [OwnerCode]
	Product      int64        `json:"productId"`           // 0: a row without a product
	Name         string       `json:"productName,omitempty"`
	Price        wire.Decimal `json:"price,omitempty"`       // with discount and VAT
	PriceBefore  wire.Decimal `json:"priceBrutto,omitempty"` // without the discount, with VAT; computed
	PriceNoVAT   wire.Decimal `json:"priceExclusive,omitempty"`
	Quantity     wire.Decimal `json:"quantity,omitempty"`
	DiscountType int          `json:"discountTypeId,omitempty"` // DiscountSum, DiscountPercent
	DiscountRate wire.Decimal `json:"discountRate,omitempty"`
	DiscountSum  wire.Decimal `json:"discountSum,omitempty"`
	VATRate      wire.Decimal `json:"taxRate,omitempty"` // percent; empty: no VAT
	VATIncluded  bxrest.Flag  `json:"taxIncluded"`
	MeasureCode  int          `json:"measureCode,omitempty"` // 796 is a piece
	Measure      string       `json:"measureName,omitempty"`
	Sort         int          `json:"sort,omitempty"`
	Customized   string       `json:"customized,omitempty"`
	Key          string       `json:"xmlId,omitempty"`   // read only: sale_basket_N of a row of a shop's order
	Store        int64        `json:"storeId,omitempty"` // read only
	Extra        wire.Extra   `json:"-"`
	Problem      error        `json:"-"`
}

// Complete implements the check that an answer is about a row.
func (r *ProductRow) Complete() error {
	if r.ID == 0 {
		return errors.New("the answer holds no row")
	}
	return nil
}

// written is the row as it may be sent: what the portal computes is left out.
func (r ProductRow) written() ProductRow {
	r.Owner, r.OwnerCode, r.PriceBefore, r.PriceNoVAT, r.Customized, r.Key, r.Store, r.Extra = 0, "", "", "", "", "", 0, nil
	return r
}

// ListRows reads the rows of a deal or an item, in their order.
func (c *Client) ListRows(ctx context.Context, entityType int, owner int64) ([]ProductRow, error) {
	var all []ProductRow
	for r, err := range bxrest.List[ProductRow](ctx, c.rest, bxrest.Listing{
		Method: "crm.item.productrow.list", Key: "productRows", Params: rowsOf(entityType, owner),
	}) {
		if err == nil {
			err = r.Problem
		}
		if err == nil && (r.ID == 0 || r.Value.Owner != 0 && r.Value.Owner != owner) {
			err = c.invalid("crm.item.productrow.list", "a row without an id, or of another item")
		}
		if err != nil {
			return all, err
		}
		all = append(all, r.Value)
	}
	return all, nil
}

// rowsOf chooses the rows of one owner; without "=" before both names the portal refuses.
func rowsOf(entityType int, owner int64) map[string]any {
	return map[string]any{
		"filter": map[string]any{"=ownerType": OwnerCode(entityType), "=ownerId": owner}, "order": map[string]any{"id": "ASC"},
	}
}

// SetRows replaces all rows, and reads back that there are as many, with the same sum: a call whose rows got lost on
// the way is a success to the portal, and leaves none. That there be none is [Client.ClearRows]: no rows are refused
// here. The rows have new ids then.
func (c *Client) SetRows(ctx context.Context, entityType int, owner int64, rows []ProductRow) ([]ProductRow, error) {
	const op = "crm.item.productrow.set"
	if len(rows) == 0 {
		return nil, c.invalid(op, "no rows: all rows would be deleted; call ClearRows if that is meant")
	}
	sent := make([]ProductRow, len(rows))
	for i, r := range rows {
		sent[i] = r.written()
		if sent[i].ID = 0; r.Sort == 0 {
			sent[i].Sort = 10 * (i + 1) // of two rows that say the same the portal keeps one
		}
	}
	params := map[string]any{"ownerType": OwnerCode(entityType), "ownerId": owner, "productRows": sent}
	if err := c.set(ctx, op, params, "productRows", nil); err != nil {
		return nil, err
	}
	got, err := c.ListRows(ctx, entityType, owner)
	if err != nil {
		return got, err
	}
	want, have := total(rows), total(got)
	if len(got) != len(rows) || want.Cmp(have) != 0 {
		return got, c.rest.Fail(op, ordo.Conflict, fmt.Sprintf("%d rows for %s were written, and there are %d for %s",
			len(rows), want.FloatString(2), len(got), have.FloatString(2)), nil)
	}
	return got, nil
}

// ClearRows deletes all rows.
func (c *Client) ClearRows(ctx context.Context, entityType int, owner int64) error {
	params := map[string]any{"ownerType": OwnerCode(entityType), "ownerId": owner, "productRows": []ProductRow{}}
	return c.set(ctx, "crm.item.productrow.set", params, "", nil)
}

// total is what rows come to.
func total(rows []ProductRow) *big.Rat {
	sum := new(big.Rat)
	for _, r := range rows {
		price, quantity := new(big.Rat), big.NewRat(1, 1)
		if r.Price != "" {
			price.SetString(string(r.Price))
		}
		if r.Quantity != "" {
			quantity.SetString(string(r.Quantity))
		}
		sum.Add(sum, price.Mul(price, quantity))
	}
	return sum
}

// AddRow adds a row. Repeated, it adds another one: after a lost answer the error is of class InDoubt.
func (c *Client) AddRow(ctx context.Context, entityType int, owner int64, r ProductRow) (ProductRow, error) {
	r = r.written()
	r.ID, r.Owner, r.OwnerCode = 0, owner, OwnerCode(entityType)
	var made ProductRow
	err := c.add(ctx, "crm.item.productrow.add", map[string]any{"fields": r}, "productRow", &made, nil)
	return made, err
}

// UpdateRow changes fields of a row.
func (c *Client) UpdateRow(ctx context.Context, id int64, fields Fields) (ProductRow, error) {
	var r ProductRow
	err := c.set(ctx, "crm.item.productrow.update", map[string]any{"id": id, "fields": fields}, "productRow", &r,
		func() error { return rest.Same("row", id, r.ID) })
	return r, err
}

// DeleteRow deletes a row. That it is not there any more is a success.
func (c *Client) DeleteRow(ctx context.Context, id int64) error {
	var none any
	err := c.set(ctx, "crm.item.productrow.delete", map[string]any{"id": id}, "", &none)
	if ordo.ClassOf(err) == ordo.NotFound {
		return nil
	}
	return err
}
