package retailcrm

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// MostUploads is how many orders one upload may hold.
const MostUploads = 50

// Upload is what came of an upload.
type Upload struct {
	Uploaded []OrderIDs `json:"uploadedOrders"`
	Failed   []OrderIDs `json:"failedOrders"`
	Problems Problems   `json:"errors"`
	Extra    wire.Extra `json:"-"` // what this type does not know
}

// unwrap takes out what surrounds the answer and is no part of it.
func (u *Upload) unwrap() {
	delete(u.Extra, "success")
	delete(u.Extra, "errorMsg")
}

// OrderIDs are the two ids of an order.
type OrderIDs struct {
	ID         int64      `json:"id,omitzero"`
	ExternalID string     `json:"externalId"`
	Extra      wire.Extra `json:"-"` // what this type does not know
}

// UploadOrders creates up to 50 orders in the client's shop. Each needs an externalId of its own, which makes the
// upload safe to repeat. If only a part was taken, both the result and an error are returned: an *ordo.Error of class
// Invalid whose cause is a *[PartialError]. Only the failed ones are to be sent again.
func (c *Client) UploadOrders(ctx context.Context, orders []OrderFields) (*Upload, error) {
	const op = "orders/upload"
	own, ids, err := c.uploadable(ctx, op, orders)
	if err != nil {
		return nil, err
	}
	form, err := c.form(op, "orders", own, c.site)
	if err != nil {
		return nil, err
	}
	var found []OrderIDs // by the last look
	lost := false
	look := func(ctx context.Context) (bool, error) {
		lost = true
		there, err := c.uploaded(ctx, ids)
		found = there
		return len(there) == len(ids), err
	}
	var u Upload
	err = c.post(ctx, op, "/orders/upload", form, rest.ReadBack(look), &u)
	u.unwrap()
	if err == nil && len(found) == len(ids) {
		return &Upload{Uploaded: found}, nil
	}
	if err == nil {
		err = c.counted(ctx, op, ids, &u)
	}
	var part *PartialError
	switch {
	case err == nil:
		return &u, nil
	case !errors.As(err, &part):
		return nil, err
	case !lost:
		return &part.Upload, err
	}
	// Orders that an earlier try has made are refused by the later one: they did not fail.
	if there, lookErr := c.uploaded(ctx, ids); lookErr == nil {
		part.Uploaded = there
		part.Failed = slices.DeleteFunc(part.Failed, func(o OrderIDs) bool { return contains(there, o.ExternalID) })
	}
	if len(part.Failed) == 0 {
		return &Upload{Uploaded: part.Uploaded}, nil
	}
	return &part.Upload, err
}

// counted looks what became of each order of an upload that was answered as taken.
func (c *Client) counted(ctx context.Context, op string, ids []string, u *Upload) error {
	silent := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return contains(u.Uploaded, id) || contains(u.Failed, id) })
	if len(silent) > 0 {
		there, err := c.uploaded(ctx, silent)
		if err != nil || len(there) < len(silent) {
			return c.rest.Fail(op, ordo.InDoubt, "the answer does not say what became of "+strings.Join(silent, ", "), err)
		}
		u.Uploaded = append(u.Uploaded, there...)
	}
	if len(u.Failed) == 0 {
		return nil
	}
	return c.rest.Fail(op, ordo.Invalid, "orders are loaded with errors", &PartialError{*u})
}

// uploadable checks the orders of an upload and returns them as they are written.
func (c *Client) uploadable(ctx context.Context, op string, orders []OrderFields) ([]OrderFields, []string, error) {
	if n := len(orders); n == 0 || n > MostUploads {
		return nil, nil, c.invalid(op, strconv.Itoa(n)+" orders: an upload takes 1 to "+strconv.Itoa(MostUploads), nil)
	}
	own, ids := slices.Clone(orders), make([]string, 0, len(orders))
	for i := range own {
		switch id := own[i].ExternalID; {
		case id == "":
			return nil, nil, c.invalid(op, "order "+strconv.Itoa(i)+" has no externalId", nil)
		case slices.Contains(ids, id):
			return nil, nil, c.invalid(op, "two orders have the externalId "+id, nil)
		default:
			ids = append(ids, id)
		}
		if err := c.prepare(ctx, op, &own[i]); err != nil {
			return nil, nil, err
		}
	}
	return own, ids, nil
}

// uploaded returns those of the orders that the shop has.
func (c *Client) uploaded(ctx context.Context, externalIDs []string) ([]OrderIDs, error) {
	var out []OrderIDs
	for r, err := range c.ListOrders(ctx, OrderFilter{ExternalIDs: externalIDs}) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(externalIDs, r.ExternalID) && !contains(out, r.ExternalID) {
			out = append(out, OrderIDs{ID: r.ID, ExternalID: r.ExternalID})
		}
	}
	return out, nil
}

func contains(all []OrderIDs, externalID string) bool {
	return slices.ContainsFunc(all, func(o OrderIDs) bool { return o.ExternalID == externalID })
}

// FixExternalIDs gives orders, named by ID, other external ids. It sets a state, so it is repeated after a lost answer.
func (c *Client) FixExternalIDs(ctx context.Context, orders []OrderIDs) error {
	return c.write(ctx, "orders/fix-external-ids", "/orders/fix-external-ids", "orders", orders, rest.Idempotent(), nil)
}

// CancelDelivery cancels the parcel of an order in its delivery module. With force the order loses the parcel even if
// the module refuses. A parcel that was cancelled cannot be cancelled again, so a lost answer is of class InDoubt.
func (c *Client) CancelDelivery(ctx context.Context, key OrderKey, force bool) error {
	const op = "orders/delivery/cancel"
	name, form, err := key.in(c, op)
	if err != nil {
		return err
	}
	if force {
		form.Set("force", "1")
	}
	return c.post(ctx, op, rest.Pathf("/orders/%s/delivery/cancel", name), form, rest.Never(), nil)
}

// GetPlate reads a label or another printed form of an order, as PDF.
func (c *Client) GetPlate(ctx context.Context, key OrderKey, plate int64) ([]byte, error) {
	const op = "orders/plates/print"
	name, q, err := key.in(c, op)
	if err != nil {
		return nil, err
	}
	var pdf []byte
	err = c.get(ctx, op, rest.Pathf("/orders/%s/plates/%d/print", name, plate), q, &pdf)
	return pdf, err
}

// The ways of [Client.CombineOrders]: whose data wins.
const (
	CombineOurs   = "ours"
	CombineTheirs = "theirs"
	CombineSumm   = "summ"
	CombineMerge  = "merge"
)

// CombineOrders merges the order with the CRM's id from into the one with the id into. The first is gone then, so a
// lost answer is an error of class InDoubt.
func (c *Client) CombineOrders(ctx context.Context, from, into int64, technique string) error {
	form := url.Values{
		"technique": {technique}, "order": {`{"id":` + strconv.FormatInt(from, 10) + `}`},
		"resultOrder": {`{"id":` + strconv.FormatInt(into, 10) + `}`},
	}
	return c.post(ctx, "orders/combine", "/orders/combine", form, rest.Never(), nil)
}

// LinkOrders notes that two orders belong together.
func (c *Client) LinkOrders(ctx context.Context, a, b OrderKey, comment string) error {
	const op = "orders/links/create"
	link := struct {
		Comment string  `json:"comment,omitzero"`
		Orders  []named `json:"orders"`
	}{comment, []named{{a.ID, a.ExternalID}, {b.ID, b.ExternalID}}}
	form, err := c.form(op, "link", link, c.site)
	if err != nil {
		return err
	}
	return c.post(ctx, op, "/orders/links/create", form, rest.Never(), nil)
}
