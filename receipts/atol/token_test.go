package atol_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

func TestATokenThatEndedIsFetchedAgain(t *testing.T) {
	for name, end := range map[string]func(*atoltest.Server){
		"ended by the service": (*atoltest.Server).ExpireTokens, "forgotten by it": (*atoltest.Server).ForgetTokens,
		"older than a day": func(*atoltest.Server) { time.Sleep(25 * time.Hour) },
		"about to end":     func(*atoltest.Server) { time.Sleep(23*time.Hour + time.Minute) },
	} {
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			for n, id := range []string{"A", "B"} {
				for range 2 {
					must(c.Register(t.Context(), atol.Sell, advance(id)))(t)
					require.Equal(t, n+1, kassa.Calls("getToken"), name)
				}
				end(kassa)
			}
		})
	}
}

func TestATokenThatWasIssuedBeforeMayEndEarly(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		must(client(kassa, atol.V4).Register(t.Context(), atol.Sell, advance("other process")))(t)
		time.Sleep(20 * time.Hour)
		must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
		require.Equal(t, 1, kassa.Commits("getToken"), "the service handed out the same token again")
		time.Sleep(5 * time.Hour)
		must(c.Register(t.Context(), atol.Sell, advance("B")))(t)
		require.Equal(t, 2, kassa.Commits("getToken"))
	})
}

func TestASecondRefusalOfTheTokenIsFinal(t *testing.T) {
	for _, code := range []int{10, 11, 20} {
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.Faults().Always("sell", atoltest.Refuse(401, code, "нет"))
			require.Equal(t, ordo.Auth, class(c.Register(t.Context(), atol.Sell, advance("A"))))
			require.Equal(t, 2, kassa.Calls("sell"))
			require.Equal(t, 2, kassa.Calls("getToken"))
		})
	}
}

func TestABare401IsTakenForAnOldToken(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Next("sell", fake.Status(401))
		must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
		require.Equal(t, 2, kassa.Calls("getToken"))
	})
}

func TestWrongCredentialsAreNotTriedAgain(t *testing.T) {
	inBubble(t, atoltest.Settings{Password: "another"}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		_, err := c.Register(t.Context(), atol.Sell, advance("A"))
		require.Equal(t, ordo.Auth, failure(t, err).Class)
		require.ErrorContains(t, err, "Неверный логин или пароль")
		require.Equal(t, 1, kassa.Calls("*"))
	})
}

func TestALoginWithoutATokenIsNoLogin(t *testing.T) {
	for _, login := range []fake.Fault{
		fake.Status(204), fake.Refuse(200, "application/json", `[]`), fake.Refuse(200, "application/json", `{"error":null,"token":""}`),
		fake.Refuse(200, "application/json", `{"error":null,"token":null}`), fake.Refuse(200, "application/json", `{"token":{}}`),
	} {
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.Faults().Always("getToken", login)
			require.Equal(t, ordo.Retry, class(c.Register(t.Context(), atol.Sell, advance("A"))))
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
		require.Equal(t, ordo.Auth, class(c.GetReport(t.Context(), "u")), "no such token")
		require.Equal(t, "17000001", sent)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
