package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// side is what one side shows when all is done.
type side struct {
	name   string
	orders int
	sum    amount.Money
	once   string // what was done once for each order
	times  int
}

// sumUp prints what each process did and what all sides show. The error says what is not as it should be.
func (s *story) sumUp(ctx context.Context) error {
	sides, err := s.sides(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := tabwriter.NewWriter(s.out, 0, 0, 3, ' ', 0)
	fmt.Fprintf(t, "\nprocess\torders taken\teffects\n")
	for _, w := range s.workers {
		fmt.Fprintf(t, "%s\t%d\t%d\n", w.name, w.taken, w.did)
	}
	fmt.Fprintf(t, "\nside\torders\tsum\tonce for each\n")
	for _, x := range sides {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\n", x.name, x.orders, x.sum, x.once)
	}
	_ = t.Flush() // an error comes again with the next line
	if len(s.waited) > 0 {
		first, last := slices.Min(s.waited), slices.Max(s.waited)
		fmt.Fprintf(s.out, "\nB took the first of A's orders %.1f s after the kill, and the last after %.1f s.\n", first.Seconds(), last.Seconds())
	}
	for _, x := range sides {
		if x.orders != len(s.ids) || x.times != len(s.ids) || x.sum != sides[0].sum {
			return fmt.Errorf("%s has %d orders of %s, and %s %d times: there should be %d of %s",
				x.name, x.orders, x.sum, x.once, x.times, len(s.ids), sides[0].sum)
		}
	}
	return nil
}

// sides returns what Megamarket, RetailCRM and the store show.
func (s *story) sides(ctx context.Context) ([]side, error) {
	market := side{name: "Megamarket", once: "order/confirm", times: s.market.Commits("order/confirm")}
	for _, id := range s.ids {
		shipment, _ := s.market.Shipment(id)
		market.orders++
		for _, lot := range shipment.Lots {
			if err := market.add(amount.RUB(lot.Final * 100)); err != nil {
				return nil, err
			}
		}
	}
	crm := side{name: "RetailCRM", once: "orders/create", times: s.crm.Commits("POST /api/v5/orders/create")}
	for _, card := range s.crm.Orders() {
		total, err := amount.ParseMoney(card.Field("totalSumm"), "RUB")
		if err != nil {
			return nil, err
		}
		crm.orders++
		if err := crm.add(total); err != nil {
			return nil, err
		}
	}
	stored := side{name: "ordo"}
	for o, err := range s.store.Orders(ctx, bridge.OrderFilter{}) {
		if err == nil {
			err = stored.add(o.Total)
		}
		if err != nil {
			return nil, err
		}
		stored.orders++
	}
	seen, times := map[string]bool{}, map[order.EffectKind]int{}
	for e, err := range s.store.Effects(ctx, bridge.EffectFilter{}) {
		what := fmt.Sprintf("effect %s of order %s", e.Kind, e.Order)
		switch {
		case err != nil:
			return nil, err
		case seen[what]:
			return nil, fmt.Errorf("%s: there are two", what)
		}
		seen[what] = true
		times[e.Kind]++
	}
	sides := []side{market, crm}
	for _, kind := range slices.Sorted(maps.Keys(times)) {
		stored.once, stored.times = "effect "+string(kind), times[kind]
		sides = append(sides, stored)
	}
	return sides, nil
}

func (x *side) add(m amount.Money) (err error) {
	if x.sum.IsUnset() {
		x.sum = m
		return nil
	}
	x.sum, err = x.sum.Add(m)
	return err
}
