package ordo

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// agent is the SDK's own part of the header User-Agent.
const agent = "ordo-sdk"

// Settings is what the options of a client come to. Client packages make it with [Resolve]; others have no need of it.
type Settings struct {
	System      string       // the other system, e.g. "megamarket"
	Account     string       // the account there; may be empty
	BaseURL     string       // absolute, without a slash at the end
	HTTPClient  *http.Client // the user's; to be copied, not to be changed; nil: a default one
	Logger      *slog.Logger // never nil after Resolve
	Dump        io.Writer    // nil: no dump
	Limits      Limits
	MaxAttempts int           // 0: the default
	MaxWait     time.Duration // that the system may ask for; 0: the default
	Clock       Clock
	UserAgent   string
	Err         error // what is wrong with the settings; clients return it from every call
}

// Resolve applies opts to the defaults of a client package and checks the result. It never fails, so that constructors
// need no error: what is wrong is kept in Settings.Err as an *[Error] of class Invalid, and every call returns it.
func Resolve(defaults Settings, opts ...Option) Settings {
	s := defaults
	for _, o := range opts {
		if o != nil {
			o(&s)
		}
	}
	if s.Logger == nil {
		s.Logger = slog.New(slog.DiscardHandler)
	}
	if s.Clock == nil {
		s.Clock = systemClock{}
	}
	if s.UserAgent == "" {
		s.UserAgent = agent
	} else {
		s.UserAgent += " " + agent
	}
	if s.MaxAttempts < 0 {
		s.MaxAttempts = 0
	}
	if s.MaxWait < 0 {
		s.MaxWait = 0
	}
	if s.Err == nil {
		if why := badBaseURL(s.BaseURL); why != "" {
			s.Err = &Error{System: s.System, Account: s.Account, Class: Invalid, Text: why}
		}
	}
	s.BaseURL = strings.TrimRight(s.BaseURL, "/")
	return s
}

// badBaseURL says why base cannot be the address of a system, and what would be right. It does not repeat base where
// a part of it may be a secret.
func badBaseURL(base string) string {
	const right = "it must look like https://host or https://host/path"
	u, err := url.Parse(base)
	switch {
	case base == "":
		return "base URL is empty: " + right
	case err != nil:
		return "base URL cannot be read: " + right
	case u.User != nil:
		return "base URL holds a user or a password: give credentials to New instead"
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Sprintf("base URL has scheme %q: %s", u.Scheme, right)
	case u.Hostname() == "":
		return "base URL names no host: " + right
	case u.Scheme == "http" && !thisMachine(u.Hostname()):
		return "base URL is not https: whoever listens on the way would get the credentials"
	case u.RawQuery != "" || u.ForceQuery:
		return "base URL has a query: " + right
	case u.Fragment != "" || strings.HasSuffix(base, "#"):
		return "base URL has a fragment: " + right
	}
	return ""
}

// thisMachine tells whether a host is this machine, so that nobody listens on the way to it.
func thisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
