package bitrix_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

type op = clienttest.Op[*bitrix.Client]

const (
	itemJSON = `{"id":812,"orderId":300,"productId":9621,"productXmlId":"9b2f","name":"Кружка","quantity":2,"currency":"RUB","basePrice":890,"price":801,` +
		`"discountPrice":89,"customPrice":"N","vatRate":0.22,"vatIncluded":"Y","measureCode":796,"measureName":"шт","type":null,"sort":100,"xmlId":"bx_1",` +
		`"properties":[{"id":5,"basketId":812,"code":"CML2_ARTICLE","name":"Артикул","value":"MUG"}],"reservations":[]}`
	paymentJSON = `{"id":55,"accountNumber":"300/1","orderId":300,"paySystemId":6,"paySystemName":"Банковские карты","paySystemIsCash":"A","sum":1952,` +
		`"currency":"RUB","paid":"N","datePaid":"","isReturn":"N","psInvoiceId":"","xmlId":"bx_2"}`
	shipmentJSON = `{"id":41,"accountNumber":"300/2","orderId":300,"deliveryId":14,"deliveryName":"СДЭК, пункт выдачи","statusId":"DN","allowDelivery":"N",` +
		`"deducted":"N","canceled":"N","basePriceDelivery":350,"priceDelivery":350,"currency":"RUB","trackingNumber":"","system":"N","xmlId":"bx_3",` +
		`"shipmentItems":[{"id":90,"orderDeliveryId":41,"basketId":812,"quantity":2,"xmlId":"bx_4"}]}`
	orderJSON = `{"id":300,"accountNumber":"300","xmlId":"bx_0","lid":"s1","personTypeId":1,"userId":7,"currency":"RUB","statusId":"N","price":1952,` +
		`"discountValue":178,"taxValue":0,"payed":"N","deducted":"N","canceled":"N","marked":"N","dateInsert":"2026-05-14T10:00:00+03:00",` +
		`"dateUpdate":"2026-05-14T10:00:00+03:00","userDescription":"Звонить после 18","comments":"","basketItems":[` + itemJSON + `],"payments":[` + paymentJSON +
		`],"shipments":[` + shipmentJSON + `],"propertyValues":[{"id":1,"orderPropsId":2,"code":"EMAIL","name":"E-Mail","value":"vera@example.com"}],` +
		`"clients":[{"id":1,"entityId":15,"entityTypeId":3,"isPrimary":"Y"}]}`
)

func TestSuite(t *testing.T) {
	endless := func(n int) string {
		rows := make([]string, 50)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":%d,"statusId":"N"}`, 1000+50*n+i)
		}
		return `{"result":{"orders":[` + strings.Join(rows, ",") + `]}}`
	}
	list := func(key string, rows ...string) string {
		return `{"result":{"` + key + `":[` + strings.Join(rows, ",") + `]}}`
	}
	get := clienttest.Reply{On: "POST /rest/1/c0de-of/hook/sale.order.get", Body: `{"result":{"order":` + strings.Replace(orderJSON, "Звонить", "Не звонить", 1) + `}}`}
	none := clienttest.Reply{On: "POST /rest/1/c0de-of/hook/sale.shipment.get", Body: `{"result":{"shipment":` + shipmentJSON + `}}`}
	status := "P"
	clienttest.Run(t, clienttest.Client[*bitrix.Client]{
		Secrets: []string{"c0de-of/hook"},
		New: func(secrets []string, base string, opts ...ordo.Option) *bitrix.Client {
			return bitrix.New(base, bxrest.Webhook(1, secrets[0]), opts...)
		},
		Holds:   func(c *bitrix.Client) []any { return []any{c.Channel(bitrix.Settings{})} },
		Refusal: clienttest.Reply{Status: 400, Body: `{"error":"ERROR_CORE","error_description":"TEXT"}`},
		Ops: []op{
			{
				Name: "sale.order.get", Answer: `{"result":{"order":` + orderJSON + `}}`, Record: "result.order", Asked: []string{"result.order.id"},
				Do: func(ctx context.Context, c *bitrix.Client) (any, error) { return c.GetOrder(ctx, 300) },
			},
			{
				Name: "sale.order.list", Answer: list("orders", `{"id":300,"statusId":"N","dateUpdate":"2026-05-14T10:00:00+03:00"}`, `{"id":301,"statusId":"P"}`),
				Record: "result.orders", Page: endless,
				Each: func(ctx context.Context, c *bitrix.Client) iter.Seq2[any, error] {
					return clienttest.Rows(c.ListOrders(ctx, bitrix.OrderFilter{}))
				},
			},
			{
				Name: "catalog.product.list", Answer: list("products", `{"id":9621,"iblockId":23,"name":"Кружка","xmlId":"9b2f","property45":{"value":"MUG","valueId":"1"}}`),
				Record: "result.products",
				Each: func(ctx context.Context, c *bitrix.Client) iter.Seq2[any, error] {
					return clienttest.Rows(c.ListProducts(ctx, 23, "property45", "MUG"))
				},
			},
			{
				Name: "sale.order.update", Write: true, Safe: true, On: "POST /rest/1/c0de-of/hook/sale.order.update", Beside: []clienttest.Reply{get},
				Answer: `{"result":{"order":` + orderJSON + `}}`, Record: "-", Asked: []string{"result.order.id"},
				Do: func(ctx context.Context, c *bitrix.Client) (any, error) {
					return c.UpdateOrder(ctx, 300, bitrix.OrderFields{StatusID: &status})
				},
			},
			{
				Name: "sale.basketitem.add", Write: true, On: "POST /rest/1/c0de-of/hook/sale.basketitem.add", Beside: []clienttest.Reply{get},
				Answer: `{"result":{"basketItem":` + itemJSON + `}}`, Record: "-", Asked: []string{"result.basketItem.orderId"},
				Do: func(ctx context.Context, c *bitrix.Client) (any, error) {
					return c.CreateBasketItem(ctx, bitrix.BasketFields{OrderID: 300, Quantity: "1", XMLID: "ordo-L2"})
				},
			},
			{
				Name: "sale.payment.add", Write: true, Answer: `{"result":{"payment":` + paymentJSON + `}}`, Record: "-", Asked: []string{"result.payment.orderId"},
				Do: func(ctx context.Context, c *bitrix.Client) (any, error) {
					return c.CreatePayment(ctx, bitrix.PaymentFields{OrderID: 300, PaySystemID: 6, Sum: wire.Sum{Decimal: "5"}})
				},
			},
			{
				Name: "sale.shipment.update", Write: true, Safe: true, On: "POST /rest/1/c0de-of/hook/sale.shipment.update", Beside: []clienttest.Reply{none},
				Answer: `{"result":{"shipment":` + shipmentJSON + `}}`, Record: "-", Asked: []string{"result.shipment.id"},
				Do: func(ctx context.Context, c *bitrix.Client) (any, error) {
					return c.UpdateShipment(ctx, 41, bitrix.ShipmentFields{DeliveryID: 14, TrackingNumber: "1234567890"})
				},
			},
		},
		Types: []any{
			bitrix.Order{},
			bitrix.BasketItem{},
			bitrix.BasketProperty{},
			bitrix.Reservation{},
			bitrix.Payment{},
			bitrix.Shipment{},
			bitrix.ShipmentItem{},
			bitrix.PropertyValue{},
			bitrix.OrderClient{},
			bitrix.Property{},
			bitrix.Status{},
			bitrix.DeliveryService{},
			bitrix.PaySystem{},
			bitrix.Product{},
			bitrix.Price{},
			bitrix.StoreProduct{},
			bitrix.Quote{},
		},
	})
}
