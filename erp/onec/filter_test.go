package onec

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/wire"
)

func TestFiltersAreWrittenIn1CsGrammar(t *testing.T) {
	t.Parallel()
	const id = Guid("55555555-0000-4000-8000-000000000001")
	at := time.Date(2025, 3, 11, 7, 2, 41, 0, time.UTC)
	for want, f := range map[string]Filter{
		"":                                      And(),
		"Description eq 'О''Коннор'":            Eq("Description", "О'Коннор"),
		"Posted ne true":                        Ne("Posted", true),
		"СуммаДокумента ge 416.7":               Ge("СуммаДокумента", Sum(41670)),
		"Количество lt 0.35":                    Lt("Количество", Quantity(350)),
		"Вес gt 1.25":                           Gt("Вес", wire.Decimal("1.25")),
		"КодСтроки le 7":                        Le("КодСтроки", Int64(7)),
		"Приоритет eq 1":                        Eq("Приоритет", 1),
		"Date eq datetime'2025-03-11T10:02:41'": Eq("Date", at),
		"Date lt datetime'2025-03-11T10:02:41'": Lt("Date", At(at)),
		"ДатаОтгрузки eq datetime'0001-01-01T00:00:00'":                   Eq("ДатаОтгрузки", Time{}),
		"Партнер_Key eq guid'" + string(id) + "'":                         Eq("Партнер_Key", id),
		"Назначение_Key eq guid'00000000-0000-0000-0000-000000000000'":    Eq("Назначение_Key", Guid("")),
		"Заказ eq cast(guid'" + string(id) + "','Document_ЗаказКлиента')": Eq("Заказ", Reference{EntityOrder, id}),
		"isof(Заказ,'Document_ЗаказКлиента')":                             IsOf("Заказ", EntityOrder),
		"substringof('100%',Партнер/Description)":                         Contains("Партнер/Description", "100%"),
		"Товары/any(d: (d/Цена gt 10) and (d/Отменено eq false))":         Any("Товары", And(Gt("Цена", 10), Eq("Отменено", false))),
		"(Code eq '1') or (Code eq '2')":                                  In("Code", "1", "2"),
		"Code eq '1'":                                                     In("Code", "1"),
		"false":                                                           In[string]("Code"),
		"not (Posted eq true)":                                            Not(Eq("Posted", true)),
		"(Posted eq true) and ((Code eq '1') or (Code eq '2'))":           And(Eq("Posted", true), Filter{}, In("Code", "1", "2")),
	} {
		text, err := f.text(Moscow)
		require.NoError(t, err)
		require.Equal(t, want, text)
	}
	for _, f := range []Filter{
		Eq("", 1), Eq("a b", 1), Eq("a'", 1), Eq("1", 1), Eq("a//b", 1), Eq("Вес", 1.5), Eq("Ключ", Guid("x")), Eq("Заказ", Reference{"", id}),
		Eq("Заказ", Reference{"x'", id}), Any("Товары", Eq("?", 1)), Not(Eq("?", 1)), And(Eq("Code", "1"), Eq("?", 1)), Eq("Вес", wire.Decimal("x")),
	} {
		_, err := f.text(Moscow)
		require.Error(t, err)
	}
}

// literals reads the literals of a filter back: texts without their quotes, as 1C does it.
func literals(filter string) (out []string, rest string) {
	var b strings.Builder
	for i := 0; i < len(filter); i++ {
		if filter[i] != '\'' {
			b.WriteByte(filter[i])
			continue
		}
		var text strings.Builder
		for i++; i < len(filter); i++ {
			if filter[i] == '\'' {
				if i+1 >= len(filter) || filter[i+1] != '\'' {
					break
				}
				i++
			}
			text.WriteByte(filter[i])
		}
		out = append(out, text.String())
	}
	return out, b.String()
}

func FuzzFilter(f *testing.F) {
	f.Add("Code", "О'Коннор", "x")
	f.Add("Партнер/Description", "') or (1 eq 1", "''")
	f.Add("a b", "", "&$top=1")
	f.Fuzz(func(t *testing.T, property, a, b string) {
		text, err := And(Eq(property, a), Any("Товары", Contains(property, b))).text(Moscow)
		if err != nil {
			return
		}
		got, rest := literals(text)
		require.Equal(t, []string{a, b}, got, "the texts come back as they were")
		require.Equal(t, fmt.Sprintf("(%s eq ) and (Товары/any(d: substringof(,d/%s)))", property, property), rest)
		require.NotContains(t, address("Document_X", map[string][]string{"$filter": {text}}), "+")
	})
}

func FuzzClean(f *testing.F) {
	f.Add([]byte(`{"a":NaN,"b":"NaN \" -Infinity","c":[-Infinity,1]}`))
	f.Add([]byte(`{"value":[{"Ref_Key":"x","a":-1}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var before, after any
		if decodeAnswer(b, &before) != nil {
			return
		}
		require.NoError(t, decodeAnswer(clean(b), &after))
		require.Equal(t, before, after, "once more changes nothing")
	})
}
