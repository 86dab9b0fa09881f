package megamarkettest

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// get serves order/get. Each reading brings PENDING lots nearer to what they become.
func (s *Server) get(_ *http.Request, d struct{ Shipments []string }) (any, problems) {
	out := []any{}
	for _, id := range d.Shipments {
		sh := s.shipments[id]
		if sh == nil {
			return nil, problems{{Code: "11", Message: "Отправление " + id + " не найдено", ShipmentID: id}}
		}
		out = append(out, s.read(sh))
		for i := range sh.Lots {
			if l := &sh.Lots[i]; l.next != "" {
				if l.reads--; l.reads <= 0 {
					l.settle(l.next)
				}
			}
		}
	}
	return map[string]any{"shipments": out}, nil
}

// read is a shipment as order/get answers it.
func (s *Server) read(sh *Shipment) map[string]any {
	items := []any{}
	for _, l := range sh.Lots {
		items = append(items, readItem(l))
	}
	var customer any
	if sh.Scheme != Standard {
		customer = map[string]string{"email": "", "phone": "79000000000", "comment": ""}
	}
	return map[string]any{
		"shipmentId": sh.ID, "orderCode": sh.OrderCode, "status": sh.status(), "packingDate": stamp(sh.PackBy), "serviceScheme": sh.Scheme, "creationDate": stamp(sh.Created),
		"confirmedTimeLimit": stamp(sh.ConfirmBy), "packingTimeLimit": stamp(sh.PackBy), "shippingTimeLimit": stamp(sh.ShipBy),
		"shipmentDateFrom": shift(sh.ShipBy, -9*time.Hour), "shipmentDateTo": stamp(sh.ShipBy),
		"reserveExpirationDate": stamp(sh.ReserveUntil), "shippingDate": stamp(sh.Shipped),
		"deliveryId": strconv.FormatInt(sh.DeliveryID, 10), "shipmentDateShift": sh.DateMoved, "shipmentIsChangeable": true,
		"customerFullName": sh.Buyer, "customerAddress": "Тверь, улица Примерная, 1", "shippingPoint": "300123",
		"deliveryDate": stamp(sh.DeliveryFrom), "deliveryDateFrom": stamp(sh.DeliveryFrom), "deliveryDateTo": stamp(sh.DeliveryTo),
		"deliveryMethodId": "1", "depositedAmount": sh.Deposited, "customer": customer, "items": items,
	}
}

// status is that of the whole: of the lots that are not cancelled, of the one that is least far. It is a guess.
func (sh *Shipment) status() string {
	way := []string{
		"NEW", "PENDING_CONFIRMATION", "CONFIRMED", "PACKING_EXPIRED", "PENDING_PACKING", "PACKED", "SHIPPING_EXPIRED",
		"PENDING_SHIPPING", "SHIPPED", "DELIVERED", "CUSTOMER_CANCELED", "MERCHANT_CANCELED",
	}
	least := slices.MinFunc(sh.Lots, func(a, b Lot) int { return slices.Index(way, a.Status) - slices.Index(way, b.Status) })
	return least.Status
}

func shift(t time.Time, d time.Duration) any {
	if t.IsZero() {
		return nil
	}
	return stamp(t.Add(d))
}

func readItem(l Lot) map[string]any {
	var boxes, sub any
	switch len(l.Boxes) {
	case 0:
	case 1:
		boxes = l.Boxes[0].Index
	default:
		var all []int
		for _, b := range l.Boxes {
			all = append(all, b.Index)
		}
		boxes = all
	}
	if l.SubStatus != "" {
		sub = l.SubStatus
	}
	out := newItem(l)
	for _, d := range out["discounts"].([]any) {
		d.(map[string]any)["discountPriceAdjustments"] = 0
	}
	for _, only := range []string{"itemId", "itemName", "priceAdjustments", "taxRate", "reservationPerformed", "isDigitalMarkRequired"} {
		delete(out, only)
	}
	out["status"], out["subStatus"], out["boxIndex"], out["events"] = l.Status, sub, boxes, []any{}
	out["goodsData"] = map[string]any{
		"name": l.Name, "categoryName": "", "isDelivery": l.IsDelivery(), "isDigitalMarkRequired": l.MarkRequired,
	}
	return out
}

type searchData struct {
	DateFrom, DateTo, ShippingDate *time.Time
	Count                          *int
	Statuses                       []string
}

// defaultCount is how many ids order/search answers without a count.
const defaultCount = 100

// search serves order/search: ids only, in the order in which they were placed.
func (s *Server) search(_ *http.Request, d searchData) (any, problems) {
	most := defaultCount
	if d.Count != nil {
		most = *d.Count
	}
	known := []string{
		"NEW", "CONFIRMED", "PACKED", "PACKING_EXPIRED", "SHIPPING_EXPIRED", "SHIPPED", "DELIVERED", "MERCHANT_CANCELED", "CUSTOMER_CANCELED",
	}
	for _, st := range d.Statuses {
		if !slices.Contains(known, st) {
			return nil, problems{{Code: "2", Message: "Недопустимый статус " + st}}
		}
	}
	if most < 1 {
		return nil, problems{{Code: "2", Message: "Недопустимый count"}}
	}
	ids := []string{}
	for _, id := range s.order {
		sh := s.shipments[id]
		if len(ids) < most && d.finds(sh) {
			ids = append(ids, id)
		}
	}
	return map[string]any{"shipments": ids}, nil
}

func (d searchData) finds(sh *Shipment) bool {
	switch {
	case d.DateFrom != nil && sh.Created.Before(*d.DateFrom), d.DateTo != nil && sh.Created.After(*d.DateTo):
		return false
	case d.ShippingDate != nil && stamp(sh.ShipBy.Truncate(24*time.Hour)) != stamp(d.ShippingDate.Truncate(24*time.Hour)):
		return false
	}
	return len(d.Statuses) == 0 ||
		slices.ContainsFunc(sh.Lots, func(l Lot) bool { return slices.Contains(d.Statuses, l.Status) })
}
