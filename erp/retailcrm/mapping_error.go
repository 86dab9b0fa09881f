package retailcrm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// MappingProblem is one thing that is wrong with a merchant's settings.
type MappingProblem struct {
	Field string   // its path, such as "lots.refuse.out-of-stock" or "confirm[0]"
	Code  string   // the code that it names, if it is about one
	Why   string   // what is wrong with it
	Known []string // what would be right
}

// String returns the problem in one line.
func (p MappingProblem) String() string {
	var b strings.Builder
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	if p.Code != "" {
		fmt.Fprintf(&b, "%q: ", p.Code)
	}
	b.WriteString(p.Why)
	if len(p.Known) > 0 {
		b.WriteString(" (known: " + strings.Join(p.Known, ", ") + ")")
	}
	return b.String()
}

// MappingError lists everything that is wrong with a merchant's settings. It is the cause of an *ordo.Error of class
// Invalid.
type MappingError struct {
	Problems []MappingProblem
}

// Error lists the problems, one a line.
func (e *MappingError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// mappingError makes the error of problems.
func mappingError(account string, ps []MappingProblem) error {
	return &ordo.Error{
		System: Name, Account: account, Op: "mapping", Class: ordo.Invalid, Err: &MappingError{ps},
		Text: "the merchant's settings are wrong",
	}
}

// problems returns what is wrong with settings whatever the account is.
func (m *Mapping) problems() []MappingProblem {
	var r mappingReader
	if len(m.Confirm) == 0 {
		r.wrong("confirm", "", "name the status that confirms an order")
	}
	means := map[string]string{} // by order status: the field that names it
	claim := func(field, code string) {
		if code == "" {
			r.wrong(field, "", "the status is empty")
			return
		}
		if first, twice := means[code]; twice {
			r.wrong(field, code, "the status means something else already: "+first)
			return
		}
		means[code] = field
	}
	for i, code := range m.Confirm {
		claim(fmt.Sprintf("confirm[%d]", i), code)
	}
	for i, code := range m.Done {
		claim(fmt.Sprintf("done[%d]", i), code)
	}
	for _, code := range slices.Sorted(maps.Keys(m.Cancel)) {
		claim("cancel."+code, code)
		r.reason("cancel."+code, m.Cancel[code], m.Reasons)
	}
	if m.TooLate != "" {
		claim("tooLate", m.TooLate)
	}
	r.shown("shown", m.Shown)
	for _, scheme := range slices.Sorted(maps.Keys(m.Schemes)) {
		if scheme == "" {
			r.wrong("schemes", "", "a scheme has no code")
		}
		r.shown("schemes."+string(scheme), m.Schemes[scheme])
	}
	for _, set := range []struct {
		field   string
		reasons map[string]status.Reason
	}{{"lots.refuse", m.Lots.Refuse}, {"lots.close", m.Lots.Close}} {
		for _, code := range slices.Sorted(maps.Keys(set.reasons)) {
			r.reason(set.field+"."+code, set.reasons[code], m.Reasons)
		}
	}
	r.oneOf("courier.fires", m.Courier.Fires, firesSet, firesUnset)
	r.oneOf("packing.source", m.Packing.Source, fromPackages, fromPacks)
	r.oneOf("packing.fires", m.Packing.Fires, firesUnlocked, firesLocked)
	if p := m.Payment; p != nil && (p.Type == "" || p.Paid == "") {
		r.wrong("payment", "", "type and paid are both needed")
	}
	for _, kind := range slices.Sorted(maps.Keys(m.Deadlines)) {
		if !slices.Contains(order.Kinds(), kind) {
			r.wrong("deadlines."+string(kind), "", "there is no such deadline", string(order.KindConfirm), string(order.KindPack), string(order.KindHandOver), string(order.KindDeliver))
		} else if m.Deadlines[kind] == "" {
			r.wrong("deadlines."+string(kind), "", "the field's code is empty")
		}
	}
	if w := m.Notes.Where; w != "" && w != toManagerComment && w != toStatusComment && (!strings.HasPrefix(w, toCustom) || w == toCustom) {
		r.wrong("notes.where", w, "notes cannot be written there", toManagerComment, toStatusComment, toCustom+"<code of a field>")
	}
	return r.problems
}

// shown checks the states that statuses are written for.
func (r *mappingReader) shown(field string, s Shown) {
	for _, state := range slices.Sorted(maps.Keys(s)) {
		_, err := status.ParseOrderState(state)
		own := state == CancelledByBuyer || state == CancelledByMerchant || state == CancelledByTimeout
		switch {
		case state == "" || (err != nil && !own):
			r.wrong(below(field, state), "", "there is no such state", states()...)
		case s[state] == "":
			r.wrong(below(field, state), "", "the status is empty: leave the state out if nothing is to be written")
		}
	}
}

// states lists what Shown may name.
func states() []string {
	var all []string
	for s := status.OrderAwaitingConfirmation; s <= status.OrderCancelled; s++ {
		all = append(all, s.String())
	}
	return append(all, CancelledByBuyer, CancelledByMerchant, CancelledByTimeout)
}

// reason checks that a reason is one of package status or of the host's own. A misspelled one would reach the channel,
// which refuses it when it is too late.
func (r *mappingReader) reason(field string, reason status.Reason, own []status.Reason) {
	known := slices.Concat(status.Reasons(), own)
	if reason != "" && slices.Contains(known, reason) {
		return
	}
	codes := make([]string, len(known))
	for i, k := range known {
		codes[i] = string(k)
	}
	if reason == "" {
		r.wrong(field, "", "the reason is empty", codes...)
		return
	}
	r.wrong(field, string(reason), "there is no such reason: correct it, or name it in reasons if it is your own", codes...)
}

func (r *mappingReader) oneOf(field, value string, known ...string) {
	if value != "" && !slices.Contains(known, value) {
		r.wrong(field, value, "there is no such choice", known...)
	}
}
