package durable

import (
	"context"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/ordo-sdk/ordo"
)

// SweepEvery changes how often each process looks for orders that no hint woke anybody for.
func SweepEvery(d time.Duration) Option { return func(s *settings) { s.sweepEvery = d } }

// LongestLog changes how long the log of writes to a file may get, in bytes.
func LongestLog(n int64) Option { return func(s *settings) { s.longestLog = n } }

// EndClaims ends the claims of processes that were not heard of for a while, as each process does every few seconds.
func (s *Store) EndClaims(ctx context.Context) error { return s.endClaims(ctx) }

// Beats returns what a process that starts asks at each beat: whether silence means that a process has ended.
func Beats(now time.Time, up time.Duration) func(time.Time) bool {
	o := newOutages(now, up)
	return o.beat
}

// Uptime returns how long the server runs.
func (s *Store) Uptime(ctx context.Context) (time.Duration, error) { return s.shared.uptime(ctx) }

// EndUnheard ends claims of whose success the process has not heard, as it does every few seconds.
func (s *Store) EndUnheard(ctx context.Context) error { return s.endUnheard(ctx) }

// Process is the id of the process in the database.
func (s *Store) Process() string { return s.process }

// Take takes a place as Reserve does, and says by the clock of the database, in microseconds, when that was and when
// the place comes.
func (s *Store) Take(ctx context.Context, key string, l ordo.Limits, within time.Duration) (now, at int64, taken bool, err error) {
	r, err := rateOf(l)
	if err != nil {
		return 0, 0, false, err
	}
	p, err := limiter{s.db}.take(ctx, key, r, within.Microseconds())
	return p.now, p.at, p.taken, err
}

// Traced makes a tracer see what is sent to PostgreSQL.
func Traced(t pgx.QueryTracer) Option {
	return Configured(func(c *pgxpool.Config) { c.ConnConfig.Tracer = t })
}

// Configured changes how connections to PostgreSQL are made.
func Configured(change func(*pgxpool.Config)) Option {
	return func(s *settings) { s.config = change }
}

// CachedEvents bounds how many events are kept in memory.
func CachedEvents(n int) Option { return func(s *settings) { s.cachedEvents = n } }

// Upkeep removes what is over, if it is time.
func (s *Store) Upkeep(ctx context.Context) error { return s.upkeep(ctx) }

// UpkeepSoon makes a store ask others again when that was last.
func (s *Store) UpkeepSoon() { s.upkeepAt.Store(0) }

// Observed reports whether calls of the database are traced or measured.
func (s *Store) Observed() bool {
	_, is := s.db.(*observed)
	return is
}

// Schema makes a program know other steps of the schema.
func Schema(steps fs.FS) Option { return func(s *settings) { s.schema = steps } }

// CloseWait changes how long Close waits for calls.
func CloseWait(d time.Duration) Option { return func(s *settings) { s.closeWait = d } }

// Exec changes the connection of SQLite that writes.
func (s *Store) Exec(ctx context.Context, text string) error {
	db, ok := s.db.(*sqliteDB)
	if !ok {
		panic("it is no file")
	}
	_, err := db.conn.ExecContext(ctx, text)
	return err
}
