package durable_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/storetest"
	"github.com/ordo-sdk/ordo/durable"
)

// pgbouncer starts PgBouncer before a server, and returns the database as it is reached through it.
func pgbouncer(t *testing.T, s *pgServer, mode string) testDB {
	t.Helper()
	path, err := exec.LookPath("pgbouncer")
	if err != nil {
		path = "/usr/sbin/pgbouncer"
	}
	if _, err := os.Stat(path); err != nil {
		t.Skip("pgbouncer is not installed")
	}
	dir, port := directory(t), freePort(t)
	config := filepath.Join(dir, "pgbouncer.ini")
	// With "any" the name of the user is of no account: the one in the file is taken.
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, `[databases]
* = host=127.0.0.1 port=%d user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = any
pool_mode = %s
default_pool_size = 30
`, s.port, port, mode), 0o644))
	args := []string{config}
	if os.Getuid() == 0 {
		args = []string{"-u", "postgres", config}
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, args...)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { stop(); _ = cmd.Wait() })
	require.Eventually(t, func() bool {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	}, 20*time.Second, 10*time.Millisecond)
	return testDB{dsn: fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)}
}

// pain: EN-P7
func TestATransactionPoolerIsFoundOutAtOpen(t *testing.T) {
	server := ownServer(t)
	_, err := durable.Open(t.Context(), pgbouncer(t, server, "transaction").dsn)
	problem(t, err, durable.ProblemPooler, "WithPooler")
	var tables int
	row := server.db().beside(t).QueryRowContext(t.Context(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
	require.NoError(t, row.Scan(&tables))
	require.Zero(t, tables)
}

// pain: EN-P7
func TestBehindAPoolerThatGivesAConnectionForASession(t *testing.T) {
	s := pgbouncer(t, ownServer(t), "session").open(t)
	keep(t, s, "A")
}

// pain: EN-P7
func TestBehindATransactionPooler(t *testing.T) {
	server := ownServer(t)
	db := pgbouncer(t, server, "transaction")
	t.Run("the suite of stores", func(t *testing.T) {
		var last *durable.Store
		storetest.Run(t, func(t *testing.T) bridge.Store {
			closed(t, last)
			empty(t, server.db().dsn)
			last = open(t, db.dsn, durable.WithPooler())
			return last
		})
		closed(t, last)
		empty(t, server.db().dsn)
	})
	t.Run("River wakes", func(t *testing.T) {
		s := db.open(t, durable.WithPooler())
		ctx, stop := context.WithCancel(t.Context())
		worked, ended := make(chan string, 100), make(chan error, 1)
		go func() {
			ended <- s.Wake(ctx, bridge.Duties{
				Workers: 4, PollEvery: time.Hour, Log: slog.New(slog.DiscardHandler),
				Work: func(_ context.Context, ids ...string) error {
					for _, id := range ids {
						worked <- id
					}
					return nil
				},
				Poll: func(context.Context, string) (time.Duration, error) { return time.Hour, nil },
				Loop: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
			})
		}()
		for _, id := range []string{"A", "B", "C"} {
			require.NoError(t, s.Save(t.Context(), id, 0, bridge.Batch{Wake: time.Now(), Summary: bridge.Summary{ID: id}}))
			for <-worked != id { // one that was worked on stays due here
			}
		}
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
	t.Run("connections break", func(t *testing.T) {
		p, broken := through(t, db.dsn)
		s := broken.open(t, durable.WithPooler(), durable.WithoutRiver())
		empty(t, server.db().dsn)
		p.cuts.Store(20)
		l := work(t, s, 8)
		time.Sleep(time.Second)
		p.cuts.Store(0)
		l.ends(t, server.db())
	})
}
