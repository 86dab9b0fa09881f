package status

import "strings"

// ItemSet is a set of item states.
type ItemSet uint32

// ItemStates makes a set.
func ItemStates(states ...ItemState) ItemSet {
	var s ItemSet
	for _, st := range states {
		s |= 1 << st
	}
	return s
}

// Has reports whether st is in the set.
func (s ItemSet) Has(st ItemState) bool { return s&(1<<st) != 0 }

// List returns the members in the order of the constants.
func (s ItemSet) List() []ItemState {
	var out []ItemState
	for st := ItemNew; st <= ItemCancelled; st++ {
		if s.Has(st) {
			out = append(out, st)
		}
	}
	return out
}

// MarshalText implements encoding.TextMarshaler: the codes, separated by commas.
func (s ItemSet) MarshalText() ([]byte, error) {
	var codes []string
	for _, st := range s.List() {
		codes = append(codes, st.String())
	}
	return []byte(strings.Join(codes, ",")), nil
}

// UnmarshalText implements encoding.TextUnmarshaler; a code that names no item state is an *UnknownCodeError.
func (s *ItemSet) UnmarshalText(b []byte) error {
	*s = 0
	if len(b) == 0 {
		return nil
	}
	for _, code := range strings.Split(string(b), ",") {
		st, err := ParseItemState(code)
		if err == nil && st == 0 {
			err = &UnknownCodeError{Kind: "item state", Code: code, Known: itemStateCodes[1:]}
		}
		if err != nil {
			return err
		}
		*s |= 1 << st
	}
	return nil
}
