package rozetka

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// PurchaseEdit is a row as an order shall have it: one that is there, by ID, or a new one, by ItemID.
type PurchaseEdit struct {
	ID         int64 // of the row; 0 for a new one
	ItemID     int64 // of a new row
	Quantity   int
	KitID      int64        // 0 for none
	Additional bool         // a new row «Додатковий товар»
	Price      amount.Money // of a new additional row only: all other prices are ROZETKA's
}

// MarshalJSON implements json.Marshaler.
func (p PurchaseEdit) MarshalJSON() ([]byte, error) {
	type row struct {
		ID         *int64       `json:"id"`
		ItemID     int64        `json:"item_id,omitempty"`
		Quantity   int          `json:"quantity"`
		Price      wire.Decimal `json:"price,omitempty"`
		KitID      int64        `json:"kit_id,omitempty"`
		Additional bool         `json:"is_additional_item,omitempty"`
	}
	r := row{ItemID: p.ItemID, Quantity: p.Quantity, Price: wire.Decimal(p.Price.Text()), KitID: p.KitID, Additional: p.Additional}
	if p.ID != 0 {
		r.ID = &p.ID
	}
	return json.Marshal(r)
}

// check returns what ROZETKA would refuse or fill in otherwise.
func (p PurchaseEdit) check() error {
	switch {
	case p.Quantity < 1:
		return fmt.Errorf("the quantity is %d: leave a row out to remove it", p.Quantity)
	case p.ID == 0 && p.ItemID == 0:
		return errors.New("a new row needs the id of the item")
	case !p.Price.IsUnset() && (p.ID != 0 || !p.Additional):
		return errors.New("only a new additional row has a price: all others are ROZETKA's")
	case !p.Price.IsUnset() && p.Price.Currency() != currency:
		return fmt.Errorf("the price is %s, it must be in %s", p.Price, currency)
	}
	return nil
}

// EditPurchases sets the rows of an order that has StatusInWork, and returns it with some parts. The rows are all that
// shall be left: a row that is not among them is removed (so the documentation is understood here; it says only that
// the method removes goods). ROZETKA sets the prices anew: goods that come back lose their promotion, and a kit without
// its main item is dissolved. At least one ordinary good must be left.
//
// After a lost answer the order is read: where it has these rows, nothing is sent again.
func (c *Client) EditPurchases(ctx context.Context, id int64, rows []PurchaseEdit, parts ...Expand) (*Order, error) {
	const op = "PUT /orders/{id}"
	if len(rows) == 0 {
		return nil, c.invalid(op, "no rows are left: cancel the order instead")
	}
	for i, r := range rows {
		if err := r.check(); err != nil {
			return nil, c.invalid(op, fmt.Sprintf("rows[%d]: %v", i, err))
		}
	}
	body := struct {
		Purchases []PurchaseEdit `json:"purchases"`
	}{rows}
	with := append([]Expand{ExpandPurchases}, parts...)
	return c.put(ctx, op, id, body, with, func(o *Order) bool { return o.Has(ExpandPurchases) && hasRows(o, rows) })
}

// hasRows reports whether an order has just these rows.
func hasRows(o *Order, rows []PurchaseEdit) bool {
	left := map[int64]int{} // by id of the row, or else of the item
	for _, r := range rows {
		if r.ID != 0 {
			left[r.ID] += r.Quantity
		} else {
			left[-r.ItemID] += r.Quantity
		}
	}
	for _, p := range o.Purchases {
		if p.Status != nil && *p.Status != PurchaseActual {
			continue
		}
		key := p.ID
		if _, is := left[key]; !is {
			key = -p.ItemID
		}
		left[key] -= p.Quantity
	}
	for _, n := range left {
		if n != 0 {
			return false
		}
	}
	return true
}

// RestoreOrder restores a cancelled order: ROZETKA makes a new one in StatusInWork, with the same goods, and gives the
// old one StatusRestored. It returns the number of the new one, or 0 where the old one does not show it: then it is
// among the newest orders.
//
// It does nothing twice: an order that is restored already is only read. What was read of the order must have its
// purchases. Orders with StatusRestored or 44 cannot be restored; see Order.CanCopy.
func (c *Client) RestoreOrder(ctx context.Context, id int64) (int64, error) {
	const op = "POST /orders/restore"
	old, err := c.GetOrder(ctx, id, ExpandPurchases)
	switch {
	case err != nil:
		return 0, err
	case old.Status == StatusRestored:
		return old.DuplicateOf, nil
	case len(old.Purchases) == 0:
		return 0, c.invalid(op, fmt.Sprintf("order %d has no purchases that could be ordered again", id))
	}
	type row struct {
		ID       int64        `json:"id"`
		ItemID   int64        `json:"item_id"`
		Name     string       `json:"item_name"`
		Price    wire.Decimal `json:"price"`
		Cost     wire.Decimal `json:"cost"`
		Discount wire.Decimal `json:"cost_with_discount"`
		Quantity int          `json:"quantity"`
		Status   int          `json:"status"`
	}
	body := struct {
		ID        int64 `json:"id"`
		Purchases []row `json:"purchases"`
	}{ID: id}
	for _, p := range old.Purchases {
		if p.Status != nil && *p.Status == PurchaseRemoved {
			continue
		}
		body.Purchases = append(body.Purchases, row{
			p.ID, p.ItemID, p.ItemName, wire.Decimal(p.Price.Text()), wire.Decimal(p.Cost.Text()), wire.Decimal(p.CostWithDiscount.Text()),
			p.Quantity, PurchaseActual,
		})
	}
	var done okAnswer
	repeat := rest.ReadBack(func(ctx context.Context) (bool, error) {
		o, err := c.GetOrder(ctx, id)
		return err == nil && o.Status == StatusRestored, err
	})
	if err := c.send(ctx, http.MethodPost, op, "/orders/restore", nil, body, repeat, nil, &done); err != nil {
		return 0, err
	}
	if old, err = c.GetOrder(ctx, id); err != nil {
		return 0, err
	}
	return old.DuplicateOf, nil
}

// okAnswer is an answer that says only that it was done.
type okAnswer struct {
	Status string `json:"status"`
}

// Complete implements rest.Completer.
func (a *okAnswer) Complete() error {
	if a.Status != "ok" {
		return fmt.Errorf("the status is %.40q, not ok", a.Status)
	}
	return nil
}
