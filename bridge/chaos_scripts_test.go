package bridge_test

import (
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
	way  func(m *market) (outcome func() any)
	set  []func(m *market)
}

// scripts are the scenarios of the two schemes.
var scripts = []script{
	{name: "S1 in full", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.packs([]int{1, 2}, []int{3})
		p.handsOver()
		p.lots("SHIPPED", "SHIPPED", "SHIPPED")
		require.NoError(m, m.mm.Deliver(p.id))
		at(time.Hour)
		m.settle()
		return p.outcome
	}},
	{name: "S1 in part", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.setsLot(2, "out-of-stock")
		p.settle()
		p.confirms()
		p.packs([]int{1, 3})
		p.handsOver()
		return p.outcome
	}},
	{name: "S1 in part, in one save", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.sets("availability-confirmed")
		p.setsLot(2, "out-of-stock")
		p.settle()
		return p.outcome
	}},
	{name: "S2 after confirmation", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.buyerCancels()
		p.settle()
		return p.outcome
	}},
	{name: "S2 some lots", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.buyerCancels(2)
		p.settle()
		p.packs([]int{1, 3})
		return p.outcome
	}},
	{name: "S2 before its order", way: func(m *market) func() any {
		m.mm.Hooks().Next("order/new", fake.Late())
		p := &purchase{m, m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})}
		p.buyerCancels(1)
		p.settle()
		p.confirms()
		return p.outcome
	}},
	{name: "S3", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.sets("no-product")
		p.settle()
		return p.outcome
	}},
	{name: "S-note, the whole order", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.sets("no-product")
		p.settle()
		return p.outcome
	}},
	{name: "a notice and its answer", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.tells("ask", toShop(), operator)
		p.tells("answer", order.AnswerNotice{Notice: 1, Text: "issued"}, shopgirl)
		return func() any {
			return []any{p.outcome(), p.order().View().Notices[0].State, len(p.order().View().Notices)}
		}
	}},
	{name: "S-note, a lot", way: func(m *market) func() any {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.setsLot(2, "out-of-stock")
		p.settle()
		return p.outcome
	}},
	{name: "D1 in full", way: func(m *market) func() any {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.handsOver()
		p.delivers()
		return p.outcome
	}},
	{name: "D1 in part", way: func(m *market) func() any {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.setsLot(3, "failure")
		p.settle()
		p.confirms()
		p.packs([]int{1, 2})
		p.handsOver()
		p.delivers()
		return p.outcome
	}},
	{name: "D2 twice", way: func(m *market) func() any {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.confirms()
		p.appoints(6, "10:00", "14:00")
		p.packs([]int{1, 2, 3})
		p.appoints(7, "12:00", "18:00")
		p.handsOver()
		return p.outcome
	}},
	{name: "D2 too early", way: func(m *market) func() any {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.appoints(6, "10:00", "14:00")
		return p.outcome
	}},
	{name: "D3 in one save", way: func(m *market) func() any {
		p := m.atTheDoor()
		p.setsLot(2, "failure")
		p.delivers()
		return p.outcome
	}},
	{name: "D3 in two saves", way: func(m *market) func() any {
		p := m.atTheDoor()
		p.setsLot(2, "failure")
		p.settle()
		p.delivers()
		return p.outcome
	}},
	{name: "D3 all refused", way: func(m *market) func() any {
		p := m.atTheDoor()
		for lot := 1; lot <= 3; lot++ {
			p.setsLot(lot, "failure")
		}
		p.delivers()
		return p.outcome
	}},
	{name: "D4 in time", way: func(m *market) func() any {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.confirms()
		p.buyerCancels()
		p.settle()
		return p.outcome
	}},
	{name: "D4 too late", way: func(m *market) func() any {
		p := m.atTheDoor()
		p.buyerCancels(2)
		p.settle()
		p.delivers()
		return p.outcome
	}},
	{name: "D5", way: func(m *market) func() any {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.sets("no-product")
		p.settle()
		return p.outcome
	}},
}

// atTheDoor is an order whose courier is on the way.
func (m *market) atTheDoor() *purchase {
	m.Helper()
	p := m.buys(megamarkettest.MerchantDelivery)
	p.confirms()
	p.packs([]int{1, 2, 3})
	p.handsOver()
	return p
}

// appoints is the merchant who agrees another time with the buyer, so many days after the order.
func (p *purchase) appoints(days int, from, to string) {
	p.Helper()
	s, ok := p.mm.Shipment(p.id)
	require.True(p, ok)
	p.crm.SetDeliveryDate(p.card().ID, s.Created.In(moscow).AddDate(0, 0, days))
	p.crm.SetDeliveryTime(p.card().ID, from, to)
	p.settle()
}

var moscow = time.FixedZone("Europe/Moscow", 3*3600)
