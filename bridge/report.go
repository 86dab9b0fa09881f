package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// report says in the journal what new events mean for people. An entry names the event that it is about.
func (x *outbox) report(j *job, es []order.Event) {
	for _, e := range es {
		first := len(j.batch.Journal)
		x.reportEvent(j, e)
		for i := range j.batch.Journal[first:] {
			j.batch.Journal[first+i].Event = e.N
		}
	}
}

func (x *outbox) reportEvent(j *job, e order.Event) {
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
	case order.LineChanged:
		x.reportLineFacts(j, e, b)
	case order.DetailsChanged:
		x.reportDetails(j, e, b)
	case order.ConfirmationGiven:
		x.reportConfirmation(j, e, b)
	case order.ConfirmationAsked:
		j.note(LevelNotice, from, "confirmation-asked", "the order waits for the confirmation %s", b.Of)
	case order.Reopened:
		j.note(LevelNotice, from, "reopened", "%s took the order back: %s", e.By.System, order.UnitsText(ranges(b.Moves)))
	case order.Tracked:
		if b.Shipment.Reported != 0 {
			x.reportReceived(j, e, b.Shipment)
			return
		}
		j.note(LevelInfo, from, "parcel", "S%d is %s: %s", b.Shipment.N, b.Shipment.State, b.Shipment.CarrierText)
	case order.PaymentChanged:
		j.note(LevelInfo, from, "payment", "payment %s of %s is %s", b.Payment.ID, b.Payment.Amount, b.Payment.State)
		j.noteTill(b.Payment)
	case order.CancelRequested:
		j.note(LevelNotice, from, "request", "the buyer asks to cancel %s", order.UnitsText(b.Units))
	case order.CancelRequestAnswered:
		j.note(LevelInfo, from, "answered", "request %d to cancel: yes to %s, no to %s", b.Request, order.UnitsText(b.Accepted), order.UnitsText(b.Declined))
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
	case order.Returned:
		x.reportOwed(j, e, b.Block)
	case order.PriceReduced:
		x.reportOwed(j, e, b.Block)
	case order.SurplusOwed:
		x.reportSurplus(j, e, b)
	case order.Delivered:
		if b.Block != nil {
			x.reportOwed(j, e, *b.Block)
			return
		}
		j.note(LevelInfo, from, b.Kind(), "%s", e.Text())
	case order.RefundSettled:
		level := LevelInfo
		if b.Money != status.MoneyRefunded {
			level = LevelWarning
		}
		j.note(level, from, b.Kind(), "%s", e.Text())
	default:
		if isOfPeople(e) || isMoney(b) {
			j.note(LevelInfo, from, b.Kind(), "%s", e.Text())
		}
	}
}

// isMoney reports whether an event moves money or changes what is to be paid back.
func isMoney(b order.Body) bool {
	switch b.(type) {
	case order.RefundOrdered, order.RefundBooked, order.RefundWaived, order.ReturnChanged, order.ReceiptAttached:
		return true
	}
	return false
}

// reportOwed tells people of a block: nothing is paid back until a person orders it. What the gateway's cabinet has
// paid back by then needs no order.
func (x *outbox) reportOwed(j *job, e order.Event, b order.Block) {
	if now, known := j.order.Block(b.N); b.Owed.Sign() <= 0 || known && now.Money == status.MoneyRefunded {
		j.note(LevelInfo, e.By.System, e.Body.Kind(), "%s", e.Text())
		return
	}
	level := LevelNotice
	if e.By.System == "" && isOfPeople(e) {
		level = LevelInfo // who did it here knows
	}
	j.note(level, e.By.System, "refund-owed", "%s", e.Text())
	if b.Kind == order.BlockReduction { // the goods stay
		j.notify(NoteRefund, e, "%s is to be paid back to the buyer for R%d (%s): order the refund", b.Owed, b.N, b.Reason)
		return
	}
	j.notify(NoteRefund, e, "%s is to be paid back to the buyer for R%d (%s): order the refund once the goods are back", b.Owed, b.N, b.Reason)
}

// reportSurplus tells people of money that is to be paid back without a return.
func (x *outbox) reportSurplus(j *job, e order.Event, b order.SurplusOwed) {
	j.note(LevelNotice, e.By.System, "refund-owed", "%s", e.Text())
	if b.Block != nil {
		j.notify(NoteRefund, e, "the buyer paid %s too much: order the refund of R%d", b.Block.Owed, b.Block.N)
	}
	for _, r := range b.Raised {
		j.notify(NoteRefund, e, "%s is to be paid back to the buyer for R%d now: order the refund", r.Owed, r.N)
	}
}

// reportCancelled reports units that the channel cancelled. Documents that name them are to be taken back, which only a
// person can do.
func (x *outbox) reportCancelled(j *job, e order.Event, b order.Cancelled) {
	documents := slices.DeleteFunc(j.view().Documents, func(d order.Document) bool { return d.State == order.DocumentVoid })
	textFor := func(account string) string {
		text := j.say(account, "cancelled in the channel: %s", order.UnitsText(ranges(cancelledUnits(b.Parts))))
		for _, d := range documents {
			number := d.Number
			if d.Date != "" {
				number = j.say(account, "%s of %s", d.Number, d.Date)
			}
			if d.Ref.Account == "" { // of a program that only people know
				text += "; " + j.say(account, "take back %s %s", d.Kind, number)
				continue
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
