package order

import (
	"reflect"
	"unicode"

	"github.com/ordo-sdk/ordo/status"
)

// StoredKinds lists the kinds of events that a log may hold, for the test that each has a golden example.
func StoredKinds() []string { return EventKinds() }

// StoredVersion is the version in which events of a kind are stored.
func StoredVersion(kind string) int { return eventKinds[kind].version }

// EventNames lists the exported types of events.
func EventNames() []string {
	var out []string
	for _, k := range StoredKinds() {
		b, err := eventKinds[k].decode(newStrict(), nil)
		if err != nil {
			panic(err)
		}
		if name := reflect.TypeOf(b).Name(); unicode.IsUpper(rune(name[0])) {
			out = append(out, name)
		}
	}
	return out
}

// Fact is a fact for the tests of owners.
type Fact = fact

// Facts lists all facts.
func Facts() []Fact {
	return []Fact{factLines, factPrices, factCancellation, factFulfilment, factPayment, factDates, factArrival, factDocuments}
}

// Owns reports whether the word of a role counts for a fact.
func (a Authority) Owns(r Role, f Fact) bool { return a.owns(r, f) }

// IntentFor translates a status that was set in another system into commands.
func IntentFor(m status.Meaning, ps Picks) []Command {
	target := m.Item
	if target == 0 {
		target = itemOf(m.Order)
	}
	return commandsFor(m, target, ps)
}
