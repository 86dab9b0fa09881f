package retailcrm_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

func TestAnOrderComesIntoTheCRM(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.OrderMethod, m.OrderType = "megamarket", "eshop-individual"
	m.Deadlines = map[order.Kind]string{order.KindConfirm: "mm_confirm_by"}
	d := sell(t, deliveryDraft(), m)
	o := d.there()
	require.Equal(t, "955100777", o.ExternalID)
	require.Equal(t, "new", o.Status)
	for path, want := range map[string]string{
		"number": "955100777", "marketplace.code": "megamarket", "marketplace.orderId": "955100777", "orderMethod": "megamarket", "orderType": "eshop-individual",
		"createdAt": "2026-03-02 12:00:00", "lastName": "Тестов", "firstName": "Тест", "patronymic": "Тестович", "phone": "79000000000", "email": "test@example.com",
		"delivery.code": "ordo", "delivery.cost": "800.00", "delivery.date": "2026-03-06", "delivery.time.from": "10:00", "delivery.time.to": "20:00",
		"delivery.address.text": "Тверь, улица Примерная, 1", "delivery.address.city": "Тверь", "delivery.data.locked": "true",
		"customFields.ordo_handed_to_courier": "false", "customFields.mm_confirm_by": "2026-03-02 20:00", "summ": "4380", "totalSumm": "5180", "managerComment": "",
	} {
		require.Equal(t, want, o.Field(path), path)
	}
	lines := crmLines(t, d.crm, "955100777")
	require.Len(t, lines, 3, "the delivery fee is no line")
	for i, want := range []string{"890.00", "990.00", "2500.00"} {
		require.Equal(t, json.Number(want), lines[i].Price)
		require.Equal(t, json.Number("1"), lines[i].Quantity)
		require.Equal(t, "20", lines[i].VATRate)
		require.Equal(t, []retailcrm.ExternalID{{Code: "megamarket", Value: string(rune('1' + i))}}, lines[i].ExternalIDs)
	}
	require.Empty(t, o.Payments)
}

func TestAPrepaidOrderShowsWhatCameIn(t *testing.T) {
	d := open(t, deliveryDraft(), retailcrm.DefaultMapping())
	_, err := d.o.Observe(order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.RUB(518000)}}, d.by(mm))
	require.NoError(t, err)
	d.applies(order.EffectUpsert, order.Applied)
	p := d.there().Payments
	require.Len(t, p, 1)
	require.Equal(t, "955100777-p1", p[0].ExternalID)
	require.Equal(t, "bank-card", p[0].Type)
	require.Equal(t, "paid", p[0].Status)
	require.Equal(t, "5180.00", p[0].Amount)
}

func TestAnEmailThatIsTooLongIsLeftOut(t *testing.T) {
	draft := deliveryDraft()
	draft.Buyer.Email = strings.Repeat("x", 100) + "@example.com"
	draft.Buyer.Name = "Тест"
	d := sell(t, draft, retailcrm.DefaultMapping())
	require.Empty(t, d.there().Field("email"))
	require.Equal(t, "Тест", d.there().Field("firstName"))
}

func TestAnArticleThatTheCatalogueDoesNotHaveLosesNothing(t *testing.T) {
	draft := standardDraft()
	draft.Lines[1].SKU, draft.Lines[2].SKU = "NO-1", "NO-2"
	d := sell(t, draft, retailcrm.DefaultMapping())
	lines := crmLines(t, d.crm, "955100777")
	require.Len(t, lines, 3)
	require.Equal(t, "MUG-RED", lines[0].Offer.ExternalID)
	require.Nil(t, lines[1].Offer)
	require.Equal(t, "Чайник", lines[2].Name)
	require.Equal(t, "NO-2", lines[2].Properties[0].Value)
	note := d.there().Field("managerComment")
	require.Contains(t, note, "NO-1, NO-2")
	require.Contains(t, note, "[ordo]")
	require.Contains(t, note, "add the offers")
	require.Equal(t, 1, strings.Count(note, "[ordo]"))
	d.crm.SetItemStatus(d.id, d.lot("2"), "out-of-stock")
	d.pulls()
	d.is(status.OrderNew)
	require.True(t, d.o.View().Lines[1].Living.IsZero(), "such a lot is refused as any other")
}

func TestNotesOfThePortAreInTheMerchantsLanguage(t *testing.T) {
	draft := standardDraft()
	draft.Lines[1].SKU = "NO-1"
	d := open(t, draft, retailcrm.DefaultMapping())
	d.s.SetLanguage(texts.Russian)
	d.applies(order.EffectUpsert, order.Applied)
	require.Contains(t, d.there().Field("managerComment"), "в каталоге нет торговых предложений с externalId NO-1")
}

func TestDataThatTheCRMDoesNotLikeIsRejectedInItsWords(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Delivery = "nonsense"
	crm, c := start(t)
	d := &desk{T: t, crm: crm, s: c.System(m), at: monday}
	for _, sku := range []string{"MUG-RED", "TEAPOT"} {
		crm.AddOffer(int64(len(sku)), sku, sku)
	}
	var err error
	d.o, _, err = order.New(standardDraft(), d.by(mm))
	require.NoError(t, err)
	out := d.applies(order.EffectUpsert, order.Rejected)
	require.Equal(t, `Errors in the entity format: delivery.code: Value "nonsense" does not exist.`, out.Text)
	require.Empty(t, crm.Orders())
}

func TestAnotherOrderUnderTheSameNumberIsNotTakenForOurs(t *testing.T) {
	d := open(t, standardDraft(), retailcrm.DefaultMapping())
	_, err := client(d.crm, retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(moscow).CreateOrder(t.Context(), retailcrm.OrderFields{
		ExternalID: "955100777", Marketplace: &retailcrm.Marketplace{Code: "ozon", OrderID: "955100777"},
	})
	require.NoError(t, err)
	out := d.applies(order.EffectUpsert, order.Rejected)
	require.Contains(t, out.Text, "ozon's order 955100777")
	require.Contains(t, out.Text, "prefix")

	m := retailcrm.DefaultMapping()
	m.Prefix = "mm-"
	second := client(d.crm, retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(moscow).System(m)
	made, err := second.Apply(t.Context(), d.task(order.EffectUpsert))
	require.NoError(t, err)
	require.Equal(t, order.Applied, made.Kind)
	_, ok := d.crm.Order("mm-955100777")
	require.True(t, ok)
	for c, err := range second.Changes(t.Context(), "") {
		require.NoError(t, err)
		require.True(t, c.Ref.IsZero(), "an order without the prefix is another channel's")
	}
}

func TestAnOrderThatComesCancelledShowsIt(t *testing.T) {
	d := open(t, standardDraft(), retailcrm.DefaultMapping())
	_, err := d.o.Observe(order.CancelReport{Done: true}, d.by(mm))
	require.NoError(t, err)
	d.applies(order.EffectUpsert, order.Applied)
	require.Equal(t, "cancel-other", d.there().Status)
	require.Equal(t, []string{"failure", "failure", "failure"}, d.lots())
	require.Equal(t, "0", d.there().Field("summ"))
	require.Equal(t, json.Number("890.00"), crmLines(t, d.crm, "955100777")[0].Price, "what it was can still be seen")
}

func TestALotThatWasCancelledBeforeTheOrderCameWasNotRefusedByTheMerchant(t *testing.T) {
	d := open(t, standardDraft(), retailcrm.DefaultMapping())
	upsert := d.task(order.EffectUpsert) // owed since the order was placed
	_, err := d.o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, d.by(mm))
	require.NoError(t, err)
	upsert.Order = d.o.View()
	_, err = d.s.Apply(t.Context(), upsert)
	require.NoError(t, err)
	require.Equal(t, []string{"new", "failure", "new"}, d.lots())
	require.Equal(t, "new", d.there().Status)
}

func TestTheSumIsExactToTheKopeckWhateverTheQuantity(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		draft := standardDraft()
		draft.Scheme, draft.Authority = order.OwnPickup, order.OwnShop
		draft.Lines = nil
		for i := range rapid.IntRange(1, 4).Draw(r, "lines") {
			draft.Lines = append(draft.Lines, order.Line{
				ID: string(rune('1' + i)), SKU: "MUG-RED", Name: "Кружка", Quantity: amount.Pcs(rapid.IntRange(1, 9).Draw(r, "pieces")),
				Total: amount.RUB(rapid.Int64Range(1000, 9999999).Draw(r, "total")),
			})
		}
		if sum := rapid.Int64Range(0, 900).Draw(r, "discount"); sum > 0 {
			draft.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Amount: amount.RUB(sum)}}
		}
		d := open(t, draft, retailcrm.DefaultMapping())
		d.applies(order.EffectUpsert, order.Applied)
		total, ok := new(big.Rat).SetString(d.there().Field("summ"))
		require.True(r, ok)
		require.Equal(r, d.o.Total().Text(), total.FloatString(2))
	})
}
