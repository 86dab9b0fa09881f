package durable_test

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/internal/throughput"
)

// sent counts what is sent to PostgreSQL.
type sent struct{ statements, roundTrips atomic.Int64 }

var (
	_ pgx.QueryTracer = (*sent)(nil)
	_ pgx.BatchTracer = (*sent)(nil)
)

// TraceQueryStart implements pgx.QueryTracer.
func (s *sent) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	s.statements.Add(1)
	s.roundTrips.Add(1)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (s *sent) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart implements pgx.BatchTracer.
func (s *sent) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	s.roundTrips.Add(1)
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer.
func (s *sent) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {
	s.statements.Add(1)
}

// TraceBatchEnd implements pgx.BatchTracer.
func (s *sent) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// atOnce is how many orders are led from step to step together.
const atOnce = 40

// BenchmarkOrders a second, from placing to the hand-over, through a bridge over each store. The share is of a bridge
// over memory beside it, so that a busy machine does not change it.
func BenchmarkOrders(b *testing.B) {
	for _, way := range []struct {
		name string
		open func(b *testing.B, s *sent) bridge.Store
	}{
		{"memory", func(*testing.B, *sent) bridge.Store { return memory.New() }},
		{"sqlite", func(b *testing.B, _ *sent) bridge.Store { return file(b) }},
		{"sqlite-relaxed", func(b *testing.B, _ *sent) bridge.Store { return file(b, durable.WithRelaxedSync()) }},
		{"postgres", func(b *testing.B, s *sent) bridge.Store {
			return server(b, durable.WithoutRiver(), durable.Traced(s))
		}},
		{"postgres-river", func(b *testing.B, s *sent) bridge.Store { return server(b, durable.Traced(s)) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			var s sent
			t := begun(b, way.open(b, &s))
			beside := begun(b, memory.New())
			s.statements.Store(0)
			s.roundTrips.Store(0)
			var took, other time.Duration
			for b.Loop() {
				other += beside.Through(atOnce)
				took += t.Through(atOnce)
			}
			orders := float64(b.N * atOnce)
			b.ReportMetric(orders/took.Seconds(), "orders/s")
			b.ReportMetric(100*other.Seconds()/took.Seconds(), "%-of-memory")
			if n := s.statements.Load(); n > 0 {
				b.ReportMetric(float64(n)/orders, "statements/order")
				b.ReportMetric(float64(s.roundTrips.Load())/orders, "round-trips/order")
			}
		})
	}
}

// begun is a trade whose bridge has started: that is no order's matter.
func begun(b *testing.B, store bridge.Store) *throughput.Trade {
	b.Helper()
	t := throughput.New(b, store)
	_, err := t.Bridge.Sync(b.Context())
	require.NoError(b, err)
	return t
}

// file is a store in a file of its own.
func file(b *testing.B, opts ...durable.Option) *durable.Store {
	b.Helper()
	return opened(b, "file:"+filepath.Join(b.TempDir(), "orders.db"), opts...)
}

// server is a store in a schema of its own.
func server(b *testing.B, opts ...durable.Option) *durable.Store {
	b.Helper()
	return opened(b, postgres(b), opts...)
}
