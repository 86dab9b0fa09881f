package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// receipt is an answer that must hold an id.
type receipt struct {
	ID   string `json:"id"`
	List []int  `json:"list"`
}

func (r *receipt) Complete() error {
	if r.ID == "" {
		return errors.New("the answer has no id")
	}
	return nil
}

// judged is a vendor whose refusals have a code.
func judged(r *rest.Reply) *ordo.Error {
	var e struct{ Code, Text string }
	if r.JSON(&e) != nil || e.Code == "" {
		return nil
	}
	return &ordo.Error{Code: e.Code, Text: e.Text}
}

// foreignBodies are what others than the vendor answer with.
var foreignBodies = map[string]string{
	"a page": "<html>maintenance</html>", "nothing": "", "blank": " \r\n", "null": "null", "a text": `"OK"`, "a list": "[]",
	"an empty object": "{}", "another's JSON": `{"error":{"id":12}}`, "a number": "1", "no JSON": "OK", "half": `{"id":`,
	"another type": `{"id":"7","list":"x"}`,
}

// Every answer that nobody of the vendor has given decides nothing, whatever its status is and however it looks.
//
// fault: R2
// fault: C19
// fault: R16
func TestWhatNobodyOfTheVendorSaysDecidesNothing(t *testing.T) {
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{Judge: judged}, ordo.WithMaxAttempts(1))
	notThere := rest.ReadBack(func(context.Context) (bool, error) { return false, nil })
	there := rest.ReadBack(func(context.Context) (bool, error) { return true, nil })
	statuses := []int{200, 201, 202, 204, 206, 226}
	for status := 300; status < 600; status++ {
		statuses = append(statuses, status)
	}
	for _, status := range statuses {
		want := [5]ordo.Class{ordo.Retry, ordo.InDoubt, ordo.Retry, ordo.Retry, 0}
		switch status {
		case 401, 403, 407:
			want = [5]ordo.Class{ordo.Auth, ordo.Auth, ordo.Auth, ordo.Auth, ordo.Auth}
		case 429:
			want = [5]ordo.Class{ordo.RateLimited, ordo.RateLimited, ordo.RateLimited, ordo.RateLimited, ordo.RateLimited}
		}
		for name, body := range foreignBodies {
			mock.RegisterNoResponder(httpmock.NewStringResponder(status, body))
			for i, r := range []rest.Request{
				{Path: "/o"},
				{Path: "/o", Method: "POST"},
				{Path: "/o", Method: "POST", Repeat: rest.Read()},
				{Path: "/o", Method: "POST", Repeat: rest.Keyed("Key", "k")},
			} {
				_, err := c.Do(t.Context(), r, &receipt{})
				require.Equal(t, want[i], failed(t, err).Class, "%d with %s: %v", status, name, err)
			}
		}
	}
	inBubbleOf(t, 200, "{}", func(t *testing.T, c *rest.Client) {
		_, err := c.Do(t.Context(), rest.Request{Method: "POST", Repeat: notThere}, &receipt{})
		require.Equal(t, ordo.Retry, failed(t, err).Class, "looked up: it is not there")
		reply, err := c.Do(t.Context(), rest.Request{Method: "POST", Repeat: there}, &receipt{})
		require.NoError(t, err)
		require.True(t, reply.ReadBack)
	})
}

// fault: R2
func TestARefusalInTheVendorsFormDecides(t *testing.T) {
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{Judge: judged}, ordo.WithMaxAttempts(1))
	for status, want := range map[int]ordo.Class{200: ordo.Invalid, 400: ordo.Invalid, 404: ordo.NotFound, 405: ordo.Unsupported, 409: ordo.Conflict, 500: ordo.InDoubt} {
		mock.RegisterNoResponder(httpmock.NewStringResponder(status, `{"code":"no","text":"why"}`))
		_, err := c.Do(t.Context(), rest.Request{Method: "POST", Path: "/o"}, &receipt{})
		require.Equal(t, want, failed(t, err).Class, status)
	}
}

// fault: R2
func TestAnAnswerThatDoesNotMatterHasAFormToo(t *testing.T) {
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{Judge: judged}, ordo.WithMaxAttempts(1))
	for body, good := range map[string]bool{
		"": true, "{}": true, "[1]": true, `{"id":7}`: true,
		"<html>ok</html>": false, "OK": false, `"OK"`: false, "null": false, "1": false, `{"id":`: false, "[1],": false,
	} {
		mock.RegisterNoResponder(httpmock.NewStringResponder(200, body))
		_, err := c.Do(t.Context(), rest.Request{Method: "POST", Path: "/o"}, nil)
		if good {
			require.NoError(t, err, body)
			continue
		}
		require.Equal(t, ordo.InDoubt, failed(t, err).Class, body)
	}
}

// fault: R7
func TestAnotherThingThanAskedForIsNotTaken(t *testing.T) {
	mock := httpmock.NewMockTransport()
	calls := 0
	mock.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
		calls++
		return httpmock.NewStringResponse(200, `{"id":"8"}`), nil
	})
	c := client(mock, rest.Config{}, ordo.WithMaxAttempts(1))
	var got receipt
	ask := func(method string, repeat rest.Repeat) *ordo.Error {
		_, err := c.Do(t.Context(), rest.Request{
			Method: method, Path: "/o", Repeat: repeat, Check: func() error { return rest.Same("order", "7", got.ID) },
		}, &got)
		require.ErrorContains(t, err, `asked for order "7", answered with "8"`)
		var other *rest.OtherError
		require.ErrorAs(t, err, &other)
		return failed(t, err)
	}
	require.Equal(t, ordo.Retry, ask("GET", rest.Repeat{}).Class)
	require.Equal(t, ordo.Retry, ask("POST", rest.Read()).Class)
	require.Equal(t, ordo.InDoubt, ask("POST", rest.Never()).Class)
	require.Equal(t, ordo.InDoubt, ask("POST", rest.Idempotent()).Class)
	require.Equal(t, ordo.InDoubt, ask("POST", rest.Keyed("Key", "k")).Class)
	require.Equal(t, 5, calls)
	require.NoError(t, rest.Same("order", 7, 7))
	require.EqualError(t, rest.Same("order", 7, 8), fmt.Sprintf("asked for order %q, answered with %q", "7", "8"))
}
