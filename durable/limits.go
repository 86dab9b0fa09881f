package durable

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Limiter returns a limiter for [ordo.WithLimiter]: all whose stores are on one database keep to an account's limits
// together. The clock is that of the database's machine, so those of other machines need not agree with it. If it is
// set back, requests wait for as long.
//
// A key has one row, made when it is used first: when the next request would come if requests came evenly. So one
// statement takes a place and says when it comes (the generic cell rate algorithm). Places are counted exactly, in
// microseconds: in any time t there are at most Burst and t times PerSecond of them. The distance of two requests counts
// as a year if it is longer. As requests take time to reach the vendor, it may count a little differently.
func (s *Store) Limiter() ordo.Limiter { return limiter{s.db} }

type limiter struct{ db database }

// Reserve implements [ordo.Limiter].
func (l limiter) Reserve(ctx context.Context, key string, limits ordo.Limits) (time.Duration, error) {
	r, err := rateOf(limits)
	if err != nil {
		return 0, err
	}
	within := int64(math.MaxInt64 / 4)
	if end, has := ctx.Deadline(); has {
		within = time.Until(end).Microseconds()
	}
	p, err := l.take(ctx, key, r, within)
	return time.Duration(max(0, p.at-p.now)) * time.Microsecond, err
}

// rate is how requests follow each other, in microseconds.
type rate struct {
	distance int64 // between two requests, if they come evenly
	early    int64 // how much before that time one may come
}

// slowest is the longest distance that is counted: a year.
const slowest = float64(365 * 24 * time.Hour / time.Microsecond)

func rateOf(l ordo.Limits) (rate, error) {
	if !(l.PerSecond > 0) { // nor is it a number
		return rate{}, fmt.Errorf("durable: a limit of %v requests a second is none: give more than 0", l.PerSecond)
	}
	d := int64(min(slowest, max(1, math.Ceil(1e6/l.PerSecond)))) // rounded up, so that they are never more
	return rate{d, d * min(int64(max(1, l.Burst)-1), math.MaxInt64/4/d)}, nil
}

// place is one in the row of requests, by the clock of the database.
type place struct {
	now, at int64
	taken   bool
}

// take takes the next place of a key if it comes within some microseconds.
func (l limiter) take(ctx context.Context, key string, r rate, within int64) (p place, err error) {
	id := indexed(key)
	err = l.db.run(ctx, statement{sql: `INSERT INTO limits (key, tat) VALUES ($1, @now + $2)
ON CONFLICT (key) DO UPDATE SET tat = CASE WHEN limits.tat > @now THEN limits.tat ELSE @now END + $2
  WHERE limits.tat - @now - $3 <= $4
RETURNING @now, tat`, args: []any{id, r.distance, r.early, within}, each: func(scan func(...any) error) error {
		p.taken = true
		return scan(&p.now, &p.at)
	}})
	switch {
	case err != nil:
		return p, err
	case p.taken:
		p.at = max(p.now, p.at-r.distance-r.early)
		return p, nil
	}
	// Others may take places or give time meanwhile, but what was not taken is not said to come in time.
	err = l.db.read(ctx, one([]any{&p.now, &p.at}, "SELECT @now, tat FROM limits WHERE key = $1", id))
	p.at = max(p.at-r.early, p.now+within+1)
	return p, err
}

// Pause implements [ordo.Limiter].
func (l limiter) Pause(ctx context.Context, key string, d time.Duration) error {
	return l.db.run(ctx, exec(`INSERT INTO limits (key, tat) VALUES ($1, @now + $2)
ON CONFLICT (key) DO UPDATE SET tat = excluded.tat WHERE limits.tat < excluded.tat`, indexed(key), d.Microseconds()))
}

// Paused implements [ordo.Limiter].
func (l limiter) Paused(ctx context.Context, key string) (time.Duration, error) {
	var left int64
	err := l.db.read(ctx, one([]any{&left}, "SELECT tat - @now FROM limits WHERE key = $1", indexed(key)))
	return time.Duration(left) * time.Microsecond, err
}
