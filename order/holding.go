package order

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Held says that automatic effects wait until a person has looked.
type Held struct {
	Hold
}

// Kind implements Body.
func (Held) Kind() string { return "held" }

func (b Held) sound(o *Order) error {
	if n := len(o.holds) + 1; b.N != n {
		return fmt.Errorf("hold %d where %d is next", b.N, n)
	}
	return o.soundUnits(b.Units...)
}

func (b Held) apply(o *Order, e *Event) {
	h := b.Hold
	h.At = e.At
	o.holds = append(o.holds, h)
}

// ClearHold says that a person has looked at a hold and what they found.
type ClearHold struct {
	Hold int
	Note string
}

// Kind implements Command.
func (ClearHold) Kind() Kind { return KindClearHold }

func (c ClearHold) decide(o *Order, _ By) ([]Body, error) {
	what := Textf("hold %d", c.Hold)
	if c.Hold < 1 || c.Hold > len(o.holds) {
		return nil, refuse(ErrUnknown, what, "the order has %d {1:hold|holds}", len(o.holds))
	}
	if o.holds[c.Hold-1].Cleared {
		return nil, refuse(ErrAlready, what, "it was cleared")
	}
	return []Body{HoldCleared(c)}, nil
}

// HoldCleared says that a person has looked at a hold.
type HoldCleared struct {
	Hold int    `json:"hold"`
	Note string `json:"note,omitzero"`
}

// Kind implements Body.
func (HoldCleared) Kind() string { return "hold-cleared" }

func (b HoldCleared) sound(o *Order) error {
	if b.Hold < 1 || b.Hold > len(o.holds) {
		return fmt.Errorf("unknown hold %d", b.Hold)
	}
	return nil
}

func (b HoldCleared) apply(o *Order, _ *Event) {
	h := &o.holds[b.Hold-1]
	h.Cleared, h.Note = true, b.Note
}

// request takes up a cancellation that must be answered. The same request again is no news.
func (o *Order) request(r CancelReport, by By, ms []Move) error {
	var ask []Move
	asked := o.asked(by.Occurred)
	for _, m := range ms {
		if finished.Has(m.State) || asked.hold(Units{m.Line, m.From, m.To}) {
			continue
		}
		ask = append(ask, m)
	}
	if len(ask) == 0 {
		return nil
	}
	o.note(by, CancelRequested{CancelRequest{N: len(o.requests) + 1, Kind: "cancel", System: by.Actor.System, Units: units(ask), Reason: r.Reason, Text: r.Text}})
	return nil
}

// asked collects the units of earlier requests: open ones, and answered ones that a request may be a repetition of. Only
// the outside system's own time tells a new request from that.
func (o *Order) asked(occurred time.Time) ranges {
	all := ranges{}
	for _, q := range o.requests {
		if !q.Answered || !occurred.After(q.At) {
			all.add(q.Units)
		}
	}
	return all
}

// CancelRequested says that an outside system asks for something and waits for an answer.
type CancelRequested struct {
	CancelRequest
}

// Kind implements Body.
func (CancelRequested) Kind() string { return "requested" }

func (b CancelRequested) sound(o *Order) error {
	if n := len(o.requests) + 1; b.N != n {
		return fmt.Errorf("request %d where %d is next", b.N, n)
	}
	return o.soundUnits(b.Units...)
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
			case o.tally.of(l) != o.tally.counted() && !finished.Has(p.State):
				follow = append(follow, m)
			case p.State == status.ItemCancelled || p.State == status.ItemRefused:
				accept = append(accept, m) // it is what was asked for
			case c.Verdict == VerdictDecline, !o.cancellable(p), c.Verdict == "" && !inHouse.Has(p.State):
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
	bodies := []Body{CancelRequestAnswered{c.Request, units(accept), units(decline), c.Text}}
	stop := without(accept, o.stopped(accept))
	if len(stop) == 0 {
		return bodies, nil
	}
	more, err := o.cancelled(stop, Cancel{Reason: q.Reason, Party: status.PartyBuyer, Text: c.Text}, o.isAll(stop))
	return append(bodies, more...), err
}

// stopped returns those of some units that are cancelled already.
func (o *Order) stopped(ms []Move) []Move {
	var out []Move
	for _, m := range ms {
		if finished.Has(m.State) {
			out = append(out, m)
		}
	}
	return out
}

// CancelRequestAnswered says how a request was answered.
type CancelRequestAnswered struct {
	Request  int     `json:"request"`
	Accepted []Units `json:"accepted,omitzero"`
	Declined []Units `json:"declined,omitzero"`
	Text     string  `json:"text,omitzero"`
}

// Kind implements Body.
func (CancelRequestAnswered) Kind() string { return "request-answered" }

func (b CancelRequestAnswered) sound(o *Order) error {
	if b.Request < 1 || b.Request > len(o.requests) {
		return fmt.Errorf("unknown request %d", b.Request)
	}
	return first(o.soundUnits(b.Accepted...), o.soundUnits(b.Declined...))
}

func (b CancelRequestAnswered) apply(o *Order, _ *Event) {
	q := &o.requests[b.Request-1]
	q.Answered, q.Accepted, q.Declined, q.Text = true, b.Accepted, b.Declined, b.Text
}
