package bridge

import "github.com/ordo-sdk/ordo/order"

// waitFor makes an effect wait for what the order lacks for it, such as a marking code, and tells people once what that
// is. It holds up no other effect, and goes on as soon as nothing is lacking. A handler calls it before every save.
func (x *outbox) waitFor(j *job, w PendingEffect, what order.Text) {
	if w.Phase != PhasePending {
		return
	}
	lacks := ""
	if !what.IsZero() {
		lacks = clip(j.languageOf(w.Target.Account).Text(what), maxReason)
	}
	if lacks == w.Lacks {
		return
	}
	w.Lacks, w.Problem, w.Due, w.Attempts = lacks, lacks, x.now(), 0
	j.put(w)
	if lacks == "" {
		j.note(LevelInfo, w.Target.Account, "complete", "%s: the order has by now what was missing", describe(w))
		j.about(w)
		return
	}
	j.note(LevelNotice, w.Target.Account, "incomplete", "%s waits: %s", describe(w), lacks)
	j.about(w)
	j.notes = append(j.notes, note{
		Note{Kind: NoteLacks, Text: j.say(j.route.peopleAt(), "%s for %s waits: %s", w.Kind, w.Target.Account, what)},
		"", w.N,
		string(NoteLacks) + w.Key + effectKey(order.Ref{}, "", "", 0, lacks),
	})
}
