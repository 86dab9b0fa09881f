package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// report says in the journal what new events mean for people.
func (x *outbox) report(j *job, es []order.Event) {
	for _, e := range es {
		from := e.By.System
		switch b := e.Body.(type) {
		case order.Placed:
			j.note(LevelInfo, from, "placed", "new order %s, %s, %d {3:line|lines}", b.Ref.ID, b.Total, len(b.Lines))
		case order.Imported:
			j.note(LevelInfo, from, "imported", "order %s was found; it is %s", b.Ref.ID, j.view().State)
		case order.Cancelled:
			if from == j.route.Channel {
				x.reportCancelled(j, e, b)
			}
			if !b.Whole {
				x.reportCut(j, e, b)
			}
		case order.LineAdded, order.LineExtended, order.Repriced:
			x.reportLines(j, e)
		case order.DetailsChanged:
			x.reportDetails(j, e, b)
		case order.ConfirmationGiven:
			x.reportConfirmation(j, e, b)
		case order.ConfirmationAsked:
			j.note(LevelNotice, from, "confirmation-asked", "the order waits for the confirmation %s", b.Of)
		case order.Reopened:
			j.note(LevelNotice, from, "reopened", "%s took the order back: %s", e.By.System, units(ranges(b.Moves)))
		case order.Tracked:
			if b.Shipment.Reported != 0 {
				x.reportReceived(j, e, b.Shipment)
				continue
			}
			j.note(LevelInfo, from, "parcel", "S%d is %s: %s", b.Shipment.N, b.Shipment.State, b.Shipment.CarrierText)
		case order.PaymentChanged:
			j.note(LevelInfo, from, "payment", "payment %s of %s is %s", b.Payment.ID, b.Payment.Amount, b.Payment.State)
		case order.CancelRequested:
			j.note(LevelNotice, from, "request", "the buyer asks to cancel %s", units(b.Units))
		case order.CancelRequestAnswered:
			j.note(LevelInfo, from, "answered", "request %d to cancel: yes to %s, no to %s", b.Request, units(b.Accepted), units(b.Declined))
		case order.Held:
			j.note(LevelWarning, from, "held", "the order is on hold: %s", inAnyLanguage(b.Message, b.Text))
		case order.HoldCleared:
			j.note(LevelInfo, from, "hold-cleared", "the hold is cleared: %s", b.Note)
		case order.Forgotten:
			j.note(LevelNotice, j.route.Channel, "forgotten", "the order was forgotten here: %s; nothing was changed in the channel or the ERP", b.Why)
		case order.Notified:
			j.note(LevelNotice, from, "notice", "notice %d %s", b.N, noticeText(b))
		case order.NoticeTold:
			j.note(LevelInfo, from, "notice-told", "notice %d was told", b.Notice)
		case order.NoticeAnswered:
			j.note(LevelNotice, from, "notice-answered", "notice %d is answered: %s", b.Notice, answerText(b))
		case order.IntentDeclined:
			j.note(LevelNotice, from, "declined", "%s is refused: %s", b.Intent, inAnyLanguage(b.Message, b.Why))
		}
	}
}

// reportCancelled reports units that the channel cancelled. Documents that name them are to be taken back, which only a
// person can do.
func (x *outbox) reportCancelled(j *job, e order.Event, b order.Cancelled) {
	documents := slices.DeleteFunc(j.view().Documents, func(d order.Document) bool { return d.State == order.DocumentVoid })
	textFor := func(account string) string {
		text := j.say(account, "cancelled in the channel: %s", units(ranges(cancelledUnits(b.Parts))))
		for _, d := range documents {
			number := d.Number
			if d.Date != "" {
				number = j.say(account, "%s of %s", d.Number, d.Date)
			}
			text += "; " + j.say(account, "take back %s %s in %s", d.Kind, number, d.Ref.Account)
		}
		return text
	}
	if len(documents) > 0 {
		j.notify(NoteCancelled, e, "%s", textFor(j.route.peopleAt()))
	}
	j.noteText(LevelNotice, j.route.Channel, "cancelled", textFor(j.route.Channel))
}

// cancelledUnits returns the units that a cancellation is about. Its moves may also hand out what only followed them.
func cancelledUnits(parts []order.Part) []order.Move {
	var ms []order.Move
	for _, p := range parts {
		ms = append(ms, order.Move{Line: p.Line, Portion: order.Portion{From: p.From, To: p.To}})
	}
	return ms
}

// reportReceived tells people once that a carrier reports that the buyer has a parcel, where that alone delivers
// nothing.
func (x *outbox) reportReceived(j *job, e order.Event, s order.Shipment) {
	for before := range j.order.Events(order.Filter{}) {
		b, is := before.Body.(order.Tracked)
		if before.N < e.N && is && b.Shipment.N == s.N && b.Shipment.Reported == s.Reported {
			return
		}
	}
	if j.route.AutoReceive && s.Reported == status.ShipmentHandedOut {
		j.note(LevelInfo, e.By.System, "parcel", "S%d is %s: %s", s.N, s.Reported, s.CarrierText)
		return
	}
	j.note(LevelNotice, e.By.System, "received", "the carrier reports that S%d is %s: make sure of it, then record the delivery", s.N, s.Reported)
	j.notify(NoteReceived, e, "the carrier reports that S%d is %s: make sure of it, then record the delivery", s.N, s.Reported)
}
