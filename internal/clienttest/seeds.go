package clienttest

import (
	"os"
	"path/filepath"
	"testing"
)

// Seeds begins a fuzz test with the files of testdata that a pattern such as "*.json" means, and with others.
func Seeds(f *testing.F, pattern string, more ...string) {
	f.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(names) == 0 {
		f.Fatal("no testdata", err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, m := range more {
		f.Add([]byte(m))
	}
}
