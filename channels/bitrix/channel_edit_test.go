package bitrix_test

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestAnEditedOrderStandsInTheShopToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := opens(t, bitrixtest.Settings{}, settings(), cups)
		mug, bowl := d.line("MUG"), d.line("BOWL")
		d.does(order.Edit{
			Remove: order.PickAll(bowl.ID), Reason: status.ReasonBuyerCancelled,
			Extend: []order.Extension{{Line: mug.ID, By: amount.Pcs(1), Price: rub(850_00)}},
			Add:    []order.Line{{ID: "N1", SKU: "SHOES-42", Name: "Ботинки, 42", Quantity: amount.Pcs(1), Price: rub(4700_00), VAT: amount.VAT22}},
		})
		d.shop.Faults().Next("sale.basketitem.add", fake.ResetAfter())
		d.told(order.Effect{Kind: order.EffectLines})
		r := d.agrees()
		require.Empty(t, r.Warning)
		there := d.there()
		require.Len(t, there.Lines, 3, "two mugs at 890.00 and one at 850.00 have no one price: %v", there.Lines)
		for _, l := range there.Lines {
			if l.Article == "SHOES-42" {
				require.Equal(t, []string{"SHOES-42", "0.22"}, []string{l.Properties["CML2_ARTICLE"], l.VATRate})
			}
		}
		require.Equal(t, there.Price, there.Payments[0].Sum, "the payment that is awaited follows")
	})
}

// pain: BUS-P2
func TestAGiftOfTheSameArticleIsALineOfItsOwn(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), func(shop *bitrixtest.Server) int {
		return shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "SHOES-42"}, {Article: "MUG", Gift: true}, {Article: "MUG"}}, "", bitrixtest.PickupInShop)
	})
	v := d.o.View()
	require.Len(t, v.Lines, 3)
	require.Equal(t, []string{"0.00 RUB", "890.00 RUB"}, []string{v.Lines[1].Total.String(), v.Lines[2].Total.String()})
	d.does(order.Edit{Remove: order.PickAll(v.Lines[2].ID), Reason: status.ReasonBuyerCancelled})
	d.told(order.Effect{Kind: order.EffectLines})
	d.agrees()
	require.Len(t, d.there().Lines, 2, "the gift stays")
}

func TestWhatPeopleAddedInTheShopIsNotTakenOut(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	require.NoError(t, d.shop.Adds(d.id, bitrixtest.Item{Article: "SHOES-42"}))
	d.does(order.Edit{Remove: order.PickAll(d.line("BOWL").ID), Reason: status.ReasonBuyerCancelled})
	_, err := d.tells(order.Effect{Kind: order.EffectLines})
	require.Equal(t, ordo.Conflict, ordo.ClassOf(err), "the order is read first: %v", err)
	d.read()
	d.told(order.Effect{Kind: order.EffectLines})
	require.Len(t, d.there().Lines, 2)
	require.Len(t, d.read().Changed.Lines.Lines, 3, "it is news, beside the mugs and the delivery")
}

func TestALineOfAnUnknownArticleIsRefusedWithWhatIsRight(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	d.does(order.Edit{Add: []order.Line{{ID: "N1", SKU: "VASE", Name: "Ваза", Quantity: amount.Pcs(1), Price: rub(1_00)}}})
	out, err := d.tells(order.Effect{Kind: order.EffectLines})
	require.NoError(t, err)
	require.Equal(t, order.Rejected, out.Kind)
	require.Contains(t, out.Text, "no goods with the article VASE")
}

func TestACancelledOrderOfTheShopIsReadBeforeItIsEdited(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	require.NoError(t, d.shop.Cancels(d.id, "передумал"))
	for _, k := range []order.EffectKind{order.EffectLines, order.EffectDetails, order.EffectStatus} {
		_, err := d.tells(order.Effect{Kind: k})
		require.ErrorContains(t, err, "is cancelled in the shop")
	}
}

func TestDetailsStandInTheShopToo(t *testing.T) {
	set := settings()
	set.Properties.Day = "DELIVERY_TERM" // a shop that writes a day there
	set.Properties.Term = "-"
	d := opens(t, bitrixtest.Settings{}, set, cups)
	d.does(order.ChangeDetails{
		Buyer:    order.Buyer{Name: "Орлова Вера Ивановна", Phone: "+79990000009"},
		Delivery: order.Delivery{Service: "СДЭК: курьер", City: "Казань", Address: "ул. Баумана, 1", PostalCode: "420111"},
	})
	d.told(order.Effect{Kind: order.EffectDetails})
	there := d.there()
	for code, want := range map[string]string{
		"FIO": "Орлова Вера Ивановна", "PHONE": "+79990000009", "ADDRESS": "ул. Баумана, 1", "ZIP": "420111", "EMAIL": "vera@example.com", "PICKUP_POINT": "KZN12",
		"UTM_SOURCE": "yandex",
	} {
		require.Equal(t, want, there.Properties[code], code)
	}
	require.Equal(t, bitrixtest.CourierByCDEK, there.Shipments[0].Delivery)
	require.Equal(t, d.o.View().Buyer, d.read().Snapshot.Buyer)

	d.does(order.ChangeDetails{Delivery: order.Delivery{Service: "Голубиная почта"}})
	out, err := d.tells(order.Effect{Kind: order.EffectDetails})
	require.NoError(t, err)
	require.Contains(t, out.Text, `no delivery service "Голубиная почта"`)
}

// pain: BUS-P1
func TestSumsStayAsOftenAsTheyGoThereAndBack(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), func(shop *bitrixtest.Server) int {
		return shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG"}}, "", bitrixtest.PickupInShop)
	})
	mug := d.line("MUG")
	d.does(order.Reprice{
		Prices:      []order.NewPrice{{Line: mug.ID, Total: rub(1000_00)}},
		Adjustments: []order.Adjustment{{Kind: order.AdjustDiscount, Name: "Скидка", Amount: rub(100_00)}},
	})
	d.told(order.Effect{Kind: order.EffectLines})
	for range 5 {
		r := d.agrees()
		require.Equal(t, "900.00", d.there().Price)
		require.Equal(t, rub(100_00), r.Snapshot.Adjustments[0].Amount)
		require.NoError(t, d.shop.Comments(d.id, "перезвонить"))
		out, err := d.tells(order.Effect{Kind: order.EffectLines})
		require.NoError(t, err)
		require.Equal(t, order.AlreadySo, out.Kind)
	}
}

// Whatever lines cost, and whatever discounts are on them, the shop shows it to the kopeck, and what it shows is no
// news.
func TestAnyPricesGoThereAndBack(t *testing.T) {
	d := opens(t, bitrixtest.Settings{}, settings(), cups)
	for seed := range uint64(25) {
		dice := rand.New(rand.NewPCG(seed, 17))
		var p order.Reprice
		for _, l := range d.o.View().Lines {
			if l.Kind == order.LineGoods {
				p.Prices = append(p.Prices, order.NewPrice{Line: l.ID, Total: rub(1 + dice.Int64N(3000_00))})
			}
		}
		if n := dice.Int64N(500_00); n > 100_00 {
			p.Adjustments = append(p.Adjustments, order.Adjustment{Kind: order.AdjustDiscount, Name: "Скидка", Amount: rub(n)})
		}
		if _, err := d.o.Do(p, d.by(order.RoleOperator)); err != nil {
			continue // such as a discount that is more than all goods cost
		}
		out, err := d.tells(order.Effect{Kind: order.EffectLines})
		require.NoError(t, err)
		require.True(t, out.Done(), "seed %d: %s", seed, out.Text)
		require.Equal(t, erp.SumsOf(d.o.View()).Lines, out.Sums.Lines, "seed %d", seed)
		d.agrees()
		out, err = d.tells(order.Effect{Kind: order.EffectLines})
		require.NoError(t, err)
		require.Equal(t, order.AlreadySo, out.Kind)
	}
}

func TestPricesThatDiscountsMadeAreTakenApartWhereTheySpread(t *testing.T) {
	for name, c := range map[string]struct {
		rule bitrixtest.Discount
		want string // the adjustment
	}{
		"on all goods":  {bitrixtest.Discount{Name: "Весна", Percent: 10}, "213.00 RUB"},
		"on some goods": {bitrixtest.Discount{Name: "Кружки", Percent: 10, Only: []string{"MUG"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := opens(t, bitrixtest.Settings{}, settings(), func(shop *bitrixtest.Server) int { shop.AddDiscount(c.rule); return cups(shop) })
			r := d.agrees()
			if c.want == "" {
				require.Empty(t, r.Snapshot.Adjustments)
				return
			}
			require.Equal(t, c.want, r.Snapshot.Adjustments[0].Amount.String())
			require.Equal(t, rub(890_00*2+350_00+350_00), d.o.View().Gross)
		})
	}
}

func TestAPromoCodeThatTheShopShowsIsKnown(t *testing.T) {
	d := opens(t, bitrixtest.Settings{ShowCoupons: true}, settings(), func(shop *bitrixtest.Server) int {
		shop.AddCoupon("MAY10", 10, "", shop.Now().AddDate(1, 0, 0))
		return shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG", Quantity: "2"}}, "MAY10", bitrixtest.PickupInShop)
	})
	require.Equal(t, []order.Adjustment{{Kind: order.AdjustPromo, Code: "MAY10", Name: "Промокод", Amount: rub(178_00)}}, d.o.View().Adjustments)
	require.Equal(t, rub(890_00*2-178_00), d.o.View().Total)
}
