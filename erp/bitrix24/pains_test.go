package bitrix24_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
)

// pain: B24-P1
func TestRowsThatGotLostAreNoSuccess(t *testing.T) {
	t.Parallel()
	left := `{"result":{"productRows":[]}}`
	p, c := serve(t, map[string]func(map[string]any) string{
		"crm.item.productrow.set":  func(map[string]any) string { return `{"result":{"productRows":[]}}` },
		"crm.item.productrow.list": func(map[string]any) string { return left },
	})
	rows := []bitrix24.ProductRow{{Product: 9621, Price: "1650", Quantity: "2"}, {Name: "Подарок", Price: "0", Quantity: "1"}}
	_, err := c.SetRows(t.Context(), bitrix24.TypeDeal, 77, rows)
	class(t, ordo.Conflict, err)
	require.Contains(t, err.Error(), "2 rows for 3300.00 were written, and there are 0 for 0.00")
	require.Len(t, p.asked[0].params["productRows"], 2, "lists go as JSON")

	left = `{"result":{"productRows":[{"id":1,"ownerId":77,"price":1650,"quantity":1},{"id":2,"ownerId":77,"price":0,"quantity":1}]}}`
	_, err = c.SetRows(t.Context(), bitrix24.TypeDeal, 77, rows)
	class(t, ordo.Conflict, err)

	left = `{"result":{"productRows":[{"id":1,"ownerId":77,"price":"1650.00","quantity":2},{"id":2,"ownerId":77,"price":0,"quantity":1}]}}`
	got, err := c.SetRows(t.Context(), bitrix24.TypeDeal, 77, rows)
	require.NoError(t, err)
	require.EqualValues(t, 2, got[1].ID)

	n := len(p.asked)
	_, err = c.SetRows(t.Context(), bitrix24.TypeDeal, 77, nil)
	class(t, ordo.Invalid, err)
	require.Len(t, p.asked, n, "no rows are never sent by chance")
	require.NoError(t, c.ClearRows(t.Context(), bitrix24.TypeDeal, 77))
}

// pain: B24-P2
func TestItemsOutsideTheTimeAskedForAreLeftOut(t *testing.T) {
	t.Parallel()
	p, c := serve(t, map[string]func(map[string]any) string{
		"crm.item.list": always(`{"result":{"items":[{"id":1,"updatedTime":"2026-10-30T23:59:59+03:00"},{"id":2,"updatedTime":"2026-10-31T00:00:00+03:00"},` +
			`{"id":3,"updatedTime":"2026-11-01T00:00:00+03:00"}]}}`),
	})
	zone := time.FixedZone("MSK", 3*60*60)
	var ids []int64
	for r, err := range c.ListItems(t.Context(), bitrix24.ItemQuery{
		Type: bitrix24.TypeDeal, UpdatedFrom: time.Date(2026, 10, 31, 0, 0, 0, 0, zone), UpdatedTo: time.Date(2026, 11, 1, 0, 0, 0, 0, zone),
	}) {
		require.NoError(t, err)
		ids = append(ids, r.ID)
	}
	require.Equal(t, []int64{2}, ids)
	require.Equal(t, map[string]any{">=updatedTime": "2026-10-31 00:00:00", "<updatedTime": "2026-11-01 00:00:00"}, p.asked[0].params["filter"])
}

// pain: B24-P3
func TestUserFieldsAreAskedForInTheWayThatAnswersThem(t *testing.T) {
	t.Parallel()
	p, c := serve(t, map[string]func(map[string]any) string{"crm.item.list": always(`{"result":{"items":[[],{"id":2},{"title":"no id"}]}}`)})
	problems := 0
	for r, err := range c.ListItems(t.Context(), bitrix24.ItemQuery{Type: bitrix24.TypeDeal}) {
		require.NoError(t, err)
		require.Equal(t, r.Value.ID == 0, r.Problem != nil, "a row without an id is never a deal")
		if r.Problem != nil {
			problems++
		}
	}
	require.Equal(t, 2, problems)
	require.Equal(t, []any{"*", "UF_*"}, p.asked[0].params["select"], "with names of fields the rows come empty")
}

// pain: B24-P4
func TestWhatShallBeEmptyIsReadBack(t *testing.T) {
	t.Parallel()
	comment, older, stuck := "x", true, false
	read := func() string {
		b, err := json.Marshal(comment)
		require.NoError(t, err)
		return `{"result":{"item":{"id":77,"entityTypeId":2,"comments":` + string(b) + `}}}`
	}
	p, c := serve(t, map[string]func(map[string]any) string{
		"crm.item.update": func(map[string]any) string { return read() }, // a success, and the old value
		"crm.item.get":    func(map[string]any) string { return read() },
		"crm.deal.update": func(params map[string]any) string {
			require.Equal(t, map[string]any{"COMMENTS": ""}, params["fields"])
			if older && !stuck {
				comment = ""
			}
			return `{"result":true}`
		},
	})
	require.NoError(t, c.ClearItem(t.Context(), bitrix24.TypeDeal, 77, "comments", "COMMENTS"))
	require.Equal(t, 1, p.count("crm.deal.update"))
	comment, stuck = "x", true
	class(t, ordo.Conflict, c.ClearItem(t.Context(), bitrix24.TypeDeal, 77, "comments", "COMMENTS"))
	class(t, ordo.Conflict, c.ClearItem(t.Context(), 1038, 77, "comments", "COMMENTS"))
}

// pain: B24-P6
func TestContactsAreNotAskedForWithOr(t *testing.T) {
	t.Parallel()
	p, c := serve(t, nil)
	for _, err := range c.Contacts().List(t.Context(), bitrix24.Fields{"0": map[string]any{"logic": "OR"}}) {
		class(t, ordo.Unsupported, err)
	}
	require.Empty(t, p.asked)
}

// A filter that the portal ignored widens the result: none of it is taken for what was looked for.
func TestAnIgnoredFilterFindsNothing(t *testing.T) {
	t.Parallel()
	p, c := serve(t, map[string]func(map[string]any) string{
		"crm.contact.list": always(`{"result":[{"ID":"5","ORIGINATOR_ID":"x","ORIGIN_ID":"1"}]}`),
		"crm.item.list":    always(`{"result":{"items":[{"id":5,"originatorId":"ordo","originId":"1","xmlId":"k"}]}}`),
		"tasks.task.list":  always(`{"result":{"tasks":[{"id":"5","xmlId":"other"}]}}`),
		"crm.contact.add":  always(`{"result":9}`),
		"crm.item.add":     always(`{"result":{"item":{"id":9}}}`),
		"tasks.task.add":   always(`{"result":{"task":{"id":"9"}}}`),
	})
	id, err := c.Contacts().Create(t.Context(), bitrix24.Party{Originator: "ordo", Origin: "1"})
	require.NoError(t, err)
	require.EqualValues(t, 9, id)
	i, err := c.CreateItem(t.Context(), bitrix24.TypeDeal, bitrix24.Fields{"originatorId": "ordo", "originId": "2"})
	require.NoError(t, err)
	require.EqualValues(t, 9, i.ID)
	i, err = c.CreateItem(t.Context(), bitrix24.TypeDeal, bitrix24.Fields{"originatorId": "ordo", "originId": "1"})
	require.NoError(t, err)
	require.EqualValues(t, 5, i.ID, "it is there")
	task, err := c.CreateTask(t.Context(), bitrix24.Task{Key: "k"})
	require.NoError(t, err)
	require.EqualValues(t, 9, task.ID)
	_, err = c.CreateItem(t.Context(), 1038, bitrix24.Fields{"title": "x"})
	class(t, ordo.Invalid, err)
	require.Equal(t, 1, p.count("crm.item.add"))
}
