package durable_test

import (
	"context"
	"flag"
	"iter"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

var memoryOrders = flag.Int("memory.orders", 1000, "orders that TestMemoryStaysFlat leads through a bridge")

// paper is an ERP that does what it is told and remembers nothing.
type paper struct{}

var _ erp.System = paper{}

func (paper) System() string { return "paper" }
func (paper) Can(k order.EffectKind, _ order.SchemeCode) bool {
	return k == order.EffectUpsert || k == order.EffectCancel
}
func (paper) Ref(v order.View) order.Ref  { return order.Ref{Kind: "order", ID: v.Number} }
func (paper) StatusFor(order.View) string { return "" }

func (paper) Apply(_ context.Context, t order.Task) (order.Outcome, error) {
	return order.Outcome{Kind: order.Applied, Ref: order.Ref{Kind: "order", ID: t.Order.Number}}, nil
}

func (paper) Changes(context.Context, string) iter.Seq2[erp.Change, error] {
	return func(func(erp.Change, error) bool) {}
}

func (paper) Read(context.Context, []erp.Change, order.View) (erp.Reading, error) {
	return erp.Reading{}, nil
}

// What a process needs does not grow with the orders that it has worked on.
func TestMemoryStaysFlat(t *testing.T) {
	s := opened(t, "file:"+filepath.Join(t.TempDir(), "orders.db"), durable.WithRelaxedSync(), durable.CachedEvents(300))
	b, err := bridge.New(s, bridge.Account("shop-1", shop.New(shop.Settings{})), bridge.Account("paper-1", paper{}),
		bridge.Route{Channel: "shop-1", ERP: "paper-1", Carriers: []string{}})
	require.NoError(t, err)
	const tenth = 10
	var heap []uint64
	for part := range tenth {
		for n := part * *memoryOrders / tenth; n < (part+1)**memoryOrders/tenth; n += 50 {
			var placed, cancelled []channels.News
			for i := range 50 {
				id := strconv.Itoa(n + i)
				draft := order.Draft{
					Number: id, Scheme: order.OwnPickup, Placed: time.Now().Add(-time.Minute), Buyer: order.Buyer{Name: "Olga"},
					Lines: []order.Line{{ID: "1", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(99000)}},
				}
				placed = append(placed, channels.News{Key: "p" + id, ID: id, Placed: &draft})
				cancelled = append(cancelled, channels.News{Key: "c" + id, ID: id, Occurred: time.Now(), Cancelled: &order.CancelReport{Done: true}})
			}
			for _, news := range [][]channels.News{placed, cancelled} {
				require.NoError(t, b.Announce(t.Context(), "shop-1", news...))
				require.NoError(t, b.Work(t.Context()))
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heap = append(heap, m.HeapAlloc)
	}
	gone := 0
	for o, err := range s.Orders(t.Context(), bridge.OrderFilter{}) {
		require.NoError(t, err)
		require.Equal(t, "cancelled", o.State.String(), o.ID)
		gone++
	}
	require.Equal(t, *memoryOrders, gone)
	t.Logf("%d orders; heap after each tenth, in kB: %v", gone, kilo(heap))
	require.Less(t, heap[tenth-1], heap[2]+heap[2]/2, "the heap grows with the orders")
}

func kilo(bytes []uint64) []uint64 {
	for i := range bytes {
		bytes[i] /= 1000
	}
	return bytes
}
