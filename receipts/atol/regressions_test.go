package atol_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// What is not the service's own refusal says nothing about the receipt: it may be registered by a try whose answer was lost.
// It counted as refused for good, or as taken without a number.
func TestOnlyTheServiceItselfRefusesAReceipt(t *testing.T) {
	answer := func(status int, body string) fake.Fault {
		return fake.Refuse(status, "application/json", body)
	}
	for name, tc := range map[string]struct {
		fault fake.Fault
		class ordo.Class
	}{
		"an answer of nothing":        {fake.Status(204), ordo.Retry},
		"an answer of another form":   {answer(200, `[]`), ordo.Retry},
		"an error of another form":    {answer(200, `{"uuid":"u","error":[1]}`), ordo.Retry},
		"a text":                      {answer(200, `"ok"`), ordo.Retry},
		"a bare 400":                  {fake.Status(400), ordo.Retry},
		"a bare 409":                  {fake.Status(409), ordo.Retry},
		"a redirect":                  {fake.Status(302), ordo.Retry},
		"not allowed by a proxy":      {fake.Status(405), ordo.Retry},
		"too large for a proxy":       {fake.Status(413), ordo.Retry},
		"gone":                        {fake.Status(410), ordo.Retry},
		"a wall":                      {fake.Refuse(403, "text/html", "<html>"), ordo.Auth},
		"its own trouble by a number": {atoltest.Refuse(400, 2005, "Внутренняя ошибка сервиса"), ordo.Retry},
		"the register's computer":     {atoltest.Refuse(400, 2004, "Внутренняя ошибка"), ordo.Retry},
		"the INN":                     {atoltest.Refuse(400, 2009, "ИНН в запросе не совпадает с ИНН на кассе"), ordo.Invalid},
		"a number of nobody":          {atoltest.Refuse(400, 31337, "?"), ordo.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
				kassa.Faults().Always("sell", tc.fault)
				d, err := c.Registrar(company).Register(t.Context(), settlement())
				require.Equal(t, tc.class, failure(t, err).Class, "%v", err)
				require.Zero(t, d)
				kassa.Faults().Clear()
				_, err = c.Registrar(company).Register(t.Context(), settlement())
				require.NoError(t, err)
				require.Len(t, kassa.Receipts(), 1)
			})
		})
	}
}

// A login that the service did not like counted as a receipt that it refused for good.
func TestARefusedLoginIsNoRefusedReceipt(t *testing.T) {
	for name, tc := range map[string]struct {
		fault fake.Fault
		class ordo.Class
	}{
		"not valid":              {atoltest.Refuse(400, 32, "PatternMismatch: #/login"), ordo.Auth},
		"too long":               {atoltest.Refuse(400, 13, "StringTooLong: #/login"), ordo.Auth},
		"nothing at the address": {fake.Status(404), ordo.Retry},
		"without a token":        {fake.Refuse(200, "application/json", `{"error":null,"token":null}`), ordo.Retry},
		"of another form":        {fake.Refuse(200, "application/json", `[]`), ordo.Retry},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
				kassa.Faults().Always("getToken", tc.fault)
				_, err := c.Registrar(company).Register(t.Context(), settlement())
				require.Equal(t, tc.class, failure(t, err).Class, "%v", err)
			})
		})
	}
}

// A page that is not there counted as a receipt that is not there.
func TestOnlyTheServiceItselfKnowsNoReceipt(t *testing.T) {
	inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		g := c.Registrar(company)
		d, err := g.Register(t.Context(), settlement())
		require.NoError(t, err)
		for _, status := range []int{404, 410} {
			kassa.Faults().Always("report", fake.Status(status))
			_, err = g.Read(t.Context(), d.Ref)
			require.Equal(t, ordo.Retry, failure(t, err).Class)
			kassa.Faults().Clear()
		}
		time.Sleep(33 * 24 * time.Hour)
		_, err = g.Read(t.Context(), d.Ref)
		require.Equal(t, ordo.NotFound, failure(t, err).Class)
	})
}

func TestALoginOfNothingIsNoLogin(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Always("getToken", fake.Status(204))
		_, err := c.Sell(t.Context(), advance("A"))
		require.ErrorContains(t, err, "empty answer")
		require.Zero(t, kassa.Calls("sell"))
	})
}

// It panicked.
func TestNoZoneIsMoscows(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		d := advance("A")
		d.At = time.Date(2026, 1, 14, 22, 30, 0, 0, time.UTC)
		_, err := c.WithZone(nil).Sell(t.Context(), d)
		require.NoError(t, err)
		require.Contains(t, string(kassa.Receipts()[0].Body), "15.01.2026 01:30:00")
	})
}

// The secret of an address with a query was the name of the page: anybody could guess it.
func TestTheSecretIsInThePathOfTheAddress(t *testing.T) {
	g := atol.NewV5("l", "p", "g").Registrar(company, atol.WithCallback("https://shop.example.ru/atol?token=4f0c9a"))
	_, err := g.Register(t.Context(), settlement())
	require.Equal(t, ordo.Auth, failure(t, err).Class)
	require.ErrorContains(t, err, "query")
	body := []byte(`{"uuid":"u-1","status":"done"}`)
	err = g.Admit(httptest.NewRequest(http.MethodPost, "/atol?token=4f0c9a", bytes.NewReader(body)))
	require.Error(t, err, "nobody is let in by a bad address")
}

// Keys and references of callbacks are stored: a forged one must not fill the store.
func TestACallbackOfImpossibleLengthIsNotTaken(t *testing.T) {
	g := atol.New("l", "p", "g").Registrar(company, atol.WithCallback(hook))
	for _, body := range []string{
		`{"uuid":"` + strings.Repeat("u", 129) + `","status":"done"}`, `{"uuid":"u","status":"` + strings.Repeat("d", 129) + `"}`,
	} {
		post, err := g.Receive(httptest.NewRequest(http.MethodPost, "/hooks/atol/4f0c9a", http.NoBody), []byte(body))
		require.Error(t, err)
		require.Zero(t, post)
		require.Equal(t, ordo.Answer{Status: 400}, g.Answer(err))
		require.Less(t, len(err.Error()), 200)
	}
}

// fault: R7
func TestAReportOfAnotherReceiptIsInDoubt(t *testing.T) {
	inBubble(t, atoltest.Settings{Version: 5, WaitReads: -1}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		g := c.Registrar(company)
		d, err := g.Register(t.Context(), settlement())
		require.NoError(t, err)
		const report = `{"uuid":"UUID","external_id":"KEY","status":"done","error":null,"payload":{"total":SUM,"fiscal_document_number":7}}`
		for text, parts := range map[string][]string{
			"has the key":   {"UUID", d.Ref.ID, "KEY", "A-7", "SUM", "5800.00"},
			"is of 1.00":    {"UUID", d.Ref.ID, "KEY", settlement().Key, "SUM", "1.00"},
			"answered with": {"UUID", "another", "KEY", settlement().Key, "SUM", "5800.00"},
		} {
			kassa.Faults().Always("report", fake.Refuse(200, "application/json", strings.NewReplacer(parts...).Replace(report)))
			told, err := g.Read(t.Context(), d.Ref)
			if err == nil {
				err = told.Of(settlement())
			}
			class := ordo.InDoubt
			if parts[1] != d.Ref.ID { // it is asked for again
				class = ordo.Retry
			}
			require.Equal(t, class, failure(t, err).Class)
			require.ErrorContains(t, err, text)
			kassa.Faults().Clear()
		}
	})
}
