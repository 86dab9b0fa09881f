package fake_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
)

// Three commands come in one request. Each is named, counted and broken alone.
func TestPartsOfARequestAreOperations(t *testing.T) {
	var s *fake.Server
	s = fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, op := range []string{"a", "b", "c"} {
			status, answer := s.Part(r, op, []byte("do "+op), func(r *http.Request) int {
				fake.Commit(r)
				return http.StatusAccepted
			})
			_, _ = io.WriteString(w, op+":"+http.StatusText(status)+string(answer)+" ")
		}
	}))
	defer s.Close()
	send := func() (string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://vendor.example/batch", strings.NewReader("x"))
		require.NoError(t, err)
		resp, err := s.Transport().RoundTrip(req)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return string(b), err
	}

	s.Faults().Next("b", fake.Refuse(500, "text/plain", "no"), fake.StatusAfter(502), fake.ResetBefore(), fake.ResetAfter())
	for _, want := range []string{"a: b:Internal Server Errorno c: ", "a: b:Bad Gateway c: "} {
		got, err := send()
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	assert.Equal(t, 1, s.Commits("b"), "a refusal changes nothing")
	for commits := range 2 {
		s.Forget()
		_, err := send()
		require.Error(t, err, "the whole exchange is lost")
		assert.Equal(t, commits, s.Commits("b"))
		assert.Equal(t, 0, s.Calls("c"))
	}
	s.Forget()
	_, err := send()
	require.NoError(t, err)
	assert.Equal(t, "1 POST /batch 202 a committed", s.Exchanges()[0].String())
	assert.Equal(t, 1, s.Calls("POST /batch")-3, "the request itself is a line beside its parts")
}
