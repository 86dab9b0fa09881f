package order

import (
	"cmp"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Text returns what happened in one sentence, for people: what was done to which units, with the sum and the reason.
// Who did it, and when, stand in By and At.
func (e Event) Text() Text {
	t := e.Body.text()
	if e.State != 0 {
		return Textf("%s; the order is %s", t, e.State)
	}
	return t
}

// UnitsText names ranges of units for people: "lines 1, 2 and 4".
func UnitsText(us []Units) Text {
	us = slices.Clone(us)
	slices.SortStableFunc(us, func(a, b Units) int {
		return cmp.Or(cmp.Compare(len(a.Line), len(b.Line)), cmp.Compare(a.Line, b.Line), a.From.Cmp(b.From))
	})
	var parts []Text
	for _, u := range us {
		part := Textf("%s", u.Line)
		if u.From.Sign() > 0 {
			part = Textf("%s (units %s to %s)", u.Line, u.From, u.To)
		}
		parts = append(parts, part)
	}
	switch n := len(parts); n {
	case 0:
		return Textf("no lines")
	case 1:
		return Textf("line %s", parts[0])
	default:
		return Textf("lines %s and %s", parts[:n-1], parts[n-1])
	}
}

func moved(ms []Move) Text {
	var us []Units
	for _, m := range ms {
		us = append(us, Units{m.Line, m.From, m.To})
	}
	return UnitsText(joinUnits(us))
}

func priced(ps []Part) Text {
	var us []Units
	for _, p := range ps {
		us = append(us, Units{p.Line, p.From, p.To})
	}
	return UnitsText(us)
}

// because adds the words of a person to a text.
func because(t Text, words string) Text {
	if words == "" {
		return t
	}
	return Textf("%s: %s", t, words)
}

func (b Placed) text() Text {
	return because(Textf("new order of %s, %d {2:line|lines}", b.Total, len(b.Lines)), b.Comment)
}

func (b Imported) text() Text {
	return Textf("the order of %s was found, %s of it paid", b.Total, orElse(b.Paid, b.Total))
}
func (Taken) text() Text { return Textf("taken into work") }

func (b Contacted) text() Text {
	if b.Reached {
		return because(Textf("the buyer was reached by %s", b.Channel), b.Text)
	}
	return because(Textf("the buyer could not be reached by %s", b.Channel), b.Text)
}

func (b ConfirmationGiven) text() Text {
	if b.For != 0 {
		return Textf("confirmation given: %s, in place of: %s", b.Of, b.For)
	}
	return Textf("confirmation given: %s", b.Of)
}
func (b ConfirmationAsked) text() Text { return Textf("confirmation awaited: %s", b.Of) }
func (b Confirmed) text() Text         { return Textf("confirmed: %s", moved(b.Moves)) }

func (b Cancelled) text() Text {
	if b.Whole {
		return because(Textf("cancelled as a whole, %s, because of: %s", b.Sum, b.Reason), b.Text)
	}
	return because(Textf("cancelled: %s, %s, because of: %s", priced(b.Parts), b.Sum, b.Reason), b.Text)
}

func (b LineAdded) text() Text {
	return Textf("added: line %s, %s × %s; the order costs %s", b.Line.ID, b.Line.Name, b.Line.Quantity, b.Total)
}

func (b LineExtended) text() Text {
	return Textf("more of line %s: %s in all; the order costs %s", b.Line, b.Quantity, b.Total)
}

func (b linesReported) text() Text {
	return Textf("the source lists no more of %d {1:line|lines} that had units cancelled here", len(b.Lines))
}
func (b Repriced) text() Text { return Textf("new prices; the order costs %s", b.Total) }

func (b PaymentChanged) text() Text {
	return Textf("payment %s of %s is %s", b.Payment.ID, b.Payment.Amount, b.Payment.State)
}

func (b SurplusOwed) text() Text {
	if b.Block != nil {
		return Textf("more was paid than the order costs: %s is to be paid back as R%d", b.Block.Owed, b.Block.N)
	}
	return Textf("more was paid than the order costs: it is to be paid back with %d {1:return|returns}", len(b.Raised))
}

func (b DateMoved) text() Text {
	if b.Window.To.IsZero() {
		return Textf("delivery moved to %s", inUTC(b.Window.From))
	}
	return Textf("delivery moved to %s – %s", inUTC(b.Window.From), inUTC(b.Window.To))
}

func (b DeadlinesSet) text() Text { return Textf("%d {1:deadline|deadlines} set", len(b.Deadlines)) }
func (b Assembled) text() Text    { return Textf("assembling: %s", moved(b.Moves)) }
func (b Released) text() Text     { return Textf("reservation released: %s", moved(b.Moves)) }
func (b Marked) text() Text       { return Textf("marking code set: line %s, unit %d", b.Line, b.Unit+1) }

func (b MarkRejected) text() Text {
	return because(Textf("marking code rejected: line %s, unit %d", b.Line, b.Unit+1), b.Why)
}

func (b Packed) text() Text {
	return Textf("packed: %s, %d {2:box|boxes}", moved(b.Moves), len(b.Packages))
}

func (b ShipmentCreated) text() Text { return Textf("shipment S%d: %s", b.Shipment.N, moved(b.Moves)) }

func (b ParcelRequested) text() Text { return Textf("carrier asked for a parcel: S%d", b.Shipment.N) }

func (b ParcelSettled) text() Text {
	if b.Accepted {
		return Textf("the carrier took the parcel S%d under the number %s", b.Shipment.N, b.Shipment.Waybill)
	}
	return because(Textf("the carrier refused the parcel S%d", b.Shipment.N), b.Shipment.CarrierText)
}
func (b ParcelDropped) text() Text { return Textf("parcel S%d cancelled", b.Shipment.N) }

func (b HandedOver) text() Text {
	if b.Shipment.Waybill == "" {
		return Textf("left as S%d: %s", b.Shipment.N, moved(b.Moves))
	}
	return Textf("left as S%d, waybill %s: %s", b.Shipment.N, b.Shipment.Waybill, moved(b.Moves))
}
func (b Arrived) text() Text { return Textf("arrived at the pick-up point: %s", moved(b.Moves)) }

func (b Tracked) text() Text {
	state := b.Shipment.State
	if b.Shipment.Reported != 0 {
		state = b.Shipment.Reported
	}
	return because(Textf("the carrier reports: S%d is %s", b.Shipment.N, state), b.Shipment.CarrierText)
}

func (b DoorResultKept) text() Text {
	return because(Textf("refused at the door: %s, because of: %s", moved(b.Moves), b.Reason), b.Text)
}

func (b DoorResultDropped) text() Text {
	return Textf("refusal at the door taken back: %s", moved(b.Moves))
}

func (b Delivered) text() Text {
	if len(b.Refused) > 0 {
		return Textf("handed out; the buyer refused %s, %s", priced(b.Refused), b.Sum)
	}
	return Textf("handed out: %s", moved(b.Moves))
}
func (Completed) text() Text    { return Textf("completed") }
func (b Progressed) text() Text { return Textf("the source reports progress: %s", moved(b.Moves)) }

func (b Reopened) text() Text { return Textf("taken back by the source: %s", moved(b.Moves)) }
func (b Shown) text() Text {
	return Textf("the source shows %d {1:line|lines} as %s", len(b.Lines), b.State)
}

func (b Returned) text() Text {
	t := Textf("return R%d: %s, %s, because of: %s", b.Block.N, priced(b.Block.Parts), b.Block.Sum, b.Block.Reason)
	if b.Block.Owed.Sign() > 0 {
		t = Textf("%s; %s is to be paid back", t, b.Block.Owed)
	}
	return because(t, b.Block.Text)
}

func (b ReturnReceived) text() Text {
	if len(b.Moves) == 0 {
		return Textf("return R%d is back", b.Block)
	}
	return Textf("return R%d: %s is %s", b.Block, moved(b.Moves), b.Moves[0].Custody)
}

func (b ReturnChanged) text() Text {
	return Textf("return R%d changed: it is %s now, %s is to be paid back", b.Block, b.Sum, b.Owed)
}

func (b PriceReduced) text() Text {
	t := Textf("price reduction R%d: %s less, because of: %s", b.Block.N, b.Block.Sum, b.Block.Reason)
	if b.Block.Owed.Sign() > 0 {
		t = Textf("%s; %s is to be paid back", t, b.Block.Owed)
	}
	return because(t, b.Block.Text)
}

func (b RefundOrdered) text() Text {
	return kept(Textf("refund of %s ordered for R%d", b.Amount, b.Block), b.Withheld)
}

func (b RefundBooked) text() Text {
	return kept(Textf("%s was paid back at the gateway for R%d", b.Amount, b.Block), b.Withheld)
}

func (b RefundWaived) text() Text {
	return kept(Textf("R%d is settled without a refund", b.Block), &b.Withheld)
}

// kept adds to a text what is withheld.
func kept(t Text, w *Withholding) Text {
	if w == nil {
		return t
	}
	return because(Textf("%s; withheld %s: %s", t, w.Amount, w.For), w.Text)
}

func (b CaptureOrdered) text() Text {
	return Textf("%s of payment %s is to be captured", b.Amount, b.Payment)
}

func (b ReleaseOrdered) text() Text {
	return because(Textf("what is held of payment %s is to be released", b.Payment), b.Reason)
}

func (b HoldSettled) text() Text {
	switch b.State { //nolint:exhaustive // the others mean that it is done
	case HeldRefused:
		return because(Textf("%s of payment %s is refused", b.Ordered, b.Payment), b.Answer)
	case HeldInDoubt:
		return because(Textf("%s of payment %s is in doubt", b.Ordered, b.Payment), b.Answer)
	}
	return because(Textf("%s of payment %s is done", b.Ordered, b.Payment), b.Answer)
}

func (b RefundSettled) text() Text {
	return because(Textf("the refund for R%d is %s", b.Block, b.Money), b.Answer)
}

func (b ReceiptAttached) text() Text {
	if b.Payment != "" {
		return Textf("receipt %s of payment %s", b.Receipt.Number, b.Payment)
	}
	return Textf("receipt %s of the refund for R%d", b.Receipt.Number, b.Block)
}

func (b DocumentAttached) text() Text {
	return Textf("document attached: %s %s", b.Document.Kind, b.Document.Number)
}

func (b DocumentIssued) text() Text {
	return Textf("document issued: %s %s, %s", b.Document.Kind, b.Document.Number, b.Document.State)
}

func (b DocumentVoided) text() Text {
	return because(Textf("document %d of the order is void", b.N), b.Why)
}

func (b TransferRequested) text() Text {
	t := b.Transfer
	return Textf("transfer T%d asked for: %s, from %s to %s", t.N, UnitsText(t.Units), t.From, t.To)
}

func (b TransferSent) text() Text {
	return Textf("transfer T%d sent: %s", b.N, UnitsText(rangesOf(b.Moves)))
}

func (b TransferPosted) text() Text { return Textf("transfer T%d posted", b.N) }

func (b TransferReceived) text() Text {
	t := Textf("transfer T%d received: %s", b.N, UnitsText(b.Units))
	if len(b.Damaged) > 0 {
		t = Textf("%s; damaged: %s", t, UnitsText(b.Damaged))
	}
	if len(b.Lost) > 0 {
		t = Textf("%s; lost: %s", t, UnitsText(b.Lost))
	}
	return t
}

func (b TransferDropped) text() Text {
	if b.State == status.TransferDropped {
		return because(Textf("transfer T%d dropped", b.N), b.Why)
	}
	return because(Textf("transfer T%d goes on without %s", b.N, UnitsText(b.Units)), b.Why)
}

func (b StatementAttached) text() Text {
	return Textf("the buyer's statement about return R%d: %s", b.Block, b.Statement)
}

func (b DocumentRequested) text() Text {
	return Textf("%s of shipment S%d asked for: %s", word(b.DocumentKind), b.Shipment, word(b.State))
}

func (b ExpenseRecorded) text() Text {
	t := Textf("expense recorded: %s, %s", b.Expense.Kind, b.Expense.Amount)
	if b.Expense.Basis != "" {
		t = Textf("expense recorded: %s, %s, %s", b.Expense.Kind, b.Expense.Amount, b.Expense.document())
	}
	return because(t, b.Expense.Text)
}

func (b ExpenseDropped) text() Text { return Textf("expense %s taken back", b.ID) }

func (b Held) text() Text {
	return Textf("on hold: %s", inEnglish(b.Message, b.Hold.Text))
}
func (b HoldCleared) text() Text { return because(Textf("hold %d cleared", b.Hold), b.Note) }

func (b CancelRequested) text() Text {
	return because(Textf("the buyer asks to cancel %s", UnitsText(b.Units)), b.CancelRequest.Text)
}

func (b CancelRequestAnswered) text() Text {
	return because(Textf("request %d to cancel answered: yes to %s, no to %s", b.Request, UnitsText(b.Accepted), UnitsText(b.Declined)), b.Text)
}

func (b LineChanged) text() Text {
	var all []Text
	for _, c := range b.Changes {
		all = append(all, Textf("%s is %q, it was %q", factText(c.Fact), c.Now, c.Was))
	}
	return Textf("line %s changed: %s", b.Line, all)
}

func (b DetailsChanged) text() Text {
	var all []Text
	for _, c := range b.Changes {
		all = append(all, Textf("%s is %q, it was %q", c.Field, c.Now, c.Was))
	}
	return Textf("details changed: %s", all)
}

func (b IntentDeclined) text() Text {
	return Textf("refused: %s: %s", b.Intent, inEnglish(b.Message, b.Why))
}
func (b Commented) text() Text  { return Textf("comment: %s", b.Text) }
func (b Labelled) text() Text   { return Textf("label %s: %s", b.Key, b.Text) }
func (b Forgotten) text() Text  { return because(Textf("forgotten here"), b.Why) }
func (PersonErased) text() Text { return Textf("the personal data of the buyer were erased") }

func (b Notified) text() Text {
	return Textf("notice %d for %s: %s", b.N, b.To.Text(), inEnglish(b.Message, b.Text))
}
func (b NoticeTold) text() Text { return Textf("notice %d was told", b.Notice) }

func (b NoticeAnswered) text() Text {
	return because(Textf("notice %d is answered", b.Notice), b.Text)
}

func inUTC(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// inEnglish returns a text with its arguments; events of older logs have it in English only.
func inEnglish(message Text, english string) Text {
	if message.IsZero() {
		return word(english)
	}
	return message
}
