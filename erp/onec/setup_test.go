package onec_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/fake"
)

const service = "/ut/odata/standard.odata/"

// call is a request as it came, and what to answer.
type call struct {
	On     string // such as "POST Document_ЗаказКлиента"
	Status int    // 0 means 200
	Answer string
	See    func(r *http.Request, body map[string]any) // nil: nothing is looked at
}

// base plays a 1C that expects the calls, in their order.
func base(t *testing.T, calls ...call) *onec.Client {
	t.Helper()
	n := 0
	t.Cleanup(func() { require.Len(t, calls, n, "calls that did not come") })
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		on := r.Method + " " + strings.TrimPrefix(r.URL.Path, service)
		if !assertMore(t, n, calls, on) {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		c := calls[n]
		n++
		user, password, _ := r.BasicAuth()
		require.Equal(t, "odata secret", user+" "+password)
		if c.See != nil {
			b, _ := io.ReadAll(r.Body)
			var body map[string]any
			_ = json.Unmarshal(b, &body)
			c.See(r, body)
		}
		w.Header().Set("Content-Type", "application/json;odata=nometadata;charset=utf-8")
		if c.Status != 0 {
			w.WriteHeader(c.Status)
		}
		_, _ = io.WriteString(w, c.Answer)
	})
	return onec.New("https://1c.example/ut", "odata", "secret", ordo.WithHTTPClient(&http.Client{Transport: fake.Direct(h)}), ordo.WithMaxAttempts(2))
}

func assertMore(t *testing.T, n int, calls []call, on string) bool {
	if n >= len(calls) {
		t.Errorf("one call too many: %s", on)
		return false
	}
	if calls[n].On != on {
		t.Errorf("call %d is %q, expected %q", n+1, on, calls[n].On)
		return false
	}
	return true
}

// filterOf returns the decoded $filter of a request.
func filterOf(r *http.Request) string { return r.URL.Query().Get("$filter") }

// bare plays a 1C that answers whatever answer says.
func bare(t *testing.T, answer func(r *http.Request) string) *onec.Client {
	t.Helper()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, answer(r)) })
	return onec.New("https://1c.example/ut", "odata", "secret", ordo.WithHTTPClient(&http.Client{Transport: fake.Direct(h)}), ordo.WithMaxAttempts(2))
}
