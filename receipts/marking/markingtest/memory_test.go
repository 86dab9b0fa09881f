package markingtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
)

const (
	mistaken = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	right    = "0104601234567893215Rx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
)

func report(t *testing.T, key string, d marking.Direction, code string) marking.Report {
	t.Helper()
	c, err := marking.Parse(code)
	require.NoError(t, err)
	return marking.Report{Key: key, Direction: d, Units: []marking.ReportUnit{{Code: c}}}
}

// pain: MK-P5
func TestACorrectionThatTheRegistryAcceptedIsDoneWhenItsCodesAre(t *testing.T) {
	m := &markingtest.Memory{Waits: true, Lags: true}
	m.Set(mistaken, markingtest.Unit{State: marking.Out, Reason: "DISTANCE"})
	m.Put(right)
	var halves []marking.Report
	for _, r := range []marking.Report{
		report(t, "A-1042/correction/back", marking.Reinstate, mistaken), report(t, "A-1042/correction/out", marking.Withdraw, right),
	} {
		sent, err := m.Report(t.Context(), r)
		require.NoError(t, err)
		halves = append(halves, sent)
	}
	are := func(want marking.ReportState) {
		t.Helper()
		for _, h := range halves {
			got, err := m.Read(t.Context(), h.Ref)
			require.NoError(t, err)
			require.Equal(t, want, got.State)
		}
	}
	are(marking.ReportWaiting)
	m.Process() // both documents are accepted, and no code has changed yet
	are(marking.ReportWaiting)
	m.Process()
	are(marking.ReportDone)
	require.Equal(t, marking.InCirculation, m.Unit(mistaken).State)
	require.Equal(t, marking.Out, m.Unit(right).State)
	require.Equal(t, 1, m.Unit(right).Withdrawals)
}

func TestAReceiptAndADocumentWithdrawACodeOnce(t *testing.T) {
	m := &markingtest.Memory{Name: "zn-1"}
	m.Put(right)
	require.Equal(t, "zn-1", m.System())
	m.Sell(right)
	r, err := m.Report(t.Context(), report(t, "A-1042/1", marking.Withdraw, right))
	require.NoError(t, err)
	require.Equal(t, marking.ReportRefused, r.State)
	require.Equal(t, []int{1, 1}, []int{m.Unit(right).Withdrawals, m.Unit(right).Repeats})
	m.TakeBack(right)
	r, err = m.Report(t.Context(), report(t, "A-1042/2", marking.Withdraw, right))
	require.NoError(t, err)
	require.Equal(t, marking.ReportDone, r.State)
	require.Equal(t, []int{2, 1}, []int{m.Unit(right).Withdrawals, m.Unit(right).Reinstatements})
	require.Len(t, m.Reports(), 2)
	require.Zero(t, m.Unit(mistaken))
	require.Panics(t, func() { m.Put("4600000000015") })
}

func TestADocumentThatCannotBeSeenIsInDoubt(t *testing.T) {
	m := &markingtest.Memory{}
	m.Put(right)
	m.Hides()
	for range 2 {
		_, err := m.Report(t.Context(), report(t, "A-1042/1", marking.Withdraw, right))
		require.ErrorIs(t, err, ordo.ErrInDoubt)
	}
	m.Process()
	r, err := m.Report(t.Context(), report(t, "A-1042/1", marking.Withdraw, right))
	require.NoError(t, err)
	require.Equal(t, marking.ReportDone, r.State)
	require.Equal(t, 1, m.Unit(right).Withdrawals)
}
