package durable

import (
	"context"
	"time"
)

// SweepEvery changes how often each process looks for orders that no hint woke anybody for.
func SweepEvery(d time.Duration) Option { return func(s *settings) { s.sweepEvery = d } }

// EndClaims ends the claims of processes that were not heard of for a while, as each process does every few seconds.
func (s *Store) EndClaims(ctx context.Context) error { return s.endClaims(ctx) }

// Process is the id of the process in the database.
func (s *Store) Process() string { return s.process }
