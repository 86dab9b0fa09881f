package order

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Draft is an order as it is placed.
type Draft struct {
	ID        string     // the order's id here
	Ref       Ref        // the order in the system it was placed in
	Number    string     // for people
	Scheme    SchemeCode // Standard, MerchantDelivery ... or the code of a scheme passed with WithScheme
	Authority Authority  // who owns which fact
	Currency  string     // ISO 4217; taken from the first line's money when empty
	Placed    time.Time  // when the buyer placed it, by the outside system's clock; may be zero

	Buyer         Buyer
	Delivery      Delivery
	Method        string // how the buyer pays: cash, card, transfer ... as the shop names it
	Lines         []Line
	Adjustments   []Adjustment // discounts, promo codes, bonuses and charges, spread over the lines they are on
	Confirmations []status.Confirmation
	Deadlines     []Deadline
	Comment       string
	Links         []Link // other orders that it belongs to
}

// New places an order. The error names what is wrong with the draft; Draft.Check finds the same without a scheme.
func New(d Draft, by By, opts ...Option) (*Order, []Event, error) {
	body, err := d.placed()
	if err != nil {
		return nil, nil, withKind("new", err)
	}
	o := newOrder()
	o.rules = resolve(d.Scheme, opts)
	if body, err = body.start(o.rules.scheme); err != nil {
		return nil, nil, withKind("new", err)
	}
	by, err = o.checkBy(by)
	if err != nil {
		return nil, nil, withKind("new", err)
	}
	return o, o.commit([]Body{body}, by, digest(by, "new", d), ""), nil
}

// Check reports what New would refuse about the content of the draft: no lines, two lines with one id, an unknown
// currency, a negative price. The error is a *Refused that names the field. ID and Scheme are not checked: the host
// sets the id, and may have schemes of its own.
func (d Draft) Check() error {
	_, err := d.placed()
	return withKind("new", err)
}

// placed checks the content of a draft and prices it. Its units are new.
func (d Draft) placed() (Placed, error) {
	if err := storable(d); err != nil {
		return Placed{}, err
	}
	if d.Authority >= authorityEnd {
		return Placed{}, refuse(ErrInvalid, "authority", "unknown owners in %#x", uint32(d.Authority))
	}
	for _, c := range d.Confirmations {
		if c == 0 || c > status.ConfirmShippingCostAccepted {
			return Placed{}, refuse(ErrInvalid, "confirmation", "it is not a known confirmation")
		}
	}
	if len(d.Lines) == 0 || len(d.Lines) > maxLines {
		return Placed{}, refuse(ErrInvalid, "draft", "%d {1:line|lines}; an order has 1 to %d", len(d.Lines), maxLines)
	}
	if err := checkLinks(d.Links); err != nil {
		return Placed{}, err
	}
	seen := map[string]bool{}
	for i, l := range d.Lines {
		if l.ID == "" {
			return Placed{}, refuse(ErrInvalid, Textf("Draft.Lines[%d].ID", i), "it is not set")
		}
		if seen[l.ID] {
			return Placed{}, refuse(ErrDuplicate, Textf("line %s", l.ID), "the draft has two lines with this id")
		}
		seen[l.ID] = true
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
		ID: d.ID, Ref: d.Ref, Number: d.Number, Scheme: d.Scheme, Authority: d.Authority, Currency: cur,
		PlacedAt: instant(d.Placed), Buyer: d.Buyer, Delivery: d.Delivery, Method: d.Method, Adjustments: slices.Clone(d.Adjustments),
		Open: status.Confirmations(d.Confirmations...).List(), Comment: d.Comment, Links: slices.Clone(d.Links),
	}
	for _, dl := range d.Deadlines {
		b.Deadlines = append(b.Deadlines, Deadline{dl.Kind, instant(dl.At)})
	}
	for _, l := range d.Lines {
		ld, err := lineData(l, cur, status.ItemNew)
		if err != nil {
			return Placed{}, err
		}
		b.Lines = append(b.Lines, ld)
	}
	b.Total, err = priceLines(b.Lines, d.Adjustments, cur)
	return b, err
}

// start checks what a host adds to a draft, and gives the units the scheme's first state. s is nil for a scheme that
// is not known here.
func (b Placed) start(s *Scheme) (Placed, error) {
	switch {
	case b.ID == "":
		return Placed{}, refuse(ErrInvalid, "draft", "the order has no id")
	case s == nil && b.Scheme == "":
		return Placed{}, refuse(ErrScheme, "draft", "its scheme is not set")
	case s == nil:
		return Placed{}, refuse(ErrScheme, "draft", "its scheme %s is not known here; pass it with WithScheme", b.Scheme)
	}
	if err := s.Check(); err != nil {
		return Placed{}, err
	}
	for i := range b.Lines {
		b.Lines[i].Portions[0].State = s.Start
	}
	return b, nil
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
	if cur == "" {
		return "", refuse(ErrMoney, Textf("line %s", d.Lines[0].ID), "neither its total nor its price is set")
	}
	if _, err := amount.NewMoney(0, cur); err != nil {
		return "", moneyProblem("currency", err)
	}
	return cur, nil
}

// maxLines bounds an order; foreign input beyond it is damage.
const maxLines = 100_000

// lineData checks an ordered line and calculates its gross price. start is the state of its units.
func lineData(d Line, currency string, start status.ItemState) (LineData, error) {
	what := Textf("line %s", d.ID)
	if d.ID == "" {
		return LineData{}, refuse(ErrInvalid, "line", "it has no id")
	}
	if d.Kind == "" {
		d.Kind = LineGoods
	}
	if !d.Kind.valid() {
		return LineData{}, refuse(ErrInvalid, what, "unknown kind %q (known: goods, service, delivery, additional)", d.Kind)
	}
	if d.Step.IsZero() {
		d.Step = amount.Pcs(1)
	}
	if d.Step.Sign() < 0 || d.Quantity.Sign() <= 0 || d.Quantity.Cmp(maxQuantity) > 0 {
		return LineData{}, refuse(ErrQuantity, what, "quantity %s with step %s: it must be more than 0 and at most %s",
			d.Quantity, d.Step, maxQuantity)
	}
	if !d.Quantity.IsMultipleOf(d.Step) {
		return LineData{}, refuse(ErrQuantity, what, "quantity %s is not a multiple of the line's step %s", d.Quantity, d.Step)
	}
	if d.MarkRequired && d.Step != amount.Pcs(1) {
		return LineData{}, refuse(ErrMarking, what, "goods with marking codes are sold by the piece, the step is %s", d.Step)
	}
	total := d.Total
	if total.IsUnset() && d.Price.IsUnset() {
		return LineData{}, refuse(ErrMoney, what, "neither its total nor its price is set")
	}
	if total.IsUnset() {
		t, err := d.Price.Times(d.Quantity)
		if err != nil {
			return LineData{}, moneyProblem(what, err)
		}
		total = t
	}
	if err := checkMoney(what, total, currency); err != nil {
		return LineData{}, err
	}
	span := amount.Spans{{To: d.Quantity, Width: d.Quantity, Total: total}}
	return LineData{
		ID: d.ID, Kind: d.Kind, SKU: d.SKU, GTIN: d.GTIN, Name: d.Name, Ref: d.Ref, Step: d.Step, Quantity: d.Quantity, VAT: d.VAT,
		Marked: d.MarkRequired, Gross: span, Net: span, Portions: []Portion{{To: d.Quantity, State: start}},
	}, nil
}

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
	Method      string                `json:"method,omitzero"`
	Lines       []LineData            `json:"lines"`
	Adjustments []Adjustment          `json:"adjustments,omitzero"`
	Open        []status.Confirmation `json:"open,omitzero"`
	Deadlines   []Deadline            `json:"deadlines,omitzero"`
	Comment     string                `json:"comment,omitzero"`
	Total       amount.Money          `json:"total"`
	Links       []Link                `json:"links,omitzero"`
}

// Kind implements Body.
func (Placed) Kind() string { return "placed" }

func (b Placed) check(o *Order) error { return b.checkWith(o, 0) }

func (b Placed) checkWith(o *Order, shipments int) error {
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
		if err := l.check(in, shipments); err != nil {
			return err
		}
	}
	for _, a := range b.Adjustments {
		if err := in.checkSums(a.Amount); err != nil {
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
	return firstError(in.checkSums(b.Total), checkTimes(times...))
}

func (b Placed) apply(o *Order, e *Event) {
	o.id, o.ref, o.number, o.scheme, o.authority, o.currency = b.ID, b.Ref, b.Number, b.Scheme, b.Authority, b.Currency
	o.placed, o.buyer, o.delivery, o.method = b.PlacedAt, b.Buyer, b.Delivery, b.Method
	o.deadlines, o.adjustments = b.Deadlines, b.Adjustments
	o.links = slices.Clone(b.Links)
	o.open, o.total = status.Confirmations(b.Open...), b.Total
	zero := o.zero()
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
		id: d.ID, kind: d.Kind, sku: d.SKU, gtin: d.GTIN, name: d.Name, ref: d.Ref, step: d.Step, quantity: d.Quantity, vat: d.VAT,
		marked: d.Marked, gross: d.Gross, net: d.Net, tax: d.Tax, agreed: d.Net, shares: d.Shares, marks: d.Marks,
		shared:   []Units{{d.ID, amount.Quantity{}, d.Quantity}},
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
