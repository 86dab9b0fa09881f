package order

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Whatever makes prices fall or keeps sums, and in whatever order, the money is in one place at any moment; and when
// everything came back, all that was paid went back or is withheld, to the kopeck.
//
// fault: M15
// fault: M16
// fault: M17
// fault: M18
func TestRefundsOfAllKindsKeepTheMoney(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		by := func(r Role) By { at = at.Add(time.Minute); return By{Actor: Actor{Role: r, System: "s"}, At: at} }
		d := drawDraft(t)
		d.Scheme, d.Authority, d.Confirmations = rapid.SampledFrom([]SchemeCode{OwnPickup, ByCarrier}).Draw(t, "scheme"), OwnShop, nil
		for i := range d.Lines {
			d.Lines[i].MarkRequired = false
		}
		o, _, err := New(d, by(RoleOperator))
		if err != nil {
			t.Skip(err)
		}
		do := func(c Command) { _, _ = o.Do(c, by(RoleOperator)) }
		if rapid.IntRange(0, 3).Draw(t, "sold at once") > 0 {
			do(Confirm{})
			do(Pay{Payment: Payment{ID: "p", Amount: o.total}})
			do(HandOver{Courier: true})
			do(Deliver{})
		}
		for i := range rapid.IntRange(5, 40).Draw(t, "steps") {
			was := o.Clone()
			block := rapid.IntRange(1, max(1, len(o.blocks))).Draw(t, "block")
			switch rapid.IntRange(0, 15).Draw(t, "step") {
			case 0, 1:
				p := Payment{ID: fmt.Sprint("p", i), Amount: o.View().Due, Form: rapid.SampledFrom([]PaymentForm{"", "", FormGiftCard}).Draw(t, "form")}
				if p.Amount.Minor() > 1 && rapid.IntRange(0, 3).Draw(t, "in part") == 0 {
					p.Amount = amount.RUB(rapid.Int64Range(1, p.Amount.Minor()).Draw(t, "part"))
				}
				do(Pay{Payment: p})
			case 2:
				do(rapid.SampledFrom([]Command{Confirm{}, HandOver{Courier: true}, Deliver{}, Deliver{Picks: Pick("L1", amount.Pcs(1))}}).Draw(t, "on"))
			case 3, 4, 5:
				r := Return{Picks: drawPicks(t), Reason: status.ReasonDefect}
				if rapid.Bool().Draw(t, "discount lost") {
					p := Reprice{}
					if len(o.adjustments) > 0 && rapid.Bool().Draw(t, "in part") {
						p.Adjustments = []Adjustment{{Kind: AdjustPromo, Amount: amount.RUB(rapid.Int64Range(0, 2_000).Draw(t, "left of it"))}}
					}
					r.Reprice = &p
				}
				do(r)
			case 6, 7:
				do(drawReduction(t, o))
			case 8, 9:
				do(Receive{Block: block, Custody: rapid.SampledFrom([]status.ReturnCustody{
					status.CustodyReceived, status.CustodyAccepted, status.CustodyWithdrawn, status.CustodyRejected,
				}).Draw(t, "custody")})
			case 10, 11:
				do(drawRefund(t, o, block))
			case 12, 13:
				do(SettleRefund{Block: block, Outcome: Outcome{Kind: rapid.SampledFrom([]OutcomeKind{Applied, Applied, Rejected, InDoubt}).Draw(t, "outcome")}})
			default:
				o.cabinet(t, by(RoleGateway))
			}
			sound(t, o)
			count(seen, was, o)
		}
		o.allBack(by(RoleOperator))
		sound(t, o)
		for _, p := range o.payments {
			if o.unbooked(p).Sign() > 0 {
				t.Skip("nobody knows what for")
			}
		}
		v := o.View()
		if left := v.Paid.Minor() - v.Refunded.Minor() - v.Withheld.Minor(); left != 0 || v.ToRefund.Sign() != 0 || v.Total.Sign() != 0 {
			t.Fatalf("%d of %s stays, %s is owed, %s is sold: %s", left, v.Paid, v.ToRefund, v.Total, brief(o))
		}
		seen["all back"]++
	})
	t.Log(seen)
	for _, k := range []string{"price-reduced", "discount lost", "refund-waived", "refund-booked", "withheld", "refund-settled", "all back"} {
		if seen[k] < seen["all back"]/20 {
			t.Errorf("%s: only %d", k, seen[k])
		}
	}
}

// cabinet lets a part of a payment be paid back in the gateway's cabinet.
func (o *Order) cabinet(t *rapid.T, by By) {
	for _, p := range o.payments {
		if rest, err := p.Amount.Sub(p.Refunded); err == nil && rest.Sign() > 0 && p.counts() {
			most := rest.Minor()
			for _, b := range o.blocks {
				if b.Owed.Sign() > 0 && b.Money == status.MoneyOwed {
					most = min(most, b.Owed.Minor()) // it is for this block, perhaps less what is withheld
				}
			}
			back := amount.RUB(rapid.Int64Range(1, most).Draw(t, "back"))
			p.State, p.Refunded, p.Receipt = status.PaymentPartlyRefunded, addOr(o.wentBack(p), back), nil
			_, _ = o.Observe(PaymentReport{p}, by)
			return
		}
	}
}

// allBack takes everything back and pays it back.
func (o *Order) allBack(by By) {
	for _, b := range o.blocks { // what was rejected goes back to the buyer, who returns it once more
		_, _ = o.Do(Receive{Block: b.N, Custody: status.CustodyGivenBack}, by)
	}
	for range 3 {
		for _, c := range []Command{Confirm{}, HandOver{Courier: true}, Deliver{}, Return{Reason: status.ReasonOther}, Cancel{Reason: status.ReasonOther}} {
			_, _ = o.Do(c, by)
		}
		for _, b := range o.blocks {
			_, _ = o.Do(Receive{Block: b.N, Custody: status.CustodyReceived}, by)
			for range 2 { // of those that are in doubt, once more
				_, _ = o.Do(SettleRefund{Block: b.N, Outcome: Outcome{Kind: Rejected}}, by)
				_, _ = o.Do(Refund{Block: b.N}, by)
				_, _ = o.Do(SettleRefund{Block: b.N, Outcome: Outcome{Kind: Applied}}, by)
			}
		}
	}
}

// count counts what happened between two moments.
func count(seen map[string]int, was, o *Order) {
	kinds := map[string]bool{}
	for _, e := range o.log[len(was.log):] {
		kinds[e.Body.Kind()] = true
		if b, ok := e.Body.(RefundOrdered); ok && b.Withheld != nil {
			kinds["withheld"] = true
		}
	}
	if kinds["returned"] && kinds["repriced"] {
		kinds["discount lost"] = true
	}
	for k := range maps.Keys(kinds) {
		seen[k]++
	}
}
