package order

import (
	"maps"
	"slices"
)

// StoredKinds lists the kinds of events that a log may hold, for the test that each has a golden example.
func StoredKinds() []string { return slices.Sorted(maps.Keys(bodies)) }
