package order_test

import (
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// erasedHistory is an order of a buyer who gave a part back and wants to be forgotten.
func erasedHistory(t require.TestingT) *story {
	s := ofAPerson(t)
	s.erase()
	return s
}

// ofAPerson is an order that has ended, with a person in each of its corners.
func ofAPerson(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Ref, d.Scheme = "shop-1009", order.Ref{System: "bitrix", Account: "shop-1", Kind: "order", ID: "1009"}, order.ByCarrier
	d.Buyer = order.Buyer{
		Name: "Person Name", Phone: "Person +7999", Email: "person@example.org", Login: "Person-login", Loyalty: "gold", Bonus: amount.RUB(10_00),
		Ref: order.Ref{System: "bitrix", Account: "shop-1", Kind: "user", ID: "Person-77"},
	}
	d.Delivery = order.Delivery{Recipient: "Person Aunt", Phone: "Person +7998", City: "Москва", Address: "Person Street 1", Service: "courier"}
	d.Comment = "Person: ring twice"
	cdek := order.Ref{System: "cdek", Account: "cdek-1"}
	s := tell(t, d)
	s.do(
		order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), Method: "card", Ref: order.Ref{System: "yookassa", Account: "y-1", Kind: "payment", ID: "2d"}}},
		order.ContactBuyer{Channel: "phone", Text: "Person is at work"},
		order.WriteComment{Text: "Person will come at six"},
		order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "call Person", Files: []order.File{{Name: "Person.jpg", URL: "https://files.example/Person.jpg"}}},
		order.CreateShipment{Carrier: cdek, To: "Person Street 1"},
		order.RequestParcel{Shipment: 1, Key: "1009-S1", Values: map[string]string{"recipient.name": "Person Aunt"}},
	)
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Waybill: "W9", Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", Account: "cdek-1", Kind: "parcel", ID: "72"}}})
	s.do(order.HandOver{Shipment: 1})
	s.says(order.RoleCarrier,
		order.ShipmentReport{Waybill: "W9", State: status.ShipmentArrived, Code: "12", Text: "Person was called"},
		order.ShipmentReport{Waybill: "W9", State: status.ShipmentHandedOut, Code: "4", Text: "handed to Person"},
	)
	buyer := s.by(order.RoleBuyer)
	buyer.Actor.ID, buyer.Key = "Person-77", "form-5"
	evs, err := s.o.Do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect, Statement: "scans/Person.pdf"}, buyer)
	require.NoError(t, err)
	s.keep(evs)
	s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1},
		order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "yookassa", Account: "y-1", Kind: "refund", ID: "r9"}, Text: "to the card of Person"}},
		order.Complete{})
	return s
}

// erase erases the person of a story, and goes on with what is left.
func (s *story) erase() order.Erasure {
	e, err := order.Erase(s.log(), s.by(order.RoleOperator))
	require.NoError(s.t, err)
	s.kept = nil
	s.keep(e.Events)
	s.o, err = order.Replay(e.Events)
	require.NoError(s.t, err)
	return e
}
