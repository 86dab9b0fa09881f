package durable_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

// polls counts the passes over accounts that a process is told to make.
type polls struct {
	mu sync.Mutex
	n  map[string]int
}

func (p *polls) poll(_ context.Context, account string) (time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n[account]++
	return time.Hour, nil
}

func (p *polls) of(account string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.n[account]
}

// Each of two processes is connected to an account of its own: both are asked, whoever is elected.
//
// pain: EN-P4
func TestEachProcessIsToldOfItsAccounts(t *testing.T) {
	dsn := postgres(t)
	ctx, stop := context.WithCancel(t.Context())
	all := map[string]*polls{}
	var running sync.WaitGroup
	for _, account := range []string{"mm-1", "crm-1"} {
		p := &polls{n: map[string]int{}}
		all[account] = p
		s := open(t, dsn)
		defer closed(t, s)
		running.Go(func() {
			err := s.Wake(ctx, bridge.Duties{
				Work: func(context.Context, ...string) error { return nil }, Accounts: []string{account}, Poll: p.poll,
				Workers: 1, PollEvery: time.Second, Log: slog.Default(),
			})
			require.ErrorIs(t, err, context.Canceled)
		})
	}
	require.Eventually(t, func() bool { return all["mm-1"].of("mm-1") > 0 && all["crm-1"].of("crm-1") > 0 }, 30*time.Second, 10*time.Millisecond)
	stop()
	running.Wait()
	require.Zero(t, all["mm-1"].of("crm-1"))
	require.Zero(t, all["crm-1"].of("mm-1"))
}

func TestOnAFileTheBridgesOwnLoopWorks(t *testing.T) {
	s := open(t, "file:"+filepath.Join(t.TempDir(), "orders.db"))
	defer closed(t, s)
	ended := errors.New("ended")
	err := s.Wake(t.Context(), bridge.Duties{Loop: func(context.Context) error { return ended }})
	require.ErrorIs(t, err, ended)
}

// Without River no process hears of what another one has stored: it looks.
func TestWithoutRiverAnotherProcessFindsWhatIsDue(t *testing.T) {
	dsn := postgres(t)
	ctx, stop := context.WithCancel(t.Context())
	receives, works := open(t, dsn, durable.WithoutRiver()), open(t, dsn, durable.WithoutRiver())
	defer closed(t, receives)
	defer closed(t, works)
	found := make(chan bool, 100)
	var running sync.WaitGroup
	running.Go(func() {
		_ = works.Wake(ctx, bridge.Duties{
			Work: func(context.Context, ...string) error { found <- true; return nil },
			Loop: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, Log: slog.Default(),
		})
	})
	m := bridge.Message{Account: "a", Order: "o1", Key: "k", Kind: "k", At: time.Now()}
	require.NoError(t, receives.Receive(ctx, bridge.Incoming{Messages: []bridge.Message{m}, Due: time.Now()}))
	<-found
	stop()
	running.Wait()
}

// The orders of a process that ended without a word go on: its claims end when it was not heard of for a while.
func TestTheClaimsOfAProcessThatEndedEnd(t *testing.T) {
	dsn := postgres(t)
	now := time.Now()
	ended, lives := open(t, dsn), open(t, dsn)
	defer closed(t, lives)
	defer closed(t, ended)
	for _, id := range []string{"A", "B"} {
		require.NoError(t, ended.Save(t.Context(), id, 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: id}}))
	}
	lost, err := ended.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	kept, err := lives.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.NoError(t, lives.EndClaims(t.Context()))
	again, err := lives.Claim(t.Context(), now, now.Add(time.Hour), 9)
	require.NoError(t, err)
	require.Empty(t, again, "both were heard of a moment ago")

	run(t, dsn, "UPDATE processes SET seen = seen - 20000000 WHERE id = '"+ended.Process()+"'")
	require.NoError(t, lives.EndClaims(t.Context()))
	again, err = lives.Claim(t.Context(), now, now.Add(time.Hour), 9)
	require.NoError(t, err)
	require.Len(t, again, 1)
	require.Equal(t, lost[0].ID, again[0].ID)
	// It was only paused: what it saves now is refused.
	err = lives.Save(t.Context(), lost[0].ID, 1, bridge.Batch{Token: lost[0].Token})
	require.ErrorIs(t, err, bridge.ErrConflict)
	require.NoError(t, lives.Save(t.Context(), kept[0].ID, 1, bridge.Batch{Token: kept[0].Token}))
}

// fault: processes that ended again within 20 seconds after they had started never ended the claims of each other.
func TestAProcessThatHasJustStartedEndsClaims(t *testing.T) {
	at := func(seconds int) time.Time {
		return time.Unix(1_800_000_000, 0).Add(time.Duration(seconds) * time.Second)
	}
	beats := durable.Beats(at(0), time.Hour)
	require.True(t, beats(at(5)), "the others could say a word all the time")
	require.True(t, beats(at(14)))
	require.False(t, beats(at(25)), "it could not say anything itself")
	require.False(t, beats(at(35)))
	require.False(t, beats(at(44)))
	require.True(t, beats(at(45)))

	beats = durable.Beats(at(0), time.Second)
	require.False(t, beats(at(10)), "the server has just started")
	require.True(t, beats(at(19)))

	up, err := opened(t, postgres(t)).Uptime(t.Context())
	require.NoError(t, err)
	require.Positive(t, up)
}

// A process that is paused in the middle of a transaction keeps the orders of other processes that ended from nobody.
func TestAnOrderThatIsLockedHoldsUpNoOther(t *testing.T) {
	dsn, now := postgres(t), time.Now()
	ended, lives := open(t, dsn), open(t, dsn)
	defer closed(t, lives)
	defer closed(t, ended)
	for _, id := range []string{"A", "B"} {
		require.NoError(t, ended.Save(t.Context(), id, 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: id}}))
	}
	_, err := ended.Claim(t.Context(), now, now.Add(time.Hour), 9)
	require.NoError(t, err)
	paused, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, paused.Close(context.Background())) }()
	_, err = paused.Exec(t.Context(), "BEGIN; SELECT num FROM orders WHERE id = 'A' FOR UPDATE")
	require.NoError(t, err)
	run(t, dsn, "UPDATE processes SET seen = seen - 20000000 WHERE id = '"+ended.Process()+"'")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(t, lives.EndClaims(ctx))
	claims, err := lives.Claim(ctx, now, now.Add(time.Hour), 9)
	require.NoError(t, err)
	require.Len(t, claims, 1)
	require.Equal(t, "B", claims[0].ID)
}

// A process that is closed with claims that it could not end, such as after an outage, leaves none.
func TestAStoreThatIsClosedHasNoClaims(t *testing.T) {
	dsn, now := postgres(t), time.Now()
	goes, stays := open(t, dsn), open(t, dsn)
	defer closed(t, stays)
	require.NoError(t, goes.Save(t.Context(), "A", 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: "A"}}))
	claims, err := goes.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.Len(t, claims, 1)
	closed(t, goes)
	claims, err = stays.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.Len(t, claims, 1)
}

// On a file there is one process: what another one had claimed is free when it is opened.
func TestAFileThatIsOpenedAgainHasNoClaims(t *testing.T) {
	dsn, now := "file:"+filepath.Join(t.TempDir(), "orders.db"), time.Now()
	s := open(t, dsn)
	require.NoError(t, s.Save(t.Context(), "A", 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: "A"}}))
	claims, err := s.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.Len(t, claims, 1)
	closed(t, s)
	s = open(t, dsn)
	defer closed(t, s)
	claims, err = s.Claim(t.Context(), now, now.Add(time.Hour), 1)
	require.NoError(t, err)
	require.Len(t, claims, 1)
}

// fault: River refuses queues named "ordo_-hop-1_…" and with two hyphens in a row, so that a bridge with such an account
// did not run on PostgreSQL at all.
func TestAnAccountMayHaveAnyName(t *testing.T) {
	s := opened(t, postgres(t))
	p := &polls{n: map[string]int{}}
	names := []string{"Shop-1", "Магазин", "a--b", "a_", "_", long}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- s.Wake(ctx, bridge.Duties{
			Work: func(context.Context, ...string) error { return nil }, Accounts: names, Poll: p.poll,
			Workers: 1, PollEvery: time.Hour, Log: slog.Default(),
		})
	}()
	select {
	case err := <-ended:
		require.NoError(t, err, "it ended by itself")
	case <-time.After(500 * time.Millisecond):
	}
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)
	for _, name := range names {
		require.NotZero(t, p.of(name), name)
	}
}

// fault: where all processes call Sync, and none runs, hints stayed for ever.
func TestHintsThatNobodyTakesAreRemoved(t *testing.T) {
	dsn := postgres(t)
	s, now := open(t, dsn), time.Now()
	for _, id := range []string{"A", "B"} {
		require.NoError(t, s.Save(t.Context(), id, 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: id}}))
	}
	closed(t, s)
	db := testDB{dsn: dsn}
	db.exec(t, "UPDATE river_job SET scheduled_at = now() - interval '2 hours' WHERE args::text LIKE '%A%'")
	opened(t, dsn)
	var left string
	require.NoError(t, db.beside(t).QueryRowContext(t.Context(), "SELECT string_agg(args::text, ' ') FROM river_job").Scan(&left))
	require.JSONEq(t, `{"orders": ["B"]}`, left)
}

// fault: a hint was tried 25 times in three weeks, and for an order that the store could not read the sweep left one every
// 15 seconds.
func TestAHintIsTriedAFewTimesOnly(t *testing.T) {
	dsn, now := postgres(t), time.Now()
	s := opened(t, dsn)
	require.NoError(t, s.Save(t.Context(), "A", 0, bridge.Batch{Wake: now, Summary: bridge.Summary{ID: "A"}}))
	var most int
	require.NoError(t, testDB{dsn: dsn}.beside(t).QueryRowContext(t.Context(), "SELECT max_attempts FROM river_job").Scan(&most))
	require.Equal(t, 3, most)
}
