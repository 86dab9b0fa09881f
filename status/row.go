package status

import (
	"slices"
	"strings"
)

// Row says what one code of an outside system means, and when it is written.
type Row struct {
	Axis     Axis
	Code     string // as the vendor spells it; empty where the vendor really uses an empty code
	Names    Names
	Category string // the group into which the vendor or the table sorts it
	Final    bool   // nothing further is expected there

	Means     Meaning // what it says in canonical terms
	Silent    string  // why it says nothing there; set exactly when Means is zero
	Transient bool    // the vendor is at work: read again soon, write nothing

	Direction   Direction
	Preferred   bool     // the row to write for the states and reasons it says
	AlsoStates  []State  // further states to write it for: it says less than they do, but nothing untrue
	AlsoReasons []Reason // further reasons to write it for; an empty one stands for any
	When        When     // the condition for writing it; reading knows no condition

	To      []string            // codes that the vendor lets follow
	ToIn    map[string][]string // further ones that follow only under a scheme
	Cancels []string            // codes by which the seller can cancel from here; they follow, too

	Source string // where the vendor says so, or who else does
}

// Names are the names of a code in the languages in which its vendor gives one. English is a gloss.
type Names struct {
	RU string `json:"ru,omitzero"`
	UK string `json:"uk,omitzero"`
	PL string `json:"pl,omitzero"`
	EN string `json:"en,omitzero"`
}

// Direction tells whether a code is read, written, both or neither.
// The zero value means "not said".
type Direction uint8

// The directions.
const (
	DirectionBoth  Direction = iota + 1 // read and written
	DirectionRead                       // only the vendor sets it
	DirectionWrite                      // accepted, never shown
	DirectionNone                       // documented, and neither shown nor accepted any more
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

// UnmarshalText implements encoding.TextUnmarshaler; a text that names nothing is an *UnknownCodeError.
func (s *Direction) UnmarshalText(b []byte) (err error) {
	*s, err = ParseDirection(string(b))
	return err
}

// ParseDirection returns the direction with the given code, or an *UnknownCodeError.
func ParseDirection(code string) (Direction, error) {
	return parse[Direction]("direction", directionCodes, code)
}

// writes tells whether a code of this direction may be written.
func (s Direction) writes() bool { return s == DirectionBoth || s == DirectionWrite }

// YesNo is an answer that may be missing.
// The zero value means "not said".
type YesNo uint8

// The answers.
const (
	Unspecified YesNo = iota
	Yes
	No
)

// String returns "not said", "yes" or "no".
func (a YesNo) String() string { return text([]string{"not said", "yes", "no"}, a) }

// When is a condition for writing a row. The zero value is always true.
type When struct {
	Scheme     string // only under this scheme, e.g. "merchant-delivery"
	HasWaybill YesNo  // only for an order that has, or has not, a waybill
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

// Hints tell Write what is known beside the state.
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
		if s.saidBy(r.Means) || slices.Contains(r.AlsoStates, s) {
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
