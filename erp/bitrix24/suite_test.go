package bitrix24_test

import (
	"context"
	"iter"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

const itemJSON = `{"id":77,"entityTypeId":2,"title":"Заказ 100500","categoryId":5,"stageId":"C5:NEW","stageSemanticId":"P","opportunity":4890.5,` +
	`"currencyId":"RUB","isManualOpportunity":"N","contactId":15,"contactIds":[15],"originatorId":"ordo","originId":"100500","movedBy":11,` +
	`"movedTime":"2026-05-14T10:26:32+03:00","updatedTime":"2026-05-14T10:26:32+03:00","UF_CRM_ORDO_PROMO":"MAY10"}`

const rowJSON = `{"id":501,"ownerId":77,"ownerType":"D","productId":9621,"productName":"Ботинки, 42","price":4800,"quantity":1,"taxRate":20,` +
	`"taxIncluded":"Y","measureCode":796,"sort":10,"xmlId":"","storeId":null}`

type op = clienttest.Op[*bitrix24.Client]

func TestSuite(t *testing.T) {
	t.Parallel()
	none := clienttest.Reply{On: "POST /rest/1/c0de-of/hook/crm.item.list", Body: `{"result":{"items":[]}}`}
	clienttest.Run(t, clienttest.Client[*bitrix24.Client]{
		Secrets: []string{"c0de-of/hook"},
		New: func(secrets []string, base string, opts ...ordo.Option) *bitrix24.Client {
			return bitrix24.New(base, bxrest.Webhook(1, secrets[0]), opts...)
		},
		Refusal: clienttest.Reply{Status: 400, Body: `{"error":"ERROR_CORE","error_description":"TEXT"}`},
		Ops: []op{
			{
				Name: "crm.item.get", Answer: `{"result":{"item":` + itemJSON + `}}`, Record: "result.item", Asked: []string{"result.item.id"},
				Do: func(ctx context.Context, c *bitrix24.Client) (any, error) {
					return c.GetItem(ctx, bitrix24.TypeDeal, 77)
				},
			},
			{
				Name: "crm.item.list", Answer: `{"result":{"items":[` + itemJSON + `]}}`, Record: "result.items",
				Each: func(ctx context.Context, c *bitrix24.Client) iter.Seq2[any, error] {
					return clienttest.Rows(c.ListItems(ctx, bitrix24.ItemQuery{Type: bitrix24.TypeDeal}))
				},
			},
			{
				Name: "crm.item.add", Write: true, On: "POST /rest/1/c0de-of/hook/crm.item.add", Beside: []clienttest.Reply{none},
				Answer: `{"result":{"item":` + itemJSON + `}}`, Record: "-",
				Do: func(ctx context.Context, c *bitrix24.Client) (any, error) {
					return c.CreateItem(ctx, bitrix24.TypeDeal, bitrix24.Fields{"originId": "100500", "originatorId": "ordo"})
				},
			},
			{
				Name: "crm.item.update", Write: true, Safe: true, Answer: `{"result":{"item":` + itemJSON + `}}`, Record: "-",
				Do: func(ctx context.Context, c *bitrix24.Client) (any, error) {
					return c.UpdateItem(ctx, bitrix24.TypeDeal, 77, bitrix24.Fields{"title": "x"})
				},
			},
			{
				Name: "crm.item.productrow.update", Write: true, Safe: true, Answer: `{"result":{"productRow":` + rowJSON + `}}`, Record: "-",
				Asked: []string{"result.productRow.id"},
				Do: func(ctx context.Context, c *bitrix24.Client) (any, error) {
					return c.UpdateRow(ctx, 501, bitrix24.Fields{"quantity": 2})
				},
			},
			{
				Name: "crm.timeline.comment.add", Write: true, Answer: `{"result":4207}`, Record: "-",
				Do: func(ctx context.Context, c *bitrix24.Client) (any, error) {
					return c.AddComment(ctx, bitrix24.TypeDeal, 77, "Заказ принят")
				},
			},
			{
				Name: "tasks.task.get", Answer: `{"result":{"task":{"id":"31","title":"Позвонить","status":"5","responsibleId":"11","closedBy":"11"}}}`,
				Record: "result.task", Asked: []string{"result.task.id"},
				Do: func(ctx context.Context, c *bitrix24.Client) (any, error) { return c.GetTask(ctx, 31) },
			},
		},
		Types: []any{
			bitrix24.Item{},
			bitrix24.ProductRow{},
			bitrix24.Party{},
			bitrix24.Funnel{},
			bitrix24.Stage{},
			bitrix24.SmartProcess{},
			bitrix24.UserField{},
			bitrix24.Comment{},
			bitrix24.LogMessage{},
			bitrix24.Task{},
			bitrix24.PhoneCall{},
			bitrix24.Binding{},
			bitrix24.Offline{},
			bitrix24.Placement{},
			bitrix24.User{},
			bitrix24.AppInfo{},
			bitrix24.OrderLink{},
			bitrix24.StageMove{},
			bitrix24.FileLink{},
		},
	})
}
