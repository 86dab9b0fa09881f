package bitrixtest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// shipmentTable is sale.shipment.
func (s *Server) shipmentTable() table {
	return table{
		entity: shipments, name: "sale.shipment", scope: "sale", missing: refuse(201140400001, "shipment is not exists"),
		rows: s.flat(func(o *order) []row { return rowsOf(o.shipments, func(h *shipment) row { return h.row }) }),
		show: func(r row) row {
			_, h := s.shipmentOf(id(r["id"]))
			return showShipment(h)
		},
		add: func(c *bxserver.Call, given row) (row, error) {
			o := s.order(id(given["orderId"]))
			if o == nil {
				return nil, refuse(0, "Unable to load order")
			}
			h, err := s.addShipment(c, o, given)
			if h == nil {
				return nil, err
			}
			return h.row, err
		},
		update: func(c *bxserver.Call, r, given row) error {
			o, h := s.shipmentOf(id(r["id"]))
			return s.writeShipment(c, o, h, given)
		},
		remove: func(c *bxserver.Call, r row) error {
			o, h := s.shipmentOf(id(r["id"]))
			if h.deducted() {
				return refuse("SALE_SHIPMENT_EXIST_SHIPPED", "Нельзя удалить отгрузку, которая отгружена")
			}
			o.shipments = slices.DeleteFunc(o.shipments, func(one *shipment) bool { return one == h })
			c.Raise("OnShipmentDeleted", row{"ID": h.id()})
			return s.save(c, o, change{goods: true})
		},
	}
}

func (s *Server) shipmentOf(id int) (*order, *shipment) {
	for _, o := range s.orders {
		if h := o.shipment(id); h != nil {
			return o, h
		}
	}
	return nil, nil
}

func showShipment(h *shipment) row {
	out := shipments.show(h.row)
	out["shipmentItems"] = rowsOf(h.items, shipmentItems.show)
	return out
}

// addShipment adds a shipment with no lines.
func (s *Server) addShipment(c *bxserver.Call, o *order, given row) (*shipment, error) {
	if status, ok := given["statusId"]; ok {
		if err := s.checkStatus(text(status), "D"); err != nil {
			return nil, err
		}
	}
	h := &shipment{row: row{
		"orderId": o.id(), "statusId": "DN", "allowDelivery": "N", "deducted": "N", "marked": "N", "canceled": "N", "system": "N", "currency": o.row["currency"],
		"customPriceDelivery": "N", "externalDelivery": "N", "updated1c": "N", "dateInsert": s.Now(), "dateResponsibleId": s.Now(), "discountPrice": new(big.Rat),
		"companyId": 0, "priceDelivery": new(big.Rat), "basePriceDelivery": new(big.Rat),
	}}
	d := s.service(id(given["deliveryId"]))
	if d == nil {
		return nil, refuse("SALE_SHIPMENT_WRONG_DELIVERY_SERVICE", "Служба доставки не найдена")
	}
	h.row["id"] = s.next("shipment", 40)
	h.row["accountNumber"] = fmt.Sprintf("%d/%d", o.id(), len(o.shipments)+2) // the first is the system's
	h.row["xmlId"] = s.xmlID()
	o.shipments = append(o.shipments, h)
	given = maps.Clone(given)
	given["priceDelivery"] = rat(d.price) // what the service asks, whatever was sent
	if err := s.writeShipment(c, o, h, given); err != nil {
		if h.row["marked"] != "Y" && o.row["marked"] != "Y" {
			o.shipments = slices.DeleteFunc(o.shipments, func(one *shipment) bool { return one == h })
			return nil, err
		}
		return h, err
	}
	return h, nil
}

// writeShipment replaces what a shipment has: what was not sent becomes empty, and prices become 0.
func (s *Server) writeShipment(c *bxserver.Call, o *order, h *shipment, given row) error {
	d := s.service(id(given["deliveryId"]))
	if d == nil {
		return refuse("SALE_SHIPMENT_WRONG_DELIVERY_SERVICE", "Служба доставки не найдена")
	}
	if status, ok := given["statusId"]; ok {
		if err := s.checkStatus(text(status), "D"); err != nil {
			return err
		}
	}
	after := maps.Clone(h.row)
	after["deliveryId"], after["deliveryName"] = d.id, d.name
	for _, name := range []string{"trackingNumber", "deliveryDocNum", "comments"} {
		after[name] = text(given[name])
	}
	after["companyId"], after["responsibleId"] = given["companyId"], given["responsibleId"]
	if given["responsibleId"] == nil {
		after["responsibleId"] = o.row["responsibleId"]
	}
	for _, name := range []string{"xmlId", "statusId"} {
		if text(given[name]) != "" {
			after[name] = given[name]
		}
	}
	if at, ok := given["deliveryDocDate"]; ok {
		after["deliveryDocDate"] = at
	}
	after["priceDelivery"] = rat(given["priceDelivery"])
	after["basePriceDelivery"] = after["priceDelivery"]
	if base, ok := given["basePriceDelivery"]; ok {
		after["basePriceDelivery"] = rat(base)
	}
	after["deducted"], after["allowDelivery"] = flag(given["deducted"] == "Y"), flag(given["allowDelivery"] == "Y")
	priced := rat(after["priceDelivery"]).Cmp(rat(h.row["priceDelivery"])) != 0 || rat(after["basePriceDelivery"]).Cmp(rat(h.row["basePriceDelivery"])) != 0
	switch {
	case o.cancelled() && after["deducted"] != h.row["deducted"]:
		return refuse("SALE_ORDER_SHIPMENT_ORDER_CANCELED", "Нельзя отгрузить отменённый заказ")
	case o.cancelled() && after["allowDelivery"] != h.row["allowDelivery"]:
		return refuse("SALE_ORDER_ALLOW_DELIVERY_ORDER_CANCELED", "Нельзя разрешить доставку отменённого заказа")
	case o.cancelled() && priced:
		return refuse("SALE_ORDER_PRICE_DELIVERY_ORDER_CANCELED", "Нельзя изменить стоимость доставки отменённого заказа")
	}
	if after["deducted"] != h.row["deducted"] {
		if err := s.ship(o, h, after); err != nil {
			return err
		}
	}
	if after["allowDelivery"] != h.row["allowDelivery"] {
		after["dateAllowDelivery"], after["empAllowDeliveryId"] = s.Now(), 1
	}
	h.row = after
	c.Raise("OnShipmentEntitySaved", row{"ID": h.id()})
	return s.save(c, o, change{goods: priced})
}

// ship takes the goods of a shipment out of the stock, or brings them back.
func (s *Server) ship(o *order, h *shipment, after row) error {
	out := after["deducted"] == "Y"
	for _, it := range h.items {
		l := o.line(id(it["basketId"]))
		if g := s.byID(id(l.row["productId"])); out && g != nil && g.marked {
			return refuse(0, fmt.Sprintf("Количество маркировок для товара \"%v\" меньше количества товара в отгрузке", l.row["name"]))
		}
	}
	for _, it := range h.items {
		l := o.line(id(it["basketId"]))
		if g := s.byID(id(l.row["productId"])); g != nil && l.ofCatalog() {
			q := rat(it["quantity"])
			if !out {
				q.Neg(q)
			}
			s.takeStock(g, q)
		}
	}
	after["dateDeducted"], after["empDeductedId"] = s.Now(), 1
	if out && s.settings.StatusWhenShipped != "" && h.row["statusId"] != "DF" {
		after["statusId"] = s.settings.StatusWhenShipped
	}
	return nil
}

// shipmentItemTable is sale.shipmentitem.
func (s *Server) shipmentItemTable() table {
	find := func(r row) (*order, *shipment) { return s.shipmentOf(id(r["orderDeliveryId"])) }
	return table{
		entity: shipmentItems, name: "sale.shipmentitem", scope: "sale", missing: refuse(201240400001, "shipment item is not exists"),
		rows: s.flat(func(o *order) (all []row) {
			for _, h := range o.shipments {
				all = append(all, h.items...)
			}
			return all
		}),
		add: func(c *bxserver.Call, given row) (row, error) {
			o, l := s.lineOf(id(given["basketId"]))
			if l == nil {
				return nil, refuse(201240400003, "shipment not exists") // the vendor's words
			}
			h := o.shipment(id(given["orderDeliveryId"]))
			switch {
			case h == nil:
				return nil, refuse(201240400002, "shipment not exists")
			case slices.ContainsFunc(h.items, func(it row) bool { return id(it["basketId"]) == l.id() }):
				return nil, refuse(201250000001, "Duplicate entry for key [basketId, orderDeliveryId]")
			}
			it := row{"id": s.next("shipmentItem", 89), "reservedQuantity": new(big.Rat), "dateInsert": s.Now(), "xmlId": s.xmlID(), "quantity": new(big.Rat)}
			for name, v := range given {
				if name != "quantity" {
					it[name] = v
				}
			}
			if err := s.setShipped(o, h, l, it, rat(given["quantity"])); err != nil {
				return nil, err
			}
			h.items = append(h.items, it)
			return it, s.save(c, o, change{})
		},
		update: func(c *bxserver.Call, r, given row) error {
			o, h := find(r)
			if err := s.setShipped(o, h, o.line(id(r["basketId"])), r, rat(given["quantity"])); err != nil {
				return err
			}
			if v, ok := given["xmlId"]; ok {
				r["xmlId"] = v
			}
			if rat(r["quantity"]).Sign() == 0 {
				h.items = slices.DeleteFunc(h.items, func(it row) bool { return it["id"] == r["id"] })
			}
			return s.save(c, o, change{})
		},
		remove: func(c *bxserver.Call, r row) error {
			o, h := find(r)
			if h.deducted() {
				return refuse("SALE_SHIPMENT_ITEM_SHIPMENT_ALREADY_SHIPPED_CANNOT_EDIT", "Отгрузка уже отгружена, изменить её нельзя")
			}
			h.items = slices.DeleteFunc(h.items, func(it row) bool { return it["id"] == r["id"] })
			return s.save(c, o, change{})
		},
	}
}

// setShipped sets how much of a line a shipment has: never more than no other shipment has.
func (s *Server) setShipped(o *order, h *shipment, l *line, it row, want *big.Rat) error {
	free := sub(rat(l.row["quantity"]), o.shipped(l.id(), h))
	switch {
	case h.deducted():
		return refuse("SALE_SHIPMENT_ITEM_SHIPMENT_ALREADY_SHIPPED_CANNOT_EDIT", "Отгрузка уже отгружена, изменить её нельзя")
	case want.Cmp(free) > 0:
		return refuse("SALE_SHIPMENT_ITEM_LESS_AVAILABLE_QUANTITY", "Недостаточно нераспределённого количества товара \""+text(l.row["name"])+"\"")
	}
	it["quantity"] = want
	return nil
}
