package retailcrm_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

func TestAnOrderDecodesInEveryShapeThatPHPGivesIt(t *testing.T) {
	for name, in := range map[string]string{
		"full": `{"id":7,"payments":{"4001":{"id":4001,"amount":93},"4000":{"id":4000,"amount":1}},"customFields":{"a":true},
			"items":[{"id":1,"quantity":2,"properties":{"color":{"name":"Цвет","value":"red"}},"externalIds":[{"code":"m","value":"v"}],"markingCodes":["x"]}],
			"delivery":{"address":{"regionId":5},"time":{"from":"10:00"},"data":{"locked":true,"packages":[{"weight":400.5}]}}}`,
		"lists": `{"id":7,"payments":[{"id":4001,"amount":93},{"id":4000,"amount":1}],"customFields":{"a":true},
			"items":[{"id":1,"quantity":2,"properties":[{"code":"color","name":"Цвет","value":"red"}],"externalIds":[{"code":"m","value":"v"}],"markingCodes":["x"]}],
			"delivery":{"address":{"regionId":5},"time":{"from":"10:00"},"data":{"locked":true,"packages":[{"weight":400.5}]}}}`,
		"texts": `{"id":"7","payments":{"4001":{"id":"4001","amount":"93"},"4000":{"id":"4000","amount":"1"}},"customFields":{"a":true},
			"items":{"1":{"id":"1","quantity":"2.000","properties":{"color":{"name":"Цвет","value":"red"}},"externalIds":{"code":"m","value":"v"},"markingCodes":"x"}},
			"delivery":{"address":{"regionId":"5"},"time":{"from":"10:00:00"},"data":{"locked":1,"packages":[{"weight":"400.5"}]}}}`,
	} {
		var o retailcrm.Order
		require.NoError(t, lax.Decode([]byte(in), &o, lax.Options{}), name)
		require.Equal(t, int64(7), o.ID, name)
		require.Len(t, o.Payments, 2, name)
		require.Equal(t, int64(4001), o.Payments[0].ID, "in the CRM's order")
		require.True(t, o.CustomFields.Bool("a"))
		require.Equal(t, retailcrm.Pcs(2), o.Items[0].Quantity)
		require.Equal(t, retailcrm.Properties{{Code: "color", Name: "Цвет", Value: "red"}}, o.Items[0].Properties, name)
		require.Equal(t, retailcrm.ExternalIDs{{Code: "m", Value: "v"}}, o.Items[0].ExternalIDs)
		require.Equal(t, "x", o.Items[0].MarkingCodes[0])
		require.Equal(t, int64(5), o.Delivery.Address.RegionID)
		require.Equal(t, 10, o.Delivery.Time.From.Hour)
		require.True(t, o.Delivery.Data.Locked)
		require.Equal(t, wire.Decimal("400.5"), o.Delivery.Data.Packages[0].Weight)
	}
	for name, in := range map[string]string{
		"empty": `{"id":7,"payments":[],"customFields":[],"customer":[],"items":[{"properties":[],"offer":[],"externalIds":[{}],"markingCodes":[]}],
			"delivery":{"address":[],"time":[],"service":[],"data":[]},"shipmentDate":"","weight":""}`,
		"null": `{"id":7,"payments":null,"customFields":null,"customer":null,"items":[{"properties":null,"offer":null,"externalIds":null}],
			"delivery":{"address":null,"time":null,"data":null},"shipmentDate":null,"weight":null}`,
		"blank": `{"id":7,"items":[{}],"delivery":{"address":{"regionId":"","cityId":""}}}`,
	} {
		var o retailcrm.Order
		require.NoError(t, lax.Decode([]byte(in), &o, lax.Options{}), name)
		require.Empty(t, o.Payments, name)
		require.Empty(t, o.CustomFields, name)
		require.Len(t, o.Items, 1)
		require.Empty(t, o.Items[0].ExternalIDs, name)
		require.Empty(t, o.Items[0].Properties, name)
		require.True(t, o.ShipmentDate.IsZero())
		require.False(t, o.CustomFields.Bool("a"))
		require.Empty(t, o.CustomFields.Text("a"))
	}
	for _, in := range []string{`{"id":[1]}`, `{"id":"seven"}`, `{"createdAt":"soon"}`, `{"items":[{"quantity":1.0005}]}`, `{"summ":"a lot"}`, `{"shipmentDate":"31.12.2025"}`} {
		require.Error(t, lax.Decode([]byte(in), new(retailcrm.Order), lax.Options{}), in)
	}
}

func TestSumsAndTimesAreExact(t *testing.T) {
	crm, c := start(t)
	answer(crm, "GET /api/v5/orders/{id}", `{"success":true,"order":{"id":1,"currency":"USD","totalSumm":12.5,"createdAt":"2025-03-04 17:40:10",
		"items":[{"id":2,"initialPrice":"0.10","purchasePrice":1.2345,"createdAt":"2025-03-04 17:40:10"}]}}`)
	o, err := c.GetOrder(t.Context(), retailcrm.ByID(1))
	require.NoError(t, err)
	require.Equal(t, amount.USD(1250), rub(t, o.TotalSumm))
	require.Equal(t, amount.USD(10), rub(t, o.Items[0].InitialPrice))
	_, err = o.Items[0].PurchasePrice.Money()
	require.Error(t, err, "more decimals than cents are not rounded away")
	require.Equal(t, wire.Decimal("1.2345"), o.Items[0].PurchasePrice.Decimal)
	require.Equal(t, time.Date(2025, 3, 4, 14, 40, 10, 0, time.UTC), o.Items[0].CreatedAt.UTC())
	unset, err := o.Summ.Money()
	require.NoError(t, err)
	require.True(t, unset.IsUnset())
	_, err = wire.Sum{Decimal: "1"}.Money()
	require.ErrorContains(t, err, "WithCurrency")
}

func TestDatesAndTimesOfDay(t *testing.T) {
	d := retailcrm.DateOf(time.Date(2025, 12, 31, 23, 59, 0, 0, time.UTC))
	require.Equal(t, "2025-12-31", d.String())
	require.Equal(t, time.Date(2025, 12, 30, 21, 0, 0, 0, time.UTC), d.In(moscow).UTC())
	require.Empty(t, retailcrm.Date{}.String())
	var at retailcrm.TimeOfDay
	for in, want := range map[string]string{"18:00": "18:00", "09:05:59": "09:05", "24:00": "24:00"} {
		require.NoError(t, at.UnmarshalText([]byte(in)))
		require.Equal(t, want, at.String())
	}
	require.Error(t, at.UnmarshalText([]byte("after six")))
	var dt retailcrm.DateTime
	require.NoError(t, json.Unmarshal([]byte(`"2025-03-04T17:40:10+03:00"`), &dt))
	require.Equal(t, 14, dt.UTC().Hour())
}
