package memory_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/bridge/storetest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) bridge.Store { return memory.New() })
}

// A message waits in the dossier of its order until a batch says that it was worked on.
func ExampleNew() {
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var store bridge.Store = memory.New()

	err := store.Receive(ctx, bridge.Incoming{
		Messages: []bridge.Message{{Account: "shop", Order: "1001", Key: "delivery-1", Kind: "paid", At: now}},
		Due:      now,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	due, err := store.Claim(ctx, now, now.Add(time.Minute), 10)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range due {
		d, err := store.Load(ctx, c.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		b := bridge.Batch{Token: c.Token} // the claim ends with the save
		for _, m := range d.Messages {
			fmt.Println(c.ID, "was", m.Kind)
			b.Done, b.Seen = append(b.Done, m.N), m.N
		}
		fmt.Println("saved:", store.Save(ctx, c.ID, d.Rev, b))
		fmt.Println("saved again:", store.Save(ctx, c.ID, d.Rev, b))
	}
	// Output:
	// 1001 was paid
	// saved: <nil>
	// saved again: order 1001 is at revision 1, not 0: written by somebody else meanwhile
}

// noon is when nothing is due any more but what a benchmark wants.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// filled keeps a number of orders, each with a name and an effect, due in a day.
func filled(tb testing.TB, orders int) *memory.Store {
	tb.Helper()
	m := memory.New()
	for i := range orders {
		id := strconv.Itoa(i)
		require.NoError(tb, m.Save(context.Background(), id, 0, bridge.Batch{
			Refs: []order.Ref{{System: "shop", Kind: "order", ID: id}}, Effects: []bridge.PendingEffect{owed(id, "e")},
			Wake: noon.Add(24*time.Hour + time.Duration(i)*time.Second),
		}))
	}
	return m
}

func owed(id, key string) bridge.PendingEffect {
	return bridge.PendingEffect{
		Effect: order.Effect{Kind: order.EffectStatus, Target: order.Ref{System: "erp"}, Order: id, N: 1, Key: key},
		Phase:  bridge.PhasePending, Since: noon, Due: noon,
	}
}

func BenchmarkMemorySave(b *testing.B) {
	o, placed, err := order.New(order.Draft{
		ID: "1001", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "tea", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00)}},
	}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: noon})
	require.NoError(b, err)
	comment, err := o.Do(order.WriteComment{Text: "call"}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: noon})
	require.NoError(b, err)
	for _, orders := range []int{100, 100_000} {
		b.Run(strconv.Itoa(orders), func(b *testing.B) {
			m, ctx := filled(b, orders), context.Background()
			require.NoError(b, m.Save(ctx, "1001x", 0, bridge.Batch{Events: placed}))
			batch := bridge.Batch{Events: comment, Effects: []bridge.PendingEffect{owed("1001x", "e")}, Wake: noon.Add(24 * time.Hour)}
			rev := 1
			b.ReportAllocs()
			for b.Loop() {
				if err := m.Save(ctx, "1001x", rev, batch); err != nil {
					b.Fatal(err)
				}
				rev++
			}
		})
	}
}

func BenchmarkMemoryLoad(b *testing.B) {
	for _, orders := range []int{100, 100_000} {
		b.Run(strconv.Itoa(orders), func(b *testing.B) {
			m, ctx := filled(b, orders), context.Background()
			b.ReportAllocs()
			for b.Loop() {
				if d, err := m.Load(ctx, "42"); err != nil || d.Rev != 1 {
					b.Fatal(d, err)
				}
			}
		})
	}
}

func BenchmarkMemoryClaim(b *testing.B) {
	m, ctx := filled(b, 100_000), context.Background()
	for i := range 10 {
		require.NoError(b, m.Save(ctx, strconv.Itoa(i*1000), 1, bridge.Batch{Wake: noon.Add(time.Duration(-i) * time.Minute)}))
	}
	now := noon
	b.ReportAllocs()
	for b.Loop() {
		until := now.Add(time.Microsecond)
		claims, err := m.Claim(ctx, now, until, 100)
		if err != nil || len(claims) != 10 {
			b.Fatal(claims, err)
		}
		now = until
	}
}
