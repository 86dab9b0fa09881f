package retailcrm_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// reserved are the keys that places were taken for.
type reserved []string

func (r *reserved) Reserve(_ context.Context, key string, _ ordo.Limits) (time.Duration, error) {
	*r = append(*r, key)
	return 0, nil
}

func (*reserved) Pause(context.Context, string, time.Duration) error    { return nil }
func (*reserved) Paused(context.Context, string) (time.Duration, error) { return 0, nil }

// The limit is that of the key, so shops with names of their own must not have one each.
func TestShopsOfOneCRMShareItsLimit(t *testing.T) {
	crm, _ := start(t)
	var keys reserved
	c := client(crm, retailcrmtest.Key, ordo.WithLimits(ordo.Limits{PerSecond: 10}), ordo.WithLimiter(&keys))
	first, second := c.WithSite("first"), c.WithSite("second")
	require.NoError(t, first.NameAccount("crm-1"))
	require.NoError(t, second.NameAccount("crm-2"))
	for _, c := range []*retailcrm.Client{c, first, second} {
		_, err := c.ListStatuses(t.Context())
		require.NoError(t, err)
	}
	require.GreaterOrEqual(t, len(keys), 3)
	require.Equal(t, reserved{"retailcrm/requests/https://shop.retailcrm.example"}, slices.Compact(keys))
}
