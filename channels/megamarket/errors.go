package megamarket

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
)

// Problem is one entry of Megamarket's "error". The list of its codes is not published: show them, do not switch on
// them.
type Problem struct {
	Code        string
	Text        string // errorText, else message: meant for people
	Description string
	ShipmentID  string // these three say what the problem is about, where it says so
	Lot         int    // itemIndex; 0 if it names none
	BoxCode     string
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

// readProblems reads "error": an object, or an array of objects, in one of two spellings; a bare text is taken too.
func readProblems(b json.RawMessage) problems {
	type entry struct {
		Code        lax.Text `json:"code"`
		Message     lax.Text `json:"message"`
		ErrorText   lax.Text `json:"errorText"`
		Description lax.Text `json:"description"`
		ShipmentID  lax.Text `json:"shipmentId"`
		ItemIndex   lax.Int  `json:"itemIndex"`
		BoxCode     lax.Text `json:"boxCode"`
	}
	if len(b) == 0 {
		return nil
	}
	var list lax.List[entry]
	if json.Unmarshal(b, &list) != nil {
		var texts lax.List[lax.Text]
		if json.Unmarshal(b, &texts) != nil {
			return problems{{Text: excerpt(b)}}
		}
		for _, t := range texts {
			list = append(list, entry{Message: t})
		}
	}
	var out problems
	for _, e := range list {
		p := Problem{
			Code: string(e.Code), Text: string(e.ErrorText), Description: string(e.Description),
			ShipmentID: string(e.ShipmentID), Lot: int(e.ItemIndex), BoxCode: string(e.BoxCode),
		}
		if p.Text == "" {
			p.Text = string(e.Message)
		}
		out = append(out, p)
	}
	return out
}

// excerpt is the beginning of something that could not be read.
func excerpt(b []byte) string { return strings.ToValidUTF8(fmt.Sprintf("%.200s", b), "") }

// classify says what a refusal with HTTP status 200 means. The codes are not published, so it is a guess by the
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

// LotsError is the cause of an error of class Conflict: these lots are where the call cannot bring them on, for instance
// because the buyer has cancelled. Nothing was sent.
type LotsError struct {
	ShipmentID string
	Lots       []Lot
}

// Error lists the lots with their statuses.
func (e *LotsError) Error() string {
	return fmt.Sprintf("shipment %s: %s", e.ShipmentID, lotStatuses(e.Lots))
}

// PendingError is the cause of an error of class Retry: Megamarket is still at work on these lots.
type PendingError struct {
	ShipmentID string
	Lots       []Lot
	Waited     time.Duration
}

// Error lists the lots with their statuses.
func (e *PendingError) Error() string {
	return fmt.Sprintf("shipment %s: %s after %s", e.ShipmentID, lotStatuses(e.Lots), e.Waited)
}

// lotStatuses is a list like "lot 1 is PACKED, lot 2 is NEW".
func lotStatuses(lots []Lot) string {
	texts := make([]string, 0, len(lots))
	for _, l := range lots {
		t := fmt.Sprintf("lot %d is %s", l.Index, l.Status)
		if l.SubStatus != "" {
			t += "/" + l.SubStatus
		}
		texts = append(texts, t)
	}
	return strings.Join(texts, ", ")
}
