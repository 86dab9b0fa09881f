package durable_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/internal/throughput"
)

// BenchmarkWebhookToCall is how long after Megamarket's call about a new order the call to the CRM comes that makes its
// card, while nothing else is going on.
func BenchmarkWebhookToCall(b *testing.B) {
	for _, way := range []struct {
		name string
		open func(b *testing.B) bridge.Store
	}{
		{"memory", func(*testing.B) bridge.Store { return memory.New() }},
		{"sqlite", func(b *testing.B) bridge.Store { return file(b) }},
		{"postgres-river", func(b *testing.B) bridge.Store { return server(b) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			t := throughput.New(b, way.open(b))
			ctx, stop := context.WithCancel(b.Context())
			ended := make(chan error, 1)
			go func() { ended <- t.Bridge.Run(ctx) }()
			var waits []time.Duration
			for b.Loop() {
				id := t.Buy(1)[0]
				began := time.Now()
				t.MM.SendHooks(ctx)
				for {
					if _, there := t.CRM.Order(id); there {
						break
					}
					if time.Since(began) > time.Minute {
						b.Fatal("no card")
					}
					time.Sleep(100 * time.Microsecond)
				}
				waits = append(waits, time.Since(began))
				time.Sleep(20 * time.Millisecond) // until all is quiet
			}
			stop()
			require.ErrorIs(b, <-ended, context.Canceled)
			slices.Sort(waits)
			ms := func(share int) float64 { return float64(waits[(len(waits)-1)*share/100].Microseconds()) / 1000 }
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ms(50), "ms-median")
			b.ReportMetric(ms(99), "ms-99%")
		})
	}
}
