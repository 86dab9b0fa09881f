package receipts

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// reducing are the steps after which settled goods cost less than their receipts say, until the money is back.
var reducing = []struct {
	name string
	do   func(*till)
}{
	{"reduce a price", (*till).reducePrice},
	{"reduce a price", (*till).reducePrice},
	{"withhold", (*till).withhold},
	{"withhold", (*till).withhold},
	{"book", (*till).book},
	{"lose a discount", (*till).loseDiscount},
	{"lose a discount", (*till).loseDiscount},
}

func (k *till) reducePrice() {
	c := order.ReducePrice{Picks: order.PickAll(k.line()), Amount: amount.RUB(rapid.Int64Range(1, 20_000).Draw(k.T, "reduced by")), Reason: status.ReasonDefect}
	if ps := k.picks(); len(ps) > 0 {
		c.Picks = ps
	}
	if p, ok := k.aPayment(); ok && rapid.IntRange(0, 2).Draw(k.T, "booked") == 0 {
		c.Payment = p.ID
	}
	k.does(c)
}

func (k *till) withhold() {
	n := k.block()
	b, ok := k.o.Block(n)
	if !ok || b.Owed.Sign() <= 0 {
		return
	}
	c := order.Refund{Block: n, Withhold: &order.Withholding{
		Amount: amount.RUB(rapid.SampledFrom([]int64{b.Owed.Minor(), rapid.Int64Range(1, b.Owed.Minor()).Draw(k.T, "withheld")}).Draw(k.T, "all of it?")),
		For:    rapid.SampledFrom([]order.WithholdReason{order.WithholdWayBack, order.WithholdLostDiscount, order.WithholdOther}).Draw(k.T, "for"), Text: "t",
	}}
	k.does(c)
}

func (k *till) book() {
	n := k.block()
	b, ok := k.o.Block(n)
	p, has := k.aPayment()
	if !ok || !has {
		return
	}
	c := order.Refund{Block: n, Payment: p.ID}
	if b.Owed.Minor() > 1 && rapid.Bool().Draw(k.T, "less") {
		c.Withhold = &order.Withholding{Amount: amount.RUB(rapid.Int64Range(1, b.Owed.Minor()-1).Draw(k.T, "withheld")), For: order.WithholdWayBack}
	}
	k.does(c)
}

func (k *till) loseDiscount() {
	c := order.Return{Picks: k.picks(), Reason: status.ReasonUnwanted, Reprice: &order.Reprice{}}
	if l, ok := k.o.Line(k.line()); ok && rapid.Bool().Draw(k.T, "new price") {
		c.Reprice.Prices = []order.NewPrice{{Line: l.ID, Total: amount.RUB(l.Gross.Minor() + rapid.Int64Range(0, 3000).Draw(k.T, "dearer"))}}
	}
	k.does(c)
}

// What the buyer keeps, and what the seller keeps of what came back, is settled; the money is receipted as it moved.
func TestAfterReductionsTheReceiptsAreTheMoney(t *testing.T) {
	ended := 0
	rapid.Check(t, func(t *rapid.T) {
		k := openTill(t)
		k.reduces = true
		some := func(n int) {
			for range n {
				if rapid.IntRange(0, 3).Draw(t, "reducing") == 0 {
					rapid.SampledFrom(reducing).Draw(t, "how").do(k)
				} else {
					k.step()
				}
			}
		}
		some(rapid.IntRange(0, 12).Draw(t, "steps"))
		k.finish()
		some(rapid.IntRange(0, 12).Draw(t, "steps after the hand-over"))
		k.finish()
		v := k.o.View()
		for _, l := range v.Lines {
			for _, p := range l.Portions {
				if awaited(p.Portion) {
					t.Skip("units that cannot go on")
				}
			}
		}
		for _, b := range v.Blocks {
			if b.Money != status.MoneyRefunded && b.Money != status.MoneyNothingOwed {
				t.Skip("a refund that cannot go on")
			}
			for _, c := range b.Custody {
				if c != status.CustodyReceived && c != status.CustodyAccepted && c != status.CustodyDamaged && c != status.CustodyLost && c != status.CustodyNotNeeded {
					t.Skip("units on their way back")
				}
			}
		}
		b, err := read(k.o, k.s)
		require.NoError(t, err)
		if v.Due.Sign() != 0 || b.unplannedSum() != 0 {
			t.Skip("money that went back unasked")
		}
		if k.imported > 0 {
			t.Skip("receipted elsewhere")
		}
		for _, p := range v.Payments {
			if p.Receipt != nil {
				t.Skip("receipted elsewhere")
			}
		}
		ended++
		all := receipted(k.owed)
		withheld := int64(0)
		for _, x := range v.Blocks {
			for _, w := range x.Withheld {
				if w.For != order.WithholdExchange && w.For != order.WithholdReplacement {
					withheld += w.Amount.Minor()
				}
			}
		}
		require.Zero(t, b.atHandOver[Cash]+b.atHandOver[Electronic])
		require.LessOrEqual(t, b.creditSum(), withheld, "what was paid without money is used up, given back or withheld")
		require.Equal(t, moved(v)-k.inKind(), all.money, "the money is receipted as it moved")
		require.Equal(t, v.Total.Minor()+withheld, all.goods+b.advance+b.creditSum(), "what the buyer keeps, and what is withheld, is settled")
	})
	t.Logf("%d histories came to their end", ended)
	require.Greater(t, ended, 50)
}
