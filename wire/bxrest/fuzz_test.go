package bxrest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

type bytesOf []byte

func (b bytesOf) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(b))), Request: r, ContentLength: -1}, nil
}

// Whatever is answered, each command has one outcome, and a list ends.
func FuzzAnswer(f *testing.F) {
	for _, s := range []string{
		`{"result":{"result":{"c00":1},"result_error":{"c01":{"error":5}},"result_total":[],"result_time":{"c00":{"operating":"x"}}}}`,
		`{"result":{"items":[{"id":"7"},[],null,5]},"next":"50","total":true,"time":[]}`, `{"result":{"result":["a","b"],"result_error":""}}`,
		`{"error":{"code":1},"time":{"operating_reset_at":9e99}}`, `{"result":[],"next":0}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c := bxrest.New("https://portal.example", bxrest.Webhook(1, "hook-code"), bxrest.Box(), ordo.WithMaxAttempts(1),
			ordo.WithHTTPClient(&http.Client{Transport: bytesOf(body)}))
		got, err := c.Batch(t.Context(), []bxrest.Command{{Method: "a"}, {Method: "b"}}, bxrest.BatchOptions{})
		for _, r := range got {
			require.True(t, (r.Result != nil) != (r.Err != nil) || r.Skipped, "%v %+v", err, r)
		}
		for _, key := range []string{"", "items"} {
			for r, err := range bxrest.List[deal](t.Context(), c, bxrest.Listing{Method: "l", Key: key, ID: "id"}) {
				require.True(t, err == nil || r.ID == 0)
			}
		}
	})
}
