package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Return splits units off into a new return block with their sum. Before payment, and while the goods are with the
// seller, it is a plain cancellation. Goods that never left need not be received back; goods that were handed out
// leave their shipment.
//
// Where a discount is lost with the units, Reprice brings the prices of what stays, as the shop has them now; its
// Adjustments is the complete list that is left. The units that leave then get cheaper by as much as those that stay
// get dearer, and the block owes what is paid beyond the new total: of six units that cost 270.00 less a discount of
// 30.00, five pay back 220.00 and the last one 50.00, if it comes back later. It takes the right to Reprice, and prices
// that may be changed here. Prices by which what stays gets cheaper are refused (see ReducePrice), and so are those by
// which it gets dearer than what comes back can pay for: a return makes nothing due.
type Return struct {
	Picks     Picks
	Reason    status.Reason
	Statement string   // reference to the buyer's statement
	Reprice   *Reprice // prices of what stays; nil keeps them
}

// Kind implements Command.
func (Return) Kind() Kind { return KindReturn }

func (c Return) decide(o *Order, by By) ([]Body, error) {
	if c.Reason == "" {
		return nil, refuse(ErrInvalid, "reason", "a return needs one")
	}
	set := o.rules.scheme.Returns
	ms, err := o.pick(c.Picks, "returned", nearestSeller, func(_ *line, p Portion) bool { return p.Block == 0 && set.Has(p.State) })
	if errors.Is(err, ErrRole) {
		return nil, err
	}
	if err != nil || len(ms) == 0 {
		if o.allReturned(c.Picks) {
			return nil, refuse(ErrAlready, "order", "these units are returned, on the way back or cancelled")
		}
		if err == nil {
			err = refuse(ErrNotNow, "order", "no units may be returned; they would have to be %s", set.List())
		}
		return nil, err
	}
	ms, whole := o.withServices(ms)
	if c.Reprice == nil {
		return o.leave(ms, whole, c, by)
	}
	lost, err := o.withoutDiscount(ms, *c.Reprice, by)
	if err != nil {
		return nil, err
	}
	o = o.Clone()
	lost.apply(o, &Event{At: by.At, By: by.Actor, Body: lost})
	bs, err := o.leave(ms, whole, c, by)
	return append([]Body{lost}, bs...), err
}

// leave makes the event of units that leave the order.
func (o *Order) leave(ms []Move, whole bool, c Return, by By) ([]Body, error) {
	if o.paid.Sign() == 0 && allInStates(ms, withSeller) {
		return o.cancelledUnpaid(ms, Cancel{Reason: c.Reason, Party: by.Actor.party()}, whole)
	}
	return o.returned(ms, Block{Reason: c.Reason, Party: by.Actor.party(), Statement: c.Statement})
}

// allReturned reports whether all picked units are returned or cancelled; without picks, whether nothing is left to
// return.
func (o *Order) allReturned(ps Picks) bool {
	if len(ps) == 0 {
		return len(o.blocks) > 0 || o.ended() && !o.closed
	}
	_, err := o.pick(ps, "returned", nil, func(_ *line, p Portion) bool { return p.Block != 0 || endedStates.Has(p.State) })
	return err == nil
}

// withServices adds the services when the last goods go before anything was handed out.
func (o *Order) withServices(ms []Move) (_ []Move, whole bool) {
	if whole = o.isAll(ms) && o.tally.counted()[status.ItemHandedOut] == 0; whole {
		ms = append(ms, without(o.services(withSeller|inTransit), ms)...)
	}
	return ms, whole
}

// returned returns the event of a return block; b has its reason and statement.
func (o *Order) returned(ms []Move, b Block) ([]Body, error) {
	parts, sum, err := o.price(ms)
	if err != nil {
		return nil, err
	}
	// Units that were refused at the door have left the total already.
	_, sold, err := o.price(slices.DeleteFunc(slices.Clone(ms), func(m Move) bool { return !m.sold() }))
	if err != nil {
		return nil, err
	}
	total, err := o.totalLess(sold)
	if err != nil {
		return nil, err
	}
	owed, err := o.refundDue(sum, total)
	if err != nil {
		return nil, err
	}
	n := len(o.blocks) + 1
	out := make([]Move, len(ms))
	for i, m := range ms {
		m.Block, m.Door = n, ""
		switch {
		case !o.lines[o.index[m.Line]].goods(): // services do not come back
			m.Custody = status.CustodyNotNeeded
			switch {
			case m.State == status.ItemHandedOut:
				m.State = status.ItemReturned
			case m.State != status.ItemRefused:
				m.State = status.ItemCancelled
			}
		case withSeller.Has(m.State):
			m.State, m.Custody, m.Warehouse, m.Shipment = status.ItemCancelled, status.CustodyNotNeeded, "", 0
		case m.State == status.ItemHandedOut:
			m.State, m.Custody, m.Shipment = status.ItemReturning, status.CustodyRequested, 0
		case m.State == status.ItemRefused:
			m.State, m.Custody = status.ItemReturning, status.CustodyInTransit
		default: // on the way: it keeps its shipment until it is back
			m.State, m.Custody = status.ItemReturning, status.CustodyRequested
		}
		out[i] = m
	}
	money := status.MoneyNothingOwed
	if owed.Sign() > 0 {
		money = status.MoneyOwed
	}
	out = append(out, o.following(ms)...)
	return []Body{Returned{
		Block: Block{N: n, Parts: parts, Sum: sum, Owed: owed, Money: money, Reason: b.Reason, Party: b.Party, Text: b.Text, Statement: b.Statement, Code: b.Code, Told: b.Told},
		Moves: out, Total: total,
	}}, nil
}

// Returned records that units were split off into a return block.
type Returned struct {
	Block Block        `json:"block"`
	Moves []Move       `json:"moves"`
	Total amount.Money `json:"total"` // what the order costs now
}

// Kind implements Body.
func (Returned) Kind() string { return "returned" }

func (b Returned) check(o *Order) error {
	return firstError(o.checkNewBlock(b.Block), o.checkMovesWith(b.Moves, len(o.shipments), len(o.blocks)+1), o.checkSums(b.Total))
}

func (b Returned) apply(o *Order, e *Event) {
	o.addBlock(b.Block, e)
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
	o.total = b.Total
	o.markGone(e, b.Moves)
}
