package bitrix24_test

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

var (
	_ erp.System    = (*bitrix24.System)(nil)
	_ erp.Webhooker = (*bitrix24.System)(nil)
)

// asApplication lets the same desk be read by an application that is installed.
func (d *desktop) asApplication() {
	d.Helper()
	d.portal.Installs(bitrix24test.AppID, bitrix24test.WebhookUser)
	d.portal.FinishInstall(bitrix24test.AppID)
	d.system = d.application()
	_, d.cursor = d.changes()
}

// application is a new process of that application.
func (d *desktop) application() *bitrix24.System {
	d.Helper()
	got := d.portal.Session(bitrix24test.AppID, bitrix24test.WebhookUser)
	text := func(name string) string { v, _ := got.Get(name).(string); return v }
	store := bxrest.MemoryTokens(bxrest.Tokens{
		Member: bitrix24test.MemberID, Access: ordo.NewSecret(text("access_token")), Refresh: ordo.NewSecret(text("refresh_token")),
		Endpoint: text("client_endpoint"), Server: text("server_endpoint"),
	})
	auth := bxrest.OAuth(bxrest.App{ID: bitrix24test.AppID, Secret: ordo.NewSecret(bitrix24test.AppSecret), Member: bitrix24test.MemberID}, store)
	c := bitrix24.New(bitrix24test.Portal, auth, bxrest.Box(), ordo.WithHTTPClient(&http.Client{Transport: d.portal.Transport()}),
		ordo.WithMaxAttempts(1), ordo.WithAccount(deskAccount), ordo.WithClock(clock{&d.now}))
	return c.System(bitrix24.Settings{Responsible: bitrix24test.Operator}, bitrix24.WithCalls(bitrix24test.MemberID, bitrix24test.ApplicationToken))
}

func TestAnApplicationReadsTheQueue(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.asApplication()
	require.NoError(t, d.portal.SetsField(bitrix24test.Seller1, d.deal.ID, "UF_CRM_ORDO_PROMO", "JUNE20"))
	require.NoError(t, d.portal.SetsContact(bitrix24test.Operator, d.deal.Contacts[0], "LAST_NAME", "Петрова"))
	first, behind := d.changes()
	require.Len(t, first, 2)
	require.ElementsMatch(t, []string{strconv.Itoa(bitrix24test.Seller1), strconv.Itoa(bitrix24test.Operator)}, []string{first[0].By, first[1].By})

	d.system = d.application() // the process ended before the cursor was stored
	again, _ := d.changes()
	require.Equal(t, first, again, "what was reserved is found")

	require.NoError(t, d.portal.SetsField(bitrix24test.Seller2, d.deal.ID, "UF_CRM_ORDO_PROMO", "JULY30"))
	d.cursor = behind
	more, next := d.changes()
	require.Len(t, more, 1, "a change while the others are held is none of them")
	require.Equal(t, strconv.Itoa(bitrix24test.Seller2), more[0].By)
	d.cursor = next
	none, last := d.changes()
	require.Empty(t, none)
	require.NotEqual(t, next, last, "what was stored has left the queue")
	d.cursor = last
	none, same := d.changes()
	require.Empty(t, none)
	require.Equal(t, last, same)

	r, err := d.system.Read(t.Context(), more, d.o.View())
	require.NoError(t, err)
	require.Equal(t, "JULY30", *r.Edit.Promo)
}

func TestAnApplicationsOwnWritesComeToNoQueue(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.asApplication()
	d.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.View().Total}})
	d.show()
	all, _ := d.changes()
	require.Empty(t, all)
	require.NoError(t, d.portal.MovesDeal(bitrix24test.Operator, d.deal.ID, bitrix24.StageWon))
	all, _ = d.changes()
	require.Len(t, all, 1)
}

func TestADealThatWasDeletedIsGone(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.asApplication()
	c := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), bxrest.Box(),
		ordo.WithHTTPClient(&http.Client{Transport: d.portal.Transport()}))
	require.NoError(t, c.DeleteItem(t.Context(), bitrix24.TypeDeal, int64(d.deal.ID)))
	all, _ := d.changes()
	require.Len(t, all, 1)
	require.True(t, all[0].Gone)
	require.Equal(t, d.ref.ID, all[0].Ref.ID)
	r, err := d.system.Read(t.Context(), all, d.o.View())
	require.NoError(t, err)
	require.Contains(t, r.Warnings[0].String(), "was deleted in Bitrix24")
}

// A plan without the queue's reservation is read by lists, and nothing is taken from the queue that could be lost.
func TestWithoutReservationTheListsAreRead(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.portal.SetFeature("rest_offline_extended", false)
	d.asApplication()
	require.NoError(t, d.portal.MovesDeal(bitrix24test.Operator, d.deal.ID, bitrix24.StageWon))
	all, _ := d.changes()
	require.Len(t, all, 1)
}

func TestThePortalCalls(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.asApplication()
	require.NoError(t, d.portal.MovesDeal(bitrix24test.Seller1, d.deal.ID, bitrix24.StageWon))
	call := func(event, token string, more url.Values) (ordo.Call[erp.Change], error) {
		form := url.Values{"event": {event}, "data[FIELDS][ID]": {strconv.Itoa(d.deal.ID)}, "auth[application_token]": {token}, "auth[member_id]": {bitrix24test.MemberID}}
		for k, v := range more {
			form[k] = v
		}
		r := httptest.NewRequest(http.MethodPost, "/hook", strings.NewReader(form.Encode()))
		return ordo.TakeCall(d.system, bitrix24.Name, r, ordo.MaxCall)
	}
	got, err := call("ONCRMDEALUPDATE", bitrix24test.ApplicationToken, nil)
	require.NoError(t, err)
	require.Len(t, got.News, 1)
	require.Equal(t, strconv.Itoa(bitrix24test.Seller1), got.News[0].By)

	_, err = call("ONCRMDEALUPDATE", "another token", nil)
	require.Equal(t, http.StatusForbidden, d.system.Answer(err).Status)
	_, err = call("ONCRMDEALUPDATE", bitrix24test.ApplicationToken, url.Values{"auth[member_id]": {"another portal"}})
	require.Equal(t, http.StatusForbidden, d.system.Answer(err).Status)
	got, err = call("ONSOMETHINGELSE", bitrix24test.ApplicationToken, nil)
	require.NoError(t, err)
	require.Empty(t, got.News)
	got, err = call("", bitrix24test.ApplicationToken, url.Values{"document_id[]": {"crm", "CCrmDocumentDeal", "DEAL_" + strconv.Itoa(d.deal.ID)}})
	require.NoError(t, err)
	require.Len(t, got.News, 1, "a robot's outgoing webhook")

	_, c := open(t, bitrix24test.Settings{})
	require.Error(t, c.System(settings()).Admit(httptest.NewRequest(http.MethodPost, "/hook", nil)), "without a token nobody may call")
}

var openDeals = flag.Int("bitrix24.deals", 200, "how many open deals a pass looks at")

// Open deals of which nothing changed cost one request a pass, however many there are, and one that a person changed
// one more.
func TestThousandsOfOpenDealsInAPass(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	later := d.now
	d.now = d.now.AddDate(0, 0, -2)
	requests := &asked{RoundTripper: d.portal.Transport()}
	c := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), bxrest.Box(),
		ordo.WithHTTPClient(&http.Client{Transport: requests}), ordo.WithClock(clock{&d.now}))
	cmds := make([]bxrest.Command, *openDeals)
	for i := range cmds {
		cmds[i] = bxrest.Command{Method: "crm.item.add", Params: map[string]any{"entityTypeId": 2, "fields": map[string]any{
			"title": "Заказ", "originatorId": "ordo", "originId": "many-" + strconv.Itoa(i),
		}}}
	}
	_, err := c.REST().Batch(t.Context(), cmds, bxrest.BatchOptions{})
	require.NoError(t, err)
	require.EqualValues(t, *openDeals/bxrest.BatchSize, requests.n.Load())
	d.system = c.System(bitrix24.Settings{Responsible: bitrix24test.Operator})
	d.now = later.Add(time.Minute)
	_, d.cursor = d.changes()
	for _, moved := range []int{0, 1} {
		if moved > 0 {
			require.NoError(t, d.portal.MovesDeal(bitrix24test.Operator, d.deal.ID, bitrix24.StageWon))
		}
		requests.n.Store(0)
		all, _ := d.changes()
		require.Len(t, all, moved)
		require.EqualValues(t, 1+moved, requests.n.Load())
	}
}

// asked counts requests: a batch is one.
type asked struct {
	http.RoundTripper
	n atomic.Int64
}

func (a *asked) RoundTrip(r *http.Request) (*http.Response, error) {
	a.n.Add(1)
	return a.RoundTripper.RoundTrip(r)
}
