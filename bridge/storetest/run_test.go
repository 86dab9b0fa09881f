package storetest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
)

// broken are stores with one fault each, and a check that must find it.
var broken = map[string]struct {
	open func() bridge.Store
	by   string
	walk bool // comparing with the model finds it as well
}{
	"forgetful": {func() bridge.Store { return forgetful{memory.New()} }, "messages are kept as they came, in the order in which they came, with growing numbers", true},
	"sleepy":    {func() bridge.Store { return sleepy{memory.New()} }, "a message that came after the load is not slept through", true},
	"restless":  {func() bridge.Store { return restless{memory.New()} }, "messages that were seen and not worked on wake nobody", true},
	"mindful":   {func() bridge.Store { return &mindful{Store: memory.New(), seen: map[string]int64{}} }, "what counts as seen is what this batch says, not what one before it said", true},
	"eager":     {func() bridge.Store { return eager{memory.New()} }, "a message that is tried again, or was given up, wakes nobody by itself", true},
	"gullible":  {func() bridge.Store { return gullible{memory.New()} }, "when a message makes its order due is what its mail says, not what it says itself", false},
	"faceless":  {func() bridge.Store { return faceless{memory.New()} }, "the stored order has the summary as it was saved last, and none before", true},
	"dateless":  {func() bridge.Store { return dateless{memory.New()} }, "orders are listed as they were saved last, in the order in which they came", true},
	"anonymous": {func() bridge.Store { return &anonymous{Store: memory.New(), named: map[string]bool{}} }, "a summary without an id has that of its order, in the stored order and in the list", false},
	"careless":  {func() bridge.Store { return careless{memory.New()} }, "a save at another revision is a conflict and writes nothing", true},
	"sharing": {func() bridge.Store {
		return &sharing{Store: memory.New(), given: map[string]bridge.StoredOrder{}}
	}, "what is loaded is the caller's own", false},
	"keeping":             {func() bridge.Store { return &keeping{Store: memory.New()} }, "what was given is the caller's own still", true},
	"generous":            {func() bridge.Store { return generous{memory.New()} }, "no order is held by two", true},
	"clinging":            {func() bridge.Store { return clinging{memory.New()} }, "a claim is over at its time, and the longest due is first again", true},
	"unfair":              {func() bridge.Store { return unfair{memory.New()} }, "orders that are due are claimed, the longest due first, and not more than asked for", true},
	"stubborn":            {func() bridge.Store { return stubborn{memory.New()} }, "a save with the token ends the claim", true},
	"trusting":            {func() bridge.Store { return trusting{memory.New()} }, "a save with a token that is not that of the order's claim is a conflict and writes nothing", true},
	"rude":                {func() bridge.Store { return rude{watch()} }, "a release of a claim that has ended, or that somebody else has by now, changes nothing", true},
	"barging":             {func() bridge.Store { return barging{watch()} }, "a save without a token neither ends nor renews a claim, and its wake counts", true},
	"obliging":            {func() bridge.Store { return obliging{watch()} }, "a save without a token neither ends nor renews a claim, and its wake counts", true},
	"yielding":            {func() bridge.Store { return yielding{memory.New()} }, "a save at another revision is a conflict that leaves the claim of its token as it is", true},
	"hasty":               {func() bridge.Store { return hasty{watch()} }, "a claim that is over is the order's still, until somebody takes the order", true},
	"uniform":             {func() bridge.Store { return uniform{watch()} }, "every claim has a token that no other claim has", true},
	"tardy":               {func() bridge.Store { return rude{watch()} }, "those who come too late cannot end the claim of who took the order over", false},
	"halved":              {func() bridge.Store { return halved{memory.New()} }, "a name that another order has is a conflict that says whose it is, and nothing is written", true},
	"lax":                 {func() bridge.Store { return lax{memory.New()} }, "a cursor that is elsewhere is a conflict and nothing is written", true},
	"vague":               {func() bridge.Store { return vague{memory.New()} }, "a name that another order has is a conflict that says whose it is, and nothing is written", false},
	"tidy":                {func() bridge.Store { return tidy{memory.New()} }, "only effects that are settled leave the stored order", true},
	"deaf":                {func() bridge.Store { return deaf{memory.New()} }, "a list with a context that has ended yields the error once and nothing else", false},
	"blind":               {func() bridge.Store { return blind{memory.New()} }, "an article is that of the line in its own order", false},
	"repetitive":          {func() bridge.Store { return repetitive{memory.New()} }, "an entry with a key is written once, even in the same call", true},
	"headless":            {func() bridge.Store { return headless{memory.New()} }, "the head tells the revision, and the last message that is not worked on", true},
	"hoarding":            {func() bridge.Store { return hoarding{memory.New()} }, "a name that an order gives up finds nobody, and another order may have it", true},
	"overwriting":         {func() bridge.Store { return overwriting{memory.New()} }, "a value is swapped only by who knows it", true},
	"undivided":           {func() bridge.Store { return undivided{memory.New()} }, "a value is kept under its bucket and key", false},
	"unending":            {func() bridge.Store { return unending{memory.New()} }, "a record with the key of another takes its place", true},
	"aimless":             {func() bridge.Store { return aimless{memory.New()} }, "records are chosen by account, order, result and when they began", false},
	"half erased":         {func() bridge.Store { return halfErased{memory.New()} }, "what is erased is replaced everywhere, and nothing else", false},
	"erasing anything":    {func() bridge.Store { return erasing{memory.New()} }, "erasing at another revision is a conflict and replaces nothing", false},
	"choosing for itself": {func() bridge.Store { return choosing{memory.New()} }, "some orders are claimed by their ids, if they are due and nobody has them", true},
	"one flag":            {func() bridge.Store { return oneFlag{memory.New()} }, "orders are chosen by account, state, marks and when they changed", false},
	"imprecise":           {func() bridge.Store { return imprecise{memory.New()} }, "what was saved is loaded", true},
}

// A suite that finds nothing proves nothing.
func TestEveryFaultIsFound(t *testing.T) {
	for name, b := range broken {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(checks(), func(c check) bool { return c.name == b.by })
			if i < 0 {
				t.Fatalf("there is no check %q", b.by)
			}
			err := checks()[i].try(b.open())
			if err == nil {
				t.Fatalf("not found by %q", b.by)
			}
			t.Log(err)
		})
	}
}

func TestTheModelFindsFaults(t *testing.T) {
	for name, b := range broken {
		if !b.walk {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(200) {
				if err := walk(b.open(), rand.New(rand.NewPCG(seed, 1)).IntN, 40); err != nil {
					t.Logf("seed %d: %v", seed, err)
					return
				}
			}
			t.Error("not found in 200 walks")
		})
	}
}

func TestChecksHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range checks() {
		if seen[c.name] {
			t.Errorf("%q is there twice", c.name)
		}
		seen[c.name] = true
	}
}
