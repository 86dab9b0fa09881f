package order

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// GiveConfirmation gives one of the open confirmations. A buyer and a payment service give only their own, the seller
// any. The cost of shipping is accepted only after it was set.
type GiveConfirmation struct {
	Of status.Confirmation
	// For is in whose place it is given, if not in the actor's own: the shop confirms for the buyer.
	For status.Party
}

// Kind implements Command.
func (GiveConfirmation) Kind() Kind { return KindGiveConfirmation }

func (c GiveConfirmation) decide(o *Order, by By) ([]Body, error) {
	if err := o.checkConfirmation(c.Of); err != nil {
		return nil, err
	}
	if own := ownConfirmations(by.Actor.actsAs()); !own.Has(c.Of) {
		return nil, refuse(ErrRole, roleText(by.Actor.actsAs()), "it may give only the confirmations %v", own.List())
	}
	if c.For > status.PartySystem {
		return nil, refuse(ErrInvalid, "party", "%s is not a party", c.For)
	}
	if !o.open.Has(c.Of) {
		return nil, refuse(ErrAlready, Textf("confirmation %s", c.Of.String()), "it is not open; open are %v", o.open.List())
	}
	if c.Of == status.ConfirmShippingCostAccepted && o.open.Has(status.ConfirmShippingCostSet) {
		return nil, refuse(ErrNotNow, Textf("confirmation %s", c.Of.String()), "the cost of shipping must be set first")
	}
	return []Body{ConfirmationGiven{c.Of, c.For}}, nil
}

// ownConfirmations are those that a role may give: a buyer and a payment service only their own.
func ownConfirmations(r Role) status.ConfirmationSet {
	switch r {
	case RoleBuyer:
		return status.Confirmations(status.ConfirmBuyer, status.ConfirmShippingCostAccepted)
	case RoleGateway:
		return status.Confirmations(status.ConfirmPaymentService, status.ConfirmInstalmentService)
	}
	return ^status.ConfirmationSet(0)
}

func (o *Order) checkConfirmation(c status.Confirmation) error {
	if c == 0 || c > status.ConfirmShippingCostAccepted {
		return refuse(ErrInvalid, "confirmation", "it is not a known confirmation; open are %v", o.open.List())
	}
	return nil
}

func checkStoredConfirmation(c status.Confirmation) error {
	if c == 0 || c > status.ConfirmShippingCostAccepted {
		return fmt.Errorf("confirmation %q", c)
	}
	return nil
}

// aboutConfirmations is what a report of confirmations is about, to tell which of two is older.
const aboutConfirmations = "confirmations"

// ConfirmationGiven closes one open confirmation.
type ConfirmationGiven struct {
	Of  status.Confirmation `json:"of"`
	For status.Party        `json:"for,omitzero"` // in whose place the actor gave it
}

// Kind implements Body.
func (ConfirmationGiven) Kind() string { return "confirmation-given" }

func (b ConfirmationGiven) check(*Order) error { return checkStoredConfirmation(b.Of) }

func (b ConfirmationGiven) apply(o *Order, e *Event) {
	o.open = o.open.Without(b.Of)
	o.given[b.Of] = givenConfirmation{e.By.System, e.At}
	delete(o.askedBy, b.Of)
	o.markSeen(e, factFulfilment, aboutConfirmations)
}

// AskConfirmation opens a confirmation: an order that was edited or split is confirmed once more.
type AskConfirmation struct {
	Of status.Confirmation
}

// Kind implements Command.
func (AskConfirmation) Kind() Kind { return KindAskConfirmation }

func (c AskConfirmation) decide(o *Order, _ By) ([]Body, error) {
	if err := o.checkConfirmation(c.Of); err != nil {
		return nil, err
	}
	if o.open.Has(c.Of) {
		return nil, refuse(ErrAlready, Textf("confirmation %s", c.Of.String()), "it is open; open are %v", o.open.List())
	}
	if o.ended() {
		return nil, refuse(ErrNotNow, "order", "it has ended")
	}
	if s, out := o.outside(unreservedStates); out {
		return nil, refuse(ErrNotNow, Textf("confirmation %s", c.Of.String()), "some goods are %s; it may be asked for only while all are %s", s, unreservedStates.List())
	}
	return []Body{ConfirmationAsked(c)}, nil
}

// unreservedStates are those in which nothing is done with the goods yet.
var unreservedStates = status.ItemStates(status.ItemNew, status.ItemConfirmed)

// ConfirmationAsked records that a confirmation is awaited.
type ConfirmationAsked struct {
	Of status.Confirmation `json:"of"`
}

// Kind implements Body.
func (ConfirmationAsked) Kind() string { return "confirmation-asked" }

func (b ConfirmationAsked) check(*Order) error { return checkStoredConfirmation(b.Of) }

func (b ConfirmationAsked) apply(o *Order, e *Event) {
	o.open |= status.Confirmations(b.Of)
	delete(o.given, b.Of)
	o.askedBy[b.Of] = e.By.System
	o.markSeen(e, factFulfilment, aboutConfirmations)
}

// SetShippingCost sets what shipping costs the buyer and gives the confirmation that waits for it, in one step. The
// cost is a line of the order and a part of its total. The buyer's acceptance is a confirmation of its own.
type SetShippingCost struct {
	Amount amount.Money // none for shipping that costs nothing
	Name   string       // of the line, as the buyer reads it
	VAT    amount.VAT
}

// Kind implements Command.
func (SetShippingCost) Kind() Kind { return KindSetShippingCost }

func (c SetShippingCost) decide(o *Order, by By) ([]Body, error) {
	given, err := GiveConfirmation{Of: status.ConfirmShippingCostSet}.decide(o, by)
	if err != nil {
		return nil, err
	}
	// Also where a scheme does not let lines be changed: the open confirmation asks for the cost.
	if owner := o.authority.owner(factLines); owner != "" && owner != by.Actor.Role {
		return nil, o.ownedElsewhere(factLines.text(), owner)
	}
	if o.deliveryLine() == nil { // it is added
		err = Edit{Add: []Line{{}}}.tooLate(o)
	} else {
		err = o.notTooLate(factPrices)
	}
	if err != nil {
		return nil, err
	}
	if c.Amount.IsUnset() {
		return nil, refuse(ErrMoney, "shipping cost", "it is not set; set it to 0 if shipping costs nothing")
	}
	if err := checkMoney(Textf("shipping cost"), c.Amount, o.currency); err != nil {
		return nil, err
	}
	d := &editing{o: o.Clone(), by: by}
	switch l := o.deliveryLine(); {
	case l != nil: // the cost is set anew
		d.reprice(Reprice{Prices: []NewPrice{{Line: l.id, Total: c.Amount}}, Adjustments: o.adjustments})
	case !c.Amount.IsZero():
		d.add(Line{ID: o.freeID("delivery"), Kind: LineDelivery, Name: c.Name, Quantity: amount.Pcs(1), Total: c.Amount, VAT: c.VAT})
	}
	return append(d.bodies, given...), d.err
}

// deliveryLine is the line of what shipping costs; nil if the order has none.
func (o *Order) deliveryLine() *line {
	for _, l := range o.lines {
		if l.kind == LineDelivery && !l.living().IsZero() {
			return l
		}
	}
	return nil
}

// try gives the list of a system that does not own the confirmations as commands. Those that are refused come last: the
// same list again finds the same refusals at the end, and changes nothing.
func (r ConfirmationReport) try(o *Order, by By, open status.ConfirmationSet) error {
	var cmds []Command
	for _, c := range (o.open &^ open).List() {
		cmds = append(cmds, GiveConfirmation{Of: c})
	}
	for _, c := range (open &^ o.open).List() {
		cmds = append(cmds, AskConfirmation{c})
	}
	var refused []Command
	for _, c := range cmds {
		bodies, err := o.decide(c, by)
		if err != nil {
			refused = append(refused, c)
			continue
		}
		o.commitReported(by, bodies...)
	}
	return Intent{Commands: refused}.observe(o, by)
}

// settleConfirmations gives what is open when goods move on by the word of who owns that: they wait for nobody. What is
// confirmed in the channel waits for nobody either.
func (o *Order) settleConfirmations(by By, target status.ItemState) {
	if unreservedStates.Has(target) && by.Actor.Role != RoleChannel {
		return
	}
	for _, c := range o.open.List() {
		o.commitReported(by, ConfirmationGiven{Of: c})
	}
}

// closeConfirmations gives open confirmations that the channel does not wait for. One that was asked for elsewhere
// stays open as long as the channel never showed it: it has not heard of it.
func (o *Order) closeConfirmations(by By, cs status.ConfirmationSet) {
	if by.Actor.Role != RoleChannel {
		return
	}
	for _, c := range cs.List() {
		if system, asked := o.askedBy[c]; !asked || system == by.Actor.System {
			o.commitReported(by, ConfirmationGiven{Of: c})
		}
	}
}

// showConfirmations keeps which of the open confirmations that were asked for elsewhere the channel waits for as well.
func (o *Order) showConfirmations(by By, cs status.ConfirmationSet) {
	if by.Actor.Role != RoleChannel {
		return
	}
	for _, c := range (o.open & cs).List() {
		if system, asked := o.askedBy[c]; asked && system != by.Actor.System {
			o.commitReported(by, ConfirmationAsked{c})
		}
	}
}

// givenConfirmation is who gave a confirmation, and when ordo learned of it.
type givenConfirmation struct {
	system string
	at     time.Time
}

// ConfirmationReport is the complete list of the confirmations that an order still waits for in an outside system. The
// channel's word is a fact, but for what was asked for here and the channel never showed; an ERP's is tried as
// commands.
type ConfirmationReport struct {
	Open []status.Confirmation
}

func (ConfirmationReport) name() string { return "confirmations" }

func (r ConfirmationReport) observe(o *Order, by By) error {
	for _, c := range r.Open {
		if err := o.checkConfirmation(c); err != nil {
			return err
		}
	}
	open := status.Confirmations(r.Open...)
	switch by.Actor.Role {
	case RoleChannel:
	case RoleERP:
		return r.try(o, by, open)
	default:
		return refuse(ErrRole, "confirmation", "%s does not know all that an order waits for; report an Intent with GiveConfirmation", by.Actor.Role)
	}
	if o.stale(by, factFulfilment, aboutConfirmations) || o.ended() {
		return nil
	}
	o.closeConfirmations(by, o.open&^open)
	o.showConfirmations(by, open)
	for _, c := range (open &^ o.open).List() {
		if g, was := o.given[c]; was && g.system != by.Actor.System && !by.Occurred.After(g.at) {
			continue // it was given here: the channel has not heard of it, or its list is older
		}
		if s, out := o.outside(unreservedStates); out {
			o.conflict(by, factFulfilment, c.String(), nil, Textf("%s waits for the confirmation %s, but here some goods are %s: stop them, or see to the confirmation", by.Actor.name(), c, s))
			continue
		}
		o.commitReported(by, ConfirmationAsked{c})
	}
	return nil
}
