package durable_test

import (
	"io"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

// The connection breaks when orders were claimed and before anybody heard of it: they go on, and do not wait until the
// claim is over.
func TestAClaimThatNobodyHasHeardOfEnds(t *testing.T) {
	dsn := postgres(t)
	at, err := url.Parse(dsn)
	require.NoError(t, err)
	way := &wire{T: t, to: at.Host}
	at.Host = way.listen()
	at.RawQuery += "&pool_max_conns=1"
	s, now := open(t, at.String(), durable.WithoutRiver()), time.Now()
	defer closed(t, s)
	_, err = s.Claim(t.Context(), now, now.Add(time.Hour), 1) // the statement is known then
	require.NoError(t, err)
	require.NoError(t, s.Save(t.Context(), "A", 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: "A"}}))
	way.loses.Store(true)
	_, err = s.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.Error(t, err)
	way.loses.Store(false)
	claims, err := s.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.Empty(t, claims, "it is claimed")
	require.NoError(t, s.EndUnheard(t.Context()))
	claims, err = s.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.Len(t, claims, 1)
}

// wire is the way to a database, which may break before an answer is through.
type wire struct {
	*testing.T
	to    string
	loses atomic.Bool
}

func (w *wire) listen() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(w, err)
	w.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			to, err := net.Dial("tcp", w.to)
			if err != nil {
				w.Errorf("the database does not answer: %v", err)
				return
			}
			go func() { _, _ = io.Copy(to, from) }()
			go w.answer(from, to)
		}
	}()
	return l.Addr().String()
}

// answer passes on what the database answers.
func (w *wire) answer(from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	for b := make([]byte, 1<<16); ; {
		n, err := to.Read(b)
		if err != nil || w.loses.Load() {
			return
		}
		if _, err := from.Write(b[:n]); err != nil {
			return
		}
	}
}
