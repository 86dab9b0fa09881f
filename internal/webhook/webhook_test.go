package webhook_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/webhook"
)

// shop takes calls with the header X-Key, and returns their bodies as texts.
type shop struct{}

func (shop) Admit(r *http.Request) error {
	if r.Header.Get("X-Key") == "" {
		return &ordo.CallError{System: "shop", Status: http.StatusForbidden, Text: "the header X-Key is missing"}
	}
	return nil
}

func (shop) Parse(_ *http.Request, body []byte) (string, error) { return string(body), nil }

func TestACallIsAdmittedBeforeItIsRead(t *testing.T) {
	call := func(key string, size int) (string, error) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", size)))
		r.Header.Set("X-Key", key)
		return webhook.Receive(shop{}, "shop", r, 4)
	}
	got, err := call("k", 4)
	require.NoError(t, err)
	require.Equal(t, "xxxx", got)
	_, err = call("", 5)
	require.Equal(t, http.StatusForbidden, webhook.Status(err))
	require.Empty(t, webhook.Answer(err).Body)

	// fault: U10
	_, err = call("k", 5)
	require.Equal(t, ordo.Answer{
		Status: http.StatusRequestEntityTooLarge, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
		Body: []byte("the body is longer than 4 bytes\n"),
	}, webhook.Answer(err))
}

func TestWhatIsNotStoredComesAgain(t *testing.T) {
	refused := &ordo.CallError{Status: http.StatusNotFound}
	for _, c := range []struct {
		err    error
		status int
	}{
		{nil, 200},
		{refused, 404},
		{&ordo.CallError{Text: "no status"}, 400},
		{ordo.ErrNotStored, 500},
		{errors.New("the disk is full"), 500},
		{fmt.Errorf("%w: %w", ordo.ErrNotStored, refused), 500},
		{&ordo.CallError{Status: 400, Err: ordo.ErrNotStored}, 500},
	} {
		require.Equal(t, c.status, webhook.Status(c.err), "%v", c.err)
	}
}
