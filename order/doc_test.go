package order_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/internal/rulespage"
)

// The generated page lists every command once and every event, and it is fresh.
//
// fault: U20
func TestTheRulesPageIsCompleteAndFresh(t *testing.T) {
	page, err := os.ReadFile(rulespage.Name)
	require.NoError(t, err)
	require.Equal(t, string(rulespage.Render()), string(page), "run go generate")
	var kinds []order.Kind
	var events []string
	for _, m := range rulespage.Moments() {
		for _, c := range m.Commands {
			kinds = append(kinds, c.Command.Kind())
			events = append(events, strings.Split(c.Events, ", ")...)
		}
	}
	require.ElementsMatch(t, order.Kinds(), kinds)
	for _, r := range rulespage.Reported() {
		events = append(events, strings.Split(r[1], ", ")...)
	}
	for _, name := range order.EventNames() {
		require.True(t, slices.Contains(events, name), name)
	}
	for _, s := range order.Schemes() {
		require.Contains(t, string(page), fmt.Sprintf("  %s", s.Code))
	}
}
