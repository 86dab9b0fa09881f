package onec

import (
	"cmp"
	"context"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// bringLines brings quantities, prices and what is cancelled to what the order says: of the lines of a cancellation, or
// of all. What is reserved stays as far as the line still has it; nothing more is reserved. Rows that people added
// stay. Marking codes that came after the sale go into it.
func (s *System) bringLines(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	c, err := s.newChange(ctx, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	if t.Kind == order.EffectCancel {
		for _, u := range t.Units {
			c.only = append(c.only, u.Line)
		}
	}
	out := order.Outcome{Kind: order.AlreadySo}
	changed, err := s.bringRows(ctx, c, there)
	if err != nil {
		return out, err
	}
	if changed != nil {
		out.Kind, there = order.Applied, changed
	}
	var back []Return
	if hasShipped(t.Order) {
		sales, err := s.salesOf(ctx, there.Ref, false)
		if err != nil {
			return out, err
		}
		if back, err = s.returnsOf(ctx, sales); err != nil {
			return out, err
		}
		if t.Kind == order.EffectLines {
			wrote, err := c.bringMarks(ctx, there, sales)
			if err != nil {
				return out, err
			}
			if wrote {
				out.Kind = order.Applied
			}
		}
	}
	out.Sums, err = s.sumsOf(there, t.Order, back)
	return out, err
}

// hasShipped reports whether an order may have sales.
func hasShipped(o order.View) bool {
	return len(o.Shipments) > 0 || slices.ContainsFunc(o.Documents, func(d order.Document) bool { return d.Kind == RefSale })
}

// bringRows writes and posts the order, if its rows are not what the order says. It returns nil if they are. What the
// base refuses to post is taken back.
func (s *System) bringRows(ctx context.Context, c *change, there *Order) (*Order, error) {
	before := slices.Clone(there.Goods)
	if err := c.rearrange(ctx, there); err != nil {
		return nil, err
	}
	if sameRows(before, there.Goods) {
		if held, err := s.isHeld(ctx, c, there); held || err != nil { // an earlier try may have written them and not posted them
			return nil, err
		}
		return s.post(ctx, there.Ref)
	}
	if err := checkOpen(there); err != nil {
		return nil, err
	}
	var was []OrderRow
	changed, err := s.client.Orders().Change(ctx, there.Ref, func(o *Order) error {
		was = slices.Clone(o.Goods)
		return c.rearrange(ctx, o)
	})
	if changed != nil {
		s.wrote(changed.Object)
	}
	if err != nil {
		return nil, err
	}
	posted, err := s.post(ctx, there.Ref)
	if isRefusal(err) {
		if back := s.takeRowsBack(ctx, there.Ref, was); back != nil {
			return nil, s.client.rest.Fail("lines", ordo.InDoubt, "1C refused to post order "+there.Number+", and the order could not be brought back to what it was", back)
		}
	}
	return posted, err
}

// rearrange brings the rows of lines to what the order says of them.
func (c *change) rearrange(ctx context.Context, there *Order) error {
	currency := currencyOf(c.o)
	rows := map[string][]row{}
	var unknown []order.LineView
	for _, l := range c.o.Lines {
		if len(c.only) > 0 && !slices.Contains(c.only, l.ID) {
			continue
		}
		rows[l.ID] = c.rowsOf(there, l.ID, c.o, c.places, c.words, currency)
		if len(rows[l.ID]) == 0 && !wanted(partsOf(c.o, l)).IsZero() {
			unknown = append(unknown, l)
		}
	}
	if len(unknown) > 0 {
		if err := c.fill(ctx, c, unknown); err != nil {
			return err
		}
	}
	for _, l := range c.o.Lines {
		now, is := rows[l.ID]
		ps := partsOf(c.o, l)
		if !is || len(now) == 0 && wanted(ps).IsZero() {
			continue
		}
		if len(now) == 0 {
			ps = unheld(ps)
		} else {
			now = c.rowsOf(there, l.ID, c.o, c.places, c.words, currency) // the lines before may have moved them
			if ps = asHeld(ps, now); !isGoods(l) {
				ps = inSale(ps, now)
			}
		}
		out, freed := arrange(now, ps, c.central())
		if err := c.checkFreed(ctx, there, l, freed); err != nil {
			return err
		}
		if err := c.setReason(ctx, l); err != nil {
			return err
		}
		if err := c.rewrite(ctx, there, l, out); err != nil {
			return err
		}
	}
	return nil
}

// asHeld returns parts that hold no more than rows do now; the rest is to be supplied.
func asHeld(ps []part, rows []row) (out []part) {
	held := map[string]amount.Quantity{}
	for _, r := range rows {
		if r.mode == reserved || r.mode == toShip {
			held[r.warehouse] = plus(held[r.warehouse], r.quantity)
		}
	}
	rest := part{mode: toSupply}
	add := func(p part) {
		rest.quantity, rest.sum, rest.vat = plus(rest.quantity, p.quantity), plusMoney(rest.sum, p.sum), plusMoney(rest.vat, p.vat)
	}
	var ends []part
	for _, p := range ps {
		switch p.mode {
		case cancelled:
			ends = append(ends, p)
			continue
		case toSupply:
			add(p)
			continue
		}
		some, left := p.split(held[p.warehouse])
		if held[p.warehouse].IsZero() {
			some, left = part{}, p
		}
		held[p.warehouse] = minus(held[p.warehouse], some.quantity)
		if !some.quantity.IsZero() {
			out = append(out, some)
		}
		if !left.quantity.IsZero() {
			add(left)
		}
	}
	if !rest.quantity.IsZero() {
		out = append(out, rest)
	}
	return append(out, ends...)
}

// inSale leaves a service in the mode that its row has: it goes with the first sale, though nothing was ever reserved.
func inSale(ps []part, rows []row) []part {
	i := slices.IndexFunc(rows, func(r row) bool { return r.mode == toShip })
	for k := range ps {
		if i >= 0 && ps[k].mode == toSupply {
			ps[k].mode, ps[k].warehouse = toShip, rows[i].warehouse
		}
	}
	return ps
}

// setReason finds the reason for rows that are cancelled now.
func (c *change) setReason(ctx context.Context, l order.LineView) (err error) {
	for _, p := range l.Portions {
		if modeOf(c.o, l, p) == cancelled {
			reason := p.Reason
			for _, b := range c.o.Blocks {
				if b.N == p.Block {
					reason = cmp.Or(reason, b.Reason)
				}
			}
			name := cmp.Or(c.set.Cancel.Reasons[reason], c.set.Cancel.Default)
			c.reason, err = c.key(ctx, cancelReason("cancel", name))
			return err
		}
	}
	return nil
}

// bringMarks writes marking codes that came after a sale was made.
func (c *change) bringMarks(ctx context.Context, there *Order, sales []Sale) (wrote bool, _ error) {
	for i := range sales {
		n := c.shipmentOf(&sales[i], c.o)
		if n == 0 {
			continue
		}
		want, err := c.marks(ctx, there, n)
		if err != nil {
			return wrote, err
		}
		if slices.EqualFunc(want, sales[i].Marks, func(a, b MarkRow) bool { return a.Code == b.Code }) {
			continue
		}
		all := c.client.Sales()
		x, err := all.Change(ctx, sales[i].Ref, func(x *Sale) error {
			x.Marks = want
			return nil
		})
		if err == nil && sales[i].Posted {
			x, err = all.Post(ctx, sales[i].Ref)
		}
		if err != nil {
			return wrote, err
		}
		c.wrote(x.Object)
		wrote = true
	}
	return wrote, nil
}
