package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// What a merchant reads is in the language of the account, and says what to do: what was refused to the people, what
// the channel refused, and the journal beside it.
//
// fault: U16
func TestTextsAreInTheLanguageOfTheAccount(t *testing.T) {
	for lang, want := range map[texts.Language][2]string{
		texts.English: {
			"hand-over is refused: order: nothing may be handed over yet: the goods would have to be packed first",
			"stall-1 did not accept confirm: the shop is closed; correct it there or here and try again",
		},
		texts.Russian: {
			"передача в доставку: не выполнено. заказ: пока недоступно: передача в доставку; сначала товары должны получить статус: упакован",
			"stall-1 не принимает операцию «подтверждение»: the shop is closed. Исправьте там или здесь и повторите",
		},
		texts.Ukrainian: {
			"передача в доставку: не виконано. замовлення: поки недоступно: передача в доставку; спочатку товари мають отримати статус: упакований",
			"stall-1 не приймає операцію «підтвердження»: the shop is closed. Виправте там або тут і повторіть",
		},
		texts.Polish: {
			"przekazanie do dostawy: nie wykonano. zamówienie: jeszcze niedostępne: przekazanie do dostawy; najpierw towary muszą mieć status: spakowany",
			"stall-1 nie przyjmuje operacji „potwierdzenie”: the shop is closed. Popraw tam lub tutaj i powtórz",
		},
	} {
		t.Run(string(lang), func(t *testing.T) {
			c := &clock{t: monday}
			shop, books, store := newStall(order.Standard), newLedger(), memory.New()
			b, err := bridge.New(store, bridge.WithClock(c),
				bridge.Account("stall-1", shop), bridge.Account("books-1", books, bridge.Language(lang)),
				bridge.Route{Channel: "stall-1", ERP: "books-1"})
			require.NoError(t, err)
			sync := func() {
				_, err := b.Sync(t.Context())
				require.NoError(t, err)
			}
			id := shop.buy(c.Now())
			sync()
			books.sets("L"+id, "sent", order.HandOver{})
			sync()
			notes := books.noted("L" + id)
			require.Len(t, notes, 1)
			shop.fault = func(string) error { return &ordo.Error{Class: ordo.Invalid, Text: "the shop is closed"} }
			books.sets("L"+id, "confirmed", order.Confirm{})
			sync()
			notes = books.noted("L" + id)
			require.Len(t, notes, 2)
			require.Equal(t, want[0], notes[0])
			require.Equal(t, want[1], notes[1])
		})
	}
}
