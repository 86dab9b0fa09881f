package rozetka

import (
	"context"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// walk brings the order to a status, by the steps that ROZETKA offers; u is what goes with the last one. After each
// step the order is as ROZETKA answered it. What was done before a failure stays: the next try goes on from there.
func (w *work) walk(ctx context.Context, target int, u StatusUpdate) (order.Outcome, error) {
	been := map[int]bool{}
	for w.o.Status != target {
		been[w.o.Status] = true
		next, ok := w.next(target, u.TTN, been)
		if !ok {
			out := rejected("ROZETKA offers no way from %s to %s", w.ch.named(w.o.Status), w.ch.named(target))
			out.May = w.offers()
			return out, nil
		}
		step := StatusUpdate{Status: next}
		if next == target {
			step = u
			step.Status = next
		}
		if needsTTN(next) {
			step.TTN = u.TTN
		}
		if done, err := w.set(ctx, step, been); err != nil || done {
			return order.Outcome{}, err
		}
		if been[w.o.Status] {
			return rejected("ROZETKA accepted the status %s, but the order has %s", w.ch.named(next), w.ch.named(w.o.Status)), nil
		}
	}
	return order.Outcome{}, nil
}

// set makes one step. A refusal of the step counts only while the order is where it was: somebody may have moved it
// meanwhile. It reports whether the order is where the last step leads, though under another status: with a waybill
// number on it, ROZETKA's tracking may have been faster.
func (w *work) set(ctx context.Context, u StatusUpdate, been map[int]bool) (done bool, err error) {
	o, err := w.client.SetStatus(ctx, w.o.ID, u, workParts...)
	if err == nil {
		w.o = o
		return u.TTN != "" && sameTTN(o.TTN, u.TTN) && w.at() >= packed && w.at() != failed, nil
	}
	if !answered(err) || !classed(err, ordo.Invalid) || !concerns(err, "status") {
		return false, err
	}
	was := w.o.Status
	if again := w.read(ctx); again != nil || w.o.Status == was {
		return false, err
	}
	delete(been, w.o.Status)
	if w.at() == failed {
		return false, w.living()
	}
	return false, nil
}

// next is the next step on the shortest way to a status: one of those that ROZETKA offers now, and then on by the
// table. The way leads through no ended status, through none twice, and not back to where a waybill number is erased.
func (w *work) next(target int, ttn string, been map[int]bool) (int, bool) {
	usable := func(code int) bool {
		at := w.ch.stage(code)
		return code == target ||
			at != failed && at != received && !been[code] && (ttn != "" || !needsTTN(code)) && (w.o.TTN == "" || code != StatusInWork)
	}
	best, steps := 0, 0
	for _, t := range w.o.Available {
		if t.To == target {
			return target, true
		}
		if !usable(t.To) {
			continue
		}
		way, err := w.ch.table.Walk(status.AxisOrder, strconv.Itoa(t.To), strconv.Itoa(target))
		if err != nil || slices.ContainsFunc(way, func(code string) bool {
			n, err := strconv.Atoi(code)
			return err != nil || !usable(n)
		}) {
			continue
		}
		if best == 0 || len(way) < steps {
			best, steps = t.To, len(way)
		}
	}
	return best, best != 0
}

// offers are the statuses that ROZETKA offers now, by number and name.
func (w *work) offers() []string {
	all := make([]string, len(w.o.Available))
	for i, t := range w.o.Available {
		all[i] = w.ch.named(t.To)
	}
	return all
}
