package bitrix24_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
)

// The shapes are those of the vendor's pages, the values are invented: ids as texts, false for an empty object, null in
// a text, user fields of every kind.
func TestAnswersOfThePortalAreRead(t *testing.T) {
	t.Parallel()
	_, c := serve(t, map[string]func(map[string]any) string{
		"crm.item.get": always(`{"result":{"item":{"id":"351","entityTypeId":2,"title":"Заказ","xmlId":null,"categoryId":"9","stageId":"C9:PAID",` +
			`"stageSemanticId":"P","opportunity":"4890.00","isManualOpportunity":"Y","currencyId":"RUB","contactId":null,"contactIds":[],"closed":"N",` +
			`"movedTime":"2026-07-23T19:19:21+02:00","movedBy":"11","observers":["1","2"],"parentId2":0,` +
			`"UF_CRM_ORDO_PROMO":"MAY10","UF_CRM_ORDO_BONUS":"120|RUB","UF_CRM_ORDO_SHOWN":7,"UF_CRM_ORDO_FILES":["a https://x.example/1","b"],` +
			`"UF_CRM_1_PHOTO":[{"id":30,"url":"/crm/1","urlMachine":"https://portal.example/f?s=1"}],"UF_CRM_1_ONE":{"id":31,"url":"","urlMachine":""},"UF_CRM_X":[]}},` +
			`"time":{"start":1.5,"duration":0.2}}`),
		"event.offline.get": always(`{"result":{"process_id":null,"events":[{"ID":"1","TIMESTAMP_X":"2026-07-18T12:32:31+02:00","EVENT_NAME":"ONCRMDEALUPDATE",` +
			`"EVENT_DATA":{"FIELDS":{"ID":"77"}},"EVENT_ADDITIONAL":{"user_id":"11"},"MESSAGE_ID":"ab1"},{"ID":"2","TIMESTAMP_X":"2026-07-18T12:32:31+02:00",` +
			`"EVENT_NAME":"ONCRMDYNAMICITEMUPDATE","EVENT_DATA":{"FIELDS":{"ID":"5","ENTITY_TYPE_ID":"1038"}},"EVENT_ADDITIONAL":false,"MESSAGE_ID":"ab2"},` +
			`{"ID":"3","TIMESTAMP_X":"","EVENT_NAME":"ONX","EVENT_DATA":false,"EVENT_ADDITIONAL":[],"MESSAGE_ID":"ab3"}]}}`),
		"crm.contact.get": always(`{"result":{"ID":"43","NAME":"Анна","SECOND_NAME":null,"LAST_NAME":"Иванова","COMPANY_ID":null,"PHONE":[{"ID":"156",` +
			`"VALUE_TYPE":"WORK","VALUE":"+79990001122","TYPE_ID":"PHONE"}],"DATE_MODIFY":"2026-04-03T10:26:32+03:00","UF_CRM_ORDO_CARD":"7"}}`),
		"crm.duplicate.findbycomm": always(`{"result":[]}`),
		"user.get":                 always(`{"result":[{"ID":"11","ACTIVE":true,"NAME":"Ольга","LAST_NAME":"","EMAIL":"o@shop.example","USER_TYPE":"employee"}],"total":1}`),
		"voximplant.statistic.get": always(`{"result":[{"ID":"7","CALL_ID":"ext.1","CALL_TYPE":"2","PHONE_NUMBER":"79990001122","PORTAL_USER_ID":"11","CALL_DURATION":"95",` +
			`"CALL_START_DATE":"2026-03-10T13:19:38+03:00","CALL_FAILED_CODE":"200","CRM_ENTITY_TYPE":"CONTACT","CRM_ENTITY_ID":"43","CRM_ACTIVITY_ID":"79","COST":"0.0000",` +
			`"REST_APP_ID":null}],"total":1}`),
		"im.notify.system.add": always(`{"result":false}`),
		"server.time":          always(`{"result":"2026-08-05T12:02:13+03:00"}`),
	})
	i, err := c.GetItem(t.Context(), bitrix24.TypeDeal, 351)
	require.NoError(t, err)
	require.NoError(t, i.Problem)
	require.EqualValues(t, 9, i.Funnel)
	require.EqualValues(t, 11, i.MovedBy)
	require.Equal(t, "RUB", i.Sum.Currency)
	require.True(t, i.Moved.Equal(time.Date(2026, 7, 23, 17, 19, 21, 0, time.UTC)))
	require.Equal(t, "MAY10", i.Text("UF_CRM_ORDO_PROMO"))
	require.Equal(t, "7", i.Text("UF_CRM_ORDO_SHOWN"))
	require.Empty(t, i.Text("UF_CRM_ORDO_LOGIN"))
	require.Equal(t, []string{"a https://x.example/1", "b"}, i.Texts("UF_CRM_ORDO_FILES"))
	require.Equal(t, []string{"MAY10"}, i.Texts("UF_CRM_ORDO_PROMO"))
	require.EqualValues(t, 30, i.Files("UF_CRM_1_PHOTO")[0].ID)
	require.EqualValues(t, 31, i.Files("UF_CRM_1_ONE")[0].ID)

	off, err := c.ReserveOffline(t.Context(), "", 50)
	require.NoError(t, err)
	require.Empty(t, off.Process)
	require.EqualValues(t, 77, off.Events[0].Data.Fields.ID)
	require.EqualValues(t, 11, off.Events[0].More.User)
	require.Equal(t, 1038, off.Events[1].Data.Fields.Type)
	require.Len(t, off.Events, 3)

	p, err := c.Contacts().Get(t.Context(), 43)
	require.NoError(t, err)
	require.Equal(t, []bitrix24.Multi{{ID: 156, Value: "+79990001122", Type: "WORK", Kind: "PHONE"}}, p.Phones)
	require.JSONEq(t, `"7"`, string(p.Extra["UF_CRM_ORDO_CARD"]))
	ids, err := c.Contacts().FindByValue(t.Context(), bitrix24.Phone, "+79990001122")
	require.NoError(t, err)
	require.Empty(t, ids)
	for u, err := range c.ListUsers(t.Context(), bitrix24.Fields{"ID": 11}) {
		require.NoError(t, err)
		require.True(t, bool(u.Value.Active))
	}
	for call, err := range c.ListCalls(t.Context(), nil) {
		require.NoError(t, err)
		require.NoError(t, call.Problem)
		require.EqualValues(t, 95, call.Value.Seconds)
	}
	id, err := c.Notify(t.Context(), 11, "!", "tag")
	require.NoError(t, err)
	require.Zero(t, id)
	at, err := c.Time(t.Context())
	require.NoError(t, err)
	require.True(t, at.Equal(time.Date(2026, 8, 5, 9, 2, 13, 0, time.UTC)))
}
