package bridge_test

import (
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
	"github.com/ordo-sdk/ordo/status"
)

// pence is what a history of money comes to, counted without the order's help: pieces, what they cost, what was paid.
type pence struct {
	prices []int64 // of one piece, by line
	left   []int   // pieces that are not given back
	paid   int64
	blocks []int64 // what is owed back for each
	back   int64   // paid back
}

// living is what the pieces cost that are not given back.
func (p *pence) living() int64 {
	sum := int64(0)
	for i, n := range p.left {
		sum += p.prices[i] * int64(n)
	}
	return sum
}

// gives gives pieces back: owed is what is paid beyond what is left, at most what they cost.
func (p *pence) gives(line, n int) {
	cost := p.prices[line] * int64(n)
	p.left[line] -= n
	p.blocks = append(p.blocks, min(max(p.paid-p.owed()-p.living(), 0), cost))
}

func (p *pence) owed() int64 {
	sum := int64(0)
	for _, b := range p.blocks {
		sum += b
	}
	return sum
}

// Random histories of money, with answers of the gateway and register that get lost, against a model that counts by
// itself: what was paid and paid back, in the order, at the gateway and on receipts, is the same to the kopeck.
func TestMoneyIsWhatAnIndependentModelSays(t *testing.T) {
	for n := range *worldHistories {
		seed := *worldSeed + uint64(n)
		dice := rand.New(rand.NewPCG(seed, 9))
		v, c, shop := newVault(rand.New(rand.NewPCG(seed, 10))), &clock{t: monday}, &chaos.Site{}
		v.trouble = dice.IntN(40)
		store := memory.New()
		b, err := bridge.New(store, bridge.Account("shop-1", shop), bridge.Account("vault-1", v), bridge.WithClock(c), bridge.WithMaxAttempts(10_000),
			bridge.Route{Channel: "shop-1", Gateway: "vault-1", Receipts: "vault-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral}})
		require.NoError(t, err)
		d := order.Draft{
			Ref: order.Ref{System: "site", Kind: "order", ID: "A"}, Placed: monday,
			Scheme: []order.SchemeCode{order.ByCarrier, order.OwnPickup}[dice.IntN(2)], Buyer: order.Buyer{Email: "ivanova@example.ru"},
		}
		p := &pence{}
		for i := range 1 + dice.IntN(4) {
			price, n := 1+dice.Int64N(500_000), 1+dice.IntN(3)
			p.prices, p.left = append(p.prices, price), append(p.left, n)
			d.Lines = append(d.Lines, order.Line{ID: fmt.Sprint(i), SKU: "S", Name: "Thing", Quantity: amount.Pcs(n), Price: amount.RUB(price), VAT: amount.VAT22})
		}
		shop.Drafts = append(shop.Drafts, d)
		works := func() {
			_, err := b.Sync(t.Context())
			require.NoError(t, err)
			c.pass(time.Duration(dice.IntN(40)) * time.Minute)
		}
		works()
		var told []string
		// does tells whether the order took a command; what it may not do now it refuses.
		does := func(cmd order.Command) bool {
			_, err := b.Do(t.Context(), "shop-1/A", cmd, order.By{Actor: chaos.Clerk})
			var no *order.Refused
			if err != nil && !errors.As(err, &no) {
				require.NoError(t, err, "seed %d: %s", seed, cmd.Kind())
			}
			told = append(told, fmt.Sprintf("%s %t", cmd.Kind(), err == nil))
			return err == nil
		}
		for range 6 + dice.IntN(12) {
			switch dice.IntN(8) {
			case 0, 1:
				sum := p.living() + p.owed() - p.paid
				if sum > 0 && dice.IntN(3) == 0 {
					sum = dice.Int64N(sum) + 1
				}
				if id := fmt.Sprint("p", len(told)); sum > 0 {
					v.mu.Lock()
					v.paid[id] = sum
					v.mu.Unlock()
					if does(order.Pay{Payment: order.Payment{ID: id, State: status.PaymentPaid, Amount: amount.RUB(sum), Ref: order.Ref{System: "vault", Account: "vault-1", Kind: "payment", ID: id}}}) {
						p.paid += sum
					}
				}
			case 2, 3:
				line := dice.IntN(len(p.left))
				if p.left[line] == 0 {
					continue
				}
				n := 1 + dice.IntN(p.left[line])
				if does(order.Return{Picks: order.Pick(fmt.Sprint(line), amount.Pcs(n)), Reason: status.ReasonUnwanted}) {
					o, err := b.Order(t.Context(), "shop-1/A")
					require.NoError(t, err)
					if p.gives(line, n); len(o.View().Blocks) < len(p.blocks) { // nobody has paid for it: it is only cancelled
						require.Zero(t, p.blocks[len(p.blocks)-1], "seed %d: %v", seed, told)
						p.blocks = p.blocks[:len(p.blocks)-1]
					}
				}
			case 4, 5:
				for i, owed := range p.blocks {
					_ = does(order.Receive{Block: i + 1, Custody: status.CustodyAccepted})
					if does(order.Refund{Block: i + 1}) {
						p.back += owed
					}
				}
			case 6:
				_ = does(order.HandOver{Waybill: "1"})
			case 7:
				_ = does(order.Deliver{})
			}
			works()
		}
		v.mu.Lock()
		v.trouble = 0
		v.mu.Unlock()
		for range 12 {
			works()
			c.pass(time.Hour)
			for o, err := range store.Effects(t.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}) {
				require.NoError(t, err)
				require.NoError(t, b.Retry(t.Context(), o.Key, chaos.Clerk))
			}
		}
		o, err := b.Order(t.Context(), "shop-1/A")
		require.NoError(t, err)
		view := o.View()
		money, receipted := v.moved(view.Payments, "shop-1/A")
		owed := int64(0)
		for i, x := range p.blocks {
			owed += x
			require.Equal(t, x, view.Blocks[i].Owed.Minor()+view.Blocks[i].Refunded.Minor(), "seed %d: block %d of %v", seed, i+1, told)
		}
		require.Empty(t, v.wrong, "seed %d", seed)
		require.Equal(t, p.paid, view.Paid.Minor(), "seed %d: %v", seed, told)
		require.Equal(t, owed, view.ToRefund.Minor()+view.Refunded.Minor(), "seed %d: %v", seed, told)
		require.Equal(t, p.paid-p.back, money, "seed %d: at the gateway: %v", seed, told)
		require.Equal(t, money, receipted, "seed %d: on receipts: %v", seed, told)
		for o, err := range store.Effects(t.Context(), bridge.EffectFilter{}) {
			require.NoError(t, err)
			require.False(t, o.Phase.Open(), "seed %d: %s is %s: %s", seed, o.Kind, o.Phase, o.Problem)
		}
	}
}
