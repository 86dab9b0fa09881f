package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// of returns the centre of a document that names none; "" if it has no place.
func (c Centres) of(d order.Document, s order.Scheme) string {
	switch stock.EffectOf(d, s) {
	case stock.Reserves:
		return c.Reserve
	case stock.WritesOff:
		return c.WriteOff
	case stock.None:
	}
	return ""
}

// standAt puts the goods of an order that is found where its documents say: what has left was written off there. It
// returns where the others are to be reserved; "" if nowhere.
func standAt(s order.Snapshot, scheme order.Scheme) (at order.Snapshot, reserve string) {
	from := ""
	for _, d := range s.Documents {
		switch stock.EffectOf(d, scheme) {
		case stock.WritesOff:
			from = d.From
		case stock.Reserves:
			reserve = d.From
		case stock.None:
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
