package exchange1c_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

const shopAddress = "https://shop.example/bitrix/admin/1c_exchange.php"

// shop returns a shop and a client of it.
func shop(t *testing.T, st exchange1ctest.Settings, opts ...ordo.Option) (*exchange1ctest.Shop, *exchange1c.Client) {
	s := exchange1ctest.NewShop(st)
	t.Cleanup(s.Close)
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: s.Transport()})}, opts...)
	return s, exchange1c.New(shopAddress, exchange1ctest.DefaultUser, exchange1ctest.DefaultPassword, opts...)
}

func TestACatalogueIsSentInPartsOfTheLimit(t *testing.T) {
	for name, st := range map[string]exchange1ctest.Settings{
		"archive": {FileLimit: 300}, "plain": {FileLimit: 300, Unzipped: true}, "without a limit": {FileLimit: -1, Unzipped: true}, "UTF-8, old": {UTF8: true, NoSessID: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c := shop(t, st)
				content := catalog(1000)
				done, err := c.Send(t.Context(), "catalog",
					exchange1c.Bytes("import.xml", content), exchange1c.Bytes("import_files/ab/1.jpg", []byte("a picture")), exchange1c.Bytes("offers.xml", content))
				require.NoError(t, err)
				assert.Equal(t, []exchange1c.Imported{
					{Name: "import.xml", Warnings: []string{"Импорт успешно завершен."}}, {Name: "offers.xml", Warnings: []string{"Импорт успешно завершен."}},
				}, done)
				got := s.Imported()
				require.Len(t, got, 2)
				assert.Equal(t, string(content), string(got[0].Content))
				if st.FileLimit == 300 && st.Unzipped {
					assert.Equal(t, 2*((len(content)+299)/300)+1, s.Calls("catalog/file"))
				}
			})
		})
	}
}

func TestOrdersAreConfirmedOnceTheyAreKept(t *testing.T) {
	s, c := shop(t, exchange1ctest.Settings{})
	s.PutOrder(exchange1ctest.ShopOrder{Number: "50417", Date: "2026-11-30", Sum: "1290.50", Buyer: "Орлова Вера ☺", Status: "N"})
	var got []commerceml.Document
	take := func(why error) func(context.Context, *commerceml.Reader) error {
		return func(_ context.Context, r *commerceml.Reader) error {
			got = nil
			for d, err := range commerceml.Only[*commerceml.Document](r.Records()) {
				if err != nil {
					return err
				}
				got = append(got, *d)
			}
			return why
		}
	}
	full := errors.New("the disk is full")
	require.ErrorIs(t, c.Orders(t.Context(), take(full)), full)
	assert.Equal(t, []string{"50417"}, s.Waiting(), "they are offered again")

	err := c.Orders(t.Context(), func(_ context.Context, r *commerceml.Reader) error {
		for _, err := range r.Records() {
			return err
		}
		return nil
	})
	require.ErrorContains(t, err, "not read to the end, so they are not confirmed")
	assert.Equal(t, []string{"50417"}, s.Waiting())

	require.NoError(t, c.Orders(t.Context(), take(nil)))
	require.Len(t, got, 1)
	assert.Equal(t, "Орлова Вера ☺", got[0].Parties[0].Name, "out of windows-1251")
	assert.Empty(t, s.Waiting())

	require.NoError(t, c.Orders(t.Context(), take(nil)))
	assert.Empty(t, got)
}

func TestAnOrderThatChangesBeforeItIsConfirmedStays(t *testing.T) {
	s, c := shop(t, exchange1ctest.Settings{})
	s.PutOrder(exchange1ctest.ShopOrder{Number: "1", Date: "2026-11-30", Status: "N"})
	require.NoError(t, c.Orders(t.Context(), func(_ context.Context, r *commerceml.Reader) error {
		for _, err := range r.Records() {
			assert.NoError(t, err)
			s.PutOrder(exchange1ctest.ShopOrder{Number: "1", Date: "2026-11-30", Status: "P"})
		}
		return nil
	}))
	assert.Equal(t, []string{"1"}, s.Waiting())
}

func TestALostAnswerToAPartBeginsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := shop(t, exchange1ctest.Settings{FileLimit: 300, Unzipped: true})
		s.Faults().Nth("catalog/file", 2, fake.ResetAfter())
		s.Faults().Nth("catalog/import", 2, fake.ResetAfter())
		s.Faults().Nth("catalog/init", 2, fake.StatusAfter(502))
		content := catalog(1000)
		_, err := c.Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", content))
		require.NoError(t, err)
		require.Len(t, s.Imported(), 1)
		assert.Equal(t, string(content), string(s.Imported()[0].Content), "no part came twice")

		s.Faults().Always("catalog/file", fake.ResetAfter())
		_, err = c.Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", content))
		assert.ErrorIs(t, err, ordo.ErrInDoubt)
		assert.Equal(t, 3+1+1, s.Calls("catalog/checkauth"), "and gives up")
		assert.Len(t, s.Imported(), 1, "nothing half-done")
	})
}

func TestRefusalsOfAShop(t *testing.T) {
	ctx := t.Context()
	class := ordo.ClassOf
	t.Run("wrong password", func(t *testing.T) {
		s, _ := shop(t, exchange1ctest.Settings{})
		_, err := exchange1c.New(shopAddress, "1c", "wrong-password", ordo.WithHTTPClient(&http.Client{Transport: s.Transport()})).Start(ctx, "sale")
		assert.Equal(t, ordo.Auth, class(err))
		assert.EqualError(t, err, "exchange1c: sale/checkauth: 200 [failure]: Ошибка авторизации. Неверное имя пользователя или пароль.")
	})
	t.Run("no rights", func(t *testing.T) {
		_, c := shop(t, exchange1ctest.Settings{NoImport: true})
		_, err := c.Send(ctx, "catalog", exchange1c.Bytes("import.xml", catalog(1)))
		assert.Equal(t, ordo.Auth, class(err))
	})
	t.Run("a damaged file", func(t *testing.T) {
		_, c := shop(t, exchange1ctest.Settings{Steps: -1})
		_, err := c.Send(ctx, "catalog", exchange1c.Bytes("import.xml", catalog(1)[:100]))
		assert.Equal(t, ordo.Invalid, class(err))
		assert.ErrorContains(t, err, "Ошибка импорта метаданных.")
	})
	t.Run("a session that the shop has forgotten", func(t *testing.T) {
		s, c := shop(t, exchange1ctest.Settings{})
		session, err := c.Start(ctx, "sale")
		require.NoError(t, err)
		s.EndSessions()
		_, err = session.Query(ctx)
		assert.Equal(t, ordo.Auth, class(err))
	})
	t.Run("warnings beside success, on its line", func(t *testing.T) {
		_, c := shop(t, exchange1ctest.Settings{Steps: -1})
		done, err := c.Send(ctx, "sale", exchange1c.Bytes("orders.xml", []byte(`<КоммерческаяИнформация><Документ><Ид>a</Ид><Номер>7</Номер>`+
			`<ХозОперация>Заказ товара</ХозОперация></Документ><Документ><Номер>8</Номер></Документ></КоммерческаяИнформация>`)))
		require.NoError(t, err)
		assert.Equal(t, []string{"Заказ №7 на сайте не найден.", "Для документа со стороны 1С не передан уникальный идентификатор - 'Ид'."}, done[0].Warnings)
	})
	t.Run("no settings", func(t *testing.T) {
		_, err := exchange1c.New(shopAddress, "", "").Start(ctx, "sale")
		assert.Equal(t, ordo.Auth, class(err))
		_, err = exchange1c.New("shop", "a", "b").Start(ctx, "sale")
		assert.Equal(t, ordo.Invalid, class(err))
	})
	t.Run("names and files that cannot be sent", func(t *testing.T) {
		_, c := shop(t, exchange1ctest.Settings{Unzipped: true})
		_, err := c.Send(ctx, "catalog", exchange1c.Bytes("../import.xml", catalog(1)))
		assert.Equal(t, ordo.Invalid, class(err))
		_, err = c.Send(ctx, "catalog", exchange1c.File{Name: "import.xml", Open: func() (io.ReadCloser, error) { return nil, errors.New("no such file") }})
		assert.Equal(t, ordo.Invalid, class(err))
	})
}

// readAll reads orders, and keeps none.
func readAll(_ context.Context, r *commerceml.Reader) error {
	for _, err := range r.Records() {
		if err != nil {
			return err
		}
	}
	return nil
}

// answers is a shop that says something of its own for some modes.
type answers map[string]string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	mode := r.URL.Query().Get("mode")
	if r.URL.Path != "/" || r.URL.Query().Get("wc1c") != "exchange" {
		mode = "another address"
	}
	text, ok := a[mode]
	if !ok {
		text = map[string]string{"checkauth": "success\nS\nabc\n", "init": "zip=no\nfile_limit=100\n", "import": "success\n"}[mode]
	}
	head := http.Header{"Content-Type": {"text/plain"}}
	return &http.Response{StatusCode: 200, Header: head, ContentLength: -1, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

func TestAnswersOfOddShops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := func(a answers) *exchange1c.Client {
			return exchange1c.New("https://shop.example/?wc1c=exchange", "user", "password", ordo.WithHTTPClient(&http.Client{Transport: a}), ordo.WithMaxAttempts(1))
		}
		orders := func(a answers) error {
			return client(a).Orders(t.Context(), readAll)
		}
		const noOrders = "\xef\xbb\xbf<?xml version=\"1.0\"?><КоммерческаяИнформация/>"
		for what, a := range map[string]answers{
			"a page":                       {"query": "<html>"},
			"nothing":                      {"query": ""},
			"a page at checkauth":          {"checkauth": "<html>"},
			"one line at checkauth":        {"checkauth": "success"},
			"a header for a cookie":        {"checkauth": "success\nS\na; Path=/x"},
			"no limits":                    {"init": "success"},
			"an unknown word at success":   {"query": noOrders, "success": "ok"},
			"nothing at success":           {"query": noOrders, "success": " \n "},
			"a warning before the refusal": {"query": "Notice: Undefined index\nfailure\n"},
		} {
			assert.ErrorIs(t, orders(a), ordo.ErrRetry, what)
		}
		odd := client(answers{"file": "success", "import": "Notice: Undefined index\nsuccess"})
		_, err := odd.Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", catalog(1)))
		assert.ErrorIs(t, err, ordo.ErrInDoubt)
		assert.ErrorIs(t, orders(answers{"query": "failure\nНет заказов"}), ordo.ErrInvalid)
		assert.ErrorIs(t, orders(answers{"query": "\xef\xbb\xbffailure\r\n"}), ordo.ErrInvalid)
		assert.ErrorIs(t, orders(answers{"query": "PK\x03\x04"}), ordo.ErrUnsupported)
		assert.NoError(t, orders(answers{"query": noOrders, "success": "success"}))
		assert.NoError(t, orders(answers{"query": noOrders, "success": "SUCCESS\r\n", "init": "zip=no\r\nfile_limit=\r\n"}))
		assert.ErrorIs(t, orders(answers{"checkauth": "failure\n\xce\xf8\xe8\xe1\xea\xe0 \xe0\xe2\xf2\xee\xf0\xe8\xe7\xe0\xf6\xe8\xe8"}), ordo.ErrAuth, "windows-1251 that nobody states")
	})
}

func TestNoSecretIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dump strings.Builder
		s, c := shop(t, exchange1ctest.Settings{}, ordo.WithDump(&dump))
		_, err := c.Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", catalog(1)))
		require.NoError(t, err)
		s.Faults().Always("sale/query", fake.ResetAfter())
		err = c.Orders(t.Context(), nil)
		require.Error(t, err)
		for _, secret := range []string{exchange1ctest.DefaultPassword, "c00k1e", "5e551d", "MWM6czNjcmV0"} {
			assert.NotContains(t, dump.String(), secret)
			assert.NotContains(t, err.Error(), secret)
		}
		assert.NotEmpty(t, dump.String())
	})
}

// What a shop has imported is what was sent, however often the network fails, or an error says that nothing was.
func TestNothingArrivesInHalfWhateverFails(t *testing.T) {
	sent, failed := 0, 0
	for seed := range uint64(40) {
		synctest.Test(t, func(t *testing.T) {
			var got host
			h, _ := setup(t, exchange1c.Settings{FileLimit: 400, Unzipped: seed%2 == 0, Import: got.Import})
			defer h.Close()
			s := fake.NewServer(h)
			defer s.Close()
			s.Faults().Random("*", 0.15, seed+1, fake.ResetBefore(), fake.ResetAfter(), fake.Status(503), fake.StatusAfter(502), fake.Cut(3), fake.BadGateway(), fake.TooMany(time.Second))
			c := exchange1c.New(address, user, password, ordo.WithHTTPClient(&http.Client{Transport: s.Transport()}))
			content := catalog(3000)
			_, err := c.Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", content), exchange1c.Bytes("offers.xml", content))
			if err == nil {
				sent++
				require.Len(t, got.got, 2, "seed %d", seed)
			} else {
				failed++
				require.NotZero(t, ordo.ClassOf(err), "seed %d: %v", seed, err)
			}
			for name, b := range got.got {
				require.Equal(t, string(content), string(b), "seed %d: %s", seed, name)
			}
		})
	}
	assert.Positive(t, sent)
	assert.Positive(t, failed)
}

// An exchange address that redirects loses the query: no redirect is followed, and no password goes elsewhere.
func TestARedirectIsNotFollowed(t *testing.T) {
	calls := 0
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		assert.Equal(t, "shop.example", r.Host)
		http.Redirect(w, r, "https://other.example"+r.URL.Path+"/", http.StatusMovedPermanently)
	})
	c := exchange1c.New(shopAddress, user, password, ordo.WithHTTPClient(&http.Client{Transport: fake.Direct(h)}), ordo.WithMaxAttempts(1))
	_, err := c.Start(t.Context(), "catalog")
	assert.ErrorIs(t, err, ordo.ErrRetry)
	assert.Equal(t, 1, calls)
}
