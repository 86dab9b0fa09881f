package durable_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

var hammerMessages = flag.Int("hammer.messages", 1000, "messages that TestNoWakeUpIsLost sends")

// hammer is messages that come while their orders are worked on, and who works on them: not a bridge, but the shortest
// thing that keeps its rules.
type hammer struct {
	t       *testing.T
	working sync.Map // ids of orders
	twice   atomic.Int64
	mu      sync.Mutex
	sent    map[string]time.Time // by key
	waits   []time.Duration
}

const hammered = 20 // orders

// send stores a message and makes its order due now, or in a moment.
func (h *hammer) send(s *durable.Store, i int) {
	key, due := strconv.Itoa(i), time.Now()
	if i%3 == 0 {
		due = due.Add(time.Duration(i%50) * time.Millisecond)
	}
	h.mu.Lock()
	h.sent[key] = due
	h.mu.Unlock()
	m := bridge.Message{Account: "a", Order: "o" + strconv.Itoa(i%hammered), Key: key, Kind: "k", At: due}
	require.NoError(h.t, s.Receive(h.t.Context(), bridge.Incoming{Messages: []bridge.Message{m}, Due: due}))
}

// work applies the messages of orders that are due.
func (h *hammer) work(s *durable.Store) func(context.Context, ...string) error {
	return func(ctx context.Context, ids ...string) error {
		now := time.Now()
		claims, err := s.Claim(ctx, now, now.Add(time.Minute), 50, ids...)
		if err != nil {
			return err
		}
		for _, c := range claims {
			if _, busy := h.working.LoadOrStore(c.ID, true); busy {
				h.twice.Add(1)
			}
			d, err := s.Load(ctx, c.ID)
			if err != nil {
				return err
			}
			time.Sleep(time.Millisecond) // a call
			b := bridge.Batch{Token: c.Token, Claim: now.Add(time.Minute), Summary: bridge.Summary{ID: c.ID}}
			for _, m := range d.Messages {
				b.Done, b.Seen = append(b.Done, m.N), max(b.Seen, m.N)
			}
			err = s.Save(ctx, c.ID, d.Rev, b)
			h.working.Delete(c.ID)
			if err != nil {
				return err
			}
			h.mu.Lock()
			for _, m := range d.Messages {
				if sent, open := h.sent[m.Key]; open {
					h.waits = append(h.waits, time.Since(sent))
					delete(h.sent, m.Key)
				}
			}
			h.mu.Unlock()
			if err := s.Release(ctx, c); err != nil {
				return err
			}
		}
		return nil
	}
}

// left is how many messages are not applied.
func (h *hammer) left() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.sent)
}

// Messages come all the time while their orders are worked on by two processes. Nothing but hints wakes anybody here.
//
// pain: EN-P1
func TestNoWakeUpIsLost(t *testing.T) {
	dsn := postgres(t)
	h := &hammer{t: t, sent: map[string]time.Time{}}
	var stores []*durable.Store
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	for range 2 {
		s := open(t, dsn, durable.SweepEvery(time.Hour))
		stores = append(stores, s)
		running.Go(func() {
			err := s.Wake(ctx, bridge.Duties{Work: h.work(s), Workers: 8, PollEvery: time.Hour, Log: slog.Default()})
			require.ErrorIs(t, err, context.Canceled)
		})
	}
	var senders sync.WaitGroup
	const senderCount = 4
	for i := range senderCount {
		senders.Go(func() {
			for n := i; n < *hammerMessages; n += senderCount {
				h.send(stores[n%2], n)
			}
		})
	}
	senders.Wait()
	require.Eventually(t, func() bool { return h.left() == 0 }, 30*time.Second, 10*time.Millisecond, "%v", lazy(func() string { return fmt.Sprint(h.left(), " messages are not applied") }))
	stop()
	running.Wait()
	require.Zero(t, h.twice.Load(), "orders that two worked on at once")
	slices.Sort(h.waits)
	t.Logf("%d messages; wait: median %s, 99 %% %s, longest %s", len(h.waits), h.waits[len(h.waits)/2], h.waits[len(h.waits)*99/100], h.waits[len(h.waits)-1])
	for _, s := range stores {
		closed(t, s)
	}
}

// lazy is a text that is made when it is needed.
type lazy func() string

func (f lazy) String() string { return f() }
