package retailcrm

import (
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// lineEdit gathers one edit of an order's lines. Lines that it does not touch, and those that people added, are
// repeated as they are. Whenever it changes a line, the order's own discount is computed anew, so that our lines cost
// together what they cost here: it holds what no price of a unit expresses, see priceOf.
type lineEdit struct {
	*System
	o       order.View
	there   *Order
	items   []ItemFields // the whole new list
	lines   []*share     // for each item that counts the line here; nil for those of people and for cancelled ones
	ours    []string     // the lines that have an item there, cancelled or not
	dropped map[int]bool // items that are not repeated
	changed bool
}

func (s *System) editOf(there *Order, o order.View) *lineEdit {
	e := &lineEdit{System: s, o: o, there: there, items: there.KeepItems(), dropped: map[int]bool{}}
	e.lines = make([]*share, len(e.items))
	shares := sharesOf(o)
	for i := range there.Items {
		it := &there.Items[i]
		l, ours := lineOf(it, o)
		if !ours || slices.Contains(e.ours, l.ID) {
			continue
		}
		e.ours = append(e.ours, l.ID)
		if !it.IsCanceled && !s.mapping.lotCancelled(it.Status) {
			e.lines[i] = shares[l.ID]
		}
	}
	return e
}

// share is a line, and what of it a system is to show.
type share struct {
	order.LineView
	left       amount.Quantity
	gross, net amount.Money // of the units that are left
}

// sharesOf is what is to be shown of the lines of an order.
func sharesOf(o order.View) map[string]*share {
	sums := erp.SumsOf(o)
	all := make(map[string]*share, len(o.Lines))
	for _, l := range o.Lines {
		all[l.ID] = &share{LineView: l}
		if sums.Total.IsUnset() { // the order has no prices
			all[l.ID].left = l.Living
		}
	}
	for _, sum := range sums.Lines {
		x := all[sum.Line]
		x.left, x.net, x.gross = sum.Quantity, sum.Total, sum.Total
		if x.left == x.Living { // the price without discounts is known of these units only
			x.gross = x.Gross
		}
	}
	return all
}

// leave shows that nothing of a line is left. Without a status for it the line stays as it is, and is not counted on:
// its sum then shows the difference.
func (e *lineEdit) leave(i int, code string) {
	if code != "" {
		e.items[i].Status, e.changed = code, true
	}
	e.lines[i] = nil
}

// bring sets the quantity and the price of a line to those of the order.
func (e *lineEdit) bring(i int) error {
	l, there, to := e.lines[i], &e.there.Items[i], &e.items[i]
	p, err := priceOf(l.gross, l.net, l.left)
	if err != nil {
		return e.client.invalid("orders/edit", "line "+l.ID+" cannot be priced", err)
	}
	if p.discount.IsUnset() { // what it was must not stay
		p.discount = nought(p.unit)
	}
	if there.Quantity.Cmp(l.left) != 0 {
		to.Quantity, e.changed = Quantity{l.left}, true
	}
	if p.unit.IsUnset() {
		return nil // the order has no prices
	}
	if !costs(there.InitialPrice, p.unit) || !costs(there.DiscountManualAmount, p.discount) || !isNought(there.DiscountManualPercent) {
		to.InitialPrice, to.DiscountManualAmount, e.changed = wire.SumOf(p.unit), wire.SumOf(p.discount), true
	}
	if !isNought(there.DiscountManualPercent) {
		to.DiscountManualPercent = "0"
	}
	return nil
}

// marks keeps the marking codes of the units that are left, and adds those that are known here. Codes that people
// entered stay.
func (e *lineEdit) marks(i int) {
	l, there := e.lines[i], e.there.Items[i].MarkingCodes
	var codes []string
	for _, code := range there {
		at := slices.IndexFunc(l.Marks, func(m order.Mark) bool { return m.Code == code })
		if at < 0 || living(l.LineView, l.Marks[at].Unit) {
			codes = append(codes, code)
		}
	}
	for _, m := range l.Marks {
		if fits := amount.Pcs(len(codes)).Cmp(l.left) < 0; fits && m.Code != "" && living(l.LineView, m.Unit) && !slices.Contains(codes, m.Code) {
			codes = append(codes, m.Code)
		}
	}
	if !slices.Equal(codes, there) {
		if e.items[i].MarkingCodes = codes; codes == nil {
			e.items[i].MarkingCodes = []string{}
		}
		e.changed = true
	}
}

// living reports whether a unit of a line is neither cancelled nor back.
func living(l order.LineView, unit int) bool {
	q := amount.Pcs(unit)
	return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
		return p.From.Cmp(q) <= 0 && q.Cmp(p.To) < 0 && p.State != status.ItemCancelled && p.State != status.ItemRefused &&
			p.State != status.ItemReturned && p.State != status.ItemLost
	})
}

// revive replaces a cancelled line by a new one if it stands for units that went, and the order was given others of
// them since, or if its units were taken back and stay with the buyer after all: the CRM has no status that would take
// a cancellation back in every account. What people cancelled stays so.
func (e *lineEdit) revive(i int, l *share, cause order.Event) error {
	gone := l.Quantity.Milli() - l.left.Milli()
	if l.left.IsZero() || e.there.Items[i].Quantity.Milli() > gone && !staysAfterAll(l.LineView, cause) {
		return nil
	}
	e.dropped[i] = true
	return e.add(l)
}

// staysAfterAll reports whether the return of units was rejected, or withdrawn by the cause.
func staysAfterAll(l order.LineView, cause order.Event) bool {
	if b, is := cause.Body.(order.ReturnChanged); is && slices.ContainsFunc(b.Moves, func(m order.Move) bool { return m.Line == l.ID }) {
		return true
	}
	return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return p.Custody == status.CustodyRejected })
}

// add appends a line that the CRM does not have.
func (e *lineEdit) add(l *share) error {
	it, _, err := e.line(l, e.o.Ref.System)
	if err != nil {
		return e.client.invalid("orders/edit", "line "+l.ID+" cannot be priced", err)
	}
	e.items, e.lines, e.changed = append(e.items, it), append(e.lines, l), true
	return nil
}

// delivers sets what the delivery costs. An order without a line for it leaves the CRM's own price alone.
func (e *lineEdit) delivers(f *OrderFields) error {
	cost, ours, err := deliveryCost(e.o)
	if err != nil {
		return e.client.invalid("orders/edit", "the delivery cannot be priced", err)
	}
	if ours && (e.there.Delivery == nil || !costs(e.there.Delivery.Cost, cost)) {
		f.Delivery, e.changed = &DeliveryFields{Cost: wire.SumOf(cost)}, true
	}
	return nil
}

// deliversIf sets what the delivery costs if an effect is about a line of it, or if nothing is left to be delivered.
func (e *lineEdit) deliversIf(f *OrderFields, about func(line string) bool) error {
	if lives(e.o) && !slices.ContainsFunc(e.o.Lines, func(l order.LineView) bool { return l.Kind == order.LineDelivery && about(l.ID) }) {
		return nil
	}
	return e.delivers(f)
}

// deliveryCost is what all lines of delivery cost; false if there are none.
func deliveryCost(o order.View) (cost amount.Money, ours bool, err error) {
	cost = nought(o.Total)
	shares := sharesOf(o)
	for _, l := range o.Lines {
		if l.Kind == order.LineDelivery && err == nil {
			ours = true
			cost, err = cost.Add(shares[l.ID].net)
		}
	}
	return cost, ours, err
}

// write puts the lines into an edit, with the discount of the order that makes them cost what they cost here.
func (e *lineEdit) write(f *OrderFields) error {
	over, err := e.over()
	if err != nil || over.Sign() < 0 || e.miscounts() { // prices there that cannot be reckoned with, or what no discount makes right
		if err = e.bringAll(); err == nil {
			over, err = e.over()
		}
	}
	if err != nil {
		return e.client.invalid("orders/edit", "the lines cannot be priced", err)
	}
	if over.Sign() < 0 || over.IsUnset() {
		over = nought(e.o.Total)
	}
	if !over.IsUnset() && !costs(e.there.DiscountManualAmount, over) {
		f.DiscountManualAmount, e.changed = wire.SumOf(over), true
	}
	if !isNought(e.there.DiscountManualPercent) {
		f.DiscountManualPercent, e.changed = "0", true
	}
	f.Items = nil
	for i, it := range e.items {
		if !e.dropped[i] {
			f.Items = append(f.Items, it)
		}
	}
	return nil
}

func (e *lineEdit) bringAll() error {
	for i := range e.there.Items {
		if e.lines[i] != nil && !e.lines[i].left.IsZero() {
			if err := e.bring(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// miscounts reports whether a line has other units there than here. A discount would hide it.
func (e *lineEdit) miscounts() bool {
	for i, l := range e.lines {
		if l != nil && !l.left.IsZero() && e.items[i].Quantity.Cmp(l.left) != 0 {
			return true
		}
	}
	return false
}

// over is what our lines cost more in the CRM, before the order's own discount, than here.
func (e *lineEdit) over() (over amount.Money, err error) {
	for i, l := range e.lines {
		if l == nil || l.net.IsUnset() {
			continue
		}
		sum, err := e.unit(i)
		if err == nil {
			sum, err = sum.Times(e.items[i].Quantity.Quantity)
		}
		if err == nil {
			over, err = over.Add(sum)
		}
		if err == nil {
			over, err = over.Sub(l.net)
		}
		if err != nil {
			return over, err
		}
	}
	return over, nil
}

// unit is what a unit of a line will cost there before the order's own discount.
func (e *lineEdit) unit(i int) (amount.Money, error) {
	to := &e.items[i]
	if to.InitialPrice.IsZero() {
		return e.there.Items[i].ownPrice()
	}
	unit, err := to.InitialPrice.Money()
	if err != nil || to.DiscountManualAmount.IsZero() {
		return unit, err
	}
	off, err := to.DiscountManualAmount.Money()
	if err != nil {
		return unit, err
	}
	return unit.Sub(off)
}

// costs reports whether a sum of the CRM is this one; one that is not told is none.
func costs(there wire.Sum, m amount.Money) bool {
	if there.IsZero() || isNought(there.Decimal) {
		return m.Sign() == 0
	}
	is, err := there.Money()
	return err == nil && is == m
}

// nought is no money of the currency of m.
func nought(m amount.Money) amount.Money {
	if n, err := m.Sub(m); err == nil {
		return n
	}
	return amount.Money{}
}
