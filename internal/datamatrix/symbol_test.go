package datamatrix_test

import (
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/stretchr/testify/require"

	own "github.com/ordo-sdk/ordo/internal/datamatrix"
)

// A reader that was written elsewhere reads each size, and FNC1 as byte 29.
func TestSymbolsAreRead(t *testing.T) {
	for n := 1; n < 150; n += 4 {
		text := strings.Repeat("aB\x1d7?k93", 20)[:n]
		s, err := own.Encode(text)
		require.NoError(t, err)
		m, err := gozxing.NewBinaryBitmapFromImage(s.Image(4, 3))
		require.NoError(t, err)
		r, err := datamatrix.NewDataMatrixReader().Decode(m, nil)
		require.NoError(t, err)
		require.Equal(t, "\x1d"+text, r.GetText())
	}
	_, err := own.Encode(strings.Repeat("a", 200))
	require.ErrorContains(t, err, "longer than a symbol of 48 modules")
	_, err = own.Encode("ё")
	require.ErrorContains(t, err, "not ASCII")
}
