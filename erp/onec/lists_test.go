package onec_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
)

func TestOneOddRowDoesNotEndAList(t *testing.T) {
	t.Parallel()
	c := base(t, call{On: "GET " + orders, Answer: "\xef\xbb\xbf" + `{"odata.metadata":"http://h/$metadata#Document_ЗаказКлиента","value":[` +
		`{"Ref_Key":"` + id1 + `","СуммаДокумента":NaN,"Number":"1"},` +
		`{"Ref_Key":"` + id2 + `","Date":"завтра","Number":"NaN \" Infinity","Комментарий":"-Infinity"},` +
		`17,` +
		`{"Ref_Key":"55555555-0000-4000-8000-000000000003","Товары":[{"LineNumber":"1","Количество":-Infinity},{"LineNumber":2,"Количество":3}]}]}`})
	var got []string
	for o, err := range c.Orders().List(t.Context(), onec.Query{}) {
		require.NoError(t, err)
		got = append(got, fmt.Sprintf("%s|%s|%t", o.Number, o.Comment, o.Problem != nil))
	}
	require.Equal(t, []string{"1||true", `NaN " Infinity|-Infinity|true`, "||true", "||true"}, got)
}

func TestPagesAreReadByTopAndSkipInAStableOrder(t *testing.T) {
	t.Parallel()
	row := func(n int) string { return fmt.Sprintf(`{"Ref_Key":"55555555-0000-4000-8000-%012d"}`, n) }
	see := func(skip string) func(*http.Request, map[string]any) {
		return func(r *http.Request, _ map[string]any) {
			q := r.URL.Query()
			require.Equal(t, "2 "+skip+" Date,Ref_Key application/json;odata=nometadata", strings.Join([]string{
				q.Get("$top"), q.Get("$skip"), q.Get("$orderby"), q.Get("$format"),
			}, " "))
		}
	}
	c := base(t,
		call{On: "GET " + orders, Answer: `{"value":[` + row(1) + `,` + row(2) + `]}`, See: see("0")},
		call{On: "GET " + orders, Answer: `{"value":[` + row(2) + `,` + row(3) + `]}`, See: see("2")}, // one was created meanwhile
		call{On: "GET " + orders, Answer: `{"value":[` + row(4) + `]}`, See: see("4")},
	)
	var refs []string
	for o, err := range c.Orders().List(t.Context(), onec.Query{Page: 2}) {
		require.NoError(t, err)
		refs = append(refs, string(o.Ref)[len(o.Ref)-1:])
	}
	require.Equal(t, "1 2 3 4", strings.Join(refs, " "))
}

func TestStockIsReadFromTheRegisterThatTheBaseHas(t *testing.T) {
	t.Parallel()
	const spoon = "22222222-0000-4000-8000-000000000002"
	want := []onec.Level{
		{Good: mug, Warehouse: moscow, OnHand: onec.Pcs(4), Reserved: onec.Pcs(1), Free: onec.Pcs(3)},
		{Good: mug, Warehouse: kazan, OnHand: 500, Free: 500},
	}
	t.Run("11.5", func(t *testing.T) {
		t.Parallel()
		row := func(warehouse, kind, onHand, reserve, free string) string {
			return `{"Номенклатура_Key":"` + mug + `","Характеристика_Key":"00000000-0000-0000-0000-000000000000","Склад":"` + warehouse +
				`","Склад_Type":"StandardODATA.` + kind + `","ВНаличии":` + onHand + `,"Резерв":` + reserve + `,"Свободно":` + free + `}`
		}
		c := base(t, call{On: "GET $metadata", Answer: metadata([]string{"InformationRegister_РаспределениеЗапасов", "Склад"})},
			call{
				On: "GET InformationRegister_РаспределениеЗапасов", Answer: `{"value":[` +
					row(moscow, "Catalog_Склады", "3", "1", "2") + `,` + row(moscow, "Catalog_Склады", "1", "0", "1") + `,` +
					row(kazan, "Catalog_Склады", "0.5", "0", "0.5") + `,` + row(id1, "Catalog_СтруктураПредприятия", "9", "0", "9") + `]}`,
				See: func(r *http.Request, _ map[string]any) {
					require.Equal(t, "(Состояние eq 'ОстатокНаСкладе') and (Назначение_Key eq guid'00000000-0000-0000-0000-000000000000') and "+
						"((Номенклатура_Key eq guid'"+mug+"') or (Номенклатура_Key eq guid'"+spoon+"'))", filterOf(r))
				},
			})
		got, err := c.ListStock(t.Context(), mug, spoon)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
	t.Run("11.4", func(t *testing.T) {
		t.Parallel()
		c := base(t, call{On: "GET $metadata", Answer: metadata([]string{"AccumulationRegister_СвободныеОстатки", "Склад_Key"})},
			call{
				On: "GET AccumulationRegister_СвободныеОстатки/Balance()", Answer: `{"value":[` +
					`{"Номенклатура_Key":"` + mug + `","Склад_Key":"` + moscow + `","ВНаличииBalance":4,"ВРезервеСоСкладаBalance":0.5,"ВРезервеПодЗаказBalance":0.5},` +
					`{"Номенклатура_Key":"` + mug + `","Склад_Key":"` + kazan + `","ВНаличииBalance":0.5}]}`,
				See: func(r *http.Request, _ map[string]any) {
					require.Equal(t, "'Номенклатура_Key eq guid''"+mug+"'''", r.URL.Query().Get("Condition"))
					require.Equal(t, "'Номенклатура,Характеристика,Склад'", r.URL.Query().Get("Dimensions"))
				},
			})
		got, err := c.ListStock(t.Context(), mug)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
	t.Run("neither", func(t *testing.T) {
		t.Parallel()
		c := base(t, call{On: "GET $metadata", Answer: metadata([]string{"AccumulationRegister_ТоварыНаСкладах", "Склад_Key"})},
			call{On: "GET AccumulationRegister_ТоварыНаСкладах/Balance()", Answer: `{"value":[` +
				`{"Номенклатура_Key":"` + mug + `","Склад_Key":"` + moscow + `","ВНаличииBalance":4,"КОтгрузкеBalance":1},` +
				`{"Номенклатура_Key":"` + mug + `","Склад_Key":"` + kazan + `","ВНаличииBalance":0.5,"КОтгрузкеBalance":0},` +
				`{"Номенклатура_Key":"` + mug + `","Склад_Key":"` + id1 + `","ВНаличииBalance":0,"КОтгрузкеBalance":0}]}`})
		got, err := c.ListStock(t.Context(), mug)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		_, err := base(t, call{On: "GET $metadata", Answer: metadata([]string{orders, "Ref_Key"})}).ListStock(t.Context(), mug)
		require.ErrorIs(t, err, ordo.ErrUnsupported)
		require.ErrorContains(t, err, "composition")
	})
	t.Run("a record that cannot be read", func(t *testing.T) {
		t.Parallel()
		c := base(t, call{On: "GET $metadata", Answer: metadata([]string{"AccumulationRegister_СвободныеОстатки", "Склад_Key"})},
			call{On: "GET AccumulationRegister_СвободныеОстатки/Balance()", Answer: `{"value":[{"Номенклатура_Key":"` + mug + `","ВНаличииBalance":NaN}]}`})
		_, err := c.ListStock(t.Context(), mug)
		require.ErrorIs(t, err, ordo.ErrInvalid, "a sum without it would be wrong")
	})
	t.Run("many goods", func(t *testing.T) {
		t.Parallel()
		calls := []call{{On: "GET $metadata", Answer: metadata([]string{"InformationRegister_РаспределениеЗапасов", "Склад"})}}
		var goods []onec.Guid
		for n := range 20 {
			goods = append(goods, onec.Guid(fmt.Sprintf("22222222-0000-4000-8000-%012d", n)))
		}
		for range 3 {
			calls = append(calls, call{On: "GET InformationRegister_РаспределениеЗапасов", Answer: `{"value":[]}`, See: func(r *http.Request, _ map[string]any) {
				require.Less(t, len(r.URL.String()), 3000)
			}})
		}
		_, err := base(t, calls...).ListStock(t.Context(), goods...)
		require.NoError(t, err)
	})
}

func TestReservesOfAnOrder(t *testing.T) {
	t.Parallel()
	t.Run("11.5", func(t *testing.T) {
		t.Parallel()
		c := base(t, call{On: "GET $metadata", Answer: metadata([]string{"InformationRegister_РаспределениеЗапасов", "Склад"})},
			call{
				On: "GET InformationRegister_РаспределениеЗапасов", Answer: `{"value":[` +
					`{"Номенклатура_Key":"` + mug + `","Состояние":"ВРезерве","Склад":"` + moscow + `","Склад_Type":"StandardODATA.Catalog_Склады","Зарезервировано":2},` +
					`{"Номенклатура_Key":"` + mug + `","Состояние":"Обеспечить","Склад":"` + kazan + `","Склад_Type":"StandardODATA.Catalog_Склады","НеОбеспечено":1}]}`,
				See: func(r *http.Request, _ map[string]any) {
					require.Contains(t, filterOf(r), "ЗаказНаОтгрузку eq cast(guid'"+id1+"','Document_ЗаказКлиента')")
				},
			})
		got, err := c.GetReserves(t.Context(), id1)
		require.NoError(t, err)
		require.Equal(t, &onec.Reserves{
			Held:    []onec.Level{{Good: mug, Warehouse: moscow, Reserved: onec.Pcs(2)}},
			Missing: []onec.Level{{Good: mug, Warehouse: kazan, Reserved: onec.Pcs(1)}},
		}, got)
	})
	t.Run("11.4", func(t *testing.T) {
		t.Parallel()
		row := func(n int, supply, more string) string {
			return fmt.Sprintf(`{"LineNumber":"%d","Номенклатура_Key":"%s","Количество":%d,"ВариантОбеспечения":%q%s}`, n, mug, n, supply, more)
		}
		c := base(t, call{On: "GET $metadata", Answer: metadata([]string{"AccumulationRegister_СвободныеОстатки", "Склад_Key"})},
			call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Posted":true,"Склад_Key":"` + kazan + `","Товары":[` +
				row(1, "СоСклада", `,"Склад_Key":"`+moscow+`"`) + `,` + row(2, "Требуется", "") + `,` + row(3, "Отгрузить", `,"Отменено":true`) + `]}`})
		got, err := c.GetReserves(t.Context(), id1)
		require.NoError(t, err)
		require.Equal(t, &onec.Reserves{
			Held:    []onec.Level{{Good: mug, Warehouse: moscow, Reserved: onec.Pcs(1)}},
			Missing: []onec.Level{{Good: mug, Warehouse: kazan, Reserved: onec.Pcs(2)}},
		}, got)
	})
}

func TestPricesComeFromTheRegisterWithTheLatest(t *testing.T) {
	t.Parallel()
	const bowl = "22222222-0000-4000-8000-000000000003"
	const old, now = "InformationRegister_ЦеныНоменклатуры", "InformationRegister_ЦеныНоменклатуры25"
	c := base(t, call{On: "GET $metadata", Answer: metadata([]string{old + "_RecordType", "Период"}, []string{now, "Период"})},
		call{On: "GET " + old + "_RecordType/SliceLast()", Answer: `{"value":[` +
			`{"Period":"2024-01-01T00:00:00","Номенклатура_Key":"` + mug + `","Цена":100},` +
			`{"Period":"2025-01-01T00:00:00","Номенклатура_Key":"` + bowl + `","Цена":199.9}]}`, See: func(r *http.Request, _ map[string]any) {
			require.Contains(t, r.URL.Query().Get("Condition"), "ВидЦены_Key eq guid''"+id2+"''")
		}},
		call{On: "GET " + now + "/SliceLast()", Answer: `{"value":[{"Period":"2025-02-01T00:00:00","Номенклатура_Key":"` + mug + `","Цена":120}]}`})
	got, err := c.ListPrices(t.Context(), id2, mug, bowl)
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, onec.Sum(12000), got[0].Price)
	require.Equal(t, onec.Sum(19990), got[1].Price)
}

func TestFilesOfADocument(t *testing.T) {
	t.Parallel()
	const files = "Catalog_РеализацияТоваровУслугПрисоединенныеФайлы"
	c := base(t,
		call{On: "GET " + files, Answer: `{"value":[{"Ref_Key":"` + id2 + `","Description":"код","Расширение":"png","Размер":"3"}]}`, See: func(r *http.Request, _ map[string]any) {
			require.NotContains(t, r.URL.Query().Get("$select"), "ФайлХранилище", "the contents would be megabytes")
		}},
		call{On: "GET " + files + "(guid'" + id2 + "')", Answer: `{"Ref_Key":"` + id2 + `","ФайлХранилище_Type":"image/png","ФайлХранилище_Base64Data":"AQID"}`},
	)
	got, err := c.ListFiles(t.Context(), onec.Reference{Entity: onec.EntitySale, ID: id1})
	require.NoError(t, err)
	require.Equal(t, onec.Int64(3), got[0].Size)
	f, err := c.Files(onec.EntitySale).Get(t.Context(), got[0].Ref)
	require.NoError(t, err)
	require.Equal(t, []byte{1, 2, 3}, f.Content)
}

func TestTimesAreInTheZoneOfTheServer(t *testing.T) {
	t.Parallel()
	ural := time.FixedZone("Екатеринбург", 5*60*60)
	c := base(t, call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Date":"2025-03-11T10:02:41","ДатаОтгрузки":"0001-01-01T00:00:00",` +
		`"ВремяДоставкиС":"0001-01-01T10:30:00"}`},
		call{On: "GET " + orders, Answer: `{"value":[]}`, See: func(r *http.Request, _ map[string]any) {
			require.Equal(t, "Date eq datetime'2025-03-11T10:02:41'", filterOf(r))
		}}).WithZone(ural)
	o, err := c.Orders().Get(t.Context(), id1)
	require.NoError(t, err)
	require.Equal(t, "2025-03-11T05:02:41Z", o.Date.UTC().Format(time.RFC3339))
	require.NoError(t, o.Problem)
	require.True(t, o.ShippingDate.IsZero(), "the empty date is none")
	require.Equal(t, "10:30", o.NotBefore.Format("15:04"), "a time of day has no date")
	for _, err := range c.Orders().List(t.Context(), onec.Query{Filter: onec.Eq("Date", o.Date)}) {
		require.NoError(t, err, "and no row")
	}
}

// That of a real base is 15 MB and more, and nothing of it is held but the names.
func TestMetadataOfAWholeBaseIsReadAsItComes(t *testing.T) {
	t.Parallel()
	var entities [][]string
	for n := range 400 {
		e := []string{fmt.Sprintf("Catalog_Справочник%d", n)}
		for p := range 50 {
			e = append(e, fmt.Sprintf("Реквизит%d", p))
		}
		entities = append(entities, e)
	}
	m, err := base(t, call{On: "GET $metadata", Answer: metadata(entities...)}).Metadata(t.Context())
	require.NoError(t, err)
	require.Len(t, m.Entities(), 400)
	require.Len(t, m.Properties("Catalog_Справочник399"), 50)
	require.True(t, m.HasProperty("Catalog_Справочник7", "Реквизит49"))

	for name, broken := range map[string]string{
		"cut":   metadata(entities...)[:5000],
		"empty": metadata(),
		"page":  `<html><body><p>Вход</body></html>`,
	} {
		_, err := base(t, call{On: "GET $metadata", Answer: broken}).Metadata(t.Context())
		require.ErrorIs(t, err, ordo.ErrRetry, name)
	}
}

func TestAConditionIsWrittenAsTheBaseReadsIt(t *testing.T) {
	t.Parallel()
	const table = "GET AccumulationRegister_БонусныеБаллы/Balance()"
	const plain, doubled = "Партнер_Key eq guid'" + id1 + "'", "'Партнер_Key eq guid''" + id1 + "'''"
	is := func(want string) func(*http.Request, map[string]any) {
		return func(r *http.Request, _ map[string]any) { require.Equal(t, want, r.URL.Query().Get("Condition")) }
	}
	no := said("14", "Ошибка разбора опций запроса")
	c := base(t,
		call{On: table, Status: 400, Answer: no, See: is(doubled)},
		call{On: table, Status: 400, Answer: no, See: is(plain)},
		call{On: table, Answer: `{"value":[]}`, See: is("'" + plain + "'")},
		call{On: table, Answer: `{"value":[]}`, See: is("'" + plain + "'")}, // from now on
		call{On: table, Status: 400, Answer: said("10", "нет такого"), See: is("'" + plain + "'")},
		call{On: table, Status: 400, Answer: no, See: is(doubled)},
		call{On: table, Status: 400, Answer: no, See: is(plain)},
	)
	for range 2 {
		for _, err := range c.Bonuses().Balance(t.Context(), onec.Eq("Партнер_Key", onec.Guid(id1))) {
			require.NoError(t, err, "and no row")
		}
	}
	for _, err := range c.Bonuses().Balance(t.Context(), onec.Eq("Партнер_Key", onec.Guid(id1))) {
		require.ErrorContains(t, err, "нет такого", "the first refusal is the one to read")
	}
}
