package bxserver_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// inbox is a program that receives events.
type inbox []url.Values

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	v, _ := url.ParseQuery(string(b))
	*in = append(*in, v)
	w.WriteHeader(http.StatusServiceUnavailable) // the vendor does not mind
}

// app calls as the application, with the token of the administrator.
func app(t *testing.T, s *bxserver.Server, token any, method, body string) answer {
	t.Helper()
	return post(t, s, "https://portal.example/rest/"+method, "application/json", body, "Authorization", "Bearer "+bxserver.Text(token))
}

func TestEventsArePostedOnceWithAnIdOnly(t *testing.T) {
	var in inbox
	s := start(t, bxserver.Settings{Box: true, Receiver: fake.Receiver{Transport: fake.Direct(&in)}})
	token := s.Grant("local.1", 1).Get("access_token")
	const bind = `{"event":"onNoteUpdate","handler":"https://me.example/b24"}`
	assert.Equal(t, true, app(t, s, token, "event.bind", bind).Body["result"])
	again := app(t, s, token, "event.bind", bind)
	assert.Equal(t, "ERROR_CORE", again.Body["error"])
	assert.Equal(t, "Unable to set event handler: Handler already binded", again.Body["error_description"])
	assert.Equal(t, "ERROR_EVENT_NOT_FOUND", app(t, s, token, "event.bind", `{"event":"onX","handler":"https://me.example/"}`).Body["error"])
	assert.Equal(t, "ERROR_WRONG_HANDLER_URL", app(t, s, token, "event.bind", `{"event":"onNoteUpdate","handler":"https://localhost/"}`).Body["error"])
	assert.Equal(t, "WRONG_AUTH_TYPE", call(t, s, "event.bind", bind).Body["error"])

	call(t, s, "note.setText", `{"id":1,"text":"x"}`)
	s.SendHooks(t.Context())
	assert.Empty(t, in, "nothing is sent before the installation has ended")
	s.FinishInstall("local.1")
	call(t, s, "note.setText", `{"id":1,"text":"y"}`)
	s.SendHooks(t.Context())
	s.SendHooks(t.Context())
	require.Len(t, in, 1, "there is no second call")
	assert.Equal(t, "ONNOTEUPDATE", in[0].Get("event"))
	assert.Equal(t, "1", in[0].Get("data[FIELDS][ID]"))
	assert.Equal(t, "apptoken", in[0].Get("auth[application_token]"))
	assert.Equal(t, "portal.example", in[0].Get("auth[domain]"))
	assert.NotEmpty(t, in[0].Get("auth[access_token]"))
	assert.NotContains(t, in[0], "auth[refresh_token]")

	// What follows from an event calls back with its token: after seven of them the portal keeps still.
	for range 20 {
		last := in[len(in)-1].Get("auth[access_token]")
		app(t, s, last, "note.setText", `{"id":1,"text":"y"}`)
		s.SendHooks(t.Context())
	}
	assert.Len(t, in, 7)
	assert.EqualValues(t, 1, app(t, s, token, "event.unbind", bind).at("result", "count"))
}

func TestTheQueueKeepsEventsOnce(t *testing.T) {
	clock := fake.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	var in inbox
	s := start(t, bxserver.Settings{Box: true, Now: clock.Now, Receiver: fake.Receiver{Transport: fake.Direct(&in)}})
	token := s.Grant("local.1", 1).Get("access_token")
	s.FinishInstall("local.1")
	app(t, s, token, "event.bind", `{"event":"onOfflineEvent","handler":"https://me.example/b24","options":{"minTimeout":60}}`)
	app(t, s, token, "event.bind", `{"event":"onNoteUpdate","event_type":"offline","auth_connector":"ordo"}`)
	for _, id := range []string{"1", "1", "2"} {
		call(t, s, "note.setText", `{"id":`+id+`,"text":"x"}`)
	}
	app(t, s, token, "note.setText", `{"id":3,"text":"x","auth_connector":"ordo"}`)
	app(t, s, token, "note.setText", `{"id":4,"text":"x"}`)

	assert.Empty(t, app(t, s, token, "event.offline.list", `{}`).Body["result"], "another connector sees nothing")
	list := app(t, s, token, "event.offline.list", `{"auth_connector":"ordo"}`)
	require.Len(t, list.Body["result"], 3, "one record an object, and not the own change: %s", list.Raw)
	assert.EqualValues(t, 3, list.Body["total"])
	s.SendHooks(t.Context())
	require.Len(t, in, 1, "one call a minute says that there is something")
	assert.Equal(t, "ONOFFLINEEVENT", in[0].Get("event"))

	got := app(t, s, token, "event.offline.get", `{"auth_connector":"ordo","clear":0,"limit":2}`)
	process := bxserver.Text(got.at("result", "process_id"))
	events := got.at("result", "events").([]any)
	require.Len(t, events, 2)
	first := events[0].(map[string]any)
	assert.Equal(t, "ONNOTEUPDATE", first["EVENT_NAME"])
	assert.Equal(t, map[string]any{"FIELDS": map[string]any{"ID": "1"}}, first["EVENT_DATA"])
	assert.Equal(t, map[string]any{"user_id": "1"}, first["EVENT_ADDITIONAL"])

	call(t, s, "note.setText", `{"id":1,"text":"again"}`) // while the record is reserved: a new one
	app(t, s, token, "event.offline.clear", `{"auth_connector":"ordo","process_id":"`+process+`","message_id":["`+first["MESSAGE_ID"].(string)+`"]}`)
	app(t, s, token, "event.offline.error", `{"auth_connector":"ordo","process_id":"`+process+`","message_id":["`+events[1].(map[string]any)["MESSAGE_ID"].(string)+`"]}`)
	got = app(t, s, token, "event.offline.get", `{"auth_connector":"ordo"}`)
	assert.Len(t, got.at("result", "events"), 2, "the third, and the new change of the first")
	assert.Nil(t, got.at("result", "process_id"))
	got = app(t, s, token, "event.offline.get", `{"auth_connector":"ordo","error":1}`)
	assert.Len(t, got.at("result", "events"), 1, "the one that failed")
	assert.Empty(t, app(t, s, token, "event.offline.get", `{"auth_connector":"ordo"}`).at("result", "events"))
}

func TestInstallationTellsTheTokens(t *testing.T) {
	var in inbox
	s := bxserver.New(bxserver.Settings{Box: true, Receiver: fake.Receiver{Transport: fake.Direct(&in)}})
	defer s.Close()
	s.AddUser(1, true)
	s.AddApp(bxserver.App{ID: "local.2", Secret: "x", ApplicationToken: "tok", Installer: "https://me.example/install"})
	s.Installs("local.2", 1)
	s.RemoveApp("local.2")
	s.SendHooks(t.Context())
	require.Len(t, in, 2)
	assert.Equal(t, "ONAPPINSTALL", in[0].Get("event"))
	assert.NotEmpty(t, in[0].Get("auth[refresh_token]"))
	assert.Equal(t, "tok", in[0].Get("auth[application_token]"))
	assert.Equal(t, "ONAPPUNINSTALL", in[1].Get("event"))
	assert.NotContains(t, in[1], "auth[access_token]")
	assert.Equal(t, "tok", in[1].Get("auth[application_token]"))
}

func TestOutgoingWebhooksHaveNoTokens(t *testing.T) {
	var in inbox
	s := start(t, bxserver.Settings{Box: true, Receiver: fake.Receiver{Transport: fake.Direct(&in)}})
	s.AddOutgoingWebhook("https://me.example/out", "outtoken", "onNoteUpdate")
	call(t, s, "note.setText", `{"id":1,"text":"x"}`)
	s.SendHooks(t.Context())
	require.Len(t, in, 1)
	assert.Equal(t, "outtoken", in[0].Get("auth[application_token]"))
	assert.NotContains(t, in[0], "auth[access_token]")
	assert.Equal(t, "https://portal.example/rest/", in[0].Get("auth[client_endpoint]"))
}
