package erptest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The Fields of changes on a [Desk].
const (
	FieldRows   = "rows"
	FieldPromo  = "promo"
	FieldParcel = "parcel" // the button that asks for the carrier; the Value is the number of the request
)

// SetRow sets the quantity of a row, as a person; zero takes the row out.
func (d *Desk) SetRow(by, id, line string, q amount.Quantity) error {
	return d.acts(by, id, FieldRows, line, func(c *DeskCard) error {
		i := slices.IndexFunc(c.Rows, func(r DeskRow) bool { return r.Line == line })
		if i < 0 {
			return fmt.Errorf("there is no row of line %s", line)
		}
		rows := slices.Clone(c.Rows)
		if rows[i].Quantity = q; q.Sign() <= 0 {
			rows = slices.Delete(rows, i, i+1)
		}
		c.Rows = rows
		c.edited++
		return nil
	})
}

// AddRow adds a row, as a person. Another article in place of one is a row more and one less.
func (d *Desk) AddRow(by, id, article string, q amount.Quantity) error {
	return d.acts(by, id, FieldRows, article, func(c *DeskCard) error {
		d.added++
		c.Rows = append(slices.Clone(c.Rows), DeskRow{Line: "row-" + strconv.Itoa(d.added), Article: article, Name: article, Quantity: q})
		c.edited++
		return nil
	})
}

// SetPrice sets what a row costs, as a person: the shop has other prices, and that counts for nothing.
func (d *Desk) SetPrice(by, id, line string, total amount.Money) error {
	return d.acts(by, id, FieldRows, line, func(c *DeskCard) error {
		i := slices.IndexFunc(c.Rows, func(r DeskRow) bool { return r.Line == line })
		if i < 0 {
			return fmt.Errorf("there is no row of line %s", line)
		}
		c.Rows = slices.Clone(c.Rows)
		c.Rows[i].Total = total
		c.edited++
		return nil
	})
}

// TypePromo types a promo code into the card, as a person; "" clears the field.
func (d *Desk) TypePromo(by, id, code string) error {
	return d.acts(by, id, FieldPromo, code, func(c *DeskCard) error {
		c.Promo = code
		c.edited++
		return nil
	})
}

// SetStatus sets the status of a card, as a person: one of those of order.View.State.
func (d *Desk) SetStatus(by, id, code string) error {
	return d.acts(by, id, erp.FieldStatus, code, func(c *DeskCard) error {
		c.Status = code
		return nil
	})
}

// AskCarrier asks for the carrier of a shipment, as a person, with what is filled into its form.
func (d *Desk) AskCarrier(by, id string, w erp.ParcelWish) error {
	return d.acts(by, id, FieldParcel, "", func(c *DeskCard) error {
		c.wishes = append(c.wishes, w)
		return nil
	})
}

// acts lets a person change a card.
func (d *Desk) acts(by, id, field, value string, do func(*DeskCard) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.find(id)
	if c == nil {
		return d.notFound(id)
	}
	if err := do(c); err != nil {
		return err
	}
	if field == FieldParcel {
		value = strconv.Itoa(len(c.wishes))
	}
	d.changes = append(d.changes, erp.Change{
		Cursor: strconv.Itoa(len(d.changes) + 1), Ref: order.Ref{System: d.System(), Kind: "card", ID: id},
		At: time.Now().UTC().Truncate(time.Second), Field: field, Value: value, By: by,
	})
	return nil
}

// Changes implements erp.System.
func (d *Desk) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		d.mu.Lock()
		err := d.called(ctx)
		from, _ := strconv.Atoi(cursor)
		cs := slices.Clone(d.changes[min(from, len(d.changes)):])
		d.mu.Unlock()
		if err != nil {
			yield(erp.Change{}, err)
			return
		}
		for _, c := range cs {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Read implements erp.System.
func (d *Desk) Read(ctx context.Context, cs []erp.Change, o order.View) (erp.Reading, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.called(ctx); err != nil {
		return erp.Reading{}, err
	}
	c := d.find(o.ID)
	if c == nil {
		return erp.Reading{}, d.notFound(o.ID)
	}
	sums := c.Sums()
	r := erp.Reading{Status: c.Status, Sums: &sums}
	rows := false
	for _, ch := range cs {
		switch ch.Field {
		case FieldRows, FieldPromo:
			rows = true
		case FieldParcel:
			if n, _ := strconv.Atoi(ch.Value); n > 0 && n <= len(c.wishes) {
				w := c.wishes[n-1]
				w.Code = FieldParcel
				r.Parcels = append(r.Parcels, w)
			}
		case erp.FieldStatus:
			if cmd := commandFor(ch.Value); cmd != nil {
				r.Reports = append(r.Reports, order.Intent{Commands: []order.Command{cmd}, Code: ch.Value})
				continue
			}
			r.Ignored = append(r.Ignored, ch)
		}
	}
	if rows {
		c.read = c.edited
		if e := rowEdit(c.wrote, c.Rows); c.Promo != c.wrotePromo || e != nil {
			if r.Edit = e; e == nil {
				r.Edit = &erp.RowEdit{Code: FieldPromo}
			}
			if c.Promo != c.wrotePromo {
				code := c.Promo
				r.Edit.Promo = &code
				r.Edit.About = append(r.Edit.About, order.Textf("promo code: %q there, %q here", c.Promo, c.wrotePromo))
			}
		}
	}
	return r, nil
}

// commandFor is what a person wants who sets a status.
func commandFor(code string) order.Command {
	switch code {
	case status.OrderConfirmed.String():
		return order.Confirm{}
	case status.OrderCancelled.String():
		return order.Cancel{Reason: status.ReasonOther}
	}
	return nil
}

// rowEdit returns what rows say that they did not when they were written; nil if that is nothing.
func rowEdit(wrote, rows []DeskRow) *erp.RowEdit {
	e := &erp.RowEdit{Code: FieldRows}
	about := func(r DeskRow, there, here amount.Quantity) {
		e.About = append(e.About, order.Textf("%s: %s there, %s here", r.Name, there, here))
	}
	for _, w := range wrote {
		i := slices.IndexFunc(rows, func(r DeskRow) bool { return r.Line == w.Line })
		var now DeskRow
		if i >= 0 {
			now = rows[i]
		}
		switch more := amount.Milli(now.Quantity.Milli() - w.Quantity.Milli()); {
		case more.Sign() > 0:
			e.Edit.Extend = append(e.Edit.Extend, order.Extension{Line: w.Line, By: more})
		case more.Sign() < 0:
			e.Edit.Remove = e.Edit.Remove.And(order.Pick(w.Line, amount.Milli(-more.Milli())))
		case now.Total != w.Total:
			e.About = append(e.About, order.Textf("%s: %s there, %s here", w.Name, now.Total, w.Total))
			continue
		default:
			continue
		}
		about(w, now.Quantity, w.Quantity)
	}
	for _, r := range rows {
		if !slices.ContainsFunc(wrote, func(w DeskRow) bool { return w.Line == r.Line }) {
			e.Edit.Add = append(e.Edit.Add, order.Line{ID: r.Line, SKU: r.Article, Name: r.Name, Quantity: r.Quantity})
			about(r, r.Quantity, amount.Quantity{})
		}
	}
	if len(e.About) == 0 {
		return nil
	}
	return e
}
