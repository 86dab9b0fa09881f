package erp_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// shown is what a system is to show, as people read it.
func shown(o *order.Order) string {
	s := erp.SumsOf(o.View())
	var lines []string
	for _, l := range s.Lines {
		lines = append(lines, fmt.Sprintf("%s %s %s", l.Line, l.Quantity, l.Total.Text()))
	}
	return fmt.Sprintf("%s; total %s, paid %s", strings.Join(lines, ", "), s.Total.Text(), s.Paid.Text())
}

// One of two pieces goes back: it counts until it is back, and its money until that is paid back.
func TestASystemShowsUnitsUntilTheyAreBackAndMoneyUntilItIsPaidBack(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := order.By{Actor: order.Actor{ID: "petrova", Role: order.RoleOperator}, At: at}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/A-1", Scheme: order.OwnPickup, Authority: order.OwnShop, Placed: at,
		Lines: []order.Line{
			{ID: "shoes", Name: "Shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)},
			{ID: "socks", Name: "Socks", Quantity: amount.Pcs(2), Price: amount.RUB(35000)},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Price: amount.RUB(30000)},
		},
	}, by)
	require.NoError(t, err)
	does := func(want string, cs ...order.Command) {
		t.Helper()
		for _, c := range cs {
			_, err := o.Do(c, by)
			require.NoError(t, err)
		}
		require.Equal(t, want, shown(o))
	}
	const whole = "shoes 1 4800.00, socks 2 700.00, delivery 1 300.00; total 5800.00, paid "
	const oneLess = "shoes 1 4800.00, socks 1 350.00, delivery 1 300.00; total 5450.00, paid "
	does(whole + "0.00")
	does(whole+"5800.00", order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(580000)}}, order.Confirm{}, order.Deliver{})
	does(whole+"5800.00", order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	does(oneLess+"5800.00", order.Receive{Block: 1, Custody: status.CustodyAccepted})
	does(oneLess+"5800.00", order.Refund{Block: 1})
	does(oneLess+"5450.00", order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})

	does(oneLess+"5450.00", order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonUnwanted})
	does(oneLess+"5450.00", order.Receive{Block: 2, Custody: status.CustodyWithdrawn})

	does(oneLess+"5450.00", order.Return{Picks: order.PickAll("shoes"), Reason: status.ReasonDefect})
	does("socks 1 350.00, delivery 1 300.00; total 650.00, paid 5450.00", order.Receive{Block: 3, Custody: status.CustodyReceived})
	does(oneLess+"5450.00", order.Receive{Block: 3, Custody: status.CustodyRejected})
}
