// Domain shows packages order and status alone: no bridge, no client, and a small store. One order is confirmed,
// shortened, handed out and partly returned; each step is printed.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "domain:", err)
		os.Exit(1)
	}
}

// on returns a time in March 2026.
func on(day, hour, minute int) time.Time { //nolint:unparam // the day belongs to a time
	return time.Date(2026, time.March, day, hour, minute, 0, 0, time.UTC)
}

// run takes an order of three packets of tea from the first step to the last.
func run(w io.Writer) error {
	anna := order.Actor{ID: "anna", Role: order.RoleOperator}
	s := newService()
	o, err := s.place(order.Draft{
		ID: "shop-1/1001", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{{ID: "tea", Name: "tea", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT10}},
	}, order.By{Actor: anna, At: on(2, 9, 0)})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%-44s %-18s %s\n", "placed", o.State(), o.Total())

	steps := []struct {
		what string
		cmd  order.Command
	}{
		{"one packet is out of stock", order.Cancel{Picks: order.Pick("tea", amount.Pcs(1)), Reason: status.ReasonOutOfStock}},
		{"confirmed", order.Confirm{}},
		{"completed too early", order.Complete{}},
		{"paid in the shop", order.Pay{Payment: order.Payment{ID: "till-1", Amount: amount.RUB(666_67), Method: "card"}}},
		{"handed out", order.Deliver{}},
		{"one packet comes back", order.Return{Picks: order.Pick("tea", amount.Pcs(1)), Reason: status.ReasonDefect}},
	}
	for i, x := range steps {
		o, _, err := s.change("shop-1/1001", func(o *order.Order) ([]order.Event, error) {
			return o.Do(x.cmd, order.By{Actor: anna, At: on(2, 9, 10*(i+1))})
		})
		var refused *order.Refused
		switch {
		case errors.As(err, &refused):
			fmt.Fprintf(w, "%-44s refused: %s\n", x.what, refused.Why)
			continue
		case err != nil:
			return err
		}
		fmt.Fprintf(w, "%-44s %-18s %s\n", x.what, o.State(), o.Total())
		for _, b := range o.View().Blocks {
			fmt.Fprintf(w, "  return block R%d: %s to be paid back, money %s\n", b.N, b.Owed, b.Money)
		}
	}
	return nil
}
