package bridge_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Random histories over the shop, the CRM and the gateway: an order is edited here and on its card, paid, exchanged,
// reduced in price, returned and refunded in parts. After each step the order, the card and the gateway have the same
// sums to the kopeck, and nobody had to be told of a difference.
func TestAllSidesHaveTheSameSumsAfterEachStep(t *testing.T) {
	t.Parallel()
	for n := range max(*worldHistories/10, 1) {
		seed := *worldSeed + uint64(n)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				h := begins(s, rand.New(rand.NewPCG(seed, 21)))
				for range 14 {
					h.step()
					h.agrees()
				}
			}, chaos.InCRM)
		})
	}
}

// The same with calls that fail, answers that get lost and processes that end: when it is quiet again, all sides have
// the same sums.
func TestAllSidesHaveTheSameSumsAfterTroubles(t *testing.T) {
	t.Parallel()
	for n := range max(*worldHistories/30, 1) {
		seed := *worldSeed + uint64(n)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				h := begins(s, rand.New(rand.NewPCG(seed, 22)))
				f := &chaos.Till{Shop: s, Dice: h.dice}
				f.Troubles()
				s.CRM.Faults().Random("*", 0.12, seed, fake.Status(500), fake.Status(502), retailcrmtest.RateLimit(),
					fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(500), fake.Cut(30), fake.Slow(3*time.Second), fake.Unreachable())
				for range 14 {
					h.step()
				}
				s.CRM.Faults().Clear()
				f.QuietDown()
				h.agrees()
			}, chaos.InCRM)
		})
	}
}

// history is an order to which things happen as the dice fall.
type history struct {
	*chaos.Sale
	dice  *rand.Rand
	added int
	did   []string
}

func begins(s *chaos.Shop, dice *rand.Rand) *history {
	h := &history{dice: dice, did: []string{"ordered"}}
	d := order.Draft{Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru"}}
	for i := range 1 + h.dice.IntN(3) {
		d.Lines = append(d.Lines, order.Line{
			ID: fmt.Sprint(i + 1), SKU: "SOCKS", Name: "Товар", Quantity: amount.Pcs(1 + h.dice.IntN(4)), Total: amount.RUB(1000 + h.dice.Int64N(500_000)), VAT: amount.VAT22,
		})
	}
	if h.dice.IntN(2) == 0 {
		d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22})
	}
	if h.dice.IntN(2) == 0 {
		d.Adjustments = append(d.Adjustments, order.Adjustment{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(1 + h.dice.Int64N(900))})
	}
	h.Sale = s.Sells(d)
	h.agrees()
	return h
}

// step does one thing that is allowed now.
func (h *history) step() {
	v := h.Order().View()
	unpaid := v.Paid.Sign() == 0
	var may []func(order.View) bool
	if unpaid {
		may = append(may, h.edits, h.reprices, h.buyerPays)
	} else {
		may = append(may, h.exchanges, h.reduces, h.splits, h.pays, h.refundsOne, h.receives, h.handsOver, h.comesHome)
	}
	for _, i := range h.dice.Perm(len(may)) {
		if may[i](v) {
			h.Settle()
			return
		}
	}
}

// did keeps what was done, and passes on whether it was.
func (h *history) done(what string, err error) bool {
	if err == nil {
		h.did = append(h.did, what)
	}
	return err == nil
}

func (h *history) newLine() order.Line {
	h.added++
	return order.Line{ID: fmt.Sprint("n", h.added), SKU: "NORDA-42", Name: "Ещё", Quantity: amount.Pcs(1 + h.dice.IntN(2)), Price: amount.RUB(100 + h.dice.Int64N(90_000)), VAT: amount.VAT22}
}

// living is a line that has living goods, chosen by the dice.
func (h *history) living(v order.View) (order.LineView, bool) {
	for _, i := range h.dice.Perm(len(v.Lines)) {
		if l := v.Lines[i]; l.Kind == order.LineGoods && l.Living.Sign() > 0 {
			return l, true
		}
	}
	return order.LineView{}, false
}

func (h *history) edits(v order.View) bool {
	e := order.Edit{Add: []order.Line{h.newLine()}}
	if l, some := h.living(v); some && len(v.Lines) > 1 && h.dice.IntN(2) == 0 {
		e = order.Edit{Remove: order.Pick(l.ID, amount.Pcs(1))}
	}
	return h.done("edited", h.Tries(e))
}

func (h *history) reprices(v order.View) bool {
	l, some := h.living(v)
	return some && h.done("repriced", h.Tries(order.Reprice{
		Prices: []order.NewPrice{{Line: l.ID, Total: amount.RUB(1000 + h.dice.Int64N(99_999))}}, Adjustments: v.Adjustments,
	}))
}

func (h *history) buyerPays(v order.View) bool {
	return v.Total.Sign() > 0 && h.pays(v)
}

// pays is the buyer who pays what is due.
func (h *history) pays(v order.View) bool {
	if v.Due.Sign() <= 0 {
		return false
	}
	err := h.YK.Pay(h.Bill(fmt.Sprint("p", len(v.Payments)+1), v.Due))
	return h.done("paid", err)
}

func (h *history) exchanges(v order.View) bool {
	l, some := h.living(v)
	return some && h.done("exchanged", h.Tries(order.Edit{Add: []order.Line{h.newLine()}, Remove: order.Pick(l.ID, amount.Pcs(1))}))
}

func (h *history) reduces(v order.View) bool {
	l, some := h.living(v)
	return some && l.Total.Minor() > 2 && h.done("reduced", h.Tries(order.ReducePrice{
		Picks: order.PickAll(l.ID), Amount: amount.RUB(1 + h.dice.Int64N(l.Total.Minor()/2)), Reason: status.ReasonDefect,
	}))
}

func (h *history) splits(v order.View) bool {
	l, some := h.living(v)
	return some && h.done("returned", h.Tries(order.Return{Picks: order.Pick(l.ID, amount.Pcs(1)), Reason: status.ReasonUnwanted}))
}

// receives takes back what is on its way.
func (h *history) receives(v order.View) bool {
	for _, b := range v.Blocks {
		for _, c := range b.Custody {
			if c == status.CustodyRequested || c == status.CustodyInTransit {
				return h.done("received", h.Tries(order.Receive{Block: b.N, Custody: status.CustodyAccepted}))
			}
		}
	}
	return false
}

// refundsOne orders a refund, sometimes without what the way back cost.
func (h *history) refundsOne(v order.View) bool {
	for _, b := range v.Blocks {
		if b.Money != status.MoneyOwed {
			continue
		}
		c := order.Refund{Block: b.N}
		if b.Owed.Minor() > 1 && h.dice.IntN(3) == 0 {
			c.Withhold = &order.Withholding{Amount: amount.RUB(1 + h.dice.Int64N(b.Owed.Minor())), For: order.WithholdWayBack}
		}
		if h.done(fmt.Sprint("refunded R", b.N), h.Tries(c)) {
			return true
		}
	}
	return false
}

func (h *history) handsOver(order.View) bool {
	return h.done("handed over", h.Tries(order.HandOver{Waybill: fmt.Sprint("W", len(h.did))}))
}

func (h *history) comesHome(order.View) bool { return h.done("delivered", h.Tries(order.Deliver{})) }

// shown is the card.
func (h *history) shown() retailcrmtest.Order {
	h.Helper()
	c, ok := h.CRM.Order(h.ID)
	require.True(h, ok, "journal: %v", h.Tail())
	return c
}

// agrees compares the sums of all sides.
func (h *history) agrees() {
	h.Helper()
	v, c := h.Order().View(), h.shown()
	want, story := erp.SumsOf(v), strings.Join(h.did, ", ")
	require.Equal(h, want.Total, roubles(h, c.Field("totalSumm")), "the card: %s; journal: %v", story, h.Tail())
	paid, atGateway := amount.RUB(0), amount.RUB(0)
	for _, p := range c.Payments {
		if p.Status == "paid" {
			paid = plus(h, paid, roubles(h, p.Amount))
		}
	}
	require.Equal(h, want.Paid, paid, "payments on the card %v: %s; journal: %v", c.Payments, story, h.Tail())
	for _, p := range h.YK.Payments() {
		if p.Status == "succeeded" {
			atGateway = plus(h, atGateway, amount.RUB(chaos.Minor(h, p.Amount)-chaos.Minor(h, p.Refunded)))
		}
	}
	require.Equal(h, want.Paid, atGateway, "the gateway: %s; journal: %v", story, h.Tail())
	require.NotContains(h, c.Field("managerComment"), "does not show what the order is", story)
}

// roubles reads a number of the CRM, such as 350.5.
func roubles(t require.TestingT, s string) amount.Money {
	m, err := amount.ParseMoney(s, "RUB")
	require.NoError(t, err, "%q", s)
	return m
}

func plus(t require.TestingT, a, b amount.Money) amount.Money {
	m, err := a.Add(b)
	require.NoError(t, err)
	return m
}
