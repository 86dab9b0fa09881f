package order_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// placedAt is when these examples begin. The package reads no clock: each step sets its time.
var placedAt = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// anna is the shop's manager.
func anna(minute int) order.By {
	return order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: placedAt.Add(time.Duration(minute) * time.Minute)}
}

// tea is an order of our own shop, collected at our point: three tins for a thousand and a teapot.
func tea() order.Draft {
	return order.Draft{
		ID: "1001", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "tea", Name: "Tea", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT10},
			{ID: "pot", Name: "Teapot", Quantity: amount.Pcs(1), Price: amount.RUB(2450_00), VAT: amount.VAT22},
		},
	}
}

// A short life: placed, confirmed, paid, collected.
func ExampleNew() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, cmd := range []order.Command{
		order.Confirm{},
		order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total(), Method: "card"}},
		order.Deliver{},
		order.Complete{},
	} {
		if _, err := o.Do(cmd, anna(i+1)); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-8s -> %s\n", cmd.Kind(), o.State())
	}
	fmt.Println(o.Total())
	// Output:
	// confirm  -> confirmed
	// pay      -> confirmed
	// deliver  -> delivered
	// complete -> completed
	// 3450.00 RUB
}

// A command is done or refused as a whole. The error names what is wrong and what is allowed instead.
func ExampleOrder_Do() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = o.Do(order.Confirm{Picks: order.Pick("tea", amount.Pcs(5))}, anna(1))
	fmt.Println(err)

	_, err = o.Do(order.Deliver{}, anna(2))
	var refused *order.Refused
	if errors.As(err, &refused) {
		fmt.Println(refused.Kind, "of", refused.What, "-", refused.Why)
	}
	fmt.Println(errors.Is(err, order.ErrNotNow), o.State(), o.Version())
	// Output:
	// order: confirm line tea: impossible amount (order is new): 5 asked, 3 of 3 may be confirmed
	// deliver of order - nothing may be delivered yet: the goods would have to be confirmed, requested, assembling, sent-to-central, packed, sent, arrived first
	// true new 1
}

// With a key a command happens once, however often an impatient network repeats it.
func ExampleBy() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	by := anna(1)
	by.Key = "click-7f3a"
	for range 3 {
		events, err := o.Do(order.Confirm{Picks: order.Pick("tea", amount.Pcs(1))}, by)
		fmt.Println(len(events), err)
	}
	_, err = o.Do(order.Confirm{Picks: order.Pick("tea", amount.Pcs(2))}, by)
	fmt.Println(errors.Is(err, order.ErrKeyReused))
	// Output:
	// 1 <nil>
	// 0 <nil>
	// 0 <nil>
	// true
}

// A report of the system that owns the fact is applied. The report of another system is tried as a command; if it is
// refused, there is a note for that system.
func ExampleOrder_Observe() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	gateway := order.By{Actor: order.Actor{Role: order.RoleGateway, System: "yookassa"}, At: placedAt.Add(time.Minute)}
	paid := order.PaymentReport{Payment: order.Payment{ID: "2d1f", Amount: amount.RUB(3450_00)}}
	events, err := o.Observe(paid, gateway)
	fmt.Println(len(events), err, o.View().Payment)

	events, err = o.Observe(paid, gateway) // the same report again changes nothing
	fmt.Println(len(events), err)

	crm := order.By{Actor: order.Actor{Role: order.RoleERP, System: "crm"}, At: placedAt.Add(2 * time.Minute)}
	_, err = o.Observe(order.StatusReport{Code: "complete", Says: status.Meaning{Order: status.OrderArrived}}, crm)
	fmt.Println(err, o.State())
	for _, n := range o.View().Notes {
		fmt.Printf("note for %s about its %q: %s\n", n.System, n.Code, n.Text)
	}
	// Output:
	// 1 <nil> paid
	// 0 <nil>
	// <nil> new
	// note for crm about its "complete": order: nothing may be at the pick-up point yet: the goods would have to be sent first
}

// An order that exists elsewhere is imported in its present state, without invented history.
func ExampleImport() {
	o, events, err := order.Import(order.Snapshot{
		Draft:    tea(),
		State:    status.ItemPacked,
		Standing: []order.Move{{Line: "tea", Portion: order.Portion{To: amount.Pcs(1), State: status.ItemCancelled}}},
		Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(3116_67)}},
	}, anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(events), o.State(), o.Total(), o.View().Due)
	// Output:
	// 1 packed 3116.67 RUB 0.00 RUB
}

// The log is the order: store its events, and the identical order is back.
func ExampleReplay() {
	o, log, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	events, err := o.Do(order.Cancel{Picks: order.Pick("tea", amount.Pcs(1)), Reason: status.ReasonOutOfStock}, anna(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	stored, err := json.Marshal(append(log, events...))
	if err != nil {
		fmt.Println(err)
		return
	}

	log, err = order.ReadLog(bytes.NewReader(stored))
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := order.Replay(log)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(again.Version(), again.State(), again.Total())
	line, _ := again.Line("tea")
	for _, p := range line.Portions {
		fmt.Printf("units %s to %s are %s\n", p.From, p.To, p.State)
	}
	// Output:
	// 2 new 3116.67 RUB
	// units 0 to 1 are cancelled
	// units 1 to 3 are new
}

// A screen asks which buttons to show.
func ExampleOrder_Allowed() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	buyer := order.By{Actor: order.Actor{Role: order.RoleBuyer}}
	for _, p := range o.Allowed(buyer) {
		if p.Why == nil {
			fmt.Println(p.Kind, len(p.Picks))
		}
	}
	// Output:
	// cancel 2
	// return 2
	// comment 0
}

// The log answers who did what, when, and where the goods were.
func ExampleOrder_Events() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, cmd := range []order.Command{
		order.Confirm{},
		order.Assemble{Picks: order.Pick("tea", amount.Pcs(2)), Warehouse: "north"},
		order.Assemble{Warehouse: "south"},
		order.Deliver{},
	} {
		if _, err := o.Do(cmd, anna(10*(i+1))); err != nil {
			fmt.Println(err)
			return
		}
	}
	for e := range o.Events(order.Filter{Warehouse: "south", State: status.ItemAssembling}) {
		for _, m := range e.Moves() {
			fmt.Println(e.N, e.At.Format("15:04"), e.By.ID, e.Body.Kind(), m.Line, m.From, m.To)
		}
	}
	// Output:
	// 4 09:30 anna assembled tea 2 3
	// 4 09:30 anna assembled pot 0 1
}

// Three tins for a thousand come back one by one: each return is a block of its own, and the blocks add up to the
// kopeck.
func ExampleReturn() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	one := order.Return{Picks: order.Pick("tea", amount.Pcs(1)), Reason: status.ReasonUnwanted}
	for i, cmd := range []order.Command{
		order.Confirm{}, order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}}, order.Deliver{}, one, one, one,
	} {
		if _, err := o.Do(cmd, anna(i+1)); err != nil {
			fmt.Println(err)
			return
		}
	}
	v := o.View()
	for _, b := range v.Blocks {
		fmt.Printf("R%d: %s, VAT %s, %s\n", b.N, b.Sum, b.Parts[0].VAT, b.Money)
	}
	fmt.Println("kept:", v.Total, "owed:", v.ToRefund)

	// The money goes back when the goods are, by a person's command.
	_, err = o.Do(order.Refund{Block: 2}, anna(10))
	fmt.Println(err)
	_, err = o.Do(order.Receive{Block: 2, Custody: status.CustodyAccepted}, anna(11))
	fmt.Println(err)
	_, err = o.Do(order.Refund{Block: 2}, anna(12))
	fmt.Println(err)
	// Output:
	// R1: 333.33 RUB, VAT 30.30 RUB, owed
	// R2: 333.34 RUB, VAT 30.31 RUB, owed
	// R3: 333.33 RUB, VAT 30.30 RUB, owed
	// kept: 2450.00 RUB owed: 1000.00 RUB
	// order: refund return block R2: not allowed in this state (order is delivered): the goods must be back first; the return of line tea × 1 is requested
	// <nil>
	// <nil>
}

// A pot has a scratch: it gets cheaper, and the buyer keeps it.
func ExampleReducePrice() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, cmd := range []order.Command{
		order.Confirm{},
		order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}},
		order.Deliver{},
		order.ReducePrice{Picks: order.PickAll("pot"), Amount: amount.RUB(450_00), Reason: status.ReasonDefect, Text: "a scratch"},
		order.Refund{Block: 1},
		order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}},
		order.Return{Picks: order.PickAll("pot"), Reason: status.ReasonUnwanted},
	} {
		if _, err := o.Do(cmd, anna(i+1)); err != nil {
			fmt.Println(err)
			return
		}
	}
	v := o.View()
	fmt.Println("went back:", v.Refunded, "still to go back:", v.ToRefund, "kept:", v.Total)
	// Output:
	// went back: 450.00 RUB still to go back: 2000.00 RUB kept: 1000.00 RUB
}

// The buyer bears the way of what came back: it is withheld, and the rest is paid back.
func ExampleRefund() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, cmd := range []order.Command{
		order.Confirm{},
		order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}},
		order.Deliver{},
		order.Return{Picks: order.PickAll("pot"), Reason: status.ReasonUnwanted},
		order.Receive{Block: 1, Custody: status.CustodyAccepted},
		order.Refund{Block: 1, Withhold: &order.Withholding{Amount: amount.RUB(350_00), For: order.WithholdWayBack}},
		order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}},
	} {
		if _, err := o.Do(cmd, anna(i+1)); err != nil {
			fmt.Println(err)
			return
		}
	}
	v := o.View()
	fmt.Println("went back:", v.Refunded, "withheld:", v.Withheld, "due:", v.Due)
	// Output:
	// went back: 2100.00 RUB withheld: 350.00 RUB due: 0.00 RUB
}

// A way of selling is data: take a scheme, change the copy, give it a code of its own.
func ExampleWithScheme() {
	lockers, _ := order.OwnPickup.Rules()
	lockers.Code = "lockers"
	lockers.Prepaid = true

	d := tea()
	d.Scheme = lockers.Code
	o, _, err := order.New(d, anna(0), order.WithScheme(lockers))
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err = o.Do(order.Confirm{}, anna(1)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.State())
	_, err = o.Do(order.HandOver{Courier: true}, anna(2))
	fmt.Println(err)
	// Output:
	// awaiting-payment
	// order: hand-over order: not allowed in this state (order is awaiting-payment): nothing is handed over before it is paid
}

// Who may do what is data as well.
func ExampleWithRoles() {
	roles := order.DefaultRoles()
	roles["trainee"] = order.Rights(order.Anywhere, order.KindComment, order.KindContact)
	o, _, err := order.New(tea(), anna(0), order.WithRoles(roles))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = o.Do(order.Confirm{}, order.By{Actor: order.Actor{ID: "max", Role: "trainee"}, At: placedAt})
	fmt.Println(err)
	// Output:
	// order: confirm role trainee: not allowed for this role (order is new): it may give only comment, contact
}

// A pot came back with a defect after the order was closed: another order replaces it, without money.
func ExampleOrder_Exchange() {
	o, _, err := order.New(tea(), anna(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, cmd := range []order.Command{
		order.Confirm{},
		order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}},
		order.Deliver{},
		order.Complete{},
		order.Return{Picks: order.PickAll("pot"), Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyAccepted},
	} {
		if _, err := o.Do(cmd, anna(i+1)); err != nil {
			fmt.Println(err)
			return
		}
	}
	x, err := o.Exchange(1, "1001-2") // the same goods; with lines, others
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := o.Do(x.Refund, anna(20)); err != nil {
		fmt.Println(err)
		return
	}
	second, _, err := order.New(x.Draft, anna(21))
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := second.Do(order.Pay{Payment: x.Payment}, anna(22)); err != nil {
		fmt.Println(err)
		return
	}
	b, _ := o.Block(1)
	v := second.View()
	fmt.Println(b.Money, b.Withheld[0].For, b.Withheld[0].Amount)
	fmt.Println(v.Links[0].Kind, v.Links[0].Order, v.Total, "due:", v.Due)
	// Output:
	// nothing-owed replacement 2450.00 RUB
	// exchange 1001 2450.00 RUB due: 0.00 RUB
}
