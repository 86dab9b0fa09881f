package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// erpHandler works with the systems where the merchant's people work and where the books are: one, or one for each.
// When they get an order is in introduce.go and gate.go, who made a change there in authors.go.
type erpHandler struct {
	*outbox
	stalled sync.Map // cursors that did not move while something changed, by account
	stock   sync.Map // what the books told last, by account and article: knownStock
}

const (
	messageChanges = "changes" // from an ERP: a list of erp.Change
	streamChanges  = "changes" // its cursor: the ERP's own
)

func (h *erpHandler) serves(a *account) bool { return a.system != nil }

func (h *erpHandler) messages() (kind string, together bool) { return messageChanges, true }

// effects: a hold does not stop those for the ERP of the route, where people see it. The books are another matter.
func (h *erpHandler) effects(kind order.EffectKind) (rules, bool) {
	onHold := func(j *job, w PendingEffect) bool { return w.Target.Account == j.route.ERP }
	switch kind {
	case order.EffectUpsert:
		return rules{onHold: onHold, first: true, silent: true}, true
	case order.EffectStatus: // it is that of the moment: a refused one is overtaken by the next
		return rules{
			onHold: onHold,
			yields: func(w PendingEffect) bool { return !w.Phase.goesOn() },
			overtakenBy: func(w PendingEffect, e order.Effect) bool {
				return !w.Phase.goesOn() && w.Target.Account == e.Target.Account && (e.Kind == order.EffectStatus || e.Kind == order.EffectCancel)
			},
		}, true
	case order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn, order.EffectReserve, order.EffectTransfer:
		return ofTheMoment(onHold), true
	case order.EffectShow:
		return showRules, true
	case order.EffectNote:
		return rules{onHold: onHold, aside: true, note: true}, true
	case order.EffectCancel, order.EffectMoveDate, order.EffectDocument:
		return rules{onHold: onHold}, true
	}
	return rules{}, false
}

// isFor implements handler.
func (h *erpHandler) isFor(j *job, account string) bool { return h.isERP(j, account) }

// ---- intake ---------------------------------------------------------------------------------------------------------

func (h *erpHandler) webhook(a *account) http.Handler {
	return serveCalls(h.outbox, a, h.calls)
}

// calls makes messages of an ERP's call.
func (h *erpHandler) calls(ctx context.Context, a *account, call ordo.Call[erp.Change]) ([]Message, error) {
	ms, err := h.byOrder(ctx, a, call.News)
	for i := range ms {
		if call.Key != "" {
			ms[i].Key = joinKey("changes", call.Key, ms[i].Order)
		}
	}
	return ms, err
}

// pageSize is how many changes are stored in one write.
const pageSize = 100

// intake stores what people changed in an ERP.
func (h *erpHandler) intake(ctx context.Context, a *account) error {
	cursor, err := h.store.Cursor(ctx, a.name, streamChanges)
	if err != nil {
		return err
	}
	var cs []erp.Change
	to := cursor
	flush := func() error {
		err := h.storeChanges(ctx, a, cs, cursor, to)
		cs, cursor = nil, to
		return err
	}
	for c, err := range a.system.Changes(ctx, cursor) {
		if err != nil {
			return errors.Join(stopped(flush()), &outsideError{err})
		}
		if c.Problem != "" {
			h.journal(ctx, Entry{
				Level: LevelWarning, Account: a.name, What: "bad-record",
				Text: h.say(a.name, "change %s cannot be read: %s", c.Cursor, c.Problem), Key: joinKey("bad-change", a.name, c.Cursor),
			})
		}
		// Changes that share a cursor are stored together: after it none of them is found again.
		if c.Cursor != "" && c.Cursor != to {
			if len(cs) >= pageSize {
				if err := flush(); err != nil {
					return stopped(err)
				}
			}
			to = c.Cursor
		}
		cs = append(cs, c)
	}
	return stopped(flush())
}

// stopped turns into success that another bridge was faster, or that something has to be waited for.
func stopped(err error) error {
	if errors.Is(err, ErrConflict) || errors.Is(err, errNotNamedYet) {
		return nil
	}
	return err
}

// storeChanges stores changes as messages, one for each order that is known here, and moves the cursor with them.
func (h *erpHandler) storeChanges(ctx context.Context, a *account, cs []erp.Change, from, to string) error {
	if len(cs) == 0 {
		return nil
	}
	ms, err := h.byOrder(ctx, a, cs)
	if err != nil {
		return err
	}
	if len(cs) >= pageSize {
		h.progress(ctx, a.name, "changes are read up to %s", to)
	}
	in := Incoming{Messages: ms, Due: h.now()}
	if from != to {
		in.Account, in.Stream, in.From, in.To = a.name, streamChanges, from, to
	}
	return h.store.Receive(ctx, in)
}

// byOrder makes one message for each order that changes are about. Orders that are not known here are left alone.
func (h *erpHandler) byOrder(ctx context.Context, a *account, cs []erp.Change) ([]Message, error) {
	by := map[order.Ref][]erp.Change{}
	var refs []order.Ref
	for _, c := range cs {
		if c.Ref.IsZero() {
			continue
		}
		c.Ref = a.ref(c.Ref)
		if by[c.Ref] == nil {
			refs = append(refs, c.Ref)
		}
		by[c.Ref] = append(by[c.Ref], c)
	}
	if len(refs) == 0 {
		return nil, nil
	}
	known, err := h.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	if len(known) < len(refs) {
		if err := h.checkNamed(ctx, a); err != nil {
			return nil, err
		}
	}
	var ms []Message
	for _, r := range refs {
		id, here := known[r]
		if !here {
			continue
		}
		data, err := json.Marshal(by[r])
		if err != nil {
			return nil, err
		}
		ms = append(ms, Message{Account: a.name, Order: id, Kind: messageChanges, Data: data, At: h.now()})
	}
	return ms, nil
}

// errNotNamedYet says that changes cannot be assigned to orders yet.
var errNotNamedYet = errors.New("an order is being created there, and its id is not known yet")

// checkNamed returns errNotNamedYet while an order is being created in an ERP that gives the ids itself: until its id
// is known here, a change to it looks like one to an order that is none of ours.
func (h *erpHandler) checkNamed(ctx context.Context, a *account) error {
	for w, err := range h.store.Effects(ctx, EffectFilter{Account: a.name, Kind: order.EffectUpsert, Phases: []Phase{PhaseSending}}) {
		if err != nil {
			return err
		}
		if w.Target.ID == "" {
			return errNotNamedYet
		}
	}
	return nil
}

// stalledAfter is how long a stream must have stood still, while things changed, before its cursor is no longer
// trusted.
const stalledAfter = 10 * time.Minute

// stall is a cursor that did not move while something changed.
type stall struct {
	cursor string
	since  time.Time
}

// distrustCursor is called when something changed in an ERP that its list of changes does not have. If that happens
// again while the cursor stands still, the cursor is ahead of the ERP's present, and the changes of the last day are
// read again.
func (h *erpHandler) distrustCursor(ctx context.Context, a *account) error {
	cursor, err := h.store.Cursor(ctx, a.name, streamChanges)
	if err != nil || cursor == "" {
		return err
	}
	now := h.now()
	was, some := h.stalled.Load(a.name)
	s, _ := was.(stall)
	if !some || s.cursor != cursor {
		h.stalled.Store(a.name, stall{cursor, now})
		return nil
	}
	if !elapsed(now, s.since, stalledAfter) {
		return nil
	}
	err = h.store.Receive(ctx, Incoming{Account: a.name, Stream: streamChanges, From: cursor})
	if err != nil {
		return stopped(err)
	}
	h.stalled.Delete(a.name)
	h.journal(ctx, Entry{
		Level: LevelError, Account: a.name, What: "cursor",
		Text: h.say(a.name, "changes are read up to %q, and none comes after that although orders change there: the changes of the last day are read again", cursor),
	})
	return nil
}

// ---- receive --------------------------------------------------------------------------------------------------------

// receive applies what people did in the ERP.
func (h *erpHandler) receive(ctx context.Context, j *job, a *account, ms []Message) error {
	var all []erp.Change
	for _, m := range ms {
		var cs []erp.Change
		if err := json.Unmarshal(m.Data, &cs); err != nil {
			return &badMessage{err}
		}
		all = append(all, cs...)
	}
	if !j.known() {
		return &badMessage{errors.New("changes to an order that is not known here")}
	}
	before := j.order.Version()
	if err := h.read(ctx, j, a, all, fmt.Sprintf("%s/%d", a.name, ms[len(ms)-1].N)); err != nil {
		return err
	}
	j.erpAt(a.name).byPeople = true
	for e := range j.order.Events(order.Filter{}) {
		if e.N <= before {
			continue
		}
		switch e.Body.(type) {
		case order.Labelled, order.IntentDeclined:
		default:
			h.revive(j, j.route.Channel)
			return nil
		}
	}
	return nil
}

// ---- refresh --------------------------------------------------------------------------------------------------------

// refresh reads the order in the systems of its route that have it. One that cannot be read does not stop the other.
func (h *erpHandler) refresh(ctx context.Context, j *job) []*AccountError {
	var failed []*AccountError
	for _, a := range h.systems(j) {
		if !h.has(j, a) || h.isNew(j, a) {
			continue
		}
		if err := h.refreshAt(ctx, j, a); err != nil {
			failed = append(failed, &AccountError{a.name, err})
		}
	}
	return failed
}

// refreshAt reads the order in one system, where nobody reported a change. If it shows another status than before, and
// neither pending effects nor its own changes explain that, people have set it, and the change was lost.
func (h *erpHandler) refreshAt(ctx context.Context, j *job, a *account) error {
	before, busy := j.view().Labels[a.name], h.busyWith(j, a.name)
	if err := h.read(ctx, j, a, nil, ""); err != nil {
		return err
	}
	if st := j.erpAt(a.name); st.seen != nil && len(sumsDiffer(st.seen.sums, j.view())) > 0 && j.view().Labels[sumsLabel(a.name)] == "" {
		if err := h.intake(ctx, a); err != nil { // people may have changed it just now
			return err
		}
		if news, err := h.hasNewMessages(ctx, j); err != nil || news {
			st.seen = nil
			return err
		}
	}
	now := j.view().Labels[a.name]
	if before == "" || now == before || now == a.system.StatusFor(j.view()) || busy {
		return nil
	}
	if err := h.intake(ctx, a); err != nil { // the change may be on its way
		return err
	}
	if news, err := h.hasNewMessages(ctx, j); err != nil || news {
		return err
	}
	version := j.order.Version()
	c := erp.Change{Ref: h.target(j, a), At: h.now(), Field: erp.FieldStatus, Value: now}
	if err := h.read(ctx, j, a, []erp.Change{c}, ""); err != nil {
		return err
	}
	if j.order.Version() > version {
		j.note(LevelWarning, a.name, "difference", "it shows %q and showed %q before, the order is %s, and no change explains that; it is taken as what people set there", now, before, j.view().State)
		j.erpAt(a.name).byPeople = true
	} else {
		j.note(LevelWarning, a.name, "difference", "it shows %q and showed %q before, the order is %s, and no change explains that; check it there", now, before, j.view().State)
	}
	return h.distrustCursor(ctx, a)
}

// loaded remembers what each system is to show of the order as it is in the store.
func (h *erpHandler) loaded(j *job) {
	for _, a := range h.systems(j) {
		st := j.erpAt(a.name)
		st.want, st.byPeople, st.stored = a.system.StatusFor(j.view()), false, j.view()
	}
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// derive adds what the systems of the route are to be sent because of new events: the order, its changes, its status,
// notes to people.
func (h *erpHandler) derive(j *job, es []order.Event) {
	for _, a := range h.systems(j) {
		if h.introduce(j, a, es) {
			h.sendChanges(j, a, es)
			h.sendRows(j, a, es)
			h.sendTransfers(j, a, es, false)
			h.sendReserve(j, a, es) // what is asked for may be reserved until then, what has come only now
			h.sendTransfers(j, a, es, true)
			h.sendRequested(j, a, es)
			h.planLater(j, a, es)
			if len(es) > 0 {
				h.sendStatus(j, a, es)
			}
		}
		h.nameTargets(j, a)
	}
	for _, a := range h.systems(j) { // when the others are told, so that the stock is what it is then
		h.sendShow(j, a, es)
	}
	for _, e := range es {
		h.notePeople(j, e)
	}
	h.sendNotes(j)
}

// notePeople notes for people what a new event means for them.
func (h *erpHandler) notePeople(j *job, e order.Event) {
	switch b := e.Body.(type) {
	case order.IntentDeclined:
		h.noteDeclined(j, e, b)
	case order.Notified:
		h.noteNotice(j, e, b)
	case order.NoticeAnswered:
		if e.By.System != j.route.peopleAt() { // there they have seen it
			j.notify(NoteAnswer, e, "the answer to notice %d: %s", b.Notice, answerText(b))
		}
	case order.MessageReported:
		a := h.accounts[j.route.peopleAt()]
		if b.Message.State == order.MessageSent && a != nil && a.system != nil && !a.system.Can(order.EffectShow, j.view().Scheme) {
			j.notify(NoteMessage, e, "%s", e.Text())
		}
	case order.Held:
		j.notify(NoteHold, e, "the order is on hold: %s; check it, then clear the hold", inAnyLanguage(b.Message, b.Text))
	case order.CancelRequested:
		if j.route.Answers == AnswerByMerchant {
			j.notify(NoteRequest, e, "the buyer asks to cancel %s: answer yes or no", order.UnitsText(b.Units))
		}
	case order.CancelRequestAnswered:
		if len(b.Declined) > 0 {
			j.notify(NoteTooLate, e, "the buyer asked to cancel %s, but it was too late", order.UnitsText(b.Declined))
		}
	}
}

// noteNotice passes a notice on to where people work. One for somebody who does not work there stays open until a host
// tells them and gives order.MarkTold.
func (h *erpHandler) noteNotice(j *job, e order.Event, b order.Notified) {
	if isForPeople(b.To) {
		j.notify(NoteNotice, e, "%s", noticeText(b))
	}
}

// send adds an effect for a system, unless the event is its own report or it knows no such effect.
func (h *erpHandler) send(j *job, a *account, e order.Event, kind order.EffectKind, ms []order.Move) {
	if isEcho(e, a, false) || !a.system.Can(kind, j.view().Scheme) {
		return
	}
	h.enqueue(j, order.Effect{Kind: kind, Target: h.target(j, a), N: e.N, Units: ranges(ms)}, "")
}

// noteDeclined returns a refused intent to the people who had it. Those who work in a system that shows no notes are
// told where the others work.
func (h *erpHandler) noteDeclined(j *job, e order.Event, b order.IntentDeclined) {
	a := h.accounts[b.System]
	switch {
	case a != nil && a.channel != nil && isEcho(e, a, true) && b.System == j.route.Channel && isTold(a, j.view().Scheme):
		j.notify(NoteDeclined, e, "in %s, %s is refused: %s", b.System, b.Intent, inAnyLanguage(b.Message, b.Why))
	case a == nil || a.system == nil || !slices.Contains(j.route.systems(), b.System):
	case b.System != j.route.peopleAt() && !a.system.Can(order.EffectNote, j.view().Scheme):
		j.notify(NoteDeclined, e, "in %s, %s is refused: %s", b.System, b.Intent, inAnyLanguage(b.Message, b.Why))
	default:
		j.notifyAt(b.System, NoteDeclined, e, "%s is refused: %s", b.Intent, inAnyLanguage(b.Message, b.Why))
	}
}

// sendSale adds the document of sale for a parcel that the carrier accepted, for the system that keeps documents.
func (h *erpHandler) sendSale(j *job, a *account, e order.Event, b order.ParcelSettled) {
	if b.Accepted && a == h.keeper(j) {
		h.enqueue(j, order.Effect{
			Kind: order.EffectDocument, Target: h.target(j, a), N: e.N, Shipment: b.Shipment.N, Text: j.say(a.name, "for parcel %s", b.Shipment.Waybill),
		}, "")
	}
}

// sendRequested adds the documents that people ask the books for.
func (h *erpHandler) sendRequested(j *job, a *account, es []order.Event) {
	for _, e := range es {
		if b, is := e.Body.(order.DocumentRequested); is && a == h.keeper(j) {
			h.enqueue(j, order.Effect{
				Kind: order.EffectDocument, Target: h.target(j, a), N: e.N, Shipment: b.Shipment, Text: j.say(a.name, "%s of S%d, %s", b.DocumentKind, b.Shipment, b.State),
			}, "")
		}
	}
}

// sendStatus adds the order's status if what a system should show has changed and is not what it shows.
func (h *erpHandler) sendStatus(j *job, a *account, es []order.Event) {
	v, st := j.view(), j.erpAt(a.name)
	if !a.system.Can(order.EffectStatus, v.Scheme) {
		return
	}
	want := a.system.StatusFor(v)
	// People set what an order cannot be any more, or used its status to answer about a part of it.
	again := st.byPeople && (isFinal(v.State) || slices.ContainsFunc(es, func(e order.Event) bool { _, is := e.Body.(order.CancelRequestAnswered); return is }))
	if want == "" || want == st.want && !again || want == v.Labels[a.name] {
		return
	}
	for _, w := range j.pending() {
		fresh := w.Phase == PhasePending && w.Attempts == 0 && w.Target.Account == a.name
		if fresh && (w.Kind == order.EffectStatus || w.Kind == order.EffectUpsert || w.Kind == order.EffectCancel && v.State == status.OrderCancelled) {
			return // it will show the order as it stands then
		}
	}
	h.enqueue(j, order.Effect{Kind: order.EffectStatus, Target: h.target(j, a), N: es[len(es)-1].N}, "")
}

// sendNotes adds the notes to people, where the system in which they work can show them and the merchant wants them.
func (h *erpHandler) sendNotes(j *job) {
	notes := j.notes
	j.notes = nil
	for _, n := range notes {
		a := h.accounts[cmp.Or(n.account, j.route.peopleAt())]
		if a == nil || a.system == nil || !a.system.Can(order.EffectNote, j.view().Scheme) || !h.has(j, a) {
			continue
		}
		if h.rewriteNote != nil {
			n.Order = j.view()
			if n.Text = h.rewriteNote(n.Note); n.Text == "" {
				continue
			}
		}
		h.enqueue(j, order.Effect{Kind: order.EffectNote, Target: h.target(j, a), N: n.event, Text: clip(n.Text, maxText)}, n.reason)
	}
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

// freshFor is how long what an ERP showed need not be read again.
const freshFor = time.Minute

// askedFor is how long after people's changes were asked for an order is written to without asking again.
const askedFor = 5 * time.Second

// overPeople are the effects, beside those on sums, by which what people changed there could be lost.
var overPeople = []order.EffectKind{order.EffectDetails, order.EffectMoveDate, order.EffectShow}

// overwrites implements asker: what people changed and was not read yet would be lost, and nobody told.
func (h *erpHandler) overwrites(j *job, a *account, w PendingEffect) bool {
	if w.Phase != PhasePending && w.Phase != PhaseSending || w.Kind == order.EffectUpsert || !changesSums(w.Kind) && !slices.Contains(overPeople, w.Kind) {
		return false
	}
	st, now := j.erpAt(a.name), h.now()
	if !st.asked.IsZero() && !elapsed(now, st.asked, askedFor) {
		return false
	}
	st.asked = now
	return true
}

func (h *erpHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) (got answer) {
	t, _ := j.order.Task(w.Effect)
	if st := j.erpAt(a.name); !elapsed(h.now(), st.shownAt, freshFor) {
		t.Shown = st.shown
	}
	if w.Kind == order.EffectReserve {
		if len(w.Data) > 0 {
			return h.performPlan(ctx, j, a)
		}
		t.Order = h.toReserve(j, a, t.Order)
	}
	if w.Kind == order.EffectShow {
		h.fillShow(ctx, j, a, &t)
	}
	got.out, got.err = a.system.Apply(ctx, t)
	got.compares(a, &t.Order)
	if w.Kind == order.EffectReserve && got.err == nil {
		return h.planAgain(ctx, j, a, w, got)
	}
	return got
}

// settle keeps the status that the system shows now, and attaches the documents that it made.
func (h *erpHandler) settle(j *job, a *account, w PendingEffect, out order.Outcome) {
	if out.Code != "" && (out.Done() || out.Kind == order.Unsupported) {
		j.showsAt(a, out.Code)
	}
	if out.Done() {
		h.attachDocuments(j, a, w, out)
	}
	if w.Kind == order.EffectNote && out.Done() {
		j.markTold(w)
	}
	if w.Kind == order.EffectTransfer && out.Done() {
		h.reserveCame(j, a, w)
	}
	if w.Kind == order.EffectUpsert && (out.Done() || out.Kind == order.Unsupported) {
		h.leaveOut(j, a)
		if out.Done() && !h.isLeftOut(j, a) {
			h.plan(j, a, w.N)
		}
	}
}

// resolve implements resolver: a person found out that a note was shown, or under which name the system has the order,
// or decided that it never will.
func (h *erpHandler) resolve(j *job, a *account, w *PendingEffect, out order.Outcome) (goesOn bool) {
	switch {
	case w.Kind == order.EffectNote && out.Done():
		j.markTold(*w)
	case w.Kind == order.EffectTransfer && a != nil:
		h.reserveCame(j, a, *w)
	case w.Kind == order.EffectUpsert && a != nil:
		if out.Done() && !out.Ref.IsZero() {
			j.addRef(a.ref(out.Ref))
		}
		h.leaveOut(j, a)
	}
	return false
}
