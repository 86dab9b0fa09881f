package megamarkettest

import (
	"net/http"
	"slices"
	"strconv"
)

// What becomes of a lot that was not bought, by the reason.
var closeReasons = map[string]string{
	"CANCEL_BY_CUSTOMER": "CUSTOMER_CANCELED", "HANDOVER_IMPOSSIBLE": "MERCHANT_CANCELED",
}

type closeData struct {
	CloseDate string // here with one old client
	Shipments []struct {
		ShipmentID string
		CloseDate  string
		Items      []closeItem
	}
}

type closeItem struct {
	ItemIndex      number
	HandoverResult *bool
	Reason         *reason
}

// close serves order/close: the merchant's courier is back. Every living lot has a result.
func (s *Server) close(r *http.Request, d closeData) (any, problems) {
	c := change{s: s}
	for _, in := range d.Shipments {
		sh := c.byMerchant(in.ShipmentID)
		if sh == nil {
			continue
		}
		if in.CloseDate == "" {
			in.CloseDate = d.CloseDate
		}
		at := c.date(sh, "closeDate", in.CloseDate)
		c.then(func() { sh.Closed = at })
		for _, i := range in.Items {
			if l := c.lot(sh, i.ItemIndex, nil); l != nil {
				c.closeLot(sh, l, i)
			}
		}
		for i := range sh.Lots {
			if l := &sh.Lots[i]; l.living() && !slices.Contains(c.seen, l) {
				about := problem{Code: "21", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(l.Index)}
				c.wrong(about, "Не указан результат лота %d", l.Index)
			}
		}
	}
	return c.end(r)
}

// closeLot closes one lot.
func (c *change) closeLot(sh *Shipment, l *Lot, i closeItem) {
	from := []string{"PACKED", "SHIPPED"}
	if l.IsDelivery() {
		from = append(from, "NEW", "CONFIRMED")
	}
	if !c.from(sh, l, from...) {
		return
	}
	about := problem{Code: "21", ShipmentID: sh.ID, ItemIndex: strconv.Itoa(l.Index)}
	switch {
	case i.HandoverResult == nil:
		c.wrong(about, "Не указан handoverResult лота %d", l.Index)
	case *i.HandoverResult:
		c.then(func() { l.settle("DELIVERED") })
	case i.Reason == nil || closeReasons[i.Reason.Type] == "":
		c.wrong(about, "Недопустимая причина лота %d", l.Index)
	default:
		c.cancel(l, closeReasons[i.Reason.Type], "", *i.Reason)
	}
}
