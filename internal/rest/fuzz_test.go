package rest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
)

// bare is a client that sends nothing.
func bare(secrets ...ordo.Secret) *Client {
	return New(Resolve(Settings{System: "vendor", BaseURL: "https://vendor.example"}), Config{Secrets: secrets})
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("90", "")
	f.Add("1e300", "x")
	f.Add("NaN", "")
	f.Add("Wed, 17 Sep 2025 10:00:00 GMT", "Wed, 17 Sep 2025 09:00:00 GMT")
	clock := Resolve(Settings{}).Clock
	f.Fuzz(func(t *testing.T, after, date string) {
		d := retryAfter(http.Header{"Retry-After": {after}, "Date": {date}}, clock)
		if d < 0 || d > mostWait {
			t.Errorf("%q, %q: %v", after, date, d)
		}
	})
}

func FuzzExcerpt(f *testing.F) {
	c := bare(ordo.NewSecret("s3cret"))
	f.Add([]byte("<html><script>x</script>a<b"), "text/html")
	f.Add([]byte("s3cs3cretret\xff\x00"), "")
	f.Add([]byte("<script"), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, media string) {
		text := c.excerpt(body, media)
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > excerptLength+1 || strings.ContainsAny(text, "\r\n\x00") {
			t.Errorf("%q", text)
		}
	})
}

func FuzzList(f *testing.F) {
	f.Add(`{"a":{"b":[1,2]}}`, "a.b")
	f.Add(`[[],{}]`, "")
	f.Add(`{"a":[`, "a")
	f.Fuzz(func(t *testing.T, body, path string) {
		c := bare()
		c.resty.SetTransport(answers(body))
		var last error
		for v, err := range Each[json.RawMessage](context.Background(), c, Request{Repeat: Never()}, path) {
			if last != nil {
				t.Fatal("an error comes last")
			}
			if last = err; err == nil && !json.Valid(v) {
				t.Fatalf("not JSON: %q", v)
			}
		}
		if last != nil && ordo.ClassOf(last) == 0 {
			t.Fatalf("%T: %v", last, last)
		}
	})
}

// answers is a vendor who always answers the same.
type answers string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(string(a))), ContentLength: -1, Request: r}, nil
}

func TestASecretIsNotSeenInAnySpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringN(leastSecret, 40, -1).Draw(t, "secret")
		filler := rapid.SampledFrom([]string{"", "x", " ", "=", "order 7 "})
		s := newScrubber(nil)
		s.add(secret)
		s.build()
		escaped, err := json.Marshal(secret)
		require.NoError(t, err)
		for _, spelling := range append(spellings(secret), string(escaped), url.QueryEscape(secret)) {
			text := filler.Draw(t, "before") + spelling + filler.Draw(t, "after")
			require.NotContains(t, s.text(text), spelling)
		}
	})
}

func TestHiddenFieldsInEveryNotation(t *testing.T) {
	s := newScrubber([]string{"PIN", "X-Session"})
	s.build()
	tests := map[string]string{
		`{"pin":"1234","a":"b"}`:                     `{"pin":"***","a":"b"}`,
		`{"pin": 1234, "a":1}`:                       `{"pin": "***", "a":1}`,
		`{"pin":"12\"34","a":1}`:                     `{"pin":"***","a":1}`,
		`{"pin":null}`:                               `{"pin":"***"}`,
		`{"pin":"","a":1}`:                           `{"pin":"***","a":1}`,
		`"{\"pin\":\"1234\"}"`:                       `"{\"pin\":\"***"`,
		`a=1&pin=12%2034&b=2`:                        `a=1&pin=***&b=2`,
		`pin=1234`:                                   `pin=***`,
		`auth[access_token]=abc&auth[domain]=d`:      `auth[access_token]=***&auth[domain]=d`,
		`auth%5Baccess_token%5D=abc&x=1`:             `auth%5Baccess_token%5D=***&x=1`,
		`Get "https://h/p?pin=12&x=1": EOF`:          `Get "https://h/p?pin=***&x=1": EOF`,
		`<pin>1234</pin><a>b</a>`:                    `<pin>***</pin><a>b</a>`,
		`<x:pin type="s">1234</x:pin>`:               `<x:pin type="s">***</x:pin>`,
		`<login pin="1234" name="a"/>`:               `<login pin="***" name="a"/>`,
		`map[Authorization:[Bearer abcdefgh12345=]]`: `map[Authorization:[Bearer ***]]`,
		`shipping=1&pinned=2&"spin":3`:               `shipping=1&pinned=2&"spin":3`,
	}
	for text, want := range tests {
		require.Equal(t, want, s.text(text))
	}
	require.True(t, s.header("x-session"))
	require.True(t, s.header("Authorization"))
	require.False(t, s.header("Accept"))
}

func TestOnlyTheLastTokensAreLookedFor(t *testing.T) {
	s := newScrubber(nil)
	s.build()
	for i := range keptTokens + 1 {
		s.addToken(strings.Repeat(string(rune('a'+i)), 8))
		s.addToken(strings.Repeat(string(rune('a'+i)), 8))
	}
	require.Len(t, s.tokens, keptTokens)
	require.Equal(t, "aaaaaaaa *** ***", s.text("aaaaaaaa bbbbbbbb iiiiiiii"))
}

func TestWaitsAreNeverShorterThanAskedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWaiter()
		for range 20 {
			asked := time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "asked"))
			d := w.next(asked)
			require.GreaterOrEqual(t, d, asked)
			require.LessOrEqual(t, d, max(asked, longWait*3/2))
		}
	})
}
