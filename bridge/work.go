package bridge

import (
	"errors"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// What the people of one place are to do for those of another is asked for with a notice: that a shop sends goods, that
// the operator posts their transfer, that the shop hands a shipment out. Who does it has answered the notice.

// askPeople asks the merchant's people for what follows from the new events of an order, and answers the notices of
// what was done.
func (x *outbox) askPeople(j *job) {
	es := j.newEvents()
	if len(es) > 0 {
		defer j.shipmentsEnd()
		defer j.unitsEnd()
	}
	for _, e := range es {
		switch b := e.Body.(type) {
		case order.TransferRequested:
			t := b.Transfer
			j.ask(order.Addressee{Place: t.From}, order.About{Transfer: t.N, Units: t.Units}, nil, order.Textf("send it from %s to %s", t.From, t.To))
		case order.TransferSent:
			j.transferSent(j.view().Transfers[b.N-1])
		case order.TransferPosted:
			j.transferPosted(j.view().Transfers[b.N-1])
		case order.TransferReceived:
			if b.State == status.TransferReceived {
				j.answerAbout(order.About{Transfer: b.N}, order.Textf("it is received"))
			}
		case order.TransferDropped:
			j.transferDropped(e, b)
		case order.DocumentAttached:
			j.documentAttached(b.Document)
		case order.HandedOver:
			x.handedOver(j, b)
		case order.Tracked:
			if e.By.Role == order.RoleCarrier && b.Shipment.State != status.ShipmentRequested {
				j.answerAbout(order.About{Shipment: b.Shipment.N}, order.Textf("it is done")) // the carrier has it
			}
		case order.Returned:
			j.returned(e, b)
		case order.ReturnReceived:
			j.answerBack(b.Block)
		}
	}
}

// theOperator is who works the order.
var theOperator = order.Addressee{Role: order.RoleOperator}

func (j *job) transferSent(t order.Transfer) {
	j.answerAbout(order.About{Transfer: t.N}, order.Textf("it is sent"))
	if t.State == status.TransferSent {
		j.ask(theOperator, order.About{Transfer: t.N}, nil, order.Textf("%s has sent it to %s: post it", t.From, t.To))
	}
}

func (j *job) transferPosted(t order.Transfer) {
	j.answerAbout(order.About{Transfer: t.N}, order.Textf("it is posted"))
	if t.State == status.TransferPosted {
		j.ask(order.Addressee{Role: order.RoleWarehouse}, order.About{Transfer: t.N}, nil, order.Textf("it is on the way from %s to %s: receive it", t.From, t.To))
	}
}

// transferDropped tells the other side of a transfer that it is dropped, or a part of it.
func (j *job) transferDropped(e order.Event, b order.TransferDropped) {
	t := j.view().Transfers[b.N-1]
	if b.State == status.TransferDropped {
		j.answerAbout(order.About{Transfer: t.N}, order.Textf("it is dropped"))
	}
	us := order.UnitsText(b.Units)
	switch {
	case e.By.Place == t.From: // the source has not got them
		j.ask(theOperator, order.About{Transfer: t.N, Units: b.Units}, nil, order.Textf("%s does not send %s to %s: ask another place for it", t.From, us, t.To))
	case b.State != status.TransferDropped:
		j.ask(order.Addressee{Place: t.From}, order.About{Transfer: t.N}, nil, order.Textf("%s is not wanted any more: leave it out", us))
	}
}

// documentAttached asks for what a document of the books means for people.
func (j *job) documentAttached(d order.Document) {
	switch {
	case d.Kind == documentOfReturn && !d.Posted && d.Block != 0:
		for _, place := range j.returnsAt(d.Block) {
			j.ask(order.Addressee{Place: place}, order.About{Block: d.Block}, documentFile(d), order.Textf("send the goods to %s with return note %s", d.To, d.Number))
		}
	case d.Kind == documentOfBatch:
		j.ask(order.Addressee{Role: order.RoleWarehouse}, order.About{Shipment: d.Shipment}, documentFile(d), order.Textf("sale %s is in batch %s to %s: post it and send the goods", d.Basis, d.Number, d.To))
	}
}

// returnsAt lists the places from which goods of a return block are on the way.
func (j *job) returnsAt(block int) (places []string) {
	for _, l := range j.view().Lines {
		for _, p := range l.Portions {
			if p.Block == block && p.Custody == status.CustodyInTransit && p.Warehouse != "" && !slices.Contains(places, p.Warehouse) {
				places = append(places, p.Warehouse)
			}
		}
	}
	return places
}

// handedOver asks for what is to be done with a shipment whose sale is posted: the shop gives it to the buyer, or the
// place where the goods are gives it to the carrier.
func (x *outbox) handedOver(j *job, b order.HandedOver) {
	j.answerAbout(order.About{Shipment: b.Shipment.N}, order.Textf("it is posted"))
	if !x.worksByPlaces(j) {
		return
	}
	s := j.view().Shipments[b.Shipment.N-1]
	about := order.About{Shipment: s.N}
	switch {
	case !s.Carrier.IsZero() || s.Waybill != "":
		for _, place := range placesOf(b.Moves) {
			j.ask(order.Addressee{Place: place}, about, labelFile(s), order.Textf("everything is posted: give it to the carrier, waybill %s", s.Waybill))
		}
	case s.To != "" && !j.isForCourier(s.N):
		j.ask(order.Addressee{Place: s.To}, about, nil, order.Textf("everything is posted: hand it to the buyer"))
	}
}

// isForCourier reports whether a shipment was made for the merchant's own courier. One to a shop goes by the merchant's
// own means as well, which its hand-over says.
func (j *job) isForCourier(shipment int) bool {
	for e := range j.order.Events(order.Filter{Kind: order.ShipmentCreated{}.Kind()}) {
		if b, is := e.Body.(order.ShipmentCreated); is && b.Shipment.N == shipment {
			return b.Shipment.Courier
		}
	}
	return false
}

// worksByPlaces reports whether the books of an order reserve its goods at places, where people work.
func (x *outbox) worksByPlaces(j *job) bool {
	a := x.accounts[j.route.booksAt()]
	return a != nil && a.system != nil && a.system.Can(order.EffectReserve, j.view().Scheme)
}

// placesOf lists the warehouses of units, each once.
func placesOf(ms []order.Move) (places []string) {
	for _, m := range ms {
		if m.Warehouse != "" && !slices.Contains(places, m.Warehouse) {
			places = append(places, m.Warehouse)
		}
	}
	return places
}

// labelFile is the label of a parcel, which its carrier keeps (carriers.Labeler).
func labelFile(s order.Shipment) []order.File {
	if s.Parcel.IsZero() {
		return nil
	}
	return []order.File{{Name: "label-" + s.Waybill + ".pdf", Type: "application/pdf", Ref: s.Parcel}}
}

// documentFile is the printed form of a document, which the books make; see [Bridge.Print].
func documentFile(d order.Document) []order.File {
	if d.Ref.IsZero() {
		return nil
	}
	return []order.File{{Name: d.Kind + "-" + d.Number, Ref: d.Ref}}
}

// shipmentsEnd answers what was asked for shipments of which nothing is to be done any more.
func (j *job) shipmentsEnd() {
	for _, s := range j.view().Shipments {
		switch {
		case status.Shipments().Final(s.State) || !s.Carrier.IsZero() && s.State == status.ShipmentArrived:
			j.answerAbout(order.About{Shipment: s.N}, order.Textf("it is done"))
		case isEmpty(j.view(), s.N):
			j.answerAbout(order.About{Shipment: s.N}, order.Textf("nothing of it is wanted any more"))
		}
	}
}

// isEmpty reports whether nothing is left to be carried in a shipment.
func isEmpty(v order.View, shipment int) bool {
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			if p.Shipment == shipment && p.State != status.ItemCancelled && p.State != status.ItemRefused {
				return false
			}
		}
	}
	return true
}

// unitsEnd answers what the operator was asked for units that a transfer did not bring, or was to bring for nobody,
// when nothing is to be done about them any more. The steps of the transfer do not answer that.
func (j *job) unitsEnd() {
	v := j.view()
	for _, n := range v.Notices {
		if asksForUnits(n) && n.About.Transfer <= len(v.Transfers) && !slices.ContainsFunc(n.About.Units, func(u order.Units) bool {
			return !isSettled(v, v.Transfers[n.About.Transfer-1], u)
		}) {
			j.answer(n, order.Textf("it is done"))
		}
	}
}

// asksForUnits reports whether a notice asks the operator for something about units of a transfer.
func asksForUnits(n order.Notice) bool {
	return n.About.Transfer > 0 && len(n.About.Units) > 0 && n.To.Role == order.RoleOperator
}

// isSettled reports whether nothing is to be done about units of a transfer: it has ended, and they came, are
// cancelled, or are to be had from another place or by another transfer.
func isSettled(v order.View, t order.Transfer, u order.Units) bool {
	if !status.Transfers().Final(t.State) {
		return false
	}
	missing := []order.Units{u}
	for _, r := range t.Received {
		if r.Line == u.Line {
			missing = cutOut(missing, r.From, r.To)
		}
	}
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			had := p.State == status.ItemCancelled || p.Transfer != 0 || p.Warehouse != "" && p.Warehouse != t.From
			if l.ID == u.Line && !had && slices.ContainsFunc(missing, func(m order.Units) bool {
				return m.From.Cmp(p.To) < 0 && p.From.Cmp(m.To) < 0
			}) {
				return false
			}
		}
	}
	return true
}

// returned tells the operator of goods that the buyer leaves with a shop, or brings back there.
func (j *job) returned(e order.Event, b order.Returned) {
	if e.By.Place != "" && e.By.Role != order.RoleOperator {
		j.ask(theOperator, order.About{Block: b.Block.N}, nil, order.Textf("%s has taken it back from the buyer", e.By.Place))
	}
}

// answerBack answers what was asked for a return block whose goods are all back.
func (j *job) answerBack(block int) {
	for _, b := range j.view().Blocks {
		if b.N == block && !slices.ContainsFunc(b.Custody, func(c status.ReturnCustody) bool {
			return c == status.CustodyRequested || c == status.CustodyInTransit
		}) {
			j.answerAbout(order.About{Block: block}, order.Textf("it is done"))
		}
	}
}

// ask gives a notice to people, in the language of those who work the order. One that says the same and is not answered
// yet is enough.
func (j *job) ask(to order.Addressee, about order.About, files []order.File, text order.Text) {
	c := order.Notify{To: to, About: about, Text: j.say(j.route.peopleAt(), "%s", text), Files: files}
	if _, err := j.order.Do(c, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelWarning, "", "notice", "%s cannot be told: %q: %v", to.Text(), c.Text, err)
	}
}

// answerAbout answers the notices of the bridge's own about a thing, as it was done.
func (j *job) answerAbout(about order.About, done order.Text) {
	for _, n := range j.view().Notices {
		is := n.About
		is.Units = nil
		if !asksForUnits(n) && reflect.DeepEqual(is, about) {
			j.answer(n, done)
		}
	}
}

// answer answers a notice of the bridge's own that is not answered yet.
func (j *job) answer(n order.Notice, done order.Text) {
	if own := !n.Message.IsZero() || n.By == j.fromBridge().Actor; !own || !unanswered(n) {
		return
	}
	if n.State == order.NoticeStateOpen {
		_, _ = j.order.Do(order.MarkTold{Notice: n.N}, j.fromBridge()) // who did it knew of it
	}
	if _, err := j.order.Do(order.AnswerNotice{Notice: n.N, Text: j.say(j.route.peopleAt(), "%s", done)}, j.fromBridge()); err != nil {
		j.note(LevelWarning, "", "notice", "notice %d cannot be answered: %v", n.N, err)
	}
}

// cutOut takes the units from, to out of others.
func cutOut(us []order.Units, from, to amount.Quantity) (left []order.Units) {
	for _, u := range us {
		for _, r := range []order.Units{{Line: u.Line, From: u.From, To: lower(u.To, from)}, {Line: u.Line, From: higher(u.From, to), To: u.To}} {
			if r.From.Cmp(r.To) < 0 {
				left = append(left, r)
			}
		}
	}
	return left
}

func lower(a, b amount.Quantity) amount.Quantity { return amount.Milli(min(a.Milli(), b.Milli())) }

func higher(a, b amount.Quantity) amount.Quantity { return amount.Milli(max(a.Milli(), b.Milli())) }
