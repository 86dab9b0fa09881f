package cdek_test

import (
	"context"
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
		srv.Faults().Always("DELETE /v2/orders/{uuid}", cdektest.Refuse(400, "v2_entity_forbidden", "Entity is forbidden"))
		_, err = c.Delete(t.Context(), orderUUID)
		require.Equal(t, ordo.NotFound, failure(t, err).Class, "what is refused as another's has not been done")
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
	type call = func(c *cdek.Client, ctx context.Context, uuid string) error
	for op, do := range map[string]call{
		"GET /v2/orders": func(c *cdek.Client, ctx context.Context, _ string) error {
			_, err := c.Create(ctx, draft("SHP-1"))
			return err
		},
		"GET /v2/orders/{uuid}": (*cdek.Client).AwaitDeletion, "DELETE /v2/webhooks/{uuid}": (*cdek.Client).Unsubscribe, "DELETE /v2/intakes/{uuid}": (*cdek.Client).CancelCourier,
	} {
		inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Always(op, fake.Refuse(404, "text/html", "<html>no such page</html>"))
			require.Equal(t, ordo.Retry, failure(t, do(c, t.Context(), orderUUID)).Class, op)
			require.Zero(t, srv.Calls("POST /v2/orders"), op)
		})
	}
}
