package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// messageHandler sends messages to buyers and to others outside: receipts, confirmations, notices, electronic
// documents.
type messageHandler struct{ *outbox }

func (h *messageHandler) serves(a *account) bool { return a.sender != nil }

func (h *messageHandler) messages() (kind string, together bool) { return "messages", false }

// effects: a message tells what has happened, so that no hold stops it, and it holds up nothing. One that is in doubt
// is not sent a second time blindly.
func (h *messageHandler) effects(kind order.EffectKind) (rules, bool) {
	return rules{aside: true, onHold: always, money: true}, kind == order.EffectMessage
}

// isFor implements handler.
func (h *messageHandler) isFor(*job, string) bool { return true }

// intake does nothing: senders do not call.
func (h *messageHandler) intake(context.Context, *account) error { return nil }

func (h *messageHandler) receive(context.Context, *job, *account, []Message) error {
	return &badMessage{errors.New("no messages come from a sender")}
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// plannedMessage is the data of an effect that sends a message.
type plannedMessage struct {
	Rule  string `json:"rule"`
	About string `json:"about,omitzero"` // what of the order it is about; see happened
}

// derive adds the messages of new events, each once. A message that came back is sent again when the buyer's address
// has changed, and one that lacks something waits for it.
func (h *messageHandler) derive(j *job, es []order.Event) {
	for _, e := range es {
		for _, m := range h.rulesOn(j, e) {
			if !j.hasMessage(m.key) {
				h.plan(j, m, m.key)
			}
		}
	}
	if slices.ContainsFunc(es, changesAddress) {
		h.sendAnew(j)
	}
	for _, w := range j.pending() {
		if w.Kind == order.EffectMessage && w.Phase == PhasePending {
			h.settleVia(j, w)
		}
	}
}

// rulesOn returns the messages that the rules of the route want sent because of an event.
func (h *messageHandler) rulesOn(j *job, e order.Event) []dueMessage {
	if len(j.route.Messages) == 0 {
		return nil
	}
	var out []dueMessage
	for _, x := range j.occasionsOf(e) {
		for _, r := range j.route.Messages {
			if r.On != x.on || x.on == OnNotice && !r.sends(x.notice.To) {
				continue
			}
			y := x
			if r.Places != nil && x.on == OnMarkedLeft {
				y.units = slices.DeleteFunc(slices.Clone(x.units), func(m order.Move) bool { return !slices.Contains(r.Places, m.Warehouse) })
				if len(y.units) == 0 {
					continue
				}
			}
			out = append(out, dueMessage{y, r, messageKey(j.stored.ID, r.name(), x.about)})
		}
	}
	return out
}

// messageKey is the key of a message, for people to read.
func messageKey(id, rule, about string) string {
	return clip(strings.TrimSuffix(id+"/"+rule+"/"+about, "/"), maxID)
}

// hasMessage reports whether a message was sent, or is about to be.
func (j *job) hasMessage(key string) bool {
	return slices.ContainsFunc(j.view().Messages, func(m order.Message) bool { return m.Key == key }) ||
		slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Kind == order.EffectMessage && w.Target.ID == key })
}

// plan adds the effect of a message.
func (h *messageHandler) plan(j *job, m dueMessage, key string) {
	via := m.rule.Via[0]
	if v, _, ok := m.rule.choose(j.view()); ok {
		via = v
	}
	a := h.accounts[via.Account]
	e := order.Effect{
		Kind: order.EffectMessage, Target: a.ref(order.Ref{Kind: "message", ID: key}), N: m.event.N, Shipment: m.shipment, Block: m.block,
		Text: strconv.Quote(m.rule.name()),
	}
	for _, u := range m.units {
		e.Units = append(e.Units, order.Units{Line: u.Line, From: u.From, To: u.To})
	}
	if j.carry(&e, plannedMessage{Rule: m.rule.name(), About: m.about}) {
		h.enqueue(j, e, key)
		j.addRef(e.Target)
	}
}

// changesAddress reports whether an event changes where messages go.
func changesAddress(e order.Event) bool {
	b, is := e.Body.(order.DetailsChanged)
	return is && slices.ContainsFunc(b.Changes, func(c order.DetailChange) bool {
		return c.Field == "buyer.phone" || c.Field == "buyer.email" || c.Field == "delivery.phone"
	})
}

// sendAnew tries messages again that were refused, and sends those once more that came back.
func (h *messageHandler) sendAnew(j *job) {
	for _, w := range j.pending() {
		if w.Kind == order.EffectMessage && w.Phase == PhaseParked && w.Outcome.Kind == order.Rejected {
			startOver(&w, h.now())
			j.put(w)
			j.note(LevelInfo, w.Target.Account, "retried", "%s is tried again, as the order has changed", describe(w))
		}
	}
	for _, m := range j.view().Messages {
		if m.State != order.MessageFailed {
			continue
		}
		base, n := m.Key, 2
		if i := strings.LastIndexByte(m.Key, '#'); i > 0 { // unless the # is in the name of the rule or of the order
			if last, err := strconv.Atoi(m.Key[i+1:]); err == nil && last > 1 {
				if _, ours := h.find(j, m.Key); !ours {
					base, n = m.Key[:i], last+1
				}
			}
		}
		if again := fmt.Sprintf("%s#%d", base, n); !j.hasMessage(again) && !slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Target.ID == m.Key }) {
			if due, ok := h.find(j, base); ok && due.rule.To != ToAddress {
				h.plan(j, due, again)
			}
		}
	}
}

// find returns the message that a key was made for.
func (h *messageHandler) find(j *job, key string) (dueMessage, bool) {
	for e := range j.order.Events(order.Filter{}) {
		for _, m := range h.rulesOn(j, e) {
			if m.key == key {
				return m, true
			}
		}
	}
	return dueMessage{}, false
}

// due returns the message of an effect.
func (h *messageHandler) due(j *job, w PendingEffect) (dueMessage, bool) {
	var p plannedMessage
	if json.Unmarshal(w.Data, &p) != nil {
		return dueMessage{}, false
	}
	for e := range j.order.Events(order.Filter{}) {
		if e.N == w.N {
			for _, m := range h.rulesOn(j, e) {
				if m.rule.name() == p.Rule && m.about == p.About {
					return m, true
				}
			}
		}
	}
	return dueMessage{}, false
}

// settleVia chooses how a message goes that was not sent yet, and makes it wait for what it lacks.
func (h *messageHandler) settleVia(j *job, w PendingEffect) {
	m, ok := h.due(j, w)
	if !ok {
		return
	}
	v := j.view()
	via, _, ok := m.rule.choose(v)
	if !ok {
		h.waitFor(j, w, m.rule.noAddress(v))
		return
	}
	if a := h.accounts[via.Account]; a != nil && a.name != w.Target.Account && (w.Attempts == 0 || w.Problem != "" && w.Outcome.Kind != order.InDoubt) {
		w.Target = a.ref(w.Target)
		j.put(w)
		j.addRef(w.Target)
	}
	h.waitFor(j, w, j.missing(m))
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

// perform sends a message, or asks what became of one that was accepted.
func (h *messageHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	if w.Phase == PhaseWaiting {
		t, can := a.sender.(messages.Tracker)
		if !can {
			return answer{out: order.Outcome{Kind: order.Applied, Ref: w.Outcome.Ref}}
		}
		out, err := t.Read(ctx, w.Outcome.Ref)
		return answer{out: out, err: err}
	}
	due, ok := h.due(j, w)
	if !ok {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: h.say(a.name, "the route has no rule for it any more")}}
	}
	m, err := h.compose(j, a, w, due)
	if err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: h.languageOf(a.name).Error(err)}}
	}
	out, err := a.sender.Send(ctx, m)
	return answer{out: out, err: err}
}

// compose writes a message.
func (h *messageHandler) compose(j *job, a *account, w PendingEffect, due dueMessage) (messages.Message, error) {
	v := j.view()
	via, to, ok := due.rule.choose(v)
	if !ok || via.Account != a.name {
		return messages.Message{}, &ordo.Error{System: a.vendor(), Account: a.name, Op: "message", Class: ordo.Invalid, Text: h.say(a.name, "%s", due.rule.noAddress(v))}
	}
	m := messages.Message{
		Key: w.Target.ID, Kind: via.Kind, Order: v, To: to, Language: h.languageFor(due.rule, a),
		// An earlier try that left no word of how it ended may have sent it.
		Again: w.Outcome.Kind == order.InDoubt || w.Attempts > 1 && w.Problem == "",
	}
	if due.on == OnMarkedLeft {
		data, err := json.Marshal(j.packageOf(due))
		m.Data, m.Subject = data, h.say(a.name, "marking codes of order %s", v.Number)
		return m, err
	}
	text, err := h.templates.Render(due.rule.template(), m.Language, m.Kind, due.dataOf(v, h.stateLink))
	m.Subject, m.Text = text.Subject, text.Text
	m.Files = due.files()
	return m, err
}

// languageFor returns the language of a rule's messages.
func (h *messageHandler) languageFor(r MessageRule, a *account) texts.Language {
	if r.Language != "" {
		return r.Language
	}
	return h.languageOf(a.name)
}

// settle keeps with the order what came of a message, and marks a notice as told.
func (h *messageHandler) settle(j *job, a *account, w PendingEffect, out order.Outcome) {
	due, ok := h.due(j, w)
	if !ok || a == nil {
		return
	}
	v := j.view()
	via, to, ok := due.rule.choose(v)
	if !ok { // it never had an address
		via = due.rule.Via[0]
	}
	m := order.Message{
		Key: w.Target.ID, Kind: string(via.Kind), Template: due.rule.template(), To: to.String(), State: order.MessageSent,
		Shipment: due.shipment, Block: due.block, Ref: order.Ref{},
	}
	if !out.Ref.IsZero() {
		m.Ref = a.ref(out.Ref)
	}
	if text, err := h.templates.Render(m.Template, h.languageFor(due.rule, a), via.Kind, due.dataOf(v, h.stateLink)); err == nil {
		m.Subject = text.Subject
	}
	switch out.Kind {
	case order.Rejected, order.Unsupported:
		m.State, m.Why = order.MessageFailed, out.Text
	case order.InDoubt:
		m.State, m.Why = order.MessageFailed, h.say(a.name, "nobody knows whether it was sent: %s", out.Text)
	}
	if m.State == order.MessageFailed && m.Why == "" {
		m.Why = h.say(a.name, "no reason is given")
	}
	h.keep(j, a, m)
	if due.on == OnNotice && m.State == order.MessageSent {
		if _, err := j.order.Do(order.MarkTold{Notice: due.notice.N}, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
			j.note(LevelWarning, a.name, "notice", "notice %d cannot be marked as told: %v", due.notice.N, err)
		}
	}
}

// keep records what came of a message.
func (h *messageHandler) keep(j *job, a *account, m order.Message) {
	if _, err := j.order.Do(order.ReportMessage{Message: m}, j.from(a, order.RoleSystem, time.Time{})); err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelError, a.name, "message", "what came of message %s cannot be kept with the order: %v", m.Key, err)
	}
}

// renew forgets that an earlier try is in doubt: a person wants the message sent.
func (h *messageHandler) renew(_ *job, w *PendingEffect) { w.Outcome = order.Outcome{} }

// resolve records that a person knows how a message ended.
func (h *messageHandler) resolve(j *job, a *account, w *PendingEffect, out order.Outcome) bool {
	h.settle(j, a, *w, out)
	return false
}
