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

// settingsOf returns the settings of an empty store, which is gone after the test.
func settingsOf(t *testing.T, kind string) settings {
	t.Helper()
	s := settings{store: kind, storeFile: filepath.Join(t.TempDir(), "orders.db")}
	if kind == "postgres" {
		s.storeURL = postgres(t)
	}
	return s
}

// opened returns an open store, which is closed after the test.
func opened(t *testing.T, s settings) bridge.Store {
	t.Helper()
	store, err := openStore(context.WithoutCancel(t.Context()), s, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, closeStore(store)) })
	return store
}

// keepIn sets where the program keeps its orders.
func (x *town) keepIn(kind string) {
	x.Helper()
	s := settingsOf(x.T, kind)
	x.env["STORE_FILE"], x.env["STORE_URL"] = s.storeFile, s.storeURL
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
