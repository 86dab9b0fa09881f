package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Deliver hands units out to the buyer. Refused names the units that the buyer did not take; refusals kept at the
// door are added. An order of which everything is refused ends as refused. The money of refused units that are paid
// for goes into a return block.
type Deliver struct {
	Shipment int   // only this shipment, 0 for all
	Picks    Picks // only these units
	Refused  []Refusal
	Place    string // the warehouse that units are written off from which were never handed over
}

// Kind implements Command.
func (Deliver) Kind() Kind { return KindDeliver }

func (c Deliver) decide(o *Order, _ By) ([]Body, error) {
	if c.Shipment != 0 {
		if _, err := o.shipment(c.Shipment); err != nil {
			return nil, err
		}
	}
	ms, st, err := o.stepMoves(KindDeliver, c.Picks, "delivered", func(_ *line, p Portion) bool {
		return c.Shipment == 0 || p.Shipment == c.Shipment
	})
	if err != nil {
		return nil, err
	}
	if err := o.checkMarked(KindDeliver, ms); err != nil {
		return nil, err
	}
	if ms, err = o.writtenOff(ms, c.Place); err != nil {
		return nil, err
	}
	refused, err := o.refusals(c.Refused, ms)
	if err != nil {
		return nil, err
	}
	taken := without(ms, refused)
	return o.delivered(moveTo(st.To, taken), refused)
}

// Refusal is units the buyer did not take, and why.
type Refusal struct {
	Picks  Picks
	Reason status.Reason
}

// refusals returns the units that were not taken: those kept at the door, and those that the command names.
func (o *Order) refusals(rs []Refusal, among []Move) ([]Move, error) {
	var out []Move
	for _, m := range among {
		if m.Door != "" {
			out = append(out, m)
		}
	}
	if len(rs) == 0 {
		return out, nil
	}
	delivered, before := groupByLine(among), groupByLine(out)
	for _, r := range rs {
		if r.Reason == "" {
			return nil, refuse(ErrInvalid, "reason", "a refusal needs one")
		}
		if len(r.Picks) == 0 {
			return nil, refuse(ErrInvalid, "refused", "name the units that were not taken")
		}
		for _, c := range r.Picks {
			l, err := o.line(c.Line)
			if err != nil {
				return nil, err
			}
			// Only units that are delivered now, and not refused already.
			others := append(without(o.allMoves(l), delivered[l.id]), before[l.id]...)
			ms, err := o.choose(nil, others, l, c, "refused", nearestBuyer, func(*line, Portion) bool { return true })
			if err != nil {
				return nil, err
			}
			for i := range ms {
				ms[i].Door = r.Reason
			}
			before.add(ms)
			out = append(out, ms...)
		}
	}
	return out, nil
}

// delivered returns the event of a delivery. Services are handed out with the last goods, or refused when nothing was
// taken.
func (o *Order) delivered(taken, refused []Move) ([]Body, error) {
	n := o.tally.counted()
	left := -o.countedOf(taken) - o.countedOf(refused)
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if !endedStates.Has(s) && s != status.ItemHandedOut {
			left += n[s]
		}
	}
	if left == 0 {
		services := without(without(o.services(withSeller|inTransit), taken), refused)
		if len(taken) > 0 || n[status.ItemHandedOut] > 0 {
			taken = append(taken, moveTo(status.ItemHandedOut, services)...)
		} else {
			refused = append(refused, services...)
		}
	}
	b := Delivered{Moves: taken, Total: o.total}
	var err error
	if len(refused) > 0 {
		if err = o.refused(&b, refused); err != nil {
			return nil, err
		}
	}
	b.Shipments = o.closing(taken, refused)
	return []Body{b}, nil
}

// refused adds the units that were not taken to the event: the total falls, and if they are paid for and the seller
// pays back, a return block is made.
func (o *Order) refused(b *Delivered, ms []Move) error {
	parts, sum, err := o.price(ms)
	if err != nil {
		return err
	}
	if b.Total, err = o.totalLess(sum); err != nil {
		return err
	}
	b.Refused, b.Sum = parts, sum
	owed, err := o.refundDue(sum, b.Total)
	if err != nil {
		return err
	}
	block := 0
	if owed.Sign() > 0 {
		block = len(o.blocks) + 1
		b.Block = &Block{N: block, Parts: parts, Sum: sum, Owed: owed, Reason: ms[0].Door, Money: status.MoneyOwed}
		if b.Block.Reason == "" {
			b.Block.Reason = status.ReasonBuyerRefused
		}
	}
	for _, m := range ms {
		b.Reasons = append(b.Reasons, m.Door)
		// At the seller's own counter nothing has to come back; services never do.
		here := withSeller.Has(m.State) || !o.lines[o.index[m.Line]].goods()
		m.State, m.Block, m.Door = status.ItemRefused, block, ""
		switch {
		case block != 0 && here:
			m.Custody = status.CustodyNotNeeded
		case block != 0:
			m.State, m.Custody = status.ItemReturning, status.CustodyInTransit
		}
		b.Moves = append(b.Moves, m)
	}
	return nil
}

// reportRefused takes units as refused by the buyer, as a part of a report.
func (o *Order) reportRefused(by By, ms []Move) error {
	for i := range ms {
		ms[i].Door = status.ReasonBuyerRefused
	}
	bodies, err := o.delivered(nil, ms)
	if err != nil {
		return err
	}
	o.commitReported(by, bodies...)
	return nil
}

// closing lists the shipments that have no units on the way any more, each with its final state.
func (o *Order) closing(taken, refused []Move) []Shipment {
	all := slices.Concat(taken, refused)
	touched := o.shipmentsIn(all, status.ShipmentHandedOut)
	if len(touched) == 0 {
		return nil
	}
	fates := make([]struct{ took, refused, underWay bool }, len(o.shipments)+1)
	for _, m := range taken {
		fates[m.Shipment].took = true
	}
	for _, m := range refused {
		fates[m.Shipment].refused = true
	}
	gone := groupByLine(all)
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Shipment == 0 {
				continue
			}
			f := &fates[p.Shipment]
			f.took = f.took || p.State == status.ItemHandedOut
			f.underWay = f.underWay || inTransit.Has(p.State) && len(untaken(p, gone[l.id])) > 0
		}
	}
	var out []Shipment
	for _, s := range touched {
		switch f := fates[s.N]; {
		case f.underWay:
			continue
		case !f.took:
			s.State = status.ShipmentComingBack
		case f.refused:
			s.State = status.ShipmentPartlyHandedOut
		}
		out = append(out, s)
	}
	return out
}

// Delivered records which units the buyer took and which were refused.
type Delivered struct {
	Moves     []Move          `json:"moves"`
	Refused   []Part          `json:"refused,omitzero"`
	Reasons   []status.Reason `json:"reasons,omitzero"` // why, one for each of Refused
	Sum       amount.Money    `json:"sum"`              // what the refused units cost
	Total     amount.Money    `json:"total"`            // what the order costs now
	Block     *Block          `json:"block,omitzero"`
	Shipments []Shipment      `json:"shipments,omitzero"`
}

// Kind implements Body.
func (Delivered) Kind() string { return "delivered" }

func (b Delivered) check(o *Order) error {
	blocks := len(o.blocks)
	if b.Block != nil {
		blocks++
		if err := o.checkNewBlock(*b.Block); err != nil {
			return err
		}
	}
	return firstError(o.checkMovesWith(b.Moves, len(o.shipments), blocks), o.checkParts(b.Refused), o.checkSums(b.Sum, b.Total), o.checkShipmentStates(b.Shipments))
}

func (b Delivered) apply(o *Order, e *Event) {
	if b.Block != nil {
		o.addBlock(*b.Block, e)
	}
	o.moveAll(b.Moves)
	o.total = b.Total
	o.partly = o.partly || len(b.Refused) > 0
	o.handedOut = o.handedOut || slices.ContainsFunc(b.Moves, func(m Move) bool { return m.State == status.ItemHandedOut })
	o.setShipmentStates(b.Shipments)
	o.markReported(e, b.Moves)
}
