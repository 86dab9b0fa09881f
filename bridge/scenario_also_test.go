package bridge_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// covers: MM-X1
func TestTheDeliveryFeeIsNeverPickedOrPacked(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.MerchantDelivery)
		l, ok := p.order().Line("4")
		require.True(m, ok)
		require.Equal(m, order.LineDelivery, l.Kind)
		require.Len(m, p.card().Items, 3)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.lots("PACKED", "PACKED", "PACKED", "CONFIRMED")
	})
}

// covers: MM-X2
func TestMarkingCodesAreThereBeforePacking(t *testing.T) {
	for _, scheme := range []megamarkettest.Scheme{megamarkettest.Standard, megamarkettest.MerchantDelivery} {
		t.Run(string(scheme), func(t *testing.T) {
			trade(t, func(m *market) {
				id := m.mm.Place(megamarkettest.Order{Scheme: scheme, Goods: []megamarkettest.Goods{
					{OfferID: "TYRE-16", Name: "Шина 16", Price: 8500, Count: 2, MarkRequired: true},
				}})
				p := &purchase{m, id}
				m.settle()
				p.confirms()
				m.crm.SetMarkingCodes(p.card().ID, p.line(1), "0104600000000015215ABCDEF")
				p.packs([]int{1, 2})
				p.told("order/packing", 0)
				p.noted(1, "line 2", "marking code")
				m.crm.SetMarkingCodes(p.card().ID, p.line(2), "0104600000000015215GHIJKL")
				at(time.Hour)
				m.settle()
				p.lots("PACKED", "PACKED")
				require.Equal(m, "0104600000000015215ABCDEF", p.lot(1).Mark)
				require.Equal(m, "0104600000000015215GHIJKL", p.lot(2).Mark)
				p.quiet()
			})
		})
	}
}

// covers: MM-X3
func TestDeadlinesShowAndWarn(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.Standard)
		s, _ := m.mm.Shipment(p.id)
		due := p.order().Due()
		require.Equal(m, order.KindConfirm, due[0].Kind)
		require.True(m, s.ConfirmBy.Equal(due[0].At))
		at(4*time.Hour + 50*time.Minute)
		m.settle()
		require.Empty(m, p.notes())
		at(15 * time.Minute)
		m.settle()
		p.noted(1, "confirm is due")
		at(30 * time.Minute)
		m.settle()
		p.noted(1)
		p.confirms()
		require.Equal(m, order.KindPack, p.order().Due()[0].Kind)
		// Nobody packs: Megamarket cancels, and RetailCRM shows it.
		for range 10 * 24 {
			at(time.Hour)
			m.settle()
		}
		p.is(status.OrderCancelled)
		p.lots(statuses(3, "MERCHANT_CANCELED/PACKING_EXPIRED")...)
		p.shows("no-product")
		require.Contains(m, p.notes()[1], "pack is due")
	})
}

// covers: MM-X4
func TestLabelsCanBePrintedAfterPacking(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		_, err := m.b.Labels(m.Context(), "mm-1/"+p.id)
		require.ErrorIs(m, err, ordo.ErrConflict)
		p.packs([]int{1, 2, 3})
		p.lots("PACKED", "PACKED", "PACKED")
		labels, err := m.b.Labels(m.Context(), "mm-1/"+p.id)
		require.NoError(m, err)
		require.Equal(m, "application/pdf", labels[0].ContentType)
		require.Equal(m, "%PDF-", string(labels[0].Data[:5]))
	})
}

// covers: MM-X5
func TestAMissedCallbackIsFoundByPolling(t *testing.T) {
	t.Run("a new order", func(t *testing.T) {
		trade(t, func(m *market) {
			m.deaf = true
			id := m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
			p := &purchase{m, id}
			m.mm.SendHooks(m.Context())
			m.sync()
			p.shows("new", "new")
			m.deaf = false
			m.mm.Outbox.Repeat() // and late it comes after all
			m.settle()
			require.Len(m, m.crm.Orders(), 1)
			p.confirms()
			p.lots("CONFIRMED")
			p.told("order/confirm", 1)
			p.quiet()
		})
	})
	t.Run("an order that was confirmed elsewhere before we heard of it", func(t *testing.T) {
		trade(t, func(m *market) {
			m.deaf = true
			id := m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
			require.NoError(m, m.mm.SetStatus(id, 1, "CONFIRMED", ""))
			m.mm.SendHooks(m.Context())
			m.sync()
			p := &purchase{m, id}
			p.is(status.OrderConfirmed)
			p.shows("availability-confirmed")
			m.deaf = false
		})
	})
	t.Run("a cancellation", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			m.deaf = true
			p.buyerCancels(2)
			m.mm.SendHooks(m.Context())
			at(time.Hour)
			m.sync()
			m.sync()
			p.shows("availability-confirmed", "new", "failure", "new")
			m.deaf = false
		})
	})
}

// covers: MM-X6
func TestSeveralAccountsDoNotMix(t *testing.T) {
	trade(t, func(m *market) {
		mm2 := megamarkettest.New(megamarkettest.Settings{Token: "second-token", MerchantID: 4108, Now: time.Now})
		crm2 := retailcrmtest.New(retailcrmtest.Settings{})
		m.Cleanup(func() { mm2.Close(); crm2.Close() })
		c2 := retailcrm.New("https://second.retailcrm.example", retailcrmtest.Key, ordo.WithHTTPClient(&http.Client{Transport: crm2.Transport()}), ordo.WithAccount("crm-2")).WithSite(retailcrmtest.Site)
		ch2 := megamarket.New("second-token", ordo.WithHTTPClient(&http.Client{Transport: mm2.Transport()}), ordo.WithAccount("mm-2")).
			Channel(megamarket.WithMerchant(4108), megamarket.WithCallbackAuth("x", "y"))
		matching := m.matching
		matching.Delivery = "courier" // no module there
		s2 := c2.System(matching)
		require.NoError(m, s2.Install(m.Context()))
		m.more = append(m.more, bridge.Account("mm-2", ch2), bridge.Account("crm-2", s2), bridge.Route{Channel: "mm-2", ERP: "crm-2"})
		m.open()

		p := m.buys(megamarkettest.Standard)
		id := mm2.Place(megamarkettest.Order{ID: p.id, Goods: []megamarkettest.Goods{{OfferID: "MUG-BLUE", Name: "Кружка синяя", Price: 500}}})
		m.settle()
		there, ok := crm2.Order(id)
		require.True(m, ok, "%v", m.tail())
		require.Len(m, there.Items, 1)
		p.confirms()
		require.Equal(m, []string{"NEW"}, mm2.Statuses(id), "the same number at the other account is another order")
		crm2.SetStatus(there.ID, "no-product")
		m.settle()
		p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		require.Equal(m, "MERCHANT_CANCELED/CONFIRMATION_REJECT", mm2.Statuses(id)[0])
		require.Zero(m, mm2.Commits("order/confirm"))
	})
}

// covers: MM-X7
func TestTheMatchingIsComparedWithTheAccountAtStart(t *testing.T) {
	trade(t, func(m *market) {
		m.matching.Confirm = []string{"confirmed-by-us"}
		m.matching.Done = append(m.matching.Done, "dnoe")
		m.matching.Lots.ByBuyer = "in-reserve" // exists, but does not cancel
		m.open()
		err := m.b.Check(m.Context())
		var bad *retailcrm.MappingError
		require.ErrorAs(m, err, &bad)
		var account *bridge.AccountError
		require.ErrorAs(m, err, &account)
		require.Equal(m, "crm-1", account.Account)
		for _, part := range []string{"confirmed-by-us", "dnoe", "in-reserve"} {
			require.ErrorContains(m, err, part)
		}
		require.ErrorIs(m, err, ordo.ErrInvalid)

		// A pass says it too; the other account goes on.
		id := m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
		m.mm.SendHooks(m.Context())
		pass := m.sync()
		require.NotEmpty(m, pass.Problems())
		require.Contains(m, pass.Problems()[0].Text, "confirmed-by-us")
		_, err = m.b.Order(m.Context(), "mm-1/"+id)
		require.NoError(m, err)

		m.matching = retailcrm.DefaultMapping()
		m.open()
		require.NoError(m, m.b.Check(m.Context()))
	})
	t.Run("a reason that Megamarket does not take", func(t *testing.T) {
		mm := megamarket.New("token").Channel(megamarket.WithMerchant(1))
		matching := retailcrm.DefaultMapping()
		matching.Lots.Refuse["product-is-damaged"] = status.ReasonDamaged
		crm := retailcrm.New("https://shop.retailcrm.example", "key").System(matching)
		_, err := bridge.New(memory.New(), bridge.Account("mm-1", mm), bridge.Account("crm-1", crm),
			bridge.Route{Channel: "mm-1", ERP: "crm-1", Scheme: order.Standard})
		require.ErrorContains(t, err, "product-is-damaged")
		var c *bridge.ConfigError
		require.True(t, errors.As(err, &c))
	})
}
