package erptest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Desk is a system in memory where a merchant's people work on orders: each is a card with rows of goods, a field for a
// promo code, a status and a button that asks for the carrier. What people change in the rows has no price: it is
// reported as an [erp.RowEdit], and the rows show what the order costs after that. With it a program is tested that has
// such people. It is safe for concurrent use.
//
// People act by methods, whose first argument is who does it; [Desk.Changes] and [Desk.Read] tell of it. What they
// change in rows is the difference to what was written there last, whatever became of the order since.
type Desk struct {
	mu           sync.Mutex
	cards        []*DeskCard
	changes      []erp.Change // of people
	added        int          // rows
	writes       int
	fails, loses error // of the next write
	down         error // of every call
}

// DeskCard is an order on a [Desk].
type DeskCard struct {
	ID       string // of the order
	Number   string
	Status   string
	Rows     []DeskRow
	Promo    string // the field of the promo code
	Paid     amount.Money
	Buyer    order.Buyer
	Delivery order.Delivery
	Notes    []string

	wrote        []DeskRow // the rows and the promo code as they were written last
	wrotePromo   string
	noted        map[string]bool // keys of notes
	wishes       []erp.ParcelWish
	edited, read int // how often people changed rows, and how often until they were read last
}

// DeskRow is a row of goods, services or delivery.
type DeskRow struct {
	Line          string // id of the order's line; of a row that a person added, the id that its line is to have
	Article, Name string
	Quantity      amount.Quantity
	Total         amount.Money // unset for a row that was added and has no price yet
}

// Sums returns what the card shows.
func (c DeskCard) Sums() order.Sums {
	var s order.Sums
	s.Total, _ = c.Paid.Sub(c.Paid)
	for _, r := range c.Rows {
		s.Lines = append(s.Lines, order.LineSum{Line: r.Line, Name: r.Name, Quantity: r.Quantity, Total: r.Total})
		if !r.Total.IsUnset() {
			s.Total, _ = s.Total.Add(r.Total)
		}
	}
	s.Paid = c.Paid
	return s
}

// NewDesk returns an empty desk.
func NewDesk() *Desk { return &Desk{} }

// FailNext makes the next write fail with an error, before anything is done.
func (d *Desk) FailNext(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fails = err
}

// LoseNext makes the next write succeed and return an error, as when the answer is lost.
func (d *Desk) LoseNext(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.loses = err
}

// Down makes every call fail with an error, until it is nil.
func (d *Desk) Down(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.down = err
}

// Cards returns the orders, the oldest first.
func (d *Desk) Cards() []DeskCard {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []DeskCard
	for _, c := range d.cards {
		x := *c
		x.Rows, x.Notes = slices.Clone(c.Rows), slices.Clone(c.Notes)
		out = append(out, x)
	}
	return out
}

// Card returns the card of an order.
func (d *Desk) Card(id string) (DeskCard, bool) {
	for _, c := range d.Cards() {
		if c.ID == id {
			return c, true
		}
	}
	return DeskCard{}, false
}

// Commits counts the writes that took effect.
func (d *Desk) Commits() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.writes
}

// System implements erp.System.
func (*Desk) System() string { return "desk" }

// Can implements erp.System.
func (*Desk) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	switch kind {
	case order.EffectUpsert, order.EffectStatus, order.EffectCancel, order.EffectMoveDate, order.EffectLines, order.EffectDetails,
		order.EffectPayment, order.EffectReturn, order.EffectNote:
		return true
	}
	return false
}

// Ref implements erp.System: a card has the id of its order.
func (d *Desk) Ref(o order.View) order.Ref {
	return order.Ref{System: d.System(), Kind: "card", ID: o.ID}
}

// StatusFor implements erp.System: the desk uses the words of package status.
func (*Desk) StatusFor(o order.View) string { return o.State.String() }

// called is what every call begins with.
func (d *Desk) called(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return d.down
}

// Apply implements erp.System.
func (d *Desk) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(ctx); err != nil {
		return order.Outcome{}, err
	}
	if !d.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	c := d.find(t.Order.ID)
	switch {
	case c != nil && t.Kind == order.EffectUpsert:
		return d.out(order.AlreadySo, c), nil
	case t.Kind == order.EffectUpsert:
		c = &DeskCard{ID: t.Order.ID, Number: t.Order.Number, noted: map[string]bool{}}
		d.setStatus(c, t.Order)
		c.setRows(t.Order)
		c.setPaid(t.Order)
		c.setDetails(t.Order)
		c.Delivery.Window = t.Order.Delivery.Window
		return d.write(c, func() { d.cards = append(d.cards, c) })
	case c == nil:
		return order.Outcome{}, d.notFound(t.Order.ID)
	case t.Kind == order.EffectNote && c.noted[t.Key]:
		return d.out(order.AlreadySo, c), nil
	}
	if isOfRows(t.Kind) && c.edited > c.read {
		return order.Outcome{}, &ordo.Error{System: d.System(), Op: string(t.Kind), Class: ordo.Retry, Text: "people changed the rows and were not heard yet"}
	}
	to := *c
	to.noted = maps.Clone(c.noted)
	switch t.Kind { //nolint:exhaustive // see Can
	case order.EffectStatus:
		d.setStatus(&to, t.Order)
	case order.EffectNote:
		to.Notes, to.noted[t.Key] = append(slices.Clone(c.Notes), t.Text), true
	case order.EffectMoveDate:
		to.Delivery.Window = t.Order.Delivery.Window
	case order.EffectDetails:
		to.setDetails(t.Order)
	case order.EffectPayment:
		to.setPaid(t.Order)
	default:
		to.setRows(t.Order)
	}
	if t.Kind != order.EffectNote && to.isAs(*c) {
		return d.out(order.AlreadySo, c), nil
	}
	return d.write(c, func() { *c = to })
}

// isOfRows reports whether an effect writes the rows.
func isOfRows(kind order.EffectKind) bool {
	return kind == order.EffectLines || kind == order.EffectCancel || kind == order.EffectReturn
}

func (d *Desk) find(id string) *DeskCard {
	for _, c := range d.cards {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func (d *Desk) notFound(id string) error {
	return &ordo.Error{System: d.System(), Class: ordo.NotFound, Text: "order " + id + " is not on the desk"}
}

func (d *Desk) out(kind order.OutcomeKind, c *DeskCard) order.Outcome {
	sums := c.Sums()
	return order.Outcome{Kind: kind, Code: c.Status, Sums: &sums}
}

// write makes one write, with the mishap that was asked for.
func (d *Desk) write(c *DeskCard, do func()) (order.Outcome, error) {
	fails, loses := d.fails, d.loses
	d.fails, d.loses = nil, nil
	if fails != nil {
		return order.Outcome{}, fails
	}
	do()
	d.writes++
	if loses != nil {
		return order.Outcome{}, loses
	}
	return d.out(order.Applied, c), nil
}

// setRows brings all rows and the field of the promo code to the order.
func (c *DeskCard) setRows(o order.View) {
	c.Rows, c.Promo = nil, ""
	for _, s := range erp.SumsOf(o).Lines {
		r := DeskRow{Line: s.Line, Name: s.Name, Quantity: s.Quantity, Total: s.Total}
		for _, l := range o.Lines {
			if l.ID == s.Line {
				r.Article = l.SKU
			}
		}
		c.Rows = append(c.Rows, r)
	}
	for _, a := range o.Adjustments {
		if a.Kind == order.AdjustPromo {
			c.Promo = a.Code
		}
	}
	c.wrote, c.wrotePromo = slices.Clone(c.Rows), c.Promo
}

func (c *DeskCard) setPaid(o order.View) { c.Paid = erp.SumsOf(o).Paid }

func (c *DeskCard) setDetails(o order.View) {
	window := c.Delivery.Window
	c.Buyer, c.Delivery = o.Buyer, o.Delivery
	c.Delivery.Window = window
}

func (d *Desk) setStatus(c *DeskCard, o order.View) { c.Status = d.StatusFor(o) }

// isAs reports whether a card shows the same as another one.
func (c DeskCard) isAs(x DeskCard) bool {
	return c.Status == x.Status && slices.Equal(c.Rows, x.Rows) && c.Promo == x.Promo && c.Paid == x.Paid && c.Buyer == x.Buyer &&
		c.Delivery == x.Delivery && slices.Equal(c.wrote, x.wrote) && c.wrotePromo == x.wrotePromo
}

// String returns the card as people see it.
func (c DeskCard) String() string {
	s := fmt.Sprintf("%s %s", c.Number, c.Status)
	for _, r := range c.Rows {
		s += fmt.Sprintf("; %s × %s %s", r.Quantity, r.Article, r.Total)
	}
	if c.Promo != "" {
		s += "; promo code " + c.Promo
	}
	return s + fmt.Sprintf("; %s, paid %s", c.Sums().Total, c.Paid)
}
