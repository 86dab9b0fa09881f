package bridge

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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

// Edit asks the order's channel what the order costs after an edit (channels.Pricer), and gives the edit with these
// prices; those of Edit.Add and Edit.Extend do not count. If the prices cannot be had, nothing is changed and the error
// is a *QuoteError: the shop cannot be asked, its answer cannot be meant, it has fewer units, or a promo code that is
// entered does not hold. An edit with a Reprice of its own is given by [Bridge.Do].
//
// A promo code or another adjustment that the order had and does not keep goes; the journal says so, and a note to the
// people in the ERP. Once the order is paid, only what comes in is priced, and no promo code can be entered. A channel
// without prices to ask for leaves those of the edit: then each line that is added or extended needs one.
//
// A zero by.At stands for now. A refusal of the order is a *order.Refused; the error is ErrUnknown if there is no order
// with this id.
func (b *Bridge) Edit(ctx context.Context, id string, e order.Edit, by order.By, opts ...EditOption) ([]order.Event, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	var x editing
	for _, o := range opts {
		if o != nil {
			o(&x)
		}
	}
	sum, err := x.digest(e)
	if err != nil {
		return nil, err
	}
	var evs []order.Event
	err = b.change(ctx, id, func(j *job) error {
		evs = nil
		switch {
		case !j.known():
			return fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
		case !j.routed:
			return fmt.Errorf("bridge: order %q: %w", id, &noRouteError{j.view().Ref.Account, j.view().Scheme})
		case wasGiven(j, by.Key): // the prices may be others by now: what it was tells whether it is the same
			return x.checkGiven(j, by.Key, sum)
		}
		was := j.view()
		priced, err := x.price(ctx, j, b.accounts[j.route.Channel], e, by)
		if err != nil {
			return err
		}
		if evs, err = j.order.Do(priced, by); err != nil {
			if x.asked { // without the shop's prices it was allowed
				return x.refused(j, "", order.Textf("its prices cannot be taken: %v", err), err)
			}
			return err
		}
		x.report(j, was)
		if by.Key == "" {
			return nil
		}
		_, err = j.order.Do(order.Label{Key: editLabel(by.Key), Text: sum}, j.fromBridge())
		return err
	})
	if err != nil {
		return nil, err
	}
	b.wake()
	return evs, nil
}

// EditOption changes how [Bridge.Edit] asks for prices.
type EditOption func(*editing)

// Promo enters a promo code with the edit. If it does not hold, the edit is not made.
func Promo(code string) EditOption { return func(x *editing) { x.promo = code } }

// QuoteError reports why an edit was not made: its prices could not be had. Nothing was changed.
type QuoteError struct {
	Order, Account string
	Line           string               // the line that it is about; empty for the order
	Promo          channels.PromoAnswer // about the promo code that was entered; empty if it is not about that
	Why            order.Text
	// Err is the error of the channel, a *order.Refused, or an *ordo.Error: of class Unsupported if there are no prices to
	// ask for, of class Conflict if units are lacking or a promo code does not hold, of class Invalid if the answer cannot
	// be meant.
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
	promo string // that is entered

	query channels.PriceQuery
	after map[string]amount.Quantity // how many units of each line there will be
	asked bool                       // the prices are the channel's
	lost  channels.PromoAnswer       // of the promo code that the order has
}

// digest is what a key of an edit stands for.
func (x *editing) digest(e order.Edit) (string, error) {
	data, err := json.Marshal(struct {
		Edit  order.Edit
		Promo string
	}{e, x.promo})
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]), err
}

// editLabel is the label that says what a key of an edit stood for.
func editLabel(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "edit/" + hex.EncodeToString(sum[:16])
}

// checkGiven returns an error if a key that was used stood for something else.
func (x *editing) checkGiven(j *job, key, sum string) error {
	if j.view().Labels[editLabel(key)] == sum {
		return nil
	}
	return &order.Refused{
		Kind: order.KindEdit, What: order.Textf("key %s", key), Problem: order.ErrKeyReused,
		Why: order.Textf("it was used for other content before; take a new key"),
	}
}

// refused returns the error of an edit that is not made.
func (x *editing) refused(j *job, line string, why order.Text, cause error) error {
	return &QuoteError{Order: j.stored.ID, Account: j.route.Channel, Line: line, Why: why, Err: cause}
}

// ofClass is refused with the class of an *ordo.Error.
func (x *editing) ofClass(j *job, c ordo.Class, line string, why order.Text) error {
	return x.refused(j, line, why, &ordo.Error{System: j.view().Ref.System, Account: j.route.Channel, Op: "quote", Class: c, Text: why.String()})
}

// price returns the edit with the prices of the channel.
func (x *editing) price(ctx context.Context, j *job, a *account, e order.Edit, by order.By) (order.Edit, error) {
	if err := x.ask(j, e, by); err != nil {
		return e, err
	}
	if x.promo != "" && x.query.Order.Paid.Sign() > 0 {
		return e, x.ofClass(j, ordo.Conflict, "", order.Textf("promo code %s: the order is paid, and what is paid keeps its price", x.promo))
	}
	if len(x.query.Quantities) == 0 && x.promo == "" {
		return e, nil // nothing comes in, and what is paid keeps its price
	}
	quote, err := x.quote(ctx, a)
	switch {
	case err != nil && (a == nil || ordo.ClassOf(err) == ordo.Unsupported):
		return e, x.pricedItself(j, e, err)
	case err != nil:
		return e, x.refused(j, "", order.Textf("%s cannot be asked for prices: %v", j.route.Channel, err), err)
	case e.Reprice != nil:
		why := order.Textf("it has prices of its own, and %s has others: leave Edit.Reprice out, or give the edit without asking", j.route.Channel)
		return e, x.ofClass(j, ordo.Invalid, "", why)
	}
	if err := x.check(j, e, quote); err != nil {
		return e, err
	}
	x.asked = true
	return x.apply(j, e, quote)
}

// ask makes the question. It tries the edit first: one that the order refuses is not asked about.
func (x *editing) ask(j *job, e order.Edit, by order.By) error {
	x.asked, x.lost = false, ""
	v := j.view()
	free, err := amount.NewMoney(0, v.Total.Currency())
	if err != nil {
		return err
	}
	try := e
	try.Add, try.Extend, try.Reprice = slices.Clone(e.Add), slices.Clone(e.Extend), nil
	for i := range try.Add {
		try.Add[i].Total = free
	}
	for i := range try.Extend {
		try.Extend[i].Total = free
	}
	o := j.order.Clone()
	if _, err := o.Do(try, by); err != nil {
		return err
	}
	x.query = channels.PriceQuery{Order: v, Add: slices.Clone(e.Add), Quantities: map[string]amount.Quantity{}, Promo: x.promo}
	for _, a := range v.Adjustments {
		if a.Kind == order.AdjustPromo && x.query.Promo == "" {
			x.query.Promo = a.Code
		}
	}
	x.after = map[string]amount.Quantity{}
	for _, l := range o.View().Lines {
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
	if x.promo != "" {
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
		return a.Kind == order.AdjustPromo && strings.EqualFold(a.Code, x.promo)
	}
	switch {
	case why.IsZero() && is != channels.PromoValid && is != channels.PromoNone:
		return x.ofClass(j, ordo.Invalid, "", order.Textf("the answer %q about the promo code is not known", is))
	case x.promo == "":
		x.lost = is
		return nil
	case is == channels.PromoValid && !slices.ContainsFunc(q.Adjustments, entered):
		return x.ofClass(j, ordo.Invalid, "", order.Textf("promo code %s holds, but no adjustment has it", x.promo))
	case is == channels.PromoValid:
		return nil
	case is == channels.PromoNone:
		return x.ofClass(j, ordo.Invalid, "", order.Textf("nothing came about the promo code %s", x.promo))
	}
	err := x.ofClass(j, ordo.Conflict, "", order.Textf("promo code %s: %s", x.promo, why))
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
func (x *editing) apply(j *job, e order.Edit, q channels.Quote) (order.Edit, error) {
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
		return !promoProblem(x.lost).IsZero() && a.Kind == order.AdjustPromo && a.Code == x.query.Promo
	})
	e.Reprice = &order.Reprice{Prices: slices.Clone(q.Prices), Adjustments: adjustments}
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

// report tells people of the adjustments that the order had and does not keep: the buyer was promised them.
func (x *editing) report(j *job, was order.View) {
	now := j.view()
	for _, a := range was.Adjustments {
		kept := slices.ContainsFunc(now.Adjustments, func(b order.Adjustment) bool {
			return a.Kind == b.Kind && a.On == b.On && a.Code == b.Code && a.Name == b.Name
		})
		switch why := promoProblem(x.lost); {
		case kept || a.Kind == order.AdjustCharge:
		case !why.IsZero() && a.Kind == order.AdjustPromo && a.Code == x.query.Promo:
			j.warn("promo code %s of %s does not count after the edit: %s; tell the buyer", a.Code, a.Amount, why)
		default:
			j.warn("%s of %s is gone after the edit, as the shop gives it no more: tell the buyer", cmp.Or(a.Code, a.Name, string(a.Kind)), a.Amount)
		}
	}
}
