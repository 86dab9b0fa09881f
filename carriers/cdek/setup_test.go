package cdek_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
)

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

// lastBody is what was sent last by an operation.
func lastBody(srv *cdektest.Server, op string) (body []byte) {
	for _, e := range srv.Exchanges() {
		if e.Method+" "+e.Path == op {
			body = e.Body
		}
	}
	return body
}
