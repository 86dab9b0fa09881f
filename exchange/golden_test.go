package exchange_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Hosts write sources and sinks of their own, and a bridge keeps records that wait: the names of the fields never
// change. A new field is added to the file by hand.
func TestTheDataOfRecordsKeepTheirShape(t *testing.T) {
	golden, err := os.ReadFile("testdata/records.json")
	require.NoError(t, err)
	var want map[exchange.Kind]json.RawMessage
	require.NoError(t, json.Unmarshal(golden, &want))
	require.Len(t, want, 8)
	shaped(t, want, exchange.Goods, exchange.Good{
		SKU: "41207", Name: "Кеди білі, 42", Article: "LN-204", Description: "Шкіра", GTIN: "04820000000017", Brand: "LUNARO", Country: "Україна",
		Category: []string{"Взуття", "Кеди"}, Model: "LN-204", Unit: "шт", VAT: amount.VAT20, Marked: true, Weight: 850, Analogues: []string{"41208"},
		Pictures: []string{"41207.jpg"}, Hidden: true, Attributes: map[string]string{"Розмір": "42"},
	})
	shaped(t, want, exchange.Prices, exchange.Price{SKU: "41207", Type: exchange.Retail, Price: amount.UAH(249000)})
	shaped(t, want, exchange.Stocks, exchange.Stock{SKU: "41207", Warehouse: "МАГ-1", Quantity: amount.Pcs(3)})
	shaped(t, want, exchange.Warehouses, exchange.Warehouse{
		Code: "МАГ-1", Name: "Магазин 1", City: "Казань", Address: "ул. Мира, 5", Latitude: 55.79, Longitude: 49.12, Central: true, Issues: true,
	})
	shaped(t, want, exchange.Parties, exchange.Party{
		Name: "ООО «Север»", Phones: []string{"+79990001122"}, Email: "sever@example.com", Login: "sever", Company: true, TaxID: "7700000000", TaxCode: "770001001",
	})
	shaped(t, want, exchange.Cards, exchange.Card{Number: "2000000000015", Level: "Золотая", Party: "p-1", Active: true, Bonus: "120.5"})
	shaped(t, want, exchange.Discounts, exchange.Discount{Name: "По золотой карте", Kind: "Процент", Value: "5", Level: "Золотая"})
	shaped(t, want, exchange.Promos, exchange.Promo{
		Code: "MAY10", Name: "Майская", Kind: "Процент", Value: "10", From: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Active: true,
	})
}

// shaped checks that data are written as the file says, are read again, and are of no other kind.
func shaped[T exchange.Good | exchange.Price | exchange.Stock | exchange.Warehouse | exchange.Party | exchange.Card | exchange.Discount | exchange.Promo](
	t *testing.T, want map[exchange.Kind]json.RawMessage, kind exchange.Kind, data T,
) {
	t.Helper()
	r := exchange.NewRecord(kind, "key", data)
	require.NoError(t, r.Problem)
	require.JSONEq(t, string(want[kind]), string(r.Data))
	again, err := exchange.Decode[T](exchange.Record{Kind: kind, Key: "key", Data: want[kind]})
	require.NoError(t, err)
	require.Equal(t, data, again)
	for other := range want {
		if other != kind {
			_, err := exchange.Decode[T](exchange.Record{Kind: other, Key: "key", Data: want[kind]})
			require.ErrorContains(t, err, "is read as exchange.")
		}
	}
}
