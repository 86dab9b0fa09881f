package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// stockMove is what a document does to the stock.
type stockMove uint8

const (
	movesNothing stockMove = iota
	reserves
	writesOff
)

// stockMoveOf returns what a document does by the rules of a scheme, at the place that goods leave by it.
func stockMoveOf(d order.Document, s order.Scheme) stockMove {
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
				return writesOff
			case order.KindAssemble:
				return reserves
			}
		}
	}
	return movesNothing
}

// of returns the centre of a document that names none; "" if it has no place.
func (c Centres) of(d order.Document, s order.Scheme) string {
	switch stockMoveOf(d, s) {
	case reserves:
		return c.Reserve
	case writesOff:
		return c.WriteOff
	case movesNothing:
	}
	return ""
}

// standAt puts the goods of an order that is found where its documents say: what has left was written off there. It
// returns where the others are to be reserved; "" if nowhere.
func standAt(s order.Snapshot, scheme order.Scheme) (at order.Snapshot, reserve string) {
	from := ""
	for _, d := range s.Documents {
		switch stockMoveOf(d, scheme) {
		case writesOff:
			from = d.From
		case reserves:
			reserve = d.From
		case movesNothing:
		}
	}
	if from == "" {
		return s, reserve
	}
	isGoods := func(line string) bool {
		return slices.ContainsFunc(s.Lines, func(l order.Line) bool { return l.ID == line && cmp.Or(l.Kind, order.LineGoods) == order.LineGoods })
	}
	var standing []order.Move
	for _, l := range s.Lines {
		if isGoods(l.ID) {
			standing = append(standing, order.Move{Line: l.ID, Portion: order.Portion{State: cmp.Or(s.State, scheme.Start, status.ItemNew), Warehouse: from}})
		}
	}
	for _, m := range s.Standing {
		if isGoods(m.Line) {
			m.Warehouse = cmp.Or(m.Warehouse, from)
		}
		standing = append(standing, m)
	}
	s.Standing = standing
	return s, ""
}
