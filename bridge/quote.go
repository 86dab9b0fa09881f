package bridge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// QuoteError reports why an edit was not made: its prices could not be had. Nothing was changed.
type QuoteError struct {
	Order, Account string
	Line           string               // the line that it is about; empty for the order
	Promo          channels.PromoAnswer // about the promo code that was entered; empty if it is not about that
	Why            order.Text
	// Err is the error of the channel, a *order.Refused, or an *ordo.Error: of class Unsupported if there are no prices
	// to ask for, of class Conflict if units are lacking or a promo code does not hold, of class Invalid if the answer
	// cannot be meant.
	Err error
}

// Text returns the error as a text for people.
func (e *QuoteError) Text() order.Text {
	if e.Line != "" {
		return order.Textf("the edit was not made: line %s: %s", e.Line, e.Why)
	}
	return order.Textf("the edit was not made: %s", e.Why)
}

// Error implements error.
func (e *QuoteError) Error() string {
	return fmt.Sprintf("bridge: order %q, account %q: %s", e.Order, e.Account, e.Text())
}

// Unwrap returns the cause.
func (e *QuoteError) Unwrap() error { return e.Err }

// editing is one edit on its way from what a person wants to the command with its prices.
type editing struct {
	promo *string // that is entered, "" one that is taken out; nil if neither

	query channels.PriceQuery
	tried order.View                 // the order after the edit, without prices of what comes in
	after map[string]amount.Quantity // how many units of each line there will be
	asked bool                       // the prices are the channel's
	lost  channels.PromoAnswer       // of the promo code that the order has
	hints []order.Text               // for people, once the edit is made
}

// code is the promo code that is entered.
func (x *editing) code() string {
	if x.promo == nil {
		return ""
	}
	return *x.promo
}

// refused returns the error of an edit that is not made.
func (x *editing) refused(j *job, line string, why order.Text, cause error) error {
	return &QuoteError{Order: j.stored.ID, Account: j.route.Channel, Line: line, Why: why, Err: cause}
}

// ofClass is refused with the class of an *ordo.Error.
func (x *editing) ofClass(j *job, c ordo.Class, line string, why order.Text) error {
	return x.refused(j, line, why, &ordo.Error{System: j.view().Ref.System, Account: j.route.Channel, Op: "quote", Class: c, Text: why.String()})
}

// price returns the edit with the prices of the channel; an edit that is empty but for the promo code becomes an
// order.Reprice.
func (x *editing) price(ctx context.Context, j *job, e order.Edit, by order.By) (order.Command, error) {
	if err := x.ask(j, e, by); err != nil {
		return nil, err
	}
	if x.promo != nil && x.query.Order.Paid.Sign() > 0 {
		return nil, x.ofClass(j, ordo.Conflict, "", order.Textf("promo code %s: the order is paid, and what is paid keeps its price", cmp.Or(x.code(), promoOf(x.query.Order))))
	}
	if len(x.query.Quantities) == 0 && x.promo == nil {
		return e, nil // nothing comes in, and what is paid keeps its price
	}
	a := j.accounts[j.route.Channel]
	quote, err := x.quote(ctx, a)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && (a == nil || ordo.ClassOf(err) == ordo.Unsupported):
		if err := x.pricedItself(j, e, err); err != nil {
			return nil, err
		}
		return e, x.checkStock(ctx, j, e)
	case err != nil:
		return nil, x.refused(j, "", order.Textf("%s cannot be asked for prices: %v; try again later", j.route.Channel, clip(err.Error(), maxReason)), err)
	case e.Reprice != nil:
		why := order.Textf("it has prices of its own, and %s has others: leave Edit.Reprice out, or give the edit without asking", j.route.Channel)
		return nil, x.ofClass(j, ordo.Invalid, "", why)
	}
	if err := x.check(j, e, quote); err != nil {
		return nil, err
	}
	if err := x.checkStock(ctx, j, e); err != nil {
		return nil, err
	}
	x.asked = true
	return x.apply(j, e, quote)
}

// ask makes the question. It tries the edit first: one that the order refuses is not asked about.
func (x *editing) ask(j *job, e order.Edit, by order.By) error {
	x.asked, x.lost, x.hints = false, "", nil
	v := j.view()
	o, err := x.try(j, e, by)
	if err != nil {
		return err
	}
	x.tried = o.View()
	x.query = channels.PriceQuery{Order: v, Add: slices.Clone(e.Add), Quantities: map[string]amount.Quantity{}, Promo: x.code()}
	if x.promo == nil {
		x.query.Promo = promoOf(v)
	}
	x.after = map[string]amount.Quantity{}
	for _, l := range x.tried.Lines {
		if l.Living.Sign() > 0 {
			x.after[l.ID] = l.Living
		}
	}
	if v.Paid.Sign() == 0 {
		x.query.Quantities = maps.Clone(x.after)
		return nil
	}
	for _, l := range e.Add {
		x.query.Quantities[l.ID] = l.Quantity
	}
	maps.Copy(x.query.Quantities, extended(e))
	return nil
}

// try makes the edit on a copy of the order, with what comes in for nothing.
func (x *editing) try(j *job, e order.Edit, by order.By) (*order.Order, error) {
	o := j.order.Clone()
	if x.promo != nil && changesNoLine(e) {
		_, err := o.Do(order.Reprice{Adjustments: j.view().Adjustments}, by)
		if errors.Is(err, order.ErrNotNow) && j.view().Paid.Sign() > 0 {
			err = nil // it is said below what that means for a promo code
		}
		return o, err
	}
	free, err := amount.NewMoney(0, j.view().Total.Currency())
	if err != nil {
		return nil, err
	}
	e.Add, e.Extend, e.Reprice = slices.Clone(e.Add), slices.Clone(e.Extend), nil
	for i := range e.Add {
		e.Add[i].Total = free
	}
	for i := range e.Extend {
		e.Extend[i].Total = free
	}
	_, err = o.Do(e, by)
	return o, err
}

// changesNoLine reports whether an edit changes no line.
func changesNoLine(e order.Edit) bool { return len(e.Add)+len(e.Extend)+len(e.Remove) == 0 }

// promoOf is the promo code that an order has.
func promoOf(v order.View) (code string) {
	for _, a := range v.Adjustments {
		if a.Kind == order.AdjustPromo && code == "" {
			code = a.Code
		}
	}
	return code
}

// quote asks the channel. The error is of class Unsupported if it has no prices.
func (x *editing) quote(ctx context.Context, a *account) (channels.Quote, error) {
	if a == nil {
		return channels.Quote{}, ordo.ErrUnsupported
	}
	p, can := a.channel.(channels.Pricer)
	if !can {
		return channels.Quote{}, ordo.ErrUnsupported
	}
	qctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	return p.Quote(qctx, x.query)
}

// pricedItself returns an error if an edit lacks a price that its channel does not have.
func (x *editing) pricedItself(j *job, e order.Edit, cause error) error {
	missing := func(line string) error {
		why := order.Textf("%s has no prices to ask for (channels.Pricer): give the edit with its own", j.route.Channel)
		return x.refused(j, line, why, errors.Join(&ordo.Error{Account: j.route.Channel, Op: "quote", Class: ordo.Unsupported, Text: why.String()}, cause))
	}
	given := func(line string) bool {
		return e.Reprice != nil && slices.ContainsFunc(e.Reprice.Prices, func(p order.NewPrice) bool { return p.Line == line })
	}
	for _, l := range e.Add {
		if l.Total.IsUnset() && l.Price.IsUnset() && !given(l.ID) {
			return missing(l.ID)
		}
	}
	for _, m := range e.Extend {
		if m.Total.IsUnset() && m.Price.IsUnset() && !given(m.Line) {
			return missing(m.Line)
		}
	}
	if x.promo != nil {
		return missing("")
	}
	return nil
}

// check returns what of an answer cannot be meant, or does not allow the edit.
func (x *editing) check(j *job, e order.Edit, q channels.Quote) error {
	currency := x.query.Order.Total.Currency()
	priced := map[string]bool{}
	for _, p := range q.Prices {
		_, asked := x.query.Quantities[p.Line]
		sum := p.Total
		if sum.IsUnset() {
			sum = p.Price
		}
		switch {
		case !asked:
			return x.ofClass(j, ordo.Invalid, p.Line, order.Textf("a price came for it that was not asked for"))
		case priced[p.Line]:
			return x.ofClass(j, ordo.Invalid, p.Line, order.Textf("two prices came for it"))
		case sum.IsUnset() || sum.Sign() < 0 || sum.Currency() != currency:
			return x.ofClass(j, ordo.Invalid, p.Line, order.Textf("its price %s cannot be meant: it must be in %s, and not negative", sum, currency))
		}
		priced[p.Line] = true
	}
	grows := map[string]bool{}
	for _, l := range e.Add {
		grows[l.ID] = true
	}
	for _, m := range e.Extend {
		grows[m.Line] = true
	}
	for _, line := range slices.Sorted(maps.Keys(grows)) {
		if !priced[line] {
			return x.ofClass(j, ordo.Invalid, line, order.Textf("no price came for it"))
		}
	}
	for _, line := range slices.Sorted(maps.Keys(q.Available)) {
		have := q.Available[line]
		_, asked := x.query.Quantities[line]
		want := x.after[line]
		switch {
		case !asked || have.Sign() < 0:
			return x.ofClass(j, ordo.Invalid, line, order.Textf("that %s of it are available cannot be meant", have))
		case grows[line] && have.Cmp(want) < 0:
			return x.ofClass(j, ordo.Conflict, line, order.Textf("%s are wanted and %s available", want, have))
		}
	}
	return x.checkPromo(j, q)
}

// checkPromo keeps what became of the promo code that the order has, and returns an error for one that is entered and
// does not hold.
func (x *editing) checkPromo(j *job, q channels.Quote) error {
	is := q.Promo
	why := promoProblem(is)
	entered := func(a order.Adjustment) bool {
		return a.Kind == order.AdjustPromo && strings.EqualFold(a.Code, x.code())
	}
	switch {
	case why.IsZero() && is != channels.PromoValid && is != channels.PromoNone:
		return x.ofClass(j, ordo.Invalid, "", order.Textf("the answer %q about the promo code is not known", is))
	case x.promo == nil:
		x.lost = is
		return nil
	case x.code() == "":
		return nil
	case is == channels.PromoValid && !slices.ContainsFunc(q.Adjustments, entered):
		return x.ofClass(j, ordo.Invalid, "", order.Textf("promo code %s holds, but no adjustment has it", x.code()))
	case is == channels.PromoValid:
		return nil
	case is == channels.PromoNone:
		return x.ofClass(j, ordo.Invalid, "", order.Textf("nothing came about the promo code %s", x.code()))
	}
	err := x.ofClass(j, ordo.Conflict, "", order.Textf("promo code %s: %s", x.code(), why))
	if q := (*QuoteError)(nil); errors.As(err, &q) {
		q.Promo = is
	}
	return err
}

// promoProblem says why a promo code does not hold; the zero Text if it does.
func promoProblem(is channels.PromoAnswer) order.Text {
	switch is {
	case channels.PromoUnknown:
		return order.Textf("the shop does not know it")
	case channels.PromoExpired:
		return order.Textf("it has expired")
	case channels.PromoConditionsNotMet:
		return order.Textf("the order does not meet its conditions")
	case channels.PromoConditionsLost:
		return order.Textf("the order does not meet its conditions any more")
	}
	return order.Text{}
}

// apply puts the prices into the edit.
func (x *editing) apply(j *job, e order.Edit, q channels.Quote) (order.Command, error) {
	prices := map[string]order.NewPrice{}
	for _, p := range q.Prices {
		prices[p.Line] = p
	}
	paid := x.query.Order.Paid.Sign() > 0
	e.Add, e.Extend = slices.Clone(e.Add), slices.Clone(e.Extend)
	for i := range e.Add {
		p := prices[e.Add[i].ID]
		e.Add[i].Total, e.Add[i].Price = p.Total, p.Price
	}
	for i, m := range e.Extend {
		e.Extend[i].Total, e.Extend[i].Price = prices[m.Line].Total, prices[m.Line].Price
	}
	for line, more := range extended(e) {
		if p := prices[line]; !p.Total.IsUnset() {
			if err := x.share(e.Extend, line, more, p.Total); err != nil {
				return e, x.refused(j, line, order.Textf("its prices cannot be taken: %v", err), err)
			}
		}
	}
	if paid {
		return e, nil
	}
	adjustments := slices.DeleteFunc(slices.Clone(q.Adjustments), func(a order.Adjustment) bool {
		lost := !promoProblem(x.lost).IsZero() && a.Code == x.query.Promo
		return a.Kind == order.AdjustPromo && (lost || x.promo != nil && x.code() == "")
	})
	anew := &order.Reprice{Prices: slices.Clone(q.Prices), Adjustments: adjustments}
	if changesNoLine(e) {
		return *anew, nil
	}
	e.Reprice = anew
	return e, nil
}

// extended returns by how much an edit extends lines.
func extended(e order.Edit) map[string]amount.Quantity {
	more := map[string]amount.Quantity{}
	for _, m := range e.Extend {
		more[m.Line] = amount.Milli(more[m.Line].Milli() + m.By.Milli())
	}
	return more
}

// share gives the extensions of a line, which are more units together, their part of what all of its units will cost.
func (x *editing) share(es []order.Extension, line string, more amount.Quantity, total amount.Money) error {
	all := x.query.Quantities[line]
	span, err := amount.NewPriceSpan(amount.Quantity{}, all, total)
	if err != nil {
		return err
	}
	from := max(all.Milli()-more.Milli(), 0)
	for i, m := range es {
		if m.Line != line {
			continue
		}
		to := min(from+m.By.Milli(), all.Milli()) // others of its units may go with the same edit
		es[i].Total, es[i].Price = amount.Money{}, amount.Money{}
		if from == to {
			es[i].Total, err = amount.NewMoney(0, total.Currency())
		} else {
			es[i].Total, err = span.Of(amount.Milli(from), amount.Milli(to))
		}
		if err != nil {
			return err
		}
		from = to
	}
	return nil
}

// report tells people of the adjustments that the order had and does not keep: the buyer was promised them. It tells
// them what else is to be seen to. Each edit that was made tells it anew.
func (x *editing) report(j *job, was order.View) {
	ts := slices.Clone(x.hints)
	for _, a := range was.Adjustments {
		kept := slices.ContainsFunc(j.view().Adjustments, func(b order.Adjustment) bool {
			return a.Kind == b.Kind && a.On == b.On && a.Code == b.Code && a.Name == b.Name
		})
		switch why := promoProblem(x.lost); {
		case kept || a.Kind == order.AdjustCharge:
		case a.Kind == order.AdjustPromo && x.promo != nil && x.code() == "": // whoever took it out knows
		case !why.IsZero() && a.Kind == order.AdjustPromo && a.Code == x.query.Promo:
			ts = append(ts, order.Textf("promo code %s of %s does not count after the edit: %s; tell the buyer", a.Code, a.Amount, why))
		default:
			ts = append(ts, order.Textf("%s of %s is gone after the edit, as the shop gives it no more: tell the buyer", cmp.Or(a.Code, a.Name, string(a.Kind)), a.Amount))
		}
	}
	es := j.newEvents()
	for i, t := range ts {
		if len(es) > 0 {
			j.remark(es[len(es)-1], i, t)
		}
	}
}
