package durable_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/storetest"
	"github.com/ordo-sdk/ordo/durable"
)

func TestSQLite(t *testing.T) {
	var last *durable.Store
	storetest.Run(t, func(t *testing.T) bridge.Store {
		closed(t, last)
		last = open(t, "file:"+filepath.Join(t.TempDir(), "orders.db"))
		return last
	})
	closed(t, last)
}

func TestPostgres(t *testing.T) {
	dsn := postgres(t)
	var last *durable.Store
	storetest.Run(t, func(t *testing.T) bridge.Store {
		closed(t, last)
		empty(t, dsn)
		last = open(t, dsn)
		return last
	})
	closed(t, last)
}

func open(t testing.TB, dsn string, opts ...durable.Option) *durable.Store {
	t.Helper()
	s, err := durable.Open(context.WithoutCancel(t.Context()), dsn, opts...)
	require.NoError(t, err)
	return s
}

// opened returns a store that is closed at the end of the test.
func opened(t testing.TB, dsn string, opts ...durable.Option) *durable.Store {
	t.Helper()
	s := open(t, dsn, opts...)
	t.Cleanup(func() { closed(t, s) })
	return s
}

func closed(t testing.TB, s *durable.Store) {
	t.Helper()
	if s != nil {
		require.NoError(t, s.Close())
	}
}

// postgres returns the address of a schema of the test's own, which is dropped at its end.
func postgres(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("ORDO_POSTGRES")
	if dsn == "" {
		t.Skip("ORDO_POSTGRES is not set: it is the address of a PostgreSQL for tests, such as postgres://postgres@127.0.0.1/postgres?sslmode=disable")
	}
	name := "test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	run(t, dsn, "CREATE SCHEMA "+name)
	t.Cleanup(func() { run(t, dsn, "DROP SCHEMA "+name+" CASCADE") })
	at, err := url.Parse(dsn)
	require.NoError(t, err)
	q := at.Query()
	q.Set("search_path", name)
	at.RawQuery = q.Encode()
	return at.String()
}

// empty deletes the rows of all tables, if there are any yet.
func empty(t *testing.T, dsn string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.Background())) }()
	rows, err := conn.Query(t.Context(), "SELECT tablename FROM pg_tables WHERE schemaname = current_schema AND tablename <> 'ordo_schema' AND tablename NOT LIKE 'river%'")
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for _, table := range tables {
		_, err := conn.Exec(t.Context(), "DELETE FROM "+table)
		require.NoError(t, err)
	}
}

func run(t testing.TB, dsn, sql string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, sql)
	require.NoError(t, err)
}
