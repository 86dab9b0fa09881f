package atol_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

const hook = "https://shop.example.ru/hooks/atol/4f0c9a"

var webhook = atol.NewWebhook("4f0c9a")

// shop is a receiver that keeps the keys and asks the service.
type shop struct {
	c       *atol.Client
	keys    map[string]bool
	reports []*atol.Report
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	cb, err := webhook.Receive(r)
	if err == nil && !s.keys[cb.Key()] {
		s.keys[cb.Key()] = true
		var report *atol.Report
		if report, err = s.c.Verify(r.Context(), cb); err == nil {
			s.reports = append(s.reports, report)
		}
	}
	webhook.Answer(err).Write(w)
}

// withShop runs a test with a receiver of callbacks.
func withShop(t *testing.T, st atoltest.Settings, test func(t *testing.T, kassa *atoltest.Server, s *shop)) {
	t.Helper()
	s := &shop{keys: map[string]bool{}}
	st.Receiver.Transport = fake.Direct(s)
	inBubble(t, st, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		s.c = c
		test(t, kassa, s)
	})
}

func sellWithHook(t *testing.T, s *shop, id string) *atol.Registration {
	t.Helper()
	d := advance(id)
	d.CallbackURL = hook
	return must(s.c.Register(t.Context(), atol.Sell, d))(t)
}

func TestACallbackComesOnceHoweverOftenItIsSent(t *testing.T) {
	withShop(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, s *shop) {
		kassa.FailReceipt("B", atoltest.BadMark)
		sellWithHook(t, s, "A")
		sellWithHook(t, s, "B")
		kassa.Settle()
		kassa.Hooks().Next("callback", fake.Late(), fake.Twice())
		for _, d := range kassa.SendHooks(t.Context()) {
			require.Equal(t, 200, d.Status)
			require.Empty(t, d.Answer)
		}
		kassa.Outbox.Repeat()
		require.Len(t, kassa.SendHooks(t.Context()), 2)
		require.Len(t, s.reports, 2)
		require.Equal(t, "B", s.reports[0].ExternalID)
		require.Error(t, s.c.Failure(s.reports[0]))
		require.Equal(t, atol.StatusDone, s.reports[1].Status)
	})
}

func TestACallbackMayComeBeforeTheAnswer(t *testing.T) {
	withShop(t, atoltest.Settings{CallbackFirst: true}, func(t *testing.T, _ *atoltest.Server, s *shop) {
		reg := sellWithHook(t, s, "A")
		require.Len(t, s.reports, 1)
		require.Equal(t, reg.UUID, s.reports[0].UUID)
	})
}

func TestWhatAnInventedCallbackSaysDoesNotCount(t *testing.T) {
	withShop(t, atoltest.Settings{WaitReads: 100}, func(t *testing.T, kassa *atoltest.Server, s *shop) {
		reg := sellWithHook(t, s, "A")
		call := kassa.Call("callback", `{"uuid":"`+reg.UUID+`","status":"done","external_id":"A"}`)
		call.URL = hook
		cb := must(webhook.Receive(call.Request()))(t)
		require.Equal(t, atol.StatusDone, cb.Report.Status)
		r := must(s.c.Verify(t.Context(), cb))(t)
		require.Equal(t, atol.StatusWait, r.Status)

		cb.ExternalID = "B"
		require.Equal(t, ordo.Conflict, class(s.c.Verify(t.Context(), cb)))
		cb.UUID = "no-such"
		require.Equal(t, ordo.NotFound, class(s.c.Verify(t.Context(), cb)))
	})
}

func TestCallbacksThatAreNotTaken(t *testing.T) {
	good := string(testdata(t, "report_done.json"))
	for name, tc := range map[string]struct {
		webhook      atol.Webhook
		method, path string
		body         string
		status       int
	}{
		"fine":                     {webhook, "POST", "/hooks/atol/4f0c9a", good, 200},
		"no secret set":            {atol.Webhook{}, "POST", "/", good, 403},
		"a wrong secret":           {webhook, "POST", "/hooks/atol/4f0c9b", good, 403},
		"the secret not at end":    {webhook, "POST", "/4f0c9a/atol", good, 403},
		"a GET":                    {webhook, "GET", "/hooks/atol/4f0c9a", good, 405},
		"no JSON":                  {webhook, "POST", "/hooks/atol/4f0c9a", "uuid=1", 400},
		"without a number":         {webhook, "POST", "/hooks/atol/4f0c9a", `{"status":"done"}`, 400},
		"a number beyond storing":  {webhook, "POST", "/hooks/atol/4f0c9a", `{"uuid":"` + strings.Repeat("u", 129) + `","status":"done"}`, 400},
		"a status beyond storing":  {webhook, "POST", "/hooks/atol/4f0c9a", `{"uuid":"u","status":"` + strings.Repeat("d", 129) + `"}`, 400},
		"of an impossible form":    {webhook, "POST", "/hooks/atol/4f0c9a", `{"uuid":{},"status":"done"}`, 400},
		"longer than is read":      {webhook, "POST", "/hooks/atol/4f0c9a", `{"uuid":"` + strings.Repeat("x", ordo.MaxCall) + `"}`, 413},
		"empty, of the right size": {webhook, "POST", "/hooks/atol/4f0c9a", "", 400},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tc.webhook.Receive(httptest.NewRequest(tc.method, tc.path, strings.NewReader(tc.body)))
			require.Equal(t, tc.status, webhook.Answer(err).Status, "%v", err)
			if err != nil {
				var wrong *ordo.CallError
				require.ErrorAs(t, err, &wrong)
				require.NotContains(t, err.Error(), "4f0c9a")
				require.Less(t, len(err.Error()), 200)
			}
		})
	}
}
