package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
)

// result is all that happened.
type result struct {
	histories []*history
	sale      *sale  // of the merchant's own shop; nil if it is not shown
	stall     *stall // at ROZETKA; nil if it is not shown
	journal   []bridge.Entry
}

// history is what happened to one order and how it ended.
type history struct {
	plot plot
	p    *purchase
	rows []row
	view order.View
	lots []string // at Megamarket
	card string   // the status in RetailCRM
	sums sums
	note []string // what the merchant reads in RetailCRM
}

// row is one line of a timeline, with the state in each system after it.
type row struct {
	at        time.Time
	who, what string
	here      string // the order's state
	mm        string // the lots at Megamarket
	crm       string // the order in RetailCRM
}

// play runs the stories. What several people do at the same time is processed in one pass.
func play(ctx context.Context, w *world, c choice) (*result, error) {
	t := &result{}
	times := []time.Time{on(2, 9, 0)}
	if c.sale != nil {
		t.sale = &sale{world: w, acts: c.sale}
		for _, a := range c.sale {
			times = append(times, a.at)
		}
	}
	if c.stall != nil {
		t.stall = &stall{world: w, acts: c.stall}
		for _, a := range c.stall {
			times = append(times, a.at)
		}
	}
	for _, p := range c.plots {
		t.histories = append(t.histories, &history{plot: p, p: &purchase{world: w}})
		for _, s := range p.scenes {
			times = append(times, s.at)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	for _, at := range slices.CompactFunc(times, time.Time.Equal) {
		w.clock.To(at)
		if err := t.moment(ctx, w, at); err != nil {
			return t, fmt.Errorf("%s: %w", at.Format("2 January 15:04"), err)
		}
	}
	for _, x := range t.histories {
		if err := x.finish(ctx); err != nil {
			return t, fmt.Errorf("order %s: %w", x.plot.name, err)
		}
	}
	return t, errors.Join(t.sale.finish(ctx), t.stall.finish(ctx))
}

// moment does what happens at a time, and lets the bridge process it.
func (t *result) moment(ctx context.Context, w *world, at time.Time) error {
	var on []*history
	for _, x := range t.histories {
		if x.acts(ctx, at) {
			on = append(on, x)
		}
		if x.p.err != nil {
			return fmt.Errorf("order %s: %w", x.plot.name, x.p.err)
		}
	}
	if err := t.sale.plays(ctx, at); err != nil {
		return fmt.Errorf("order shop: %w", err)
	}
	if err := t.stall.plays(ctx, at); err != nil {
		return fmt.Errorf("order rozetka: %w", err)
	}
	if err := w.settle(ctx); err != nil {
		return err
	}
	fresh, err := t.read(ctx, w)
	if err != nil {
		return err
	}
	if err := t.sale.follows(ctx, fresh); err != nil {
		return fmt.Errorf("order shop: %w", err)
	}
	if err := t.stall.follows(ctx, fresh); err != nil {
		return fmt.Errorf("order rozetka: %w", err)
	}
	for _, x := range on {
		x.follows(ctx, fresh)
	}
	return nil
}

// acts does what people do at a time, and reports whether anything was done.
func (x *history) acts(ctx context.Context, at time.Time) bool {
	some := false
	if x.p.id == "" {
		some = true
		x.p.id = x.p.place(x.plot.order)
		x.add(ctx, at, theBuyer, "orders at Megamarket: "+basket(x.plot.order))
	}
	for _, s := range x.plot.scenes {
		if !s.at.Equal(at) {
			continue
		}
		some = true
		if s.do != nil {
			s.do(x.p)
		}
		x.add(ctx, at, s.who, s.what)
	}
	return some
}

// basket returns what a buyer orders.
func basket(o megamarkettest.Order) string {
	var parts []string
	for _, g := range o.Goods {
		part := g.Name
		if g.Count > 1 {
			part = fmt.Sprintf("%d × %s", g.Count, g.Name)
		}
		parts = append(parts, part)
	}
	if o.DeliveryFee > 0 {
		parts = append(parts, "delivery by the merchant")
	}
	return strings.Join(parts, ", ")
}

// read returns the new entries of the journal. Entries of the same time are sorted by order, so that the output is
// always the same.
func (t *result) read(ctx context.Context, w *world) ([]bridge.Entry, error) {
	var after int64
	for _, e := range t.journal {
		after = max(after, e.N)
	}
	var fresh []bridge.Entry
	for e, err := range w.store.Journal(ctx, bridge.JournalFilter{After: after}) {
		if err != nil {
			return nil, err
		}
		fresh = append(fresh, e)
	}
	slices.SortStableFunc(fresh, func(a, b bridge.Entry) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Order, b.Order)) })
	t.journal = append(t.journal, fresh...)
	return fresh, nil
}

// follows adds what the bridge did about the order, with the state in each system after it.
func (x *history) follows(ctx context.Context, fresh []bridge.Entry) {
	was := len(x.rows)
	for _, e := range fresh {
		if e.Order == x.id() {
			x.rows = append(x.rows, row{at: e.At, who: theBridge, what: words(e)})
		}
	}
	now := x.state(ctx)
	if last := len(x.rows) - 1; last >= was {
		x.rows[last].here, x.rows[last].mm, x.rows[last].crm = now.here, now.mm, now.crm
		return
	}
	x.rows[len(x.rows)-1].here = now.here
}

// words returns the text of an entry of the journal.
func words(e bridge.Entry) string {
	if e.Effect == "" {
		return e.Text
	}
	text := strings.TrimSuffix(e.Text, ": "+order.Applied.String())
	if e.Account == "mm-1" {
		return megaMarket + " ← " + text
	}
	kind, rest, more := strings.Cut(text, ":")
	for known, thing := range map[order.EffectKind]string{
		order.EffectUpsert: "the order", order.EffectStatus: "the status", order.EffectNote: "a note", order.EffectMoveDate: "the date",
	} {
		if kind != string(known) {
			continue
		}
		if text = thing; more {
			text += ":" + rest
		}
		break
	}
	return "RetailCRM ← " + text
}

// id returns the order's id here: the account that it came from, and its id there.
func (x *history) id() string { return "mm-1/" + x.p.id }

func (x *history) add(ctx context.Context, at time.Time, who, what string) {
	r := x.state(ctx)
	r.at, r.who, r.what = at, who, what
	x.rows = append(x.rows, r)
}

// state reads the order here, at Megamarket and in RetailCRM.
func (x *history) state(ctx context.Context) row {
	var r row
	if o, err := x.p.b.Order(ctx, x.id()); err == nil {
		r.here = o.State().String()
	}
	there, _ := x.p.mm.Shipment(x.p.id)
	r.mm = byStatus(x.statuses())
	if there.Scheme == megamarkettest.MerchantDelivery {
		r.mm += "\n" + there.DeliveryFrom.In(moscow).Format("2 Jan 15:04-") + there.DeliveryTo.In(moscow).Format("15:04")
	}
	if c, ok := x.p.crm.Order(x.p.id); ok {
		r.crm = c.Status
		for i, it := range c.Items {
			if it.Canceled {
				r.crm += fmt.Sprintf("\nline %d %s", i+1, it.Status)
			}
		}
		if date, err := time.Parse(time.DateOnly, c.Field("delivery.date")); err == nil && there.Scheme == megamarkettest.MerchantDelivery {
			r.crm += "\n" + date.Format("2 Jan ") + c.Field("delivery.time.from") + "-" + c.Field("delivery.time.to")
		}
	}
	return r
}

// statuses returns those of the lots at Megamarket, without the sub-statuses.
func (x *history) statuses() []string {
	all := x.p.mm.Statuses(x.p.id)
	for i, s := range all {
		all[i], _, _ = strings.Cut(s, "/")
	}
	return all
}

// byStatus lists the lots of each status.
func byStatus(all []string) string {
	lots := map[string][]string{}
	var codes []string
	for i, s := range all {
		if lots[s] == nil {
			codes = append(codes, s)
		}
		lots[s] = append(lots[s], fmt.Sprint(i+1))
	}
	for i, s := range codes {
		codes[i] = strings.Join(lots[s], ",") + " " + s
	}
	return strings.Join(codes, "\n")
}
