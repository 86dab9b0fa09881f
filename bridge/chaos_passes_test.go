package bridge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// passStory is three passes over a cabinet in which orders come, change and are cancelled, worked by processes that end
// where l says. It returns what is known of the orders in the end, and how often a store was written to.
func passStory(t *testing.T, end chaos.End) (orders string, loaded []string, writes int) {
	t.Helper()
	c, store, clk := &cabinet{}, memory.New(), &clock{t: monday}
	l := &chaos.Process{End: end}
	open := func() *bridge.Bridge {
		b, err := bridge.New(l.Keeping(store), bridge.Account("rz-1", c), cabinetRoute, bridge.WithClock(clk), bridge.WithRefreshEvery(-1),
			bridge.Schedule{Account: "rz-1", Every: []time.Duration{bridge.MinInterval}})
		require.NoError(t, err)
		return b
	}
	b := open()
	pass := func() {
		for {
			_, err := b.Poll(t.Context(), "rz-1")
			if err == nil {
				err = b.Work(t.Context())
			}
			if !l.Over() {
				require.NoError(t, err)
				return
			}
			writes += l.Writes
			l = &chaos.Process{}
			clk.pass(10 * time.Minute) // the claims of the process that ended are over
			b = open()
		}
	}
	first, second := c.place("new", monday), c.place("processing", monday)
	c.place("refused", monday)
	pass()
	c.edit(second, func(r *row) { r.pieces, r.price = 3, amount.UAH(80_00) })
	c.place("received", clk.Now())
	clk.pass(10 * time.Minute)
	pass()
	c.edit(first, func(r *row) { r.status = "refused" })
	clk.pass(10 * time.Minute)
	pass()
	for s, err := range store.Orders(t.Context(), bridge.OrderFilter{}) {
		require.NoError(t, err)
		orders += fmt.Sprintln(s.ID, s.State, s.Total)
		o, err := b.Order(t.Context(), s.ID)
		require.NoError(t, err)
		for e := range o.Events(order.Filter{}) {
			orders += fmt.Sprintln("  ", e.Body.Kind())
		}
	}
	for r, err := range store.Runs(t.Context(), bridge.RunFilter{}) {
		require.NoError(t, err)
		for _, x := range r.Loaded {
			loaded = append(loaded, x.Order)
		}
	}
	return orders, loaded, writes + l.Writes
}

// Wherever the process ends, the next passes leave the same orders with the same histories, and no pass says that it
// took an order which another one took.
func TestAPassMayBeStoppedAtEveryWrite(t *testing.T) {
	want, all, n := passStory(t, chaos.End{})
	require.Contains(t, want, "rz-1/1 cancelled")
	require.Contains(t, want, "rz-1/2 in-work 240.00 UAH")
	require.NotContains(t, want, "rz-1/3")
	require.ElementsMatch(t, []string{"rz-1/1", "rz-1/2", "rz-1/4"}, all)
	require.Greater(t, n, 15)
	for k := 1; k <= n; k++ {
		for _, end := range []chaos.End{{BeforeWrite: k}, {AfterWrite: k}} {
			got, loaded, _ := passStory(t, end)
			require.Equal(t, want, got, "%+v", end)
			seen := map[string]bool{}
			for _, id := range loaded {
				require.False(t, seen[id], "%+v: %s was loaded twice", end, id)
				seen[id] = true
			}
		}
	}
}
