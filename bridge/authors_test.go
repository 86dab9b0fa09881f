package bridge_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// people are those who work in the merchant's systems: a manager, and a clerk of a shop.
func people(_, user string) order.Actor {
	switch user {
	case "19", "21":
		return order.Actor{ID: "petrova", Role: order.RoleOperator}
	case "23":
		return order.Actor{ID: "olga", Role: order.RoleShop, Place: "shop-7"}
	}
	return order.Actor{}
}

func howOften(all []string, one string) int {
	return len(slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s != one }))
}

// setsBy is a user who saves an order.
func (l *ledger) setsBy(id, user string, want ...order.Command) {
	l.sets(id, l.status(id), want...)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changes[len(l.changes)-1].By = user
}

const clerkOfShop = 23

// In RetailCRM two people save in turns: each has her own rights, and reads her own refusals.
//
// covers: B24-12 (people in a CRM)
func TestPeopleInTheCRMHaveTheirOwnRights(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		m.CRM.SetUser(clerkOfShop)
		p.SetsLot(2, "out-of-stock")
		m.CRM.SetUser(retailcrmtest.DefaultUser)
		p.Sets("availability-confirmed")
		p.Settle()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		p.Noted(1, "role shop")
		var by []string
		for e := range p.Order().Events(order.Filter{System: "crm-1"}) {
			if e.By.ID != "" {
				by = append(by, e.Body.Kind()+" "+e.By.ID+" "+string(e.By.As)+" "+e.By.Place)
			}
		}
		require.Equal(t, []string{"wish-declined olga shop shop-7", "confirmed petrova operator "}, by)
	}, func(m *chaos.Market) { m.Options = append(m.Options, bridge.WithPeople(people)) })
}

// Without WithPeople, and for users of whom the merchant says nothing, the account speaks as before.
func TestUsersWhoAreNotKnownCountAsTheERP(t *testing.T) {
	for name, more := range map[string][]bridge.Option{
		"nobody is known": nil,
		"another one is":  {bridge.WithPeople(func(_, _ string) order.Actor { return order.Actor{} })},
	} {
		t.Run(name, func(t *testing.T) {
			trade(t, func(m *chaos.Market) {
				p := m.Buys(megamarkettest.Standard)
				m.CRM.SetUser(99)
				p.SetsLot(2, "out-of-stock")
				p.Sets("availability-confirmed")
				p.Settle()
				p.Lots("CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "CONFIRMED")
				for e := range p.Order().Events(order.Filter{System: "crm-1"}) {
					require.Equal(t, order.Actor{Role: order.RoleERP, System: "crm-1"}, e.By)
				}
			}, func(m *chaos.Market) { m.Options = append(m.Options, more...) })
		})
	}
}

// A change by a person is no news to the system where it was made.
func TestWhatAPersonDidInTheCRMIsNotSentBackThere(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithPeople(people))
	id := w.buy()
	w.sync()
	w.books.setsBy("L"+id, "19", order.Cancel{Picks: order.PickAll("2"), Reason: status.ReasonOutOfStock})
	w.sync()
	require.Equal(t, status.ItemCancelled, w.stall.state(id, "2"))
	require.NotContains(t, w.books.done(), "cancel L"+id)
}

// savers is a ledger where several people cancel lines. One of its readings fails.
type savers struct {
	*ledger
	reads, fails int
}

func (s *savers) Read(_ context.Context, cs []erp.Change, _ order.View) (erp.Reading, error) {
	if s.reads++; s.reads == s.fails {
		return erp.Reading{}, &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "busy"}
	}
	var w order.Intent
	for _, c := range cs {
		if c.Item != "" {
			w.Commands = append(w.Commands, order.Cancel{Picks: order.PickAll(c.Item), Reason: status.ReasonOutOfStock})
		}
	}
	return erp.Reading{Reports: []order.Observation{w}}, nil
}

// The second of two people cannot be read: the first counts only together with her, and once.
func TestWhatSeveralPeopleSavedCountsOnceAfterAFailure(t *testing.T) {
	for fails := range 4 {
		w := newTown(t, order.Standard)
		s := &savers{ledger: w.books, fails: fails}
		b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", s), bridge.WithPeople(people),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(w.clock))
		require.NoError(t, err)
		w.b = b
		id := w.buy()
		w.sync()
		for i, user := range []string{"19", "23", ""} { // a manager, a clerk, and a rule at the clerk's moment
			w.books.changes = append(w.books.changes, erp.Change{
				Cursor: strconv.Itoa(i + 1), Ref: order.Ref{Kind: "order", ID: "L" + id}, At: monday.Add(time.Duration(min(i, 1)) * time.Minute),
				Field: "line", Item: strconv.Itoa(i + 1), By: user,
			})
		}
		w.sync()
		if fails == 2 {
			require.Equal(t, status.ItemNew, w.stall.state(id, "1"))
			l, _ := w.order(id).Line("1")
			require.Equal(t, amount.Pcs(1), l.Living)
		}
		w.clock.pass(time.Minute)
		w.sync()
		require.Equal(t, status.ItemCancelled, w.stall.state(id, "1"), "fails %d", fails)
		require.Equal(t, status.ItemNew, w.stall.state(id, "2"), "the clerk may not")
		require.Equal(t, status.ItemNew, w.stall.state(id, "3"), "nor may the rule that she set off")
		require.Len(t, w.order(id).View().Notes, 2)
		d, err := w.store.Load(t.Context(), "stall-1/"+id)
		require.NoError(t, err)
		require.Empty(t, d.Messages)
	}
}

// What was read is kept with what it made of the order, also where that is a refusal, and only when it is another.
func TestWhatWasReadOfASystemIsKeptWithTheOrder(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.books.seen = "stage=PAID"
	w.books.sets("L"+id, "paid", order.Deliver{}) // refused: nothing has left
	w.clock.pass(time.Minute)
	w.sync()
	o := w.order(id)
	require.Equal(t, "stage=PAID", o.View().Labels[erp.SeenLabel("books-1")])
	require.Len(t, w.books.noted("L"+id), 1)
	version := o.Version()
	w.books.sets("L"+id, "paid")
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, version, w.order(id).Version())
}
