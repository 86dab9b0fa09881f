package megamarkettest

import (
	"net/http"
	"slices"
)

type stickerData struct {
	PrintAsPDF bool
	Shipments  []struct {
		ShipmentID string
		BoxCodes   []string
	}
	ShipmentID string // the form of 2019
	BoxCodes   []string
}

// sticker serves sticker/print: a PDF, or in the old form a page, for boxes that exist.
func (s *Server) sticker(_ *http.Request, d stickerData) (any, problems) {
	c := change{s: s}
	printed := func(id string, codes []string) {
		sh := c.shipment(id)
		if sh == nil {
			return
		}
		if len(codes) == 0 {
			c.wrong(problem{Code: "16", ShipmentID: id}, "Не указаны грузоместа")
		}
		for _, code := range codes {
			packed := slices.ContainsFunc(sh.Lots, func(l Lot) bool {
				return l.next == "" && slices.ContainsFunc(l.Boxes, func(b Box) bool { return b.Code == code })
			})
			if !packed {
				c.wrong(problem{Code: "16", ShipmentID: id, BoxCode: code}, "Грузоместо %s не найдено", code)
			}
		}
	}
	if d.ShipmentID != "" {
		printed(d.ShipmentID, d.BoxCodes)
		return "<html><body>" + d.ShipmentID + "</body></html>", c.problems
	}
	for _, sh := range d.Shipments {
		printed(sh.ShipmentID, sh.BoxCodes)
	}
	if len(d.Shipments) == 0 {
		c.wrong(problem{Code: "18"}, "Пустой запрос")
	}
	return pdf("%PDF-1.4\n%%EOF\n"), c.problems
}
