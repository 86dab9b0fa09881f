package megamarkettest

import (
	"slices"
	"time"
)

// Scheme is the way of selling: who delivers.
type Scheme string

// The schemes.
const (
	Standard         Scheme = "FULFILLMENT_BY_MERCHANT" // Megamarket
	MerchantDelivery Scheme = "DELIVERY_BY_MERCHANT"    // the merchant
)

// Shipment is an order at Megamarket, as a test sees it.
type Shipment struct {
	ID         string
	Scheme     Scheme
	OrderCode  string // as the merchant gave it
	DeliveryID int64
	Buyer      string
	Deposited  int64 // roubles

	Created, ConfirmBy, PackBy, ShipBy, ReserveUntil time.Time
	DeliveryFrom, DeliveryTo                         time.Time
	DateMoved                                        bool
	Shipped                                          time.Time // as order/shipping said
	Closed                                           time.Time // as order/close said
	Lots                                             []Lot
}

// Lot is one unit.
type Lot struct {
	Index        int
	OfferID      string
	Name         string
	Price, Final int64 // roubles
	TaxRate      string
	MarkRequired bool

	Status, SubStatus string
	Mark              string // as order/packing said
	Boxes             []Box
	Reason, Comment   string // as order/reject or order/close said
	CancelAsked       bool   // the buyer of a merchant delivery wants to cancel, and has no answer yet
	CancelRefused     bool   // the answer was no

	next  string // what it settles to
	reads int    // after so many
}

// Box is a parcel.
type Box struct {
	Index    int
	Code     string
	Oversize bool // isKgt
}

// IsDelivery reports whether the lot is the fee for delivery.
func (l Lot) IsDelivery() bool { return l.OfferID == "delivery" }

func (l *Lot) cancelled() bool {
	return l.Status == "MERCHANT_CANCELED" || l.Status == "CUSTOMER_CANCELED"
}

func (l *Lot) living() bool { return !l.cancelled() && l.Status != "DELIVERED" }

// Shipment returns a copy of a shipment, as it is now; PENDING lots stay so. false if there is none.
func (s *Server) Shipment(id string) (Shipment, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire(s.settings.Now())
	sh, ok := s.shipments[id]
	if !ok {
		return Shipment{}, false
	}
	out := *sh
	out.Lots = slices.Clone(sh.Lots)
	for i := range out.Lots {
		out.Lots[i].Boxes = slices.Clone(out.Lots[i].Boxes)
	}
	return out, true
}

// Statuses returns the statuses of a shipment's lots, in their order, with the sub-status behind a slash.
func (s *Server) Statuses(id string) []string {
	sh, _ := s.Shipment(id)
	var out []string
	for _, l := range sh.Lots {
		t := l.Status
		if l.SubStatus != "" {
			t += "/" + l.SubStatus
		}
		out = append(out, t)
	}
	return out
}

// Stock returns the stock that the merchant has sent for an offer; false if none.
func (s *Server) Stock(offerID string) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.stocks[offerID]
	return n, ok
}

// Price returns the price in roubles that the merchant has sent for an offer; false if none, or if it was deleted.
func (s *Server) Price(offerID string) (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.prices[offerID]
	return p, ok
}

// packingGrace is how long a lot stays PACKING_EXPIRED before it is cancelled: a guess.
const packingGrace = 24 * time.Hour

// shippingGrace is how long a lot stays SHIPPING_EXPIRED before it is cancelled.
const shippingGrace = 7 * 24 * time.Hour

// expire moves lots whose limits have passed.
func (s *Server) expire(now time.Time) {
	past := func(limit time.Time) bool { return !limit.IsZero() && now.After(limit) }
	for _, sh := range s.shipments {
		for i := range sh.Lots {
			l := &sh.Lots[i]
			if l.IsDelivery() {
				continue
			}
			if l.Status == "NEW" && past(sh.ConfirmBy) {
				l.Status, l.SubStatus = "MERCHANT_CANCELED", "CONFIRMATION_EXPIRED"
			}
			if l.Status == "CONFIRMED" && past(sh.PackBy) {
				l.Status = "PACKING_EXPIRED"
			}
			if l.Status == "PACKING_EXPIRED" && past(sh.PackBy.Add(packingGrace)) {
				l.Status, l.SubStatus = "MERCHANT_CANCELED", "PACKING_EXPIRED"
			}
			if l.Status == "PACKED" && past(sh.ShipBy) {
				l.Status = "SHIPPING_EXPIRED"
			}
			if l.Status == "SHIPPING_EXPIRED" && past(sh.ShipBy.Add(shippingGrace)) {
				l.Status, l.SubStatus = "MERCHANT_CANCELED", "SHIPPING_EXPIRED"
			}
		}
	}
}
