package channeltest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// account is the name of the channel's account.
const account = "channel-1"

// bench is a fixture in use. It acts as the host.
type bench struct {
	Fixture
	ctx    context.Context
	scheme order.SchemeCode
	fresh  func() *bench // makes another bench with a new fixture
	ticks  int
	shown  map[string]string // by a channels.Mirror, of an order, at the last reading or when it was imported
}

// by returns an actor with the next time.
func (b *bench) by(role order.Role) order.By {
	b.ticks++
	a := order.Actor{ID: "anna", Role: role}
	if role == order.RoleChannel {
		a = order.Actor{Role: role, System: account}
	}
	return order.By{Actor: a, At: b.Now().Add(time.Duration(b.ticks) * time.Second)}
}

// read reads one order.
func (b *bench) read(id string) (channels.Reading, error) {
	var got []channels.Reading
	for r, err := range b.Port.Orders(b.ctx, id) {
		if err != nil {
			return r, fmt.Errorf("Orders(%q): %w", id, err)
		}
		got = append(got, r)
	}
	switch {
	case len(got) != 1:
		return channels.Reading{}, fmt.Errorf("Orders(%q) returned %d readings, want 1", id, len(got))
	case got[0].Problem != nil:
		return got[0], fmt.Errorf("Orders(%q): the order cannot be understood: %w", id, got[0].Problem)
	case got[0].ID != id:
		return got[0], fmt.Errorf("Orders(%q) returned order %q", id, got[0].ID)
	}
	return got[0], nil
}

// importOrder imports a reading.
func (b *bench) importOrder(r channels.Reading) (*order.Order, error) {
	s := r.Snapshot
	s.ID, s.Ref.Account, s.Authority = "order-"+r.ID, account, b.Authority
	o, _, err := order.Import(s, b.by(order.RoleChannel), b.Options...)
	if err != nil {
		return nil, fmt.Errorf("the snapshot of order %s (%s) cannot be imported: %w", r.ID, r.Status, err)
	}
	b.showed(r)
	return o, nil
}

// showed keeps the status of a reading.
func (b *bench) showed(r channels.Reading) {
	if b.shown == nil {
		b.shown = map[string]string{}
	}
	b.shown[r.ID] = r.Status
}

// place places an order and takes it: as it is read, or as it is sent where it cannot be read.
func (b *bench) place() (*order.Order, error) {
	take := b.readNew
	if b.pushes() {
		take = b.takeNew
	}
	o, err := take()
	if err != nil {
		return nil, err
	}
	var pieces int64
	for _, l := range o.View().Lines {
		if l.Kind == order.LineGoods {
			pieces += l.Living.Milli() / 1000
		}
	}
	if pieces < 3 {
		return nil, fmt.Errorf("the fixture placed order %s with %d pieces of goods; at least 3 are needed", o.View().Ref.ID, pieces)
	}
	return o, nil
}

// readNew places an order, reads it and imports it.
func (b *bench) readNew() (*order.Order, error) {
	r, err := b.read(b.Places(b.scheme))
	if err != nil {
		return nil, err
	}
	return b.importOrder(r)
}

// observe passes the reports of a reading to an order.
func (b *bench) observe(o *order.Order, r channels.Reading) ([]order.Event, error) {
	var all []order.Event
	for _, report := range b.news(o, r) {
		by := b.by(order.RoleChannel)
		by.Occurred = r.Occurred
		evs, err := o.Observe(report, by)
		if err != nil {
			return all, fmt.Errorf("order %s does not understand the report %+v: %w", r.ID, report, err)
		}
		all = append(all, evs...)
	}
	// How far the channel shows units, where it goes back at times, is no news of the order.
	shown := func(e order.Event) bool { return e.Body.Kind() == order.Shown{}.Kind() }
	return slices.DeleteFunc(all, shown), nil
}

// news are the reports of a reading. Of a channels.Mirror a status that it showed before is none, nor is one that
// stands for the order.
func (b *bench) news(o *order.Order, r channels.Reading) []order.Observation {
	m, is := b.Port.(channels.Mirror)
	if !is || r.Status != b.shown[r.ID] && r.Status != m.StatusFor(o.View()) {
		return r.Reports
	}
	b.showed(r)
	return slices.DeleteFunc(slices.Clone(r.Reports), func(x order.Observation) bool {
		s, is := x.(order.StatusReport)
		return is && len(s.Picks) == 0 && !s.Says.IsZero()
	})
}

// agree reads an order again. The reading must bring nothing new, and must be fit to be imported anew. A channel that
// cannot be asked has nothing to agree on.
func (b *bench) agree(o *order.Order, after string) error {
	if b.pushes() {
		return nil
	}
	r, err := b.read(o.View().Ref.ID)
	if err != nil {
		return fmt.Errorf("after %s: %w", after, err)
	}
	if _, is := b.Port.(channels.Mirror); is && (r.Changed == nil || r.Changed.Lines == nil || r.Changed.Details == nil) {
		return fmt.Errorf("after %s: the reading has no Changed with lines and details, which that of a channels.Mirror needs", after)
	}
	evs, err := b.observe(o, r)
	if err != nil {
		return fmt.Errorf("after %s: %w", after, err)
	}
	if len(evs) > 0 {
		return fmt.Errorf("after %s both sides should agree, but a reading (%s) caused %s", after, r.Status, list(evs))
	}
	afresh, err := b.importOrder(r)
	if err != nil {
		return fmt.Errorf("after %s: %w", after, err)
	}
	if evs, err = b.observe(afresh, r); err != nil {
		return fmt.Errorf("after %s: %w", after, err)
	}
	if len(evs) > 0 {
		return fmt.Errorf("after %s: a reading (%s) contradicts itself: its reports change the order of its own snapshot: %s", after, r.Status, list(evs))
	}
	here, there := o.View(), afresh.View()
	for _, l := range here.Lines {
		for _, m := range there.Lines {
			if l.ID == m.ID && l.Kind == order.LineGoods && l.Living != m.Living {
				return fmt.Errorf("after %s: %s units of line %s live here, %s there (%s)", after, l.Living, l.ID, m.Living, r.Status)
			}
		}
	}
	return nil
}

// list formats events for error texts.
func list(evs []order.Event) string {
	s := ""
	for i, e := range evs {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprintf("%s %+v", e.Body.Kind(), e.Body)
	}
	return "[" + s + "]"
}

// apply applies a task that must succeed.
func (b *bench) apply(t order.Task) (order.Outcome, error) {
	out, err := b.Port.Apply(b.ctx, t)
	if err != nil {
		return out, fmt.Errorf("%s: %w", t.Kind, err)
	}
	if !out.Done() {
		return out, fmt.Errorf("%s: the outcome is %s [%s] %s, want applied", t.Kind, out.Kind, out.Code, out.Text)
	}
	return out, nil
}
