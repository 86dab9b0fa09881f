package onec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

func TestTheBaseSaysWhichGoodsAreMarked(t *testing.T) {
	_, system := install(t, settings(), onectest.Settings{})
	got := map[string]erp.Marked{}
	for m, err := range system.Marked(t.Context(), "SHOES-42", "MUG", "NOTHING") {
		require.NoError(t, err)
		got[m.Article] = m
	}
	require.Equal(t, erp.Marked{Article: "SHOES-42", Marked: true, GTIN: onectest.MarkedGTIN}, got["SHOES-42"])
	require.Equal(t, erp.Marked{Article: "MUG"}, got["MUG"])
	require.ErrorContains(t, got["NOTHING"].Problem, `no goods have the article "NOTHING"`)
}
