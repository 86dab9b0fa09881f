package onec_test

import (
	"context"
	"iter"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

const (
	id1 = "55555555-0000-4000-8000-000000000001"
	id2 = "55555555-0000-4000-8000-000000000002"
)

const orderJSON = `{"Ref_Key":"` + id1 + `","DataVersion":"AAAAAAAAAAE=","DeletionMark":false,"Number":"ИМ00-000123",` +
	`"Date":"2025-03-11T10:02:41","Posted":false,"Статус":"КОбеспечению","НомерПоДаннымКлиента":"50417","СуммаДокумента":5000,` +
	`"Товары":[{"LineNumber":"1","Номенклатура_Key":"22222222-0000-4000-8000-000000000001","Количество":1,"КоличествоУпаковок":1,` +
	`"Цена":2500,"Сумма":2500,"КодСтроки":"1","ВариантОбеспечения":"СоСклада"}]}`

type op = clienttest.Op[*onec.Client]

func TestSuite(t *testing.T) {
	t.Parallel()
	search := clienttest.Reply{On: "GET /odata/standard.odata/Document_ЗаказКлиента", Body: `{"value":[]}`}
	root := clienttest.Reply{On: "GET /odata/standard.odata/", Body: `{"value":[]}`}
	one := clienttest.Reply{On: "GET /odata/standard.odata/*", Body: orderJSON}
	clienttest.Run(t, clienttest.Client[*onec.Client]{
		Secrets: []string{"оператор1С", "s3cr+t/Пароль"},
		New: func(secrets []string, base string, opts ...ordo.Option) *onec.Client {
			return onec.New(base, secrets[0], secrets[1], opts...)
		},
		Holds:  func(c *onec.Client) []any { return []any{c.System(settings())} },
		Beside: []clienttest.Reply{root},
		NotYet: map[string]string{
			"an empty answer decides nothing/POST Document_ЗаказКлиента/Post": "1C may answer a posting with nothing: what counts is what is read back",
		},
		Refusal: clienttest.Reply{Status: 400, Body: `{"odata.error":{"code":"4","message":{"lang":"ru","value":"TEXT"}}}`},
		Ops: []op{
			{
				Name: "GET Document_ЗаказКлиента", Answer: orderJSON, Asked: []string{"Ref_Key"},
				Do: func(ctx context.Context, c *onec.Client) (any, error) { return c.Orders().Get(ctx, id1) },
			},
			{
				Name: "GET Document_ЗаказКлиента (list)", Answer: `{"value":[` + orderJSON + `,{"Ref_Key":"` + id2 + `"}]}`, Record: "value",
				Each: func(ctx context.Context, c *onec.Client) iter.Seq2[any, error] {
					return clienttest.Rows(c.Orders().List(ctx, onec.Query{}))
				},
			},
			{
				Name: "GET InformationRegister_ШтрихкодыНоменклатуры", Record: "value",
				Answer: `{"value":[{"Штрихкод":"04601234567893","Номенклатура_Key":"` + id1 + `"},{"Штрихкод":"2","Номенклатура_Key":"` + id2 + `"}]}`,
				Each: func(ctx context.Context, c *onec.Client) iter.Seq2[any, error] {
					return clienttest.Rows(c.Barcodes().List(ctx, onec.Filter{}))
				},
			},
			{
				Name: "POST Document_ЗаказКлиента with a number", Write: true, Answer: orderJSON, Record: "-", Status: 201, On: "POST *",
				Beside: []clienttest.Reply{search, one},
				Do: func(ctx context.Context, c *onec.Client) (any, error) {
					return c.Orders().Create(ctx, onec.Order{ClientNumber: "50417"}, onec.Eq("НомерПоДаннымКлиента", "50417"))
				},
			},
			{
				Name: "POST Document_ЗаказКлиента", Write: true, Answer: orderJSON, Record: "-", Status: 201, On: "POST *", Beside: []clienttest.Reply{search, one},
				Do: func(ctx context.Context, c *onec.Client) (any, error) {
					return c.Orders().Create(ctx, onec.Order{ClientNumber: "50417"}, onec.Filter{})
				},
			},
			{
				Name: "POST Document_ЗаказКлиента/Post", Write: true, Safe: true, Answer: `{"Ref_Key":"` + id1 + `"}`, Record: "-", On: "POST *", Beside: []clienttest.Reply{{
					On: "GET *", Body: `{"Ref_Key":"` + id1 + `","Posted":true}`,
				}},
				Do: func(ctx context.Context, c *onec.Client) (any, error) { return c.Orders().Post(ctx, id1) },
			},
		},
		Types: []any{
			onec.Order{},
			onec.Sale{},
			onec.TransferOrder{},
			onec.Transfer{},
			onec.ReturnRequest{},
			onec.Return{},
			onec.CardOperation{},
			onec.BankReceipt{},
			onec.Receipt{},
			onec.Partner{},
			onec.Counterparty{},
			onec.ContactPerson{},
			onec.ContactKind{},
			onec.Good{},
			onec.Characteristic{},
			onec.Unit{},
			onec.Barcode{},
			onec.Warehouse{},
			onec.LoyaltyCard{},
			onec.LoyaltyKind{},
			onec.Bonus{},
			onec.Organization{},
			onec.Agreement{},
			onec.Entry{},
			onec.VATRate{},
			onec.Mark{},
			onec.File{},
			onec.PriceRecord{},
			onec.Distribution{},
			onec.OrderState{},
			onec.InternalOrderState{},
		},
	})
}
