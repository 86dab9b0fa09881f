package novaposhta_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

type op = clienttest.Op[*novaposhta.Client]

func testdata(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const (
	path  = "POST /v2.0/json/"
	docID = "99999999-0000-11ef-a60f-48df37b921db"
	tail  = `,"errors":[],"warnings":[],"info":[],"messageCodes":[],"errorCodes":[],"warningCodes":[],"infoCodes":[]}`
	made  = `{"success":true,"data":[{"Ref":"` + docID + `","CostOnSite":85,"EstimatedDeliveryDate":"04.03.2026","IntDocNumber":"20450000000001","TypeDocument":"InternetDocument"}]` + tail
	none  = `{"success":true,"data":[]` + tail
)

func draft(key string) novaposhta.Draft {
	return novaposhta.Draft{
		Key: key, PayerType: novaposhta.Recipient, PaymentMethod: novaposhta.Cash, DateTime: "2026-03-02", CargoType: novaposhta.Parcel,
		ServiceType: novaposhta.WarehouseWarehouse, Weight: "1.2", SeatsAmount: 1,
		OptionsSeat: []novaposhta.Seat{{Weight: "1.2", Width: "20", Length: "30", Height: "10"}}, Description: "Чайник",
	}
}

func operations(t *testing.T) []op {
	pages := func(row string, size int) func(int) string {
		return func(n int) string {
			rows := make([]string, size)
			for i := range rows {
				rows[i] = fmt.Sprintf(row, n*size+i)
			}
			return `{"success":true,"data":[` + strings.Join(rows, ",") + `]` + strings.Replace(tail, `"info":[]`, `"info":{"totalCount":100000}`, 1)
		}
	}
	return []op{
		{
			Name: "TrackingDocument.getStatusDocuments", Answer: testdata(t, "tracking.json"), Record: "data",
			Each: func(ctx context.Context, c *novaposhta.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.Track(ctx, novaposhta.Tracked{Number: "20450000000001"}, novaposhta.Tracked{Number: "20450000000002"}))
			},
		},
		{
			Name: "TrackingDocument.getStatusDocuments of one", Record: "data", Asked: []string{"data.0.Number"},
			Answer: `{"success":true,"data":[{"Number":"20450000000001","StatusCode":"7","Status":"Прибув","AnnouncedPrice":1400,"DateScan":"11:02 04.03.2026"}]` + tail,
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return c.GetTracking(ctx, "20450000000001", "+380670000001")
			},
		},
		{
			Name: "InternetDocument.getDocumentList", Answer: testdata(t, "list.json"), Record: "data",
			Each: func(ctx context.Context, c *novaposhta.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListWaybills(ctx, novaposhta.WaybillFilter{From: "2026-03-01", To: "2026-03-03"}))
			},
			Page: pages(`{"Ref":"r-%[1]d","IntDocNumber":"%[1]d"}`, 100),
		},
		{
			Name: "Address.getWarehouses", Answer: testdata(t, "warehouses.json"), Record: "data",
			Each: func(ctx context.Context, c *novaposhta.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.ListWarehouses(ctx, novaposhta.WarehouseFilter{}))
			},
			Page: pages(`{"Ref":"w-%[1]d","Number":"%[1]d"}`, 500),
		},
		{
			Name: "Address.searchSettlements", Record: "data.0.Addresses",
			Answer: `{"success":true,"data":[{"TotalCount":2,"Addresses":[` +
				`{"Present":"м. Зразків, Львівська обл.","Warehouses":6,"MainDescription":"Зразків","Area":"Львівська","Region":"","SettlementTypeCode":"м.","Ref":"s-1","DeliveryCity":"c-1","AddressDeliveryAllowed":true},` +
				`{"Present":"с. Зразківка, Київська обл.","Warehouses":2,"MainDescription":"Зразківка","Area":"Київська","Region":"Вишгородський","SettlementTypeCode":"с.","Ref":"s-2","DeliveryCity":"c-2"}]}]` + tail,
			Each: func(ctx context.Context, c *novaposhta.Client) iter.Seq2[any, error] {
				return clienttest.Rows(c.SearchSettlements(ctx, "Зразк"))
			},
		},
		{
			Name: "InternetDocument.getDocumentPrice", Record: "data",
			Answer: `{"success":true,"data":[{"AssessedCost":1400,"Cost":"85","CostRedelivery":48.5,"TZoneInfo":{"TzoneName":"Зона","TzoneID":"4"}}]` + tail,
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return c.GetPrice(ctx, novaposhta.Quote{Weight: "1.2"})
			},
		},
		{
			Name: "InternetDocument.save", Write: true, On: path + "InternetDocument/save", Beside: []clienttest.Reply{{On: path + "InternetDocument/getDocumentList", Body: none}},
			Answer: made, Record: "data",
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return c.CreateWaybill(ctx, draft("A-1042-S1"))
			},
		},
		{
			Name: "InternetDocument.update", Write: true, Safe: true, Answer: made, Record: "data", Asked: []string{"data.0.Ref"},
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return c.UpdateWaybill(ctx, docID, draft("A-1042-S1"))
			},
		},
		{
			Name: "InternetDocument.delete", Write: true, Safe: true, Answer: `{"success":true,"data":[{"Ref":"` + docID + `"}]` + tail, Record: "-", Asked: []string{"data.0.Ref"},
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return nil, c.DeleteWaybill(ctx, docID)
			},
		},
		{
			Name: "Counterparty.save", Write: true, Safe: true, Record: "data",
			Answer: `{"success":true,"data":[{"Ref":"cp-1","Description":"Приватна особа","FirstName":"Олена","LastName":"Зразкова","EDRPOU":"","CounterpartyType":"PrivatePerson",` +
				`"ContactPerson":{"success":true,"data":[{"Ref":"p-1","Description":"Зразкова Олена","LastName":"Зразкова","FirstName":"Олена","MiddleName":""}],"errors":[],` +
				`"translatedErrors":[],"warnings":["Person already exists!"],"info":[],"messageCodes":[],"errorCodes":[],"warningCodes":[],"infoCodes":[]}}]` + tail,
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return c.CreateCounterparty(ctx, novaposhta.CounterpartyDraft{Type: novaposhta.PrivatePerson})
			},
		},
		{
			Name: "ScanSheet.insertDocuments", Write: true, Record: "data",
			Answer: `{"success":true,"data":[{"Ref":"sh-1","Number":"105-00003134","Date":"01.03.2026","Description":"","Errors":[{"Error":"Document is in another registry","Number":"20450000000009"}],` +
				`"Success":[],"Warnings":[],"Data":{"Errors":[],"Success":[],"Warnings":[]}}]` + tail,
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				return c.AddToScanSheet(ctx, "", docID)
			},
		},
		{
			Name: "Common.getPackList", Write: true, Record: "-", Answer: `{"success":true,"data":[{"Ref":"x"}]` + tail,
			Do: func(ctx context.Context, c *novaposhta.Client) (any, error) {
				_, err := c.Call(ctx, "Common", "getPackList", nil, nil)
				return nil, err
			},
		},
	}
}

func TestSuite(t *testing.T) {
	clienttest.Run(t, clienttest.Client[*novaposhta.Client]{
		Secrets: []string{"k3y+of/the=cabinet"},
		New: func(secrets []string, base string, opts ...ordo.Option) *novaposhta.Client {
			return novaposhta.New(secrets[0], append(opts, ordo.WithBaseURL(base))...)
		},
		Holds:   func(c *novaposhta.Client) []any { return []any{c.Carrier()} },
		Refusal: clienttest.Reply{Status: 200, Body: `{"success":false,"data":[],"errors":["TEXT"],"warnings":[],"info":[],"messageCodes":[],"errorCodes":["20000900767"],"warningCodes":[],"infoCodes":[]}`},
		Ops:     operations(t),
		Types: []any{
			novaposhta.Tracking{},
			novaposhta.Waybill{},
			novaposhta.Created{},
			novaposhta.Counterparty{},
			novaposhta.ContactPerson{},
			novaposhta.Address{},
			novaposhta.CounterpartyOptions{},
			novaposhta.Area{},
			novaposhta.City{},
			novaposhta.Settlement{},
			novaposhta.FoundSettlement{},
			novaposhta.Street{},
			novaposhta.FoundStreet{},
			novaposhta.Warehouse{},
			novaposhta.Entry{},
			novaposhta.Price{},
			novaposhta.ReturnAddress{},
			novaposhta.ReturnOrder{},
			novaposhta.ScanSheet{},
			novaposhta.SheetResult{},
		},
	})
}
