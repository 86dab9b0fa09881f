package erptest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// agrees checks the sums that a system shows of the order, beside those that a person added there.
func (b *bench) agrees(s *order.Sums, extra amount.Money, paid bool) error {
	if s == nil {
		return errors.New("the outcome has no Sums")
	}
	right := erp.SumsOf(b.o.View())
	total, err := right.Total.Add(extra)
	if err != nil {
		return err
	}
	if s.Total != total {
		return fmt.Errorf("the total is %s, want %s", s.Total, total)
	}
	if paid && s.Paid != right.Paid {
		return fmt.Errorf("%s is paid, want %s", s.Paid, right.Paid)
	}
	for _, l := range right.Lines {
		i := slices.IndexFunc(s.Lines, func(x order.LineSum) bool { return x.Line == l.Line })
		switch {
		case i < 0:
			return fmt.Errorf("line %s is not shown; the lines are %v", l.Line, s.Lines)
		case s.Lines[i].Quantity != l.Quantity || !s.Lines[i].Total.IsUnset() && s.Lines[i].Total != l.Total:
			return fmt.Errorf("line %s is %s for %s, want %s for %s", l.Line, s.Lines[i].Quantity, s.Lines[i].Total, l.Quantity, l.Total)
		}
	}
	for _, l := range s.Lines {
		if l.Line != "" && !slices.ContainsFunc(right.Lines, func(x order.LineSum) bool { return x.Line == l.Line }) {
			return fmt.Errorf("line %s is shown, and nothing is left of it", l.Line)
		}
	}
	return nil
}

// shows applies an effect, twice and with a lost answer, and checks what is shown after each time.
func (b *bench) shows(kind order.EffectKind, e order.Effect, extra amount.Money, lost bool) error {
	t, err := b.task(kind, e)
	if err != nil {
		return err
	}
	if lost && b.LosesAnswer != nil {
		b.LosesAnswer()
	}
	var out order.Outcome
	if err := suite.Retry(func() error {
		out, err = b.apply(t)
		return err
	}); err != nil {
		return err
	}
	before := b.writes()
	for range 2 {
		if err := b.agrees(out.Sums, extra, kind == order.EffectPayment); err != nil {
			return fmt.Errorf("%s: the outcome: %w", kind, err)
		}
		if b.Shows != nil {
			s := b.Shows(b.ref)
			if err := b.agrees(&s, extra, kind == order.EffectPayment); err != nil {
				return fmt.Errorf("%s: the system: %w", kind, err)
			}
		}
		if out, err = b.apply(t); err != nil {
			return fmt.Errorf("%s again: %w", kind, err)
		}
	}
	return suite.Unchanged(b.writes, before, string(kind)+" having been applied before")
}

// showsLines changes the lines as the channel does, and the system follows.
func showsLines(b *bench) error {
	if !b.Port.Can(order.EffectLines, b.scheme) {
		return suite.Skip("the system cannot change lines")
	}
	if err := b.shown(); err != nil {
		return err
	}
	extra := amount.RUB(0)
	if b.Adds != nil {
		extra = amount.RUB(12345)
		if err := b.Adds(b.ref, Articles()[0], extra); err != nil {
			return fmt.Errorf("the fixture's Adds: %w", err)
		}
	}
	line := func(id, article string, n int, minor int64) order.Line {
		return order.Line{ID: id, SKU: article, Name: "Товар " + article, Quantity: amount.Pcs(n), Total: amount.RUB(minor), VAT: amount.VAT20}
	}
	as := Articles()
	for i, lines := range [][]order.Line{
		{line("1", as[0], 1, 89000), line("2", as[1], 3, 267003), line("3", as[2], 1, 89002)}, // two more of a line
		{line("1", as[0], 1, 89000), line("2", as[1], 3, 267003), line("3", as[2], 1, 70001)}, // another price
		{line("1", as[0], 1, 89000), line("2", as[1], 3, 267003), line("3", as[2], 1, 70001), line("4", as[0], 2, 100001)},
	} {
		if _, err := b.o.Observe(order.LinesReport{Lines: lines}, b.by(channel)); err != nil {
			return fmt.Errorf("the lines of the check: %w", err)
		}
		if err := b.shows(order.EffectLines, order.Effect{}, extra, i == 1); err != nil {
			return fmt.Errorf("change %d: %w", i+1, err)
		}
	}
	return nil
}

func showsPayment(b *bench) error {
	if !b.Port.Can(order.EffectPayment, b.scheme) {
		return suite.Skip("the system cannot show payments")
	}
	if err := b.shown(); err != nil {
		return err
	}
	for i, p := range []order.Payment{
		{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(100000)},
		{ID: "p2", State: status.PaymentPaid, Amount: amount.RUB(167003)},
		{ID: "p1", State: status.PaymentPartlyRefunded, Amount: amount.RUB(100000), Refunded: amount.RUB(35000)},
		{ID: "p2", State: status.PaymentRefunded, Amount: amount.RUB(167003), Refunded: amount.RUB(167003)},
	} {
		if _, err := b.o.Observe(order.PaymentReport{Payment: p}, b.by(channel)); err != nil {
			return fmt.Errorf("the payment of the check: %w", err)
		}
		if err := b.shows(order.EffectPayment, order.Effect{Payment: p.ID}, amount.RUB(0), i == 1); err != nil {
			return fmt.Errorf("payment %s is %s: %w", p.ID, p.State, err)
		}
	}
	return nil
}

// returning is how a part of an order that is in a shipment comes back.
var returning = []order.Command{
	order.HandOver{Shipment: 1},
	order.Deliver{},
	order.Return{Picks: order.PickAll("2"), Reason: status.ReasonDefect},
	order.Receive{Block: 1, Custody: status.CustodyReceived},
}

func showsReturn(b *bench) error {
	if !b.Port.Can(order.EffectReturn, b.scheme) {
		return suite.Skip("the system cannot show returns")
	}
	if err := b.sold(); err != nil {
		return err
	}
	steps := append(slices.Clone(returning),
		order.Return{Picks: order.PickAll("3"), Reason: status.ReasonDefect},
		order.Receive{Block: 2, Custody: status.CustodyReceived},
	)
	block := 0
	for _, step := range steps {
		if err := b.does(step); err != nil {
			return err
		}
		if step.Kind() != order.KindReceive {
			continue
		}
		block++
		if err := b.shows(order.EffectReturn, order.Effect{Block: block}, amount.RUB(0), block == 2); err != nil {
			return fmt.Errorf("block %d: %w", block, err)
		}
	}
	return nil
}

// sold makes an order whose goods are in a shipment, and sold where the system keeps stock: it takes nothing back else.
func (b *bench) sold() error {
	keepsStock := b.Port.Can(order.EffectReserve, b.scheme) && b.SetsStock != nil && b.Reserved != nil && len(b.Warehouses) > 1
	warehouse := ""
	if keepsStock {
		warehouse = b.Warehouses[0]
		if err := b.stocked(); err != nil {
			return err
		}
	} else if err := errors.Join(b.shown(), b.confirm()); err != nil {
		return err
	}
	for _, step := range []order.Command{
		order.Assemble{Picks: order.PickAll("1", "2", "3"), Warehouse: warehouse},
		order.Pack{Boxes: []order.Box{{Ref: "1", Picks: order.PickAll("1", "2", "3")}}},
		order.CreateShipment{Picks: order.PickAll("1", "2", "3")},
	} {
		if err := b.does(step); err != nil {
			return err
		}
	}
	if !keepsStock {
		return nil
	}
	if err := b.reserve(); err != nil {
		return err
	}
	_, err := b.ensure(order.EffectDocument, order.Effect{Shipment: 1})
	return err
}

func showsDetails(b *bench) error {
	if !b.Port.Can(order.EffectDetails, b.scheme) {
		return suite.Skip("the system cannot change details")
	}
	if err := b.shown(); err != nil {
		return err
	}
	report := order.DetailsReport{
		Buyer:    order.Buyer{Name: "Примеров Пример", Phone: "79000000001"},
		Delivery: order.Delivery{Address: "Тверь, улица Другая, 2", Comment: "звонить за час"},
	}
	if _, err := b.o.Observe(report, b.by(channel)); err != nil {
		return fmt.Errorf("the details of the check: %w", err)
	}
	t, err := b.task(order.EffectDetails, order.Effect{})
	if err != nil {
		return err
	}
	if _, err := b.apply(t); err != nil {
		return err
	}
	buyer, to := b.Details(b.ref)
	if buyer.Name != report.Buyer.Name || buyer.Phone != report.Buyer.Phone || to.Address != report.Delivery.Address || to.Comment != report.Delivery.Comment {
		return fmt.Errorf("the details are %q, %q, %q and %q, want %+v", buyer.Name, buyer.Phone, to.Address, to.Comment, report)
	}
	return b.again(t)
}
