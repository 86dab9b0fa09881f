package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// paidIn is an order of two goods for 6.40 each, paid in several forms, in this order.
func paidIn(t *testing.T, ps ...order.Payment) *story {
	d := ownShop()
	d.Lines = []order.Line{{ID: "L1", Quantity: amount.Pcs(2), Total: amount.RUB(12_80), VAT: amount.VAT20}}
	s := tell(t, d)
	for _, p := range ps {
		s.do(order.Pay{Payment: p})
	}
	return s
}

func inForm(id string, form order.PaymentForm, minor int64) order.Payment {
	return order.Payment{ID: id, Form: form, Amount: amount.RUB(minor)}
}

// fault: M22
func TestMoneyGoesBackBeforeGiftCardsAndBonusPoints(t *testing.T) {
	s := paidIn(t, inForm("card", order.FormMoney, 5_00), inForm("bonus", order.FormBonus, 1_00), inForm("swap", order.FormExchange, 80), inForm("gift", order.FormGiftCard, 6_00))
	s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Refund{Block: 1})
	require.Equal(t, []order.PaymentShare{{Payment: "card", Amount: amount.RUB(5_00)}, {Payment: "gift", Amount: amount.RUB(1_40)}}, s.o.View().Blocks[0].From)
	s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Refund{Block: 2})
	require.Equal(t, []order.PaymentShare{{Payment: "gift", Amount: amount.RUB(4_60)}, {Payment: "swap", Amount: amount.RUB(80)}, {Payment: "bonus", Amount: amount.RUB(1_00)}}, s.o.View().Blocks[1].From)
}

// fault: M22
func TestTheFormOfAPaymentIsKnownAndStays(t *testing.T) {
	s := paidIn(t, inForm("gift", order.FormGiftCard, 5_00))
	_, err := s.o.Do(order.Pay{Payment: inForm("p2", "cheque", 1_00)}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrInvalid)
	_, err = s.o.Do(order.Pay{Payment: inForm("gift", order.FormBonus, 5_00)}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrDuplicate)
	require.ErrorContains(t, err, "it was received as gift card, not bonus points")

	// A gateway's word of the same payment says nothing about the form.
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: "gift", Amount: amount.RUB(5_00)}})
	require.Equal(t, order.FormGiftCard, s.o.View().Payments[0].Form)
	require.Empty(t, s.o.View().Holds)
}
