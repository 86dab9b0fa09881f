package ordo_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
)

// fault: U10
func TestTheBodyOfACallIsBounded(t *testing.T) {
	call := func(body io.Reader) *http.Request { return httptest.NewRequest(http.MethodPost, "/", body) }
	body, err := ordo.ReadCall("shop", call(strings.NewReader("12345")), 5)
	require.NoError(t, err)
	require.Equal(t, "12345", string(body))
	for _, c := range []struct {
		body   io.Reader
		status int
		says   string
	}{
		{strings.NewReader("123456"), 413, "shop: call refused: the body is longer than 5 bytes"},
		{struct{ io.Reader }{strings.NewReader("123456")}, 413, "shop: call refused: the body is longer than 5 bytes"}, // length not announced
		{http.MaxBytesReader(nil, io.NopCloser(strings.NewReader("1234")), 3), 413, "shop: call refused: the body is longer than 3 bytes"},
		{iotest.ErrReader(errors.New("reset")), 400, "shop: call refused: the body broke off: reset"},
	} {
		_, err := ordo.ReadCall("shop", call(c.body), 5)
		var refused *ordo.CallError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, c.status, refused.Status)
		require.EqualError(t, err, c.says)
	}
}

func TestWhatIsPendingSaysWhereToAsk(t *testing.T) {
	err := &ordo.PendingError{System: "cdek", Account: "cdek-1", Op: "POST /v2/orders", Ref: "7275", State: "ACCEPTED"}
	require.EqualError(t, err, "cdek cdek-1: POST /v2/orders: accepted, not done yet: 7275: ACCEPTED")
	require.Zero(t, ordo.ClassOf(err), "it is no refusal")
}
