package bridge

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// directoryHandler finds out which client of the merchant the buyer of an order is. How a client is created only once
// is in parties.go.
type directoryHandler struct{ *outbox }

func (h *directoryHandler) serves(a *account) bool { return a.directory != nil }

// messages: directories do not call.
func (h *directoryHandler) messages() (kind string, together bool) { return "parties", false }

// effects: who the buyer is holds up nothing, and no hold stops it.
func (h *directoryHandler) effects(kind order.EffectKind) (rules, bool) {
	return rules{aside: true, onHold: always}, kind == order.EffectParty
}

// isFor implements handler.
func (h *directoryHandler) isFor(*job, string) bool { return true }

// intake does nothing: directories are asked about single buyers.
func (h *directoryHandler) intake(context.Context, *account) error { return nil }

func (h *directoryHandler) receive(context.Context, *job, *account, []Message) error {
	return &badMessage{errors.New("a directory sends no messages")}
}

// derive adds the search for the buyer of a new order, and another one where the first found nobody and the buyer's
// details have changed.
func (h *directoryHandler) derive(j *job, es []order.Event) {
	a := h.accounts[j.route.Parties.Directory]
	if a == nil || j.view().Labels[PartyLabel] != "" || slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Kind == order.EffectParty }) {
		return
	}
	for _, e := range es {
		if isFirst(e) || changesBuyer(e) {
			h.enqueue(j, order.Effect{Kind: order.EffectParty, Target: a.ref(order.Ref{Kind: "party"}), N: e.N}, "")
			return
		}
	}
}

// changesBuyer reports whether an event changes by what a buyer is found.
func changesBuyer(e order.Event) bool {
	b, is := e.Body.(order.DetailsChanged)
	return is && slices.ContainsFunc(b.Changes, func(c order.DetailChange) bool {
		return c.Field == "buyer.name" || c.Field == "buyer.phone" || c.Field == "buyer.email"
	})
}

// perform searches the buyer, and creates them if nobody is found and the route says so.
func (h *directoryHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	p, buyer, id := j.route.Parties, j.view().Buyer, j.stored.ID
	vs := p.valuesOf(buyer)
	if len(vs) == 0 {
		return answer{
			out:   order.Outcome{Kind: order.AlreadySo, Text: h.say(a.name, "the order tells nothing by which the buyer could be found")},
			learn: func(j *job, _ PendingEffect) { h.noteUnfound(j, a) },
		}
	}
	found, err := p.search(ctx, a.directory, vs)
	if err != nil {
		return answer{err: err}
	}
	if len(found) > 0 {
		if err := h.endClaims(ctx, a, id, vs, found[0].Ref.ID); err != nil { // of a try that was stopped
			return answer{err: err}
		}
		return answer{out: order.Outcome{Kind: order.AlreadySo}, learn: func(j *job, _ PendingEffect) { h.link(j, a, found) }}
	}
	if !p.Create {
		return answer{out: order.Outcome{Kind: order.AlreadySo}, learn: func(j *job, _ PendingEffect) { h.noteUnfound(j, a) }}
	}
	party, taken, err := h.claimParty(ctx, a, id, vs)
	switch {
	case err != nil:
		return answer{err: err}
	case taken: // by another order of the same buyer
		return answer{out: order.Outcome{Kind: order.Waiting}}
	case party == "":
		return h.create(ctx, j, a, w, vs)
	}
	return answer{
		out:   order.Outcome{Kind: order.AlreadySo},
		learn: func(j *job, _ PendingEffect) { h.link(j, a, []erp.Party{{Ref: order.Ref{ID: party}}}) },
	}
}

// create creates the buyer, whose keys are claimed. What is not known to have failed keeps its claims.
func (h *directoryHandler) create(ctx context.Context, j *job, a *account, w PendingEffect, vs []partyValue) answer {
	ref, err := a.directory.CreateParty(ctx, w.Key, j.route.Parties.toCreate(j.view().Buyer))
	if err == nil && ref.ID == "" {
		err = &ordo.Error{System: a.vendor(), Account: a.name, Op: "create party", Class: ordo.InDoubt, Text: "the directory returned no id"}
	}
	if err != nil {
		switch ordo.ClassOf(err) {
		case ordo.Invalid, ordo.NotFound, ordo.Unsupported, ordo.Auth, ordo.RateLimited, ordo.Conflict:
			err = errors.Join(err, h.endClaims(ctx, a, j.stored.ID, vs, ""))
		}
		return answer{err: err}
	}
	ended := h.endClaims(ctx, a, j.stored.ID, vs, ref.ID)
	return answer{out: order.Outcome{Kind: order.Applied}, learn: func(j *job, _ PendingEffect) {
		j.note(LevelInfo, a.name, "party", "the buyer is new there: client %s was created", ref.ID)
		if ended != nil {
			j.note(LevelWarning, a.name, "party", "that client %s was created is not kept for other orders of the buyer: %v", ref.ID, ended)
		}
		h.keepParty(j, a, ref.ID)
	}}
}

// link keeps which client the buyer is: the first of those that were found.
func (h *directoryHandler) link(j *job, a *account, found []erp.Party) {
	var ids []string
	for _, x := range found {
		if !slices.Contains(ids, x.Ref.ID) {
			ids = append(ids, x.Ref.ID)
		}
	}
	if len(ids) > 1 {
		j.note(LevelWarning, a.name, "party", "%d clients there may be the buyer: %s; %s was taken, as it was created first", len(ids), ids, ids[0])
	} else {
		j.note(LevelInfo, a.name, "party", "the buyer is client %s there", ids[0])
	}
	h.keepParty(j, a, ids[0])
}

func (h *directoryHandler) keepParty(j *job, a *account, id string) {
	if _, err := j.order.Do(order.Label{Key: PartyLabel, Text: id}, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelError, a.name, "party", "client %s cannot be kept with the order: %v", id, err)
	}
}

// noteUnfound tells people that the buyer is no client yet.
func (h *directoryHandler) noteUnfound(j *job, a *account) {
	j.note(LevelWarning, a.name, "party", "the buyer is no client there: create one, and set the label %q of the order to its id", PartyLabel)
}

// settle does nothing: what was found is kept with the answer.
func (h *directoryHandler) settle(*job, *account, PendingEffect, order.Outcome) {}
