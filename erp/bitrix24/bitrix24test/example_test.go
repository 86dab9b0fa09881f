package bitrix24test_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
)

func Example() {
	portal := bitrix24test.New(bitrix24test.Settings{})
	defer portal.Close()
	client := http.Client{Transport: portal.Transport()}
	address := fmt.Sprintf("%s/rest/%d/%s/crm.item.add", bitrix24test.Portal, bitrix24test.WebhookUser, bitrix24test.WebhookCode)
	resp, err := client.Post(address, "application/json", strings.NewReader(
		`{"entityTypeId":2,"fields":{"title":"Заказ 100500","originId":"100500"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()

	deal, _ := portal.Deal("100500")
	if err := portal.MovesDeal(bitrix24test.Operator, deal.ID, "В работе"); err != nil { // what a person does
		fmt.Println(err)
	}
	deal, _ = portal.Deal("100500")
	fmt.Println(deal.Title, deal.Stage, "moved by", deal.MovedBy)
	// Output: Заказ 100500 В работе moved by 11
}
