package onec_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
)

// said is 1C's report of an error in JSON.
func said(code, text string) string {
	return `{"odata.error":{"code":"` + code + `","message":{"lang":"ru","value":"` + text + `"}}}`
}

func TestErrorsAreClassedByWhat1CSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status      int
		answer      string
		class       error
		code, words string
	}{
		"no such object":             {404, said("9", "Экземпляр сущности не найден"), ordo.ErrNotFound, "9", "Экземпляр сущности не найден"},
		"not in the composition":     {404, said("8", "Тип сущности не найден"), ordo.ErrUnsupported, "8", "Тип сущности"},
		"a code that is a number":    {400, `{"odata.error":{"code":10,"message":"Property Foo not found"}}`, ordo.ErrInvalid, "10", "Property Foo"},
		"rights":                     {401, said("20", "Ошибка прав доступа"), ordo.ErrAuth, "20", "прав"},
		"a wrong filter":             {400, said("14", "Error parsing $filter query option"), ordo.ErrInvalid, "14", "$filter"},
		"an option nobody knows":     {400, said("0", "The $expan parameter is not supported"), ordo.ErrUnsupported, "0", "$expan"},
		"a method that is forbidden": {405, said("19", "Метод запрещен"), ordo.ErrUnsupported, "19", ""},
		"rows one by one":            {400, said("13", "Создание строк табличных частей напрямую не поддерживается"), ordo.ErrUnsupported, "13", ""},
		"the configuration refuses":  {500, said("-1", "Проведение невозможно: не хватает Кружка 2 шт"), ordo.ErrConflict, "-1", "Кружка"},
		"rights of the handler":      {500, said("-1", "Нарушение прав доступа!"), ordo.ErrAuth, "-1", ""},
		"a code nobody knows":        {500, said("77", "новое"), ordo.ErrConflict, "77", "новое"},
		"Atom": {
			404, `<?xml version="1.0" encoding="UTF-8"?><m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">` +
				`<m:code>9</m:code><m:message xml:lang="ru">Экземпляр сущности "ЗаказКлиента" не найден</m:message></m:error>`,
			ordo.ErrNotFound, "9", `"ЗаказКлиента"`,
		},
		"a wrong password":     {401, `<html>Unauthorized</html>`, ordo.ErrAuth, "", ""},
		"an error with a 200":  {200, said("9", "нет"), ordo.ErrNotFound, "9", ""},
		"1C's mark of the BOM": {400, "\xef\xbb\xbf" + said("4", "Неверное значение"), ordo.ErrInvalid, "4", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := base(t, call{On: "GET " + first, Status: c.status, Answer: c.answer}).Orders().Get(t.Context(), id1)
			require.ErrorIs(t, err, c.class)
			var e *ordo.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.code, e.Code)
			require.Contains(t, e.Text, c.words)
		})
	}
}

func TestALockedDocumentIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := base(t,
			call{On: "POST " + first + "/Post", Status: 500, Answer: said("-1", "Ошибка блокировки данных: Объект заблокирован пользователем Иванова")},
			call{On: "POST " + first + "/Post"},
			call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","Posted":true}`},
		)
		_, err := c.Orders().Post(t.Context(), id1)
		require.NoError(t, err)
	})
}

func TestALostAnswerToACreationIsLookedUp(t *testing.T) {
	t.Parallel()
	kept := `{"Ref_Key":"` + id1 + `","НомерПоДаннымКлиента":"50417"}`
	synctest.Test(t, func(t *testing.T) {
		c := base(t,
			call{On: "GET " + orders, Answer: `{"value":[]}`},
			call{On: "POST " + orders, Status: 502, Answer: "<html>"},
			call{On: "GET " + orders, Answer: `{"value":[` + kept + `]}`},
		)
		made, err := c.Orders().Create(t.Context(), onec.Order{ClientNumber: "50417"}, onec.Eq("НомерПоДаннымКлиента", "50417"))
		require.NoError(t, err)
		require.Equal(t, onec.Guid(id1), made.Value.Ref)
		require.False(t, made.Existed)
	})
	synctest.Test(t, func(t *testing.T) {
		c := base(t, call{On: "POST " + orders, Status: 502, Answer: "<html>"})
		_, err := c.Orders().Create(t.Context(), onec.Order{ClientNumber: "50417"}, onec.Filter{})
		require.ErrorIs(t, err, ordo.ErrInDoubt, "nothing to look for")
	})
	synctest.Test(t, func(t *testing.T) {
		c := base(t, call{On: "POST " + orders, Status: 201, Answer: kept}, call{On: "GET " + first, Status: 503}, call{On: "GET " + first, Status: 503})
		_, err := c.Orders().Create(t.Context(), onec.Order{ClientNumber: "50417"}, onec.Filter{})
		require.ErrorIs(t, err, ordo.ErrInDoubt, "created, and not to be created again")
	})
}

func TestAnObjectThatExistsUnderItsRefIsReturned(t *testing.T) {
	t.Parallel()
	c := base(t,
		call{On: "POST " + orders, Status: 400, Answer: said("15", "Сущность с таким ключом уже существует")},
		call{On: "GET " + first, Answer: orderJSON},
	)
	o := onec.Order{ClientNumber: "50417"}
	o.Ref = id1
	made, err := c.Orders().Create(t.Context(), o, onec.Filter{})
	require.NoError(t, err)
	require.True(t, made.Existed)
}

func TestSeveralObjectsWhereOneIsExpectedAreAConflict(t *testing.T) {
	t.Parallel()
	two := `{"value":[` + orderJSON + `,{"Ref_Key":"` + id2 + `"}]}`
	c := base(t, call{On: "GET " + orders, Answer: two}, call{On: "GET " + orders, Answer: `{"value":[]}`})
	_, err := c.Orders().Create(t.Context(), onec.Order{}, onec.Eq("НомерПоДаннымКлиента", "50417"))
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, id2)
	_, err = c.Orders().Find(t.Context(), onec.Eq("НомерПоДаннымКлиента", "50417"))
	require.ErrorIs(t, err, ordo.ErrNotFound)
}

func TestALostAnswerToAChangeIsReadBack(t *testing.T) {
	t.Parallel()
	before := `{"Ref_Key":"` + id1 + `","DataVersion":"AAE=","Комментарий":""}`
	after := `{"Ref_Key":"` + id1 + `","DataVersion":"AAI=","Комментарий":"спешит"}`
	edit := func(o *onec.Order) error { o.Comment = "спешит"; return nil }
	synctest.Test(t, func(t *testing.T) {
		c := base(t,
			call{On: "GET " + first, Answer: before}, call{On: "PATCH " + first, Status: 504},
			call{On: "GET " + first, Answer: after}, call{On: "GET " + first, Answer: after},
		)
		o, err := c.Orders().Change(t.Context(), id1, edit)
		require.NoError(t, err)
		require.Equal(t, "спешит", o.Comment)
	})
	synctest.Test(t, func(t *testing.T) {
		c := base(t,
			call{On: "GET " + first, Answer: before}, call{On: "PATCH " + first, Status: 504}, call{On: "GET " + first, Answer: before},
			call{On: "PATCH " + first, Answer: after}, call{On: "GET " + first, Answer: after},
		)
		_, err := c.Orders().Change(t.Context(), id1, edit)
		require.NoError(t, err)
	})
}

func TestWhatCannotBeWrittenIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	o := onec.Order{}
	o.Posted = true
	_, err := base(t).Orders().Create(t.Context(), o, onec.Filter{})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "posted by Post")
	_, err = base(t).Orders().Get(t.Context(), "")
	require.ErrorContains(t, err, "the reference is empty")
	_, err = base(t).Orders().Post(t.Context(), "50417")
	require.ErrorContains(t, err, "is no guid")
	_, err = base(t).Orders().Find(t.Context(), onec.Eq("Number') or (1", "1"))
	require.ErrorContains(t, err, "is no name of a property")
	for _, err := range base(t).Orders().List(t.Context(), onec.Query{Filter: onec.Eq("Сумма", 1.5)}) {
		require.ErrorContains(t, err, "no literals for a float64")
	}
	_, err = base(t, call{On: "GET " + first, Answer: orderJSON}).Orders().Change(t.Context(), id1, func(o *onec.Order) error {
		o.Posted = true
		return nil
	})
	require.ErrorContains(t, err, "Posted is not changed so")
	odd := `{"Ref_Key":"` + id1 + `","Товары":[{"LineNumber":"1","Цена":"много"}]}`
	_, err = base(t, call{On: "GET " + first, Answer: odd}).Orders().Change(t.Context(), id1, func(o *onec.Order) error {
		o.Goods[0].Cancelled = true
		return nil
	})
	require.ErrorContains(t, err, "was not read whole", "or the price would be written as 0")
}

func TestDeletionIsAMark(t *testing.T) {
	t.Parallel()
	c := base(t,
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","DataVersion":"AAE=","DeletionMark":false}`},
		call{On: "PATCH " + first, See: func(_ *http.Request, body map[string]any) {
			require.Equal(t, map[string]any{"DeletionMark": true}, body)
		}},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","DataVersion":"AAI=","DeletionMark":true}`},
		call{On: "GET " + first, Answer: `{"Ref_Key":"` + id1 + `","DataVersion":"AAI=","DeletionMark":true}`},
	)
	o, err := c.Orders().MarkDeleted(t.Context(), id1)
	require.NoError(t, err)
	require.True(t, o.DeletionMark)
	_, err = c.Orders().MarkDeleted(t.Context(), id1)
	require.NoError(t, err, "once more changes nothing")
}

func TestARawCallIsNotRepeated(t *testing.T) {
	t.Parallel()
	var out struct {
		Number string
	}
	c := base(t, call{On: "POST Document_СчетНаОплатуКлиенту", Status: 201, Answer: `{"Number":"7"}`, See: func(r *http.Request, body map[string]any) {
		require.Equal(t, map[string]any{"Комментарий": "x"}, body)
	}}, call{On: "POST Document_СчетНаОплатуКлиенту", Status: 502})
	require.NoError(t, c.Call(t.Context(), http.MethodPost, "Document_СчетНаОплатуКлиенту", nil, map[string]string{"Комментарий": "x"}, &out))
	require.Equal(t, "7", out.Number)
	err := c.Call(t.Context(), http.MethodPost, "Document_СчетНаОплатуКлиенту", nil, nil, nil)
	require.ErrorIs(t, err, ordo.ErrInDoubt)
}
