package fake_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/stretchr/testify/require"
)

// shop is a vendor that takes orders and refuses those without a number.
func shop() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		if len(b) == 0 {
			http.Error(w, "no number", http.StatusBadRequest)
			return
		}
		fake.Commit(r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"id":"` + string(b) + `"}`))
	})
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.PathValue("id"))
	})
	mux.HandleFunc("GET /long", func(w http.ResponseWriter, _ *http.Request) {
		for range 64 {
			if _, err := io.WriteString(w, strings.Repeat("x", 16<<10)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("GET /endless", func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := io.WriteString(w, strings.Repeat("x", 16<<10)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	return mux
}

// eachWay runs a test over a socket and in memory.
func eachWay(t *testing.T, test func(t *testing.T, s *fake.Server, hc *http.Client, base string)) {
	t.Helper()
	t.Run("socket", func(t *testing.T) {
		s := fake.NewServer(shop())
		defer s.Close()
		hc := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		test(t, s, hc, s.URL())
	})
	t.Run("memory", func(t *testing.T) {
		s := fake.NewServer(shop())
		defer s.Close()
		test(t, s, &http.Client{Transport: s.Transport()}, "https://vendor.example")
	})
}

func post(hc *http.Client, url, body string) (status int, got string, err error) {
	resp, err := hc.Post(url, "text/plain", strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

func TestAHealthyServerAnswers(t *testing.T) {
	eachWay(t, func(t *testing.T, s *fake.Server, hc *http.Client, base string) {
		status, body, err := post(hc, base+"/orders?x=1", "A-1")
		require.NoError(t, err)
		require.Equal(t, http.StatusCreated, status)
		require.JSONEq(t, `{"id":"A-1"}`, body)

		log := s.Exchanges()
		require.Len(t, log, 1)
		require.Equal(t, "1 POST /orders?x=1 201 committed", log[0].String())
		require.Equal(t, "x=1", log[0].Query)
		require.Equal(t, "A-1", string(log[0].Body))
		s.Forget()
		require.Empty(t, s.Exchanges())
	})
}

func TestFaultsAreExactAboutTheCommit(t *testing.T) {
	tests := []struct {
		fault   fake.Fault
		status  int // 0: no answer
		commits int
		log     string
	}{
		{fake.Refuse(422, "application/json", `{"error":"no"}`), 422, 0, "1 POST /orders 422 (refuse 422)"},
		{fake.Status(503), 503, 0, "1 POST /orders 503 (refuse 503)"},
		{fake.TooMany(1500 * time.Millisecond), 429, 0, "1 POST /orders 429 (refuse 429)"},
		{fake.StatusAfter(502), 502, 1, "1 POST /orders 201 committed (status after commit 502)"},
		{fake.ResetBefore(), 0, 0, "1 POST /orders 0 (reset before commit)"},
		{fake.ResetAfter(), 0, 1, "1 POST /orders 201 committed (reset after commit)"},
		{fake.Unreachable(), 0, 0, "1 POST /orders 0 (unreachable)"},
		{fake.Cut(4), 0, 1, "1 POST /orders 201 committed (cut after 4 bytes)"},
	}
	for _, tt := range tests {
		t.Run(tt.fault.String(), func(t *testing.T) {
			eachWay(t, func(t *testing.T, s *fake.Server, hc *http.Client, base string) {
				s.Faults().Next("POST /orders", tt.fault)
				status, body, err := post(hc, base+"/orders", "A-1")
				if tt.status == 0 {
					require.Error(t, err)
				} else {
					require.NoError(t, err)
					require.Equal(t, tt.status, status)
				}
				if tt.fault.String() == "refuse 422" {
					require.JSONEq(t, `{"error":"no"}`, body)
				}
				require.Equal(t, tt.commits, s.Commits("POST /orders"))
				require.Equal(t, tt.log, s.Exchanges()[0].String())

				status, _, err = post(hc, base+"/orders", "A-2")
				require.NoError(t, err, "the next call is healthy")
				require.Equal(t, http.StatusCreated, status)
			})
		})
	}
}

func TestInMemoryFaultsLookLikeTheNetwork(t *testing.T) {
	s := fake.NewServer(shop())
	hc := &http.Client{Transport: s.Transport()}
	s.Faults().Next("*", fake.ResetAfter(), fake.Unreachable(), fake.Cut(3))

	_, _, err := post(hc, "http://v.example/orders", "1")
	require.ErrorIs(t, err, syscall.ECONNRESET)

	_, _, err = post(hc, "http://v.example/orders", "2")
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	require.Equal(t, "dial", op.Op)

	_, body, err := post(hc, "http://v.example/orders", "3")
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Equal(t, `{"i`, body)

	s.Close()
	_, _, err = post(hc, "http://v.example/orders", "4")
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
}

func TestTooManyNamesWholeSeconds(t *testing.T) {
	s := fake.NewServer(shop())
	s.Faults().Next("*", fake.TooMany(1500*time.Millisecond), fake.TooMany(0))
	hc := &http.Client{Transport: s.Transport()}
	for _, want := range []string{"2", ""} {
		resp, err := hc.Get("http://v.example/orders/1")
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, want, resp.Header.Get("Retry-After"))
	}
}

func TestALongAnswerIsPassedOnAndMayBeLeft(t *testing.T) {
	eachWay(t, func(t *testing.T, s *fake.Server, hc *http.Client, base string) {
		resp, err := hc.Get(base + "/long")
		require.NoError(t, err)
		b, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Len(t, b, 1<<20)

		resp, err = hc.Get(base + "/endless")
		require.NoError(t, err)
		_, err = io.ReadFull(resp.Body, make([]byte, 1<<20))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
	})
}

func TestAHandlerThatPanicsBreaksTheConnection(t *testing.T) {
	eachWay(t, func(t *testing.T, s *fake.Server, hc *http.Client, base string) {
		resp, err := hc.Get(base + "/panic")
		if err == nil {
			_ = resp.Body.Close()
		}
		require.Error(t, err)
	})
}

func TestSlowAnswersEndWithTheClientsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fake.NewServer(shop())
		defer s.Close()
		s.Faults().Always("*", fake.Slow(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://v.example/orders", strings.NewReader("A-1"))
		require.NoError(t, err)
		begin := time.Now()
		resp, err := (&http.Client{Transport: s.Transport()}).Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(begin))
		synctest.Wait()
		require.Zero(t, s.Commits("*"))
	})
}

func TestSlowAnswersWaitOnTheServersClock(t *testing.T) {
	s := fake.NewServer(shop())
	s.Clock = fake.NewClock(time.Date(2025, 9, 17, 10, 0, 0, 0, time.UTC))
	s.Faults().Next("*", fake.Slow(time.Hour))
	done := make(chan error)
	go func() {
		_, _, err := post(&http.Client{Transport: s.Transport()}, "http://v.example/orders", "A-1")
		done <- err
	}()
	for s.Clock.Timers() == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Clock.Advance(time.Hour)
	require.NoError(t, <-done)
	require.Equal(t, 1, s.Commits("*"))
}

func TestOperationsAreNamedByTheFake(t *testing.T) {
	s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil || len(b) == 0 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	var seen []string
	s.Observe = func(e fake.Exchange) { seen = append(seen, e.Op) }
	s.Op = func(r *http.Request) string {
		b, _ := io.ReadAll(r.Body)
		return string(b)
	}
	s.Faults().Next("crm.deal.add", fake.Status(503))
	hc := &http.Client{Transport: s.Transport()}
	for _, want := range []struct {
		op     string
		status int
	}{{"crm.deal.list", 200}, {"crm.deal.add", 503}, {"crm.deal.add", 200}} {
		status, _, err := post(hc, "http://v.example/rest", want.op)
		require.NoError(t, err)
		require.Equal(t, want.status, status)
	}
	require.Equal(t, 2, s.Calls("crm.deal.add"))
	require.Equal(t, []string{"crm.deal.list", "crm.deal.add", "crm.deal.add"}, seen)
}

func TestAClosedServerHasAnAddressThatNobodyAnswers(t *testing.T) {
	s := fake.NewServer(shop())
	s.Close()
	_, _, err := post(&http.Client{}, s.URL()+"/orders", "A-1")
	require.Error(t, err)
	var op *net.OpError
	require.True(t, errors.As(err, &op))
	require.Equal(t, s.URL(), s.URL())
}
