package rest_test

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/stretchr/testify/require"
)

func unnamed(opts ...ordo.Option) *rest.Client {
	return rest.New(rest.Resolve(rest.Settings{System: "vendor", BaseURL: "https://vendor.example"}, opts...), rest.Config{})
}

func TestAnAccountIsNamedOnce(t *testing.T) {
	c := unnamed()
	require.Empty(t, c.Account())
	require.NoError(t, c.NameAccount("v-1"))
	require.NoError(t, c.NameAccount("v-1"))
	require.Equal(t, "v-1", c.Account())
	err := c.NameAccount("v-2")
	require.Equal(t, ordo.Invalid, failed(t, err).Class)
	require.EqualError(t, err, `vendor v-1: settings: the account is named "v-1" already and cannot be named "v-2": `+
		`give both the same name, or leave out ordo.WithAccount`)
	require.Equal(t, "v-1", c.Fail("order/get", ordo.Invalid, "not sent", nil).Account)

	_, err = unnamed(ordo.WithAccount("v-1"), ordo.WithBaseURL("ftp://x")).Do(t.Context(), rest.Request{Op: "order/get"}, nil)
	require.Equal(t, "v-1", failed(t, err).Account)
}

func TestACopyHasANameOfItsOwn(t *testing.T) {
	s := shop()
	a := client(s.Transport(), rest.Config{}, ordo.WithAccount(""), ordo.WithMaxAttempts(1))
	b := a.Copy()
	require.NoError(t, a.NameAccount("shop-a"))
	require.NoError(t, b.NameAccount("shop-b"))
	s.Faults().Always("*", fake.Status(500))
	for c, name := range map[*rest.Client]string{a: "shop-a", b: "shop-b", a.Copy(): "shop-a"} {
		_, err := c.Do(t.Context(), rest.Request{Path: "/orders"}, nil)
		require.ErrorContains(t, err, "vendor "+name+": ")
	}
}

func TestManyMayNameAnAccountAtTheSameTime(t *testing.T) {
	c := unnamed()
	var won atomic.Int64
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			if c.NameAccount("v-"+strconv.Itoa(n)) == nil {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, won.Load())
}
