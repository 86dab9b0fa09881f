package bitrix24_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// portal answers each method from a function, and keeps what it was asked.
type portal struct {
	asked   []call
	answers map[string]func(params map[string]any) string
}

type call struct {
	method string
	params map[string]any
}

func (p *portal) RoundTrip(r *http.Request) (*http.Response, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	c := call{method: r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]}
	_ = json.Unmarshal(b, &c.params)
	p.asked = append(p.asked, c)
	status, body := http.StatusOK, `{"error":"ERROR_METHOD_NOT_FOUND","error_description":"Method not found!"}`
	if answer := p.answers[c.method]; answer != nil {
		body = answer(c.params)
	}
	if strings.HasPrefix(body, `{"error"`) {
		status = http.StatusBadRequest
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: r}, nil
}

func (p *portal) count(method string) (n int) {
	for _, c := range p.asked {
		if c.method == method {
			n++
		}
	}
	return n
}

func serve(t *testing.T, answers map[string]func(map[string]any) string) (*portal, *bitrix24.Client) {
	t.Helper()
	p := &portal{answers: answers}
	return p, bitrix24.New("https://portal.example", bxrest.Webhook(1, "hook-code"), ordo.WithHTTPClient(&http.Client{Transport: p}),
		bxrest.Box(), ordo.WithMaxAttempts(1))
}

func always(body string) func(map[string]any) string {
	return func(map[string]any) string { return body }
}

func class(t *testing.T, want ordo.Class, err error) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, want, ordo.ClassOf(err), "%v", err)
}
