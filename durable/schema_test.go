package durable_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

// newer is the schema of a program of tomorrow, which has one step more.
func newer(t *testing.T, step string) durable.Option {
	t.Helper()
	steps := fstest.MapFS{}
	names, err := fs.Glob(os.DirFS("."), "schema/*.sql")
	require.NoError(t, err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		steps[name] = &fstest.MapFile{Data: text}
	}
	steps[fmt.Sprintf("schema/%04d_tomorrow.sql", len(names)+1)] = &fstest.MapFile{Data: []byte(step)}
	return durable.Schema(steps)
}

const tomorrow = "ALTER TABLE orders ADD COLUMN tomorrow BIGINT;\nCREATE TABLE tomorrows (num @serial);\n"

// pain: EN-P5
func TestAnOldProgramRefusesTheDatabaseOfANewerOne(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		old := open(t, db.dsn)
		keep(t, old, "A")
		require.NoError(t, old.Close())
		s := open(t, db.dsn, newer(t, tomorrow))
		d, err := s.Load(t.Context(), "A")
		require.NoError(t, err)
		require.Equal(t, 1, d.Rev)
		require.NoError(t, s.Close())
		before := db.rows(t)

		_, err = durable.Open(t.Context(), db.dsn)
		var e *durable.SchemaError
		require.ErrorAs(t, err, &e)
		require.Equal(t, e.Knows+1, e.Has)
		require.ErrorContains(t, err, "start the newer program")
		require.Equal(t, before, db.rows(t))
		require.NoError(t, open(t, db.dsn, newer(t, tomorrow)).Close())
	})
}

// pain: EN-P5
func TestAnOldProgramThatRunsStopsWritingWhenANewerOneHasMigrated(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	old := open(t, db.dsn, durable.WithoutRiver())
	keep(t, old, "A")
	newest := db.open(t, newer(t, tomorrow), durable.WithoutRiver())
	var e *durable.SchemaError
	require.Eventually(t, func() bool { return errors.As(old.Write(t.Context(), entry("A", "x")), &e) }, 20*time.Second, 50*time.Millisecond)
	require.ErrorContains(t, e, "start the newer program")
	before := db.rows(t)
	for name, call := range calls(old) {
		require.ErrorAs(t, call(t.Context()), &e, name)
	}
	require.Equal(t, before, db.rows(t))
	keep(t, newest, "B")
	require.NoError(t, old.Close())
}

// pain: EN-P5
func TestAMigrationThatFailsLeavesTheOldSchemaWhole(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := open(t, db.dsn)
		keep(t, s, "A")
		require.NoError(t, s.Close())
		before := db.rows(t)
		_, err := durable.Open(t.Context(), db.dsn, newer(t, tomorrow+"INSERT INTO nowhere VALUES (1);\n"))
		require.ErrorContains(t, err, "durable: schema ")
		require.ErrorContains(t, err, "nowhere")
		require.Equal(t, before, db.rows(t))
		old := open(t, db.dsn)
		keep(t, old, "B")
		require.NoError(t, old.Close())
		require.NoError(t, open(t, db.dsn, newer(t, tomorrow)).Close())
	})
}

// pain: EN-P5
func TestOneOfManyProcessesThatBeginAtOnceMigrates(t *testing.T) {
	dsn := postgres(t)
	for _, opts := range [][]durable.Option{nil, {newer(t, tomorrow)}} {
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Go(func() {
				s, err := durable.Open(t.Context(), dsn, opts...)
				if assert.NoError(t, err) {
					id := fmt.Sprint(len(opts), n)
					assert.NoError(t, s.Save(t.Context(), id, 0, bridge.Batch{}))
					assert.NoError(t, s.Close())
				}
			})
		}
		wg.Wait()
	}
	s := open(t, dsn, newer(t, tomorrow))
	require.Len(t, list(t, s.Orders(t.Context(), bridge.OrderFilter{})), 16)
	require.NoError(t, s.Close())
}

func TestManyProcessesBeginWithOneFileAndOneGetsIt(t *testing.T) {
	db := sqliteFile(t)
	opened, refused := make(chan *durable.Store, 8), make(chan error, 8)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := durable.Open(t.Context(), db.dsn)
			if err != nil {
				refused <- err
				return
			}
			opened <- s
		})
	}
	wg.Wait()
	require.Len(t, opened, 1)
	for range 7 {
		var e *durable.InUseError
		require.ErrorAs(t, <-refused, &e)
	}
	s := <-opened
	keep(t, s, "A")
	require.NoError(t, s.Close())
}
