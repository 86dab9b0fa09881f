package commerceml_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/wire"
)

const offersFile = `<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.07" ДатаФормирования="2026-11-03T10:15:00">
	<ПакетПредложений СодержитТолькоИзменения="false">
		<Ид>cat#</Ид>
		<ТипыЦен><ТипЦены><Ид>retail</Ид><Наименование>Розничная</Наименование><Валюта>руб</Валюта></ТипЦены></ТипыЦен>
		<Предложения>
			<Предложение>
				<Ид>boots#37</Ид>
				<Цены><Цена><ИдТипаЦены>retail</ИдТипаЦены><ЦенаЗаЕдиницу>2 490,50</ЦенаЗаЕдиницу></Цена></Цены>
				<Количество>1</Количество>
			</Предложение>
			<Предложение><Ид>boots#38</Ид><Количество>3</Количество></Предложение>
			<Предложение><Ид>boots#39</Ид><Количество>мало</Количество></Предложение>
		</Предложения>
	</ПакетПредложений>
</КоммерческаяИнформация>`

// What comes from 1C is read record by record. A record of which a value cannot be read has a Problem.
func Example() {
	var stock commerceml.Totals
	for rec, err := range commerceml.NewReader(strings.NewReader(offersFile)).Records() {
		if err != nil {
			fmt.Println(err)
			return
		}
		if problem := commerceml.ProblemOf(rec); problem != nil {
			fmt.Println(problem)
		}
		switch rec := rec.(type) {
		case *commerceml.PriceType:
			fmt.Println(rec.Name, rec.Currency)
		case *commerceml.Offer:
			for _, p := range rec.Prices {
				price, err := p.Sum.Money()
				fmt.Println(rec.Key(), p.Type, price, err)
			}
			if err := stock.Add(rec); err != nil {
				fmt.Println(err)
			}
		}
	}
	total, err := stock.Of("boots")
	fmt.Println(total, err)
	// Output:
	// Розничная RUB
	// boots#37 retail 2490.50 RUB <nil>
	// commerceml: byte 954, /КоммерческаяИнформация/ПакетПредложений/Предложения/Предложение[3]/Количество is "мало": want a number such as 2490 or 1618,5
	// 4 <nil>
}

// An order for 1C.
func ExampleWriter() {
	placed := time.Date(2026, 11, 3, 10, 2, 41, 0, time.FixedZone("MSK", 3*60*60))
	w := commerceml.NewWriter(os.Stdout, commerceml.File{Version: "2.05", Made: "2026-11-03T10:15:00"})
	o := commerceml.Document{
		ID: "50417", Number: "50417", Date: commerceml.DateOf(placed), Time: placed.Format(time.TimeOnly),
		Operation: commerceml.Order, Role: commerceml.Seller, Currency: "RUB", Rate: "1", Total: wire.Sum{Decimal: "5000.00", Currency: "RUB"},
		Parties: []commerceml.Party{{
			ID:   commerceml.BuyerKey{Shop: "shop-1", Account: "8121"}.ID(),
			Name: "Орлова Вера", FullName: "Орлова Вера", Role: commerceml.Buyer,
		}},
		Lines: []commerceml.Line{{
			ID: "boots#37", Name: "Ботинки (37)", Price: wire.Sum{Decimal: "2500.00"}, Quantity: "2", Total: wire.Sum{Decimal: "5000.00"},
		}},
	}
	o.Traits.Set(commerceml.TraitStatus, "Принят")
	if err := w.Write(&o); err != nil {
		fmt.Println(err)
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="2026-11-03T10:15:00">
	// 	<Документ>
	// 		<Ид>50417</Ид>
	// 		<Номер>50417</Номер>
	// 		<Дата>2026-11-03</Дата>
	// 		<ХозОперация>Заказ товара</ХозОперация>
	// 		<Роль>Продавец</Роль>
	// 		<Валюта>RUB</Валюта>
	// 		<Курс>1</Курс>
	// 		<Сумма>5000.00</Сумма>
	// 		<Контрагенты>
	// 			<Контрагент>
	// 				<Ид>shop-1#8121</Ид>
	// 				<Наименование>Орлова Вера</Наименование>
	// 				<ПолноеНаименование>Орлова Вера</ПолноеНаименование>
	// 				<Роль>Покупатель</Роль>
	// 			</Контрагент>
	// 		</Контрагенты>
	// 		<Время>10:02:41</Время>
	// 		<Товары>
	// 			<Товар>
	// 				<Ид>boots#37</Ид>
	// 				<Наименование>Ботинки (37)</Наименование>
	// 				<ЦенаЗаЕдиницу>2500.00</ЦенаЗаЕдиницу>
	// 				<Количество>2</Количество>
	// 				<Сумма>5000.00</Сумма>
	// 			</Товар>
	// 		</Товары>
	// 		<ЗначенияРеквизитов>
	// 			<ЗначениеРеквизита>
	// 				<Наименование>Статус заказа</Наименование>
	// 				<Значение>Принят</Значение>
	// 			</ЗначениеРеквизита>
	// 		</ЗначенияРеквизитов>
	// 	</Документ>
	// </КоммерческаяИнформация>
}

// A folder into which 1C exports is a source of records for other systems.
func ExampleSource() {
	folder := files.Memory()                                                     // of a disk: files.Dir("/srv/webdata")
	source := commerceml.NewSource(folder, commerceml.SourceSettings{Quiet: -1}) // nobody else writes here
	if err := folder.Put("offers0_1.xml", []byte(offersFile)); err != nil {
		fmt.Println(err)
	}
	for range 2 { // a file is read once it does not grow any more
		for r, err := range source.Records(context.Background(), exchange.Stocks, "") {
			fmt.Println(r.Key, string(r.Data), r.Problem, err)
		}
	}
	// Output:
	// boots#37 {"sku":"boots#37","quantity":"1"} <nil> <nil>
	// boots#38 {"sku":"boots#38","quantity":"3"} <nil> <nil>
	// boots#39  commerceml: byte 954, /КоммерческаяИнформация/ПакетПредложений/Предложения/Предложение[3]/Количество is "мало": want a number such as 2490 or 1618,5 <nil>
}
