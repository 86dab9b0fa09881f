package russianpost_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

type op = clienttest.Op[*russianpost.Client]

func operations(t *testing.T) []op {
	backlog := testdata(t, "order-backlog.json")
	none := func(on string) clienttest.Reply { return clienttest.Reply{On: on, Body: `[]`} }
	batch := func(n int) string {
		return fmt.Sprintf(`{"batch-name":"%d","batch-status":"CREATED","batch-status-date":"2026-02-03T10:20:00.000Z","mail-type":"COMBINED",`+
			`"mail-category":"COMBINED","postoffice-code":"101000","shipment-count":1,"shipment-mass":1200,"list-number-date":"2026-02-05",`+
			`"electronic-f103":false,"postmarks":["NONSTANDARD"],"combined-batch-mail-types":["POSTAL_PARCEL"]}`, n)
	}
	return []op{
		{
			Name: "GET /1.0/backlog/{id}", Answer: backlog, Asked: []string{"id"},
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) { return c.GetOrder(ctx, 510000001) },
		},
		{
			Name: "GET /1.0/shipment/search", Answer: testdata(t, "shipment-search.json"),
			Each: func(ctx context.Context, c *russianpost.Client) iter.Seq2[any, error] {
				return clienttest.All(c.SearchShipments(ctx, "10100026123459"))
			},
		},
		{
			Name: "PUT /2.0/user/backlog", Write: true, On: "PUT /2.0/user/backlog", Beside: []clienttest.Reply{none(backlogSearch), none(shipmentSearch)},
			Answer: madeOne, Record: "orders.0", Asked: []string{"orders.0.order-num"},
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) {
				return c.CreateOrder(ctx, draft("SHP-1"))
			},
		},
		{
			Name: "DELETE /1.0/backlog", Write: true, Safe: true, Answer: `{"result-ids":[510000001]}`, Record: "-",
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) { return c.DeleteOrders(ctx, 510000001) },
		},
		{
			Name: "POST /1.0/user/shipment", Write: true, Answer: `{"batches":[` + batch(27) + `],"result-ids":[510000001]}`, Record: "batches.0",
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) {
				return c.CreateBatches(ctx, russianpost.BatchOptions{SendingDate: "2026-02-05"}, 510000001)
			},
		},
		{
			Name: "POST /1.0/batch/{name}/checkin", Write: true, On: "POST /1.0/batch/27/checkin", Answer: `{"f103-sent":true}`, Record: "-",
			Beside: []clienttest.Reply{{On: "GET /1.0/batch/27", Body: batch(27)}},
			Do:     func(ctx context.Context, c *russianpost.Client) (any, error) { return c.Checkin(ctx, "27", false) },
		},
		{
			Name: "GET /1.0/batch/{name}", Answer: batch(27), Asked: []string{"batch-name"},
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) { return c.GetBatch(ctx, "27") },
		},
		{
			Name: "GET /1.0/batch", Answer: "[" + batch(27) + "," + batch(28) + "]",
			Each: func(ctx context.Context, c *russianpost.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListBatches(ctx, russianpost.BatchFilter{}))
			},
			Page: func(n int) string {
				rows := make([]string, 100)
				for i := range rows {
					rows[i] = batch(n*100 + i)
				}
				return "[" + strings.Join(rows, ",") + "]"
			},
		},
		{
			Name: "POST /1.0/tariff", Answer: `{"total-rate":35000,"total-vat":7700,"ground-rate":{"rate":35000,"vat":7700},"delivery-time":{"min-days":3,"max-days":4},"payment-method":"CASHLESS"}`,
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) {
				return c.GetTariff(ctx, russianpost.Quote{From: "101000", To: "190000", MailType: russianpost.Parcel, MailCategory: russianpost.Ordinary, Mass: 1200})
			},
		},
		{
			Name: "GET /postoffice/1.0/{index}", Answer: testdata(t, "office.json"), Asked: []string{"postal-code"},
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) { return c.GetOffice(ctx, "190000") },
		},
		{
			Name: "GET /1.0/user-shipping-points", Answer: `[{"operator-postcode":"101000","additional-operator-postcodes":["801000"],"ops-address":"Москва","enabled":true,` +
				`"available-mail-types":["POSTAL_PARCEL"],"available-products":[{"mail-type":"POSTAL_PARCEL","mail-category":"ORDINARY","product-type":"POSTAL_PARCEL_ORDINARY"}]},{"operator-postcode":"115162"}]`,
			Each: func(ctx context.Context, c *russianpost.Client) iter.Seq2[any, error] {
				return clienttest.All(c.ListShippingPoints(ctx))
			},
		},
		{
			Name: "GET /1.0/settings", Answer: `{"api_enabled":true,"agreement-number":"7","agreement-expired":false,"apig_access_token":"` + settingsToken + `"}`,
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) { return c.GetSettings(ctx) },
		},
		{
			Name: "PUT /1.0/returns", Write: true, On: "PUT /1.0/returns", Beside: []clienttest.Reply{none(shipmentSearch)},
			Answer: `{"return-barcode":"80000202600011"}`, Record: "-",
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) {
				return c.CreateReturn(ctx, "10100026123459", "")
			},
		},
		{
			Name: "PUT /1.0/returns/return-without-direct", Write: true, Answer: `[{"position":0,"return-barcode":"80000202600011"}]`, Record: "-",
			Do: func(ctx context.Context, c *russianpost.Client) (any, error) {
				return c.CreateSeparateReturn(ctx, russianpost.ReturnDraft{MailType: russianpost.EasyReturn})
			},
		},
		{
			Name: "POST /1.0/clean/address", Answer: `[{"id":"0","original-address":"спб примерная 1-5","address-type":"DEFAULT","index":"190000","place":"г Санкт-Петербург","quality-code":"GOOD","validation-code":"VALIDATED"}]`,
			Record: "0", Do: func(ctx context.Context, c *russianpost.Client) (any, error) {
				return c.CleanAddresses(ctx, "спб примерная 1-5")
			},
		},
	}
}

const settingsToken = "t0ken+in/the=settings"

func TestSuite(t *testing.T) {
	clienttest.Run(t, clienttest.Client[*russianpost.Client]{
		Secrets: []string{token, password}, Tokens: []string{settingsToken},
		New: func(secrets []string, base string, opts ...ordo.Option) *russianpost.Client {
			return russianpost.New(secrets[0], "shop@example.org", secrets[1], append(opts, ordo.WithBaseURL(base))...)
		},
		Holds: func(*russianpost.Client) []any {
			return []any{russianpost.NewTracking("shop-login", token), russianpost.NewTariff()}
		},
		Refusal: clienttest.Reply{Status: 404, Body: `{"code":"1001","desc":"TEXT","sub-code":"RESOURCE_NOT_FOUND"}`},
		Ops:     operations(t),
		Types: []any{
			russianpost.Order{},
			russianpost.Created{},
			russianpost.Batch{},
			russianpost.Price{},
			russianpost.Office{},
			russianpost.Indexes{},
			russianpost.ShippingPoint{},
			russianpost.Account{},
			russianpost.DayLimit{},
			russianpost.Balance{},
			russianpost.CleanAddress{},
			russianpost.CleanName{},
			russianpost.CleanPhone{},
			russianpost.Recipient{},
			russianpost.OfficeService{},
			russianpost.Point{},
			russianpost.TariffPrice{},
			russianpost.Record{},
			russianpost.CODEvent{},
			russianpost.Answer{},
			russianpost.TicketItem{},
		},
	})
}
