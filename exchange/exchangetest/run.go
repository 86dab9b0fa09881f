package exchangetest

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// Source is a source with records, with the functions to drive the fake system.
type Source struct {
	// Port is the source. There are at least two records of each of its kinds. Required.
	Port exchange.Source
	// Kinds are those that it has. Required.
	Kinds []exchange.Kind

	// Changes changes one record of a kind, and returns its key.
	Changes func(exchange.Kind) (key string)
	// Removes removes one record of a kind, and returns its key.
	Removes func(exchange.Kind) (key string)
	// Breaks makes one record of a kind unreadable, and returns its key from before.
	Breaks func(exchange.Kind) (key string)
	// BadCredentials is the same source with credentials that the system refuses.
	BadCredentials exchange.Source
}

// Sink is a sink without records, with the functions to inspect and drive the fake system.
type Sink struct {
	// Port is the sink. Required.
	Port exchange.Sink
	// Kinds are those that it keeps, of the kinds that package exchange has types for. A sink of cards that takes parties,
	// too, is told the owners of the cards before. Required.
	Kinds []exchange.Kind
	// Commits counts the writes that took effect. Required.
	Commits func() int

	// Shown returns the data of a record as the system has it, and whether it has it.
	Shown func(exchange.Kind, string) (json.RawMessage, bool)
	// Refuses makes the system refuse the record with a key for good.
	Refuses func(key string)
	// FailsOnce makes the next write fail temporarily, before anything is done.
	FailsOnce func()
	// LosesAnswer makes the next write succeed and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same sink with credentials that the system refuses.
	BadCredentials exchange.Sink
}

// RunSource runs every check of a source as a subtest. setup makes a fresh one for each of them; it may use t.Cleanup
// to close what it opens.
func RunSource(t *testing.T, setup func(t *testing.T) Source) {
	t.Helper()
	source().Run(t, setup)
}

// RunSourceInBubble is RunSource with every check in a bubble of testing/synctest, where waiting takes no time. The
// fake must be reached without sockets, and nothing that setup starts may outlive the test.
func RunSourceInBubble(t *testing.T, setup func(t *testing.T) Source) {
	t.Helper()
	source().RunInBubble(t, setup)
}

// RunSink is RunSource for a sink.
func RunSink(t *testing.T, setup func(t *testing.T) Sink) {
	t.Helper()
	sink().Run(t, setup)
}

// RunSinkInBubble is RunSourceInBubble for a sink.
func RunSinkInBubble(t *testing.T, setup func(t *testing.T) Sink) {
	t.Helper()
	sink().RunInBubble(t, setup)
}

// from is a source in use.
type from struct {
	Source
	ctx context.Context
}

// into is a sink in use.
type into struct {
	Sink
	ctx context.Context
}

func source() suite.Suite[Source, from] {
	return suite.Suite[Source, from]{
		Needs: []string{"Port", "Kinds"},
		Open:  func(s suite.Env[Source]) from { return from{s.Fixture, s.Ctx} },
	}.
		Check("records are whole", recordsAreWhole).
		Check("an empty cursor yields everything each time", everythingEachTime).
		Check("nothing comes behind the last cursor", nothingBehind).
		Check("reading on from any record misses none", readOn).
		Check("what changed comes behind a cursor", changedComes, "Changes").
		Check("what was removed is gone", removedIsGone, "Removes").
		Check("a record that cannot be read is a problem, and ends no list", unreadableIsAProblem, "Breaks").
		Check("an unknown kind is refused", unknownKindOfSource).
		Check("a list ends when its reader stops", readingStops).
		Check("nothing happens in an ended context", sourceKeepsToContext).
		Check("wrong credentials are refused", strangerReads, "BadCredentials")
}

func sink() suite.Suite[Sink, into] {
	return suite.Suite[Sink, into]{
		Needs: []string{"Port", "Kinds", "Commits"},
		Open:  func(s suite.Env[Sink]) into { return into{s.Fixture, s.Ctx} },
	}.
		Check("each record is answered once, in order", answersEach).
		Check("the same record twice changes nothing", keptOnce).
		Check("a record is shown as it was told", shownAsTold, "Shown").
		Check("what is gone is removed, once", goneIsRemoved).
		Check("a record that is refused does not stop the others", refusedAlone, "Refuses").
		Check("a temporary failure keeps nothing twice", keptWhenRefused, "FailsOnce").
		Check("a lost answer keeps nothing twice", keptWhenLost, "LosesAnswer").
		Check("an unknown kind is refused", unknownKindOfSink).
		Check("a list ends when its reader stops", keepingStops).
		Check("nothing happens in an ended context", sinkKeepsToContext).
		Check("wrong credentials are refused", strangerWrites, "BadCredentials")
}
