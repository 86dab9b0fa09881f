package bxserver_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/fake/bxserver"
)

const portal = "https://portal.example/rest/1/hook/"

// start returns a portal with a webhook, an application and a list of five notes.
func start(t *testing.T, st bxserver.Settings) *bxserver.Server {
	t.Helper()
	s := bxserver.New(st)
	t.Cleanup(s.Close)
	s.AddUser(1, true)
	s.AddUser(2, false)
	s.AddWebhook(1, "hook", "crm")
	s.AddApp(bxserver.App{ID: "local.1", Secret: "sesame", Scopes: []string{"crm"}, ApplicationToken: "apptoken"})
	s.HandleEvent("onNoteUpdate", bxserver.Event{Scope: "crm"})
	notes := []bxserver.Row{}
	for i, text := range []string{"ask Anna", "pack", "send", "call", "done"} {
		notes = append(notes, bxserver.Row{
			"ID": i + 1, "TEXT": text, "AT": time.Date(2026, 3, 2, 9+i, 0, 0, 0, s.Zone()), "TAGS": []any{"x", text},
		})
	}
	l := bxserver.List{Nested: true, Size: 2, Name: func(name string) (string, bool) {
		name = strings.ToUpper(name)
		_, ok := notes[0][name]
		return name, ok
	}}
	s.Handle("note.list", bxserver.Method{Scope: "crm", Params: []string{"filter", "order", "select"}, Run: func(c *bxserver.Call) (any, error) {
		page, err := c.List(notes, l)
		return page.Answer(page.Rows), err
	}})
	s.Handle("note.setText", bxserver.Method{Scope: "crm", Params: []string{"id", "text"}, Run: func(c *bxserver.Call) (any, error) {
		for _, n := range notes {
			if n["ID"] == c.Int("id") {
				n["TEXT"] = c.Text("text")
				c.Commit()
				c.Raise("onNoteUpdate", bxserver.Row{"ID": n["ID"]})
				return bxserver.Row{"note": bxserver.Row{"id": n["ID"], "text": n["TEXT"], "none": bxserver.Row{}}}, nil
			}
		}
		return nil, bxserver.Refuse("NOT_FOUND", "Not found")
	}})
	s.Handle("task.list", bxserver.Method{Scope: "task", Run: func(*bxserver.Call) (any, error) { return []any{}, nil }})
	s.Handle("echo", bxserver.Method{Params: []string{"a"}, Run: func(c *bxserver.Call) (any, error) { return c.Params, nil }})
	return s
}

type answer struct {
	Status int
	Body   map[string]any
	Raw    string
}

func (a answer) at(path ...string) any {
	var v any = a.Body
	for _, p := range path {
		m, _ := v.(map[string]any)
		v = m[p]
	}
	return v
}

func post(t *testing.T, s *bxserver.Server, address, contentType, body string, header ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", contentType)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := s.Transport().RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	a := answer{Status: resp.StatusCode, Raw: string(b)}
	_ = json.Unmarshal(b, &a.Body)
	return a
}

// call calls by the webhook with JSON.
func call(t *testing.T, s *bxserver.Server, method, body string) answer {
	t.Helper()
	return post(t, s, portal+method, "application/json", body)
}

func TestRequestsAreReadAsPHPDoes(t *testing.T) {
	s := start(t, bxserver.Settings{Box: true})
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	require.NoError(t, w.WriteField("a[b]", "1"))
	require.NoError(t, w.Close())
	for name, tc := range map[string]struct{ address, contentType, body, want string }{
		"json":               {portal + "echo.json", "application/json", `{"a":{"z":1,"b":[true,null,"x"]}}`, `{"a":{"z":1,"b":[true,null,"x"]}}`},
		"numbered keys":      {portal + "echo", "application/json", `{"a":{"0":"x","1":"y"}}`, `{"a":["x","y"]}`},
		"form":               {portal + "echo/", "application/x-www-form-urlencoded", "a[b][]=1&a[b][]=2&a[c]=%D0%AF", `{"a":{"b":["1","2"],"c":"Я"}}`},
		"multipart":          {portal + "echo", w.FormDataContentType(), form.String(), `{"a":{"b":"1"}}`},
		"query":              {portal + "echo?a[]=1", "", "", `{"a":["1"]}`},
		"the body wins":      {portal + "echo?a=1&q=2", "application/json", `{"a":3}`, `{"a":3,"q":"2"}`},
		"broken JSON is cut": {portal + "echo?a=1", "application/json", `{"a":3`, `{"a":"1"}`},
		"an empty map":       {portal + "echo", "application/json", `{"a":{}}`, `{"a":[]}`},
		"in any case":        {portal + "ECHO", "application/json", `{"A":1}`, `{"A":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := post(t, s, tc.address, tc.contentType, tc.body)
			b, err := json.Marshal(a.Body["result"])
			require.NoError(t, err)
			assert.JSONEq(t, tc.want, string(b))
		})
	}
	assert.Equal(t, []string{"echo: q"}, s.IgnoredFields())
	assert.Equal(t, 9, s.Calls("echo"))
}

func TestWhoCalls(t *testing.T) {
	s := start(t, bxserver.Settings{Box: true})
	token := s.Grant("local.1", 2).Get("access_token").(string)
	const anybody = "https://portal.example/rest/"
	for name, tc := range map[string]struct {
		address, body, bearer string
		status                int
		code                  any
	}{
		"webhook":                       {portal + "note.list", `{}`, "", 200, nil},
		"wrong webhook":                 {"https://portal.example/rest/1/hooks/note.list", `{}`, "", 401, "INVALID_CREDENTIALS"},
		"webhook without TLS":           {"http://portal.example/rest/1/hook/note.list", `{}`, "", 401, "INVALID_REQUEST"},
		"webhook without scope":         {portal + "task.list", `{}`, "", 401, "insufficient_scope"},
		"a method of applications":      {portal + "event.get", `{}`, "", 403, "WRONG_AUTH_TYPE"},
		"options are an application's":  {portal + "app.option.get", `{}`, "", 403, "ACCESS_DENIED"},
		"app.info is one of all":        {portal + "app.info", `{}`, "", 200, nil},
		"no method is told first":       {"https://portal.example/rest/1/hooks/note.lst", `{}`, "", 404, "ERROR_METHOD_NOT_FOUND"},
		"nobody":                        {anybody + "note.list", `{}`, "", 401, "NO_AUTH_FOUND"},
		"token in the body":             {anybody + "note.list", `{"auth":"` + token + `"}`, "", 200, nil},
		"token in the head":             {anybody + "note.list", `{}`, token, 200, nil},
		"another token":                 {anybody + "note.list", `{"auth":"x"}`, "", 401, "invalid_token"},
		"application without scope":     {anybody + "task.list", `{}`, token, 401, "insufficient_scope"},
		"offline events need an admin":  {anybody + "event.offline.get", `{}`, token, 403, "ACCESS_DENIED"},
		"the application may know this": {anybody + "app.info", `{}`, token, 200, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var header []string
			if tc.bearer != "" {
				header = []string{"Authorization", "Bearer " + tc.bearer}
			}
			a := post(t, s, tc.address, "application/json", tc.body, header...)
			assert.Equal(t, tc.status, a.Status, a.Raw)
			assert.Equal(t, tc.code, a.Body["error"])
		})
	}
}

func TestTokensRotate(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	clock := fake.NewClock(now)
	s := start(t, bxserver.Settings{Box: true, Now: clock.Now})
	tokens := func(v url.Values) answer {
		return post(t, s, "https://oauth.example/oauth/token/", "application/x-www-form-urlencoded", v.Encode())
	}
	refresh := func(token string) answer {
		return tokens(url.Values{"grant_type": {"refresh_token"}, "client_id": {"local.1"}, "client_secret": {"sesame"}, "refresh_token": {token}})
	}
	first := tokens(url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"local.1"}, "client_secret": {"sesame"}, "code": {s.Authorize("local.1", 1)},
	})
	require.Equal(t, 200, first.Status, first.Raw)
	assert.Equal(t, "oauth.example", first.Body["domain"], "of the authorization server")
	assert.Equal(t, "https://portal.example/rest/", first.Body["client_endpoint"])

	clock.Advance(time.Hour)
	old := first.Body["access_token"].(string)
	a := post(t, s, "https://portal.example/rest/note.list?auth="+old, "", "")
	assert.Equal(t, 401, a.Status)
	assert.Equal(t, "expired_token", a.Body["error"])

	second := refresh(first.Body["refresh_token"].(string))
	require.Equal(t, 200, second.Status, second.Raw)
	again := refresh(first.Body["refresh_token"].(string))
	assert.Equal(t, 400, again.Status)
	assert.Equal(t, "invalid_grant", again.Body["error"], "a refresh token works once")
	a = post(t, s, "https://portal.example/rest/note.list?auth="+second.Body["access_token"].(string), "", "")
	assert.Equal(t, 200, a.Status)

	info := post(t, s, "https://oauth.example/rest/app.info?auth="+second.Body["access_token"].(string), "", "")
	assert.Equal(t, "local.1", info.at("result", "client_id"), "the authorization server tells whose token it is")
	assert.Equal(t, "1", info.at("result", "user_id"))
	assert.Equal(t, "https://portal.example/rest/", info.at("result", "install", "client_endpoint"))

	wrong := tokens(url.Values{"grant_type": {"refresh_token"}, "client_id": {"local.2"}})
	assert.Equal(t, 200, wrong.Status)
	assert.Equal(t, "wrong_client", wrong.Body["error"])
	code := s.Authorize("local.1", 1)
	clock.Advance(31 * time.Second)
	late := tokens(url.Values{"grant_type": {"authorization_code"}, "client_id": {"local.1"}, "client_secret": {"sesame"}, "code": {code}})
	assert.Equal(t, "invalid_grant", late.Body["error"])
}

func TestListsFilterSortAndPage(t *testing.T) {
	s := start(t, bxserver.Settings{Box: true})
	for body, want := range map[string]string{
		`{"order":{"id":"desc"}}`:                                            "5 4",
		`{"order":{"id":"desc"},"start":2}`:                                  "3 2",
		`{"start":4}`:                                                        "5",
		`{"filter":{"=TEXT":"PACK"}}`:                                        "2",
		`{"filter":{"%text":"n"},"order":{"ID":"ASC"},"start":2}`:            "5",
		`{"filter":{"!=text":"pack"}}`:                                       "1 3",
		`{"filter":{"@id":[2,"4"]}}`:                                         "2 4",
		`{"filter":{"id":[2,"4"]}}`:                                          "2 4",
		`{"filter":{"!@id":[1,2,4]}}`:                                        "3 5",
		`{"filter":{">=at":"2026-03-02T12:00:00+03:00"}}`:                    "4 5",
		`{"filter":{">=at":"2026-03-02 12:00:00","<at":"02.03.2026 13:00"}}`: "4",
		`{"filter":{"=%text":"s%"}}`:                                         "3",
		`{"filter":{"tags":"done"}}`:                                         "5",
		`{"filter":{"0":{"logic":"OR","0":{"=id":1},"1":{"=id":5}}}}`:        "1 5",
		`{"filter":{"logic":"OR","0":{"=id":1},"=text":"send"}}`:             "1 3",
		`{"filter":{"nothing":1}}`:                                           "1 2",
	} {
		a := call(t, s, "note.list", body)
		var ids []string
		rows, _ := a.Body["result"].([]any)
		for _, r := range rows {
			ids = append(ids, bxserver.Text(r.(map[string]any)["ID"]))
		}
		assert.Equal(t, want, strings.Join(ids, " "), body)
	}
	assert.Equal(t, []string{"note.list: filter.nothing"}, s.IgnoredFields())
	a := call(t, s, "note.list", `{}`)
	assert.EqualValues(t, 2, a.Body["next"])
	assert.EqualValues(t, 5, a.Body["total"])
	a = call(t, s, "note.list", `{"start":-1}`)
	assert.NotContains(t, a.Body, "total")
	assert.NotContains(t, a.Body, "next")
	a = call(t, s, "note.list", `{"start":"4"}`)
	assert.NotContains(t, a.Body, "next")
	assert.Equal(t, "2026-03-02T13:00:00+03:00", a.Body["result"].([]any)[0].(map[string]any)["AT"])
}

func TestABatchRunsItsCommandsInOrder(t *testing.T) {
	s := start(t, bxserver.Settings{Box: true})
	a := call(t, s, "batch", `{"halt":0,"cmd":{
		"z":"note.setText?id=3&text=new",
		"a":"note.setText?id=$result[z][note][id]&text=is%20$result[z][note][text]%20now",
		"whole":"echo?a=$result[a][note]",
		"list":"note.list?order[ID]=DESC",
		"count":"echo?a=$total[list]",
		"lost":"echo?a=$result[gone][x]",
		"kept":"echo?a=$result[z][note][gone]",
		"bad":"note.setText?id=77",
		"nested":"batch?cmd[x]=echo",
		"object":{"method":"echo"},
		"unknown":"note.drop"}}`)
	require.Equal(t, 200, a.Status, a.Raw)
	assert.Equal(t, "is new now", a.at("result", "result", "a", "note", "text"))
	assert.EqualValues(t, 3, a.at("result", "result", "whole", "a", "id"))
	assert.EqualValues(t, 5, a.at("result", "result", "count", "a"))
	assert.EqualValues(t, 5, a.at("result", "result_total", "list"))
	assert.EqualValues(t, 2, a.at("result", "result_next", "list"))
	assert.NotNil(t, a.at("result", "result", "lost", "a", "z"), "the last parent that was found")
	assert.EqualValues(t, 3, a.at("result", "result", "kept", "a", "id"))
	assert.Equal(t, "NOT_FOUND", a.at("result", "result_error", "bad", "error"))
	assert.Equal(t, "ERROR_BATCH_METHOD_NOT_ALLOWED", a.at("result", "result_error", "nested", "error"))
	assert.Equal(t, "ERROR_METHOD_NOT_FOUND", a.at("result", "result_error", "unknown", "error"))
	assert.NotContains(t, a.at("result", "result"), "object")
	assert.NotContains(t, a.at("result", "result_error"), "object")
	assert.Equal(t, 2, s.Commits("note.setText"))

	a = call(t, s, "batch", `{"halt":1,"cmd":{"a":"note.setText?id=77","b":"note.setText?id=1&text=x"}}`)
	assert.Equal(t, []any{}, a.at("result", "result"))
	assert.Equal(t, 2, s.Commits("note.setText"), "nothing after the first error")

	a = call(t, s, "batch", `{"cmd":["echo","echo?a=1"]}`)
	assert.IsType(t, []any{}, a.at("result", "result"), "keys 0 and 1 come as a list")

	cmd := map[string]string{}
	for _, c := range strings.Split(strings.Repeat("x", 51), "") {
		cmd[c+bxserver.Text(len(cmd))] = "echo"
	}
	b, err := json.Marshal(map[string]any{"cmd": cmd})
	require.NoError(t, err)
	a = call(t, s, "batch", string(b))
	assert.Equal(t, 200, a.Status)
	assert.Len(t, a.at("result", "result_error"), 1)
}

func TestFaultsReachCommandsOfABatch(t *testing.T) {
	s := start(t, bxserver.Settings{Box: true})
	const batch = `{"cmd":{"a":"note.setText?id=1&text=x","b":"note.setText?id=2&text=y","c":"note.setText?id=3&text=z"}}`
	s.Faults().Nth("note.setText", 2, fake.Refuse(500, "application/json", `{"error":"INTERNAL_SERVER_ERROR","error_description":"x"}`))
	a := call(t, s, "batch", batch)
	assert.Equal(t, "INTERNAL_SERVER_ERROR", a.at("result", "result_error", "b", "error"))
	assert.NotNil(t, a.at("result", "result", "c"))
	assert.Equal(t, 2, s.Commits("note.setText"))

	s.Forget()
	s.Faults().Nth("note.setText", 2, fake.ResetAfter())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, portal+"batch", strings.NewReader(batch))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.Transport().RoundTrip(req)
	if err == nil {
		resp.Body.Close()
	}
	require.Error(t, err)
	assert.Equal(t, 2, s.Commits("note.setText"), "the second took effect, the third never ran")
}

func TestLimits(t *testing.T) {
	clock := fake.NewClock(time.Date(2026, 3, 2, 9, 0, 30, 0, time.UTC))
	s := start(t, bxserver.Settings{Now: clock.Now})
	for range 50 {
		require.Equal(t, 200, call(t, s, "echo", `{}`).Status)
	}
	a := call(t, s, "echo", `{}`)
	assert.Equal(t, 503, a.Status)
	assert.Equal(t, "QUERY_LIMIT_EXCEEDED", a.Body["error"])
	clock.Advance(time.Second)
	assert.Equal(t, 200, call(t, s, "echo", `{}`).Status)
	assert.Equal(t, 200, call(t, s, "echo", `{}`).Status)
	assert.Equal(t, 503, call(t, s, "echo", `{}`).Status, "two a second drain away")

	s.LimitRate(0, 0)
	s.Takes("note.list", 200*time.Second)
	for range 3 {
		a = call(t, s, "note.list", `{}`)
		require.Equal(t, 200, a.Status)
	}
	assert.EqualValues(t, 600, a.at("time", "operating"))
	reset := int64(a.at("time", "operating_reset_at").(float64))
	a = call(t, s, "note.list", `{}`)
	assert.Equal(t, 429, a.Status)
	assert.Equal(t, "OPERATION_TIME_LIMIT", a.Body["error"])
	assert.Equal(t, 200, call(t, s, "echo", `{}`).Status, "other methods work")
	clock.Advance(time.Unix(reset, 0).Sub(clock.Now()))
	assert.Equal(t, 200, call(t, s, "note.list", `{}`).Status)
}

func TestAPortalThatMovedSaysWhere(t *testing.T) {
	s := start(t, bxserver.Settings{Box: true})
	s.Moves("https://new.example")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, portal+"echo", strings.NewReader(`{}`))
	require.NoError(t, err)
	resp, err := s.Transport().RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, 302, resp.StatusCode)
	assert.Equal(t, "https://new.example/rest/1/hook/echo", resp.Header.Get("Location"))
	assert.Equal(t, 200, post(t, s, "https://new.example/rest/1/hook/echo", "", "").Status)
	s.Moves("")
	s.Deleted(true)
	assert.Equal(t, "PORTAL_DELETED", call(t, s, "echo", `{}`).Body["error"])
}
