package durable_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
)

// A copy that is made while orders are worked on is whole: it opens as a store, and work goes on there.
func TestACopyOfAFileIsMadeWhileOrdersAreWorkedOn(t *testing.T) {
	db, m := sqliteFile(t), newMarket(t)
	s, dir := db.open(t), filepath.Dir(db.path)
	m.trade(s, 3)

	path := filepath.Join(dir, "copies", "monday.db")
	require.ErrorIs(t, s.Backup(t.Context(), path), fs.ErrNotExist, "there is no such folder")
	require.NoError(t, os.Mkdir(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path+".part", []byte("of a backup that was cut short"), 0o600))
	made := make(chan error, 1)
	go func() { made <- s.Backup(t.Context(), path) }()
	m.trade(s, 10)
	require.NoError(t, <-made)
	require.NoFileExists(t, path+".part")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), "it holds what people have told")

	still := filepath.Join(dir, "copies", "quiet.db")
	require.NoError(t, s.Backup(t.Context(), still))
	require.Equal(t, db.rows(t), testDB{path: still}.rows(t))
	for _, copied := range []string{path, still} {
		again := open(t, "file:"+copied)
		b := m.over(again)
		m.sync(b) // what the copy has not, it reads again
		m.confirm()
		m.sync(b)
		for _, o := range list(t, again.Orders(t.Context(), bridge.OrderFilter{})) {
			require.Equal(t, "confirmed", o.State.String())
		}
		require.Equal(t, 13, m.mm.Commits("order/confirm"), "nothing was confirmed twice")
		closed(t, again)
	}
}

// A file that is there is not overwritten.
func TestACopyOverwritesNothing(t *testing.T) {
	db := sqliteFile(t)
	s, dir := db.open(t), filepath.Dir(db.path)
	path := filepath.Join(dir, "copy.db")
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	err := s.Backup(t.Context(), path)
	require.ErrorIs(t, err, fs.ErrExist)
	require.ErrorContains(t, err, path)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "mine", string(text))
	require.ErrorIs(t, s.Backup(t.Context(), db.path), fs.ErrExist, "least of all the database itself")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Backup(ctx, filepath.Join(dir, "never.db")), context.Canceled)
	require.NoFileExists(t, filepath.Join(dir, "never.db"))
}

// program returns the path of a program of PostgreSQL.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Skipf("%s is not here", name)
	}
	return found[len(found)-1]
}

// PostgreSQL is copied by pg_dump into another database. Everything is there, and work goes on.
func TestACopyOfPostgreSQLIsWorkedOnElsewhere(t *testing.T) {
	db, m := testDB{dsn: postgres(t)}, newMarket(t)
	s := db.open(t)
	err := s.Backup(t.Context(), "/var/backups/orders.dump")
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorContains(t, err, `pg_dump --format=custom --file="/var/backups/orders.dump" --host=`)
	m.trade(s, 5)
	want := db.rows(t)

	here := address(t, db.dsn, "", "")
	at, err := url.Parse(db.dsn)
	require.NoError(t, err)
	schema := at.Query().Get("search_path")
	dump, err := exec.CommandContext(t.Context(), program(t, "pg_dump"), "--schema="+schema, "--dbname="+here).Output()
	require.NoError(t, err)
	name := "copy_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	run(t, here, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, here, "DROP DATABASE "+name) })
	restore := exec.CommandContext(t.Context(), program(t, "psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--dbname="+address(t, db.dsn, name, ""))
	restore.Stdin = bytes.NewReader(dump)
	out, err := restore.CombinedOutput()
	require.NoError(t, err, string(out))

	copied := testDB{dsn: address(t, db.dsn, name, schema)}
	again := open(t, copied.dsn)
	defer closed(t, again)
	require.Equal(t, want, copied.rows(t))
	same(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{})), list(t, again.Journal(t.Context(), bridge.JournalFilter{})))
	b := m.over(again)
	m.place(5)
	m.sync(b)
	m.confirm()
	m.sync(b)
	require.Len(t, list(t, again.Orders(t.Context(), bridge.OrderFilter{})), 10)
	require.Equal(t, 10, m.mm.Commits("order/confirm"), "nothing was confirmed twice")
}

// address returns the address of a database, with a schema or without.
func address(t *testing.T, dsn, database, schema string) string {
	t.Helper()
	at, err := url.Parse(dsn)
	require.NoError(t, err)
	if database != "" {
		at.Path = "/" + database
	}
	q := at.Query()
	if q.Del("search_path"); schema != "" {
		q.Set("search_path", schema)
	}
	at.RawQuery = q.Encode()
	return at.String()
}

// fault: the second one removed the unfinished copy of the first, which then gave its name to the unfinished second one.
func TestTwoCopiesAtOnceHaveOneName(t *testing.T) {
	db := sqliteFile(t)
	s := db.open(t)
	keep(t, s, "A")
	path := filepath.Join(t.TempDir(), "copy.db")
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() { errs <- s.Backup(context.WithoutCancel(t.Context()), path) }()
	}
	made := 0
	for range cap(errs) {
		if err := <-errs; err == nil {
			made++
		} else {
			require.ErrorIs(t, err, fs.ErrExist)
		}
	}
	require.Equal(t, 1, made)
}
