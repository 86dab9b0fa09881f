package megamarket

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Problem is one entry of Megamarket's "error" or "warnings". The list of its codes is not published: show them, do not
// switch on them.
type Problem struct {
	Code        string     `json:"code"`
	Text        string     `json:"errorText"` // or else "message": meant for people
	Description string     `json:"description"`
	ShipmentID  string     `json:"shipmentId"` // these three say what the problem is about, where it says so
	Lot         int        `json:"itemIndex"`  // 0 if it names none
	BoxCode     string     `json:"boxCode"`
	Extra       wire.Extra `json:"-"` // what of it this package does not know, unless it is very long
}

// String is the problem as one line.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Text)
	if p.Description != "" && p.Description != p.Text {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(p.Description)
	}
	var about []string
	if p.ShipmentID != "" {
		about = append(about, "shipment "+p.ShipmentID)
	}
	if p.Lot != 0 {
		about = append(about, fmt.Sprintf("lot %d", p.Lot))
	}
	if p.BoxCode != "" {
		about = append(about, "box "+p.BoxCode)
	}
	if len(about) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(about, ", "))
	}
	return strings.TrimSpace(b.String())
}

// ProblemsOf returns what the refusal in err's chain lists, to learn which lot or box it is about; nil if it lists
// nothing.
func ProblemsOf(err error) []Problem {
	var ps problems
	if !errors.As(err, &ps) {
		return nil
	}
	return ps
}

// problems travels in an *ordo.Error as its cause.
type problems []Problem

// Error is empty: the text of the *ordo.Error says it all already.
func (ps problems) Error() string { return "" }

// code is the first code given.
func (ps problems) code() string {
	for _, p := range ps {
		if p.Code != "" {
			return p.Code
		}
	}
	return ""
}

// text is all of them in one line.
func (ps problems) text() string {
	var texts []string
	for _, p := range ps {
		if t := p.String(); t != "" {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, "; ")
}

// What is kept of a list of problems.
const (
	mostProblems = 100
	mostExtra    = 4 << 10 // bytes
)

// readProblems reads "error" or "warnings": an object, or an array of objects, in one of two spellings; bare texts are
// taken too. What says nothing is left out, and long texts are cut.
func readProblems(b json.RawMessage) problems {
	var raws []json.RawMessage
	if decode(b, &raws) != nil {
		return nil
	}
	var out problems
	for _, raw := range raws[:min(len(raws), mostProblems)] {
		var e struct {
			Problem
			Message string `json:"message"`
		}
		if err := decode(raw, &e); err != nil && decode(raw, &e.Text) != nil {
			e.Description = cmp.Or(e.Description, excerpt(raw))
		}
		p := e.Problem
		if p.Text = cmp.Or(p.Text, e.Message); len(raw) > mostExtra {
			p.Extra = nil
		}
		for _, t := range []*string{&p.Code, &p.Text, &p.Description, &p.ShipmentID, &p.BoxCode} {
			*t = rest.Clip(*t)
		}
		if p.Code != "" || p.String() != "" {
			out = append(out, p)
		}
	}
	return out
}

// excerpt is the beginning of something that could not be read.
func excerpt(b []byte) string { return strings.ToValidUTF8(fmt.Sprintf("%.200s", b), "") }

// classify returns what a refusal with HTTP status 200 means. The codes are not published, so it is a guess by the
// words, and this is the one place to replace it: a problem that is about no shipment and speaks of the token or of
// authorization is Auth; everything else is Invalid.
func classify(ps problems) ordo.Class {
	for _, p := range ps {
		if p.ShipmentID != "" || p.Lot != 0 || p.BoxCode != "" {
			continue
		}
		words := strings.ToLower(p.Text + " " + p.Description)
		for _, w := range []string{"token", "токен", "unauthorized", "авториз", "access denied"} {
			if strings.Contains(words, w) {
				return ordo.Auth
			}
		}
	}
	return ordo.Invalid
}

// LotsError is the cause of an error of class Conflict: these lots are where the call cannot bring them on, for
// instance because the buyer has cancelled. Nothing was sent.
type LotsError struct {
	ShipmentID string
	Lots       []Lot
}

// Error lists the lots with their statuses.
func (e *LotsError) Error() string {
	return fmt.Sprintf("shipment %s: %s", e.ShipmentID, lotStatuses(e.Lots))
}

// lotStatuses is a list like "lot 1 is PACKED, lot 2 is NEW".
func lotStatuses(lots []Lot) string {
	texts := make([]string, 0, len(lots))
	for _, l := range lots {
		t := fmt.Sprintf("lot %d is %s", l.Index, rest.Clip(l.Status))
		if l.SubStatus != "" {
			t += "/" + rest.Clip(l.SubStatus)
		}
		texts = append(texts, t)
	}
	return strings.Join(texts, ", ")
}
