package stage_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/examples/internal/stage"
)

func TestColumnsAreAligned(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	x := stage.Table{Titles: []string{"что", "sum"}, Right: map[int]bool{1: true}}
	x.Add("Чайник", "2500.00")
	x.Add("cup", "890.00")
	x.Print(&b)
	require.Equal(t, "  что         sum\n  ---------------\n  Чайник  2500.00\n  cup      890.00\n", b.String())
}
