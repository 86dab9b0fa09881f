package retailcrm_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ownDraft is an order of the merchant's own shop, where people edit it: shoes, two pairs of socks, and the delivery.
func ownDraft() order.Draft {
	d := standardDraft()
	d.Scheme, d.Authority, d.Deadlines = order.OwnPickup, order.OwnShop, nil
	d.Lines = []order.Line{
		{ID: "shoes", SKU: "MUG-RED", Name: "Туфли", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT20},
		{ID: "socks", SKU: "TEAPOT", Name: "Носки", Quantity: amount.Pcs(2), Price: amount.RUB(35000), VAT: amount.VAT20},
		{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000)},
	}
	return d
}

// shows reads what the CRM shows: each line that counts with its quantity, and the total.
func (d *desk) shows() string {
	d.Helper()
	var lines []string
	for _, l := range crmLines(d.T, d.crm, d.there().ExternalID) {
		if l.Canceled {
			continue
		}
		name := l.Name
		if len(l.ExternalIDs) > 0 {
			name = l.ExternalIDs[0].Value
		}
		lines = append(lines, name+" "+l.Quantity.String())
	}
	return strings.Join(lines, ", ") + "; total " + d.total()
}

// total is what the order costs in the CRM.
func (d *desk) total() string {
	d.Helper()
	m, err := amount.ParseMoney(d.there().Field("totalSumm"), "RUB")
	require.NoError(d, err)
	return m.Text()
}

// matches checks that the outcome and the CRM's card show what the order costs.
func (d *desk) matches(out order.Outcome) {
	d.Helper()
	want := erp.SumsOf(d.o.View())
	require.Equal(d, want.Total.Text(), d.total())
	require.NotNil(d, out.Sums)
	require.Equal(d, want.Total, out.Sums.Total)
	for _, l := range out.Sums.Lines {
		for _, w := range want.Lines {
			if l.Line == w.Line {
				require.Equal(d, w.Quantity, l.Quantity, l.Line)
				require.True(d, l.Total.IsUnset() || l.Total == w.Total, "%s: %s, want %s", l.Line, l.Total, w.Total)
			}
		}
	}
}

// ensures carries out an effect about a block or a payment, twice, and returns what the first time said.
func (d *desk) ensures(kind order.EffectKind, e order.Effect) order.Outcome {
	d.Helper()
	t := d.task(kind)
	t.Block, t.Payment = e.Block, e.Payment
	out, err := d.s.Apply(d.Context(), t)
	require.NoError(d, err)
	require.True(d, out.Done(), out.Text)
	before := d.crm.Commits("*")
	again, err := d.s.Apply(d.Context(), t)
	require.NoError(d, err)
	require.Equal(d, order.AlreadySo, again.Kind)
	require.Equal(d, before, d.crm.Commits("*"), "the second time writes nothing")
	return out
}

// fault: M5
func TestWhatCannotBeDividedIsReckonedAgainWhenALineShrinks(t *testing.T) {
	draft := ownDraft()
	draft.Lines = []order.Line{{ID: "1", SKU: "MUG-RED", Name: "Кружка", Quantity: amount.Pcs(3), Total: amount.RUB(100000)}}
	d := sell(t, draft, retailcrm.DefaultMapping())
	require.Equal(t, "333.34", crmLines(t, d.crm, "955100777")[0].Price.String())
	require.Equal(t, "0.02", d.there().Field("discountManualAmount"))
	for i, want := range []string{"666.67", "333.33"} {
		d.does(order.Cancel{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
		out := d.applies(order.EffectCancel, order.Applied, order.Units{Line: "1", From: amount.Pcs(i), To: amount.Pcs(i + 1)})
		require.Equal(t, want, d.total())
		d.matches(out)
	}
}

// fault: M5
func TestTheCRMCostsWhatTheOrderCostsWhateverIsCancelledReturnedOrPricedAnew(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		draft := ownDraft()
		draft.Lines = nil
		for i := range rapid.IntRange(1, 3).Draw(r, "lines") {
			draft.Lines = append(draft.Lines, order.Line{
				ID: fmt.Sprint(i + 1), SKU: "MUG-RED", Name: "Кружка", Quantity: amount.Pcs(rapid.IntRange(1, 5).Draw(r, "pieces")),
				Total: amount.RUB(rapid.Int64Range(1000, 999999).Draw(r, "total")),
			})
		}
		if sum := rapid.Int64Range(0, 900).Draw(r, "discount"); sum > 0 {
			draft.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Amount: amount.RUB(sum)}}
		}
		draft.Lines = append(draft.Lines, order.Line{ID: "d", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30001)})
		d := open(t, draft, retailcrm.DefaultMapping())
		d.matches(d.applies(order.EffectUpsert, order.Applied))
		paid := false
		for range rapid.IntRange(1, 5).Draw(r, "steps") {
			line := draft.Lines[rapid.IntRange(0, len(draft.Lines)-2).Draw(r, "line")].ID
			switch step := rapid.SampledFrom([]string{"cancel", "extend", "reprice", "return"}).Draw(r, "step"); {
			case step == "return":
				if !paid {
					paid = true
					for _, c := range []order.Command{order.Pay{Payment: order.Payment{ID: "p", Amount: d.o.Total()}}, order.Confirm{}, order.Deliver{}} {
						if d.tries(c) != nil {
							return
						}
					}
				}
				if d.tries(order.Return{Picks: order.Pick(line, amount.Pcs(1)), Reason: status.ReasonUnwanted}) != nil {
					continue
				}
				n := len(d.o.View().Blocks)
				d.does(order.Receive{Block: n, Custody: status.CustodyAccepted})
				d.matches(d.ensures(order.EffectReturn, order.Effect{Block: n}))
			case paid:
			case step == "cancel":
				if d.tries(order.Cancel{Picks: order.Pick(line, amount.Pcs(1)), Reason: status.ReasonOutOfStock}) != nil {
					continue
				}
				t := d.task(order.EffectCancel)
				t.Units = []order.Units{{Line: line, To: amount.Milli(1)}}
				out, err := d.s.Apply(d.Context(), t)
				require.NoError(r, err)
				d.matches(out)
			case step == "extend":
				if d.tries(order.Edit{Extend: []order.Extension{{Line: line, By: amount.Pcs(1), Total: amount.RUB(rapid.Int64Range(1000, 99999).Draw(r, "more"))}}}) == nil {
					d.matches(d.ensures(order.EffectLines, order.Effect{}))
				}
			default:
				price := order.NewPrice{Line: line, Total: amount.RUB(rapid.Int64Range(1000, 999999).Draw(r, "price"))}
				if d.tries(order.Reprice{Prices: []order.NewPrice{price}}) == nil {
					d.matches(d.ensures(order.EffectLines, order.Effect{}))
				}
			}
		}
	})
}

// tries gives a command that may be refused.
func (d *desk) tries(c order.Command) error {
	_, err := d.o.Do(c, d.by(anna))
	return err
}

func TestLinesThatWereEditedHereAreSoInTheCRM(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	require.Equal(t, "shoes 1, socks 2; total 5800.00", d.shows())
	d.does(order.Edit{
		Add:    []order.Line{{ID: "belt", SKU: "MUG-BLUE", Name: "Ремень", Quantity: amount.Pcs(1), Price: amount.RUB(150000), VAT: amount.VAT10}},
		Remove: order.Pick("socks", amount.Pcs(1)),
	})
	d.matches(d.ensures(order.EffectLines, order.Effect{}))
	require.Equal(t, "shoes 1, socks 1, belt 1; total 6950.00", d.shows())
	belt := crmLines(t, d.crm, "955100777")[2]
	require.Equal(t, "MUG-BLUE", belt.Offer.ExternalID)
	require.Equal(t, "10", belt.VATRate)
	require.Equal(t, []retailcrm.ExternalID{{Code: "megamarket", Value: "belt"}}, belt.ExternalIDs)

	d.does(order.Edit{Remove: order.PickAll("socks")})
	d.matches(d.ensures(order.EffectLines, order.Effect{}))
	require.Equal(t, "shoes 1, belt 1; total 6600.00", d.shows())
	require.Equal(t, []string{"new", "out-of-stock", "new"}, d.lots(), "a line that went is cancelled, and can still be seen")

	d.does(order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(10001)}}})
	d.matches(d.ensures(order.EffectLines, order.Effect{}))
	require.Equal(t, "shoes 1, belt 1; total 6499.99", d.shows())
	shoes := crmLines(t, d.crm, "955100777")[0]
	require.Equal(t, "4800.00", shoes.Price.String(), "what it cost is still seen, and the discount beside it")
	require.Equal(t, "76.20", shoes.Discount.String())
	require.Empty(t, d.pulls(), "own writes mean nothing")
}

func TestLinesAndDiscountsOfPeopleDoNotSpoilTheSum(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	d.crm.Edit(d.id, fmt.Sprintf(`{"items":[{"id":%d,"comment":"на полке 7"},{"id":%d},{"productName":"Подарок","initialPrice":0}],"discountManualPercent":10}`, d.lot("shoes"), d.lot("socks")))
	d.does(order.Edit{Remove: order.Pick("socks", amount.Pcs(1))})
	d.matches(d.ensures(order.EffectLines, order.Effect{}))
	require.Equal(t, "shoes 1, socks 1, Подарок 1; total 5450.00", d.shows())
	require.Equal(t, "на полке 7", crmLines(t, d.crm, "955100777")[0].Comment)
}

// A discount that people gave there and that was taken over here stays as it is while other lines go.
func TestADiscountThatPeopleGaveStaysInTheSumWhenALineGoes(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	d.crm.Edit(d.id, `{"discountManualAmount":100}`)
	d.does(order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustDiscount, Amount: amount.RUB(10000)}}})
	d.does(order.Cancel{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	d.matches(d.applies(order.EffectCancel, order.Applied, order.Units{Line: "socks", To: amount.Pcs(1)}))
	require.Equal(t, "4800.00", crmLines(t, d.crm, "955100777")[0].Price.String())
}

// fault: M2
func TestWhatCameBackIsNoLongerOnTheCard(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	d.does(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(580000)}}, order.Confirm{}, order.Deliver{})
	d.does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	d.matches(d.ensures(order.EffectReturn, order.Effect{Block: 1}))
	require.Equal(t, "shoes 1, socks 2; total 5800.00", d.shows(), "it is not back yet")
	d.does(order.Receive{Block: 1, Custody: status.CustodyAccepted})
	d.matches(d.ensures(order.EffectReturn, order.Effect{Block: 1}))
	require.Equal(t, "shoes 1, socks 1; total 5450.00", d.shows())
	d.does(order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonUnwanted}, order.Receive{Block: 2, Custody: status.CustodyAccepted})
	d.matches(d.ensures(order.EffectReturn, order.Effect{Block: 2}))
	require.Equal(t, []string{"returned", "new"}, d.lots())
	require.Equal(t, "socks 1; total 650.00", d.shows())
	require.Empty(t, d.pulls(), "own writes mean nothing")
}

func TestUnitsThatStayWithTheBuyerAfterAllAreOnTheCardAgain(t *testing.T) {
	for _, custody := range []status.ReturnCustody{status.CustodyRejected, status.CustodyWithdrawn} {
		d := sell(t, ownDraft(), retailcrm.DefaultMapping())
		d.does(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(580000)}}, order.Confirm{}, order.Deliver{})
		d.does(order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonUnwanted})
		if custody == status.CustodyRejected {
			d.does(order.Receive{Block: 1, Custody: status.CustodyReceived})
			d.matches(d.ensures(order.EffectReturn, order.Effect{Block: 1}))
			require.Equal(t, "socks 2; total 1000.00", d.shows())
		}
		d.does(order.Receive{Block: 1, Custody: custody})
		d.matches(d.ensures(order.EffectLines, order.Effect{}))
		require.Equal(t, "5800.00", d.total(), custody)
	}
}

func TestALineIsAddedOnceThoughTheAnswerIsLost(t *testing.T) {
	for _, attempts := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			d := sell(t, ownDraft(), retailcrm.DefaultMapping(), ordo.WithMaxAttempts(attempts))
			d.does(order.Edit{Add: []order.Line{{ID: "belt", SKU: "MUG-BLUE", Name: "Ремень", Quantity: amount.Pcs(1), Price: amount.RUB(150000)}}})
			d.crm.Faults().Next("POST /api/v5/orders/{id}/edit", fake.ResetAfter())
			d.crm.Faults().Next("POST /api/v5/orders/{x}/edit", fake.ResetAfter())
			task := d.task(order.EffectLines)
			for range 2 {
				_, _ = d.s.Apply(t.Context(), task)
			}
			require.Equal(t, "shoes 1, socks 2, belt 1; total 7300.00", d.shows())
		})
	}
}

func TestAnAddedArticleThatTheCatalogueDoesNotHaveComesByNameWithANote(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	d.crm.Edit(d.id, `{"managerComment":"позвонить"}`)
	d.does(order.Edit{Add: []order.Line{{ID: "belt", SKU: "NO-1", Name: "Ремень", Quantity: amount.Pcs(1), Price: amount.RUB(150000)}}})
	d.matches(d.ensures(order.EffectLines, order.Effect{}))
	require.Equal(t, "Ремень", crmLines(t, d.crm, "955100777")[2].Name)
	note := d.there().Field("managerComment")
	require.Contains(t, note, "позвонить")
	require.Contains(t, note, "NO-1")
	require.Equal(t, 1, strings.Count(note, "[ordo]"))
}

func TestMarkingCodesGoIntoTheCRMAndLeaveItWithTheirUnits(t *testing.T) {
	draft := ownDraft()
	draft.Lines[1].MarkRequired = true
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.does(order.SetMark{Line: "socks", Unit: 0, Code: "0104600000000011"}, order.SetMark{Line: "socks", Unit: 1, Code: "0104600000000022"})
	d.ensures(order.EffectLines, order.Effect{})
	codes := func() []string { return crmLines(t, d.crm, "955100777")[1].Marks }
	require.Equal(t, []string{"0104600000000011", "0104600000000022"}, codes())
	d.does(order.Cancel{Picks: order.PickUnits("socks", amount.Pcs(0), amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	d.applies(order.EffectCancel, order.Applied, order.Units{Line: "socks", To: amount.Pcs(1)})
	require.Equal(t, []string{"0104600000000022"}, codes())
	require.Empty(t, d.pulls(), "the code is on the unit that is left")
}
