package megamarkettest

import (
	"net/http"
	"slices"
)

type shippingData struct {
	Shipments []struct {
		ShipmentID string
		Boxes      []box
		Shipping   struct{ ShippingDate string }
	}
}

// shipping serves order/shipping: every living lot is packed, and every box is named.
func (s *Server) shipping(r *http.Request, d shippingData) (any, problems) {
	c := change{s: s}
	for _, in := range d.Shipments {
		sh := c.shipment(in.ShipmentID)
		if sh == nil {
			continue
		}
		if sh.Scheme != Standard && !s.settings.ShippingInMerchantDelivery {
			c.wrong(problem{Code: "20", ShipmentID: sh.ID}, "Метод не поддерживается для схемы %s", sh.Scheme)
			continue
		}
		var want, got []box
		for i := range sh.Lots {
			l := &sh.Lots[i]
			if !l.living() || l.IsDelivery() || !c.from(sh, l, "PACKED") {
				continue
			}
			for _, b := range l.Boxes {
				if b := (box{number(b.Index), b.Code}); !slices.Contains(want, b) {
					want = append(want, b)
				}
			}
			c.seen = append(c.seen, l)
			c.move(l, "PENDING_SHIPPING", "SHIPPED")
		}
		for _, b := range in.Boxes {
			if !slices.Contains(want, b) || slices.Contains(got, b) {
				c.wrong(problem{Code: "16", ShipmentID: sh.ID, BoxCode: b.BoxCode}, "Неизвестное грузоместо %s", b.BoxCode)
			}
			got = append(got, b)
		}
		for _, b := range want {
			if !slices.Contains(got, b) {
				c.wrong(problem{Code: "16", ShipmentID: sh.ID, BoxCode: b.BoxCode}, "Не указано грузоместо %s", b.BoxCode)
			}
		}
		at := c.date(sh, "shippingDate", in.Shipping.ShippingDate)
		if len(c.todo) == 0 {
			c.wrong(problem{Code: "18", ShipmentID: sh.ID}, "Нечего отгружать")
		}
		c.then(func() { sh.Shipped = at })
	}
	return c.end(r)
}
