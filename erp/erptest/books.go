package erptest

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Books is a system in memory that keeps a merchant's books as 1C does: it numbers orders and documents itself, makes a
// posted document of sale for each parcel, follows lines, payments and returns, and shows no status and no notes. With
// it a program is tested that has books beside the system where people work. It is safe for concurrent use.
//
// With warehouses the books keep stock, and refuse what 1C refuses: to reserve more than is free, to post a sale of
// goods that are not reserved or a return of goods that were not sold, to change an order that is closed. Its people
// act by methods, whose first argument is who does it; [Books.Changes] and [Books.Read] tell of it.
type Books struct {
	mu             sync.Mutex
	warehouses     []erp.Warehouse
	onHand, others map[shelf]int64 // in thousandths; others: reserved for orders that are none of ours
	orders         []*BookedOrder
	changes        []erp.Change // of people
	writes, reads  int
	fails, loses   error // of the next write
	down           error // of every call
}

// BookedOrder is an order in Books.
type BookedOrder struct {
	ID        string     // its number in the books
	Order     order.View // as it came
	Cancelled []string   // lines that were cancelled since
	Window    order.Window
	Buyer     order.Buyer
	Delivery  order.Delivery // but for its Window
	Lines     []order.LineSum
	Marks     map[string][]order.Mark // by line
	Payments  []BookedPayment
	Returned  []int // numbers of the return blocks
	Documents []order.Document
	Reserved  []order.Reserved
	Closed    bool

	articles  map[string]string // by line
	transfers []bookedTransfer
}

// BookedPayment is a payment in Books.
type BookedPayment struct {
	ID    string
	State status.PaymentState
	Kept  amount.Money // received and not paid back
}

// Sums returns what the books show of the order.
func (o *BookedOrder) Sums() order.Sums {
	s := erp.SumsOf(o.Order)
	s.Lines = slices.Clone(o.Lines)
	s.Total, _ = s.Total.Sub(s.Total)
	s.Paid, _ = s.Paid.Sub(s.Paid)
	for _, l := range o.Lines {
		s.Total, _ = s.Total.Add(l.Total)
	}
	for _, p := range o.Payments {
		s.Paid, _ = s.Paid.Add(p.Kept)
	}
	return s
}

// NewBooks returns empty books. Without warehouses they keep no stock: they reserve nothing, and sell what they are
// told to sell.
func NewBooks(warehouses ...erp.Warehouse) *Books {
	return &Books{warehouses: warehouses, onHand: map[shelf]int64{}, others: map[shelf]int64{}}
}

// FailNext makes the next write fail with an error, before anything is done.
func (b *Books) FailNext(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fails = err
}

// LoseNext makes the next write succeed and return an error, as when the answer is lost.
func (b *Books) LoseNext(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.loses = err
}

// Down makes every call fail with an error, until it is nil.
func (b *Books) Down(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.down = err
}

// Orders returns the orders, the oldest first.
func (b *Books) Orders() []BookedOrder {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []BookedOrder
	for _, o := range b.orders {
		c := *o
		c.Cancelled, c.Documents, c.Lines = slices.Clone(o.Cancelled), slices.Clone(o.Documents), slices.Clone(o.Lines)
		c.Reserved = slices.Clone(o.Reserved)
		c.Payments, c.Returned, c.Marks = slices.Clone(o.Payments), slices.Clone(o.Returned), maps.Clone(o.Marks)
		out = append(out, c)
	}
	return out
}

// AddLine lets a person add a line to an order in the books, by the order's number there.
func (b *Books) AddLine(id, name string, q amount.Quantity, total amount.Money) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(func(x *BookedOrder) bool { return x.ID == id })
	if o == nil {
		return b.notFound("order " + id)
	}
	o.Lines = append(o.Lines, order.LineSum{Name: name, Quantity: q, Total: total})
	return nil
}

// Commits counts the writes that took effect.
func (b *Books) Commits() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.writes
}

// System implements erp.System.
func (*Books) System() string { return "books" }

// Can implements erp.System.
func (b *Books) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	switch kind {
	case order.EffectReserve, order.EffectTransfer:
		return b.keepsStock()
	case order.EffectUpsert, order.EffectCancel, order.EffectMoveDate, order.EffectDocument,
		order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn:
		return true
	}
	return false
}

// Ref implements erp.System: the books number orders themselves.
func (*Books) Ref(order.View) order.Ref { return order.Ref{} }

// StatusFor implements erp.System: the books have no statuses.
func (*Books) StatusFor(order.View) string { return "" }

// Apply implements erp.System.
func (b *Books) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	switch {
	case ctx.Err() != nil:
		return order.Outcome{}, ctx.Err()
	case !b.Can(t.Kind, t.Order.Scheme):
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down != nil {
		return order.Outcome{}, b.down
	}
	if t.Kind == order.EffectUpsert {
		return b.create(t)
	}
	o := b.find(func(x *BookedOrder) bool { return x.ID == t.Target.ID })
	if o == nil {
		return order.Outcome{}, b.notFound("order " + t.Target.ID)
	}
	if o.Closed {
		return refused("order %s is closed", o.ID)
	}
	o.learnArticles(t.Order)
	switch t.Kind { //nolint:exhaustive // the others change the order itself
	case order.EffectReserve:
		return b.reserve(t, o)
	case order.EffectTransfer:
		return b.transfer(t, o)
	case order.EffectDocument:
		return b.sell(t, o)
	case order.EffectReturn:
		return b.takeBack(t, o)
	}
	return b.bring(o, changed(t, *o))
}

// bring makes an order in the books another one, in one write, and says what it shows then.
func (b *Books) bring(o *BookedOrder, to BookedOrder) (order.Outcome, error) {
	out, err := order.Outcome{Kind: order.AlreadySo}, error(nil)
	if !reflect.DeepEqual(*o, to) {
		out, err = b.write(order.Outcome{Kind: order.Applied}, func() { *o = to })
	}
	sums := o.Sums()
	out.Sums = &sums
	return out, err
}

func (b *Books) find(is func(*BookedOrder) bool) *BookedOrder {
	if i := slices.IndexFunc(b.orders, is); i >= 0 {
		return b.orders[i]
	}
	return nil
}

func (b *Books) notFound(what string) error {
	return &ordo.Error{System: b.System(), Class: ordo.NotFound, Text: what + " is not in the books"}
}

// write makes one write, with the mishap that was asked for.
func (b *Books) write(out order.Outcome, do func()) (order.Outcome, error) {
	fails, loses := b.fails, b.loses
	b.fails, b.loses = nil, nil
	if fails != nil {
		return order.Outcome{}, fails
	}
	do()
	b.writes++
	return out, loses
}

// create makes the order, once for each id of the caller's.
func (b *Books) create(t order.Task) (order.Outcome, error) {
	if o := b.find(func(x *BookedOrder) bool { return x.Order.ID == t.Order.ID }); o != nil {
		sums := o.Sums()
		return order.Outcome{Kind: order.AlreadySo, Ref: b.ref("order", o.ID), Sums: &sums}, nil
	}
	o := newBooked(fmt.Sprintf("B-%04d", len(b.orders)+1), t.Order)
	sums := o.Sums()
	return b.write(order.Outcome{Kind: order.Applied, Ref: b.ref("order", o.ID), Sums: &sums}, func() { b.orders = append(b.orders, &o) })
}

func (b *Books) ref(kind, id string) order.Ref {
	return order.Ref{System: b.System(), Kind: kind, ID: id}
}
