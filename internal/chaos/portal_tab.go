package chaos

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// tabAddress is where the merchant's server has the tab of a deal.
const tabAddress = "https://merchant.example/b24-1/tab"

// AsApplication is a merchant whose program is an application of the portal, with a tab in the card of a deal.
func AsApplication(s *Shop) { s.InPortal = true }

// application is what the portal granted to the merchant's application.
func (s *Shop) application() bxrest.Auth {
	if s.tokens == nil {
		b, err := json.Marshal(s.Portal.Grant(bitrix24test.AppID, bitrix24test.WebhookUser))
		require.NoError(s, err)
		var is map[string]any
		require.NoError(s, json.Unmarshal(b, &is))
		text := func(name string) string { return fmt.Sprint(is[name]) }
		s.tokens = bxrest.MemoryTokens(bxrest.Tokens{
			Member: text("member_id"), Access: ordo.NewSecret(text("access_token")), Refresh: ordo.NewSecret(text("refresh_token")),
			Endpoint: text("client_endpoint"), Server: text("server_endpoint"), Application: ordo.NewSecret(bitrix24test.ApplicationToken),
		})
	}
	return bxrest.OAuth(bxrest.App{ID: bitrix24test.AppID, Secret: ordo.NewSecret(bitrix24test.AppSecret), Member: bitrix24test.MemberID}, s.tokens)
}

// opened is the merchant's server for the frame in which the portal opens the tab.
func (s *Shop) opened(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/b24-1/tab") { // else it is an event: the merchant asks from time to time
		body, err := io.ReadAll(r.Body)
		require.NoError(s, err)
		s.TabURL = r.URL.String()
		s.Posts(string(body))
	}
	w.WriteHeader(http.StatusOK)
}

// Posts is what the browser posts to the tab: the frame, or a form in it. It shows Page then.
func (s *Shop) Posts(body string) {
	s.Helper()
	system := s.SystemB24()
	require.NoError(s, system.NameAccount("b24-1"))
	tab, err := system.Tab(s.Bridge, bitrix24.TabSettings{
		People: func(_, user string) order.Actor { return people[user] }, Key: ordo.NewSecret(strings.Repeat("k", 32)),
	})
	require.NoError(s, err)
	rec := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, s.TabURL, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	tab.ServeHTTP(rec, r.WithContext(s.Context()))
	s.Page = html.UnescapeString(rec.Body.String())
}
