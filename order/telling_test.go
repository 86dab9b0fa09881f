package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// telling is a scheme whose marketplace wants to know how the buyer was told.
func telling(t *testing.T) order.Option {
	s, ok := order.Standard.Rules()
	require.True(t, ok)
	s.Code, s.CancelNeedsTold = "telling", true
	return order.WithScheme(s)
}

// A cancellation carries the channel's own status and says how the buyer was told, for whoever sends it there; also
// when the units are paid for and leave in a return block.
func TestACancellationSaysHowTheBuyerWasTold(t *testing.T) {
	d := marketplace()
	d.Scheme = "telling"
	s := tell(t, d, telling(t))
	_, err := s.o.Do(order.Cancel{Reason: status.ReasonOutOfStock, Code: "18"}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrInvalid, "Cancel.Told")
	evs := s.do(order.Cancel{Reason: status.ReasonOutOfStock, Code: "18", Told: "by phone"})
	b, is := evs[0].Body.(order.Cancelled)
	require.True(t, is)
	require.Equal(t, "18", b.Code)
	require.Equal(t, "by phone", b.Told)

	s = tell(t, ownShop())
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00)}}, order.Cancel{Reason: status.ReasonOutOfStock, Code: "18", Told: "e-mail"})
	block, _ := s.o.Block(1)
	require.Equal(t, "18", block.Code)
	require.Equal(t, "e-mail", block.Told)
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
}

// Nobody has to be told of what the buyer cancels, or the channel.
func TestABuyerWhoCancelsNeedsNotBeTold(t *testing.T) {
	for _, role := range []order.Role{order.RoleBuyer, order.RoleChannel} {
		d := marketplace()
		d.Scheme = "telling"
		s := tell(t, d, telling(t))
		s.as(role, order.Cancel{Reason: status.ReasonBuyerCancelled})
		require.Equal(t, status.OrderCancelled, s.o.State())
	}
}

// The refusal of a person who works in a CRM and does not say how the buyer was told goes back there as a note.
func TestACancellationInTheCRMSaysItToo(t *testing.T) {
	d := marketplace()
	d.Scheme, d.Authority = "telling", order.ChannelOwnsLines
	s := tell(t, d, telling(t))
	s.says(order.RoleERP, order.Intent{Code: "cancel", Commands: []order.Command{order.Cancel{Reason: status.ReasonOutOfStock}}})
	require.Equal(t, status.OrderNew, s.o.State())
	require.Len(t, s.o.View().Notes, 1)
	require.Contains(t, s.o.View().Notes[0].Text, "how the buyer was told")
}

// A refusal at the door goes out with the result of the delivery, which has reasons and no codes.
func TestARefusalAtTheDoorHasNoCode(t *testing.T) {
	s := withCourier(t)
	_, err := s.o.Do(order.Cancel{Picks: order.PickAll("L1"), Reason: status.ReasonDefect, Code: "18"}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrInvalid, "leave the code out")
}

// Attempts to reach the buyer are counted, and neither they nor comments change what the order is.
func TestAttemptsToReachTheBuyerAreCounted(t *testing.T) {
	s := newOrder(t)
	s.do(order.ContactBuyer{Channel: "phone", Code: "47"}, order.ContactBuyer{Channel: "phone", Code: "47", Text: "no answer"})
	require.Equal(t, status.OrderInWork, s.o.State())
	was := s.o.State()
	evs := s.do(order.WriteComment{Text: "call in the evening"}, order.ContactBuyer{Channel: "chat", Reached: true})
	require.Equal(t, was, s.o.State(), "a comment alone leaves the status")
	last, is := evs[1].Body.(order.Contacted)
	require.True(t, is)
	require.Equal(t, 3, last.N)
	cs := s.o.View().Contacts
	require.Len(t, cs, 3)
	require.Equal(t, []int{1, 2, 3}, []int{cs[0].N, cs[1].N, cs[2].N})
	require.Equal(t, "47", cs[1].Code)
	require.Equal(t, cs, stored(t, s.o).View().Contacts)
}
