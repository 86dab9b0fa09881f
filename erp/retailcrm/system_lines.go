package retailcrm

import (
	"context"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// cancelLots shows units as cancelled. A line of which some units live on has fewer from now on; when no goods are left
// the order's status follows in the same edit.
func (s *System) cancelLots(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	how := endingOf(t.Order, t.Cause)
	e := s.editOf(there, t.Order)
	for i, l := range slices.Clone(e.lines) {
		if l == nil || !names(t.Units, l.ID) {
			continue
		}
		switch whole := l.left.IsZero() || covers(t.Units, l.LineView); {
		case whole:
			e.leave(i, s.mapping.lotStatus(how))
		case there.Items[i].Quantity.Cmp(l.left) > 0:
			e.marks(i)
			if err := e.bring(i); err != nil {
				return order.Outcome{}, err
			}
		}
	}
	f := OrderFields{}
	if err := e.deliversIf(&f, func(line string) bool { return names(t.Units, line) }); err != nil {
		return order.Outcome{}, err
	}
	if want := s.shows(t.Order, how); !lives(t.Order) && want != "" && there.Status != want && !s.says(there.Status, t.Order) {
		f.Status = want
	}
	return s.editLines(ctx, t, e, f)
}

// bringLines brings the lines to those of the order, and what the delivery costs. Lines that people added stay; one
// that they cancelled is left so, as is what people entered that is not known here.
func (s *System) bringLines(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	e, f, shares := s.editOf(there, t.Order), OrderFields{}, sharesOf(t.Order)
	for i := range there.Items {
		l := e.lines[i]
		if l == nil {
			if gone, ours := lineOf(&there.Items[i], t.Order); ours && there.Items[i].IsCanceled {
				if err := e.revive(i, shares[gone.ID], t.Cause); err != nil {
					return order.Outcome{}, err
				}
			}
			continue
		}
		if l.left.IsZero() {
			e.leave(i, s.mapping.leftStatus(l.LineView))
			continue
		}
		e.marks(i)
		if err := e.bring(i); err != nil {
			return order.Outcome{}, err
		}
		rate, err := vatRate(l.VATRate)
		if err != nil {
			return order.Outcome{}, s.client.invalid("orders/edit", "line "+l.ID+" cannot be written", err)
		}
		if is := there.Items[i].VATRate; rate != "" && is != rate && strings.TrimSuffix(is, ".00") != rate {
			e.items[i].VATRate, e.changed = rate, true
		}
	}
	for _, l := range t.Order.Lines {
		if x := shares[l.ID]; l.Kind != order.LineDelivery && !x.left.IsZero() && !slices.Contains(e.ours, l.ID) {
			if err := e.add(x); err != nil {
				return order.Outcome{}, err
			}
		}
	}
	if err := e.delivers(&f); err != nil {
		return order.Outcome{}, err
	}
	if err := e.write(&f); err != nil {
		return order.Outcome{}, err
	}
	return s.editLines(ctx, t, e, f)
}

// takeBack shows what a return block took from the order: units that came back are no longer in their line, and what
// the price was reduced by is a discount of it.
func (s *System) takeBack(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	e, f := s.editOf(there, t.Order), OrderFields{}
	about := func(string) bool { return true }
	if n := t.Block; n > 0 && n <= len(t.Order.Blocks) {
		parts := t.Order.Blocks[n-1].Parts
		about = func(line string) bool {
			return slices.ContainsFunc(parts, func(p order.Part) bool { return p.Line == line })
		}
	}
	for i, l := range slices.Clone(e.lines) {
		switch {
		case l == nil || !about(l.ID):
		case l.left.IsZero():
			e.leave(i, s.mapping.leftStatus(l.LineView))
		default:
			e.marks(i)
			if err := e.bring(i); err != nil {
				return order.Outcome{}, err
			}
		}
	}
	if err := e.deliversIf(&f, about); err != nil {
		return order.Outcome{}, err
	}
	return s.editLines(ctx, t, e, f)
}

// editLines writes an edit of lines, if it changes anything.
func (s *System) editLines(ctx context.Context, t order.Task, e *lineEdit, f OrderFields) (order.Outcome, error) {
	if e.changed && f.Items == nil {
		if err := e.write(&f); err != nil {
			return order.Outcome{}, err
		}
	}
	if !e.changed {
		f.Items = nil
	}
	if !e.changed && f.Status == "" {
		return order.Outcome{Kind: order.AlreadySo, Code: e.there.Status, Sums: s.sums(e.there, t.Order)}, nil
	}
	out, err := s.sendLines(ctx, t, e.there, f)
	if err != nil || f.Items == nil {
		return out, err
	}
	lost, err := s.removed(ctx, e.there)
	if err != nil || len(lost) > 0 { // what was written stands all the same
		out.Text = "a line that people add at the same moment is taken out by this: look at the order's history"
	}
	if len(lost) > 0 {
		out.Text = "people added lines meanwhile, and this took them out again: add " + strings.Join(lost, ", ") + " once more"
	}
	return out, nil
}

// sendLines sends an edit. An article that the catalogue does not have is no reason to lose a line: it then comes
// without an offer, and a note says so.
func (s *System) sendLines(ctx context.Context, t order.Task, there *Order, f OrderFields) (order.Outcome, error) {
	var strange []int
	for {
		out, err := s.edit(ctx, there, t.Order, f)
		more := unknownOffers(err, f.Items)
		if err == nil || len(more) == 0 {
			return out, err
		}
		for _, i := range more {
			f.Items[i] = withoutOffer(f.Items[i])
		}
		strange = append(strange, more...)
		n := t
		n.Text, n.Key = s.strangeOffers(f.Items, strange), t.Key+"/offers"
		if out, err := s.leaveNote(ctx, n); err != nil || !out.Done() {
			return out, err
		}
	}
}
