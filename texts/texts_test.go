package texts_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

func TestALanguageIsParsed(t *testing.T) {
	for code, want := range map[string]texts.Language{"en": texts.English, "RU": texts.Russian, "uk-UA": texts.Ukrainian, "pl_PL": texts.Polish} {
		got, err := texts.ParseLanguage(code)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := texts.ParseLanguage("de")
	require.EqualError(t, err, `texts: language "de" is not known; use en, ru, uk or pl`)
}

// What the catalog does not have is given in English, never lost.
func TestATextThatIsNotTranslatedIsGivenInEnglish(t *testing.T) {
	for _, l := range append(texts.Languages(), "", "de") {
		require.Equal(t, "nobody translated 3 of these", l.Sprintf("nobody translated %d of these", 3))
		require.Equal(t, "boom", l.Error(errors.New("boom")))
	}
	require.Empty(t, texts.Russian.Error(nil))
	require.Equal(t, "order is packed", texts.Language("").Text(order.Textf("order is %s", status.OrderPacked)))
	require.Equal(t, "order is packed", texts.Language("de").Text(order.Textf("order is %s", status.OrderPacked)))
}

func TestArgumentsArePutIntoTheLanguage(t *testing.T) {
	for _, c := range []struct {
		arg  any
		want string
	}{
		{status.ItemPacked, "упакован"},
		{status.ReasonOutOfStock, "нет в наличии"},
		{status.Reason("the host's own"), "the host's own"},
		{[]status.ItemState{status.ItemPacked, status.ItemSent}, "упакован, отправлен"},
		{status.ItemStates(status.ItemPacked, status.ItemSent).List(), "упакован, отправлен"},
		{status.ItemSet(0).List(), "нет"},
		{order.KindPack, "упаковка"},
		{order.Textf("%s: %s", order.RoleCarrier, order.EffectReceipt), "перевозчик: чек"},
		{amount.RUB(129050), "1290.50 RUB"},
		{amount.Milli(350), "0.35"},
		{"L1", "L1"},

		{[]byte("x"), "120"},
		{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "2026-01-02 03:04:05 +0000 UTC"},
		{fmt.Errorf("megamarket: %w", &order.Refused{Why: order.Textf("%s", status.OrderPaid)}), "оплачен"},
		{map[string]string{"a": "b"}, "map[a:b]"},
	} {
		require.Equal(t, c.want, texts.Russian.Sprintf("%s: %s", "", c.arg)[2:], "%v", c.arg)
	}
}

func TestWordsFollowTheirNumber(t *testing.T) {
	const format = "%d {1:line|lines}; an order has 1 to %d"
	for l, want := range map[texts.Language]map[int]string{
		"":              {0: "lines", 1: "line", 2: "lines", 21: "lines"},
		texts.English:   {0: "lines", 1: "line", 2: "lines", 5: "lines", 21: "lines"},
		texts.Russian:   {0: "позиций", 1: "позиция", 2: "позиции", 5: "позиций", 11: "позиций", 12: "позиций", 21: "позиция", 22: "позиции", 111: "позиций"},
		texts.Ukrainian: {0: "позицій", 1: "позиція", 2: "позиції", 5: "позицій", 11: "позицій", 12: "позицій", 21: "позиція", 22: "позиції"},
		texts.Polish:    {0: "pozycji", 1: "pozycję", 2: "pozycje", 5: "pozycji", 12: "pozycji", 21: "pozycji", 22: "pozycje"},
	} {
		for n, word := range want {
			require.Contains(t, l.Sprintf(format, n, 200), fmt.Sprintf("%d %s;", n, word), "%s", l)
		}
	}
	require.Equal(t, "1 line; an order has 1 to 200", order.Textf(format, 1, 200).String())
	require.Equal(t, "0 lines; an order has 1 to 200", order.Textf(format, 0, 200).String())
}

func TestADurationIsNamed(t *testing.T) {
	for d, want := range map[time.Duration]string{
		3*time.Hour + 20*time.Minute: "упаковка: срок 12:00, осталось 3 ч 20 мин",
		45 * time.Minute:             "упаковка: срок 12:00, осталось 45 мин",
		2 * time.Hour:                "упаковка: срок 12:00, осталось 2 ч",
		time.Second:                  "упаковка: срок 12:00, осталось 1s",
	} {
		require.Equal(t, want, texts.Russian.Sprintf("%s is due at %s, in %s", order.KindPack, "12:00", d))
	}
	require.Equal(t, "pack is due at 12:00, in 2h0m0s", texts.English.Sprintf("%s is due at %s, in %s", order.KindPack, "12:00", 2*time.Hour))
}

// A failed call says what its class means; the rest is the vendor's own.
func TestAFailedCallIsExplained(t *testing.T) {
	err := &ordo.Error{System: "cdek", Account: "cdek-1", Op: "request", HTTPStatus: 401, Class: ordo.Auth, Text: "bad token"}
	require.Equal(t, "нет доступа, проверьте данные для входа и права (cdek cdek-1: request: 401: bad token)", texts.Russian.Error(fmt.Errorf("%w", err)))
	require.Equal(t, err.Error(), texts.English.Error(err))
}

// A refusal reads in the language of the manager: what was not done, why, and what to do.
//
// fault: U16
func TestARefusalReadsInTheLanguageOfTheManager(t *testing.T) {
	o, by := placed(t)
	_, err := o.Do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(5)), Reason: status.ReasonOutOfStock}, by)
	for l, want := range map[texts.Language]string{
		texts.English:   `cancel: line L1: 5 asked, 3 of 3 may be cancelled (order is new)`,
		texts.Russian:   `отмена: позиция L1: запрошено 5, доступно 3 из 3 (отмена) (статус заказа: «новый»)`,
		texts.Ukrainian: `скасування: позиція L1: запитано 5, доступно 3 з 3 (скасування) (статус замовлення: «нове»)`,
		texts.Polish:    `anulowanie: pozycja L1: zażądano 5, dostępne 3 z 3 (anulowanie) (status zamówienia: „nowe”)`,
	} {
		require.Equal(t, want, l.Error(err))
		require.Equal(t, want, l.Error(fmt.Errorf("wrapped: %w", err)))
	}
}

func placed(t *testing.T) (*order.Order, order.By) {
	t.Helper()
	by := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	o, _, err := order.New(order.Draft{
		ID: "1", Scheme: order.Standard, Currency: "RUB",
		Lines: []order.Line{{ID: "L1", Name: "чайник", Quantity: amount.Pcs(3), Price: amount.RUB(100)}},
	}, by)
	require.NoError(t, err)
	return o, by
}

// A form of a carrier that is filled in wrong says so field by field.
func TestAFormReadsInTheLanguageOfTheManager(t *testing.T) {
	form := carriers.Form{Fields: []carriers.Field{
		{Name: "weight", Type: carriers.TypeInteger, Unit: "g", Required: true, Min: "1"},
		{Name: "phone", Type: carriers.TypePhone, Required: true},
	}}
	err := form.Check(carriers.Values{"weight": "0"})
	require.Equal(t, "weight: 0, нужно не менее 1 g; phone: не заполнено: нужно указать телефон", texts.Russian.Error(err))
	require.Equal(t, "weight: 0, wymagane co najmniej 1 g; phone: nie wypełniono: wymagane telefon", texts.Polish.Error(err))
}

// A hold keeps its text for other languages in the log; a log of before has it in English alone.
func TestAHoldIsReadFromTheLogInTheLanguage(t *testing.T) {
	o, by := placed(t)
	by.Actor = order.Actor{System: "mm-1", Role: order.RoleChannel}
	_, err := o.Observe(order.StatusReport{Code: "STRANGE"}, by)
	require.NoError(t, err)
	log, err := json.Marshal(slices.Collect(o.Events(order.Filter{})))
	require.NoError(t, err)
	var es []order.Event
	require.NoError(t, json.Unmarshal(log, &es))
	again, err := order.Replay(es)
	require.NoError(t, err)
	h := again.View().Holds[0]
	require.Equal(t, `mm-1 sent the status "STRANGE", which is not in the status table: add it there, then clear the hold`, h.Text)
	require.Equal(t, `mm-1 присылает статус «STRANGE», которого нет в таблице статусов: добавьте его туда и снимите блокировку`, texts.Russian.Text(h.Message))
}
