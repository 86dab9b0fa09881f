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
