package order_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// reopening is a marketplace in whose cabinet a confirmed or a sent order may be taken back into work.
func reopening(t require.TestingT) order.Option {
	s, ok := order.OwnPickup.Rules()
	require.True(t, ok)
	s.Code = "reopening"
	s.Back = []order.WayBack{
		{From: status.ItemStates(status.ItemConfirmed), To: status.OrderInWork},
		{From: status.ItemStates(status.ItemSent), To: status.OrderInWork},
	}
	return order.WithScheme(s)
}

func reopened(t require.TestingT) *story {
	d := marketplace()
	d.Scheme = "reopening"
	d.Lines = append(d.Lines, order.Line{ID: "D", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Total: amount.RUB(100_00)})
	return tell(t, d, reopening(t))
}

func orderIs(s status.OrderState) order.StatusReport {
	return order.StatusReport{Code: s.String(), Says: status.Meaning{Order: s}}
}

func itemsAre(s status.ItemState) order.StatusReport {
	return order.StatusReport{Code: s.String(), Says: status.Meaning{Item: s}}
}

// reopenedHistory is an order that is taken back into work in the cabinet, once confirmed and once sent.
func reopenedHistory(t require.TestingT) *story {
	s := reopened(t)
	s.do(order.Confirm{})
	s.says(order.RoleChannel, orderIs(status.OrderConfirmed), orderIs(status.OrderInWork))
	s.do(order.Confirm{}, order.HandOver{Waybill: "20450000000001"})
	s.says(order.RoleChannel, orderIs(status.OrderHandedToCarrier), orderIs(status.OrderInWork))
	return s
}

// An order that is taken back into work in the cabinet is in work here, and can go its way again. The waybill number
// that is erased there is erased here, and the goods are free.
func TestAnOrderIsTakenBackIntoWork(t *testing.T) {
	s := reopened(t)
	s.do(order.Confirm{}, order.Assemble{Warehouse: "north"}, order.Release{})
	evs := s.says(order.RoleChannel, orderIs(status.OrderConfirmed))
	require.Len(t, evs, 1, "what the channel shows is kept")
	require.Empty(t, s.says(order.RoleChannel, orderIs(status.OrderConfirmed)), "once")
	evs = s.says(order.RoleChannel, orderIs(status.OrderInWork))
	require.Len(t, evs, 1)
	require.Equal(t, "reopened", evs[0].Body.Kind())
	require.Equal(t, status.OrderInWork, s.o.State())
	require.False(t, s.o.Held())
	require.Empty(t, s.says(order.RoleChannel, orderIs(status.OrderInWork)), "it is so already")

	s.do(order.Confirm{}, order.HandOver{Waybill: "20450000000001"})
	s.says(order.RoleChannel, orderIs(status.OrderHandedToCarrier), orderIs(status.OrderInWork))
	v := s.o.View()
	require.Equal(t, status.OrderInWork, v.State)
	require.Empty(t, v.Shipments[0].Waybill)
	require.Equal(t, status.ShipmentCancelled, v.Shipments[0].State)
	for _, l := range v.Lines {
		require.Len(t, l.Portions, 1)
		require.Equal(t, status.ItemNew, l.Portions[0].State, l.ID)
		require.Zero(t, l.Portions[0].Shipment)
	}
	require.Equal(t, written(t, v), written(t, stored(t, s.o, reopening(t)).View()))
	s.do(order.Confirm{}, order.HandOver{Waybill: "20450000000002"}, order.Deliver{})
	require.Equal(t, status.OrderDelivered, s.o.State())
}

// A report of an earlier state is a delay as long as the channel has not shown the later one.
func TestADelayIsNoStepBack(t *testing.T) {
	s := reopened(t)
	s.do(order.Confirm{})
	require.Empty(t, s.says(order.RoleChannel, orderIs(status.OrderInWork), orderIs(status.OrderNew)))
	require.Equal(t, status.OrderConfirmed, s.o.State())

	s.says(order.RoleChannel, orderIs(status.OrderConfirmed))
	now := s.by(order.RoleChannel)
	now.Occurred = now.At
	_, err := s.o.Observe(itemsAre(status.ItemConfirmed), now)
	require.NoError(t, err)
	s.do(order.HandOver{Courier: true})
	moved := s.by(order.RoleChannel)
	moved.Occurred = moved.At
	_, err = s.o.Observe(orderIs(status.OrderHandedToCarrier), moved)
	require.NoError(t, err)
	late := s.by(order.RoleChannel)
	late.Occurred = now.Occurred
	evs, err := s.o.Observe(orderIs(status.OrderInWork), late)
	require.NoError(t, err)
	require.Empty(t, evs, "it is older than what was applied")
}

// A step back that no rule follows is a divergence: said once, with what to do about it, and never followed.
func TestAStepBackThatNobodyFollowsIsADivergence(t *testing.T) {
	for name, c := range map[string]struct {
		begin func(t *testing.T) *story
		shown status.OrderState
		back  order.StatusReport
	}{
		"packed goods into work": {func(t *testing.T) *story { s := reopened(t); s.do(order.Confirm{}, order.Pack{}); return s }, status.OrderPacked, orderIs(status.OrderInWork)},
		"confirmed to new":       {func(t *testing.T) *story { s := reopened(t); s.do(order.Confirm{}); return s }, status.OrderConfirmed, orderIs(status.OrderNew)},
		"without any such rule":  {newOrder, status.OrderConfirmed, orderIs(status.OrderInWork)},
		"of units":               {newOrder, status.OrderPacked, itemsAre(status.ItemConfirmed)},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.begin(t)
			s.says(order.RoleChannel, orderIs(c.shown))
			state := s.o.State()
			require.False(t, s.o.Held())
			evs := s.says(order.RoleChannel, c.back)
			require.Len(t, evs, 1)
			require.Equal(t, state, s.o.State(), "nothing is overwritten")
			h := s.o.View().Holds[0]
			require.Equal(t, order.HoldDivergence, h.Kind)
			require.Equal(t, "mm-1", h.System)
			require.Contains(t, h.Text, "restore it there")
			require.Contains(t, h.Text, "forget it here")
			require.Empty(t, s.says(order.RoleChannel, c.back), "once")
			s.do(order.ClearHold{Hold: 1, Note: "agreed with the marketplace"})
			require.Empty(t, s.says(order.RoleChannel, c.back), "what was cleared stays cleared")
		})
	}
}

// A channel whose status waits for the shop only closes what was open here; one that waits for a confirmation that
// nobody knows here stops the order.
func TestTheStatusOfAChannelClosesConfirmations(t *testing.T) {
	d := marketplace()
	d.Confirmations = []status.Confirmation{status.ConfirmBuyer, status.ConfirmPaymentService}
	for report, want := range map[status.OrderState]status.OrderState{status.OrderNew: status.OrderNew, status.OrderInWork: status.OrderInWork} {
		s := tell(t, d)
		require.Empty(t, s.says(order.RoleChannel, orderIs(status.OrderAwaitingConfirmation)), "it is so already")
		s.says(order.RoleChannel, orderIs(report))
		require.Empty(t, s.o.View().Open)
		require.Equal(t, want, s.o.State())
	}

	s := newOrder(t)
	s.says(order.RoleChannel, orderIs(status.OrderAwaitingConfirmation))
	require.True(t, s.o.Held())
	require.Contains(t, s.o.View().Holds[0].Text, "AskConfirmation")

	s = tell(t, d)
	s.do(order.GiveConfirmation{Of: status.ConfirmBuyer, For: status.PartyBuyer}, order.GiveConfirmation{Of: status.ConfirmPaymentService})
	require.Empty(t, s.says(order.RoleChannel, orderIs(status.OrderAwaitingConfirmation)), "it has not heard of it yet")
}

// A status that no command stands for is answered with a note, unless the goods are so far already.
func TestAStatusWithoutACommandIsAnswered(t *testing.T) {
	for _, st := range []status.ItemState{status.ItemRequested, status.ItemSentToCentral, status.ItemRemarking, status.ItemLost} {
		s := newInShop(t)
		s.do(order.Confirm{})
		s.says(order.RoleERP, itemsAre(st))
		require.Len(t, s.o.View().Notes, 1, st)
		require.Contains(t, s.o.View().Notes[0].Text, st.String())
		require.Empty(t, s.says(order.RoleERP, itemsAre(st)), "once")
	}
	s := newInShop(t)
	s.do(order.Confirm{}, order.Pack{})
	require.Empty(t, s.says(order.RoleERP, itemsAre(status.ItemRequested)), "they are further")
	s.says(order.RoleERP, orderIs(status.OrderInWork))
	require.Empty(t, s.o.View().Notes, "it was done")
	s = cancelledOrder(t)
	s.says(order.RoleERP, orderIs(status.OrderInWork))
	require.Len(t, s.o.View().Notes, 1, "a cancelled order is not taken into work")
}

// The owner's word moves goods among the states in which they are made ready, and only forward.
func TestTheOwnerSaysWhereGoodsAreMadeReady(t *testing.T) {
	s := newOrder(t)
	s.says(order.RoleChannel, itemsAre(status.ItemRequested), itemsAre(status.ItemSentToCentral), itemsAre(status.ItemAssembling))
	require.Equal(t, status.ItemAssembling, s.o.View().Lines[0].Portions[0].State)
	s.says(order.RoleChannel, itemsAre(status.ItemRequested))
	require.Equal(t, status.ItemAssembling, s.o.View().Lines[0].Portions[0].State)
	require.Equal(t, order.HoldDivergence, s.o.View().Holds[0].Kind)
}

// owned is an order of which the channel owns all, under a scheme that lets people do most.
func owned(t *testing.T) *story {
	d := ownShop()
	d.Authority = order.Marketplace
	return tell(t, d)
}

// stations are orders in every state that an order comes into on its way.
var stations = map[string]func(t *testing.T) *story{
	"awaiting": func(t *testing.T) *story {
		d := ownShop()
		d.Authority, d.Confirmations = order.Marketplace, []status.Confirmation{status.ConfirmBuyer, status.ConfirmPaymentService}
		return tell(t, d)
	},
	"new":        owned,
	"in work":    func(t *testing.T) *story { s := owned(t); s.do(order.Take{}); return s },
	"confirmed":  func(t *testing.T) *story { s := owned(t); s.do(order.Confirm{}); return s },
	"assembling": func(t *testing.T) *story { s := owned(t); s.do(order.Confirm{}, order.Assemble{}); return s },
	"packed":     func(t *testing.T) *story { s := owned(t); s.do(order.Confirm{}, order.Pack{}); return s },
	"sent": func(t *testing.T) *story {
		s := owned(t)
		s.do(order.Confirm{}, order.Pack{}, order.HandOver{Courier: true})
		return s
	},
	"arrived": func(t *testing.T) *story {
		s := owned(t)
		s.do(order.Confirm{}, order.Pack{}, order.HandOver{Courier: true}, order.Arrive{})
		return s
	},
	"delivered": func(t *testing.T) *story { s := owned(t); s.do(order.Confirm{}, order.Deliver{}); return s },
	"completed": func(t *testing.T) *story {
		s := owned(t)
		s.do(order.Confirm{}, order.Deliver{}, order.Complete{})
		return s
	},
	"cancelled": func(t *testing.T) *story {
		s := owned(t)
		s.do(order.Cancel{Reason: status.ReasonOther})
		return s
	},
}

// way is how far on an ordinary way an order or its goods are.
func way(s fmt.Stringer) int {
	return map[string]int{
		"awaiting-confirmation": 1, "new": 2, "in-work": 3, "awaiting-consent": 3, "awaiting-payment": 4, "paid": 4, "confirmed": 4, "partly-confirmed": 4,
		"requested": 5, "sent-to-central": 6, "assembling": 7, "re-marking": 8, "packed": 9, "handed-to-carrier": 10, "out-with-courier": 10, "sent": 10,
		"arrived": 11, "handed-out": 12, "delivered": 12, "partly-delivered": 12, "completed": 13,
	}[s.String()]
}

// No status report vanishes: it makes an event, or it is so already. That is so when
//
//   - the order is as reported;
//   - the order is further on the way, and the owner has not shown that it knows: it is late; another system's wish was
//     done;
//   - the goods are gone, whichever way: a status of the whole order is about living units. The wish of another system
//     for goods that are gone is refused, unless it is only for another end.
//
// For another system "new" and "awaits a confirmation" are one thing: it has only the former.
func TestNoStatusReportVanishes(t *testing.T) {
	var reports []order.StatusReport
	for s := status.OrderAwaitingConfirmation; s <= status.OrderCancelled; s++ {
		reports = append(reports, orderIs(s))
	}
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		reports = append(reports, itemsAre(s))
	}
	for station, begin := range stations {
		for _, r := range reports {
			for _, role := range []order.Role{order.RoleChannel, order.RoleERP} {
				t.Run(fmt.Sprint(station, "/", r.Code, "/", r.Says.Item, "/", role), func(t *testing.T) {
					s := begin(t)
					var said fmt.Stringer = r.Says.Order
					if r.Says.Item != 0 {
						said = r.Says.Item
					}
					evs := givenTo(t, s, role, r)
					if len(evs) > 0 {
						return
					}
					var here fmt.Stringer = s.o.State()
					if r.Says.Item != 0 {
						here = s.o.View().Lines[0].Portions[0].State
					}
					gone := here.String() == "cancelled"
					switch {
					case way(said) > 0 && way(said) <= way(here): // so already, or passed
					case role == order.RoleERP && here == status.OrderAwaitingConfirmation && said == status.OrderNew:
					case gone && (role == order.RoleChannel || way(said) == 0):
					default:
						t.Errorf("the order is %s, %s reports %s, and nothing happened", here, role, said)
					}
				})
			}
		}
	}
}

// givenTo observes a report of the owner of everything, or of another system.
func givenTo(t *testing.T, s *story, role order.Role, r order.StatusReport) []order.Event {
	t.Helper()
	evs, err := s.o.Observe(r, s.by(role))
	require.NoError(t, err)
	return evs
}

// The owner that has shown itself where the order is does not go back unnoticed from anywhere to anywhere.
func TestNoStepBackOfTheOwnerVanishes(t *testing.T) {
	way := []status.OrderState{
		status.OrderNew, status.OrderInWork, status.OrderConfirmed, status.OrderAssembling, status.OrderPacked, status.OrderHandedToCarrier, status.OrderArrived,
	}
	for i, from := range way {
		for _, to := range way[:i] {
			s := newOrder(t)
			s.says(order.RoleChannel, orderIs(from))
			require.Equal(t, from, s.o.State())
			evs := s.says(order.RoleChannel, orderIs(to))
			require.NotEmpty(t, evs, "%s to %s", from, to)
			require.Equal(t, order.HoldDivergence, s.o.View().Holds[0].Kind)
			require.Equal(t, from, s.o.State())
		}
	}
}

func TestAWayBackLeadsBack(t *testing.T) {
	for name, w := range map[string]order.WayBack{
		"forward":         {From: status.ItemStates(status.ItemConfirmed), To: status.OrderPacked},
		"to the same":     {From: status.ItemStates(status.ItemConfirmed), To: status.OrderConfirmed},
		"from the buyer":  {From: status.ItemStates(status.ItemHandedOut), To: status.OrderInWork},
		"from no state":   {From: 1 << 30, To: status.OrderInWork},
		"to cancellation": {From: status.ItemStates(status.ItemConfirmed), To: status.OrderCancelled},
	} {
		s, _ := order.Standard.Rules()
		s.Code, s.Back = "x", []order.WayBack{w}
		require.Error(t, s.Check(), name)
	}
}

// ROZETKA knows a confirmed order, and not how far its goods are made ready. Taken back into work in the cabinet, it is
// in work here, its reserve is free, and its invoice stays as a document.
func TestROZETKATakesAnOrderBackIntoWork(t *testing.T) {
	d := marketplace()
	d.Scheme, d.Authority = order.SchemeRozetka, order.Rozetka
	s := tell(t, d)
	s.do(order.Take{}, order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "7", State: "issued"}, Place: "north"})
	require.Equal(t, status.OrderAssembling, s.o.State())
	require.Empty(t, s.says(order.RoleChannel, orderIs(status.OrderInWork)), "it has not heard of it yet")
	s.says(order.RoleChannel, orderIs(status.OrderConfirmed))
	require.Equal(t, status.OrderAssembling, s.o.State())
	require.False(t, s.o.Held())
	s.says(order.RoleChannel, orderIs(status.OrderInWork))
	require.Equal(t, status.OrderInWork, s.o.State())
	require.False(t, s.o.Held())
	for _, l := range s.o.View().Lines {
		require.Equal(t, status.ItemNew, l.Portions[0].State)
		require.Empty(t, l.Portions[0].Warehouse, "the reserve is free")
	}
	_, err := s.o.Do(order.Cancel{Reason: status.ReasonOutOfStock}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrInvalid, "how the buyer was told")
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
}
