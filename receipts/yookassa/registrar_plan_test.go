package yookassa_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// seller is somebody who does with an order what a service does: pays back, plans receipts and registers them.
type seller struct {
	*rapid.T
	t        *testing.T
	o        *order.Order
	settings receipts.Settings
	gateway  *yookassa.Gateway
	minute   int
	made     map[string]order.Ref // by key
}

func (s *seller) does(r order.Role, cs ...order.Command) {
	for _, c := range cs {
		s.minute++
		at := time.Date(2026, 1, 14, 10, s.minute, 0, 0, time.UTC)
		must(s.o.Do(c, order.By{Actor: order.Actor{ID: "anna", Role: r, System: "yookassa"}, At: at}))(s)
	}
}

// registers registers what the order owes, all of it each time.
func (s *seller) registers() {
	owed := must(receipts.Plan(s.o, s.settings))(s)
	for _, x := range owed {
		d, err := s.gateway.Register(s.t.Context(), x.Receipt)
		require.NoError(s, err, "%+v", x.Receipt)
		require.Equal(s, receipts.DocumentDone, d.State)
		require.Equal(s, x.Receipt.Total, d.Total)
		if known, has := s.made[x.Receipt.Key]; has {
			require.Equal(s, known, d.Ref)
		}
		s.made[x.Receipt.Key] = d.Ref
	}
}

// refunds pays a block back.
func (s *seller) refunds(block int) {
	s.does(order.RoleOperator, order.Receive{Block: block, Custody: status.CustodyAccepted}, order.Refund{Block: block})
	orders := must(receipts.Refunds(s.o, block, s.settings))(s)
	require.Len(s, orders, 1)
	back := must(s.gateway.Refund(s.t.Context(), orders[0]))(s)
	out, settled := back.Outcome()
	require.True(s, settled)
	s.does(order.RoleGateway, order.SettleRefund{Block: block, Outcome: out})
}

// Whatever an order owes is registered once, whether YooKassa made it along with the money or not.
func TestWhatAnOrderOwesIsRegisteredOnce(t *testing.T) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		later := rapid.Bool().Draw(rt, "payment first, receipt later")
		kassa := yookassatest.New(yookassatest.Settings{Fiscalization: "atol", ReceiptsLater: later, Loose: true})
		defer kassa.Close()
		c := client(kassa.Transport())
		prepaid, marked, count := rapid.Bool().Draw(rt, "prepaid"), rapid.Bool().Draw(rt, "marked"), rapid.IntRange(1, 4).Draw(rt, "count")
		s := &seller{
			T: rt, t: t, made: map[string]order.Ref{}, gateway: registering(c), settings: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2, Prepaid: prepaid},
		}
		anna := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)}
		var err error
		s.o, _, err = order.New(order.Draft{
			ID: fmt.Sprint("A-", n), Currency: "RUB", Scheme: order.OwnPickup, Buyer: order.Buyer{Email: "ivanova@example.ru", Phone: "8 (900) 000-00-00"},
			Lines: []order.Line{
				{ID: "1", Name: "Кроссовки", Quantity: amount.Pcs(count), Total: amount.RUB(rapid.Int64Range(10, 100000).Draw(rt, "price")), VAT: amount.VAT22, MarkRequired: marked},
				{ID: "2", Name: "Носки", Quantity: amount.Pcs(2), Total: amount.RUB(70001), VAT: amount.VAT10},
			},
		}, anna)
		require.NoError(rt, err)

		in := bare(s.o.Total().Minor())
		if !later {
			in = newPayment(s.o.Total().Minor())
		}
		paid := must(s.gateway.Payment(t.Context(), refOf(pay(t, kassa, c, "pay", in))))(rt)
		require.Equal(rt, !later, paid.Receipt != nil)
		s.does(order.RoleGateway, order.Pay{Payment: paid})
		s.registers()
		s.does(order.RoleOperator, order.Confirm{})
		for u := range count {
			if marked {
				s.does(order.RoleOperator, order.SetMark{Line: "1", Unit: u, Code: fmt.Sprintf("010460123456789321A-%08d\x1d93dGVz", u)})
			}
		}
		s.does(order.RoleOperator, order.Deliver{})
		s.registers()
		s.does(order.RoleOperator, order.Return{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonDefect})
		s.refunds(1)
		s.registers()
		s.does(order.RoleOperator, order.Return{Picks: order.PickAll("2"), Reason: status.ReasonDefect})
		s.refunds(2)
		s.registers()

		want := len(s.made)
		if !later {
			want++ // the advance went along
		}
		require.Len(rt, kassa.Receipts(), want, "%v", kassa.Exchanges())
		seen := map[order.Ref]string{}
		for key, ref := range s.made {
			require.Empty(rt, seen[ref], "%s and %s are one receipt", key, seen[ref])
			seen[ref] = key
		}
	})
}
