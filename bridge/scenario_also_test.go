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
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// covers: MM-X1
func TestTheDeliveryFeeIsNeverPickedOrPacked(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.MerchantDelivery)
		l, ok := p.Order().Line("4")
		require.True(m, ok)
		require.Equal(m, order.LineDelivery, l.Kind)
		require.Len(m, p.Card().Items, 3)
		p.Confirms()
		p.Packs([]int{1, 2, 3})
		p.Lots("PACKED", "PACKED", "PACKED", "CONFIRMED")
	})
}

// covers: MM-X2
func TestMarkingCodesAreThereBeforePacking(t *testing.T) {
	for _, scheme := range []megamarkettest.Scheme{megamarkettest.Standard, megamarkettest.MerchantDelivery} {
		t.Run(string(scheme), func(t *testing.T) {
			trade(t, func(m *chaos.Market) {
				id := m.MM.Place(megamarkettest.Order{Scheme: scheme, Goods: []megamarkettest.Goods{
					{OfferID: "TYRE-16", Name: "Шина 16", Price: 8500, Count: 2, MarkRequired: true},
				}})
				p := &chaos.Purchase{Market: m, ID: id}
				m.Settle()
				p.Confirms()
				m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), "0104600000000015215ABCDEF")
				p.Packs([]int{1, 2})
				p.Told("order/packing", 0)
				p.Noted(1, "line 2", "marking code")
				m.CRM.SetMarkingCodes(p.Card().ID, p.Line(2), "0104600000000015215GHIJKL")
				time.Sleep(time.Hour)
				m.Settle()
				p.Lots("PACKED", "PACKED")
				require.Equal(m, "0104600000000015215ABCDEF", p.Lot(1).Mark)
				require.Equal(m, "0104600000000015215GHIJKL", p.Lot(2).Mark)
				p.Quiet()
			})
		})
	}
}

// covers: MM-X3
func TestDeadlinesShowAndWarn(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		s, _ := m.MM.Shipment(p.ID)
		due := p.Order().Due()
		require.Equal(m, order.KindConfirm, due[0].Kind)
		require.True(m, s.ConfirmBy.Equal(due[0].At))
		time.Sleep(4*time.Hour + 50*time.Minute)
		m.Settle()
		require.Empty(m, p.Notes())
		time.Sleep(15 * time.Minute)
		m.Settle()
		p.Noted(1, "confirm is due")
		time.Sleep(30 * time.Minute)
		m.Settle()
		p.Noted(1)
		p.Confirms()
		require.Equal(m, order.KindPack, p.Order().Due()[0].Kind)
		// Nobody packs: Megamarket cancels, and RetailCRM shows it.
		for range 10 * 24 {
			time.Sleep(time.Hour)
			m.Settle()
		}
		p.Is(status.OrderCancelled)
		p.Lots(statuses(3, "MERCHANT_CANCELED/PACKING_EXPIRED")...)
		p.Shows("no-product")
		require.Contains(m, p.Notes()[1], "pack is due")
	})
}

// covers: MM-X4
func TestLabelsCanBePrintedAfterPacking(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		_, err := m.Bridge.Labels(m.Context(), "mm-1/"+p.ID)
		require.ErrorIs(m, err, ordo.ErrConflict)
		p.Packs([]int{1, 2, 3})
		p.Lots("PACKED", "PACKED", "PACKED")
		labels, err := m.Bridge.Labels(m.Context(), "mm-1/"+p.ID)
		require.NoError(m, err)
		require.Equal(m, "application/pdf", labels[0].ContentType)
		require.Equal(m, "%PDF-", string(labels[0].Data[:5]))
	})
}

// covers: MM-X5
func TestAMissedCallbackIsFoundByPolling(t *testing.T) {
	t.Run("a new order", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			m.Deaf = true
			id := m.MM.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
			p := &chaos.Purchase{Market: m, ID: id}
			m.MM.SendHooks(m.Context())
			m.Sync()
			p.Shows("new", "new")
			m.Deaf = false
			m.MM.Outbox.Repeat() // and late it comes after all
			m.Settle()
			require.Len(m, m.CRM.Orders(), 1)
			p.Confirms()
			p.Lots("CONFIRMED")
			p.Told("order/confirm", 1)
			p.Quiet()
		})
	})
	t.Run("an order that was confirmed elsewhere before we heard of it", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			m.Deaf = true
			id := m.MM.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
			require.NoError(m, m.MM.SetStatus(id, 1, "CONFIRMED", ""))
			m.MM.SendHooks(m.Context())
			m.Sync()
			p := &chaos.Purchase{Market: m, ID: id}
			p.Is(status.OrderConfirmed)
			p.Shows("availability-confirmed")
			m.Deaf = false
		})
	})
	t.Run("a cancellation", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			m.Deaf = true
			p.BuyerCancels(2)
			m.MM.SendHooks(m.Context())
			time.Sleep(time.Hour)
			m.Sync()
			m.Sync()
			p.Shows("availability-confirmed", "new", "failure", "new")
			m.Deaf = false
		})
	})
}

// covers: MM-X6
func TestSeveralAccountsDoNotMix(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		mm2 := megamarkettest.New(megamarkettest.Settings{Token: "second-token", MerchantID: 4108, Now: time.Now})
		crm2 := retailcrmtest.New(retailcrmtest.Settings{})
		m.Cleanup(func() { mm2.Close(); crm2.Close() })
		c2 := retailcrm.New("https://second.retailcrm.example", retailcrmtest.Key, ordo.WithHTTPClient(&http.Client{Transport: crm2.Transport()}), ordo.WithAccount("crm-2")).WithSite(retailcrmtest.Site)
		ch2 := megamarket.New("second-token", ordo.WithHTTPClient(&http.Client{Transport: mm2.Transport()}), ordo.WithAccount("mm-2")).
			Channel(megamarket.WithMerchant(4108), megamarket.WithCallbackAuth("x", "y"))
		matching := m.Mapping
		matching.Delivery = "courier" // no module there
		s2 := c2.System(matching)
		require.NoError(m, s2.Install(m.Context()))
		m.Options = append(m.Options, bridge.Account("mm-2", ch2), bridge.Account("crm-2", s2), bridge.Route{Channel: "mm-2", ERP: "crm-2"})
		m.Open()

		p := m.Buys(megamarkettest.Standard)
		id := mm2.Place(megamarkettest.Order{ID: p.ID, Goods: []megamarkettest.Goods{{OfferID: "MUG-BLUE", Name: "Кружка синяя", Price: 500}}})
		m.Settle()
		there, ok := crm2.Order(id)
		require.True(m, ok, "%v", m.Tail())
		require.Len(m, there.Items, 1)
		p.Confirms()
		require.Equal(m, []string{"NEW"}, mm2.Statuses(id), "the same number at the other account is another order")
		crm2.SetStatus(there.ID, "no-product")
		m.Settle()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		require.Equal(m, "MERCHANT_CANCELED/CONFIRMATION_REJECT", mm2.Statuses(id)[0])
		require.Zero(m, mm2.Commits("order/confirm"))
	})
}

// covers: MM-X7
func TestTheMatchingIsComparedWithTheAccountAtStart(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		m.Mapping.Confirm = []string{"confirmed-by-us"}
		m.Mapping.Done = append(m.Mapping.Done, "dnoe")
		m.Mapping.Lots.ByBuyer = "in-reserve" // exists, but does not cancel
		m.Open()
		err := m.Bridge.Check(m.Context())
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
		id := m.MM.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
		m.MM.SendHooks(m.Context())
		pass := m.Sync()
		require.NotEmpty(m, pass.Problems())
		require.Contains(m, pass.Problems()[0].Text, "confirmed-by-us")
		_, err = m.Bridge.Order(m.Context(), "mm-1/"+id)
		require.NoError(m, err)

		m.Mapping = retailcrm.DefaultMapping()
		m.Open()
		require.NoError(m, m.Bridge.Check(m.Context()))
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
