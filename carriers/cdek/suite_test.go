package cdek_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

type op = clienttest.Op[*cdek.Client]

const (
	orderUUID = "3f2b7c10-9d10-4a55-8f0e-1d2c3b4a5001"
	taken     = `{"entity":{"uuid":"` + orderUUID + `"},"requests":[{"request_uuid":"3f2b7c11-0000-4a55-8f0e-1d2c3b4a5002","type":"CREATE",` +
		`"date_time":"2026-02-03T10:15:00+0000","state":"ACCEPTED"}],"related_entities":[]}`
)

func operations(recorded string) []op {
	none := clienttest.Reply{On: "GET /v2/orders", Status: 400, Body: `{"requests":[{"type":"GET","date_time":"2026-02-03T10:15:00+0000","state":"INVALID",` +
		`"errors":[{"code":"v2_entity_not_found_im_number","message":"Entity is not found by im_number SHP-1"}]}]}`}
	point := `{"code":"MSK%d","uuid":"u-1","type":"PVZ","owner_code":"CDEK","location":{"country_code":"RU","city_code":44,"city":"Москва","longitude":37.5,` +
		`"address":"ул. Примерная, 1"},"work_time":"Пн-Вс 09:00-20:00","work_time_list":[{"day":1,"time":"09:00/20:00"}],"phones":[{"number":"+74950000000"}],` +
		`"office_image_list":[{"url":"https://pvz.example/1.jpg"}],"weight_max":30,"have_cash":true,"dimensions":[{"width":30,"height":20,"depth":10}]}`
	price := `{"tariff_code":136,"tariff_name":"Посылка склад-склад","delivery_mode":4,"delivery_sum":300.5,"period_min":2,"period_max":4,` +
		`"delivery_date_range":{"min":"2026-02-05","max":"2026-02-07"}}`
	hook := `{"uuid":"4a2b7c10-9d10-4a55-8f0e-1d2c3b4a500%d","type":"ORDER_STATUS","url":"https://shop.example/%d"}`
	return []op{
		{
			Name: "GET /v2/orders/{uuid}", Answer: recorded, Record: "entity,requests", Asked: []string{"entity.uuid"},
			Do: func(ctx context.Context, c *cdek.Client) (any, error) { return c.GetOrder(ctx, orderUUID) },
		},
		{
			Name: "GET /v2/orders", Answer: recorded, Record: "entity,requests", Asked: []string{"entity.number"},
			Do: func(ctx context.Context, c *cdek.Client) (any, error) { return c.GetOrderByNumber(ctx, "SHP-20417") },
		},
		{
			Name: "GET /v2/deliverypoints", Answer: "[" + fmt.Sprintf(point, 5) + "," + fmt.Sprintf(point, 6) + "]",
			Each: func(ctx context.Context, c *cdek.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListDeliveryPoints(ctx, cdek.PointFilter{}))
			},
			Page: func(n int) string {
				rows := make([]string, 1000)
				for i := range rows {
					rows[i] = fmt.Sprintf(`{"code":"P%d"}`, n*1000+i)
				}
				return "[" + strings.Join(rows, ",") + "]"
			},
		},
		{
			Name: "POST /v2/calculator/tariff", Answer: `{"delivery_sum":300,"period_min":2,"period_max":4,"weight_calc":1200,"total_sum":366.5,"currency":"RUB",` +
				`"services":[{"code":"INSURANCE","sum":2.5}]}`,
			Do: func(ctx context.Context, c *cdek.Client) (any, error) {
				return c.GetTariff(ctx, cdek.Quote{Tariff: 136})
			},
		},
		{
			Name: "POST /v2/calculator/tarifflist", Record: "tariff_codes", Answer: `{"tariff_codes":[` + price + "," + strings.Replace(price, "136", "137", 1) + `]}`,
			Each: func(ctx context.Context, c *cdek.Client) iter.Seq2[any, error] {
				all, err := c.ListTariffs(ctx, cdek.Quote{})
				return clienttest.All(all.Tariffs, err)
			},
		},
		{
			Name: "GET /v2/webhooks", Answer: "[" + fmt.Sprintf(hook, 1, 1) + "," + fmt.Sprintf(hook, 2, 2) + "]",
			Each: func(ctx context.Context, c *cdek.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListSubscriptions(ctx))
			},
		},
		{
			Name: "POST /v2/orders", Write: true, On: "POST /v2/orders", Beside: []clienttest.Reply{none}, Status: 202, Answer: taken, Record: "entity,requests",
			Do: func(ctx context.Context, c *cdek.Client) (any, error) { return c.CreateOrder(ctx, draft("SHP-1")) },
		},
		{
			Name: "DELETE /v2/orders/{uuid}", Write: true, Safe: true, Status: 202, Answer: taken, Record: "entity,requests", Asked: []string{"entity.uuid"},
			Do: func(ctx context.Context, c *cdek.Client) (any, error) { return c.DeleteOrder(ctx, orderUUID) },
		},
		{
			Name: "PATCH /v2/orders", Write: true, Safe: true, Status: 202, Answer: taken, Record: "entity,requests", Asked: []string{"entity.uuid"},
			Do: func(ctx context.Context, c *cdek.Client) (any, error) {
				return c.UpdateOrder(ctx, orderUUID, draft("SHP-1"))
			},
		},
	}
}

func TestSuite(t *testing.T) {
	const token, hook = "eyJ0+of/the=session", "h00k-of-the-webhook"
	clienttest.Run(t, clienttest.Client[*cdek.Client]{
		Secrets: []string{"p4ss+of/the=contract"}, Tokens: []string{token, hook},
		New: func(secrets []string, base string, opts ...ordo.Option) *cdek.Client {
			return cdek.New("account", secrets[0], append(opts, ordo.WithBaseURL(base))...)
		},
		Holds: func(c *cdek.Client) []any {
			return []any{c.Carrier(cdek.WithWebhook("https://shop.example/" + hook)), cdek.NewWebhook(hook)}
		},
		Beside:  []clienttest.Reply{{On: "POST /v2/oauth/token", Body: `{"access_token":"` + token + `","token_type":"bearer","expires_in":3599}`}},
		Refusal: clienttest.Reply{Status: 400, Body: `{"requests":[{"type":"GET","date_time":"2026-02-03T10:15:00+0000","state":"INVALID","errors":[{"code":"v2_field_is_empty","message":"TEXT"}]}]}`},
		Ops:     operations(string(testdata(t, "order.json"))),
		Types: []any{
			cdek.Order{},
			cdek.Request{},
			cdek.Related{},
			cdek.Ack{},
			cdek.Price{},
			cdek.ContractTariff{},
			cdek.City{},
			cdek.Region{},
			cdek.Suggestion{},
			cdek.DeliveryPoint{},
			cdek.Subscription{},
			cdek.Agreement{},
			cdek.Interval{},
			cdek.Intake{},
			cdek.Form{},
			cdek.Event{},
		},
	})
}
