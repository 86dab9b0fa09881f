package durable

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// Option says how a store works. A nil Option is ignored.
type Option func(*settings)

// settings are what options come to.
type settings struct {
	log     *slog.Logger
	relaxed bool
	pooler  bool
	river   bool
	exists  bool

	retention Retention
	tracing   trace.TracerProvider
	metering  metric.MeterProvider

	// Tests change these.
	cachedEvents int
	sweepEvery   time.Duration
	closeWait    time.Duration
	longestLog   int64 // of a file, in bytes
	config       func(*pgxpool.Config)
	schema       fs.FS
}

// WithLogger makes the store log what it does by itself: migrations, claims that it ended, what failed. nil stands for
// no logging, which is the default.
func WithLogger(l *slog.Logger) Option {
	return func(s *settings) {
		if s.log = l; l == nil {
			s.log = slog.New(slog.DiscardHandler)
		}
	}
}

// WithRelaxedSync makes a file of SQLite wait for the disk at checkpoints only and not at every write. Writes are
// quicker, and the end of the process loses nothing; but if the machine stops, such as when the power fails, what was
// written in the last moments may be gone, and with it that a payment was sent. For PostgreSQL set synchronous_commit in
// the address instead.
func WithRelaxedSync() Option { return func(s *settings) { s.relaxed = true } }

// WithPooler makes the store work through a pooler that gives a connection for one transaction only, such as
// PgBouncer with pool_mode=transaction: nothing is prepared, and no notifications are awaited.
func WithPooler() Option { return func(s *settings) { s.pooler = true } }

// WithoutRiver leaves River out on PostgreSQL, and its tables: the bridge's own loop looks for what is due every second.
// All processes that share a database must agree on it.
func WithoutRiver() Option { return func(s *settings) { s.river = false } }

// MustExist makes Open refuse a database that has no tables of a store, where it would make them otherwise: for
// programs that read what others have written. The error wraps [fs.ErrNotExist].
func MustExist() Option { return func(s *settings) { s.exists = true } }

// about tells people which process this is.
func (s settings) about() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return fmt.Sprintf("process %d on %s since %s", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
}

// Open opens a store, and makes or migrates its tables: "file:orders.db" for a file of SQLite, which one process works
// on, or "postgres://user@host/database" for PostgreSQL, which several processes may share. Close ends it.
//
// On PostgreSQL no other program may use River in the same schema: add search_path=ordo to the address for a schema of
// the store's own.
//
// The error is a *SchemaError if a newer program has migrated the database, an *InUseError if another process has the
// file open, and a *DatabaseError if something is wrong with the database itself.
func Open(ctx context.Context, dsn string, opts ...Option) (*Store, error) {
	set := settings{
		log: slog.New(slog.DiscardHandler), river: true,
		cachedEvents: cachedEvents, sweepEvery: sweepEvery, closeWait: closeWait, longestLog: longestLog, schema: schemaFiles,
	}
	for _, o := range opts {
		if o != nil {
			o(&set)
		}
	}
	if err := set.retention.check(); err != nil {
		return nil, err
	}
	s := &Store{process: uuid.NewString(), events: newEventCache(set.cachedEvents), settings: set}
	s.closing, s.closeNow = context.WithCancel(context.WithoutCancel(ctx))
	kind, _, _ := strings.Cut(dsn, ":")
	var migrate func(context.Context, fs.FS) error
	switch kind {
	case "file":
		db, err := openSQLite(ctx, dsn, set)
		if err != nil {
			return nil, err
		}
		s.db, migrate = db, db.migrate
	case "postgres", "postgresql":
		db, err := openPG(ctx, dsn, set)
		if err != nil {
			return nil, err
		}
		s.db, s.shared, migrate = db, db, db.migrate
	default:
		// Without it, as it may have a password anywhere.
		return nil, errors.New(`durable: the address names no database: write "file:orders.db" or "postgres://user@host/database"`)
	}
	var err error
	if set.exists {
		err = s.mustExist(ctx)
	}
	if err == nil {
		err = migrate(ctx, set.schema)
	}
	if err == nil && s.shared != nil && set.river {
		err = s.useRiver(ctx, s.shared)
	}
	if err == nil {
		err = s.observe()
	}
	if err == nil {
		err = s.begin(ctx)
	}
	if err != nil {
		s.closeNow()
		return nil, errors.Join(err, s.db.close())
	}
	return s, nil
}

// mustExist returns an error if the database has no tables of a store.
func (s *Store) mustExist(ctx context.Context) error {
	there, ask := 0, "SELECT count(*) FROM sqlite_schema WHERE name = 'orders'"
	if s.shared != nil {
		ask = "SELECT count(to_regclass('ordo_schema'))"
	}
	err := s.db.read(ctx, one([]any{&there}, ask))
	if err == nil && there == 0 {
		err = fmt.Errorf("durable: there are no orders in this database: correct its address: %w", fs.ErrNotExist)
	}
	return err
}

// Close ends the store. A bridge that still runs ends, with an error. Other calls that are under way are finished, if
// they do not take longer than 10 seconds; then they are ended. Calls that come later get ErrClosed.
func (s *Store) Close() error {
	s.close.Do(func() {
		s.closeNow()
		s.wakes.Wait()
		if s.closeErr = s.db.finish(); s.closeErr == nil {
			s.closeErr = errors.Join(s.end(), s.db.close())
		}
	})
	return s.closeErr
}
