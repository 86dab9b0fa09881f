package order

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Whatever is exchanged after payment: what was paid is what the order costs, less what is due, and what is owed back.
//
// fault: M19
func TestExchangesAfterPaymentKeepTheMoney(t *testing.T) {
	edits, tries := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		by := func() By { at = at.Add(time.Minute); return By{Actor: Actor{Role: RoleOperator}, At: at} }
		d := drawDraft(t)
		d.Scheme, d.Authority, d.Confirmations = rapid.SampledFrom([]SchemeCode{OwnPickup, ByCarrier}).Draw(t, "scheme"), 0, nil
		o, _, err := New(d, by())
		if err != nil {
			t.Skip(err)
		}
		tries++
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			var c Command
			switch rapid.IntRange(0, 7).Draw(t, "step") {
			case 0, 1, 2:
				e := Edit{Remove: drawPicks(t)}
				if rapid.Bool().Draw(t, "adds") {
					e.Add = []Line{{ID: fmt.Sprintf("L%d", len(o.lines)+1), Quantity: amount.Pcs(2), Total: drawMoney(t, "price"), VAT: amount.VAT20}}
				}
				if rapid.Bool().Draw(t, "extends") {
					e.Extend = []Extension{{Line: "L1", By: amount.Pcs(1), Total: drawMoney(t, "more")}}
				}
				c = e
			case 3:
				p := Payment{ID: fmt.Sprint("p", i), Amount: o.View().Due}
				c = Pay{Payment: p}
			case 4:
				c = rapid.SampledFrom([]Command{Confirm{}, HandOver{Courier: true}, Deliver{}, Deliver{Picks: Pick("L1", amount.Pcs(1))}}).Draw(t, "on")
			case 5:
				c = Return{Picks: drawPicks(t), Reason: status.ReasonDefect}
			case 6:
				c = Receive{Block: len(o.blocks), Custody: rapid.SampledFrom([]status.ReturnCustody{
					status.CustodyReceived, status.CustodyWithdrawn, status.CustodyRejected,
				}).Draw(t, "custody")}
			default:
				c = rapid.SampledFrom([]Command{Refund{Block: len(o.blocks)}, SettleRefund{Block: len(o.blocks), Outcome: Outcome{Kind: Applied}}}).Draw(t, "money")
			}
			before := o.View()
			if _, err := o.Do(c, by()); err != nil {
				continue
			}
			sound(t, o)
			v := o.View()
			if v.Due.Sign() < 0 {
				t.Fatalf("%+v leaves %s that are owed in no block", c, v.Due)
			}
			if _, ok := c.(Edit); !ok || before.Paid.IsZero() {
				continue
			}
			edits++
			owed, was := o.owed, before.ToRefund.Minor()+before.Refunded.Minor()+before.Withheld.Minor()
			kept := v.Paid.Minor() - owed.Minor()
			if kept != v.Total.Minor()-v.Due.Minor() {
				t.Fatalf("paid %s, owed %s, costs %s, due %s", v.Paid, owed, v.Total, v.Due)
			}
			if over := before.Paid.Minor() - was - v.Total.Minor(); owed.Minor()-was != max(over, 0) {
				t.Fatalf("%+v makes %s owed, not %d and %d more", c, owed, was, over)
			}
		}
	})
	if edits < tries/2 {
		t.Fatalf("only %d edits after payment", edits)
	}
}
