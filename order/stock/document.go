package stock

import (
	"github.com/ordo-sdk/ordo/order"
)

// Effect is what a document does to the stock.
type Effect uint8

// The effects of documents.
const (
	None      Effect = iota
	Reserves         // goods are kept for the buyer, at the place that the document names
	WritesOff        // goods leave the place that the document names
)

// EffectOf returns what a document does by the rules of a scheme, at Document.From: an invoice reserves, a waybill
// writes off. It does not look at whether the document is void.
func EffectOf(d order.Document, s order.Scheme) Effect {
	if d.State == "" && d.Posted {
		d.State = order.DocumentPosted
	}
	for _, r := range s.Documents {
		if r.Kind != d.Kind || r.Place != order.PlaceFrom || r.State != d.State && (r.State != "" || d.State == order.DocumentDraft) {
			continue
		}
		for _, k := range r.Does {
			switch k { //nolint:exhaustive // the others move no goods
			case order.KindHandOver, order.KindArrive, order.KindDeliver:
				return WritesOff
			case order.KindAssemble:
				return Reserves
			}
		}
	}
	return None
}

// isAbout reports whether a document is about all units of a portion.
func isAbout(d order.Document, line string, p order.Portion) bool {
	if len(d.Units) == 0 {
		back := p.Shipment == 0 && p.Block != 0 // what comes back is in no shipment any more
		return d.Shipment == 0 || d.Shipment == p.Shipment || back
	}
	for _, u := range d.Units {
		if u.Line == line && u.From.Cmp(p.From) <= 0 && p.To.Cmp(u.To) <= 0 {
			return true
		}
	}
	return false
}
