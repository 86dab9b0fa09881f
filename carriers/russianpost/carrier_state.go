package russianpost

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/status"
)

// The types of operations whose sense depends on others.
const (
	typeReturn = "3"
	typeCancel = "26"
	handedOver = "2/0" // to whom is not told
)

// meaning returns what an operation means, by its pair, or by its type if the attribute is not known. silent reports
// that it says nothing about where the parcel is.
func meaning(code string) (m status.Meaning, silent bool) {
	table := status.RussianPost()
	r, known := table.Row(status.AxisShipment, code)
	if !known {
		r, _ = table.Row(status.AxisShipment, typeOf(code))
	}
	return r.Means, r.Category == "info"
}

func typeOf(code string) string {
	t, _, _ := strings.Cut(code, "/")
	return t
}

// operationName returns the vendor's name of an operation, or the code.
func operationName(code string) string {
	table := status.RussianPost()
	if r, known := table.Row(status.AxisShipment, code); known {
		return r.Names.RU
	}
	r, _ := table.Row(status.AxisShipment, typeOf(code))
	return strings.TrimSpace(r.Names.RU + " [" + code + "]")
}

// vague are the types whose attribute decides: without one that is known, the history tells.
var vague = []string{"2", "5", "8"}

// place is where a parcel is.
type place struct {
	status.Meaning
	last    event // of all, for people
	atLeast bool
}

// placeOf computes where a parcel is from all its operations, in whatever order they come: an operation that 26 follows
// is dropped, one that says nothing is left out, and after a return (3) the parcel travels to the seller. The meaning
// is zero if the last operation that counts has none.
func placeOf(all []event) (p place) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b event) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return order26(a) - order26(b)
	})
	var count []event
	for _, e := range all {
		if typeOf(e.code) != typeCancel {
			count = append(count, e)
		} else if len(count) > 0 {
			count = count[:len(count)-1]
		}
	}
	back := false
	for _, e := range count {
		p.last = e
		m, silent := meaning(e.code)
		switch {
		case silent:
			continue
		case e.code == handedOver && back:
			m.Shipment = status.ShipmentCameBack
		case e.code == handedOver:
			m.Shipment = status.ShipmentHandedOut
		}
		back = back || typeOf(e.code) == typeReturn
		travels := m.Shipment == status.ShipmentSent || m.Shipment == status.ShipmentArrived
		switch {
		case p.Shipment == status.ShipmentComingBack && travels, // to the seller's office, or refused and kept
			p.Shipment == status.ShipmentArrived && m.Shipment == status.ShipmentSent, // with the postman, or forwarded
			p.Shipment != 0 && m.Shipment == status.ShipmentRequested:                 // its registration is told late
			continue
		case p.Shipment == status.ShipmentPartlyHandedOut && (travels || m.Shipment == status.ShipmentComingBack):
			continue // the rest comes back
		}
		p.Meaning = m
	}
	return p
}

// order26 puts a cancellation behind what happened at the same time.
func order26(e event) int {
	if typeOf(e.code) == typeCancel {
		return 1
	}
	return 0
}

// lastPlace tells where a parcel is from its last operation alone. sure is false if only the history can tell.
func lastPlace(last event) (p place, sure bool) {
	m, silent := meaning(last.code)
	p = place{Meaning: m, last: last}
	switch m.Shipment {
	case 0:
		if silent { // the Post has it
			p.Shipment, p.atLeast = status.ShipmentSent, true
		}
		return p, false
	case status.ShipmentSent, status.ShipmentArrived:
		p.atLeast = true
	}
	return p, true
}

// restPlace tells where the rest of a partial redemption is: it comes back until the seller has it.
func restPlace(p place) place {
	switch p.Shipment {
	case status.ShipmentCameBack, status.ShipmentLost:
	default:
		p.Meaning = status.Meaning{Shipment: status.ShipmentComingBack, Reason: status.ReasonBuyerRefused, Party: status.PartyBuyer}
	}
	p.atLeast = false
	return p
}
