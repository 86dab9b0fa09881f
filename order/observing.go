package order

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// Observation is what an outside system reports. The set is sealed:
//
//	StatusReport    a status of the order or of some units, already translated by a table
//	CancelReport    units were cancelled, or are asked to be
//	LinesReport     which lines there are, how many units, for how much
//	PaymentReport   a payment
//	DateReport      the delivery window and the deadlines
//	ShipmentReport  where a shipment is, from its carrier
//	Wish            what somebody wants who works in that system
//
// The report of the fact's owner (Authority) is never refused: it is applied, ignored because it is already so or out of
// date, or recorded as a conflict that holds the order. The report of anybody else is a wish: it is tried as a command, and
// its refusal is kept as a note that is owed to that system.
type Observation interface {
	observe(o *Order, by By) error
	name() string
}

// Observe takes up what an outside system reports. The error is for reports that make no sense at all (no time, an
// unknown line, a key with other content); no events mean that nothing is new.
func (o *Order) Observe(obs Observation, by By) ([]Event, error) {
	obs, err := observationOf(obs)
	if err != nil {
		return nil, named("observe", err)
	}
	kind := Kind("observe " + obs.name())
	if by, err = o.admit(by); err == nil {
		err = storable(obs)
	}
	if err != nil {
		return nil, named(kind, err)
	}
	switch by.Actor.Role {
	case RoleChannel, RoleERP, RoleCarrier, RoleGateway:
	default:
		return nil, named(kind, refuse(ErrRole, "role "+string(by.Actor.Role), "only channel, erp, carrier and gateway report; people give commands"))
	}
	if o.rules.scheme == nil {
		return nil, named(kind, refuse(ErrScheme, "order", "its scheme %q is not known here; pass it with WithScheme", o.scheme))
	}
	sum := digest(by, string(kind), obs)
	if again, err := o.repeated(by.Key, sum); again || err != nil {
		return nil, named(kind, err)
	}
	// A report may lead to several steps, each of which sees the one before: work on a copy, so that an error in the
	// middle leaves the order as it was.
	w := o.Clone()
	first := len(w.log)
	w.observing = &report{sum: sum}
	if err := obs.observe(w, by); err != nil {
		return nil, named(kind, err)
	}
	w.observing = nil
	*o = *w
	return slices.Clone(o.log[first:]), nil
}

// report is what is under way while a report is taken up.
type report struct {
	sum  string
	code string
	used bool
}

// note commits bodies as a part of the report that is being taken up.
func (o *Order) note(by By, bodies ...Body) {
	r := o.observing
	sum := r.sum
	if r.used {
		by.Key, sum = "", ""
	}
	if len(bodies) > 0 {
		r.used = true
		o.commit(bodies, by, sum, r.code)
	}
}

// saw remembers how new the newest applied word of a system about a fact is.
func (o *Order) saw(e *Event, f Fact) {
	if e.Occurred.IsZero() {
		return
	}
	k := e.By.System + "\x00" + f.String()
	if e.Occurred.After(o.seen[k]) {
		o.seen[k] = e.Occurred
	}
}

// stale tells whether something newer was applied from the same system.
func (o *Order) stale(by By, f Fact) bool {
	return !by.Occurred.IsZero() && by.Occurred.Before(o.seen[by.Actor.System+"\x00"+f.String()])
}

// sayMoves remembers how far a system itself said units have come.
func (o *Order) sayMoves(e *Event, ms []Move) {
	switch e.By.Role {
	case RoleChannel, RoleERP, RoleCarrier:
		for _, m := range ms {
			o.said[e.By.System+"\x00"+m.Line] = m.State
		}
		o.saw(e, FactFulfilment)
	}
}

// StatusReport is a status as an outside system reports it. What it says of payment is not taken up, as it has no sum: a
// payment is a PaymentReport.
type StatusReport struct {
	Code string         // as received
	Text string         // as received
	Says status.Meaning // what the system's table makes of it; zero for a code that no table knows
	// Picks are the units it is about; the whole order without.
	Picks Picks
}

func (StatusReport) name() string { return "status" }

func (r StatusReport) observe(o *Order, by By) error {
	o.observing.code = r.Code
	if r.Says.IsZero() {
		return o.unknown(r, by)
	}
	if r.Says.Order == status.OrderAwaitingConfirmation || r.Says.Order == status.OrderNew && r.Says.Item == 0 {
		return nil // the beginning: nothing can be behind it
	}
	target := r.Says.Item
	if target == 0 {
		target = itemOf(r.Says.Order)
	}
	switch {
	case target == status.ItemCancelled:
		return CancelReport{Picks: r.Picks, Reason: r.Says.Reason, Party: r.Says.Party, Text: r.Text, Code: r.Code, Done: true}.observe(o, by)
	case r.Says.Order == status.OrderInWork || r.Says.Order == status.OrderAwaitingConsent:
		if !o.taken && o.state == status.OrderNew {
			o.note(by, Taken{})
		}
		return nil
	case target != 0:
		if err := r.progress(o, by, target); err != nil {
			return err
		}
	}
	if r.Says.Order == status.OrderCompleted && (o.state == status.OrderDelivered || o.state == status.OrderPartlyDelivered) &&
		o.authority.Owns(by.Actor.Role, FactFulfilment) {
		o.note(by, Completed{})
	}
	return nil
}

// itemOf is the state of units that an order-level state means.
func itemOf(s status.OrderState) status.ItemState {
	switch s {
	case status.OrderConfirmed, status.OrderPartlyConfirmed, status.OrderPaid, status.OrderAwaitingPayment:
		return status.ItemConfirmed
	case status.OrderAssembling:
		return status.ItemAssembling
	case status.OrderPacked:
		return status.ItemPacked
	case status.OrderHandedToCarrier, status.OrderOutWithCourier:
		return status.ItemSent
	case status.OrderArrived:
		return status.ItemArrived
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		return status.ItemHandedOut
	case status.OrderRefused:
		return status.ItemRefused
	case status.OrderReturned:
		return status.ItemReturned
	case status.OrderCancelled:
		return status.ItemCancelled
	}
	return 0
}

// unknown holds the order for a code that no table knows; the same code again is no news.
func (o *Order) unknown(r StatusReport, by By) error {
	if slices.ContainsFunc(o.holds, func(h Hold) bool {
		return !h.Cleared && h.Kind == HoldUnknown && h.Code == r.Code && h.System == by.Actor.System
	}) {
		return nil
	}
	text := fmt.Sprintf("%s sent the status %q %s, which no table knows: add it to the status table, then clear the hold", by.Actor.System, r.Code, r.Text)
	o.note(by, o.newHold(HoldUnknown, FactFulfilment, by, r.Code, text, nil))
	return nil
}

// progress brings units as far as the report says.
func (r StatusReport) progress(o *Order, by By, target status.ItemState) error {
	if !o.authority.Owns(by.Actor.Role, FactFulfilment) {
		ps, err := o.exactly(r.Picks, target)
		if err != nil {
			return err
		}
		return Wish{Commands: wishes(r.Says, target, ps), Code: r.Code}.observe(o, by)
	}
	ms, err := o.reported(r.Picks, target)
	if err != nil {
		return err
	}
	stale := o.stale(by, FactFulfilment)
	var moves, behind []Move
	for _, m := range ms {
		switch {
		case m.State == target, m.Block != 0, m.State == status.ItemReturned, m.State == status.ItemCancelled && target != status.ItemHandedOut,
			finished.Has(m.State) && len(r.Picks) == 0: // a status of the whole order is about the units that live
		case further(m.State, target) && status.Items().Can(m.State, target):
			if len(r.Picks) > 0 {
				m.Door = "" // the owner speaks about these very units
			}
			moves = append(moves, m)
		case !stale && o.contradicts(by, m, target):
			behind = append(behind, m)
		}
	}
	if len(moves) > 0 {
		if err := o.advance(by, moves, target); err != nil {
			return err
		}
	}
	if len(behind) > 0 {
		o.conflict(by, FactFulfilment, r.Code, units(behind), fmt.Sprintf("%s says %s, here the units are %s", by.Actor.System, target, behind[0].State))
	}
	return nil
}

// reported finds the units that a report is about. A report says how things are, not what is to be done: "two of L1 are
// cancelled" means two altogether. So units that are as reported come first, then those that can become so, then the rest.
func (o *Order) reported(ps Picks, target status.ItemState) ([]Move, error) {
	if len(ps) == 0 {
		return o.pick(nil, "reported", func(l *line, p Portion) bool {
			return o.tally.of(l) == o.tally.counted() || target == status.ItemCancelled
		})
	}
	var ms []Move
	// Choices that name their units go first, so that the others take what is left.
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b Choice) int { return b.To.Sign() - a.To.Sign() })
	for _, c := range ps {
		l, err := o.line(c.Line)
		if err != nil {
			return nil, err
		}
		first := len(ms)
		for class := range 3 {
			rest := c
			may := func(_ *line, p Portion) bool { return classOf(p, target) == class }
			if !c.Quantity.IsZero() {
				rest.Quantity = Quantity{c.Quantity.milli - sumOf(ms[first:])}
				if rest.Quantity.IsZero() {
					break
				}
				rest.Quantity = o.upTo(l, rest, may, ms)
			}
			if more, err := o.choose(ms, l, rest, "reported", may); err == nil {
				ms = more
			}
		}
		if got := Milli(sumOf(ms[first:])); got.IsZero() || got.Cmp(c.Quantity) < 0 {
			_, err := o.choose(nil, l, c, "reported", func(*line, Portion) bool { return true })
			if err == nil {
				err = refuse(ErrQuantity, "line "+l.id, "%s asked, %s of %s are left", c.Quantity, got, l.quantity)
			}
			return nil, err
		}
	}
	return ms, nil
}

// upTo is how many units a choice can get, at most as many as it asks for.
func (o *Order) upTo(l *line, c Choice, may func(*line, Portion) bool, taken []Move) Quantity {
	all := c
	all.Quantity = Quantity{}
	ms, err := o.choose(append([]Move(nil), taken...), l, all, "reported", may)
	if err != nil {
		return c.Quantity
	}
	return Quantity{min(c.Quantity.milli, sumOf(ms[len(taken):]))}
}

// classOf tells how well units fit a report: 0 they are as reported, 1 they can become so, 2 neither.
func classOf(p Portion, target status.ItemState) int {
	switch {
	case p.State == target, finished.Has(target) && (finished.Has(p.State) || p.Block != 0):
		return 0
	case target == status.ItemCancelled && inHouse.Has(p.State), target != status.ItemCancelled && further(p.State, target):
		return 1
	}
	return 2
}

// exactly turns the picks of a report into the units it means that are not as reported yet; all of them if all are.
func (o *Order) exactly(ps Picks, target status.ItemState) (Picks, error) {
	if len(ps) == 0 {
		return nil, nil
	}
	ms, err := o.reported(ps, target)
	if err != nil {
		return nil, err
	}
	var open, all Picks
	for _, m := range ms {
		p := PickUnits(m.Line, m.From, m.To)
		if all = all.And(p); classOf(m.Portion, target) > 0 {
			open = open.And(p)
		}
	}
	if len(open) == 0 {
		return all, nil
	}
	return open, nil
}

// further tells whether units would move on.
func further(from, target status.ItemState) bool {
	switch target {
	case status.ItemRefused:
		return !finished.Has(from) && from != status.ItemHandedOut
	case status.ItemReturned, status.ItemLost:
		return !finished.Has(from)
	}
	return !finished.Has(from) && rank(target) > rank(from)
}

// contradicts tells whether a report that is behind is more than a lag: the same system itself said before that the units
// were where they are now. A unit that is cancelled here and handed out there always is.
func (o *Order) contradicts(by By, m Move, target status.ItemState) bool {
	if m.State == status.ItemCancelled {
		return target == status.ItemHandedOut
	}
	said, ok := o.said[by.Actor.System+"\x00"+m.Line]
	return ok && said == m.State && (rank(m.State) > rank(target) || finished.Has(m.State))
}

// advance moves units as an owner reports. Deliveries and refusals follow the same rules of money as commands.
func (o *Order) advance(by By, ms []Move, target status.ItemState) error {
	switch target {
	case status.ItemHandedOut:
		var kept, taken []Move
		for _, m := range ms {
			if m.Door != "" {
				kept = append(kept, m)
			} else {
				taken = append(taken, m)
			}
		}
		bs, err := o.delivered(to(target, taken), kept)
		if err != nil {
			return err
		}
		o.note(by, bs...)
	case status.ItemRefused:
		for i := range ms {
			ms[i].Door = status.ReasonBuyerRefused
		}
		bs, err := o.delivered(nil, ms)
		if err != nil {
			return err
		}
		o.note(by, bs...)
	case status.ItemReturned, status.ItemLost:
		o.conflict(by, FactFulfilment, o.observing.code, units(ms), fmt.Sprintf("%s says %s; split the units off with Return so that their money is settled", by.Actor.System, target))
	default:
		if target == status.ItemConfirmed && o.tally.counted()[status.ItemNew] == sumOf(ms) {
			ms = append(ms, to(target, o.services(Items(status.ItemNew)))...)
		}
		o.note(by, Progressed{to(target, ms)})
	}
	return nil
}

// Progressed says that units have come as far as an outside system reports.
type Progressed struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Progressed) Kind() string { return "progressed" }

func (b Progressed) sound(o *Order) error { return o.soundMoves(b.Moves) }
func (b Progressed) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.sayMoves(e, b.Moves)
}

// CancelReport says that units were cancelled outside. Where the scheme makes the channel ask (Scheme.CancelIsRequest)
// it is a request that stays open until it is answered, unless Done says that it has already happened.
type CancelReport struct {
	Picks  Picks // the whole order without
	Reason status.Reason
	Party  status.Party // on whose side the reason lies; the buyer's by default
	Text   string
	Code   string
	Done   bool
}

func (CancelReport) name() string { return "cancellation" }

func (r CancelReport) observe(o *Order, by By) error {
	o.observing.code = r.Code
	if r.Reason == "" {
		r.Reason = status.ReasonBuyerCancelled
	}
	if r.Party == 0 {
		r.Party = status.PartyBuyer
	}
	if !o.authority.Owns(by.Actor.Role, FactCancellation) {
		ps, err := o.exactly(r.Picks, status.ItemCancelled)
		if err != nil {
			return err
		}
		return Wish{Commands: []Command{Cancel{Picks: ps, Reason: r.Reason, Text: r.Text}}, Code: r.Code}.observe(o, by)
	}
	ms, err := o.reported(r.Picks, status.ItemCancelled)
	if err != nil {
		return err
	}
	if o.rules.scheme.CancelIsRequest && by.Actor.Role == RoleChannel && !r.Done {
		return o.request(r, by, ms)
	}
	var cancel, late, follow []Move
	for _, m := range ms {
		switch {
		case finished.Has(m.State):
		case o.tally.of(o.lines[o.index[m.Line]]) != o.tally.counted():
			follow = append(follow, m)
		case inHouse.Has(m.State):
			cancel = append(cancel, m)
		case m.Door != "": // both sides agree; it takes effect when the order is closed
		default:
			late = append(late, m)
		}
	}
	// What only follows the goods is cancelled with them, but not while some of them are on their way.
	if len(late) == 0 {
		for _, m := range follow {
			if m.State != status.ItemHandedOut {
				cancel = append(cancel, m)
			}
		}
	}
	if len(cancel) > 0 {
		bs, err := o.cancelled(cancel, Cancel{Reason: r.Reason, Party: r.Party, Text: r.Text}, o.isAll(cancel))
		if err != nil {
			return err
		}
		o.note(by, bs...)
	}
	if len(late) > 0 {
		o.conflict(by, FactCancellation, r.Code, units(late), fmt.Sprintf("%s cancelled units that are %s: stop them or take them back with Return", by.Actor.System, late[0].State))
	}
	return nil
}

// PaymentReport is a payment as an outside system reports it.
type PaymentReport struct {
	Payment Payment
}

func (PaymentReport) name() string { return "payment" }

func (r PaymentReport) observe(o *Order, by By) error {
	if !o.authority.Owns(by.Actor.Role, FactPayment) {
		return Wish{Commands: []Command{Pay(r)}}.observe(o, by)
	}
	p := r.Payment
	if err := checkPayment(&p, o.currency); err != nil {
		return err
	}
	b, err := o.payment(p)
	switch {
	case errors.Is(err, ErrAlready):
		i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID })
		if was := o.payments[i].Refunded; p.Refunded.above(was) {
			o.conflict(by, FactPayment, "", nil, fmt.Sprintf("%s paid %s of payment %s back, here %s was ordered: split the units off with Return", by.Actor.System, p.Refunded, p.ID, was.or(o.nothing())))
		}
		return nil
	case err != nil && o.stale(by, FactPayment):
		return nil
	case err != nil:
		o.conflict(by, FactPayment, "", nil, err.Error())
		return nil
	}
	o.note(by, b)
	o.overpaid(by, FactPayment)
	return nil
}

// overpaid holds an order for which more is paid than it costs, unless the channel holds the money.
func (o *Order) overpaid(by By, f Fact) {
	if kept, err := o.paid.Sub(o.owed); err == nil && kept.above(o.total) && !o.rules.scheme.ChannelRefunds {
		o.conflict(by, f, "", nil, fmt.Sprintf("%s is paid, more than the order costs, %s", kept, o.total))
	}
}

// DateReport is the delivery window and the deadlines as an outside system reports them. Absent values say nothing.
type DateReport struct {
	Window    Window
	Deadlines []Deadline
}

func (DateReport) name() string { return "dates" }

func (r DateReport) observe(o *Order, by By) error {
	w := r.Window.normal()
	if !w.IsZero() {
		if err := w.check(); err != nil {
			return err
		}
	}
	if !o.authority.Owns(by.Actor.Role, FactDates) {
		if w.IsZero() {
			return nil
		}
		return Wish{Commands: []Command{MoveDate{w}}}.observe(o, by)
	}
	if o.stale(by, FactDates) {
		return nil
	}
	if !w.IsZero() && w != o.delivery.Window {
		o.note(by, DateMoved{w})
	}
	if ds := setDeadlines(o.deadlines, r.Deadlines); !slices.Equal(ds, o.deadlines) {
		o.note(by, DeadlinesSet{ds})
	}
	return nil
}

// conflict holds the order because an owner's word cannot be applied; the same conflict again is no news.
func (o *Order) conflict(by By, f Fact, code string, us []Units, text string) {
	for _, h := range o.holds {
		if h.Cleared || h.Kind != HoldConflict || h.System != by.Actor.System || h.Fact != f.String() || h.Code != code {
			continue
		}
		if len(us) == 0 && h.Text == text || len(us) > 0 && within(us, h.Units) {
			return
		}
	}
	o.note(by, o.newHold(HoldConflict, f, by, code, text, us))
}

// within tells whether all units are among others.
func within(us, others []Units) bool {
	return !slices.ContainsFunc(us, func(u Units) bool {
		return !slices.ContainsFunc(others, func(x Units) bool {
			return x.Line == u.Line && x.From.Cmp(u.From) <= 0 && u.To.Cmp(x.To) <= 0
		})
	})
}

func (o *Order) newHold(kind HoldKind, f Fact, by By, code, text string, us []Units) Held {
	return Held{Hold{N: len(o.holds) + 1, Kind: kind, Fact: f.String(), System: by.Actor.System, Code: code, Text: text, Units: us}}
}
