package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// ending is why units of a line were cancelled or refused, and on whose side the reason lies.
type ending struct {
	Units
	reason status.Reason
	party  status.Party
}

// endings collects from the log why units came to nothing, by line. What was said last counts.
func (o *Order) endings() map[string][]ending {
	var out map[string][]ending
	say := func(p Part, r status.Reason, party status.Party) {
		if out == nil {
			out = map[string][]ending{}
		}
		out[p.Line] = append(out[p.Line], ending{Units{p.Line, p.From, p.To}, r, party})
	}
	for _, e := range o.log {
		switch b := e.Body.(type) {
		case Cancelled:
			for _, p := range b.Parts {
				say(p, b.Reason, b.Party)
			}
		case Delivered:
			for i, p := range b.Refused {
				if i < len(b.Reasons) {
					say(p, b.Reasons[i], 0)
				}
			}
		}
	}
	return out
}

// told splits a portion of units that came to nothing by why they did.
func told(p Portion, ends []ending) []PortionView {
	out := []PortionView{{Portion: p}}
	if p.State != status.ItemCancelled && p.State != status.ItemRefused {
		return out
	}
	for _, e := range ends {
		var next []PortionView
		for _, x := range out {
			from, to := e.From, e.To
			if from.Cmp(x.From) < 0 {
				from = x.From
			}
			if to.Cmp(x.To) > 0 {
				to = x.To
			}
			if from.Cmp(to) >= 0 || x.Reason == e.reason && x.Party == e.party {
				next = append(next, x)
				continue
			}
			if before := x; x.From != from {
				before.To = from
				next = append(next, before)
			}
			why := x
			why.From, why.To, why.Reason, why.Party = from, to, e.reason, e.party
			next = append(next, why)
			if after := x; x.To != to {
				after.From = to
				next = append(next, after)
			}
		}
		out = next
	}
	return joinedViews(out)
}

// joinedViews puts neighbours together that differ in nothing but their range.
func joinedViews(vs []PortionView) []PortionView {
	out := vs[:1]
	for _, v := range vs[1:] {
		if last := &out[len(out)-1]; last.Reason == v.Reason && last.Party == v.Party {
			last.To = v.To
			continue
		}
		out = append(out, v)
	}
	return out
}
