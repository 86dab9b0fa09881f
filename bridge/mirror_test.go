package bridge_test

import (
	"context"
	"iter"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// counter is a shop with one order that people may change there and that is worked elsewhere.
type counter struct {
	mark   int
	mugs   int64
	name   string
	status string
}

func (c *counter) System() string                              { return "counter" }
func (c *counter) Can(order.EffectKind, order.SchemeCode) bool { return false }
func (c *counter) StatusFor(o order.View) string               { return o.State.String() }
func (c *counter) changes(change func(*counter))               { c.mark++; change(c) }
func (c *counter) Changed(context.Context, channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		yield(channels.Found{ID: "7", Mark: strconv.Itoa(c.mark)}, nil)
	}
}

func (c *counter) Apply(context.Context, order.Task) (order.Outcome, error) {
	return order.Outcome{}, &ordo.Error{Class: ordo.Unsupported}
}

func (c *counter) Orders(context.Context, ...string) iter.Seq2[channels.Reading, error] {
	d := order.Draft{
		Ref: order.Ref{System: "counter", Kind: "order", ID: "7"}, Scheme: order.OwnPickup, Currency: "RUB", Buyer: order.Buyer{Name: c.name},
		Lines: []order.Line{
			{ID: "1", SKU: "MUG", Name: "Mug", Quantity: amount.Milli(c.mugs * 1000), Price: amount.RUB(890_00)},
			{ID: "2", SKU: "BOWL", Name: "Bowl", Quantity: amount.Pcs(1), Price: amount.RUB(350_00)},
		},
	}
	state, _ := status.ParseOrderState(c.status)
	r := channels.Reading{
		ID: "7", Snapshot: order.Snapshot{Draft: d}, Status: c.status, Labels: map[string]string{order.LabelSource: "yandex"},
		Reports: []order.Observation{order.StatusReport{Code: c.status, Says: status.Meaning{Order: state}}},
		Changed: &channels.Change{Lines: &channels.Lines{Lines: d.Lines}, Details: &order.DetailsReport{Buyer: d.Buyer}},
	}
	return func(yield func(channels.Reading, error) bool) { yield(r, nil) }
}

func TestAShopThatIsToldOfChangesDoesNotUndoThem(t *testing.T) {
	clock := &clock{t: monday}
	shop := &counter{mugs: 2, name: "Анна", status: "new"}
	b, err := bridge.New(memory.New(), bridge.Account("shop-1", shop), bridge.WithClock(clock),
		bridge.Route{Channel: "shop-1", Scheme: order.OwnPickup, Authority: order.OwnShop})
	require.NoError(t, err)
	pass := func() order.View {
		t.Helper()
		clock.pass(time.Hour)
		_, err := b.Sync(t.Context())
		require.NoError(t, err)
		id, err := b.Find(t.Context(), order.Ref{System: "counter", Account: "shop-1", Kind: "order", ID: "7"})
		require.NoError(t, err)
		o, err := b.Order(t.Context(), id)
		require.NoError(t, err)
		return o.View()
	}
	does := func(c order.Command) {
		t.Helper()
		_, err := b.Do(t.Context(), pass().ID, c, order.By{Actor: order.Actor{ID: "11", Role: order.RoleOperator}})
		require.NoError(t, err)
	}
	mugs := func(v order.View) string { return v.Lines[0].Living.String() }

	pass()
	v := pass()
	require.Equal(t, []string{"2", "yandex", "new"}, []string{mugs(v), v.Labels[order.LabelSource], v.State.String()})

	t.Log("what people change there is tried as theirs")
	shop.changes(func(c *counter) { c.mugs = 3; c.name = "Анна Зразкова" })
	v = pass()
	require.Equal(t, []string{"3", "Анна Зразкова"}, []string{mugs(v), v.Buyer.Name})

	t.Log("what is changed here stays, though the shop shows what it showed before")
	does(order.Edit{Remove: order.Pick("1", amount.Pcs(2)), Reason: status.ReasonBuyerCancelled})
	does(order.ChangeDetails{Buyer: order.Buyer{Name: "Олег"}})
	does(order.Confirm{})
	shop.changes(func(*counter) {})
	v = pass()
	require.Equal(t, []string{"1", "Олег", "partly-confirmed"}, []string{mugs(v), v.Buyer.Name, v.State.String()})

	t.Log("once it is told, that is no news")
	shop.changes(func(c *counter) { c.mugs, c.name, c.status = 1, "Олег", "partly-confirmed" })
	n := v.Version
	v = pass()
	require.Equal(t, []string{"1", "Олег", "partly-confirmed"}, []string{mugs(v), v.Buyer.Name, v.State.String()})
	require.Empty(t, v.Notes)

	t.Log("a status that people set there is tried as theirs")
	shop.changes(func(c *counter) { c.status = "cancelled" })
	v = pass()
	require.Greater(t, v.Version, n)
	require.Equal(t, []string{"0", "cancelled"}, []string{mugs(v), v.State.String()})
}
