package erptest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// rowsChanged lets a person make three pieces of line 1 out of one, add two of an article, and take out line 2. It
// returns the changes.
func (b *bench) rowsChanged() ([]erp.Change, error) {
	if err := b.shown(); err != nil {
		return nil, err
	}
	_, cursor, err := b.changes("")
	if err != nil {
		return nil, err
	}
	for _, err := range []error{
		b.SetsRow(b.ref, "1", amount.Pcs(3)), b.AddsRow(b.ref, Articles()[1], amount.Pcs(2)), b.SetsRow(b.ref, "2", amount.Quantity{}),
	} {
		if err != nil {
			return nil, fmt.Errorf("a person changes the rows: %w", err)
		}
	}
	cs, _, err := b.changes(cursor)
	return b.about(cs), err
}

// edit reads changes, which must mean an edit of the rows.
func (b *bench) edit(cs []erp.Change) (erp.Reading, error) {
	r, err := b.Port.Read(b.ctx, cs, b.o.View())
	if err == nil && r.Edit == nil {
		err = errors.New("a person changed the rows, and Reading.Edit is nil")
	}
	return r, err
}

// isAsMade checks that an edit is what rowsChanged did, and returns the id of the line that is added.
func isAsMade(e *erp.RowEdit) (string, error) {
	x := e.Edit
	switch {
	case e.Promo != nil:
		return "", fmt.Errorf("nobody touched the promo code, and the edit has %q", *e.Promo)
	case len(x.Extend) != 1 || x.Extend[0].Line != "1" || x.Extend[0].By != amount.Pcs(2):
		return "", fmt.Errorf("line 1 is to be extended by 2, the edit has %+v", x.Extend)
	case len(x.Remove) != 1 || x.Remove[0].Line != "2" || !x.Remove[0].Quantity.IsZero() && x.Remove[0].Quantity != amount.Pcs(1):
		return "", fmt.Errorf("line 2 is to be removed, the edit has %+v", x.Remove)
	case len(x.Add) != 1 || x.Add[0].SKU != Articles()[1] || x.Add[0].Quantity != amount.Pcs(2):
		return "", fmt.Errorf("2 of %s are to be added, the edit has %+v", Articles()[1], x.Add)
	case x.Add[0].ID == "" || slices.Contains([]string{"1", "2", "3"}, x.Add[0].ID):
		return "", fmt.Errorf("the line that is added has the id %q: make it of the id of its row", x.Add[0].ID)
	case len(e.About) == 0:
		return "", errors.New("the edit has no About: a refusal could not say what it was about")
	}
	return x.Add[0].ID, nil
}

func readsRows(b *bench) error {
	cs, err := b.rowsChanged()
	if err != nil {
		return err
	}
	r, err := b.edit(cs)
	if err != nil {
		return err
	}
	id, err := isAsMade(r.Edit)
	if err != nil {
		return err
	}
	for _, obs := range r.Reports {
		if i, is := obs.(order.Intent); is && slices.ContainsFunc(i.Commands, isOfLines) {
			return errors.New("the edit is among the reports as well: it would be made twice")
		}
	}
	if r.Sums == nil || !slices.ContainsFunc(r.Sums.Lines, func(l order.LineSum) bool { return l.Line == id && l.Quantity == amount.Pcs(2) }) {
		return fmt.Errorf("the sums of the reading do not show the row that was added as line %q", id)
	}
	again, err := b.edit(cs)
	if err != nil {
		return fmt.Errorf("read again: %w", err)
	}
	if other, err := isAsMade(again.Edit); err != nil || other != id {
		return errors.Join(err, fmt.Errorf("read again, the row is line %q; it was %q", other, id))
	}
	if r, err = b.Port.Read(b.ctx, nil, b.o.View()); err == nil && r.Edit != nil {
		err = errors.New("a reading without changes has an edit: nobody knows whose it is")
	}
	return err
}

// isOfLines reports whether a command changes lines.
func isOfLines(c order.Command) bool {
	return c.Kind() == order.KindEdit || c.Kind() == order.KindCancel || c.Kind() == order.KindReprice
}

// followsRows: the edit is made, with prices of the shop, and the rows show it.
func followsRows(b *bench) error {
	cs, err := b.rowsChanged()
	if err != nil {
		return err
	}
	r, err := b.edit(cs)
	if err != nil {
		return err
	}
	id, err := isAsMade(r.Edit)
	if err != nil {
		return err
	}
	if err := b.keepsSeen(r); err != nil {
		return err
	}
	as := Articles()
	line := func(id, article string, n int, minor int64) order.Line {
		return order.Line{ID: id, SKU: article, Name: "Товар " + article, Quantity: amount.Pcs(n), Total: amount.RUB(minor), VAT: amount.VAT20}
	}
	lines := []order.Line{line("1", as[0], 3, 240000), line("3", as[2], 1, 89002), line(id, as[1], 2, 150000)}
	if _, err := b.o.Observe(order.LinesReport{Lines: lines}, b.by(channel)); err != nil {
		return fmt.Errorf("the lines of the check: %w", err)
	}
	if err := b.shows(order.EffectLines, order.Effect{}, amount.RUB(0), false); err != nil {
		return err
	}
	r, err = b.Port.Read(b.ctx, cs, b.o.View())
	if err == nil && r.Edit != nil {
		err = fmt.Errorf("the rows are those of the order, and the same changes are an edit again: %+v", r.Edit.Edit)
	}
	return err
}

// undoesRows: the edit is refused, and the rows show the order again.
func undoesRows(b *bench) error {
	cs, err := b.rowsChanged()
	if err != nil {
		return err
	}
	r, err := b.edit(cs)
	if err != nil {
		return err
	}
	if err := b.keepsSeen(r); err != nil {
		return err
	}
	if err := b.shows(order.EffectLines, order.Effect{}, amount.RUB(0), b.LosesAnswer != nil); err != nil {
		return err
	}
	if b.Shows != nil {
		if s := b.Shows(b.ref); len(s.Lines) != 3 {
			return fmt.Errorf("the rows are %v, want those of the order: one that a person added stays", s.Lines)
		}
	}
	all, _, err := b.changes("")
	if err != nil {
		return err
	}
	r, err = b.Port.Read(b.ctx, b.about(all), b.o.View())
	if err == nil && r.Edit != nil {
		err = fmt.Errorf("the rows are those of the order, and the changes are still an edit: %+v", r.Edit.Edit)
	}
	return err
}

// keepsRows: what people change between a reading and a write is not lost. The write waits, or leaves it alone.
func keepsRows(b *bench) error {
	cs, err := b.rowsChanged()
	if err != nil {
		return err
	}
	r, err := b.edit(cs)
	if err != nil {
		return err
	}
	if err := b.keepsSeen(r); err != nil {
		return err
	}
	if err := b.SetsRow(b.ref, "1", amount.Pcs(7)); err != nil {
		return fmt.Errorf("a person changes the rows: %w", err)
	}
	t, err := b.task(order.EffectLines, order.Effect{})
	if err != nil {
		return err
	}
	if _, err := b.Port.Apply(b.ctx, t); err != nil && ordo.ClassOf(err) != ordo.Retry {
		return fmt.Errorf("rows were changed since they were read, and writing them is %w; want an error of class %s, or that they stay", err, ordo.Retry)
	}
	all, _, err := b.changes("")
	if err != nil {
		return err
	}
	if r, err = b.edit(b.about(all)); err != nil {
		return err
	}
	if x := r.Edit.Edit.Extend; len(x) != 1 || x[0].By != amount.Pcs(6) {
		return fmt.Errorf("line 1 is to be extended by 6, the edit has %+v", x)
	}
	if err := b.keepsSeen(r); err != nil {
		return err
	}
	return b.shows(order.EffectLines, order.Effect{}, amount.RUB(0), false)
}

func readsPromo(b *bench) error {
	if err := b.shown(); err != nil {
		return err
	}
	if !b.Port.Can(order.EffectLines, b.scheme) {
		return suite.Skip("the system cannot change lines")
	}
	for _, code := range []string{"MAY10", "JUNE"} { // each is refused: the order has none
		_, cursor, err := b.changes("")
		if err != nil {
			return err
		}
		if err := b.TypesPromo(b.ref, code); err != nil {
			return fmt.Errorf("a person types a promo code: %w", err)
		}
		cs, _, err := b.changes(cursor)
		if err != nil {
			return err
		}
		r, err := b.edit(b.about(cs))
		if err != nil {
			return err
		}
		if e := r.Edit; e.Promo == nil || *e.Promo != code || len(e.Edit.Add)+len(e.Edit.Extend)+len(e.Edit.Remove) > 0 {
			return fmt.Errorf("the promo code %q was typed, the edit is %+v", code, e)
		}
		if err := b.keepsSeen(r); err != nil {
			return err
		}
		if _, err := b.ensure(order.EffectLines, order.Effect{}); err != nil {
			return err
		}
		if r, err = b.Port.Read(b.ctx, b.about(cs), b.o.View()); err != nil {
			return err
		} else if r.Edit != nil {
			return errors.New("the field shows the order again, and the same change is an edit")
		}
	}
	return nil
}
