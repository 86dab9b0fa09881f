package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// stepMoves finds the units that a command of the scheme's step table may take and where they go.
func (o *Order) stepMoves(k Kind, ps Picks, verb string, also func(*line, Portion) bool) ([]Move, Step, error) {
	st, ok := o.rules.scheme.step(k)
	if !ok {
		return nil, st, refuse(ErrScheme, Textf("scheme %s", o.scheme), "it has no step %s", k)
	}
	n := o.tally.counted()
	fits := func(l *line, p Portion) bool {
		return o.tally.of(l) == n && st.From.Has(p.State) && (also == nil || also(l, p))
	}
	may := func(l *line, p Portion) bool {
		return fits(l, p) && (p.Transfer == 0 || k == KindCreateShipment) // where they are going is planned before they are there
	}
	first := nearestBuyer
	if k == KindRequestTransfer {
		first = nearestSeller // what is reserved nowhere
	}
	ms, err := o.pick(ps, verb, first, may)
	if errors.Is(err, ErrRole) {
		return nil, st, err
	}
	if err != nil || len(ms) == 0 {
		if on := o.onTransfer(ps, verb, fits); on != nil {
			return nil, st, on
		}
	}
	if k == KindRequestTransfer && err == nil && len(ms) == 0 {
		return nil, st, refuse(ErrNotNow, "order", "no goods are left that could come from there: they would have to be %s, and reserved nowhere else", st.From.List())
	}
	if err != nil {
		if k == KindRequestTransfer {
			return nil, st, err
		}
		if _, beyond := o.pick(ps, verb, nil, func(_ *line, p Portion) bool { return !endedStates.Has(p.State) && rank(p.State) >= rank(st.To) }); beyond == nil && st.To != 0 {
			err = refuse(ErrAlready, "order", "these units are %s", word(verb))
		}
		return nil, st, err
	}
	if len(ms) == 0 {
		return nil, st, o.noneLeft(st, verb)
	}
	if o.rules.scheme.Prepaid && takesPayment(k) && !o.isSecured(k) {
		if o.isCovered() {
			return nil, st, refuse(ErrNotNow, "order", "nothing is %s before it is paid: %s is held, capture it first", word(verb), o.heldTotal())
		}
		return nil, st, refuse(ErrNotNow, "order", "nothing is %s before it is paid", word(verb))
	}
	if st.Whole {
		if err := o.checkWhole(ms, st, verb); err != nil {
			return nil, st, err
		}
	}
	return ms, st, o.checkNeeds(k, ms)
}

// takesPayment lists what waits for payment in a prepaid scheme. What has left goes on whatever happens to the price.
func takesPayment(k Kind) bool {
	return k == KindAssemble || k == KindRequestTransfer || k == KindPack || k == KindCreateShipment || k == KindHandOver
}

// noneLeft is the refusal of a step that finds no units: they are past it, or not there yet.
func (o *Order) noneLeft(st Step, verb string) error {
	want := rank(st.To)
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if o.tally.counted()[s] != 0 && want > 0 && !endedStates.Has(s) && rank(s) >= want {
			return refuse(ErrAlready, "order", "all units that could be %s are", word(verb))
		}
	}
	if o.ended() {
		return refuse(ErrNotNow, "order", "it is %s: no more of it can be %s", o.state, word(verb))
	}
	return refuse(ErrNotNow, "order", "nothing may be %s yet: the goods would have to be %s first", word(verb), st.From.List())
}

// checkWhole checks that moves take all living goods that are not past the step.
func (o *Order) checkWhole(ms []Move, st Step, verb string) error {
	reach := st.reach()
	var taken, living int64
	for _, m := range ms {
		taken += m.To.Milli() - m.From.Milli()
	}
	for s, n := range o.tally.counted() {
		if s := status.ItemState(s); s != 0 && !endedStates.Has(s) && rank(s) < reach {
			living += n
		}
	}
	if taken == living {
		return nil
	}
	return refuse(ErrNotNow, "order", "all living units must be %s together, missing: %v", word(verb), abridged(o.missing(ms, st)))
}

// missing names the units that a whole step leaves out.
func (o *Order) missing(ms []Move, st Step) []Text {
	var out []Text
	taken := groupByLine(ms)
	for _, l := range o.lines {
		for _, p := range l.portions {
			if o.tally.of(l) != o.tally.counted() || endedStates.Has(p.State) || rank(p.State) >= st.reach() {
				continue
			}
			for _, f := range untaken(p, taken[l.id]) {
				out = append(out, Textf("%s × %s: %s", l.id, minus(f.To, f.From), p.State))
			}
		}
	}
	return out
}

// abridged cuts a list for a message.
func abridged(ts []Text) []Text {
	const most = 10
	if len(ts) <= most {
		return ts
	}
	return append(ts[:most:most], Textf("and %d more", len(ts)-most))
}

// listUnits names units for a message.
func (o *Order) listUnits(ms []Move) []Text {
	var out []Text
	for _, m := range ms {
		out = append(out, Textf("line %s × %s", m.Line, minus(m.To, m.From)))
	}
	return out
}

// checkNeeds checks the documents that the scheme requires before a command: for the whole order, or for the
// shipments of the units.
func (o *Order) checkNeeds(k Kind, ms []Move) error {
	for _, kind := range o.rules.scheme.Needs[k] {
		for _, m := range ms {
			if !slices.ContainsFunc(o.documents, func(d Document) bool {
				return d.Kind == kind && d.Posted && !d.isVoid() && (d.Shipment == 0 || d.Shipment == m.Shipment)
			}) {
				return refuse(ErrNotNow, Textf("document %s", kind), "it must be attached and posted first, for the order or for shipment S%d", m.Shipment)
			}
		}
	}
	return nil
}
