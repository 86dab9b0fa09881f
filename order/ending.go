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

// endings collects from the log why units were cancelled or refused, by line. The last reason counts.
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
