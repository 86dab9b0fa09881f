package retailcrm_test

import (
	"errors"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// mishaps are the ways for an answer to be lost, or for a call not to be taken.
var mishaps = map[string]fake.Fault{
	"reset before the commit": fake.ResetBefore(), "reset after the commit": fake.ResetAfter(),
	"cut": fake.Cut(25), "502 before the commit": fake.Status(502), "504 after the commit": fake.StatusAfter(504),
	"too fast": retailcrmtest.RateLimit(), "no connection": fake.Unreachable(),
}

// Each write is repeated by the client itself, and done once.
func TestALostAnswerMakesNoSecondWrite(t *testing.T) {
	for what, write := range map[string]struct {
		call string
		do   func(t *testing.T, crm *retailcrmtest.Server, c *retailcrm.Client, lose func())
	}{
		"order": {"orders/create", func(t *testing.T, crm *retailcrmtest.Server, c *retailcrm.Client, lose func()) {
			lose()
			create(t, c, "A-1")
			require.Len(t, crm.Orders(), 1)
		}},
		"payment": {"orders/payments/create", func(t *testing.T, crm *retailcrmtest.Server, c *retailcrm.Client, lose func()) {
			o := create(t, c, "A-1")
			p := retailcrm.PaymentFields{ExternalID: "pay-1", Type: "bank-card", Status: "paid", Amount: wire.SumOf(amount.RUB(93000))}
			lose()
			for _, key := range []retailcrm.OrderKey{o.Key(), retailcrm.ByExternalID("A-1")} { // a later call finds it too
				id, err := c.CreatePayment(t.Context(), key, p)
				require.NoError(t, err)
				require.Len(t, crm.Orders()[0].Payments, 1)
				require.Equal(t, crm.Orders()[0].Payments[0].ID, id)
			}
		}},
		"edit": {"orders/{id}/edit", func(t *testing.T, crm *retailcrmtest.Server, c *retailcrm.Client, lose func()) {
			o, before := create(t, c, "A-1"), crm.HistoryLength()
			lose()
			after, err := c.UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{Status: "complete"})
			require.NoError(t, err)
			require.Equal(t, "complete", after.Status)
			require.Equal(t, before+1, crm.HistoryLength(), "the second time changes nothing")
		}},
		"upload": {"orders/upload", func(t *testing.T, crm *retailcrmtest.Server, c *retailcrm.Client, lose func()) {
			lose()
			u, err := c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("A"), draft("B")})
			require.NoError(t, err)
			require.Len(t, u.Uploaded, 2)
			require.Len(t, crm.Orders(), 2)
		}},
	} {
		for name, fault := range mishaps {
			t.Run(what+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					crm, c := start(t)
					write.do(t, crm, c, func() { crm.Faults().Next("POST /api/v5/"+write.call, fault, fault) })
				})
			})
		}
	}
}

func TestACreationAfterACrashFindsTheFirst(t *testing.T) {
	crm, c := start(t)
	first := create(t, c, "A-1")
	made, err := c.CreateOrder(t.Context(), draft("A-1"))
	require.NoError(t, err)
	require.True(t, made.Existed)
	require.Equal(t, first.ID, made.Order.ID)
	require.Len(t, crm.Orders(), 1)
}

func TestAWriteThatCannotBeLookedUpIsInDoubtWhenItsAnswerIsLost(t *testing.T) {
	crm, c := start(t)
	crm.Faults().Next("POST /api/v5/orders/create", fake.ResetAfter())
	_, err := c.CreateOrder(t.Context(), draft(""))
	require.ErrorIs(t, err, ordo.ErrInDoubt)
	require.Len(t, crm.Orders(), 1)

	o := create(t, c, "A-1")
	crm.Faults().Next("POST /api/v5/orders/payments/create", fake.ResetAfter())
	_, err = c.CreatePayment(t.Context(), o.Key(), retailcrm.PaymentFields{Type: "cash"})
	require.ErrorIs(t, err, ordo.ErrInDoubt, "without an externalId nobody can tell")
	require.Len(t, crm.Orders()[1].Payments, 1)

	crm.Faults().Next("POST /api/v5/orders/{id}/edit", fake.ResetAfter())
	items := append(o.KeepItems(), retailcrm.ItemFields{ProductName: "Блюдце", Quantity: retailcrm.Pcs(1)})
	_, err = c.UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{Items: items})
	require.ErrorIs(t, err, ordo.ErrInDoubt, "it adds a line")
	require.Len(t, crm.Orders()[1].Items, 3)
}

func TestARefusedCreationIsNoExistingOrder(t *testing.T) {
	crm, c := start(t)
	f := draft("A-1")
	f.Status = "no such status"
	_, err := c.CreateOrder(t.Context(), f)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	var problems retailcrm.Problems
	require.ErrorAs(t, err, &problems)
	require.Equal(t, retailcrm.Problems{{Field: "status", Text: `Value "no such status" does not exist.`}}, problems)
	require.Empty(t, crm.Orders())
}

func TestPaymentsAreEditedAndDeleted(t *testing.T) {
	crm, c := start(t)
	o := create(t, c, "A-1")
	id, err := c.CreatePayment(t.Context(), o.Key(), retailcrm.PaymentFields{Type: "cash", Amount: wire.SumOf(amount.RUB(100))})
	require.NoError(t, err)
	require.Equal(t, `{"type":"cash","amount":1.00,"order":{"id":`+strconv.FormatInt(o.ID, 10)+`}}`, lastForm(t, crm).Get("payment"))
	require.NoError(t, c.UpdatePayment(t.Context(), id, retailcrm.PaymentFields{Status: "paid"}))
	require.Equal(t, `{"status":"paid"}`, lastForm(t, crm).Get("payment"))
	require.Equal(t, "paid", crm.Orders()[0].Payments[0].Status)
	require.NoError(t, c.DeletePayment(t.Context(), id))
	require.NoError(t, c.DeletePayment(t.Context(), id), "it is gone, as it should be")
	require.Empty(t, crm.Orders()[0].Payments)
	require.ErrorIs(t, c.UpdatePayment(t.Context(), id, retailcrm.PaymentFields{}), ordo.ErrNotFound)
	crm.CloseAccount()
	require.ErrorIs(t, client(crm, retailcrmtest.Key, ordo.WithMaxAttempts(1)).DeletePayment(t.Context(), id), ordo.ErrRetry, "a wrong address deletes nothing")
}

func TestAnUploadTellsWhatWasTaken(t *testing.T) {
	crm, c := start(t)
	bad := draft("B")
	bad.Status = "nonsense"
	u, err := c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("A"), bad, draft("C")})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	var part *retailcrm.PartialError
	require.ErrorAs(t, err, &part)
	require.Len(t, u.Uploaded, 2)
	require.Equal(t, "B", u.Failed[0].ExternalID)
	require.Len(t, u.Problems, 1)
	require.ErrorContains(t, err, "2 orders were taken, 1 were not: B: ")
	var e *ordo.Error
	require.True(t, errors.As(err, &e))
	require.Equal(t, 460, e.HTTPStatus)
	require.Len(t, crm.Orders(), 2)

	u, err = c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("D"), draft("E")})
	require.NoError(t, err)
	require.Len(t, u.Uploaded, 2)
	require.NotZero(t, u.Uploaded[0].ID)
}

func TestAnUploadOfWhichAPartWasThereAfterALostAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		crm, c := start(t)
		create(t, c, "A")
		crm.Faults().Next("POST /api/v5/orders/upload", fake.ResetBefore())
		u, err := c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("A"), draft("B")})
		require.NoError(t, err, "both are there")
		require.Len(t, u.Uploaded, 2)
		require.Len(t, crm.Orders(), 2)
	})
}

func TestRequestsThatComeTooFastWaitAndGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		crm, c := start(t)
		create(t, c, "A")
		crm.LimitRequests(2)
		for range 6 {
			_, err := c.GetOrder(t.Context(), retailcrm.ByExternalID("A"))
			require.NoError(t, err)
		}
		crm.Faults().Always("*", retailcrmtest.RateLimit())
		_, err := c.GetOrder(t.Context(), retailcrm.ByExternalID("A"))
		require.ErrorIs(t, err, ordo.ErrRateLimited)
	})
}
