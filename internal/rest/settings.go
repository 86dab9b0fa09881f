package rest

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/settings"
)

// agent is the SDK's own part of the header User-Agent.
const agent = "ordo-sdk"

// Settings are what the options of a client come to.
type Settings = settings.Settings

// Limits bounds how fast a client sends requests.
type Limits = settings.Limits

// Resolve applies opts to the defaults of a client package and checks the result. It never fails, so that constructors
// need no error: what is wrong is kept in Settings.Err as an *ordo.Error of class Invalid, and every call returns it.
func Resolve(defaults Settings, opts ...ordo.Option) Settings {
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
			s.Err = &ordo.Error{System: s.System, Account: s.Account, Class: ordo.Invalid, Text: why}
		}
	}
	s.BaseURL = strings.TrimRight(s.BaseURL, "/")
	return s
}

// systemClock is the clock of the machine.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// badBaseURL returns why base cannot be the address of a system, and what would be right. It does not repeat base where
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

// thisMachine reports whether a host is this machine, so that no one can listen on the way to it.
func thisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
