package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/status"
)

// The order's number in the shop, and its id here.
const (
	number = "A-1042"
	id     = "shop-1/" + number
)

// shoeCode is the marking code of the shoes, as it was scanned.
const shoeCode = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// The manager who works the order.
var manager = order.Actor{ID: "petrova", Role: order.RoleOperator}

// scene is something that a person does.
type scene struct {
	at   time.Time
	who  string
	what string
	do   func(ctx context.Context, c *counter) error
}

// story is what happens.
func story() []scene {
	return []scene{
		{on(2, 9, 0), "buyer", "orders shoes, three pairs of socks and the delivery", places},
		{on(2, 9, 5), "buyer", "pays by card at YooKassa", pays},
		{on(2, 11, 0), "manager", "removes a pair of socks: the buyer has changed their mind", does(
			order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted},
		)},
		{on(2, 11, 1), "manager", "presses «Вернуть деньги» for R1", does(order.Refund{Block: 1})},
		{on(3, 10, 0), "warehouse", "scans the code of the shoes and sends the parcel", does(
			order.SetMark{Line: "shoes", Code: shoeCode}, order.HandOver{Waybill: "1105478203"},
		)},
		{on(5, 18, 30), "courier", "hands everything over", does(order.Deliver{})},
		{on(7, 12, 0), "manager", "accepts a return of the shoes: the sole comes off", does(
			order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonDefect, Statement: "statement-17.pdf"},
		)},
		{on(7, 12, 5), "manager", "presses «Сделать возврат» for R2 too early", refusedFor(order.Refund{Block: 2}, order.ErrNotNow)},
		{on(9, 16, 0), "warehouse", "receives the shoes", does(order.Receive{Block: 2, Custody: status.CustodyAccepted})},
		{on(9, 16, 10), "manager", "presses «Сделать возврат» for R2; YooKassa refuses for lack of money", func(ctx context.Context, c *counter) error {
			c.yk.RefuseRefunds("insufficient_funds")
			return does(order.Refund{Block: 2})(ctx, c)
		}},
		{on(10, 9, 30), "manager", "presses it again", func(ctx context.Context, c *counter) error {
			c.yk.RefuseRefunds("")
			return does(order.Refund{Block: 2})(ctx, c)
		}},
		{on(11, 13, 0), "manager", "takes a pair of socks back at the counter", does(
			order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted},
			order.Receive{Block: 3, Custody: status.CustodyAccepted},
		)},
		{on(11, 13, 1), "manager", "presses «Сделать возврат» for R3", does(order.Refund{Block: 3})},
		{on(12, 10, 0), "manager", "lowers the price of the last pair by 100.00: a thread is pulled, the buyer keeps it", does(
			order.ReducePrice{Picks: order.PickAll("socks"), Amount: amount.RUB(10000), Reason: status.ReasonDefect, Statement: "statement-18.pdf"},
			order.Refund{Block: 4},
		)},
		{on(13, 11, 0), "manager", "exchanges that pair for woollen socks at 500.00: the difference is to be paid", does(order.Edit{
			Add:       []order.Line{{ID: "wool", SKU: "WOOL", Name: "Носки шерсть", Quantity: amount.Pcs(1), Price: amount.RUB(50000), VAT: amount.VAT22}},
			Remove:    order.PickAll("socks"),
			Statement: "statement-19.pdf",
		})},
		{on(13, 11, 10), "buyer", "pays the difference; YooKassa holds the money until the goods are ready", holds},
		{on(14, 9, 0), "warehouse", "receives the pair that comes back", does(order.Receive{Block: 5, Custody: status.CustodyAccepted})},
		{on(14, 9, 30), "warehouse", "packs the woollen socks", does(order.Pack{Picks: order.PickAll("wool")})},
		{on(14, 10, 0), "courier", "takes them along and hands them over", does(order.HandOver{Waybill: "1105478399"}, order.Deliver{})},
	}
}

// places is the shop's own program: it has a new order.
func places(ctx context.Context, c *counter) error {
	return c.b.Announce(ctx, "shop-1", channels.News{ID: number, Placed: &order.Draft{
		Placed: c.clock.Now(), Scheme: order.ByCarrier,
		Buyer: order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru", Phone: "+7 900 000-00-00"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "NORDA-42", Name: "Кроссовки Norda 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "socks", SKU: "SOCKS", Name: "Носки хлопок", Quantity: amount.Pcs(3), Total: amount.RUB(100000), VAT: amount.VAT22},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22},
		},
	}})
}

// pays is the buyer who pays the order at once, holds the one whose money is only held.
func pays(ctx context.Context, c *counter) error  { return bill(ctx, c, "p1", true) }
func holds(ctx context.Context, c *counter) error { return bill(ctx, c, "p2", false) }

// bill is the shop's own program, which creates a payment of what is due and records it before the buyer is sent to
// pay, and then the buyer, who pays. Without capture the money is held until somebody captures it: here ordo, when the
// goods are ready (bridge.Route.Capture).
func bill(ctx context.Context, c *counter, payment string, capture bool) error {
	o, err := c.b.Order(ctx, id)
	if err != nil {
		return err
	}
	p, err := c.pay.CreatePayment(ctx, yookassa.Key(payment, number), yookassa.NewPayment{
		Amount: o.View().Due, Capture: capture, Description: "Заказ " + number,
		Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru/" + number},
	})
	if err != nil {
		return err
	}
	pending, err := c.pay.Gateway().Payment(ctx, order.Ref{ID: p.ID})
	if err != nil {
		return err
	}
	pending.ID = payment // the name in texts and receipts; YooKassa's id remains in pending.Ref
	if err := does(order.Pay{Payment: pending})(ctx, c); err != nil {
		return err
	}
	return c.yk.Pay(p.ID)
}

// does is the manager giving commands.
func does(cs ...order.Command) func(context.Context, *counter) error {
	return func(ctx context.Context, c *counter) error {
		for _, cmd := range cs {
			if _, err := c.b.Do(ctx, id, cmd, order.By{Actor: manager}); err != nil {
				return err
			}
		}
		return nil
	}
}

// refusedFor is the manager giving a command that must be refused.
func refusedFor(cmd order.Command, why error) func(context.Context, *counter) error {
	return func(ctx context.Context, c *counter) error {
		err := does(cmd)(ctx, c)
		if !errors.Is(err, why) {
			return fmt.Errorf("%s should be refused: %w", cmd.Kind(), err)
		}
		return nil
	}
}

// settle makes passes until nothing is pending. A service calls Bridge.Run instead.
func (c *counter) settle(ctx context.Context) error {
	for range 50 {
		c.yk.SendHooks(ctx)
		c.kassa.SendHooks(ctx)
		if _, err := c.b.Sync(ctx); err != nil {
			return err
		}
		busy := false
		for _, err := range c.store.Effects(ctx, bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}) {
			if err != nil {
				return err
			}
			busy = true
		}
		if !busy {
			return nil
		}
		next, err := c.store.Next(ctx)
		if err != nil {
			return err
		}
		c.clock.To(next) // when something is tried or asked for again
	}
	return errors.New("effects are still pending after 50 passes")
}
