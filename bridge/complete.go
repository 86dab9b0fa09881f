package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// withTill returns a payment that people record with the till of its method. One that is known keeps its till, so that
// the same command given twice is the same, whatever the route says by then.
func (j *job) withTill(c order.Command) order.Command {
	var p order.Pay
	switch c := c.(type) {
	case order.Pay:
		p = c
	case *order.Pay:
		if c == nil {
			return c
		}
		p = *c
	default:
		return c
	}
	p.Payment.Till = j.tillOf(p.Payment)
	return p
}

// tillOf returns the till of a payment that names none.
func (j *job) tillOf(p order.Payment) string {
	if len(j.route.Tills) == 0 || p.Till != "" || p.Form != order.FormMoney {
		return p.Till
	}
	v := j.view()
	if i := slices.IndexFunc(v.Payments, func(x order.Payment) bool { return x.ID == p.ID }); i >= 0 {
		return v.Payments[i].Till
	}
	return j.route.Tills[cmp.Or(p.Method, v.Method)]
}

// noteTill notes money that went into no till, though the route has some. What is at a gateway is there.
func (j *job) noteTill(p order.Payment) {
	if len(j.route.Tills) == 0 || p.Till != "" || p.Form != order.FormMoney || !p.Ref.IsZero() && p.Ref.Account == j.route.Gateway {
		return
	}
	j.note(LevelWarning, j.route.Channel, "no-till", "payment %s of %s is in no till: the method %q has none", p.ID, p.Amount, cmp.Or(p.Method, j.view().Method))
	j.once("no-till", j.stored.ID, p.ID)
}

// atCentre gives a document that people issue the centre of the route, unless it names a place. One that is known keeps
// its place, so that the same command given twice is the same, whatever the route says by then.
func (j *job) atCentre(c order.Command) (order.Command, error) {
	var d order.IssueDocument
	switch c := c.(type) {
	case order.IssueDocument:
		d = c
	case *order.IssueDocument:
		if c == nil {
			return c, nil
		}
		d = *c
	default:
		return c, nil
	}
	if isZero(j.route.Centres) {
		return c, nil
	}
	for _, place := range []string{d.Place, d.Document.From} {
		if place != "" && !slices.Contains(j.route.Centres.Known, place) {
			return nil, &order.Refused{
				Kind: order.KindIssueDocument, What: order.Textf("document %s %s", d.Document.Kind, d.Document.Number), Problem: order.ErrInvalid,
				Why: order.Textf("centre %s does not exist; the centres are %v", place, j.route.Centres.Known),
			}
		}
	}
	if d.Place != "" || d.Document.From != "" {
		return c, nil
	}
	v := j.view()
	scheme, _ := v.Scheme.Rules(j.orders...)
	d.Document.From = j.route.Centres.of(d.Document, scheme)
	for _, known := range v.Documents {
		if known.Kind == d.Document.Kind && known.Number == d.Document.Number && (known.From != "" || known.State == d.Document.State) {
			d.Document.From = known.From
		}
	}
	return d, nil
}
