package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// endTimeout is how long the server may take to answer the end of a message (RFC 5321, 4.5.3.2.6).
const endTimeout = 10 * time.Minute

// conn is a connection to the server for one message.
type conn struct {
	*smtp.Client
	raw     net.Conn
	ctx     context.Context
	timeout time.Duration
	stop    func() bool
	failed  bool // no further word: QUIT in the middle of a message would end it
}

// connect connects, encrypts and logs in.
func (s *Sender) connect(ctx context.Context) (*conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, s.answered("connect", &stepError{stepConnect, err})
	}
	dialing, cancel := context.WithTimeout(ctx, s.settings.Timeout)
	defer cancel()
	raw, err := s.settings.Dial(dialing, "tcp", net.JoinHostPort(s.settings.Host, strconv.Itoa(s.settings.Port)))
	if err != nil {
		return nil, s.answered("connect", &stepError{stepConnect, err})
	}
	c := &conn{raw: raw, ctx: ctx, timeout: s.settings.Timeout}
	c.stop = context.AfterFunc(ctx, func() { _ = raw.Close() })
	at := stepConnect
	err = c.greet(&s.settings)
	if err == nil && s.settings.User != "" {
		at, err = stepLogin, c.login(&s.settings)
	}
	if err != nil {
		c.failed = true
		c.close()
		return nil, s.answered("connect", c.at(at, err))
	}
	return c, nil
}

// at is an error at a step: that of the context, if it has ended.
func (c *conn) at(at step, err error) error {
	if ended := c.ctx.Err(); ended != nil {
		if _, is := replied(err); !is {
			err = ended
		}
	}
	return &stepError{at, err}
}

// within bounds what follows; the context ends it earlier.
func (c *conn) within(d time.Duration) { _ = c.raw.SetDeadline(time.Now().Add(d)) }

func (c *conn) greet(s *Settings) (err error) {
	c.within(c.timeout)
	over := c.raw
	if s.TLS == Implicit {
		t := tls.Client(c.raw, s.tls())
		if err := t.HandshakeContext(c.ctx); err != nil {
			return err
		}
		over = t
	}
	if c.Client, err = smtp.NewClient(over, s.Host); err != nil {
		return err
	}
	c.SkipSMTPUTF8(true) // addresses are ASCII (contact.Email)
	if err := c.Hello(hello(s.Hello)); err != nil {
		return err
	}
	if s.TLS != STARTTLS {
		return nil
	}
	if has, _ := c.Extension("STARTTLS"); !has {
		return errNoTLS
	}
	return c.StartTLS(s.tls())
}

// hello is the name of this machine.
func hello(name string) string {
	if name == "" {
		name, _ = os.Hostname()
	}
	if name == "" || strings.ContainsFunc(name, notInDomain) {
		return "localhost"
	}
	return name
}

func (c *conn) login(s *Settings) error {
	c.within(c.timeout)
	return c.Auth(&login{user: s.User, password: s.Password.Reveal(), host: s.Host})
}

// login logs in by the first way of those below that the server offers.
type login struct {
	user, password, host string
	smtp.Auth
}

// Start begins the login, as the library asks it to.
func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	switch {
	case slices.Contains(server.Auth, "PLAIN"):
		l.Auth = smtp.PlainAuth("", l.user, l.password, l.host, false)
	case slices.Contains(server.Auth, "LOGIN"):
		l.Auth = smtp.LoginAuth(l.user, l.password, l.host, false)
	case slices.Contains(server.Auth, "CRAM-MD5"):
		l.Auth = smtp.CRAMMD5Auth(l.user, l.password)
	default:
		return "", nil, errNoAuth
	}
	proto, first, err := l.Auth.Start(server)
	if errors.Is(err, smtp.ErrUnencrypted) {
		err = fmt.Errorf("%w: %w", errNoAuth, err)
	}
	return proto, first, err
}

// deliver sends one message. The content is written whole or the connection is cut, so that no part of it is taken for
// a message.
func (c *conn) deliver(from, to string, content []byte) error {
	c.failed = true // until it is known to be between two commands
	if _, most := c.Extension("SIZE"); most != "" {
		if n, err := strconv.Atoi(most); err == nil && n > 0 && len(content) > n {
			c.failed = false
			return &stepError{stepFrom, fmt.Errorf("%w: %d bytes, the server takes %d", errTooLarge, len(content), n)}
		}
	}
	c.within(c.timeout)
	if err := c.Mail("<" + from + ">"); err != nil {
		return c.at(stepFrom, err)
	}
	c.within(c.timeout)
	if err := c.Rcpt("<" + to + ">"); err != nil {
		return c.at(stepTo, err)
	}
	c.within(c.timeout)
	w, err := c.Data()
	if err != nil {
		return c.at(stepData, err)
	}
	c.within(endTimeout)
	if _, err := w.Write(content); err != nil {
		return c.at(stepContent, err)
	}
	if err := w.Close(); err != nil {
		r, is := errors.AsType[*textproto.Error](err)
		if !is || r.Code/100 != 2 { // any 2yz is an acceptance
			return c.at(stepEnd, err)
		}
	}
	c.failed = false
	return nil
}

// close ends the connection, with a farewell where one is in place.
func (c *conn) close() {
	c.stop()
	if !c.failed {
		c.within(c.timeout)
		_ = c.Quit()
	}
	_ = c.raw.Close()
}
