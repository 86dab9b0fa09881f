package rest_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

var defaults = rest.Settings{System: "cdek", BaseURL: "https://api.cdek.example/v2/", Limits: rest.Limits{PerSecond: 5}}

type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }

func TestZeroConfigurationWorks(t *testing.T) {
	s := rest.Resolve(defaults)
	require.NoError(t, s.Err)
	require.Equal(t, "https://api.cdek.example/v2", s.BaseURL, "without the slash at the end")
	require.Equal(t, rest.Limits{PerSecond: 5}, s.Limits)
	require.NotNil(t, s.Logger)
	require.Equal(t, "ordo-sdk", s.UserAgent)
	require.WithinDuration(t, time.Now(), s.Clock.Now(), time.Minute)
}

func TestOptionsOverrideDefaults(t *testing.T) {
	var dump bytes.Buffer
	hc, log, clock := &http.Client{}, slog.Default(), stopped(time.Unix(1, 0))
	s := rest.Resolve(
		defaults, nil,
		ordo.WithHTTPClient(hc), ordo.WithBaseURL("http://127.0.0.1:8080"), ordo.WithLogger(log), ordo.WithDump(&dump),
		ordo.WithLimits(ordo.Limits{PerSecond: 1, Burst: 2}), ordo.WithMaxAttempts(1), ordo.WithClock(clock),
		ordo.WithUserAgent("shop/2.0"), ordo.WithAccount("first"), ordo.WithAccount("cdek-1"),
	)
	require.Equal(t, rest.Settings{
		System: "cdek", Account: "cdek-1", BaseURL: "http://127.0.0.1:8080", HTTPClient: hc, Logger: log, Dump: &dump,
		Limits: rest.Limits{PerSecond: 1, Burst: 2}, MaxAttempts: 1, Clock: clock, UserAgent: "shop/2.0 ordo-sdk",
	}, s)
}

func TestNilAndNegativeOptionsStandForTheDefault(t *testing.T) {
	s := rest.Resolve(defaults, ordo.WithLogger(nil), ordo.WithClock(nil), ordo.WithHTTPClient(nil), ordo.WithMaxAttempts(-3), ordo.WithLimiter(nil))
	require.Nil(t, s.Limiter)
	require.NotNil(t, s.Logger)
	require.NotNil(t, s.Clock)
	require.Zero(t, s.MaxAttempts)
	require.NoError(t, s.Err)
}

func TestAWrongBaseURLIsAClearError(t *testing.T) {
	tests := map[string]string{
		"":                               "is empty",
		"api.cdek.example":               `has scheme ""`,
		"ftp://api.cdek.example":         `has scheme "ftp"`,
		"/v2":                            `has scheme ""`,
		"https://":                       "names no host",
		"https://:443":                   "names no host",
		"https://api.cdek.example?key=1": "has a query",
		"https://api.cdek.example?":      "has a query",
		"https://api.cdek.example#a":     "has a fragment",
		"https://api.cdek.example#":      "has a fragment",
		"https://u:p4ss@cdek.example":    "give credentials to New",
		"https://u:p4ss@cdek.example:x":  "cannot be read",
	}
	for base, want := range tests {
		t.Run(base, func(t *testing.T) {
			s := rest.Resolve(defaults, ordo.WithBaseURL(base), ordo.WithAccount("cdek-1"))
			require.ErrorContains(t, s.Err, want)
			require.ErrorContains(t, s.Err, "cdek cdek-1: base URL")
			require.ErrorIs(t, s.Err, ordo.ErrInvalid)
			require.NotContains(t, s.Err.Error(), "p4ss")
		})
	}
}

func TestAnErrorOfTheClientPackageGoesBeforeTheBaseURL(t *testing.T) {
	mine := &ordo.Error{System: "atol", Text: "no group code", Class: ordo.Invalid}
	require.Equal(t, mine, rest.Resolve(rest.Settings{Err: mine}).Err)
}
