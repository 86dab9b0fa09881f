package bridge

import (
	"context"
	"errors"
	"maps"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// carriersOf returns the accounts that an order's parcels may go with.
func (c *core) carriersOf(j *job) (names []string) {
	for _, name := range c.names {
		if c.accounts[name].carrier != nil && j.route.takesCarrier(name) {
			names = append(names, name)
		}
	}
	return names
}

// requestParcel asks a carrier for what a person wants in a system. What is under way already is asked for once, and
// what the form does not allow is said at once, with each field.
func (h *erpHandler) requestParcel(ctx context.Context, j *job, w erp.ParcelWish, by order.By) error {
	c := order.RequestParcel{Shipment: w.Shipment, Key: "asked", Values: w.Values}
	carrier, why := h.carrierFor(j, w)
	if why.IsZero() {
		c.Carrier = order.Ref{System: carrier.vendor(), Account: carrier.name}
		switch _, err := j.order.Clone().Do(c, by); {
		case errors.Is(err, order.ErrAlready):
			return nil
		case err == nil:
			if why, err = h.fillIn(ctx, j, carrier, &c); err != nil {
				return err
			}
		}
	}
	_, err := j.order.Observe(order.Intent{Commands: []order.Command{c}, Code: w.Code, Refused: why}, by)
	return err
}

// carrierFor returns the carrier that a shipment is to go with: the one that is named, the shipment's own, or the only
// one that there is.
func (h *erpHandler) carrierFor(j *job, w erp.ParcelWish) (*account, order.Text) {
	names := h.carriersOf(j)
	wanted := w.Carrier
	for _, s := range j.view().Shipments {
		if s.N == w.Shipment && wanted == "" {
			wanted = s.Carrier.Account
		}
	}
	if wanted == "" && len(names) == 1 {
		wanted = names[0]
	}
	for _, n := range names {
		if n == wanted {
			return h.accounts[n], order.Text{}
		}
	}
	switch {
	case len(names) == 0:
		return nil, order.Textf("no carrier is connected that takes parcels of this order")
	case wanted == "":
		return nil, order.Textf("choose the carrier of S%d: %s", w.Shipment, strings.Join(names, ", "))
	}
	return nil, order.Textf("%s takes no parcels of this order; those that do: %s", wanted, strings.Join(names, ", "))
}

// fillIn fills the form in: what a person did not enter is as the order tells. It returns why the form cannot be sent.
func (h *erpHandler) fillIn(ctx context.Context, j *job, a *account, c *order.RequestParcel) (why order.Text, err error) {
	fctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	f, x, err := h.parcelFormOf(fctx, a, j.view(), c.Shipment)
	if err == nil {
		vs := f.Values.Clone()
		if vs == nil {
			vs = carriers.Values{}
		}
		maps.Copy(vs, c.Values)
		if err = f.Check(vs); err == nil {
			c.Key, c.Values = x.Key(), f.Applicable(vs)
			return order.Text{}, nil
		}
	}
	var bad *carriers.FormError
	switch {
	case ctx.Err() != nil:
		return order.Text{}, ctx.Err()
	case errors.As(err, &bad):
		return order.Textf("the form of S%d is not right: %s; correct it and ask again", c.Shipment, bad.Text()), nil
	}
	return order.Textf("%s cannot be asked for its form: %v; ask again later", a.name, clip(err.Error(), maxReason)), nil
}
