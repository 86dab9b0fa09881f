package megamarkettest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// taken reports whether a callback was taken: status 200 and success 1. Another is sent again.
func taken(d fake.Delivery) bool {
	var a struct{ Success int }
	return d.Status == http.StatusOK && json.Unmarshal(d.Answer, &a) == nil && a.Success == 1
}

// Call returns a callback as Megamarket makes it, with its credentials, without sending it: to Settings.Receiver, of a
// method such as "order/new", with any body. It may be sent with Outbox.Put and SendHooks.
func (s *Server) Call(method, body string) fake.Hook {
	r := s.settings.Receiver
	login := base64.StdEncoding.EncodeToString([]byte(r.User + ":" + r.Password))
	return fake.Hook{
		Name: method, URL: strings.TrimRight(r.URL, "/") + "/" + method, Body: []byte(body),
		Header: http.Header{"Content-Type": {"application/json"}, "Authorization": {"Basic " + login}},
	}
}

// call lets a callback wait.
func (s *Server) call(method string, shipment map[string]any, meta map[string]any) {
	if s.settings.Receiver.URL == "" {
		return
	}
	body, err := json.Marshal(map[string]any{
		"data": map[string]any{"merchantId": s.settings.MerchantID, "shipments": []any{shipment}}, "meta": meta,
	})
	if err != nil {
		panic(err) // plain data can be encoded
	}
	s.Outbox.Put(s.Call(method, string(body)))
}

// callNew announces an order, in the form of its scheme.
func (s *Server) callNew(sh *Shipment) {
	var items []any
	for _, l := range sh.Lots {
		items = append(items, newItem(l))
	}
	out := map[string]any{"shipmentId": sh.ID, "shipmentDate": stamp(sh.Created), "items": items}
	interval := map[string]any{"dateFrom": stamp(sh.DeliveryFrom), "dateTo": stamp(sh.DeliveryTo)}
	if sh.Scheme != Standard {
		out["handover"] = map[string]any{
			"packingDate": stamp(sh.PackBy), "reserveExpirationDate": stamp(sh.ReserveUntil), "outletId": "",
			"serviceScheme": sh.Scheme, "depositedAmount": sh.Deposited, "deliveryInterval": interval, "deliveryId": sh.DeliveryID,
		}
		out["customer"] = map[string]any{
			"customerFullName": sh.Buyer, "phone": "79000000000", "email": "",
			"address": address(),
		}
		out["flags"] = []any{}
		s.call("order/new", out, map[string]any{})
		return
	}
	out["confirmationDate"], out["packingDate"] = stamp(sh.ConfirmBy), stamp(sh.PackBy)
	out["customerOrderId"], out["fulfillmentMethod"] = "7"+sh.ID, sh.Scheme
	out["label"] = map[string]any{
		"deliveryId": strconv.FormatInt(sh.DeliveryID, 10), "region": "Тверская", "city": "Тверь",
		"address": "Тверь, улица Примерная, 1", "fullName": sh.Buyer, "merchantName": "ООО \"Пример\"",
		"merchantId": s.settings.MerchantID, "shipmentId": sh.ID, "shippingDate": stamp(sh.ShipBy),
		"deliveryType": "Доставка курьером", "labelText": "<!DOCTYPE html><html></html>",
	}
	out["shipping"] = map[string]any{
		"shippingPoint": 300123, "shippingDate": stamp(sh.ShipBy),
		"shippingInterval": map[string]any{"dateFrom": stamp(sh.ShipBy.Add(-9 * time.Hour)), "dateTo": stamp(sh.ShipBy)},
	}
	out["delivery"] = map[string]any{"deliveryDate": stamp(sh.DeliveryFrom), "deliveryInterval": interval}
	s.call("order/new", out, map[string]any{"source": "OMS"})
}

// address is where the buyers live.
func address() map[string]any {
	return map[string]any{
		"source": "Тверь, улица Примерная, 1", "postalCode": "170000", "regionKladrId": "69", "regionWithType": "Тверская обл",
		"cityWithType": "г Тверь", "cityArea": nil, "streetWithType": "ул Примерная", "house": "1", "block": nil, "flat": nil,
		"fias": map[string]any{"regionId": "00000000-0000-4000-8000-000000000001", "destinationId": "00000000-0000-4000-8000-000000000002"},
		"geo":  map[string]any{"lat": "56.850000", "lon": "35.900000"},
		"access": map[string]any{
			"detachedHouse": false, "cargoElevator": false, "entrance": nil, "floor": nil, "intercom": nil, "apartment": "", "comment": "",
		},
	}
}

func newItem(l Lot) map[string]any {
	discounts := []any{}
	if l.Price != l.Final {
		discounts = append(discounts, map[string]any{
			"discountType": "LOY", "discountDescription": "Скидка БР", "discountAmount": l.Price - l.Final,
		})
	}
	var tax any
	if l.TaxRate != "" {
		tax = l.TaxRate
	}
	return map[string]any{
		"itemIndex": strconv.Itoa(l.Index), "goodsId": goodsID(l), "offerId": l.OfferID, "itemName": l.Name,
		"itemId": strconv.Itoa(46_000_000_000 + l.Index),
		"price":  l.Price, "finalPrice": l.Final, "discounts": discounts, "priceAdjustments": []any{}, "quantity": 1,
		"taxRate": tax, "reservationPerformed": true, "isDigitalMarkRequired": l.MarkRequired,
	}
}

// callCancel makes the callback with the lots that the buyer cancels.
func (s *Server) callCancel(sh *Shipment, lots []*Lot) {
	var items []any
	for _, l := range lots {
		items = append(items, map[string]any{
			"itemIndex": strconv.Itoa(l.Index), "goodsId": goodsID(*l), "offerId": l.OfferID,
		})
	}
	out := map[string]any{"shipmentId": sh.ID, "items": items}
	if sh.Scheme == Standard {
		out["fulfillmentMethod"] = sh.Scheme
	}
	s.call("order/cancel", out, map[string]any{"source": "OMS"})
}

// goodsID is Megamarket's card of an offer.
func goodsID(l Lot) string {
	var sum uint64
	for _, r := range l.OfferID {
		sum = (sum*31 + uint64(r)) % 1_000_000_000
	}
	return strconv.FormatUint(100_000_000_000+sum, 10)
}

// stamp writes a time in Moscow's zone; nothing for the zero time.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(time.FixedZone("MSK", 3*60*60)).Format(time.RFC3339)
}
