package status_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status/internal/page"
)

var update = flag.Bool("update", false, "write "+page.Name+" anew")

func TestStatusesPageIsFresh(t *testing.T) {
	want, err := page.Render(".")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(page.Name, want, 0o644))
	}
	got, err := os.ReadFile(page.Name)
	require.NoError(t, err)
	require.True(t, string(want) == string(got), page.Name+" is stale: run go generate ./status")
}
