package retailcrm_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// paid reads the payments in the CRM: the sum of each and its status.
func (d *desk) paid() string {
	d.Helper()
	var all []string
	for _, p := range d.there().Payments {
		all = append(all, p.Amount+" "+p.Status)
	}
	return strings.Join(all, ", ")
}

// reports lets the gateway report a payment.
func (d *desk) reports(p order.Payment) {
	d.Helper()
	by := d.by(order.Actor{Role: order.RoleGateway, System: "pay-1"})
	_, err := d.o.Observe(order.PaymentReport{Payment: p}, by)
	require.NoError(d, err)
}

// brings carries out the effect of a payment, and checks that what the CRM shows as paid is what was kept.
func (d *desk) brings(payment string) {
	d.Helper()
	out := d.ensures(order.EffectPayment, order.Effect{Payment: payment})
	require.NotNil(d, out.Sums)
	require.Equal(d, erp.SumsOf(d.o.View()).Paid, out.Sums.Paid)
}

// fault: M1
func TestAPaymentThatCameInLaterIsOnTheCard(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	require.Empty(t, d.paid())
	d.reports(order.Payment{ID: "p1", Amount: amount.RUB(580000)})
	d.brings("p1")
	p := d.there().Payments
	require.Len(t, p, 1)
	require.Equal(t, "955100777-p1", p[0].ExternalID)
	require.Equal(t, "bank-card", p[0].Type)
	require.Equal(t, "5800.00 paid", d.paid())
	require.Empty(t, d.pulls(), "own writes mean nothing")
}

// fault: M1
func TestAnOrderThatIsPaidBeforeItComesHasItsPayments(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Payment.Refunded, m.Payment.Types = "returned", map[string]string{"cash": "cash"}
	d := open(t, ownDraft(), m)
	d.crm.AddPaymentStatus("returned", "Возвращен", false)
	d.reports(order.Payment{ID: "held", State: status.PaymentAuthorized, Amount: amount.RUB(80000)})
	d.reports(order.Payment{ID: "till", Method: "cash", Amount: amount.RUB(100000)})
	d.reports(order.Payment{ID: "card", Amount: amount.RUB(400000), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(35000)})
	out := d.applies(order.EffectUpsert, order.Applied)
	require.Equal(t, "800.00 not-paid, 1000.00 paid, 3650.00 paid, 350.00 returned", d.paid())
	require.Equal(t, "cash", d.there().Payments[1].Type)
	require.Equal(t, erp.SumsOf(d.o.View()).Paid, out.Sums.Paid)
	for _, id := range []string{"held", "till", "card"} {
		require.Equal(t, order.AlreadySo, d.ensures(order.EffectPayment, order.Effect{Payment: id}).Kind, id)
	}
}

// fault: M2
func TestMoneyThatWentBackIsNoLongerPaidOnTheCard(t *testing.T) {
	for name, tc := range map[string]struct {
		refunded      string
		partly, whole string
	}{
		"the payment gets less":                     {"", "5450.00 paid", "0.00 paid"},
		"what went back is a payment of its status": {"returned", "5450.00 paid, 350.00 returned", "5450.00 returned, 350.00 returned"},
	} {
		t.Run(name, func(t *testing.T) {
			m := retailcrm.DefaultMapping()
			m.Payment.Refunded = tc.refunded
			d := sell(t, ownDraft(), m)
			d.crm.AddPaymentStatus("returned", "Возвращен", false)
			d.reports(order.Payment{ID: "p1", Amount: amount.RUB(580000)})
			d.brings("p1")
			d.does(order.Confirm{}, order.Deliver{})
			d.does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyAccepted})
			d.matches(d.ensures(order.EffectReturn, order.Effect{Block: 1}))
			d.does(order.Refund{Block: 1})
			d.brings("p1")
			require.Equal(t, "5800.00 paid", d.paid(), "it is ordered only")
			d.does(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
			d.brings("p1")
			require.Equal(t, tc.partly, d.paid())
			require.Equal(t, "shoes 1, socks 1; total 5450.00", d.shows())

			d.does(order.Return{Reason: status.ReasonUnwanted}, order.Receive{Block: 2, Custody: status.CustodyAccepted}, order.Refund{Block: 2})
			d.does(order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.Applied}})
			d.brings("p1")
			require.Equal(t, tc.whole, d.paid())
		})
	}
}

func TestHeldMoneyIsShownAsItIsAndAsItEnds(t *testing.T) {
	d := sell(t, ownDraft(), retailcrm.DefaultMapping())
	d.reports(order.Payment{ID: "p1", State: status.PaymentAuthorized, Amount: amount.RUB(580000)})
	d.brings("p1")
	require.Equal(t, "5800.00 not-paid", d.paid())
	d.reports(order.Payment{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(580000)})
	d.brings("p1")
	require.Equal(t, "5800.00 paid", d.paid())

	d = sell(t, ownDraft(), retailcrm.DefaultMapping())
	d.reports(order.Payment{ID: "p1", State: status.PaymentAuthorized, Amount: amount.RUB(580000)})
	d.brings("p1")
	d.reports(order.Payment{ID: "p1", State: status.PaymentCancelled, Amount: amount.RUB(580000)})
	d.brings("p1")
	require.Empty(t, d.paid(), "the mapping has no status for it, and nothing came")
	d.reports(order.Payment{ID: "p2", State: status.PaymentFailed, Amount: amount.RUB(580000)})
	d.brings("p2")
	require.Equal(t, "5800.00 fail", d.paid())
}

func TestAMerchantWhoMapsNoOtherStatusSeesWhatCameIn(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Payment = &retailcrm.PaymentCodes{Type: "bank-card", Paid: "paid"}
	d := sell(t, ownDraft(), m)
	d.reports(order.Payment{ID: "p1", State: status.PaymentAuthorized, Amount: amount.RUB(580000)})
	d.brings("p1")
	require.Empty(t, d.paid())
	d.reports(order.Payment{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(580000)})
	d.brings("p1")
	require.Equal(t, "5800.00 paid", d.paid())
}

func TestAPaymentIsWrittenOnceThoughTheAnswerIsLost(t *testing.T) {
	for _, attempts := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			d := sell(t, ownDraft(), retailcrm.DefaultMapping(), ordo.WithMaxAttempts(attempts))
			d.reports(order.Payment{ID: "p1", Amount: amount.RUB(580000)})
			d.crm.Faults().Next("POST /api/v5/orders/payments/create", fake.ResetAfter())
			task := d.task(order.EffectPayment)
			task.Payment = "p1"
			_, _ = d.s.Apply(t.Context(), task)
			out, err := d.s.Apply(t.Context(), task)
			require.NoError(t, err)
			require.Equal(t, order.AlreadySo, out.Kind)
			require.Equal(t, "5800.00 paid", d.paid())
		})
	}
}

func TestAStatusThatTheCRMCountsAsPaidIsNoneOfMoneyThatDidNotCome(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Payment.Held, m.Payment.Paid, m.Payment.Refunded, m.Payment.Types = "paid", "invoice", "lost", map[string]string{"cash": "shells"}
	_, s := install(t, m)
	err := s.Check(t.Context())
	for _, want := range []string{
		"payment.held", "the CRM counts a payment in this status as paid", "payment.paid", "does not count",
		"payment.refunded", "payment.types.cash", "no such payment type",
	} {
		require.ErrorContains(t, err, want)
	}
}
