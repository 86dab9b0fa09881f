package smtp

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// ErrNoBounce is returned for a mail that does not report what became of a message.
var ErrNoBounce = errors.New("smtp: this mail does not report what became of another one")

// Bounce is what a mail server reports of a message that it had accepted.
type Bounce struct {
	// Key is the key of the message, and MessageID its id without angle brackets; empty if the report does not name
	// them, or the message was not sent by this package. A server may have replaced the id: Key is known then by the
	// field X-Ordo-Key.
	Key, MessageID string
	// Action is what the server did: "failed", "delayed", "delivered", "relayed" or "expanded" (RFC 3464, 2.3.3), in
	// lower case, or another word of the server's, such as "expired". See Failed.
	Action  string
	Address string // of the addressee that failed, as the sender wrote it where the report says so
	Status  string // such as "5.1.1" (RFC 3463); may be empty
	Text    string // why, as the server says it, in one line
}

// Failed reports whether the message did not arrive and is not tried any more.
func (b Bounce) Failed() bool { return b.Action == "failed" || b.Action == "expired" }

const (
	maxBounce = 1 << 20 // bytes of a report that are read; a copy of the message at its end may be longer
	maxText   = 500     // characters of a reason
	maxParts  = 50
	maxGroups = 1000
	maxDepth  = 4
)

// ParseBounce reads a mail that came back: a delivery report (RFC 3464), or the text of a server that writes none, with
// a copy of the message in it. A mail of another kind, such as a receipt that says that a mail was shown, or a
// complaint, is [ErrNoBounce]; one that cannot be read at all another error. What is behind the first megabyte is not
// looked at. Anybody can write such a mail: trust it with no more than a message of yours to somebody.
func ParseBounce(r io.Reader) (Bounce, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxBounce))
	if err != nil {
		return Bounce{}, fmt.Errorf("smtp: the mail cannot be read: %w", err)
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Bounce{}, fmt.Errorf("smtp: the mail cannot be read: %w", err)
	}
	var p report
	p.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	if p.other {
		return Bounce{}, ErrNoBounce
	}
	if !p.reported && automatic(m.Header) {
		p.status(bytes.NewReader(raw)) // of parts that are damaged or stand in another mail
	}
	if !p.reported {
		p.plain(m.Header)
	} else if p.bounce.MessageID == "" {
		p.bounce.MessageID = own(string(raw))
	}
	if p.bounce.Action == "" {
		return Bounce{}, ErrNoBounce
	}
	if key, ours := KeyOf(p.bounce.MessageID); ours || p.bounce.Key == "" {
		p.bounce.Key = key
	}
	p.bounce.Text = clip(p.bounce.Text)
	return p.bounce, nil
}

// report collects what the parts of a mail say.
type report struct {
	bounce   Bounce
	reported bool // in the form of RFC 3464
	other    bool // it reports something else, with a copy of the message
	text     strings.Builder
	parts    int
}

// part reads one part and those in it. What cannot be read is left out: the others may say enough.
func (p *report) part(h textproto.MIMEHeader, body io.Reader, depth int) {
	if p.parts++; p.parts > maxParts || depth > maxDepth {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	switch body = decoded(h, body); {
	case kind == "multipart/report" && otherReport(params["report-type"]):
		p.other = true
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		for mr := multipart.NewReader(body, params["boundary"]); ; {
			sub, err := mr.NextRawPart()
			if err != nil {
				return
			}
			p.part(sub.Header, sub, depth+1)
		}
	case kind == "message/delivery-status", kind == "message/global-delivery-status":
		p.status(body)
	case kind == "message/rfc822", kind == "text/rfc822-headers", kind == "message/global", kind == "message/global-headers":
		p.original(body)
	case kind == "text/plain":
		_, _ = io.Copy(&p.text, body)
	}
}

// otherReport reports whether a report is not of delivery: that a mail was shown (RFC 8098), or of complaints and
// failed checks (RFC 5965, 6591). These have a copy of the message too.
func otherReport(kind string) bool {
	return strings.EqualFold(kind, "disposition-notification") || strings.EqualFold(kind, "feedback-report")
}

func decoded(h textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

// status reads the groups of a delivery report: one about the message, and one for each addressee.
func (p *report) status(body io.Reader) {
	for _, h := range groups(body) {
		action := strings.ToLower(comment(h.Get("Action")))
		if action == "" || h.Get("Final-Recipient")+h.Get("Original-Recipient") == "" || p.bounce.Action == "failed" || p.bounce.Action != "" && action != "failed" {
			continue // of the message, or less than what is known
		}
		p.reported = true
		p.bounce.Action, p.bounce.Status = action, class3(h.Get("Status"))
		if p.bounce.Status == "" {
			p.bounce.Status = statusCode.FindString(h.Get("Diagnostic-Code"))
		}
		if p.bounce.Address = typed(h.Get("Original-Recipient")); p.bounce.Address == "" {
			p.bounce.Address = typed(h.Get("Final-Recipient"))
		}
		if p.bounce.Text = typed(h.Get("Diagnostic-Code")); p.bounce.Text == "" {
			p.bounce.Text = strings.TrimSpace("status " + p.bounce.Status)
		}
	}
}

// groups are the groups of fields of a report, which empty lines part.
func groups(body io.Reader) (all []textproto.MIMEHeader) {
	h := textproto.MIMEHeader{}
	name := ""
	sc := bufio.NewScanner(body)
	sc.Buffer(nil, maxBounce)
	for sc.Scan() {
		switch l := strings.TrimRight(sc.Text(), "\r"); {
		case strings.TrimSpace(l) == "":
			if len(h) > 0 {
				all, h = append(all, h), textproto.MIMEHeader{}
			}
			name = ""
		case (l[0] == ' ' || l[0] == '\t') && name != "":
			vs := h[name]
			vs[len(vs)-1] += " " + strings.TrimSpace(l)
		default:
			if field, value, ok := strings.Cut(l, ":"); ok {
				name = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(field))
				h.Add(name, strings.TrimSpace(value))
			}
		}
		if len(all) > maxGroups {
			return all
		}
	}
	if len(h) > 0 {
		all = append(all, h)
	}
	return all
}

// original reads the header of the message that came back.
func (p *report) original(body io.Reader) {
	if gs := groups(body); len(gs) > 0 && p.bounce.MessageID == "" {
		p.bounce.MessageID = strings.Trim(comment(gs[0].Get("Message-Id")), "<>")
		p.bounce.Key, _ = KeyOf(gs[0].Get(keyField))
	}
}

var (
	statusCode = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	ownID      = regexp.MustCompile(`(?i)(?:message-id|x-ordo-key):\s*<([^<>\s]{1,900})>`)
	address    = regexp.MustCompile(`<([^<>\s@]{1,64}@[^<>\s@]{1,255})>:?\s`)
	refusal    = regexp.MustCompile(`(?m)^.*\b5\d\d[ -].*$`)
	// What servers that write no report say of a message that is still tried.
	delaySubject = regexp.MustCompile(`(?i)\(delay(ed)?\)|\bdelayed\b|^\s*warning\b|still being retried`)
	delayText    = regexp.MustCompile(`(?i)warning message only|\bnot\s+yet\s+been\s+delivered|delivery attempts will continue|will be retried|will (continue|keep) (to try|trying)`)
)

// own returns the first Message-ID of this package in a text.
func own(text string) string {
	for _, m := range ownID.FindAllStringSubmatch(text, maxParts) {
		if _, ours := KeyOf(m[1]); ours {
			return m[1]
		}
	}
	return ""
}

// plain reads the text of a server that writes no report. The copy of the message in it must be one of this package, so
// that no answer of a person is taken for one.
func (p *report) plain(h netmail.Header) {
	text := p.text.String()
	if p.bounce.MessageID == "" {
		p.bounce.MessageID = own(text)
	}
	_, ours := KeyOf(p.bounce.MessageID)
	if !ours && p.bounce.Key == "" || !automatic(h) {
		p.bounce = Bounce{}
		return
	}
	said, _, _ := strings.Cut(text, p.bounce.MessageID)
	p.bounce.Action, p.bounce.Status = "failed", statusCode.FindString(said)
	if strings.HasPrefix(p.bounce.Status, "4") || delaySubject.MatchString(h.Get("Subject")) || delayText.MatchString(said) {
		p.bounce.Action = "delayed"
	}
	if p.bounce.Address = line(h.Get("X-Failed-Recipients")); p.bounce.Address == "" {
		if m := address.FindStringSubmatch(said); m != nil {
			p.bounce.Address = m[1]
		}
	}
	if p.bounce.Text = refusal.FindString(said); p.bounce.Text == "" {
		p.bounce.Text = said
	}
}

// automatic reports whether a mail server wrote a mail.
func automatic(h netmail.Header) bool {
	from := strings.ToLower(h.Get("From"))
	return h.Get("X-Failed-Recipients") != "" || strings.Contains(from, "mailer-daemon") || strings.Contains(from, "postmaster") ||
		strings.TrimSpace(h.Get("Return-Path")) == "<>"
}

// typed is a value such as "rfc822; anna@example.com" without its type.
func typed(s string) string {
	if _, value, ok := strings.Cut(s, ";"); ok {
		s = value
	}
	return strings.Trim(line(s), "<> ")
}

// comment is a value without a comment in brackets behind it.
func comment(s string) string {
	s, _, _ = strings.Cut(s, " (")
	return line(s)
}

// class3 is the status code in a field that may have more behind it.
func class3(s string) string {
	if code := statusCode.FindString(s); code != "" {
		return code
	}
	return comment(s)
}

func clip(s string) string {
	if r := []rune(line(s)); len(r) > maxText {
		return strings.TrimSpace(string(r[:maxText])) + "…"
	}
	return line(s)
}
