package exchange1c_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

// orders are offered until they are read.
type orders struct {
	all  []exchange1c.Sent
	read []exchange1c.Sent
	err  error
}

func (o *orders) Query(_ context.Context, w io.Writer) ([]exchange1c.Sent, error) {
	fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация>`)
	for _, s := range o.all {
		fmt.Fprintf(w, `<Документ><Ид>%[1]s</Ид><Номер>%[1]s</Номер><Дата>2026-11-30</Дата><ХозОперация>Заказ товара</ХозОперация><Валюта>RUB</Валюта></Документ>`, s.Number)
	}
	fmt.Fprint(w, `</КоммерческаяИнформация>`)
	return o.all, o.err
}

func (o *orders) Read(_ context.Context, sent []exchange1c.Sent) error {
	o.read = append(o.read, sent...)
	return nil
}

func TestOrdersCountAsReadWhenOneCSaysSo(t *testing.T) {
	shop := &orders{all: []exchange1c.Sent{{Number: "17", Version: "4"}, {Number: "18", Version: "1"}}}
	h, onec := setup(t, exchange1c.Settings{Query: shop.Query, Read: shop.Read})
	ctx := t.Context()
	t.Run("an error in the middle is a refusal, and no orders that look complete", func(t *testing.T) {
		shop.err = errors.New("database is locked")
		_, err := onec.TakeOrders(ctx)
		assert.ErrorContains(t, err, "failure")
		assert.Empty(t, shop.read)
		shop.err = nil
	})
	t.Run("orders that are not confirmed are offered again", func(t *testing.T) {
		onec.NoSuccess = true
		for range 2 {
			got, err := onec.TakeOrders(ctx)
			require.NoError(t, err)
			assert.Len(t, got, 2)
		}
		assert.Empty(t, shop.read)
	})
	t.Run("the versions that were offered are confirmed, once", func(t *testing.T) {
		b := bare{h: h}
		b.call("type=sale&mode=checkauth", "")
		assert.Equal(t, "success", b.call("type=sale&mode=success", ""), "some callers end each exchange with it")
		assert.Empty(t, shop.read)
		b.call("type=sale&mode=query", "")
		shop.all[0].Version = "5" // after 1C has read it
		assert.Equal(t, "success", b.call("type=sale&mode=success", ""))
		assert.Equal(t, "success", b.call("type=sale&mode=success", ""), "the first answer was lost")
		assert.Len(t, shop.read, 2)
	})
	t.Run("the head and the declaration agree", func(t *testing.T) {
		for text, want := range map[string]string{
			`<?xml version="1.0" encoding="windows-1251"?><a/>`: "application/xml; charset=windows-1251",
			"\ufeff<?xml version='1.0' encoding='UTF-8'?><a/>":  "application/xml; charset=utf-8",
			`<?xml version="1.0"?><a/>`:                         "application/xml; charset=utf-8",
			` <?xml version="1.0"?><a/>`:                        "text/plain; charset=utf-8", // 1C would refuse it
			``:                                                  "text/plain; charset=utf-8",
			`<?xml version="1.0"?>` + strings.Repeat("x", 2000): "text/plain; charset=utf-8", // too long
		} {
			h, _ := setup(t, exchange1c.Settings{MaxOrdersAnswer: 1000, Query: func(_ context.Context, w io.Writer) ([]exchange1c.Sent, error) {
				_, err := io.WriteString(w, text)
				return nil, err
			}})
			b := bare{h: h}
			b.call("type=sale&mode=checkauth", "")
			r := httptest.NewRequest("POST", "/", strings.NewReader("type=sale&mode=query"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Cookie", "ORDO1C="+b.cookie)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			assert.Equal(t, want, w.Header().Get("Content-Type"), text)
		}
	})
}

func TestA1CThatNeverSaysSuccess(t *testing.T) {
	shop := &orders{all: []exchange1c.Sent{{Number: "17"}}}
	_, onec := setup(t, exchange1c.Settings{Query: shop.Query, Read: shop.Read, ReadByQuery: true})
	onec.NoSuccess = true
	for n := range 3 {
		_, err := onec.TakeOrders(t.Context())
		require.NoError(t, err)
		assert.Len(t, shop.read, n, "what the session before was given is read")
	}
}

func TestAFullExchangeOfTheModuleOf1CBitrix(t *testing.T) {
	var since time.Time
	completed := 0
	start := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	s := exchange1c.Settings{
		Import: (&host{}).Import, RequireSessID: true, Windows1251: true, Clock: fake.NewClock(start),
		Deactivate: func(_ context.Context, at time.Time) error { since = at; return nil },
		Complete:   func(context.Context) error { completed++; return nil },
		Info: func(context.Context) (exchange1c.Info, error) {
			return exchange1c.Info{Statuses: []exchange1c.InfoItem{{ID: "N", Name: "Принят"}}, Payments: []exchange1c.InfoItem{{ID: "1", Name: "Наличные", PaymentType: "Наличная"}}}, nil
		},
	}
	h, onec := setup(t, s)
	onec.Version, onec.SessID = "2.10", true
	require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import___1.xml": catalog(1)}))
	require.NoError(t, onec.Finish(t.Context()))
	assert.Equal(t, start, since)
	assert.Equal(t, 1, completed)

	b := bare{h: h}
	sessid := strings.Split(b.call("type=sale&mode=checkauth", ""), "\n")[3]
	info := b.call("type=sale&mode=info&"+sessid, "")
	assert.Contains(t, info, "<Справочник><\u0043татусы><Элемент><Ид>N</Ид><Название>Принят</Название></Элемент>", "the first letter is Latin")
	assert.Contains(t, info, "<ТипОплаты>Наличная</ТипОплаты>")

	t.Run("a shop that does not do it says so", func(t *testing.T) {
		_, onec := setup(t, exchange1c.Settings{Import: (&host{}).Import})
		onec.Version = "2.10"
		require.NoError(t, onec.Send(t.Context(), "catalog", exchange1ctest.Files{"import___1.xml": catalog(1)}))
		assert.ErrorContains(t, onec.Finish(t.Context()), "Магазин не отключает товары")
	})
}

// The client and the handler speak with each other, too: two services can exchange as a shop and 1C.
func TestTheClientCallsTheHandler(t *testing.T) {
	var goods host
	shop := &orders{all: []exchange1c.Sent{{Number: "17", Version: "4"}}}
	for _, s := range []exchange1c.Settings{{}, {Unzipped: true, Windows1251: true}, {RequireSessID: true}} {
		s.Import, s.Query, s.Read, s.FileLimit = goods.Import, shop.Query, shop.Read, 100
		s.Deactivate = func(context.Context, time.Time) error { return nil }
		h, _ := setup(t, s)
		c := exchange1c.New(address, user, password, ordo.WithHTTPClient(&http.Client{Transport: fake.Direct(h)}))
		done, err := c.WithVersion("2.10").Send(t.Context(), "catalog", exchange1c.Bytes("import.xml", catalog(1000)), exchange1c.Bytes("import_files/1.jpg", []byte("x")))
		require.NoError(t, err)
		assert.Equal(t, []exchange1c.Imported{{Name: "import.xml", Warnings: []string{"Файл import.xml загружен"}}}, done)
		assert.Equal(t, catalog(1000), goods.got["catalog/import.xml"])

		shop.read = nil
		require.NoError(t, c.Orders(t.Context(), readAll))
		assert.Equal(t, shop.all, shop.read)

		session, err := c.Start(t.Context(), "catalog")
		require.NoError(t, err)
		require.NoError(t, session.Deactivate(t.Context()))
		require.NoError(t, session.Complete(t.Context()))
		_, err = session.Call(t.Context(), "nonsense", nil)
		assert.ErrorIs(t, err, ordo.ErrUnsupported)
	}
}
