package bridge

import (
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// field is a field of what was asked for, and what the answer has there.
type field struct{ name, want, got string }

// mismatch returns in which fields an answer is about another thing than the one that was asked for: it must never be
// attached to the order. Empty fields are not compared. The text is empty if the answer fits.
func (c *core) mismatch(a *account, fields ...field) string {
	var parts []string
	for _, f := range fields {
		if f.want != "" && f.got != "" && f.want != f.got {
			parts = append(parts, c.say(a.name, "its %s is %q instead of %q", c.translate(a.name, f.name), clip(f.got, maxReason/4), f.want))
		}
	}
	if parts == nil {
		return ""
	}
	return c.say(a.name, "the answer is about something else: %s", strings.Join(parts, ", "))
}

// refField compares references of one kind.
func refField(name string, want, got order.Ref) field {
	if want.Kind != "" && got.Kind != "" && want.Kind != got.Kind {
		return field{}
	}
	return field{name, want.ID, got.ID}
}

// sumField compares sums.
func sumField(want, got amount.Money) field { return field{"sum", want.String(), got.String()} }

// askedRef returns the reference by which a thing was read; zero if it was just made.
func askedRef(w PendingEffect) order.Ref {
	if w.Phase == PhaseWaiting {
		return w.Outcome.Ref
	}
	return order.Ref{}
}
