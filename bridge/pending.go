package bridge

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// pending returns the effects that are open once the batch is written, the oldest first.
func (j *job) pending() []PendingEffect {
	open := slices.Clone(j.stored.Effects)
	for _, w := range j.batch.Effects {
		i := slices.IndexFunc(open, func(x PendingEffect) bool { return x.Key == w.Key })
		switch {
		case i < 0 && w.Phase.Open():
			open = append(open, w)
		case i >= 0 && w.Phase.Open():
			open[i] = w
		case i >= 0:
			open = slices.Delete(open, i, i+1)
		}
	}
	return open
}

// effect returns an open effect by its key.
func (d StoredOrder) effect(key string) (PendingEffect, bool) {
	i := slices.IndexFunc(d.Effects, func(w PendingEffect) bool { return w.Key == key })
	if i < 0 {
		return PendingEffect{}, false
	}
	return d.Effects[i], true
}

// put puts an effect into the batch, in place of what the batch has of it already.
func (j *job) put(w PendingEffect) {
	if i := slices.IndexFunc(j.batch.Effects, func(x PendingEffect) bool { return x.Key == w.Key }); i >= 0 {
		j.batch.Effects[i] = w
		return
	}
	j.batch.Effects = append(j.batch.Effects, w)
}

// add adds a new effect, once: its key is made of its cause and target, and of more.
func (j *job) add(e order.Effect, more string) PendingEffect {
	now := j.now()
	e.Order = j.order.ID()
	e.Key = effectKey(e.Target, e.Order, e.Kind, e.N, more)
	w := PendingEffect{Effect: e, Phase: PhasePending, Since: now, Due: now}
	j.put(w)
	return w
}

// update changes an open effect.
func (j *job) update(key string, change func(w *PendingEffect)) {
	for _, w := range j.pending() {
		if w.Key == key {
			change(&w)
			j.put(w)
		}
	}
}

// startOver makes an effect be tried again from the start.
func startOver(w *PendingEffect, now time.Time) {
	w.Phase, w.Attempts, w.Polls, w.Due, w.Problem = PhasePending, 0, 0, now, ""
}

// carry gives an effect its data.
func (j *job) carry(e *order.Effect, data any) bool {
	b, err := json.Marshal(data)
	if err != nil { // no data of effects can fail to be encoded
		j.note(LevelError, e.Target.Account, string(e.Kind), "its data cannot be stored: %v", err)
		return false
	}
	e.Data = b
	return true
}

// ranges returns the ranges of units that moves are about.
func ranges(ms []order.Move) []order.Units {
	var us []order.Units
	for _, m := range ms {
		us = append(us, order.Units{Line: m.Line, From: m.From, To: m.To})
	}
	return us
}

// describe names an effect for people: its kind, and what it is about.
func describe(w PendingEffect) order.Text {
	switch {
	case w.Text != "" && (w.Data != nil || w.Shipment != 0): // the text of a note is the note
		return order.Textf("%s %s", w.Kind, w.Text)
	case len(w.Units) > 0:
		return order.Textf("%s %s", w.Kind, order.UnitsText(w.Units))
	}
	return order.Textf("%s", w.Kind)
}
