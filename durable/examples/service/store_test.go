package main

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
)

// onEveryStore runs a test over each kind of store.
func onEveryStore(t *testing.T, test func(t *testing.T, kind string)) {
	t.Parallel()
	for _, kind := range []string{"memory", "sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			test(t, kind)
		})
	}
}

// dsn returns the address of an empty store, which is gone after the test.
func dsn(t *testing.T, kind string) string {
	t.Helper()
	switch kind {
	case "sqlite":
		return "file:" + filepath.Join(t.TempDir(), "orders.db")
	case "postgres":
		return postgres(t)
	}
	return ""
}

// openedAt returns an open store, which is closed after the test.
func openedAt(t *testing.T, kind, dsn string) bridge.Store {
	t.Helper()
	store, end, err := openStore(context.WithoutCancel(t.Context()), settings{store: kind, storeDSN: dsn}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, end()) })
	return store
}

// keepIn sets where the program keeps its orders, and returns the address.
func (x *town) keepIn(kind string) string {
	x.Helper()
	at := dsn(x.T, kind)
	if kind == "postgres" {
		x.env["STORE_URL"] = at
	}
	if path, is := strings.CutPrefix(at, "file:"); is {
		x.env["STORE_FILE"] = path
	}
	return at
}

// postgres returns the address of a schema of the test's own, which is dropped after the test.
func postgres(t *testing.T) string {
	t.Helper()
	at := os.Getenv("ORDO_POSTGRES")
	if at == "" {
		t.Skip("ORDO_POSTGRES is not set: it is the address of a PostgreSQL for tests")
	}
	schema := "service_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	sql := func(text string) {
		ctx := context.WithoutCancel(t.Context())
		conn, err := pgx.Connect(ctx, at)
		require.NoError(t, err)
		defer func() { require.NoError(t, conn.Close(ctx)) }()
		_, err = conn.Exec(ctx, text)
		require.NoError(t, err)
	}
	sql("CREATE SCHEMA " + schema)
	t.Cleanup(func() { sql("DROP SCHEMA " + schema + " CASCADE") })
	u, err := url.Parse(at)
	require.NoError(t, err)
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}
