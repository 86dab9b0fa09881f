package megamarket

import (
	"context"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// Labels prints the labels of all boxes into one file, by sticker/print. Where the merchant delivers there are none, an
// error of class Unsupported. Before Megamarket has taken the packing the error is of class Conflict.
func (ch *Channel) Labels(ctx context.Context, v order.View) ([]channels.Label, error) {
	const op = "sticker/print"
	c, id := ch.client, v.Ref.ID
	if v.Scheme != order.Standard {
		return nil, c.rest.Fail(op, ordo.Unsupported, "an order of the scheme "+string(v.Scheme)+" has no labels of Megamarket's", nil)
	}
	s, err := c.GetShipment(ctx, id)
	if err != nil {
		return nil, err
	}
	var lots []int
	var early []Lot
	for _, l := range s.Living() {
		switch at := stages[l.Status]; {
		case !slices.ContainsFunc(v.Packages, func(p order.Package) bool { return holds(p, l.Index) }):
		case at < atPacked:
			early = append(early, l)
		default:
			lots = append(lots, l.Index)
		}
	}
	switch {
	case len(early) > 0:
		return nil, c.rest.Fail(op, ordo.Conflict, "labels exist once the lots are packed", &LotsError{ShipmentID: id, Lots: early})
	case len(lots) == 0:
		return nil, c.rest.Fail(op, ordo.Conflict, "no living lot lies in a package yet", nil)
	}
	packed, err := ch.boxed(v, v.Packages, lots)
	if err != nil {
		return nil, c.invalid(op, err)
	}
	sticker, err := c.GetStickers(ctx, id, packed...)
	if err != nil {
		return nil, err
	}
	name := "megamarket-" + id + ".pdf"
	if sticker.ContentType == "text/html" {
		name = "megamarket-" + id + ".html"
	}
	return []channels.Label{{Name: name, ContentType: sticker.ContentType, Data: sticker.Data}}, nil
}
