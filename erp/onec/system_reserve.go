package onec

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// reserve brings what is held for an order to what the order says: a row for each line, warehouse and mode, posted. It
// asks for the free stock first; what 1C refuses all the same, as somebody was quicker, is taken back, so that the
// order has the rows that it had.
func (s *System) reserve(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	c, err := s.newChange(ctx, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	if err := checkOpen(there); err != nil {
		return order.Outcome{}, err
	}
	before := slices.Clone(there.Goods)
	if err := c.reserveRows(ctx, there); err != nil {
		return order.Outcome{}, err
	}
	if sameRows(before, there.Goods) {
		return s.alreadyHeld(ctx, c, there)
	}
	lacks, err := c.lacks(ctx, before, there.Goods)
	if err != nil {
		return order.Outcome{}, err
	}
	if len(lacks) > 0 {
		return order.Outcome{}, c.lessStock(lacks, order.Text{})
	}
	return s.hold(ctx, c, there.Ref)
}

// reserveRows arranges the rows of an order as the order says. How many units a line has, and what they cost, stays: if
// people changed that, somebody must decide first.
func (c *change) reserveRows(ctx context.Context, there *Order) error {
	currency := currencyOf(c.o)
	for _, l := range c.o.Lines {
		if !isGoods(l) {
			continue // nothing is held for it
		}
		rows := c.rowsOf(there, l.ID, c.o, c.places, c.words, currency)
		ps := partsOf(c.o, l)
		if has, wants := alive(rows), wanted(ps); has != wants {
			return refuse(order.Textf("line %s (%s) has %s in order %s of 1C, %s here: people changed it", l.ID, l.Name, has, there.Number, wants))
		}
		out, freed := arrange(rows, ps, c.central())
		if err := c.checkFreed(ctx, there, l, freed); err != nil {
			return err
		}
		if err := c.rewrite(ctx, there, l, out); err != nil {
			return err
		}
	}
	return nil
}

func alive(rows []row) (n amount.Quantity) {
	for _, r := range rows {
		if r.mode != cancelled {
			n = plus(n, r.quantity)
		}
	}
	return n
}

func wanted(ps []part) (n amount.Quantity) {
	for _, p := range ps {
		if p.mode != cancelled {
			n = plus(n, p.quantity)
		}
	}
	return n
}

// checkFreed refuses to take goods out of a sale that has them.
func (c *change) checkFreed(ctx context.Context, there *Order, l order.LineView, freed map[string]amount.Quantity) error {
	if len(freed) == 0 {
		return nil
	}
	for sale, err := range c.client.Sales().List(ctx, saleOf(there.Ref, false)) {
		if err != nil {
			return err
		}
		for _, r := range sale.Goods {
			if at := slices.IndexFunc(there.Goods, func(x OrderRow) bool { return x.Code == r.Code }); at >= 0 && c.lineOf(&there.Goods[at], c.o) == l.ID {
				return refuse(order.Textf("line %s (%s) is in sale %s: mark that for deletion in 1C first", l.ID, l.Name, sale.Number))
			}
		}
	}
	return nil
}

// saleOf is the query for the sales of an order.
func saleOf(id Guid, deleted bool) Query {
	f := Eq("ЗаказКлиента", Reference{EntityOrder, id})
	if !deleted {
		f = And(f, Eq("DeletionMark", false))
	}
	return Query{Filter: f}
}

// sameRows reports whether rows say the same, in the same sequence.
func sameRows(a, b []OrderRow) bool {
	return slices.EqualFunc(a, b, func(x, y OrderRow) bool {
		return x.Code == y.Code && x.Good == y.Good && x.Characteristic == y.Characteristic && x.Quantity == y.Quantity && x.Warehouse == y.Warehouse &&
			x.Supply == y.Supply && x.Cancelled == y.Cancelled && x.Sum == y.Sum && x.Price.Price == y.Price.Price && x.VAT == y.VAT && x.ShippingDate.Equal(y.ShippingDate.Time)
	})
}

// alreadyHeld posts an order whose rows are right, if it is not posted or holds something else: an earlier try ended
// between the two.
func (s *System) alreadyHeld(ctx context.Context, c *change, there *Order) (order.Outcome, error) {
	switch held, err := s.isHeld(ctx, c, there); {
	case err != nil:
		return order.Outcome{}, err
	case held:
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	return s.posted(ctx, c, there, nil)
}

// isHeld reports whether the base holds what the rows of an order say. In 11.4 only the rows themselves say it, and
// they may have been written and not posted.
func (s *System) isHeld(ctx context.Context, c *change, there *Order) (bool, error) {
	switch {
	case !there.Posted:
		return false, nil
	case !c.meta.Has(distribution):
		return s.isSurelyPosted(there.Object), nil
	}
	held, err := s.client.GetReserves(ctx, there.Ref)
	return err == nil && agrees(held, there, c.words), err
}

// agrees reports whether the base holds what the rows of an order say. Rows that are to be shipped may be held, or
// sold.
func agrees(held *Reserves, there *Order, w Words) bool {
	type at struct{ good, characteristic, warehouse Guid }
	rows, ships := map[at]Quantity{}, map[at]Quantity{}
	for i := range there.Goods {
		r := &there.Goods[i]
		k := at{r.Good, r.Characteristic, r.Warehouse}
		switch modeIn(r, w) {
		case reserved:
			rows[k] += r.Quantity
		case toShip:
			ships[k] += r.Quantity
		}
	}
	for _, l := range held.Held {
		k := at{l.Good, l.Characteristic, l.Warehouse}
		if rows[k] -= l.Reserved; rows[k] < 0 {
			if ships[k] += rows[k]; ships[k] < 0 {
				return false
			}
			rows[k] = 0
		}
	}
	for _, n := range rows {
		if n != 0 {
			return false
		}
	}
	return true
}

// lacks returns what rows are to hold and what is not free, beside what the order holds itself.
func (c *change) lacks(ctx context.Context, before, after []OrderRow) ([]order.Reserved, error) {
	type at struct{ good, characteristic, warehouse Guid }
	more := map[at]Quantity{}
	holds := func(rows []OrderRow, sign Quantity) {
		for i := range rows {
			if m := modeIn(&rows[i], c.words); m == reserved || m == toShip {
				more[at{rows[i].Good, rows[i].Characteristic, rows[i].Warehouse}] += sign * rows[i].Quantity
			}
		}
	}
	holds(before, -1)
	holds(after, 1)
	var goods []Guid
	for k, n := range more {
		if n > 0 && !slices.Contains(goods, k.good) {
			goods = append(goods, k.good)
		}
	}
	if len(goods) == 0 {
		return nil, nil
	}
	slices.Sort(goods)
	levels, err := c.client.ListStock(ctx, goods...)
	if err != nil {
		return nil, err
	}
	for _, l := range levels {
		more[at{l.Good, l.Characteristic, l.Warehouse}] -= max(0, l.Free)
	}
	var out []order.Reserved
	for i := len(after) - 1; i >= 0; i-- { // what comes last lacks first
		r := &after[i]
		k := at{r.Good, r.Characteristic, r.Warehouse}
		if m := modeIn(r, c.words); m != reserved || more[k] <= 0 {
			continue
		}
		n := min(more[k], r.Quantity)
		more[k] -= n
		out = append(out, order.Reserved{Line: c.lineOf(r, c.o), Warehouse: c.places.code(k.warehouse), Quantity: n.Amount()})
	}
	slices.Reverse(out)
	return out, nil
}

// lessStock is the refusal of a reservation, with the goods and the warehouses.
func (c *change) lessStock(lacks []order.Reserved, words order.Text) error {
	var parts []order.Text
	for _, r := range lacks {
		name := r.Line
		if i := slices.IndexFunc(c.o.Lines, func(l order.LineView) bool { return l.ID == r.Line }); i >= 0 && c.o.Lines[i].SKU != "" {
			name = c.o.Lines[i].SKU
		}
		parts = append(parts, order.Textf("%s of %s are missing at %s", r.Quantity, name, r.Warehouse))
	}
	why := order.Textf("%s", parts)
	if !words.IsZero() {
		why = order.Textf("%s (1C: %s)", parts, words)
	}
	return &refusedError{code: CodeLessStock, why: why, lacks: lacks}
}

// hold writes the rows of an order and posts it; what is refused is taken back.
func (s *System) hold(ctx context.Context, c *change, id Guid) (order.Outcome, error) {
	var before []OrderRow
	there, err := s.client.Orders().Change(ctx, id, func(o *Order) error {
		if err := checkOpen(o); err != nil {
			return err
		}
		before = slices.Clone(o.Goods)
		return c.reserveRows(ctx, o)
	})
	if there != nil {
		s.wrote(there.Object)
	}
	if err != nil {
		return order.Outcome{}, err
	}
	return s.posted(ctx, c, there, before)
}

// posted posts an order that was written. If the base refuses, the order gets the rows back that it had, or, if an
// earlier try wrote these, is left without what it cannot hold.
func (s *System) posted(ctx context.Context, c *change, there *Order, before []OrderRow) (order.Outcome, error) {
	_, err := s.post(ctx, there.Ref)
	if err == nil {
		return order.Outcome{Kind: order.Applied}, nil
	}
	if !isRefusal(err) {
		return order.Outcome{}, err
	}
	if before == nil {
		before = slices.Clone(there.Goods)
		for i := range before {
			if modeIn(&before[i], c.words) == reserved {
				before[i].Supply = c.words.Supply
			}
		}
	}
	lacks, stock := c.lacks(ctx, before, there.Goods)
	if back := s.takeRowsBack(ctx, there.Ref, before); back != nil {
		return order.Outcome{}, s.client.rest.Fail("reserve", ordo.InDoubt, "1C refused to post order "+there.Number+
			", and the order could not be brought back to what it was", errors.Join(err, back))
	}
	if stock != nil || len(lacks) == 0 {
		return order.Outcome{}, err
	}
	var e *ordo.Error
	words := order.Text{}
	if errors.As(err, &e) {
		words = order.Textf("%s", e.Text)
	}
	return order.Outcome{}, c.lessStock(lacks, words)
}

// isRefusal reports whether the base refused by its own rules.
func isRefusal(err error) bool {
	var kept *Mismatch
	return ordo.ClassOf(err) == ordo.Conflict && !isStale(err) && !errors.As(err, &kept)
}

// takeRowsBack writes rows that an order had, and posts it.
func (s *System) takeRowsBack(ctx context.Context, id Guid, rows []OrderRow) error {
	o, err := s.client.Orders().Change(ctx, id, func(o *Order) error {
		o.Goods = slices.Clone(rows)
		return nil
	})
	if o != nil {
		s.wrote(o.Object)
	}
	if err != nil {
		return err
	}
	_, err = s.post(ctx, id)
	return err
}
