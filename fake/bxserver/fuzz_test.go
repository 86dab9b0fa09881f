package bxserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// FuzzRequest sends any body in each encoding, also as the command of a batch: nothing breaks, and what is answered is
// an answer.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		`{"a":{"0":1,"1":[]}}`, `a[b][]=1&a[=2&[]=3&a[b]c[d]=4`, `{"cmd":{"a":"echo?a=$result[a][b]"}}`, "%zz=%", `[1,2`,
		`{"filter":{"!%":1,"logic":"OR","0":{"=%a":"%_"}},"order":[["ID"]],"start":-7}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		s := start(t, bxserver.Settings{Box: true})
		for _, method := range []string{"echo", "batch", "note.list"} {
			for _, kind := range []string{"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
				a := post(t, s, portal+method, kind, body)
				if a.Status != http.StatusOK && a.Status != http.StatusBadRequest || a.Body == nil {
					t.Errorf("%s %s: %d %s", method, kind, a.Status, a.Raw)
				}
			}
		}
		if strings.Contains(body, "\x00") {
			return
		}
		m := bxserver.ParseForm(body)
		if again := bxserver.ParseForm(bxserver.EncodeForm(m)); bxserver.EncodeForm(again) != bxserver.EncodeForm(m) {
			t.Errorf("%q is read as %q", bxserver.EncodeForm(m), bxserver.EncodeForm(again))
		}
	})
}
