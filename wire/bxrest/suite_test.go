package bxrest_test

import (
	"context"
	"iter"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// deal is a record as a client types it.
type deal struct {
	ID    int64       `json:"id"`
	Title string      `json:"title"`
	Sum   wire.Sum    `json:"opportunity"`
	Moved bxrest.Time `json:"movedTime"`
	Won   bxrest.Flag `json:"won"`
	Extra wire.Extra  `json:"-"`

	Problem error `json:"-"`
}

const dealJSON = `{"id":77,"title":"Заказ 100500","opportunity":4890,"movedTime":"2026-05-14T10:26:32+03:00","won":"N","UF_CRM_X":"1"}`

const timeJSON = `"time":{"start":1780000000.1,"finish":1780000000.3,"duration":0.2,"operating":3.3,"operating_reset_at":1780000600}`

type op = clienttest.Op[*bxrest.Client]

func ops() []op {
	get := func(ctx context.Context, c *bxrest.Client) (any, error) {
		var d deal
		_, err := c.Do(ctx, bxrest.Request{
			Method: "crm.item.get", Params: map[string]any{"entityTypeId": 2, "id": 77}, Key: "item", Repeat: bxrest.Read,
			Check: func() error { return rest.Same("deal", 77, d.ID) },
		}, &d)
		return d, err
	}
	return []op{
		{
			Name: "crm.item.get", Answer: `{"result":{"item":` + dealJSON + `},` + timeJSON + `}`, Record: "result.item",
			Asked: []string{"result.item.id"}, Do: get,
		},
		{
			Name: "crm.item.list", Answer: `{"result":{"items":[` + dealJSON + `]},` + timeJSON + `}`, Record: "result.items",
			Each: func(ctx context.Context, c *bxrest.Client) iter.Seq2[any, error] {
				return clienttest.Rows(bxrest.List[deal](ctx, c, bxrest.Listing{
					Method: "crm.item.list", Params: map[string]any{"entityTypeId": 2}, Key: "items", ID: "id",
				}))
			},
		},
		{
			Name: "crm.item.update", Write: true, Answer: `{"result":true,` + timeJSON + `}`, Record: "-",
			Do: func(ctx context.Context, c *bxrest.Client) (any, error) {
				return nil, c.Call(ctx, "crm.item.update", map[string]any{"id": 77}, nil)
			},
		},
		{
			Name: "crm.item.update, fixed", Write: true, Safe: true, Answer: `{"result":true,` + timeJSON + `}`, Record: "-",
			Do: func(ctx context.Context, c *bxrest.Client) (any, error) {
				_, err := c.Do(ctx, bxrest.Request{Method: "crm.item.update", Repeat: bxrest.Fixed}, nil)
				return nil, err
			},
		},
		{
			Name: "batch", Write: true, Record: "-",
			Answer: `{"result":{"result":{"c00":{"item":{"id":77}},"c01":{"item":{"id":78}}},"result_error":[],"result_total":[],` +
				`"result_next":[],"result_time":{"c00":{},"c01":{}}},` + timeJSON + `}`,
			Do: func(ctx context.Context, c *bxrest.Client) (any, error) {
				replies, err := c.Batch(ctx, []bxrest.Command{
					{Method: "crm.item.add", Params: map[string]any{"title": "a"}}, {Method: "crm.item.add"},
				}, bxrest.BatchOptions{})
				return replies, err
			},
		},
	}
}

func TestSuite(t *testing.T) {
	t.Parallel()
	clienttest.Run(t, clienttest.Client[*bxrest.Client]{
		Secrets: []string{"c0de-of/hook"},
		New: func(secrets []string, base string, opts ...ordo.Option) *bxrest.Client {
			return bxrest.New(base, bxrest.Webhook(1, secrets[0]), opts...)
		},
		Refusal: clienttest.Reply{Status: 400, Body: `{"error":"ERROR_CORE","error_description":"TEXT"}`},
		Ops:     ops(),
	})
}

func TestSuiteOfAnApplication(t *testing.T) {
	t.Parallel()
	clienttest.Run(t, clienttest.Client[*bxrest.Client]{
		Secrets: []string{"app-s3cret/x"}, Tokens: []string{"access-token-1", "access-token-2", "refresh-token-1", "refresh-token-2"},
		New: func(secrets []string, base string, opts ...ordo.Option) *bxrest.Client {
			return bxrest.New(base, bxrest.OAuth(bxrest.App{ID: "local.1", Secret: ordo.NewSecret(secrets[0]), Member: "m1"}, bxrest.MemoryTokens(bxrest.Tokens{
				Member: "m1", Access: ordo.NewSecret("access-token-1"), Refresh: ordo.NewSecret("refresh-token-1"), Server: clienttest.Base + "/rest/",
			})), opts...)
		},
		Beside: []clienttest.Reply{{
			On: "POST /oauth/token/", Body: `{"access_token":"access-token-2","refresh_token":"refresh-token-2","member_id":"m1"}`,
		}},
		Refusal: clienttest.Reply{Status: 400, Body: `{"error":"ERROR_CORE","error_description":"TEXT"}`},
		Ops:     ops(),
		Types:   []any{bxrest.Tokens{}, bxrest.Event{}},
	})
}
