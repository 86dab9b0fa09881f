package bridge

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// NoteKind tells what a note to people is about.
type NoteKind string

// The kinds of notes.
const (
	NoteDeclined NoteKind = "declined" // what they wanted was refused
	NoteHold     NoteKind = "hold"     // automatic effects wait until somebody has looked
	NoteRequest  NoteKind = "request"  // the buyer asks, and they are to answer
	NoteTooLate  NoteKind = "too-late" // the buyer asked, and the answer was no
	NoteDeadline NoteKind = "deadline" // something is due soon
	NoteFailed   NoteKind = "failed"   // an outside system refused an effect, or it was given up
	NoteWarning  NoteKind = "remark"   // what they see is not so
	// NoteCancelled: units were cancelled in the channel, and documents are left behind that name them.
	NoteCancelled NoteKind = "cancelled"
)

// Note is something that the people who work in an ERP should know about an order.
type Note struct {
	Kind  NoteKind
	Order order.View
	Cause order.Event // zero for NoteFailed
	Text  string      // in English
}

// tellERP owes the people who work in the ERP a note about what an event did.
func (k *desk) tellERP(kind NoteKind, e order.Event, text string, now time.Time) {
	k.oweNote(Note{Kind: kind, Cause: e, Text: text}, e.N, string(kind), now)
}

// failed tells the people who work in the ERP that an effect needs them. What is wrong with the ERP itself is told by the
// journal alone: a note might not reach anybody.
func (k *desk) failed(w PendingEffect, text string, now time.Time) {
	if w.Kind == order.EffectNote || w.Kind == order.EffectUpsert {
		return
	}
	text = fmt.Sprintf("%s did not take %s: %s", w.Target.Account, w.Kind, text)
	// An effect that people give again may fail again, and that is news: the revision tells the two apart.
	k.oweNote(Note{Kind: NoteFailed, Text: text}, w.N, string(NoteFailed)+w.Key+fmt.Sprint(k.d.Rev), now)
}

// oweNote owes the ERP a note in the merchant's words, if the ERP can show one and the merchant wants it; at is the
// number of the event it belongs to, and reason tells it from the others of that event.
func (k *desk) oweNote(n Note, at int, reason string, now time.Time) {
	a := k.erp()
	if a == nil || !a.system.Can(order.EffectNote, k.view().Scheme) {
		return
	}
	if k.b.words != nil {
		n.Order = k.view()
		if n.Text = k.b.words(n); n.Text == "" {
			return
		}
	}
	k.add(order.Effect{Kind: order.EffectNote, Target: k.inERP(), N: at, Text: clip(n.Text, longestText)}, reason, now)
}
