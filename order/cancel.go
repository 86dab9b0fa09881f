package order

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Cancel refuses or cancels units; without Picks, the whole order. What the scheme allows depends on where the units
// are: some of them early (Scheme.PartialCancel), all of them until later (Scheme.FullCancel). At the door a refusal
// is kept until the order is closed (Scheme.DoorResults). The money of units that are paid for goes into a return
// block.
type Cancel struct {
	Picks  Picks
	Reason status.Reason
	// Party is on whose side the reason lies; by default the actor's.
	Party status.Party
	Text  string
	// Code is the channel's own code to cancel with, where a person chose one of those that are open there now.
	Code string
	// Told is how the buyer was told: in words, or by a code of the host's. Scheme.CancelNeedsTold asks the seller for it.
	Told string
}

// Kind implements Command.
func (Cancel) Kind() Kind { return KindCancel }

func (c Cancel) decide(o *Order, by By) ([]Body, error) {
	if c.Reason == "" {
		return nil, refuse(ErrInvalid, "reason", "a cancellation needs one")
	}
	if c.Party == 0 {
		c.Party = by.Actor.party()
	}
	if c.Party > status.PartySystem {
		return nil, refuse(ErrInvalid, "party", "%s is not a party", c.Party)
	}
	s := o.rules.scheme
	if s.CancelNeedsTold && c.Told == "" && by.Actor.party() != status.PartyBuyer && by.Actor.party() != status.PartyChannel {
		return nil, refuse(ErrInvalid, "told", "the scheme %s wants to know how the buyer was told: say it in Cancel.Told", o.scheme)
	}
	living := func(l *line, p Portion) bool { return o.cancellable(p) }
	if len(c.Picks) == 0 {
		ms, err := o.pick(nil, "cancelled", nil, living)
		if err != nil {
			return nil, err
		}
		if len(ms) == 0 {
			return nil, o.nothingToCancel()
		}
		if st, out := o.outside(s.FullCancel); out {
			return nil, refuse(ErrNotNow, "order", "there are units %s; the whole order may be cancelled while all are %v", st, s.FullCancel.List())
		}
		return o.cancelled(ms, c, true)
	}
	early := func(l *line, p Portion) bool { return o.cancellable(p) && s.PartialCancel.Has(p.State) }
	ms, err := o.pick(c.Picks, "cancelled now", nearestSeller, early)
	if err == nil {
		return o.cancelled(ms, c, o.isAll(ms))
	}
	if bodies, err := o.keepAtDoor(c.Picks, c.Reason, c.Text); bodies != nil || err != nil {
		if err == nil && c.Code != "" {
			return nil, refuse(ErrInvalid, "code", "a refusal at the door is sent when the order is closed, by its reason; leave the code out")
		}
		return bodies, err
	}
	all, wide := o.pick(c.Picks, "cancelled", nearestSeller, living)
	if wide != nil {
		return nil, o.alreadyGone(c.Picks, wide)
	}
	if _, out := o.outside(s.FullCancel); !out && o.isAll(all) {
		return o.cancelled(all, c, true)
	}
	var r *Refused
	if errors.As(err, &r) {
		r.Problem, r.Why = ErrNotNow, Textf("some units of an order may be cancelled only while they are %s; the whole order may be while all are %s",
			s.PartialCancel.List(), s.FullCancel.List())
	}
	return nil, err
}

// intentTurn puts a cancellation of the whole order before everything else. Units that may no longer be refused count
// as results at the door, which are tried after the hand-over.
func (c Cancel) intentTurn(o *Order) int {
	if len(c.Picks) == 0 {
		return -1
	}
	if s := o.rules.scheme; s.DoorResults != 0 {
		early := func(_ *line, p Portion) bool { return s.PartialCancel.Has(p.State) }
		if _, err := o.pick(c.Picks, "refused", nil, early); err != nil {
			return slices.Index(Kinds(), KindDropDoorResult)
		}
	}
	return slices.Index(Kinds(), KindCancel)
}

// nothingToCancel is the refusal when no units are left to cancel.
func (o *Order) nothingToCancel() error {
	if o.ended() && !o.closed {
		return refuse(ErrAlready, "order", "it is %s", o.state)
	}
	return refuse(ErrNotNow, "order", "no units are left that could be cancelled")
}

// alreadyGone turns err into ErrAlready when all the picked units are cancelled.
func (o *Order) alreadyGone(ps Picks, err error) error {
	_, no := o.pick(ps, "cancelled", nil, func(_ *line, p Portion) bool {
		return endedStates.Has(p.State)
	})
	if no == nil {
		return refuse(ErrAlready, "order", "these units are cancelled")
	}
	return err
}

// cancelled returns the event of a cancellation. Services go with the last goods.
func (o *Order) cancelled(ms []Move, c Cancel, whole bool) ([]Body, error) {
	if whole {
		ms = append(ms, without(o.services(withSeller|inTransit), ms)...)
	}
	if !o.rules.scheme.ChannelRefunds && o.paid.Sign() > 0 {
		return o.returned(ms, Block{Reason: c.Reason, Party: c.Party, Text: c.Text, Code: c.Code, Told: c.Told})
	}
	return o.cancelledUnpaid(ms, c, whole)
}

func (o *Order) cancelledUnpaid(ms []Move, c Cancel, whole bool) ([]Body, error) {
	parts, sum, err := o.price(ms)
	if err != nil {
		return nil, err
	}
	total, err := o.totalLess(sum)
	if err != nil {
		return nil, err
	}
	before := !slices.ContainsFunc(ms, func(m Move) bool { return m.State != status.ItemNew })
	out := moveTo(status.ItemCancelled, ms)
	for i := range out {
		out[i].Warehouse, out[i].Shipment, out[i].Door = "", 0, ""
	}
	out = append(out, o.following(ms)...)
	return []Body{Cancelled{out, parts, sum, c.Reason, c.Party, c.Text, c.Code, c.Told, before, whole, total}}, nil
}

// Cancelled records that units will not be delivered.
type Cancelled struct {
	Moves  []Move        `json:"moves"`
	Parts  []Part        `json:"parts"`
	Sum    amount.Money  `json:"sum"`
	Reason status.Reason `json:"reason"`
	Party  status.Party  `json:"party,omitzero"`
	Text   string        `json:"text,omitzero"`
	Code   string        `json:"code,omitzero"`   // the channel's own code, chosen by a person
	Told   string        `json:"told,omitzero"`   // how the buyer was told
	Before bool          `json:"before,omitzero"` // before any of them was confirmed
	Whole  bool          `json:"whole,omitzero"`  // no unit of the order is left
	Total  amount.Money  `json:"total"`           // what the order costs now
}

// Kind implements Body.
func (Cancelled) Kind() string { return "cancelled" }

func (b Cancelled) check(o *Order) error {
	return firstError(o.checkMoves(b.Moves), o.checkParts(b.Parts), o.checkSums(b.Sum, b.Total))
}

func (b Cancelled) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
	o.total = b.Total
	o.cut = o.cut || b.Before && !b.Whole
	o.markReported(e, b.Moves)
	o.markGone(e, b.Moves)
}

// CancelReport reports that units were cancelled elsewhere. Where the channel must ask first (Scheme.CancelIsRequest)
// it is a request that stays open until it is answered, unless Done is set: then it has happened already.
type CancelReport struct {
	Picks  Picks // the whole order without
	Reason status.Reason
	Party  status.Party // on whose side the reason lies; the buyer's by default
	Text   string
	Code   string
	Done   bool

	ended bool // it is the units' last status, not a call to stop them
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
	if !o.authority.owns(by.Actor.Role, factCancellation) {
		ps, err := o.exactly(r.Picks, status.ItemCancelled)
		if err != nil {
			return err
		}
		return Intent{Commands: []Command{Cancel{Picks: ps, Reason: r.Reason, Text: r.Text}}, Code: r.Code}.observe(o, by)
	}
	ms, err := o.reported(r.Picks, status.ItemCancelled)
	if err != nil {
		return err
	}
	if o.rules.scheme.CancelIsRequest && by.Actor.Role == RoleChannel && !r.Done {
		return o.request(r, by, ms)
	}
	var cancel, late, follow, left []Move
	for _, m := range ms {
		switch {
		case endedStates.Has(m.State):
		case o.tally.of(o.lines[o.index[m.Line]]) != o.tally.counted():
			follow = append(follow, m)
		case withSeller.Has(m.State):
			cancel = append(cancel, m)
		case r.ended && o.channelDelivers(by) && inTransit.Has(m.State): // the buyer did not take what the channel brought
			left = append(left, m)
		case m.Door != "": // both sides agree; it takes effect when the order is closed
		default:
			late = append(late, m)
		}
	}
	// Services are cancelled with the goods, but not while some of the goods are on their way.
	if len(late)+len(left) == 0 {
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
		o.commitReported(by, bs...)
		o.commitReported(by, o.voidUpstream(cancel, fmt.Sprintf("%v cancelled its units", by.Actor.name()))...)
	}
	if len(left) > 0 {
		if err := o.reportRefused(by, left); err != nil {
			return err
		}
	}
	if len(late) > 0 {
		o.conflict(by, factCancellation, r.Code, rangesOf(late), o.lateCancelText(by, late[0].State))
	}
	return nil
}

// channelDelivers reports whether the reporting channel delivers the goods itself.
func (o *Order) channelDelivers(by By) bool {
	return by.Actor.Role == RoleChannel && o.rules.scheme.ChannelRefunds && !o.rules.scheme.CancelIsRequest
}

// lateCancelText is the advice that can be followed in this scheme for units that are cancelled too late.
func (o *Order) lateCancelText(by By, s status.ItemState) Text {
	if o.rules.scheme.Returns.Has(s) {
		return Textf("%s cancelled units that are %s: stop them, or take them back with Return", by.Actor.name(), s)
	}
	return Textf("%s cancelled units that are %s: stop them, or wait until the channel reports what became of them", by.Actor.name(), s)
}

// request records a cancellation that must be answered. A repeated request changes nothing.
func (o *Order) request(r CancelReport, by By, ms []Move) error {
	var ask []Move
	asked := o.asked(by.Occurred)
	for _, m := range ms {
		if endedStates.Has(m.State) || asked.contains(Units{m.Line, m.From, m.To}) {
			continue
		}
		ask = append(ask, m)
	}
	if len(ask) == 0 {
		return nil
	}
	o.commitReported(by, CancelRequested{CancelRequest{N: len(o.requests) + 1, Kind: "cancel", System: by.Actor.System, Units: rangesOf(ask), Reason: r.Reason, Text: r.Text}})
	return nil
}

// asked collects the units of earlier requests: open ones, and answered ones that this request may repeat. Only the
// outside system's own time distinguishes a new request from a repeated one.
func (o *Order) asked(occurred time.Time) unitRanges {
	all := unitRanges{}
	for _, q := range o.requests {
		if !q.Answered || !occurred.After(q.At) {
			all.add(q.Units)
		}
	}
	return all
}

// CancelRequested records that an outside system asks for a cancellation and waits for an answer.
type CancelRequested struct {
	CancelRequest
}

// Kind implements Body.
func (CancelRequested) Kind() string { return "requested" }

func (b CancelRequested) check(o *Order) error {
	if n := len(o.requests) + 1; b.N != n {
		return fmt.Errorf("request %d where %d is next", b.N, n)
	}
	return o.checkUnits(b.Units...)
}

func (b CancelRequested) apply(o *Order, e *Event) {
	q := b.CancelRequest
	q.At = e.At
	o.requests = append(o.requests, q)
}

// Verdict is how a request is answered. The zero Verdict accepts units that have not left the seller and declines the
// others.
type Verdict string

// The verdicts.
const (
	VerdictAccept  Verdict = "accept" // the seller stops the units, wherever they are
	VerdictDecline Verdict = "decline"
)

// AnswerCancelRequest answers a request, for all of its units alike or, with the default verdict, by where each is.
type AnswerCancelRequest struct {
	Request int
	Verdict Verdict
	Text    string
}

// Kind implements Command.
func (AnswerCancelRequest) Kind() Kind { return KindAnswer }

func (c AnswerCancelRequest) decide(o *Order, by By) ([]Body, error) {
	what := Textf("request %d", c.Request)
	if c.Request < 1 || c.Request > len(o.requests) {
		return nil, refuse(ErrUnknown, what, "the order has %d {1:request|requests}", len(o.requests))
	}
	q := o.requests[c.Request-1]
	if q.Answered {
		return nil, refuse(ErrAlready, what, "it was answered")
	}
	if c.Verdict != "" && c.Verdict != VerdictAccept && c.Verdict != VerdictDecline {
		return nil, refuse(ErrInvalid, what, "verdict %q (known: accept, decline, or none for the default)", c.Verdict)
	}
	var accept, decline, follow []Move
	for _, u := range q.Units {
		l := o.lines[o.index[u.Line]]
		l.each(u.From, u.To, func(p Portion) {
			m := Move{u.Line, p}
			switch {
			case o.tally.of(l) != o.tally.counted() && !endedStates.Has(p.State):
				follow = append(follow, m)
			case p.State == status.ItemCancelled || p.State == status.ItemRefused:
				accept = append(accept, m) // it is what was asked for
			case c.Verdict == VerdictDecline, !o.cancellable(p), c.Verdict == "" && !withSeller.Has(p.State):
				decline = append(decline, m)
			default:
				accept = append(accept, m)
			}
		})
	}
	// What only follows the goods is stopped with them, or not at all.
	if len(decline) > 0 || c.Verdict == VerdictDecline {
		decline = append(decline, follow...)
	} else {
		accept = append(accept, follow...)
	}
	bodies := []Body{CancelRequestAnswered{c.Request, rangesOf(accept), rangesOf(decline), c.Text}}
	stop := without(accept, o.stopped(accept))
	if len(stop) == 0 {
		return bodies, nil
	}
	more, err := o.cancelled(stop, Cancel{Reason: q.Reason, Party: status.PartyBuyer, Text: c.Text}, o.isAll(stop))
	return append(bodies, more...), err
}

// stopped returns the units that are cancelled already.
func (o *Order) stopped(ms []Move) []Move {
	var out []Move
	for _, m := range ms {
		if endedStates.Has(m.State) {
			out = append(out, m)
		}
	}
	return out
}

// CancelRequestAnswered records the answer to a request.
type CancelRequestAnswered struct {
	Request  int     `json:"request"`
	Accepted []Units `json:"accepted,omitzero"`
	Declined []Units `json:"declined,omitzero"`
	Text     string  `json:"text,omitzero"`
}

// Kind implements Body.
func (CancelRequestAnswered) Kind() string { return "request-answered" }

func (b CancelRequestAnswered) check(o *Order) error {
	if b.Request < 1 || b.Request > len(o.requests) {
		return fmt.Errorf("unknown request %d", b.Request)
	}
	return firstError(o.checkUnits(b.Accepted...), o.checkUnits(b.Declined...))
}

func (b CancelRequestAnswered) apply(o *Order, _ *Event) {
	q := &o.requests[b.Request-1]
	q.Answered, q.Accepted, q.Declined, q.Text = true, b.Accepted, b.Declined, b.Text
}
