package exchange1c_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

const (
	user, password = "1c", "s3cret-of-1c"
	address        = "https://shop.example/exchange"
)

// catalog returns a whole file of some size.
func catalog(size int) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.07"><Каталог><Описание>` +
		strings.Repeat("я", size/2) + `</Описание></Каталог></КоммерческаяИнформация>`)
}

// host keeps what it is given to import.
type host struct {
	got  map[string][]byte
	seen []string
}

func (h *host) Import(_ context.Context, f *exchange1c.Upload) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if h.got == nil {
		h.got = map[string][]byte{}
	}
	h.got[f.Type+"/"+f.Name] = b
	h.seen = append(h.seen, f.Type+"/"+f.Name)
	return err
}

// setup returns a handler and a 1C that calls it.
func setup(t *testing.T, s exchange1c.Settings) (*exchange1c.Handler, *exchange1ctest.OneC) {
	if s.Dir == "" {
		s.Dir = t.TempDir()
	}
	h := exchange1c.NewHandler(user, password, s)
	t.Cleanup(h.Close)
	return h, &exchange1ctest.OneC{URL: address, User: user, Password: password, Transport: fake.Direct(h)}
}

func TestACatalogueArrivesInPartsWithItsPictures(t *testing.T) {
	for _, plain := range []bool{false, true} {
		t.Run(fmt.Sprintf("plain files %v", plain), func(t *testing.T) {
			var shop host
			var picture []byte
			settings := exchange1c.Settings{FileLimit: 1000, Unzipped: plain, Import: func(ctx context.Context, f *exchange1c.Upload) error {
				r, err := f.Sibling("import_files/ab/1.jpg")
				if err != nil {
					return err
				}
				defer r.Close()
				picture, _ = io.ReadAll(r)
				_, err = f.Sibling("import_files/ab/2.jpg")
				assert.ErrorIs(t, err, fs.ErrNotExist)
				_, err = f.Sibling("../../etc/passwd")
				assert.Error(t, err)
				return shop.Import(ctx, f)
			}}
			_, onec := setup(t, settings)
			files := exchange1ctest.Files{
				"import0_1.xml": catalog(40_000), "offers0_1.xml": catalog(500), "import_files/ab/1.jpg": []byte("\xff\xd8 a picture"),
			}
			require.NoError(t, onec.Send(t.Context(), "catalog", files))
			assert.Equal(t, []string{"catalog/import0_1.xml", "catalog/offers0_1.xml"}, shop.seen)
			assert.Equal(t, files["import0_1.xml"], shop.got["catalog/import0_1.xml"])
			assert.Equal(t, "\xff\xd8 a picture", string(picture))
		})
	}
}

// The answers as 1C reads them, to the byte: a plain 1C counts the lines that answer init.
func TestAnswersAreThoseOfTheProtocol(t *testing.T) {
	h, onec := setup(t, exchange1c.Settings{FileLimit: 500, Unzipped: true, Import: (&host{}).Import})
	require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": catalog(10)}))
	login := strings.Split(onec.Steps[0].Answer, "\n")
	require.Len(t, login, 4)
	assert.Equal(t, []string{"success", "ORDO1C"}, login[:2])
	assert.Regexp(t, `^[a-z2-7]{26}$`, login[2])
	assert.Regexp(t, `^sessid=[a-z2-7]{26}$`, login[3])
	assert.Equal(t, "zip=no\nfile_limit=500", onec.Steps[1].Answer)
	assert.Equal(t, "success", onec.Steps[2].Answer)
	assert.Equal(t, "success\nФайл import.xml загружен", onec.Steps[3].Answer)

	t.Run("a 1C that asks for a version gets two lines more", func(t *testing.T) {
		onec.Version, onec.SessID = "2.10", true
		require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": catalog(10)}))
		assert.Regexp(t, `^zip=no\nfile_limit=500\nsessid=[a-z2-7]{26}\nversion=2.09$`, onec.Steps[5].Answer)
	})
	t.Run("no orders are an empty root, as 1C takes an empty answer for an error", func(t *testing.T) {
		onec.Version = ""
		orders, err := onec.TakeOrders(t.Context())
		require.NoError(t, err)
		assert.Empty(t, orders)
	})
	t.Run("the charset is in the head", func(t *testing.T) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/?type=catalog&mode=checkauth", nil))
		assert.Equal(t, 200, w.Code)
		assert.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
		assert.Equal(t, "failure\nОшибка авторизации. Неверное имя пользователя или пароль.", w.Body.String())
		assert.Empty(t, w.Header().Values("Set-Cookie"))
	})
}

// pain: CML-P5
func TestARequestThatLostItsQueryGetsOnePlainLine(t *testing.T) {
	h, _ := setup(t, exchange1c.Settings{})
	for _, target := range []string{"/exchange", "/exchange/", "//exchange", "/exchange?", "/exchange?type=&mode=", "/exchange?%zz", "/bitrix/admin/1c_exchange.php"} {
		for _, method := range []string{"GET", "POST", "HEAD", "PUT"} {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(method, "/", nil)
			r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
			r.SetBasicAuth(user, password)
			h.ServeHTTP(w, r)
			lines := strings.Split(w.Body.String(), "\n")
			assert.Equal(t, 200, w.Code, "%s %s", method, target)
			require.Len(t, lines, 2, "%s %s: %q", method, target, w.Body)
			assert.Equal(t, "failure", lines[0])
			assert.NotContains(t, w.Body.String(), ".go", "no trace")
			assert.NotContains(t, w.Body.String(), os.TempDir(), "no paths")
			assert.Empty(t, w.Header().Get("Location"))
		}
	}
}

// bare calls the handler with a query and a body, in a session or without.
type bare struct {
	h      http.Handler
	cookie string
}

func (b *bare) call(query, body string) string {
	method := "GET"
	if strings.Contains(query, "mode=file") {
		method = "POST"
	}
	r := httptest.NewRequest(method, "/?"+query, strings.NewReader(body))
	r.SetBasicAuth(user, password)
	if b.cookie != "" {
		r.Header.Set("Cookie", "ORDO1C="+b.cookie)
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	answer := w.Body.String()
	if strings.Contains(query, "mode=checkauth") && strings.HasPrefix(answer, "success") {
		b.cookie = strings.Split(answer, "\n")[2]
	}
	return answer
}

func TestStrangersAreRefused(t *testing.T) {
	h, onec := setup(t, exchange1c.Settings{RequireSessID: true, Import: (&host{}).Import})
	ctx := t.Context()
	t.Run("wrong password", func(t *testing.T) {
		other := *onec
		other.Password = "guess"
		assert.ErrorContains(t, other.Send(ctx, "catalog", nil), "Неверное имя пользователя или пароль")
	})
	t.Run("no settings, no callers", func(t *testing.T) {
		_, err := (&exchange1ctest.OneC{URL: address, Transport: fake.Direct(exchange1c.NewHandler("", "", exchange1c.Settings{}))}).TakeOrders(ctx)
		assert.ErrorContains(t, err, "Ошибка авторизации")
	})
	t.Run("no session", func(t *testing.T) {
		b := bare{h: h, cookie: "GUESSED"}
		assert.Equal(t, "failure\nСеанс обмена не найден или завершён: начните обмен заново (mode=checkauth)", b.call("type=sale&mode=query", ""))
	})
	t.Run("without the sessid", func(t *testing.T) {
		assert.ErrorContains(t, onec.Send(ctx, "catalog", exchange1ctest.Files{"import.xml": catalog(1)}), "Обновите модуль обмена")
		onec.SessID = true
		assert.NoError(t, onec.Send(ctx, "catalog", exchange1ctest.Files{"import.xml": catalog(1)}))
	})
	t.Run("a wrong sessid, also where none is required", func(t *testing.T) {
		h, _ := setup(t, exchange1c.Settings{})
		b := bare{h: h}
		b.call("type=sale&mode=checkauth", "")
		assert.Contains(t, b.call("type=sale&mode=init&sessid=guess", ""), "Обновите модуль обмена")
	})
}

// archive packs files whose names nobody checks.
func archive(t *testing.T, change func(*zip.FileHeader), names ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		head := &zip.FileHeader{Name: n, Method: zip.Deflate}
		if change != nil {
			change(head)
		}
		w, err := z.CreateHeader(head)
		require.NoError(t, err)
		_, err = w.Write(catalog(10))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.String()
}

func TestTricksWithNamesAndArchivesAreRefused(t *testing.T) {
	var shop host
	dir := t.TempDir()
	h, _ := setup(t, exchange1c.Settings{Dir: dir, Import: shop.Import, MaxFiles: 20, MaxUnpacked: 100_000})
	b := bare{h: h}
	begin := func() { b.call("type=catalog&mode=checkauth", ""); b.call("type=catalog&mode=init", "") }
	begin()
	for _, name := range []string{
		"..%2Fx.xml", "a%2F..%2F..%2Fx.xml", "%2Fetc%2Fpasswd", "C%3A%5Cx.xml", "%5C%5Chost%5Cx.xml", "..%5C..%5Cx.xml", "x%00.xml", "", ".", "a%2F%2Fb",
		"x.xml%3Astream", "a%0Ab.xml", strings.Repeat("x", 1001), "%2Ftmp%2F..%2F..%2Fx",
	} {
		for _, mode := range []string{"file", "import"} {
			answer := b.call("type=catalog&mode="+mode+"&filename="+name, "x")
			assert.True(t, strings.HasPrefix(answer, "failure\n"), "%s %q: %s", mode, name, answer)
			assert.NotContains(t, answer, dir)
		}
	}
	for what, content := range map[string]string{
		"climbing":        archive(t, nil, "../import.xml", "import.xml"),
		"absolute":        archive(t, nil, "/import.xml", "import.xml"),
		"a drive":         archive(t, nil, `C:\import.xml`, "import.xml"),
		"a link":          archive(t, func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }, "import.xml"),
		"nested":          archive(t, nil, "import.xml", "more.zip"),
		"twice":           archive(t, nil, "import.xml", "import.xml"),
		"too many":        archive(t, nil, strings.Split(strings.Repeat("a,", 30)+"import.xml", ",")...),
		"locked":          archive(t, func(h *zip.FileHeader) { h.Flags |= 1 }, "import.xml"),
		"cut off":         archive(t, nil, "import.xml")[:60],
		"no archive":      "PK is how it begins",
		"a long tail":     archive(t, nil, "import.xml") + strings.Repeat("x", 10<<20),
		"a bomb":          bomb(t, 200_000),
		"a lying bomb":    lyingBomb(t),
		"a huge register": hugeDirectory(),
	} {
		begin()
		require.Equal(t, "success", b.call("type=catalog&mode=file&filename=v8.zip", content), what)
		answer := b.call("type=catalog&mode=import&filename=import.xml", "")
		assert.True(t, strings.HasPrefix(answer, "failure\n"), "%s: %s", what, answer)
		assert.NotContains(t, answer, dir, what)
	}
	assert.Empty(t, shop.seen, "nothing was imported")
	h.Close()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "nothing stays on the disk")
}

func TestWhatAKilledProcessLeftIsSweptLater(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{"ordo-1c-old": 25 * time.Hour, "ordo-1c-query-old": 25 * time.Hour, "ordo-1c-new": time.Hour, "other": 99 * time.Hour} {
		require.NoError(t, os.Mkdir(dir+"/"+name, 0o700))
		require.NoError(t, os.Chtimes(dir+"/"+name, time.Now(), time.Now().Add(-age)))
	}
	h, onec := setup(t, exchange1c.Settings{Dir: dir, Import: (&host{}).Import})
	require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": catalog(1)}))
	h.Close()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range left {
		names = append(names, e.Name())
	}
	assert.Equal(t, []string{"ordo-1c-new", "other"}, names)
}

func TestAnArchiveOfOldWindowsKeepsItsNames(t *testing.T) {
	found := false
	h, _ := setup(t, exchange1c.Settings{Import: func(_ context.Context, f *exchange1c.Upload) error {
		r, err := f.Sibling("import_files/Кружка.jpg")
		if err == nil {
			found = true
			err = r.Close()
		}
		return err
	}})
	b := bare{h: h}
	b.call("type=catalog&mode=checkauth", "")
	b.call("type=catalog&mode=init", "")
	b.call("type=catalog&mode=file&filename=v8.zip", archive(t, func(h *zip.FileHeader) { h.NonUTF8 = true }, "import.xml", "import_files\\\x8a\xe0\xe3\xa6\xaa\xa0.jpg"))
	assert.Equal(t, "success\nФайл import.xml загружен", b.call("type=catalog&mode=import&filename=import.xml", ""))
	assert.True(t, found)
}

// bomb is an archive with one file that is much longer than it.
func bomb(t testing.TB, n int) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("import.xml")
	require.NoError(t, err)
	_, err = w.Write(catalog(n))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

// lyingBomb states a length in its directory that is less than what comes out.
func lyingBomb(t *testing.T) string {
	b := []byte(bomb(t, 200_000))
	at := bytes.Index(b, []byte("PK\x01\x02"))
	copy(b[at+24:], []byte{100, 0, 0, 0})
	return string(b)
}

// hugeDirectory is an archive of nothing but a directory, whose length it does not state.
func hugeDirectory() string {
	entry := append([]byte("PK\x01\x02"), make([]byte, 42)...)
	end := append([]byte("PK\x05\x06"), make([]byte, 18)...)
	return string(bytes.Repeat(entry, 300_000)) + string(end)
}

func TestOnlyCompleteFilesAreImported(t *testing.T) {
	whole := string(catalog(3000))
	_, element, _ := strings.Cut(whole, "\n")
	for what, content := range map[string]string{
		"the last part is missing":  whole[:2000],
		"the first part is missing": whole[1000:],
		"a part in the middle":      whole[:100] + whole[1100:],
		"nothing but blanks":        "   ",
		"another root":              `<?xml version="1.0"?><html></html>`,
		"two roots":                 whole + element,
		"text behind it":            whole + "x",
		"entities":                  `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><КоммерческаяИнформация>&b;</КоммерческаяИнформация>`,
		"an entity nobody declared": `<КоммерческаяИнформация>&b;</КоммерческаяИнформация>`,
		"elements that cross":       `<КоммерческаяИнформация><a><b></a></b></КоммерческаяИнформация>`,
		"very deep":                 `<КоммерческаяИнформация>` + strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300) + `</КоммерческаяИнформация>`,
		"another encoding":          `<?xml version="1.0" encoding="KOI8-R"?><КоммерческаяИнформация/>`,
		"a text without an end":     `<КоммерческаяИнформация>` + strings.Repeat("x", 9<<20) + `</КоммерческаяИнформация>`,
		"an attribute without end":  `<КоммерческаяИнформация a="` + strings.Repeat("x", 9<<20) + `"/>`,
	} {
		t.Run(what, func(t *testing.T) {
			var shop host
			h, _ := setup(t, exchange1c.Settings{Import: shop.Import})
			b := bare{h: h}
			b.call("type=catalog&mode=checkauth", "")
			b.call("type=catalog&mode=init", "")
			require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", content))
			answer := b.call("type=catalog&mode=import&filename=import.xml", "")
			assert.True(t, strings.HasPrefix(answer, "failure\nФайл «import.xml» "), answer)
			assert.Empty(t, shop.seen)

			// What 1C sends next is taken, under the same name and without another init.
			require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", whole[:1500]))
			require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", whole[1500:]))
			assert.Equal(t, "success\nФайл import.xml загружен", b.call("type=catalog&mode=import&filename=import.xml", ""))
			assert.Equal(t, whole, string(shop.got["catalog/import.xml"]))
		})
	}
	t.Run("windows-1251 and a byte order mark are fine", func(t *testing.T) {
		var shop host
		_, onec := setup(t, exchange1c.Settings{Import: shop.Import})
		old := "<?xml version=\"1.0\" encoding=\"windows-1251\"?><\xca\xee\xec\xec\xe5\xf0\xf7\xe5\xf1\xea\xe0\xff\xc8\xed\xf4\xee\xf0\xec\xe0\xf6\xe8\xff/>\n"
		require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{
			"import.xml": []byte(old), "offers.xml": append([]byte("\xef\xbb\xbf"), catalog(5)...),
		}))
		assert.Len(t, shop.seen, 2)
	})
}

func TestASessionThatEndsInTheMiddleLeavesNothing(t *testing.T) {
	var shop host
	h, onec := setup(t, exchange1c.Settings{Import: shop.Import, Unzipped: true})
	whole := string(catalog(3000))
	b := bare{h: h}
	b.call("type=catalog&mode=checkauth", "")
	b.call("type=catalog&mode=init", "")
	b.call("type=catalog&mode=file&filename=import.xml", whole[:1000]) // and no more

	t.Run("the next init starts clean", func(t *testing.T) {
		b.call("type=catalog&mode=init", "")
		assert.Contains(t, b.call("type=catalog&mode=import&filename=import.xml", ""), "failure\nФайл «import.xml» не выгружен")
		require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", whole))
		require.Equal(t, "success\nФайл import.xml загружен", b.call("type=catalog&mode=import&filename=import.xml", ""))
		assert.Equal(t, whole, string(shop.got["catalog/import.xml"]))
	})
	t.Run("another session sees nothing of it", func(t *testing.T) {
		b.call("type=catalog&mode=init", "")
		b.call("type=catalog&mode=file&filename=import.xml", whole[:1000])
		require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": []byte(whole)}))
	})
	t.Run("init of orders leaves the goods", func(t *testing.T) {
		b.call("type=sale&mode=init", "")
		require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", whole[1000:]))
		assert.Equal(t, "success\nФайл import.xml загружен", b.call("type=catalog&mode=import&filename=import.xml", ""))
	})
	t.Run("a part that broke off is not added", func(t *testing.T) {
		b.call("type=catalog&mode=init", "")
		require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", whole[:1000]))
		r := httptest.NewRequest("POST", "/?type=catalog&mode=file&filename=import.xml", io.MultiReader(strings.NewReader(whole[1000:1500]), broken{}))
		r.Header.Set("Cookie", "ORDO1C="+b.cookie)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, "failure\nОшибка чтения HTTP данных.", w.Body.String())
		require.Equal(t, "success", b.call("type=catalog&mode=file&filename=import.xml", whole[1000:]))
		assert.Equal(t, "success\nФайл import.xml загружен", b.call("type=catalog&mode=import&filename=import.xml", ""))
		assert.Equal(t, whole, string(shop.got["catalog/import.xml"]))
	})
}

// broken is a connection that breaks.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestALongImportIsInProgressAndDoneOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runs := 0
		h, onec := setup(t, exchange1c.Settings{Import: func(ctx context.Context, f *exchange1c.Upload) error {
			runs++
			for n := range 10 {
				f.Progress(fmt.Sprintf("Обработано %d из 10", n))
				time.Sleep(9 * time.Second)
			}
			return ctx.Err()
		}})
		defer h.Close()
		require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": catalog(10)}))
		assert.Equal(t, 1, runs)
		assert.Equal(t, "progress\nОбработано 1 из 10", onec.Steps[3].Answer)
		assert.Len(t, onec.Steps, 3+10, "90 seconds, 10 at a time: no call is near the 180 seconds of 1C")

		// The last answer was lost: 1C asks again.
		require.NoError(t, onec.Import(t.Context(), "catalog", "import.xml"))
		assert.Equal(t, 1, runs)
	})
}

func TestAnImportThatFailsIsToldAndTriedAgain(t *testing.T) {
	var why error
	h, _ := setup(t, exchange1c.Settings{Import: func(context.Context, *exchange1c.Upload) error {
		if why != nil && why.Error() == "panic" {
			panic("/srv/secret/path.go")
		}
		return why
	}})
	b := bare{h: h}
	b.call("type=catalog&mode=checkauth", "")
	b.call("type=catalog&mode=init", "")
	b.call("type=catalog&mode=file&filename=import.xml", string(catalog(10)))
	ask := func(err error) string {
		why = err
		return b.call("type=catalog&mode=import&filename=import.xml", "")
	}
	assert.Equal(t, "failure\nНеизвестная ставка НДС 21 у товара «Кружка»", ask(&exchange1c.Refusal{Text: "Неизвестная ставка\nНДС 21 у товара «Кружка»"}))
	internal := "failure\nВнутренняя ошибка магазина, подробности в его журнале"
	assert.Equal(t, internal, ask(errors.New("open /srv/secret/shop.db: no such file")))
	assert.Equal(t, internal, ask(errors.New("panic")))
	assert.Equal(t, "success\nФайл import.xml загружен", ask(nil))
}

func TestSessionsAndUploadsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		h, _ := setup(t, exchange1c.Settings{Dir: dir, MaxSessions: 2, MaxUpload: 3000, MaxFiles: 2, Import: (&host{}).Import})
		defer h.Close()
		folders := func() int {
			synctest.Wait()
			all, err := os.ReadDir(dir)
			require.NoError(t, err)
			return len(all)
		}
		begin := func() *bare {
			b := &bare{h: h}
			b.call("type=catalog&mode=checkauth", "")
			b.call("type=catalog&mode=init", "")
			return b
		}
		send := func(b *bare, name string, n int) string {
			return b.call("type=catalog&mode=file&filename="+name, strings.Repeat("x", n))
		}
		first, second := begin(), begin()
		require.Equal(t, "success", send(first, "a", 2000))
		assert.Equal(t, "failure\nВыгрузка слишком велика: в магазине закончилось место для неё", send(first, "a", 2000))
		assert.Equal(t, "success", send(first, "b", 1000), "the second part of a was not counted")
		assert.Equal(t, "failure\nВ выгрузке больше 2 файлов", send(first, "c", 1))

		time.Sleep(time.Minute)
		require.Equal(t, "failure\nВыгрузка слишком велика: в магазине закончилось место для неё", send(first, "a", 1), "no other session has anything")
		assert.Equal(t, "success", send(second, "a", 1500), "the first session was the oldest, and made room")
		assert.Contains(t, send(first, "a", 1), "Сеанс обмена не найден")
		assert.Equal(t, 1, folders())

		time.Sleep(time.Minute)
		third := begin()
		begin()
		assert.Contains(t, send(second, "a", 1), "Сеанс обмена не найден", "a third session ends the oldest")
		assert.Equal(t, 0, folders())
		assert.Equal(t, "success", send(third, "a", 1))
		time.Sleep(time.Hour + time.Second)
		assert.Contains(t, send(third, "a", 1), "Сеанс обмена не найден", "its time is over")
		assert.Equal(t, 0, folders())
	})
}

// Memory does not grow with the file, in parts, in an archive or while it is imported.
func TestALargeFileTakesLittleMemory(t *testing.T) {
	var b bytes.Buffer
	w := commerceml.NewWriter(&b, commerceml.File{Version: "2.07"})
	require.NoError(t, w.Write(&commerceml.Catalog{ID: "c"}))
	const goods = 8_000
	for n := range goods {
		require.NoError(t, w.Write(&commerceml.Good{ID: fmt.Sprint(n), Name: "Кружка", Description: strings.Repeat("красная ", 20)}))
	}
	require.NoError(t, w.Close())
	require.Greater(t, b.Len(), 3<<20)

	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for _, plain := range []bool{true, false} {
		n, before, most := 0, heap(), uint64(0)
		h, onec := setup(t, exchange1c.Settings{Unzipped: plain, Import: func(_ context.Context, f *exchange1c.Upload) error {
			for rec, err := range f.Records() {
				if err != nil {
					return err
				}
				if _, ok := rec.(*commerceml.Good); ok {
					if n++; n%4_000 == 2000 {
						most = max(most, heap()-before)
					}
				}
			}
			return nil
		}})
		onec.Transport = unlogged{h}
		require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import.xml": b.Bytes()}))
		assert.Equal(t, goods, n)
		assert.Less(t, int64(most), int64(3<<19))
	}
}

// unlogged calls a handler, and keeps nothing of what was sent.
type unlogged struct{ http.Handler }

func (u unlogged) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	u.ServeHTTP(w, r)
	return w.Result(), nil
}
