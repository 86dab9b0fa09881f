package bxserver

import (
	"strings"
	"time"
)

// LimitRate sets the rate of requests: a bucket of so many, from which perSecond drain away. 0, 0 switches it off. A
// portal in the cloud begins with 2 and 50, counted over all callers, who have one address here.
func (s *Server) LimitRate(perSecond float64, bucket int) {
	s.Do(func() { s.rate = rateLimit{perSecond: perSecond, bucket: bucket} })
}

// LimitWork sets how long one method may work for one caller within ten minutes; 0 switches that off. A portal in the
// cloud begins with 480 seconds.
func (s *Server) LimitWork(limit time.Duration) { s.Do(func() { s.working.limit = limit }) }

// Takes sets how long each call of a method works, for the limit; it does not wait. A new method takes 10 ms, which is
// too short to be counted.
func (s *Server) Takes(method string, d time.Duration) {
	s.Do(func() {
		if s.working.takes == nil {
			s.working.takes = map[string]time.Duration{}
		}
		s.working.takes[strings.ToLower(method)] = d
	})
}

// rateLimit is a leaky bucket.
type rateLimit struct {
	perSecond float64
	bucket    int
	level     float64
	at        time.Time
}

func (l *rateLimit) take(now time.Time) bool {
	if l.bucket == 0 {
		return true
	}
	l.level = max(0, l.level-now.Sub(l.at).Seconds()*l.perSecond)
	l.at = now
	if l.level+1 > float64(l.bucket) {
		return false
	}
	l.level++
	return true
}

// workingTime adds up how long methods work, in buckets of a minute.
type workingTime struct {
	limit time.Duration
	takes map[string]time.Duration
	spent map[string]map[int64]time.Duration // by caller and method, by minute
}

const (
	minutes      = 10
	shortestWork = 100 * time.Millisecond // what is shorter is not counted
)

func (w *workingTime) key(c *Call) string {
	if c.App != "" {
		return c.App + "|" + strings.ToLower(c.Method)
	}
	return Text(c.User) + "|" + strings.ToLower(c.Method)
}

// sum is the time within the last ten minutes, and when the oldest of it counts no more.
func (w *workingTime) sum(c *Call, now time.Time) (sum time.Duration, reset int64) {
	minute := now.Unix() / 60
	for m := minute - minutes + 1; m <= minute; m++ {
		d := w.spent[w.key(c)][m]
		sum += d
		if d > 0 && reset == 0 {
			reset = (m + minutes) * 60
		}
	}
	if reset == 0 {
		reset = now.Unix() + minutes*60
	}
	return sum, reset
}

// blocked tells whether a method has worked too long; batch itself never has.
func (w *workingTime) blocked(c *Call, now time.Time) bool {
	sum, _ := w.sum(c, now)
	return w.limit > 0 && sum > w.limit
}

// used adds a call, and returns what the answer tells of it.
func (w *workingTime) used(c *Call, now time.Time) *Map {
	if w.limit == 0 {
		return nil
	}
	if d := w.takes[strings.ToLower(c.Method)]; d > shortestWork {
		if w.spent == nil {
			w.spent = map[string]map[int64]time.Duration{}
		}
		k := w.key(c)
		if w.spent[k] == nil {
			w.spent[k] = map[int64]time.Duration{}
		}
		w.spent[k][now.Unix()/60] += d
	}
	sum, reset := w.sum(c, now)
	m := &Map{}
	m.Set("operating_reset_at", reset)
	m.Set("operating", sum.Seconds())
	return m
}
