package durable_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
)

// Each call of the store is a span of its own under the caller's, with its name and outcome.
func TestCallsAreTraced(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		kept := tracetest.NewInMemoryExporter()
		p := sdktrace.NewTracerProvider(sdktrace.WithSyncer(kept))
		s := db.open(t, durable.WithTracer(p))
		ctx, above := p.Tracer("test").Start(t.Context(), "order")
		told := func(f func()) (out []string) {
			kept.Reset()
			f()
			for _, span := range kept.GetSpans() {
				if span.Parent.SpanID() == above.SpanContext().SpanID() {
					outcome, _ := value(span.Attributes, "outcome")
					out = append(out, span.Name+" "+outcome)
				}
			}
			return out
		}
		require.Equal(t, []string{"store Save ok"}, told(func() { require.NoError(t, s.Save(ctx, "T-1", 0, batch(t, "T-1"))) }))
		require.Equal(t, []string{"store Load ok"}, told(func() {
			_, err := s.Load(ctx, "T-1")
			require.NoError(t, err)
		}))
		require.Equal(t, []string{"store Receive ok"}, told(func() {
			require.NoError(t, s.Receive(ctx, bridge.Incoming{Due: morning, Messages: []bridge.Message{message("T-1", "k")}}))
		}))
		require.Equal(t, []string{"store Orders ok"}, told(func() { list(t, s.Orders(ctx, bridge.OrderFilter{})) }))
		require.Equal(t, []string{"store Claim ok"}, told(func() {
			_, err := s.Claim(ctx, time.Now(), time.Now().Add(time.Minute), 1)
			require.NoError(t, err)
		}))
		require.Contains(t, told(func() { require.ErrorIs(t, s.Save(ctx, "T-1", 0, bridge.Batch{}), bridge.ErrConflict) }), "store Save conflict")
		require.Equal(t, []string{"store Swap conflict"}, told(func() { require.ErrorIs(t, s.Swap(ctx, "b", "k", []byte("1"), nil), bridge.ErrConflict) }))
		gone, cancel := context.WithCancel(ctx)
		cancel()
		require.Equal(t, []string{"store Find error"}, told(func() {
			_, err := s.Find(gone, order.Ref{ID: "x"})
			require.Error(t, err)
		}))
		require.Equal(t, codes.Error, kept.GetSpans()[0].Status.Code)
		system, _ := value(kept.GetSpans()[0].Attributes, "db.system.name")
		require.Equal(t, map[bool]string{true: "sqlite", false: "postgresql"}[db.path != ""], system)
	})
}

func value(kvs []attribute.KeyValue, key string) (string, bool) {
	set := attribute.NewSet(kvs...)
	v, ok := set.Value(attribute.Key(key))
	return v.AsString(), ok
}

// What the store does and what waits in the database is measured.
func TestTheStoreIsMeasured(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		reader := sdkmetric.NewManualReader()
		s := open(t, db.dsn, durable.WithMeter(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))))
		keep(t, s, "T-1")
		keep(t, s, "T-2")
		parked := effect("T-2", "e1")
		parked.Phase = bridge.PhaseParked
		require.NoError(t, s.Save(t.Context(), "T-2", 1, bridge.Batch{Effects: []bridge.PendingEffect{parked}, Wake: morning}))
		claims, err := s.Claim(t.Context(), time.Now(), time.Now().Add(time.Minute), 2)
		require.NoError(t, err)
		require.Len(t, claims, 2)
		require.NoError(t, s.Release(t.Context(), claims[0]))
		require.Error(t, s.Save(t.Context(), "T-1", 5, bridge.Batch{}))

		got := measured(t, reader)
		require.Equal(t, "2", got["ordo.store.claims"])
		require.Equal(t, "1", got["ordo.store.conflicts name=Save"])
		require.Equal(t, "1", got["ordo.store.orders.due"])
		require.Equal(t, "1", got["ordo.store.effects.waiting"])
		require.Equal(t, "0", got["ordo.store.messages.failed"])
		require.Equal(t, "4", got["ordo.store.duration name=Save,outcome=ok"], "three, and one that finds out why the last was not made")
		require.Equal(t, "1", got["ordo.store.duration name=Save,outcome=conflict"])
		require.Equal(t, "1", got["ordo.store.duration name=Claim,outcome=ok"])
		var oldest float64
		_, err = fmt.Sscan(got["ordo.store.orders.oldest"], &oldest)
		require.NoError(t, err)
		require.Greater(t, oldest, time.Since(morning).Seconds()-3600)
		closed(t, s)
		require.NotContains(t, measured(t, reader), "ordo.store.orders.due", "a store that is closed is not asked")
	})
}

// measured collects what is measured, by name and attributes; of a histogram how often.
func measured(t *testing.T, reader *sdkmetric.ManualReader) map[string]string {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, reader.Collect(context.WithoutCancel(t.Context()), &all))
	out := map[string]string{}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			put := func(set attribute.Set, v any) {
				name := m.Name
				if set.Len() > 0 {
					name += " " + set.Encoded(attribute.DefaultEncoder())
				}
				out[name] = fmt.Sprint(v)
			}
			switch d := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range d.DataPoints {
					put(p.Attributes, p.Value)
				}
			case metricdata.Gauge[int64]:
				for _, p := range d.DataPoints {
					put(p.Attributes, p.Value)
				}
			case metricdata.Gauge[float64]:
				for _, p := range d.DataPoints {
					put(p.Attributes, p.Value)
				}
			case metricdata.Histogram[float64]:
				for _, p := range d.DataPoints {
					put(p.Attributes, p.Count)
				}
			}
		}
	}
	return out
}

// BenchmarkTelemetry shows what traces and metrics cost: nothing is wrapped and nothing allocated without them.
func BenchmarkTelemetry(b *testing.B) {
	for _, c := range []struct {
		name string
		opts []durable.Option
	}{
		{"unused", nil},
		{"noop", []durable.Option{durable.WithTracer(tracenoop.NewTracerProvider()), durable.WithMeter(metricnoop.NewMeterProvider())}},
		{"SDK", []durable.Option{
			durable.WithTracer(sdktrace.NewTracerProvider(sdktrace.WithSampler(sdktrace.TraceIDRatioBased(0.01)))),
			durable.WithMeter(sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader()))),
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := opened(b, "file:"+b.TempDir()+"/orders.db", c.opts...)
			keep(b, s, "B-1")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Head(b.Context(), "B-1"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Without telemetry the store calls its database itself.
func TestNothingIsWrappedWithoutTelemetry(t *testing.T) {
	require.False(t, sqliteFile(t).open(t).Observed())
	require.True(t, sqliteFile(t).open(t, durable.WithTracer(tracenoop.NewTracerProvider())).Observed())
	require.True(t, sqliteFile(t).open(t, durable.WithMeter(metricnoop.NewMeterProvider())).Observed())
}
