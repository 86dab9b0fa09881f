package cdek_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
)

// A fresh order may be unknown for some seconds. Who deletes it then must not be told that it is gone.
func TestAFreshOrderThatIsNotShownYetIsDeletedAllTheSame(t *testing.T) {
	inBubble(t, cdektest.Settings{HideFor: 3 * time.Second}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o, err := c.Create(t.Context(), draft("SHP-1"))
		require.NoError(t, err)
		ack, err := c.Delete(t.Context(), o.UUID)
		require.NoError(t, err)
		require.False(t, ack.Already, "CDEK was asked, and took it")
		require.NoError(t, c.AwaitDeletion(t.Context(), o.UUID))
		require.Zero(t, valid(srv))
	})
}

// The number of the shop stands on the return order too. What goes back is not the order that the number is of.
func TestTheOrderOfANumberIsTheOneThatGoesOut(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		first := place(t, c, draft("SHP-1"))
		srv.Ship("SHP-1")
		srv.Return("SHP-1", "23")
		out, err := c.Order(t.Context(), first.UUID)
		require.NoError(t, err)
		back := out.RelatedOf(cdek.ReturnOrder)[0]
		body := `{"entity":{"uuid":"` + back.UUID + `","number":"SHP-1","is_return":true,"cdek_number":"77","statuses":[{"code":"DELIVERED"}]},` +
			`"requests":[],"related_entities":[{"type":"direct_order","uuid":"` + first.UUID + `"}]}`
		srv.Faults().Next("GET /v2/orders", fake.Refuse(200, "application/json", body))
		again, err := c.Create(t.Context(), draft("SHP-1"))
		require.NoError(t, err)
		require.True(t, again.Already)
		require.Equal(t, first.UUID, again.UUID)
		require.Equal(t, "NOT_DELIVERED", again.Current().Code)
	})
}

// Which uuid CDEK answers a return with is not documented.
func TestAClientReturnIsTheNewOrderWhateverUUIDIsAnswered(t *testing.T) {
	inBubble(t, cdektest.Settings{AnswerDirectOrder: true}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		srv.Deliver("SHP-1")
		ack, err := c.ClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		require.NotEqual(t, o.UUID, ack.UUID)
		back, err := c.Await(t.Context(), ack.UUID)
		require.NoError(t, err)
		require.True(t, back.ClientReturn)
	})
}

// What is refused as another's has not been done.
func TestDeletingAnOrderOfSomebodyElseIsNotFound(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.Faults().Always("DELETE /v2/orders/{uuid}", cdektest.Refuse(400, "v2_entity_forbidden", "Entity is forbidden"))
		_, err := c.Delete(t.Context(), "3f2b7c10-9d10-4a55-8f0e-1d2c3b4a5001")
		require.Equal(t, ordo.NotFound, failure(t, err).Class)
	})
}

// A return that failed its checks stays linked. It must not be taken for the one that is asked for.
func TestAClientReturnThatFailedIsAskedForAnew(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		srv.Deliver("SHP-1")
		srv.Fail("SHP-1", "err_result_service_empty", "По данному направлению выбранный тариф недоступен")
		first, err := c.ClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		_, err = c.Await(t.Context(), first.UUID)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		second, err := c.ClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		require.False(t, second.Already)
		require.NotEqual(t, first.UUID, second.UUID)
		_, err = c.Await(t.Context(), second.UUID)
		require.NoError(t, err)
		third, err := c.ClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		require.True(t, third.Already)
		require.Equal(t, second.UUID, third.UUID)
	})
}

// A gateway that knows nothing at the address says nothing about orders: nothing is done, or believed done, because of it.
func TestABare404IsNoAnswerOfCDEK(t *testing.T) {
	const uuid = "3f2b7c10-9d10-4a55-8f0e-1d2c3b4a5001"
	for op, call := range map[string]func(t *testing.T, c *cdek.Client) error{
		"GET /v2/orders": func(t *testing.T, c *cdek.Client) error {
			_, err := c.Create(t.Context(), draft("SHP-1"))
			return err
		},
		"DELETE /v2/orders/{uuid}": func(t *testing.T, c *cdek.Client) error {
			_, err := c.Delete(t.Context(), uuid)
			return err
		},
		"GET /v2/orders/{uuid}": func(t *testing.T, c *cdek.Client) error { return c.AwaitDeletion(t.Context(), uuid) },
		"DELETE /v2/webhooks/{uuid}": func(t *testing.T, c *cdek.Client) error {
			return c.Unsubscribe(t.Context(), uuid)
		},
		"DELETE /v2/intakes/{uuid}": func(t *testing.T, c *cdek.Client) error { return c.CancelCourier(t.Context(), uuid) },
	} {
		inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Always(op, fake.Refuse(404, "text/html", "<html>no such page</html>"))
			require.Equal(t, ordo.Retry, failure(t, call(t, c)).Class, op)
			require.Zero(t, srv.Calls("POST /v2/orders"), op)
		})
	}
}
