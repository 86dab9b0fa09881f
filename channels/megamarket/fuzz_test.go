package megamarket

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// seed adds the files of testdata.
func seed(f *testing.F, more ...string) {
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) == 0 {
		f.Fatal("no testdata", err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, m := range more {
		f.Add([]byte(m))
	}
}

func FuzzAnswer(f *testing.F) {
	seed(f, `{"success":0,"error":[{"message":"T0KEN"}]}`, `{"success":1,"data":{"result":0}}`, `%PDF-1.4`)
	c := New("T0KEN")
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &rest.Reply{Status: http.StatusOK, Body: b}
		if e := c.judge(r); e != nil && (e.Class == 0 || e.Text == "") {
			t.Fatalf("a refusal that says nothing: %+v", e)
		}
		var out map[string]json.RawMessage
		_ = decodeAnswer(r, &out)
		if s := (Sticker{}); s.read(r) == nil && len(s.Data) == 0 {
			t.Fatal("an empty label")
		}
		for _, p := range readProblems(b) {
			_ = p.String()
		}
	})
}
