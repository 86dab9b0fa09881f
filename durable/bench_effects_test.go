package durable_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
)

// What a benchmark of effects tells its processes.
const (
	envDSN, envWay, envWorkers, envCall = "ORDO_BENCH_DSN", "ORDO_BENCH_WAY", "ORDO_BENCH_WORKERS", "ORDO_BENCH_CALL"
)

// effects carries out one effect of each order: what a bridge does at least for a call outside. It is loaded, saved as
// being sent, called, and saved with its outcome and a line of the journal.
type effects struct {
	store *durable.Store
	call  time.Duration
	slots chan struct{} // at once
}

// work is what a bridge does for Duties.
func (e *effects) work(ctx context.Context, ids ...string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for ctx.Err() == nil {
		now := time.Now()
		claims, err := e.store.Claim(ctx, now, now.Add(5*time.Minute), 50, ids...)
		if err != nil || len(claims) == 0 {
			return err
		}
		for _, c := range claims {
			e.slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-e.slots }()
				if err := e.one(ctx, c); err != nil && ctx.Err() == nil {
					slog.Error("effect", "err", err)
				}
			})
		}
		if len(ids) == len(claims) {
			return nil
		}
	}
	return ctx.Err()
}

func (e *effects) one(ctx context.Context, c bridge.Claim) error {
	d, err := e.store.Load(ctx, c.ID)
	if err != nil || len(d.Effects) == 0 {
		return err
	}
	w := d.Effects[0]
	w.Phase, w.Attempts = bridge.PhaseSending, 1
	err = e.store.Save(ctx, c.ID, d.Rev, bridge.Batch{Effects: []bridge.PendingEffect{w}, Wake: time.Now(), Token: c.Token, Claim: time.Now().Add(5 * time.Minute), Summary: d.Summary})
	if err != nil {
		return err
	}
	time.Sleep(e.call)
	w.Phase, w.Ended = bridge.PhaseDone, time.Now()
	entry := bridge.Entry{At: w.Ended, Level: bridge.LevelInfo, Order: c.ID, What: "applied", Text: "done"}
	return e.store.Save(ctx, c.ID, d.Rev+1, bridge.Batch{Effects: []bridge.PendingEffect{w}, Journal: []bridge.Entry{entry}, Token: c.Token, Summary: d.Summary})
}

// loop is what a bridge does alone.
func (e *effects) loop(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := e.work(ctx); err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ctx.Err()
}

// TestEffectsProcess is a process of BenchmarkEffects, and no test.
func TestEffectsProcess(t *testing.T) {
	dsn := os.Getenv(envDSN)
	if dsn == "" {
		t.Skip("it is a process that BenchmarkEffects starts")
	}
	number := func(name string) int {
		n, err := strconv.Atoi(os.Getenv(name))
		require.NoError(t, err)
		return n
	}
	s := opened(t, dsn, wayOf(os.Getenv(envWay))...)
	workers := number(envWorkers)
	e := &effects{s, time.Duration(number(envCall)), make(chan struct{}, workers)}
	for { // until all are ready
		v, err := s.Values(t.Context(), "bench", "go")
		require.NoError(t, err)
		if len(v) > 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() { // until its parent closes the other end
		_, _ = os.Stdin.Read(make([]byte, 1))
		stop()
	}()
	_ = s.Wake(ctx, bridge.Duties{Work: e.work, Loop: e.loop, Workers: workers, PollEvery: time.Minute, Log: slog.Default()})
}

func wayOf(name string) []durable.Option {
	if name == "river" {
		return nil
	}
	return []durable.Option{durable.WithoutRiver()}
}

// BenchmarkEffects is how many effects a second processes carry out that share a database: found by claims alone and
// woken by River, with calls of 50 ms, 16 at once in each process, and without calls. All effects are there before.
func BenchmarkEffects(b *testing.B) {
	for _, call := range []time.Duration{50 * time.Millisecond, 0} {
		rates := map[string]float64{}
		for _, way := range []string{"claims", "river"} {
			for _, processes := range []int{1, 2} {
				name := fmt.Sprintf("call=%s/%s/%d", call, way, processes)
				b.Run(name, func(b *testing.B) {
					rate := measureEffects(b, way, processes, call)
					rates[name] = rate
					b.ReportMetric(rate, "effects/s")
					b.ReportMetric(0, "ns/op")
					if processes == 2 {
						b.ReportMetric(rate/rates[fmt.Sprintf("call=%s/%s/1", call, way)], "x-one-process")
					}
					if way == "river" {
						b.ReportMetric(rate/rates[fmt.Sprintf("call=%s/claims/%d", call, processes)], "x-claims")
					}
				})
			}
		}
	}
}

func measureEffects(b *testing.B, way string, processes int, call time.Duration) float64 {
	const workers = 16
	n := 1500 * processes
	if b.N == 1 && testing.Short() {
		n = 200
	}
	dsn := postgres(b)
	s := opened(b, dsn, wayOf(way)...)
	for i := range n {
		id := "o" + strconv.Itoa(i)
		w := bridge.PendingEffect{Effect: order.Effect{Kind: order.EffectNote, Target: order.Ref{System: "crm", Account: "crm-1"}, Order: id, N: 1, Key: "e"}, Phase: bridge.PhasePending, Since: time.Now()}
		require.NoError(b, s.Save(b.Context(), id, 0, bridge.Batch{Effects: []bridge.PendingEffect{w}, Wake: time.Now(), Summary: bridge.Summary{ID: id}}))
	}
	for range processes {
		p := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestEffectsProcess$")
		p.Env = append(os.Environ(), envDSN+"="+dsn, envWay+"="+way, envWorkers+"="+strconv.Itoa(workers), envCall+"="+strconv.Itoa(int(call)))
		p.Stderr = os.Stderr
		stdin, err := p.StdinPipe()
		require.NoError(b, err)
		require.NoError(b, p.Start())
		defer func() {
			_ = stdin.Close()
			_ = p.Wait()
		}()
	}
	conn, err := pgx.Connect(b.Context(), dsn)
	require.NoError(b, err)
	defer func() { _ = conn.Close(context.Background()) }()
	count := func(sql string) (n int) {
		require.NoError(b, conn.QueryRow(b.Context(), sql).Scan(&n))
		return n
	}
	require.Eventually(b, func() bool { return count("SELECT count(*) FROM processes") == processes+1 }, time.Minute, 10*time.Millisecond)
	require.NoError(b, s.Swap(b.Context(), "bench", "go", nil, []byte("1")))
	require.Eventually(b, func() bool { return count("SELECT count(*) FROM effects WHERE unsettled = 1") == 0 }, 5*time.Minute, 50*time.Millisecond)
	var took float64
	require.NoError(b, conn.QueryRow(b.Context(), "SELECT (max(ended) - min(ended)) / 1e6 FROM effects").Scan(&took))
	return float64(n-1) / took
}
