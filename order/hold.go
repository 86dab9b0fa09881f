package order

import (
	"fmt"
	"slices"
	"strings"
)

// Held records that automatic effects wait for a person.
type Held struct {
	Hold
}

// Kind implements Body.
func (Held) Kind() string { return "held" }

func (b Held) check(o *Order) error {
	if n := len(o.holds) + 1; b.N != n {
		return fmt.Errorf("hold %d where %d is next", b.N, n)
	}
	return o.checkUnits(b.Units...)
}

func (b Held) apply(o *Order, e *Event) {
	h := b.Hold
	h.At = e.At
	o.holds = append(o.holds, h)
}

// conflict holds the order because an owner's report cannot be applied. The same conflict holds it once.
func (o *Order) conflict(by By, f fact, code string, us []Units, text Text) {
	o.hold(HoldConflict, by, f, code, us, text)
}

func (o *Order) hold(kind string, by By, f fact, code string, us []Units, text Text) {
	for _, h := range o.holds {
		if h.Kind != kind || h.System != by.Actor.System || h.Fact != f.String() || h.Code != code && (h.Cleared || len(us) == 0) || h.Cleared && h.Text != text.String() {
			continue // an open conflict is not repeated under another code, a cleared one only with another text
		}
		if len(us) == 0 && h.Text == text.String() || len(us) > 0 && allWithin(us, h.Units) {
			return
		}
	}
	o.commitReported(by, o.newHold(kind, f, by, code, text, us))
}

func (o *Order) newHold(kind string, f fact, by By, code string, text Text, us []Units) Held {
	return Held{Hold{N: len(o.holds) + 1, Kind: kind, Fact: f.String(), System: by.Actor.System, Code: code, Text: text.String(), Message: text.stored(), Units: us}}
}

// holdUnknown holds the order for a code that no table knows. The same code of the same system holds it once.
func (o *Order) holdUnknown(by By, code, text string) error {
	if slices.ContainsFunc(o.holds, func(h Hold) bool {
		return h.Kind == HoldUnknown && h.Code == code && h.System == by.Actor.System
	}) {
		return nil
	}
	why := Textf("%s sent a status without a code: find out what it means, then clear the hold", by.Actor.name())
	if sent := strings.TrimSpace(code + " " + text); sent != "" {
		why = Textf("%s sent the status %q, which is not in the status table: add it there, then clear the hold", by.Actor.name(), sent)
	}
	o.commitReported(by, o.newHold(HoldUnknown, factFulfilment, by, code, why, nil))
	return nil
}

// ClearHold records that a person dealt with a hold, and what they found.
type ClearHold struct {
	Hold int
	Note string
}

// Kind implements Command.
func (ClearHold) Kind() Kind { return KindClearHold }

func (c ClearHold) decide(o *Order, _ By) ([]Body, error) {
	what := Textf("hold %d", c.Hold)
	if c.Hold < 1 || c.Hold > len(o.holds) {
		return nil, refuse(ErrUnknown, what, "the order has %d {1:hold|holds}", len(o.holds))
	}
	if o.holds[c.Hold-1].Cleared {
		return nil, refuse(ErrAlready, what, "it was cleared")
	}
	return []Body{HoldCleared(c)}, nil
}

// HoldCleared records that a person dealt with a hold.
type HoldCleared struct {
	Hold int    `json:"hold"`
	Note string `json:"note,omitzero"`
}

// Kind implements Body.
func (HoldCleared) Kind() string { return "hold-cleared" }

func (b HoldCleared) check(o *Order) error {
	if b.Hold < 1 || b.Hold > len(o.holds) {
		return fmt.Errorf("unknown hold %d", b.Hold)
	}
	return nil
}

func (b HoldCleared) apply(o *Order, _ *Event) {
	h := &o.holds[b.Hold-1]
	h.Cleared, h.Note = true, b.Note
}
