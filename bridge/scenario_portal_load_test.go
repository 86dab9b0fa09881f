package bridge_test

import (
	"flag"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
)

// CI lets a hundred people work at once: see its step chaos.
var portalPeople = flag.Int("people", 20, "how many people work at once in a portal")

// Many people edit deals of a portal in the cloud at once. It counts calls of one address together: 50 at
// once, then 2 a second. No call is refused, and every edit is priced and shown.
func TestManyPeopleWorkAtOnceWithinTheLimitsOfThePortal(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 900)
		s.Bus.SetStock("MUG", 1, "900")
		xs := make([]*chaos.Sale, *portalPeople)
		for i := range xs {
			xs[i] = s.Places("", bitrixtest.Item{Article: "MUG"})
		}
		s.Settle()
		before, began := len(s.Portal.Exchanges()), time.Now()
		for i, x := range xs {
			rows := s.Portal.Rows(x.Deal().ID)
			rows[0].Quantity = float64(2 + i%3)
			require.NoError(t, s.Portal.SetsRows(bitrix24test.Operator, x.Deal().ID, rows...))
		}
		s.Settle()
		for i, x := range xs {
			require.EqualValues(t, 890*(2+i%3), x.Deal().Opportunity)
			require.Equal(t, x.Order().Total().Text(), x.InBus().Price)
		}
		for _, e := range s.Portal.Exchanges()[before:] {
			require.NotEqual(t, http.StatusServiceUnavailable, e.Status, "%s", e.Op)
		}
		t.Logf("%d calls of the portal in %s", len(s.Portal.Exchanges())-before, time.Since(began))
	}, chaos.WithPortal, func(s *chaos.Shop) { s.PortalSettings.Box = false })
}
