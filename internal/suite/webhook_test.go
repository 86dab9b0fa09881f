package suite_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// port is one whose calls are numbers, broken in one way.
type port struct {
	broken  string
	patient bool
	calls   int
}

func (p *port) is(broken string) bool { return p.broken == broken }

func (p *port) Admit(r *http.Request) error {
	if p.is("reads the body to admit it") {
		_, _ = io.ReadAll(r.Body)
	}
	if r.Header.Get("Secret") == "right" || p.is("takes forged calls") {
		return nil
	}
	if p.is("refuses in its own words") {
		return errors.New("no")
	}
	return &ordo.CallError{System: "port", Status: 403, Text: "wrong secret"}
}

func (p *port) Receive(r *http.Request, body []byte) (ordo.Call[int], error) {
	p.calls++
	if p.is("reads the body itself") {
		_, _ = io.ReadAll(r.Body)
	}
	call := ordo.Call[int]{Key: string(body)}
	var n int
	if _, err := fmt.Sscanf(string(body), "%d", &n); err != nil && !p.is("takes garbage") {
		if p.is("garbage brings news") {
			call.News = []int{0}
		}
		return call, &ordo.CallError{System: "port", Status: 400, Text: "no number", Err: err}
	}
	call.News = []int{n}
	switch p.broken {
	case "has no key":
		call.Key = ""
	case "has another key each time":
		call.Key = fmt.Sprint(p.calls)
	case "brings nothing":
		call.News = nil
	case "brings something else":
		call.News[0]++
	case "brings more the second time":
		call.News = append(call.News, call.News[:min(p.calls-1, 1)]...)
	case "answers badly by itself":
		call.Answer.Status = 500
	case "refuses genuine calls":
		return call, &ordo.CallError{Status: 400}
	}
	return call, nil
}

func (p *port) Answer(err error) ordo.Answer {
	var refused *ordo.CallError
	switch {
	case err == nil && !p.is("answers badly"):
		return ordo.Answer{Status: 204}
	case errors.As(err, &refused) && p.patient && refused.Status != 403:
		return ordo.Answer{Status: 204}
	case errors.As(err, &refused) && !p.is("answers refusals well"):
		return ordo.Answer{Status: refused.Status}
	case errors.Is(err, ordo.ErrNotStored) && (p.is("asks for no repeat") || p.patient && !p.is("asks for a repeat")):
		return ordo.Answer{Status: 204}
	case p.is("tells what is none of its business"):
		return ordo.Answer{Status: 503, Body: []byte(err.Error())}
	case p.is("answers refusals well"):
		return ordo.Answer{Status: 200}
	}
	return ordo.Answer{Status: 503}
}

func check(p *port) error {
	call := func(secret string) func() (*http.Request, []byte) {
		return func() (*http.Request, []byte) {
			return &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/"}, Header: http.Header{"Secret": {secret}}}, []byte("7")
		}
	}
	return suite.Webhook[int]{
		Port: p, Call: call("right"), Forged: call("wrong"), Patient: p.patient,
		About: func(news []int) error {
			if news[0] != 7 {
				return fmt.Errorf("the news are about %d", news[0])
			}
			return nil
		},
	}.Check()
}

func TestAPortThatKeepsThePromisesPasses(t *testing.T) {
	require.NoError(t, check(&port{}))
	require.NoError(t, check(&port{patient: true}))
}

func TestEachBrokenPromiseIsFound(t *testing.T) {
	for _, broken := range []string{
		"reads the body to admit it", "takes forged calls", "refuses in its own words", "reads the body itself", "takes garbage",
		"garbage brings news", "has no key", "has another key each time", "brings nothing", "brings something else",
		"brings more the second time", "answers badly by itself", "refuses genuine calls", "answers badly",
		"answers refusals well", "asks for no repeat", "tells what is none of its business",
	} {
		require.Error(t, check(&port{broken: broken}), broken)
	}
	require.Error(t, check(&port{patient: true, broken: "asks for a repeat"}))
}
