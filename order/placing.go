package order

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Placed is the first event of an order that was seen from its beginning.
type Placed struct {
	ID          string                `json:"id"`
	Ref         Ref                   `json:"ref,omitzero"`
	Number      string                `json:"number,omitzero"`
	Scheme      SchemeCode            `json:"scheme"`
	Authority   Authority             `json:"authority,omitzero"`
	Currency    string                `json:"currency"`
	PlacedAt    time.Time             `json:"placedAt,omitzero"`
	Buyer       Buyer                 `json:"buyer,omitzero"`
	Delivery    Delivery              `json:"delivery,omitzero"`
	Lines       []LineData            `json:"lines"`
	Adjustments []Adjustment          `json:"adjustments,omitzero"`
	Open        []status.Confirmation `json:"open,omitzero"`
	Deadlines   []Deadline            `json:"deadlines,omitzero"`
	Comment     string                `json:"comment,omitzero"`
	Total       amount.Money          `json:"total"`
}

// Kind implements Body.
func (Placed) Kind() string { return "placed" }

func (b Placed) sound(o *Order) error { return b.soundWith(o, 0) }

func (b Placed) soundWith(o *Order, shipments int) error {
	if len(o.log) > 0 {
		return errors.New("an order begins only once")
	}
	if b.ID == "" || len(b.Lines) == 0 || len(b.Lines) > maxLines {
		return fmt.Errorf("order %q with %d lines", b.ID, len(b.Lines))
	}
	if _, err := amount.NewMoney(0, b.Currency); err != nil {
		return err
	}
	in := &Order{currency: b.Currency}
	seen := map[string]bool{}
	for _, l := range b.Lines {
		if seen[l.ID] {
			return fmt.Errorf("line %q twice", l.ID)
		}
		seen[l.ID] = true
		if err := l.sound(in, shipments); err != nil {
			return err
		}
	}
	for _, a := range b.Adjustments {
		if err := in.soundMoney(a.Amount); err != nil {
			return err
		}
	}
	for _, c := range b.Open {
		if c == 0 || c > status.ConfirmShippingCostAccepted {
			return fmt.Errorf("confirmation %q", c)
		}
	}
	times := []time.Time{b.PlacedAt, b.Delivery.Window.From, b.Delivery.Window.To}
	for _, d := range b.Deadlines {
		times = append(times, d.At)
	}
	return first(in.soundMoney(b.Total), soundTimes(times...))
}

// sound checks that a line's portions cover it exactly once and its prices price it.
func (d LineData) sound(o *Order, shipments int) error {
	bad := func(err error) error { return fmt.Errorf("line %q: %w", d.ID, err) }
	if d.ID == "" || !d.Kind.valid() || d.Step.Sign() <= 0 || d.Quantity.Sign() <= 0 || d.Quantity.Cmp(maxQuantity) > 0 || !d.Quantity.IsMultipleOf(d.Step) {
		return bad(fmt.Errorf("kind %q, quantity %s by %s", d.Kind, d.Quantity, d.Step))
	}
	if err := d.soundPrices(o); err != nil {
		return bad(err)
	}
	at := amount.Quantity{}
	for _, p := range d.Portions {
		if p.From != at || p.From.Cmp(p.To) >= 0 || !p.To.IsMultipleOf(d.Step) || p.Block != 0 {
			return bad(fmt.Errorf("portion %s to %s after %s, in block R%d", p.From, p.To, at, p.Block))
		}
		if err := p.soundIn(shipments, 0); err != nil {
			return bad(err)
		}
		at = p.To
	}
	if at != d.Quantity {
		return bad(fmt.Errorf("portions end at %s of %s", at, d.Quantity))
	}
	return nil
}

func (d LineData) soundPrices(o *Order) error {
	for _, ss := range []amount.Spans{d.Gross, d.Net, d.Tax} {
		if ss == nil {
			continue
		}
		if err := o.soundSpans(ss, d.Quantity); err != nil {
			return err
		}
	}
	if d.Gross == nil || d.Net == nil {
		return errors.New("no prices")
	}
	return nil
}

// soundSpans checks that spans price exactly a quantity, in the order's currency.
func (o *Order) soundSpans(ss amount.Spans, q amount.Quantity) error {
	if err := ss.Validate(); err != nil {
		return err
	}
	if !ss[0].From.IsZero() || ss[len(ss)-1].To != q {
		return fmt.Errorf("prices of units %s to %s of %s", ss[0].From, ss[len(ss)-1].To, q)
	}
	for _, s := range ss {
		if s.Total.Currency() != o.currency {
			return fmt.Errorf("price %s in an order in %s", s.Total, o.currency)
		}
		if err := o.soundMoney(s.Total); err != nil {
			return err
		}
	}
	_, err := ss.Of(amount.Quantity{}, q)
	return err
}

func (b Placed) apply(o *Order, e *Event) {
	o.id, o.ref, o.number, o.scheme, o.authority, o.currency = b.ID, b.Ref, b.Number, b.Scheme, b.Authority, b.Currency
	o.placed, o.buyer, o.delivery, o.deadlines, o.adjustments = b.PlacedAt, b.Buyer, b.Delivery, b.Deadlines, b.Adjustments
	o.open, o.total = status.Confirmations(b.Open...), b.Total
	zero := o.nothing()
	o.paid, o.owed = zero, zero
	for _, d := range b.Lines {
		o.addLine(d)
	}
	if b.Comment != "" {
		o.comments = append(o.comments, Comment{Text: b.Comment, By: e.By, At: e.At})
	}
}

// addLine takes a line up.
func (o *Order) addLine(d LineData) {
	l := &line{
		id: d.ID, kind: d.Kind, sku: d.SKU, name: d.Name, ref: d.Ref, step: d.Step, quantity: d.Quantity, vat: d.VAT,
		marked: d.Marked, gross: d.Gross, net: d.Net, tax: d.Tax, shares: d.Shares, marks: d.Marks,
		portions: append([]Portion(nil), d.Portions...),
	}
	at := len(o.lines)
	o.index[d.ID] = at
	o.lines = append(o.lines, l)
	for _, m := range l.marks {
		if have := o.codes[m.Code]; len(have) == 0 || have[len(have)-1] != at {
			o.codes[m.Code] = append(have, at)
		}
	}
	o.tally.hasGoods = o.tally.hasGoods || l.goods()
	n := o.tally.of(l)
	for _, p := range l.portions {
		n[p.State] += p.To.Milli() - p.From.Milli()
	}
	l.join(len(l.portions)-1, 0)
}

// place checks a draft and prices it.
func place(d Draft, r *rules) (Placed, error) {
	if d.ID == "" {
		return Placed{}, refuse(ErrInvalid, "draft", "the order has no id")
	}
	if r.scheme == nil {
		return Placed{}, refuse(ErrScheme, "draft", "scheme %q is not known; pass it with WithScheme", d.Scheme)
	}
	if err := r.scheme.Check(); err != nil {
		return Placed{}, err
	}
	if d.Authority >= authorityEnd {
		return Placed{}, refuse(ErrInvalid, "authority", "%#x names nobody", uint32(d.Authority))
	}
	for _, c := range d.Confirmations {
		if c == 0 || c > status.ConfirmShippingCostAccepted {
			return Placed{}, refuse(ErrInvalid, "confirmation", "%s", c)
		}
	}
	if len(d.Lines) == 0 || len(d.Lines) > maxLines {
		return Placed{}, refuse(ErrInvalid, "draft", "%d {1:line|lines}; an order has 1 to %d", len(d.Lines), maxLines)
	}
	cur, err := draftCurrency(d)
	if err != nil {
		return Placed{}, err
	}
	if d.Delivery.Window = d.Delivery.Window.normal(); !d.Delivery.Window.IsZero() {
		if err := d.Delivery.Window.check(); err != nil {
			return Placed{}, err
		}
	}
	b := Placed{
		ID: d.ID, Ref: d.Ref, Number: d.Number, Scheme: d.Scheme, Authority: d.Authority, Currency: cur, PlacedAt: instant(d.Placed),
		Buyer: d.Buyer, Delivery: d.Delivery, Adjustments: slices.Clone(d.Adjustments), Open: status.Confirmations(d.Confirmations...).List(),
		Comment: d.Comment,
	}
	for _, dl := range d.Deadlines {
		b.Deadlines = append(b.Deadlines, Deadline{dl.Kind, instant(dl.At)})
	}
	seen := map[string]bool{}
	for _, l := range d.Lines {
		if seen[l.ID] {
			return Placed{}, refuse(ErrDuplicate, Textf("line %s", l.ID), "the draft has two lines with this id")
		}
		seen[l.ID] = true
		ld, err := lineData(l, cur, r.scheme.Start)
		if err != nil {
			return Placed{}, err
		}
		b.Lines = append(b.Lines, ld)
	}
	b.Total, err = priceLines(b.Lines, d.Adjustments, cur)
	return b, err
}

// draftCurrency is the currency an order is in.
func draftCurrency(d Draft) (string, error) {
	cur := d.Currency
	for _, l := range d.Lines {
		for _, m := range []amount.Money{l.Total, l.Price} {
			if cur == "" {
				cur = m.Currency()
			}
		}
	}
	if _, err := amount.NewMoney(0, cur); err != nil {
		return "", moneyProblem("currency", err)
	}
	return cur, nil
}
