package bridge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Channels that send their orders and cannot be asked for them: channels.Pusher.

// cannotBeAsked is the error of reading such a channel.
func cannotBeAsked(a *account) error {
	return &ordo.Error{
		System: a.vendor(), Account: a.name, Op: "orders", Class: ordo.Unsupported, Text: "it sends its orders and cannot be asked for them",
	}
}

// opens implements opener: a channel that cannot be asked must announce an order before anything can be done about it.
func (h *channelHandler) opens(m Message) bool {
	if a := h.accounts[m.Account]; m.Kind != messageNews || a == nil || a.pusher == nil {
		return false
	}
	var n channels.News
	return json.Unmarshal(m.Data, &n) == nil && n.Placed != nil
}

// hastenNews makes what came before the order's announcement be tried at once, also if it was given up.
func (h *channelHandler) hastenNews(j *job, a *account) {
	for _, m := range j.stored.Messages {
		if m.Account == a.name && m.Attempts > 0 {
			m.Due = h.now()
			j.batch.Failed = append(j.batch.Failed, m)
		}
	}
}

// ---- what is taken --------------------------------------------------------------------------------------------------

// admitPushed returns the key of news of a channel that cannot be asked. A key of the channel's own may be used for
// another order or for other news, such as a number that counts from 1 in each order, or the order's number itself:
// only what has the same content as well is the same news. An order that was forgotten here may be sent again. The
// error is of class Conflict if another order is known under the number of a new one.
func (h *channelHandler) admitPushed(ctx context.Context, a *account, n channels.News) (string, error) {
	id := orderID(a.name, n.ID)
	if n.Placed != nil {
		var err error
		if id, err = h.refuseTaken(ctx, a, n); err != nil {
			return "", err
		}
	}
	same := n
	same.Key, same.Warning = "", ""
	if same.Changed == nil {
		same.Occurred = time.Time{} // it may be when it was sent
	}
	data, err := json.Marshal(same)
	sum := sha256.Sum256(data)
	return joinKey("news", id, n.Key, hex.EncodeToString(sum[:16])), err
}

// refuseTaken returns an error of class Conflict if another order is known under the number of a new one, and otherwise
// the id that the new one has here.
func (h *channelHandler) refuseTaken(ctx context.Context, a *account, n channels.News) (string, error) {
	ref, id := channelRef(a, n.ID), orderID(a.name, n.ID)
	known, err := h.store.Find(ctx, ref)
	if err != nil {
		return "", err
	}
	if here, is := known[ref]; is {
		id = here
	}
	j, err := h.open(ctx, id)
	var damaged *damagedError
	switch {
	case errors.As(err, &damaged):
		return id, nil // whoever works on it says so
	case err != nil:
		return "", err
	case j.forgotten():
		id, _, err = h.presentLife(ctx, j, a, n.ID)
		return id, err
	case h.sameAnnounced(j, a, *n.Placed):
		return id, nil
	}
	h.noteTaken(j, a, n.ID)
	h.journal(ctx, j.batch.Journal...)
	return "", &ordo.Error{
		System: a.vendor(), Account: a.name, Op: "placed", Class: ordo.Conflict,
		Text: "order " + n.ID + " is known here with other content: send a change of it, or give the new order a number of its own",
	}
}

// sameAnnounced reports whether an announcement says what is known of its order, or what waits to be worked on.
func (h *channelHandler) sameAnnounced(j *job, a *account, d order.Draft) bool {
	if j.known() {
		again, err := h.asAnnounced(j, a, d)
		return err == nil && samePlaced(j.order, again)
	}
	for _, m := range j.stored.Messages {
		var n channels.News
		if m.Kind == messageNews && json.Unmarshal(m.Data, &n) == nil && n.Placed != nil && !sameJSON(*n.Placed, d) {
			return false
		}
	}
	return true
}

// asAnnounced makes the order of an announcement as it would be if it came first.
func (h *channelHandler) asAnnounced(j *job, a *account, d order.Draft) (*order.Order, error) {
	d.ID, d.Authority, d.Ref.Account = j.stored.ID, j.route.Authority, a.name
	if d.Scheme == "" {
		d.Scheme = j.view().Scheme
	}
	d.Links = h.linked(j, a, d.Ref.ID, d.Links)
	o, _, err := order.New(d, j.from(a, order.RoleChannel, time.Time{}), h.orders...)
	return o, err
}

// noteTaken tells people that the number of an order was given to another one.
func (h *channelHandler) noteTaken(j *job, a *account, id string) {
	j.note(LevelError, a.name, "announced-again", "order %s was announced again with other content, which was not taken: compare it with the channel", id)
	j.once("announced-again", j.stored.ID, h.now().Format(hourly))
}

// samePlaced reports whether two orders were placed alike. Of an order whose personal data were erased only the goods
// can be compared; the authority is the route's and may have changed.
func samePlaced(was, again *order.Order) bool {
	first, is := placedOf(was)
	second, _ := placedOf(again)
	switch {
	case !is:
		return true
	case !was.View().PersonErased.IsZero():
		return sameGoods(first.Lines, second.Lines, false)
	}
	second.Authority = first.Authority
	return sameJSON(first, second)
}

func placedOf(o *order.Order) (order.Placed, bool) {
	for e := range o.Events(order.Filter{Kind: order.Placed{}.Kind()}) {
		b, is := e.Body.(order.Placed)
		return b, is
	}
	return order.Placed{}, false
}

// sameJSON reports whether two values are stored alike.
func sameJSON(x, y any) bool {
	a, errA := json.Marshal(x)
	b, errB := json.Marshal(y)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// ---- changes --------------------------------------------------------------------------------------------------------

// moment is when something happened by the clock of a channel, and when it came here.
type moment struct{ said, arrived time.Time }

// instant returns when it happened by the clock here: not after it arrived.
func (m moment) instant() time.Time {
	if m.said.After(m.arrived) {
		return m.arrived
	}
	return m.said
}

// isBefore reports whether something happened before what came here earlier. A clock that is ahead, such as local time
// that is sent as UTC, still tells which of two was first; one that is ahead no more, or by more than a day, does not.
func (m moment) isBefore(earlier moment) bool {
	ahead := m.said.After(m.arrived) && earlier.said.After(earlier.arrived)
	if ahead && max(m.said.Sub(m.arrived), earlier.said.Sub(earlier.arrived)) < 24*time.Hour {
		return m.said.Before(earlier.said)
	}
	return m.instant().Before(earlier.instant())
}

// applyChange applies what changed in the channel.
func (h *channelHandler) applyChange(j *job, a *account, c channels.Change, at moment) error {
	var errs []error
	if c.Lines != nil && !h.isOld(j, a, partLines, at) {
		if h.isBeforeLast(j, a, partCancelled, at) { // neither contains the other
			h.warnOld(j, a, at)
		} else {
			h.remember(j, a, partLines, at)
			errs = append(errs, h.applyLines(j, a, *c.Lines, at.instant()))
		}
	}
	if c.Details != nil && !h.isOld(j, a, partDetails, at) {
		h.remember(j, a, partDetails, at)
		errs = append(errs, h.observe(j, a, at.instant(), *c.Details))
	}
	if c.Dates != nil && !h.isOld(j, a, partDates, at) {
		h.remember(j, a, partDates, at)
		errs = append(errs, h.observe(j, a, at.instant(), *c.Dates))
	}
	return errors.Join(errs...)
}

// applyCancelled applies a cancellation in the channel. One of some units that is older than what the lines are is not
// applied: they may be wanted again. That the whole order is cancelled counts whenever it comes.
func (h *channelHandler) applyCancelled(j *job, a *account, c order.CancelReport, at moment) error {
	if len(c.Picks) > 0 && h.isBeforeLast(j, a, partLines, at) {
		h.warnOld(j, a, at)
		return nil
	}
	n := j.order.Version()
	err := h.observe(j, a, at.instant(), c)
	if err == nil && len(c.Picks) > 0 && j.order.Version() == n {
		j.note(LevelNotice, a.name, "cancelled-already", "a cancellation changed nothing: as many units of its lines are cancelled already")
	}
	h.remember(j, a, partCancelled, at)
	return err
}

// The parts of an order of which each change is newer or older than the last one.
const (
	partLines     = "lines"
	partCancelled = "cancelled"
	partDetails   = "details"
	partDates     = "dates"
)

func changedLabel(a *account, part string) string { return "changed/" + a.name + "/" + part }

// isBeforeLast reports whether a later change of a part was applied.
func (h *channelHandler) isBeforeLast(j *job, a *account, part string, at moment) bool {
	var last moment
	said, arrived, _ := strings.Cut(j.view().Labels[changedLabel(a, part)], " ")
	for _, t := range []struct {
		at   *time.Time
		text string
	}{{&last.said, said}, {&last.arrived, arrived}} {
		var err error
		if *t.at, err = time.Parse(time.RFC3339Nano, t.text); err != nil {
			return false // there was none
		}
	}
	return !at.said.IsZero() && at.isBefore(last)
}

// isOld is isBeforeLast for what the later change of the same part contains, and says it in the journal.
func (h *channelHandler) isOld(j *job, a *account, part string, at moment) bool {
	old := h.isBeforeLast(j, a, part, at)
	if old {
		j.note(LevelNotice, a.name, "stale-change", "what the channel changed at %s came after a later change, and was not taken", stamp(at.said))
	}
	return old
}

// warnOld tells people of what is not taken and not contained in what was.
func (h *channelHandler) warnOld(j *job, a *account, at moment) {
	j.warn("what changed at %s in %s came after a later change of the lines, and was not taken: compare the lines", stamp(at.said), a.name)
}

// remember keeps when a part changed last. A change that changed nothing counts as well: what comes after it, and is
// older, would undo it.
func (h *channelHandler) remember(j *job, a *account, part string, at moment) {
	if at.said.IsZero() || h.isBeforeLast(j, a, part, at) {
		return
	}
	text := at.said.UTC().Format(time.RFC3339Nano) + " " + at.arrived.UTC().Format(time.RFC3339Nano)
	_, err := j.order.Do(order.Label{Key: changedLabel(a, part), Text: text}, j.fromBridge())
	if err != nil && !errors.Is(err, order.ErrAlready) {
		j.note(LevelWarning, a.name, "label", "when the channel changed the order cannot be kept: %v", err)
	}
}

// applyLines brings the lines to what the channel has: as the report of who owns them, or as an edit that it asks for.
func (h *channelHandler) applyLines(j *job, a *account, c channels.Lines, occurred time.Time) error {
	v := j.view()
	priced, _, err := order.New(order.Draft{
		ID: v.ID, Scheme: v.Scheme, Currency: v.Total.Currency(), Lines: c.Lines, Adjustments: c.Adjustments,
	}, j.fromBridge(), h.orders...)
	if err != nil {
		return err
	}
	there := priced.View()
	report := order.LinesReport{Lines: slices.Clone(c.Lines)}
	for i, l := range there.Lines {
		report.Lines[i].Total = l.Total // with its share of the adjustments
	}
	if err := h.observe(j, a, occurred, report); !errors.Is(err, order.ErrRole) {
		if err == nil && !slices.Equal(v.Adjustments, there.Adjustments) {
			j.note(LevelNotice, a.name, "adjustments", "the channel changed discounts or charges of the order; the prices of its lines contain them")
		}
		h.compareWanted(j, a, there)
		return err
	}
	h.compareFacts(j, a, v, there)
	cmd, err := editTo(v, there, c)
	if cmd == nil || err != nil {
		return err
	}
	return h.observe(j, a, occurred, order.Intent{Commands: []order.Command{cmd}})
}

// compareWanted warns of units that the buyer wants in the channel and that are cancelled here: a report of what is
// wanted gives none back.
func (h *channelHandler) compareWanted(j *job, a *account, there order.View) {
	if h.effectsFor(j, a.name) { // it may be about to learn of it
		return
	}
	for _, l := range there.Lines {
		here, known := j.order.Line(l.ID)
		if known && here.Living.Cmp(l.Quantity) < 0 {
			j.warn("line %s has %s in %s, and %s here, as the others are cancelled: see to it", l.ID, l.Quantity, a.name, here.Living)
		}
	}
}

// compareFacts warns of what is no change of quantity or price: it is not the channel's to change here.
func (h *channelHandler) compareFacts(j *job, a *account, here, there order.View) {
	for _, l := range there.Lines {
		i := slices.IndexFunc(here.Lines, func(x order.LineView) bool { return x.ID == l.ID })
		if i < 0 {
			continue
		}
		if was := here.Lines[i]; was.SKU != l.SKU || was.Name != l.Name || was.VATRate != l.VATRate || was.Marked != l.Marked || was.Kind != l.Kind {
			j.warn("line %s is %s %s in %s, and %s %s here: its article, name, VAT or marking changed there; see to it", l.ID, l.SKU, l.Name, a.name, was.SKU, was.Name)
		}
	}
}

// editTo returns the command that makes the lines here what they are there; nil if they are.
func editTo(here, there order.View, c channels.Lines) (order.Command, error) {
	e := order.Edit{Reason: status.ReasonOther}
	p := order.Reprice{Adjustments: c.Adjustments}
	other := !slices.Equal(here.Adjustments, there.Adjustments)
	for i, l := range there.Lines {
		p.Prices = append(p.Prices, order.NewPrice{Line: l.ID, Total: l.Gross})
		k := slices.IndexFunc(here.Lines, func(x order.LineView) bool { return x.ID == l.ID })
		if k < 0 {
			e.Add = append(e.Add, c.Lines[i])
			continue
		}
		was := here.Lines[k].Living
		switch was.Cmp(l.Quantity) {
		case -1:
			x, err := extension(l.ID, was, l.Quantity, l.Gross)
			if err != nil {
				return nil, err
			}
			e.Extend = append(e.Extend, x)
		case 0:
			other = other || here.Lines[k].Total != l.Total
		case 1:
			e.Remove = e.Remove.And(order.Pick(l.ID, amount.Milli(was.Milli()-l.Quantity.Milli())))
		}
	}
	for _, l := range here.Lines {
		gone := !slices.ContainsFunc(there.Lines, func(x order.LineView) bool { return x.ID == l.ID })
		if gone && l.Living.Sign() > 0 {
			e.Remove = e.Remove.And(order.Pick(l.ID, l.Living))
		}
	}
	switch edits := len(e.Add)+len(e.Extend)+len(e.Remove) > 0; {
	case !edits && !other:
		return nil, nil
	case !edits:
		return p, nil
	case other || here.Paid.IsZero(): // what is paid keeps its price
		e.Reprice = &p
	}
	return e, nil
}

// extension makes a line longer, from some units to others that cost total together.
func extension(line string, from, to amount.Quantity, total amount.Money) (order.Extension, error) {
	span, err := amount.NewPriceSpan(amount.Quantity{}, to, total)
	if err != nil {
		return order.Extension{}, err
	}
	part, err := span.Of(from, to)
	return order.Extension{Line: line, By: amount.Milli(to.Milli() - from.Milli()), Total: part}, err
}
