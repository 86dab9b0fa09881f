package main

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
)

func TestAStoreIsCopiedAndVerified(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	file := x.env["STORE_FILE"]
	copied := filepath.Join(filepath.Dir(file), "monday.db")
	t.Run("while the service runs", func(t *testing.T) {
		clock := fake.NewClock(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC))
		market := megamarkettest.New(megamarkettest.Settings{Now: clock.Now})
		w := wireOver(t, settings{store: "sqlite", storeFile: file}, market, retailcrmtest.New(retailcrmtest.Settings{Now: clock.Now}), clock)
		market.Place(megamarkettest.Order{Goods: mug})
		_, err := w.b.Sync(t.Context())
		require.NoError(t, err)
		call := func(method, path string) (int, string) {
			answer := httptest.NewRecorder()
			w.pages().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody))
			return answer.Code, answer.Body.String()
		}
		code, text := call(http.MethodGet, "/verify")
		require.Equal(t, http.StatusOK, code)
		require.Contains(t, text, "read: 1 orders")
		code, text = call(http.MethodGet, "/health")
		require.Equal(t, http.StatusOK, code, text)
		require.Regexp(t, `effects that wait for a person +0`, text)
		code, text = call(http.MethodGet, "/readyz")
		require.Equal(t, http.StatusOK, code, text)
		code, text = call(http.MethodPost, "/backup?name=monday.db")
		require.Equal(t, http.StatusOK, code, text)
		require.Equal(t, copied+"\n", text)
		code, text = call(http.MethodPost, "/backup?name=monday.db")
		require.Equal(t, http.StatusConflict, code, text)
		for _, name := range []string{"", "..", "../monday.db", "a/monday.db", "monday.txt"} {
			code, _ = call(http.MethodPost, "/backup?name="+name)
			require.Equal(t, http.StatusBadRequest, code, name)
		}
		_, stderr, exit := x.program(t.Context(), "-verify")
		require.Equal(t, 1, exit)
		require.Contains(t, stderr, "open in another process")
		require.Contains(t, stderr, "http://"+x.env["ADMIN"])
	})

	second := filepath.Join(filepath.Dir(file), "tuesday.db")
	_, stderr, exit := x.program(t.Context(), "-backup", second)
	require.Zero(t, exit, stderr)
	_, stderr, exit = x.program(t.Context(), "-backup", second)
	require.Equal(t, 1, exit)
	require.Contains(t, stderr, "already exists")
	for _, path := range []string{file, copied, second} {
		x.env["STORE_FILE"] = path
		stdout, stderr, exit := x.program(t.Context(), "-verify")
		require.Zero(t, exit, stderr)
		require.Contains(t, stdout, "read: 1 orders")
	}

	db, err := sql.Open("sqlite", "file:"+second)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), "UPDATE events SET data = '{' WHERE n = 1")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	stdout, stderr, exit := x.program(t.Context(), "-verify")
	require.Equal(t, 1, exit)
	require.Contains(t, stdout, "mm-1/")
	require.Contains(t, stderr, "restore what is damaged from a backup")

	x.env["STORE_FILE"] = file + "x"
	_, stderr, exit = x.program(t.Context(), "-verify")
	require.Equal(t, 1, exit)
	require.Contains(t, stderr, "correct its name")
	require.NoFileExists(t, file+"x")

	_, stderr, exit = x.program(t.Context(), "-verify", "-store", "memory")
	require.Equal(t, 1, exit)
	require.Contains(t, stderr, "nothing to copy or to verify")
}

func TestADatabaseIsCopiedByItsOwnPrograms(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	x.keepIn("postgres")
	_, stderr, exit := x.program(t.Context(), "-verify", "-store", "postgres")
	require.Equal(t, 1, exit)
	require.Contains(t, stderr, "there are no orders in this database")
	store, err := durable.Open(t.Context(), x.env["STORE_URL"])
	require.NoError(t, err)
	require.NoError(t, store.Close())
	_, stderr, exit = x.program(t.Context(), "-backup", filepath.Join(t.TempDir(), "orders.dump"), "-store", "postgres")
	require.Equal(t, 1, exit)
	require.Contains(t, stderr, "pg_dump")
	stdout, stderr, exit := x.program(t.Context(), "-verify", "-store", "postgres")
	require.Zero(t, exit, stderr)
	require.Contains(t, stdout, "read: 0 orders")
}

func TestAMemoryIsNeitherCopiedNorVerified(t *testing.T) {
	t.Parallel()
	w := wire(t, megamarkettest.New(megamarkettest.Settings{}), retailcrmtest.New(retailcrmtest.Settings{}), nil)
	for path, method := range map[string]string{"/verify": http.MethodGet, "/health": http.MethodGet, "/backup?name=monday.db": http.MethodPost} {
		answer := httptest.NewRecorder()
		w.pages().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody))
		require.Equal(t, http.StatusNotFound, answer.Code)
	}
}
