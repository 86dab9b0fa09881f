package bridge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// Moment is something that happened to an order, or was done about it, for people.
type Moment struct {
	At   time.Time `json:"at"`  // when it was learned here, UTC
	Who  string    `json:"who"` // a person with the role, or an account; empty for the bridge itself
	What string    `json:"what"`
	// Level is that of the journal; LevelInfo for an event.
	Level Level `json:"level"`
	// Event is the number of the event in the order's log; 0 for an entry of the journal that is about no event, such
	// as a failed try.
	Event int `json:"event,omitzero"`
	// Occurred is when it happened by the clock of the outside system, if that said so.
	Occurred time.Time `json:"occurred,omitzero"`
}

// Timeline returns what happened to an order, oldest first: the events of its log, and what the journal has beside
// them. Events are told in the language l; entries of the journal in that in which they were written (WithLanguage).
// What a settled effect did is not among them unless it failed, nor is what the bridge notes for itself
// (order.Labelled). The error is ErrUnknown if there is no order with this id.
func (b *Bridge) Timeline(ctx context.Context, id string, l texts.Language) ([]Moment, error) {
	if !slices.Contains(texts.Languages(), l) {
		return nil, fmt.Errorf("bridge: language %q is not known; use one of %v", l, texts.Languages())
	}
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return nil, err
	}
	var all []Moment
	for e := range j.order.Events(order.Filter{}) {
		if _, label := e.Body.(order.Labelled); label && e.By == j.fromBridge().Actor {
			continue // what the bridge keeps for itself
		}
		all = append(all, Moment{At: e.At, Who: actorText(l, e.By), What: l.Text(e.Text()), Level: LevelInfo, Event: e.N, Occurred: e.Occurred})
	}
	for e, err := range b.store.Journal(ctx, JournalFilter{Order: id}) {
		if err != nil {
			return nil, err
		}
		if e.Event == 0 {
			all = append(all, Moment{At: e.At, Who: e.Account, What: e.Text, Level: e.Level})
		}
	}
	slices.SortStableFunc(all, func(x, y Moment) int { return x.At.Compare(y.At) })
	return all, nil
}
