package texts

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Language is a language in which texts are given, by its ISO 639-1 code. The zero value is English, as is a code that
// the package does not know.
type Language string

// The languages.
const (
	English   Language = "en"
	Russian   Language = "ru"
	Ukrainian Language = "uk"
	Polish    Language = "pl"
)

// Languages lists the languages.
func Languages() []Language { return []Language{English, Russian, Ukrainian, Polish} }

// ParseLanguage returns the language of a code such as "uk", "uk-UA" or "uk_UA", in either case.
func ParseLanguage(code string) (Language, error) {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(code), "_", "-"), "-")
	if l := Language(base); slices.Contains(Languages(), l) {
		return l, nil
	}
	return "", fmt.Errorf("texts: language %q is not known; use en, ru, uk or pl", code)
}

// unknown reports whether l is none of the languages; its texts are in English.
func (l Language) unknown() bool { return !slices.Contains(Languages(), l) }

// form returns the place of the word for a count among its forms: one, few, many; in English one, other.
func (l Language) form(n int) int {
	tag := language.English
	switch l {
	case Russian:
		tag = language.Russian
	case Ukrainian:
		tag = language.Ukrainian
	case Polish:
		tag = language.Polish
	case English:
	}
	switch plural.Cardinal.MatchPlural(tag, max(n, -n), 0, 0, 0, 0) {
	case plural.One:
		return 0
	case plural.Many:
		return 2
	default:
		return 1
	}
}
