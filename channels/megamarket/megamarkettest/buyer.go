package megamarkettest

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Order is what a buyer orders.
type Order struct {
	ID          string // of the shipment; empty draws the next number
	Scheme      Scheme // empty means Standard
	Goods       []Goods
	DeliveryFee int64 // roubles; merchant delivery only: a lot of its own, the last
	Prepaid     bool  // merchant delivery only; otherwise it is paid at the door
}

// Goods is what a buyer puts into the basket. Each piece becomes a lot.
type Goods struct {
	OfferID      string
	Name         string
	Price        int64 // roubles
	Discount     int64 // roubles off the price
	Count        int   // 0 means 1
	TaxRate      string
	MarkRequired bool
}

// Place is a buyer who orders. It returns the shipment's id, and lets the callback order/new wait.
func (s *Server) Place(o Order) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settings.Now().Truncate(time.Second)
	n := len(s.order) + 1
	if o.Scheme == "" {
		o.Scheme = Standard
	}
	if o.ID == "" {
		o.ID = strconv.Itoa(955_100_776 + n)
	}
	sh := &Shipment{
		ID: o.ID, Scheme: o.Scheme, DeliveryID: 9_380_000_000_000 + int64(n), Buyer: "Тестов Тест", Created: now,
		PackBy: now.Add(24 * time.Hour), DeliveryFrom: now.Add(5 * 24 * time.Hour), DeliveryTo: now.Add(5*24*time.Hour + 8*time.Hour),
	}
	if o.Scheme == Standard {
		sh.ConfirmBy, sh.ShipBy = now.Add(6*time.Hour), now.Add(48*time.Hour)
	} else {
		sh.ReserveUntil = now.Add(20 * 24 * time.Hour)
		if o.DeliveryFee > 0 {
			o.Goods = append(slices.Clone(o.Goods), Goods{OfferID: "delivery", Name: "Доставка", Price: o.DeliveryFee})
		}
	}
	for _, g := range o.Goods {
		if g.TaxRate == "" && g.OfferID != "delivery" {
			g.TaxRate = "20"
		}
		for range max(1, g.Count) {
			l := Lot{
				Index: len(sh.Lots) + 1, OfferID: g.OfferID, Name: g.Name, Price: g.Price, Final: g.Price - g.Discount,
				TaxRate: g.TaxRate, MarkRequired: g.MarkRequired, Status: "NEW",
			}
			if o.Prepaid {
				sh.Deposited += l.Final
			}
			sh.Lots = append(sh.Lots, l)
		}
	}
	s.shipments[sh.ID] = sh
	s.order = append(s.order, sh.ID)
	s.callNew(sh)
	return sh.ID
}

// CancelByBuyer is a buyer who cancels lots, or all living ones if none are named. In the standard scheme they are
// cancelled at once; in merchant delivery it is a request that the merchant answers. The callback order/cancel waits.
// An error says what cannot be cancelled; nothing is then changed.
func (s *Server) CancelByBuyer(id string, lots ...int) error {
	return s.each(id, lots, func(l *Lot) bool { return l.living() }, func(sh *Shipment, picked []*Lot) {
		for _, l := range picked {
			if sh.Scheme == Standard {
				l.settle("CUSTOMER_CANCELED")
			} else {
				l.CancelAsked, l.CancelRefused = true, false
			}
		}
		s.callCancel(sh, picked)
	})
}

// Scan is Megamarket's acceptance, which sees packed lots handed over without a call of the merchant's. Standard
// scheme only.
func (s *Server) Scan(id string, lots ...int) error {
	return s.each(id, lots, func(l *Lot) bool { return l.Status == "PACKED" || l.Status == "SHIPPING_EXPIRED" },
		func(_ *Shipment, picked []*Lot) {
			for _, l := range picked {
				l.settle("SHIPPED")
			}
		})
}

// Deliver is Megamarket's courier, who hands out shipped lots. Standard scheme only.
func (s *Server) Deliver(id string, lots ...int) error {
	return s.each(id, lots, func(l *Lot) bool { return l.Status == "SHIPPED" }, func(_ *Shipment, picked []*Lot) {
		for _, l := range picked {
			l.settle("DELIVERED")
		}
	})
}

// SetStatus puts a lot into any status, for what the other methods do not reach.
func (s *Server) SetStatus(id string, lot int, status, subStatus string) error {
	return s.each(id, []int{lot}, func(*Lot) bool { return true }, func(_ *Shipment, picked []*Lot) {
		picked[0].settle(status)
		picked[0].SubStatus = subStatus
	})
}

// each does something with lots of a shipment: those named, or all that may be.
func (s *Server) each(id string, lots []int, may func(*Lot) bool, do func(*Shipment, []*Lot)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(s.settings.Now())
	sh, ok := s.shipments[id]
	if !ok {
		return fmt.Errorf("megamarkettest: no shipment %s", id)
	}
	var picked []*Lot
	for i := range sh.Lots {
		l := &sh.Lots[i]
		named := slices.Contains(lots, l.Index)
		switch {
		case named && !may(l):
			return fmt.Errorf("megamarkettest: shipment %s: lot %d is %s", id, l.Index, l.Status)
		case named, len(lots) == 0 && may(l):
			picked = append(picked, l)
		}
	}
	if len(picked) == 0 || len(lots) > 0 && len(picked) != len(lots) {
		return fmt.Errorf("megamarkettest: shipment %s has no such lot in a fitting status", id)
	}
	do(sh, picked)
	return nil
}

// settle ends whatever was pending.
func (l *Lot) settle(status string) { l.Status, l.next, l.reads = status, "", 0 }
