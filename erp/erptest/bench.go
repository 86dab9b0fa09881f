package erptest

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

var (
	start   = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	channel = order.Actor{Role: order.RoleChannel, System: "channel-1"}
	books   = order.Actor{Role: order.RoleERP, System: "erp-1"}
)

// bench is one order with its system.
type bench struct {
	Fixture
	ctx context.Context //nolint:containedctx // it lives as long as one check
	o   *order.Order
	ref order.Ref
	at  time.Time
	n   int
}

// place makes an order of three lots, which the system does not know yet.
func place(ctx context.Context, f Fixture, scheme order.SchemeCode, id string) (*bench, error) {
	articles := Articles()
	d := order.Draft{
		ID: "mm-" + id, Ref: order.Ref{System: "megamarket", Account: "channel-1", Kind: "shipment", ID: id}, Number: id,
		Scheme: scheme, Authority: order.Marketplace, Placed: start,
		Buyer: order.Buyer{Name: "Тестов Тест", Phone: "79000000000"},
		Delivery: order.Delivery{
			Address: "Тверь, улица Примерная, 1", Window: order.Window{From: start.AddDate(0, 0, 4), To: start.AddDate(0, 0, 4).Add(8 * time.Hour)},
		},
	}
	for i, article := range articles {
		d.Lines = append(d.Lines, order.Line{
			ID: fmt.Sprint(i + 1), SKU: article, Name: "Товар " + article, Quantity: order.Pcs(1), Total: order.RUB(int64(89000 + i)), VAT: order.VAT20,
		})
	}
	b := &bench{Fixture: f, ctx: ctx, at: start}
	var err error
	b.o, _, err = order.New(d, b.by(channel))
	if err != nil {
		return nil, fmt.Errorf("the check's own order: %w", err)
	}
	b.ref = f.System.Ref(b.o.View())
	return b, nil
}

// shown makes an order and puts it into the system.
func shown(ctx context.Context, f Fixture, scheme order.SchemeCode, id string) (*bench, error) {
	b, err := place(ctx, f, scheme, id)
	if err != nil {
		return nil, err
	}
	out, err := b.ensure(order.EffectUpsert, order.Effect{})
	if err != nil {
		return nil, err
	}
	if b.ref.IsZero() {
		b.ref = out.Ref
	}
	if b.ref.IsZero() {
		return nil, fmt.Errorf("neither Ref nor the outcome of the first upsert names the order")
	}
	return b, nil
}

func (b *bench) by(who order.Actor) order.By {
	b.at = b.at.Add(time.Minute)
	return order.By{Actor: who, At: b.at}
}

// task is an effect that the order owes now.
func (b *bench) task(kind order.EffectKind, e order.Effect) (order.Task, error) {
	b.n++
	e.Kind, e.Order, e.N = kind, b.o.ID(), b.o.Version()
	e.Target = order.Ref{System: b.System.System(), Account: "erp-1"}
	if !b.ref.IsZero() {
		e.Target = b.ref
	}
	if e.Key == "" {
		e.Key = fmt.Sprintf("%s/%s/%d", b.o.ID(), kind, b.n)
	}
	t, ok := b.o.Task(e)
	if !ok {
		return t, fmt.Errorf("the check's own effect %s has no units", kind)
	}
	return t, nil
}

// ensure applies an effect that the system must settle well.
func (b *bench) ensure(kind order.EffectKind, e order.Effect) (order.Outcome, error) {
	t, err := b.task(kind, e)
	if err != nil {
		return order.Outcome{}, err
	}
	return b.apply(t)
}

func (b *bench) apply(t order.Task) (order.Outcome, error) {
	out, err := b.System.Apply(b.ctx, t)
	switch {
	case err != nil:
		return out, fmt.Errorf("%s: %w", t.Kind, err)
	case !out.Done():
		return out, fmt.Errorf("%s: the outcome is %s (%s), it would have to be applied or already-so", t.Kind, out.Kind, out.Text)
	}
	return out, nil
}

// again applies an effect once more, which must change nothing.
func (b *bench) again(t order.Task) error {
	before := b.writes()
	if _, err := b.apply(t); err != nil {
		return fmt.Errorf("the second time: %w", err)
	}
	if n := b.writes() - before; n != 0 {
		return fmt.Errorf("%s was so already, and was written %d times more", t.Kind, n)
	}
	return nil
}

// changes lists what is behind a cursor, about any order, and the cursor behind it.
func (b *bench) changes(cursor string) ([]erp.Change, string, error) {
	var all []erp.Change
	for c, err := range b.System.Changes(b.ctx, cursor) {
		if err != nil {
			return nil, "", fmt.Errorf("changes behind %q: %w", cursor, err)
		}
		if c.Cursor != "" {
			cursor = c.Cursor
		}
		if !c.Ref.IsZero() {
			all = append(all, c)
		}
	}
	return all, cursor, nil
}

// about picks the changes of the order.
func (b *bench) about(all []erp.Change) []erp.Change {
	var own []erp.Change
	for _, c := range all {
		if sameThing(c.Ref, b.ref) {
			own = append(own, c)
		}
	}
	return own
}

// sameThing compares references without the account, which only the caller knows.
func sameThing(a, b order.Ref) bool { return a.System == b.System && a.Kind == b.Kind && a.ID == b.ID }

// observe takes up what a reading says.
func (b *bench) observe(r erp.Reading) error {
	for _, obs := range r.Reports {
		if _, err := b.o.Observe(obs, b.by(books)); err != nil {
			return fmt.Errorf("the order does not understand the reading: %w", err)
		}
	}
	return nil
}
