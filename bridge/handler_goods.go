package bridge

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// goodsHandler asks the books which goods of an order have a marking code on each unit, as soon as the order is known:
// the codes are needed before the goods leave.
type goodsHandler struct{ *outbox }

// marker is the books of a route, if they know which goods are marked.
func (h *goodsHandler) marker(a *account) erp.Marker {
	if a == nil {
		return nil
	}
	m, _ := a.system.(erp.Marker)
	return m
}

func (h *goodsHandler) serves(a *account) bool { return h.marker(a) != nil }

func (h *goodsHandler) messages() (kind string, together bool) { return "goods", false }

// effects: what is marked holds up nothing, and no hold stops it.
func (h *goodsHandler) effects(kind order.EffectKind) (rules, bool) {
	return rules{aside: true, onHold: always}, kind == order.EffectGoods
}

// isFor implements handler.
func (h *goodsHandler) isFor(*job, string) bool { return true }

// intake does nothing: the books are asked about single orders.
func (h *goodsHandler) intake(context.Context, *account) error { return nil }

func (h *goodsHandler) receive(context.Context, *job, *account, []Message) error {
	return &badMessage{errors.New("no messages come of goods")}
}

// derive adds the question where goods came into the order that are not marked, as far as is known.
func (h *goodsHandler) derive(j *job, es []order.Event) {
	a := h.accounts[j.route.booksAt()]
	if h.marker(a) == nil || slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Kind == order.EffectGoods }) {
		return
	}
	for _, e := range es {
		_, added := e.Body.(order.LineAdded)
		if (added || isFirst(e)) && len(articlesToMark(j.view())) > 0 {
			h.enqueue(j, order.Effect{Kind: order.EffectGoods, Target: a.ref(order.Ref{Kind: "goods"}), N: e.N}, "")
			return
		}
	}
}

// articlesToMark are the articles of goods of which nobody has said that they are marked.
func articlesToMark(v order.View) (articles []string) {
	for _, l := range v.Lines {
		if l.Kind == order.LineGoods && !l.Marked && l.SKU != "" && l.Living.Sign() > 0 && !slices.Contains(articles, l.SKU) {
			articles = append(articles, l.SKU)
		}
	}
	return articles
}

// perform asks the books.
func (h *goodsHandler) perform(ctx context.Context, j *job, a *account, _ PendingEffect) answer {
	marked := map[string]erp.Marked{}
	for m, err := range h.marker(a).Marked(ctx, articlesToMark(j.view())...) {
		if err != nil {
			return answer{err: err}
		}
		if m.Problem == nil && m.Marked {
			marked[m.Article] = m
		}
	}
	if len(marked) == 0 {
		return answer{out: order.Outcome{Kind: order.AlreadySo}}
	}
	return answer{out: order.Outcome{Kind: order.Applied}, learn: func(j *job, _ PendingEffect) {
		for _, l := range j.view().Lines {
			m, is := marked[l.SKU]
			if !is || l.Kind != order.LineGoods || l.Marked {
				continue
			}
			needed := true
			c := order.ChangeLine{Line: l.ID, MarkRequired: &needed}
			if l.GTIN == "" {
				c.GTIN = m.GTIN
			}
			if _, err := j.order.Do(c, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
				j.note(LevelWarning, a.name, "goods", "line %s has marked goods there, and cannot be changed: %v", l.ID, err)
			}
		}
	}}
}

// settle does nothing: what the books know is kept with the answer.
func (h *goodsHandler) settle(*job, *account, PendingEffect, order.Outcome) {}
