package megamarket

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// DefaultCount is how many ids SearchShipments asks for if Count is 0.
const DefaultCount = 100

// Search is what to look for. What is zero does not filter.
type Search struct {
	From, To     time.Time // when the shipment was created; 24 hours to 90 days are usual
	Statuses     []string  // of lots; Megamarket takes the lasting ones, not PENDING_*
	ShippingDate time.Time // seen in one client
	Count        int       // at most so many ids; 0 means DefaultCount
}

// Found is a shipment that was searched for.
type Found struct {
	ID      string
	Problem error // why it cannot be read what was found; ID is then empty
}

// SearchShipments finds shipments, by order/search. There is no second page: an answer of Count ids may be
// incomplete, and the way to the rest is a shorter window. [Client.ListShipments] does that.
func (c *Client) SearchShipments(ctx context.Context, s Search) ([]Found, error) {
	if s.Count == 0 {
		s.Count = DefaultCount
	}
	data := struct {
		DateFrom     string   `json:"dateFrom,omitempty"`
		DateTo       string   `json:"dateTo,omitempty"`
		Count        int      `json:"count"`
		Statuses     []string `json:"statuses,omitempty"`
		ShippingDate string   `json:"shippingDate,omitempty"`
	}{optionalStamp(s.From), optionalStamp(s.To), s.Count, s.Statuses, optionalStamp(s.ShippingDate)}
	var out struct {
		Shipments []lax.Row[string] `json:"shipments"`
	}
	if err := c.read(ctx, "order/search", data, &out); err != nil {
		return nil, err
	}
	all := make([]Found, 0, len(out.Shipments))
	for _, row := range out.Shipments {
		f := Found{ID: row.Value}
		if row.Problem != nil {
			f.Problem = c.rest.Fail("order/search", ordo.Invalid, "an id cannot be read", row.Problem)
		}
		all = append(all, f)
	}
	return all, nil
}

// ListShipments finds every shipment in the window From to To, both of which it needs, each once. Where an answer is
// full it halves the window. An error comes once, last; it is of class Unsupported if even one second holds Count
// shipments.
func (c *Client) ListShipments(ctx context.Context, s Search) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		if s.From.IsZero() || s.To.Before(s.From) {
			yield(Found{}, c.rest.Fail("order/search", ordo.Invalid, "the window needs From, and To not before it", nil))
			return
		}
		if s.Count == 0 {
			s.Count = DefaultCount
		}
		// Whole seconds, as that is what is sent. Windows share their edges, because it is not documented whether an
		// edge is inside, so ids are remembered.
		s.From, s.To = s.From.Truncate(time.Second), s.To.Add(time.Second-1).Truncate(time.Second)
		seen := map[string]bool{}
		windows := []Search{s}
		rest.List[Found]{Op: "order/search", Page: func(_ string, yield func(string, Found) bool) (string, error) {
			for rows := 0; rows == 0; { // on the way to a busy second of a day, many windows hold nothing
				if len(windows) == 0 {
					return "", nil
				}
				w := windows[len(windows)-1]
				windows = windows[:len(windows)-1]
				found, err := c.SearchShipments(ctx, w)
				if err != nil {
					return "", err
				}
				if length := w.To.Sub(w.From); len(found) >= w.Count {
					if length <= time.Second {
						return "", c.rest.Fail("order/search", ordo.Unsupported,
							"one second holds more shipments than Count: raise Count, at "+stamp(w.From), nil)
					}
					early, late := w, w
					early.To = w.From.Add((length / 2).Truncate(time.Second))
					late.From = early.To
					windows = append(windows, late, early)
					continue
				}
				for _, f := range found {
					if !seen[f.ID] {
						if rows++; !yield("", f) {
							return "", nil
						}
					}
					seen[f.ID] = f.Problem == nil
				}
			}
			if len(windows) == 0 {
				return "", nil
			}
			next := windows[len(windows)-1]
			return next.From.String() + next.To.String(), nil
		}}.All(c.rest)(yield)
	}
}

// optionalStamp is stamp, or "" for the zero time.
func optionalStamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}
