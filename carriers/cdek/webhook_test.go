package cdek_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
)

const hook = "https://shop.example/hooks/cdek/5f3e9a"

var webhook = cdek.NewWebhook("5f3e9a")

// receiver takes webhooks and keeps what they say.
type receiver struct {
	mu     sync.Mutex
	status int // instead of the proper answer
	slow   time.Duration
	seen   map[string]bool
	codes  []string // of fresh events
	all    int
}

func (h *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(h.slow)
	h.mu.Lock()
	defer h.mu.Unlock()
	e, err := webhook.Receive(r)
	if err == nil {
		h.all++
		if !h.seen[e.Key()] {
			h.seen[e.Key()] = true
			h.codes = append(h.codes, e.Status.Code)
		}
	}
	if h.status != 0 {
		w.WriteHeader(h.status)
		return
	}
	webhook.Answer(err).Write(w)
}

// hooked runs a test with a receiver that is subscribed.
func hooked(t *testing.T, test func(t *testing.T, srv *cdektest.Server, c *cdek.Client, h *receiver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := &receiver{seen: map[string]bool{}}
		srv := cdektest.New(cdektest.Settings{Receiver: fake.Receiver{Transport: fake.Direct(h)}})
		defer srv.Close()
		c := client(srv)
		_, err := c.CreateSubscription(t.Context(), cdek.EventOrderStatus, hook)
		require.NoError(t, err)
		test(t, srv, c, h)
	})
}

func TestStatusesComeByWebhook(t *testing.T) {
	hooked(t, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, h *receiver) {
		place(t, c, draft("SHP-1"))
		srv.TakeIn("SHP-1")
		srv.Arrive("SHP-1")
		srv.Deliver("SHP-1")
		srv.SendHooks(t.Context())
		require.Equal(t, []string{"CREATED", "RECEIVED_AT_SHIPMENT_WAREHOUSE", "ACCEPTED_AT_PICK_UP_POINT", "DELIVERED"}, h.codes)
		srv.TakeBack("SHP-1")
		srv.SendHooks(t.Context())
		require.Len(t, h.codes, 5, "that DELIVERED was taken back is another event")
	})
}

func TestWebhooksAreDoubledLateAndLost(t *testing.T) {
	hooked(t, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, h *receiver) {
		srv.UseOldSpellings()
		place(t, c, draft("SHP-1"))
		srv.TakeIn("SHP-1")
		srv.Arrive("SHP-1")
		srv.Return("SHP-1", "23")
		srv.Hooks().Next("ORDER_STATUS", fake.Twice(), fake.Late(), fake.Lose())
		srv.SendHooks(t.Context())
		require.Equal(t, []string{"CREATED", "NOT_DELIVERED", "CREATED", "RECEIVED_AT_SENDER_WAREHOUSE"}, h.codes, "one CREATED is the return order's")
		require.Equal(t, 5, h.all)
		require.Equal(t, cdek.PhaseAccepted, cdek.StatusOf(h.codes[3]).Phase)
	})
}

func TestAReceiverThatDoesNotAnswer200LosesTheSubscription(t *testing.T) {
	hooked(t, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, h *receiver) {
		h.status = http.StatusServiceUnavailable
		place(t, c, draft("SHP-1"))
		srv.SendHooks(t.Context())
		require.Empty(t, srv.Outbox.Waiting(), "it is not sent again")
		require.Len(t, srv.Subscriptions(), 1)
		time.Sleep(25 * time.Hour)
		all, err := c.ListSubscriptions(t.Context())
		require.NoError(t, err)
		require.Empty(t, all)
		_, err = c.CreateSubscription(t.Context(), cdek.EventOrderStatus, hook)
		require.NoError(t, err)
		require.Len(t, srv.Subscriptions(), 1)
	})
}

func TestAReceiverThatIsTooSlowLosesTheSubscriptionAfterTwelveAttempts(t *testing.T) {
	hooked(t, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, h *receiver) {
		h.slow = 20 * time.Second
		place(t, c, draft("SHP-1"))
		for n := range 12 {
			require.Len(t, srv.Subscriptions(), 1, "attempt %d", n)
			srv.SendHooks(t.Context())
			time.Sleep(time.Minute)
		}
		require.Empty(t, srv.Subscriptions())
		require.Empty(t, srv.Outbox.Waiting())
	})
}

func TestSubscriptions(t *testing.T) {
	despite(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault) {
		srv.Faults().Next("POST /v2/webhooks", f)
		s, err := c.CreateSubscription(t.Context(), cdek.EventOrderStatus, hook)
		require.NoError(t, err)
		again, err := c.CreateSubscription(t.Context(), cdek.EventOrderStatus, hook)
		require.NoError(t, err)
		require.Equal(t, s.UUID, again.UUID)
		require.Len(t, srv.Subscriptions(), 1)
		one, err := c.GetSubscription(t.Context(), s.UUID)
		require.NoError(t, err)
		require.Equal(t, hook, one.URL)
		_, err = c.CreateSubscription(t.Context(), "NO_SUCH_EVENT", hook)
		require.Equal(t, "v2_webhook_type_incorrect", failure(t, err).Code)
		srv.Faults().Next("DELETE /v2/webhooks/{uuid}", f)
		require.NoError(t, c.DeleteSubscription(t.Context(), s.UUID))
		require.NoError(t, c.DeleteSubscription(t.Context(), s.UUID))
		require.Empty(t, srv.Subscriptions())
	})
}

func TestTheFakeMakesGenuineCalls(t *testing.T) {
	body := string(testdata(t, "hook_status.json"))
	require.Equal(t, 200, webhook.Answer(errors.New("the store is full")).Status)

	srv := cdektest.New(cdektest.Settings{Receiver: fake.Receiver{URL: hook}})
	defer srv.Close()
	e, err := webhook.Receive(srv.Call("ORDER_STATUS", body).Request())
	require.NoError(t, err, "what the fake makes for a handler under test is genuine")
	require.Equal(t, cdek.EventOrderStatus, e.Type)
	_, err = cdek.NewWebhook("another").Receive(srv.Call("ORDER_STATUS", body).Request())
	require.Equal(t, 403, webhook.Answer(err).Status)
}

func TestEventsOfAllTypes(t *testing.T) {
	e, err := webhook.Parse(nil, testdata(t, "hook_status.json"))
	require.NoError(t, err)
	require.Equal(t, "NOT_DELIVERED", e.Status.Code)
	require.Equal(t, "17", e.Status.Reason)
	require.Equal(t, "137", e.Status.CityCode)
	require.True(t, e.Status.IsOutward())
	require.Equal(t, "ORDER_STATUS:3f2b7c10-9d10-4a55-8f0e-1d2c3b4a5001:NOT_DELIVERED:2026-02-06T08:01:10+0000", e.Key())

	for body, look := range map[string]func(e *cdek.Event) bool{
		`{"type":"PRINT_FORM","uuid":"u","date_time":"2024-12-18T11:35:57Z","attributes":{"type":"WAYBILL","url":"https://x/1.pdf"}}`: func(e *cdek.Event) bool { return e.Print.URL == "https://x/1.pdf" },
		`{"type":"ORDER_MODIFIED","uuid":"u","attributes":{"modification_type":"DELIVERY_SUM_CHANGED","new_value":{"type":"FLOAT","value":12.5}}}`: func(e *cdek.Event) bool {
			return e.Modified.New.Value == "12.5"
		},
		`{"type":"PREALERT_CLOSED","uuid":"u","attributes":{"prealert_number":"7","closed_date":"2024-12-18T11:35:31.608716Z","fact_shipment_point":"MSK5"}}`: func(e *cdek.Event) bool {
			return e.Prealert.ClosedAt.Nanosecond() == 608716000
		},
		`{"type":"ACCOMPANYING_WAYBILL","uuid":"u","attributes":{"cdek_number":"1","client_name":"c","vehicle_numbers":["a"]}}`: func(e *cdek.Event) bool { return e.Waybill.Vehicles[0] == "a" },
		`{"type":"OFFICE_AVAILABILITY","uuid":"u","attributes":{"type":"UNAVAILABLE_OFFICE","code":"MSK5"}}`:                    func(e *cdek.Event) bool { return e.Office.Code == "MSK5" },
		`{"type":"DELIV_PROBLEM","uuid":"u","attributes":{"cdek_number":1600012345,"code":37,"create_date":"2024-12-18T11:35:57+0000"}}`: func(e *cdek.Event) bool {
			return cdek.TroubleOf(e.Trouble.Code).Meaning == "locker full" && e.Trouble.CDEKNumber == "1600012345"
		},
		`{"type":"DELIV_AGREEMENT","uuid":"u","attributes":{"delivery_uuid":"d","date":"2026-02-06","time_from":"10:00:00","type":"DOOR"}}`: func(e *cdek.Event) bool {
			return e.Agreement.TimeFrom == "10:00:00" && e.Agreement.Kind == "DOOR"
		},
		`{"type":"RECEIPT","uuid":"u","attributes":{"what":"ever"}}`: func(e *cdek.Event) bool { return string(e.Attributes) == `{"what":"ever"}` },
		`{"type":"BRAND_NEW","uuid":"u"}`:                            func(e *cdek.Event) bool { return e.Type == "BRAND_NEW" },
	} {
		e, err := webhook.Parse(nil, []byte(body))
		require.NoError(t, err, body)
		require.True(t, look(e), body)
		require.NotEmpty(t, e.Key())
	}
}
