package ordo_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
)

// fault: C15
func TestAnAnswerIsWrittenAsItIs(t *testing.T) {
	for _, c := range []struct {
		answer ordo.Answer
		status int
		header http.Header
		body   string
	}{
		{ordo.JSONAnswer(201, `{"success":1}`), 201, http.Header{"Content-Type": {"application/json"}}, `{"success":1}`},
		{ordo.Answer{}, 200, http.Header{}, ""},
		{
			ordo.Answer{Status: 503, Header: http.Header{"Retry-After": {"60"}, "Www-Authenticate": {"Basic", "Digest"}}},
			503,
			http.Header{"Retry-After": {"60"}, "Www-Authenticate": {"Basic", "Digest"}},
			"",
		},
	} {
		w := httptest.NewRecorder()
		c.answer.Write(w)
		require.Equal(t, c.status, w.Code)
		require.Equal(t, c.header, w.Header())
		require.Equal(t, c.body, w.Body.String())
	}
}
