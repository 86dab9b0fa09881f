package smtptest

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// session is one connection.
type session struct {
	*Server
	conn      net.Conn
	in        *bufio.Reader
	encrypted bool
	greeted   bool
	user      bool
	mail      *Mail // since MAIL
	over      bool
}

const (
	maxCommand = 512  // RFC 5321, 4.5.3.1.4, with its CRLF
	maxLine    = 1000 // RFC 5321, 4.5.3.1.6, with its CRLF
)

func (v *Server) serve(c net.Conn) {
	s := &session{Server: v, conn: c, in: bufio.NewReaderSize(c, 4096)}
	if v.settings.Implicit && !s.encrypt() {
		return
	}
	if v.drop(AtGreeting) {
		return
	}
	if a, is := v.answered("greeting"); is {
		s.say(a.code, a.text)
		return
	}
	s.say(220, v.Host()+" ESMTP")
	for !s.over {
		l, err := s.in.ReadString('\n')
		switch {
		case err != nil:
			return
		case len(l) > maxCommand:
			s.say(500, "5.5.2 Line too long")
		case !strings.HasSuffix(l, "\r\n"):
			s.say(500, "5.5.2 Lines end with CRLF")
		default:
			s.command(strings.TrimSuffix(l, "\r\n"))
		}
	}
}

func (s *session) encrypt() bool {
	t := tls.Server(s.conn, s.config)
	if t.Handshake() != nil {
		return false
	}
	s.conn, s.in, s.encrypted = t, bufio.NewReaderSize(t, 4096), true
	return true
}

// say answers. More lines than one are those of a multi-line reply.
func (s *session) say(code int, lines ...string) {
	var b strings.Builder
	for i, l := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		fmt.Fprintf(&b, "%d%s%s\r\n", code, sep, l)
	}
	if _, err := s.conn.Write([]byte(b.String())); err != nil {
		s.over = true
	}
	if code == 421 {
		s.over = true
	}
}

func (s *session) command(l string) {
	name, arg, _ := strings.Cut(l, " ")
	name = strings.ToUpper(name)
	if s.drop(Place(name)) {
		s.over = true
		return
	}
	if a, is := s.answered(name); is {
		s.say(a.code, a.text)
		return
	}
	switch name {
	case "EHLO", "HELO":
		s.hello(name, arg)
	case "STARTTLS":
		s.startTLS(arg)
	case "AUTH":
		s.auth(arg)
	case "MAIL":
		s.from(arg)
	case "RCPT":
		s.to(arg)
	case "DATA":
		s.data(arg)
	case "RSET":
		s.mail = nil
		s.say(250, "2.0.0 Ok")
	case "NOOP":
		s.say(250, "2.0.0 Ok")
	case "VRFY":
		s.say(252, "2.5.2 Send some mail, I will try my best")
	case "QUIT":
		s.say(221, "2.0.0 Bye")
		s.over = true
	default:
		s.say(500, "5.5.2 Command not recognized")
	}
}

var hostName = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.IPv]+\])$`)

func (s *session) hello(name, arg string) {
	if !hostName.MatchString(arg) {
		s.say(501, "5.5.4 Syntax: "+name+" hostname")
		return
	}
	s.greeted, s.mail = true, nil
	if name == "HELO" {
		s.say(250, s.Host())
		return
	}
	lines := []string{s.Host(), "8BITMIME", "ENHANCEDSTATUSCODES"}
	if !s.settings.Silent {
		lines = append(lines, "SIZE "+strconv.Itoa(s.settings.MaxSize))
	}
	if !s.encrypted && !s.settings.NoTLS {
		lines = append(lines, "STARTTLS")
	} else if s.settings.User != "" {
		lines = append(lines, "AUTH "+strings.Join(s.settings.Ways, " "))
	}
	s.say(250, lines...)
}

func (s *session) startTLS(arg string) {
	switch {
	case arg != "":
		s.say(501, "5.5.4 STARTTLS has no parameters")
	case s.settings.NoTLS:
		s.say(502, "5.5.1 Command not implemented")
	case s.encrypted || !s.greeted:
		s.say(503, "5.5.1 Not now")
	default:
		s.say(220, "2.0.0 Ready to start TLS")
		s.over = !s.encrypt()
		s.greeted, s.mail = false, nil // RFC 3207, 4.2
	}
}

func (s *session) auth(arg string) {
	way, first, _ := strings.Cut(arg, " ")
	way = strings.ToUpper(way)
	switch {
	case s.settings.User == "":
		s.say(502, "5.5.1 Command not implemented")
		return
	case !s.encrypted && !s.settings.NoTLS:
		s.say(538, "5.7.11 Encryption required for requested authentication mechanism")
		return
	case s.user || s.mail != nil || !s.greeted:
		s.say(503, "5.5.1 Not now")
		return
	case !slices.Contains(s.settings.Ways, way) || way != "PLAIN" && way != "LOGIN":
		s.say(504, "5.5.4 Unrecognized authentication type")
		return
	}
	var user, password string
	var ok bool
	if way == "PLAIN" {
		user, password, ok = s.plain(first)
	} else {
		user, password, ok = s.login(first)
	}
	switch {
	case s.over:
	case !ok:
		s.say(501, "5.5.2 Cannot decode the credentials")
	case user != s.settings.User || password != s.settings.Password:
		s.say(535, "5.7.8 Authentication credentials invalid")
	default:
		s.user = true
		s.mu.Lock()
		s.logins++
		s.mu.Unlock()
		s.say(235, "2.7.0 Authentication succeeded")
	}
}

func (s *session) plain(first string) (user, password string, ok bool) {
	if first == "" {
		first = s.challenge("")
	}
	b, err := base64.StdEncoding.DecodeString(first)
	parts := bytes.Split(b, []byte{0})
	if err != nil || len(parts) != 3 {
		return "", "", false
	}
	return string(parts[1]), string(parts[2]), true
}

func (s *session) login(first string) (user, password string, ok bool) {
	if first == "" {
		first = s.challenge("Username:")
	}
	second := s.challenge("Password:")
	u, err1 := base64.StdEncoding.DecodeString(first)
	p, err2 := base64.StdEncoding.DecodeString(second)
	return string(u), string(p), err1 == nil && err2 == nil
}

func (s *session) challenge(text string) string {
	s.say(334, base64.StdEncoding.EncodeToString([]byte(text)))
	l, err := s.in.ReadString('\n')
	if err != nil {
		s.over = true
	}
	return strings.TrimRight(l, "\r\n")
}

var path = regexp.MustCompile(`(?i)^(FROM|TO):<([^<>\s]*)>((?: [^ ]+)*)$`)

// envelope reads the argument of MAIL or RCPT. What it cannot do it refuses.
func (s *session) envelope(arg, want string, may ...string) (address string, ok bool) {
	m := path.FindStringSubmatch(arg)
	if m == nil || !strings.EqualFold(m[1], want) {
		s.say(501, "5.5.4 Syntax: "+want+":<address>")
		return "", false
	}
	for _, p := range strings.Fields(m[3]) {
		key, value, _ := strings.Cut(strings.ToUpper(p), "=")
		if !slices.Contains(may, key) || key == "BODY" && value != "7BIT" && value != "8BITMIME" {
			s.say(555, "5.5.4 Unsupported option: "+p)
			return "", false
		}
		if n, err := strconv.Atoi(value); key == "SIZE" && (err != nil || n > s.settings.MaxSize) {
			s.say(552, "5.3.4 Message size exceeds fixed limit")
			return "", false
		}
	}
	local, domain, at := strings.Cut(m[2], "@")
	if m[2] != "" && (!at || local == "" || len(local) > 64 || !hostName.MatchString(domain)) {
		s.say(501, "5.1.3 Bad address syntax")
		return "", false
	}
	return m[2], true
}

func (s *session) from(arg string) {
	switch {
	case !s.greeted || s.mail != nil:
		s.say(503, "5.5.1 Bad sequence of commands")
		return
	case !s.encrypted && !s.settings.NoTLS:
		s.say(530, "5.7.0 Must issue a STARTTLS command first")
		return
	case s.settings.User != "" && !s.user:
		s.say(530, "5.7.0 Authentication required")
		return
	}
	if address, ok := s.envelope(arg, "FROM", "BODY", "SIZE"); ok {
		s.mail = &Mail{From: address}
		s.say(250, "2.1.0 Ok")
	}
}

func (s *session) to(arg string) {
	if s.mail == nil {
		s.say(503, "5.5.1 MAIL first")
		return
	}
	address, ok := s.envelope(arg, "TO")
	switch {
	case !ok:
	case address == "":
		s.say(501, "5.1.3 Bad address syntax")
	case len(s.mail.To) == 100:
		s.say(452, "4.5.3 Too many recipients")
	default:
		a := s.takes(address)
		if a.code/100 == 2 {
			s.mail.To = append(s.mail.To, address)
		}
		s.say(a.code, a.text)
	}
}

func (s *session) data(arg string) {
	switch {
	case arg != "":
		s.say(501, "5.5.4 DATA has no parameters")
		return
	case s.mail == nil || len(s.mail.To) == 0:
		s.say(503, "5.5.1 RCPT first")
		return
	}
	s.say(354, "End data with <CR><LF>.<CR><LF>")
	m, a := *s.mail, answer{250, "2.0.0 Ok: queued"}
	s.mail = nil
	for n := 0; ; n++ {
		l, err := s.in.ReadBytes('\n')
		if err != nil || n == 0 && s.drop(InContent) {
			s.over = true
			return
		}
		if string(l) == ".\r\n" {
			break
		}
		l = bytes.TrimPrefix(l, []byte("."))
		switch m.Data = append(m.Data, l...); {
		case !bytes.HasSuffix(l, []byte("\r\n")) || bytes.Count(l, []byte("\r")) > 1:
			a = answer{554, "5.6.0 Lines end with CRLF"}
		case len(l) > maxLine:
			a = answer{554, "5.6.0 Line too long"}
		case len(m.Data) > s.settings.MaxSize:
			a = answer{552, "5.3.4 Message size exceeds fixed limit"}
			m.Data = nil
		}
	}
	if ordered, is := s.answered("."); is {
		a = ordered
	}
	if a.code/100 == 2 {
		s.mu.Lock()
		s.mails = append(s.mails, m)
		s.mu.Unlock()
		if s.drop(BeforeAnswer) {
			s.over = true
			return
		}
		if s.drop(AtUnreadAnswer) {
			_, _ = s.conn.Write([]byte("hm?\r\n"))
			return
		}
	}
	s.say(a.code, a.text)
}
