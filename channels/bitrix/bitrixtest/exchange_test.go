package bitrixtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

func (d *desk) onec() *exchange1ctest.OneC {
	return &exchange1ctest.OneC{
		URL: bitrixtest.Address + exchange1ctest.Path, User: exchange1ctest.DefaultUser, Password: exchange1ctest.DefaultPassword, SessID: true, Lenient: true,
		Transport: d.Transport(),
	}
}

const goods1C = `<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог СодержитТолькоИзменения="true"><Ид>c1</Ид><Товары>
<Товар><Ид>11111111-aaaa-4000-8000-000000000001</Ид><Артикул>MUG</Артикул><Наименование>Кружка белая</Наименование>
<СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>10</Ставка></СтавкаНалога></СтавкиНалогов></Товар>
<Товар><Ид>11111111-aaaa-4000-8000-000000000002</Ид><Артикул>PLATE</Артикул><Наименование>Тарелка</Наименование></Товар>
<Товар Статус="Удален"><Ид>11111111-aaaa-4000-8000-000000000003</Ид><Артикул>BOWL</Артикул><Наименование>Миска</Наименование></Товар>
</Товары></Каталог></КоммерческаяИнформация>`

const offers1C = `<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.07"><ПакетПредложений СодержитТолькоИзменения="true"><Ид>c1#</Ид>
<ТипыЦен><ТипЦены><Ид>p1</Ид><Наименование>Закупочная</Наименование></ТипЦены><ТипЦены><Ид>p2</Ид><Наименование>Розничная</Наименование></ТипЦены></ТипыЦен>
<Склады><Склад><Ид>w1</Ид><Наименование>Склад в Твери</Наименование></Склад></Склады>
<Предложения><Предложение><Ид>11111111-aaaa-4000-8000-000000000001</Ид>
<Цены><Цена><ИдТипаЦены>p1</ИдТипаЦены><ЦенаЗаЕдиницу>500</ЦенаЗаЕдиницу></Цена><Цена><ИдТипаЦены>p2</ИдТипаЦены><ЦенаЗаЕдиницу>950.50</ЦенаЗаЕдиницу></Цена></Цены>
<Количество>7</Количество><Склад ИдСклада="w1" КоличествоНаСкладе="7"/></Предложение>
<Предложение><Ид>11111111-aaaa-4000-8000-000000000002</Ид><Цены><Цена><ИдТипаЦены>p2</ИдТипаЦены><ЦенаЗаЕдиницу>300</ЦенаЗаЕдиницу></Цена></Цены>
<Остатки><Остаток><Склад><Ид>w1</Ид><Количество>4</Количество></Склад></Остаток></Остатки></Предложение>
</Предложения></ПакетПредложений></КоммерческаяИнформация>`

func TestWhat1CWritesIsWhatTheShopSells(t *testing.T) {
	d := open(t, bitrixtest.Settings{PriceOf1C: "Розничная"})
	require.NoError(t, d.onec().Send(t.Context(), "catalog", exchange1ctest.Files{"import0_1.xml": []byte(goods1C), "offers0_1.xml": []byte(offers1C)}))
	mug, ok := d.Good("MUG")
	require.True(t, ok)
	require.Equal(t, "Кружка белая", mug.Name)
	require.Equal(t, "11111111-aaaa-4000-8000-000000000001", mug.XMLID)
	require.Equal(t, "950.50", mug.Price)
	require.Equal(t, "10", mug.VAT)
	require.Equal(t, "17", mug.Quantity, "ten pieces were in the shop's own store")
	plate, ok := d.Good("PLATE")
	require.True(t, ok)
	require.Equal(t, "4", plate.Quantity)
	bowl, _ := d.Good("BOWL")
	require.False(t, bowl.Active)
	require.Len(t, d.many("catalog.store.list", "stores", nil), 4)

	q := d.quote("", object{"key": "a", "article": "PLATE", "quantity": 2}, object{"key": "b", "article": "BOWL", "quantity": 1})
	require.InDelta(t, 300.0, objects(q["items"])[0]["price"], 0)
	require.Equal(t, "Y", objects(q["items"])[0]["canBuy"])
	require.Equal(t, "N", objects(q["items"])[1]["canBuy"])
}

func TestOrdersGoTo1CWithPricesAndDiscounts(t *testing.T) {
	d := open(t, bitrixtest.Settings{})
	d.AddCoupon("MAY10", 10, "", time.Time{})
	id := d.order("MAY10", bitrixtest.Item{Article: "MUG", Quantity: "2"})
	o, _ := d.Order(id)
	onec := d.onec()
	taken, err := onec.TakeOrders(t.Context())
	require.NoError(t, err)
	require.Len(t, taken, 1)
	require.Equal(t, o.Number, taken[0].Number)
	require.Equal(t, "1952.00", taken[0].Sum)
	require.Equal(t, exchange1ctest.Line{
		ID: o.Lines[0].XMLID, Article: "MUG", Name: "Кружка", Price: "801.00", Quantity: "2", Sum: "1602.00", Discount: "89.00", VAT: "22",
	}, taken[0].Lines[0])
	require.Equal(t, "ORDER_DELIVERY", taken[0].Lines[1].ID)
	require.Empty(t, d.Exchange().Waiting())

	answer := strings.NewReplacer("NUMBER", o.Number, "ID", o.Lines[0].XMLID).Replace(`<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.07"><Документ><Ид>22222222-aaaa-4000-8000-000000000001</Ид><Номер>NUMBER</Номер><Дата>2026-05-14</Дата>
<ХозОперация>Заказ товара</ХозОперация><Валюта>RUB</Валюта><Сумма>801.00</Сумма><Номер1С>0000-000017</Номер1С>
<Товары><Товар><Ид>ID</Ид><Наименование>Кружка</Наименование><ЦенаЗаЕдиницу>801.00</ЦенаЗаЕдиницу><Количество>1</Количество><Сумма>801.00</Сумма></Товар></Товары>
<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Статуса заказа ИД</Наименование><Значение>A</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>
</Документ></КоммерческаяИнформация>`)
	before := o.Updated
	d.clock.Advance(time.Minute)
	require.NoError(t, d.onec().Send(t.Context(), "sale", exchange1ctest.Files{"orders0_1.xml": []byte(answer)}))
	o, _ = d.Order(id)
	require.Equal(t, "0000-000017", o.In1C)
	require.Equal(t, "A", o.Status)
	require.Equal(t, "1", o.Lines[0].Quantity)
	require.Equal(t, "1151.00", o.Price)
	require.Greater(t, o.Updated, before)
	require.Empty(t, d.Exchange().Waiting(), "what came from 1C does not go back to it")
	require.Equal(t, 1, d.Calls("sale/import")/4, "three steps, and the end")

	d.Faults().Next("catalog/init", fake.Status(502))
	require.Error(t, d.onec().Send(t.Context(), "catalog", exchange1ctest.Files{"import0_1.xml": []byte(goods1C)}))
}
