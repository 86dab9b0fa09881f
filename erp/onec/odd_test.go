package onec_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
)

const edmx = `<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices><Schema>` +
	`<EntityType Name="AccumulationRegister_СвободныеОстатки"><Property Name="Склад_Key" Type="Edm.Guid"/></EntityType>` +
	`<EntityContainer Name="EnterpriseV8"><EntitySet Name="AccumulationRegister_СвободныеОстатки"/>` +
	`<EntitySet Name="InformationRegister_РаспределениеЗапасов"/></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`

// Half of the metadata would make another release of the base, and with it other words and another register of stock.
func TestMetadataThatBreaksOffIsNone(t *testing.T) {
	t.Parallel()
	cut, _, _ := strings.Cut(edmx, `<EntitySet Name="InformationRegister`)
	c := base(t, call{On: "GET $metadata", Answer: cut}, call{On: "GET $metadata", Answer: edmx})
	_, err := c.Metadata(t.Context())
	require.ErrorIs(t, err, ordo.ErrRetry)
	m, err := c.Metadata(t.Context())
	require.NoError(t, err)
	require.Equal(t, onec.Release115, m.Release())
}

func TestAGoodThatIsAskedForTwiceIsCountedOnce(t *testing.T) {
	t.Parallel()
	var goods []onec.Guid
	for _, d := range "123456789" {
		goods = append(goods, onec.Guid("22222222-0000-4000-8000-00000000000"+string(d)))
	}
	goods = append(goods, onec.Guid("{"+strings.ToUpper(mug)+"}"), mug)
	level := `{"Номенклатура_Key":"` + mug + `","Характеристика_Key":"","Склад":"` + moscow + `","Склад_Type":"StandardODATA.Catalog_Склады",` +
		`"Состояние":"ОстатокНаСкладе","ВНаличии":5,"Резерв":2,"Свободно":3}`
	answer := func(r *http.Request) string {
		if strings.Contains(filterOf(r), mug) {
			return `{"value":[` + level + `]}`
		}
		return `{"value":[]}`
	}
	c := bare(t, func(r *http.Request) string {
		if strings.HasSuffix(r.URL.Path, "$metadata") {
			return edmx
		}
		return answer(r)
	})
	levels, err := c.ListStock(t.Context(), goods...)
	require.NoError(t, err)
	require.Len(t, levels, 1)
	assert.Equal(t, onec.Pcs(5), levels[0].OnHand)
	assert.Equal(t, onec.Pcs(3), levels[0].Free)
}

func TestAnOddRowDoesNotEndAList(t *testing.T) {
	t.Parallel()
	c := base(t, call{On: "GET " + orders, Answer: `{"value":[null,{"Ref_Key":17},"x",{},{"Ref_Key":"no guid","Number":5,"Товары":7},` +
		`{"Ref_Key":"` + id1 + `","Date":"вчера"},{"Ref_Key":"` + id2 + `","Товары":[null,{"Количество":"много"}]}]}`})
	var refs []onec.Guid
	problems := 0
	for o, err := range c.Orders().List(t.Context(), onec.Query{}) {
		require.NoError(t, err)
		refs = append(refs, o.Ref)
		if o.Problem != nil {
			problems++
		}
	}
	assert.Contains(t, refs, onec.Guid(id1))
	assert.Contains(t, refs, onec.Guid(id2))
	assert.Len(t, refs, 7, "each is shown")
	assert.GreaterOrEqual(t, problems, 5, "and has a problem, but for the empty ones")
}

// An object without a name cannot be worked with: it is neither found nor taken for what was to be created.
func TestWhatIsFoundWithoutAReferenceDecidesNothing(t *testing.T) {
	t.Parallel()
	for _, ref := range []string{`17`, `"no guid"`, `null`, `"00000000-0000-0000-0000-000000000000"`} {
		answer := `{"value":[{"Ref_Key":` + ref + `,"НомерПоДаннымКлиента":"50417"}]}`
		c := base(t, call{On: "GET " + orders, Answer: answer})
		_, err := c.Orders().Create(t.Context(), onec.Order{ClientNumber: "50417"}, onec.Eq("НомерПоДаннымКлиента", "50417"))
		require.ErrorIs(t, err, ordo.ErrRetry, ref)
	}
}

// 1C compares texts without regard to case. The codes of two units may differ in that only, and so may the numbers of
// two orders: another one is not taken for it.
func TestAnotherCaseIsAnotherCode(t *testing.T) {
	t.Parallel()
	mark := func(id, value string) string {
		return `{"Ref_Key":"` + id + `","ЗначениеШтрихкода":"` + value + `","Комментарий":"` + value + ` "}`
	}
	const marks = "Catalog_ШтрихкодыУпаковокТоваров"
	c := base(t,
		call{On: "GET " + marks, Answer: `{"value":[` + mark(id1, "0104601234567893215aBc") + `]}`},
		call{On: "POST " + marks, Status: 201, Answer: mark(id2, "0104601234567893215abC")},
		call{On: "GET " + marks + "(guid'" + id2 + "')", Answer: mark(id2, "0104601234567893215abC")},
		call{On: "GET " + marks, Answer: `{"value":[` + mark(id1, "0104601234567893215aBc") + `,` + mark(id2, "0104601234567893215abC") + `]}`},
		call{On: "GET " + marks, Answer: `{"value":[` + mark(id1, "[17/s1]") + `,` + mark(id2, "of 17 [17/S1] ") + `]}`},
		call{On: "GET " + marks, Answer: `{"value":[` + mark(id1, "x") + `,` + mark(id2, "X") + `]}`},
	)
	code := onec.Mark{Value: "0104601234567893215abC"}
	made, err := c.Marks().Create(t.Context(), code, onec.Eq("ЗначениеШтрихкода", code.Value))
	require.NoError(t, err)
	require.False(t, made.Existed)
	again, err := c.Marks().Create(t.Context(), code, onec.Eq("ЗначениеШтрихкода", code.Value))
	require.NoError(t, err)
	require.True(t, again.Existed)
	require.Equal(t, onec.Guid(id2), again.Value.Ref)

	// Brackets may be more than letters to a database.
	keyed, err := c.Marks().Find(t.Context(), onec.And(onec.Contains("Комментарий", "[17/S1]"), onec.Eq("ТипШтрихкода", "")))
	require.NoError(t, err)
	require.Equal(t, onec.Guid(id2), keyed.Ref)

	_, err = c.Marks().Find(t.Context(), onec.Or(onec.Eq("ЗначениеШтрихкода", "X"), onec.Eq("ЗначениеШтрихкода", "y")))
	require.ErrorIs(t, err, ordo.ErrConflict, "where one of several will do, nothing is left out")
}
