package exchange1c_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
)

// FuzzHandler sends a file with any name and content to a handler, and then any query.
func FuzzHandler(f *testing.F) {
	plain := string(catalog(10))
	f.Add("type=catalog&mode=file&filename=import.xml", plain, "import.xml", "type=catalog&mode=import&filename=import.xml")
	f.Add("type=catalog&mode=file&filename=v8.zip", bomb(f, 100), "import.xml", "type=catalog&mode=init&version=2.10")
	f.Add("type=sale&mode=file&filename=..%2Fx", "PK", "v8.zip", "type=sale&mode=query")
	f.Add("type=catalog&mode=file&filename=a%5Cb", hugeDirectory()[:200], `a\b`, "type=sale&mode=info;x")
	f.Fuzz(func(t *testing.T, upload, content, name, query string) {
		dir := t.TempDir()
		var shop host
		h := exchange1c.NewHandler(user, password, exchange1c.Settings{Dir: dir, Import: shop.Import})
		defer h.Close()
		b := bare{h: h}
		b.call("type=catalog&mode=checkauth", "")
		cookie := b.cookie
		for _, q := range []string{upload, "type=catalog&mode=import&filename=" + name, query} {
			r := &http.Request{Method: "GET", URL: httptest.NewRequest("GET", "/", nil).URL, Header: http.Header{"Cookie": {"ORDO1C=" + cookie}}}
			r.URL.RawQuery, r.Body = q, http.NoBody
			if strings.Contains(q, "mode=file") {
				r = httptest.NewRequest("POST", "/", strings.NewReader(content))
				r.URL.RawQuery = q
				r.Header.Set("Cookie", "ORDO1C="+cookie)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			first, _, _ := strings.Cut(w.Body.String(), "\n")
			known := first == "success" || first == "failure" || first == "progress" || strings.HasPrefix(first, "zip=") || strings.HasPrefix(first, "<?xml")
			if w.Code != 200 || !known || strings.Contains(w.Body.String(), dir) || strings.Contains(w.Body.String(), "Внутренняя") {
				t.Fatalf("%q: %d %q", q, w.Code, w.Body)
			}
		}
		for name := range shop.got {
			if strings.Contains(name, "..") && !strings.Contains(name, "...") && strings.Contains(name, "../") {
				t.Fatalf("imported %q", name)
			}
		}
	})
}

// FuzzAnswers has a shop answer anything to one of the modes.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{
		"success\nS\nabc", "success", "failure\nОшибка авторизации", "zip=yes\nfile_limit=9", "progress\n1", "successЗаказ №7", "<?xml version=\"1.0\"?><a/>",
		"\xef\xbb\xbf<?xml?>", "PK\x03\x04", "error", "\xce\xf8", "zip=no\r\nfile_limit=-1\r\nsessid=a\r\nversion=3.1",
	} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(4))
	}
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		synctest.Test(t, func(t *testing.T) { fuzzAnswer(t, text, which) })
	})
}

func fuzzAnswer(t *testing.T, text string, which uint8) {
	modes := []string{"checkauth", "init", "file", "import", "query", "success"}
	mode := modes[int(which)%len(modes)]
	if mode == "import" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), "progress") {
		return // it would ask for ever
	}
	a := answers{"query": `<?xml version="1.0"?><КоммерческаяИнформация/>`, "file": "success", "success": "success"}
	a[mode] = text
	c := exchange1c.New("https://shop.example/?wc1c=exchange", "user", "password", ordo.WithHTTPClient(&http.Client{Transport: a}), ordo.WithMaxAttempts(1))
	check := func(err error) {
		if err != nil && ordo.ClassOf(err) == 0 {
			t.Fatalf("%s: %q: no class: %v", mode, text, err)
		}
	}
	if mode == "query" || mode == "success" {
		err := c.Orders(t.Context(), readAll)
		if mode == "query" && strings.Contains(text, "<?xml") {
			return // an error of the reader is no *ordo.Error
		}
		check(err)
		return
	}
	_, err := c.Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", []byte("x")))
	check(err)
}
