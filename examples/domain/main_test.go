package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheOrderLivesAsItShould(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out))
	for _, part := range []string{"666.67 RUB", "refused: only a delivered order is completed", "return block R1: 333.34 RUB to be paid back"} {
		require.Contains(t, out.String(), part)
	}
}
