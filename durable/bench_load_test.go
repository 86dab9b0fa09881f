package durable_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// BenchmarkLoad is what it takes to load an order with 30 and with 300 events: cold, when nothing of it is known, and
// warm, when the process has read it before.
func BenchmarkLoad(b *testing.B) {
	for _, kind := range []string{"sqlite", "postgres"} {
		for _, warm := range []bool{false, true} {
			took := map[int]float64{}
			for _, events := range []int{30, 300} {
				name := fmt.Sprintf("%s/cold/%d", kind, events)
				cached := 0
				if warm {
					name, cached = fmt.Sprintf("%s/warm/%d", kind, events), 100_000
				}
				b.Run(name, func(b *testing.B) {
					s := storeOf(b, kind, durable.CachedEvents(cached))
					keepLong(b, s, events)
					_, err := s.Load(b.Context(), "A")
					require.NoError(b, err)
					for b.Loop() {
						d, err := s.Load(b.Context(), "A")
						require.NoError(b, err)
						require.Len(b, d.Events, events)
					}
					took[events] = float64(b.Elapsed()) / float64(b.N)
					if events == 300 {
						b.ReportMetric(took[300]/took[30], "x-30-events")
					}
				})
			}
		}
	}
}

// storeOf is a store in a database of a kind.
func storeOf(b *testing.B, kind string, opts ...durable.Option) *durable.Store {
	b.Helper()
	if kind == "sqlite" {
		return file(b, opts...)
	}
	return server(b, opts...)
}

// keepLong keeps an order with so many events.
func keepLong(b *testing.B, s *durable.Store, events int) {
	b.Helper()
	by := order.By{Actor: order.Actor{Role: order.RoleOperator, System: "desk", ID: "anna"}, At: time.Now()}
	o, _, err := order.New(order.Draft{
		ID: "A", Ref: order.Ref{System: "shop", Account: "shop-1", ID: "A"}, Scheme: order.Standard, Authority: order.Marketplace,
		Lines: []order.Line{{ID: "1", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(99000)}},
	}, by)
	require.NoError(b, err)
	for n := 2; n <= events; n++ {
		_, err := o.Do(order.WriteComment{Text: "comment of the manager who has called the buyer, number " + strconv.Itoa(n)}, by)
		require.NoError(b, err)
	}
	var es []order.Event
	for e := range o.Events(order.Filter{}) {
		es = append(es, e)
	}
	require.NoError(b, s.Save(b.Context(), "A", 0, bridge.Batch{Events: es, Summary: bridge.Summary{ID: "A"}}))
}
