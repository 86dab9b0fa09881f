package order

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Receive records the custody of a block's goods: on the way, received, accepted, damaged, another item, lost,
// rejected, given back, or withdrawn by the buyer. Units that are rejected or withdrawn leave the block's sum.
type Receive struct {
	Block   int
	Picks   Picks // some of the block's units; all without
	Custody status.ReturnCustody
	// Place is where the goods are now, and on whose stock; where they left from without. For an actor who may receive
	// only at its own place, that is the place if none is given. Goods with marking codes go on to Scheme.MarkedBack:
	// they are on the way until they are received there, and the people at Place get a notice.
	Place string
}

// Kind implements Command.
func (Receive) Kind() Kind { return KindReceive }

func (c Receive) decide(o *Order, _ By) ([]Body, error) {
	if own := o.own; own != nil && c.Place == "" {
		c.Place = own.place
	} else if own != nil && c.Place != own.place {
		return nil, refuse(ErrRole, "By.Actor.Place", "it would be received at %s; %s may give %s only at its own place, %s", c.Place, own.role, own.kind, own.place)
	}
	b, err := o.block(c.Block)
	if err != nil {
		return nil, err
	}
	if b.Kind == BlockReduction {
		return nil, refuse(ErrNotNow, b.what(), "its goods stay with the buyer; nothing comes back")
	}
	if !slices.Contains(receivable(), c.Custody) {
		return nil, refuse(ErrInvalid, b.what(), "the custody must be one of %v", receivable())
	}
	machine := status.Custody()
	may := func(p Portion) bool {
		return p.Block == b.N && p.Custody != c.Custody && machine.Reaches(p.Custody, c.Custody)
	}
	ms := slices.DeleteFunc(o.unitsOfBlock(b), func(m Move) bool { return !may(m.Portion) })
	if here := slices.DeleteFunc(slices.Clone(ms), func(m Move) bool { return !o.within(m.Portion) }); len(here) > 0 || len(ms) == 0 {
		ms = here
	} else if len(c.Picks) == 0 {
		return nil, o.elsewhere(ms[0].Line, ms[0].Portion)
	}
	if len(c.Picks) > 0 {
		ms, err = o.pick(c.Picks.OfBlock(b.N), c.Custody.String(), nearestTo(c.Custody), func(_ *line, p Portion) bool { return may(p) })
		if err != nil {
			return nil, err
		}
	}
	if len(ms) == 0 {
		return nil, refuse(ErrNotNow, b.what(), "none of its units can be %s; they are %v", c.Custody, custodiesOf(o.unitsOfBlock(b)))
	}
	ms, on := c.goOn(o, ms)
	if len(ms)+len(on) == 0 {
		return nil, refuse(ErrAlready, b.what(), "its goods are on the way from %s to %s", c.Place, o.rules.scheme.MarkedBack)
	}
	bodies := o.sentOn(b, on, c.Place)
	moves, leave := o.received(ms, c.Custody, c.Place)
	switch {
	case len(leave) > 0: // none goes on with those
		return o.leaveBlock(b, moves, leave)
	case len(moves) > 0:
		bodies = append([]Body{ReturnReceived{Block: b.N, Moves: moves}}, bodies...)
	}
	return bodies, nil
}

// goOn tells goods with marking codes, which are not put on the stock of any place, from the others. Those that are on
// the way from the same place already are neither.
func (c Receive) goOn(o *Order, ms []Move) (stay, on []Move) {
	to := o.rules.scheme.MarkedBack
	if to == "" || c.Place == "" || c.Place == to || c.Custody != status.CustodyReceived && c.Custody != status.CustodyAccepted {
		return ms, nil
	}
	for _, m := range ms {
		switch {
		case !o.lines[o.index[m.Line]].marked, m.Custody != status.CustodyRequested && m.Custody != status.CustodyInTransit:
			stay = append(stay, m)
		case m.Custody != status.CustodyInTransit || m.Warehouse != c.Place:
			on = append(on, m)
		}
	}
	return stay, on
}

// sentOn returns the events of goods that came back to a place and go on from there.
func (o *Order) sentOn(b Block, on []Move, place string) []Body {
	if len(on) == 0 {
		return nil
	}
	to := o.rules.scheme.MarkedBack
	moves, _ := o.received(on, status.CustodyInTransit, place)
	us := joinUnits(rangesOf(on))
	text := Textf("%s of return R%d have marking codes: send them to %s with a return note", UnitsText(us), b.N, to)
	return []Body{
		ReturnReceived{Block: b.N, Moves: moves, To: to},
		Notified{N: len(o.notices) + 1, To: Addressee{Place: place}, About: About{Block: b.N, Units: us}, Text: text.String(), Message: text.stored()},
	}
}

// receivable lists what Receive may record.
func receivable() []status.ReturnCustody {
	var out []status.ReturnCustody
	for c := status.CustodyRequested; c <= status.CustodyWithdrawn; c++ {
		if c != status.CustodyRequested && c != status.CustodyNotNeeded {
			out = append(out, c)
		}
	}
	return out
}

func custodiesOf(ms []Move) []status.ReturnCustody {
	var out []status.ReturnCustody
	for _, m := range ms {
		out = append(out, m.Custody)
	}
	return out
}

// received applies a custody to units, at a place if that is known, and also returns those that leave the block's sum.
func (o *Order) received(ms []Move, c status.ReturnCustody, place string) (moves, leave []Move) {
	for _, m := range ms {
		was := m.Custody
		m.Custody = c
		switch c {
		case status.CustodyGivenBack, status.CustodyWithdrawn, status.CustodyLost:
		default:
			m.Warehouse = cmp.Or(place, m.Warehouse)
		}
		switch c {
		case status.CustodyInTransit:
			m.State = status.ItemReturning
		case status.CustodyLost:
			m.State = status.ItemLost
		case status.CustodyRejected:
			m.State, m.Shipment = status.ItemReturned, 0
			leave = append(leave, m)
		case status.CustodyGivenBack, status.CustodyWithdrawn:
			if was != status.CustodyRejected {
				leave = append(leave, m)
			}
			m.State, m.Custody, m.Block = o.stateBeforeReturn(m), 0, 0
		default:
			m.State, m.Shipment = status.ItemReturned, 0
		}
		moves = append(moves, m)
	}
	return moves, leave
}

// stateBeforeReturn is the state that units had before their return: that of their shipment if it is still on the
// way, or handed out.
func (o *Order) stateBeforeReturn(m Move) status.ItemState {
	if m.Shipment != 0 {
		switch o.shipments[m.Shipment-1].State {
		case status.ShipmentArrived:
			return status.ItemArrived
		case status.ShipmentSent:
			return status.ItemSent
		}
	}
	return status.ItemHandedOut
}

// leaveBlock returns the event of units that stay with, or go back to, the buyer: the sum of the block falls, and the
// total of the order rises.
func (o *Order) leaveBlock(b Block, moves, leave []Move) ([]Body, error) {
	if b.Money != status.MoneyOwed && b.Money != status.MoneyRefused && b.Money != status.MoneyNothingOwed {
		return nil, refuse(ErrNotNow, b.what(), "its money is %s; units can leave it only before it is paid back", b.Money)
	}
	if len(b.Withheld) > 0 {
		return nil, refuse(ErrMoney, b.what(), "%s of it was withheld; those units cannot leave it", b.withheld())
	}
	_, sum, err := o.price(leave)
	if err != nil {
		return nil, err
	}
	total, err := o.total.Add(sum)
	if err != nil {
		return nil, moneyProblem("order", err)
	}
	var rest []Move
	leaving := groupByLine(leave)
	for _, p := range b.Parts {
		for _, f := range untaken(Portion{From: p.From, To: p.To}, leaving[p.Line]) {
			rest = append(rest, Move{p.Line, f})
		}
	}
	parts, left, err := o.price(rest)
	if err != nil {
		return nil, err
	}
	others, err := o.owed.Sub(b.Owed)
	if err != nil {
		return nil, moneyProblem("order", err)
	}
	owed, err := o.refundDueBeside(left, total, others)
	if err != nil {
		return nil, err
	}
	if greater(owed, b.Owed) {
		owed = b.Owed
	}
	if len(b.Done) > 0 && !greater(owed, b.done()) {
		return nil, refuse(ErrMoney, b.what(), "%s of it is paid back already; those units cannot leave it", b.done())
	}
	money := b.Money
	if owed.IsZero() {
		money = status.MoneyNothingOwed
	}
	kept := slices.Clone(b.Kept)
	for _, m := range moves {
		if m.Custody == status.CustodyRejected {
			kept = append(kept, Units{m.Line, m.From, m.To})
		}
	}
	return []Body{ReturnChanged{b.N, moves, parts, kept, left, owed, money, total}}, nil
}

// ReturnReceived records the custody of a block's goods.
type ReturnReceived struct {
	Block int    `json:"block"`
	Moves []Move `json:"moves"`
	To    string `json:"to,omitzero"` // the place that they go on to from where they are
}

// Kind implements Body.
func (ReturnReceived) Kind() string { return "return-received" }

func (b ReturnReceived) check(o *Order) error {
	return firstError(o.checkBlock(b.Block), o.checkMoves(b.Moves))
}

func (b ReturnReceived) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }

// ReturnChanged records that units left a block because they stay with the buyer.
type ReturnChanged struct {
	Block int                `json:"block"`
	Moves []Move             `json:"moves"`
	Parts []Part             `json:"parts"` // what is left of the block
	Kept  []Units            `json:"kept,omitzero"`
	Sum   amount.Money       `json:"sum"`
	Owed  amount.Money       `json:"owed"`
	Money status.ReturnMoney `json:"money"`
	Total amount.Money       `json:"total"` // what the order costs now
}

// Kind implements Body.
func (ReturnChanged) Kind() string { return "return-changed" }

func (b ReturnChanged) check(o *Order) error {
	if b.Money == 0 || b.Money > status.MoneyRefused {
		return fmt.Errorf("return money %q", b.Money)
	}
	if err := o.checkBlock(b.Block); err != nil {
		return err
	}
	owed, err := o.owed.Sub(o.blocks[b.Block-1].Owed)
	if err == nil {
		_, err = owed.Add(b.Owed)
	}
	return firstError(o.checkMoves(b.Moves), o.checkParts(b.Parts), o.checkUnits(b.Kept...), o.checkSums(b.Sum, b.Owed, b.Total), err)
}

func (b ReturnChanged) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	o.owed, _ = o.owed.Sub(block.Owed)
	o.owed, _ = o.owed.Add(b.Owed)
	block.Parts, block.Kept, block.Sum, block.Owed, block.Money = b.Parts, b.Kept, b.Sum, b.Owed, b.Money
	o.moveAll(b.Moves)
	o.total = b.Total
}
