package storetest

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// walk makes random calls to an empty store and to the model and returns the first difference. pick returns a number
// below n; time goes on with every step.
func walk(s bridge.Store, pick func(n int) int, steps int) error {
	return check{run: func(t *trial) {
		w := &walker{trial: t, model: newModel(), pick: pick}
		for w.minute = 1; w.minute <= steps; w.minute++ {
			w.step()
			w.compare()
		}
		w.compareLists()
	}}.try(s)
}

// walker is a walk under way.
type walker struct {
	*trial
	model   *model
	pick    func(n int) int
	minute  int
	granted []bridge.Claim // that there ever were
}

var walked = []string{"A", "B", "C", "D"}

// soon is a time around now, or never.
func (w *walker) soon() time.Time {
	if n := w.pick(12); n > 0 {
		return at(w.minute + n - 4)
	}
	return never
}

func (w *walker) id() string { return walked[w.pick(len(walked))] }

func (w *walker) step() {
	switch w.pick(11) {
	case 0, 1, 2:
		w.work(w.id())
	case 3:
		id := w.id()
		rev := w.model.storedOrder(id).Rev + 1 + w.pick(2)
		w.conflict(w.Save(w.ctx, id, rev, w.batch(id, w.model.storedOrder(id))))
	case 4, 5:
		w.mail()
	case 6:
		w.take()
	case 7:
		c := bridge.Claim{ID: w.id(), Token: w.token()}
		if n := len(w.granted); n > 0 && w.pick(2) == 0 {
			c = w.granted[n-1-w.pick(min(n, 4))]
		}
		w.release(c)
		w.model.release(c)
	case 8:
		es := w.entries()
		w.must("Write", w.Write(w.ctx, es...))
		w.model.write(es...)
	case 9:
		w.swap()
	case 10:
		r := pass(strconv.Itoa(w.pick(4)), w.minute)
		w.ran(r)
		w.model.ran(r)
	}
}

// swap swaps a value, from what it is or from something else.
func (w *walker) swap() {
	key := strconv.Itoa(w.pick(3))
	is, some := w.model.values[key]
	var old, value []byte
	if some {
		old = []byte(is)
	}
	right := w.pick(3) > 0
	if !right {
		old = []byte("another")
	}
	if w.pick(4) > 0 {
		value = []byte(strconv.Itoa(w.minute))
	}
	err := w.Swap(w.ctx, "party", key, old, value)
	if !right {
		w.conflict(err)
		return
	}
	w.must("Swap", err)
	if delete(w.model.values, key); value != nil {
		w.model.values[key] = string(value)
	}
}

// work saves a batch at the right revision; a name may be taken.
func (w *walker) work(id string) {
	before := w.model.storedOrder(id)
	b := w.batch(id, before)
	var o *order.Order
	if s := w.model.sheets[id]; s != nil && s.order != nil {
		o = s.order.Clone()
		b.Events = w.does(o, order.WriteComment{Text: strconv.Itoa(w.minute)}, by("anna", w.minute))
	} else {
		o, b.Events = w.place(id, w.minute)
	}
	b.Summary = summary(o, w.minute)
	err := w.Save(w.ctx, id, before.Rev, b)
	if w.model.stale(id, b) || w.model.taken(id, b) != nil {
		w.conflict(err)
		return
	}
	w.must("Save", err)
	w.model.save(id, b)
	w.model.sheet(id).order = o
}

// token is that of one of the latest claims, which may have ended and may be of another order, or none.
func (w *walker) token() string {
	if n := w.pick(8); n > 0 && n <= len(w.granted) {
		return w.granted[len(w.granted)-n].Token
	}
	return ""
}

// batch is something to save, all but events. It is made by somebody who has seen some of the stored order's messages:
// others may have come since.
func (w *walker) batch(id string, d bridge.StoredOrder) bridge.Batch {
	b := bridge.Batch{
		Wake: w.soon(), Refreshed: w.soon(), Token: w.token(), Claim: w.soon(), Journal: w.entries(), Summary: plainly(id),
	}
	if s := w.model.sheets[id]; s != nil && w.pick(2) == 0 {
		b.Token = s.token
	}
	for range w.pick(3) {
		b.Refs = append(b.Refs, name(strconv.Itoa(w.pick(6))))
	}
	if w.pick(4) == 0 {
		b.Free = append(b.Free, name(strconv.Itoa(w.pick(6))), name(id))
	}
	phases := []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseDone, bridge.PhaseInDoubt, bridge.PhaseParked}
	for range w.pick(3) {
		o := effect(id, strconv.Itoa(w.pick(5)), w.minute)
		o.Phase, o.Attempts, o.Due = phases[w.pick(len(phases))], w.pick(4), w.soon()
		b.Effects = append(b.Effects, o)
	}
	seen := d.Messages[:len(d.Messages)-w.pick(len(d.Messages)+1)]
	b.Seen = last(seen)
	for _, m := range seen {
		switch w.pick(3) {
		case 0:
			b.Done = append(b.Done, m.N)
		case 1:
			m.Attempts++
			m.Due, m.Problem = w.soon(), "no such line"
			b.Failed = append(b.Failed, m)
		}
	}
	return b
}

func (w *walker) entries() []bridge.Entry {
	var es []bridge.Entry
	for range w.pick(3) {
		key := ""
		if n := w.pick(5); n > 0 {
			key = strconv.Itoa(n)
		}
		es = append(es, entry(strconv.Itoa(w.minute), key, w.minute))
	}
	return es
}

// mail receives messages, with a cursor that is right, wrong or none.
func (w *walker) mail() {
	due := w.soon()
	if due.IsZero() {
		due = at(w.minute)
	}
	mail := bridge.Incoming{Due: due}
	for range w.pick(4) {
		mail.Messages = append(mail.Messages, message(w.id(), "k"+strconv.Itoa(w.pick(40))))
	}
	wrong := false
	switch w.pick(3) {
	case 0:
		mail.Account, mail.Stream, mail.From, mail.To = "shop-1", "orders", w.model.cursor, strconv.Itoa(w.minute)
	case 1:
		mail.Account, mail.Stream, mail.From, mail.To = "shop-1", "orders", "elsewhere", strconv.Itoa(w.minute)
		wrong = true
	}
	err := w.Receive(w.ctx, mail)
	if wrong {
		w.conflict(err)
		return
	}
	w.must("Receive", err)
	w.model.receive(mail)
}

// take claims orders. Of those that are due at the same time, any may come first.
func (w *walker) take() {
	now, until, n := at(w.minute), at(w.minute+1+w.pick(10)), w.pick(4)
	due := w.model.due(now)
	var only []string
	if w.pick(3) == 0 {
		only = walked[:1+w.pick(len(walked)-1)]
		due = slices.DeleteFunc(due, func(id string) bool { return !slices.Contains(only, id) })
	}
	cs := w.claims(now, until, n, only...)
	var ids []string
	for _, c := range cs {
		ids = append(ids, c.ID)
	}
	if want := min(n, len(due)); len(ids) != want {
		w.failf("%v were claimed at %v, but %d of %v could be", ids, now, want, due)
	}
	for i, id := range ids {
		if !slices.Contains(due, id) || slices.Contains(ids[:i], id) || !w.model.sheets[id].wake.Equal(w.model.sheets[due[i]].wake) {
			w.failf("%v were claimed at %v, but due are %v", ids, now, due)
		}
	}
	for _, c := range cs {
		if slices.ContainsFunc(w.granted, func(old bridge.Claim) bool { return old.Token == c.Token }) {
			w.failf("the token %q of %s is that of an earlier claim", c.Token, c.ID)
		}
		w.granted = append(w.granted, c)
		w.model.sheets[c.ID].token, w.model.sheets[c.ID].claim = c.Token, until
	}
}

// compare compares what may have changed with a step.
func (w *walker) compare() {
	for _, id := range walked {
		got := w.load(id)
		if s := w.model.sheets[id]; s != nil && len(s.messages) == len(got.Messages) {
			for i := range s.messages { // the store numbers them
				if s.messages[i].N == 0 {
					s.messages[i].N = got.Messages[i].N
				}
			}
		}
		w.same(fmt.Sprintf("stored order after step %d", w.minute), got, w.model.storedOrder(id))
	}
	for _, id := range walked {
		d := w.model.storedOrder(id)
		w.same(fmt.Sprintf("head after step %d", w.minute), w.head(id), bridge.Head{Rev: d.Rev, LastMessage: last(d.Messages)})
	}
	for key, v := range w.values("party", "0", "1", "2") {
		w.same("value", string(v), w.model.values[key])
	}
	w.same("values", len(w.values("party", "0", "1", "2")), len(w.model.values))
	got, want := w.next(), w.model.next()
	if now := at(w.minute); got.IsZero() != want.IsZero() || !got.Equal(want) && (got.After(now) || want.After(now)) {
		w.failf("next after step %d is %v, not %v", w.minute, got, want)
	}
	cursor, err := w.Cursor(w.ctx, "shop-1", "orders")
	w.must("Cursor", err)
	w.same("cursor", cursor, w.model.cursor)
}

// compareLists compares what is listed in the end.
func (w *walker) compareLists() {
	w.same("effects", all(w.trial, "Effects", w.Effects(w.ctx, bridge.EffectFilter{})), w.model.owed)
	es := w.journal(bridge.JournalFilter{})
	for i := range es {
		es[i].N = 0
	}
	w.same("journal", es, w.model.journal)
	w.same("records of passes", w.runs(bridge.RunFilter{}), w.model.runs)
	var refs []order.Ref
	for i := range 6 {
		refs = append(refs, name(strconv.Itoa(i)))
	}
	found, err := w.Find(w.ctx, refs...)
	w.must("Find", err)
	for _, r := range refs {
		w.same("order named "+r.String(), found[r], w.model.names[r])
	}
	listed := map[string]bridge.Summary{}
	for _, s := range w.orders(bridge.OrderFilter{}) {
		listed[s.ID] = s
	}
	var log []bridge.LoggedEvent
	for id, s := range w.model.sheets {
		if s.rev > 0 {
			w.same("summary", listed[id], s.summary)
		}
		for _, e := range s.events {
			log = append(log, bridge.LoggedEvent{Order: id, Event: e})
		}
	}
	slices.SortFunc(log, func(a, b bridge.LoggedEvent) int { return a.At.Compare(b.At) }) // each step has a minute of its own
	w.same("log", w.log(bridge.LogFilter{}), log)
}
