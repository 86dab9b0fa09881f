package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/stretchr/testify/require"
)

// gate is a vendor that accepts one token at a time.
type gate struct {
	*fake.Server
	valid  atomic.Int64 // the number of the token that is accepted
	logins atomic.Int64
	life   time.Duration
}

func newGate() *gate {
	g := &gate{}
	g.valid.Store(1)
	g.Server = fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/login" {
			g.logins.Add(1)
			_, _ = fmt.Fprintf(w, `{"token":"token-%d"}`, g.valid.Load())
			return
		}
		if r.Header.Get("Authorization") != fmt.Sprintf("Bearer token-%d", g.valid.Load()) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		fake.Commit(r)
		_, _ = io.WriteString(w, `{}`)
	}))
	return g
}

// client makes a client that logs in when it must.
func (g *gate) client(opts ...ordo.Option) *rest.Client {
	var c *rest.Client
	c = client(g.Transport(), rest.Config{Auth: []rest.Auth{{
		Header: "Authorization", Prefix: "Bearer ",
		Fetch: func(ctx context.Context) (rest.Token, error) {
			var out struct{ Token string }
			_, err := c.Do(ctx, rest.Request{Op: "login", Method: "POST", Path: "/login", Repeat: rest.Idempotent()}, &out)
			t := rest.Token{Value: ordo.NewSecret(out.Token)}
			if g.life > 0 {
				t.Expires = time.Now().Add(g.life)
			}
			return t, err
		},
	}}}, opts...)
	return c
}

var create = rest.Request{Op: "order/create", Method: http.MethodPost, Path: "/orders"}

func TestConstantCredentials(t *testing.T) {
	var seen *http.Request
	s := fake.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r }))
	c := client(s.Transport(), rest.Config{Auth: []rest.Auth{
		rest.Basic("user", "pass:word"), {Header: "X-Token", Prefix: "t ", Value: ordo.NewSecret("123")}, {Query: "apiKey", Value: ordo.NewSecret("a&b")},
	}})
	_, err := c.Do(t.Context(), rest.Request{Path: "/o?x=1"}, nil)
	require.NoError(t, err)
	user, password, ok := seen.BasicAuth()
	require.True(t, ok)
	require.Equal(t, "user", user)
	require.Equal(t, "pass:word", password)
	require.Equal(t, "t 123", seen.Header.Get("X-Token"))
	require.Equal(t, "x=1&apiKey=a%26b", seen.URL.RawQuery)

	_, err = c.Do(t.Context(), rest.Request{Path: "/o", Anonymous: true}, nil)
	require.NoError(t, err)
	require.Empty(t, seen.Header.Get("Authorization"))
	require.Empty(t, seen.URL.RawQuery)
}

func TestATokenIsFetchedOnceAndKept(t *testing.T) {
	g := newGate()
	c := g.client()
	for range 3 {
		_, err := c.Do(t.Context(), create, nil)
		require.NoError(t, err)
	}
	require.EqualValues(t, 1, g.logins.Load())
	require.Equal(t, 3, g.Commits("POST /api/orders"))
}

func TestAnExpiredTokenIsRenewedOnce(t *testing.T) {
	g := newGate()
	c := g.client(ordo.WithMaxAttempts(1))
	_, err := c.Do(t.Context(), create, nil)
	require.NoError(t, err)

	g.valid.Store(2)
	_, err = c.Do(t.Context(), create, nil)
	require.NoError(t, err, "a refused write was not done, so it is sent again")
	require.EqualValues(t, 2, g.logins.Load())
	require.Equal(t, 2, g.Commits("POST /api/orders"))
	require.Equal(t, 3, g.Calls("POST /api/orders"))
}

func TestASecondRefusalIsFinal(t *testing.T) {
	g := newGate()
	g.Faults().Always("POST /api/orders", fake.Status(401))
	_, err := g.client().Do(t.Context(), create, nil)
	require.Equal(t, ordo.Auth, failed(t, err).Class)
	require.EqualValues(t, 2, g.logins.Load())
	require.Equal(t, 2, g.Calls("POST /api/orders"))
}

func TestForbiddenIsNoExpiredToken(t *testing.T) {
	g := newGate()
	g.Faults().Always("POST /api/orders", fake.Status(403))
	_, err := g.client().Do(t.Context(), create, nil)
	require.Equal(t, ordo.Auth, failed(t, err).Class)
	require.EqualValues(t, 1, g.logins.Load())
}

func TestManyRequestsShareOneLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		c := g.client()
		for round := range 2 {
			g.valid.Store(int64(round + 1))
			g.Faults().Next("POST /api/login", fake.Slow(time.Second))
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					if _, err := c.Do(t.Context(), create, nil); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			require.EqualValues(t, round+1, g.logins.Load())
		}
		require.Equal(t, 40, g.Commits("POST /api/orders"))
	})
}

func TestATokenIsRenewedShortlyBeforeItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.life = time.Hour
		c := g.client()
		for _, step := range []struct {
			after  time.Duration
			logins int64
		}{{0, 1}, {59 * time.Minute, 1}, {55 * time.Second, 2}} {
			time.Sleep(step.after)
			_, err := c.Do(t.Context(), create, nil)
			require.NoError(t, err)
			require.Equal(t, step.logins, g.logins.Load())
		}
		require.Equal(t, 3, g.Calls("POST /api/orders"), "none was refused")
	})
}

func TestARefusedLoginIsNotRepeatedByEverybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.Faults().Always("POST /api/login", fake.Status(401))
		c := g.client()
		_, err := c.Do(t.Context(), create, nil)
		e := failed(t, err)
		require.Equal(t, ordo.Auth, e.Class)
		require.Equal(t, "order/create", e.Op)
		require.ErrorContains(t, err, "not sent: no access token: vendor v-1: login: 401")
		require.Equal(t, 1, g.Calls("POST /api/login"))
		require.Zero(t, g.Calls("POST /api/orders"))
	})
}

func TestALoginInDoubtDoesNotPutTheWriteInDoubt(t *testing.T) {
	c := client(shop().Transport(), rest.Config{Auth: []rest.Auth{{Header: "X", Fetch: func(context.Context) (rest.Token, error) {
		return rest.Token{}, &ordo.Error{Class: ordo.InDoubt}
	}}}})
	_, err := c.Do(t.Context(), create, nil)
	require.Equal(t, ordo.Retry, failed(t, err).Class)
	require.NotErrorIs(t, err, ordo.ErrInDoubt)
}

func TestALoginGivenUpByOneIsTakenOverByAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.Faults().Next("POST /api/login", fake.Slow(time.Hour))
		c := g.client()
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		var first, second error
		wg.Go(func() { _, first = c.Do(ctx, create, nil) })
		synctest.Wait()
		wg.Go(func() { _, second = c.Do(t.Context(), create, nil) })
		synctest.Wait()
		cancel()
		wg.Wait()
		require.ErrorIs(t, first, context.Canceled)
		require.Equal(t, ordo.Retry, failed(t, first).Class)
		require.NoError(t, second)
	})
}

func TestWaitingForALoginEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block := make(chan struct{})
		c := client(shop().Transport(), rest.Config{Auth: []rest.Auth{{Header: "X", Fetch: func(context.Context) (rest.Token, error) {
			<-block
			return rest.Token{}, errors.New("down")
		}}}}, ordo.WithMaxAttempts(1))
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = c.Do(t.Context(), create, nil) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Do(ctx, create, nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		close(block)
		wg.Wait()
	})
}

func TestVendorsSayWhichRefusalMeansExpired(t *testing.T) {
	logins := 0
	s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Token") == "1" {
			_, _ = io.WriteString(w, `{"error":"expired_token"}`)
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"error":"insufficient_scope"}`)
	}))
	c := client(s.Transport(), rest.Config{
		Auth: []rest.Auth{{Header: "X-Token", Fetch: func(context.Context) (rest.Token, error) {
			logins++
			return rest.Token{Value: ordo.NewSecret(fmt.Sprint(logins))}, nil
		}}},
		Judge: func(r *rest.Reply) *ordo.Error {
			var body struct{ Error string }
			if r.JSON(&body) != nil {
				return nil
			}
			return &ordo.Error{Code: body.Error, Class: ordo.Auth}
		},
		Expired: func(e *ordo.Error) bool { return e.Code == "expired_token" },
	})
	_, err := c.Do(t.Context(), create, nil)
	require.Equal(t, "insufficient_scope", failed(t, err).Code)
	require.Equal(t, 2, logins, "renewed for the first refusal, not for the second")
}
