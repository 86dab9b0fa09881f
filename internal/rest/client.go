package rest

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/ordo-sdk/ordo"
)

// What a Config leaves open.
const (
	DefaultMaxBody = 16 << 20        // bytes of an answer
	DefaultTries   = 4               // the first try included
	DefaultTimeout = time.Minute     // for one try
	DefaultMaxWait = 5 * time.Minute // that a vendor may ask for
)

// Config holds what is particular to the system that a client talks to. The zero Config is a plain JSON API without
// credentials.
type Config struct {
	// Auth lists the credentials that every request carries.
	Auth []Auth
	// Header is sent with every request.
	Header http.Header
	// Judge reads the vendor's own errors. It sees every complete answer that is no redirect, also those with status
	// 200, and returns nil for one that reports no error or that is not in the vendor's own form, which then decides
	// nothing. It fills in Code and Text, RequestID if the body holds it, and Class where the vendor's code tells more
	// than the HTTP status does: Retry and RateLimited then mean that surely nothing was done, InDoubt that something
	// may have been, as after a refusal without a reason. The transport fills in the rest. Without a Judge the status
	// decides.
	Judge func(*Reply) *ordo.Error
	// Expired reports which refusals mean that a fetched token has expired, so that a fresh one may help. nil means
	// class Auth with any status but 403.
	Expired func(*ordo.Error) bool
	// Decode reads an answer with a good status, the empty one included, into out, which is nil if only the form of the
	// answer matters. An error says that the answer is not of the vendor's form. nil means JSON.
	Decode func(r *Reply, out any) error
	// Secrets are texts that must not appear in errors, logs and dumps, as well as the credentials in Auth: for
	// instance a secret part of the base URL. Texts of less than 4 bytes are not looked for.
	Secrets []ordo.Secret
	// Hidden names headers, query parameters and fields (JSON, form, XML) with secret values, beside the usual names.
	Hidden []string
	// RequestID is the header of the answer with the vendor's number of the request. Empty means X-Request-Id.
	RequestID string
	// LimitKey is how an ordo.Limiter knows the account, where each has an address of its own. It is no secret. Empty
	// means the account's name.
	LimitKey string
	// Cookies turns on a cookie jar. Without it cookies are ignored.
	Cookies bool
	// MaxBody is the longest acceptable answer in bytes; 0 means DefaultMaxBody.
	MaxBody int64
	// Timeout is for one try, the answer included; 0 means DefaultTimeout. If the user's http.Client has its own, that
	// counts.
	Timeout time.Duration
}

// Client sends requests for one account of one system. It is safe for concurrent use.
type Client struct {
	*transport
	account *accountName
}

// transport is what the copies of a client share.
type transport struct {
	settings Settings
	config   Config
	resty    *resty.Client
	auth     []*credential
	limit    *Limit // of all requests; nil: none
	pauses   pauses
	started  time.Time
	scrub    *scrubber
	debug    *slog.Logger
	agent    []string
	dumping  sync.Mutex
}

// New makes a client from resolved settings. It does not fail: an error in the settings is returned by every call.
func New(s Settings, c Config) *Client {
	c.MaxBody = or(c.MaxBody, DefaultMaxBody)
	c.Timeout = or(c.Timeout, DefaultTimeout)
	s.MaxAttempts = or(s.MaxAttempts, DefaultTries)
	s.MaxWait = or(s.MaxWait, DefaultMaxWait)
	if c.RequestID == "" {
		c.RequestID = "X-Request-Id"
	}
	if c.Decode == nil {
		c.Decode = Decoder(json.Unmarshal)
	}
	if c.Expired == nil {
		c.Expired = expired
	}
	hc := http.Client{}
	if s.HTTPClient != nil {
		hc = *s.HTTPClient
	}
	if hc.Timeout > 0 {
		c.Timeout = 0
	}
	cl := &Client{
		transport: &transport{settings: s, config: c, started: time.Now(), scrub: newScrubber(c.Hidden)},
		account:   &accountName{name: s.Account},
	}
	if hc.Transport == nil {
		hc.Transport = http.DefaultTransport
	}
	hc.CheckRedirect = stay
	switch {
	case !c.Cookies:
		hc.Jar = nil
	case hc.Jar == nil:
		hc.Jar, _ = cookiejar.New(nil) // fails never, by its documentation
	}
	cl.resty = resty.NewWithClient(&hc).SetRetryCount(0).SetDisableWarn(true).SetLogger(silent{})
	cl.resty.SetAllowGetMethodPayload(true)
	cl.agent = []string{s.UserAgent}
	cl.limit = NewLimit("requests", s.Limits)
	if cl.debug = s.Logger; s.Logger == nil {
		cl.debug = slog.New(slog.DiscardHandler)
	}
	for _, s := range c.Secrets {
		cl.scrub.add(s.Reveal())
	}
	for _, a := range c.Auth {
		cl.scrub.hide(a.Header, a.Query)
		cl.scrub.add(a.secrets()...)
		cl.auth = append(cl.auth, &credential{Auth: a})
	}
	cl.scrub.build()
	return cl
}

// Fail makes an error of this client that did not come from the vendor, such as that of a call that was not made.
// Secrets are redacted in text and cause, and both are cut, as in every error.
func (c *Client) Fail(op string, class ordo.Class, text string, cause error) *ordo.Error {
	return &ordo.Error{
		System: c.settings.System, Account: c.Account(), Op: op, Class: class, Text: c.scrub.brief(text, textLimit),
		Err: short(c.scrub.cause(cause)),
	}
}

// or returns v, or the default where v is zero.
func or[T comparable](v, standard T) T {
	var zero T
	if v == zero {
		return standard
	}
	return v
}

// silent keeps resty from writing to stderr.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// Hide lets one more text appear in no error, log or dump from now on, such as the secret part of an address at which
// the other system is to call us. Texts of less than 4 bytes are not looked for.
func (c *Client) Hide(secret string) { c.scrub.hideText(secret) }
