package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sums are what an order costs: as ordered, what was cancelled or refused at the door, and what is to be paid here, at
// Megamarket and in RetailCRM.
type sums struct {
	Ordered    amount.Money `json:"ordered"`
	Refused    amount.Money `json:"refused"`
	ToPay      amount.Money `json:"toPay"`
	Megamarket amount.Money `json:"megamarket"`
	RetailCRM  amount.Money `json:"retailcrm"`
}

// finish reads the order for the last time.
func (x *history) finish(ctx context.Context) error {
	o, err := x.p.b.Order(ctx, x.id())
	if err != nil {
		return err
	}
	x.view, x.lots = o.View(), x.statuses()
	c := x.p.card()
	if x.p.err != nil {
		return x.p.err
	}
	x.card = c.Status
	for l := range strings.Lines(c.Field("managerComment")) {
		if l = strings.TrimSpace(l); l != "" {
			x.note = append(x.note, l)
		}
	}
	if x.sums, err = here(x.view); err != nil {
		return err
	}
	x.sums.Megamarket = x.atMegamarket()
	x.sums.RetailCRM, err = amount.ParseMoney(c.Field("totalSumm"), "RUB")
	return err
}

// here adds up the units of an order by their state.
func here(v order.View) (sums, error) {
	s := sums{Ordered: amount.RUB(0), Refused: amount.RUB(0), ToPay: v.Total}
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			var err error
			if s.Ordered, err = s.Ordered.Add(p.Sum); err != nil {
				return s, err
			}
			if p.State != status.ItemCancelled && p.State != status.ItemRefused {
				continue
			}
			if s.Refused, err = s.Refused.Add(p.Sum); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// atMegamarket returns what the lots cost that are not cancelled there.
func (x *history) atMegamarket() amount.Money {
	var roubles int64
	if s, ok := x.p.mm.Shipment(x.p.id); ok {
		for _, l := range s.Lots {
			if !strings.HasSuffix(l.Status, "_CANCELED") {
				roubles += l.Final
			}
		}
	}
	return amount.RUB(roubles * 100)
}

// wrong returns what did not end as expected.
func (t *result) wrong() error {
	var errs []error
	for _, x := range t.histories {
		for _, err := range x.wrong() {
			errs = append(errs, fmt.Errorf("order %s (%s): %w", x.plot.name, x.p.id, err))
		}
	}
	return errors.Join(slices.Concat(errs, t.sale.wrong(), t.stall.wrong())...)
}

func (x *history) wrong() []error {
	var errs []error
	should := func(holds bool, format string, args ...any) {
		if !holds {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	end := x.plot.ends
	should(x.view.State == end.state, "state: got %s, want %s", x.view.State, end.state)
	should(slices.Equal(x.lots, end.lots), "lots at Megamarket: got %v, want %v", x.lots, end.lots)
	should(x.card == end.crm, "status in RetailCRM: got %q, want %q", x.card, end.crm)
	should(x.view.Labels["crm-1"] == x.card, "status in RetailCRM as ordo knows it: got %q, want %q", x.view.Labels["crm-1"], x.card)
	s := x.sums
	kept, err := s.Ordered.Sub(s.Refused)
	should(err == nil && kept == s.ToPay, "%s ordered less %s refused is not %s to pay", s.Ordered, s.Refused, s.ToPay)
	should(s.Megamarket == s.ToPay, "lots at Megamarket cost %s, and %s is to be paid", s.Megamarket, s.ToPay)
	should(s.RetailCRM == s.ToPay, "the order in RetailCRM costs %s, and %s is to be paid", s.RetailCRM, s.ToPay)
	should(len(x.view.Holds) == 0, "on hold: %v", x.view.Holds)
	return errs
}
