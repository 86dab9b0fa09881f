package rest_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// wire is a vendor made of bare connections, each served by serve.
func wire(t *testing.T, serve func(conn *net.TCPConn)) (base string, conns *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	conns = new(atomic.Int64)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conns.Add(1)
			go func() {
				defer conn.Close()
				serve(conn.(*net.TCPConn))
			}()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return "http://" + l.Addr().String(), conns
}

// request reads one request to its end.
func request(conn net.Conn) {
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

// socketClient makes a client that connects anew for every request, and tries once.
func socketClient(base string, opts ...ordo.Option) *rest.Client {
	return client(&http.Transport{DisableKeepAlives: true}, rest.Config{MaxBody: 64 << 10}, append([]ordo.Option{
		ordo.WithBaseURL(base), ordo.WithMaxAttempts(1),
	}, opts...)...)
}

func TestTheNetworkFailsInEveryWay(t *testing.T) {
	ok := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	hang := func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) } // until the client goes away
	endless := func(conn net.Conn, head string) {
		_, err := io.WriteString(conn, head)
		for err == nil {
			_, err = io.WriteString(conn, "400\r\n"+strings.Repeat("x", 0x400)+"\r\n")
		}
	}
	tests := []struct {
		name        string
		serve       func(conn *net.TCPConn)
		read, write ordo.Class
		status      int
		text        string
		is          error
	}{
		{
			"reset before the request is read", // but for one byte: an earlier reset is a refused connection
			func(conn *net.TCPConn) { _, _ = conn.Read(make([]byte, 1)); _ = conn.SetLinger(0) },
			ordo.Retry, ordo.InDoubt, 0, "", nil,
		},
		{
			"reset after the request is read",
			func(conn *net.TCPConn) { request(conn); _ = conn.SetLinger(0) },
			ordo.Retry, ordo.InDoubt, 0, "", nil,
		},
		{
			"closed without an answer",
			func(conn *net.TCPConn) { request(conn) },
			ordo.Retry, ordo.InDoubt, 0, "EOF", io.EOF,
		},
		{
			"not HTTP",
			func(conn *net.TCPConn) { request(conn); _, _ = io.WriteString(conn, "SSH-2.0-OpenSSH\r\n\r\n") },
			ordo.Retry, ordo.InDoubt, 0, "malformed HTTP", nil,
		},
		{
			"slow headers",
			func(conn *net.TCPConn) { request(conn); _, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n"); hang(conn) },
			ordo.Retry, ordo.InDoubt, 0, "deadline exceeded", context.DeadlineExceeded,
		},
		{
			"slow body",
			func(conn *net.TCPConn) {
				request(conn)
				_, _ = io.WriteString(conn, ok+"Content-Length: 10\r\n\r\n{")
				hang(conn)
			},
			ordo.Retry, ordo.InDoubt, 200, "the answer broke off", context.DeadlineExceeded,
		},
		{
			"truncated body",
			func(conn *net.TCPConn) {
				request(conn)
				_, _ = io.WriteString(conn, ok+"Content-Length: 10\r\n\r\n{\"id\"")
			},
			ordo.Retry, ordo.InDoubt, 200, "the answer broke off: unexpected EOF", io.ErrUnexpectedEOF,
		},
		{
			"truncated chunks",
			func(conn *net.TCPConn) {
				request(conn)
				_, _ = io.WriteString(conn, ok+"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n")
			},
			ordo.Retry, ordo.InDoubt, 200, "the answer broke off: unexpected EOF", io.ErrUnexpectedEOF,
		},
		{
			"endless body",
			func(conn *net.TCPConn) { request(conn); endless(conn, ok+"Transfer-Encoding: chunked\r\n\r\n") },
			ordo.Invalid, ordo.InDoubt, 200, "longer than 65536 bytes", nil,
		},
		{
			"a body announced too long",
			func(conn *net.TCPConn) {
				request(conn)
				_, _ = io.WriteString(conn, ok+"Content-Length: 999999999\r\n\r\n{")
			},
			ordo.Invalid, ordo.InDoubt, 200, "longer than 65536 bytes", nil,
		},
		{
			"an endless refusal",
			func(conn *net.TCPConn) {
				request(conn)
				endless(conn, "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n")
			},
			ordo.Invalid, ordo.Invalid, 400, "longer than 65536 bytes", nil,
		},
		{
			"a truncated refusal",
			func(conn *net.TCPConn) {
				request(conn)
				_, _ = io.WriteString(conn, "HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nx")
			},
			ordo.NotFound, ordo.NotFound, 404, "the answer broke off", io.ErrUnexpectedEOF,
		},
		{
			"a truncated 503",
			func(conn *net.TCPConn) {
				request(conn)
				_, _ = io.WriteString(conn, "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\nx")
			},
			ordo.Retry, ordo.InDoubt, 503, "retry after 7s", io.ErrUnexpectedEOF,
		},
		{
			"invalid JSON",
			func(conn *net.TCPConn) { request(conn); _, _ = io.WriteString(conn, ok+"Content-Length: 3\r\n\r\n{,}") },
			ordo.Retry, ordo.InDoubt, 200, "cannot be read", nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, _ := wire(t, tt.serve)
			for method, want := range map[string]ordo.Class{"GET": tt.read, "POST": tt.write} {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				if errors.Is(tt.is, context.DeadlineExceeded) {
					ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
				}
				var out orderAnswer
				_, err := socketClient(base).Do(ctx, rest.Request{Method: method, Path: "/o", Body: rest.JSON(orderAnswer{"7"})}, &out)
				cancel()
				e := failed(t, err)
				require.Equal(t, want, e.Class, "%s: %v", method, err)
				require.Equal(t, tt.status, e.HTTPStatus)
				require.ErrorContains(t, err, tt.text)
				if tt.is != nil {
					require.ErrorIs(t, err, tt.is)
				}
				if strings.Contains(tt.text, "65536") {
					var tooLarge *ordo.TooLargeError
					require.ErrorAs(t, err, &tooLarge)
				}
			}
		})
	}
}

func TestAConnectionThatIsRefusedLeavesNoDoubt(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	_, err = socketClient("http://"+l.Addr().String()).Do(t.Context(), rest.Request{Method: "POST"}, nil)
	require.Equal(t, ordo.Retry, failed(t, err).Class)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
}

func TestAConnectionThatDoesNotComeAboutLeavesNoDoubt(t *testing.T) {
	rt := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done() // packets are dropped
		return nil, ctx.Err()
	}}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := client(rt, rest.Config{}).Do(ctx, rest.Request{Method: "POST"}, nil)
	require.Equal(t, ordo.Retry, failed(t, err).Class)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestACertificateThatNobodyKnowsIsNotRepeated(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	conns := new(atomic.Int64)
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	_, err := socketClient(srv.URL, ordo.WithMaxAttempts(4)).Do(t.Context(), rest.Request{Method: "POST"}, nil)
	require.Equal(t, ordo.Retry, failed(t, err).Class, "nothing that is owed is given up for it")
	var unknown x509.UnknownAuthorityError
	require.ErrorAs(t, err, &unknown)
	require.EqualValues(t, 1, conns.Load())
}

func TestAReadIsRepeatedOverANewConnection(t *testing.T) {
	var n atomic.Int64
	base, conns := wire(t, func(conn *net.TCPConn) {
		request(conn)
		if n.Add(1) == 1 {
			_ = conn.SetLinger(0)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}")
	})
	var out orderAnswer
	_, err := socketClient(base, ordo.WithMaxAttempts(2)).Do(t.Context(), rest.Request{}, &out)
	require.NoError(t, err)
	require.Equal(t, "7", out.ID)
	require.EqualValues(t, 2, conns.Load())
}

func TestCookiesOnlyWhereTheProtocolNeedsThem(t *testing.T) {
	var got []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "1"})
	}))
	defer srv.Close()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	for _, cookies := range []bool{false, true} {
		own := ordo.WithHTTPClient(&http.Client{Jar: jar})
		c := client(nil, rest.Config{Cookies: cookies}, ordo.WithBaseURL(srv.URL), own)
		for range 2 {
			_, err := c.Do(t.Context(), rest.Request{}, nil)
			require.NoError(t, err)
		}
	}
	require.Equal(t, []string{"", "", "", "sid=1"}, got)
}

// tracing stands for OpenTelemetry: it sees the caller's context.
type tracing struct {
	http.RoundTripper
	key  any
	span any
}

func (tr *tracing) RoundTrip(r *http.Request) (*http.Response, error) {
	tr.span = r.Context().Value(tr.key)
	return tr.RoundTripper.RoundTrip(r)
}

func TestTheCallersContextReachesTheTransport(t *testing.T) {
	type spanKey struct{}
	tr := &tracing{RoundTripper: shop().Transport(), key: spanKey{}}
	_, err := client(tr, rest.Config{}).Do(context.WithValue(t.Context(), spanKey{}, "span-1"), create, nil)
	require.NoError(t, err)
	require.Equal(t, "span-1", tr.span)
}

func TestTheUsersTimeoutIsKept(t *testing.T) {
	base, _ := wire(t, func(conn *net.TCPConn) { request(conn); _, _ = io.Copy(io.Discard, conn) })
	s := rest.Resolve(
		rest.Settings{System: "vendor", Account: "v-1", BaseURL: base},
		ordo.WithHTTPClient(&http.Client{Timeout: 20 * time.Millisecond}), ordo.WithMaxAttempts(1),
	)
	_, err := rest.New(s, rest.Config{}).Do(t.Context(), create, nil)
	require.Equal(t, ordo.InDoubt, failed(t, err).Class)
	var timeout net.Error
	require.ErrorAs(t, err, &timeout)
	require.True(t, timeout.Timeout())
}
