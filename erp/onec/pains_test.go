package onec_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
)

// pain: OD-P1
func TestABlankInAQueryIsNeverWrittenAsPlus(t *testing.T) {
	t.Parallel()
	var raw string
	see := func(r *http.Request, _ map[string]any) { raw = r.URL.RawQuery }
	c := base(t,
		call{On: "GET " + orders, Answer: `{"value":[]}`, See: see},
		call{On: "GET AccumulationRegister_БонусныеБаллы/Balance()", Answer: `{"value":[]}`, See: see},
		call{On: "GET " + orders + "/$count", Answer: "3", See: see},
		call{On: "GET Catalog_Кассы", Answer: `{"value":[]}`, See: see},
	)
	from := onec.Ge("Date", time.Date(2026, 1, 1, 0, 0, 0, 0, onec.Moscow))
	for _, err := range c.Orders().List(t.Context(), onec.Query{Filter: onec.And(from, onec.Eq("Комментарий", "a+b & c")), OrderBy: "Date desc"}) {
		require.NoError(t, err, "and no row")
	}
	require.NotContains(t, raw, "+")
	require.Contains(t, raw, "$filter=(Date%20ge%20datetime'2026-01-01T00:00:00')%20and%20(%D0%9A", "as other clients write it")
	require.Contains(t, raw, "'a%2Bb%20%26%20c'")
	for _, err := range c.Bonuses().Balance(t.Context(), onec.Eq("Партнер_Key", onec.Guid(id1)), "Партнер") {
		require.NoError(t, err, "and no row")
	}
	require.Contains(t, raw, "eq%20guid''"+id1+"''", "quotes within the condition are doubled")
	n, err := c.Orders().Count(t.Context(), from)
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.NotContains(t, raw, "+")
	var out struct{}
	require.NoError(t, c.CallGet(t.Context(), "Catalog_Кассы", map[string][]string{"$filter": {"Code eq '1'"}}, &out))
	require.NotContains(t, raw, "+")
}

// metadata is a description of a base. Each entity is its name and its properties.
func metadata(entities ...[]string) string {
	var b strings.Builder
	b.WriteString("\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" +
		`<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices m:DataServiceVersion="3.0" ` +
		`xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><Schema Namespace="StandardODATA" ` +
		`xmlns="http://schemas.microsoft.com/ado/2009/11/edm">`)
	for _, e := range entities {
		fmt.Fprintf(&b, `<EntityType Name=%q><Key><PropertyRef Name="Ref_Key"/></Key>`, e[0])
		for _, p := range e[1:] {
			fmt.Fprintf(&b, `<Property Name=%q Type="Edm.String" Nullable="true"/>`, p)
		}
		b.WriteString(`<NavigationProperty Name="Партнер" Relationship="StandardODATA.X" FromRole="Begin" ToRole="End"/></EntityType>`)
	}
	b.WriteString(`<EntityContainer Name="StandardODATA" m:IsDefaultEntityContainer="true">`)
	for _, e := range entities {
		if !strings.HasSuffix(e[0], "_RowType") {
			fmt.Fprintf(&b, `<EntitySet Name=%q EntityType="StandardODATA.%s"/>`, e[0], e[0])
		}
	}
	// The method of an action is often missing.
	b.WriteString(`<FunctionImport Name="Post" IsBindable="true" IsSideEffecting="true"><Parameter Name="bindingParameter" Mode="In" ` +
		`Type="StandardODATA.Document_ЗаказКлиента"/></FunctionImport></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`)
	return b.String()
}

// pain: OD-P2
func TestAReferenceIsAskedForByTheShapeThatTheBaseHas(t *testing.T) {
	t.Parallel()
	c := base(t, call{On: "GET $metadata", Answer: metadata(
		[]string{"Document_ОперацияПоПлатежнойКарте", "Ref_Key", "Контрагент_Key"},
		[]string{"Document_ПоступлениеНаРасчетныйСчет", "Ref_Key", "Контрагент", "Контрагент_Type"},
		[]string{"Document_Прочее", "Ref_Key"},
	)}, call{On: "GET Document_ПоступлениеНаРасчетныйСчет", Answer: `{"value":[]}`, See: func(r *http.Request, _ map[string]any) {
		require.Equal(t, "Контрагент eq cast(guid'"+id1+"','Catalog_Контрагенты')", filterOf(r))
	}}, call{On: "GET Document_ОперацияПоПлатежнойКарте", Answer: `{"value":[]}`, See: func(r *http.Request, _ map[string]any) {
		require.Equal(t, "Контрагент_Key eq guid'"+id1+"'", filterOf(r))
	}})
	m, err := c.Metadata(t.Context())
	require.NoError(t, err)
	to := onec.Reference{Entity: "Catalog_Контрагенты", ID: id1}
	for _, entity := range []string{"Document_ПоступлениеНаРасчетныйСчет", "Document_ОперацияПоПлатежнойКарте"} {
		f, can := m.Refers(entity, "Контрагент", to)
		require.True(t, can)
		for _, err := range onec.NewDocuments[onec.BankReceipt](c, entity).List(t.Context(), onec.Query{Filter: f}) {
			require.NoError(t, err, "and no row")
		}
	}
	_, can := m.Refers("Document_Прочее", "Контрагент", to)
	require.False(t, can, "1C cannot filter by it: the caller must")
	_, err = c.Metadata(t.Context())
	require.NoError(t, err, "read once")
}

// pain: OD-P3
func TestAnEmptyReferenceIsAbsentInEveryShape(t *testing.T) {
	t.Parallel()
	for _, manager := range []string{
		`"Менеджер_Key":"00000000-0000-0000-0000-000000000000"`, `"Менеджер_Key":null`, `"Менеджер_Key":""`,
		`"Менеджер_Key":"00000000-0000-0000-0000-000000000000","Менеджер":null,"Менеджер@navigationLinkUrl":"` + first + `/Менеджер"`,
	} {
		c := base(t,
			call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `",` + manager + `,"Товары":[{"LineNumber":"1","Серия@navigationLinkUrl":"x","Серия":null}]}`},
			call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `",` + manager + `,"Товары":[{"LineNumber":"1","Серия@navigationLinkUrl":"x","Серия":null}]}`},
			call{On: "PATCH " + first, See: func(_ *http.Request, body map[string]any) {
				rows, _ := body["Товары"].([]any)
				require.NotContains(t, rows[0], "Серия@navigationLinkUrl", "a link is no property to write back")
			}},
			call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `",` + manager + `,"Товары":[{"LineNumber":"1","Цена":5}]}`},
		)
		o, err := c.Orders().Get(t.Context(), id1)
		require.NoError(t, err)
		require.NoError(t, o.Problem)
		require.Empty(t, o.Manager)
		_, err = c.Orders().Change(t.Context(), id1, func(o *onec.Order) error { o.Goods[0].Price.Price = 500; return nil })
		require.NoError(t, err)
	}
}

// pain: OD-P4
func TestPostingIsPOSTWhateverTheMetadataSays(t *testing.T) {
	t.Parallel()
	c := base(t,
		call{On: "GET $metadata", Answer: metadata([]string{orders, "Ref_Key"})},
		call{On: "POST " + first + "/Post", See: func(r *http.Request, _ map[string]any) {
			require.Equal(t, "false", r.URL.Query().Get("PostingModeOperational"))
		}},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Posted":true}`},
		call{On: "POST " + first + "/Unpost", Answer: `{}`},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Posted":false}`},
		call{On: "POST " + first + "/Post"},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Posted":false}`},
	)
	_, err := c.Metadata(t.Context())
	require.NoError(t, err)
	o, err := c.Orders().Post(t.Context(), id1)
	require.NoError(t, err)
	require.True(t, o.Posted)
	o, err = c.Orders().Unpost(t.Context(), id1)
	require.NoError(t, err)
	require.False(t, o.Posted)
	_, err = c.Orders().Post(t.Context(), id1)
	require.ErrorIs(t, err, ordo.ErrConflict, "an answer without an error is no posting yet")
}

// pain: OD-P5
func TestTheWordsOfSupplyAreThoseOfTheBase(t *testing.T) {
	t.Parallel()
	enum := func(members ...string) string {
		list := ""
		for i, m := range members {
			list += fmt.Sprintf(`<Member Name=%q Value="%d"/>`, m, i)
		}
		return `<EnumType Name="ВариантыОбеспечения" UnderlyingType="Edm.Int32">` + list + `</EnumType><EntityContainer`
	}
	newer := []string{"InformationRegister_РаспределениеЗапасов", "Склад"}
	older := []string{"AccumulationRegister_СвободныеОстатки", "Склад_Key"}
	for name, c := range map[string]struct{ metadata, supply string }{
		"11.5 by its register":      {metadata(newer), "КОбеспечению"},
		"11.4 by its register":      {metadata(older), "Требуется"},
		"11.4 by its rates of VAT":  {metadata([]string{"Document_ЗаказКлиента_Товары_RowType", "СтавкаНДС"}, []string{orders, "Ref_Key"}), "Требуется"},
		"what the enumeration says": {strings.Replace(metadata(older), "<EntityContainer", enum("Отгрузить", "СоСклада", "КОбеспечению"), 1), "КОбеспечению"},
		"and when the new is gone":  {strings.Replace(metadata(newer), "<EntityContainer", enum("Отгрузить", "СоСклада", "Требуется"), 1), "Требуется"},
	} {
		m, err := base(t, call{On: "GET $metadata", Answer: c.metadata}).Metadata(t.Context())
		require.NoError(t, err, name)
		require.Equal(t, c.supply, m.Words().Supply, name)
		require.Equal(t, "СоСклада", m.Words().Reserve, name)
	}
}

// pain: OD-P6
func TestABaseThatAnswersNothingStopsTheAccountAndNotAnOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, answersNothing)
}

func answersNothing(t *testing.T) {
	page := `<html><body>500 Internal Server Error</body></html>`
	broken := []call{
		{On: "GET " + first, Status: 500, Answer: page},
		{On: "GET " + first, Status: 500, Answer: page},
		{On: "GET ", Status: 500, Answer: page},
		{On: "GET ", Status: 500, Answer: page},
	}
	_, err := base(t, broken...).Orders().Get(t.Context(), id1)
	require.ErrorIs(t, err, ordo.ErrAuth, "a person must act")
	require.ErrorContains(t, err, "a folder of the infobase that the web server may not write")

	_, err = base(t,
		call{On: "GET " + first, Status: 500, Answer: page}, call{On: "GET " + first, Status: 500, Answer: page},
		call{On: "GET ", Answer: `{"value":[]}`},
	).Orders().Get(t.Context(), id1)
	require.ErrorIs(t, err, ordo.ErrRetry, "1C answers: this one page decides nothing")

	gone := `<html><body>404 Not Found</body></html>`
	_, err = base(t,
		call{On: "GET " + first, Status: 404, Answer: gone}, call{On: "GET " + first, Status: 404, Answer: gone},
		call{On: "GET ", Status: 404, Answer: gone}, call{On: "GET ", Status: 404, Answer: gone},
	).Orders().Get(t.Context(), id1)
	require.ErrorIs(t, err, ordo.ErrAuth)
	require.ErrorContains(t, err, "check the address of the publication")
}

// pain: OD-P7
func TestAReceiptThatWasPaidByCardIsOnePayment(t *testing.T) {
	t.Parallel()
	receipt := func(ref, number string, sum string) string {
		return `{"Ref_Key":"` + ref + `","Number":"Ч-` + number + `","Date":"2025-03-11T12:00:00","Posted":true,"Статус":"Пробит",` +
			`"КассаККМ_Key":"` + moscow + `","НомерЧекаККМ":` + number + `,"СуммаДокумента":` + sum + `}`
	}
	const third, card, card2 = "55555555-0000-4000-8000-000000000003", "66666666-0000-4000-8000-000000000001", "66666666-0000-4000-8000-000000000002"
	c := base(t,
		call{On: "GET Document_ЧекККМ", Answer: `{"value":[` + receipt(id1, "17", "500") + `,` + receipt(id2, "18", "70.5") + `,` +
			receipt(third, "17", "500") + `]}`, See: func(r *http.Request, _ map[string]any) {
			require.Contains(t, filterOf(r), "(Date ge datetime'2025-03-11T00:00:00') and (Date lt datetime'2025-03-12T00:00:00')")
		}},
		call{On: "GET Document_ЧекККМВозврат", Answer: `{"value":[]}`},
		call{On: "GET Document_ОперацияПоПлатежнойКарте", Answer: `{"value":[` +
			`{"Ref_Key":"` + card + `","Date":"2025-03-11T12:00:05","ХозяйственнаяОперация":"ПоступлениеОплатыОтКлиентаПоПлатежнойКарте","СуммаДокумента":500,` +
			`"ДокументОснование":"` + id1 + `","ДокументОснование_Type":"StandardODATA.Document_ЧекККМ"},` +
			`{"Ref_Key":"` + card2 + `","Date":"2025-03-11T09:00:00","ХозяйственнаяОперация":"ВозвратОплатыКлиентуНаПлатежнуюКарту","СуммаДокумента":99.99,` +
			`"ДокументОснование":"` + id2 + `","ДокументОснование_Type":"StandardODATA.Document_ЗаказКлиента"}]}`},
		call{On: "GET Document_ПоступлениеБезналичныхДенежныхСредств", Answer: `{"value":[]}`},
	)
	day := time.Date(2025, 3, 11, 0, 0, 0, 0, onec.Moscow)
	payments, err := c.ListPayments(t.Context(), day, day.AddDate(0, 0, 1))
	require.NoError(t, err)
	var got []string
	for _, p := range payments {
		require.NoError(t, p.Problem)
		got = append(got, fmt.Sprintf("%s %s back=%t cards=%d", p.Kind, p.Sum, p.Back, len(p.Cards)))
	}
	require.Equal(t, []string{"card 99.99 back=true cards=0", "receipt 500.00 back=false cards=1", "receipt 70.50 back=false cards=0"}, got)
}
