package bridge_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/status"
)

// Situations that merchants get into.

const std, dbm = megamarkettest.Standard, megamarkettest.MerchantDelivery

func (m *market) passes(n int, every time.Duration) {
	for range n {
		m.mm.SendHooks(m.Context())
		m.sync()
		at(every)
	}
}

// the merchant (or a trigger) confirms and moves the order on within one pull.
func TestConfirmedAndMovedOnInOnePull(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.sets("availability-confirmed")
		p.sets("send-to-assembling")
		m.settle()
		p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
	})
}

// the same with the status that says delivered.
func TestDoneAndMovedOnInOnePull(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(dbm)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.handsOver()
		p.sets("complete")
		p.sets("redirect") // the account's own "waits for the money"
		m.settle()
		p.lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
	})
}

// a status that the CRM's matrix forbids is parked; the buyer's cancellation then never reaches the CRM.
func TestACancellationBehindARefusedStatus(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.sets("send-to-assembling")
		m.settle()
		m.crm.LimitSteps("send-to-assembling", "assembling", "cancel-other")
		p.packs([]int{1, 2, 3})
		p.buyerCancels()
		m.passes(20, time.Hour)
		require.Equal(m, status.OrderCancelled, p.order().State())
		require.Equal(m, "cancel-other", p.card().Status, "notes: %v", p.notes())
		m.crm.LimitSteps("send-to-assembling", "assembling", "cancel-other", "assembling-complete")
	})
}

// Megamarket refuses a date; the merchant's better one, and everything else, waits behind it until Megamarket cancels.
func TestARefusedDateHoldsUpTheOrder(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(dbm)
		p.confirms()
		m.mm.Faults().Next("order/confirm", megamarkettest.Refuse("date too far"))
		p.crm.SetDeliveryDate(p.card().ID, time.Now().AddDate(0, 0, 20))
		m.passes(3, time.Minute)
		assert.Equal(m, "2000-01-06", p.card().Field("delivery.date"), "the field is not set back")
		p.crm.SetDeliveryDate(p.card().ID, time.Now().AddDate(0, 0, 6))
		m.passes(3, time.Minute)
		p.packages([]int{1, 2, 3})
		p.unticks()
		m.passes(30, time.Hour)
		s, _ := p.mm.Shipment(p.id)
		require.Equal(m, []string{"PACKED", "PACKED", "PACKED", "CONFIRMED"}, p.mm.Statuses(p.id))
		require.Equal(m, 7, s.DeliveryFrom.Day())
	})
}

// nor is the buyer answered; the CRM shows the lot cancelled.
func TestAnAnswerBehindARefusedDate(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(dbm)
		p.confirms()
		m.mm.Faults().Next("order/confirm", megamarkettest.Refuse("date too far"))
		p.crm.SetDeliveryDate(p.card().ID, time.Now().AddDate(0, 0, 20))
		m.passes(3, time.Minute)
		p.buyerCancels(2)
		m.passes(10, time.Minute)
		require.Equal(m, "CUSTOMER_CANCELED", p.mm.Statuses(p.id)[1])
	})
}

// Megamarket refuses the packing for a marking code; the merchant corrects it, ticks and unticks.
func TestACorrectedMarkIsPackedAgain(t *testing.T) {
	trade(t, func(m *market) {
		id := m.mm.Place(megamarkettest.Order{Scheme: std, Goods: []megamarkettest.Goods{{OfferID: "TYRE-16", Name: "Шина 16", Price: 8500, MarkRequired: true}}})
		p := &purchase{m, id}
		m.settle()
		p.confirms()
		m.mm.Faults().Next("order/packing", megamarkettest.Refuse("wrong mark"))
		m.crm.SetMarkingCodes(p.card().ID, p.line(1), "0104600000000015215ABCDEF")
		p.packs([]int{1})
		assert.Equal(m, "availability-confirmed", p.card().Status, "Megamarket has CONFIRMED")
		m.crm.SetMarkingCodes(p.card().ID, p.line(1), "0104600000000015215GHIJKL")
		p.crm.SetLocked(p.card().ID, true)
		m.settle()
		p.unticks()
		m.passes(5, time.Hour)
		p.lots("PACKED")
	})
}

// and the order cannot be cancelled either, as it counts as packed here.
func TestARefusedPackingCanBeCancelled(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		m.mm.Faults().Next("order/packing", megamarkettest.Refuse("no"))
		p.packs([]int{1, 2, 3})
		p.sets("no-product")
		m.settle()
		p.lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
	})
}

// the courier's flag comes before the packing is complete; it never counts again.
func TestTheCourierFlagBeforeThePacking(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.courier()
		m.settle()
		p.packs([]int{1, 2, 3})
		m.passes(3, time.Hour)
		p.lots("SHIPPED", "SHIPPED", "SHIPPED")
	})
}

// a lot that was not taken at the door, with the courier's flag forgotten or set later: Megamarket hears that it was.
func TestALotNotTakenIsClosedAsTaken(t *testing.T) {
	for name, flag := range map[string]bool{"the flag is forgotten": false, "the flag comes after the lot": true} {
		t.Run(name, func(t *testing.T) {
			trade(t, func(m *market) {
				p := m.buys(dbm)
				p.confirms()
				p.packs([]int{1, 2, 3})
				p.setsLot(2, "failure")
				if flag {
					m.settle()
					p.handsOver()
				}
				p.sets("complete")
				m.settle()
				require.NotEqual(m, "DELIVERED", p.mm.Statuses(p.id)[1], "CRM shows %s", p.card().Items[1].Status)
			})
		})
	}
}

// "complete" in the standard scheme ends the order here while it is on its way there.
func TestDoneInTheStandardScheme(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.handsOver()
		p.delivers()
		p.lots("SHIPPED", "SHIPPED", "SHIPPED")
		for i := 1; i <= 3; i++ {
			require.NoError(m, m.mm.SetStatus(p.id, i, "CUSTOMER_CANCELED", "")) // nobody fetched it
		}
		m.passes(26, time.Hour)
		require.NotEqual(m, status.OrderDelivered, p.order().State(), "CRM shows %s, notes %v", p.card().Status, p.notes())
	})
}

// a parcel that nobody fetched: SHIPPED, then CUSTOMER_CANCELED, is the ordinary end there; here it hangs for ever.
func TestAParcelThatNobodyFetched(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.handsOver()
		p.lots("SHIPPED", "SHIPPED", "SHIPPED")
		require.NoError(m, m.mm.SetStatus(p.id, 1, "DELIVERED", ""))
		require.NoError(m, m.mm.SetStatus(p.id, 2, "CUSTOMER_CANCELED", ""))
		require.NoError(m, m.mm.SetStatus(p.id, 3, "DELIVERED", ""))
		m.passes(26, time.Hour)
		p.is(status.OrderPartlyDelivered)
		p.shows("complete")
	})
}

// a marking code scanned into the wrong line is moved to the right one.
func TestAMarkMovesToAnotherLine(t *testing.T) {
	a, b := "0104600000000015215ABCDEF", "0104600000000015215GHIJKL"
	open := func(m *market) *purchase {
		id := m.mm.Place(megamarkettest.Order{Scheme: std, Goods: []megamarkettest.Goods{{OfferID: "TYRE-16", Name: "Шина 16", Price: 8500, Count: 2, MarkRequired: true}}})
		p := &purchase{m, id}
		m.settle()
		p.confirms()
		return p
	}
	t.Run("moved", func(t *testing.T) {
		trade(t, func(m *market) {
			p := open(m)
			m.crm.SetMarkingCodes(p.card().ID, p.line(1), a)
			m.passes(2, time.Hour)
			m.crm.SetMarkingCodes(p.card().ID, p.line(1))
			m.crm.SetMarkingCodes(p.card().ID, p.line(2), a)
			m.passes(2, time.Hour)
			m.crm.SetMarkingCodes(p.card().ID, p.line(1), b)
			m.passes(2, time.Hour)
			p.packs([]int{1, 2})
			m.passes(2, time.Hour)
			p.lots("PACKED", "PACKED")
			require.Equal(m, []string{b, a}, []string{p.lot(1).Mark, p.lot(2).Mark})
		})
	})
	t.Run("swapped: packed with the wrong codes", func(t *testing.T) {
		trade(t, func(m *market) {
			p := open(m)
			m.crm.SetMarkingCodes(p.card().ID, p.line(1), a)
			m.crm.SetMarkingCodes(p.card().ID, p.line(2), b)
			m.passes(2, time.Hour)
			m.crm.SetMarkingCodes(p.card().ID, p.line(1), b)
			m.crm.SetMarkingCodes(p.card().ID, p.line(2), a)
			m.passes(2, time.Hour)
			p.packs([]int{1, 2})
			if p.mm.Commits("order/packing") > 0 {
				require.Equal(m, []string{b, a}, []string{p.lot(1).Mark, p.lot(2).Mark})
			}
		})
	})
}

// a line that the merchant removed is confirmed.
func TestARemovedLineIsConfirmed(t *testing.T) {
	for name, refused := range map[string]bool{"removed": false, "refused and removed": true} {
		t.Run(name, func(t *testing.T) {
			trade(t, func(m *market) {
				p := m.buys(std)
				if refused {
					p.setsLot(2, "out-of-stock")
				}
				removeLine(p, 2)
				m.settle()
				p.confirms()
				require.True(m, len(p.notes()) > 0 || !strings.HasSuffix(p.mm.Statuses(p.id)[1], "CONFIRMATION"),
					"Megamarket: %v, and nobody was told", p.mm.Statuses(p.id))
			})
		})
	}
}

// a second date that is refused for the same reason is neither told nor set back.
func TestASecondRefusedDateIsSetBack(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(dbm)
		was := p.card().Field("delivery.date")
		for i := range 2 {
			p.crm.SetDeliveryDate(p.card().ID, time.Now().AddDate(0, 0, 6+i))
			m.settle()
			require.Equal(m, was, p.card().Field("delivery.date"), "date %d", i)
		}
	})
}

// the buyer asks for a lot, the merchant answers by statuses.
func TestAnAnswerToPartOfAnOrder(t *testing.T) {
	byMerchant := func(m *market) { m.route.Answers = bridge.AnswerByMerchant }
	t.Run("by the order's status: the CRM shows all cancelled, two lots live", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(dbm)
			p.confirms()
			p.buyerCancels(2)
			m.settle()
			p.sets("cancel-other")
			m.passes(3, time.Hour)
			if p.order().State() == status.OrderConfirmed {
				p.shows("availability-confirmed", "new", "failure", "new")
			}
		}, byMerchant)
	})
	t.Run("by the lot's status", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(dbm)
			p.confirms()
			p.buyerCancels(2)
			m.settle()
			p.setsLot(2, "failure")
			m.settle()
			p.lots("CONFIRMED", "CUSTOMER_CANCELED", "CONFIRMED", "CONFIRMED")
		}, byMerchant)
	})
}

// the CRM shows a cancelled order, or lot, as living, and nobody is told.
func TestACancelledOrderLooksAlive(t *testing.T) {
	t.Run("order", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(std)
			p.buyerCancels()
			m.settle()
			p.sets("availability-confirmed")
			m.passes(3, time.Hour)
			p.shows("cancel-other")
		})
	})
	t.Run("lot", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(std)
			p.buyerCancels(2)
			m.settle()
			p.setsLot(2, "in-reserve")
			m.passes(3, time.Hour)
			require.True(m, p.card().Items[1].Status != "in-reserve" || len(p.notes()) > 0)
		})
	})
}

// the last of the lots, set out of stock in a save of its own, does not cancel the confirmed order.
func TestAllLotsCancelledOneByOneAfterConfirmation(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		for i := 1; i <= 3; i++ {
			p.setsLot(i, "out-of-stock")
			m.settle()
		}
		p.lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
	})
}

// packages changed, or a code, after packing: nobody is told that Megamarket keeps the first.
func TestPackagesChangedAfterPacking(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.packs([]int{1, 2, 3})
		p.packages([]int{1, 2}, []int{3})
		m.settle()
		require.NotEmpty(m, p.notes())
	})
}

// a gift of the merchant's own in the box.
func TestAGiftInThePackage(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.crm.Edit(p.card().ID, fmt.Sprintf(`{"items":[{"id":%d},{"id":%d},{"id":%d},{"productName":"gift","quantity":1,"initialPrice":0}]}`, p.line(1), p.line(2), p.line(3)))
		in := map[int64]int{}
		for _, it := range p.card().Items {
			in[it.ID] = 1
		}
		p.crm.SetPackages(p.card().ID, retailcrmtestPackage(in))
		p.unticks()
		m.settle()
		p.lots("PACKED", "PACKED", "PACKED")
	})
}

// one lot was packed in the cabinet by hand, the boxes of the CRM name all.
func TestOneLotWasPackedInTheCabinet(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(std)
		p.confirms()
		p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		require.NoError(m, m.mm.SetStatus(p.id, 1, "PACKED", ""))
		at(2 * time.Hour)
		m.settle()
		p.packs([]int{1, 2, 3})
		p.lots("PACKED", "PACKED", "PACKED")
	})
}

// Megamarket takes the call, is at work on it, and then puts the lots back: nobody sees it.
func TestMegamarketPutsLotsBack(t *testing.T) {
	for _, c := range []struct{ now, back string }{{"PENDING_CONFIRMATION", "NEW"}, {"PENDING_PACKING", "CONFIRMED"}} {
		t.Run(c.back, func(t *testing.T) {
			trade(t, func(m *market) {
				p := m.buys(std)
				p.confirms()
				if c.back == "CONFIRMED" {
					p.packs([]int{1, 2, 3})
				}
				require.Equal(m, statuses(3, c.now), p.mm.Statuses(p.id))
				for i := 1; i <= 3; i++ {
					require.NoError(m, m.mm.SetStatus(p.id, i, c.back, ""))
				}
				m.passes(6, time.Hour)
				n := len(m.journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError, bridge.LevelWarning}}))
				require.True(m, n+len(p.notes()) > 0 || p.mm.Statuses(p.id)[0] != c.back, "Megamarket %v, ours %v, CRM %s", p.mm.Statuses(p.id), p.order().State(), p.card().Status)
			})
		})
	}
}

func removeLine(p *purchase, lot int) {
	c := p.card()
	var left []string
	for i, it := range c.Items {
		if i != lot-1 {
			left = append(left, fmt.Sprintf(`{"id":%d}`, it.ID))
		}
	}
	p.crm.Edit(c.ID, `{"items":[`+strings.Join(left, ",")+`]}`)
}

func retailcrmtestPackage(in map[int64]int) retailcrmtest.Package {
	return retailcrmtest.Package{ID: "1", Weight: 400, Length: 100, Width: 100, Height: 120, Items: in}
}
