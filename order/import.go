package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Snapshot is an order as it is found in an outside system, in any state, without its history there.
type Snapshot struct {
	Draft
	// State is where units are that Standing does not name; the scheme's start when zero.
	State status.ItemState
	// Standing sets the state of some units; To zero means the line's end. Return blocks are not imported: units that
	// came back are ItemReturned.
	Standing  []Move
	Taken     bool // it is taken into work already
	Completed bool
	Payments  []Payment
	Documents []Document
	Shipments []Shipment // numbered from 1
	Packages  []Package
	Code      string // the outside status as received
}

// body prices the snapshot and moves its units as Standing says.
func (s Snapshot) body(r *rules) (Imported, error) {
	placed, err := s.placed()
	if err != nil {
		return Imported{}, err
	}
	if placed, err = placed.start(r.scheme); err != nil {
		return Imported{}, err
	}
	if s.State > status.ItemCancelled {
		return Imported{}, refuse(ErrInvalid, "state", "%s is not an item state", s.State)
	}
	in := newOrder()
	in.currency = placed.Currency
	for i := range placed.Lines {
		if s.State != 0 {
			placed.Lines[i].Portions[0].State = s.State
		}
		in.addLine(placed.Lines[i])
	}
	in.shipments = append(in.shipments, s.Shipments...)
	for _, m := range s.Standing {
		l, err := in.line(m.Line)
		if err != nil {
			return Imported{}, err
		}
		if m.To.IsZero() {
			m.To = l.quantity
		}
		if err := in.checkMoves([]Move{m}); err != nil {
			return Imported{}, refuse(ErrInvalid, Textf("standing of line %s", m.Line), "%v", err)
		}
		in.move(m)
	}
	gone := in.zero()
	for i, l := range in.lines {
		placed.Lines[i].Portions = l.portions
		for _, p := range l.portions {
			if endedStates.Has(p.State) {
				part, err := l.part(p.From, p.To)
				if err != nil {
					return Imported{}, moneyProblem(Textf("line %s", l.id), err)
				}
				if gone, err = gone.Add(part.Sum); err != nil {
					return Imported{}, moneyProblem("order", err)
				}
			}
		}
	}
	if placed.Total, err = placed.Total.Sub(gone); err != nil {
		return Imported{}, moneyProblem("order", err)
	}
	b := Imported{
		Placed: placed, Taken: s.Taken, Completed: s.Completed,
		Documents: cloneDocuments(s.Documents), Shipments: slices.Clone(s.Shipments), Packages: slices.Clone(s.Packages), Paid: in.zero(), Refunded: in.zero(),
	}
	for i := range b.Packages {
		b.Packages[i].Units = slices.Clone(b.Packages[i].Units)
	}
	for _, p := range s.Payments {
		p.Receipt = cloneDocument(p.Receipt)
		if err := checkPayment(&p, placed.Currency); err != nil {
			return Imported{}, err
		}
		p.Reported = p.Refunded
		b.Payments = append(b.Payments, p)
		if !p.counts() {
			continue
		}
		if b.Paid, err = b.Paid.Add(p.Amount); err != nil {
			return Imported{}, moneyProblem(Textf("payment %s", p.ID), err)
		}
		if b.Refunded, err = b.Refunded.Add(p.Refunded); err != nil {
			return Imported{}, moneyProblem(Textf("payment %s", p.ID), err)
		}
	}
	return b, nil
}

// Import makes an order from a snapshot of one that exists elsewhere already. It starts in the state of the snapshot;
// no history is invented.
func Import(s Snapshot, by By, opts ...Option) (*Order, []Event, error) {
	if err := storable(s); err != nil {
		return nil, nil, withKind("import", err)
	}
	o := newOrder()
	o.rules = resolve(s.Scheme, opts)
	b, err := s.body(&o.rules)
	if err != nil {
		return nil, nil, withKind("import", err)
	}
	by, err = o.checkBy(by)
	if err != nil {
		return nil, nil, withKind("import", err)
	}
	if err := b.check(o); err != nil {
		return nil, nil, withKind("import", refuse(ErrInvalid, "snapshot", "%v", err))
	}
	evs := o.commit([]Body{b}, by, digest(by, "import", s), s.Code)
	more, _, err := o.withSurplus(b, o.paid, o.owed, o.total, true)
	if err != nil {
		return nil, nil, withKind("import", err)
	}
	by.Key = ""
	return o, append(evs, o.commit(more[1:], by, "", s.Code)...), nil
}

// Imported is the first event of an order that was imported.
type Imported struct {
	Placed
	Taken     bool         `json:"taken,omitzero"`
	Completed bool         `json:"completed,omitzero"`
	Payments  []Payment    `json:"payments,omitzero"`
	Documents []Document   `json:"documents,omitzero"`
	Shipments []Shipment   `json:"shipments,omitzero"`
	Packages  []Package    `json:"packages,omitzero"`
	Paid      amount.Money `json:"paid"`
	Refunded  amount.Money `json:"refunded"`
}

// Kind implements Body.
func (Imported) Kind() string { return "imported" }

func (b Imported) check(o *Order) error {
	if err := b.checkWith(o, len(b.Shipments)); err != nil {
		return err
	}
	in := &Order{currency: b.Currency, index: map[string]int{}}
	for i, s := range b.Shipments {
		if s.N != i+1 || s.State == 0 || s.State > status.ShipmentCancelled {
			return fmt.Errorf("shipment S%d, %s, where S%d is next", s.N, s.State, i+1)
		}
	}
	for i, p := range b.Packages {
		if p.N != i+1 {
			return fmt.Errorf("package P%d where P%d is next", p.N, i+1)
		}
	}
	ids := map[string]bool{}
	for _, p := range b.Payments {
		if ids[p.ID] {
			return fmt.Errorf("payment %q twice", p.ID)
		}
		ids[p.ID] = true
		if err := firstError(checkTimes(p.Expires), in.checkSums(p.Amount, p.Refunded)); err != nil {
			return err
		}
	}
	for _, l := range b.Lines {
		in.index[l.ID] = len(in.lines)
		in.lines = append(in.lines, &line{id: l.ID, step: l.Step, quantity: l.Quantity})
	}
	for _, d := range b.Documents {
		if err := d.checkContent(in); err != nil {
			return fmt.Errorf("document %s %s: %w", d.Kind, d.Number, err)
		}
	}
	return in.checkSums(b.Paid, b.Refunded)
}

func (b Imported) apply(o *Order, e *Event) {
	b.Placed.apply(o, e)
	o.taken, o.closed = b.Taken, b.Completed
	o.payments, o.documents = slices.Clone(b.Payments), slices.Clone(b.Documents)
	o.issuedIn = make([][]string, len(b.Documents))
	for i, d := range b.Documents {
		o.issuedIn[i] = []string{d.State} // what it stands for had happened before
	}
	o.shipments = slices.Clone(b.Shipments)
	o.addPackages(b.Packages)
	o.paid, o.owed = b.Paid, b.Refunded
	for _, s := range b.Shipments {
		o.courier = s.Courier
	}
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.State == status.ItemCancelled && l.goods() {
				o.cut = true
			}
			o.partly = o.partly || p.State == status.ItemRefused
			o.handedOut = o.handedOut || p.State == status.ItemHandedOut || p.State == status.ItemReturned || p.State == status.ItemReturning
			o.reportedStates[e.By.System+"\x00"+l.id] = p.State
		}
	}
}
