package cdek_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
)

// createMany creates orders at the same time.
func createMany(t *testing.T, c *cdek.Client, round string) {
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := c.CreateOrder(t.Context(), draft(round+strconv.Itoa(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestATokenIsFetchedOnceForCallsAtTheSameTime(t *testing.T) {
	const login = "POST /v2/oauth/token"
	for name, tt := range map[string]struct {
		end    func(*cdektest.Server)
		logins int
	}{
		"ended by the service":   {(*cdektest.Server).ExpireTokens, 2},
		"older than an hour":     {func(*cdektest.Server) { time.Sleep(2 * time.Hour) }, 2},
		"about to end":           {func(*cdektest.Server) { time.Sleep(59*time.Minute + 58*time.Second) }, 2},
		"still good":             {func(*cdektest.Server) { time.Sleep(30 * time.Minute) }, 1},
		"ended, and login fails": {func(s *cdektest.Server) { s.ExpireTokens(); s.Faults().Next(login, fake.BadGateway()) }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
				srv.Faults().Next(login, fake.Slow(time.Second))
				createMany(t, c, "a")
				require.Equal(t, 1, srv.Calls(login))
				tt.end(srv)
				createMany(t, c, "b")
				require.Equal(t, tt.logins, srv.Calls(login))
				require.Len(t, srv.Orders(), 40)
			})
		})
	}
}

func TestWrongCredentialsAreNotTriedAgain(t *testing.T) {
	inBubble(t, cdektest.Settings{Password: "another"}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		_, err := c.GetOrder(t.Context(), "u")
		require.Equal(t, ordo.Auth, failure(t, err).Class)
		require.ErrorContains(t, err, "invalid_client")
		require.Equal(t, 1, srv.Calls("*"))
		srv.Faults().Always("POST /v2/oauth/token", fake.Refuse(200, "application/json", `{"token_type":"bearer"}`))
		_, err = c.GetOrder(t.Context(), "u")
		require.ErrorContains(t, err, "no token")
	})
}

func TestASecondRefusalOfTheTokenIsFinal(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.Faults().Always("GET /v2/orders/{uuid}", cdektest.Refuse(401, "unauthorized", "Full authentication is required"))
		_, err := c.GetOrder(t.Context(), "u")
		require.Equal(t, ordo.Auth, failure(t, err).Class)
		require.Equal(t, 2, srv.Calls("GET /v2/orders/{uuid}"))
		require.Equal(t, 2, srv.Calls("POST /v2/oauth/token"))
		srv.Faults().Clear()
		srv.Faults().Next("GET /v2/orders/{uuid}", fake.Status(401))
		_, err = c.GetOrder(t.Context(), "u")
		require.ErrorIs(t, err, ordo.ErrNotFound, "a bare 401 is taken for an old token")
	})
}
