package order_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// esklep is an order of a Comarch e-Sklep that waits for confirmations.
func esklep(open ...status.Confirmation) order.Draft {
	d := ownShop()
	d.ID, d.Authority, d.Confirmations = "es-1", 0, open
	d.Ref = order.Ref{System: "esklep", Account: "es-1", Kind: "order", ID: "1"}
	return d
}

// untouched checks that an order waits, and that nothing can be done with it before its last confirmation.
func untouched(t *testing.T, s *story, open ...status.Confirmation) {
	t.Helper()
	require.Equal(t, status.OrderAwaitingConfirmation, s.o.State())
	require.Equal(t, open, s.o.View().Open)
	_, err := s.o.Do(order.Confirm{}, s.by(order.RoleERP))
	refusedWith(t, err, order.ErrNotNow, open[0].String())
}

// The buyer's own confirmation, or the shop's in the buyer's place, and the order waits for the shop: it is new here,
// as nothing is open any more. The log says who did it, and for whom.
//
// covers: ES-2
func TestTheBuyerConfirmsOrTheShopInTheBuyersPlace(t *testing.T) {
	given := func(s *story) (order.Event, order.ConfirmationGiven) {
		e := s.log()[len(s.log())-1]
		b, is := e.Body.(order.ConfirmationGiven)
		require.True(t, is)
		require.Equal(t, status.ConfirmBuyer, b.Of)
		require.Equal(t, status.OrderNew, s.o.State())
		require.Equal(t, status.OrderNew, e.State)
		return e, b
	}
	for name, confirm := range map[string]func(s *story){
		"the buyer": func(s *story) {
			s.as(order.RoleBuyer, order.GiveConfirmation{Of: status.ConfirmBuyer})
			e, b := given(s)
			require.Equal(t, order.RoleBuyer, e.By.Role)
			require.Zero(t, b.For)
		},
		"the shop": func(s *story) {
			s.do(order.GiveConfirmation{Of: status.ConfirmBuyer, For: status.PartyBuyer})
			e, b := given(s)
			require.Equal(t, order.Actor{ID: "anna", Role: order.RoleOperator}, e.By)
			require.Equal(t, status.PartyBuyer, b.For)
		},
		"as the shop shows it": func(s *story) {
			s.says(order.RoleChannel, order.ConfirmationReport{})
			e, _ := given(s)
			require.Equal(t, order.RoleChannel, e.By.Role)
			require.Empty(t, s.says(order.RoleChannel, order.ConfirmationReport{}), "a repeated synchronisation changes nothing")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, esklep(status.ConfirmBuyer))
			untouched(t, s, status.ConfirmBuyer)
			confirm(s)
			s.as(order.RoleERP, order.Confirm{})
			require.Equal(t, status.OrderConfirmed, s.o.State())
			require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
		})
	}
}

// By the shop's settings an order waits for one confirmation or several. While one of them is open the order is left
// alone; with the last it waits for the shop only.
//
// covers: ES-7
func TestAnOrderWaitsForItsConfirmations(t *testing.T) {
	cost := []status.Confirmation{status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted}
	for name, c := range map[string]struct {
		open  []status.Confirmation
		given []order.Command
		by    []order.Role
	}{
		"by the buyer":                 {[]status.Confirmation{status.ConfirmBuyer}, []order.Command{order.GiveConfirmation{Of: status.ConfirmBuyer}}, []order.Role{order.RoleBuyer}},
		"by the payment service":       {[]status.Confirmation{status.ConfirmPaymentService}, []order.Command{order.GiveConfirmation{Of: status.ConfirmPaymentService}}, []order.Role{order.RoleGateway}},
		"by the instalment service":    {[]status.Confirmation{status.ConfirmInstalmentService}, []order.Command{order.GiveConfirmation{Of: status.ConfirmInstalmentService}}, []order.Role{order.RoleGateway}},
		"of the cost, set then agreed": {cost, []order.Command{order.SetShippingCost{Amount: amount.RUB(350_00), VAT: amount.VAT22}, order.GiveConfirmation{Of: status.ConfirmShippingCostAccepted}}, []order.Role{order.RoleOperator, order.RoleBuyer}},
		"by the buyer and the payment service": {
			[]status.Confirmation{status.ConfirmBuyer, status.ConfirmPaymentService},
			[]order.Command{order.GiveConfirmation{Of: status.ConfirmBuyer}, order.GiveConfirmation{Of: status.ConfirmPaymentService}},
			[]order.Role{order.RoleBuyer, order.RoleGateway},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, esklep(c.open...))
			for i, cmd := range c.given {
				untouched(t, s, c.open[i:]...)
				s.as(c.by[i], cmd)
			}
			require.Equal(t, status.OrderNew, s.o.State())
			require.Empty(t, s.o.View().Open)

			// The same, as the shop shows one after the other.
			s = tell(t, esklep(c.open...))
			for i := range c.open {
				untouched(t, s, c.open[i:]...)
				require.Len(t, s.says(order.RoleChannel, order.ConfirmationReport{Open: c.open[i+1:]}), 1)
			}
			require.Equal(t, status.OrderNew, s.o.State())
		})
	}
}

// The cost of shipping is a line of the order and a part of its price, and can be set once more.
func TestTheCostOfShippingIsPartOfThePrice(t *testing.T) {
	s := tell(t, esklep(status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted))
	was := s.o.Total()
	s.do(order.SetShippingCost{Amount: amount.RUB(350_00), Name: "courier", VAT: amount.VAT22})
	require.Equal(t, sum(t, was, amount.RUB(350_00)), s.o.Total())
	l, has := s.o.Line("delivery")
	require.True(t, has)
	require.Equal(t, order.LineDelivery, l.Kind)
	require.Equal(t, "courier", l.Name)
	require.Equal(t, []status.Confirmation{status.ConfirmShippingCostAccepted}, s.o.View().Open)
	_, err := s.o.Do(order.SetShippingCost{Amount: amount.RUB(1)}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrAlready, "not open")

	s.do(order.AskConfirmation{Of: status.ConfirmShippingCostSet}, order.SetShippingCost{Amount: amount.RUB(200_00)})
	require.Equal(t, sum(t, was, amount.RUB(200_00)), s.o.Total(), "one line, at its new price")
	require.Len(t, s.o.View().Lines, 3)

	free := tell(t, esklep(status.ConfirmShippingCostSet))
	free.do(order.SetShippingCost{Amount: amount.RUB(0)})
	require.Len(t, free.o.View().Lines, 2, "what costs nothing needs no line")
	require.Equal(t, status.OrderNew, free.o.State())
}

func TestTheCostOfShippingIsNotSetWhereItCannotBe(t *testing.T) {
	waits := func(t *testing.T) *story { return tell(t, esklep(status.ConfirmShippingCostSet)) }
	for _, r := range []refusal{
		{"without a sum", waits, "", order.SetShippingCost{}, order.ErrMoney, "shipping cost"},
		{"in another currency", waits, "", order.SetShippingCost{Amount: pln(t, 1500)}, order.ErrMoney, "shipping cost"},
		{"below nothing", waits, "", order.SetShippingCost{Amount: amount.RUB(-1)}, order.ErrMoney, "shipping cost"},
		{"by the buyer", waits, order.RoleBuyer, order.SetShippingCost{Amount: amount.RUB(1)}, order.ErrRole, "buyer"},
		{"anew once it is paid", func(t *testing.T) *story {
			d := esklep(status.ConfirmShippingCostSet)
			d.Lines = append(d.Lines, service("D1"))
			s := tell(t, d)
			s.do(receipt("p1", 500))
			return s
		}, "", order.SetShippingCost{Amount: amount.RUB(1)}, order.ErrNotNow, "paid"},
		{"where nobody waits for it", newInShop, "", order.SetShippingCost{Amount: amount.RUB(1)}, order.ErrAlready, "not open"},
		{"where the marketplace owns the lines", func(t *testing.T) *story {
			d := marketplace()
			d.Confirmations = []status.Confirmation{status.ConfirmShippingCostSet}
			return tell(t, d)
		}, "", order.SetShippingCost{Amount: amount.RUB(1)}, order.ErrNotNow, "belong to the channel"},
	} {
		t.Run(r.name, r.check)
	}
}

func pln(t *testing.T, minor int64) amount.Money {
	m, err := amount.NewMoney(minor, "PLN")
	require.NoError(t, err)
	return m
}

// An order that was edited or split is confirmed once more, as long as nothing is done with the goods.
func TestAConfirmationIsAskedForOnceMore(t *testing.T) {
	s := newInShop(t)
	s.do(order.Confirm{}, order.AskConfirmation{Of: status.ConfirmBuyer})
	untouched(t, s, status.ConfirmBuyer)
	s.as(order.RoleBuyer, order.GiveConfirmation{Of: status.ConfirmBuyer})
	require.Equal(t, status.OrderConfirmed, s.o.State())

	assembled := func(t *testing.T) *story { s := newInShop(t); s.do(order.Confirm{}, order.Assemble{}); return s }
	for _, r := range []refusal{
		{"twice", awaiting, "", order.AskConfirmation{Of: status.ConfirmBuyer}, order.ErrAlready, "it is open"},
		{"when goods are assembled", assembled, "", order.AskConfirmation{Of: status.ConfirmBuyer}, order.ErrNotNow, "assembling"},
		{"when it has ended", cancelledOrder, "", order.AskConfirmation{Of: status.ConfirmBuyer}, order.ErrNotNow, "ended"},
		{"of nothing", newInShop, "", order.AskConfirmation{}, order.ErrInvalid, "confirmation"},
		{"by the buyer", newInShop, order.RoleBuyer, order.AskConfirmation{Of: status.ConfirmBuyer}, order.ErrRole, "buyer"},
		{"for nobody who exists", awaiting, "", order.GiveConfirmation{Of: status.ConfirmBuyer, For: 99}, order.ErrInvalid, "party"},
	} {
		t.Run(r.name, r.check)
	}
}

// What was given here is not asked for again by a shop that has not heard of it; by a newer list of the shop it is.
func TestAnOldListOfConfirmationsOpensNothing(t *testing.T) {
	s := tell(t, esklep(status.ConfirmBuyer))
	list := order.ConfirmationReport{Open: []status.Confirmation{status.ConfirmBuyer}}
	require.Empty(t, s.says(order.RoleChannel, list), "it is so already")
	s.do(order.GiveConfirmation{Of: status.ConfirmBuyer, For: status.PartyBuyer})
	require.Empty(t, s.says(order.RoleChannel, list))
	require.Equal(t, status.OrderNew, s.o.State())

	by := s.by(order.RoleChannel)
	by.Occurred = by.At
	evs, err := s.o.Observe(list, by)
	require.NoError(t, err)
	require.Len(t, evs, 1)
	require.Equal(t, status.OrderAwaitingConfirmation, s.o.State())

	by = s.by(order.RoleChannel)
	by.Occurred = by.At.AddDate(0, 0, -1)
	evs, err = s.o.Observe(order.ConfirmationReport{}, by)
	require.NoError(t, err)
	require.Empty(t, evs, "an older list")
}

// What was asked for here stays open: a shop that never showed it has not heard of it. Once it did, its word counts.
func TestAShopThatHasNotHeardOfAConfirmationDoesNotGiveIt(t *testing.T) {
	ask, list := order.AskConfirmation{Of: status.ConfirmBuyer}, order.ConfirmationReport{Open: []status.Confirmation{status.ConfirmBuyer}}
	s := tell(t, esklep())
	s.do(ask)
	require.Empty(t, s.says(order.RoleChannel, order.ConfirmationReport{}))
	untouched(t, s, status.ConfirmBuyer)
	require.Len(t, s.says(order.RoleChannel, list), 1)
	require.Empty(t, s.says(order.RoleChannel, list))
	s.o = stored(t, s.o)
	s.says(order.RoleChannel, order.ConfirmationReport{})
	require.Equal(t, status.OrderNew, s.o.State())

	is := func(st status.OrderState) order.StatusReport {
		return order.StatusReport{Code: st.String(), Says: status.Meaning{Order: st}}
	}
	s = tell(t, marketplace())
	s.do(ask)
	require.Empty(t, s.says(order.RoleChannel, is(status.OrderNew)), "it was new before, too")
	require.Equal(t, status.OrderAwaitingConfirmation, s.o.State())
	s.says(order.RoleChannel, is(status.OrderAwaitingConfirmation), is(status.OrderNew))
	require.Equal(t, status.OrderNew, s.o.State())
}

// The buyer does not confirm that the payment service has the money, and the service not what the buyer wants.
func TestABuyerAndAPaymentServiceConfirmForThemselves(t *testing.T) {
	all := []status.Confirmation{status.ConfirmBuyer, status.ConfirmShop, status.ConfirmPaymentService, status.ConfirmInstalmentService, status.ConfirmShippingCostSet}
	own := map[order.Role][]status.Confirmation{
		order.RoleBuyer:    {status.ConfirmBuyer},
		order.RoleGateway:  {status.ConfirmPaymentService, status.ConfirmInstalmentService},
		order.RoleOperator: all,
	}
	for role, may := range own {
		for _, c := range all {
			_, err := tell(t, esklep(all...)).o.Do(order.GiveConfirmation{Of: c}, (&story{at: opened}).by(role))
			if slices.Contains(may, c) {
				require.NoError(t, err)
			} else {
				refusedWith(t, err, order.ErrRole, "it may give only the confirmations")
			}
		}
	}
}

// A shop that waits for a confirmation of an order that is being packed here stops it.
func TestAConfirmationThatComesTooLateHoldsTheOrder(t *testing.T) {
	s := newInShop(t)
	s.do(order.Confirm{}, order.Assemble{})
	s.says(order.RoleChannel, order.ConfirmationReport{Open: []status.Confirmation{status.ConfirmBuyer}})
	require.True(t, s.o.Held())
	require.Empty(t, s.o.View().Open)
	require.Empty(t, s.says(order.RoleChannel, order.ConfirmationReport{Open: []status.Confirmation{status.ConfirmBuyer}}), "once")
}

// An ERP's list is tried as commands; what it may not do goes back as a note. Others do not know all confirmations.
func TestOnlyTheChannelsListOfConfirmationsIsAFact(t *testing.T) {
	s := tell(t, esklep(status.ConfirmBuyer, status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted))
	s.says(order.RoleERP, order.ConfirmationReport{Open: []status.Confirmation{status.ConfirmShippingCostSet}})
	require.Equal(t, []status.Confirmation{status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted}, s.o.View().Open)
	require.Len(t, s.o.View().Notes, 1, "the cost is accepted after it was set")
	_, err := s.o.Observe(order.ConfirmationReport{}, s.by(order.RoleGateway))
	refusedWith(t, err, order.ErrRole, "Intent")
	_, err = s.o.Observe(order.ConfirmationReport{Open: []status.Confirmation{99}}, s.by(order.RoleChannel))
	refusedWith(t, err, order.ErrInvalid, "confirmation")
}

// Goods that are on their way by the word of who owns that wait for nobody: the order does not stay unconfirmed.
func TestGoodsThatMoveOnWaitForNoConfirmation(t *testing.T) {
	d := marketplace()
	d.Confirmations = []status.Confirmation{status.ConfirmBuyer, status.ConfirmPaymentService}
	s := tell(t, d)
	s.says(order.RoleChannel, order.StatusReport{Code: "SHIPPED", Says: status.Meaning{Order: status.OrderHandedToCarrier}})
	require.Empty(t, s.o.View().Open)
	require.Equal(t, status.OrderHandedToCarrier, s.o.State())

	s = tell(t, d)
	s.says(order.RoleChannel, order.StatusReport{Code: "CONFIRMED", Says: status.Meaning{Order: status.OrderConfirmed}})
	require.Equal(t, status.OrderConfirmed, s.o.State())
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
}

// The money of an order that is cancelled while it waits for a confirmation goes back, whatever was still awaited.
func TestAnUnconfirmedOrderThatWasPaidIsRefunded(t *testing.T) {
	s := tell(t, esklep(status.ConfirmBuyer))
	s.do(receipt("p1", 500), order.Cancel{Picks: order.PickAll("L2"), Reason: status.ReasonOutOfStock}, order.Refund{Block: 1})
	require.Equal(t, status.OrderAwaitingConfirmation, s.o.State())
	s.do(order.Cancel{Reason: status.ReasonBuyerCancelled}, order.Refund{Block: 2})
	require.Equal(t, status.OrderCancelled, s.o.State())
}
