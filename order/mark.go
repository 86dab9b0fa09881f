package order

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// SetMark gives one unit its marking code. A unit that waits for a new code goes on being assembled. One that was
// handed out without a code, where the scheme lets it, may still get it: its receipt waits for that.
type SetMark struct {
	Line string
	Unit int // index of the unit, from 0
	Code string
	// Moved is set if the code was on another unit by mistake; it is removed there.
	Moved bool
}

// Kind implements Command.
func (SetMark) Kind() Kind { return KindSetMark }

func (c SetMark) decide(o *Order, _ By) ([]Body, error) {
	l, p, err := o.unit(c.Line, c.Unit)
	if err == nil {
		err = o.checkOwnUnit(l, c.Unit)
	}
	if err != nil {
		return nil, err
	}
	what := Textf("line %s unit %d", c.Line, c.Unit)
	if c.Code, err = o.checkedMark(l, what, c.Code); err != nil {
		return nil, err
	}
	m, ok := l.mark(c.Unit)
	bare := !ok || m.Rejected != ""
	switch {
	case ok && m.Code == c.Code && m.Rejected == "":
		return nil, refuse(ErrAlready, what, "it has this code")
	case ok && m.Out != "":
		return nil, refuse(ErrMarking, what, "its code left circulation by %s: it comes back first", m.Out)
	case ok && m.Code == c.Code:
		return nil, refuse(ErrMarking, what, "this code was rejected: %s", m.Rejected)
	}
	for _, at := range o.codes[c.Code] {
		other := o.lines[at]
		if i := slices.IndexFunc(other.marks, func(m Mark) bool {
			return m.Code == c.Code && !other.unsold(m.Unit) && !(c.Moved && unpackedStates.Has(other.portions[other.at(amount.Pcs(m.Unit))].State))
		}); i >= 0 {
			return nil, refuse(ErrDuplicate, what, "line %s unit %d has this code", other.id, other.marks[i].Unit)
		}
		for _, m := range other.marks { // the code leaves that unit
			if m.Code == c.Code && !other.unsold(m.Unit) {
				if err := o.checkOwnUnit(other, m.Unit); err != nil {
					return nil, err
				}
			}
		}
	}
	if !withSeller.Has(p.State) && !inTransit.Has(p.State) && !(bare && reachedBuyer.Has(p.State)) {
		return nil, refuse(ErrNotNow, what, "it is %s; a code is set before the goods are handed out, or later where there was none", p.State)
	}
	b := Marked{Line: c.Line, Unit: c.Unit, Code: c.Code}
	if p.State == status.ItemRemarking {
		p.State = status.ItemAssembling
		if p.Transfer != 0 {
			p.State = o.transfers[p.Transfer-1].goesOn()
		}
		b.Moves = []Move{{c.Line, p}}
	}
	return []Body{b}, nil
}

// checkedMark returns a marking code of a line as it is kept.
func (o *Order) checkedMark(l *line, what Text, code string) (string, error) {
	if code == "" {
		return "", refuse(ErrMarking, what, "the code is empty")
	}
	if o.rules.marks == nil {
		return code, nil
	}
	good, err := o.rules.marks(l.gtin, code)
	if err == nil {
		return good, nil
	}
	why := Textf("%v", err)
	if t, can := err.(interface{ Text() Text }); can {
		why = t.Text()
	}
	return "", refuse(ErrMarking, what, "%s", why)
}

// Marked records that a unit has a marking code.
type Marked struct {
	Line  string `json:"line"`
	Unit  int    `json:"unit"`
	Code  string `json:"code"`
	Moves []Move `json:"moves,omitzero"`
}

// Kind implements Body.
func (Marked) Kind() string { return "marked" }

func (b Marked) check(o *Order) error {
	return firstError(o.checkUnit(b.Line, b.Unit), o.checkMoves(b.Moves))
}

func (b Marked) apply(o *Order, _ *Event) {
	o.moveAll(b.Moves)
	o.setMark(b.Line, Mark{Unit: b.Unit, Code: b.Code})
}

// RejectMark rejects a unit's marking code. The unit cannot go on until it has a new one.
type RejectMark struct {
	Line string
	Unit int
	Why  string
}

// Kind implements Command.
func (RejectMark) Kind() Kind { return KindRejectMark }

func (c RejectMark) decide(o *Order, _ By) ([]Body, error) {
	l, p, err := o.unit(c.Line, c.Unit)
	if err == nil {
		err = o.checkOwnUnit(l, c.Unit)
	}
	if err != nil {
		return nil, err
	}
	what := Textf("line %s unit %d", c.Line, c.Unit)
	m, ok := l.mark(c.Unit)
	if !ok || m.Rejected != "" {
		return nil, refuse(ErrNotNow, what, "it has no code that could be rejected")
	}
	if c.Why == "" {
		return nil, refuse(ErrInvalid, what, "the reason of the rejection is not set")
	}
	if m.Out != "" {
		return nil, refuse(ErrMarking, what, "its code left circulation by %s: it comes back first", m.Out)
	}
	if p, err = toRemark(what, p); err != nil {
		return nil, err
	}
	return []Body{MarkRejected{Line: c.Line, Unit: c.Unit, Why: c.Why, Moves: []Move{{c.Line, p}}}}, nil
}

// toRemark returns a unit whose code is bad: somebody of the seller has it in hand, or is sending it.
func toRemark(what Text, p Portion) (Portion, error) {
	switch p.State {
	case status.ItemRequested, status.ItemSentToCentral, status.ItemAssembling, status.ItemPacked, status.ItemRemarking:
		p.State = status.ItemRemarking
		return p, nil
	}
	return p, refuse(ErrNotNow, what, "it is %s; a code is rejected while the unit is requested, on the way, assembling or packed", p.State)
}

// ReportBadMark records that a unit has a code that cannot be its own: unreadable, or of another article. A unit that
// has no code yet can be reported so. It cannot be sent or shipped until it has a new one; that it is short is not
// said.
type ReportBadMark struct {
	Line string
	Unit int
	Code string // as it was read, if it could be
	Why  string
}

// Kind implements Command.
func (ReportBadMark) Kind() Kind { return KindReportBadMark }

func (c ReportBadMark) decide(o *Order, _ By) ([]Body, error) {
	l, p, err := o.unit(c.Line, c.Unit)
	if err == nil {
		err = o.checkOwnUnit(l, c.Unit)
	}
	if err != nil {
		return nil, err
	}
	what := Textf("line %s unit %d", c.Line, c.Unit)
	m, ok := l.mark(c.Unit)
	switch {
	case c.Why == "":
		return nil, refuse(ErrInvalid, what, "say what is wrong with its code")
	case ok && m.Rejected == "":
		return nil, refuse(ErrNotNow, what, "it has a code that was accepted; reject that one")
	case p.State == status.ItemRemarking && m.Read == c.Code && m.Rejected == c.Why:
		return nil, refuse(ErrAlready, what, "this was reported; it waits for a new code")
	}
	if p, err = toRemark(what, p); err != nil {
		return nil, err
	}
	return []Body{MarkRejected{Line: c.Line, Unit: c.Unit, Why: c.Why, Read: c.Code, Moves: []Move{{c.Line, p}}}}, nil
}

// MarkRejected records that a marking code was rejected, or that a unit without one has a bad code.
type MarkRejected struct {
	Line  string `json:"line"`
	Unit  int    `json:"unit"`
	Why   string `json:"why"`
	Moves []Move `json:"moves"`
	Read  string `json:"read,omitzero"` // a code that was read and cannot be the unit's
}

// Kind implements Body.
func (MarkRejected) Kind() string { return "mark-rejected" }

func (b MarkRejected) check(o *Order) error {
	return firstError(o.checkUnit(b.Line, b.Unit), o.checkMoves(b.Moves))
}

func (b MarkRejected) apply(o *Order, _ *Event) {
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
	m, _ := o.lines[o.index[b.Line]].mark(b.Unit)
	m.Unit, m.Rejected, m.Read = b.Unit, b.Why, b.Read
	o.setMark(b.Line, m)
}

// unsold reports whether a unit was cancelled before it left: its code may be on another unit.
func (l *line) unsold(unit int) bool {
	return l.portions[l.at(amount.Pcs(unit))].State == status.ItemCancelled
}

// setMark puts a code on a unit, and takes it from every other: a code is on one unit only.
func (o *Order) setMark(id string, m Mark) {
	for _, i := range o.codes[m.Code] { // none of a unit without a code
		l := o.lines[i]
		for _, x := range l.marks {
			if x.Code == m.Code {
				m.Out = cmp.Or(m.Out, x.Out) // what is known of the code goes with it
			}
		}
		l.marks = slices.DeleteFunc(slices.Clone(l.marks), func(x Mark) bool { return x.Code == m.Code })
	}
	at := o.index[id]
	l := o.lines[at]
	was, had := l.mark(m.Unit)
	l.marks = append(slices.DeleteFunc(slices.Clone(l.marks), func(x Mark) bool { return x.Unit == m.Unit }), m)
	if m.Code != "" {
		o.codes[m.Code] = []int{at}
	}
	if had && was.Code != "" && !slices.ContainsFunc(l.marks, func(x Mark) bool { return x.Code == was.Code }) {
		o.codes[was.Code] = slices.DeleteFunc(slices.Clone(o.codes[was.Code]), func(i int) bool { return i == at })
		if len(o.codes[was.Code]) == 0 {
			delete(o.codes, was.Code)
		}
	}
}

// checkMarked checks that units have the marking codes that the scheme requires before a command.
func (o *Order) checkMarked(k Kind, ms []Move) error {
	if o.rules.scheme.MarksBefore != k {
		return nil
	}
	for _, m := range ms {
		l := o.lines[o.index[m.Line]]
		if !l.marked {
			continue
		}
		if u, missing := l.unmarked(m.From, m.To); missing {
			return refuse(ErrMarking, Textf("line %s unit %d", l.id, u), "it needs a marking code before %s", k)
		}
	}
	return nil
}
