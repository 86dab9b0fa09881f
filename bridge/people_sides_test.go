package bridge_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Random histories in which people change the card of an order as they like, while it is edited, paid, returned and
// reduced here: also odd quantities, gifts, two saves at once. After each step the card costs what the order costs, or
// people are told once; and nobody is told of a difference that is none.
func TestACardThatPeopleChangeCostsWhatTheOrderDoesOrTheyAreTold(t *testing.T) {
	t.Parallel()
	for n := range max(*worldHistories/10, 1) {
		seed := *worldSeed + uint64(n)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				h := beginsWithCard(s, rand.New(rand.NewPCG(seed, 22)))
				for range 12 {
					h.step()
					h.agreesOrTold()
				}
			}, chaos.InCRM)
		})
	}
}

// cardHistory is a history in which people change the card as well.
type cardHistory struct {
	*history
	notes  string // on the card, when it was looked at last
	differ string // how the totals differed then
}

func beginsWithCard(s *chaos.Shop, dice *rand.Rand) *cardHistory {
	h := &cardHistory{history: &history{dice: dice, did: []string{"ordered"}}}
	d := order.Draft{Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru"}}
	for i := range 1 + dice.IntN(3) {
		l := order.Line{
			ID: fmt.Sprint(i + 1), SKU: "SOCKS", Name: fmt.Sprint("Товар ", i+1), Quantity: amount.Pcs(1 + dice.IntN(4)),
			Total: amount.RUB(1000 + dice.Int64N(500_000)), VAT: amount.VAT22,
		}
		if dice.IntN(3) == 0 { // by weight
			l.Step, l.Quantity = amount.Milli(50), amount.Milli(50*(1+dice.Int64N(60)))
		}
		if i > 0 && dice.IntN(6) == 0 { // a gift
			l.Total = amount.RUB(0)
		}
		d.Lines = append(d.Lines, l)
	}
	if dice.IntN(2) == 0 {
		d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22})
	}
	if dice.IntN(2) == 0 {
		d.Adjustments = append(d.Adjustments, order.Adjustment{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(1 + dice.Int64N(900))})
	}
	h.Sale = s.Sells(d)
	h.agreesOrTold()
	return h
}

// step is one thing done here, or one or two saves of a person.
func (h *cardHistory) step() {
	if h.dice.IntN(2) == 0 {
		h.history.step()
		return
	}
	for range 1 + h.dice.IntN(4)/3 {
		h.saves()
	}
	h.Settle()
}

// saves is a person who saves something on the card.
func (h *cardHistory) saves() {
	card := cardOf(h.history.Sale)
	if len(card.Items) == 0 {
		return
	}
	it := card.Items[h.dice.IntN(len(card.Items))]
	sum := amount.RUB(h.dice.Int64N(300_000)).Text()
	little := amount.RUB(h.dice.Int64N(900)).Text()
	pieces := strconv.Itoa(1 + h.dice.IntN(5))
	percent := strconv.Itoa(h.dice.IntN(30))
	acts := []struct {
		name string
		save func()
	}{
		{pieces + " pieces", func() { h.CRM.SetQuantity(card.ID, it.ID, pieces) }},
		{"price " + sum, func() { h.CRM.SetPrice(card.ID, it.ID, sum) }},
		{"line's discount " + little, func() { h.CRM.SetItemDiscount(card.ID, it.ID, little) }},
		{"discount " + little, func() { h.CRM.SetDiscount(card.ID, little, "") }},
		{"discount of percent " + percent, func() { h.CRM.SetDiscount(card.ID, "", percent) }},
		{"delivery " + sum, func() { h.CRM.Edit(card.ID, `{"delivery":{"vatRate":"22","cost":`+sum+`}}`) }},
		{"removed", func() { h.CRM.RemoveItem(card.ID, it.ID) }},
		{"out of stock", func() { h.CRM.SetItemStatus(card.ID, it.ID, "out-of-stock") }},
		{"in stock again", func() { h.CRM.SetItemStatus(card.ID, it.ID, "new") }},
		{"there and back", func() {
			h.CRM.SetQuantity(card.ID, it.ID, "7")
			h.CRM.SetQuantity(card.ID, it.ID, it.Quantity)
		}},
		{"another product for " + sum, func() {
			var items strings.Builder
			for _, x := range card.Items {
				fmt.Fprintf(&items, `{"id":%d},`, x.ID)
			}
			added := `{"offer":{"externalId":"MUG-RED"},"vatRate":"22","quantity":` + pieces + `,"initialPrice":` + sum + `}`
			h.CRM.Edit(card.ID, `{"items":[`+items.String()+added+`]}`)
		}},
	}
	act := acts[h.dice.IntN(len(acts))]
	act.save()
	h.did = append(h.did, fmt.Sprintf("[%d: %s]", it.ID, act.name))
}

// agreesOrTold compares the total on the card with the order's, and what people were told since the last time.
func (h *cardHistory) agreesOrTold() {
	h.Helper()
	v, card := h.Order().View(), cardOf(h.history.Sale)
	notes := card.Field("managerComment")
	told := strings.TrimPrefix(notes, h.notes)
	story := fmt.Sprintf("%s; told: %q; journal:\n%s", strings.Join(h.did, ", "), told, strings.Join(h.Tail(), "\n"))
	for _, w := range h.Owes() {
		require.NotEqual(h, "crm-1", w.Target.Account, "%s %s: %s", w.Kind, w.Phase, story)
	}
	there, here, differ := roubles(h, card.Field("totalSumm")), erp.SumsOf(v).Total, ""
	if there != here && v.State != status.OrderCancelled && v.State != status.OrderRefused {
		differ = there.Text() + " there, " + here.Text() + " here"
	}
	switch {
	case differ == "":
		require.NotContains(h, told, "does not show", story)
	case differ != h.differ:
		was := false
		for _, words := range []string{"refused", "does not show", "removed here", "set it anew"} {
			was = was || strings.Contains(told, words)
		}
		require.True(h, was, "%s: %s", differ, story)
	}
	require.LessOrEqual(h, strings.Count(told, "does not show"), 1, story)
	h.notes, h.differ = notes, differ
}
