package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// What the books reserve follows the portions of an order: a unit that is assembled at a warehouse is reserved there.
// Where the route says so (ReservePolicy.Auto), the warehouses are chosen when the books have the order, from their
// stock at that moment. Stock that was taken meanwhile is refused by the books: then what is not there is released
// here, and planned once more.

// reserves reports whether a system is where the goods of the order are reserved.
func (h *erpHandler) reserves(j *job, a *account) bool {
	return a.name == j.route.booksAt() && a.system.Can(order.EffectReserve, j.view().Scheme)
}

// sendReserve adds that the books reserve what the order needs now, if that is not what they have reserved. What leaves
// by a sale leaves their reservation with it.
func (h *erpHandler) sendReserve(j *job, a *account, es []order.Event) {
	if len(es) == 0 || !h.reserves(j, a) {
		return
	}
	v, st := j.view(), j.erpAt(a.name)
	was := st.stored
	was.Documents = v.Documents
	want := erp.ReservedOf(v)
	if slices.Equal(want, erp.ReservedOf(was)) || st.reserved != nil && sameReserved(st.reserved, want) {
		return
	}
	h.enqueueReserve(j, a, es[len(es)-1].N)
}

// enqueueReserve adds a reservation, unless the last that is pending of stock is one that was not tried yet. After a
// transfer it is another one: what came by it can only be reserved then.
func (h *erpHandler) enqueueReserve(j *job, a *account, n int) {
	e := order.Effect{Kind: order.EffectReserve, Target: h.target(j, a), N: n}
	for _, w := range slices.Backward(j.pending()) {
		if w.Target.Account != a.name || w.Kind != order.EffectReserve && w.Kind != order.EffectTransfer {
			continue
		}
		if isFresh(w) && isSameThing(w, e) {
			return
		}
		break
	}
	h.enqueue(j, e, "")
}

// sendTransfers adds the documents of transfers that something happened to, but for what the books reported themselves.
// asked tells the new ones from those that go on.
func (h *erpHandler) sendTransfers(j *job, a *account, es []order.Event, asked bool) {
	if a.name != j.route.booksAt() || !a.system.Can(order.EffectTransfer, j.view().Scheme) {
		return
	}
	for _, e := range es {
		n := transferOf(e)
		if _, first := e.Body.(order.TransferRequested); n == 0 || first != asked || isEcho(e, a, false) {
			continue
		}
		x := order.Effect{Kind: order.EffectTransfer, Target: h.target(j, a), N: e.N, Transfer: n}
		if !slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return isFresh(w) && isSameThing(w, x) }) {
			h.enqueue(j, x, strconv.Itoa(n))
		}
	}
}

// transferOf returns the number of the transfer that an event is about; 0 for none.
func transferOf(e order.Event) int {
	switch b := e.Body.(type) {
	case order.TransferRequested:
		return b.Transfer.N
	case order.TransferSent:
		return b.N
	case order.TransferPosted:
		return b.N
	case order.TransferReceived:
		return b.N
	case order.TransferDropped:
		return b.N
	}
	return 0
}

// toReserve is the order as the books are to reserve it: without goods that came by a transfer of which they do not
// know yet. Another reservation follows when they do.
func (h *erpHandler) toReserve(j *job, a *account, v order.View) order.View {
	for _, w := range j.pending() {
		if w.Kind != order.EffectTransfer || w.Target.Account != a.name || w.Transfer < 1 || w.Transfer > len(v.Transfers) {
			continue
		}
		t := v.Transfers[w.Transfer-1]
		for i, l := range v.Lines {
			ps := slices.Clone(l.Portions)
			for k, p := range ps {
				if p.Warehouse == t.To && slices.ContainsFunc(t.Received, func(u order.Units) bool {
					return u.Line == l.ID && u.From.Cmp(p.From) <= 0 && p.To.Cmp(u.To) <= 0
				}) {
					ps[k].Warehouse = ""
				}
			}
			v.Lines[i].Portions = ps
		}
	}
	return v
}

// reserveCame adds that what came by a transfer is reserved where it is, when the books know of it. The reservation
// that was asked for with it may be over: it went on without these goods while the transfer was refused.
func (h *erpHandler) reserveCame(j *job, a *account, w PendingEffect) {
	v := j.view()
	if w.Transfer < 1 || w.Transfer > len(v.Transfers) || len(v.Transfers[w.Transfer-1].Received) == 0 || !h.reserves(j, a) {
		return
	}
	e := order.Effect{Kind: order.EffectReserve, Target: h.target(j, a), N: w.N}
	if !slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return isFresh(w) && isSameThing(w, e) }) {
		h.enqueue(j, e, "came/"+w.Key)
	}
}

// sameReserved compares reservations in any sequence.
func sameReserved(a, b []order.Reserved) bool {
	sorted := func(rs []order.Reserved) []order.Reserved {
		return slices.SortedFunc(slices.Values(rs), func(x, y order.Reserved) int {
			return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Warehouse, y.Warehouse))
		})
	}
	return slices.Equal(sorted(a), sorted(b))
}

// ---- planning -------------------------------------------------------------------------------------------------------

// planning is the Data of an EffectReserve that chooses warehouses and reserves nothing itself: what it chooses is
// reserved by another one.
const planning = `{"plan":true}`

// plan adds that the warehouses of an order are chosen.
func (h *erpHandler) plan(j *job, a *account, n int) {
	if _, can := a.system.(erp.Stocker); !can || !j.route.Reserve.Auto || !h.reserves(j, a) || isGone(j.view().State) {
		return
	}
	if now, _ := stock.Of(j.view()); len(now.Short) == 0 || !mayAssemble(j) {
		return
	}
	e := order.Effect{Kind: order.EffectReserve, Target: h.target(j, a), N: n, Data: json.RawMessage(planning)}
	if !slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return isFresh(w) && isSameThing(w, e) }) {
		h.enqueue(j, e, "plan")
	}
}

// mayAssemble reports whether goods of the order may be reserved now: it may have to be paid first.
func mayAssemble(j *job) bool {
	_, err := j.order.Clone().Do(order.Assemble{Warehouse: "?"}, j.fromBridge())
	return err == nil
}

// planLater adds that warehouses are chosen for what comes into an order that the books have, or may be reserved only
// now: it is confirmed, or nothing is left to be paid.
func (h *erpHandler) planLater(j *job, a *account, es []order.Event) {
	paidNow := isPaid(j.view()) && !isPaid(j.erpAt(a.name).stored)
	for _, e := range es {
		switch e.Body.(type) {
		case order.LineAdded, order.LineExtended, order.Confirmed:
		default:
			if !paidNow {
				continue
			}
		}
		h.plan(j, a, e.N)
		return
	}
}

// performPlan chooses warehouses for what has none.
func (h *erpHandler) performPlan(ctx context.Context, j *job, a *account) answer {
	next, changes, err := h.planNow(ctx, j, a)
	if err != nil {
		return answer{err: err}
	}
	return answer{out: order.Outcome{Kind: order.Applied}, learn: func(j *job, w PendingEffect) {
		h.follow(j, a, changes, j.fromBridge(), "plan/"+w.Key)
		h.tellShort(j, a, next.Short)
	}}
}

// planNow plans with the stock as it is now, with the least change.
func (h *erpHandler) planNow(ctx context.Context, j *job, a *account) (next stock.Plan, changes []stock.Change, err error) {
	x, err := h.stockFor(ctx, j, a)
	if err != nil {
		return stock.Plan{}, nil, err
	}
	now, ds := stock.Of(j.view())
	next, err = now.Replan(ds, x.levels, x.places, policyOf(j))
	if err != nil {
		return stock.Plan{}, nil, err
	}
	return next, now.Changes(next), nil
}

// policyOf is the policy of the route, near the buyer where it names no other place.
func policyOf(j *job) stock.Policy {
	p := j.route.Reserve.Policy
	if p.City == "" && p.Latitude == 0 && p.Longitude == 0 {
		p.City = j.view().Delivery.City
	}
	return p
}

// follow makes the portions of an order stand where a plan has them. The key makes it happen once.
func (h *erpHandler) follow(j *job, a *account, changes []stock.Change, by order.By, key string) {
	for i, c := range changes {
		by.Key = key + "/" + strconv.Itoa(i)
		if _, err := j.order.Do(commandOf(j.view(), c), by); err != nil {
			j.note(LevelWarning, a.name, "reserve", "%s of line %s cannot go from %s to %s: %v", c.Quantity, c.Line, cmp.Or(c.From, "-"), cmp.Or(c.To, "-"), err)
		}
	}
}

// commandOf is the command that a change of a plan stands for.
func commandOf(v order.View, c stock.Change) order.Command {
	switch {
	case c.To == "":
		return order.Release{Picks: standingAt(v, c.Line, c.From, c.Quantity)}
	case c.From == "":
		return order.Assemble{Picks: standingAt(v, c.Line, "", c.Quantity), Warehouse: c.To}
	}
	return order.Assemble{Picks: standingAt(v, c.Line, c.From, c.Quantity), From: c.From, Warehouse: c.To}
}

// standingAt picks units of a line that are kept at a warehouse, or nowhere yet: those that are in no shipment first.
func standingAt(v order.View, line, warehouse string, q amount.Quantity) (ps order.Picks) {
	left := q.Milli()
	for _, shipped := range []bool{false, true} {
		for _, l := range v.Lines {
			for _, p := range l.Portions {
				n := min(left, p.To.Milli()-p.From.Milli())
				if l.ID != line || p.Warehouse != warehouse || p.Block != 0 || (p.Shipment != 0) != shipped || !atWarehouse.Has(p.State) || n <= 0 {
					continue
				}
				left -= n
				ps = ps.And(order.PickUnits(line, p.From, amount.Milli(p.From.Milli()+n)))
			}
		}
	}
	return ps
}

// tellShort tells people once of goods that are free nowhere.
func (h *erpHandler) tellShort(j *job, a *account, short []stock.Demand) {
	if len(short) == 0 {
		return
	}
	var parts []order.Text
	for _, d := range short {
		parts = append(parts, order.Textf("%s of %s", d.Quantity, d.Article))
	}
	j.warn("%s has too little: %s are not reserved; ask another warehouse for them, or offer the buyer something else", a.name, parts)
}

// ---- less stock than asked ------------------------------------------------------------------------------------------

// revert implements reverter: what a reservation asked for and the books do not have is not reserved here either.
func (h *erpHandler) revert(j *job, w PendingEffect) bool {
	lacks := w.Outcome.Lacks
	if w.Kind != order.EffectReserve || len(lacks) == 0 {
		return false
	}
	try := j.order.Clone()
	for _, r := range lacks {
		ps := standingAt(try.View(), r.Line, r.Warehouse, r.Quantity)
		if len(ps) == 0 {
			continue // it was moved or cancelled meanwhile
		}
		if _, err := try.Do(order.Release{Picks: ps}, j.fromBridge()); err != nil {
			return false // people have to decide: it is in a parcel, say
		}
	}
	for _, r := range lacks {
		if ps := standingAt(j.view(), r.Line, r.Warehouse, r.Quantity); len(ps) > 0 {
			if _, err := j.order.Do(order.Release{Picks: ps}, j.fromBridge()); err != nil {
				return false
			}
		}
	}
	j.warn("%s has less than was to be reserved, somebody was faster: %s are missing and were released; see what was chosen in their place", w.Target.Account, lacksText(j.view(), lacks))
	return true
}

// lacksText says what is missing where.
func lacksText(v order.View, lacks []order.Reserved) []order.Text {
	parts := []order.Text{}
	for _, r := range lacks {
		parts = append(parts, order.Textf("%s of %s at %s", r.Quantity, articleOf(v, r.Line), r.Warehouse))
	}
	return parts
}

// replanKey begins the keys of commands that follow from a refused reservation.
const replanKey = "replan/"

// planAgain chooses other warehouses for what the books refused to reserve. It happens once: what is refused again, or
// was chosen by people, waits for them.
func (h *erpHandler) planAgain(ctx context.Context, j *job, a *account, w PendingEffect, got answer) answer {
	if len(got.out.Lacks) == 0 || got.out.Kind != order.Rejected {
		return got
	}
	if cause, known := eventOf(j, w.N); known && strings.HasPrefix(cause.Key, replanKey) {
		return got
	}
	x, err := h.stockFor(ctx, j, a)
	if err != nil { // people are told of the refusal, and plan
		return got
	}
	got.learn = func(j *job, w PendingEffect) {
		now, ds := stock.Of(j.view())
		next, err := now.Replan(ds, x.levels, x.places, policyOf(j))
		if err != nil {
			j.note(LevelWarning, a.name, "reserve", "the reservation cannot be planned again: %v", err)
			return
		}
		h.follow(j, a, now.Changes(next), j.fromBridge(), replanKey+w.Key)
		h.tellShort(j, a, next.Short)
	}
	return got
}

// eventOf returns an event of the order by its number.
func eventOf(j *job, n int) (order.Event, bool) {
	for e := range j.order.Events(order.Filter{}) {
		if e.N == n {
			return e, true
		}
	}
	return order.Event{}, false
}

// ---- what people reserved there -------------------------------------------------------------------------------------

// followReserved follows what people moved or gave up in the books: the reservations are theirs. before is the order
// before the reports of the same reading.
func (h *erpHandler) followReserved(j *job, a *account, before order.View, got []order.Reserved) {
	st := j.erpAt(a.name)
	if st.reserved = got; got == nil || !h.reserves(j, a) {
		return
	}
	was, is := before, j.view()
	was.Documents = is.Documents
	if sameReserved(got, erp.ReservedOf(was)) || sameReserved(got, erp.ReservedOf(is)) || h.effectsFor(j, a.name) {
		return
	}
	now := planOf(is, erp.ReservedOf(is))
	by := j.fromBridge()
	by.Actor.System = a.name
	h.follow(j, a, now.Changes(planOf(is, got)), by, "")
	j.warn("%s reserves %s now: the order follows", a.name, reservedText(got))
}

// planOf makes a plan of reservations.
func planOf(v order.View, rs []order.Reserved) (p stock.Plan) {
	for _, r := range rs {
		p.Reserve = append(p.Reserve, stock.Reservation{Line: r.Line, Article: articleOf(v, r.Line), Warehouse: r.Warehouse, Quantity: r.Quantity})
	}
	return p
}

func reservedText(rs []order.Reserved) order.Text {
	parts := []order.Text{}
	for _, r := range rs {
		parts = append(parts, order.Textf("%s of line %s at %s", r.Quantity, r.Line, r.Warehouse))
	}
	if len(parts) == 0 {
		return order.Textf("nothing")
	}
	return order.Textf("%s", parts)
}
