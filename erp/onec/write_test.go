package onec_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
)

const (
	mug    = "22222222-0000-4000-8000-000000000001"
	moscow = "44444444-0000-4000-8000-000000000001"
	kazan  = "44444444-0000-4000-8000-000000000002"
	orders = "Document_ЗаказКлиента"
	first  = orders + "(guid'" + id1 + "')"
)

func TestAnOrderIsCreatedOnceAndReadBack(t *testing.T) {
	t.Parallel()
	kept := `{"Ref_Key":"` + id1 + `","DataVersion":"AAE=","Number":"ИМ-1","НомерПоДаннымКлиента":"50417","Date":"2025-03-11T10:02:41",` +
		`"Товары":[{"LineNumber":"1","Номенклатура_Key":"` + mug + `","Количество":1.0000000000000002,"Цена":2500,"КодСтроки":"1"}]}`
	c := base(t,
		call{On: "GET " + orders, Answer: `{"value":[]}`, See: func(r *http.Request, _ map[string]any) {
			require.Equal(t, "(НомерПоДаннымКлиента eq '50417') and (DeletionMark eq false)", filterOf(r))
			require.NotContains(t, r.URL.RawQuery, "+")
		}},
		call{On: "POST " + orders, Status: 201, Answer: kept, See: func(r *http.Request, body map[string]any) {
			require.Equal(t, "application/json;charset=utf-8", r.Header.Get("Content-Type"))
			require.Equal(t, map[string]any{
				"Date": "2025-03-11T10:02:41", "НомерПоДаннымКлиента": "50417",
				"Товары": []any{map[string]any{"LineNumber": "1", "Номенклатура_Key": mug, "Количество": 1.0, "Цена": 2500.0}},
			}, body, "what is empty is left to 1C")
		}},
		call{On: "GET " + first, Answer: kept},
		call{On: "GET " + orders, Answer: `{"value":[` + kept + `]}`},
	)
	o := onec.Order{
		Document: onec.Document{Date: onec.At(time.Date(2025, 3, 11, 7, 2, 41, 0, time.UTC))}, ClientNumber: "50417",
		Goods: []onec.OrderRow{{Row: onec.Row{Good: mug, Quantity: onec.Pcs(1)}, Price: onec.Price{Price: 250000}}},
	}
	known := onec.Eq("НомерПоДаннымКлиента", "50417")
	made, err := c.Orders().Create(t.Context(), o, known)
	require.NoError(t, err)
	require.False(t, made.Existed)
	require.Equal(t, "ИМ-1", made.Value.Number)
	require.Equal(t, onec.Pcs(1), made.Value.Goods[0].Quantity)
	require.Equal(t, "2025-03-11T07:02:41Z", made.Value.Date.UTC().Format(time.RFC3339))

	again, err := c.Orders().Create(t.Context(), o, known)
	require.NoError(t, err)
	require.True(t, again.Existed)
	require.Equal(t, onec.Guid(id1), again.Value.Ref)
}

func TestWhat1CDidNotKeepIsNamed(t *testing.T) {
	t.Parallel()
	c := base(t,
		call{On: "POST " + orders, Status: 201, Answer: `{"Ref_Key":"` + id1 + `"}`},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Комментарий":"Магазин 7 ","НомерПоДаннымКлиента":"50417",` +
			`"Товары":[{"LineNumber":"1","Цена":2499.99}]}`},
	)
	made, err := c.Orders().Create(t.Context(), onec.Order{
		Terms: onec.Terms{Comment: "Магазин 7", More: "звонить"}, ClientNumber: "050417",
		Goods: []onec.OrderRow{{Price: onec.Price{Price: 250000}}},
	}, onec.Filter{})
	require.ErrorIs(t, err, ordo.ErrConflict)
	var m *onec.Mismatch
	require.ErrorAs(t, err, &m)
	require.Equal(t, []onec.Difference{
		{Property: "ДополнительнаяИнформация", Sent: `"звонить"`},
		{Property: "НомерПоДаннымКлиента", Sent: `"050417"`, Got: `"50417"`},
		{Property: "Товары[1].Цена", Sent: "2500", Got: "2499.99"},
	}, m.Fields)
	require.True(t, m.Has("Товары"))
	require.Equal(t, onec.Guid(id1), made.Value.Ref, "it exists all the same")
}

func TestAChangeWritesWhatDiffersUnderTheVersionThatWasRead(t *testing.T) {
	t.Parallel()
	order := func(version, store, comment string) string {
		return `{"Ref_Key":"` + id1 + `","DataVersion":"` + version + `","Posted":true,"Комментарий":"` + comment + `","ИмМой":"x",` +
			`"Товары":[{"LineNumber":"1","Склад_Key":"` + store + `","КодСтроки":"1","ИмЦвет":"red","Отменено":false},` +
			`{"LineNumber":"2","Склад_Key":"` + moscow + `","КодСтроки":"2","ИмЦвет":"","Отменено":false}]}`
	}
	c := base(t,
		call{On: "GET " + first, Answer: order("AAE=", moscow, "")},
		call{
			On: "PATCH " + first, Status: 412, Answer: `{"odata.error":{"code":"-1","message":{"lang":"ru","value":"Версия данных изменилась"}}}`,
			See: func(r *http.Request, _ map[string]any) { require.Equal(t, "AAE=", r.Header.Get("If-Match")) },
		},
		call{On: "GET " + first, Answer: order("AAI=", moscow, "спешит")},
		call{On: "PATCH " + first, Answer: order("AAM=", kazan, "спешит"), See: func(r *http.Request, body map[string]any) {
			require.Equal(t, "AAI=", r.Header.Get("If-Match"))
			require.Equal(t, map[string]any{"Товары": []any{
				map[string]any{"LineNumber": "1", "Склад_Key": kazan, "КодСтроки": "1", "ИмЦвет": "red", "Отменено": false},
				map[string]any{"LineNumber": "2", "Склад_Key": moscow, "КодСтроки": "2", "ИмЦвет": "", "Отменено": false},
			}}, body, "the section whole, with what this package does not know, and nothing else")
		}},
		call{On: "GET " + first, Answer: order("AAM=", kazan, "спешит")},
	)
	o, err := c.Orders().Change(t.Context(), id1, func(o *onec.Order) error {
		o.Goods[0].Warehouse = kazan
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, "спешит", o.Comment)
	require.Equal(t, onec.Guid(kazan), o.Goods[0].Warehouse)
}

func TestAChangeOfNothingWritesNothing(t *testing.T) {
	t.Parallel()
	c := base(t, call{On: "GET " + first, Answer: orderJSON})
	_, err := c.Orders().Change(t.Context(), id1, func(o *onec.Order) error { o.ClientNumber = "50417"; return nil })
	require.NoError(t, err)
}
