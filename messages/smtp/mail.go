package smtp

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"github.com/ordo-sdk/ordo/messages"
)

// maxKey is the longest key (messages.Message), in bytes.
const maxKey = 255

// write returns a message as bytes with the Message-ID id. to is its addressee's checked address.
func (s *Settings) write(m messages.Message, to, id string) ([]byte, error) {
	switch {
	case m.Key == "" || len(m.Key) > maxKey:
		return nil, fmt.Errorf("the key %q has %d bytes: it must have 1 to %d", m.Key, len(m.Key), maxKey)
	case m.Text == "":
		return nil, errors.New("the message has no text")
	case !utf8.ValidString(m.Text) || !utf8.ValidString(m.Subject):
		return nil, errors.New("subject and text must be UTF-8")
	}
	x := mail.NewMsg(mail.WithNoDefaultUserAgent())
	x.FromMailAddress(&netmail.Address{Name: line(s.From.Name), Address: s.From.Email})
	x.ToMailAddress(&netmail.Address{Name: line(m.To.Name), Address: to})
	if s.ReplyTo != "" {
		x.ReplyToMailAddress(&netmail.Address{Address: s.ReplyTo})
	}
	x.Subject(line(m.Subject))
	x.SetDateWithValue(s.now())
	x.SetMessageIDWithValue(id)
	x.SetGenHeader(keyField, "<"+id+">")
	x.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's absence note answers it
	if m.Language != "" {
		x.SetGenHeader("Content-Language", line(string(m.Language)))
	}
	x.SetBodyString(mail.TypeTextPlain, withLinks(m.Text, m.Files))
	if s.HTML != nil {
		page, err := s.HTML(m)
		if err != nil {
			return nil, fmt.Errorf("Settings.HTML: %w", err)
		}
		if page != "" {
			x.AddAlternativeString(mail.TypeTextHTML, page)
		}
	}
	for i, f := range m.Files {
		if len(f.Data) == 0 {
			if f.URL == "" {
				return nil, fmt.Errorf("file %d (%s) has neither content nor a URL", i, f.Name)
			}
			continue // withLinks
		}
		kind := line(f.ContentType)
		if kind == "" {
			kind = "application/octet-stream"
		}
		if err := x.AttachReader(fileName(f.Name, i), bytes.NewReader(f.Data), mail.WithFileContentType(mail.ContentType(kind))); err != nil {
			return nil, fmt.Errorf("file %s: %w", f.Name, err)
		}
	}
	var b bytes.Buffer
	if _, err := x.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// withLinks adds the pages of files without content that the text does not name.
func withLinks(text string, files []messages.File) string {
	for _, f := range files {
		if len(f.Data) == 0 && f.URL != "" && !strings.Contains(text, f.URL) {
			text += "\n\n" + strings.TrimSpace(line(f.Name)+" "+line(f.URL))
		}
	}
	return text
}

// line makes one line of a text: what would begin another header ends no line.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	return strings.Join(strings.Fields(s), " ")
}

// fileName is the name of the i-th file without folders and quotes.
func fileName(name string, i int) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"\:*?<>|`, r) {
			return '_'
		}
		return r
	}, path.Base(strings.ReplaceAll(line(name), `\`, "/")))
	if name == "" || name == "." || name == "/" || name == ".." {
		return fmt.Sprintf("file-%d", i+1)
	}
	return name
}
