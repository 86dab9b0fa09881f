package bridge_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
	"github.com/ordo-sdk/ordo/status"
)

// forwarding is a register whose operator of fiscal data tells the registry of each receipt with codes, once.
type forwarding struct {
	*vault
	codes *markingtest.Memory
	told  map[string]bool
}

// Register implements receipts.Registrar.
func (f forwarding) Register(ctx context.Context, r receipts.Receipt) (receipts.Document, error) {
	d, err := f.vault.Register(ctx, r)
	f.mu.Lock()
	defer f.mu.Unlock()
	if got, is := f.receipts[r.Key]; is && !f.told[r.Key] {
		f.told[r.Key] = true
		for _, p := range got.Positions {
			switch {
			case p.Mark == "":
			case got.Kind == receipts.Sell:
				f.codes.Sell(p.Mark)
			default:
				f.codes.TakeBack(p.Mark)
			}
		}
	}
	return d, err
}

// sold is how often each code stands in receipts of sales, less those of refunds.
func (f forwarding) sold() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := map[string]int{}
	for _, r := range f.receipts {
		for _, p := range r.Positions {
			switch {
			case p.Mark == "":
			case r.Kind == receipts.Sell:
				out[p.Mark]++
			default:
				out[p.Mark]--
			}
		}
	}
	return out
}

// Random histories of marked goods, with answers of the registry, the register and the gateway that get lost: each code
// leaves circulation and comes back in turn, by one of the two ways only, and is out in the end if the buyer has the
// unit, or the receipts say so.
func TestEachCodeIsOutWhileTheBuyerHasTheUnit(t *testing.T) {
	out, back := map[bridge.WithdrawBy]int{}, map[bridge.WithdrawBy]int{}
	for n := range max(*worldHistories/6, 1) {
		seed := *worldSeed + uint64(n)
		dice := rand.New(rand.NewPCG(seed, 21))
		by := []bridge.WithdrawBy{bridge.WithdrawByDocument, bridge.WithdrawByReceipt}[n%2]
		codes, c, shop := &markingtest.Memory{Waits: dice.IntN(3) == 0}, &clock{t: monday}, &chaos.Site{}
		v := forwarding{newVault(rand.New(rand.NewPCG(seed, 22))), codes, map[string]bool{}}
		v.trouble = dice.IntN(40)
		b, err := bridge.New(memory.New(), bridge.Account("shop-1", shop), bridge.Account("vault-1", v), bridge.Account("cz-1", codes),
			bridge.WithClock(c), bridge.WithMaxAttempts(10_000), bridge.Route{
				Channel: "shop-1", Gateway: "vault-1", Receipts: "vault-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2},
				Registry: "cz-1", WithdrawBy: by,
			})
		require.NoError(t, err)
		units := 1 + dice.IntN(3)
		shop.Drafts = []order.Draft{{
			Ref: order.Ref{System: "site", Kind: "order", ID: "A"}, Placed: monday, Buyer: order.Buyer{Email: "ivanova@example.ru"},
			Scheme: []order.SchemeCode{order.ByCarrier, order.OwnPickup}[dice.IntN(2)],
			Lines: []order.Line{{
				ID: "0", SKU: "S", Name: "Thing", Quantity: amount.Pcs(units), Price: amount.RUB(1 + dice.Int64N(500_000)), VAT: amount.VAT22, MarkRequired: true,
			}},
		}}
		works := func() {
			_, err := b.Sync(t.Context())
			require.NoError(t, err)
			codes.Process()
			c.pass(time.Duration(1+dice.IntN(40)) * time.Minute)
		}
		works()
		var told []string
		does := func(cmd order.Command) {
			_, err := b.Do(t.Context(), "shop-1/A", cmd, order.By{Actor: chaos.Clerk})
			var no *order.Refused
			if err != nil && !errors.As(err, &no) {
				require.NoError(t, err, "seed %d: %s", seed, cmd.Kind())
			}
			told = append(told, fmt.Sprintf("%s %t", cmd.Kind(), err == nil))
		}
		code := func(u int) string {
			return fmt.Sprintf("0104601234567893215Qx7&aB2kL%03d\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw==", u)
		}
		for u := range units {
			codes.Put(code(u))
			does(order.SetMark{Line: "0", Unit: u, Code: code(u)})
		}
		for step := range 8 + dice.IntN(10) {
			one := order.Pick("0", amount.Pcs(1))
			what := dice.IntN(10)
			if step < 4 && dice.IntN(8) > 0 {
				what = []int{0, 9, 2 + dice.IntN(2), 4}[step] // most orders are paid, leave and arrive
			}
			switch what {
			case 0, 1:
				o, err := b.Order(t.Context(), "shop-1/A")
				require.NoError(t, err)
				if sum := o.View().Due.Minor(); sum > 0 {
					id := fmt.Sprint("p", len(told))
					v.mu.Lock()
					v.paid[id] = sum
					v.mu.Unlock()
					does(order.Pay{Payment: order.Payment{
						ID: id, State: status.PaymentPaid, Amount: amount.RUB(sum), Ref: order.Ref{System: "vault", Account: "vault-1", Kind: "payment", ID: id},
					}})
				}
			case 2:
				does(order.HandOver{Picks: one, Waybill: fmt.Sprint(len(told))})
			case 3:
				does(order.HandOver{Waybill: "1"})
			case 4, 5:
				does(order.Deliver{})
			case 9:
				does(order.Confirm{})
			case 6, 7:
				does(order.Return{Picks: one, Reason: status.ReasonUnwanted})
			case 8:
				for i := range units {
					for _, first := range dice.Perm(2) {
						does([]order.Command{order.Receive{Block: i + 1, Custody: status.CustodyAccepted}, order.Refund{Block: i + 1}}[first])
						works()
					}
				}
			}
			if dice.IntN(3) == 0 {
				[]func(){codes.FailsOnce, codes.LosesAnswer, codes.Hides}[dice.IntN(3)]()
			}
			works()
		}
		v.mu.Lock()
		v.trouble = 0
		v.mu.Unlock()
		for i := range 2 * units {
			does(order.Receive{Block: i + 1, Custody: status.CustodyAccepted})
			does(order.Refund{Block: i + 1})
		}
		for range 30 {
			works()
			c.pass(time.Hour)
		}

		o, err := b.Order(t.Context(), "shop-1/A")
		require.NoError(t, err)
		sold, line := v.sold(), o.View().Lines[0]
		if by == bridge.WithdrawByDocument {
			require.Empty(t, sold, "seed %d: the receipts have codes, too", seed)
		} else {
			require.Empty(t, codes.Reports(), "seed %d: there are documents, too", seed)
		}
		marks := map[string]string{}
		for _, m := range line.Marks {
			marks[m.Code] = m.Out
		}
		for u := range units {
			var at order.PortionView
			for _, p := range line.Portions {
				if p.From.Cmp(amount.Pcs(u)) <= 0 && amount.Pcs(u).Cmp(p.To) < 0 {
					at = p
				}
			}
			gone := at.State == status.ItemSent || at.State == status.ItemHandedOut || at.State == status.ItemReturning
			if by == bridge.WithdrawByReceipt {
				gone = sold[code(u)] == 1
			}
			is := codes.Unit(code(u))
			says := fmt.Sprintf("seed %d, unit %d, %s %s: %+v, the order has it out by %q; %v", seed, u, at.State, at.Custody, is, marks[code(u)], told)
			require.Equal(t, gone, is.State == marking.Out, says)
			require.Equal(t, gone, marks[code(u)] != "", says)
			require.Zero(t, is.Repeats, says)
			require.Equal(t, gone, is.Withdrawals-is.Reinstatements == 1, says)
			require.LessOrEqual(t, is.Withdrawals, 1, says)
			out[by] += is.Withdrawals
			back[by] += is.Reinstatements
		}
	}
	t.Logf("codes out %v, back %v", out, back)
}
