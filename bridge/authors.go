package bridge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// read reads the order in a system and applies what it shows. With a key, each report is applied once, and refused once
// for the same reason; what a refresh finds has none. If the order cannot be read to the end, nothing is applied.
func (h *erpHandler) read(ctx context.Context, j *job, a *account, cs []erp.Change, key string) error {
	rctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	before, shown := j.order.Clone(), *j.erpAt(a.name)
	notes, journal := slices.Clip(j.notes), slices.Clip(j.batch.Journal)
	var warnings []order.Text
	var ignored []erp.Change
	var rows rowsEdited
	fail := func(err error) error {
		j.order, j.seenAt, *j.erpAt(a.name), j.notes, j.batch.Journal = before, 0, shown, notes, journal
		return err
	}
	n := 0
	for _, s := range h.bySaves(cs) {
		r, err := a.system.Read(rctx, append(slices.Clip(s), h.unsent(j, a)...), j.view())
		if err == nil {
			n, err = h.observe(j, a, s, r, key, n)
		}
		if r.Edit != nil {
			rows.add(r, h.person(j, a, s, r, r.Edit.By))
		}
		for i, w := range r.Parcels {
			by := h.person(j, a, s, r, w.By)
			if key != "" {
				by.Key = fmt.Sprintf("%s/%d/parcel/%d", key, n, i)
			}
			if err == nil {
				err = h.requestParcel(ctx, j, w, by)
			}
		}
		for i, f := range r.Photos {
			by := h.person(j, a, s, r, "")
			if key != "" {
				by.Key = fmt.Sprintf("%s/%d/photo/%d", key, n, i)
			}
			if err == nil {
				err = h.readMarkPhoto(rctx, j, a, f, by)
			}
		}
		if err != nil {
			return fail(err)
		}
		warnings, ignored = append(warnings, r.Warnings...), append(ignored, r.Ignored...)
	}
	if rows.edit != nil {
		if err := h.editRows(ctx, j, a, rows, key); err != nil {
			return fail(err)
		}
	}
	h.reportIgnored(j, a, ignored)
	for _, w := range warnings {
		j.warn("%s", w)
	}
	return nil
}

// unsent names the lines that a system was not told of yet.
func (h *erpHandler) unsent(j *job, a *account) []erp.Change {
	since := 0
	for _, w := range j.pending() {
		if w.Kind == order.EffectLines && w.Target.Account == a.name && (since == 0 || w.N < since) {
			since = w.N
		}
	}
	var cs []erp.Change
	for e := range j.order.Events(order.Filter{}) {
		if b, is := e.Body.(order.LineAdded); is && since > 0 && e.N >= since && !isEcho(e, a, false) {
			cs = append(cs, erp.Change{Field: erp.FieldUnsent, Value: b.Line.ID})
		}
	}
	return cs
}

// observe applies the reports of one reading as those of whoever made the changes. Those of the message are counted
// from n on.
func (h *erpHandler) observe(j *job, a *account, cs []erp.Change, r erp.Reading, key string, n int) (int, error) {
	if r.Status != "" {
		j.showsAt(a, r.Status)
	}
	if r.Sums != nil {
		j.erpAt(a.name).seen = &shownSums{sums: *r.Sums}
	}
	before := j.view()
	by := h.person(j, a, cs, r, "")
	for _, report := range r.Reports {
		if key != "" {
			by.Key = fmt.Sprintf("%s/%d", key, n)
		}
		n++
		if _, err := j.order.Observe(h.named(j, a, report), by); err != nil {
			return n, err
		}
	}
	h.followReserved(j, a, before, r.Reserved)
	if r.Seen != "" && r.Seen != j.view().Labels[erp.SeenLabel(a.name)] {
		if _, err := j.order.Do(order.Label{Key: erp.SeenLabel(a.name), Text: r.Seen}, j.fromBridge()); err != nil {
			return n, err
		}
	}
	return n, nil
}

// bySaves separates changes by who made them, in their order; it returns at least one list. What a system changed by
// itself at the same moment as a person belongs to what the person did. Nothing is separated where the merchant does
// not say who the people are.
func (h *erpHandler) bySaves(cs []erp.Change) [][]erp.Change {
	if h.people == nil || len(cs) == 0 {
		return [][]erp.Change{cs}
	}
	var saves [][]erp.Change
	for i, c := range cs {
		if i > 0 && (c.By == userOf(saves[len(saves)-1]) || c.By == "" && c.At.Equal(cs[i-1].At)) {
			saves[len(saves)-1] = append(saves[len(saves)-1], c)
			continue
		}
		saves = append(saves, []erp.Change{c})
	}
	return saves
}

// userOf returns the user who made changes, by the id there.
func userOf(cs []erp.Change) string {
	if len(cs) == 0 {
		return ""
	}
	return cs[0].By
}

// author names the person who made changes. The account stays the one whose word it is: the person's role says only
// what may be asked for.
func (h *erpHandler) author(account order.Actor, cs []erp.Change) order.Actor {
	user := userOf(cs)
	if h.people == nil || user == "" {
		return account
	}
	person := h.people(account.System, user)
	if person.Role == "" {
		return account
	}
	account.ID, account.As, account.Place = cmp.Or(person.ID, user), person.Role, person.Place
	return account
}
