package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

// messageHistory is an order whose buyer gets the receipt by e-mail, which comes back, and is sent again.
func messageHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID = "shop-1010"
	s := tell(t, d)
	m := order.Message{Key: "m1", Kind: "email", Template: "receipt", To: "anna@example.com", Subject: "Чек по заказу", State: order.MessageSent, Ref: order.Ref{System: "smtp", Kind: "message", ID: "<m1@shop.example>"}}
	s.as(order.RoleSystem, order.ReportMessage{Message: m})
	m.State, m.Why = order.MessageFailed, "550 no such mailbox"
	s.as(order.RoleSystem, order.ReportMessage{Message: m})
	m.State, m.Why, m.To = order.MessageSent, "", "anna@mail.example"
	s.as(order.RoleSystem, order.ReportMessage{Message: m})
	return s
}

// A message stands in the order once, as it was reported last; the log keeps what came of it before.
func TestAMessageToTheBuyerIsKeptWithWhatCameOfIt(t *testing.T) {
	s := messageHistory(t)
	ms := s.o.View().Messages
	require.Len(t, ms, 1)
	require.Equal(t, order.MessageSent, ms[0].State)
	require.Equal(t, "anna@mail.example", ms[0].To)
	require.Equal(t, s.at, ms[0].At)
	var says []string
	for e := range s.o.Events(order.Filter{Kind: order.MessageReported{}.Kind()}) {
		says = append(says, e.Text().String())
	}
	require.Equal(t, []string{
		"e-mail to anna@example.com sent: Чек по заказу",
		"e-mail to anna@example.com failed: Чек по заказу: 550 no such mailbox",
		"e-mail to anna@mail.example sent: Чек по заказу",
	}, says)
}

func TestWhatCameOfAMessageIsRefused(t *testing.T) {
	s := messageHistory(t)
	sent := s.o.View().Messages[0]
	for _, c := range []struct {
		name   string
		role   order.Role
		change func(*order.Message)
		is     error
		says   string
	}{
		{"twice", order.RoleSystem, func(*order.Message) {}, order.ErrAlready, "recorded"},
		{"without a key", order.RoleSystem, func(m *order.Message) { m.Key = "" }, order.ErrInvalid, "a key and a kind"},
		{"in no state", order.RoleSystem, func(m *order.Message) { m.State = "read" }, order.ErrInvalid, "sent or failed"},
		{"failed for no reason", order.RoleSystem, func(m *order.Message) { m.State = order.MessageFailed }, order.ErrInvalid, "say why"},
		{"about no shipment", order.RoleSystem, func(m *order.Message) { m.Shipment = 1 }, order.ErrUnknown, "0 shipments"},
		{"about no return", order.RoleSystem, func(m *order.Message) { m.Block = 1 }, order.ErrUnknown, "0 return blocks"},
		{"by the warehouse", order.RoleWarehouse, func(m *order.Message) { m.Key = "m2" }, order.ErrRole, "may give only"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := sent
			c.change(&m)
			_, err := s.o.Clone().Do(order.ReportMessage{Message: m}, s.by(c.role))
			require.ErrorIs(t, err, c.is)
			require.ErrorContains(t, err, c.says)
		})
	}
}
