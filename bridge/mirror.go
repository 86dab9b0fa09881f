package bridge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Channels whose orders are worked elsewhere: channels.Mirror. Mostly they show what they were told, or what was so
// before they were told of a change here; only what people changed there is news.

// observeReading applies what a reading shows, and returns the reports that were news. A status comes last: with a
// payment that is reported beside it, it may be what the order has.
func (h *channelHandler) observeReading(j *job, a *account, r channels.Reading) []order.Observation {
	if _, is := a.channel.(channels.Mirror); !is {
		h.observeAll(j, a, r)
		h.applySeen(j, a, r)
		return r.Reports
	}
	whole := r
	whole.Reports = nil
	var others []order.Observation
	for _, o := range r.Reports {
		switch p, is := o.(order.PaymentReport); {
		case isWhole(o):
			whole.Reports = append(whole.Reports, o)
		case is && slices.ContainsFunc(j.view().Payments, func(x order.Payment) bool { return isToldAs(x, p.Payment) }):
		default:
			others = append(others, o)
		}
	}
	r.Reports = others
	h.observeAll(j, a, r)
	h.applySeen(j, a, r)
	whole.Reports = h.withoutEcho(j, a, whole)
	h.observeAll(j, a, whole)
	return slices.Concat(others, whole.Reports)
}

// isToldAs reports whether a channel shows a payment as received that was paid back since, all of it or a part: the
// channel knows of no refunds.
func isToldAs(is, shown order.Payment) bool {
	same := is.ID == shown.ID || !is.Ref.IsZero() && is.Ref.ID == shown.Ref.ID && is.Ref.System == shown.Ref.System
	back := is.State == status.PaymentPartlyRefunded || is.State == status.PaymentRefunded
	return same && back && (shown.State == 0 || shown.State == status.PaymentPaid) && is.Amount == shown.Amount
}

// isWhole reports whether a report is a known status of the whole order, or its cancellation.
func isWhole(o order.Observation) bool {
	c, is := o.(order.CancelReport)
	return isOrderStatus(o) || is && len(c.Picks) == 0
}

// withoutEcho returns the reports about a whole order unless its status there is no news: it stood there at the last
// reading, or the order has it.
func (h *channelHandler) withoutEcho(j *job, a *account, r channels.Reading) []order.Observation {
	m, is := a.channel.(channels.Mirror)
	if !is || r.Status == "" {
		return r.Reports
	}
	v := j.view()
	same := r.Status == v.Labels[a.name] || r.Status == m.StatusFor(v)
	switch {
	case !same && !h.crosses(j, a, partStatus):
		return r.Reports
	case !same:
		h.warnCrossed(j, a)
	}
	return nil
}

// withoutImported returns the reports of a reading without those that the snapshot of a new order has in it.
func (h *channelHandler) withoutImported(a *account, r channels.Reading) []order.Observation {
	if _, is := a.channel.(channels.Mirror); !is {
		return r.Reports
	}
	return slices.DeleteFunc(slices.Clone(r.Reports), isOrderStatus)
}

// isOrderStatus reports whether a report is a known status of the whole order. One that is not known holds it.
func isOrderStatus(o order.Observation) bool {
	s, is := o.(order.StatusReport)
	return is && len(s.Picks) == 0 && !s.Says.IsZero()
}

// partStatus is the status of a whole order, beside the parts of a Change.
const partStatus = "status"

// changesPart reports whether an effect changes a part of an order in a channel.
func changesPart(kind order.EffectKind, part string) bool {
	switch kind { //nolint:exhaustive // the others change the status
	case order.EffectLines:
		return part == partLines
	case order.EffectRefuse, order.EffectCancel, order.EffectReturn, order.EffectClose:
		return part == partLines || part == partStatus
	case order.EffectDetails:
		return part == partDetails
	case order.EffectMoveDate:
		return part == partDates
	case order.EffectPayment, order.EffectContact, order.EffectComment:
		return false
	}
	return part == partStatus
}

// crosses reports whether a channel is about to be told what a part of the order is.
func (h *channelHandler) crosses(j *job, a *account, part string) bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Target.Account == a.name && changesPart(w.Kind, part)
	})
}

// warnCrossed tells people of what was changed in a channel that is about to be told of other changes.
func (h *channelHandler) warnCrossed(j *job, a *account) {
	j.warn("the order was changed in %s while a change made here is on its way there, which counts: compare both", a.name)
}

// seenLabel is the label that says what of an order a channel showed last.
func seenLabel(a *account, part string) string { return "seen/" + a.name + "/" + part }

// isSeen reports whether a channel showed a part of the order like that at the last reading, and keeps it as seen.
func (h *channelHandler) isSeen(j *job, a *account, part string, shown any) bool {
	data, err := json.Marshal(shown)
	if err != nil {
		return true
	}
	sum := sha256.Sum256(data)
	_, err = j.order.Do(order.Label{Key: seenLabel(a, part), Text: hex.EncodeToString(sum[:16])}, j.fromBridge())
	if err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelWarning, a.name, "label", "what the channel shows of the order cannot be kept: %v", err)
	}
	return err != nil
}

// unsee forgets what a channel showed of a part of the order before it was told of a change: who puts the former back
// there has changed it.
func (h *channelHandler) unsee(j *job, a *account, kind order.EffectKind) {
	for _, part := range []string{partLines, partDetails, partDates} {
		if changesPart(kind, part) && j.view().Labels[seenLabel(a, part)] != "" {
			_, _ = j.order.Do(order.Label{Key: seenLabel(a, part)}, j.fromBridge()) // it has this label
		}
	}
}

// see keeps what a channel shows of an order that is new here.
func (h *channelHandler) see(j *job, a *account, r channels.Reading) {
	for _, key := range slices.Sorted(maps.Keys(r.Labels)) {
		if _, err := j.order.Do(order.Label{Key: key, Text: r.Labels[key]}, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
			j.note(LevelWarning, a.name, "label", "the label %s of the order cannot be kept: %v", key, err)
		}
	}
	if c := r.Changed; c != nil {
		h.isSeen(j, a, partLines, c.Lines)
		h.isSeen(j, a, partDetails, c.Details)
		h.isSeen(j, a, partDates, c.Dates)
	}
}

// applySeen applies what of an order a channel shows otherwise than at the last reading.
func (h *channelHandler) applySeen(j *job, a *account, r channels.Reading) {
	c := r.Changed
	if c == nil {
		return
	}
	var errs []error
	if c.Lines != nil && !h.isSeen(j, a, partLines, c.Lines) {
		switch same, err := h.sameLines(j, *c.Lines); {
		case err != nil:
			errs = append(errs, err)
		case same: // what it was told
		case h.crosses(j, a, partLines):
			h.warnCrossed(j, a)
		default:
			errs = append(errs, h.applyLines(j, a, *c.Lines, r.Occurred))
		}
	}
	if c.Details != nil && !h.isSeen(j, a, partDetails, c.Details) {
		errs = append(errs, h.applyOther(j, a, partDetails, *c.Details, r))
	}
	if c.Dates != nil && !h.isSeen(j, a, partDates, c.Dates) {
		errs = append(errs, h.applyOther(j, a, partDates, *c.Dates, r))
	}
	if err := errors.Join(errs...); err != nil {
		j.note(LevelError, a.name, "bad-report", "a report about the order cannot be applied: %v", err)
		j.once("bad-report", j.stored.ID, err.Error())
	}
}

// applyOther applies a report, unless a change of the same part made here is on its way to the channel.
func (h *channelHandler) applyOther(j *job, a *account, part string, o order.Observation, r channels.Reading) error {
	if !h.crosses(j, a, part) {
		return h.observe(j, a, r.Occurred, o)
	}
	if evs, err := j.order.Clone().Observe(o, j.from(a, order.RoleChannel, r.Occurred)); err != nil || len(evs) > 0 {
		h.warnCrossed(j, a)
	}
	return nil
}

// sameLines reports whether a channel shows the lines with the quantities and final prices that they have here. How a
// price came about may be told otherwise there.
func (h *channelHandler) sameLines(j *job, c channels.Lines) (bool, error) {
	v := j.view()
	o, _, err := order.New(order.Draft{
		ID: v.ID, Scheme: v.Scheme, Currency: v.Total.Currency(), Lines: c.Lines, Adjustments: c.Adjustments,
	}, j.fromBridge(), h.orders...)
	if err != nil {
		return false, err
	}
	there := o.View().Lines
	living := 0
	for _, l := range v.Lines {
		if l.Living.IsZero() {
			continue
		}
		living++
		if !slices.ContainsFunc(there, func(x order.LineView) bool { return x.ID == l.ID && x.Quantity == l.Living && x.Total == l.Total }) {
			return false, nil
		}
	}
	return living == len(there), nil
}
