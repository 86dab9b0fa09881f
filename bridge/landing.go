package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// Landing says what becomes of an order that is found in a channel, by its status there: the state that it is taken in,
// and the documents that the merchant's books make of it. See [Route.Landing].
type Landing struct {
	Status   string // the channel's code; empty: every status of the Category
	Category string // the channel's group of statuses
	Name     string // for people, such as "invoice and waybill"
	// State is that of the goods. Zero: as the channel's status says. It must not be further than that status says:
	// the channel's own report would be a step back, and hold the order.
	State status.ItemState
	// Documents belong to the order from the start. One without a number gets that of the order. Give them the State that
	// they have, such as "issued": goods are then reserved, or written off, where the scheme's rules and Route.Centres
	// say.
	Documents []order.Document
	// Prepaid: the order is fully paid.
	Prepaid bool
}

// landing returns where an order with a status lands: by the status itself, or by its category.
func (r Route) landing(code, category string) (Landing, bool) {
	i := slices.IndexFunc(r.Landing, func(l Landing) bool { return l.Status != "" && l.Status == code })
	if i < 0 {
		i = slices.IndexFunc(r.Landing, func(l Landing) bool { return l.Status == "" && l.Category != "" && l.Category == category })
	}
	if i < 0 {
		return Landing{}, false
	}
	return r.Landing[i], true
}

// place puts a snapshot where the order lands. It returns where its goods are to be reserved; "" if nowhere.
func (l Landing) place(s order.Snapshot, scheme order.Scheme, centres Centres) (placed order.Snapshot, reserve string) {
	if l.State != 0 {
		s.State, s.Standing = l.State, nil
	}
	s.Documents = slices.Clone(s.Documents)
	for _, d := range l.Documents {
		if d.Number == "" {
			if d.Number = s.Number; d.Number == "" {
				d.Number = s.Ref.ID
			}
		}
		d.From = cmp.Or(d.From, centres.of(d, scheme))
		if len(s.Shipments) == 1 && d.Waybill == "" && d.Shipment == 0 && stock.EffectOf(d, scheme) == stock.WritesOff { // it is that of the parcel
			d.Waybill, d.Shipment = s.Shipments[0].Waybill, 1
		}
		s.Documents = append(s.Documents, d)
	}
	return standAt(s, scheme)
}
