package smtptest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// Settings of a server. The zero Settings is a server with STARTTLS and without login.
type Settings struct {
	User, Password string   // empty: nobody logs in
	Ways           []string // of logging in that it offers: PLAIN and LOGIN if nil
	Implicit       bool     // encrypted from the first byte
	NoTLS          bool     // it offers no STARTTLS, and takes passwords in the clear
	MaxSize        int      // of a mail in bytes, as SIZE says it; 0: 10 MiB
	Silent         bool     // it does not say its SIZE
}

// Place is where a server ends a connection.
type Place string

// The places.
const (
	AtGreeting     Place = "greeting"
	AtMail         Place = "MAIL"
	AtRcpt         Place = "RCPT"
	AtData         Place = "DATA"
	InContent      Place = "content"       // after the first line of the content
	BeforeAnswer   Place = "before answer" // the mail is accepted and its answer lost
	AtQuit         Place = "QUIT"          // instead of an answer to QUIT
	AtUnreadAnswer Place = "unread answer" // the mail is accepted, and the answer is no answer
)

// Mail is a mail that the server accepted.
type Mail struct {
	From string   // of the envelope
	To   []string // of the envelope
	Data []byte   // header and content, with CRLF
}

// Server is a mail server in memory.
type Server struct {
	settings Settings
	config   *tls.Config
	pool     *x509.CertPool

	mu      sync.Mutex
	mails   []Mail
	unknown map[string]answer
	seen    map[string]bool // by greylisting; nil: none
	answers map[string][]answer
	drops   map[Place]int
	logins  int
	conns   map[net.Conn]bool
	running sync.WaitGroup
	closed  bool
}

type answer struct {
	code int
	text string
}

// New returns a server.
func New(s Settings) *Server {
	if s.Ways == nil {
		s.Ways = []string{"PLAIN", "LOGIN"}
	}
	if s.MaxSize == 0 {
		s.MaxSize = 10 << 20
	}
	v := &Server{settings: s, unknown: map[string]answer{}, answers: map[string][]answer{}, drops: map[Place]int{}, conns: map[net.Conn]bool{}}
	v.config, v.pool = certificate(v.Host())
	return v
}

// Host is the name in the server's certificate.
func (*Server) Host() string { return "mail.shop.example" }

// TLS is the configuration of a client that trusts the server.
func (v *Server) TLS() *tls.Config { return &tls.Config{RootCAs: v.pool, MinVersion: tls.VersionTLS12} }

// Dial connects in memory, whatever the address is.
func (v *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	here, there := net.Pipe()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, errors.New("connection refused")
	}
	v.conns[there] = true
	q, writes := newQueue(there)
	v.running.Go(func() {
		writes()
		v.mu.Lock()
		delete(v.conns, there)
		v.mu.Unlock()
	})
	v.running.Go(func() {
		v.serve(q)
		_ = q.Close()
	})
	return here, nil
}

// Close ends all connections. Later ones are refused.
func (v *Server) Close() {
	v.mu.Lock()
	v.closed = true
	for c := range v.conns {
		_ = c.Close()
	}
	v.mu.Unlock()
	v.running.Wait()
}

// Mails returns what was accepted, in order.
func (v *Server) Mails() []Mail {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.mails)
}

// Logins returns how often somebody logged in.
func (v *Server) Logins() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.logins
}

// Unknown makes a mailbox one that the server refuses for good, with a code such as 550 and its text.
func (v *Server) Unknown(mailbox string, code int, text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.unknown[strings.ToLower(mailbox)] = answer{code, text}
}

// Greylist makes the server refuse the first mail to each mailbox for now.
func (v *Server) Greylist() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen = map[string]bool{}
}

// Answer makes the next command of a name, such as "AUTH", "MAIL", "RCPT" or "DATA", or "." for the end of a mail, be
// answered so and not carried out.
func (v *Server) Answer(command string, code int, text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.answers[command] = append(v.answers[command], answer{code, text})
}

// Drop makes the server end the next connection that comes to a place.
func (v *Server) Drop(at Place) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.drops[at]++
}

// drop reports whether a connection ends here.
func (v *Server) drop(at Place) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.drops[at] == 0 {
		return false
	}
	v.drops[at]--
	return true
}

// answered returns the answer that was ordered for a command.
func (v *Server) answered(command string) (answer, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	as := v.answers[command]
	if len(as) == 0 {
		return answer{}, false
	}
	v.answers[command] = as[1:]
	return as[0], true
}

// takes is the answer to a mailbox.
func (v *Server) takes(mailbox string) answer {
	v.mu.Lock()
	defer v.mu.Unlock()
	mailbox = strings.ToLower(mailbox)
	if a, is := v.unknown[mailbox]; is {
		return a
	}
	if v.seen != nil && !v.seen[mailbox] {
		v.seen[mailbox] = true
		return answer{451, "4.7.1 Greylisted, try again later"}
	}
	return answer{250, "2.1.5 Ok"}
}

// certificate makes one that its maker signed.
func certificate(host string) (*tls.Config, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // the machine has no random numbers
	}
	is := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, is, is, &key.PublicKey, key)
	if err != nil {
		panic(err) // the template above is wrong
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}
