package bitrix24_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

func TestSettingsAreReadAsTheyAreWritten(t *testing.T) {
	s := bitrix24.Settings{
		Originator: "shop", Prefix: "A-", Funnel: "Интернет-магазин", Language: texts.Ukrainian, Responsible: 11,
		Processes: bitrix24.ProcessSettings{Returns: "Возврат покупателя"}, Goods: bitrix24.GoodsSettings{By: "xmlId", PriceType: 2}, Region: "UA",
		People: []bitrix24.Person{{Role: order.RoleShop, Place: "shop-1", User: 21}, {Person: "olga", User: 23}},
	}
	b, err := json.Marshal(s)
	require.NoError(t, err)
	back, err := bitrix24.ParseSettings(b)
	require.NoError(t, err)
	require.Equal(t, s, back)

	back, err = bitrix24.ParseSettings([]byte(`{}`))
	require.NoError(t, err, "nothing needs to be chosen")
	require.Zero(t, back)
}

// Everything that is wrong is listed, with its path and what would be right.
func TestSettingsThatMakeNoSense(t *testing.T) {
	for text, want := range map[string][]string{
		`{`:                         {"it is not a JSON document"},
		`{"funnels":"Заказы"}`:      {"funnels: unknown field (known: funnel,"},
		`{"people":[{"user":"x"}]}`: {"people[0].user: it is a text, not a number"},
		`{"originator":"a/b","language":"de","goods":{"by":"article","priceType":-1},"responsible":-1,"people":[{"user":0},{"role":"shop","user":5}],
			"processes":{"shipments":"Возврат"}}`: {
			`originator: "a/b"`, `language: "de": there is no such choice (known: en, ru, uk, pl)`, `goods.by: "article": there is no such choice (known: xmlId, code)`,
			"goods.priceType: it is less than none", "responsible: it is less than none", "people[0].user: name the user", "people[0]: it stands for everybody",
			`processes.returns: "Возврат": two processes have this title`,
		},
	} {
		_, err := bitrix24.ParseSettings([]byte(text))
		require.ErrorIs(t, err, ordo.ErrInvalid, text)
		for _, w := range want {
			require.ErrorContains(t, err, w, text)
		}
	}
}
