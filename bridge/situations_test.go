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
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/status"
)

// Situations that merchants get into.

const std, dbm = megamarkettest.Standard, megamarkettest.MerchantDelivery

func passes(m *chaos.Market, n int, every time.Duration) {
	for range n {
		m.MM.SendHooks(m.Context())
		m.Sync()
		time.Sleep(every)
	}
}

// the merchant (or a trigger) confirms and moves the order on within one pull.
func TestConfirmedAndMovedOnInOnePull(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Sets("availability-confirmed")
		p.Sets("send-to-assembling")
		m.Settle()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
	})
}

// the same with the status that says delivered.
func TestDoneAndMovedOnInOnePull(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(dbm)
		p.Confirms()
		p.Packs([]int{1, 2, 3})
		p.HandsOver()
		p.Sets("complete")
		p.Sets("redirect") // the account's own "waits for the money"
		m.Settle()
		p.Lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
	})
}

// a status that the CRM's matrix forbids is parked; the buyer's cancellation then never reaches the CRM.
func TestACancellationBehindARefusedStatus(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.Sets("send-to-assembling")
		m.Settle()
		m.CRM.LimitSteps("send-to-assembling", "assembling", "cancel-other")
		p.Packs([]int{1, 2, 3})
		p.BuyerCancels()
		passes(m, 20, time.Hour)
		require.Equal(m, status.OrderCancelled, p.Order().State())
		require.Equal(m, "cancel-other", p.Card().Status, "notes: %v", p.Notes())
		m.CRM.LimitSteps("send-to-assembling", "assembling", "cancel-other", "assembling-complete")
	})
}

// Megamarket refuses a date; the merchant's better one, and everything else, waits behind it until Megamarket cancels.
func TestARefusedDateHoldsUpTheOrder(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(dbm)
		p.Confirms()
		m.MM.Faults().Next("order/confirm", megamarkettest.Refuse("date too far"))
		p.CRM.SetDeliveryDate(p.Card().ID, time.Now().AddDate(0, 0, 20))
		passes(m, 3, time.Minute)
		assert.Equal(m, "2000-01-06", p.Card().Field("delivery.date"), "the field is not set back")
		p.CRM.SetDeliveryDate(p.Card().ID, time.Now().AddDate(0, 0, 6))
		passes(m, 3, time.Minute)
		p.Packages([]int{1, 2, 3})
		p.Unticks()
		passes(m, 30, time.Hour)
		s, _ := p.MM.Shipment(p.ID)
		require.Equal(m, []string{"PACKED", "PACKED", "PACKED", "CONFIRMED"}, p.MM.Statuses(p.ID))
		require.Equal(m, 7, s.DeliveryFrom.Day())
	})
}

// nor is the buyer answered; the CRM shows the lot cancelled.
func TestAnAnswerBehindARefusedDate(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(dbm)
		p.Confirms()
		m.MM.Faults().Next("order/confirm", megamarkettest.Refuse("date too far"))
		p.CRM.SetDeliveryDate(p.Card().ID, time.Now().AddDate(0, 0, 20))
		passes(m, 3, time.Minute)
		p.BuyerCancels(2)
		passes(m, 10, time.Minute)
		require.Equal(m, "CUSTOMER_CANCELED", p.MM.Statuses(p.ID)[1])
	})
}

// Megamarket refuses the packing for a marking code; the merchant corrects it, ticks and unticks.
func TestACorrectedMarkIsPackedAgain(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		id := m.MM.Place(megamarkettest.Order{Scheme: std, Goods: []megamarkettest.Goods{{OfferID: "TYRE-16", Name: "Шина 16", Price: 8500, MarkRequired: true}}})
		p := &chaos.Purchase{Market: m, ID: id}
		m.Settle()
		p.Confirms()
		m.MM.Faults().Next("order/packing", megamarkettest.Refuse("wrong mark"))
		m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), "0104600000000015215ABCDEF")
		p.Packs([]int{1})
		assert.Equal(m, "availability-confirmed", p.Card().Status, "Megamarket has CONFIRMED")
		m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), "0104600000000015215GHIJKL")
		p.CRM.SetLocked(p.Card().ID, true)
		m.Settle()
		p.Unticks()
		passes(m, 5, time.Hour)
		p.Lots("PACKED")
	})
}

// and the order cannot be cancelled either, as it counts as packed here.
func TestARefusedPackingCanBeCancelled(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		m.MM.Faults().Next("order/packing", megamarkettest.Refuse("no"))
		p.Packs([]int{1, 2, 3})
		p.Sets("no-product")
		m.Settle()
		p.Lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
	})
}

// the courier's flag comes before the packing is complete; it never counts again.
func TestTheCourierFlagBeforeThePacking(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.Courier()
		m.Settle()
		p.Packs([]int{1, 2, 3})
		passes(m, 3, time.Hour)
		p.Lots("SHIPPED", "SHIPPED", "SHIPPED")
	})
}

// a lot that was not taken at the door, with the courier's flag forgotten or set later: Megamarket hears that it was.
func TestALotNotTakenIsClosedAsTaken(t *testing.T) {
	for name, flag := range map[string]bool{"the flag is forgotten": false, "the flag comes after the lot": true} {
		t.Run(name, func(t *testing.T) {
			trade(t, func(m *chaos.Market) {
				p := m.Buys(dbm)
				p.Confirms()
				p.Packs([]int{1, 2, 3})
				p.SetsLot(2, "failure")
				if flag {
					m.Settle()
					p.HandsOver()
				}
				p.Sets("complete")
				m.Settle()
				require.NotEqual(m, "DELIVERED", p.MM.Statuses(p.ID)[1], "CRM shows %s", p.Card().Items[1].Status)
			})
		})
	}
}

// "complete" in the standard scheme ends the order here while it is on its way there.
func TestDoneInTheStandardScheme(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.Packs([]int{1, 2, 3})
		p.HandsOver()
		p.Delivers()
		p.Lots("SHIPPED", "SHIPPED", "SHIPPED")
		for i := 1; i <= 3; i++ {
			require.NoError(m, m.MM.SetStatus(p.ID, i, "CUSTOMER_CANCELED", "")) // nobody fetched it
		}
		passes(m, 26, time.Hour)
		require.NotEqual(m, status.OrderDelivered, p.Order().State(), "CRM shows %s, notes %v", p.Card().Status, p.Notes())
	})
}

// a parcel that nobody fetched: SHIPPED, then CUSTOMER_CANCELED, is the ordinary end there; here it hangs for ever.
func TestAParcelThatNobodyFetched(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.Packs([]int{1, 2, 3})
		p.HandsOver()
		p.Lots("SHIPPED", "SHIPPED", "SHIPPED")
		require.NoError(m, m.MM.SetStatus(p.ID, 1, "DELIVERED", ""))
		require.NoError(m, m.MM.SetStatus(p.ID, 2, "CUSTOMER_CANCELED", ""))
		require.NoError(m, m.MM.SetStatus(p.ID, 3, "DELIVERED", ""))
		passes(m, 26, time.Hour)
		p.Is(status.OrderPartlyDelivered)
		p.Shows("complete")
	})
}

// a marking code scanned into the wrong line is moved to the right one.
func TestAMarkMovesToAnotherLine(t *testing.T) {
	a, b := "0104600000000015215ABCDEF", "0104600000000015215GHIJKL"
	open := func(m *chaos.Market) *chaos.Purchase {
		id := m.MM.Place(megamarkettest.Order{Scheme: std, Goods: []megamarkettest.Goods{{OfferID: "TYRE-16", Name: "Шина 16", Price: 8500, Count: 2, MarkRequired: true}}})
		p := &chaos.Purchase{Market: m, ID: id}
		m.Settle()
		p.Confirms()
		return p
	}
	t.Run("moved", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := open(m)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), a)
			passes(m, 2, time.Hour)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1))
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(2), a)
			passes(m, 2, time.Hour)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), b)
			passes(m, 2, time.Hour)
			p.Packs([]int{1, 2})
			passes(m, 2, time.Hour)
			p.Lots("PACKED", "PACKED")
			require.Equal(m, []string{b, a}, []string{p.Lot(1).Mark, p.Lot(2).Mark})
		})
	})
	t.Run("swapped: packed with the wrong codes", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := open(m)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), a)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(2), b)
			passes(m, 2, time.Hour)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(1), b)
			m.CRM.SetMarkingCodes(p.Card().ID, p.Line(2), a)
			passes(m, 2, time.Hour)
			p.Packs([]int{1, 2})
			if p.MM.Commits("order/packing") > 0 {
				require.Equal(m, []string{b, a}, []string{p.Lot(1).Mark, p.Lot(2).Mark})
			}
		})
	})
}

// a line that the merchant removed is confirmed.
func TestARemovedLineIsConfirmed(t *testing.T) {
	for name, refused := range map[string]bool{"removed": false, "refused and removed": true} {
		t.Run(name, func(t *testing.T) {
			trade(t, func(m *chaos.Market) {
				p := m.Buys(std)
				if refused {
					p.SetsLot(2, "out-of-stock")
				}
				removeLine(p, 2)
				m.Settle()
				p.Confirms()
				require.True(m, len(p.Notes()) > 0 || !strings.HasSuffix(p.MM.Statuses(p.ID)[1], "CONFIRMATION"),
					"Megamarket: %v, and nobody was told", p.MM.Statuses(p.ID))
			})
		})
	}
}

// a second date that is refused for the same reason is neither told nor set back.
func TestASecondRefusedDateIsSetBack(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(dbm)
		was := p.Card().Field("delivery.date")
		for i := range 2 {
			p.CRM.SetDeliveryDate(p.Card().ID, time.Now().AddDate(0, 0, 6+i))
			m.Settle()
			require.Equal(m, was, p.Card().Field("delivery.date"), "date %d", i)
		}
	})
}

// the buyer asks for a lot, the merchant answers by statuses.
func TestAnAnswerToPartOfAnOrder(t *testing.T) {
	byMerchant := func(m *chaos.Market) { m.Route.Answers = bridge.AnswerByMerchant }
	t.Run("by the order's status: the CRM shows all cancelled, two lots live", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(dbm)
			p.Confirms()
			p.BuyerCancels(2)
			m.Settle()
			p.Sets("cancel-other")
			passes(m, 3, time.Hour)
			if p.Order().State() == status.OrderConfirmed {
				p.Shows("availability-confirmed", "new", "failure", "new")
			}
		}, byMerchant)
	})
	t.Run("by the lot's status", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(dbm)
			p.Confirms()
			p.BuyerCancels(2)
			m.Settle()
			p.SetsLot(2, "failure")
			m.Settle()
			p.Lots("CONFIRMED", "CUSTOMER_CANCELED", "CONFIRMED", "CONFIRMED")
		}, byMerchant)
	})
}

// the CRM shows a cancelled order, or lot, as living, and nobody is told.
func TestACancelledOrderLooksAlive(t *testing.T) {
	t.Run("order", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(std)
			p.BuyerCancels()
			m.Settle()
			p.Sets("availability-confirmed")
			passes(m, 3, time.Hour)
			p.Shows("cancel-other")
		})
	})
	t.Run("lot", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(std)
			p.BuyerCancels(2)
			m.Settle()
			p.SetsLot(2, "in-reserve")
			passes(m, 3, time.Hour)
			require.True(m, p.Card().Items[1].Status != "in-reserve" || len(p.Notes()) > 0)
		})
	})
}

// the last of the lots, set out of stock in a save of its own, does not cancel the confirmed order.
func TestAllLotsCancelledOneByOneAfterConfirmation(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		for i := 1; i <= 3; i++ {
			p.SetsLot(i, "out-of-stock")
			m.Settle()
		}
		p.Lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
	})
}

// packages changed, or a code, after packing: nobody is told that Megamarket keeps the first.
func TestPackagesChangedAfterPacking(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.Packs([]int{1, 2, 3})
		p.Packages([]int{1, 2}, []int{3})
		m.Settle()
		require.NotEmpty(m, p.Notes())
	})
}

// a gift of the merchant's own in the box.
func TestAGiftInThePackage(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.CRM.Edit(p.Card().ID, fmt.Sprintf(`{"items":[{"id":%d},{"id":%d},{"id":%d},{"productName":"gift","quantity":1,"initialPrice":0}]}`, p.Line(1), p.Line(2), p.Line(3)))
		in := map[int64]int{}
		for _, it := range p.Card().Items {
			in[it.ID] = 1
		}
		p.CRM.SetPackages(p.Card().ID, retailcrmtestPackage(in))
		p.Unticks()
		m.Settle()
		p.Lots("PACKED", "PACKED", "PACKED")
	})
}

// one lot was packed in the cabinet by hand, the boxes of the CRM name all.
func TestOneLotWasPackedInTheCabinet(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(std)
		p.Confirms()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		require.NoError(m, m.MM.SetStatus(p.ID, 1, "PACKED", ""))
		time.Sleep(2 * time.Hour)
		m.Settle()
		p.Packs([]int{1, 2, 3})
		p.Lots("PACKED", "PACKED", "PACKED")
	})
}

// Megamarket takes the call, is at work on it, and then puts the lots back: nobody sees it.
func TestMegamarketPutsLotsBack(t *testing.T) {
	for _, c := range []struct{ now, back string }{{"PENDING_CONFIRMATION", "NEW"}, {"PENDING_PACKING", "CONFIRMED"}} {
		t.Run(c.back, func(t *testing.T) {
			trade(t, func(m *chaos.Market) {
				p := m.Buys(std)
				p.Confirms()
				if c.back == "CONFIRMED" {
					p.Packs([]int{1, 2, 3})
				}
				require.Equal(m, statuses(3, c.now), p.MM.Statuses(p.ID))
				for i := 1; i <= 3; i++ {
					require.NoError(m, m.MM.SetStatus(p.ID, i, c.back, ""))
				}
				passes(m, 6, time.Hour)
				n := len(m.Journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError, bridge.LevelWarning}}))
				require.True(m, n+len(p.Notes()) > 0 || p.MM.Statuses(p.ID)[0] != c.back, "Megamarket %v, ours %v, CRM %s", p.MM.Statuses(p.ID), p.Order().State(), p.Card().Status)
			})
		})
	}
}

func removeLine(p *chaos.Purchase, lot int) {
	c := p.Card()
	var left []string
	for i, it := range c.Items {
		if i != lot-1 {
			left = append(left, fmt.Sprintf(`{"id":%d}`, it.ID))
		}
	}
	p.CRM.Edit(c.ID, `{"items":[`+strings.Join(left, ",")+`]}`)
}

func retailcrmtestPackage(in map[int64]int) retailcrmtest.Package {
	return retailcrmtest.Package{ID: "1", Weight: 400, Length: 100, Width: 100, Height: 120, Items: in}
}
