package megamarket

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/internal/rest"
)

func FuzzAnswer(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"success":0,"error":[{"message":"T0KEN"}]}`, `{"success":1,"data":{"result":0}}`, `%PDF-1.4`)
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
