package status

import (
	"slices"
	"strings"
)

// Write returns the code to write for a state. Of the preferred rows with the state, it takes the one that fits the
// hints best: first by reason, then by party, scheme and waybill.
//
//   - A row with a reason is written for that reason and those in AlsoReasons only; a row without one is written for any
//     reason that has no row.
//   - A row with a party is not written if the hints name another party.
//   - A row with a condition is written only if the hints meet it.
//
// The error is a *NoRowError when no row fits and an *AmbiguousError when several fit equally well.
func (t *Table) Write(s State, h Hints) (string, error) {
	if s == nil {
		return "", &NoRowError{System: t.system, Hints: h}
	}
	return t.write(target{s.Axis(), s}, h)
}

// WriteReason returns the code to write for a reason on an axis of reasons, such as AxisRefuseReason. h.Reason is not
// used. The errors are those of Write.
func (t *Table) WriteReason(axis Axis, r Reason, h Hints) (string, error) {
	h.Reason = r
	return t.write(target{axis: axis}, h)
}

func (t *Table) write(to target, h Hints) (string, error) {
	if h.Scheme == "" {
		h.Scheme = t.scheme
	}
	best, codes := 0, []string(nil)
	for _, c := range t.claims[to] {
		switch fit := c.fit(h); {
		case fit == 0 || fit < best:
		case fit > best:
			best, codes = fit, []string{t.rows[c.row].Code}
		default:
			codes = append(codes, t.rows[c.row].Code)
		}
	}
	switch len(codes) {
	case 1:
		return codes[0], nil
	case 0:
		return "", &NoRowError{System: t.system, Axis: to.axis, State: stateName(to.state), Hints: h, Right: t.right(to)}
	}
	return "", &AmbiguousError{System: t.system, Axis: to.axis, State: stateName(to.state), Hints: h, Codes: codes}
}

// fit is how closely a claim fits the hints; 0 means not at all. What weighs more stands in the higher digit.
func (c claim) fit(h Hints) int {
	var reason, party, scheme, waybill int
	switch c.reason {
	case h.Reason:
		reason = 2
	case "":
		reason = 1
	}
	switch {
	case c.party == h.Party:
		party = 2
	case c.party == 0 || h.Party == 0:
		party = 1
	}
	switch c.scheme {
	case h.Scheme:
		scheme = 2
	case "":
		scheme = 1
	}
	switch c.waybill {
	case h.HasWaybill:
		waybill = 2
	case Unspecified:
		waybill = 1
	}
	if reason*party*scheme*waybill == 0 {
		return 0
	}
	return reason*1000 + party*100 + scheme*10 + waybill
}

// right lists what could have been written instead: the same state under other circumstances, or else other states.
func (t *Table) right(to target) (right []string) {
	add := func(s string) {
		if !slices.Contains(right, s) {
			right = append(right, s)
		}
	}
	for _, c := range t.claims[to] {
		h := Hints{Reason: c.reason, Party: c.party, Scheme: c.scheme, HasWaybill: c.waybill}
		add(strings.TrimSpace(quoted([]string{t.rows[c.row].Code}) + " " + h.String()))
	}
	if len(right) > 0 {
		return right
	}
	for _, s := range StatesOf(to.axis) {
		if len(t.claims[target{to.axis, s}]) > 0 {
			add(s.String())
		}
	}
	return right
}
