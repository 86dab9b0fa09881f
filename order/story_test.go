package order_test

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// opened is when the stories of these tests begin: a Monday morning.
var opened = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// systems are the accounts that report in the stories, one for each role.
var systems = map[order.Role]string{
	order.RoleChannel: "mm-1", order.RoleERP: "crm-1", order.RoleCarrier: "cdek-1", order.RoleGateway: "pay-1", order.RoleBooks: "books-1",
}

// story is the life of one order in a test. Each step happens ten minutes after the one before.
type story struct {
	t  require.TestingT
	o  *order.Order
	at time.Time

	kept []json.RawMessage // each event as it was stored when it happened
}

// keep stores what has happened.
func (s *story) keep(evs []order.Event) {
	for _, e := range evs {
		b, err := json.Marshal(e)
		require.NoError(s.t, err)
		s.kept = append(s.kept, b)
	}
}

// tell begins a story with an order that is placed here.
func tell(t require.TestingT, d order.Draft, opts ...order.Option) *story {
	s := &story{t: t, at: opened}
	o, evs, err := order.New(d, s.by(order.RoleOperator), opts...)
	require.NoError(t, err)
	s.keep(evs)
	s.o = o
	return s
}

// take begins a story with an order that was under way already.
func take(t require.TestingT, found order.Snapshot, opts ...order.Option) *story {
	s := &story{t: t, at: opened}
	o, evs, err := order.Import(found, s.by(order.RoleChannel), opts...)
	require.NoError(t, err)
	s.keep(evs)
	s.o = o
	return s
}

// by is who acts next, and when.
func (s *story) by(role order.Role) order.By {
	s.at = s.at.Add(10 * time.Minute)
	if system, outside := systems[role]; outside {
		return order.By{Actor: order.Actor{Role: role, System: system}, At: s.at}
	}
	return order.By{Actor: order.Actor{ID: "anna", Role: role}, At: s.at}
}

// do gives commands of the seller's manager; all must succeed.
func (s *story) do(cmds ...order.Command) []order.Event {
	return s.as(order.RoleOperator, cmds...)
}

// as gives commands in a role; all must succeed.
func (s *story) as(role order.Role, cmds ...order.Command) (all []order.Event) {
	for _, c := range cmds {
		evs, err := s.o.Do(c, s.by(role))
		require.NoError(s.t, err)
		require.NotEmpty(s.t, evs)
		s.keep(evs)
		all = append(all, evs...)
	}
	return all
}

// says observes reports of outside systems; all must make sense.
func (s *story) says(role order.Role, reports ...order.Observation) (all []order.Event) {
	for _, r := range reports {
		evs, err := s.o.Observe(r, s.by(role))
		require.NoError(s.t, err)
		s.keep(evs)
		all = append(all, evs...)
	}
	return all
}

// log is all that happened so far.
func (s *story) log() []order.Event { return eventsOf(s.o) }

func eventsOf(o *order.Order) (log []order.Event) {
	for e := range o.Events(order.Filter{}) {
		log = append(log, e)
	}
	return log
}

// written is a value as indented JSON.
func written(t require.TestingT, v any) string {
	b, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return string(b)
}

// stands is all that can be seen of an order: its log, what replaying it must give, and its view.
func stands(t require.TestingT, o *order.Order) string {
	return written(t, map[string]any{"log": eventsOf(o), "view": o.View()})
}

// stored writes an order's log and rebuilds the order from it.
func stored(t require.TestingT, o *order.Order, opts ...order.Option) *order.Order {
	log, err := order.ReadLog(bytes.NewReader([]byte(written(t, eventsOf(o)))))
	require.NoError(t, err)
	again, err := order.Replay(log, opts...)
	require.NoError(t, err)
	return again
}

// goods is a line of pieces that cost 100 roubles each.
func goods(id string, pieces int) order.Line {
	return order.Line{
		ID: id, SKU: "SKU-" + id, Name: "goods " + id, Quantity: amount.Pcs(pieces), Price: amount.RUB(100_00), VAT: amount.VAT20,
	}
}

// service is a delivery that costs 300 roubles.
func service(id string) order.Line {
	return order.Line{ID: id, Kind: order.LineDelivery, Name: "delivery", Quantity: amount.Pcs(1), Total: amount.RUB(300_00)}
}

// marketplace is an order that the marketplace delivers, of three and two pieces.
func marketplace() order.Draft {
	return order.Draft{
		ID: "o-1", Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "946004"}, Scheme: order.Standard,
		Authority: order.Marketplace, Lines: []order.Line{goods("L1", 3), goods("L2", 2)},
	}
}

// byMerchant is the same order, delivered by the merchant.
func byMerchant() order.Draft {
	d := marketplace()
	d.Scheme = order.MerchantDelivery
	return d
}

// ownShop is an order of the seller's own shop, issued at its point.
func ownShop() order.Draft {
	return order.Draft{ID: "s-1", Number: "1001", Scheme: order.OwnPickup, Authority: order.OwnShop, Lines: []order.Line{goods("L1", 3), goods("L2", 2)}}
}

// receipt is a payment that came in.
func receipt(id string, roubles int64) order.Pay {
	return order.Pay{Payment: order.Payment{ID: id, Amount: amount.RUB(roubles * 100), Method: "card"}}
}

// left is the lines as they live on, as an outside system lists them.
func (s *story) left() (lines []order.Line) {
	for _, l := range s.o.View().Lines {
		lines = append(lines, order.Line{ID: l.ID, Kind: l.Kind, Quantity: l.Living, Total: l.Total})
	}
	return lines
}
