package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
)

// The carrier tells of another's parcel under our reference: it is not taken up, and a person sees it.
//
// fault: R7
func TestAnothersParcelIsNotTakenUp(t *testing.T) {
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		for range 3 {
			s.sync()
			at(time.Minute)
		}
		o, ok := s.cdek.Order(x.id + "-S1")
		require.True(t, ok)
		require.Empty(t, x.parcel(1).Waybill, "CDEK has not made up its mind")
		s.cdek.Faults().Always("GET /v2/orders/{uuid}", fake.Refuse(200, "application/json", `{"entity":{"uuid":"`+o.UUID+
			`","number":"SOMEBODY","cdek_number":"77","statuses":[{"code":"CREATED","date_time":"2026-02-03T10:15:00+0000"}]},"requests":[]}`))
		for range 10 {
			s.sync()
			at(time.Minute)
		}
		require.Empty(t, x.parcel(1).Waybill)
		owed := x.owes()
		require.NotEmpty(t, owed)
		require.Equal(t, bridge.PhaseInDoubt, owed[0].Phase)
		require.Contains(t, owed[0].Outcome.Text, `"SOMEBODY"`)
	}, func(s *shop) { s.cdSet = &cdektest.Settings{CheckAfter: time.Hour} }, inCRM)
}
