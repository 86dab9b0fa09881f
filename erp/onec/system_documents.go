package onec

import (
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// goodsKey is goods with their variant.
type goodsKey struct{ good, characteristic Guid }

// content is how much of each goods a document has.
type content map[goodsKey]Quantity

func (c content) add(r Row) { c[goodsKey{r.Good, r.Characteristic}] += r.Quantity }

// equal reports whether two documents have the same goods.
func (c content) equal(d content) bool {
	for k, n := range c {
		if d[k] != n {
			return false
		}
	}
	for k, n := range d {
		if c[k] != n {
			return false
		}
	}
	return true
}

// goodsOf returns the goods of a line by the rows of the order.
func (s *System) goodsOf(there *Order, line string, o order.View) (goodsKey, bool) {
	for i := range there.Goods {
		if r := &there.Goods[i]; s.lineOf(r, o) == line {
			return goodsKey{r.Good, r.Characteristic}, true
		}
	}
	return goodsKey{}, false
}

// contentOf is what units are as goods of the base.
func (s *System) contentOf(there *Order, us []order.Units, o order.View) (content, error) {
	c := content{}
	for _, u := range us {
		k, has := s.goodsOf(there, u.Line, o)
		if !has {
			return nil, refuse(order.Textf("line %s is not in order %s of 1C, where people may have removed it", u.Line, there.Number))
		}
		c[k] += QuantityOf(minus(u.To, u.From))
	}
	return c, nil
}

// unitsOf returns units whose goods a document has: of each goods the first, as far as the document's quantity goes.
func (s *System) unitsOf(there *Order, c content, from []order.Units, o order.View) (out []order.Units) {
	left := content{}
	for k, n := range c {
		left[k] = n
	}
	for _, u := range from {
		k, has := s.goodsOf(there, u.Line, o)
		n := min(left[k], QuantityOf(minus(u.To, u.From)))
		if !has || n <= 0 {
			continue
		}
		left[k] -= n
		u.To = plus(u.From, n.Amount())
		out = append(out, u)
	}
	return out
}

// date is the date of a document, as order.Document has it.
func date(t Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// void says why a document stands for nothing.
const void = "marked for deletion in 1C"

// documentOf is what all documents of an order have.
func documentOf(kind string, d Document, basis string) order.Document {
	out := order.Document{
		Kind: kind, Number: d.Number, Date: date(d.Date), Posted: d.Posted, Basis: basis,
		Ref: order.Ref{System: Name, Kind: kind, ID: string(d.Ref)}, State: order.DocumentDraft,
	}
	if d.Posted {
		out.State = order.DocumentPosted
	}
	if d.DeletionMark {
		out.State, out.Voided, out.Posted = order.DocumentVoid, void, false
	}
	return out
}
