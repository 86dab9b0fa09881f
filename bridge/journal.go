package bridge

import (
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// notify leaves a note about an event to the people who work in the ERP.
func (j *job) notify(kind NoteKind, e order.Event, format string, args ...any) {
	j.notifyAt(j.route.peopleAt(), kind, e, format, args...)
}

// notifyAt leaves a note about an event to the people who work in a system of the route.
func (j *job) notifyAt(account string, kind NoteKind, e order.Event, format string, args ...any) {
	j.notes = append(j.notes, note{Note{Kind: kind, Cause: e, Text: j.say(account, format, args...)}, account, e.N, string(kind)})
}

// notifyFailed leaves a note that an effect needs a person. An effect that people order again may fail again, and gets
// another note: the revision tells the two apart.
func (j *job) notifyFailed(w PendingEffect, format string, args ...any) {
	j.notes = append(j.notes, note{
		Note{Kind: NoteFailed, Text: j.say(j.route.peopleAt(), format, args...)}, "", w.N, string(NoteFailed) + w.Key + strconv.Itoa(j.stored.Rev),
	})
}

// warn tells people once of something that is not as it should be.
func (j *job) warn(format string, args ...any) {
	text := j.say(j.route.peopleAt(), format, args...)
	told := "told/" + effectKey(order.Ref{}, "", "", 0, text)
	evs, err := j.order.Do(order.Label{Key: told, Text: "yes"}, j.fromBridge())
	if err != nil || len(evs) == 0 {
		return
	}
	j.noteText(LevelNotice, j.route.peopleAt(), "remark", text)
	j.notes = append(j.notes, note{Note{Kind: NoteWarning, Cause: evs[0], Text: text}, "", evs[0].N, string(NoteWarning)})
}

// remark tells people what they should see to because of an event. n tells it from the other remarks of the event.
func (j *job) remark(e order.Event, n int, t order.Text) {
	text := j.say(j.route.peopleAt(), "%s", t)
	j.noteText(LevelNotice, j.route.peopleAt(), "remark", text)
	j.notes = append(j.notes, note{Note{Kind: NoteWarning, Cause: e, Text: text}, "", e.N, string(NoteWarning) + strconv.Itoa(n)})
}

// note puts an entry about the order into the batch.
func (j *job) note(l Level, account, what, format string, args ...any) {
	j.noteText(l, account, what, j.say(account, format, args...))
}

func (j *job) noteText(l Level, account, what, text string) {
	j.batch.Journal = append(j.batch.Journal, Entry{At: j.now(), Level: l, Account: account, Order: j.stored.ID, What: what, Text: clip(text, maxText)})
}

// once gives the last entry of the batch a key of these parts, so that it is written once.
func (j *job) once(parts ...string) { j.batch.Journal[len(j.batch.Journal)-1].Key = joinKey(parts...) }

// about says which effect the last entry of the batch is about.
func (j *job) about(w PendingEffect) { j.batch.Journal[len(j.batch.Journal)-1].Effect = w.Key }

// setLabel keeps the status that an outside system shows beside the order's own.
func (j *job) setLabel(a *account, role order.Role, code string) {
	if j.view().Labels[a.name] == code {
		return
	}
	if _, err := j.order.Do(order.Label{Key: a.name, Text: code}, j.from(a, role, time.Time{})); err != nil {
		j.note(LevelWarning, a.name, "label", "status %q cannot be kept beside the order: %v", code, err)
	}
}

// showsAt keeps the status that an ERP shows, as it was read or set now.
func (j *job) showsAt(a *account, code string) {
	j.setLabel(a, j.route.roleOf(a.name), code)
	st := j.erpAt(a.name)
	st.shown, st.shownAt = code, j.now()
}
