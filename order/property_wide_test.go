package order

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// variant is a scheme that a merchant might set up.
func variant(t *rapid.T, code SchemeCode) Scheme {
	s, _ := code.Rules()
	s.Code = "variant"
	s.RefundBeforeGoods = rapid.Bool().Draw(t, "before goods")
	if rapid.Bool().Draw(t, "no first sent") {
		s.FirstSent = false
	}
	if rapid.IntRange(0, 3).Draw(t, "prepaid?") == 0 {
		s.Prepaid = !s.Prepaid
	}
	if rapid.IntRange(0, 3).Draw(t, "channel refunds?") == 0 {
		s.ChannelRefunds = !s.ChannelRefunds
	}
	if rapid.IntRange(0, 3).Draw(t, "request?") == 0 {
		s.CancelIsRequest = true
	}
	if rapid.IntRange(0, 3).Draw(t, "door?") == 0 {
		s.DoorResults = inTransit
	}
	return s
}

func drawSnapshot(t *rapid.T, d Draft) Snapshot {
	states := rapid.SampledFrom([]status.ItemState{
		status.ItemNew, status.ItemConfirmed, status.ItemAssembling, status.ItemPacked, status.ItemSent, status.ItemArrived,
		status.ItemHandedOut, status.ItemRefused, status.ItemReturned, status.ItemCancelled,
	})
	s := Snapshot{Draft: d, State: states.Draw(t, "found")}
	s.Confirmations = nil
	if rapid.Bool().Draw(t, "shipped") {
		s.Shipments = []Shipment{{N: 1, State: status.ShipmentState(rapid.IntRange(1, int(status.ShipmentCancelled)).Draw(t, "sh")), Waybill: "W1"}}
	}
	for i, l := range d.Lines {
		if rapid.Bool().Draw(t, "standing") {
			m := Move{Line: l.ID, Portion: Portion{State: states.Draw(t, "stands")}}
			if len(s.Shipments) > 0 && i == 0 {
				m.Shipment = 1
			}
			s.Standing = append(s.Standing, m)
		}
	}
	if rapid.Bool().Draw(t, "has payment") {
		s.Payments = []Payment{drawPayment(t, amount.RUB(rapid.Int64Range(1, 50_000).Draw(t, "p")))}
	}
	return s
}

func drawPayment(t *rapid.T, of amount.Money) Payment {
	p := Payment{ID: fmt.Sprint("p", rapid.IntRange(1, 3).Draw(t, "payment")), Amount: of}
	p.State = rapid.SampledFrom([]status.PaymentState{
		0, 0, status.PaymentPending, status.PaymentAuthorized, status.PaymentPaid, status.PaymentFailed, status.PaymentCancelled, status.PaymentRefunded, status.PaymentPartlyRefunded,
	}).Draw(t, "payment state")
	if p.State == status.PaymentPartlyRefunded {
		p.Refunded, _ = amount.NewMoney(of.Minor()/2, of.Currency())
	}
	return p
}

// act is something that can be done again.
type act struct {
	cmd Command
	obs Observation
	by  By
}

func (a act) give(o *Order) ([]Event, error) {
	if a.cmd != nil {
		return o.Do(a.cmd, a.by)
	}
	return o.Observe(a.obs, a.by)
}

// wide is a history that may begin with an import, under any variant of a scheme, with keys, redeliveries and
// restarts, and with payments in every state.
func wide(t *rapid.T) {
	start := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	d := drawDraft(t)
	v := variant(t, d.Scheme)
	d.Scheme = v.Code
	by := By{Actor: Actor{Role: RoleChannel, System: "channel-1"}, At: start}
	var o *Order
	var err error
	if rapid.Bool().Draw(t, "import") {
		o, _, err = Import(drawSnapshot(t, d), by, WithScheme(v))
	} else {
		o, _, err = New(d, by, WithScheme(v))
	}
	if err != nil {
		if !errors.Is(err, ErrMoney) && !errors.Is(err, ErrInvalid) {
			t.Fatalf("%v", err)
		}
		t.Skip()
	}
	external := o.owed // what went back before it was heard of
	for _, b := range o.blocks {
		if external, err = external.Sub(addOr(b.Owed, b.withheld())); err != nil {
			t.Fatalf("%v", err)
		}
	}
	var done []act
	for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
		at := start.Add(time.Duration(i) * time.Minute)
		if len(done) > 0 && rapid.IntRange(0, 5).Draw(t, "redelivered") == 0 {
			a := done[rapid.IntRange(0, len(done)-1).Draw(t, "which")]
			a.by.At = at
			again := o
			if rapid.Bool().Draw(t, "restart") {
				if again, err = Replay(o.log, WithScheme(v)); err != nil {
					t.Fatalf("%v", err)
				}
			}
			evs, err := a.give(again)
			if err != nil || len(evs) > 0 {
				t.Fatalf("redelivery of %+v: %v %v", a, evs, err)
			}
			continue
		}
		var a act
		if rapid.IntRange(0, 3).Draw(t, "who") > 0 {
			a.cmd = drawCommand(t, o)
			if _, ok := a.cmd.(SetMark); ok {
				a.cmd = SetMark{Line: "L1", Unit: rapid.IntRange(0, 3).Draw(t, "unit"), Code: fmt.Sprint("c", i)}
			}
			a.by = drawBy(t, at, RoleOperator, RoleOperator, RoleOperator, RoleOperator, RoleGateway, RoleWarehouse, RoleBuyer, RoleSystem)
		} else {
			a.obs = drawObservation(t, o)
			if _, ok := a.obs.(PaymentReport); ok {
				sum := o.total
				if sum.Sign() <= 0 || rapid.Bool().Draw(t, "other amount") {
					sum = amount.RUB(rapid.Int64Range(1, 50_000).Draw(t, "amount"))
				}
				a.obs = PaymentReport{drawPayment(t, sum)}
			}
			a.by = drawBy(t, at, RoleChannel, RoleChannel, RoleERP, RoleCarrier, RoleGateway)
			a.by.Occurred = at.Add(-time.Duration(rapid.IntRange(0, 30).Draw(t, "age")) * time.Minute)
		}
		a.by.Key = fmt.Sprint("k", i)
		before := o.Clone()
		evs, err := a.give(o)
		if err != nil && !same(before, o) {
			t.Fatalf("refused and changed")
		}
		if len(evs) > 0 {
			done = append(done, a)
		}
		for _, e := range evs {
			if b, ok := e.Body.(PaymentChanged); ok { // what went back elsewhere counts as owed and done
				more, err := b.Owed.Sub(before.owed)
				if err != nil {
					t.Fatalf("%v", err)
				}
				external = addOr(external, more)
			}
			if b, ok := e.Body.(RefundBooked); ok { // what went back elsewhere is a block's from now on
				external, _ = external.Sub(b.Amount)
			}
		}
		lawful(t, before, o, external, a)
		if o.log[0].Body.Kind() == "placed" {
			buttons(t, o, at)
		}
	}
}

// lawful checks what must hold between two moments of an order.
func lawful(t *rapid.T, was, o *Order, external amount.Money, a act) {
	bad := func(format string, args ...any) {
		t.Fatalf("%s\nafter %T%+v %T%+v by %s\n%s", fmt.Sprintf(format, args...), a.cmd, a.cmd, a.obs, a.obs, a.by.Actor.Role, brief(o))
	}
	if o.log[0].Body.Kind() == "placed" {
		for i, s := range was.shipments {
			if n := o.shipments[i]; n.State != s.State && !status.Shipments().Reaches(s.State, n.State) {
				bad("shipment S%d goes from %s to %s", s.N, s.State, n.State)
			}
		}
	}
	for _, p := range was.payments {
		for _, n := range o.payments {
			if n.ID == p.ID && n.State != p.State && !status.Payments().Reaches(p.State, n.State) {
				bad("payment %s goes from %s to %s", p.ID, p.State, n.State)
			}
		}
	}
	owed := external
	for i, b := range o.blocks {
		owed = addOr(addOr(owed, b.Owed), b.withheld()) // what is withheld pays for no living units either
		if i < len(was.blocks) {
			if w := was.blocks[i]; greater(b.Owed, w.Owed) && !greater(o.paid, was.paid) && !greater(was.total, o.total) || b.Money != w.Money && !status.Money().Reaches(w.Money, b.Money) {
				bad("block R%d: %s %s then %s %s", b.N, w.Owed, w.Money, b.Owed, b.Money)
			}
		}
	}
	if owed.Minor() != o.owed.Minor() {
		bad("owed %s, blocks and outside %s", o.owed, owed)
	}
	for _, l := range was.lines {
		n := o.lines[o.index[l.id]]
		for _, p := range l.portions {
			n.each(p.From, p.To, func(q Portion) {
				if p.Custody != 0 && q.Custody != 0 && p.Custody != q.Custody && p.Block == q.Block && !status.Custody().Reaches(p.Custody, q.Custody) {
					bad("custody %s then %s", p.Custody, q.Custody)
				}
				if p.Block != 0 && q.Block != 0 && p.Block != q.Block {
					bad("units of R%d are in R%d", p.Block, q.Block)
				}
				if endedStates.Has(p.State) && !endedStates.Has(q.State) && q.Block == 0 && p.Block == 0 {
					bad("units %s live again as %s", p.State, q.State)
				}
			})
		}
	}
	v := o.View()
	if due, _ := o.total.Sub(o.paid); addOr(due, o.owed).Minor() != v.Due.Minor() {
		bad("due")
	}
	if (o.state == status.OrderCancelled || o.state == status.OrderRefused) && !o.total.IsZero() && was.state != o.state && !isLines(a.obs) && o.log[0].Body.Kind() == "placed" && o.tally.rest[status.ItemHandedOut] == 0 {
		bad("the order is %s and costs %s", o.state, o.total)
	}
	if o.total.Sign() < 0 {
		bad("negative total")
	}
	sum := o.zero()
	for _, l := range v.Lines {
		sum = addOr(sum, l.Total)
	}
	if sum.Minor() != o.total.Minor() {
		bad("total %s, lines %s", o.total, sum)
	}
	for _, p := range o.packages {
		for _, u := range p.Units {
			o.lines[o.index[u.Line]].each(u.From, u.To, func(q Portion) {
				if q.State == status.ItemRemarking || q.State == status.ItemConfirmed || q.State == status.ItemCancelled && q.Block == 0 {
					bad("box P%d holds units %s", p.N, q.State)
				}
			})
		}
	}
}

// buttons checks that what Allowed offers works.
func buttons(t *rapid.T, o *Order, at time.Time) {
	by := By{Actor: Actor{Role: RoleOperator, ID: "anna"}, At: at}
	for _, p := range o.Allowed(by) {
		if p.Why != nil {
			continue
		}
		var cmd Command
		switch p.Kind {
		case KindConfirm:
			cmd = Confirm{p.Picks}
		case KindCancel:
			cmd = Cancel{Picks: p.Picks, Reason: status.ReasonOther, Told: "by phone"}
		case KindAssemble:
			cmd = Assemble{Picks: p.Picks}
		case KindRelease:
			cmd = Release{Picks: p.Picks}
		case KindCreateShipment:
			cmd = CreateShipment{Picks: p.Picks}
		case KindDeliver:
			cmd = Deliver{Picks: p.Picks}
		case KindReturn:
			cmd = Return{Picks: p.Picks, Reason: status.ReasonOther}
		case KindDropDoorResult:
			cmd = DropDoorResult{p.Picks}
		default:
			continue
		}
		if _, err := o.Clone().Do(cmd, by); err != nil {
			t.Fatalf("%s is offered with %+v, but: %v\n%s", p.Kind, p.Picks, err, brief(o))
		}
	}
}

func TestAnyImportedOrRedeliveredHistoryIsLawful(t *testing.T) { rapid.Check(t, wide) }

func isLines(o Observation) bool { _, ok := o.(LinesReport); return ok }

func brief(o *Order) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s paid %s owed %s total %s scheme %s auth %v;", o.id, o.state, o.paid, o.owed, o.total, o.rules.scheme.String(), o.authority)
	for _, l := range o.lines {
		fmt.Fprintf(&b, " %s/%s %v", l.id, l.kind, l.portions)
	}
	for _, e := range o.log {
		fmt.Fprintf(&b, "\n  %d %s by %s %s", e.N, e.Body.Kind(), e.By.Role, e.State)
		for _, m := range e.Moves() {
			fmt.Fprintf(&b, " [%s %s-%s %s S%d R%d c%v d%s]", m.Line, m.From, m.To, m.State, m.Shipment, m.Block, m.Custody, m.Door)
		}
	}
	return b.String()
}

// Whatever happened, once everything is cancelled or back and every refund is done, nothing of the buyer's money is
// left here.
func TestWhenEverythingComesBackNoMoneyStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		d := drawDraft(t)
		v := variant(t, rapid.SampledFrom([]SchemeCode{OwnPickup, ByCarrier}).Draw(t, "own"))
		v.ChannelRefunds, d.Scheme, d.Confirmations = false, v.Code, nil
		for i := range d.Lines {
			d.Lines[i].MarkRequired = false
		}
		o, _, err := New(d, By{Actor: Actor{Role: RoleChannel, System: "channel-1"}, At: start}, WithScheme(v))
		if err != nil {
			t.Skip()
		}
		by := By{Actor: Actor{Role: RoleOperator}, At: start}
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			by.At = start.Add(time.Duration(i) * time.Minute)
			if rapid.IntRange(0, 4).Draw(t, "who") > 0 {
				_, _ = o.Do(drawCommand(t, o), by)
			} else {
				b := drawBy(t, by.At, RoleChannel, RoleERP, RoleCarrier, RoleGateway)
				_, _ = o.Observe(drawObservation(t, o), b)
			}
		}
		if o.forgotten != nil {
			t.Skip("an order without money was forgotten")
		}
		op := By{Actor: Actor{Role: RoleOperator}, At: by.At}
		for range 4 {
			for _, b := range o.blocks { // what was rejected goes back to the buyer, who returns it once more
				_, _ = o.Do(Receive{Block: b.N, Custody: status.CustodyGivenBack}, op)
			}
			_, _ = o.Do(Cancel{Reason: status.ReasonOther}, op)
			_, _ = o.Do(Deliver{}, op)
			_, _ = o.Do(Return{Reason: status.ReasonOther}, op)
		}
		for _, b := range o.blocks {
			_, _ = o.Do(Receive{Block: b.N, Custody: status.CustodyReceived}, op)
			if o.blocks[b.N-1].Money == status.MoneyOwed || o.blocks[b.N-1].Money == status.MoneyRefused {
				if _, err := o.Do(Refund{Block: b.N}, op); err != nil {
					t.Fatalf("R%d cannot be refunded: %v\n%s", b.N, err, brief(o))
				}
			}
			_, _ = o.Do(SettleRefund{Block: b.N, Outcome: Outcome{Kind: Applied}}, op)
		}
		if !o.total.IsZero() {
			t.Fatalf("cannot be ended\n%s", brief(o))
		}
		if k, _ := o.paid.Sub(o.owed); !k.IsZero() {
			t.Fatalf("%s stays here\n%s", k, brief(o))
		}
	})
}
