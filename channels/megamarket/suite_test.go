package megamarket_test

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/order/amount"
)

type op = clienttest.Op[*megamarket.Client]

func operations(shipment string) []op {
	const path = "POST /api/market/v1/orderService/"
	fresh := strings.NewReplacer(`"PACKED"`, `"NEW"`, `"MERCHANT_CANCELED"`, `"NEW"`, `"CONFIRMATION_REJECT"`, "null").Replace(shipment)
	found := []clienttest.Reply{{On: path + "order/get", Body: fresh}}
	return []op{
		{
			Name: "order/get", Answer: shipment, Record: "data.shipments", Asked: []string{"data.shipments.0.shipmentId"},
			Do: func(ctx context.Context, c *megamarket.Client) (any, error) { return c.GetShipment(ctx, "955100777") },
		},
		{
			Name: "order/get of several", Record: "data.shipments",
			Answer: strings.Replace(shipment, `"shipments": [ {`, `"shipments": [ { "shipmentId": "955100778", "items": [ { "itemIndex": 1, "price": 5 } ] }, {`, 1),
			Each: func(ctx context.Context, c *megamarket.Client) iter.Seq2[any, error] {
				return clienttest.All(c.GetShipments(ctx, "955100777", "955100778"))
			},
		},
		{
			Name: "order/search", Record: "data.shipments", Answer: `{"success":1,"meta":{},"data":{"shipments":["955100777","955100778"]}}`,
			Each: func(ctx context.Context, c *megamarket.Client) iter.Seq2[any, error] {
				return clienttest.All(c.SearchShipments(ctx, megamarket.Search{}))
			},
		},
		{
			Name: "order/confirm", Write: true, On: path + "order/confirm", Beside: found, Answer: `{"success":1,"meta":{},"data":{"result":1}}`, Record: "-",
			Do: func(ctx context.Context, c *megamarket.Client) (any, error) {
				return nil, c.Confirm(ctx, megamarket.Confirmation{ShipmentID: "955100777", OrderCode: "A-1001", Lots: []int{1, 2}})
			},
		},
		{
			Name: "order/reject", Write: true, On: path + "order/reject", Beside: found, Answer: `{"success":1,"meta":{},"data":{"result":1}}`, Record: "-",
			Do: func(ctx context.Context, c *megamarket.Client) (any, error) {
				return nil, c.Reject(ctx, "955100777", megamarket.Refusal{Lot: 1, Reason: megamarket.OutOfStock})
			},
		},
		{
			Name: "stock/update", Write: true, Safe: true, Answer: `{"success":1,"meta":{},"data":{}}`, Record: "-",
			Do: func(ctx context.Context, c *megamarket.Client) (any, error) {
				return nil, c.UpdateStock(ctx, megamarket.Stock{OfferID: "MUG-RED", Quantity: 3})
			},
		},
		{
			Name: "manualPrice/save", Write: true, Safe: true, Answer: `{"success":1,"meta":{},"data":{"savedPrices":1}}`, Record: "-",
			Do: func(ctx context.Context, c *megamarket.Client) (any, error) {
				return nil, c.UpdatePrices(ctx, megamarket.Price{OfferID: "MUG-RED", Price: amount.RUB(99000)})
			},
		},
		{
			Name: "order/close", Write: true, Answer: `{"success":1,"meta":{},"data":{"result":1}}`, Record: "-",
			Do: func(ctx context.Context, c *megamarket.Client) (any, error) {
				return nil, c.Call(ctx, "order/close", map[string]string{"shipmentId": "955100777"}, nil)
			},
		},
	}
}

// fault: C14
// fault: R1
// fault: R2
// fault: R7
// fault: R9
// fault: R10
// fault: R15
// fault: R16
func TestSuite(t *testing.T) {
	const password = "p4ss+of/the=callbacks"
	clienttest.Run(t, clienttest.Client[*megamarket.Client]{
		Secrets: []string{"t0ken+of/the=merchant"}, Tokens: []string{password},
		New: func(secrets []string, base string, opts ...ordo.Option) *megamarket.Client {
			return megamarket.New(secrets[0], append(opts, ordo.WithBaseURL(base))...)
		},
		Holds: func(c *megamarket.Client) []any {
			return []any{c.Channel(megamarket.WithCallbackAuth("mm", password)), megamarket.NewWebhook("mm", password)}
		},
		Refusal: clienttest.Reply{Status: 200, Body: `{"success":0,"meta":{},"error":[{"code":"E1","message":"TEXT"}]}`},
		Ops:     operations(string(testdata(t, "order_get.json"))),
		Types: []any{
			megamarket.Shipment{}, megamarket.NewOrder{}, megamarket.Cancellation{}, megamarket.Event{},
		},
	})
}
