package durable_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

// fault: it waited for ever for the connection on which River listens.
func TestCloseEndsWake(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := open(t, db.dsn)
		ended := make(chan error, 1)
		working := make(chan bool, 100)
		work := func(ctx context.Context, _ ...string) error { working <- true; return ctx.Err() }
		go func() {
			ended <- s.Wake(t.Context(), bridge.Duties{
				Work: work, Workers: 1, PollEvery: time.Second, Log: slog.Default(),
				Loop: func(ctx context.Context) error { working <- true; <-ctx.Done(); return ctx.Err() },
			})
		}()
		<-working
		closes := make(chan error, 1)
		go func() { closes <- s.Close() }()
		select {
		case err := <-closes:
			require.NoError(t, err)
		case <-time.After(20 * time.Second):
			t.Fatal("it is not closed")
		}
		require.ErrorIs(t, <-ended, durable.ErrClosed)
	})
}

func TestAFileIsClosedWhileOrdersAreWritten(t *testing.T) {
	for range 10 {
		s := open(t, sqliteFile(t).dsn)
		var writers sync.WaitGroup
		for w := range 4 {
			writers.Go(func() {
				for n := 1; ; n++ {
					es := make([]bridge.Entry, n%200+1)
					for i := range es {
						es[i] = entry(fmt.Sprint(w), "written")
					}
					if err := s.Write(context.WithoutCancel(t.Context()), es...); err != nil {
						return
					}
				}
			})
		}
		time.Sleep(20 * time.Millisecond)
		require.NoError(t, s.Close())
		writers.Wait()
	}
}

// fault: the lock was of the name, and two stores that worked on one file ended each other's claims.
func TestAFileIsInUseByAllItsNames(t *testing.T) {
	db := sqliteFile(t)
	db.open(t)
	other := filepath.Join(t.TempDir(), "other.db")
	require.NoError(t, os.Symlink(db.path, other))
	_, err := durable.Open(t.Context(), "file:"+other)
	var used *durable.InUseError
	require.ErrorAs(t, err, &used)
}

// fault: River's tables are made on a connection beside that which holds the lock, and River listens on one for good:
// with one connection the program stood still without a word.
func TestTooFewConnectionsAreRefused(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	_, err := durable.Open(ctx, postgres(t)+"&pool_max_conns=1")
	require.ErrorContains(t, err, "pool_max_conns")
}

// fault: the error told the whole address, if it was not understood.
func TestNoErrorTellsThePassword(t *testing.T) {
	for _, dsn := range []string{
		"host=db user=ordo password=s3cret", "postgres//ordo:s3cret@db/ordo", "mysql://ordo:a@s3cret@db/ordo", "mysql:ordo:s3cret@db",
		"postgres://ordo:s3cret%zz@db/ordo", "postgres://ordo:s3cret/a@db/ordo", "postgres://db/ordo?user=ordo&password=s3cret&sslmode=no",
		"postgres://ordo:s3cret@db/ordo?pool_max_conns=many", "postgres://ordo:s3cret@127.0.0.1:1/ordo?sslmode=disable",
	} {
		_, err := durable.Open(t.Context(), dsn)
		require.Error(t, err, dsn)
		require.NotContains(t, err.Error(), "s3cret")
	}
}

// fault: the path was left out, and the tables were made in another schema.
func TestBehindAPoolerTheSchemaIsThatOfTheAddress(t *testing.T) {
	dsn := postgres(t)
	keep(t, opened(t, dsn), "A")
	require.Len(t, list(t, opened(t, dsn, durable.WithPooler()).Orders(t.Context(), bridge.OrderFilter{})), 1)
}

// One client of River is elected for all that share its tables, and it inserts the periodic jobs of its own program
// only, discards what it does not know and removes what has ended as that program says.
func TestTheRiverOfAnotherProgramIsRefused(t *testing.T) {
	dsn := postgres(t)
	s := open(t, dsn)
	closed(t, s)
	run(t, dsn, "INSERT INTO river_queue (name, created_at, updated_at) VALUES ('default', now(), now())")
	_, err := durable.Open(t.Context(), dsn)
	require.ErrorContains(t, err, "search_path")
	closed(t, open(t, dsn, durable.WithoutRiver()))
}

// fault: the log of writes (-wal) grew while much was read, and stayed as long as it ever was.
func TestTheLogOfWritesIsShortened(t *testing.T) {
	const longest = 5 << 20
	db := sqliteFile(t)
	s := db.open(t, durable.LongestLog(longest))
	write := func(n int) int64 {
		for range n {
			e := entry("A", "written")
			e.Text = strings.Repeat(long, 20)
			require.NoError(t, s.Write(t.Context(), e))
		}
		log, err := os.Stat(db.path + "-wal")
		require.NoError(t, err)
		return log.Size()
	}
	reads, err := db.beside(t).BeginTx(t.Context(), nil)
	require.NoError(t, err)
	var n int
	require.NoError(t, reads.QueryRowContext(t.Context(), "SELECT count(*) FROM journal").Scan(&n))
	grown := write(600)
	require.Greater(t, grown, 2*int64(longest), "it is read")
	require.NoError(t, reads.Rollback())
	require.Less(t, write(200), grown/2)
}
