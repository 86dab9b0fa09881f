package bitrix24test_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
)

// FuzzMethods calls every method with any parameters, as a webhook and as the application: each answers in its form.
func FuzzMethods(f *testing.F) {
	for _, seed := range []string{
		`{"entityTypeId":2,"id":77,"fields":{"stageId":"C9:X","contactIds":["x"],"ufCrmFiles":[{"id":1},["a"]]}}`,
		`{"entityTypeId":1030,"fields":{"title":"a"},"filter":{"0":{"logic":"OR","0":{">id":[1]}}},"select":[1],"order":["id"]}`,
		`{"ownerType":"T406","ownerId":1,"productRows":[[],{"discountTypeId":2},"x"],"id":1,"rows":{"a":1}}`,
		`{"fields":{"ENTITY_ID":77,"ENTITY_TYPE":"deal","COMMENT":"x","FILES":[1,["a","%"]],"entityTypeId":2,"title":[]}}`,
		`{"moduleId":"crm","field":{"entityId":"CRM_1","fieldName":"UF_CRM_1_X","userTypeId":"enumeration","enum":[{"value":{}}]}}`,
		`{"taskId":1,"TASKID":1,"FIELDS":[],"USER_ID":11,"MESSAGE":"x","PHONE_NUMBER":"1","TYPE":2,"PLACEMENT":"DEFAULT","HANDLER":"x"}`,
		`{"type":"PHONE","values":[[]],"fm":{"1":{"typeId":[]}},"orderId":1,"token":"Y3JtfDJ8Nzd8"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, params string) {
		if !json.Valid([]byte(params)) {
			return
		}
		r := portal(t, bitrix24test.Settings{})
		r.FinishInstall(bitrix24test.AppID)
		r.deal("a")
		r.call("crm.type.add", `{"fields":{"title":"Возврат","isStagesEnabled":"Y","isLinkWithProductsEnabled":"Y","relations":{"parent":[{"entityTypeId":2}]}}}`)
		r.call("crm.deal.userfield.add", `{"fields":{"FIELD_NAME":"FILES","USER_TYPE_ID":"file","MULTIPLE":"Y"}}`)
		r.call("tasks.task.add", `{"fields":{"TITLE":"a","RESPONSIBLE_ID":11}}`)
		var names []any
		names, _ = r.call("methods", `{"full":true}`).body["result"].([]any)
		if len(names) < 60 {
			t.Fatalf("only %d methods", len(names))
		}
		for _, name := range names {
			r.call(fmt.Sprint(name), params)
			r.app(fmt.Sprint(name), params)
		}
	})
}
