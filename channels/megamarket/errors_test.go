package megamarket_test

import (
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/stretchr/testify/require"
)

func TestErrorsComeInThreeShapes(t *testing.T) {
	tests := []struct {
		name, body     string
		code, text, id string
		class          ordo.Class
		problems       []megamarket.Problem
		status         int
	}{
		{
			name: "an object", body: `{"success":0,"meta":{"requestId":"r-9"},"error":{"code":5,"message":"Лот упакован"}}`,
			code: "5", text: "Лот упакован", id: "r-9", class: ordo.Invalid, problems: []megamarket.Problem{{Code: "5", Text: "Лот упакован"}},
		},
		{
			name: "an array",
			body: `{"success":0,"meta":{"requestId":77},"error":[{"code":"E1","message":"нет лота","shipmentId":"9","itemIndex":"1","description":"x"},{"message":"нет коробки","boxCode":"1*A*1"}]}`,
			code: "E1", text: "нет лота: x (shipment 9, lot 1); нет коробки (box 1*A*1)", id: "77", class: ordo.Invalid,
			problems: []megamarket.Problem{{Code: "E1", Text: "нет лота", Description: "x", ShipmentID: "9", Lot: 1}, {Text: "нет коробки", BoxCode: "1*A*1"}},
		},
		{
			name: "errorText first", body: `{"success":0,"error":[{"errorText":"Нельзя","message":"no","description":"Нельзя"}]}`,
			text: "Нельзя", class: ordo.Invalid, problems: []megamarket.Problem{{Text: "Нельзя", Description: "Нельзя"}},
		},
		{name: "a bare text", body: `{"success":"0","error":"oops"}`, text: "oops", class: ordo.Invalid, problems: []megamarket.Problem{{Text: "oops"}}},
		{name: "a wrong token", body: `{"success":0,"error":{"message":"Неверный токен"}}`, text: "Неверный токен", class: ordo.Auth, problems: []megamarket.Problem{{Text: "Неверный токен"}}},
		{
			name: "a word about tokens in a problem of a lot", body: `{"success":0,"error":[{"message":"token","itemIndex":2}]}`,
			text: "token (lot 2)", class: ordo.Invalid, problems: []megamarket.Problem{{Text: "token", Lot: 2}},
		},
		{name: "with status 400", status: 400, body: `{"success":0,"error":{"message":"bad"}}`, text: "bad", class: ordo.Invalid, problems: []megamarket.Problem{{Text: "bad"}}},
		{name: "with status 401", status: 401, body: `{"success":0,"error":{"message":"who"}}`, text: "who", class: ordo.Auth, problems: []megamarket.Problem{{Text: "who"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status := max(tt.status, 200)
			_, err := client(answering("order/search", status, tt.body)).SearchShipments(t.Context(), megamarket.Search{})
			e := failure(t, err)
			require.Equal(t, "order/search", e.Op)
			require.Equal(t, status, e.HTTPStatus)
			require.Equal(t, tt.code, e.Code)
			require.Equal(t, tt.text, e.Text)
			require.Equal(t, tt.id, e.RequestID)
			require.Equal(t, tt.class, e.Class)
			require.Equal(t, tt.problems, megamarket.ProblemsOf(err))
			require.Equal(t, 1, strings.Count(err.Error(), tt.text), "said once: %v", err)
		})
	}
}

func TestTheFakeSpeaksAllShapes(t *testing.T) {
	for _, shape := range []megamarkettest.ErrorShape{megamarkettest.ErrorArray, megamarkettest.ErrorObject, megamarkettest.ErrorText} {
		mm := megamarkettest.New(megamarkettest.Settings{Errors: shape})
		_, err := client(mm.Transport()).GetShipments(t.Context(), "404")
		e := failure(t, err)
		require.Contains(t, e.Text, "Отправление 404 не найдено")
		require.Equal(t, "r-1", e.RequestID)
		require.Equal(t, shape == megamarkettest.ErrorArray, megamarket.ProblemsOf(err)[0].ShipmentID == "404")
	}
}

func TestAWrongTokenIsForAPersonToMend(t *testing.T) {
	inBubble(t, megamarkettest.Settings{Token: "another-t0ken"}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.ErrorIs(t, confirm(t.Context(), c, id), ordo.ErrAuth)
		require.Equal(t, 1, mm.Calls("*"), "it is not repeated")
	})
}
