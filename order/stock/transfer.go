package stock

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// Transfer is goods that one warehouse is asked to send to another. Lines are what it is asked for; their Warehouse is
// From.
type Transfer struct {
	From, To string
	Lines    []Reservation
}

// Picks returns the goods of the transfer as a command picks them.
func (t Transfer) Picks() order.Picks {
	var ps order.Picks
	for _, l := range t.Lines {
		ps = ps.And(order.Pick(l.Line, l.Quantity))
	}
	return ps
}

// Requests asks the other places for what is short at the place to: those nearest to it first, each once, and never for
// more than it has or than is short. The levels are what is free there beside the plan, see [Taken]. What nobody has is
// returned as well. The error is an *order.Refused, as of New.
func Requests(short []Demand, levels []Level, places []Place, to string) ([]Transfer, []Demand, error) {
	i := slices.IndexFunc(places, func(p Place) bool { return p.Code == to })
	if i < 0 {
		return nil, nil, refuse(order.ErrUnknown, order.Textf("place %s", to), "it is not among the places")
	}
	target := places[i]
	others := slices.Delete(slices.Clone(places), i, i+1)
	p, err := New(short, levels, others, Policy{
		Split: true, City: target.City, Latitude: target.Latitude, Longitude: target.Longitude,
	})
	if err != nil {
		return nil, nil, err
	}
	at, err := rank(others, Policy{City: target.City, Latitude: target.Latitude, Longitude: target.Longitude})
	if err != nil {
		return nil, nil, err
	}
	var ts []Transfer
	for _, x := range at {
		t := Transfer{From: x.code, To: to}
		for _, r := range p.Reserve {
			if r.Warehouse == x.code {
				t.Lines = append(t.Lines, r)
			}
		}
		if len(t.Lines) > 0 {
			ts = append(ts, t)
		}
	}
	return ts, p.Short, nil
}
