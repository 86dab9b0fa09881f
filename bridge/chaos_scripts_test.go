package bridge_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
)

// script is a scenario that is lived through again and again, each time with another mishap. Its steps are those of the
// buyer and the merchant, which happen outside and are never lost.
type script struct {
	name string
	way  func(m *market) *purchase
}

// scripts are the scenarios of the two schemes.
var scripts = []script{
	{"S1 in full", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.packs([]int{1, 2}, []int{3})
		p.handsOver()
		p.lots("SHIPPED", "SHIPPED", "SHIPPED")
		require.NoError(m, m.mm.Deliver(p.id))
		at(time.Hour)
		m.settle()
		return p
	}},
	{"S1 in part", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.setsLot(2, "out-of-stock")
		p.settle()
		p.confirms()
		p.packs([]int{1, 3})
		p.handsOver()
		return p
	}},
	{"S1 in part, in one save", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.sets("availability-confirmed")
		p.setsLot(2, "out-of-stock")
		p.settle()
		return p
	}},
	{"S2 after confirmation", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.buyerCancels()
		p.settle()
		return p
	}},
	{"S2 some lots", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.buyerCancels(2)
		p.settle()
		p.packs([]int{1, 3})
		return p
	}},
	{"S2 before its order", func(m *market) *purchase {
		m.mm.FailCallbacks("order/new", megamarkettest.Late())
		p := &purchase{m, m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})}
		p.buyerCancels(1)
		p.settle()
		p.confirms()
		return p
	}},
	{"S3", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.sets("no-product")
		p.settle()
		return p
	}},
	{"S-note, the whole order", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.sets("no-product")
		p.settle()
		return p
	}},
	{"S-note, a lot", func(m *market) *purchase {
		p := m.buys(megamarkettest.Standard)
		p.confirms()
		p.setsLot(2, "out-of-stock")
		p.settle()
		return p
	}},
	{"D1 in full", func(m *market) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.handsOver()
		p.delivers()
		return p
	}},
	{"D1 in part", func(m *market) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.setsLot(3, "failure")
		p.settle()
		p.confirms()
		p.packs([]int{1, 2})
		p.handsOver()
		p.delivers()
		return p
	}},
	{"D2 twice", func(m *market) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.confirms()
		p.appoints(6, "10:00", "14:00")
		p.packs([]int{1, 2, 3})
		p.appoints(7, "12:00", "18:00")
		p.handsOver()
		return p
	}},
	{"D2 too early", func(m *market) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.appoints(6, "10:00", "14:00")
		return p
	}},
	{"D3 in one save", func(m *market) *purchase {
		p := m.atTheDoor()
		p.setsLot(2, "failure")
		p.delivers()
		return p
	}},
	{"D3 in two saves", func(m *market) *purchase {
		p := m.atTheDoor()
		p.setsLot(2, "failure")
		p.settle()
		p.delivers()
		return p
	}},
	{"D3 all refused", func(m *market) *purchase {
		p := m.atTheDoor()
		for lot := 1; lot <= 3; lot++ {
			p.setsLot(lot, "failure")
		}
		p.delivers()
		return p
	}},
	{"D4 in time", func(m *market) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.confirms()
		p.buyerCancels()
		p.settle()
		return p
	}},
	{"D4 too late", func(m *market) *purchase {
		p := m.atTheDoor()
		p.buyerCancels(2)
		p.settle()
		p.delivers()
		return p
	}},
	{"D5", func(m *market) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.sets("no-product")
		p.settle()
		return p
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
