package book

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// System is the book's name in references and errors.
const System = "book"

// cancelled is written for orders and lines without remaining pieces.
const cancelled = "cancelled"

// Book is one table. It is safe for concurrent use by one process; a person may edit the table at any time.
type Book struct {
	path  string
	mu    sync.Mutex // the table is read, changed and written by one at a time
	write func(path string, text []byte) error
}

var _ erp.System = (*Book)(nil)

// At returns the book whose table is at a path. The first order creates the file.
func At(path string) *Book { return &Book{path: path, write: replace} }

// fail returns an error of the book. Its class says what to do about it.
func fail(op string, c ordo.Class, text string, cause error) error {
	return &ordo.Error{System: System, Op: op, Class: c, Text: text, Err: cause}
}

// System implements erp.System.
func (b *Book) System() string { return System }

// Ref implements erp.System: an order has its number in the channel.
func (b *Book) Ref(o order.View) order.Ref { return refOf(o.Ref.ID) }

// Can implements erp.System. There is no column for dates.
func (b *Book) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	return slices.Contains([]order.EffectKind{order.EffectUpsert, order.EffectStatus, order.EffectCancel, order.EffectNote}, kind)
}

// StatusFor implements erp.System.
func (b *Book) StatusFor(o order.View) string {
	switch o.State { //nolint:exhaustive // the others have no word in the table
	case status.OrderNew:
		return "new"
	case status.OrderConfirmed, status.OrderPartlyConfirmed:
		return "confirmed"
	case status.OrderPacked:
		return "packed"
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		return "handed out"
	case status.OrderCancelled, status.OrderRefused:
		return cancelled
	}
	return ""
}

// Apply implements erp.System. It writes the table once, and only if something changes.
func (b *Book) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return order.Outcome{}, fail(string(t.Kind), ordo.Retry, "the context has ended", err)
	}
	if !b.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	all, h, err := b.refresh()
	if err != nil {
		return order.Outcome{}, err
	}
	was := slices.Clone(all)
	id := b.Ref(t.Order).ID
	head := all.find(id, "")
	switch {
	case t.Kind == order.EffectUpsert && head == nil:
		all = append(all, b.rows(t.Order)...)
	case t.Kind == order.EffectUpsert:
	case head == nil:
		return order.Outcome{Kind: order.Rejected, Text: "order " + id + " is no longer in the book: its row was removed"}, nil
	default:
		b.change(all, head, t)
	}
	out := order.Outcome{Kind: order.AlreadySo, Ref: refOf(id), Code: all.find(id, "").Status}
	if slices.Equal(was, all) {
		return out, nil
	}
	out.Kind = order.Applied
	return out, b.save(all, h)
}

// rows returns the rows of a new order.
func (b *Book) rows(o order.View) table {
	t := table{{Order: b.Ref(o).ID, What: o.Buyer.Name, Status: b.StatusFor(o)}}
	for _, l := range o.Lines {
		r := row{Order: t[0].Order, Line: l.ID, What: l.Name}
		r.shows(l)
		t = append(t, r)
	}
	return t
}

// shows writes the remaining pieces and sum of a line.
func (r *row) shows(l order.LineView) {
	r.Pieces, r.Sum = l.Living.String(), l.Total.Text()
	if l.Living.IsZero() {
		r.Status = cancelled
	}
}

// change changes the rows of an order.
func (b *Book) change(all table, head *row, t order.Task) {
	switch t.Kind { //nolint:exhaustive // see Can
	case order.EffectStatus:
		if code := b.StatusFor(t.Order); code != "" {
			head.Status = code
		}
	case order.EffectCancel:
		for _, l := range t.Order.Lines {
			about := slices.ContainsFunc(t.Units, func(u order.Units) bool { return u.Line == l.ID })
			if r := all.find(head.Order, l.ID); r != nil && about {
				r.shows(l)
			}
		}
		if b.StatusFor(t.Order) == cancelled {
			head.Status = cancelled
		}
	case order.EffectNote:
		sum := sha256.Sum256([]byte(t.Key))
		mark := fmt.Sprintf(" (#%x)", sum[:4]) // marks the note, so that it is not added twice
		if !strings.Contains(head.Notes, mark) {
			head.Notes = strings.TrimPrefix(head.Notes+" | "+t.Text+mark, " | ")
		}
	}
}

// Changes implements erp.System. The cursor is the number of the last change.
func (b *Book) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(erp.Change{}, fail("changes", ordo.Retry, "the context has ended", err))
			return
		}
		b.mu.Lock()
		_, h, err := b.refresh()
		b.mu.Unlock()
		if err != nil {
			yield(erp.Change{}, err)
			return
		}
		from, _ := strconv.Atoi(cursor) // an empty one begins with the first
		for _, c := range h.Changes[min(max(from, 0), len(h.Changes)):] {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Read implements erp.System: if the person's status is ahead of the order, the order follows step by step.
func (b *Book) Read(ctx context.Context, _ []erp.Change, o order.View) (erp.Reading, error) {
	if err := ctx.Err(); err != nil {
		return erp.Reading{}, fail("read", ordo.Retry, "the context has ended", err)
	}
	b.mu.Lock()
	all, _, err := b.refresh()
	b.mu.Unlock()
	if err != nil {
		return erp.Reading{}, err
	}
	head := all.find(b.Ref(o).ID, "")
	if head == nil {
		return erp.Reading{}, nil // its row was removed
	}
	w := order.Intent{Code: head.Status}
	for _, l := range o.Lines {
		if r := all.find(head.Order, l.ID); r != nil && r.Status == cancelled && !l.Living.IsZero() {
			w.Commands = append(w.Commands, order.Cancel{Picks: order.PickAll(l.ID), Reason: status.ReasonOutOfStock})
		}
	}
	way := []string{"new", "confirmed", "packed", "handed out"}
	steps := []order.Command{nil, order.Confirm{}, order.Pack{}, order.Deliver{}}
	if head.Status == cancelled && b.StatusFor(o) != cancelled {
		w.Commands = []order.Command{order.Cancel{Reason: status.ReasonOutOfStock}}
	} else if now := slices.Index(way, b.StatusFor(o)); now >= 0 {
		for i := now + 1; i <= slices.Index(way, head.Status); i++ {
			w.Commands = append(w.Commands, steps[i])
		}
	}
	r := erp.Reading{Status: head.Status}
	if len(w.Commands) > 0 {
		r.Reports = append(r.Reports, w)
	}
	return r, nil
}
