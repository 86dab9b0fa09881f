package retailcrm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

type op = clienttest.Op[*retailcrm.Client]

// reads are the operations that change nothing. Types of answers are those that the official clients' tests record.
func reads(order string) []op {
	return []op{
		{
			Name: "orders/get", Answer: `{"success":true,"order":` + order + `}`, Record: "order", Asked: []string{"order.id"},
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) {
				return c.GetOrder(ctx, retailcrm.ByID(7001))
			},
		},
		{
			Name: "orders", Record: "orders", Answer: listOf("orders", order, `{"id":7002,"number":"7002","status":"new","currency":"RUB"}`),
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListOrders(ctx, retailcrm.OrderFilter{}))
			},
			Page: func(n int) string { return pageOf("orders", fmt.Sprintf(`{"id":%d}`, n+1)) },
		},
		{
			Name: "orders/history", Record: "history",
			Answer: listOf("history", `{"id":1,"createdAt":"2025-03-04 16:12:28","source":"user","user":{"id":24},"field":"status","oldValue":{"code":"new"},`+
				`"newValue":{"code":"complete"},"order":{"id":7001,"externalId":"A-1","status":"complete"}}`,
				`{"id":2,"createdAt":"2025-03-04 16:12:29","source":"api","apiKey":{"current":true},"field":"phone","oldValue":null,"newValue":"79","order":{"id":7001}}`),
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListHistory(ctx, retailcrm.HistoryFilter{}))
			},
			Page: func(n int) string { return pageOf("history", fmt.Sprintf(`{"id":%d}`, n+1)) },
		},
		// fault: C3
		{
			Name: "orders/packs/history", Record: "history",
			Answer: listOf("history", `{"id":1,"createdAt":"2025-03-04 16:12:28","source":"user","user":{"id":24},"field":"store","oldValue":null,`+
				`"newValue":{"code":"main"},"pack":{"id":7,"quantity":1}}`, `{"id":2,"source":"api","field":"quantity","pack":{"id":7}}`),
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListPackHistory(ctx, retailcrm.HistoryFilter{}))
			},
			Page: func(n int) string { return pageOf("history", fmt.Sprintf(`{"id":%d}`, n+1)) },
		},
		{
			Name: "orders/statuses", Record: "orders",
			Answer: `{"success":true,"orders":[{"id":1,"externalId":"A","status":"new","group":"new"},{"id":2,"status":"complete","group":"complete"}]}`,
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListOrderStatuses(ctx, []int64{1, 2}, nil))
			},
		},
		{
			Name: "orders/packs/get", Record: "pack", Asked: []string{"pack.id"},
			Answer: `{"success":true,"pack":{"id":7,"store":"main","quantity":2,"item":{"id":11,"order":{"id":7001},"offer":{"id":501}}}}`,
			Do:     func(ctx context.Context, c *retailcrm.Client) (any, error) { return c.GetPack(ctx, 7) },
		},
		{
			Name: "reference/statuses", Record: "statuses",
			Answer: `{"success":true,"statuses":[{"code":"new","name":"Новый","active":true,"ordering":10,"group":"new"},{"code":"done","name":"Выполнен"}]}`,
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListStatuses(ctx))
			},
		},
		{
			Name: "reference/delivery-types", Record: "deliveryTypes",
			Answer: `{"success":true,"deliveryTypes":[{"code":"mm","name":"СММ","active":true,"defaultCost":300,"deliveryServices":["avia","land"],` +
				`"paymentTypes":["cash"]},{"code":"self","name":"Самовывоз"}]}`,
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListDeliveryTypes(ctx))
			},
		},
		{
			Name: "reference/order-types", Record: "orderTypes",
			Answer: `{"success":true,"orderTypes":[{"code":"eshop","name":"Физ. лицо","active":true,"ordering":1},{"code":"opt","name":"Опт"}]}`,
			Each: func(ctx context.Context, c *retailcrm.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListOrderTypes(ctx))
			},
		},
		{
			Name: "/api/credentials", Answer: `{"success":true,"credentials":["/api/orders"],"scopes":["order_read"],"siteAccess":"access_full"}`,
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) { return c.GetCredentials(ctx) },
		},
		{
			Name: "settings", Record: "settings",
			Answer: `{"success":true,"settings":{"default_currency":{"value":"RUB"},"system_language":{"value":"ru"},"timezone":{"value":"Europe/Moscow"}}}`,
			Do:     func(ctx context.Context, c *retailcrm.Client) (any, error) { return c.GetSettings(ctx) },
		},
	}
}

// writes are operations that are done once, or twice without harm.
func writes(order string) []op {
	none := clienttest.Reply{On: "GET /api/v5/orders/*", Status: 404, Body: `{"success":false,"errorMsg":"Not found"}`}
	payment := retailcrm.PaymentFields{Type: "bank-card", Status: "paid"}
	return []op{
		{
			Name: "orders/create", Write: true, On: "POST /api/v5/orders/create", Beside: []clienttest.Reply{none}, Status: 201,
			Answer: `{"success":true,"id":7001,"order":` + order + `}`, Record: "order", Asked: []string{"order.externalId"},
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) {
				return c.CreateOrder(ctx, draft("9320000000101"))
			},
		},
		{
			Name: "orders/create without externalId", Write: true, Status: 201, Answer: `{"success":true,"id":7001,"order":` + order + `}`, Record: "order",
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) {
				return c.CreateOrder(ctx, retailcrm.OrderFields{Number: "1"})
			},
		},
		{
			Name: "orders/edit", Write: true, Safe: true, Answer: `{"success":true,"id":7001,"order":` + order + `}`, Record: "order", Asked: []string{"order.id"},
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) {
				return c.UpdateOrder(ctx, retailcrm.ByID(7001), retailcrm.OrderFields{Status: "new"})
			},
		},
		{
			Name: "orders/payments/create", Write: true, Status: 201, Answer: `{"success":true,"id":4001}`, Record: "-",
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) {
				return c.CreatePayment(ctx, retailcrm.ByID(7001), payment)
			},
		},
		{
			Name: "orders/packs/create", Write: true, Status: 201, Answer: `{"success":true,"id":7}`, Record: "-",
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) {
				return c.CreatePack(ctx, retailcrm.PackFields{ItemID: 11, Store: "main"})
			},
		},
		{
			Name: "orders/packs/delete", Write: true, Safe: true, Answer: `{"success":true}`, Record: "-",
			Do: func(ctx context.Context, c *retailcrm.Client) (any, error) { return nil, c.DeletePack(ctx, 7) },
		},
	}
}

// listOf is a list of one page, pageOf one of very many.
func listOf(key, first, second string) string {
	return fmt.Sprintf(`{"success":true,"pagination":{"limit":100,"totalCount":2,"currentPage":1,"totalPageCount":1},%q:[%s,%s]}`, key, first, second)
}

func pageOf(key, row string) string {
	return fmt.Sprintf(`{"success":true,"pagination":{"limit":100,"totalCount":9000000,"currentPage":1,"totalPageCount":90000},%q:[%s]}`, key, row)
}

// fault: C9
func TestSuite(t *testing.T) {
	const module = "m0dule+client/Id"
	recorded, err := os.ReadFile("testdata/order.json")
	require.NoError(t, err)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, recorded))
	order := compact.String()
	clienttest.Run(t, clienttest.Client[*retailcrm.Client]{
		Secrets: []string{"k3y+of/the=account"}, Tokens: []string{module},
		New: func(secrets []string, base string, opts ...ordo.Option) *retailcrm.Client {
			return retailcrm.New(base, secrets[0], opts...).WithSite("mm-shop").WithZone(moscow).WithCurrency("RUB")
		},
		Holds: func(c *retailcrm.Client) []any {
			return []any{
				c.System(retailcrm.Mapping{}, retailcrm.WithModule("https://shop.example/module", module)), &retailcrm.Webhook{ClientID: ordo.NewSecret(module)},
				&retailcrm.Register{Secret: ordo.NewSecret(module)},
				retailcrm.Connection{APIKey: ordo.NewSecret(module)},
				retailcrm.Module{ClientID: ordo.NewSecret(module)},
			}
		},
		Values:  []string{"default_currency", "system_language", "timezone", "statusDate", "oldValue", "newValue"},
		Refusal: clienttest.Reply{Status: 400, Body: `{"success":false,"errorMsg":"TEXT"}`},
		Ops:     append(reads(order), writes(order)...),
	})
}
