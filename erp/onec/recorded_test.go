package onec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec"
)

// What real bases send, with values of our own: links beside empty references, texts of a fixed length with their
// blanks, sections whose rows name their document, enumerations that are null, and objects that were expanded.
func TestAnswersInTheShapesOfRealBases(t *testing.T) {
	t.Parallel()
	row := `{"Ref_Key":"` + id1 + `","LineNumber":"1","Номенклатура_Key":"` + mug + `","Количество":2,"ШтрихКод":"1                   ",` +
		`"Упаковка_Key":"00000000-0000-0000-0000-000000000000","СпособПодбора":"","Подобран":false,"СрокПоставки":"0","СтатусУказанияСерий":0}`
	minimal := `{"odata.metadata":"http://h/ut/odata/standard.odata/$metadata#Document_ЗаказКлиента/@Element","Ref_Key":"` + id1 + `",` +
		`"DataVersion":"AAAABwAAAAA=","DeletionMark":false,"Number":"000000001","Date":"2016-12-26T16:00:52","Posted":false,` +
		`"НомерПоДаннымКлиента":"50417      ","ДатаПоДаннымКлиента":"0001-01-01T00:00:00","ФормаОплаты":null,"Комментарий":"",` +
		`"ДокументОснование":"","ДокументОснование_Type":"StandardODATA.Undefined","Товары":[` + row + `],"Скидки":[],` +
		`"Партнер@navigationLinkUrl":"` + first + `/Партнер","Партнер":null,` +
		`"Автор_Expanded@navigationLinkUrl":"Catalog_Пользователи(guid'` + id2 + `')","Автор_Expanded":{"Description":"Оператор"},` +
		`"Менеджер____Presentation":"Петров","РазмерСкидки":"Infinity"}`
	c := base(t,
		call{On: "GET " + first, Answer: minimal},
		call{On: "GET " + first, Answer: minimal},
		call{On: "PATCH " + first, Answer: minimal},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","DataVersion":"AAAACAAAAAA=","Товары":[` +
			`{"LineNumber":"1","Номенклатура_Key":"` + mug + `","Количество":3,"ШтрихКод":"1                   ","СрокПоставки":"0"}]}`},
	)
	o, err := c.Orders().Get(t.Context(), id1)
	require.NoError(t, err)
	require.NoError(t, o.Problem)
	require.Equal(t, onec.Pcs(2), o.Goods[0].Quantity)
	require.Contains(t, o.Extra, "Менеджер____Presentation", "nothing is lost")
	require.Contains(t, o.Goods[0].Extra, "ШтрихКод")
	_, err = c.Orders().Change(t.Context(), id1, func(o *onec.Order) error { o.Goods[0].Quantity = onec.Pcs(3); return nil })
	require.NoError(t, err)
}

// What the documentation shows: an object without a version in the answer to its creation,
// a count as a text.
func TestAnswersInTheShapesOfTheDocumentation(t *testing.T) {
	t.Parallel()
	c := base(t,
		call{On: "POST Catalog_Партнеры", Status: 201, Answer: `{"Ref_Key":"` + id1 + `","DataVersion":null,"Description":"Тапочки"}`},
		call{On: "GET Catalog_Партнеры(guid'" + id1 + "')", Answer: `{"Ref_Key":"` + id1 + `","DataVersion":"AAE=","Description":"Тапочки","ИНН":null}`},
		call{On: "GET Catalog_Партнеры", Answer: `{"odata.metadata":"x","odata.count":"19","value":[]}`},
		call{On: "GET Catalog_Партнеры/$count", Answer: "\xef\xbb\xbf19"},
	)
	made, err := c.Partners().Create(t.Context(), onec.Partner{Name: "Тапочки"}, onec.Filter{})
	require.NoError(t, err)
	require.Equal(t, "AAE=", made.Value.Version, "the answer to the creation has none yet")
	for _, err := range c.Partners().List(t.Context(), onec.Query{}) {
		require.NoError(t, err, "and no row")
	}
	n, err := c.Partners().Count(t.Context(), onec.Filter{})
	require.NoError(t, err)
	require.Equal(t, 19, n)
}
