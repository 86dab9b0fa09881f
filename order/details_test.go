package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

// What the channel says about buyer and delivery is applied field by field; what it does not say is left alone, and the
// window is a matter of dates.
func TestTheChannelChangesTheDetails(t *testing.T) {
	d := marketplace()
	d.Buyer = order.Buyer{Name: "Олена", Phone: "+380501"}
	d.Delivery = order.Delivery{City: "Київ", Address: "вул. Садова, 1", Window: order.Window{From: opened, To: opened.Add(time.Hour)}}
	d.Method = "cash"
	s := tell(t, d)
	report := order.DetailsReport{
		Buyer:    order.Buyer{Phone: "+380502"},
		Delivery: order.Delivery{Address: "вул. Лісова, 2", Recipient: "Ірина", Window: order.Window{From: opened.AddDate(0, 1, 0)}},
		Method:   "card",
	}
	evs := s.says(order.RoleChannel, report)
	require.Len(t, evs, 1)
	b, is := evs[0].Body.(order.DetailsChanged)
	require.True(t, is)
	require.Equal(t, []order.DetailChange{
		{"buyer.phone", "+380501", "+380502"},
		{"delivery.recipient", "", "Ірина"},
		{"delivery.address", "вул. Садова, 1", "вул. Лісова, 2"},
		{"payment.method", "cash", "card"},
	}, b.Changes)
	v := s.o.View()
	require.Equal(t, "Олена", v.Buyer.Name)
	require.Equal(t, "Київ", v.Delivery.City)
	require.Equal(t, "вул. Лісова, 2", v.Delivery.Address)
	require.Equal(t, opened, v.Delivery.Window.From)
	require.Equal(t, "card", v.Method)
	require.Empty(t, s.says(order.RoleChannel, report, order.DetailsReport{}), "it is so already, and nothing is nothing")

	s.do(order.Confirm{}, order.Pack{Boxes: inPieces(marketplace())}, order.HandOver{})
	require.Len(t, s.says(order.RoleChannel, order.DetailsReport{Delivery: order.Delivery{Point: "PVZ-1"}}), 1, "the owner's word is never refused")
	require.Equal(t, stands(t, s.o), stands(t, stored(t, s.o)))
}

// Of two reports the newer one counts, in whatever order they come.
func TestAnOldReportOfDetailsChangesNothing(t *testing.T) {
	s := newOrder(t)
	for _, r := range []struct {
		age  time.Duration
		city string
		want string
	}{{time.Minute, "Lviv", "Lviv"}, {time.Hour, "Kyiv", "Lviv"}} {
		by := s.by(order.RoleChannel)
		by.Occurred = opened.Add(2*time.Hour - r.age)
		_, err := s.o.Observe(order.DetailsReport{Delivery: order.Delivery{City: r.city}}, by)
		require.NoError(t, err)
		require.Equal(t, r.want, s.o.View().Delivery.City)
	}
}

// In an own shop the details belong to the people: they change them, their CRM and the buyer in the shop may wish it,
// and what cannot be any more is answered.
func TestPeopleChangeTheDetailsOfAnOwnShopsOrder(t *testing.T) {
	s := newInShop(t)
	s.do(order.ChangeDetails{Delivery: order.Delivery{Address: "ul. Długa 1"}, Method: "cash"})
	s.says(order.RoleERP, order.DetailsReport{Delivery: order.Delivery{Recipient: "Jan"}})
	s.says(order.RoleChannel, order.DetailsReport{Buyer: order.Buyer{Email: "jan@example.org"}})
	v := s.o.View()
	require.Equal(t, []string{"ul. Długa 1", "Jan", "jan@example.org", "cash"}, []string{v.Delivery.Address, v.Delivery.Recipient, v.Buyer.Email, v.Method})
	require.Empty(t, v.Notes)
	s.do(order.Confirm{}, order.HandOver{Courier: true})
	s.says(order.RoleERP, order.DetailsReport{Delivery: order.Delivery{Address: "ul. Krótka 2"}})
	require.Equal(t, "ul. Długa 1", s.o.View().Delivery.Address)
	require.Len(t, s.o.View().Notes, 1)

	address := order.ChangeDetails{Delivery: order.Delivery{Address: "ul. Krótka 2"}}
	for _, r := range []refusal{
		{"of a marketplace's order", newOrder, "", address, order.ErrNotNow, "belong to the channel"},
		{"of an order on the road", func(t *testing.T) *story {
			s := newInShop(t)
			s.do(order.Confirm{}, order.HandOver{Courier: true})
			return s
		}, "", address, order.ErrNotNow, "sent"},
		{"of a cancelled order", func(t *testing.T) *story { s := newInShop(t); s.do(order.Cancel{Reason: "other"}); return s }, "", address, order.ErrNotNow, "ended"},
		{"that are so already", func(t *testing.T) *story { s := newInShop(t); s.do(address); return s }, "", address, order.ErrAlready, "as given"},
		{"none at all", newInShop, "", order.ChangeDetails{}, order.ErrAlready, "details"},
		{"of a paid order's method", paidInShop, "", order.ChangeDetails{Method: "card"}, order.ErrNotNow, "the method stays"},
		{"by a warehouse", newInShop, order.RoleWarehouse, address, order.ErrRole, "warehouse"},
	} {
		t.Run(r.name, r.check)
	}
}
