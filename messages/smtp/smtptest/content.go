package smtptest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
)

// Content is what a mail says.
type Content struct {
	Header     netmail.Header
	Subject    string
	Text, HTML string
	Files      []File
}

// File is a file in a mail.
type File struct {
	Name, ContentType string
	Data              []byte
}

// Read reads a mail as its addressee's program does. A part that it does not know is an error.
func (m Mail) Read() (Content, error) {
	msg, err := netmail.ReadMessage(bytes.NewReader(m.Data))
	if err != nil {
		return Content{}, err
	}
	c := Content{Header: msg.Header}
	if c.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil {
		return c, err
	}
	return c, c.part(func(name string) string { return msg.Header.Get(name) }, msg.Body)
}

func (c *Content) part(header func(string) string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil {
		return fmt.Errorf("Content-Type %q: %w", header("Content-Type"), err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		for r := multipart.NewReader(body, params["boundary"]); ; {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := c.part(p.Header.Get, p); err != nil {
				return err
			}
		}
	}
	switch e := strings.ToLower(header("Content-Transfer-Encoding")); e {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "", "7bit", "8bit":
	default:
		return fmt.Errorf("unknown encoding %q", e)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	how, of, _ := mime.ParseMediaType(header("Content-Disposition"))
	switch {
	case how == "attachment":
		name, err := new(mime.WordDecoder).DecodeHeader(of["filename"])
		c.Files = append(c.Files, File{name, kind, data})
		return err
	case kind == "text/plain" && c.Text == "":
		c.Text = string(data)
	case kind == "text/html" && c.HTML == "":
		c.HTML = string(data)
	default:
		return fmt.Errorf("a part that is neither text nor file: %s", kind)
	}
	return nil
}

// Bounce returns the report (RFC 3464) of a server that could not deliver a mail: status is such as "5.1.1", and text
// the other server's answer, such as "550 5.1.1 no such user". A status that begins with 4 reports a delay.
func Bounce(m Mail, status, text string) []byte {
	action := "failed"
	if strings.HasPrefix(status, "4") {
		action = "delayed"
	}
	to := strings.Join(m.To, ", ")
	head, _, _ := bytes.Cut(m.Data, []byte("\r\n\r\n"))
	var b strings.Builder
	for _, l := range []string{
		"Return-Path: <>", "From: MAILER-DAEMON@mx.example (Mail Delivery System)", "To: " + m.From, "Subject: Undelivered Mail Returned to Sender",
		"Auto-Submitted: auto-replied", "MIME-Version: 1.0", `Content-Type: multipart/report; report-type=delivery-status; boundary="=_r1"`, "",
		"--=_r1", "Content-Type: text/plain; charset=us-ascii", "", "Your message to " + to + " could not be delivered:", text, "",
		"--=_r1", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0300", "",
		"Final-Recipient: rfc822; " + to, "Action: " + action, "Status: " + status, "Diagnostic-Code: smtp; " + text, "",
		"--=_r1", "Content-Type: text/rfc822-headers", "", string(head), "", "--=_r1--", "",
	} {
		b.WriteString(l + "\r\n")
	}
	return []byte(b.String())
}
