package status_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

// The pairs on which money and goods depend: who has the parcel at the end, and whether anything follows.
func TestRussianPostTellsWhoHasTheParcel(t *testing.T) {
	table := status.RussianPost()
	for code, want := range map[string]struct {
		state status.ShipmentState
		final bool
	}{
		"28/0": {status.ShipmentRequested, false}, "1/2": {status.ShipmentSent, false}, "8/2": {status.ShipmentArrived, false}, "8/9": {status.ShipmentArrived, false},
		"2/1": {status.ShipmentHandedOut, true}, "2/3": {status.ShipmentHandedOut, true}, "2/2": {status.ShipmentCameBack, true}, "2/31": {status.ShipmentCameBack, true},
		"2/0": {0, false}, "2": {0, false}, "12/1": {status.ShipmentSent, false}, "12/6": {status.ShipmentComingBack, false}, "42/6": {status.ShipmentComingBack, false},
		"3/1": {status.ShipmentComingBack, false}, "3/15": {status.ShipmentComingBack, false}, "3": {status.ShipmentComingBack, false}, "48/0": {status.ShipmentPartlyHandedOut, false},
		"5/1": {status.ShipmentLost, true}, "5/3": {status.ShipmentSent, false}, "18/0": {status.ShipmentLost, true}, "44/2": {status.ShipmentAssembling, false},
		"46/0": {status.ShipmentAssembling, true}, "26/2": {0, false}, "63/0": {0, false}, "31/21": {status.ShipmentSent, false},
	} {
		r, known := table.Row(status.AxisShipment, code)
		require.True(t, known, code)
		require.Equal(t, want.state, r.Means.Shipment, code)
		require.Equal(t, want.final, r.Final, code)
	}
	for r := range table.Rows() {
		typ, _, pair := strings.Cut(r.Code, "/")
		_, known := table.Row(status.AxisShipment, typ)
		require.True(t, known, "%s: its type has no row for new attributes", r.Code)
		require.False(t, pair && strings.Contains(r.Names.RU, "="), "%s: %s", r.Code, r.Names.RU)
	}
	_, known := table.Read(status.AxisShipment, "64/1")
	require.False(t, known)
}
