package megamarkettest

import (
	"net/http"
	"time"
)

// item is a lot in order/confirm and order/reject.
type item struct {
	ItemIndex number
	OfferID   *string
}

// offer is what must match: a lot without offerId matches none.
func (i item) offer() *string {
	if i.OfferID == nil {
		return new(string)
	}
	return i.OfferID
}

type confirmData struct {
	Shipments []struct {
		ShipmentID string
		OrderCode  string
		Items      []item
		dateMove
	}
}

// dateMove is how a new delivery date is recognized in order/confirm. The vendor's fields are unknown: this is the one
// place to replace the guess.
type dateMove struct {
	DeliveryInterval *struct{ DateFrom, DateTo string }
}

// confirm serves order/confirm: it takes NEW lots on. In merchant delivery it may also move the date.
func (s *Server) confirm(r *http.Request, d confirmData) (any, problems) {
	c := change{s: s}
	for _, in := range d.Shipments {
		sh := c.shipment(in.ShipmentID)
		if sh == nil {
			continue
		}
		c.orderCode(sh, in.OrderCode, false)
		moved := in.DeliveryInterval != nil && sh.Scheme == MerchantDelivery
		if len(in.Items) == 0 {
			c.wrong(problem{Code: "18", ShipmentID: sh.ID}, "Не указаны лоты")
		}
		for _, i := range in.Items {
			l := c.lot(sh, i.ItemIndex, i.offer())
			if l == nil || (moved && (l.Status == "CONFIRMED" || l.Status == "PACKED")) {
				continue
			}
			if c.from(sh, l, "NEW") {
				c.move(l, "PENDING_CONFIRMATION", "CONFIRMED")
			}
		}
		if moved {
			from := c.date(sh, "dateFrom", in.DeliveryInterval.DateFrom)
			to := c.date(sh, "dateTo", in.DeliveryInterval.DateTo)
			if to.Before(from) {
				c.wrong(problem{Code: "17", ShipmentID: sh.ID}, "dateTo раньше dateFrom")
			}
			c.then(func() { sh.moveDate(from, to) })
		}
	}
	return c.end(r)
}

func (sh *Shipment) moveDate(from, to time.Time) {
	sh.DeliveryFrom, sh.DeliveryTo, sh.DateMoved = from, to, true
}
