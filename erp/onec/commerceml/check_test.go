package commerceml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/wire"
)

// One order that УТ 11 refuses costs all orders of the file.
func TestWhatUT11RefusesOfAnOrderIsKnownBefore(t *testing.T) {
	order := func(change func(*commerceml.Document)) error {
		d := commerceml.Document{
			ID: "50417", Number: "50417", Date: "2026-11-03", Operation: "заказ товара", Role: commerceml.Seller, Currency: "RUB", Total: wire.Sum{Decimal: "5000"},
			Parties: []commerceml.Party{{ID: "b1", FullName: "Орлова Вера"}},
			Lines:   []commerceml.Line{{ID: "g#37", Name: "Ботинки", VATRates: []commerceml.Tax{{Name: "НДС", Rate: "22"}}}, {Name: "Доставка", VATRates: []commerceml.Tax{{Name: "НДС", Rate: "Без НДС"}}}},
		}
		d.Traits.Set(commerceml.TraitStatus, "Принят")
		change(&d)
		return d.CheckForUT()
	}
	require.NoError(t, order(func(*commerceml.Document) {}))
	for want, change := range map[string]func(*commerceml.Document){
		`ХозОперация is "Отпуск товара": УТ 11 takes orders only: want "Заказ товара"`: func(d *commerceml.Document) { d.Operation = commerceml.Shipment },
		`Валюта: it is missing`:                                                                  func(d *commerceml.Document) { d.Currency = "" },
		`Номер is "R-2026-0050417": it has 14 letters, more than 11`:                             func(d *commerceml.Document) { d.Number = "R-2026-0050417" },
		`Контрагенты: it is missing`:                                                             func(d *commerceml.Document) { d.Parties = nil },
		`Контрагенты/Контрагент[1]/ПолноеНаименование: it is missing`:                            func(d *commerceml.Document) { d.Parties[0].FullName = "" },
		`Товары/Товар[2]/Наименование is `:                                                       func(d *commerceml.Document) { d.Lines[1].Name = strings.Repeat("я", 256) },
		`Товары/Товар[1]/СтавкиНалогов/СтавкаНалога[1]/Ставка is "20%": УТ 11 would take it for`: func(d *commerceml.Document) { d.Lines[0].VATRates[0].Rate = "20%" },
		`ЗначенияРеквизитов/Адрес доставки is `:                                                  func(d *commerceml.Document) { d.Traits.Set("Адрес доставки", strings.Repeat("я", 1001)) },
		`(and 1 more value of this record)`:                                                      func(d *commerceml.Document) { d.ID, d.Role = "", "" },
	} {
		err := order(change)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "byte")
	}
}
