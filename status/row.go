package status

import (
	"slices"
	"strings"
)

// Row is one code of an outside system: what it means, and when it is written.
type Row struct {
	Axis     Axis
	Code     string // as the vendor spells it; empty only if the vendor uses an empty code
	Names    Names
	Category string // the group of the code
	Final    bool   // nothing further is expected

	Means     Meaning // the canonical meaning
	Silent    string  // why it has no canonical meaning; set if and only if Means is zero
	Transient bool    // the vendor is processing: read again soon, write nothing

	Direction   Direction
	Preferred   bool     // the row to write for its states and reasons
	AlsoStates  []State  // further states to write it for, which it represents less exactly
	AlsoReasons []Reason // further reasons to write it for; an empty one means any
	When        When     // the condition for writing it

	To      []string            // codes that may follow
	ToIn    map[string][]string // further codes that may follow, by scheme
	Cancels []string            // codes by which the seller can cancel; they may follow too

	Source string // where it is documented
}

// Names are the names of a code in the languages of its vendor. English is a translation.
type Names struct {
	RU string `json:"ru,omitzero"`
	UK string `json:"uk,omitzero"`
	PL string `json:"pl,omitzero"`
	EN string `json:"en,omitzero"`
}

// Direction reports whether a code is read, written, both or neither.
// The zero value means unset.
type Direction uint8

// The directions.
const (
	DirectionBoth  Direction = iota + 1 // read and written
	DirectionRead                       // only the vendor sets it
	DirectionWrite                      // accepted, never shown
	DirectionNone                       // documented, but no longer shown or accepted
)

var directionCodes = []string{
	"",
	"both",
	"read",
	"write",
	"none",
}

// String returns the stable text code.
func (s Direction) String() string { return text(directionCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s Direction) MarshalText() ([]byte, error) { return marshal("direction", directionCodes, s) }

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *Direction) UnmarshalText(b []byte) (err error) {
	*s, err = ParseDirection(string(b))
	return err
}

// ParseDirection returns the direction with the given code, or an *UnknownCodeError.
func ParseDirection(code string) (Direction, error) {
	return parse[Direction]("direction", directionCodes, code)
}

// writes reports whether a code of this direction may be written.
func (s Direction) writes() bool { return s == DirectionBoth || s == DirectionWrite }

// YesNo is a yes or no that may be unspecified.
// The zero value means unset.
type YesNo uint8

// The answers.
const (
	Unspecified YesNo = iota
	Yes
	No
)

// String returns "unspecified", "yes" or "no".
func (a YesNo) String() string { return text([]string{"unspecified", "yes", "no"}, a) }

// When is a condition for writing a row. The zero value is always true.
type When struct {
	Scheme     string // only under this scheme, e.g. "merchant-delivery"
	HasWaybill YesNo  // only for an order with, or without, a waybill
}

// String returns the condition in words, empty for none.
func (w When) String() string {
	var parts []string
	if w.Scheme != "" {
		parts = append(parts, "under scheme "+w.Scheme)
	}
	switch w.HasWaybill {
	case Yes:
		parts = append(parts, "with a waybill")
	case No:
		parts = append(parts, "without a waybill")
	}
	return strings.Join(parts, " ")
}

// Hints are what is known in addition to the state.
type Hints struct {
	Reason     Reason
	Party      Party // on whose side the reason lies
	Scheme     string
	HasWaybill YesNo
}

// String returns the hints in words, empty for none.
func (h Hints) String() string {
	var parts []string
	if h.Reason != "" {
		parts = append(parts, "for reason "+string(h.Reason))
	}
	if h.Party != 0 {
		parts = append(parts, "by "+h.Party.String())
	}
	if w := (When{Scheme: h.Scheme, HasWaybill: h.HasWaybill}).String(); w != "" {
		parts = append(parts, w)
	}
	return strings.Join(parts, " ")
}

// states returns the states for which the row may be written.
func (r Row) states() (all []State) {
	for _, s := range StatesOf(r.Axis) {
		if s.isIn(r.Means) || slices.Contains(r.AlsoStates, s) {
			all = append(all, s)
		}
	}
	return all
}

// reasons returns the reasons for which the row may be written.
func (r Row) reasons() []Reason {
	return append([]Reason{r.Means.Reason}, r.AlsoReasons...)
}

// follows returns the codes that may follow under a scheme.
func (r Row) follows(scheme string) []string {
	return slices.Concat(r.To, r.ToIn[scheme], r.Cancels)
}
