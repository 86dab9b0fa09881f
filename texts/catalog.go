package texts

import (
	"maps"
	"sync"
)

// entry is a text in each language. The English is the key.
type entry struct{ en, ru, uk, pl string }

// in returns the text in a language; English where it is not translated.
func (e entry) in(l Language) string {
	t := e.en
	switch l {
	case Russian:
		t = e.ru
	case Ukrainian:
		t = e.uk
	case Polish:
		t = e.pl
	case English:
	}
	if t == "" {
		return e.en
	}
	return t
}

// catalog returns all texts by their English format.
var catalog = sync.OnceValue(func() map[string]entry {
	all := map[string]entry{}
	for _, table := range tables() {
		for _, e := range table.entries {
			all[e.en] = e
		}
	}
	return all
})

// word is the name of a state, a reason, a command or the like. In English it is its code.
type word struct{ ru, uk, pl string }

// words returns the names by their value.
var words = sync.OnceValue(func() map[any]word {
	all := orderWords()
	maps.Copy(all, statusWords())
	maps.Copy(all, classWords())
	maps.Copy(all, exchangeWords())
	return all
})

// in returns the name in a language, or "" in English.
func (w word) in(l Language) string { return entry{ru: w.ru, uk: w.uk, pl: w.pl}.in(l) }
