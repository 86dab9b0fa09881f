package marking_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

func TestOnlyACodeWithoutAProblemIsReadyInItsDirection(t *testing.T) {
	for _, c := range []struct {
		status              marking.Status
		withdraw, reinstate bool
	}{
		{marking.Status{State: marking.InCirculation}, true, false},
		{marking.Status{State: marking.Out}, false, true},
		{marking.Status{State: marking.Issued}, false, false},
		{marking.Status{State: marking.Unknown, Vendor: "NEW_WORD"}, false, false},
		{marking.Status{State: marking.InCirculation, Problem: ordo.ErrConflict}, false, false},
		{marking.Status{State: marking.Out, Problem: ordo.ErrConflict}, false, false},
	} {
		require.Equal(t, c.withdraw, c.status.Ready(marking.Withdraw), "%+v", c.status)
		require.Equal(t, c.reinstate, c.status.Ready(marking.Reinstate), "%+v", c.status)
		require.False(t, c.status.Ready(""))
	}
}
