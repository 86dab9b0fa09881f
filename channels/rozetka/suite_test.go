package rozetka_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

type op = clienttest.Op[*rozetka.Client]

// testdata reads a file of testdata.
func testdata(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(b)
}

// compact is JSON without spaces and with its names in order, so that unknown fields compare.
func compact(t testing.TB, body string) string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// content takes the content out of a compact answer.
func content(answer string) string {
	return strings.TrimSuffix(strings.TrimPrefix(answer, `{"content":`), `,"success":true}`)
}

// page is a page of a list.
func page(name string, number, pages int, rows ...string) string {
	return fmt.Sprintf(`{"success":true,"content":{"%s":[%s],"_meta":{"totalCount":%d,"pageCount":%d,"currentPage":%d,"perPage":20}}}`,
		name, strings.Join(rows, ","), 20*pages, pages, number)
}

func operations(order string) []op {
	endless := func(n int) string {
		rows := make([]string, 20)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":%d,"status":1}`, 910000000+20*n+i)
		}
		return page("orders", n+1, 1000, rows...)
	}
	call := `{"id":264,"request_type":1,"request_type_name":"Прохання зв'язатись","message":"Зв'яжіться з клієнтом","code_id":null,"comment":"", ` +
		`"date_call":"2026-03-02 13:08:33","order_id":910000123,"sending_type":null,"status_id":4,"user_login":"olena","user_phone":"380670000002","status_comment":"так"}`
	good := `{"rz_item_id":344560030,"price_offer_id":"sku-%d","item_id":11405%d,"sync_source_id":107,"name":"Фільтр","price":450,"price_old":null,"stock_quantity":15,"available":1}`
	return []op{
		{
			Name: "GET /orders/{id}", Answer: order, Record: "content", Asked: []string{"content.id"},
			Do: func(ctx context.Context, c *rozetka.Client) (any, error) {
				return c.GetOrder(ctx, 910000123, rozetka.ExpandPurchases)
			},
		},
		{
			Name: "GET /orders/search", Record: "content.orders", Page: endless,
			Answer: page("orders", 1, 1, content(order), `{"id":910000124,"status":26,"changed":"2026-03-01 10:15:02"}`),
			Each: func(ctx context.Context, c *rozetka.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListOrders(ctx, rozetka.OrderFilter{Category: rozetka.CategoryNew}))
			},
		},
		{
			Name: "GET /goods/on-sale", Record: "content.items", Answer: page("items", 1, 1, fmt.Sprintf(good, 1, 1), fmt.Sprintf(good, 2, 2)),
			Each: func(ctx context.Context, c *rozetka.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListGoods(ctx, rozetka.GoodsFilter{}))
			},
		},
		{
			Name: "GET /order-statuses/search", Record: "content.orderStatuses",
			Answer: page("orderStatuses", 1, 1, `{"id":5,"name":"Ожидает","name_uk":"Очікує","status_group":1,"status":1,"status_available":[{"parent_id":5,"child_id":6,"delivery_type":0}]}`,
				`{"id":6,"name":"Получена","name_uk":"Отримано","status_group":2,"status":1}`),
			Each: func(ctx context.Context, c *rozetka.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListStatuses(ctx, rozetka.StatusFilter{}))
			},
		},
		{
			Name: "GET /market-payment-methods/list", Record: "content.payment_methods",
			Answer: `{"success":true,"content":{"payment_methods":[{"id":1,"name":"Готівкова","status":1,"is_auto_hold":false},{"id":4524,"name":"Картка","status":0,"is_auto_hold":true}]}}`,
			Each: func(ctx context.Context, c *rozetka.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListPaymentMethods(ctx))
			},
		},
		{
			Name: "GET /calls/{id}", Answer: `{"success":true,"content":` + call + `}`, Record: "content", Asked: []string{"content.id"},
			Do: func(ctx context.Context, c *rozetka.Client) (any, error) { return c.GetCall(ctx, 264) },
		},
		{
			Name: "PUT /orders/{id}", Write: true, On: "PUT /orders/910000123", Answer: order, Record: "content", Asked: []string{"content.id"},
			Beside: []clienttest.Reply{{On: "GET /orders/910000123", Body: order}},
			Do: func(ctx context.Context, c *rozetka.Client) (any, error) {
				return c.SetStatus(ctx, 910000123, rozetka.StatusUpdate{Status: rozetka.StatusInWork})
			},
		},
		{
			Name: "PUT /calls/change-status", Write: true, Safe: true, Answer: `{"success":true,"content":` + call + `}`, Record: "content", Asked: []string{"content.id"},
			Do: func(ctx context.Context, c *rozetka.Client) (any, error) {
				return c.SetCallStatus(ctx, 264, rozetka.CallDecided, "так")
			},
		},
		{
			Name: "POST /prro/create-receipt", Write: true, On: "POST /prro/create-receipt", Answer: `{"success":true,"content":true}`, Record: "-",
			Beside: []clienttest.Reply{{On: "GET /prro/receipt-status/910000123", Body: `{"success":true,"content":{"status":0}}`}},
			Do: func(ctx context.Context, c *rozetka.Client) (any, error) {
				return nil, c.CreateReceipt(ctx, rozetka.Receipt{OrderID: 910000123})
			},
		},
		{
			Name: "POST /users/create", Write: true, Answer: `{"success":true,"content":{"id":5}}`, Record: "-",
			Do: func(ctx context.Context, c *rozetka.Client) (any, error) {
				return nil, c.Call(ctx, "POST", "/users/create", map[string]string{"phone": "380670000002"}, nil)
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
	const token = "eyJ0+of/the=session"
	ops := operations(compact(t, testdata(t, "order.json")))
	types := []any{
		rozetka.Order{},
		rozetka.Purchase{},
		rozetka.Delivery{},
		rozetka.Payment{},
		rozetka.Status{},
		rozetka.Transition{},
		rozetka.DeliveryService{},
		rozetka.Good{},
		rozetka.BuyerCall{},
		rozetka.PaymentMethod{},
		rozetka.PaymentStatus{},
		rozetka.PaymentStatusName{},
		rozetka.DeliveryOptions{},
		rozetka.Counts{},
	}
	refusal := clienttest.Reply{Status: 200, Body: `{"success":false,"errors":{"message":"check_correctness_of_data","code":1005,"description":"TEXT","details":null}}`}
	t.Run("with a login", func(t *testing.T) {
		clienttest.Run(t, clienttest.Client[*rozetka.Client]{
			Secrets: []string{"p4ss+of/the=cabinet"}, Tokens: []string{token},
			New: func(secrets []string, base string, opts ...ordo.Option) *rozetka.Client {
				return rozetka.New(rozetka.Login("shop", secrets[0]), append(opts, ordo.WithBaseURL(base))...)
			},
			Holds:   func(c *rozetka.Client) []any { return []any{c.Channel(), rozetka.Login("shop", "p4ss+of/the=cabinet")} },
			Beside:  []clienttest.Reply{{On: "POST /sites", Body: `{"success":true,"content":{"id":4401,"access_token":"` + token + `"}}`}},
			Refusal: refusal, Ops: ops, Types: types,
		})
	})
	t.Run("with a token", func(t *testing.T) {
		clienttest.Run(t, clienttest.Client[*rozetka.Client]{
			Secrets: []string{"t0ken+of/the=cabinet"},
			New: func(secrets []string, base string, opts ...ordo.Option) *rozetka.Client {
				return rozetka.New(rozetka.Token(secrets[0]), append(opts, ordo.WithBaseURL(base))...)
			},
			Holds:   func(c *rozetka.Client) []any { return []any{c.Channel(), rozetka.Token("t0ken+of/the=cabinet")} },
			Refusal: refusal, Ops: append(ops[:2:2], ops[6]), Types: types,
		})
	})
}
