package texts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every text for people has a translation, which uses the same arguments.
//
// fault: U16
func TestEveryTextIsTranslated(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range places(t) {
		seen[p.format] = true
		if p.format == "" {
			t.Errorf("%s: the format of a text for people must be a literal", p.at)
			continue
		}
		if _, ok := catalog()[p.format]; !ok && hasWords(p.format) {
			t.Errorf("%s: %q is not in the catalog", p.at, p.format)
		}
	}
	require.Greater(t, len(seen), 100)
	for _, table := range tables() {
		for _, e := range table.entries {
			if !seen[e.en] && slices.Contains(sources, table.source) && !slices.Contains(indirect, e.en) {
				t.Errorf("%q is in the catalog, but no source makes it", e.en)
			}
		}
	}
}

// hasWords reports whether a format has words of its own: "%s: %s" has none.
func hasWords(format string) bool { return letters.MatchString(verbs.ReplaceAllString(format, "")) }

var (
	letters = regexp.MustCompile(`\p{L}`)
	verbs   = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0]*)([0-9.]*)([a-zA-Z%])`)
)

// arguments lists which arguments a format uses and whether each is a number or a text.
func arguments(format string) []string {
	var out []string
	n := 0
	for _, m := range verbs.FindAllStringSubmatch(format, -1) {
		if m[4] == "%" {
			continue
		}
		n++
		if m[1] != "" {
			n, _ = strconv.Atoi(m[1])
		}
		kind := "text"
		if slices.Contains([]string{"d", "x", "X", "f", "g"}, m[4]) {
			kind = "number"
		}
		out = append(out, strconv.Itoa(n)+" "+kind)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestTranslationsUseTheSameArguments(t *testing.T) {
	keys := map[string]bool{}
	for _, table := range tables() {
		for _, e := range table.entries {
			require.False(t, keys[e.en], "%q is in the catalog twice", e.en)
			keys[e.en] = true
			for l, text := range map[Language]string{Russian: e.ru, Ukrainian: e.uk, Polish: e.pl} {
				require.NotEmpty(t, text, "%q has no %s", e.en, l)
				require.Equal(t, arguments(e.en), arguments(text), "%q in %s: %q", e.en, l, text)
				for _, m := range counted.FindAllStringSubmatch(text, -1) {
					require.Len(t, strings.Split(m[2], "|"), 3, "%q in %s: %q: one, few and many", e.en, l, text)
				}
			}
		}
	}
}
