package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Assemble reserves units at a warehouse and assembles them; units of one line may be assembled at several
// warehouses. It takes units that are not being assembled yet or, with From, moves units from one warehouse to
// another. For an actor who may assemble only at its own place, that is the Warehouse if none is given.
type Assemble struct {
	Picks     Picks
	Warehouse string
	From      string
}

// Kind implements Command.
func (Assemble) Kind() Kind { return KindAssemble }

func (c Assemble) decide(o *Order, _ By) ([]Body, error) {
	if o.own != nil && c.Warehouse == "" {
		c.Warehouse = o.own.place
	}
	ms, st, err := o.stepMoves(KindAssemble, c.Picks, "assembled", func(_ *line, p Portion) bool {
		if c.From != "" {
			return p.State == status.ItemAssembling && p.Warehouse == c.From && c.From != c.Warehouse
		}
		return p.State != status.ItemAssembling || p.Warehouse == "" && c.Warehouse != ""
	})
	if err != nil {
		return nil, err
	}
	ms = moveTo(st.To, ms)
	for i := range ms {
		ms[i].Warehouse = c.Warehouse
	}
	return []Body{Assembled{ms}}, nil
}

// Assembled records that units are reserved and being assembled.
type Assembled struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Assembled) Kind() string { return "assembled" }

func (b Assembled) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b Assembled) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }

// Release gives units back that were being assembled: they leave warehouse, package and shipment.
type Release struct {
	Picks Picks
	// Refused reports that the channel did not accept the packing: packed units are released as well, even in a
	// scheme in which only the channel can undo a packing.
	Refused bool
}

// Kind implements Command.
func (Release) Kind() Kind { return KindRelease }

func (c Release) decide(o *Order, _ By) ([]Body, error) {
	st, ok := o.rules.scheme.step(KindRelease)
	if !ok {
		return nil, refuse(ErrScheme, Textf("scheme %s", o.scheme), "it has no step release")
	}
	if c.Refused {
		st.From = status.ItemStates(status.ItemPacked)
	}
	ms, err := o.pick(c.Picks, "released", nearestSeller, func(_ *line, p Portion) bool { return st.From.Has(p.State) })
	if err != nil {
		return nil, err
	}
	if len(ms) == 0 {
		return nil, refuse(ErrNotNow, "order", "no units are being assembled")
	}
	ms = moveTo(st.To, ms)
	for i := range ms {
		ms[i].Warehouse, ms[i].Shipment = "", 0
	}
	return []Body{Released{ms}}, nil
}

// Released records that units are not being assembled any more.
type Released struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Released) Kind() string { return "released" }

func (b Released) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b Released) apply(o *Order, _ *Event) {
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
}
