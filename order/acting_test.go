package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// clerkInCRM is a clerk of a shop who works in the merchant's CRM.
var clerkInCRM = order.Actor{ID: "olga", Role: order.RoleERP, System: "crm-1", As: order.RoleShop, Place: "shop-7"}

func ownShopOrder() order.Draft {
	return order.Draft{
		ID: "shop-1/7", Scheme: order.ByCarrier, Authority: order.OwnShop, Placed: monday,
		Lines: []order.Line{{ID: "1", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(2), Price: amount.RUB(50000)}},
	}
}

// covers: B24-12 (people in a CRM)
func TestAPersonInTheCRMHasHerOwnRights(t *testing.T) {
	cancel := order.Intent{Code: "cancel", Commands: []order.Command{order.Cancel{Reason: status.ReasonBuyerCancelled}}}
	t.Run("a clerk of a shop may not cancel, and reads why", func(t *testing.T) {
		x := place(t, ownShopOrder(), robot)
		evs, err := x.o.Observe(cancel, x.by(clerkInCRM))
		require.NoError(t, err)
		require.Len(t, evs, 1)
		require.Contains(t, evs[0].Body.(order.IntentDeclined).Why, "role shop")
		require.Equal(t, "crm-1", evs[0].Body.(order.IntentDeclined).System, "the note goes to where she works")
		require.Equal(t, clerkInCRM, evs[0].By)
		require.NotEqual(t, status.OrderCancelled, x.o.State())
	})
	t.Run("the CRM without a person may", func(t *testing.T) {
		x := place(t, ownShopOrder(), robot)
		_, err := x.o.Observe(cancel, x.by(crm))
		require.NoError(t, err)
		require.Equal(t, status.OrderCancelled, x.o.State())
	})
	t.Run("she may comment, and the log names her", func(t *testing.T) {
		x := place(t, ownShopOrder(), robot)
		_, err := x.o.Observe(order.Intent{Commands: []order.Command{order.WriteComment{Text: "ждёт у кассы"}}}, x.by(clerkInCRM))
		require.NoError(t, err)
		n := 0
		for range x.o.Events(order.Filter{Actor: "olga", System: "crm-1"}) {
			n++
		}
		require.Equal(t, 1, n)
	})
	t.Run("a manager may order a refund in the CRM, which the CRM itself may not", func(t *testing.T) {
		refund := order.Intent{Commands: []order.Command{order.Refund{Block: 1}}}
		paidAndReturned := func() *scenario {
			x := place(t, ownShopOrder(), robot)
			x.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(100000)}})
			x.does(merchant, order.Return{Picks: order.PickAll("1"), Reason: status.ReasonUnwanted})
			return x
		}
		x := paidAndReturned()
		_, err := x.o.Observe(refund, x.by(crm))
		require.NoError(t, err)
		require.Equal(t, status.MoneyOwed, x.o.View().Blocks[0].Money)
		manager := crm
		manager.ID, manager.As = "petrov", order.RoleOperator
		_, err = x.o.Observe(refund, x.by(manager))
		require.NoError(t, err)
		require.Equal(t, status.MoneySent, x.o.View().Blocks[0].Money)
	})
}

// Whose word it is, is the account's matter: where the CRM owns a fact, a person who has no right to a command still
// reports it.
func TestThePersonsRoleIsNoMatterOfWhoOwnsAFact(t *testing.T) {
	d := ownShopOrder()
	d.Authority = order.OwnShop | order.ERPOwnsCancellation
	x := place(t, d, robot)
	_, err := x.o.Observe(order.CancelReport{Reason: status.ReasonBuyerCancelled, Done: true}, x.by(clerkInCRM))
	require.NoError(t, err)
	require.Equal(t, status.OrderCancelled, x.o.State())
}

func TestActorAsIsForPeopleInOutsideSystems(t *testing.T) {
	x := place(t, ownShopOrder(), robot)
	for _, a := range []order.Actor{
		{ID: "olga", Role: order.RoleOperator, As: order.RoleShop},
		{ID: "olga", As: order.RoleOperator},
	} {
		_, err := x.o.Do(order.WriteComment{Text: "x"}, x.by(a))
		require.ErrorIs(t, err, order.ErrRole)
		require.ErrorContains(t, err, "By.Actor.As is for a person in an outside system")
	}
	unknown := crm
	unknown.As = "janitor"
	evs, err := x.o.Observe(order.Intent{Commands: []order.Command{order.WriteComment{Text: "x"}}}, x.by(unknown))
	require.NoError(t, err)
	require.Contains(t, evs[0].Body.(order.IntentDeclined).Why, "role janitor: it is not known")
}
