package status_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

func TestReasonsListsEveryConstant(t *testing.T) {
	source, err := os.ReadFile("reason.go")
	require.NoError(t, err)
	var constants []status.Reason
	for _, m := range regexp.MustCompile(`Reason = "(.*?)"`).FindAllSubmatch(source, -1) {
		constants = append(constants, status.Reason(m[1]))
	}
	require.Equal(t, constants, status.Reasons())
}
