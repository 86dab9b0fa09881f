package commerceml_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/exchangetest"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order/amount"
)

// webdata is a folder of 1C, and a source that reads it.
type webdata struct {
	*testing.T
	folder *files.MemoryFolder
	source *commerceml.Source
}

func opened(t *testing.T) webdata {
	folder := files.Memory()
	s := commerceml.SourceSettings{
		Account: "ut-1", Quiet: -1, PriceTypes: map[string]string{"t1": exchange.Retail}, Warehouses: map[string]string{"w1": "МАГ-1"},
	}
	return webdata{t, folder, commerceml.NewSource(folder, s)}
}

func (w webdata) exports(name, content string) {
	time.Sleep(time.Microsecond) // files have different times
	require.NoError(w, w.folder.Put(name, []byte(content)))
}

// pass reads the records behind a cursor, once the files are known to have been written.
func (w webdata) pass(kind exchange.Kind, cursor string) (out []exchange.Record) {
	for range 2 {
		out = nil
		for r, err := range w.source.Records(w.Context(), kind, cursor) {
			require.NoError(w, err)
			out = append(out, r)
		}
	}
	return out
}

const catalogueFile = `<Классификатор><Ид>k</Ид><Группы><Группа><Ид>g1</Ид><Наименование>Обувь</Наименование><Группы><Группа><Ид>g2</Ид><Наименование>Детская</Наименование></Группа></Группы></Группа></Группы>` +
	`<Свойства><Свойство><Ид>p1</Ид><Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений><Справочник><ИдЗначения>v1</ИдЗначения><Значение>белый</Значение></Справочник></ВариантыЗначений></Свойство></Свойства></Классификатор>` +
	`<Каталог><Ид>c</Ид><Товары><Товар><Ид>boots</Ид><Артикул>Б-1</Артикул><Наименование>Ботинки</Наименование><БазоваяЕдиница Код="796">шт</БазоваяЕдиница><Группы><Ид>g2</Ид></Группы>` +
	`<ЗначенияСвойств><ЗначенияСвойства><Ид>p1</Ид><Значение>v1</Значение></ЗначенияСвойства></ЗначенияСвойств><СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>22</Ставка></СтавкаНалога></СтавкиНалогов>` +
	`<Вес>0,9</Вес></Товар><Товар><Ид>mug</Ид><Наименование>Кружка</Наименование></Товар></Товары></Каталог>`

const packageFile = `<ПакетПредложений><Ид>c#</Ид><ТипыЦен><ТипЦены><Ид>t1</Ид><Наименование>Розничная</Наименование><Валюта>руб</Валюта></ТипЦены></ТипыЦен>` +
	`<Склады><Склад><Ид>w1</Ид><Наименование>Магазин 1</Наименование><Адрес><Представление>Екатеринбург</Представление></Адрес></Склад><Склад><Ид>w2</Ид></Склад></Склады><Предложения>` +
	`<Предложение><Ид>boots#37</Ид><Наименование>Ботинки (37)</Наименование><ХарактеристикиТовара><ХарактеристикаТовара><Наименование>Размер</Наименование><Значение>37</Значение></ХарактеристикаТовара></ХарактеристикиТовара>` +
	`<Цены><Цена><ИдТипаЦены>t1</ИдТипаЦены><ЦенаЗаЕдиницу>2490.50</ЦенаЗаЕдиницу></Цена></Цены><Склад ИдСклада="w1" КоличествоНаСкладе="3"/><Склад ИдСклада="w2" КоличествоНаСкладе="0"/><Количество>3</Количество></Предложение>` +
	`<Предложение><Ид>mug</Ид><Наименование>Кружка</Наименование><Цены><Цена><ИдТипаЦены>t1</ИдТипаЦены><ЦенаЗаЕдиницу>300</ЦенаЗаЕдиницу></Цена></Цены><Количество>10</Количество></Предложение>` +
	`</Предложения></ПакетПредложений>`

func TestSourceConformance(t *testing.T) {
	setup := func(t *testing.T) (webdata, exchangetest.Source) {
		w := opened(t)
		w.exports("import0_1.xml", inRoot(catalogueFile))
		w.exports("offers0_1.xml", inRoot(packageFile))
		w.pass(exchange.Goods, "")
		n := 0
		export := func(content string) func(kind exchange.Kind) string {
			return func(kind exchange.Kind) string {
				n++
				w.exports(fmt.Sprintf("changes_%d.xml", n), inRoot(content))
				w.pass(kind, "") // it has been seen
				switch kind {
				case exchange.Prices:
					return "boots#37/t1"
				case exchange.Stocks:
					return "boots#37/МАГ-1"
				case exchange.Warehouses:
					return "МАГ-1"
				}
				return "boots#37"
			}
		}
		changes := `<ПакетПредложений><Склады><Склад><Ид>w1</Ид><Наименование>Магазин на Малышева</Наименование></Склад></Склады><Предложения><Предложение><Ид>boots#37</Ид><Наименование>Ботинки, 37</Наименование>` +
			`<Цены><Цена><ИдТипаЦены>t1</ИдТипаЦены><ЦенаЗаЕдиницу>2500</ЦенаЗаЕдиницу></Цена></Цены><Склад ИдСклада="w1" КоличествоНаСкладе="2"/></Предложение></Предложения></ПакетПредложений>`
		gone := `<Классификатор><Склады><Склад><Ид>w1</Ид><ПометкаУдаления>true</ПометкаУдаления></Склад></Склады></Классификатор><Каталог><Товары><Товар Статус="Удален"><Ид>boots#37</Ид></Товар></Товары></Каталог>`
		return w, exchangetest.Source{
			Port: w.source, Kinds: []exchange.Kind{exchange.Goods, exchange.Warehouses}, Changes: export(changes), Removes: export(gone),
			Breaks: export(`<Классификатор><Склады><Склад><Ид>w1</Ид><Количество>x</Количество></Склад></Склады></Классификатор><Каталог><Товары><Товар><Ид>boots#37</Ид><Вес>лёгкий</Вес></Товар></Товары></Каталог>`),
		}
	}
	t.Run("goods and warehouses", func(t *testing.T) {
		exchangetest.RunSource(t, func(t *testing.T) exchangetest.Source { _, s := setup(t); return s })
	})
	t.Run("prices and stock", func(t *testing.T) {
		exchangetest.RunSource(t, func(t *testing.T) exchangetest.Source {
			w, s := setup(t)
			s.Kinds, s.Removes, s.Breaks = []exchange.Kind{exchange.Prices, exchange.Stocks}, nil, nil
			_ = w
			return s
		})
	})
}

func TestGoodsPricesAndStockAreRecords(t *testing.T) {
	w := opened(t)
	w.exports("import0_1.xml", inRoot(catalogueFile))
	w.exports("offers0_1.xml", inRoot(packageFile))
	goods := w.pass(exchange.Goods, "")
	require.Len(t, goods, 3)
	boots, err := exchange.Decode[exchange.Good](goods[0])
	require.NoError(t, err)
	require.Equal(t, exchange.Good{
		SKU: "boots", Name: "Ботинки", Article: "Б-1", Category: []string{"Обувь", "Детская"}, Unit: "шт", VAT: amount.VAT22,
		Attributes: map[string]string{"Цвет": "белый", "Вес": "0.9"},
	}, boots)
	variant, err := exchange.Decode[exchange.Good](goods[2])
	require.NoError(t, err)
	require.Equal(t, exchange.Good{SKU: "boots#37", Model: "boots", Name: "Ботинки (37)", Attributes: map[string]string{"Размер": "37"}}, variant)

	prices := w.pass(exchange.Prices, "")
	price, err := exchange.Decode[exchange.Price](prices[0])
	require.NoError(t, err)
	require.Equal(t, exchange.Price{SKU: "boots#37", Type: exchange.Retail, Price: amount.RUB(249050)}, price)

	var stock []exchange.Stock
	for _, r := range w.pass(exchange.Stocks, "") {
		s, err := exchange.Decode[exchange.Stock](r)
		require.NoError(t, err)
		stock = append(stock, s)
	}
	require.Equal(t, []exchange.Stock{
		{SKU: "boots#37", Warehouse: "МАГ-1", Quantity: amount.Pcs(3)}, {SKU: "boots#37", Warehouse: "w2"}, {SKU: "mug", Quantity: amount.Pcs(10)},
	}, stock)
	require.JSONEq(t, `{"code":"МАГ-1","name":"Магазин 1","address":"Екатеринбург"}`, string(w.pass(exchange.Warehouses, "")[0].Data))
}

func TestAValueThatCannotBeReadSpoilsItsOwnKindOnly(t *testing.T) {
	w := opened(t)
	w.exports("offers.xml", inOffers(
		`<Предложение><Ид>a</Ид><Цены><Цена><ИдТипаЦены>t1</ИдТипаЦены><ЦенаЗаЕдиницу>договорная</ЦенаЗаЕдиницу></Цена></Цены><Количество>14</Количество></Предложение>`+
			`<Предложение><Ид>b</Ид><Вес>x</Вес><Цены><Цена><ИдТипаЦены>t2</ИдТипаЦены><ЦенаЗаЕдиницу>5</ЦенаЗаЕдиницу><Валюта>грн</Валюта></Цена></Цены><Количество>много</Количество></Предложение>`+
			`<Предложение><Артикул>без ид</Артикул><Количество>1</Количество></Предложение>`+
			`<Предложение><Ид>c</Ид><Цены><Цена><ИдТипаЦены>t1</ИдТипаЦены><ЦенаЗаЕдиницу>5</ЦенаЗаЕдиницу></Цена>`+
			`<Цена><ИдТипаЦены>t1</ИдТипаЦены><ЦенаЗаЕдиницу>4</ЦенаЗаЕдиницу><Валюта>RUB</Валюта><МинКоличество>10</МинКоличество></Цена>`+
			`<Цена><ЦенаЗаЕдиницу>4</ЦенаЗаЕдиницу></Цена></Цены><Количество>0.0005</Количество></Предложение>`))
	told := func(kind exchange.Kind) (out []string) {
		for _, r := range w.pass(kind, "") {
			if r.Problem != nil {
				require.ErrorIs(t, r.Problem, ordo.ErrInvalid)
				out = append(out, r.Key+": "+r.Problem.Error())
				continue
			}
			out = append(out, r.Key+" "+string(r.Data))
		}
		return out
	}
	stocks := told(exchange.Stocks)
	require.Len(t, stocks, 4)
	require.Equal(t, `a {"sku":"a","quantity":"14"}`, stocks[0])
	require.Contains(t, stocks[1], `b: commerceml: byte`)
	require.Contains(t, stocks[1], `Количество is "много": want a number`)
	require.Contains(t, stocks[2], `it has no id (Ид)`)
	require.Contains(t, stocks[3], `at most three decimals`)
	prices := told(exchange.Prices)
	require.Len(t, prices, 6)
	require.Contains(t, prices[0], `a: commerceml: byte`)
	require.Contains(t, prices[0], `ЦенаЗаЕдиницу is "договорная"`)
	require.Equal(t, `b/t2 {"sku":"b","type":"t2","price":"5.00 UAH"}`, prices[1])
	require.Contains(t, prices[3], `it is no sum of money in ""`)
	require.Contains(t, prices[4], `c/t1/10: `)
	require.Contains(t, prices[4], `the price is for 10 and more only`)
	require.Contains(t, prices[5], `the price has no type`)
}

// Exchanges before УТ 11 leave out a quantity of 0: the offer is there, with its price, and without a quantity.
func TestAQuantityThatIsLeftOutMayBeNone(t *testing.T) {
	for _, leftOut := range []bool{false, true} {
		w := opened(t)
		w.source = commerceml.NewSource(w.folder, commerceml.SourceSettings{Quiet: -1, ZeroLeftOut: leftOut})
		stock := commerceml.Totals{ZeroLeftOut: leftOut}
		var told []string
		take := func(name, content string) {
			w.exports(name, inRoot(content))
			told = nil
			for _, r := range w.pass(exchange.Stocks, "") {
				told = append(told, string(r.Data))
			}
			for _, o := range of[*commerceml.Offer](read(t, inRoot(content))) {
				require.NoError(t, stock.Add(o))
			}
		}
		offer := `<Предложения><Предложение><Ид>a</Ид><Наименование>А</Наименование>%s</Предложение></Предложения></ПакетПредложений>`
		take("1.xml", fmt.Sprintf(`<ПакетПредложений>`+offer, `<Количество>5</Количество>`))
		take("2.xml", fmt.Sprintf(`<ПакетПредложений>`+offer, ``))
		sum, err := stock.Of("a")
		require.NoError(t, err)
		if !leftOut {
			require.Equal(t, amount.Pcs(5), sum)
			require.Len(t, told, 1)
			continue
		}
		require.Zero(t, sum)
		require.Equal(t, []string{`{"sku":"a","quantity":"5"}`, `{"sku":"a","quantity":"0"}`}, told)
		take("3.xml", fmt.Sprintf(`<ПакетПредложений><Склады><Склад><Ид>w1</Ид></Склад><Склад><Ид>w2</Ид></Склад></Склады>`+offer, ``))
		require.Contains(t, told, `{"sku":"a","warehouse":"w2","quantity":"0"}`)
	}
}

func TestAFileThatCannotBeReadIsAProblemAndTheOthersAreRead(t *testing.T) {
	w := opened(t)
	w.exports("1.xml", inRoot(packageFile)[:700])
	w.exports("2.xml", "это не XML")
	w.exports("3.xml", inOffers(`<Предложение><Ид>a</Ид><Количество>1</Количество></Предложение>`))
	rs := w.pass(exchange.Stocks, "")
	require.Len(t, rs, 3)
	require.Equal(t, "1.xml", rs[0].Key)
	require.ErrorContains(t, rs[0].Problem, "half-written")
	require.Equal(t, "2.xml", rs[1].Key)
	require.ErrorIs(t, rs[1].Problem, ordo.ErrInvalid)
	require.Equal(t, "a", rs[2].Key)

	w.exports("1.xml", inRoot(packageFile)) // it was still being written
	rs = w.pass(exchange.Stocks, rs[2].Cursor)
	require.Len(t, rs, 3)
	require.NoError(t, rs[0].Problem)
}

// Files name groups and price types in one file and use them in another; a program that starts anew knows them.
func TestNamesOfEarlierFilesAreKnownAfterARestart(t *testing.T) {
	w := opened(t)
	w.exports("import.xml", inRoot(catalogueFile))
	w.exports("priceLists.xml", inRoot(`<Классификатор><ТипыЦен><ТипЦены><Ид>t9</Ид><Наименование>Оптовая</Наименование><Валюта>UAH</Валюта></ТипЦены></ТипыЦен></Классификатор>`))
	goods := w.pass(exchange.Goods, "")
	cursor := goods[len(goods)-1].Cursor
	again := opened(t)
	again.folder = w.folder
	again.source = commerceml.NewSource(w.folder, commerceml.SourceSettings{Quiet: -1})
	w.exports("goods.xml", inRoot(`<Каталог><Товары><Товар><Ид>new</Ид><Группы><Ид>g2</Ид></Группы></Товар></Товары></Каталог><ПакетПредложений><Предложения>`+
		`<Предложение><Ид>new</Ид><Цены><Цена><ИдТипаЦены>t9</ИдТипаЦены><ЦенаЗаЕдиницу>7</ЦенаЗаЕдиницу></Цена></Цены></Предложение></Предложения></ПакетПредложений>`))
	rs := again.pass(exchange.Goods, cursor)
	require.Len(t, rs, 1)
	good, err := exchange.Decode[exchange.Good](rs[0])
	require.NoError(t, err)
	require.Equal(t, []string{"Обувь", "Детская"}, good.Category)
	price, err := exchange.Decode[exchange.Price](again.pass(exchange.Prices, cursor)[0])
	require.NoError(t, err)
	require.Equal(t, exchange.Price{SKU: "new", Type: "Оптовая", Price: amount.UAH(700)}, price)
}

func TestAFolderThatIsDownMayBeThereLater(t *testing.T) {
	for _, down := range []broken{{list: true}, {open: true}, {read: true}} {
		down.MemoryFolder = files.Memory()
		require.NoError(t, down.Put("1.xml", []byte(inRoot(catalogueFile))))
		source := commerceml.NewSource(down, commerceml.SourceSettings{Quiet: -1, Account: "ut-1"})
		var last error
		for range 2 {
			for _, last = range source.Records(t.Context(), exchange.Goods, "") {
				_ = last // an error comes last
			}
		}
		require.ErrorIs(t, last, ordo.ErrRetry)
		require.ErrorIs(t, last, errLine)
		require.ErrorContains(t, last, "ut-1")
	}
	w := opened(t)
	for _, err := range w.source.Records(t.Context(), exchange.Goods, "yesterday") {
		require.ErrorIs(t, err, ordo.ErrInvalid)
	}
}

// broken is a folder that fails.
type broken struct {
	*files.MemoryFolder
	list, open, read bool
}

func (b broken) List(ctx context.Context, pattern string) iter.Seq2[files.Entry, error] {
	if b.list {
		return func(yield func(files.Entry, error) bool) { yield(files.Entry{}, errLine) }
	}
	return b.MemoryFolder.List(ctx, pattern)
}

func (b broken) Read(ctx context.Context, name string) (io.ReadCloser, error) {
	switch {
	case b.open:
		return nil, errLine
	case b.read:
		r, w := io.Pipe()
		return r, w.CloseWithError(errors.Join(errLine))
	}
	return b.MemoryFolder.Read(ctx, name)
}
