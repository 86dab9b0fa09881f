package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
)

// The carrier tells of another's parcel under our reference: it is not taken up, and a person sees it.
//
// fault: R7
func TestAnothersParcelIsNotTakenUp(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		for range 3 {
			s.Sync()
			time.Sleep(time.Minute)
		}
		o, ok := s.CDEK.Order(x.ID + "-S1")
		require.True(t, ok)
		require.Empty(t, x.Parcel(1).Waybill, "CDEK has not made up its mind")
		s.CDEK.Faults().Always("GET /v2/orders/{uuid}", fake.Refuse(200, "application/json", `{"entity":{"uuid":"`+o.UUID+
			`","number":"SOMEBODY","cdek_number":"77","statuses":[{"code":"CREATED","date_time":"2026-02-03T10:15:00+0000"}]},"requests":[]}`))
		for range 10 {
			s.Sync()
			time.Sleep(time.Minute)
		}
		require.Empty(t, x.Parcel(1).Waybill)
		owed := x.Owes()
		require.NotEmpty(t, owed)
		require.Equal(t, bridge.PhaseInDoubt, owed[0].Phase)
		require.Contains(t, owed[0].Outcome.Text, `"SOMEBODY"`)
	}, func(s *chaos.Shop) { s.CDEKSettings = &cdektest.Settings{CheckAfter: time.Hour} }, chaos.InCRM)
}
