package order_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// scenario is one order and the people and systems around it. Each step takes a minute.
type scenario struct {
	*testing.T
	o  *order.Order
	at time.Time
}

var (
	merchant = order.Actor{ID: "anna", Role: order.RoleOperator}
	mm       = order.Actor{Role: order.RoleChannel, System: "mm-1"}
	crm      = order.Actor{Role: order.RoleERP, System: "crm-1"}
	cdek     = order.Actor{Role: order.RoleCarrier, System: "cdek-1"}
	gateway  = order.Actor{Role: order.RoleGateway, System: "kassa-1"}
	robot    = order.Actor{Role: order.RoleSystem, ID: "bridge"}
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func place(t *testing.T, d order.Draft, who order.Actor, opts ...order.Option) *scenario {
	t.Helper()
	x := &scenario{T: t, at: monday}
	o, _, err := order.New(d, x.by(who), opts...)
	require.NoError(t, err)
	x.o = o
	// Whatever a scenario does, the stored log must rebuild the identical order.
	t.Cleanup(func() {
		stored, err := json.Marshal(collect(x.o))
		require.NoError(t, err)
		events, err := order.ReadLog(bytes.NewReader(stored))
		require.NoError(t, err)
		again, err := order.Replay(events, opts...)
		require.NoError(t, err)
		require.Equal(t, x.o.View(), again.View())
	})
	return x
}

func collect(o *order.Order) []order.Event {
	var evs []order.Event
	for e := range o.Events(order.Filter{}) {
		evs = append(evs, e)
	}
	return evs
}

func (d *scenario) by(who order.Actor) order.By {
	d.at = d.at.Add(time.Minute)
	return order.By{Actor: who, At: d.at}
}

// does gives a command that must succeed.
func (d *scenario) does(who order.Actor, c order.Command) []order.Event {
	d.Helper()
	evs, err := d.o.Do(c, d.by(who))
	require.NoError(d, err)
	require.NotEmpty(d, evs)
	return evs
}

// refused gives a command that must be refused, and returns the refusal.
func (d *scenario) refused(who order.Actor, c order.Command, problem error) order.Refused {
	d.Helper()
	before := d.o.View()
	_, err := d.o.Do(c, d.by(who))
	require.ErrorIs(d, err, problem)
	require.Equal(d, before, d.o.View(), "a refused command changes nothing")
	var r *order.Refused
	require.ErrorAs(d, err, &r)
	return *r
}

// reports observes a report that must change something.
func (d *scenario) reports(who order.Actor, obs order.Observation) []order.Event {
	d.Helper()
	evs, err := d.o.Observe(obs, d.by(who))
	require.NoError(d, err)
	require.NotEmpty(d, evs)
	return evs
}

// echoes lets an outside system report what is known already.
func (d *scenario) echoes(who order.Actor, obs order.Observation) {
	d.Helper()
	evs, err := d.o.Observe(obs, d.by(who))
	require.NoError(d, err)
	require.Empty(d, evs)
}

// saves lets the merchant save an order in RetailCRM: all that was changed in one save, as commands.
func (d *scenario) saves(cmds ...order.Command) []order.Event {
	d.Helper()
	return d.reports(crm, order.Intent{Commands: cmds})
}

// declined lets the merchant save something in RetailCRM that is not allowed, and returns the note that RetailCRM is
// owed.
func (d *scenario) declined(cmds ...order.Command) order.Note {
	d.Helper()
	before := len(d.o.View().Notes)
	d.saves(cmds...)
	notes := d.o.View().Notes
	require.Len(d, notes, before+1)
	return notes[len(notes)-1]
}

// is checks the order's state.
func (d *scenario) is(s status.OrderState) {
	d.Helper()
	require.Equal(d, s.String(), d.o.State().String())
}

// inCRM checks the status that RetailCRM is to show.
func (d *scenario) inCRM(code string) {
	d.Helper()
	h := status.Hints{}
	for e := range d.o.Events(order.Filter{Kind: "cancelled"}) {
		c := e.Body.(order.Cancelled)
		h.Reason, h.Party = c.Reason, c.Party
	}
	got, err := status.RetailCRM().Write(d.o.State(), h)
	require.NoError(d, err)
	require.Equal(d, code, got)
}

// lots checks the states of the lots of a marketplace order, one unit a line.
func (d *scenario) lots(want map[string]status.ItemState) {
	d.Helper()
	for id, s := range want {
		l, ok := d.o.Line(id)
		require.True(d, ok, id)
		require.Len(d, l.Portions, 1)
		require.Equal(d, s.String(), l.Portions[0].State.String(), "lot %s", id)
	}
}

// lot is the status of one lot at MegaMarket, translated by its table.
func lot(t *testing.T, id, code, sub string) order.Observation {
	t.Helper()
	says, known := status.MegaMarket().Read(status.AxisItem, code)
	require.True(t, known, code)
	if sub != "" {
		more, known := status.MegaMarket().Read(status.AxisSubStatus, sub)
		require.True(t, known, sub)
		says = says.With(more)
	}
	return order.StatusReport{Code: code, Says: says, Picks: order.PickAll(id)}
}

// lotStatus observes the status of some lots at MegaMarket.
func (d *scenario) lotStatus(code string, ids ...string) {
	d.Helper()
	for _, id := range ids {
		d.reports(mm, lot(d.T, id, code, ""))
	}
}

func sum(t *testing.T, ms ...amount.Money) amount.Money {
	t.Helper()
	total := amount.RUB(0)
	for _, m := range ms {
		var err error
		total, err = total.Add(m)
		require.NoError(t, err)
	}
	return total
}
