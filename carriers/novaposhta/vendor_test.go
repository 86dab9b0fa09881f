package novaposhta_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
)

// request is a call as it was sent.
type request struct {
	Key        string         `json:"apiKey"`
	Model      string         `json:"modelName"`
	Method     string         `json:"calledMethod"`
	Properties map[string]any `json:"methodProperties"`
	url        string
}

func (r request) op() string { return r.Model + "." + r.Method }

// script answers each method with the next of its bodies, and the last one for ever. An empty body is a lost answer.
type script struct {
	mu      sync.Mutex
	answers map[string][]string
	sent    []request
	printed string // what the cabinet answers
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := func(body string) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: -1,
			Body: io.NopCloser(strings.NewReader(body)), Request: r,
		}, nil
	}
	one := request{url: r.URL.String()}
	if r.Method == http.MethodGet {
		s.sent = append(s.sent, one)
		return answer(s.printed)
	}
	if err := json.NewDecoder(r.Body).Decode(&one); err != nil {
		return nil, err
	}
	s.sent = append(s.sent, one)
	all := s.answers[one.op()]
	if len(all) == 0 {
		return nil, errors.New("nobody expects " + one.op())
	}
	if len(all) > 1 {
		s.answers[one.op()] = all[1:]
	}
	if all[0] == "" {
		return nil, io.ErrUnexpectedEOF
	}
	return answer(all[0])
}

// calls returns the calls of a method.
func (s *script) calls(op string) (out []request) {
	for _, r := range s.sent {
		if r.op() == op {
			out = append(out, r)
		}
	}
	return out
}

// at returns a client before a script.
func at(t *testing.T, answers map[string][]string) (*novaposhta.Client, *script) {
	t.Helper()
	s := &script{answers: answers}
	return novaposhta.New("0123456789abcdef0123456789abcdef", ordo.WithHTTPClient(&http.Client{Transport: s}), ordo.WithLimits(ordo.Limits{})), s
}

// rows is a success.
func rows(all ...string) string {
	return `{"success":true,"data":[` + strings.Join(all, ",") + `]` + tail
}

// refused is a refusal.
func refused(code, text string) string {
	return `{"success":false,"data":[],"errors":["` + text + `"],"warnings":[],"info":[],"messageCodes":[],"errorCodes":["` + code + `"],"warningCodes":[],"infoCodes":[]}`
}
