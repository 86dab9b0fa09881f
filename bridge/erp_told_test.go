package bridge

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

// Each kind of event is told to an ERP, or there is a reason why not. A new kind gets a row in erp_changes.go: what an
// ERP is to be told of it if it changes a line, a sum, a payment, a contact or a date, else why nothing.
//
// fault: M1 M2 M3
func TestEachKindOfEventIsToldToAnERPOrThereIsAReason(t *testing.T) {
	for _, kind := range order.EventKinds() {
		row, known := erpTold[kind]
		require.True(t, known, "events of kind %q have no row in erpTold", kind)
		require.NotEqual(t, row.of == nil, row.silent == "", "events of kind %q: either what an ERP is told, or why it is told nothing", kind)
	}
	require.Subset(t, order.EventKinds(), slices.Collect(maps.Keys(erpTold)), "rows of kinds that do not exist")
}
