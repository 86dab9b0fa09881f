package retailcrm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

const (
	mostNotes   = 10_000 // characters of a field that notes are written to
	longestNote = 1_000
	noteSign    = "[ordo]"
)

// note is one line that people read.
type note struct {
	at        time.Time
	text, key string
}

// line is the note as it is written: "22.11.2026 10:33 [ordo] text (#1a2b3c4d)". The mark at its end is that of its
// key, so that it comes once.
func (n note) line() string {
	text := []rune(strings.Join(strings.Fields(n.text), " "))
	if len(text) > longestNote {
		text = append(text[:longestNote-1], '…')
	}
	return n.at.Format("02.01.2006 15:04") + " " + noteSign + " " + string(text) + " " + n.mark()
}

func (n note) mark() string { return "(#" + short(n.key) + ")" }

// short is a few characters that stand for a text.
func short(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// ownNote marks a line of ours among what people wrote.
var ownNote = regexp.MustCompile(`^\d\d\.\d\d\.\d{4} \d\d:\d\d \[ordo\] .* \(#[0-9a-f]{8}\)$`)

// appendNote puts a line below what is there. When the field gets too long the oldest of our own lines go; what people
// wrote stays. It is false if there is no room even so.
func appendNote(there, line string) (string, bool) {
	lines := strings.Split(strings.TrimRight(there, "\n"), "\n")
	if lines[0] == "" && len(lines) == 1 {
		lines = nil
	}
	lines = append(lines, line)
	size := func() int { return len([]rune(strings.Join(lines, "\n"))) }
	for i := 0; size() > mostNotes && i < len(lines)-1; {
		if ownNote.MatchString(strings.TrimRight(lines[i], "\r")) {
			lines = append(lines[:i], lines[i+1:]...)
			continue
		}
		i++
	}
	return strings.Join(lines, "\n"), size() <= mostNotes
}

// notebook is the field of an order that notes are written to.
type notebook struct{ where string }

func (s *System) notebook() notebook {
	if s.mapping.Notes.Where == "" {
		return notebook{toManagerComment}
	}
	return notebook{s.mapping.Notes.Where}
}

// read returns what the field holds.
func (b notebook) read(o *Order) string {
	if code, own := strings.CutPrefix(b.where, toCustom); own {
		return o.CustomFields.Text(code)
	}
	if b.where == toStatusComment {
		return o.StatusComment
	}
	return o.ManagerComment
}

// field is the name of the field in the history.
func (b notebook) field() string {
	if code, own := strings.CutPrefix(b.where, toCustom); own {
		return "custom_" + code
	}
	if b.where == toStatusComment {
		return "status_comment"
	}
	return "manager_comment"
}

// write sets the field.
func (b notebook) write(f *OrderFields, text string) {
	code, own := strings.CutPrefix(b.where, toCustom)
	switch {
	case own:
		if f.CustomFields == nil {
			f.CustomFields = CustomFields{}
		}
		f.CustomFields[code] = text
	case b.where == toStatusComment:
		f.StatusComment = &text
	default:
		f.ManagerComment = &text
	}
}

// leaveNote writes a note to people, once for each key.
func (s *System) leaveNote(ctx context.Context, t order.Task) (order.Outcome, error) {
	zone, err := s.client.GetZone(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	n := note{at: s.client.settings.Clock.Now().In(zone), text: t.Text, key: t.Key}
	book := s.notebook()
	text := book.read(there)
	if strings.Contains(text, n.mark()) {
		return order.Outcome{Kind: order.AlreadySo, Code: there.Status}, nil
	}
	text, fits := appendNote(text, n.line())
	if !fits {
		return order.Outcome{Kind: order.Rejected, Text: "there is no room for the note: " + book.where + " is full"}, nil
	}
	before := book.read(there)
	for range 3 {
		f := OrderFields{}
		book.write(&f, text)
		done, err := s.edit(ctx, there, t.Order, f)
		if err != nil {
			return done, err
		}
		lost, err := s.overwritten(ctx, there.ID, text)
		if err != nil || lost == before {
			return done, nil //nolint:nilerr // the note is there; that the history cannot be read is no reason to write it again
		}
		before = text // what people wrote since it was read comes back, with the note below
		if text, fits = appendNote(lost, n.line()); !fits {
			text = lost
		}
	}
	return order.Outcome{Kind: order.Applied, Text: "people write in " + book.where + " at the same time: look at its history"}, nil
}

// overwritten returns what the field held when we wrote text: the CRM has no write on a condition, but its history
// tells what each write replaced.
func (s *System) overwritten(ctx context.Context, id int64, text string) (string, error) {
	field := s.notebook().field()
	for h, err := range s.client.ListHistory(ctx, HistoryFilter{OrderID: id}) {
		if err != nil {
			return "", err
		}
		if c := h.Value; h.Problem == nil && c.Field == field && c.Own() && c.NewValue.Code() == text {
			return c.OldValue.Code(), nil
		}
	}
	return "", errNoEntry
}

var errNoEntry = errors.New("the history has no such entry")
