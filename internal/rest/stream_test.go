package rest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/stretchr/testify/require"
)

// answering is a vendor who always answers the same.
func answering(contentType, body string) *fake.Server {
	return fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}))
}

// all reads a list to its end.
func all[T any](ctx context.Context, c *rest.Client, path string) (got []T, err error) {
	for v, e := range rest.Each[T](ctx, c, rest.Request{Op: "offices", Path: "/offices"}, path) {
		if e != nil {
			err = e
			continue
		}
		got = append(got, v)
	}
	return got, err
}

func TestListsAreReadElementByElement(t *testing.T) {
	tests := []struct {
		name, body, path string
		want             []int
		text             string // of the error, if any
	}{
		{"an array", `[1,2,3]`, "", []int{1, 2, 3}, ""},
		{"an empty array", `[]`, "", nil, ""},
		{"inside objects", `{"meta":{"n":[9]},"data":{"x":"[","items":[1,2]},"more":1}`, "data.items", []int{1, 2}, ""},
		{"a missing field", `{"data":{}}`, "data.items", nil, `no field "items"`},
		{"not an array", `{"data":null}`, "data", nil, `where "data" should start with [`},
		{"not an object", `[1]`, "data", nil, `where "data" should start with {`},
		{"a wrong element", `[1,2,"x",4]`, "", []int{1, 2}, "not of the documented form"},
		{"cut off", `[1,2`, "", []int{1, 2}, "the answer broke off"},
		{"cut off inside an element", `{"items":[1,2,"a`, "items", []int{1, 2}, "the answer broke off"},
		{"broken", `[1,2}`, "", []int{1, 2}, "cannot be read"},
		{"a page", `<html>maintenance</html>`, "", nil, "cannot be read"},
		{"empty", ``, "", nil, "the answer broke off"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := all[int](t.Context(), client(answering("application/json", tt.body).Transport(), rest.Config{}), tt.path)
			require.Equal(t, tt.want, got)
			if tt.text == "" {
				require.NoError(t, err)
				return
			}
			e := failed(t, err)
			require.Equal(t, "offices", e.Op)
			require.Equal(t, 200, e.HTTPStatus)
			require.ErrorContains(t, err, tt.text)
		})
	}
}

func TestALongListIsNotBoundedButItsElementsAre(t *testing.T) {
	const n = 20000
	long := "[" + strings.Repeat(`{"name":"Перчатки"},`, n) + "{}]"
	c := client(answering("application/json", long).Transport(), rest.Config{MaxBody: 8 << 10})
	got, err := all[json.RawMessage](t.Context(), c, "")
	require.NoError(t, err)
	require.Len(t, got, n+1)

	huge := `["` + strings.Repeat("x", 32<<10) + `"]`
	_, err = all[string](t.Context(), client(answering("application/json", huge).Transport(), rest.Config{MaxBody: 8 << 10}), "")
	var tooLarge *ordo.TooLargeError
	require.ErrorAs(t, err, &tooLarge)
	require.Equal(t, ordo.Invalid, failed(t, err).Class)

	bounded := rest.Request{MaxBody: 1 << 10}
	s, err := c.Open(t.Context(), bounded)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, s)
	require.ErrorAs(t, err, &tooLarge)
	require.NoError(t, s.Close())
}

func TestLeavingAListClosesIt(t *testing.T) {
	left := make(chan struct{})
	s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		defer close(left)
		_, err := io.WriteString(w, "[0")
		for i := 1; err == nil; i++ {
			_, err = io.WriteString(w, ","+strconv.Itoa(i))
		}
	}))
	defer s.Close()
	for v, err := range rest.Each[int](t.Context(), client(nil, rest.Config{}, ordo.WithBaseURL(s.URL())), rest.Request{}, "") {
		require.NoError(t, err)
		if v == 3 {
			break
		}
	}
	<-left // else the test hangs
}

func TestAListIsRepeatedUpToItsHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := answering("application/json", "[1,2,3]")
		c := client(s.Transport(), rest.Config{})
		s.Faults().Next("*", fake.Status(503), fake.ResetBefore(), fake.TooMany(time.Second))
		got, err := all[int](t.Context(), c, "")
		require.NoError(t, err)
		require.Equal(t, []int{1, 2, 3}, got)
		require.Equal(t, 4, s.Calls("*"))

		s.Faults().Next("*", fake.Cut(4))
		got, err = all[int](t.Context(), c, "")
		require.ErrorIs(t, err, ordo.ErrRetry)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.Equal(t, []int{1}, got, "what came later is not repeated")
		require.Equal(t, 5, s.Calls("*"))

		s.Faults().Next("*", fake.Refuse(403, "text/plain", "not yours"))
		_, err = all[int](t.Context(), c, "")
		require.Equal(t, "vendor v-1: offices: 403: not yours", err.Error())
	})
}

// fault: R13
func TestAListMayTakeItsTimeAsLongAsItGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "[0,")
			for range 100 {
				w.(http.Flusher).Flush()
				time.Sleep(time.Minute - time.Second)
				_, _ = io.WriteString(w, "1,")
			}
			w.(http.Flusher).Flush()
			time.Sleep(time.Hour)
			_, _ = io.WriteString(w, "2]")
		}))
		defer s.Close()
		c := client(s.Transport(), rest.Config{}, ordo.WithMaxAttempts(1))
		got, err := all[int](t.Context(), c, "")
		require.Len(t, got, 101, "more than an hour")
		require.ErrorIs(t, err, context.DeadlineExceeded, "and then it stalled")
		require.NotErrorIs(t, err, context.Canceled, "the caller did not cancel")

		s.Faults().Next("*", fake.Slow(time.Hour))
		_, err = all[int](t.Context(), c, "")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, context.Canceled, "the caller did not cancel")

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		got, err = all[int](ctx, c, "")
		require.Equal(t, []int{0, 1}, got)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.Sleep(3 * time.Hour)
	})
}
