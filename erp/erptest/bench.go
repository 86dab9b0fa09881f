package erptest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

var (
	start   = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	channel = order.Actor{Role: order.RoleChannel, System: "channel-1"}
	books   = order.Actor{Role: order.RoleERP, System: "erp-1"}
)

// bench is a fixture in use. It acts as the host, for one order.
type bench struct {
	Fixture
	ctx    context.Context
	scheme order.SchemeCode
	o      *order.Order
	ref    order.Ref
	at     time.Time
	n      int
}

// place makes an order of three lines, unknown to the system.
func (b *bench) place() error { return b.placed("955100777") }

func (b *bench) placed(id string) error {
	d := order.Draft{
		ID: "mm-" + id, Ref: order.Ref{System: "megamarket", Account: "channel-1", Kind: "shipment", ID: id}, Number: id,
		Scheme: b.scheme, Authority: order.Marketplace, Placed: start,
		Buyer: order.Buyer{Name: "Тестов Тест", Phone: "79000000000"},
		Delivery: order.Delivery{
			Address: "Тверь, улица Примерная, 1", Window: order.Window{From: start.AddDate(0, 0, 4), To: start.AddDate(0, 0, 4).Add(8 * time.Hour)},
		},
	}
	for i, article := range Articles() {
		d.Lines = append(d.Lines, order.Line{
			ID: fmt.Sprint(i + 1), SKU: article, Name: "Товар " + article, Quantity: amount.Pcs(1), Total: amount.RUB(int64(89000 + i)), VAT: amount.VAT20,
		})
	}
	var err error
	if b.o, _, err = order.New(d, b.by(channel)); err != nil {
		return fmt.Errorf("the order of the check: %w", err)
	}
	b.ref = b.Port.Ref(b.o.View())
	return nil
}

// shown makes an order and creates it in the system.
func (b *bench) shown() error {
	if err := b.place(); err != nil {
		return err
	}
	return b.show()
}

func (b *bench) show() error {
	out, err := b.ensure(order.EffectUpsert, order.Effect{})
	if err != nil {
		return err
	}
	if b.ref.IsZero() {
		b.ref = out.Ref
	}
	if b.ref.IsZero() {
		return errors.New("neither Ref nor the outcome of the first upsert names the order")
	}
	return nil
}

// writes returns the number of writes, or 0 without Fixture.Commits.
func (b *bench) writes() int {
	if b.Commits == nil {
		return 0
	}
	return b.Commits()
}

func (b *bench) by(who order.Actor) order.By {
	b.at = b.at.Add(time.Minute)
	return order.By{Actor: who, At: b.at}
}

// task returns the task of an effect of the order.
func (b *bench) task(kind order.EffectKind, e order.Effect) (order.Task, error) {
	b.n++
	e.Kind, e.Order, e.N = kind, b.o.ID(), b.o.Version()
	e.Target = order.Ref{System: b.Port.System(), Account: "erp-1"}
	if !b.ref.IsZero() {
		e.Target = b.ref
		e.Target.Account = books.System
	}
	if e.Key == "" {
		e.Key = fmt.Sprintf("%s/%s/%d", b.o.ID(), kind, b.n)
	}
	t, ok := b.o.Task(e)
	if !ok {
		return t, fmt.Errorf("the effect of the check %s has no units", kind)
	}
	return t, nil
}

// ensure applies an effect that must succeed.
func (b *bench) ensure(kind order.EffectKind, e order.Effect) (order.Outcome, error) {
	t, err := b.task(kind, e)
	if err != nil {
		return order.Outcome{}, err
	}
	return b.apply(t)
}

func (b *bench) apply(t order.Task) (order.Outcome, error) {
	out, err := b.Port.Apply(b.ctx, t)
	switch {
	case err != nil:
		return out, fmt.Errorf("%s: %w", t.Kind, err)
	case !out.Done():
		return out, fmt.Errorf("%s: the outcome is %s (%s), want applied or already-so", t.Kind, out.Kind, out.Text)
	}
	return out, nil
}

// again applies an effect once more, which must change nothing.
func (b *bench) again(t order.Task) error {
	before := b.writes()
	if _, err := b.apply(t); err != nil {
		return fmt.Errorf("the second time: %w", err)
	}
	return suite.Unchanged(b.writes, before, string(t.Kind)+" having been applied before")
}

// changes returns the changes after a cursor, of any order, and the next cursor.
func (b *bench) changes(cursor string) ([]erp.Change, string, error) {
	var all []erp.Change
	for c, err := range b.Port.Changes(b.ctx, cursor) {
		if err != nil {
			return nil, "", fmt.Errorf("changes after %q: %w", cursor, err)
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

// about returns the changes of the order.
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

// keepsSeen keeps what a reading saw of people's settings, as the caller does with what the reading made of it.
func (b *bench) keepsSeen(r erp.Reading) error {
	if r.Seen == "" {
		return nil
	}
	_, err := b.o.Do(order.Label{Key: erp.SeenLabel(books.System), Text: r.Seen}, b.by(order.Actor{Role: order.RoleSystem}))
	if errors.Is(err, order.ErrAlready) {
		return nil
	}
	return err
}

// observe passes the reports of a reading to the order.
func (b *bench) observe(r erp.Reading) error {
	for _, obs := range r.Reports {
		if _, err := b.o.Observe(obs, b.by(books)); err != nil {
			return fmt.Errorf("the order refuses the reading: %w", err)
		}
	}
	return nil
}
