package bridge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// What people can see of money and of what was done.

// fault: M6
func TestMoneyThatIsDueToABuyerIsSeen(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		card, ok := s.CRM.Order(x.ID)
		require.True(t, ok)
		s.CRM.SetItemStatus(card.ID, card.Items[1].ID, "out-of-stock")
		s.Settle()
		require.Equal(t, []string{"return R1: line socks, 700.00 RUB"}, owing(x))
		s.CRM.SetStatus(card.ID, "no-product")
		s.Settle()

		v := x.Order().View()
		require.Equal(t, status.OrderCancelled, v.State)
		require.Len(t, v.Blocks, 2)
		require.Len(t, owing(x), 2, "an entry of the journal each")
		var flagged []string
		for o, err := range x.Store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagRefundOpen}}) {
			require.NoError(t, err)
			flagged = append(flagged, o.ID+" "+o.ToRefund.String())
		}
		require.Equal(t, []string{"shop-1/" + x.ID + " 5800.00 RUB"}, flagged)
		card, _ = s.CRM.Order(x.ID)
		require.Equal(t, 2, strings.Count(card.Field("managerComment"), "is to be paid back to the buyer"), "and a note in the CRM: %s", card.Field("managerComment"))

		x.Refunds(1)
		x.Refunds(2)
		for o, err := range x.Store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagRefundOpen}}) {
			require.NoError(t, err)
			t.Fatalf("%s is still listed", o.ID)
		}
	}, chaos.InCRM)
}

// A price reduction is owed as a return is, and does not wait for goods. What the cabinet has paid back is not to be
// ordered.
//
// fault: U15
func TestAPriceReductionIsShownAsMoneyToPayBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Does(order.ReducePrice{Picks: order.PickAll("shoes"), Amount: amount.RUB(500_00), Reason: status.ReasonDefect})
		s.Settle()
		require.Equal(t, []string{"price reduction R1: 500.00 RUB less"}, owing(x))
		card, _ := s.CRM.Order(x.ID)
		require.Contains(t, card.Field("managerComment"), "500.00 RUB is to be paid back to the buyer for R1 (defect): order the refund")
		require.NotContains(t, card.Field("managerComment"), "once the goods are back")
	}, chaos.InCRM)
}

// owing lists the entries of money that is to be paid back, up to the reason.
func owing(x *chaos.Sale) (all []string) {
	for _, e := range x.Journal(bridge.JournalFilter{What: "refund-owed"}) {
		text, _, _ := strings.Cut(e.Text, ", because")
		all = append(all, text)
	}
	return all
}

// fault: U15
func TestOneListShowsWhatHappened(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Sends()
		x.Does(order.WriteComment{Text: "позвонить перед выдачей"})
		acts := map[string]bool{}
		for _, e := range x.Journal(bridge.JournalFilter{Order: "shop-1/" + x.ID}) {
			acts[e.What] = true
		}
		for _, what := range []string{"marked", "handed-over", "commented"} {
			require.True(t, acts[what], "what people did is in the journal: %s", what)
		}
		for _, l := range texts.Languages() {
			ms, err := x.Bridge.Timeline(t.Context(), "shop-1/"+x.ID, l)
			require.NoError(t, err)
			var at int
			for e := range x.Order().Events(order.Filter{}) {
				for ms[at].Event == 0 {
					at++
				}
				require.Equal(t, e.N, ms[at].Event, "each event is told once, in its order")
				require.NotEmpty(t, ms[at].What)
				at++
			}
		}
		ms, err := x.Bridge.Timeline(t.Context(), "shop-1/"+x.ID, texts.Russian)
		require.NoError(t, err)
		var told []string
		for _, m := range ms {
			told = append(told, m.Who+": "+m.What)
		}
		all := strings.Join(told, "\n")
		for _, want := range []string{
			"найден заказ на 5800.00 RUB", "pay-1 (платёжный сервис): платёж p1 на 5800.00 RUB", "petrova (менеджер): код маркировки записан: позиция shoes, единица 1",
			"petrova (менеджер): отгружено, S1, накладная 1105478203", "комментарий: позвонить перед выдачей",
		} {
			require.Contains(t, all, want)
		}
		_, err = x.Bridge.Timeline(t.Context(), "shop-1/"+x.ID, "la")
		require.ErrorContains(t, err, `language "la" is not known`)
		_, err = x.Bridge.Timeline(t.Context(), "shop-1/none", texts.English)
		require.ErrorIs(t, err, bridge.ErrUnknown)
	})
}
