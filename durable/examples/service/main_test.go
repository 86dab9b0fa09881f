package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
)

// town is both systems, and a place where the service is reached.
type town struct {
	*testing.T
	mm      *megamarkettest.Server
	crm     *retailcrmtest.Server
	outside net.Listener
	env     map[string]string
	seen    atomic.Value // a func(fake.Exchange) that sees all calls of the service
}

func newTown(t *testing.T) *town {
	t.Helper()
	l := listen(t)
	at := "http://" + l.Addr().String()
	x := &town{T: t, outside: l, crm: retailcrmtest.New(retailcrmtest.Settings{})}
	x.mm = megamarkettest.New(megamarkettest.Settings{Receiver: fake.Receiver{URL: at + "/mm-1", User: "mm", Password: "callback-pa55word"}})
	x.seen.Store(func(fake.Exchange) {})
	see := func(e fake.Exchange) {
		if f, is := x.seen.Load().(func(fake.Exchange)); is {
			f(e)
		}
	}
	x.mm.Observe, x.crm.Observe = see, see
	x.crm.AddOffer(501, "MUG-RED", "Кружка красная")
	t.Cleanup(func() { x.mm.Close(); x.crm.Close() })
	x.env = map[string]string{
		"MM_TOKEN": megamarkettest.DefaultToken, "MM_MERCHANT_ID": strconv.Itoa(megamarkettest.DefaultMerchantID), "MM_BASE_URL": x.mm.URL(),
		"MM_CALLBACK_USER": "mm", "MM_CALLBACK_PASSWORD": "callback-pa55word",
		"CRM_URL": x.crm.URL(), "CRM_KEY": retailcrmtest.Key, "CRM_SITE": retailcrmtest.Site,
		"MODULE_URL": at + "/crm-1", "MODULE_CLIENT_ID": "module-client-5ecret",
		"LISTEN": "127.0.0.1:0", "ADMIN": "127.0.0.1:0",
		"STORE_FILE": filepath.Join(t.TempDir(), "orders.db"),
	}
	return x
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func (x *town) getenv(name string) string { return x.env[name] }

// program runs the program and returns all that it says.
func (x *town) program(ctx context.Context, args ...string) (stdout, stderr string, code int) {
	x.Helper()
	var out, errs bytes.Buffer
	code = run(ctx, args, x.getenv, &out, &errs)
	return out.String(), errs.String(), code
}

// becomes waits for what the service does automatically.
func (x *town) becomes(want string, is func() string) {
	x.Helper()
	require.Eventually(x, func() bool { return is() == want }, time.Minute, 10*time.Millisecond)
}

// page is a page for people.
func (x *town) page(l net.Listener, path string) string {
	x.Helper()
	return x.get("http://" + l.Addr().String() + path)
}

func (x *town) get(url string) string {
	x.Helper()
	r, err := http.NewRequestWithContext(x.Context(), http.MethodGet, url, http.NoBody)
	require.NoError(x, err)
	resp, err := http.DefaultClient.Do(r)
	require.NoError(x, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(x, err)
	return string(b)
}

func TestAnOrderComesByCallbackAndIsConfirmedInTheCRM(t *testing.T) { onEveryStore(t, confirmed) }

func confirmed(t *testing.T, kind string) {
	x := newTown(t)
	stdout, stderr, code := x.program(t.Context(), "-install")
	require.Zero(t, code, stderr)
	require.Contains(t, stdout, "set up")

	x.keepIn(kind)
	s, err := read(x.getenv, kind)
	require.NoError(t, err)
	var logged buffer
	w, err := connect(opened(t, s), s, slog.New(slog.NewTextHandler(&logged, nil)), bridge.WithPollEvery(50*time.Millisecond))
	require.NoError(t, err)
	inside := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- work(ctx, w, x.outside, inside, slog.New(slog.NewTextHandler(&logged, nil))) }()
	x.becomes("ok\n", func() string { return x.page(x.outside, "/healthz") })
	x.becomes("ok\n", func() string { return x.page(inside, "/readyz") })

	id := x.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Count: 2}}})
	for _, d := range x.mm.SendHooks(t.Context()) {
		require.Equal(t, http.StatusOK, d.Status, d.Answer)
	}
	card := func() string {
		o, _ := x.crm.Order(id)
		return o.Status
	}
	x.becomes("new", card)
	o, _ := x.crm.Order(id)
	x.crm.SetStatus(o.ID, "availability-confirmed")
	x.becomes("1", func() string { return strconv.Itoa(x.mm.Commits("order/confirm")) })
	x.becomes("confirmed", func() string {
		for line := range strings.Lines(x.page(inside, "/orders")) {
			if f := strings.Fields(line); f[0] == "mm-1/"+id {
				return f[1]
			}
		}
		return ""
	})
	x.becomes("true", func() string { // confirmed here when the call begins, in the journal when Megamarket has answered
		return strconv.FormatBool(strings.Contains(x.page(inside, "/journal?order=mm-1/"+id), "confirm lines 1 and 2: applied"))
	})
	require.NotContains(t, x.page(inside, "/journal?level=error"), "mm-1")
	require.Contains(t, x.page(inside, "/"), "/journal")
	require.Contains(t, x.page(x.outside, "/orders"), "404", "the pages are not for the outside")

	stop()
	require.NoError(t, <-ended)
	_, err = (&net.Dialer{}).DialContext(t.Context(), "tcp", x.outside.Addr().String())
	require.Error(t, err, "no more calls are taken")
	for _, secret := range []string{megamarkettest.DefaultToken, retailcrmtest.Key, "callback-pa55word", "module-client-5ecret"} {
		require.NotContains(t, logged.String(), secret)
	}
}

func TestItServesUntilItIsStopped(t *testing.T) { onEveryStore(t, served) }

func served(t *testing.T, kind string) {
	x := newTown(t)
	x.keepIn(kind)
	_, stderr, code := x.program(t.Context(), "-install")
	require.Zero(t, code, stderr)
	ctx, stop := context.WithCancel(t.Context())
	var errs buffer
	code = -1
	done := make(chan struct{})
	go func() {
		defer close(done)
		code = run(ctx, []string{"-store", kind}, x.getenv, io.Discard, &errs)
	}()
	x.becomes("true", func() string { return strconv.FormatBool(strings.Contains(errs.String(), "serving")) })
	stop()
	<-done
	require.Zero(t, code, errs.String())
	require.Equal(t, kind == "memory", strings.Contains(errs.String(), "ORDERS ARE KEPT IN MEMORY ONLY"))
}

func TestWhatIsWrongWithTheAccountsIsSaid(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	_, stderr, code := x.program(t.Context(), "-check")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "crm-1")
	require.Contains(t, stderr, "ordo_handed_to_courier", "the module is not installed yet")

	_, stderr, code = x.program(t.Context(), "-install")
	require.Zero(t, code, stderr)
	stdout, stderr, code := x.program(t.Context(), "-check")
	require.Zero(t, code, stderr)
	require.Contains(t, stdout, "good")

	x.env["MM_TOKEN"] = "a-wrong-token"
	_, stderr, code = x.program(t.Context(), "-check")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "mm-1")
	require.NotContains(t, stderr, "a-wrong-token")
}

func TestMissingSettingsAreExplained(t *testing.T) {
	t.Parallel()
	x := &town{T: t}
	stdout, stderr, code := x.program(t.Context())
	require.Equal(t, 2, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "no settings")
	for _, v := range variables() {
		require.Contains(t, stderr, v.name)
		require.Contains(t, stderr, v.what)
		require.Contains(t, stderr, v.example)
	}
	x.env = map[string]string{"CRM_KEY": "s3cret-key", "MM_MERCHANT_ID": "none"}
	_, stderr, code = x.program(t.Context(), "-check")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, "MM_TOKEN is missing")
	require.Contains(t, stderr, `MM_MERCHANT_ID: "none" must be a number`)
	require.NotContains(t, stderr, "CRM_KEY is missing")
	require.NotContains(t, stderr, "s3cret-key")
}

func TestWrongSettingsAreExplained(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ variable, value, says string }{
		"no address":            {"CRM_URL", "shop.retailcrm.ru", "CRM_URL: must be an address"},
		"half a module":         {"MODULE_CLIENT_ID", "", "must be set together"},
		"pages for everybody":   {"ADMIN", ":8081", "is open to others"},
		"no database":           {"STORE_URL", "db.example:s3cret", "STORE_URL: must be an address"},
		"pages nowhere":         {"ADMIN", "8081", "must be an address"},
		"no mapping":            {"CRM_MAPPING", filepath.Join(t.TempDir(), "none.json"), "CRM_MAPPING: open"},
		"a mapping with errors": {"CRM_MAPPING", file(t, `{"confirm": ["agreed"], "done": "complete", "colour": "red"}`), "colour: unknown field"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newTown(t)
			x.env["STORE_URL"] = "postgres://ordo@127.0.0.1/ordo"
			x.env[tt.variable] = tt.value
			_, stderr, code := x.program(t.Context(), "-check", "-store", "postgres")
			require.Equal(t, 2, code)
			require.Contains(t, stderr, tt.says)
			require.NotContains(t, stderr, "s3cret")
		})
	}
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mapping.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestAMappingFromAFileIsUsed(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.env["CRM_MAPPING"] = file(t, `{"confirm": ["client-confirmed"]}`)
	s, err := read(x.getenv, "memory")
	require.NoError(t, err)
	require.Equal(t, []string{"client-confirmed"}, s.mapping.Confirm)
	require.Empty(t, s.mapping.Done)
}

func TestAWrongCommandLineIsExplained(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	for says, args := range map[string][]string{
		"-port": {"-port"}, `unexpected argument "serve"`: {"serve"}, "exclude each other": {"-check", "-install"},
		"give one of them":                           {"-verify", "-backup", "orders-monday.db"},
		`"paper" must be memory, sqlite or postgres`: {"-store", "paper"},
	} {
		_, stderr, code := x.program(t.Context(), args...)
		require.Equal(t, 2, code)
		require.Contains(t, stderr, says)
		require.Contains(t, stderr, usage)
	}
	stdout, _, code := x.program(t.Context(), "-h")
	require.Zero(t, code)
	require.Contains(t, stdout, "MM_TOKEN")
}

func TestAnAddressThatIsTakenIsAnError(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"LISTEN", "ADMIN"} {
		x := newTown(t)
		x.env[name] = x.outside.Addr().String()
		_, stderr, code := x.program(t.Context())
		require.Equal(t, 1, code)
		require.Contains(t, stderr, x.outside.Addr().String())
	}
}

// buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestThePrintedMappingCanBeRead(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"-mapping"}, func(string) string { return "" }, &out, &errs))
	require.Empty(t, errs.String())
	m, err := retailcrm.ParseMapping(out.Bytes())
	require.NoError(t, err)
	require.Equal(t, retailcrm.DefaultMapping(), m)
}
