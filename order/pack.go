package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/status"
)

// Pack packs units. Where the scheme requires boxes, they must hold every unit to be packed; otherwise Picks may name
// the units without boxes.
type Pack struct {
	Boxes []Box
	Picks Picks // only without Boxes
}

// Kind implements Command.
func (Pack) Kind() Kind { return KindPack }

func (c Pack) decide(o *Order, _ By) ([]Body, error) {
	if o.rules.scheme.Boxes && len(c.Boxes) == 0 {
		ms, _, err := o.stepMoves(KindPack, nil, "packed", nil)
		if err != nil {
			return nil, err
		}
		return nil, refuse(ErrInvalid, "boxes", "the scheme %s needs boxes; without one are: %v", o.scheme, abridged(o.listUnits(ms)))
	}
	boxes, held, err := o.boxes(c.Boxes)
	if err != nil {
		return nil, err
	}
	picks := c.Picks
	if len(boxes) > 0 {
		if len(picks) > 0 {
			return nil, refuse(ErrInvalid, "boxes", "give boxes or picks, not both")
		}
		for _, u := range held {
			picks = append(picks, PickUnits(u.Line, u.From, u.To)...)
		}
	}
	ms, st, err := o.stepMoves(KindPack, picks, "packed", nil)
	if err != nil {
		return nil, err
	}
	if err := o.checkMarked(KindPack, ms); err != nil {
		return nil, err
	}
	return []Body{Packed{moveTo(st.To, ms), boxes}}, nil
}

// Box is a package to be made. One box may hold units of several lines, and large goods may lie in several boxes.
type Box struct {
	Ref      string // the box code, if the host has one
	Picks    Picks
	Weight   int // grams
	Length   int // millimetres
	Width    int
	Height   int
	Oversize bool
}

// boxes makes packages and the units that lie in at least one of them.
func (o *Order) boxes(boxes []Box) ([]Package, []Units, error) {
	st, _ := o.rules.scheme.step(KindPack)
	var out []Package
	var held []Move
	before := movesByLine{}
	for i, b := range boxes {
		p := Package{
			N: len(o.packages) + i + 1, Ref: b.Ref, Weight: b.Weight, Length: b.Length, Width: b.Width, Height: b.Height, Oversize: b.Oversize,
		}
		what := Textf("box %d", i+1)
		if b.Weight < 0 || b.Length < 0 || b.Width < 0 || b.Height < 0 {
			return nil, nil, refuse(ErrInvalid, what, "weight (g) and size (mm) cannot be negative")
		}
		if len(b.Picks) == 0 {
			return nil, nil, refuse(ErrInvalid, what, "it is empty")
		}
		for _, c := range b.Picks {
			ms, err := o.fillBox(c, before, st.From)
			if err != nil {
				return nil, nil, err
			}
			p.Units = append(p.Units, rangesOf(ms)...)
			for _, m := range ms {
				first := len(held)
				for _, f := range untaken(m.Portion, before[m.Line]) {
					held = append(held, Move{m.Line, f})
				}
				before.add(held[first:])
			}
		}
		out = append(out, p)
	}
	return out, rangesOf(held), nil
}

// fillBox returns the units of one choice: first those that are in no box yet; when none are left, the choice means
// the same units again, spread over one more box.
func (o *Order) fillBox(c Choice, before movesByLine, from status.ItemSet) ([]Move, error) {
	l, err := o.line(c.Line)
	if err != nil {
		return nil, err
	}
	may := func(_ *line, p Portion) bool { return from.Has(p.State) }
	if ms, err := o.choose(nil, before[l.id], l, c, "packed", nearestBuyer, may); err == nil {
		return ms, nil
	}
	return o.choose(nil, nil, l, c, "packed", nearestBuyer, may)
}

// Packed records that units are packed, and in which packages.
type Packed struct {
	Moves    []Move    `json:"moves"`
	Packages []Package `json:"packages,omitzero"`
}

// Kind implements Body.
func (Packed) Kind() string { return "packed" }

func (b Packed) check(o *Order) error {
	for i, p := range b.Packages {
		if p.N != len(o.packages)+i+1 {
			return fmt.Errorf("package P%d where P%d is next", p.N, len(o.packages)+i+1)
		}
		if err := o.checkUnits(p.Units...); err != nil {
			return err
		}
	}
	return o.checkMoves(b.Moves)
}

func (b Packed) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.addPackages(b.Packages)
	o.markReported(e, b.Moves)
}
