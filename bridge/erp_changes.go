package bridge

import (
	"bytes"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// erpChange is something of an order that an ERP is to show otherwise.
type erpChange struct {
	kind    order.EffectKind
	units   []order.Units
	block   int
	payment string
}

// erpTelling is what an ERP is told of a kind of event: the changes that it makes, or why there are none.
type erpTelling struct {
	of     func(b order.Body) []erpChange
	silent string
}

// Why an ERP is told nothing of a kind of event.
const (
	asItComes   = "the order is sent as it is"
	inStatus    = "its status shows it"
	inDocument  = "it is about a document or a parcel, which has effects of its own"
	inNote      = "people are told of it by a note, where they need to know"
	ownKept     = "it is kept here only"
	moneyStays  = "no money moved yet; what is paid and paid back is told when it was"
	receiptOnly = "an ERP shows no fiscal receipts"
)

// erpTold is what an ERP is told of each kind of event. A kind that changes a line, a sum, a payment, a contact or a
// date tells so here; a test lists the kinds that are missing. Kinds are told once for all accounts: what an account
// itself reported, and what it cannot show, is left out where effects are added.
var erpTold = map[string]erpTelling{
	"placed":   {silent: asItComes},
	"imported": {silent: asItComes},

	// A cancellation names its units, and so does a refusal at the door: they were never sold.
	"cancelled": {of: changes(func(b order.Cancelled) []erpChange {
		return []erpChange{{kind: order.EffectCancel, units: ranges(cancelledUnits(b.Parts))}}
	})},
	"delivered": {of: changes(func(b order.Delivered) []erpChange {
		return cancelledNow(ranges(cancelledUnits(b.Refused)))
	})},

	// Units that were paid for leave in a block. Those that never left the seller are cancelled; the others are shown as
	// returned when they are back, see erp.SumsOf. Units that leave a block count again.
	"returned": {of: changes(func(b order.Returned) []erpChange {
		return append(cancelledNow(ranges(cancelledMoves(b.Moves))), blockIfBack(b.Block.N, b.Moves)...)
	})},
	"return-received": {of: changes(func(b order.ReturnReceived) []erpChange {
		if b.To != "" { // the note goes with the goods
			return []erpChange{{kind: order.EffectReturn, block: b.Block}}
		}
		return blockIfBack(b.Block, b.Moves)
	})},
	"return-changed": {of: changes(func(b order.ReturnChanged) []erpChange {
		return []erpChange{{kind: order.EffectLines}, {kind: order.EffectReturn, block: b.Block}}
	})},

	"price-reduced": {of: changes(func(b order.PriceReduced) []erpChange {
		return []erpChange{{kind: order.EffectReturn, block: b.Block.N}}
	})},

	"line-added":    {of: alwaysTold[order.LineAdded](order.EffectLines)},
	"line-extended": {of: alwaysTold[order.LineExtended](order.EffectLines)},
	"repriced":      {of: alwaysTold[order.Repriced](order.EffectLines)},
	"line-changed":  {of: alwaysTold[order.LineChanged](order.EffectLines)},
	"marked":        {of: alwaysTold[order.Marked](order.EffectLines)},
	"mark-rejected": {of: alwaysTold[order.MarkRejected](order.EffectLines)},

	"details-changed": {of: alwaysTold[order.DetailsChanged](order.EffectDetails)},
	"date-moved":      {of: alwaysTold[order.DateMoved](order.EffectMoveDate)},
	// The date that was refused goes back to where it came from.
	"wish-declined": {of: changes(func(b order.IntentDeclined) []erpChange {
		if b.Intent != order.KindMoveDate {
			return nil
		}
		return []erpChange{{kind: order.EffectMoveDate}}
	})},

	"payment-changed": {of: changes(func(b order.PaymentChanged) []erpChange {
		return []erpChange{{kind: order.EffectPayment, payment: b.Payment.ID}}
	})},
	"refund-settled": {of: changes(func(b order.RefundSettled) []erpChange {
		if b.Money != status.MoneyRefunded && len(b.Done) == 0 {
			return nil
		}
		var cs []erpChange
		for _, p := range b.Payments {
			cs = append(cs, erpChange{kind: order.EffectPayment, payment: p.Payment})
		}
		return cs
	})},
	"marks-reported":   {silent: "it is no change of the order: people read it in the log"},
	"message-reported": {silent: "it is no change of the order: people read it in the log, or in a note"},
	"surplus-owed":     {silent: moneyStays},
	"refund-ordered":   {silent: moneyStays},
	"refund-waived":    {silent: moneyStays},
	"refund-booked":    {silent: "it says what money was for that went back before, which the payment told"},
	"capture-ordered":  {silent: moneyStays},
	"release-ordered":  {silent: moneyStays},
	"hold-settled":     {silent: moneyStays}, // what was taken is a change of the payment

	"taken":               {silent: inStatus},
	"contacted":           {silent: inStatus},
	"confirmation-given":  {silent: inStatus},
	"confirmation-asked":  {silent: inStatus},
	"confirmed":           {silent: inStatus},
	"assembled":           {silent: inStatus},
	"released":            {silent: inStatus},
	"packed":              {silent: inStatus},
	"handed-over":         {silent: inStatus},
	"arrived":             {silent: inStatus},
	"progressed":          {silent: inStatus},
	"reopened":            {silent: inStatus},
	"completed":           {silent: inStatus},
	"door-result-kept":    {silent: inStatus}, // the units are refused when the order is closed
	"door-result-dropped": {silent: inStatus},

	"shipment-created":  {silent: inDocument},
	"parcel-requested":  {silent: inDocument},
	"parcel-settled":    {silent: inDocument},
	"parcel-dropped":    {silent: inDocument},
	"tracked":           {silent: inDocument},
	"document-attached": {silent: inDocument},
	"document-issued":   {silent: inDocument},
	"document-voided":   {silent: inDocument},
	"receipt-attached":  {silent: receiptOnly},

	"held":             {silent: inNote},
	"hold-cleared":     {silent: inNote},
	"requested":        {silent: inNote},
	"request-answered": {silent: inNote},
	"notified":         {silent: inNote},
	"notice-told":      {silent: inNote},
	"notice-answered":  {silent: inNote},

	"transfer-requested": {silent: inStatus},
	"transfer-sent":      {silent: inStatus},
	"transfer-posted":    {silent: inStatus},
	"transfer-received":  {silent: inStatus},
	"transfer-dropped":   {silent: inStatus},
	"document-requested": {silent: inDocument},
	"statement-attached": {silent: inDocument},

	"expense-recorded": {silent: ownKept},
	"expense-dropped":  {silent: ownKept},

	"commented":     {silent: ownKept},
	"labelled":      {silent: ownKept},
	"deadlines-set": {silent: ownKept},
	"lines-heard":   {silent: ownKept}, // what the owner of the lines knows to be gone
	"shown":         {silent: ownKept}, // what a system reported last
	"forgotten":     {silent: ownKept}, // nothing is written outside
	"person-erased": {silent: ownKept}, // Erase names what other systems still have
}

// changes makes a row of the table of a function for its type of event.
func changes[B order.Body](of func(B) []erpChange) func(order.Body) []erpChange {
	return func(b order.Body) []erpChange {
		if x, is := b.(B); is {
			return of(x)
		}
		return nil
	}
}

// alwaysTold makes a row of the table for a type of event that always makes one change of the whole order.
func alwaysTold[B order.Body](kind order.EffectKind) func(order.Body) []erpChange {
	return changes(func(B) []erpChange { return []erpChange{{kind: kind}} })
}

// cancelledNow is the change of units that are not sold any more; none if there are no units.
func cancelledNow(us []order.Units) []erpChange {
	if len(us) == 0 {
		return nil
	}
	return []erpChange{{kind: order.EffectCancel, units: us}}
}

// blockIfBack is the change of a return block of which units are back, are lost, or need not come back.
func blockIfBack(n int, ms []order.Move) []erpChange {
	for _, m := range ms {
		switch m.Custody { //nolint:exhaustive // the others are still to come, or stay with the buyer
		case status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged, status.CustodyLost:
			return []erpChange{{kind: order.EffectReturn, block: n}}
		case status.CustodyNotNeeded:
			if m.State != status.ItemCancelled {
				return []erpChange{{kind: order.EffectReturn, block: n}}
			}
		}
	}
	return nil
}

// changesOf returns what an event changes of an order as an ERP shows it.
func changesOf(e order.Event) []erpChange {
	if t := erpTold[e.Body.Kind()]; t.of != nil {
		return t.of(e.Body)
	}
	return nil
}

// sendChanges adds what one system is to be sent of new events. What it cannot show is noted for people.
func (h *erpHandler) sendChanges(j *job, a *account, es []order.Event) {
	var lacks []erpChange
	last := 0
	for i, e := range es {
		if b, is := e.Body.(order.ParcelSettled); is {
			h.sendSale(j, a, e, b)
		}
		if h.knows(j, a, e, es[:i]) {
			continue
		}
		for _, c := range changesOf(e) {
			if !a.system.Can(c.kind, j.view().Scheme) {
				lacks, last = append(lacks, c), e.N
				continue
			}
			h.sendChange(j, a, e, c)
		}
	}
	h.noteUnshown(j, a, lacks, last)
}

// knows reports whether a system has what an event changes: it reported that itself. before are the events of the same
// save that came first.
func (h *erpHandler) knows(j *job, a *account, e order.Event, before []order.Event) bool {
	switch b := e.Body.(type) {
	case order.Cancelled: // whoever answered yes there has not cancelled it there
		if len(without(cancelledUnits(b.Parts), answeredUnits(j, h.accounts[j.route.Channel], before))) == 0 {
			return false
		}
	case order.IntentDeclined:
		return b.System != a.name
	}
	return isEcho(e, a, false) && !h.isButton(j, a, e)
}

// isButton reports whether people asked for what an event did by something that stands beside the rows of a system that
// is shown orders: an item of a return, a stage. The rows do not follow by themselves there.
func (h *erpHandler) isButton(j *job, a *account, e order.Event) bool {
	switch e.Body.(type) {
	case order.Cancelled, order.Delivered, order.Returned, order.ReturnReceived, order.ReturnChanged, order.PriceReduced:
		return a.system.Can(order.EffectShow, j.view().Scheme)
	}
	return false
}

// sendChange adds one change. What brings the order to what it is at that moment is not added twice.
func (h *erpHandler) sendChange(j *job, a *account, cause order.Event, c erpChange) {
	e := order.Effect{Kind: c.kind, Target: h.target(j, a), N: cause.N, Units: c.units, Block: c.block, Payment: c.payment}
	if isOfTheMoment(c.kind) && slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return isFresh(w) && w.Target.Account == a.name && (w.Kind == order.EffectUpsert || isSameThing(w, e))
	}) {
		return
	}
	h.enqueue(j, e, thingKey(c))
}

// isOfTheMoment reports whether an effect brings a thing to what it is when the effect is carried out.
func isOfTheMoment(kind order.EffectKind) bool {
	switch kind {
	case order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn:
		return true
	}
	return false
}

// ofTheMoment are the rules of such an effect. One that was refused waits for people and holds up nothing: a later one
// about the same thing overtakes it.
func ofTheMoment(onHold func(*job, PendingEffect) bool) rules {
	return rules{
		onHold:      onHold,
		yields:      func(w PendingEffect) bool { return !w.Phase.goesOn() },
		overtakenBy: func(w PendingEffect, e order.Effect) bool { return !w.Phase.goesOn() && isSameThing(w, e) },
	}
}

// isFresh reports whether no attempt at an effect was ever made: it will show the order as it stands then.
func isFresh(w PendingEffect) bool {
	return w.Phase == PhasePending && w.Attempts == 0 && w.Outcome.Kind == 0
}

// isSameThing reports whether an effect is about the thing that another one is about.
func isSameThing(w PendingEffect, e order.Effect) bool {
	return w.Kind == e.Kind && w.Target.Account == e.Target.Account && w.Block == e.Block && w.Payment == e.Payment &&
		w.Transfer == e.Transfer && bytes.Equal(w.Data, e.Data)
}

// thingKey tells the effects of one event and kind apart.
func thingKey(c erpChange) string {
	if c.payment != "" {
		return joinKey("payment", c.payment)
	}
	return ""
}
