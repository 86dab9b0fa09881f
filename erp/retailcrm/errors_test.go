package retailcrm_test

import (
	"bytes"
	"log/slog"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/fake"
)

func TestTheCRMsWordsCountMoreThanTheHTTPStatus(t *testing.T) {
	for _, tc := range []struct {
		status int
		body   string
		class  ordo.Class
		text   string
	}{
		{400, `{"success":false,"errorMsg":"Errors in the entity format","errors":{"firstName":"Specify the first name"}}`, ordo.Invalid, "firstName: Specify the first name"},
		{400, `{"success":false,"errorMsg":"Errors in the entity format","errors":["items[0].offer.id: Offer with id 5 not found."]}`, ordo.Invalid, "Offer with id 5"},
		{400, `{"success":false,"errorMsg":"Validation error","errors":{"a":{"b":["c"]}}}`, ordo.Invalid, `a: {"b":["c"]}`},
		{400, `{"success":false,"errorMsg":"Errors in the input parameters","errors":{"children[createdAtFrom]":"This value is not valid."}}`, ordo.Invalid, "children[createdAtFrom]: "},
		{400, `{"success":false,"errorMsg":"Parameter 'order' is missing"}`, ordo.Invalid, "Parameter"},
		{400, `{"success":false,"errorMsg":"Order already exists."}`, ordo.Conflict, "exists"},
		{403, `{"success":false,"errorMsg":"\"apiKey\" is missing."}`, ordo.Auth, "missing"},
		{400, `{"success":false,"errorMsg":"Wrong \"apiKey\" value"}`, ordo.Auth, "Wrong"},
		{403, `{"success":false,"errorMsg":"Access denied."}`, ordo.Auth, "denied"},
		{404, `{"success":false,"errorMsg":"API method not found"}`, ordo.Unsupported, "method"},
		{400, `{"success":false,"errorMsg":"Account does not exist."}`, ordo.Auth, "Account"},
		{404, `<html><body>nothing</body></html>`, ordo.Retry, "nothing"},
		{405, `{"success":false,"errorMsg":"Method Not Allowed"}`, ordo.Unsupported, "Allowed"},
		{200, `<html><body>welcome</body></html>`, ordo.Retry, "text/html"},
		{200, `{"success":false,"errorMsg":"Something new"}`, ordo.Invalid, "Something new"},
		{200, `{"success":false}`, ordo.Retry, "without a reason"},
		{403, `{"success":false}`, ordo.Auth, "without a reason"},
		{200, `{"order":{"id":1},"success":"no"}`, ordo.Retry, "success"},
		{418, `{"success":false,"errorMsg":"Чайник","errors":null}`, ordo.Invalid, "Чайник"},
		{503, `{"success":false,"errorMsg":"Rate limit exceeded"}`, ordo.RateLimited, "100ms"},
		{429, `{"success":false,"errorMsg":"Slower"}`, ordo.RateLimited, "100ms"},
		{500, `{"success":false,"errorMsg":"Internal"}`, ordo.Retry, "Internal"},
	} {
		crm, c := start(t, ordo.WithMaxAttempts(1))
		media := "application/json"
		if tc.body[0] == '<' {
			media = "text/html; charset=utf-8"
		}
		crm.Faults().Next("*", fake.Refuse(tc.status, media, tc.body))
		_, err := c.GetOrder(t.Context(), retailcrm.ByID(1))
		require.Equal(t, tc.class, ordo.ClassOf(err), "%d %s: %v", tc.status, tc.body, err)
		require.ErrorContains(t, err, tc.text)
		require.ErrorContains(t, err, "orders/get")
	}
}

func TestAMistypedAccountIsSaidToBeOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		crm, c := start(t, ordo.WithMaxAttempts(1))
		crm.CloseAccount()
		_, err := c.CreateOrder(t.Context(), draft("A"))
		require.ErrorIs(t, err, ordo.ErrInDoubt, "what a page says decides nothing")
		_, err = c.GetCredentials(t.Context())
		require.ErrorIs(t, err, ordo.ErrRetry)
		require.ErrorContains(t, err, "check the base URL")
	})
}

// What is within JSON within a form cannot be known by its name.
func TestTheClientIDOfAModuleIsSeenNowhere(t *testing.T) {
	var log, dump bytes.Buffer
	_, c := start(t, ordo.WithDump(&dump), ordo.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	_, err := c.UpdateModule(t.Context(), retailcrm.Module{Code: "mm", ClientID: ordo.NewSecret("hush-hush-client")})
	require.NoError(t, err)
	require.NotEmpty(t, log.String())
	require.Contains(t, dump.String(), "integration-modules/mm")
	require.NotContains(t, log.String()+dump.String(), "hush-hush-client")
}
