package ordo_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
)

func TestAnAnswerIsWrittenAsItIs(t *testing.T) {
	w := httptest.NewRecorder()
	ordo.Answer{Status: 201, ContentType: "application/json", Body: []byte(`{"success":1}`)}.Write(w)
	require.Equal(t, 201, w.Code)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	require.Equal(t, `{"success":1}`, w.Body.String())
}
