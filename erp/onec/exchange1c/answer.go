package exchange1c

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// The first lines of answers.
const (
	success  = "success"
	progress = "progress"
	failure  = "failure"
)

// Refusal is why a request of 1C is answered "failure". Text is shown to the person at 1C, so it is in that person's
// language and names no paths of the server. Settings.Import and the other functions of a host return one to say what
// is wrong, or an error with a method Text, as those of package commerceml have it, which is put into Russian. Of any
// other error 1C is told only that the shop has it in its log.
type Refusal struct {
	Text string
	Err  error // the cause, for the log; may be nil
}

// Error returns the text and the cause.
func (e *Refusal) Error() string {
	if e.Err == nil {
		return e.Text
	}
	return e.Text + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Refusal) Unwrap() error { return e.Err }

// told returns what is told of an error to the person at 1C, who is taken to read Russian; empty if it is not for that
// person.
func told(err error) string {
	var no *Refusal
	var text interface{ Text() order.Text }
	switch {
	case errors.As(err, &no):
		return no.Text
	case errors.As(err, &text):
		return texts.Russian.Text(text.Text())
	}
	return ""
}

// refuse returns a refusal without a cause.
func refuse(text string) *Refusal { return &Refusal{Text: text} }

// say writes lines. 1C looks at them and not at the status. There is no line break at the end: 1C counts the lines that
// answer init. Line breaks within a line become blanks, so that no text makes lines of its own.
func (h *Handler) say(w http.ResponseWriter, lines ...string) {
	for i, l := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(l, func(r rune) bool { return r == '\n' || r == '\r' || r == 0 }), " ")
	}
	text := strings.Join(lines, "\n")
	charset := "utf-8"
	if h.settings.Windows1251 {
		charset = "windows-1251"
		// What the code page lacks becomes a character reference, which a person can still make out.
		if b, err := encoding.HTMLEscapeUnsupported(charmap.Windows1251.NewEncoder()).String(text); err == nil {
			text = b
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset="+charset)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff") // it may quote what was sent
	_, _ = io.WriteString(w, text)                      //nolint:gosec // plain text, by the header above
}

// utf8Text returns text as UTF-8, as some programs send windows-1251 where no encoding is stated.
func utf8Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	if t, err := charmap.Windows1251.NewDecoder().String(s); err == nil {
		return t
	}
	return strings.ToValidUTF8(s, "�")
}
