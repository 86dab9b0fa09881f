package texts_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
