package bridge

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// Each kind of event reads as a sentence in each language, and what people do not read has a reason.
func TestEveryEventReadsInEveryLanguage(t *testing.T) {
	files, err := filepath.Glob("../order/testdata/events/v*/*.json")
	require.NoError(t, err)
	unread := maps.Clone(keptApart)
	for _, kind := range order.EventKinds() {
		if reason, apart := unread[kind]; apart {
			require.NotEmpty(t, reason)
			delete(unread, kind)
		}
		found := false
		for _, file := range files {
			if strings.TrimSuffix(filepath.Base(file), ".json") != kind {
				continue
			}
			found = true
			b, err := os.ReadFile(file)
			require.NoError(t, err)
			var e order.Event
			require.NoError(t, json.Unmarshal(b, &e))
			for _, l := range texts.Languages() {
				said := l.Text(e.Text())
				require.NotEmpty(t, strings.TrimSpace(said), "%s in %s", kind, l)
				cyrillic := strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
				require.False(t, !cyrillic && (l == texts.Russian || l == texts.Ukrainian), "%s in %s: %s", kind, l, said)
			}
		}
		require.True(t, found, "no example of an event of the kind %q", kind)
	}
	require.Empty(t, unread, "kinds that do not exist")
}
