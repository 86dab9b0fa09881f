package bxrest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

const frameBody = "AUTH_ID=a1&AUTH_EXPIRES=3600&REFRESH_ID=r1&SERVER_ENDPOINT=https%3A%2F%2Fattacker.example%2Frest%2F&APPLICATION_TOKEN=tok&member_id=m1&status=L" +
	"&PLACEMENT=CRM_DEAL_DETAIL_TAB&PLACEMENT_OPTIONS=%7B%22ID%22%3A%228061%22%2C%22URI%22%3A%22%5C%2Fcrm%22%7D"

func TestAFrameIsRead(t *testing.T) {
	t.Parallel()
	f, err := bxrest.ParseFrame([]byte(frameBody))
	require.NoError(t, err)
	require.Equal(t, "a1", f.Access.Reveal())
	require.Equal(t, "tok", f.Application.Reveal())
	require.Equal(t, "m1", f.Member)
	require.Equal(t, "CRM_DEAL_DETAIL_TAB", f.Placement)
	require.EqualValues(t, 8061, f.ID())
	require.JSONEq(t, `"/crm"`, string(f.Options["URI"]))
	require.JSONEq(t, `"L"`, string(f.Extra["status"]))
	for body, id := range map[string]int64{
		"": 0, "PLACEMENT_OPTIONS=undefined": 0, "PLACEMENT_OPTIONS=[]": 0, `PLACEMENT_OPTIONS={"ID":77}`: 77, `PLACEMENT_OPTIONS={"ID":"7x"}`: 0,
		`PLACEMENT_OPTIONS={"ID":-7}`: 0, "PLACEMENT_OPTIONS[ID]=78": 78,
	} {
		f, err := bxrest.ParseFrame([]byte(body))
		require.NoError(t, err, body)
		require.Equal(t, id, f.ID(), body)
	}
}

// A frame is admitted by the stored token, and what its AUTH_ID is of is asked at the stored addresses.
func TestAVisitActsForWhoLooks(t *testing.T) {
	t.Parallel()
	app := bxrest.App{ID: "local.1", Secret: ordo.NewSecret("sesame"), Member: "m1"}
	have := bxrest.Tokens{
		Member: "m1", Access: ordo.NewSecret("own-access"), Refresh: ordo.NewSecret("own-refresh"), Server: "https://oauth.example/rest/",
		Application: ordo.NewSecret("tok"),
	}
	info := `{"result":{"client_id":"local.1","install":{"member_id":"m1"},"user_id":"21"}}`
	p, c := serveAs(t, bxrest.OAuth(app, bxrest.MemoryTokens(have)), func(r request) (int, string) {
		switch {
		case r.host == "oauth.example" && r.params["auth"] == "a1":
			return 200, info
		case r.host != "portal.example" || r.token != "a1":
			return 401, `{"error":"invalid_token"}`
		}
		return 200, `{"result":{"ID":"21"}}`
	})
	f, err := bxrest.ParseFrame([]byte(frameBody))
	require.NoError(t, err)
	who, err := c.Visit(t.Context(), f)
	require.NoError(t, err)
	var u struct{ ID int64 }
	require.NoError(t, who.Call(t.Context(), "profile", nil, &u))
	require.EqualValues(t, 21, u.ID)
	_, err = who.Batch(t.Context(), []bxrest.Command{{Method: "a"}}, bxrest.BatchOptions{})
	require.Error(t, err)
	for _, r := range p.asked {
		require.NotContains(t, r.token+r.form, "own-access")
		require.NotContains(t, r.host, "attacker")
	}

	for name, spoil := range map[string]func(*bxrest.Frame){
		"another token":  func(f *bxrest.Frame) { f.Application = ordo.NewSecret("tok2") },
		"no token":       func(f *bxrest.Frame) { f.Application = ordo.Secret{} },
		"another portal": func(f *bxrest.Frame) { f.Member = "m2" },
		"nobody":         func(f *bxrest.Frame) { f.Access = ordo.Secret{} },
	} {
		bad, before := f, len(p.asked)
		spoil(&bad)
		_, err := c.Visit(t.Context(), bad)
		require.Equal(t, ordo.Auth, ordo.ClassOf(err), name)
		require.Len(t, p.asked, before, "%s: nothing is asked", name)
	}
	for _, other := range []string{
		`{"result":{"client_id":"local.2","install":{"member_id":"m1"}}}`, `{"result":{"client_id":"local.1","install":{"member_id":"m2"}}}`, `{"result":{}}`,
	} {
		info = other
		_, err = c.Visit(t.Context(), f)
		require.Equal(t, ordo.Auth, ordo.ClassOf(err), other)
	}

	_, webhook := serve(t, func(request) (int, string) { return 500, "" })
	_, err = webhook.Visit(t.Context(), f)
	require.Equal(t, ordo.Unsupported, ordo.ClassOf(err))
	have.Application = ordo.Secret{}
	_, fresh := serveAs(t, bxrest.OAuth(app, bxrest.MemoryTokens(have)), func(request) (int, string) { return 500, "" })
	_, err = fresh.Visit(t.Context(), f)
	require.ErrorContains(t, err, "comes with the installation")
	f.Application = ordo.Secret{}
	_, err = fresh.Visit(t.Context(), f)
	require.Equal(t, ordo.Auth, ordo.ClassOf(err), "nobody has the zero token")
}
