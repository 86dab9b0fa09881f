package onec

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Read implements erp.System. It compares the documents of the order in the base with those that the order knows: what
// is other is a report. What people cancelled or asked a warehouse for there is an intent. Of what has no command here
// people are warned, and quantities and prices that they changed are in Reading.Sums.
func (s *System) Read(ctx context.Context, changes []erp.Change, o order.View) (erp.Reading, error) {
	if err := s.fit(); err != nil {
		return erp.Reading{}, err
	}
	var target order.Ref
	changed := false
	for _, c := range changes {
		if c.Ref.Kind == RefOrder {
			target, changed = c.Ref, true
		}
	}
	r := &reader{System: s, o: o, changed: changed}
	var err error
	if target.ID != "" {
		if r.there, err = s.client.Orders().Get(ctx, Guid(target.ID)); err != nil {
			return erp.Reading{}, err
		}
	} else if r.there, err = s.orderOf(ctx, order.Ref{}, o); err != nil {
		return erp.Reading{}, err
	}
	if err := r.gather(ctx); err != nil {
		return erp.Reading{}, err
	}
	r.out.Status = r.there.Status
	r.readOrder()
	r.readSales()
	r.readTransfers()
	r.readReturns()
	if err := r.readCancelled(ctx); err != nil {
		return erp.Reading{}, err
	}
	if r.out.Sums, err = s.sumsOf(r.there, o, r.live); err != nil {
		return erp.Reading{}, err
	}
	if s.set.Payments != nil {
		all, err := s.operationsOf(ctx, r.there)
		if err != nil {
			return erp.Reading{}, err
		}
		if r.out.Sums.Paid, err = s.paid(all, o); err != nil {
			return erp.Reading{}, err
		}
	}
	return r.out, nil
}

// reader reads one order with its documents.
type reader struct {
	*System
	o       order.View
	changed bool // people changed something, or may have
	there   *Order
	sales   []Sale
	asked   []TransferOrder
	moved   []Transfer
	returns []Return
	live    []Return // those that are not marked for deletion
	places  *places
	words   Words
	out     erp.Reading
}

// gather reads the documents, those that are marked for deletion included.
func (r *reader) gather(ctx context.Context) (err error) {
	m, err := r.client.Metadata(ctx)
	if err != nil {
		return err
	}
	r.words = m.Words()
	if r.places, err = r.warehouses(ctx); err != nil {
		return err
	}
	if r.sales, err = r.salesOf(ctx, r.there.Ref, true); err != nil {
		return err
	}
	for x, err := range r.client.TransferOrders().List(ctx, transferOrdersOf(r.there.Ref, true)) {
		if err != nil {
			return err
		}
		r.asked = append(r.asked, x)
	}
	ids := make([]Guid, len(r.asked))
	for i := range r.asked {
		ids[i] = r.asked[i].Ref
	}
	for some := range slices.Chunk(ids, goodsAtOnce) {
		for x, err := range r.client.Transfers().List(ctx, Query{Filter: In("ЗаказНаПеремещение_Key", some...)}) {
			if err != nil {
				return err
			}
			r.moved = append(r.moved, x)
		}
	}
	if len(r.sales) == 0 {
		return nil
	}
	var of []Filter
	for i := range r.sales {
		of = append(of, Eq("ДокументРеализации", Reference{EntitySale, r.sales[i].Ref}))
	}
	for some := range slices.Chunk(of, goodsAtOnce) {
		for x, err := range r.client.Returns().List(ctx, Query{Filter: Or(some...)}) {
			if err != nil {
				return err
			}
			r.returns = append(r.returns, x)
			if !x.DeletionMark {
				r.live = append(r.live, x)
			}
		}
	}
	return nil
}

func (r *reader) warn(t order.Text) { r.out.Warnings = append(r.out.Warnings, t) }

// report reports a document that the order does not know so.
func (r *reader) report(d order.Document) {
	for _, known := range r.o.Documents {
		if known.Kind == d.Kind && known.Ref.ID == d.Ref.ID && known.Number == d.Number {
			if known.State == d.State && known.Posted == d.Posted && known.Shipment == d.Shipment && known.Transfer == d.Transfer && known.Block == d.Block {
				return
			}
			r.out.Reports = append(r.out.Reports, order.DocumentReport{Document: d})
			return
		}
	}
	if d.State != order.DocumentVoid { // one that was never known here stands for nothing
		r.out.Reports = append(r.out.Reports, order.DocumentReport{Document: d})
	}
}

// readOrder reads the order itself: its status, and what it holds.
func (r *reader) readOrder() {
	o := r.there
	switch {
	case o.DeletionMark:
		r.warn(order.Textf("order %s is marked for deletion in 1C: nothing is reserved for it", o.Number))
	case !o.Posted:
		r.warn(order.Textf("order %s is not posted in 1C: nothing is reserved for it", o.Number))
	case o.Status == OrderClosed:
		r.warn(order.Textf("order %s is closed in 1C: nothing more can be done with it there", o.Number))
	case !slices.Contains([]string{OrderNotAgreed, OrderToSupply, OrderToShip}, o.Status):
		r.warn(order.Textf("order %s has the status %q in 1C, which is not known here", o.Number, o.Status))
	}
	if o.Problem != nil {
		r.warn(order.Textf("order %s has properties in 1C that cannot be read: %s", o.Number, o.Problem.Error()))
	}
	r.out.Reserved = r.reserved()
}

// reserved is what the rows of the order hold: what is reserved, and what is to be shipped and in no posted sale.
func (r *reader) reserved() []order.Reserved {
	out := []order.Reserved{}
	if !r.there.Posted || r.there.DeletionMark {
		return out
	}
	c := &change{System: r.System, o: r.o, places: r.places, words: r.words}
	for _, x := range r.sales {
		if x.Posted && !x.DeletionMark {
			c.sales = append(c.sales, x)
		}
	}
	sold := c.sold(r.there)
	for i := range r.there.Goods {
		x := &r.there.Goods[i]
		line := r.lineOf(x, r.o)
		m := modeIn(x, r.words)
		n := int64(x.Quantity) - sold[i]
		if line == "" || m != reserved && m != toShip || n <= 0 || !r.isGoods(line) {
			continue
		}
		at := r.places.code(cmp.Or(x.Warehouse, r.there.Warehouse))
		if k := slices.IndexFunc(out, func(y order.Reserved) bool { return y.Line == line && y.Warehouse == at }); k >= 0 {
			out[k].Quantity = plus(out[k].Quantity, amount.Milli(n))
			continue
		}
		out = append(out, order.Reserved{Line: line, Warehouse: at, Quantity: amount.Milli(n)})
	}
	return out
}

func (r *reader) isGoods(line string) bool {
	return slices.ContainsFunc(r.o.Lines, func(l order.LineView) bool {
		return l.ID == line && isGoods(l)
	})
}

// readSales reports the sales. One that people made is that of the shipment with the same goods, if there is one.
func (r *reader) readSales() {
	of := map[Guid]int{}
	for _, sh := range r.o.Shipments {
		want, err := r.contentOf(r.there, unitsIn(r.o, sh.N), r.o)
		if err != nil {
			continue // people removed its rows: the sums say so
		}
		x := r.saleAmong(r.sales, r.there, r.o, sh.N, want)
		if x == nil || of[x.Ref] != 0 {
			continue
		}
		of[x.Ref] = sh.N
		if r.hasReturned() { // they left the shipment here, and the sale keeps them
			continue
		}
		if !x.DeletionMark && !r.goodsIn(x, r.there, r.o).equal(want) {
			r.warn(order.Textf("sale %s has other goods in 1C than shipment S%d here", x.Number, sh.N))
		}
	}
	for i := range r.sales {
		x := &r.sales[i]
		d := r.saleDocument(x, r.o, r.there, of[x.Ref])
		if d.Shipment == 0 && d.State != order.DocumentVoid {
			d.From = r.onePlace(x)
			if d.Units = r.unitsOf(r.there, x.content(), r.unshipped(d.From), r.o); len(d.Units) == 0 {
				r.warn(order.Textf("sale %s was made in 1C, and no goods of the order are left for it here", x.Number))
				continue
			}
		}
		r.report(d)
	}
}

// hasReturned reports whether goods are in a return block.
func (r *reader) hasReturned() bool {
	return slices.ContainsFunc(r.o.Lines, func(l order.LineView) bool {
		return isGoods(l) && slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.Block != 0 })
	})
}

// onePlace is the code of the warehouse that goods of a sale leave; "" if there are several.
func (r *reader) onePlace(x *Sale) string {
	at := x.Warehouse
	for i, row := range x.Goods {
		w := cmp.Or(row.Warehouse, x.Warehouse)
		if i > 0 && w != at {
			return ""
		}
		at = w
	}
	return r.places.code(at)
}

// unshipped are the units of the order that are in no shipment, those at a place first.
func (r *reader) unshipped(place string) (us []order.Units) {
	for _, here := range []bool{true, false} {
		for _, l := range r.o.Lines {
			for _, p := range l.Portions {
				if p.Shipment == 0 && p.Block == 0 && p.State != status.ItemCancelled && (p.Warehouse == place) == here && isGoods(l) {
					us = append(us, order.Units{Line: l.ID, From: p.From, To: p.To})
				}
			}
		}
	}
	return us
}

// readTransfers reports the transfers. A transfer order that people made for other goods is an intent to ask for them,
// one that they took back an intent to drop it.
func (r *reader) readTransfers() {
	taken := map[Guid]bool{}
	for _, t := range r.o.Transfers {
		want, err := r.contentOf(r.there, t.Units, r.o)
		if err != nil {
			continue
		}
		asked := r.matching(r.asked, r.o, t, want, r.places)
		if asked == nil || taken[asked.Ref] {
			continue
		}
		taken[asked.Ref] = true
		r.report(r.transferOrderDocument(asked, t, r.there.Number))
		r.readTransfer(asked, t, want)
	}
	for i := range r.asked {
		if x := &r.asked[i]; !taken[x.Ref] && !x.DeletionMark && x.Posted {
			r.wished(x)
		}
	}
}

// readTransfer reports the transfer documents of one transfer.
func (r *reader) readTransfer(asked *TransferOrder, t order.Transfer, want content) {
	alive := false
	for i := range r.moved {
		x := &r.moved[i]
		if x.Order != asked.Ref {
			continue
		}
		d := r.transferDocument(x, t, asked.Number)
		alive = alive || !x.DeletionMark
		if has := x.content(); !x.DeletionMark && !has.equal(want) {
			d.Units = r.unitsOf(r.there, has, t.Units, r.o)
		}
		if x.Posted && !t.Central && x.Status == TransferSent {
			r.warn(order.Textf("transfer %s is posted as «Отгружено» in 1C: the goods are on stock at %s once it is «Принято»", x.Number, t.To))
		}
		if d.State == x.Status && x.Posted {
			r.warn(order.Textf("transfer %s has the status %q in 1C, which is not known here", x.Number, x.Status))
		}
		r.report(d)
	}
	if !alive && r.changed && t.State == status.TransferRequested && (asked.DeletionMark || asked.Status == TransferOrderClosed) {
		why := order.Textf("transfer order %s was closed in 1C", asked.Number)
		if asked.DeletionMark {
			why = order.Textf("transfer order %s is marked for deletion in 1C", asked.Number)
		}
		r.wish(order.DropTransfer{Transfer: t.N, Why: r.language.Text(why)}, asked.Status)
	}
}

// wish adds an intent.
func (r *reader) wish(c order.Command, code string) {
	r.out.Reports = append(r.out.Reports, order.Intent{Code: code, Commands: []order.Command{c}})
}

// wished is a transfer order that people made on the basis of the order.
func (r *reader) wished(x *TransferOrder) {
	from, to := r.places.code(x.From), r.places.code(x.To)
	place, known := r.place(to)
	if _, is := r.place(from); !is || !known {
		r.warn(order.Textf("transfer order %s in 1C is from or to a warehouse that the settings do not have", x.Number))
		return
	}
	if !r.changed {
		return
	}
	var picks order.Picks
	for _, u := range r.unitsOf(r.there, x.content(), r.movable(), r.o) {
		picks = picks.And(order.Pick(u.Line, minus(u.To, u.From)))
	}
	if len(picks) == 0 {
		r.warn(order.Textf("transfer order %s was made in 1C, and no goods of the order can be moved by it here", x.Number))
		return
	}
	r.wish(order.RequestTransfer{Picks: picks, From: from, To: to, Central: place.Central}, x.Number)
}

// movable are the units that a transfer may have.
func (r *reader) movable() (us []order.Units) {
	for _, l := range r.o.Lines {
		for _, p := range l.Portions {
			if p.Transfer == 0 && p.Shipment == 0 && (p.State == status.ItemConfirmed || p.State == status.ItemAssembling) {
				us = append(us, order.Units{Line: l.ID, From: p.From, To: p.To})
			}
		}
	}
	return us
}

// readReturns reports the returns. One that people made is attached to the block with the same goods.
func (r *reader) readReturns() {
	for i := range r.returns {
		x := &r.returns[i]
		basis := ""
		for j := range r.sales {
			if Guid(x.Sale) == r.sales[j].Ref {
				basis = r.sales[j].Number
			}
		}
		d := documentOf(RefReturn, x.Document, basis)
		d.To, d.Block = r.places.code(x.Warehouse), r.blockOf(x)
		if d.Block == 0 && d.State != order.DocumentVoid {
			r.warn(order.Textf("return %s was made in 1C, and no return of these goods is known here: record it here too", x.Number))
		}
		r.report(d)
	}
}

// blockOf returns the block of a return; 0 if there is none.
func (r *reader) blockOf(x *Return) int {
	for _, b := range r.o.Blocks {
		for _, w := range r.set.Warehouses {
			if r.hasKey(x.Comment, x.Properties, r.returnKey(r.o, b.N, w.Code)) {
				return b.N
			}
		}
	}
	for _, b := range r.o.Blocks {
		var us []order.Units
		for _, p := range b.Parts {
			us = append(us, order.Units{Line: p.Line, From: p.From, To: p.To})
		}
		if c, err := r.contentOf(r.there, us, r.o); err == nil && b.Kind == order.BlockReturn && c.equal(x.content()) && !r.isKeyed(x.Comment, x.Properties) {
			return b.N
		}
	}
	return 0
}

// readCancelled asks to cancel what people cancelled in the base.
func (r *reader) readCancelled(ctx context.Context) error {
	if !r.changed {
		return nil
	}
	for _, l := range r.o.Lines {
		off, reason := Quantity(0), Guid("")
		for i := range r.there.Goods {
			if x := &r.there.Goods[i]; x.Cancelled && r.lineOf(x, r.o) == l.ID {
				off += x.Quantity
				reason = cmp.Or(reason, x.CancelReason)
			}
		}
		for _, p := range partsOf(r.o, l) {
			if p.mode == cancelled {
				off -= QuantityOf(p.quantity)
			}
		}
		if off <= 0 {
			continue
		}
		why, err := r.reasonOf(ctx, reason)
		if err != nil {
			return err
		}
		r.wish(order.Cancel{Picks: order.Pick(l.ID, off.Amount()), Reason: why}, "Отменено")
	}
	return nil
}

// reasonOf returns the reason that stands for an entry of the base; one that the settings do not have is another
// reason.
func (r *reader) reasonOf(ctx context.Context, entry Guid) (status.Reason, error) {
	if entry == "" {
		return status.ReasonOther, nil
	}
	for _, reason := range slices.Sorted(maps.Keys(r.set.Cancel.Reasons)) {
		id, err := r.key(ctx, cancelReason("cancel.reasons."+string(reason), r.set.Cancel.Reasons[reason]))
		if err != nil {
			return "", err
		}
		if id == entry {
			return reason, nil
		}
	}
	return status.ReasonOther, nil
}
