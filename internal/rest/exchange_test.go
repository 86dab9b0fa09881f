package rest_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const vendor = "https://vendor.example/api"

// client makes a client of a vendor that is reached through rt.
func client(rt http.RoundTripper, c rest.Config, opts ...ordo.Option) *rest.Client {
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: rt}), ordo.WithAccount("v-1")}, opts...)
	return rest.New(rest.Resolve(rest.Settings{System: "vendor", BaseURL: vendor}, opts...), c)
}

// failed returns err as what it must be.
func failed(t *testing.T, err error) *ordo.Error {
	t.Helper()
	var e *ordo.Error
	require.Error(t, err)
	require.True(t, errors.As(err, &e), "%T: %v", err, err)
	require.Equal(t, "vendor", e.System)
	require.Equal(t, "v-1", e.Account)
	return e
}

type orderAnswer struct {
	ID string `json:"id"`
}

func TestARequestIsSentAsDescribed(t *testing.T) {
	mock := httpmock.NewMockTransport()
	var seen *http.Request
	var body string
	mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		seen = r
		body = ""
		if r.Body != nil {
			b, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			body = string(b)
		}
		return httpmock.NewStringResponse(200, `{"id":"7"}`), nil
	})
	c := client(mock, rest.Config{Header: http.Header{"X-Lang": {"ru"}, "Accept": {"application/json"}}}, ordo.WithUserAgent("shop/2"))

	tests := []struct {
		name        string
		req         rest.Request
		method, url string
		contentType string
		body        string
	}{
		{"read", rest.Request{Path: "/orders/7"}, "GET", vendor + "/orders/7", "", ""},
		{"path without a slash", rest.Request{Path: "orders"}, "GET", vendor + "/orders", "", ""},
		{"no path", rest.Request{}, "GET", vendor, "", ""},
		{"query", rest.Request{Path: "/o?a=1", Query: url.Values{"b": {"x y"}}}, "GET", vendor + "/o?a=1&b=x+y", "", ""},
		{"only a query", rest.Request{Query: url.Values{"b": {"1"}}}, "GET", vendor + "?b=1", "", ""},
		{"another host", rest.Request{Path: "https://auth.example/t", Anonymous: true}, "GET", "https://auth.example/t", "", ""},
		{"the same host", rest.Request{Path: "https://vendor.example/t"}, "GET", "https://vendor.example/t", "", ""},
		{
			"JSON",
			rest.Request{Method: "POST", Path: "/o", Body: rest.JSON(orderAnswer{"Ж"})},
			"POST", vendor + "/o", "application/json", `{"id":"Ж"}`,
		},
		{
			"form",
			rest.Request{Method: "POST", Path: "/o", Body: rest.Form(url.Values{"a": {"1"}, "b": {"&"}})},
			"POST", vendor + "/o", "application/x-www-form-urlencoded", "a=1&b=%26",
		},
		{
			"raw",
			rest.Request{Method: "PUT", Path: "/o", Body: rest.Raw("text/xml", []byte("<o/>"))},
			"PUT", vendor + "/o", "text/xml", "<o/>",
		},
		{"DELETE with a body", rest.Request{Method: "DELETE", Path: "/o", Body: rest.JSON([]int{1})}, "DELETE", vendor + "/o", "application/json", "[1]"},
		{"POST without a body", rest.Request{Method: "POST", Path: "/o"}, "POST", vendor + "/o", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out orderAnswer
			reply, err := c.Do(t.Context(), tt.req, &out)
			require.NoError(t, err)
			require.Equal(t, 200, reply.Status)
			require.Equal(t, "7", out.ID)
			require.Equal(t, tt.method, seen.Method)
			require.Equal(t, tt.url, seen.URL.String())
			require.Equal(t, tt.contentType, seen.Header.Get("Content-Type"))
			require.Equal(t, tt.body, body)
			require.Equal(t, int64(len(tt.body)), seen.ContentLength)
			require.Equal(t, "ru", seen.Header.Get("X-Lang"))
			require.Equal(t, "shop/2 ordo-sdk", seen.Header.Get("User-Agent"))
		})
	}

	_, err := c.Do(t.Context(), rest.Request{Header: http.Header{"x-lang": {"uk"}}}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"uk"}, seen.Header["X-Lang"], "the request's header wins over the client's")
}

func TestPathArgumentsStayOneSegment(t *testing.T) {
	require.Equal(t, "/orders/a%2Fb/lines/7", rest.Pathf("/orders/%s/lines/%d", "a/b", 7))
	require.Equal(t, "/orders/%2E%2E/x", rest.Pathf("/orders/%s/x", ".."))
	require.Equal(t, "/orders/5%25%3Fa", rest.Pathf("/orders/%v", "5%?a"))
}

func TestAnswersAreReadInEveryForm(t *testing.T) {
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{})
	answer := func(status int, body string) {
		mock.RegisterNoResponder(httpmock.NewStringResponder(status, body))
	}

	var raw []byte
	answer(200, "%PDF")
	_, err := c.Do(t.Context(), rest.Request{}, &raw)
	require.NoError(t, err)
	require.Equal(t, "%PDF", string(raw))

	var out orderAnswer
	answer(200, "\xef\xbb\xbf{\"id\":\"bom\"}")
	_, err = c.Do(t.Context(), rest.Request{}, &out)
	require.NoError(t, err)
	require.Equal(t, "bom", out.ID)

	for status, body := range map[int]string{204: "", 200: `{"any":"thing"}`} {
		answer(status, body)
		reply, err := c.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		require.Equal(t, body, string(reply.Body))
	}

	soap := client(mock, rest.Config{Decode: func(r *rest.Reply, out any) error { return xml.Unmarshal(r.Body, out) }})
	var doc struct {
		ID string `xml:"id"`
	}
	answer(200, "<o><id>9</id></o>")
	_, err = soap.Do(t.Context(), rest.Request{}, &doc)
	require.NoError(t, err)
	require.Equal(t, "9", doc.ID)
}

func TestEveryStatusHasItsClass(t *testing.T) {
	tests := []struct {
		status      int
		read, write ordo.Class
	}{
		{302, ordo.Retry, ordo.InDoubt},
		{400, ordo.Invalid, ordo.Invalid},
		{401, ordo.Auth, ordo.Auth},
		{403, ordo.Auth, ordo.Auth},
		{404, ordo.NotFound, ordo.NotFound},
		{405, ordo.Unsupported, ordo.Unsupported},
		{408, ordo.Retry, ordo.Retry},
		{409, ordo.Conflict, ordo.Conflict},
		{410, ordo.NotFound, ordo.NotFound},
		{412, ordo.Conflict, ordo.Conflict},
		{413, ordo.Invalid, ordo.Invalid},
		{422, ordo.Invalid, ordo.Invalid},
		{429, ordo.RateLimited, ordo.RateLimited},
		{500, ordo.Retry, ordo.InDoubt},
		{501, ordo.Unsupported, ordo.Unsupported},
		{502, ordo.Retry, ordo.InDoubt},
		{503, ordo.Retry, ordo.InDoubt},
		{504, ordo.Retry, ordo.InDoubt},
	}
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{}, ordo.WithMaxAttempts(1))
	for _, tt := range tests {
		t.Run(http.StatusText(tt.status), func(t *testing.T) {
			header := http.Header{"X-Request-Id": {"r-1"}, "Content-Type": {"application/json"}}
			mock.RegisterNoResponder(httpmock.NewStringResponder(tt.status, `{"message":"why"}`).HeaderSet(header))
			for method, want := range map[string]ordo.Class{"GET": tt.read, "POST": tt.write} {
				_, err := c.Do(t.Context(), rest.Request{Op: "order/x", Method: method, Path: "/o"}, nil)
				e := failed(t, err)
				require.Equal(t, want, e.Class, method)
				require.Equal(t, tt.status, e.HTTPStatus)
				require.Equal(t, "order/x", e.Op)
				require.Equal(t, "r-1", e.RequestID)
				if tt.status >= 400 {
					require.Equal(t, `{"message":"why"}`, e.Text)
				}
			}
		})
	}
}

func TestAnswersThatMakeNoSense(t *testing.T) {
	page := `<html><head><title>502 Bad Gateway</title><style>a{}</style><script>alert("x<y")</script></head>` +
		"<body>\n<center><h1>502 Bad Gateway</h1></center></body></html>"
	tests := []struct {
		name              string
		status            int
		contentType, body string
		read, write       ordo.Class
		text              string
	}{
		{"a gateway's page", 502, "text/html", page, ordo.Retry, ordo.InDoubt, "502: text/html: 502 Bad Gateway 502 Bad Gateway"},
		{"a page with status 200", 200, "text/html; charset=utf-8", page, ordo.Retry, ordo.InDoubt, "cannot be read (it is text/html): \"502 Bad Gateway"},
		{"a page that says it is JSON", 200, "application/json", page, ordo.Retry, ordo.InDoubt, `: "502 Bad Gateway 502 Bad Gateway"`},
		{"not JSON", 200, "application/json", `{"id":`, ordo.Retry, ordo.InDoubt, `cannot be read: "{\"id\":"`},
		{"another form", 200, "application/json", `{"id":[1]}`, ordo.Retry, ordo.InDoubt, "not of the documented form"},
		{"empty", 200, "application/json", "", ordo.Retry, ordo.InDoubt, "empty answer"},
		{"blank", 200, "application/json", "\r\n", ordo.Retry, ordo.InDoubt, "empty answer"},
		{"an empty refusal", 500, "", "", ordo.Retry, ordo.InDoubt, "500: Internal Server Error"},
		{"binary", 400, "text/plain", "a\x00\xffb\n\tc", ordo.Invalid, ordo.Invalid, "400: a �b c"},
		{"long", 400, "text/plain", strings.Repeat("Ы", 300), ordo.Invalid, ordo.Invalid, strings.Repeat("Ы", 200) + "…"},
	}
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{}, ordo.WithMaxAttempts(1))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := http.Header{"Content-Type": {tt.contentType}}
			mock.RegisterNoResponder(httpmock.NewStringResponder(tt.status, tt.body).HeaderSet(header))
			for method, want := range map[string]ordo.Class{"GET": tt.read, "POST": tt.write} {
				var out orderAnswer
				_, err := c.Do(t.Context(), rest.Request{Method: method, Path: "/o"}, &out)
				e := failed(t, err)
				require.Equal(t, want, e.Class, method)
				require.Equal(t, tt.status, e.HTTPStatus, "an unreadable answer keeps its status")
				require.ErrorContains(t, err, tt.text)
				require.NotContains(t, err.Error(), "alert")
			}
		})
	}
}

// envelope is how many vendors answer: status 200, whatever happened.
type envelope struct {
	Success int    `json:"success"`
	Message string `json:"message"`
	Code    string `json:"code"`
}

func TestVendorsJudgeTheirAnswers(t *testing.T) {
	classes := map[string]ordo.Class{
		"": 0, "LIMIT": ordo.RateLimited, "BUSY": ordo.Retry, "GONE": ordo.NotFound, "UNSURE": ordo.InDoubt,
	}
	judge := func(r *rest.Reply) *ordo.Error {
		var e envelope
		if r.JSON(&e) != nil || e.Success == 1 {
			return nil
		}
		return &ordo.Error{Code: e.Code, Text: e.Message, Class: classes[e.Code]}
	}
	tests := []struct {
		name        string
		status      int
		body        string
		read, write ordo.Class
		text        string
	}{
		{"refused inside 200", 200, `{"success":0,"message":"packed already"}`, ordo.Invalid, ordo.Invalid, "vendor v-1: o: 200: packed already"},
		{"refused for now, surely not done", 200, `{"success":0,"code":"BUSY"}`, ordo.Retry, ordo.Retry, "200 [BUSY]"},
		{"limit with status 503", 503, `{"success":0,"code":"LIMIT"}`, ordo.RateLimited, ordo.RateLimited, "503 [LIMIT]"},
		{"missing with status 400", 400, `{"success":0,"code":"GONE"}`, ordo.NotFound, ordo.NotFound, "400 [GONE]"},
		{"the vendor does not know", 200, `{"success":0,"code":"UNSURE"}`, ordo.Retry, ordo.InDoubt, "200 [UNSURE]"},
		{"no class from the vendor: the status counts", 500, `{"success":0,"message":"oops"}`, ordo.Retry, ordo.InDoubt, "500: oops"},
	}
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{Judge: judge}, ordo.WithMaxAttempts(1))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mock.RegisterNoResponder(httpmock.NewStringResponder(tt.status, tt.body))
			for method, want := range map[string]ordo.Class{"GET": tt.read, "POST": tt.write} {
				_, err := c.Do(t.Context(), rest.Request{Op: "o", Method: method}, nil)
				require.Equal(t, want, failed(t, err).Class, method)
				require.ErrorContains(t, err, tt.text)
			}
		})
	}
}

func TestWhatCannotBeSentIsInvalid(t *testing.T) {
	mock := httpmock.NewMockTransport()
	c := client(mock, rest.Config{})
	_, err := c.Do(t.Context(), rest.Request{Op: "o", Method: "POST", Body: rest.JSON(make(chan int))}, nil)
	require.Equal(t, ordo.Invalid, failed(t, err).Class)
	var unsupported *json.UnsupportedTypeError
	require.ErrorAs(t, err, &unsupported)

	for _, r := range []rest.Request{{Method: "GE T"}, {Path: "/%zz"}} {
		_, err = c.Do(t.Context(), r, nil)
		require.Equal(t, ordo.Invalid, failed(t, err).Class, "%+v", r)
	}
	require.Zero(t, mock.GetTotalCallCount())
}

func TestAWrongSettingIsReturnedByEveryCall(t *testing.T) {
	c := client(httpmock.NewMockTransport(), rest.Config{}, ordo.WithBaseURL("vendor.example"))
	_, err := c.Do(t.Context(), rest.Request{Op: "order/x"}, nil)
	require.EqualError(t, err, `vendor v-1: order/x: base URL has scheme "": it must look like https://host or https://host/path`)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	_, err = c.Open(t.Context(), rest.Request{})
	require.ErrorIs(t, err, ordo.ErrInvalid)
}

func TestTheUsersHTTPClientIsNotChanged(t *testing.T) {
	own := &http.Client{}
	s := rest.Resolve(rest.Settings{System: "vendor", BaseURL: vendor}, ordo.WithHTTPClient(own))
	rest.New(s, rest.Config{Cookies: true})
	require.Equal(t, &http.Client{}, own)
}
