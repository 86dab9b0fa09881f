package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatAPersonSees(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(nil, &out, &errs), errs.String())
	for _, part := range []string{
		"to be labelled anew: line shoes unit 0 has this code",
		"to be labelled anew: the marking code is of other goods: its GTIN is 04601234567800, the line's is 04601234567893",
		"to be labelled anew: the picture is HEIC",
		"to be labelled anew: no marking code can be read in the picture",
		"shoes  unit 1  GTIN 04601234567893  serial number 5Qx7&aB2kLm9Z",
		"shoes  unit 2  GTIN 04601234567893  serial number 5Rz8?bC3lMn0Y",
		"yogurt unit 1  GTIN 04698765000012  serial number 5aB7kQ",
	} {
		require.Contains(t, out.String(), part)
	}
	require.Equal(t, 2, run([]string{"x"}, &out, &errs))
}
