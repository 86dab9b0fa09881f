package novaposhta

import (
	"slices"
	"strings"
	"unicode"
)

// apostrophes are the characters that stand for one in names of places: people type the first two, systems fill in the
// others.
const apostrophes = "'`’ʼ‘´′"

// lookAlikes are Latin letters that look like Ukrainian ones.
var lookAlikes = strings.NewReplacer(
	"a", "а", "c", "с", "e", "е", "i", "і", "o", "о", "p", "р", "x", "х", "y", "у", "k", "к", "m", "м", "t", "т", "h", "н", "b", "в",
)

// fold returns a name for comparing: without regard to case, to the kind of apostrophe and to blanks.
func fold(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) {
			return '\''
		}
		return unicode.ToLower(r)
	}, name)
	return strings.Join(strings.Fields(name), " ")
}

// SameName reports whether two names of places are the same but for case, blanks and the kind of apostrophe. alike is
// true if they are the same only when Latin letters are read as the Ukrainian ones that they look like: then a person
// should look.
func SameName(a, b string) (same, alike bool) {
	a, b = fold(a), fold(b)
	return a == b, a != b && lookAlikes.Replace(a) == lookAlikes.Replace(b)
}

// spellings returns a name with each kind of apostrophe, as it was given first: the directory knows one of them.
func spellings(name string) []string {
	all := []string{name}
	for _, a := range apostrophes {
		other := strings.Map(func(r rune) rune {
			if strings.ContainsRune(apostrophes, r) {
				return a
			}
			return r
		}, name)
		if !slices.Contains(all, other) {
			all = append(all, other)
		}
	}
	return all
}

// placeWords are the words for kinds of places, and how the directory writes them.
var placeWords = []struct{ word, kind string }{
	{"місто ", "м."},
	{"м.", "м."},
	{"м ", "м."},
	{"город ", "м."},
	{"г.", "м."},
	{"село ", "с."},
	{"с.", "с."},
	{"с ", "с."},
	{"селище ", "с-ще"},
	{"с-ще ", "с-ще"},
	{"смт.", "смт."},
	{"смт ", "смт."},
}

// splitPlace splits the word for the kind of a place from its name; kind is empty if there is none.
func splitPlace(name string) (kind, plain string) {
	name = strings.TrimSpace(name)
	for _, w := range placeWords {
		if rest, ok := strings.CutPrefix(name, w.word); ok {
			return w.kind, strings.TrimSpace(rest)
		}
	}
	return "", name
}
