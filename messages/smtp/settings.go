package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/messages"
)

// TLS is how the connection is encrypted.
type TLS string

// The ways.
const (
	// STARTTLS encrypts a connection that began in the clear, before the login, and is the default. A server that does
	// not offer it is sent nothing.
	STARTTLS TLS = ""
	// Implicit encrypts from the first byte.
	Implicit TLS = "implicit"
	// Clear does not encrypt, for a server in the same network. A password is sent to localhost only.
	Clear TLS = "clear"
)

// Settings say which server sends, and as whom.
type Settings struct {
	Host string // of the server, such as "mail.shop.example"
	Port int    // 0: 587, 465 with Implicit, 25 with Clear
	TLS  TLS
	// Config is used for encryption; nil: the certificates that this machine trusts, at least TLS 1.2.
	Config *tls.Config

	User     string // empty: no login
	Password ordo.Secret

	From    messages.Address // required: Name and Email
	ReplyTo string           // where answers go, if not to From
	// Domain stands in each Message-ID; empty: that of From. Keep it: KeyOf reads ids of any domain, but a message that
	// is sent again is recognized by the same id.
	Domain string
	// HTML makes the text of a message as HTML, beside the plain one; "" for none. Names of goods are foreign text: use
	// html/template.
	HTML func(m messages.Message) (string, error)

	// SendAgain sends a message again that may have been sent already: a second mail rather than none.
	SendAgain bool
	// Timeout bounds each step of the connection; 0: 30 seconds. The answer to a whole message is waited for ten minutes
	// (RFC 5321, 4.5.3.2.6), as giving up leaves it in doubt.
	Timeout time.Duration
	Hello   string     // how this machine names itself; empty: its host name
	Clock   ordo.Clock // of the Date header; nil: the machine's
	// Dial connects, before encryption; nil: over TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

func (s *Settings) complete() error {
	from, err := contact.Email(s.From.Email)
	if err != nil {
		return fmt.Errorf("Settings.From: %w", err)
	}
	s.From.Email = from
	if s.ReplyTo != "" {
		if s.ReplyTo, err = contact.Email(s.ReplyTo); err != nil {
			return fmt.Errorf("Settings.ReplyTo: %w", err)
		}
	}
	if s.Domain == "" {
		_, s.Domain, _ = strings.Cut(from, "@")
	}
	if s.Timeout <= 0 {
		s.Timeout = 30 * time.Second
	}
	if s.Dial == nil {
		s.Dial = (&net.Dialer{}).DialContext
	}
	switch {
	case s.Host == "":
		return errors.New("Settings.Host is empty: name the mail server")
	case strings.ContainsFunc(s.Domain, notInDomain):
		return fmt.Errorf("Settings.Domain is %q: it must be a domain such as shop.example", s.Domain)
	case (s.User == "") != s.Password.IsZero():
		return errors.New("Settings.User and Settings.Password are set together, or neither")
	case s.TLS != STARTTLS && s.TLS != Implicit && s.TLS != Clear:
		return fmt.Errorf("Settings.TLS is %q: it must be STARTTLS, Implicit or Clear", s.TLS)
	}
	if s.Port == 0 {
		s.Port = map[TLS]int{STARTTLS: 587, Implicit: 465, Clear: 25}[s.TLS]
	}
	return nil
}

func (s *Settings) now() time.Time {
	if s.Clock == nil {
		return time.Now()
	}
	return s.Clock.Now()
}

// tls is the configuration of the encryption.
func (s *Settings) tls() *tls.Config {
	c := s.Config.Clone()
	if c == nil {
		c = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if c.ServerName == "" {
		c.ServerName = s.Host
	}
	return c
}

func notInDomain(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.')
}
