package onec_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

// reserved are the keys that places were taken for.
type reserved []string

func (r *reserved) Reserve(_ context.Context, key string, _ ordo.Limits) (time.Duration, error) {
	*r = append(*r, key)
	return 0, nil
}

func (*reserved) Pause(context.Context, string, time.Duration) error    { return nil }
func (*reserved) Paused(context.Context, string) (time.Duration, error) { return 0, nil }

// 1C has no limit of its own; whoever sets one means the base, whichever address of it was given.
func TestALimitIsThatOfTheBase(t *testing.T) {
	t.Parallel()
	s := onectest.New(onectest.Settings{})
	t.Cleanup(s.Close)
	var keys reserved
	for _, address := range []string{"https://1c.example/ut", "https://1c.example/ut/", "https://1c.example/ut/odata/standard.odata"} {
		c := onec.New(address, onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: s.Transport()}),
			ordo.WithLimits(ordo.Limits{PerSecond: 1000}), ordo.WithLimiter(&keys))
		require.NoError(t, c.NameAccount("base"))
		for _, err := range c.WithZone(time.UTC).Warehouses().List(t.Context(), onec.Query{}) {
			require.NoError(t, err)
		}
	}
	require.Len(t, keys, 3, "one call each")
	for _, key := range keys {
		require.Equal(t, "onec/requests/https://1c.example/ut/odata/standard.odata", key)
	}
}

// What an order costs in calls.
func TestCallsOfAnOrder(t *testing.T) {
	t.Parallel()
	s, c := demo(t, onectest.Settings{})
	k := keysOf(t, c)
	s.Forget()
	made, err := c.Orders().Create(t.Context(), k.order("1", k.row(k.mug, 1, k.ural, "КОбеспечению")), onec.Eq("НомерПоДаннымКлиента", "1"))
	require.NoError(t, err)
	_, err = c.Orders().Post(t.Context(), made.Value.Ref)
	require.NoError(t, err)
	require.Len(t, s.Exchanges(), 5, "looked for, created, read back; posted, read back")
	s.Forget()
	_, err = c.Orders().Change(t.Context(), made.Value.Ref, func(o *onec.Order) error { o.Comment = "x"; return nil })
	require.NoError(t, err)
	require.Len(t, s.Exchanges(), 3, "read, changed, read back")
	s.Forget()
	_, err = c.Orders().Change(t.Context(), made.Value.Ref, func(*onec.Order) error { return nil })
	require.NoError(t, err)
	require.Len(t, s.Exchanges(), 1)
}
