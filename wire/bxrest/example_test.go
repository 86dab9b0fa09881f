package bxrest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// canned stands for a portal.
type canned string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(c))), Request: r, ContentLength: -1}, nil
}

// A deal and its first comment are made by one request.
func ExampleClient_Batch() {
	answer := canned(`{"result":{"result":{"c00":{"item":{"id":77}},"c01":4207},"result_error":[]}}`)
	portal := bxrest.New("https://shop.bitrix24.ru", bxrest.Webhook(1, "code-of-the-webhook"), ordo.WithHTTPClient(&http.Client{Transport: answer}))
	replies, err := portal.Batch(context.Background(), []bxrest.Command{
		{Name: "deal", Method: "crm.item.add", Params: map[string]any{"entityTypeId": 2, "fields": map[string]any{"title": "Заказ 100500"}}},
		{Method: "crm.timeline.comment.add", Params: map[string]any{"fields": map[string]any{
			"ENTITY_TYPE": "deal", "ENTITY_ID": bxrest.Ref{Command: "deal", Path: []string{"item", "id"}}, "COMMENT": "Заказ принят",
		}}},
	}, bxrest.BatchOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var deal struct{ ID int64 }
	fmt.Println(replies[0].Read("item", &deal), deal.ID, string(replies[1].Result))
	// Output: <nil> 77 4207
}
