package onec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

func TestSettingsAreReadAsTheyAreWritten(t *testing.T) {
	b, err := json.Marshal(settings())
	require.NoError(t, err)
	back, err := onec.ParseSettings(b)
	require.NoError(t, err)
	require.Equal(t, settings(), back)
}

// Everything that is wrong is listed, with its path and what would be right.
func TestSettingsThatMakeNoSense(t *testing.T) {
	for text, want := range map[string][]string{
		`{`:                  {"it is not a JSON document"},
		`{"organization":1}`: {"organization: unknown field (known: agreement,"},
		`{"organisation":null,"organisation":"x","days":"3"}`: {
			"organisation: it is null (leave the field out instead), not a text", "organisation: it occurs twice", "days: it is a text, not a number",
		},
		`{}`: {"organisation: name the merchant's company", "warehouses: 0 are central: exactly one must be"},
		`{"organisation":"x","tax":"НДС","prefix":"0123456789012345","keys":{"row":"Строка"},"goods":{"by":"name","services":{"goods":"X"}},
			"deliver":{"СДЭК":{"method":"СиламиПеревозчика"},"почта":{"method":"Голубями"}},"payments":{},"days":-1,"returns":{"marked":"Х","compensation":"Ничего"},
			"warehouses":[{"code":""},{"code":"A","central":true,"latitude":91},{"code":"A","central":true}]}`: {
			`tax: "НДС": there is no such choice`, "prefix: ", `keys.row: "Строка"`, `goods.by: "name"`, `goods.services.goods: "goods"`,
			"deliver.СДЭК.carrier: the method СиламиПеревозчика needs the partner that carries", `deliver.почта.method: "Голубями"`,
			"payments.contract: name the contract", "days: it is less than none", `returns.marked: "Х": there is no such warehouse (known: , A, A)`,
			`returns.compensation: "Ничего"`, "warehouses[0].code: the code is empty", "warehouses[1]: there is no place at 91, 0",
			`warehouses[2].code: "A": it occurs twice`, "warehouses: 2 are central",
		},
	} {
		_, err := onec.ParseSettings([]byte(text))
		require.ErrorIs(t, err, ordo.ErrInvalid, text)
		for _, w := range want {
			require.ErrorContains(t, err, w, text)
		}
		require.Len(t, strings.Split(err.Error(), "\n"), len(want), err)
	}
	s := onec.New("https://1c.example/ut", "u", "p").System(onec.Settings{})
	_, err := s.Read(t.Context(), nil, draftView(t))
	require.ErrorContains(t, err, "organisation")
}

// Check finds everything that the base does not have, at once.
func TestCheckListsEverything(t *testing.T) {
	set := settings()
	set.Organisation, set.Agreement, set.Prices["wholesale"] = "ООО Лютик", "Оптовые продажи", "Оптовая"
	set.Warehouses[2].Name, set.Warehouses[1].Responsible = "Казань", "Никто"
	set.Goods.Services = map[onecKind]string{"delivery": "ДОСТАВКА"}
	base, s := install(t, set, onectest.Settings{})
	base.Publish(false, "Document_ПеремещениеТоваров", "InformationRegister_РаспределениеЗапасов", "AccumulationRegister_ТоварыНаСкладах")
	err := s.Check(t.Context())
	require.ErrorIs(t, err, ordo.ErrInvalid)
	for _, want := range []string{
		`organisation: "ООО Лютик": the base has no such entry in Catalog_Организации`, `agreement: "Оптовые продажи"`, `prices.wholesale: "Оптовая"`,
		`warehouses[2]: "Казань"`, `warehouses[1].responsible: "Никто"`, `goods.services.delivery: "ДОСТАВКА"`,
		`composition: "Document_ПеремещениеТоваров": an administrator must put it into the interface's composition`, "composition: it has no register of stock",
	} {
		require.ErrorContains(t, err, want)
	}
	_, s = install(t, settings(), onectest.Settings{})
	require.NoError(t, s.Check(t.Context()))
}

func FuzzParseSettings(f *testing.F) {
	b, _ := json.Marshal(settings())
	f.Add(b)
	f.Add([]byte(`{"warehouses":[{"code":1}],"deliver":{"":null}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := onec.ParseSettings(b)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		again, err := json.Marshal(s)
		require.NoError(t, err)
		_, err = onec.ParseSettings(again)
		require.NoError(t, err, "what was read is written so that it is read again")
	})
}
