package atol_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// sellMany registers receipts at the same time.
func sellMany(t *testing.T, c *atol.Client, round string) {
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := c.Sell(t.Context(), advance(round+strconv.Itoa(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestATokenIsFetchedOnceForCallsAtTheSameTime(t *testing.T) {
	for name, end := range map[string]func(*atoltest.Server){
		"ended by the service":   (*atoltest.Server).ExpireTokens,
		"forgotten by it":        (*atoltest.Server).ForgetTokens,
		"older than a day":       func(*atoltest.Server) { time.Sleep(25 * time.Hour) },
		"about to end":           func(*atoltest.Server) { time.Sleep(23*time.Hour + time.Minute) },
		"ended, and login fails": func(s *atoltest.Server) { s.ExpireTokens(); s.Faults().Next("getToken", atoltest.ServerError()) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
				kassa.Faults().Next("getToken", fake.Slow(time.Second))
				sellMany(t, c, "a")
				require.Equal(t, 1, kassa.Calls("getToken"))
				end(kassa)
				logins := 2
				if name == "ended, and login fails" {
					logins = 3
				}
				sellMany(t, c, "b")
				require.Equal(t, logins, kassa.Calls("getToken"), "%v", kassa.Exchanges())
				require.Len(t, kassa.Receipts(), 40)
			})
		})
	}
}

func TestATokenThatWasIssuedBeforeMayEndEarly(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		_, err := client(kassa, atol.V4).Sell(t.Context(), advance("other process"))
		require.NoError(t, err)
		time.Sleep(20 * time.Hour)
		_, err = c.Sell(t.Context(), advance("A"))
		require.NoError(t, err)
		require.Equal(t, 1, kassa.Commits("getToken"), "the service handed out the same token again")
		time.Sleep(5 * time.Hour)
		_, err = c.Sell(t.Context(), advance("B"))
		require.NoError(t, err)
		require.Equal(t, 2, kassa.Commits("getToken"))
	})
}

func TestASecondRefusalOfTheTokenIsFinal(t *testing.T) {
	for _, code := range []int{10, 11, 20} {
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.Faults().Always("sell", atoltest.Refuse(401, code, "нет"))
			_, err := c.Sell(t.Context(), advance("A"))
			require.Equal(t, ordo.Auth, failure(t, err).Class)
			require.Equal(t, 2, kassa.Calls("sell"))
			require.Equal(t, 2, kassa.Calls("getToken"))
		})
	}
}

func TestABare401IsTakenForAnOldToken(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Next("sell", fake.Status(401))
		_, err := c.Sell(t.Context(), advance("A"))
		require.NoError(t, err)
		require.Equal(t, 2, kassa.Calls("getToken"))
	})
}

func TestWrongCredentialsAreNotTriedAgain(t *testing.T) {
	inBubble(t, atoltest.Settings{Password: "another"}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		_, err := c.Sell(t.Context(), advance("A"))
		require.Equal(t, ordo.Auth, failure(t, err).Class)
		require.ErrorContains(t, err, "Неверный логин или пароль")
		require.Equal(t, 1, kassa.Calls("*"))
	})
	inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, _ *atol.Client) {
		_, err := client(kassa, atol.V4).Sell(t.Context(), advance("A"))
		require.Equal(t, ordo.Auth, failure(t, err).Class)
		require.ErrorContains(t, err, "[21]")
		require.ErrorContains(t, err, "NewV5 for those of v5")
	})
}

func TestALoginWithoutATokenIsNoLogin(t *testing.T) {
	for _, login := range []fake.Fault{
		fake.Status(204), fake.Refuse(200, "application/json", `[]`), fake.Refuse(200, "application/json", `{"error":null,"token":""}`),
		fake.Refuse(200, "application/json", `{"error":null,"token":null}`), fake.Refuse(200, "application/json", `{"token":{}}`),
	} {
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.Faults().Always("getToken", login)
			_, err := c.Sell(t.Context(), advance("A"))
			require.ErrorIs(t, err, ordo.ErrRetry)
			require.Zero(t, kassa.Calls("sell"))
		})
	}
}

func TestATokenMayBeANumber(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, _ *atol.Client) {
		sent := ""
		c := atol.New("l", "p4ssword", "g", through(roundTrip(func(r *http.Request) (*http.Response, error) {
			sent += r.Header.Get("Token")
			return kassa.Transport().RoundTrip(r)
		}))...)
		kassa.Faults().Next("getToken", fake.Refuse(200, "application/json", `{"error":null,"token":17000001}`))
		_, err := c.Report(t.Context(), "u")
		require.ErrorIs(t, err, ordo.ErrAuth, "no such token")
		require.Equal(t, "17000001", sent)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
