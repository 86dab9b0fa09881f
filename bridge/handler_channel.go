package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// channelHandler works with the channels where customers buy.
type channelHandler struct{ *outbox }

const (
	messageNews  = "news"   // of a channel: a channels.News
	streamOrders = "orders" // its cursor: the time of the newest order known, RFC 3339
)

func (h *channelHandler) serves(a *account) bool { return a.channel != nil }

func (h *channelHandler) messages() (kind string, together bool) { return messageNews, false }

func (h *channelHandler) effects(kind order.EffectKind) (rules, bool) {
	switch kind {
	case order.EffectContact: // people may write down another attempt
		return rules{orderedAgain: true}, true
	case order.EffectComment:
		return rules{orderedAgain: true, aside: true}, true
	case order.EffectTake, order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack, order.EffectShip, order.EffectArrive,
		order.EffectClose, order.EffectMoveDate, order.EffectAnswer:
		return rules{}, true
	case order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn, order.EffectStatus:
		return ofTheMoment(nil), true
	}
	return rules{}, false
}

// isFor implements handler.
func (h *channelHandler) isFor(j *job, account string) bool { return !h.isERP(j, account) }

// ---- intake ---------------------------------------------------------------------------------------------------------

func (h *channelHandler) webhook(a *account) http.Handler {
	return serveCalls(h.outbox, a, h.news)
}

// news makes messages of a channel's call. The error is a *ordo.CallError if the call is to be refused.
func (h *channelHandler) news(ctx context.Context, a *account, call ordo.Call[channels.News]) ([]Message, error) {
	ms, err := h.announced(ctx, a, call.News)
	if taken := (*ordo.Error)(nil); errors.As(err, &taken) && taken.Class == ordo.Conflict {
		return nil, &ordo.CallError{System: a.vendor(), Status: http.StatusConflict, Text: taken.Text}
	}
	return ms, err
}

// announced makes messages of what a channel sent or the host announced. The error is a *ordo.Error of class Conflict
// if a channel that cannot be asked gives a known number to another order.
func (h *channelHandler) announced(ctx context.Context, a *account, news []channels.News) ([]Message, error) {
	ms := make([]Message, 0, len(news))
	for _, n := range news {
		data, err := json.Marshal(n)
		if err != nil {
			return nil, err
		}
		m := Message{Account: a.name, Order: orderID(a.name, n.ID), Kind: messageNews, Data: data, At: h.now()}
		switch {
		case a.pusher != nil:
			m.Key, err = h.admitPushed(ctx, a, n)
		case n.Key != "":
			m.Key = joinKey("news", n.Key)
		}
		if err != nil {
			return nil, err
		}
		ms = append(ms, m)
	}
	return ms, nil
}

// intake is in found.go.

// ---- receive --------------------------------------------------------------------------------------------------------

// receive applies what a channel announced.
func (h *channelHandler) receive(ctx context.Context, j *job, a *account, ms []Message) error {
	var n channels.News
	if err := json.Unmarshal(ms[0].Data, &n); err != nil {
		return &badMessage{err}
	}
	if err := checkID(n.ID); err != nil {
		return &badMessage{fmt.Errorf("the id of the order: %w", err)}
	}
	if n.Placed != nil {
		if j.known() {
			h.compareAnnounced(j, a, *n.Placed)
		} else if err := h.place(j, a, *n.Placed, n.Occurred); err != nil {
			return err
		}
	}
	if !j.known() { // about an order that was not announced, or not yet
		r, err := h.readOrder(ctx, a, n.ID)
		if err != nil {
			return err
		}
		if err := h.importOrder(j, a, r); err != nil {
			return err
		}
	}
	if n.Warning != "" {
		h.noteUnread(j, a, n.Warning)
	}
	if n.Changed != nil {
		if err := h.applyChange(j, a, *n.Changed, moment{n.Occurred, ms[0].At}); err != nil {
			return err
		}
		h.noteUnknownGoods(j, a)
	}
	for _, p := range n.Paid {
		p.Payment.Till = j.tillOf(p.Payment)
		if err := h.observe(j, a, n.Occurred, p); err != nil {
			return err
		}
	}
	switch {
	case n.Cancelled == nil:
		return nil
	case a.pusher != nil:
		return h.applyCancelled(j, a, *n.Cancelled, moment{n.Occurred, ms[0].At})
	}
	return h.observe(j, a, n.Occurred, *n.Cancelled)
}

// place makes the order as the channel announced it.
func (h *channelHandler) place(j *job, a *account, d order.Draft, occurred time.Time) error {
	r, ok := h.routeOf(a.name, d.Scheme)
	if !ok {
		return &noRouteError{a.name, d.Scheme}
	}
	if d.Scheme == "" {
		d.Scheme = r.Scheme
	}
	if lifeOf(a.name, d.Ref.ID, j.stored.ID) == 0 {
		return &badMessage{fmt.Errorf("an order is announced as %q, but its own id is %q", j.stored.ID, d.Ref.ID)}
	}
	d.ID, d.Authority, d.Ref.Account = j.stored.ID, r.Authority, a.name
	d.Links = h.linked(j, a, d.Ref.ID, d.Links)
	o, _, err := order.New(d, j.from(a, order.RoleChannel, occurred), h.orders...)
	if err != nil {
		return err
	}
	j.begin(o)
	j.addRef(channelRef(a, d.Ref.ID))
	h.noteUnknownGoods(j, a)
	h.hastenNews(j, a)
	return nil
}

// compareAnnounced reports a known order that is announced again with other lines or sums: a number that was given
// twice.
func (h *channelHandler) compareAnnounced(j *job, a *account, d order.Draft) {
	again, err := h.asAnnounced(j, a, d)
	if err != nil {
		j.note(LevelError, a.name, "announced-again", "the order was announced again, and cannot be read: %v; compare it with the channel", err)
		j.once("announced-again", j.stored.ID, err.Error())
		return
	}
	if a.pusher != nil {
		if !samePlaced(j.order, again) {
			h.noteTaken(j, a, d.Ref.ID)
		}
		return
	}
	came, imported := firstLines(j.order)
	announced, _ := firstLines(again)
	if sameGoods(came, announced, imported) {
		return // delivered twice
	}
	j.note(LevelError, a.name, "announced-again", "order %s was announced again with other lines, which were not taken: compare it with the channel", d.Ref.ID)
	j.once("announced-again", j.stored.ID, fmt.Sprint(announced))
	j.warn("order %s was announced again by the channel with other lines, which were not taken: compare it there", d.Ref.ID)
}

// firstLines returns the lines with which an order came, and whether it was imported.
func firstLines(o *order.Order) (lines []order.LineData, imported bool) {
	for e := range o.Events(order.Filter{}) {
		switch b := e.Body.(type) {
		case order.Placed:
			return b.Lines, false
		case order.Imported:
			return b.Lines, true
		}
	}
	return nil, false
}

// sameGoods reports whether an order is announced as it came. What was found by searching may have changed since it was
// placed, so only its goods are compared.
func sameGoods(came, announced []order.LineData, imported bool) bool {
	if imported {
		return !slices.ContainsFunc(announced, func(l order.LineData) bool {
			return !slices.ContainsFunc(came, func(x order.LineData) bool { return x.ID == l.ID && x.SKU == l.SKU })
		})
	}
	return slices.EqualFunc(came, announced, func(x, y order.LineData) bool {
		return x.ID == y.ID && x.SKU == y.SKU && x.Quantity == y.Quantity && slices.Equal(x.Net, y.Net)
	})
}

// importOrder makes the order as the channel has it now.
func (h *channelHandler) importOrder(j *job, a *account, r channels.Reading) error {
	if r.Problem != nil {
		return r.Problem
	}
	s := r.Snapshot
	rt, ok := h.routeOf(a.name, s.Scheme)
	if !ok {
		return &noRouteError{a.name, s.Scheme}
	}
	if s.Scheme == "" {
		s.Scheme = rt.Scheme
	}
	if lifeOf(a.name, s.Ref.ID, j.stored.ID) == 0 {
		return &badMessage{fmt.Errorf("what was read as %q is another order: %q", j.stored.ID, s.Ref.ID)}
	}
	s.ID, s.Authority, s.Ref.Account = j.stored.ID, rt.Authority, a.name
	s.Links = h.linked(j, a, s.Ref.ID, s.Links)
	s = beforeCancelled(s)
	landing, lands := rt.landing(r.Status, r.Category)
	reserve := ""
	if lands {
		scheme, _ := s.Scheme.Rules(h.orders...)
		s, reserve = landing.place(s, scheme, rt.Centres)
	}
	o, _, err := order.Import(s, j.from(a, order.RoleChannel, r.Occurred), h.orders...)
	if err != nil {
		return err
	}
	j.begin(o)
	j.addRef(channelRef(a, j.view().Ref.ID))
	j.batch.Refreshed = h.now()
	h.noteUnknownGoods(j, a)
	r.Reports = h.withoutImported(a, r)
	h.observeAll(j, a, r)
	h.see(j, a, r)
	h.reserve(j, a, reserve)
	if lands && landing.Prepaid {
		h.prepay(j, a)
	}
	j.setLabel(a, order.RoleChannel, r.Status)
	return nil
}

// noteUnknownGoods notes goods that have come with the order, or into it, and that the merchant does not have. The
// order stays as it came.
func (h *channelHandler) noteUnknownGoods(j *job, a *account) {
	if us := h.unknownGoods(j, a); len(us) > 0 {
		j.note(LevelWarning, a.name, "unknown-goods", "goods that are not known here: %s; the order has the names and prices of the channel", us)
		j.once("unknown-goods", j.stored.ID, strings.Join(us, ", "))
	}
}

// unknownGoods returns the goods that the merchant does not have, by article and name: of a new order, or of the lines
// that were added since it was saved.
func (h *channelHandler) unknownGoods(j *job, a *account) []string {
	if h.goods == nil {
		return nil
	}
	var us []string
	look := func(l order.LineView) {
		if l.Kind == order.LineGoods && !h.goods(a.name, l) {
			us = append(us, goodsName(l))
		}
	}
	for _, e := range j.newEvents() {
		if isFirst(e) {
			for _, l := range j.view().Lines {
				look(l)
			}
			return us
		}
		if b, added := e.Body.(order.LineAdded); added {
			l, _ := j.order.Line(b.Line.ID)
			look(l)
		}
	}
	return us
}

// reserve reserves the goods of an order that landed with the document for it.
func (h *channelHandler) reserve(j *job, a *account, centre string) {
	if centre == "" {
		return
	}
	if _, err := j.order.Do(order.Assemble{Warehouse: centre}, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelError, a.name, "reserve", "the goods cannot be reserved at %s: %v; reserve them by hand", centre, err)
	}
}

// prepay records that an order which landed as fully prepaid was paid.
func (h *channelHandler) prepay(j *job, a *account) {
	due := j.view().Due
	if due.Sign() <= 0 {
		return
	}
	method := j.view().Method
	p := order.Payment{ID: "prepaid", Amount: due, State: status.PaymentPaid, Method: method, Till: j.route.Tills[method]}
	if _, err := j.order.Do(order.Pay{Payment: p}, j.fromBridge()); err != nil {
		j.note(LevelError, a.name, "prepaid", "the prepayment of %s cannot be recorded: %v; record it by hand", due, err)
	}
}

// beforeCancelled imports cancelled units in their first state: the report that follows says why they were cancelled,
// and a snapshot says only that they are.
func beforeCancelled(s order.Snapshot) order.Snapshot {
	if s.State == status.ItemCancelled {
		s.State = 0
	}
	s.Standing = slices.DeleteFunc(slices.Clone(s.Standing), func(m order.Move) bool { return m.State == status.ItemCancelled })
	return s
}

// channelRef is the name by which an order of a channel is found.
func channelRef(a *account, id string) order.Ref { return a.ref(order.Ref{Kind: "order", ID: id}) }

// readOrder reads one order of a channel.
func (h *channelHandler) readOrder(ctx context.Context, a *account, id string) (channels.Reading, error) {
	if a.pusher != nil {
		return channels.Reading{}, notThere(a, id)
	}
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for r, err := range a.channel.Orders(rctx, id) {
		if err != nil {
			return channels.Reading{}, err
		}
		if r.ID == id {
			return r, nil
		}
	}
	return channels.Reading{}, notThere(a, id)
}

// notThere is the error of an order that a channel does not have when it is read.
func notThere(a *account, id string) error {
	return &ordo.Error{
		System: a.vendor(), Account: a.name, Op: "orders", Class: ordo.NotFound, Text: "order " + id + " is not there, or not yet",
	}
}

// observe applies reports of the channel. One that cannot be applied does not keep the others from being applied.
func (h *channelHandler) observe(j *job, a *account, occurred time.Time, reports ...order.Observation) error {
	var errs []error
	for _, r := range reports {
		if d, ok := r.(order.DateReport); ok && h.movesDate(j, a) {
			d.Window = order.Window{} // it shows the date that it is about to be given another for
			r = d
		}
		if _, err := j.order.Observe(r, j.from(a, order.RoleChannel, occurred)); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// observeAll applies the reports of a reading, and notes those that cannot be applied.
func (h *channelHandler) observeAll(j *job, a *account, r channels.Reading) {
	if err := h.observe(j, a, r.Occurred, r.Reports...); err != nil {
		j.note(LevelError, a.name, "bad-report", "a report about the order cannot be applied: %v", err)
		j.once("bad-report", j.stored.ID, err.Error())
	}
}

// movesDate reports whether an account is still to be given another delivery window.
func (h *channelHandler) movesDate(j *job, a *account) bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Kind == order.EffectMoveDate && w.Target.Account == a.name && (w.Phase == PhasePending || w.Phase == PhaseSending)
	})
}

// ---- refresh --------------------------------------------------------------------------------------------------------

// prefetch reads the orders of some jobs in their channels, many in one call. What cannot be read so is read alone
// later.
func (h *channelHandler) prefetch(ctx context.Context, js []*job) map[string]any {
	out := map[string]any{}
	ids, here := map[string][]string{}, map[order.Ref]string{} // by account; the ids here
	for _, j := range js {
		r := j.view().Ref
		ids[j.route.Channel] = append(ids[j.route.Channel], r.ID)
		here[channelRef(h.accounts[j.route.Channel], r.ID)] = j.stored.ID
	}
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for name, some := range ids {
		if len(some) == 1 || h.accounts[name].pusher != nil {
			continue
		}
		for r, err := range h.accounts[name].channel.Orders(rctx, some...) {
			if err != nil {
				break // each is read alone, and says why it failed
			}
			if id, asked := here[channelRef(h.accounts[name], r.ID)]; asked {
				out[id] = r
			}
		}
	}
	return out
}

// refresh reads the order in its channel.
func (h *channelHandler) refresh(ctx context.Context, j *job) []*AccountError {
	a := h.accounts[j.route.Channel]
	if a.pusher != nil {
		return nil
	}
	if err := h.refreshAt(ctx, j, a); err != nil {
		return []*AccountError{{a.name, err}}
	}
	return nil
}

// refreshAt reads the order in its channel, unless it was read in advance.
func (h *channelHandler) refreshAt(ctx context.Context, j *job, a *account) error {
	r, ahead := j.reading.(channels.Reading)
	if !ahead {
		var err error
		if r, err = h.readOrder(ctx, a, j.view().Ref.ID); err != nil {
			return err
		}
	}
	return h.reread(j, a, r)
}

// readFirst reads the order in its channel before a person decides.
func (h *channelHandler) readFirst(ctx context.Context, j *job) error {
	a := h.accounts[j.route.Channel]
	switch {
	case a == nil:
		return &notConnectedError{j.route.Channel}
	case a.pusher != nil:
		return cannotBeAsked(a)
	}
	j.reading = nil
	if err := h.refreshAt(ctx, j, a); err != nil {
		return err
	}
	j.batch.Refreshed = h.now()
	return nil
}

// reread applies what a reading of a known order shows.
func (h *channelHandler) reread(j *job, a *account, r channels.Reading) error {
	if r.Problem != nil {
		return r.Problem
	}
	if r.Warning != nil {
		h.noteUnread(j, a, r.Warning.Error())
	}
	r.Reports = h.observeReading(j, a, r)
	h.noteUnknownGoods(j, a)
	h.compareProgress(j, a, r.Reports)
	if r.Status != "" {
		j.setLabel(a, order.RoleChannel, r.Status)
	}
	return nil
}

// noteUnread notes once that a part of the order, as the channel has it, cannot be read.
func (h *channelHandler) noteUnread(j *job, a *account, why string) {
	j.note(LevelWarning, a.name, "odd-reading", "a part of the order cannot be read: %v", why)
	j.once("odd-reading/" + j.stored.ID + "/" + why)
}

// compareProgress warns of units that the channel shows further back than they are here, though nothing is on its way
// there: it accepted what it was sent, and changed its mind.
func (h *channelHandler) compareProgress(j *job, a *account, reports []order.Observation) {
	if diverged(j, a.name) || slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Target.Account == a.name }) {
		return
	}
	for _, report := range reports {
		r, ok := report.(order.StatusReport)
		shown, lines := r.Says.Item, r.Picks
		if ok && shown == 0 && r.Says.Shipment == 0 && len(lines) == 0 && slices.Contains(confirmedOnly, r.Says.Order) {
			shown = status.ItemConfirmed
			for _, l := range j.view().Lines {
				lines = append(lines, order.PickAll(l.ID)...)
			}
		}
		if !ok || shown == 0 {
			continue
		}
		var us []order.Units
		for _, pick := range lines {
			l, known := j.order.Line(pick.Line)
			if known && l.Kind == order.LineGoods && len(l.Portions) == 1 && isBefore(shown, l.Portions[0].State) &&
				a.channel.Can(effectFor[l.Portions[0].State], j.view().Scheme) {
				us = append(us, order.Units{Line: l.ID, To: l.Quantity})
			}
		}
		if len(us) > 0 {
			j.warn("%s shows %s for %s, which is behind what it was sent: check it there and repeat what is missing", a.name, r.Code, order.UnitsText(us))
		}
	}
}

// confirmedOnly are the states of an order whose goods are still to leave.
var confirmedOnly = []status.OrderState{status.OrderConfirmed, status.OrderPartlyConfirmed, status.OrderAwaitingPayment, status.OrderPaid}

// effectFor is the effect by which a channel learns that units came into a state.
var effectFor = map[status.ItemState]order.EffectKind{
	status.ItemConfirmed: order.EffectConfirm, status.ItemPacked: order.EffectPack, status.ItemSent: order.EffectShip, status.ItemArrived: order.EffectArrive,
}

// isBefore reports whether a state comes before another on the ordinary way.
func isBefore(a, b status.ItemState) bool {
	way := []status.ItemState{status.ItemNew, status.ItemConfirmed, status.ItemPacked, status.ItemSent}
	i, k := slices.Index(way, a), slices.Index(way, b)
	return i >= 0 && k > i
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// act compares what the channel showed with the order, takes a new order into work and answers the buyers' requests to
// cancel, where no person is to do that.
func (h *channelHandler) act(j *job) {
	if a := h.accounts[j.route.Channel]; a != nil && isTold(a, j.view().Scheme) {
		h.compareSums(j, a, h.repairs(j, a))
	}
	if !j.routed || j.order.Held() {
		return
	}
	if j.route.Take && j.view().State == status.OrderNew {
		if _, err := j.order.Do(order.Take{}, j.fromBridge()); err != nil {
			j.note(LevelError, j.route.Channel, "take", "the order cannot be taken into work: %v", err)
		}
	}
	if j.route.Answers != AnswerAtOnce {
		return
	}
	for _, q := range j.view().Requests {
		if q.Answered {
			continue
		}
		if _, err := j.order.Do(order.AnswerCancelRequest{Request: q.N}, j.fromBridge()); err != nil {
			j.note(LevelError, j.route.Channel, "request", "request %d to cancel cannot be answered: %v", q.N, err)
		}
	}
}

// derive adds what the channel is to be sent because of new events.
func (h *channelHandler) derive(j *job, es []order.Event) {
	a := h.accounts[j.route.Channel]
	if a == nil {
		return
	}
	for i, e := range es {
		switch b := e.Body.(type) {
		case order.Taken:
			h.send(j, a, e, order.EffectTake, nil)
		case order.Contacted:
			h.send(j, a, e, order.EffectContact, nil)
		case order.Commented:
			h.send(j, a, e, order.EffectComment, nil)
		case order.Confirmed:
			h.send(j, a, e, order.EffectConfirm, b.Moves)
		case order.Cancelled:
			kind := order.EffectCancel
			if b.Before {
				kind = order.EffectRefuse
			}
			if ms := without(cancelledUnits(b.Parts), answeredUnits(j, a, es[:i])); len(ms) > 0 {
				h.send(j, a, e, kind, ms)
			}
		case order.Returned: // units that are paid for leave in a block; those that never left the seller are cancelled
			if ms := cancelledMoves(b.Moves); len(ms) > 0 {
				h.send(j, a, e, order.EffectCancel, ms)
			}
		case order.Packed:
			h.send(j, a, e, order.EffectPack, b.Moves)
		case order.HandedOver:
			h.send(j, a, e, order.EffectShip, b.Moves)
		case order.Arrived:
			h.send(j, a, e, order.EffectArrive, b.Moves)
		case order.Delivered:
			h.send(j, a, e, order.EffectClose, b.Moves)
		case order.Progressed:
			h.sendProgress(j, a, e, b.Moves)
		case order.Tracked:
			h.sendProgress(j, a, e, b.Moves)
		case order.DateMoved:
			h.send(j, a, e, order.EffectMoveDate, nil)
		case order.CancelRequestAnswered:
			h.send(j, a, e, order.EffectAnswer, nil)
		}
	}
	h.sendTold(j, a, es)
}

// send adds an effect for the channel, unless the event is the channel's own report or the channel knows no such
// effect.
func (h *channelHandler) send(j *job, a *account, e order.Event, kind order.EffectKind, ms []order.Move) {
	v := j.view()
	if isEcho(e, a, true) || !a.channel.Can(kind, v.Scheme) {
		return
	}
	h.enqueue(j, order.Effect{Kind: kind, Target: v.Ref, N: e.N, Units: ranges(ms)}, "")
}

// sendProgress sends how far units have come by the word of somebody who owns that fact.
func (h *channelHandler) sendProgress(j *job, a *account, e order.Event, moves []order.Move) {
	for _, state := range []status.ItemState{status.ItemConfirmed, status.ItemPacked, status.ItemSent, status.ItemArrived} {
		ms := slices.DeleteFunc(slices.Clone(moves), func(m order.Move) bool { return m.State != state })
		if len(ms) > 0 {
			h.send(j, a, e, effectFor[state], ms)
		}
	}
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

func (h *channelHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) (got answer) {
	t, _ := j.order.Task(w.Effect)
	got.out, got.err = a.channel.Apply(ctx, t)
	got.compares(a, &t.Order)
	return got
}

// settle keeps the status that a channel shows once it is told, and reads it again after a date was moved: it may have
// corrected that.
func (h *channelHandler) settle(j *job, a *account, w PendingEffect, out order.Outcome) {
	if out.Code != "" && out.Done() && slices.Contains(toldKinds, w.Kind) {
		j.setLabel(a, order.RoleChannel, out.Code)
	}
	if w.Kind == order.EffectMoveDate && out.Done() {
		j.readNext = true
	}
	if a != nil && out.Kind == order.Applied {
		h.unsee(j, a, w.Kind)
	}
}

// revert takes back a date or a packing that the channel refused: the channel's date counts and is read again, and the
// units of a packing are free again.
func (h *channelHandler) revert(j *job, w PendingEffect) bool {
	if w.Target.Account != j.route.Channel {
		return false // it is not read again
	}
	switch w.Kind {
	case order.EffectMoveDate:
		return true
	case order.EffectPack:
		return h.unpack(j, w)
	}
	return false
}

// unpack frees the units of a packing that was refused, and remembers what asked for it, so that it is not tried again
// before people have changed something.
func (h *channelHandler) unpack(j *job, w PendingEffect) bool {
	var ps order.Picks
	for _, u := range w.Units {
		if l, known := j.order.Line(u.Line); known && l.Kind == order.LineGoods {
			ps = ps.And(order.PickUnits(u.Line, u.From, u.To))
		}
	}
	if _, err := j.order.Do(order.Release{Picks: ps, Refused: true}, j.fromBridge()); err != nil {
		return false // something has left or was cancelled meanwhile
	}
	for e := range j.order.Events(order.Filter{}) {
		if e.N == w.N && e.Code != "" {
			if _, err := j.order.Do(order.Label{Key: erp.RefusedLabel(e.Code), Text: "yes"}, j.fromBridge()); err != nil {
				j.note(LevelWarning, w.Target.Account, "label", "that the packing was refused cannot be kept: %v", err)
			}
		}
	}
	return true
}
