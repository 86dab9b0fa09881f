package durable

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/ordo-sdk/ordo/bridge"
)

// scope is the name of the package in traces and metrics.
const scope = "github.com/ordo-sdk/ordo/durable"

// WithTracer makes a span of each transaction of the store, named by the method that made it, such as "store Save", with
// its outcome: "ok", "conflict" or "error". What the store does beside is "other". Spans name no orders and no people.
func WithTracer(p trace.TracerProvider) Option { return func(s *settings) { s.tracing = p } }

// WithMeter counts and measures what the store does:
//
//   - ordo.store.duration: how long each transaction took, in seconds, by the method of the store (name) and its outcome
//   - ordo.store.conflicts: transactions that were not made since something had come in between; they are tried again
//   - ordo.store.claims: orders that were given to a worker
//   - ordo.store.orders.due, ordo.store.orders.oldest: orders that are due and not claimed, and for how long the first of
//     them has been, in seconds
//   - ordo.store.effects.waiting: effects that wait for a person
//   - ordo.store.messages.failed: messages that were tried and not applied yet
//
// The last four are of the whole database, whichever process says so, and are asked for when they are collected.
func WithMeter(p metric.MeterProvider) Option { return func(s *settings) { s.metering = p } }

// observed is a database whose calls are traced and measured.
type observed struct {
	database
	system    string
	tracer    trace.Tracer
	took      metric.Float64Histogram
	conflicts metric.Int64Counter
	gauges    metric.Registration
}

// observe puts traces and metrics around the database, if anybody wants them.
func (s *Store) observe() error {
	if s.tracing == nil && s.metering == nil {
		return nil
	}
	if s.tracing == nil {
		s.tracing = tracenoop.NewTracerProvider()
	}
	if s.metering == nil {
		s.metering = metricnoop.NewMeterProvider()
	}
	o := &observed{database: s.db, system: "sqlite", tracer: s.tracing.Tracer(scope)}
	if s.shared != nil {
		o.system = "postgresql"
	}
	if err := o.instruments(s, s.metering.Meter(scope)); err != nil {
		return err
	}
	s.db = o
	return nil
}

// instruments makes what is measured with.
func (o *observed) instruments(s *Store, m metric.Meter) (err error) {
	made := func(e error) { err = errors.Join(err, e) }
	var e error
	o.took, e = m.Float64Histogram("ordo.store.duration", metric.WithUnit("s"), metric.WithDescription("How long a transaction of the store took."),
		metric.WithExplicitBucketBoundaries(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10))
	made(e)
	o.conflicts, e = m.Int64Counter("ordo.store.conflicts", metric.WithUnit("{transaction}"), metric.WithDescription("Transactions that were not made since something had come in between."))
	made(e)
	claims, e := m.Int64ObservableCounter("ordo.store.claims", metric.WithUnit("{order}"), metric.WithDescription("Orders that were given to a worker."))
	made(e)
	gauge := func(name, unit, text string) metric.Int64ObservableGauge {
		g, e := m.Int64ObservableGauge(name, metric.WithUnit(unit), metric.WithDescription(text))
		made(e)
		return g
	}
	due := gauge("ordo.store.orders.due", "{order}", "Orders that are due and not claimed.")
	waiting := gauge("ordo.store.effects.waiting", "{effect}", "Effects that wait for a person.")
	failed := gauge("ordo.store.messages.failed", "{message}", "Messages that were tried and not applied yet.")
	oldest, e := m.Float64ObservableGauge("ordo.store.orders.oldest", metric.WithUnit("s"), metric.WithDescription("For how long the first order that is due and not claimed has been due."))
	made(e)
	if err != nil {
		return err
	}
	o.gauges, err = m.RegisterCallback(func(ctx context.Context, to metric.Observer) error {
		to.ObserveInt64(claims, s.claimed.Load())
		now := time.Now()
		h, err := waitingIn(ctx, o.database, now)
		if err != nil {
			return err
		}
		age := 0.0
		if !h.Oldest.IsZero() {
			age = now.Sub(h.Oldest).Seconds()
		}
		to.ObserveInt64(due, int64(h.Due))
		to.ObserveFloat64(oldest, age)
		to.ObserveInt64(waiting, int64(h.Waiting))
		to.ObserveInt64(failed, int64(h.Failed))
		return nil
	}, claims, due, oldest, waiting, failed)
	return err
}

func (o *observed) close() error { return errors.Join(o.gauges.Unregister(), o.database.close()) }

func (o *observed) read(ctx context.Context, s statement) error {
	return o.call(ctx, func(ctx context.Context) error { return o.database.read(ctx, s) })
}

func (o *observed) run(ctx context.Context, ss ...statement) error {
	return o.call(ctx, func(ctx context.Context) error { return o.database.run(ctx, ss...) })
}

func (o *observed) write(ctx context.Context, f func(transaction) error) error {
	return o.call(ctx, func(ctx context.Context) error { return o.database.write(ctx, f) })
}

// call makes a call, and tells how it went.
func (o *observed) call(ctx context.Context, f func(context.Context) error) error {
	name := methodOf(ctx)
	ctx, span := o.tracer.Start(ctx, "store "+name, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attribute.String("db.system.name", o.system)))
	defer span.End()
	began := time.Now()
	err := f(ctx)
	outcome := "ok"
	switch {
	case err == nil:
	case errors.Is(err, bridge.ErrConflict), errors.Is(err, errUnmet), errors.Is(err, errTaken):
		outcome = "conflict"
		o.conflicts.Add(ctx, 1, metric.WithAttributes(attribute.String("name", name)))
	default:
		outcome = "error"
		span.SetStatus(codes.Error, err.Error())
	}
	span.SetAttributes(attribute.String("outcome", outcome))
	o.took.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(attribute.String("name", name), attribute.String("outcome", outcome)))
	return err
}

// methodKey is the key of the name of a method in a context.
type methodKey struct{}

// as returns a context in which a transaction is one of a method of the store; of the outermost, if one calls another.
func (s *Store) as(ctx context.Context, method string) context.Context {
	if s.tracing == nil && s.metering == nil || ctx.Value(methodKey{}) != nil {
		return ctx
	}
	return context.WithValue(ctx, methodKey{}, method)
}

// methodOf returns the name of the method that a transaction is of.
func methodOf(ctx context.Context) string {
	if name, is := ctx.Value(methodKey{}).(string); is {
		return name
	}
	return "other"
}
