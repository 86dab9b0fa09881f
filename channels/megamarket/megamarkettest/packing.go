package megamarkettest

import (
	"net/http"
	"slices"
	"strconv"
)

type packingData struct {
	Shipments []struct {
		ShipmentID string
		OrderCode  string
		Items      []packingItem
	}
}

type packingItem struct {
	ItemIndex   number
	OfferID     *string // may be left out
	Quantity    *number
	Boxes       []packingBox
	DigitalMark string
}

type packingBox struct {
	box
	Params []struct{ IsKgt bool } // a large parcel
}

// packing serves order/packing: in boxes in the standard scheme, by quantity in merchant delivery. There NEW
// lots may be packed, too.
func (s *Server) packing(r *http.Request, d packingData) (any, problems) {
	c := change{s: s}
	for _, in := range d.Shipments {
		sh := c.shipment(in.ShipmentID)
		if sh == nil {
			continue
		}
		c.orderCode(sh, in.OrderCode, true)
		if len(in.Items) == 0 {
			c.wrong(problem{Code: "18", ShipmentID: sh.ID}, "Не указаны лоты")
		}
		for _, i := range in.Items {
			l := c.lot(sh, i.ItemIndex, i.OfferID)
			if l == nil {
				continue
			}
			if sh.Scheme == Standard {
				c.packBoxes(sh, l, in.OrderCode, i)
			} else {
				c.packOwn(sh, l, i)
			}
		}
	}
	return c.end(r)
}

// packBoxes packs a lot of the standard scheme.
func (c *change) packBoxes(sh *Shipment, l *Lot, code string, i packingItem) {
	about := problem{Code: "19", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(l.Index)}
	if i.Quantity != nil && *i.Quantity != 1 {
		c.wrong(about, "quantity лота %d должно быть 1", l.Index)
	}
	if len(i.Boxes) == 0 {
		c.wrong(about, "Не указаны грузоместа лота %d", l.Index)
	}
	if l.MarkRequired && i.DigitalMark == "" {
		c.wrong(about, "Не указан код маркировки лота %d", l.Index)
	}
	var boxes []Box
	for _, b := range i.Boxes {
		c.box(sh, code, b.box)
		large := slices.ContainsFunc(b.Params, func(p struct{ IsKgt bool }) bool { return p.IsKgt })
		boxes = append(boxes, Box{int(b.BoxIndex), b.BoxCode, large})
	}
	if c.from(sh, l, "CONFIRMED") {
		c.move(l, "PENDING_PACKING", "PACKED")
		c.then(func() { l.Boxes, l.Mark = boxes, i.DigitalMark })
	}
}

// packOwn packs a lot that the merchant delivers.
func (c *change) packOwn(sh *Shipment, l *Lot, i packingItem) {
	about := problem{Code: "19", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(l.Index)}
	switch {
	case l.IsDelivery():
		c.wrong(about, "Доставка не комплектуется")
	case len(i.Boxes) > 0:
		c.wrong(about, "Грузоместа не указываются")
	case i.Quantity == nil || *i.Quantity != 1:
		c.wrong(about, "quantity лота %d должно быть 1", l.Index)
	case c.from(sh, l, "NEW", "CONFIRMED"):
		c.move(l, "PENDING_PACKING", "PACKED")
		c.then(func() { l.Mark = i.DigitalMark })
	}
}
