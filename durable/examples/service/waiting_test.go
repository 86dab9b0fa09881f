package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

var mug = []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990}}

// wire is connect with the addresses and credentials of the fakes, over a store in memory.
func wire(t *testing.T, market *megamarkettest.Server, shop *retailcrmtest.Server, clock ordo.Clock) *wired {
	t.Helper()
	return wireOver(t, settings{store: "memory"}, market, shop, clock)
}

func wireOver(t *testing.T, s settings, market *megamarkettest.Server, shop *retailcrmtest.Server, clock ordo.Clock) *wired {
	t.Helper()
	t.Cleanup(func() { market.Close(); shop.Close() })
	shop.AddOffer(501, "MUG-RED", "Кружка красная")
	w, err := connect(opened(t, s), settings{
		store: s.store, storeFile: s.storeFile, storeURL: s.storeURL,
		mmToken: megamarkettest.DefaultToken, mmMerchant: megamarkettest.DefaultMerchantID, mmBaseURL: market.URL(),
		callbackUser: "mm", callbackPassword: "callback-pa55word",
		crmURL: shop.URL(), crmKey: retailcrmtest.Key, crmSite: retailcrmtest.Site, mapping: retailcrm.DefaultMapping(),
		moduleURL: "https://ordo.example/crm-1", moduleID: "module-client-5ecret", language: texts.Russian, clock: clock,
	}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.NoError(t, w.crm.Install(t.Context()))
	return w
}

// The code of the README: a service is tested with fakes, a clock and Sync.
func TestAConfirmationIsTriedAgain(t *testing.T) {
	t.Parallel()
	sync := func(b *bridge.Bridge) {
		pass, err := b.Sync(t.Context())
		require.NoError(t, err)
		require.Empty(t, pass.Problems())
	}

	clock := fake.NewClock(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC))
	market := megamarkettest.New(megamarkettest.Settings{Now: clock.Now, PendingReads: -1}) // lots change at once
	shop := retailcrmtest.New(retailcrmtest.Settings{Now: clock.Now})
	w := wire(t, market, shop, clock) // the wiring under test, with the addresses of the fakes
	id := market.Place(megamarkettest.Order{Goods: mug})
	sync(w.b) // Bridge.Sync returns when nothing is left to do at this time
	card, _ := shop.Order(id)
	shop.SetStatus(card.ID, "availability-confirmed")
	market.Faults().Next("order/confirm", fake.Status(503)) // Megamarket is down, once
	sync(w.b)
	clock.Advance(time.Minute) // when it is tried again
	sync(w.b)
	require.Equal(t, []string{"CONFIRMED"}, market.Statuses(id))
}

func TestWhatWaitsForAPersonIsShownAndSettled(t *testing.T) { onEveryStore(t, settled) }

func settled(t *testing.T, kind string) {
	clock := fake.NewClock(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC))
	market := megamarkettest.New(megamarkettest.Settings{Now: clock.Now, PendingReads: -1})
	shop := retailcrmtest.New(retailcrmtest.Settings{Now: clock.Now})
	w := wireOver(t, settingsOf(t, kind), market, shop, clock)
	sync := func() {
		t.Helper()
		_, err := w.b.Sync(t.Context())
		require.NoError(t, err)
	}
	call := func(method, path string, header ...string) (int, string) {
		r := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer := httptest.NewRecorder()
		w.pages().ServeHTTP(answer, r)
		return answer.Code, answer.Body.String()
	}

	// waits returns the key of a confirmation that Megamarket refuses.
	waits := func() (id, key string) {
		t.Helper()
		clock.Advance(2 * time.Minute)
		id = market.Place(megamarkettest.Order{Goods: mug})
		sync()
		card, _ := shop.Order(id)
		shop.SetStatus(card.ID, "availability-confirmed")
		market.Faults().Next("order/confirm", megamarkettest.Refuse("the merchant is blocked"))
		clock.Advance(time.Minute)
		sync()
		_, list := call(http.MethodGet, "/waiting")
		for line := range strings.Lines(list) {
			if f := strings.Fields(line); f[0] == "mm-1/"+id {
				require.Equal(t, []string{"mm-1", "подтверждение"}, f[1:3])
				require.Contains(t, line, "the merchant is blocked")
				key = f[3]
			}
		}
		require.NotEmpty(t, key, list)
		return id, key
	}

	id, key := waits()
	code, text := call(http.MethodPost, "/retry?by=anna&key="+key)
	require.Equal(t, http.StatusOK, code, text)
	sync()
	require.Equal(t, []string{"CONFIRMED"}, market.Statuses(id))
	code, text = call(http.MethodPost, "/retry?key="+key)
	require.Equal(t, http.StatusConflict, code, text)
	_, text = call(http.MethodGet, "/orders")
	require.Contains(t, text, texts.Russian.Sprintf("%s", status.OrderConfirmed))

	id, key = waits()
	code, text = call(http.MethodPost, "/resolve?outcome=rejected&by=anna&key="+key)
	require.Equal(t, http.StatusOK, code, text)
	sync()
	_, text = call(http.MethodGet, "/waiting")
	require.NotContains(t, text, key)
	_, text = call(http.MethodGet, "/journal?order="+url.QueryEscape("mm-1/"+id))
	require.Contains(t, text, "anna")

	code, _ = call(http.MethodPost, "/retry?key=none")
	require.Equal(t, http.StatusNotFound, code)
	for _, path := range []string{"/resolve?outcome=well&key=" + key, "/dismiss?order=mm-1/1&n=x", "/retry-message?order=mm-1/1&n=x"} {
		code, _ = call(http.MethodPost, path)
		require.Equal(t, http.StatusBadRequest, code, path)
	}
	for _, path := range []string{"/dismiss?order=mm-1/1&n=1", "/retry-message?order=mm-1/1&n=1"} {
		code, text = call(http.MethodPost, path)
		require.Equal(t, http.StatusNotFound, code, text)
	}
	code, _ = call(http.MethodPost, "/retry?key="+key, "Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, code, "another page cannot post")
}

func TestTheLanguageIsRead(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.env["MERCHANT_LANGUAGE"] = "pl-PL"
	s, err := read(x.getenv, "memory")
	require.NoError(t, err)
	require.Equal(t, texts.Polish, s.language)
	x.env["MERCHANT_LANGUAGE"] = "latin"
	_, err = read(x.getenv, "memory")
	require.ErrorContains(t, err, "MERCHANT_LANGUAGE")
}
