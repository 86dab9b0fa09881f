package erptest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// shelf is where an article is.
type shelf struct{ warehouse, article string }

// SetStock sets how much of an article a warehouse has, what is reserved included.
func (b *Books) SetStock(article, warehouse string, n amount.Quantity) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.onHand[shelf{warehouse, article}] = n.Milli()
}

// TakeStock lets somebody else reserve goods, for an order that is none of ours. The error says how much is free if
// that is less.
func (b *Books) TakeStock(article, warehouse string, n amount.Quantity) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := shelf{warehouse, article}
	if free := b.free(at); free < n.Milli() {
		return fmt.Errorf("%s of %s are free at %s, not %s", amount.Milli(free), article, warehouse, n)
	}
	b.others[at] += n.Milli()
	return nil
}

// OnHand returns how much of an article a warehouse has.
func (b *Books) OnHand(article, warehouse string) amount.Quantity {
	b.mu.Lock()
	defer b.mu.Unlock()
	return amount.Milli(b.onHand[shelf{warehouse, article}])
}

// Stock implements erp.Stocker.
func (b *Books) Stock(ctx context.Context, articles ...string) iter.Seq2[erp.Stock, error] {
	return func(yield func(erp.Stock, error) bool) {
		if err := b.called(ctx); err != nil {
			yield(erp.Stock{}, err)
			return
		}
		for _, s := range b.levels(articles) {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (b *Books) levels(articles []string) (all []erp.Stock) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, article := range articles {
		known := false
		for at := range b.onHand {
			known = known || at.article == article
		}
		if !known {
			all = append(all, erp.Stock{Article: article, Problem: fmt.Errorf("article %q is not in the books", article)})
		}
		for _, w := range b.warehouses {
			at := shelf{w.Code, article}
			if has, kept := b.onHand[at], b.reserved(at); has != 0 || kept != 0 {
				all = append(all, erp.Stock{
					Article: article, Warehouse: w.Code,
					OnHand: amount.Milli(has), Reserved: amount.Milli(kept), Free: amount.Milli(max(0, has-kept)),
				})
			}
		}
	}
	return all
}

// Warehouses implements erp.Stocker.
func (b *Books) Warehouses(ctx context.Context) iter.Seq2[erp.Warehouse, error] {
	return func(yield func(erp.Warehouse, error) bool) {
		if err := b.called(ctx); err != nil {
			yield(erp.Warehouse{}, err)
			return
		}
		for _, w := range b.warehouses {
			if !yield(w, nil) {
				return
			}
		}
	}
}

// Reads counts the calls that read: of stock, warehouses, changes, orders and printed forms.
func (b *Books) Reads() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reads
}

// called counts a call that reads.
func (b *Books) called(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reads++
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return b.down
}

// keepsStock reports whether the books keep stock.
func (b *Books) keepsStock() bool { return len(b.warehouses) > 0 }

func (b *Books) warehouse(code string) (erp.Warehouse, bool) {
	i := slices.IndexFunc(b.warehouses, func(w erp.Warehouse) bool { return w.Code == code })
	if i < 0 {
		return erp.Warehouse{}, false
	}
	return b.warehouses[i], true
}

// reserved is what is kept at a shelf: for orders, for transfers that did not leave, for others.
func (b *Books) reserved(at shelf) int64 {
	n := b.others[at]
	for _, o := range b.orders {
		n += o.reservedAt(at) + o.requestedAt(at)
	}
	return n
}

func (b *Books) free(at shelf) int64 { return b.onHand[at] - b.reserved(at) }

// reservedAt is what an order has reserved at a shelf.
func (o *BookedOrder) reservedAt(at shelf) (n int64) {
	for _, r := range o.Reserved {
		if r.Warehouse == at.warehouse && o.articles[r.Line] == at.article {
			n += r.Quantity.Milli()
		}
	}
	return n
}

// reserve brings the reservations of an order to those that it is to have, all or none.
func (b *Books) reserve(t order.Task, o *BookedOrder) (order.Outcome, error) {
	want := erp.ReservedOf(t.Order)
	if slices.Equal(want, o.Reserved) {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	if lacks := b.lacks(o, want); len(lacks) > 0 {
		return order.Outcome{Kind: order.Rejected, Code: "less-stock", Text: b.lackText(o, lacks), Lacks: lacks}, nil
	}
	return b.write(order.Outcome{Kind: order.Applied}, func() { o.Reserved = want })
}

// lacks returns what of reservations is not there. What the order has reserved is there for it.
func (b *Books) lacks(o *BookedOrder, want []order.Reserved) (lacks []order.Reserved) {
	left := map[shelf]int64{}
	for _, r := range want {
		at := shelf{r.Warehouse, o.articles[r.Line]}
		if _, seen := left[at]; !seen {
			left[at] = max(0, b.free(at)+o.reservedAt(at))
		}
		given := min(left[at], r.Quantity.Milli())
		left[at] -= given
		if given < r.Quantity.Milli() {
			r.Quantity = amount.Milli(r.Quantity.Milli() - given)
			lacks = append(lacks, r)
		}
	}
	return lacks
}

func (b *Books) lackText(o *BookedOrder, lacks []order.Reserved) string {
	var parts []string
	for _, r := range lacks {
		if _, known := b.warehouse(r.Warehouse); !known {
			parts = append(parts, fmt.Sprintf("there is no warehouse %q", r.Warehouse))
			continue
		}
		parts = append(parts, fmt.Sprintf("%s of %s are missing at %s", r.Quantity, o.articles[r.Line], r.Warehouse))
	}
	return strings.Join(parts, "; ")
}

// learnArticles keeps which article each line is.
func (o *BookedOrder) learnArticles(v order.View) {
	if o.articles == nil {
		o.articles = map[string]string{}
	}
	for _, l := range v.Lines {
		o.articles[l.ID] = cmp.Or(l.SKU, l.Name)
	}
}

// refused is an outcome that says which rule of the books an effect breaks.
func refused(format string, args ...any) (order.Outcome, error) {
	return order.Outcome{Kind: order.Rejected, Code: "rule", Text: fmt.Sprintf(format, args...)}, nil
}

// Print implements erp.Printer: the document in a few words.
func (b *Books) Print(ctx context.Context, doc order.Ref) (erp.File, error) {
	if err := b.called(ctx); err != nil {
		return erp.File{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, o := range b.orders {
		for _, d := range o.Documents {
			if d.Ref.Kind == doc.Kind && d.Ref.ID == doc.ID {
				text := fmt.Sprintf("%s %s of order %s, made from %s\n", d.Kind, d.Number, o.ID, cmp.Or(d.Basis, "nothing"))
				for _, u := range d.Units {
					text += fmt.Sprintf("%s: %s\n", o.articles[u.Line], amount.Milli(u.To.Milli()-u.From.Milli()))
				}
				return erp.File{Name: d.Kind + "-" + d.Number + ".txt", Type: "text/plain; charset=utf-8", Content: []byte(text)}, nil
			}
		}
	}
	return erp.File{}, &ordo.Error{System: b.System(), Class: ordo.NotFound, Text: doc.Kind + " " + doc.ID + " is not in the books"}
}
