package bridge_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	webshop "github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// priced connects a shop whose prices are those of an answer, with an order A-1 of two mugs, a teapot and 100.00 off.
func priced(t *testing.T, answer func(channels.PriceQuery) (channels.Quote, error)) *pushes {
	t.Helper()
	set := webshop.Settings{}
	if answer != nil {
		set.Quote = func(_ context.Context, q channels.PriceQuery) (channels.Quote, error) { return answer(q) }
	}
	w := newPushes(t, order.OwnShop, set)
	w.sends(w.placed("A-1"))
	return w
}

// list answers with the prices of a list: a mug costs 800.00 by now, a cup 500.00.
func list(q channels.PriceQuery) channels.Quote {
	answer := channels.Quote{Adjustments: q.Order.Adjustments, Promo: channels.PromoValid}
	for line := range q.Quantities {
		each := map[string]int64{"mug": 80000, "cup": 50000, "teapot": 250000}[line]
		answer.Prices = append(answer.Prices, order.NewPrice{Line: line, Price: amount.RUB(each)})
	}
	return answer
}

// more is two more mugs and a cup.
func more() order.Edit {
	return order.Edit{
		Add:    []order.Line{{ID: "cup", SKU: "CUP", Name: "Cup", Quantity: amount.Pcs(1)}},
		Extend: []order.Extension{{Line: "mug", By: amount.Pcs(2)}},
	}
}

// fault: U7
func TestAnEditHasThePricesOfTheShop(t *testing.T) {
	var asked channels.PriceQuery
	w := priced(t, func(q channels.PriceQuery) (channels.Quote, error) { asked = q; return list(q), nil })
	_, err := w.b.Edit(t.Context(), "shop-1/A-1", more(), anna)
	require.NoError(t, err)
	require.Equal(t, map[string]amount.Quantity{"mug": amount.Pcs(4), "teapot": amount.Pcs(1), "cup": amount.Pcs(1)}, asked.Quantities)
	require.Equal(t, "SPRING", asked.Promo)
	require.Equal(t, amount.RUB(4*80000+250000+50000-10000), w.view("A-1").Total)

	e := order.Edit{Remove: order.Pick("mug", amount.Pcs(3)), Add: []order.Line{{ID: "cup2", Quantity: amount.Pcs(2)}}}
	w2 := priced(t, func(q channels.PriceQuery) (channels.Quote, error) {
		return channels.Quote{Prices: []order.NewPrice{{Line: "mug", Total: amount.RUB(70000)}, {Line: "cup2", Total: amount.RUB(99999)}}}, nil
	})
	e.Extend = []order.Extension{{Line: "mug", By: amount.Pcs(1)}, {Line: "mug", By: amount.Pcs(1)}}
	_, err = w2.b.Edit(t.Context(), "shop-1/A-1", e, anna)
	require.NoError(t, err)
	require.Equal(t, amount.RUB(70000+250000+99999), w2.view("A-1").Total)
	require.Contains(t, w2.journal("remark")[0], "SPRING of 100.00 RUB is gone")
}

// fault: U7
func TestAnEditWithoutPricesChangesNothing(t *testing.T) {
	down := &ordo.Error{System: "site", Class: ordo.Retry, Text: "connection refused"}
	with := func(f func(*channels.Quote)) func(channels.PriceQuery) (channels.Quote, error) {
		return func(q channels.PriceQuery) (channels.Quote, error) { a := list(q); f(&a); return a, nil }
	}
	onLine := func(line string, sum amount.Money) func(channels.PriceQuery) (channels.Quote, error) {
		return with(func(a *channels.Quote) {
			for i := range a.Prices {
				if a.Prices[i].Line == line {
					a.Prices[i].Price = sum
				}
			}
		})
	}
	own := more()
	own.Reprice = &order.Reprice{}
	for what, tc := range map[string]struct {
		answer func(channels.PriceQuery) (channels.Quote, error)
		edit   order.Edit
		opts   []bridge.EditOption
		class  error
		says   string
	}{
		"the shop is down":        {answer: func(channels.PriceQuery) (channels.Quote, error) { return channels.Quote{}, down }, class: ordo.ErrRetry, says: "connection refused"},
		"it fails without a word": {answer: func(channels.PriceQuery) (channels.Quote, error) { return channels.Quote{}, errors.New("no") }, class: ordo.ErrRetry, says: "cannot be asked for prices"},
		"a negative price":        {answer: onLine("cup", amount.RUB(-1)), class: ordo.ErrInvalid, says: "line cup: its price -0.01 RUB"},
		"another currency":        {answer: onLine("mug", amount.USD(100)), class: ordo.ErrInvalid, says: "line mug: its price"},
		"no price for a line":     {answer: with(func(a *channels.Quote) { a.Prices = nil }), class: ordo.ErrInvalid, says: "line cup: no price came for it"},
		"an unknown line": {answer: with(func(a *channels.Quote) {
			a.Prices = append(a.Prices, order.NewPrice{Line: "hat", Price: amount.RUB(1)})
		}), class: ordo.ErrInvalid, says: "line hat"},
		"a line twice": {answer: with(func(a *channels.Quote) { a.Prices = append(a.Prices, a.Prices[0]) }), class: ordo.ErrInvalid, says: "two prices"},
		"fewer than wanted": {answer: with(func(a *channels.Quote) {
			a.Available = map[string]amount.Quantity{"mug": amount.Pcs(3), "cup": amount.Pcs(7)}
		}), class: ordo.ErrConflict, says: "line mug: 4 are wanted and 3 available"},
		"a discount that is more than the goods": {answer: with(func(a *channels.Quote) {
			a.Adjustments = []order.Adjustment{{Kind: order.AdjustDiscount, Amount: amount.RUB(99999999)}}
		}), class: order.ErrMoney, says: "its prices cannot be taken"},
		"an unknown promo code":                     {answer: with(func(a *channels.Quote) { a.Promo = channels.PromoUnknown }), opts: []bridge.EditOption{bridge.Promo("MAY")}, class: ordo.ErrConflict, says: "promo code MAY: the shop does not know it"},
		"an expired promo code":                     {answer: with(func(a *channels.Quote) { a.Promo = channels.PromoExpired }), opts: []bridge.EditOption{bridge.Promo("MAY")}, class: ordo.ErrConflict, says: "it has expired"},
		"a promo code that holds and gives nothing": {answer: with(func(*channels.Quote) {}), opts: []bridge.EditOption{bridge.Promo("MAY")}, class: ordo.ErrInvalid, says: "promo code MAY holds, but no adjustment has it"},
		"an answer of no sense":                     {answer: with(func(a *channels.Quote) { a.Promo = "perhaps" }), class: ordo.ErrInvalid, says: `"perhaps"`},
		"prices of the edit too":                    {answer: with(func(*channels.Quote) {}), edit: own, class: ordo.ErrInvalid, says: "leave Edit.Reprice out"},
		"a shop without prices":                     {class: ordo.ErrUnsupported, says: "line cup: shop-1 has no prices to ask for"},
	} {
		t.Run(what, func(t *testing.T) {
			w := priced(t, tc.answer)
			if tc.edit.Add == nil {
				tc.edit = more()
			}
			_, err := w.b.Edit(t.Context(), "shop-1/A-1", tc.edit, anna, tc.opts...)
			var q *bridge.QuoteError
			require.ErrorAs(t, err, &q)
			require.ErrorIs(t, err, tc.class)
			require.ErrorContains(t, err, tc.says)
			require.Equal(t, 1, w.view("A-1").Version, "nothing has changed")
		})
	}
}

// fault: U7
func TestAPromoCodeWhoseConditionsAreLostGoesAndPeopleSeeIt(t *testing.T) {
	for _, is := range []channels.PromoAnswer{channels.PromoConditionsLost, channels.PromoConditionsNotMet, channels.PromoExpired, channels.PromoUnknown} {
		w := priced(t, func(q channels.PriceQuery) (channels.Quote, error) { a := list(q); a.Promo = is; return a, nil })
		_, err := w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{Remove: order.PickAll("teapot")}, anna)
		require.NoError(t, err)
		require.Equal(t, amount.RUB(160000), w.view("A-1").Total)
		require.Empty(t, w.view("A-1").Adjustments)
		require.Contains(t, w.journal("remark")[0], "promo code SPRING of 100.00 RUB does not count after the edit")
	}
}

// A promo code alone prices the order anew; an empty one takes out the one that the order has.
func TestAPromoCodeIsEnteredAndTakenOut(t *testing.T) {
	code := ""
	w := priced(t, func(q channels.PriceQuery) (channels.Quote, error) {
		code = q.Promo
		a := list(q)
		a.Adjustments, a.Promo = nil, channels.PromoNone
		if q.Promo != "" {
			a.Adjustments, a.Promo = []order.Adjustment{{Kind: order.AdjustPromo, Code: q.Promo, Amount: amount.RUB(20000)}}, channels.PromoValid
		}
		return a, nil
	})
	by := order.By{Actor: anna.Actor, Key: "out"}
	_, err := w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{}, by, bridge.Promo(""))
	require.NoError(t, err)
	require.Empty(t, code)
	require.Empty(t, w.view("A-1").Adjustments)
	require.Equal(t, amount.RUB(2*80000+250000), w.view("A-1").Total)
	require.Empty(t, w.journal("remark"), "whoever took it out knows")
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{}, by, bridge.Promo("MAY"))
	require.ErrorIs(t, err, order.ErrKeyReused)

	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{}, anna, bridge.Promo("MAY"))
	require.NoError(t, err)
	require.Equal(t, "MAY", code)
	require.Equal(t, amount.RUB(2*80000+250000-20000), w.view("A-1").Total)

	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{}, anna)
	require.ErrorIs(t, err, order.ErrInvalid)
	_, err = priced(t, nil).b.Edit(t.Context(), "shop-1/A-1", order.Edit{}, anna, bridge.Promo("MAY"))
	require.ErrorIs(t, err, ordo.ErrUnsupported)

	_, err = w.b.Do(t.Context(), "shop-1/A-1", order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(390000)}}, anna)
	require.NoError(t, err)
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{}, anna, bridge.Promo(""))
	require.ErrorContains(t, err, "the order is paid")
}

// A shop without prices leaves those of the edit, and asks for nothing where nothing comes in.
func TestAShopWithoutPricesLeavesThoseOfTheEdit(t *testing.T) {
	w := priced(t, nil)
	_, err := w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{Remove: order.Pick("mug", amount.Pcs(1))}, anna)
	require.NoError(t, err)
	e := more()
	e.Add[0].Price, e.Extend[0].Price = amount.RUB(50000), amount.RUB(89000)
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", e, anna)
	require.NoError(t, err)
	require.Equal(t, amount.RUB(3*89000+250000+50000), w.view("A-1").Gross)
}

// What is paid keeps its price: only what comes in is asked about.
func TestAfterPaymentOnlyWhatComesInIsPriced(t *testing.T) {
	var asked channels.PriceQuery
	w := priced(t, func(q channels.PriceQuery) (channels.Quote, error) { asked = q; return list(q), nil })
	_, err := w.b.Do(t.Context(), "shop-1/A-1", order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(418000)}}, anna)
	require.NoError(t, err)
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", more(), anna)
	require.NoError(t, err)
	require.Equal(t, map[string]amount.Quantity{"mug": amount.Pcs(2), "cup": amount.Pcs(1)}, asked.Quantities)
	require.Equal(t, amount.RUB(418000+2*80000+50000), w.view("A-1").Total)
	asked = channels.PriceQuery{}
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{Remove: order.PickAll("cup")}, anna)
	require.NoError(t, err)
	require.Zero(t, asked, "nothing comes in")
}

// What is available is for the units that the order has as well, and a promo code would change what is paid.
func TestAfterPaymentAnEditNeedsGoodsAndTakesNoPromoCode(t *testing.T) {
	w := priced(t, func(q channels.PriceQuery) (channels.Quote, error) {
		a := list(q)
		a.Available = map[string]amount.Quantity{"mug": amount.Pcs(3)}
		return a, nil
	})
	_, err := w.b.Do(t.Context(), "shop-1/A-1", order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(418000)}}, anna)
	require.NoError(t, err)
	version := w.view("A-1").Version
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", more(), anna)
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, "line mug: 4 are wanted and 3 available")
	one := order.Edit{Extend: []order.Extension{{Line: "mug", By: amount.Pcs(1)}}}
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", one, anna, bridge.Promo("MAY"))
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, "promo code MAY: the order is paid")
	require.Equal(t, version, w.view("A-1").Version, "nothing has changed")
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", one, anna)
	require.NoError(t, err)
}

// A second click is the same edit, though the shop has other prices by then.
func TestAnEditWithAKeyIsMadeOnce(t *testing.T) {
	n := int64(0)
	w := priced(t, func(q channels.PriceQuery) (channels.Quote, error) {
		a := list(q)
		for i := range a.Prices {
			a.Prices[i].Price = amount.RUB(10000 + n)
		}
		n++
		return a, nil
	})
	by := order.By{Actor: anna.Actor, Key: "click-1"}
	_, err := w.b.Edit(t.Context(), "shop-1/A-1", more(), by)
	require.NoError(t, err)
	total := w.view("A-1").Total
	evs, err := w.b.Edit(t.Context(), "shop-1/A-1", more(), by)
	require.NoError(t, err)
	require.Empty(t, evs)
	require.Equal(t, total, w.view("A-1").Total)
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{Remove: order.PickAll("cup")}, by)
	require.ErrorIs(t, err, order.ErrKeyReused)

	// What the order refuses is not asked about.
	asked := n
	_, err = w.b.Edit(t.Context(), "shop-1/A-1", order.Edit{Remove: order.PickAll("hat")}, anna)
	var refused *order.Refused
	require.ErrorAs(t, err, &refused)
	require.Equal(t, asked, n)
	_, err = w.b.Edit(t.Context(), "shop-1/A-9", more(), anna)
	require.ErrorIs(t, err, bridge.ErrUnknown)
}
