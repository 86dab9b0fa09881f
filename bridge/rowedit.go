package bridge

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// rowsEdited is what people changed in the rows of an order in one message: the last reading has all of it.
type rowsEdited struct {
	edit *erp.RowEdit
	by   []order.By // of whom it is, the last one last
}

// add adds what was read after the changes of one person.
func (w *rowsEdited) add(r erp.Reading, by order.By) {
	w.edit, w.by = r.Edit, append(w.by, by)
}

// editRows prices an edit of rows and tries it. It is made or refused at once: whoever made it looks at the rows, and
// would sell by them. The rows are written then, made or refused: the next edit is what differs from what was written
// last.
func (h *erpHandler) editRows(ctx context.Context, j *job, a *account, w rowsEdited, key string) error {
	e := w.edit.Edit
	if changesNoLine(e) && w.edit.Promo != nil && *w.edit.Promo == promoOf(j.view()) {
		return nil
	}
	e.Add, e.Extend, e.Reprice = slices.Clone(e.Add), slices.Clone(e.Extend), nil
	for i := range e.Add {
		e.Add[i].Total, e.Add[i].Price = amount.Money{}, amount.Money{}
	}
	for i := range e.Extend {
		e.Extend[i].Total, e.Extend[i].Price = amount.Money{}, amount.Money{}
	}
	was := j.view()
	j.erpAt(a.name).rows = true
	by := h.mayNot(j, w)
	if key != "" {
		by.Key = key + "/rows"
	}
	if changesNoLine(e) && w.edit.Promo == nil {
		why := order.Textf("prices are those of %s: change the quantity, or enter a promo code", j.route.Channel)
		return h.intends(j, order.Intent{Commands: []order.Command{order.Reprice{}}, Refused: why}, w.edit, by)
	}
	x := editing{promo: w.edit.Promo}
	c, err := x.priceUnpaid(ctx, j, e, by)
	if err != nil {
		why, refused := whyNot(err)
		if !refused {
			return err
		}
		return h.intends(j, order.Intent{Commands: []order.Command{x.command(e)}, Refused: why}, w.edit, by)
	}
	before := j.order.Version()
	if err := h.intends(j, order.Intent{Commands: []order.Command{c}}, w.edit, by); err != nil {
		return err
	}
	for ev := range j.order.Events(order.Filter{}) {
		if _, declined := ev.Body.(order.IntentDeclined); declined && ev.N > before {
			return nil
		}
	}
	x.report(j, was)
	return nil
}

// mayNot returns the first of the people who has no right to edit; else the last one, whose edit it is then.
func (h *erpHandler) mayNot(j *job, w rowsEdited) order.By {
	for _, by := range w.by {
		x := editing{promo: w.edit.Promo}
		if _, err := x.try(j, w.edit.Edit, by); errors.Is(err, order.ErrRole) {
			return by
		}
	}
	return w.by[len(w.by)-1]
}

// priceUnpaid prices an edit. Once money is there, rows cannot say what becomes of it: that is done by returns.
func (x *editing) priceUnpaid(ctx context.Context, j *job, e order.Edit, by order.By) (order.Command, error) {
	_, tried := x.try(j, e, by)
	if errors.Is(tried, order.ErrRole) {
		return nil, tried
	}
	v := j.view()
	for _, b := range v.Blocks {
		if b.Money == status.MoneySent || b.Money == status.MoneyInDoubt {
			why := order.Textf("%s of block %d are being paid back: wait until the refund has ended; then what the buyer does not want goes into a return, and what comes in is another order", b.Owed, b.N)
			return nil, x.ofClass(j, ordo.Conflict, "", why)
		}
	}
	if v.Paid.Sign() > 0 {
		why := order.Textf("the order is paid (%s), and rows are not changed any more: what the buyer does not want goes into a return, whose money is paid back; what comes in is another order", v.Paid)
		return nil, x.ofClass(j, ordo.Conflict, "", why)
	}
	if tried != nil {
		return nil, tried
	}
	return x.price(ctx, j, e, by)
}

// command is an edit without prices.
func (x *editing) command(e order.Edit) order.Command {
	if changesNoLine(e) {
		return order.Reprice{}
	}
	return e
}

// whyNot says in words why a person's wish cannot be tried. It reports false for an error that says nothing about the
// wish: then it is tried again.
func whyNot(err error) (why order.Text, refused bool) {
	var q *QuoteError
	var no *order.Refused
	switch {
	case errors.As(err, &q) && q.Line != "":
		return order.Textf("line %s: %s", q.Line, q.Why), true
	case errors.As(err, &q):
		return q.Why, true
	case errors.As(err, &no):
		unnamed := *no
		unnamed.Kind = ""
		return unnamed.Text(), true
	}
	return order.Text{}, false
}

// intends gives the order what a person wants.
func (h *erpHandler) intends(j *job, i order.Intent, w *erp.RowEdit, by order.By) error {
	i.Code = w.Code
	if len(w.About) > 0 {
		about := w.About[0]
		for _, t := range w.About[1:] {
			about = order.Textf("%s; %s", about, t)
		}
		i.About = []order.Text{about}
	}
	_, err := j.order.Observe(i, by)
	return err
}

// sendRows adds that the rows of a system are written, where people changed them.
func (h *erpHandler) sendRows(j *job, a *account, es []order.Event) {
	st := j.erpAt(a.name)
	if !st.rows || len(es) == 0 {
		return
	}
	st.rows = false
	if a.system.Can(order.EffectLines, j.view().Scheme) {
		h.sendChange(j, a, es[len(es)-1], erpChange{kind: order.EffectLines})
	}
}

// person is who made changes, as they report what a system shows.
func (h *erpHandler) person(j *job, a *account, cs []erp.Change, r erp.Reading, user string) order.By {
	by := j.from(a, j.route.roleOf(a.name), r.Occurred)
	if userOf(cs) == "" && user != "" {
		cs = []erp.Change{{By: user}}
	}
	by.Actor = h.author(by.Actor, cs)
	return by
}
