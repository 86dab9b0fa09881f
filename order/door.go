package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// keepAtDoor keeps a refusal of units that are on the way until the order is closed. It returns nil for other units.
func (o *Order) keepAtDoor(ps Picks, reason status.Reason, text string) ([]Body, error) {
	set := o.rules.scheme.DoorResults
	ms, err := o.pick(ps, "refused at the door", nearestBuyer, func(_ *line, p Portion) bool { return set.Has(p.State) })
	if err != nil {
		return nil, nil
	}
	kept := true
	for i := range ms {
		kept = kept && ms[i].Door == reason
		ms[i].Door = reason
	}
	if kept {
		return nil, refuse(ErrAlready, "order", "these units are refused at the door; it takes effect when the order is closed")
	}
	return []Body{DoorResultKept{ms, reason, text}}, nil
}

// DoorResultKept records that the buyer refused units at the door. They are not cancelled before the order is closed.
type DoorResultKept struct {
	Moves  []Move        `json:"moves"`
	Reason status.Reason `json:"reason"`
	Text   string        `json:"text,omitzero"`
}

// Kind implements Body.
func (DoorResultKept) Kind() string { return "door-result-kept" }

func (b DoorResultKept) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b DoorResultKept) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }

// DropDoorResult withdraws a refusal at the door: the buyer takes the units.
type DropDoorResult struct {
	Picks Picks
}

// Kind implements Command.
func (DropDoorResult) Kind() Kind { return KindDropDoorResult }

func (c DropDoorResult) decide(o *Order, _ By) ([]Body, error) {
	ms, err := o.pick(c.Picks, "taken after all", nearestBuyer, func(_ *line, p Portion) bool { return p.Door != "" && o.cancellable(p) })
	if err != nil {
		return nil, err
	}
	if len(ms) == 0 {
		return nil, refuse(ErrNotNow, "order", "no units were refused at the door")
	}
	for i := range ms {
		ms[i].Door = ""
	}
	return []Body{DoorResultDropped{ms}}, nil
}

// DoorResultDropped records that a refusal at the door was withdrawn.
type DoorResultDropped struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (DoorResultDropped) Kind() string { return "door-result-dropped" }

func (b DoorResultDropped) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b DoorResultDropped) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }
