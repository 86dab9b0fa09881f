package commerceml_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/order/amount"
)

// pain: CML-P1
func TestTheStockOfAGoodIsTheSumOverItsVariants(t *testing.T) {
	var stock commerceml.Totals
	take := func(file string) {
		for _, o := range of[*commerceml.Offer](read(t, file)) {
			require.NoError(t, stock.Add(o))
		}
	}
	total := func(good string) amount.Quantity {
		sum, err := stock.Of(good)
		require.NoError(t, err)
		return sum
	}
	take(inOffers(`<Предложение><Ид>g#37</Ид><Количество>1</Количество></Предложение>` +
		`<Предложение><Ид>g#38</Ид><Количество>1</Количество></Предложение>` +
		`<Предложение><Ид>g#39</Ид><Количество>3</Количество></Предложение>`))
	require.Equal(t, amount.Pcs(5), total("g"))

	take(inRoot(`<ИзмененияПакетаПредложений СодержитТолькоИзменения="true"><Ид>cat#</Ид><Предложения>` +
		`<Предложение><Ид>g</Ид><ИдХарактеристики>38</ИдХарактеристики><Склады ИдСклада="w1" КоличествоНаСкладе="4"/>` +
		`<Склады ИдСклада="w2" КоличествоНаСкладе="2"/></Предложение>` +
		`<Предложение><Ид>g#37</Ид><Цены/></Предложение>` + // no word of its stock
		`</Предложения></ИзмененияПакетаПредложений>`))
	require.Equal(t, amount.Pcs(10), total("g"), "what a file of changes leaves out stays")
	require.Zero(t, total("other"))
	require.Error(t, stock.Add(&commerceml.Offer{Quantity: "1"}), "whose it is is not known")
}

// pain: CML-P2
func TestAPriceOfAnUnknownTypeIsReportedAndTheStockIsKept(t *testing.T) {
	file := inOffers(`<Предложение><Ид>g</Ид><Цены><Цена><ИдТипаЦены>new-type</ИдТипаЦены><ЦенаЗаЕдиницу>99,90</ЦенаЗаЕдиницу>` +
		`<Валюта>грн</Валюта></Цена></Цены><Количество>14</Количество></Предложение>`)
	var stock commerceml.Totals
	for range 2 { // imported twice
		offers := of[*commerceml.Offer](read(t, file))
		require.Len(t, offers, 1)
		require.NoError(t, offers[0].Problem)
		require.Equal(t, "new-type", offers[0].Prices[0].Type)
		price, err := offers[0].Prices[0].Sum.Money()
		require.NoError(t, err)
		require.Equal(t, amount.UAH(9990), price)
		require.NoError(t, stock.Add(offers[0]))
	}
	sum, err := stock.Of("g")
	require.NoError(t, err)
	require.Equal(t, amount.Pcs(14), sum)
	for name, code := range map[string]string{"руб": "RUB", "руб.": "RUB", "Руб": "RUB", "RUR": "RUB", "rub": "RUB", "643": "RUB", "грн.": "UAH", "UAH": "UAH", "KZT": "KZT", "талер": "талер"} {
		require.Equal(t, code, commerceml.Currency(name))
	}
}

// pain: CML-P3
func TestEveryBuyerHasAnIDOfTheirOwn(t *testing.T) {
	guest := commerceml.BuyerKey{Shop: "shop", Phone: "8 (999) 000-00-01", Order: "1"}
	same := commerceml.BuyerKey{Shop: "shop", Phone: "+7 999 000 00 01", Order: "2"}
	ids := map[string]string{}
	for name, k := range map[string]commerceml.BuyerKey{
		"another guest":        {Shop: "shop", Phone: "+79990000002"},
		"by e-mail":            {Shop: "shop", Email: "vera@example.test", Phone: "+79990000001"},
		"no contact, order 1":  {Shop: "shop", Order: "1"},
		"no contact, order 2":  {Shop: "shop", Order: "2"},
		"an account":           {Shop: "shop", Account: "17", Email: "vera@example.test"},
		"a long account":       {Shop: "shop", Account: "a-very-long-name-of-an-account-of-a-shop-17"},
		"another long account": {Shop: "shop", Account: "a-very-long-name-of-an-account-of-a-shop-18"},
		"another shop":         {Shop: "shop-2", Phone: "+79990000001"},
		"guest":                guest,
	} {
		id := k.ID()
		require.LessOrEqual(t, len([]rune(id)), 40)
		require.Empty(t, ids[id], "%s has the id of another", name)
		require.NotContains(t, id, "example.test")
		ids[id] = name
	}
	require.Equal(t, guest.ID(), same.ID(), "the same person writes the number in another way")
	require.Equal(t, commerceml.BuyerKey{Email: "Vera@Example.test "}.ID(), commerceml.BuyerKey{Email: "vera@example.test"}.ID())
}

// pain: CML-P4
func TestTheDayOfAnOrderIsNeverMoved(t *testing.T) {
	for _, day := range []string{"2026-11-03", "2026-11-03+03:00", "2026-11-03-12:00", "2026-11-03Z", "2026-11-03T23:59:59+14:00", "2026-11-03 00:00:00", "03.11.2026", " 03.11.2026 10:02:41 "} {
		docs := of[*commerceml.Document](read(t, inRoot(`<Документ><Ид>1</Ид><Дата>`+day+`</Дата><Время>23:30:00+03:00</Время></Документ>`)))
		require.NoError(t, docs[0].Problem, day)
		require.Equal(t, commerceml.Date("2026-11-03"), docs[0].Date, day)
		require.Equal(t, "23:30:00", docs[0].Time)
		zone := time.FixedZone("", 10*60*60)
		require.Equal(t, time.Date(2026, 11, 3, 23, 30, 0, 0, zone), docs[0].Placed(zone))
		require.Contains(t, written(t, commerceml.File{}, docs[0]), "<Дата>2026-11-03</Дата>")
	}
}
