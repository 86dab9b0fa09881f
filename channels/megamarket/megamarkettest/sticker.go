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
		Items      []struct {
			ItemIndex number
			Quantity  number
			Boxes     []box
		}
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
	if !d.PrintAsPDF {
		c.wrong(problem{Code: "18"}, "Не указан printAsPdf")
	}
	for _, in := range d.Shipments {
		printed(in.ShipmentID, in.BoxCodes)
		for _, i := range in.Items {
			sh := s.shipments[in.ShipmentID]
			if sh == nil || c.lot(sh, i.ItemIndex, nil) == nil {
				continue
			}
			for _, b := range i.Boxes {
				held := slices.ContainsFunc(sh.Lots[i.ItemIndex-1].Boxes, func(x Box) bool { return box{number(x.Index), x.Code} == b })
				if !held || i.Quantity != 1 || !slices.Contains(in.BoxCodes, b.BoxCode) {
					c.wrong(problem{Code: "16", ShipmentID: sh.ID, BoxCode: b.BoxCode}, "Лот %d не лежит в грузоместе %s", i.ItemIndex, b.BoxCode)
				}
			}
		}
	}
	if len(d.Shipments) == 0 {
		c.wrong(problem{Code: "18"}, "Пустой запрос")
	}
	return pdf("%PDF-1.4\n%%EOF\n"), c.problems
}
