package chaos

import (
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

// script is a scenario that is lived through again and again, each time with another mishap. Its steps are those of the
// buyer and the merchant, which happen outside and are never lost.
type script struct {
	name string
	way  func(m *Market) (outcome func() any)
	set  []func(m *Market)
	long bool // with so many exchanges that the plain tests end it at fewer places
}

// scripts are the scenarios of the two schemes.
var scripts = []script{
	{name: "S1 in full", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		p.Packs([]int{1, 2}, []int{3})
		p.HandsOver()
		p.Lots("SHIPPED", "SHIPPED", "SHIPPED")
		require.NoError(m, m.MM.Deliver(p.ID))
		time.Sleep(time.Hour)
		m.Settle()
		return p.outcome
	}},
	{name: "S1 in part", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.SetsLot(2, "out-of-stock")
		p.Settle()
		p.Confirms()
		p.Packs([]int{1, 3})
		p.HandsOver()
		return p.outcome
	}},
	{name: "S1 in part, in one save", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Sets("availability-confirmed")
		p.SetsLot(2, "out-of-stock")
		p.Settle()
		return p.outcome
	}},
	{name: "S2 after confirmation", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		p.BuyerCancels()
		p.Settle()
		return p.outcome
	}},
	{name: "S2 some lots", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		p.BuyerCancels(2)
		p.Settle()
		p.Packs([]int{1, 3})
		return p.outcome
	}},
	{name: "S2 before its order", way: func(m *Market) func() any {
		m.MM.Hooks().Next("order/new", fake.Late())
		p := m.Places(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
		p.BuyerCancels(1)
		p.Settle()
		p.Confirms()
		return p.outcome
	}},
	{name: "S3", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Sets("no-product")
		p.Settle()
		return p.outcome
	}},
	{name: "S-note, the whole order", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		p.Sets("no-product")
		p.Settle()
		return p.outcome
	}},
	{name: "a notice and its answer", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Tells("ask", ToShop(), order.By{Actor: Clerk})
		p.Tells("answer", order.AnswerNotice{Notice: 1, Text: "issued"}, Shopgirl)
		return func() any {
			return []any{p.outcome(), p.Order().View().Notices[0].State, len(p.Order().View().Notices)}
		}
	}},
	{name: "S-note, a lot", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.Standard)
		p.Confirms()
		p.SetsLot(2, "out-of-stock")
		p.Settle()
		return p.outcome
	}},
	{name: "D1 in full", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Confirms()
		p.Packs([]int{1, 2, 3})
		p.HandsOver()
		p.Delivers()
		return p.outcome
	}},
	{name: "D1 in part", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.SetsLot(3, "failure")
		p.Settle()
		p.Confirms()
		p.Packs([]int{1, 2})
		p.HandsOver()
		p.Delivers()
		return p.outcome
	}},
	{name: "D2 twice", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Confirms()
		p.Appoints(6, "10:00", "14:00")
		p.Packs([]int{1, 2, 3})
		p.Appoints(7, "12:00", "18:00")
		p.HandsOver()
		return p.outcome
	}},
	{name: "D2 too early", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Appoints(6, "10:00", "14:00")
		return p.outcome
	}},
	{name: "D3 in one save", way: func(m *Market) func() any {
		p := m.atTheDoor()
		p.SetsLot(2, "failure")
		p.Delivers()
		return p.outcome
	}},
	{name: "D3 in two saves", way: func(m *Market) func() any {
		p := m.atTheDoor()
		p.SetsLot(2, "failure")
		p.Settle()
		p.Delivers()
		return p.outcome
	}},
	{name: "D3 all refused", way: func(m *Market) func() any {
		p := m.atTheDoor()
		for lot := 1; lot <= 3; lot++ {
			p.SetsLot(lot, "failure")
		}
		p.Delivers()
		return p.outcome
	}},
	{name: "D4 in time", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Confirms()
		p.BuyerCancels()
		p.Settle()
		return p.outcome
	}},
	{name: "D4 too late", way: func(m *Market) func() any {
		p := m.atTheDoor()
		p.BuyerCancels(2)
		p.Settle()
		p.Delivers()
		return p.outcome
	}},
	{name: "D5", way: func(m *Market) func() any {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Sets("no-product")
		p.Settle()
		return p.outcome
	}},
}

// atTheDoor is an order whose courier is on the way.
func (m *Market) atTheDoor() *Purchase {
	m.Helper()
	p := m.Buys(megamarkettest.MerchantDelivery)
	p.Confirms()
	p.Packs([]int{1, 2, 3})
	p.HandsOver()
	return p
}

// Appoints is the merchant who agrees another time with the buyer, so many days after the order.
func (p *Purchase) Appoints(days int, from, to string) {
	p.Helper()
	s, ok := p.MM.Shipment(p.ID)
	require.True(p, ok)
	p.CRM.SetDeliveryDate(p.Card().ID, s.Created.In(Moscow).AddDate(0, 0, days))
	p.CRM.SetDeliveryTime(p.Card().ID, from, to)
	p.Settle()
}

// Moscow is where the merchant works.
var Moscow = time.FixedZone("Europe/Moscow", 3*3600)

// ToShop asks the shop in Moscow to issue a line; its label lies at the carrier.
func ToShop() order.Notify {
	return order.Notify{
		To: order.Addressee{Role: order.RoleShop, Place: "msk-1"}, Text: "issue it today", About: order.About{Units: []order.Units{{Line: "1"}}},
		Files: []order.File{{Name: "label.pdf", Type: "application/pdf", URL: "https://files.example/label.pdf"}},
	}
}

// Shopgirl works at the shop in Moscow.
var Shopgirl = order.By{Actor: order.Actor{ID: "sveta", Role: order.RoleShop, Place: "msk-1"}}

// Tells gives a command of the merchant's people, again until it is done.
func (p *Purchase) Tells(key string, c order.Command, by order.By) {
	p.Helper()
	for by.Key = key; ; {
		_, err := p.Bridge.Do(p.Context(), "mm-1/"+p.ID, c, by)
		if !p.reborn() && !errors.Is(err, errEnded) {
			require.NoError(p, err, "journal: %v", p.Tail())
			break
		}
	}
	p.Settle()
}
