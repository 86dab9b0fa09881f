package megamarkettest

import (
	"net/http"
	"strconv"
)

type cancelData struct {
	Shipments []struct {
		ShipmentID string
		OrderCode  string // may be left out
		Items      []struct {
			ItemIndex number
			Canceled  *bool
		}
	}
}

// cancelResult serves order/cancelResult: the merchant answers a buyer who wants to cancel. A no may be said again,
// which changes nothing.
func (s *Server) cancelResult(r *http.Request, d cancelData) (any, problems) {
	c := change{s: s}
	for _, in := range d.Shipments {
		sh := c.byMerchant(in.ShipmentID)
		if sh == nil {
			continue
		}
		c.orderCode(sh, in.OrderCode, false)
		for _, i := range in.Items {
			l := c.lot(sh, i.ItemIndex, nil)
			if l == nil {
				continue
			}
			about := problem{Code: "22", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(l.Index)}
			switch {
			case i.Canceled == nil:
				c.wrong(about, "Не указан canceled лота %d", l.Index)
			case !*i.Canceled && l.CancelRefused && !l.CancelAsked: // said before
			case !l.CancelAsked || l.cancelled():
				c.wrong(about, "Отмена лота %d не запрошена", l.Index)
			case *i.Canceled:
				c.cancel(l, "CUSTOMER_CANCELED", "", reason{})
			default:
				c.then(func() { l.CancelAsked, l.CancelRefused = false, true })
			}
		}
	}
	return c.end(r)
}
