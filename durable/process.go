package durable

import (
	"context"
	"errors"
	"time"
)

const (
	// beatEvery is how often a process that shares a database says that it lives.
	beatEvery = 5 * time.Second
	// silence is after what time without that its claims end.
	silence = 20 * time.Second
)

// beating is what a process does beside its work, from Open to Close.
type beating struct {
	stop context.CancelFunc
	done chan struct{}
}

// begin makes the process known and frees the orders of those that have ended. On a file there is only one process, so
// that whoever has a claim has ended.
func (s *Store) begin(ctx context.Context) error {
	pg := s.shared
	if pg == nil {
		return s.db.run(ctx, exec(`UPDATE orders SET claimed_until = NULL, due = wake, process = NULL, hinted = NULL WHERE claimed_until IS NOT NULL`))
	}
	if err := pg.beat(ctx, s); err != nil {
		return err
	}
	up, err := pg.uptime(ctx)
	if err != nil {
		return err
	}
	live, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.beating = beating{stop, make(chan struct{})}
	go func() {
		defer close(s.done)
		s.keepBeating(live, pg, newOutages(time.Now(), up))
	}()
	return nil
}

// uptime returns how long the server runs, and so how long those that have said nothing could have said something. A
// process that has just started ends claims of others by it: where processes end again and again, none lives for long.
func (db *pgDB) uptime(ctx context.Context) (time.Duration, error) {
	var up int64
	err := db.read(ctx, one([]any{&up}, "SELECT (extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) * 1000000)::bigint"))
	return time.Duration(up) * time.Microsecond, err
}

// end ends what begin began, and the claims that are left: others need not wait for this process any more.
func (s *Store) end() error {
	pg := s.shared
	if pg == nil {
		return nil
	}
	s.stop()
	<-s.done
	ctx, cancel := context.WithTimeout(context.Background(), beatEvery)
	defer cancel()
	return pg.send(ctx, pg.pool, []statement{
		exec("UPDATE orders SET claimed_until = NULL, due = wake, process = NULL, hinted = NULL WHERE claimed_until IS NOT NULL AND process = $1", s.process),
		exec("DELETE FROM processes WHERE id = $1", s.process),
	})
}

// outages tells since when processes could say that they live.
type outages struct{ since, last time.Time }

// newOutages is for a process that starts, on a server that runs for a while.
func newOutages(now time.Time, up time.Duration) outages {
	return outages{since: now.Add(-up), last: now}
}

// beat notes that this process could say so, and reports whether the silence of another one means that it has ended.
// After an outage nobody could say anything: all get the time to do so.
func (o *outages) beat(now time.Time) bool {
	if now.Sub(o.last) > 2*beatEvery {
		o.since = now
	}
	o.last = now
	return now.Sub(o.since) >= silence
}

// keepBeating says that the process lives, and ends the claims of those that do not say so.
func (s *Store) keepBeating(ctx context.Context, db *pgDB, o outages) {
	dropped := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(beatEvery):
		}
		err := db.beat(ctx, s)
		var newer *SchemaError
		if errors.As(err, &newer) {
			s.log.ErrorContext(ctx, "this process does not write any more", "err", err)
			db.refuse(newer)
			return
		}
		if err != nil {
			if ctx.Err() == nil {
				s.log.WarnContext(ctx, "the database was not told that this process lives", "err", err)
			}
			continue
		}
		if s.hints && time.Since(dropped) > hintsKept {
			dropped = time.Now()
			if err := dropHints(ctx, db); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "hints that nobody took were not removed", "err", err)
			}
		}
		if err := s.endUnheard(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "claims whose answer was lost are not ended yet", "err", err)
		}
		if !o.beat(time.Now()) {
			continue
		}
		if err := s.endClaims(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "the orders of processes that have ended wait", "err", err)
		}
	}
}

// clock is the time of the database in microseconds: the clocks of the machines do not count here.
const clock = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"

// beat says that the process lives. The error is a *SchemaError if a newer program has migrated the database meanwhile.
func (db *pgDB) beat(ctx context.Context, s *Store) error {
	ctx, cancel := context.WithTimeout(ctx, beatEvery)
	defer cancel()
	var version int
	err := db.run(ctx,
		exec(`INSERT INTO processes (id, about, seen) VALUES ($1, $2, `+clock+`)
  ON CONFLICT (id) DO UPDATE SET seen = excluded.seen`, s.process, s.about()),
		one([]any{&version}, "SELECT max(version) FROM ordo_schema"))
	if err == nil && version > db.knows {
		return &SchemaError{Has: version, Knows: db.knows}
	}
	return err
}

// endClaims ends the claims of processes that were not heard of for a while. A process that was only paused finds that
// its tokens do not count any more once another one has claimed the orders.
func (s *Store) endClaims(ctx context.Context) error {
	ended := 0
	err := s.db.run(ctx,
		statement{
			// What a paused process has locked is left for the next time: the others must not wait for it.
			sql: `UPDATE orders SET claimed_until = NULL, due = wake, process = NULL, hinted = NULL WHERE num IN (SELECT num FROM orders
  WHERE claimed_until IS NOT NULL AND process NOT IN (SELECT id FROM processes WHERE seen > ` + clock + ` - $1) FOR UPDATE SKIP LOCKED) RETURNING num`,
			args: []any{silence.Microseconds()},
			each: func(scan func(...any) error) error { ended++; return ignore(scan) },
		},
		exec("DELETE FROM processes WHERE seen < "+clock+" - $1", (24*time.Hour).Microseconds()))
	if ended > 0 {
		s.log.WarnContext(ctx, "a process has ended without a word; its orders go on", "orders", ended)
	}
	return err
}
