package durable_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
)

// load is work on a store while its database comes and goes. It knows what must be there afterwards.
type load struct {
	store *durable.Store
	wg    sync.WaitGroup
	stop  context.CancelFunc

	mu     sync.Mutex
	kept   int // writes that were confirmed
	broken int // calls that failed
	wrong  []string
}

// work has workers write, each to an order of its own. Each write adds an event's worth to several tables at once.
func work(t *testing.T, s *durable.Store, workers int) *load {
	ctx, stop := context.WithCancel(t.Context())
	l := &load{store: s, stop: stop}
	for w := range workers {
		l.wg.Go(func() { l.write(ctx, fmt.Sprintf("order %d", w)) })
	}
	return l
}

func (l *load) write(ctx context.Context, id string) {
	rev, sent := 0, 0
	for ctx.Err() == nil {
		key := fmt.Sprintf("%s/%d", id, rev)
		err := l.store.Save(context.WithoutCancel(ctx), id, rev, bridge.Batch{
			Refs: []order.Ref{ref(key)}, Effects: []bridge.PendingEffect{effect(id, key)}, Journal: []bridge.Entry{entry(id, key)},
		})
		if err == nil {
			rev++
		}
		// After an error nobody knows whether it was written, also a moment later: the order says so.
		if !errors.Is(err, bridge.ErrConflict) {
			l.noted(err)
		}
		for err != nil && ctx.Err() == nil {
			var h bridge.Head
			if h, err = l.store.Head(ctx, id); err != nil {
				l.noted(err)
				time.Sleep(5 * time.Millisecond)
				continue
			}
			if h.Rev != rev && h.Rev != rev+1 {
				l.fault("order %s is at %d, and was at %d", id, h.Rev, rev)
			}
			rev = h.Rev
		}
		err = l.store.Receive(context.WithoutCancel(ctx), bridge.Incoming{
			Account: "shop-1", Stream: id, From: cursor(sent), To: cursor(sent + 1), Messages: []bridge.Message{message(id+"'s mail", fmt.Sprint(id, sent))}, Due: morning,
		})
		if errors.Is(err, bridge.ErrConflict) { // the try before was written after all
			sent++
			continue
		}
		l.noted(err)
		if err == nil {
			sent++
		}
	}
}

func cursor(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func (l *load) noted(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var e *durable.DatabaseError
	switch {
	case err == nil:
		l.kept++
	case errors.As(err, &e) && e.Problem == durable.ProblemGone:
		l.broken++
	case errors.Is(err, context.Canceled):
	default:
		l.wrong = append(l.wrong, fmt.Sprintf("%T: %v", err, err))
	}
}

func (l *load) fault(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrong = append(l.wrong, fmt.Sprintf(format, args...))
}

// ends ends the work and checks that each write is there whole or not at all, once.
func (l *load) ends(t *testing.T, db testDB) {
	t.Helper()
	l.stop()
	l.wg.Wait()
	require.Empty(t, l.wrong)
	at := db.beside(t)
	for what, text := range map[string]string{
		"orders whose tables do not agree": `SELECT count(*) FROM orders o WHERE rev > 0 AND (
  rev <> (SELECT count(*) FROM refs WHERE order_id = o.id) OR rev <> (SELECT count(*) FROM effects WHERE order_id = o.id)
  OR rev <> (SELECT count(*) FROM journal WHERE order_id = o.id))`,
		"streams whose messages do not agree": `SELECT count(*) FROM cursors c
  WHERE convert_from(value, 'UTF8')::int <> (SELECT count(*) FROM messages WHERE order_id = c.stream || '''s mail')`,
	} {
		var n int
		require.NoError(t, at.QueryRowContext(t.Context(), text).Scan(&n))
		require.Zero(t, n, what)
	}
	var there int
	require.NoError(t, at.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM messages)").Scan(&there))
	require.GreaterOrEqual(t, there, l.kept)
	t.Logf("%d writes confirmed, %d there, %d calls failed", l.kept, there, l.broken)
}

func TestConnectionsBreakInTheMiddle(t *testing.T) {
	dsn := postgres(t)
	p, db := through(t, dsn)
	s := db.open(t)
	p.cuts.Store(20)
	l := work(t, s, 8)
	for range 10 {
		time.Sleep(200 * time.Millisecond)
		p.cut()
	}
	p.cuts.Store(0)
	l.ends(t, testDB{dsn: dsn})
	require.NotZero(t, l.broken)
	keep(t, s, "afterwards")
}

func TestAServerThatIsStoppedAndStartedUnderLoad(t *testing.T) {
	server := ownServer(t)
	s := server.db().open(t)
	l := work(t, s, 8)
	for _, mode := range []string{"immediate", "fast", "immediate"} {
		time.Sleep(500 * time.Millisecond)
		server.stop(t, mode)
		time.Sleep(100 * time.Millisecond)
		server.start(t)
	}
	time.Sleep(500 * time.Millisecond)
	l.ends(t, server.db())
	require.NotZero(t, l.broken)
	keep(t, s, "afterwards")
}

func TestAServerThatHangs(t *testing.T) {
	server := ownServer(t)
	db := server.db()
	s := db.open(t, durable.WithoutRiver())
	keep(t, s, "A")
	before := db.rows(t)
	server.signal(t, syscall.SIGSTOP)
	for name, call := range calls(s) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		err := call(ctx)
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded, name)
	}
	server.signal(t, syscall.SIGCONT)
	// What was sent may be written once the server goes on, and is not refused: nothing half of it.
	require.Eventually(t, func() bool { _, err := s.Head(t.Context(), "A"); return err == nil }, 20*time.Second, 10*time.Millisecond)
	require.GreaterOrEqual(t, len(db.rows(t)), len(before))
	keep(t, s, "C")
}

func TestADatabaseThatIsReadOnly(t *testing.T) {
	server := ownServer(t)
	db := server.db()
	s := db.open(t, durable.WithoutRiver())
	writable := testDB{dsn: db.dsn + "&default_transaction_read_only=off"}
	refused(t, db, s, durable.ProblemReadOnly, "name the primary", func() {
		db.exec(t, "ALTER DATABASE postgres SET default_transaction_read_only = on")
		db.exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ordo'")
		_, _ = s.Head(t.Context(), "A") // on a connection that has ended
		require.Eventually(t, func() bool { _, err := s.Head(t.Context(), "A"); return err == nil }, 20*time.Second, time.Millisecond)
	}, func() {
		writable.exec(t, "ALTER DATABASE postgres RESET default_transaction_read_only")
	})
	db.exec(t, "ALTER DATABASE postgres SET default_transaction_read_only = on")
	_, err := durable.Open(t.Context(), db.dsn)
	problem(t, err, durable.ProblemReadOnly, "name the primary")
	writable.exec(t, "ALTER DATABASE postgres RESET default_transaction_read_only")
}

func TestAServerWhoseDiskIsFull(t *testing.T) {
	server := ownServer(t)
	disk := mounted(t, "30000")
	if os.Getuid() == 0 {
		require.NoError(t, os.Chown(disk, int(uid(t, "postgres")), -1))
	}
	for dir := disk; dir != "/" && dir != os.TempDir(); dir = dir[:strings.LastIndexByte(dir, '/')] {
		require.NoError(t, os.Chmod(dir, 0o755))
	}
	server.db().exec(t, "CREATE TABLESPACE small LOCATION '"+disk+"'")
	server.db().exec(t, "CREATE DATABASE small TABLESPACE small")
	db := testDB{dsn: strings.Replace(server.db().dsn, "/postgres?", "/small?", 1)}
	s := open(t, db.dsn, durable.WithoutRiver())
	saved := 0
	fill := func() (err error) {
		for err == nil {
			large := entry("A", "large")
			large.Text = strings.Repeat("x", 1000) + fmt.Sprint(saved)
			entries := make([]bridge.Entry, 200)
			for i := range entries {
				entries[i] = large
			}
			if err = s.Save(t.Context(), "A", saved, bridge.Batch{Journal: entries}); err == nil {
				saved++
			}
		}
		return err
	}
	for range 2 {
		require.Error(t, os.WriteFile(disk+"/balloon", make([]byte, 30_000_000), 0o600))
		problem(t, fill(), durable.ProblemFull, "make room on its disk")
		h, err := s.Head(t.Context(), "A")
		require.NoError(t, err)
		require.Equal(t, saved, h.Rev)
		require.Len(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{})), 200*saved)
		require.NoError(t, os.Remove(disk+"/balloon"))
		require.NoError(t, s.Save(t.Context(), "A", saved, bridge.Batch{Journal: make([]bridge.Entry, 200)}))
		saved++
	}
	require.NoError(t, s.Close())
	server.db().exec(t, "DROP DATABASE small WITH (FORCE)")
	server.db().exec(t, "DROP TABLESPACE small")
}

// Nothing of the password may be in an error: it ends in logs.
func TestAnAddressThatIsWrong(t *testing.T) {
	server := ownServer(t)
	db := server.db()
	db.exec(t, "CREATE ROLE bob LOGIN PASSWORD 'right'")
	db.exec(t, "CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
	db.exec(t, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
	letters, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer letters.Close()
	go func() {
		for {
			conn, err := letters.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("220 mail.example.com ESMTP\r\n"))
			_ = conn.Close()
		}
	}()
	at := fmt.Sprintf("127.0.0.1:%d", server.port)
	for _, c := range []struct {
		name, dsn, says string
		problem         durable.Problem
	}{
		{"wrong password", "postgres://bob:Sesam123@" + at + "/postgres?sslmode=disable", "password authentication failed", durable.ProblemDenied},
		{"no rights", "postgres://bob:right@" + at + "/postgres?sslmode=disable", "permission denied", durable.ProblemDenied},
		{"unknown user", "postgres://nobody:Sesam123@" + at + "/postgres?sslmode=disable", "nobody", durable.ProblemDenied},
		{"unknown database", "postgres://postgres:Sesam123@" + at + "/nowhere?sslmode=disable", "nowhere", durable.ProblemGone},
		{"unknown host", "postgres://postgres:Sesam123@nowhere.invalid/postgres?sslmode=disable", "nowhere.invalid", durable.ProblemGone},
		{"nobody listens", fmt.Sprintf("postgres://postgres:Sesam123@127.0.0.1:%d/postgres?sslmode=disable", freePort(t)), "refused", durable.ProblemGone},
		{"not PostgreSQL", "postgres://postgres:Sesam123@" + letters.Addr().String() + "/postgres?sslmode=disable", "address", durable.ProblemGone},
		{"no TLS", "postgres://postgres:Sesam123@" + at + "/postgres?sslmode=require", "TLS", durable.ProblemGone},
		{"narrow", "postgres://postgres:Sesam123@" + at + "/narrow?sslmode=disable", "LATIN1", durable.ProblemEncoding},
		{"escape", "postgres://bob:Sesam123%zz@" + at + "/postgres", "%25", ""},
		{"port", "postgres://bob:Sesam123@127.0.0.1:many/postgres", "%3A", ""},
		{"slash", "postgres://bob:Sesam/123@" + at + "/postgres", "durable: ", ""},
		{"words", "host=127.0.0.1 user=bob password=Sesam123", "names no database", ""},
		{"another", "mysql://bob:Sesam123@" + at + "/postgres", "names no database", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := durable.Open(t.Context(), c.dsn)
			require.ErrorContains(t, err, c.says)
			assert.NotContains(t, fmt.Sprintf("%v %+v %q", err, err, err), "Sesam")
			if c.problem != "" {
				problem(t, err, c.problem, "durable: the database ")
			}
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	deaf, away := through(t, db.dsn)
	deaf.deaf.Store(true)
	_, err = durable.Open(ctx, away.dsn)
	problem(t, err, durable.ProblemGone, "address")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestATableThatAnotherProgramHoldsForLong(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := open(t, db.dsn+"&lock_timeout=100", durable.WithoutRiver())
	keep(t, s, "A")
	before := db.rows(t)
	tx, err := db.beside(t).BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = tx.ExecContext(t.Context(), "LOCK TABLE orders")
	require.NoError(t, err)
	problem(t, s.Save(t.Context(), "B", 0, bridge.Batch{}), durable.ProblemLocked, "end the program that holds it")
	require.NoError(t, tx.Rollback())
	require.Equal(t, before, db.rows(t))
	keep(t, s, "B")
	require.NoError(t, s.Close())
}
