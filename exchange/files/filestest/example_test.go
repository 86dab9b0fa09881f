package filestest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/exchange/files/filestest"
)

// The test of a folder is one line.
func ExampleRun() {
	_ = func(t *testing.T) {
		filestest.Run(t, func(t *testing.T) filestest.Fixture { return filestest.Fixture{Port: files.Dir(t.TempDir())} })
	}
	// Output:
}
