package megamarkettest

import "net/http"

// The reasons of order/reject.
var rejectReasons = map[Scheme][]string{
	Standard: {
		"OUT_OF_STOCK", "INCORRECT_PRICE", "INCORRECT_PRODUCT", "INCORRECT_SPEC", "TWICE_ORDER", "NOT_TIME_FOR_SHIPPING", "FRAUD_ORDER",
	},
	MerchantDelivery: {"OUT_OF_STOCK", "NOT_ACCEPTABLE"},
}

type rejectData struct {
	Shipments []struct {
		ShipmentID string
		Items      []item
	}
	Reason *reason
}

// reject serves order/reject: before confirming it is a refusal, afterwards a late one.
func (s *Server) reject(r *http.Request, d rejectData) (any, problems) {
	c := change{s: s}
	for _, in := range d.Shipments {
		sh := c.shipment(in.ShipmentID)
		if sh == nil {
			continue
		}
		c.reason(sh, d.Reason, rejectReasons[sh.Scheme])
		if len(in.Items) == 0 {
			c.wrong(problem{Code: "18", ShipmentID: sh.ID}, "Не указаны лоты")
		}
		for _, i := range in.Items {
			l := c.lot(sh, i.ItemIndex, i.offer())
			if l == nil || d.Reason == nil || !c.from(sh, l, "NEW", "CONFIRMED", "PACKED") {
				continue
			}
			sub := "LATE_REJECT"
			if l.Status == "NEW" {
				sub = "CONFIRMATION_REJECT"
			}
			c.cancel(l, "MERCHANT_CANCELED", sub, *d.Reason)
		}
	}
	return c.end(r)
}
