package bridge_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// toPortal counts what a portal in the cloud answers, above all that it is called too often.
type toPortal struct {
	http.RoundTripper
	calls, tooOften atomic.Int64
	down            atomic.Bool
}

func (p *toPortal) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.down.Load() {
		return &http.Response{StatusCode: http.StatusServiceUnavailable, ContentLength: 0, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
	}
	p.calls.Add(1)
	a, err := p.RoundTripper.RoundTrip(r)
	if err == nil && a.StatusCode == http.StatusServiceUnavailable {
		p.tooOften.Add(1)
	}
	return a, err
}

// The buyers of 1C, their cards and the discounts are in the portal where people work: everything at first, then what
// has changed, and again from the start, without anybody twice. Two flows keep to the portal's limit together, and a
// portal that is down for an hour gets all of it when it is back.
//
// part of: B24-1
func TestBuyersAndCardsOf1CAreInThePortal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := onectest.New(onectest.Settings{Now: func() time.Time { return time.Now().AddDate(30, 0, 0) }})
		defer base.Close()
		c := onec.New("https://1c.example"+onectest.Publication, onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: base.Transport()}))
		const buyers = 60
		var partners []onec.Guid
		for i := range buyers {
			p, err := c.Partners().Create(t.Context(), onec.Partner{
				Name: fmt.Sprintf("Петрова Анна %d", i), FullName: fmt.Sprintf("Петрова Анна %d", i), Kind: "ЧастноеЛицо", Customer: true,
				Contacts: []onec.Contact{{Type: "Телефон", Text: fmt.Sprintf("+7912000%04d", i), Phone: fmt.Sprintf("7912000%04d", i)}},
			}, onec.Filter{})
			require.NoError(t, err)
			partners = append(partners, p.Value.Ref)
			_, err = c.LoyaltyCards().Create(t.Context(), onec.LoyaltyCard{
				Name: "Карта", Kind: onec.Guid(base.Key("Catalog_ВидыКартЛояльности", onectest.CardKind)), Barcode: fmt.Sprint(2000000000000 + i), Status: "Действует", Partner: p.Value.Ref,
			}, onec.Filter{})
			require.NoError(t, err)
		}
		portal := bitrix24test.New(bitrix24test.Settings{})
		defer portal.Close()
		known := portal.AddsContact(bitrix24test.Operator, "Анна", "Петрова", "8 (912) 000-00-07", "")
		way := &toPortal{RoundTripper: portal.Transport()}
		crm := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), ordo.WithHTTPClient(&http.Client{Transport: way})).
			System(bitrix24.Settings{Responsible: bitrix24test.Operator})
		_, err := crm.Setup(t.Context())
		require.NoError(t, err)

		site := &chaos.Records{Name: "site", Kinds: []exchange.Kind{exchange.Promos}}
		for i := range 60 {
			site.Put(exchange.Promos, fmt.Sprintf("MAY%d", i), exchange.Promo{Code: fmt.Sprintf("MAY%d", i), Kind: "percent", Value: "10", Active: true})
		}
		store := memory.New()
		kinds := []exchange.Kind{exchange.Parties, exchange.Cards, exchange.Discounts}
		b, err := bridge.New(store, bridge.Account("1c", books1C(base)), bridge.Account("b24-1", crm), bridge.Account("site-1", site),
			bridge.Flow{From: "1c", To: "b24-1", Kinds: kinds}, bridge.Flow{From: "site-1", To: "b24-1", Kinds: site.Kinds})
		require.NoError(t, err)
		require.NoError(t, b.Check(t.Context()))
		both := func(full bool) (runs [2]bridge.Run) {
			var wg sync.WaitGroup
			for i, from := range []string{"1c", "site-1"} {
				wg.Go(func() {
					run, err := b.Exchange(t.Context(), from, "b24-1", full)
					require.NoError(t, err)
					runs[i] = run
				})
			}
			wg.Wait()
			return runs
		}
		way.down.Store(true)
		for _, run := range both(false) {
			require.Equal(t, bridge.ResultFailed, run.Result)
		}
		way.down.Store(false)
		time.Sleep(time.Hour)
		before := way.calls.Load()
		runs := both(false)
		for _, run := range runs {
			require.Equal(t, bridge.ResultOK, run.Result, "%+v", run)
		}
		require.LessOrEqual(t, way.calls.Load()-before, int64(30), "requests for 60 buyers, their cards and 60 promo codes")
		require.Len(t, portal.Contacts(), buyers, "one of them was there")
		for _, x := range portal.Contacts() {
			require.NotEmpty(t, x.Fields[bitrix24.ContactCard], "%+v", x)
			require.NotEmpty(t, x.Fields[bitrix24.ContactParty])
			if x.ID == known {
				require.Equal(t, "2000000000007", x.Fields[bitrix24.ContactCard])
			}
		}

		base.SetBonus(string(partners[3]), 120)
		runs = both(false)
		require.Equal(t, 1, counts(runs[0], exchange.Cards).Changed)
		before = way.calls.Load()
		for _, run := range both(false) {
			require.Equal(t, bridge.ResultOK, run.Result)
		}
		require.Equal(t, before, way.calls.Load(), "what has not changed costs no call of the portal")
		began := way.calls.Load()
		for range 4 {
			for _, run := range both(true) {
				for _, n := range run.Kinds {
					require.Zero(t, n.Changed, "%s: %+v", n.Kind, n)
				}
			}
		}
		require.Greater(t, way.calls.Load()-began, int64(50), "more than the portal takes at once")
		require.Len(t, portal.Contacts(), buyers)
		require.Zero(t, way.tooOften.Load(), "the portal was never asked too often")
		require.Empty(t, portal.IgnoredFields())
	})
}
