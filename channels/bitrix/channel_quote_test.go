package bitrix_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// asks asks what the order costs as it is, with a promo code.
func (d *desk) asks(promo string, add ...order.Line) (channels.Quote, error) {
	d.t.Helper()
	q := channels.PriceQuery{Order: d.o.View(), Quantities: map[string]amount.Quantity{}, Add: add, Promo: promo}
	for _, l := range d.o.View().Lines {
		if l.Living.Sign() > 0 {
			q.Quantities[l.ID] = l.Living
		}
	}
	for _, l := range add {
		q.Quantities[l.ID] = l.Quantity
	}
	return d.ch.Quote(d.t.Context(), q)
}

// costs is what a quote makes of the order.
func (d *desk) costs(q channels.Quote) amount.Money {
	d.t.Helper()
	o := d.o.Clone()
	_, err := o.Do(order.Reprice{Prices: q.Prices, Adjustments: q.Adjustments}, d.by(order.RoleOperator))
	if err != nil {
		require.ErrorIs(d.t, err, order.ErrAlready)
	}
	return o.View().Total
}

func TestAPromoCodeIsAnsweredByTheShop(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.shop.AddCoupon("MAY10", 10, "2000", time.Time{})
	d.shop.AddCoupon("OLD", 10, "", d.shop.Now().AddDate(0, 0, -1))
	d.shop.AddCoupon("STOPPED", 10, "", time.Time{})
	d.shop.StopsCoupon("STOPPED")
	d.shop.AddCoupon("MUCH", 10, "100000", time.Time{})
	for code, want := range map[string]channels.PromoAnswer{
		"MAY10": channels.PromoValid, "": channels.PromoNone, "OLD": channels.PromoExpired, "STOPPED": channels.PromoExpired,
		"MUCH": channels.PromoConditionsNotMet, "NOPE": channels.PromoUnknown,
	} {
		t.Run(code, func(t *testing.T) {
			q, err := d.asks(code)
			require.NoError(t, err)
			require.Equal(t, want, q.Promo)
			total := rub(890_00*2 + 350_00 + 350_00)
			if want == channels.PromoValid {
				require.Equal(t, []order.Adjustment{{Kind: order.AdjustPromo, Code: "MAY10", Name: q.Adjustments[0].Name, Amount: rub(213_00)}}, q.Adjustments)
				total = rub(890_00*2 + 350_00 + 350_00 - 213_00)
			}
			require.Equal(t, total, d.costs(q))
		})
	}
	t.Log("the order has the code, and loses what it needs")
	q, err := d.asks("MAY10")
	require.NoError(t, err)
	d.does(order.Reprice{Prices: q.Prices, Adjustments: q.Adjustments})
	d.does(order.Edit{Remove: order.Pick(d.line("MUG").ID, amount.Pcs(1)), Reason: "x"})
	q, err = d.asks("MAY10")
	require.NoError(t, err)
	require.Equal(t, channels.PromoConditionsLost, q.Promo)
	require.Empty(t, q.Adjustments)
}

func TestEachQuestionHasThePricesAndTheStockOfNow(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	mug := d.line("MUG").ID
	for _, price := range []string{"890.00", "777.77"} {
		d.shop.SetPrice("MUG", price)
		q, err := d.asks("", order.Line{ID: "N1", SKU: "SHOES-42", Quantity: amount.Pcs(1)})
		require.NoError(t, err)
		one, err := amount.ParseMoney(price, "RUB")
		require.NoError(t, err)
		two, err := one.Mul(2)
		require.NoError(t, err)
		got := map[string]string{}
		for _, p := range q.Prices {
			got[p.Line] = p.Total.String()
		}
		require.Equal(t, map[string]string{mug: two.String(), d.line("BOWL").ID: "350.00 RUB", "N1": "4800.00 RUB", "delivery": "350.00 RUB"}, got)
	}
	for store := bitrixtest.CentralStore; store <= bitrixtest.Shop2; store++ {
		d.shop.SetStock("MUG", store, "0")
	}
	q, err := d.asks("")
	require.NoError(t, err)
	require.True(t, q.Available[mug].Cmp(amount.Pcs(2)) <= 0, "%v", q.Available)
	d.shop.Sells("MUG", false)
	q, err = d.asks("")
	require.NoError(t, err)
	require.True(t, q.Available[mug].IsZero(), "%v", q.Available)
}

func TestADiscountOfSomeGoodsIsInTheirPrices(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.shop.AddCouponOf("CUPS", bitrixtest.Discount{Name: "Кружки", Percent: 10, Only: []string{"MUG"}}, time.Time{}, false)
	q, err := d.asks("CUPS")
	require.NoError(t, err)
	require.Equal(t, channels.PromoValid, q.Promo)
	require.Equal(t, rub(0), q.Adjustments[0].Amount)
	require.Equal(t, rub(890_00*2-178_00+350_00+350_00), d.costs(q))
}

func TestADiscountOnTheDeliveryIsInItsPrice(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.shop.AddCouponOf("FREE", bitrixtest.Discount{Name: "Доставка", Percent: 100, On: bitrixtest.OnDelivery}, time.Time{}, false)
	q, err := d.asks("FREE")
	require.NoError(t, err)
	require.Equal(t, channels.PromoValid, q.Promo)
	require.Equal(t, rub(890_00*2+350_00), d.costs(q))
}

func TestAShopThatCannotBeAskedChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := opens(t, bitrixtest.Settings{}, settings(), cups)
		d.shop.Down(true)
		_, err := d.asks("")
		require.Equal(t, ordo.Retry, ordo.ClassOf(err))
		d.shop.Down(false)
		d.shop.QuoteAnswers(func(r map[string]any) { r["items"] = []any{} })
		_, err = d.asks("")
		require.ErrorContains(t, err, "has no price in it")
		require.Equal(t, ordo.Invalid, ordo.ClassOf(err))
		d.shop.QuoteAnswers(func(r map[string]any) { r["currency"] = "USD" })
		_, err = d.asks("")
		require.ErrorContains(t, err, "its currency is USD")
		d.shop.QuoteAnswers(func(r map[string]any) { r["coupons"] = []any{map[string]any{"coupon": "MAY10", "status": "maybe"}} })
		_, err = d.asks("MAY10")
		require.ErrorContains(t, err, `the state "maybe"`)
	})
}

func TestAShopWithoutTheMethodHasPricesAndStockAndNoPromoCodes(t *testing.T) {
	for name, set := range map[string]string{"not installed": "", "as the settings say": "-"} {
		t.Run(name, func(t *testing.T) {
			st := settings()
			st.QuoteMethod = set
			d := opens(t, bitrixtest.Settings{}, st, cups)
			d.shop.WithoutQuote()
			d.shop.SetPrice("MUG", "777.77")
			q, err := d.asks("", order.Line{ID: "N1", SKU: "SHOES-42", Quantity: amount.Pcs(1)})
			require.NoError(t, err)
			require.Len(t, q.Prices, 3)
			require.Equal(t, rub(1555_54), q.Prices[0].Total)
			require.Equal(t, "12", q.Available[d.line("MUG").ID].String(), "ten, and two of the order")
			_, err = d.asks("MAY10")
			require.Equal(t, ordo.Unsupported, ordo.ClassOf(err))
			_, err = d.asks("", order.Line{ID: "N1", SKU: "VASE", Quantity: amount.Pcs(1)})
			require.ErrorContains(t, err, "no goods with the article VASE")
		})
	}
}
